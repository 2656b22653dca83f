"""The application: every address, who may ask for it, and what guards them all."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from callqa.review.guards import Guard
from callqa.review.pages import call, calls, login, sound
from callqa.review.people import Permission
from callqa.review.site import Site
from callqa.review.visit import route

STATIC = Path(__file__).parent / "static"


class _Kept(StaticFiles):
    """Files that the browser keeps: their address holds callqa's version."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if answer.status_code == 200:  # noqa: PLR2004 - HTTP
            answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


def make_app(site: Site) -> Starlette:
    """Build the application over a site."""
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Guard, hosts=site.hosts, is_behind_tls=site.is_behind_tls)],
        exception_handlers={404: _not_found, 405: _not_found},
    )
    app.state.site = site
    return app


def routes() -> list[BaseRoute]:
    """List every address; the order matters where a call id may hold a slash."""
    return [
        Mount("/static", _Kept(directory=STATIC), name="static"),
        Route("/login", login.login_page, methods=["GET", "POST"]),
        Route("/language/{language}", login.choose_language),
        route("/logout", login.logout, Permission.NONE, methods=("POST",)),
        route("/", calls.calls_page, Permission.CALLS),
        route("/calls", calls.calls_page, Permission.CALLS),
        route("/calls.{suffix}", calls.calls_file, Permission.CALLS),
        route("/calls/{call:path}/sound.wav", sound.sound, Permission.HEAR),
        route("/calls/{call:path}/clip.wav", sound.clip, Permission.HEAR),
        route("/calls/{call:path}/waveform.svg", sound.waveform_picture, Permission.HEAR),
        route("/calls/{call:path}/judge", call.judge, Permission.JUDGE, methods=("POST",)),
        route("/calls/{call:path}/comment", call.comment, Permission.COMMENT, methods=("POST",)),
        route("/calls/{call:path}", call.call_page, Permission.CALLS),
    ]


async def _not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    if request.method == "GET" and request.url.path.endswith("/") and request.url.path != "/":
        return RedirectResponse(request.url.path.rstrip("/") or "/", status_code=307)
    return PlainTextResponse("callqa: 404", status_code=404)
