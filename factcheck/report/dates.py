"""Days and times as the reader's language writes them, whatever the locale."""

from __future__ import annotations

import datetime as dt

from factcheck.language import later, say, spoken

_MONTHS = (
    *(later("January"), later("February"), later("March"), later("April"), later("May"), later("June")),
    *(later("July"), later("August"), later("September"), later("October"), later("November"), later("December")),
)


def day(date: dt.date | None) -> str:
    """A date as ``2025-08-11``, in German as ``11. August 2025``, or ``undated``."""
    if date is None:
        return say("undated")
    return date.isoformat() if spoken() == "en" else long_day(date)


def long_day(date: dt.date) -> str:
    """A date as ``11 August 2025``, in German as ``11. August 2025``, whatever the locale."""
    return say("%(day)s %(month)s %(year)s", day=date.day, month=say(_MONTHS[date.month - 1]), year=date.year)


def moment(when: dt.datetime) -> str:
    """A time as ``2025-09-12 10:30 UTC``; a time without zone is shown without one."""
    if when.tzinfo is None:
        return say("%(day)s %(time)s", day=day(when.date()), time=f"{when:%H:%M}")
    utc = when.astimezone(dt.UTC)
    return say("%(day)s %(time)s UTC", day=day(utc.date()), time=f"{utc:%H:%M}")
