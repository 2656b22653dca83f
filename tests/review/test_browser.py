"""The ways people take, in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from socket import socket
from typing import TYPE_CHECKING

import pytest
import uvicorn

from callqa.model import Outcome
from callqa.review.app import make_app
from callqa.store import Filter
from tests.review.conftest import PASSWORD, House

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as run:
        started = run.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@contextmanager
def serving(house: House) -> Iterator[str]:
    with closing(socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(make_app(house.site), log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    with serving(house) as found:
        yield found


@contextmanager
def visitor(browser: Browser, address: str, login: str, *, width: int = 1280) -> Iterator[Page]:
    """Somebody logged in; whatever the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.goto("/login")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()
    assert faults == []


def missed(house: House, call_id: str) -> str:
    with house.store() as store:
        key = store.evaluations.scores(Filter(call_ids=(call_id,)))[0].evaluation_key
        results = store.evaluations.results([key])[key]
    return next(item.criterion_id for item in results if item.outcome is Outcome.NOT_MET and item.weight_millipoints)


def test_find_the_worst_call_hear_why_override_and_see_pay_move(browser: Browser, address: str, house: House) -> None:
    manager = house.managers[0]
    worst = house.calls[manager][0]
    name = next(entry.name for entry in house.project.roster.entries if entry.manager_id == manager)
    criterion = missed(house, worst)
    with visitor(browser, address, "boss") as page:
        page.goto("/calls")
        page.locator(".filters select[name=manager]").select_option(label=name)
        page.locator(".filters select[name=sort]").select_option("worst")
        page.wait_for_url("**sort=worst**")
        page.locator("#calls tbody a").first.click()
        assert page.locator("h1").inner_text() == worst
        before = page.locator("#score").inner_text()
        page.locator("[data-evidence], .at").first.click()
        page.wait_for_function(
            "() => document.getElementById('sound').currentTime > 0 && !document.getElementById('sound').paused"
        )
        article = page.locator(f"#c-{criterion}")
        article.locator("summary").first.click()
        article.get_by_label("Outcome").select_option("met")
        article.get_by_label("Why").fill("heard it at 0:05")
        article.get_by_role("button", name="Override").click()
        page.wait_for_function(f"() => document.getElementById('score').innerText !== {before!r}")
        assert page.evaluate("!document.getElementById('sound').paused")  # the page was not loaded again
        assert "heard it at 0:05" in article.inner_text()
        page.goto(f"/bonus?period={_month(house, worst)}")
        assert "heard it at 0:05" in page.locator("main").inner_text()


def _month(house: House, call_id: str) -> str:
    with house.store() as store:
        return (store.evaluations.scores(Filter(call_ids=(call_id,)))[0].local_day or "")[:7]


def test_keys_alone_are_enough(browser: Browser, address: str, house: House) -> None:
    with visitor(browser, address, "boss") as page:
        page.goto(f"/calls/{house.sounding}")
        page.keyboard.press("c")
        first = page.evaluate("document.activeElement.id")
        assert first.startswith("c-")
        page.keyboard.press("ArrowDown")
        second = page.evaluate("document.activeElement.id")
        assert second != first
        page.keyboard.press("y")
        page.wait_for_function(f"() => document.getElementById({second!r}).innerText.includes('Heard and confirmed')")
        assert page.evaluate("document.activeElement.id") == second
        page.keyboard.press("n")
        page.wait_for_function("() => !document.getElementById('sound').paused")
        page.keyboard.press("]")
        assert page.evaluate("document.getElementById('sound').playbackRate") == 1.25
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Space")
        page.wait_for_function("() => document.getElementById('sound').paused")
        page.keyboard.press(".")
        page.wait_for_url(lambda url: house.sounding not in url)


def test_dispute_and_uphold(browser: Browser, address: str, house: House) -> None:
    call_id, criterion = house.sounding, missed(house, house.sounding)
    with visitor(browser, address, "anna") as page:
        page.goto(f"/calls/{call_id}#c-{criterion}")
        article = page.locator(f"#c-{criterion}")
        article.get_by_text("Contest").click()
        article.get_by_label("Why").fill("I did ask")
        article.get_by_role("button", name="Send the dispute").click()
        assert "awaits a decision" in page.locator("#d-1").inner_text()
    with visitor(browser, address, "boss") as page:
        page.goto("/disputes")
        page.locator("#d-1").get_by_label("Why").fill("true, at 0:20")
        page.get_by_role("button", name="Uphold").click()
        assert "upheld" in page.locator("#d-1").inner_text()
    with visitor(browser, address, "anna") as page:
        page.goto("/disputes")
        assert "true, at 0:20" in page.locator("#d-1").inner_text()


