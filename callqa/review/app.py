"""The application: every address, who may ask for it, and what guards them all."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from callqa.review.guards import Guard
from callqa.review.pages import (
    accounts,
    alerts,
    api,
    bonus,
    calibration,
    call,
    calls,
    correcting,
    disputes,
    login,
    rules,
    sound,
    today,
)
from callqa.review.people import Permission
from callqa.review.site import Site
from callqa.review.visit import language_of, route
from callqa.texts import text

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
        middleware=[
            Middleware(Guard, hosts=site.hosts, is_behind_tls=site.is_behind_tls),
            Middleware(ServerErrorMiddleware, handler=_broken),  # inside the guard: its answers carry the headers too
        ],
        exception_handlers={404: _not_found, 405: _not_found},
    )
    app.state.site = site
    return app


def routes() -> list[BaseRoute]:
    """List every address; the order matters where a call id may hold a slash."""
    may, post = Permission, ("POST",)
    return [
        Mount("/static", _Kept(directory=STATIC), name="static"),
        Route("/login", login.login_page, methods=["GET", "POST"]),
        Route("/language/{language}", login.choose_language),
        route("/logout", login.logout, may.NONE, methods=post),
        route("/", today.today, may.NONE),
        route("/calls", calls.calls_page, may.CALLS),
        route("/calls.{suffix}", calls.calls_file, may.CALLS),
        route("/calls/correct", correcting.correct, may.CORRECT, methods=post),
        route("/excluded", correcting.excluded_page, may.CORRECT),
        route("/calls/{call:path}/sound.wav", sound.sound, may.HEAR),
        route("/calls/{call:path}/clip.wav", sound.clip, may.HEAR),
        route("/calls/{call:path}/waveform.svg", sound.waveform_picture, may.HEAR),
        route("/calls/{call:path}/judge", call.judge, may.JUDGE, methods=post),
        route("/calls/{call:path}/comment", call.comment, may.COMMENT, methods=post),
        route("/calls/{call:path}/dispute", disputes.open_dispute, may.DISPUTE, methods=post),
        route("/calls/{call:path}", call.call_page, may.CALLS),
        route("/disputes", disputes.disputes_page, may.CALLS),
        route("/disputes/{key}/decide", disputes.decide, may.DECIDE, methods=post),
        route("/disputes/{key}/withdraw", disputes.withdraw, may.DISPUTE, methods=post),
        route("/calibration", calibration.calibration_page, may.CALIBRATE),
        route("/calibration", calibration.draw, may.CALIBRATE, methods=post),
        route("/calibration/{key}", calibration.sample_page, may.CALIBRATE),
        route("/calibration/{key}/{call:path}", calibration.blind_page, may.CALIBRATE),
        route("/calibration/{key}/{call:path}", calibration.judge_blind, may.CALIBRATE, methods=post),
        route("/rules", rules.rules_page, may.RULES),
        route("/rules/{name:path}/effect", rules.effect_page, may.DRAFT),
        route("/bonus", bonus.bonus_page, may.BONUS),
        route("/bonus/{period}/submit", bonus.submit_month, may.SUBMIT, methods=post),
        route("/bonus/{period}/close", bonus.close_month, may.CLOSE, methods=post),
        route("/bonus/{period}/export/{form}", bonus.export_month, may.CLOSE, methods=post),
        route("/bonus/{period}/{manager:path}/statement", bonus.statement_page, may.BONUS),
        route("/bonus/{period}/{manager:path}/trace", bonus.trace_shown, may.BONUS),
        route("/alerts", alerts.alerts_page, may.ALERTS),
        route("/accounts", accounts.accounts_page, may.ACCOUNTS),
        route("/api/me", api.api_me, may.NONE),
        route("/api/schema", api.api_schema, may.NONE),
        route("/api/calls", api.api_calls, may.CALLS),
        route("/api/calls/{call:path}", api.api_call, may.CALLS),
        route("/api/sums/{group}", api.api_sums, may.CALLS),
    ]


async def _not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    if request.method == "GET" and request.url.path.endswith("/") and request.url.path != "/":
        return RedirectResponse(request.url.path.rstrip("/") or "/", status_code=307)
    return PlainTextResponse("callqa: 404", status_code=404)


async def _broken(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    """Say that something went wrong inside, in the reader's language; what it was goes to the server's own log only."""
    site: Site = request.app.state.site
    sentence = text("review-broken", language_of(request, site))
    return PlainTextResponse(f"callqa: {sentence}", status_code=500)
