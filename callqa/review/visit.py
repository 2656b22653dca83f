"""One request: who asks, in which language, with which words; and how an answer is made of it."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from callqa.errors import CallqaError
from callqa.paying.contesting import DisputeLateError
from callqa.review.errors import ForbiddenError, ForgedError, NotHereError, ReviewError, TooLargeError
from callqa.review.people import Permission, Person, local_person, person_of
from callqa.review.site import IDLE, LONGEST, Site
from callqa.review.templating import render
from callqa.store import CallRow, Store
from callqa.store.errors import CallUnknownError, DisputeDecidedError, DisputeUnknownError, OvertakenError, SampleUnknownError
from callqa.texts import LANGUAGES, Language, message

SESSION_COOKIE = "callqa_session"
LANGUAGE_COOKIE = "callqa_lang"

LARGEST_FORM_BYTES = 256 * 1024
"""The largest form is a bulk correction of some hundred calls."""

_STATUS: tuple[tuple[type[CallqaError], int], ...] = (
    (OvertakenError, 409),
    (DisputeDecidedError, 409),
    (DisputeLateError, 409),
    (CallUnknownError, 404),
    (SampleUnknownError, 404),
    (DisputeUnknownError, 404),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request that may be answered.

    Attributes:
        form: Fields of a POST, each with all its values.
        csrf: The word that every form of the answer carries.
    """

    request: Request
    site: Site
    store: Store
    person: Person
    language: Language
    csrf: str
    form: Mapping[str, tuple[str, ...]]

    def field(self, name: str, default: str = "") -> str:
        """Read one field of the form, without blanks around."""
        values = self.form.get(name, ())
        return values[-1].strip() if values else default

    def asked(self, name: str, default: str = "") -> str:
        """Read one word of the address."""
        return (self.request.query_params.get(name) or default).strip()

    def path(self, name: str) -> str:
        """Read a part of the path."""
        return str(self.request.path_params[name])

    @property
    def is_partial(self) -> bool:
        """The page asks for a part of itself."""
        return self.request.headers.get("hx-request") == "true"

    def call(self, name: str = "call") -> CallRow:
        """Find the call that the path names.

        Raises:
            NotHereError: There is none, or it lies outside the person's wall.
        """
        call = self.store.calls.get(self.path(name))
        if call is None or not self.person.sees(call):
            raise NotHereError
        return call

    def page(self, template: str, *, status: int = 200, values: Mapping[str, object] | None = None, **more: object) -> Response:
        """Answer with a page; the template may use ``values``, ``more`` and what every page has."""
        filled = {**self.values(), **(values or {}), **more}
        return render(template, filled, language=self.language, zone=self.site.zone, status=status)

    def values(self) -> dict[str, object]:
        """What every template may use."""
        return {
            "person": self.person,
            "P": Permission,
            "csrf": self.csrf,
            "here": self.request.url.path,
            "query": self.request.url.query,
            "managers": self.site.managers(),
        }

    def back(self, path: str) -> Response:
        """Send the browser on after a form."""
        return RedirectResponse(path, status_code=303)


Handler = Callable[[Visit], Response]


def route(
    path: str, handler: Handler, permission: Permission, *, methods: Sequence[str] = ("GET",), name: str | None = None
) -> Route:
    """Make a route whose handler runs in a thread, with a store of its own, for people who may."""

    async def endpoint(request: Request) -> Response:
        form = await _form(request)
        return await run_in_threadpool(_answer, request, form, handler, permission)

    endpoint.permission = permission  # type: ignore[attr-defined] # tests walk every route with every role
    return Route(path, endpoint, methods=list(methods), name=name or f"{handler.__module__}.{handler.__name__}")


def language_of(request: Request, site: Site) -> Language:
    """The reader's language: as chosen, else the project's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return next((known for known in LANGUAGES if known == chosen), site.language)


def check_origin(request: Request) -> None:
    """Refuse a form that another site sent.

    Raises:
        ForgedError: The browser says that it came from elsewhere.
    """
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForgedError
    if origin == "null" or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForgedError


async def _form(request: Request) -> Mapping[str, tuple[str, ...]] | None:
    """Read a form; ``None`` where it is too large."""
    if request.method != "POST":
        return {}
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_FORM_BYTES:
        return None
    form = await request.form(max_files=0, max_fields=5_000)
    return {name: tuple(str(value) for value in form.getlist(name)) for name in form}


def _answer(request: Request, form: Mapping[str, tuple[str, ...]] | None, handler: Handler, permission: Permission) -> Response:
    site: Site = request.app.state.site
    with site.stores.lend() as store:
        found = _person(request, site, store)
        if found is None:
            return _login_first(request)
        person, csrf = found
        visit = Visit(
            request=request,
            site=site,
            store=store,
            person=person,
            language=language_of(request, site),
            csrf=csrf,
            form=form or {},
        )
        try:
            _check(visit, form, permission)
            return handler(visit)
        except CallqaError as error:
            return refusal(visit, error)


def _check(visit: Visit, form: Mapping[str, tuple[str, ...]] | None, permission: Permission) -> None:
    if form is None:
        raise TooLargeError
    if not visit.person.may(permission):
        visit.store.accounts.note(visit.person.login, visit.person.role, "refused", detail=permission)
        raise ForbiddenError
    if visit.request.method == "POST":
        check_origin(visit.request)
        if not hmac.compare_digest(visit.field("csrf").encode(), visit.csrf.encode()):
            raise ForgedError


def _person(request: Request, site: Site, store: Store) -> tuple[Person, str] | None:
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        session = store.accounts.session(token, idle=IDLE, longest=LONGEST)
        if session is not None:
            return person_of(session.user), session.csrf
    if not store.accounts.has_any():
        return local_person(site.local_name), site.local_csrf
    return None


def _login_first(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": "review-login-needed"}, status_code=401)
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    wanted = f"/login?next={quote(target, safe='')}" if request.method == "GET" and target != "/" else "/login"
    return RedirectResponse(wanted, status_code=303)


def refusal(visit: Visit, error: CallqaError) -> Response:
    """Say why a page cannot be shown."""
    status = status_of(error)
    if visit.request.url.path.startswith("/api/"):
        return JSONResponse({"error": error.slug, "message": message(error, visit.language)}, status_code=status)
    template = "_refusal.html" if visit.is_partial else "refusal.html"
    return visit.page(template, status=status, sentence=message(error, visit.language), status_code=status)


def status_of(error: CallqaError) -> int:
    """Choose the HTTP status of an error."""
    if isinstance(error, ReviewError):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
