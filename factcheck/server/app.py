"""The addresses of the review page: each parses a request, asks the desk, and renders the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from factcheck.datatypes import Choice
from factcheck.errors import FactcheckError, StoreError
from factcheck.language import say, speaking
from factcheck.report import wording
from factcheck.server import pages
from factcheck.server.desk import Desk, OutdatedError
from factcheck.server.guard import MAX_BODY, Guard
from factcheck.server.search import Search
from factcheck.server.selection import Selection, read_selection
from factcheck.server.view import View


def make_app(desk: Desk, port: int, token: str, lang: str = "en", *, once: str = "") -> ASGIApp:
    """The page of this desk as an ASGI app; it answers to ``127.0.0.1:port`` and to requests with the token only.

    The token ``once`` opens it a single time.
    Its texts are in the language ``lang``.
    """
    with speaking(lang):
        page = ReviewPage(desk)
    routes = [
        Route("/", page.whole),
        Route("/state", page.state),
        Route("/verdict/{index:int}", page.verdict),
        Route("/decide", page.decide, methods=["POST"]),
        Route("/undo", page.undo, methods=["POST"]),
        Route("/review.css", _asset(pages.style(), "text/css")),
        Route("/review.js", _asset(pages.script(), "text/javascript")),
    ]
    app = Starlette(routes=routes, exception_handlers={FactcheckError: _failed, HTTPException: _no_such_page})
    return Guard(_speaking(app, lang), port, token, once)


def _speaking(app: ASGIApp, lang: str) -> ASGIApp:
    """The same in a language; what it hands to threads takes the language along."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        with speaking(lang):
            await app(scope, receive, send)

    return answer


class ReviewPage:
    """What each address answers. Plain functions run in threads, so that a slow disk holds up nobody."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._search = ("", Search(desk.look().report))

    def whole(self, request: Request) -> Response:
        """The page with the list in the order asked for, and the verdict that the address names.

        Where it names none, the first that is still to review is shown, or else the first.
        """
        view = self._desk.look()
        selection = read_selection(request.query_params.multi_items())
        order = self._order(view, selection)
        asked = _number(request.query_params.get("v", ""), -1)
        still_open = [index for index in order if view.statuses[index].is_open]
        shown = asked if asked in view.scope else next(iter(still_open or order), None)
        return HTMLResponse(pages.render_page(view, selection, order, shown))

    def state(self, request: Request) -> Response:
        """What changed since the revision that the page knows, and the order of the list; nothing if nothing did."""
        view = self._desk.look()
        query = request.query_params
        known = _number(query.get("known", ""), 0)
        if known == view.revision and query.get("edition") == view.edition and query.get("poll"):
            return Response(status_code=204)
        is_same = query.get("edition") == view.edition
        changed = [index for index in view.scope if is_same and view.statuses[index].since > known]
        order = self._order(view, read_selection(query.multi_items()))
        return JSONResponse(
            {
                "revision": view.revision,
                "edition": view.edition,
                "order": order,
                "rows": {index: pages.render_row(view, index) for index in changed},
                "progress": pages.progress(view),
                "reviewers": pages.reviewers(view),
                "faults": pages.render_faults(view),
            }
        )

    def verdict(self, request: Request) -> Response:
        """One verdict with both sides, as a piece of the page."""
        view = self._desk.look()
        index = request.path_params["index"]
        if request.query_params.get("edition") != view.edition:
            raise OutdatedError(say("the report was written anew meanwhile — load the page again"))
        if index >= len(view.statuses):
            raise HTTPException(404)
        return HTMLResponse(pages.render_verdict(view, index))

    async def decide(self, request: Request) -> Response:
        """Keep a decision; the answer comes when it is on disk."""
        fields = await _fields(request, edition=str, index=int, seen=str, choice=str, note=str)
        if fields["choice"] not in [choice.value for choice in Choice]:
            raise HTTPException(400, f"{fields['choice'][:40]!r} is no decision")
        choice = Choice(fields.pop("choice"))
        entry = await run_in_threadpool(self._desk.decide, **fields, choice=choice)
        return JSONResponse({"entry": entry.id})

    async def undo(self, request: Request) -> Response:
        """Undo an own decision; the answer comes when that is on disk."""
        fields = await _fields(request, edition=str, index=int, entry=str)
        entry = await run_in_threadpool(self._desk.undo, fields["edition"], fields["index"], fields["entry"])
        return JSONResponse({"entry": entry.id})

    def _order(self, view: View, selection: Selection) -> list[int]:
        if self._search[0] != view.edition:
            self._search = (view.edition, Search(view.report))
        return selection.order(view, self._search[1])


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else default


async def _fields(request: Request, **kinds: type) -> dict[str, Any]:
    """The fields of a JSON body, each of its kind; nothing else may be in it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "a change is sent as application/json")
    try:
        fields = json.loads(await _body(request))
    except (ValueError, RecursionError):
        raise HTTPException(400, "this is no JSON") from None
    if not isinstance(fields, dict) or set(fields) != set(kinds):
        raise HTTPException(400, f"the fields are not {', '.join(kinds)}")
    for name, kind in kinds.items():
        if type(fields[name]) is not kind:
            raise HTTPException(400, f"{name} is no {'number' if kind is int else 'text'}")
    return fields


async def _body(request: Request) -> bytes:
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > MAX_BODY:
            raise HTTPException(413, f"more than {MAX_BODY:,} bytes")
    return bytes(parts)


def _failed(request: Request, error: Exception) -> Response:
    """What a person can mend, in plain words; nothing was saved."""
    status = 409 if isinstance(error, OutdatedError) else 500 if isinstance(error, StoreError) else 400
    return PlainTextResponse(wording.writable(str(error)), status_code=status)


def _no_such_page(request: Request, error: Exception) -> Response:
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    return PlainTextResponse(wording.writable(detail), status_code=status)


def _asset(data: bytes, kind: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return Response(data, media_type=kind)

    return answer
