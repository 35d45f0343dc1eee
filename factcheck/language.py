"""The texts of the interface in the reader's language: English as the code has it, others from a catalogue.

A message is the English text, its placeholders written ``%(name)s``. The language is that of the running context, so
that a server may speak one and write its record in English.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from factcheck.errors import SettingsError

LANGUAGES = ("en", "de")
"""What reports can be written in; every one but English has a catalogue in ``data/language``."""

_GROUPS = {"en": ",", "de": "."}
"""What stands between thousands."""

_POINTS = {"en": ".", "de": ","}
"""What stands before decimals."""

_spoken: ContextVar[str] = ContextVar("ui_lang", default="en")


def check_language(lang: str) -> None:
    """Raises ``SettingsError`` for a language that has no catalogue."""
    if lang not in LANGUAGES:
        raise SettingsError(f"ui_lang: {lang} is not part of this version — write one of {', '.join(LANGUAGES)}")


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Within it all texts are in this language. Raises ``SettingsError`` as ``check_language`` does."""
    check_language(lang)
    before = _spoken.set(lang)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language of the running context, ``en`` unless it is said otherwise."""
    return _spoken.get()


def say(message: str, **values: object) -> str:
    """The message in the reader's language, its placeholders filled."""
    return unfilled(message) % values


def plural(number: int, one: str, many: str, **values: object) -> str:
    """The form of the message that goes with the number, which fills ``%(number)s``; its placeholders filled."""
    said = _messages(spoken()).ngettext(one, many, number)
    return said % {"number": grouped(number), **values}


def unfilled(message: str) -> str:
    """The message in the reader's language with its placeholders, for whoever fills them later."""
    return _messages(spoken()).gettext(message)


def unfilled_plural(one: str, many: str) -> tuple[str, str]:
    """Both forms of the message, for one and for several, with their placeholders."""
    return unfilled_form(one, many, 1), unfilled_form(one, many, 2)


def unfilled_form(one: str, many: str, number: int) -> str:
    """The form of the message that goes with the number, with its placeholders."""
    return _messages(spoken()).ngettext(one, many, number)


def later(message: str) -> str:
    """The message as it is: marks what is said later, so that it is known to need a translation."""
    return message


def later_plural(one: str, many: str) -> tuple[str, str]:
    """The same of a message with a form for one and a form for several."""
    return one, many


def grouped(number: int) -> str:
    """A whole number with its thousands apart: ``1,200``, in German ``1.200``."""
    return f"{number:,}".replace(",", _GROUPS[spoken()])


def decimal(number: float) -> str:
    """A number with its decimals, three digits at most: ``0.6``, in German ``0,6``."""
    return f"{number:.3g}".replace(".", _POINTS[spoken()])


@cache
def _messages(lang: str) -> gettext.NullTranslations:
    if lang == "en":
        return gettext.NullTranslations()
    import polib

    text = files("factcheck").joinpath("data", "language", f"{lang}.po").read_text(encoding="utf-8")
    return gettext.GNUTranslations(io.BytesIO(polib.pofile(text).to_binary()))
