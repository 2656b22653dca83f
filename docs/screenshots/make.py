"""Make the pictures of the review pages from the example project, in a real browser.

python docs/screenshots/make.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

PAGES = (
    ("today", "/?since=2026-09-01&until=2026-10-31"),
    ("calls", "/calls?sort=worst&with=criteria"),
    ("bonus", "/bonus"),
    ("rules", "/rules"),
)


def main() -> None:
    """Serve a copy of the example, look at it, and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(ROOT / "examples" / "payroll", project)
        options = ["--port", "0", "--lang", "en", "--as", "Olga", "--project", str(project)]
        command = [sys.executable, "-m", "callqa", "review", *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as server:
            try:
                _take(_address(server))
            finally:
                server.terminate()


def _address(server: subprocess.Popen[str]) -> str:
    for line in server.stderr or ():
        found = re.search(r"http://\S+:\d+", line)
        if found:
            return found[0]
    raise SystemExit("the server did not start")


def _take(address: str) -> None:
    with sync_playwright() as run:
        browser = run.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=address)
        for name, path in PAGES:
            _keep(page, name, path)
        page.goto("/calls?sort=best")
        _keep(page, "call", page.locator("#calls tbody a").first.get_attribute("href") or "/")
        page.set_viewport_size({"width": 390, "height": 844})
        _keep(page, "phone", page.url)
        browser.close()


def _keep(page: Page, name: str, path: str) -> None:
    page.goto(path)
    page.wait_for_timeout(400)
    page.screenshot(path=Path(__file__).with_name(f"{name}.png"))


if __name__ == "__main__":
    main()
