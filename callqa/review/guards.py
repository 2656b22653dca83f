"""Headers that every answer carries, and names that the pages may be asked for by."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "media-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Content-security policy: nothing inline, nothing from elsewhere."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Adds the headers, keeps answers out of caches, and refuses foreign host names (DNS rebinding)."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], *, is_behind_tls: bool) -> None:
        self._app = app
        self._hosts = hosts
        self._headers = HEADERS | ({"strict-transport-security": "max-age=31536000"} if is_behind_tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        if not self._is_known(Headers(scope=scope).get("host", "")):
            await PlainTextResponse("callqa: unknown host name", status_code=421)(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)

    def _is_known(self, host: str) -> bool:
        if not self._hosts:
            return True
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return name.strip("[]").lower() in self._hosts
