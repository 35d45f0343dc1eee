"""Talks to a running review server as the script of its page does, without a browser."""

from __future__ import annotations

import http.client
import json
import re
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 30.0


class Visitor:
    """One window: opened by the address that the command printed, with the cookie from then on."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._line = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_SECONDS)
        self._cookie = ""
        self.page = self._ask("GET", f"/?{parts.query}")
        [self.edition] = re.findall(r'data-edition="([^"]*)"', self.page)

    def decide(self, index: int, choice: str, note: str = "") -> str:
        """The id of the entry that the server called saved.

        Raises:
            OSError, http.client.HTTPException: the server is gone, or refused; nothing was called saved.
        """
        verdict = self._ask("GET", f"/verdict/{index}?edition={self.edition}")
        [seen] = re.findall(r'data-seen="([^"]*)"', verdict)
        fields = {"edition": self.edition, "index": index, "seen": seen, "choice": choice, "note": note}
        entry: str = json.loads(self._ask("POST", "/decide", json.dumps(fields)))["entry"]
        return entry

    def state(self) -> dict[str, Any]:
        """What the page shows now beside the verdict: progress, faults, rows and their order."""
        state: dict[str, Any] = json.loads(self._ask("GET", f"/state?edition={self.edition}&known=0"))
        return state

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if body is not None:
            headers |= {"Origin": self._origin, "Content-Type": "application/json"}
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode("utf-8")
        if answer.status != http.client.OK:
            raise http.client.HTTPException(f"{method} {path}: {answer.status} {text}")
        self._cookie = (answer.getheader("set-cookie") or self._cookie).partition(";")[0]
        return text
