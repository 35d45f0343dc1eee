"""The types of the values that people write: one-line texts, passages, ids, days, addresses, languages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

MAX_ID = 200
"""Characters in an id; longer ones break tables, file names and anchors in reports."""

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no report format can hold (XML 1.0, section 2.2) or that cannot be written as UTF-8."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def single_line(text: str) -> str:
    """The text stripped, with inner line breaks turned into one space; other whitespace stays as written."""
    return " ".join(part for line in text.splitlines() if (part := line.strip()))


def reject(message: str, remedy: str = "") -> PydanticCustomError:
    """An error for a validator to raise; the braces keep pydantic from reading ``message`` as a template."""
    return PydanticCustomError("factcheck", "{message}", {"message": message, "remedy": remedy})


def _fit(text: str) -> str:
    bad = UNFIT.search(text)
    if bad:
        code = ord(bad.group())
        if 0xDC80 <= code <= 0xDCFF:  # a byte that was kept aside while decoding
            raise reject(f"not UTF-8 (byte 0x{code - 0xDC00:02x})", "save the file as UTF-8")
        raise reject(f"holds the control character U+{code:04X}", "remove it")
    return text


def _one_line(text: str) -> str:
    return single_line(_fit(text))


def _passage(text: str) -> str:
    text = _one_line(text)
    if not text:
        raise reject("is blank", "write a sentence")
    if not any(ch.isalnum() for ch in text):
        raise reject("holds no word", "write a sentence")
    return text


def _id_text(value: object) -> object:
    # JSON writes ids as numbers too; YAML text is verbatim already, so 001 stays 001.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _id(text: str) -> str:
    text = _fit(text).strip()
    if not text:
        raise reject("is blank", "leave the key out to have an id derived")
    if len(text) > MAX_ID or not text.isprintable():
        raise reject(f"must be one line of at most {MAX_ID} printable characters", "write a short name")
    return text


def _day(value: object) -> object:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
        raise reject("is no date", "write YYYY-MM-DD, for example 2025-09-11")
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError:
        raise reject("is no day of the calendar", "write YYYY-MM-DD, for example 2025-09-11") from None


def _url(text: str) -> str:
    text = _fit(text).strip()
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        good = False
    if text and not good:
        raise reject("is no web address", "start it with https://")
    return text


def _lang(text: str) -> str:
    text = text.strip()
    if text and not _LANG.fullmatch(text):
        raise reject("is no language code", "write a code such as en, de or pt-BR")
    return text


Line = Annotated[str, AfterValidator(_one_line)]
"""Text on one line; may be empty."""

Verbatim = Annotated[str, AfterValidator(_fit)]
"""Text kept exactly as written."""

Passage = Annotated[str, AfterValidator(_passage), Field(min_length=1)]
"""Text on one line that holds at least one letter or digit."""

Id = Annotated[
    str, BeforeValidator(_id_text), AfterValidator(_id), Field(min_length=1, json_schema_extra={"maxLength": MAX_ID})
]
"""A name on one line, at most ``MAX_ID`` printable characters; a JSON number is taken as its digits."""

Day = Annotated[dt.date, BeforeValidator(_day)]
"""A day written YYYY-MM-DD."""

Url = Annotated[
    str, AfterValidator(_url), Field(json_schema_extra={"pattern": r"^\s*([hH][tT][tT][pP][sS]?://\S+)?\s*$"})
]
"""An http or https address, or empty."""

Lang = Annotated[str, AfterValidator(_lang), Field(json_schema_extra={"pattern": rf"^\s*({_LANG.pattern})?\s*$"})]
"""A language code such as ``en`` or ``pt-BR``, or empty."""
