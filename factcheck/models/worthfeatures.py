"""What a sentence shows on its surface: the features beside the embedding from which check-worthiness is told.

Figures, questions, persons, modal words and the like as one row of numbers, and the sentence's words and pairs of words
as numbers of a fixed table, so that no vocabulary has to be shipped and no text of the training data is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE = 1 << 16
"""Rows of the table of words; two words that share a row share its weight."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_ENDS = "\"“”„»«’‘')]"
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_DOTS = re.compile(r"\.\.|…")
_QUOTE = re.compile(r"[\"“”„»«]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONEY = re.compile(r"[%$€£]|\b(?:percent|per cent|prozent|dollars?|euros?|pounds?)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-ZÄÖÜ]{2,}\b")
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w’'-]+")


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(text.split())})\b", re.IGNORECASE)


LEXICON = {
    "en": {
        "first person": _words("i i'm i've i'd i'll me my mine myself we we're we've we'll us our ours"),
        "second person": _words("you your yours you're you'll you've"),
        "future": _words(
            "will won't shall gonna going.to soon likely probably perhaps maybe forecast expects? expected"
        ),
        "modal": _words(
            "would could may might should ought must can't couldn't wouldn't shouldn't need.to have.to let's let"
        ),
        "opinion": _words(
            "think believe feel opinion view hope wish sadly unfortunately finally simply great greatest best"
            " worst better"
            " terrible beautiful wonderful impressive exciting disgrace shame shameful scandal right wrong"
            " important bold"
        ),
        "attribution": _words(
            "said says say told according reported reports confirmed announced stated showed shows found claims claimed"
        ),
        "quantity": _words(
            "million billion trillion hundred thousand half third quarter twice double majority most two"
            " three four five"
            " six seven eight nine ten dozen"
        ),
        "past": _words("was were had has have been did became made took went got voted passed cut rose fell \\w{3,}ed"),
        "absolute": _words("never always nobody everybody nothing everything no.one everyone anyone"),
        "condition": _words("if unless whether"),
        "comparison": _words("more less fewer than highest lowest higher lower largest first last"),
        "imperative": re.compile(
            r"^(?:please\b|(?:read|click|subscribe|follow|see|apply|compare|switch|let|look|stop|take|make|go|give|keep"
            r"|try|call|join|sign|watch|listen|remember|imagine|consider|check|visit|enter|add|put|turn|use|wait|come"
            r"|tell)\b)",
            re.IGNORECASE,
        ),
    },
    "de": {
        "first person": _words(
            "ich mich mir mein meine meiner meinem meinen wir uns unser unsere unserer unserem unseren"
        ),
        "second person": re.compile(
            r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[rmn]?|[Ee]uch|[Ee]uer|[Ee]ure|Ihr|Ihnen)\b|(?<=[\w,] )Sie\b"
        ),
        "future": _words(
            "dürften? könnten? voraussichtlich vermutlich wahrscheinlich wohl bald künftig womöglich vielleicht"
            " langfristig"
            " erwart\\w+ rechnet prognos\\w+ droht"
        ),
        "modal": _words(
            "würden? müssen? muss müssten? sollten? sollen? soll wollen darf dürfen wäre wären hätten? kann könne"
        ),
        "opinion": _words(
            "finde glaube denke meine meinung leider endlich einfach hoffentlich schade schön schöner schönste"
            " besser beste"
            " schlimm furchtbar wunderbar beeindruckend\\w* spannend\\w* skandal schande beschämend richtig"
            " falsch wichtig"
            " mutig\\w* besonders peinlich lächerlich dumm dämlich gut super"
        ),
        "attribution": _words(
            "laut zufolge angaben sagte sagt erklärte erklärt teilte mitteilte berichtet\\w* bestätigte"
            " kündigte meldete"
            " heißt hieß betonte schreibt schrieb ergab zeigt"
        ),
        "quantity": _words(
            "million\\w* milliard\\w* hundert\\w* tausend\\w* hälfte drittel viertel doppelt mehrheit prozent"
            " zwei drei vier"
            " fünf sechs sieben acht neun zehn dutzend"
        ),
        "past": _words(
            "war waren hatten? hat haben wurden? worden gewesen ging kam stieg sank fiel ließ gab \\w{3,}te ge\\w+t"
        ),
        "absolute": _words("nie niemals immer niemand alle alles nichts jeder keiner nur"),
        "condition": _words("wenn falls ob sofern"),
        "comparison": _words(
            "mehr weniger als höchste\\w* niedrigste\\w* höher niedriger größte\\w* erste\\w* letzte\\w*"
        ),
        "imperative": re.compile(r"^(?:bitte\b|[A-ZÄÖÜ]\w+e?n Sie\b)", re.IGNORECASE),
    },
}
"""What each language says in words; a language without an entry has zeros for them."""

_WILL = re.compile(r"\b(?:wird|werden|werde)\b.*\b(?!ge)\w+en[.!\"“]*$", re.IGNORECASE)
KINDS = tuple(LEXICON["en"])
FEATURES = 24 + 2 * len(KINDS)


def surface(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """One row for each text, shape (n_texts, FEATURES), all within 0 and about 2; two-letter codes of the languages."""
    import numpy as np

    rows = [_shape(text, lang) + _lexical(text, lang) for text, lang in zip(texts, languages, strict=True)]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), FEATURES)


def word_rows(text: str, language: str) -> list[int]:
    """The rows of the table for the words and neighbouring pairs of the text, each once, ascending.

    A figure counts by its number of digits, so that no single figure is learned by heart.
    """
    words = [f"{len(word)}#" if word.isdigit() else word.lower() for word in _WORD.findall(text)]
    words = ["<", *words, text.rstrip(_ENDS + " ")[-1:]]
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    return sorted({zlib.crc32(f"{language} {gram}".encode()) % TABLE for gram in (*words[1:-1], *pairs)})


def _shape(text: str, language: str) -> list[float]:
    bare = text.rstrip(_ENDS + " ")
    words, numbers = text.split(), _NUMBER.findall(text)
    names = _NAME.findall(text)
    n = max(len(words), 1)
    return [
        min(n, 60) / 30,
        float(n < 4),
        float(n < 7),
        float(n > 30),
        float(bool(numbers)),
        min(len(numbers), 5) / 5,
        float(bool(_YEAR.search(text))),
        float(bool(_MONEY.search(text))),
        float(bare.endswith("?")),
        float("?" in text),
        float(bare.endswith("!")),
        float("!" in text),
        float(bare[-1:] not in (".", "!", "?", "…", ":")),
        float(bare.endswith(":")),
        float(": " in text),
        float(bool(_QUOTE.search(text))),
        float(bool(_DOTS.search(text))),
        float("@" in text or bool(_EMOJI.search(text))),
        float(bool(_ACRONYM.search(text))),
        min(text.count(","), 4) / 4,
        # German writes every noun with a capital: there it is the share of nouns.
        len(names) / n * (language == "en"),
        len(names) / n * (language == "de"),
        float(bool(_WILL.search(text)) and language == "de"),
        float(text[:1].islower()),
    ]


def _lexical(text: str, language: str) -> list[float]:
    """For each kind of word whether it occurs, and how often, up to four times."""
    kinds = LEXICON.get(language)
    if kinds is None:
        return [0.0] * (2 * len(KINDS))
    counts = [len(kinds[kind].findall(text)) for kind in KINDS]
    return [float(count > 0) for count in counts] + [min(count, 4) / 4 for count in counts]
