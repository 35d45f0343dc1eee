"""What files say about themselves, in the form that an article has: titles, days, addresses, languages."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from factcheck.documents.builder import clean

_LANG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MONTHS = (
    *("january januar jänner", "february februar", "march märz", "april", "may mai", "june juni", "july juli"),
    *("august", "september", "october oktober", "november", "december dezember"),
)
_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d\d:\d\d\S*)?"),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})\.?\s(?P<m>[^\W\d]{3,})\.?\s(?P<y>\d{4})"),
    re.compile(r"(?P<m>[^\W\d]{3,})\.?\s(?P<d>\d{1,2}),?\s(?P<y>\d{4})"),
)

_TIME = re.compile(r",?\s\d{1,2}[:.]\d\d(?::\d\d)?(?:\s(?:Uhr|[ap]m))?$", re.IGNORECASE)


def one_line(value: object) -> str:
    """The value as clean text on one line; "" for None."""
    return " ".join(clean(str(value)).split()) if value is not None else ""


def day(text: str) -> dt.date | None:
    """The day that the whole text writes, in ISO, German or English form; None where it writes anything else.

    Days such as 11/9/2025 stay unread, because half the world means another day by them.
    """
    for form in _DAYS:
        if found := form.fullmatch(_TIME.sub("", text.strip())):
            try:
                return dt.date(int(found["y"]), _month(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def _month(text: str) -> int:
    """The number of a month that is written as a number, a name or the beginning of one; 0 for anything else."""
    if text.isdigit():
        return int(text)
    begins = text.lower()
    months = enumerate(_MONTHS, 1)
    return next((number for number, names in months for name in names.split() if name.startswith(begins)), 0)


def web_address(text: str | None) -> str:
    """The address if it is a whole http or https one, else ""."""
    text = one_line(text)
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        good = False
    return text if good else ""


def lang_code(text: str | None) -> str:
    """The language code, such as ``de`` or ``pt-BR``, if it is one, else ""; ``de_DE`` and ``de_DE.UTF-8`` are too."""
    code = one_line(text).partition(".")[0].replace("_", "-")
    return code if _LANG.fullmatch(code) else ""
