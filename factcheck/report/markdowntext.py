"""Texts that people wrote as Markdown that means nothing but them: no markup, no mention, no unsafe link."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from factcheck.report.wording import plain, safe_url

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")
_LINE_START = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")


def md(text: str) -> str:
    """The text as one line that means itself: no HTML, no Markdown, no table cell, no mention, no issue number."""
    escaped = _SPECIAL.sub(r"\\\1", html.escape(plain(text), quote=False))
    escaped = _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)
    return _harmless(escaped)


def inside_html(text: str) -> str:
    """The same inside an HTML element, where GitHub reads no Markdown."""
    return _harmless(html.escape(plain(text)))


def _harmless(text: str) -> str:
    """No mention of a person and no reference to an issue: a zero-width space follows ``@`` and ``#``.

    GitHub looks for mentions after it has decoded entities, so that escaping the sign alone does not help. The ``#``
    of an HTML entity (``&#x27;``) stays.
    """
    return re.sub(r"@|(?<!&)#", lambda sign: f"{sign[0]}&#8203;", text)


def code(text: str) -> str:
    """A code span, or escaped text where a code span could be left."""
    line = plain(text)
    return f"`{line}`" if re.fullmatch(r"[\w./:+@ -]+", line) else md(line)


def link(text: str, url: str) -> str:
    """A link, or the text alone where nobody may follow the address."""
    return f"[{md(text)}]({target(url)})" if safe_url(url) else md(text)


def target(url: str) -> str:
    """A checked URL that cannot leave the parentheses of a link or the cell of a table."""
    return html.escape(quote(safe_url(url), safe=":/?#@!$&+,;=%~-._"))
