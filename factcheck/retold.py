"""Sentences that stand in a record in English, told in the reader's language; what is none of them stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from factcheck.language import later, say, spoken
from factcheck.languages import renamed

_REFUSALS = (
    later("too long: %(number)s tokens with its evidence, at most %(limit)s can be read"),
    later(
        "the claim is in %(language)s, the verifier knows %(languages)s — name a multilingual model with the setting "
        "`verifier`, or give the claim another `lang` if it is not %(same)s"
    ),
)

_CHANGES = (
    later("The claim changed; it was “%(text)s”."),
    later("The claim's context or reference date changed."),
    later("Newly read: %(ids)s and %(number)s more."),
    later("Newly read: %(ids)s."),
    later("No longer read: %(ids)s and %(number)s more."),
    later("No longer read: %(ids)s."),
    later("Evidence changed: %(ids)s and %(number)s more."),
    later("Evidence changed: %(ids)s."),
    later("The evidence changed."),
    later("The verdict was %(before)s, now %(now)s."),
)
"""What ``factcheck.review`` says of a decision that is out of date."""

_ARITHMETIC = (
    later("nothing to compare %(claim)s with"),
    later("%(evidence)s does not decide %(claim)s"),
    later("%(first)s to %(last)s is %(number)s years%(rest)s"),
    later("%(first)s to %(last)s is %(number)s days%(rest)s"),
    later("%(first)s to %(last)s is 1 day%(rest)s"),
    later("%(part)s of %(whole)s is %(number)s %%%(rest)s"),
    later("%(rate)s of %(amount)s is %(number)s%(rest)s"),
    later("%(rate)s × %(amount)s is %(number)s%(rest)s"),
    later("%(evidence)s is not more than %(claim)s"),
    later("%(evidence)s is not at least %(claim)s"),
    later("%(evidence)s is not less than %(claim)s"),
    later("%(evidence)s is not fewer than %(claim)s"),
    later("%(evidence)s is not at most %(claim)s"),
    later("%(evidence)s does not lie in the %(claim)s"),
    later("%(evidence)s does not lie in %(claim)s"),
    later("%(evidence)s lies in the %(claim)s"),
    later("%(evidence)s lies in %(claim)s"),
    later("%(evidence)s fits %(claim)s"),
    later("%(evidence)s excludes %(claim)s"),
    later("%(comparison)s (±%(number)s%(unit)s stated precision)"),
    later("%(evidence)s is not %(claim)s"),
    later("%(evidence)s is %(claim)s"),
)
"""What ``factcheck.quantities`` says of two numbers; the rest are signs. The first that fits counts."""

_ENDINGS = (later(", fits %(claim)s"),)

_LONGEST = 1000
"""Characters from which on a sentence is not ours: a pattern with several gaps would take long for it."""

_PARTS = {"rest": ".*", "unit": ".*?", "number": r"[\d.,]*\d"}
"""What may stand for a part; of any other it is what there is of it at least."""
_TERMS_WITHIN = ("before", "now")
_DECIMALS = ("number",)
_SWAPPED = str.maketrans(".,", ",.")
_LANGUAGES = ("language", "languages", "same")


def retold_refusal(sentence: str) -> str:
    """Why a claim is unchecked."""
    return _retold(sentence, _REFUSALS)


def retold_change(sentence: str) -> str:
    """What changed since a decision."""
    return _retold(sentence, _CHANGES)


def retold_arithmetic(line: str) -> str:
    """The comparison of two numbers; the numbers are quoted from the texts and stay as those write them."""
    return _retold(line, _ARITHMETIC)


def _retold(sentence: str, messages: Sequence[str]) -> str:
    if spoken() == "en" or len(sentence) > _LONGEST:
        return sentence
    for message in messages:
        if found := _form(message).fullmatch(sentence):
            return say(message, **{name: _part(name, text) for name, text in found.groupdict().items()})
    return sentence


def _part(name: str, text: str) -> str:
    """A part of the sentence: labels and languages in the reader's words, our own numbers with the reader's comma."""
    if name == "rest":
        return _retold(text, _ENDINGS)
    if name in _TERMS_WITHIN:
        return re.sub(r"[a-z-]+", lambda word: say(word[0]), text)
    if name in _LANGUAGES:
        return renamed(text)
    return text.translate(_SWAPPED) if name in _DECIMALS else text


@cache
def _form(message: str) -> re.Pattern[str]:
    """The message as a pattern that finds what its placeholders stand for."""
    parts = re.split(r"%\((\w+)\)s", message)
    fixed = [re.escape(part.replace("%%", "%")) for part in parts]
    fixed[1::2] = [f"(?P<{name}>{_PARTS.get(name, '.+?')})" for name in parts[1::2]]
    return re.compile("".join(fixed), re.DOTALL)
