"""Refuses every request that does not come from our own page, and tells browsers to allow this page nothing else.

The server listens on this machine only, but every web page that is open in a browser here can send requests to it. So a
request needs the Host of this server (a name that was made to point here is refused), an Origin of its own if it has
one, and the token that stands in the address that was opened; from then on a cookie holds it.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 262_144
"""Bytes of a request; a note of 10,000 characters takes at most 120,000 as JSON."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Sent with every answer."""


class Guard:
    """Lets through to the app what our own page asks for; everything else gets 403 and the reason."""

    def __init__(self, app: ASGIApp, port: int, token: str, once: str = "") -> None:
        """Take ``token``, and ``once`` a single time.

        A program that is started shows its arguments to every account of the machine, so the browser gets an address
        that is worth nothing when it was opened.
        """
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._token, self._once = token, once
        # Cookies do not know ports: two desks on one machine need two names.
        self._cookie = f"factcheck-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        is_once = _is_same(_named(scope), self._once)
        is_named = is_once or _is_same(_named(scope), self._token)
        sender = self._with_headers(send, self._cookie_line() if is_named else "")
        refused = self._refusal(scope, headers, is_named)
        if is_once and not refused:
            self._once = ""
        if refused:
            from starlette.responses import PlainTextResponse

            await PlainTextResponse(f"factcheck: {refused}\n", status_code=403)(scope, receive, sender)
        else:
            await self._app(scope, receive, sender)

    def _refusal(self, scope: Scope, headers: dict[str, str], is_named: bool) -> str:
        """Why the request is refused, or nothing."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts:
            return "this server answers to its own address only"
        if origin is not None and origin != f"http://{host}":
            return "requests from other sites are refused"
        if scope["method"] not in ("GET", "HEAD") and origin is None:
            return "a change needs the Origin header of this page"
        # The browser itself says where a request comes from; only a link may lead here from elsewhere.
        is_visit = scope["method"] == "GET" and headers.get("sec-fetch-mode", "navigate") == "navigate"
        if headers.get("sec-fetch-site", "none") in ("cross-site", "same-site") and not is_visit:
            return "requests from other sites are refused"
        if not (is_named or _is_same(self._kept(headers), self._token)):
            return "open the page with the whole link that “factcheck review” printed"
        return ""

    def _kept(self, headers: dict[str, str]) -> str:
        # Not http.cookies: it gives up at the first cookie it does not like, and those of other servers on this machine
        # are sent to every port.
        pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self._cookie), "")

    def _cookie_line(self) -> str:
        """The cookie to set when the page was opened with a token."""
        return f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"

    def _with_headers(self, send: Send, cookie: str) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {key.encode("latin-1"): value.encode("latin-1") for key, value in HEADERS.items()}
                kept = [(key, value) for key, value in message.get("headers", []) if key.lower() not in own]
                cookies = [(b"set-cookie", cookie.encode("latin-1"))] if cookie and message["status"] < 400 else []
                message = {**message, "headers": [*kept, *own.items(), *cookies]}
            await send(message)

        return sender


def _is_same(text: str, token: str) -> bool:
    """Whether the text is the token, in a time that tells nothing of it; there is no empty one."""
    return bool(token) and secrets.compare_digest(text.encode("utf-8", "replace"), token.encode("ascii"))


def _named(scope: Scope) -> str:
    """The token in the address."""
    text: str = scope["query_string"].decode("latin-1")
    try:
        query = parse_qs(text, max_num_fields=100)
    except ValueError:
        return ""
    return query.get("token", [""])[-1]
