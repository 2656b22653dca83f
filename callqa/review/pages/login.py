"""Log in, log out, choose the language."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from callqa.errors import CallqaError
from callqa.review.errors import ForgedError
from callqa.review.passwords import is_right
from callqa.review.site import LONGEST, Site
from callqa.review.templating import render
from callqa.review.visit import LANGUAGE_COOKIE, SESSION_COOKIE, Visit, check_origin, language_of
from callqa.store import Store
from callqa.texts import LANGUAGES, message, text

FORM_COOKIE = "callqa_form"
"""Holds the word that the log-in form repeats, before there is a session."""

SLOWED_WITHIN = timedelta(minutes=15)
"""How far back failed log-ins slow the next one."""

FAILURES_OF_LOGIN = 5
FAILURES_OF_ADDRESS = 30
"""Failures after which a login, or an address, has to wait (OWASP: slow guessing without locking people out for good)."""


async def login_page(request: Request) -> Response:
    """Show the form, or take it."""
    site: Site = request.app.state.site
    if request.method == "GET":
        return await run_in_threadpool(_shown, request, site, None, 200)
    form = await request.form(max_files=0, max_fields=10)
    fields = {name: str(value) for name, value in form.items()}
    return await run_in_threadpool(_taken, request, site, fields)


def _shown(request: Request, site: Site, refused: str | None, status: int) -> Response:
    with site.stores.lend() as store:
        if not store.accounts.has_any():
            return RedirectResponse("/", status_code=303)
    language = language_of(request, site)
    word = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)
    values = {"csrf": word, "next": _inside(request.query_params.get("next")), "refused": refused, "here": "/login", "query": ""}
    answer = render("login.html", values, language=language, zone=site.zone, status=status)
    _set(answer, FORM_COOKIE, word, site, seconds=3600)
    return answer


def _taken(request: Request, site: Site, fields: dict[str, str]) -> Response:
    language = language_of(request, site)
    login, password = fields.get("login", "").strip()[:100], fields.get("password", "")
    address = request.client.host if request.client else ""
    try:
        check_origin(request)
        word = request.cookies.get(FORM_COOKIE, "")
        if not word or not hmac.compare_digest(word.encode(), fields.get("csrf", "").encode()):
            raise ForgedError
    except CallqaError as error:
        return _shown(request, site, message(error, language), 403)
    with site.stores.lend() as store:
        if not _is_let_try(store, login, address):
            return _shown(request, site, text("review-login-slowed", language), 429)
        user = store.accounts.find(login)
        if not is_right(password, user.password if user and user.is_active else None) or user is None:
            store.accounts.note(login, "-", "login-failed", detail=address)
            return _shown(request, site, text("review-login-wrong", language), 401)
        store.accounts.forgive(user.login)
        token, _ = store.accounts.begin(user.login)
        store.accounts.note(user.login, user.role, "login", detail=address)
    answer = RedirectResponse(_inside(fields.get("next")), status_code=303)
    _set(answer, SESSION_COOKIE, token, site, seconds=int(LONGEST.total_seconds()))
    answer.delete_cookie(FORM_COOKIE, path="/")
    return answer


def _is_let_try(store: Store, login: str, address: str) -> bool:
    """Count the attempt as failed before the password is looked at: guesses sent all at once are slowed, too."""
    with store.atomic():
        of_login = store.accounts.failures(login=login, within=SLOWED_WITHIN)
        of_address = store.accounts.failures(address=address, within=SLOWED_WITHIN)
        if of_login >= FAILURES_OF_LOGIN or of_address >= FAILURES_OF_ADDRESS:
            return False
        store.accounts.fail(login, address)
    return True


def logout(visit: Visit) -> Response:
    """End the session."""
    visit.store.accounts.end(visit.request.cookies.get(SESSION_COOKIE, ""))
    visit.store.accounts.note(visit.person.login, visit.person.role, "logout")
    answer = RedirectResponse("/", status_code=303)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


async def choose_language(request: Request) -> Response:
    """Keep the reader's language; harmless, so it needs no form."""
    site: Site = request.app.state.site
    answer = RedirectResponse(_inside(request.query_params.get("next")), status_code=303)
    chosen = request.path_params["language"]
    if chosen in LANGUAGES:
        _set(answer, LANGUAGE_COOKIE, chosen, site, seconds=365 * 24 * 3600)
    return answer


def _inside(target: str | None) -> str:
    """Allow only addresses of ours to go on to."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or any(mark < " " for mark in target):
        return "/"
    return target


def _set(answer: Response, name: str, value: str, site: Site, *, seconds: int) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=site.is_behind_tls)