def test_columns_are_chosen_with_the_mouse_and_stay_in_the_address(browser: Browser, address: str) -> None:
    with visitor(browser, address, "boss") as page:
        page.goto("/calls?sort=worst")
        page.get_by_text("Columns", exact=True).click()
        page.locator("input[name=col][value=client]").uncheck()
        page.wait_for_function("() => !document.querySelector('#calls thead').innerText.includes('Client')")
        assert "col=client" not in page.url
        assert "col=manager" in page.url
        assert "sort=worst" in page.url
        page.locator("input[name=col][value='c.greeting']").check()
        page.wait_for_url("**col=c.greeting**")
        shared = page.url
        page.goto(shared)
        heads = page.locator("#calls thead th").count()
        assert (
            page.locator("#calls tbody tr").first.locator("td").count() == heads == 9
        )  # the boxes, the call, six columns, one more
        page.locator("input[name=col][value=client]").check()
        page.locator("input[name=col][value='c.greeting']").uncheck()
        page.wait_for_url(lambda url: "col=" not in url)


def test_blind_calibration(browser: Browser, address: str) -> None:
    with visitor(browser, address, "boss") as page:
        page.goto("/calibration")
        page.get_by_label("Calls").fill("1")
        page.get_by_role("button", name="Draw a sample").click()
        page.get_by_text("Judge the next").click()
        assert page.locator(".evidence, .mark").count() == 0
        for group in page.locator("fieldset").all():
            group.locator("input").first.check()
        page.get_by_role("button", name="Keep, and on").click()
        assert "1 of 1 judged" in page.locator("main").inner_text()


def test_role_walls(browser: Browser, address: str, house: House) -> None:
    with visitor(browser, address, "anna") as page:
        answer = page.goto(f"/calls/{house.calls[house.managers[1]][0]}")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("nav").first.get_by_text("People").count() == 0
    with visitor(browser, address, "pay") as page:
        assert page.url.endswith("/bonus")
        answer = page.goto("/calls")
        assert answer is not None
        assert answer.status == 403


def test_a_script_for_a_name_and_a_missing_recording(browser: Browser, address: str, house: House) -> None:
    with visitor(browser, address, "boss") as page:
        page.goto(f"/calls/{house.scripted}")
        assert "<script>alert(" in page.locator(".facts").inner_text()
        page.goto(f"/calls/{house.gone}")
        page.locator(".at").first.click()
        page.locator("#sound-fault").wait_for(state="visible")


def test_the_second_of_two_at_once_is_told(browser: Browser, address: str, house: House) -> None:
    criterion = missed(house, house.sounding)
    with visitor(browser, address, "boss") as first, visitor(browser, address, "root") as second:
        for page in (first, second):
            page.goto(f"/calls/{house.sounding}")
            article = page.locator(f"#c-{criterion}")
            article.locator("summary").first.click()
            article.get_by_label("Outcome").select_option("met")
            article.get_by_label("Why").fill("mine")
        for page in (first, second):
            page.locator(f"#c-{criterion}").get_by_role("button", name="Override").click()
            page.wait_for_function(f"() => document.getElementById('c-{criterion}').querySelector('.history') !== null")
        assert second.locator(f"#c-{criterion} [role=alert]").count() == 1
        assert first.locator(f"#c-{criterion} [role=alert]").count() == 0


@pytest.mark.parametrize("width", [360, 640])
def test_on_a_phone_and_at_double_zoom_nothing_runs_off_the_page(
    browser: Browser, address: str, house: House, width: int
) -> None:
    with visitor(browser, address, "boss", width=width) as page:
        for path in ("/", "/calls", f"/calls/{house.sounding}", "/disputes", "/rules", "/bonus"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path


def test_without_a_script_people_still_override(browser: Browser, address: str, house: House) -> None:
    criterion = missed(house, house.sounding)
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("Login").fill("boss")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"/calls/{house.sounding}")
    article = page.locator(f"#c-{criterion}")
    article.locator("summary").first.click()
    article.get_by_label("Outcome").select_option("met")
    article.get_by_label("Why").fill("no script")
    article.get_by_role("button", name="Override").click()
    assert "no script" in page.locator(f"#c-{criterion}").inner_text()
    context.close()
