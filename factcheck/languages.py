"""Which language claims and snippets are written in: given, else detected, else that of their file, else assumed.

A claim often quotes an article in another language, as English claims about a German article do. So the languages of
the article and of the quote never outvote the claim: they only confirm what its own text suggests.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from factcheck.datatypes import Claim, Snippet
from factcheck.language import later, say
from factcheck.written import Language, Origin

NAMES = {
    **{"af": later("Afrikaans"), "ar": later("Arabic"), "az": later("Azerbaijani"), "be": later("Belarusian")},
    **{"bg": later("Bulgarian"), "bn": later("Bengali"), "bs": later("Bosnian"), "ca": later("Catalan")},
    **{"cs": later("Czech"), "cy": later("Welsh"), "da": later("Danish"), "de": later("German"), "el": later("Greek")},
    **{"en": later("English"), "es": later("Spanish"), "et": later("Estonian"), "eu": later("Basque")},
    **{"fa": later("Persian"), "fi": later("Finnish"), "fr": later("French"), "ga": later("Irish")},
    **{"gl": later("Galician"), "he": later("Hebrew"), "hi": later("Hindi"), "hr": later("Croatian")},
    **{"hu": later("Hungarian"), "hy": later("Armenian"), "id": later("Indonesian"), "is": later("Icelandic")},
    **{"it": later("Italian"), "ja": later("Japanese"), "ka": later("Georgian"), "kk": later("Kazakh")},
    **{"ko": later("Korean"), "lt": later("Lithuanian"), "lv": later("Latvian"), "mk": later("Macedonian")},
    **{"ms": later("Malay"), "mt": later("Maltese"), "nl": later("Dutch"), "no": later("Norwegian")},
    **{"pl": later("Polish"), "pt": later("Portuguese"), "ro": later("Romanian"), "ru": later("Russian")},
    **{"sk": later("Slovak"), "sl": later("Slovenian"), "sq": later("Albanian"), "sr": later("Serbian")},
    **{"sv": later("Swedish"), "sw": later("Swahili"), "ta": later("Tamil"), "te": later("Telugu")},
    **{"th": later("Thai"), "tl": later("Tagalog"), "tr": later("Turkish"), "uk": later("Ukrainian")},
    **{"ur": later("Urdu"), "vi": later("Vietnamese"), "zh": later("Chinese")},
}
"""The languages that are told apart, by their two-letter codes (ISO 639-1). The detector's other 80, dialects and small
neighbours such as Luxembourgish, take probability from these: with all of them 0.73 of the 365 English claims of
``tests/gold`` and ``claims`` reach ``SURE``, with these 0.92."""

LIKELY = 0.5
"""The least probability with which a text tells its own language. Of those 365 claims 0.992 do, and 0.985 of 4,510
short English texts of ``training/corpus``; none of them tells another language."""
SURE = 0.9
"""The least probability that stops a reading."""
SURE_WORDS = 6
"""A shorter text is never sure: names and loan words weigh too much in it."""
PLAIN_WORDS = 3
"""So many words without a capital are in a text that is sure; a row of names has none."""
READ = ("de", "en")
"""The languages that the models that come with factcheck know."""
AHEAD = 0.8
"""The least probability, among ``READ`` alone, with which a text in doubt still tells one of them. Of the 221 English
and 622 German claims of 2 to 6 words in the corpora that are in doubt, 155 and 480 reach it, none for the other
language; at 0.7 one of the English ones is taken for German."""

_SAME = {
    **{"nb": "no", "nn": "no", "iw": "he", "in": "id"},
    **{"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "nld": "nl"},
    **{"pol": "pl", "por": "pt"},
}
"""Codes of one language that the detector does not tell apart, that ISO 639-1 has replaced, or with three letters."""
_READ_CHARACTERS = 1000
"""Longer passages are judged by their beginning, so that any passage costs the same."""

# Scripts that put no space between words: each sign counts as a word.
_WORD = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\\W_]+(?:['’-][^\\W_]+)*")

Classify = Callable[[str], tuple[str, float]]
"""A text's most probable language of ``NAMES``, and its probability in [0, 1]."""


class Detector:
    """Tells the languages of texts, each text judged once.

    ``classify`` is a model of your own, and ``narrow`` one that knows ``READ`` only; without them, that of the package
    ``py3langid`` (5 MB; Lui and Baldwin 2012, ACL) is loaded when the first text asks for it.
    """

    def __init__(self, classify: Classify | None = None, narrow: Classify | None = None) -> None:
        self._classify = classify
        self._narrow = narrow or classify
        self._judged: dict[str, tuple[str, Language | None]] = {}

    def language(self, text: str) -> Language | None:
        """The language that the text itself tells, or ``None`` if that is in doubt.

        Its words without a capital must suggest the same by themselves, because names come from everywhere.
        """
        return self._judge(text)[1]

    def suggestion(self, text: str) -> str:
        """The most probable language, however doubtful; nothing for a text without letters."""
        return self._judge(text)[0]

    def leaning(self, text: str) -> str:
        """The language of ``READ`` that a text in doubt suggests, far ahead of the others of them; "" for none.

        A text that is but names suggests none, nor does one whose words without a capital suggest another of them.
        """
        code, text = self.suggestion(text), text[:_READ_CHARACTERS]
        plain = _plain(words_of(text))
        if code not in READ or not plain or self.suggestion(" ".join(plain)) in set(READ) - {code}:
            return ""
        self._narrow = self._narrow or load_classifier(READ)
        likely, probability = self._narrow(text)
        return code if likely == code and probability >= AHEAD else ""

    def _judge(self, text: str) -> tuple[str, Language | None]:
        text = text[:_READ_CHARACTERS]
        if text not in self._judged:
            words = words_of(text)
            self._judged[text] = self._suggested_and_told(text, words) if words else ("", None)
        return self._judged[text]

    def _suggested_and_told(self, text: str, words: Sequence[str]) -> tuple[str, Language | None]:
        self._classify = self._classify or load_classifier()
        code, probability = self._classify(text)
        plain = _plain(words)
        if probability < LIKELY or not plain or self._classify(" ".join(plain))[0] != code:
            return code, None
        sure = probability >= SURE and len(words) >= SURE_WORDS and len(plain) >= PLAIN_WORDS
        return code, Language(code, Origin.DETECTED, sure)


DETECTOR = Detector()
"""The one of this process, so that no text is judged twice."""


def load_classifier(languages: Iterable[str] = tuple(NAMES)) -> Classify:
    """The classifier of ``py3langid`` among the languages, with probabilities that allow for length."""
    # It chooses its languages in place, but what it has read it shares with its copies.
    identifier = copy.copy(_identifier())
    identifier.set_languages(list(languages))
    classify: Classify = identifier.classify
    return classify


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def claim_languages(claims: Sequence[Claim], default: str = "", detector: Detector = DETECTOR) -> list[Claim]:
    """The claims, in order, each with its ``language``; one that has it already keeps it.

    Its own ``lang`` wins. Else its text tells, read with its context; where that is in doubt, the article's language or
    the quote's confirms what it suggests. Else most claims of its file tell, else it is ``default``; where nobody set
    that, it is what the text leans to, or English. Give the claims of whole files: what is chosen from them later does
    not move the majority.
    """
    own = [claim.language or given(claim.lang, claim.text) or _of_claim(claim, detector) for claim in claims]
    return [
        replace(claim, language=language)
        for claim, language in zip(claims, _completed(own, claims, default, detector), strict=True)
    ]


def snippet_languages(snippets: Sequence[Snippet], default: str = "", detector: Detector = DETECTOR) -> list[Snippet]:
    """The snippets, in order, each with its ``language``: its own ``lang``, else that of its text, its file, or
    ``default``, which may be left open as in ``claim_languages``; one that has it already keeps it."""
    own = [s.language or given(s.lang, s.text) or detector.language(s.text) for s in snippets]
    return [
        replace(snippet, language=language)
        for snippet, language in zip(snippets, _completed(own, snippets, default, detector), strict=True)
    ]


def given(lang: str, text: str) -> Language | None:
    """The language that a person wrote as ``lang`` of the text; it is sure unless the text is short."""
    return Language(base_code(lang), Origin.GIVEN, is_long(text)) if lang else None


def base_code(lang: str) -> str:
    """The code without script and region, in two letters: ``pt`` of ``pt-BR``, ``de`` of ``deu``, ``no`` of ``nb``."""
    code = lang.split("-")[0].lower()
    return _SAME.get(code, code)


def is_unknown(language: Language | None, known: frozenset[str]) -> bool:
    """Whether a text is surely in a language that is not among the known ones; an empty set knows them all."""
    return bool(known) and language is not None and language.sure and language.code not in known


def name_of(code: str) -> str:
    """The name of a language in the reader's, else its code."""
    return say(NAMES[code]) if code in NAMES else code


def names_of(codes: Iterable[str], word: str = "and") -> str:
    """The names of languages in alphabetical order: ``English, French and German``; ``word`` is ``and`` or ``or``."""
    names = sorted({name_of(code) for code in codes})
    if len(names) < 2:
        return "".join(names)
    message = later("%(names)s or %(last)s") if word == "or" else later("%(names)s and %(last)s")
    return say(message, names=", ".join(names[:-1]), last=names[-1])


def renamed(names: str) -> str:
    """What ``names_of`` wrote in English, in the reader's language."""
    codes = {name: code for code, name in NAMES.items()}
    return names_of(codes.get(name, name) for name in re.split(", | and ", names))


def words_of(text: str) -> list[str]:
    """The words of the text that hold a letter and no digit; of scripts without spaces, its signs."""
    return [word for word in _WORD.findall(text) if not any(sign.isdigit() for sign in word)]


def _plain(words: Sequence[str]) -> list[str]:
    """The words without a capital, which are no names."""
    return [word for word in words if not word[0].isupper()]


def is_long(text: str) -> bool:
    """Whether the text has the words that it takes to be sure."""
    return len(words_of(text)) >= SURE_WORDS


def _of_claim(claim: Claim, detector: Detector) -> Language | None:
    text = f"{claim.context} {claim.text}" if claim.context else claim.text
    told = detector.language(text)
    if told:
        # A context in another language must not stop a short claim: its own text has to be sure.
        alone = detector.language(claim.text)
        return replace(told, sure=told.sure and alone is not None and alone.sure and alone.code == told.code)
    suggested = detector.suggestion(claim.text)
    confirmed = suggested and suggested in _beside(claim, detector)
    return Language(suggested, Origin.DETECTED) if confirmed else None


def _beside(claim: Claim, detector: Detector) -> set[str]:
    """The languages that stand beside the claim: that of its article and that of its quote."""
    quoted = detector.language(claim.quote)
    article = claim.article.lang if claim.article else ""
    return ({base_code(article)} if article else set()) | ({quoted.code} if quoted else set())


def _completed(
    own: Sequence[Language | None], texts: Sequence[Claim | Snippet], default: str, detector: Detector
) -> list[Language]:
    """The languages, and where there is none, that of more than half of the others in the file, else the default."""
    files = [text.place.file if text.place else "" for text in texts]
    counts: dict[str, Counter[str]] = {}
    for language, file in zip(own, files, strict=True):
        # What was completed before is no vote of its own.
        if file and language and language.origin in (Origin.GIVEN, Origin.DETECTED):
            counts.setdefault(file, Counter())[language.code] += 1
    majority = {file: Language(code, Origin.FILE) for file, votes in counts.items() if (code := _most(votes))}
    return [
        language or majority.get(file) or _assumed(text.text, default, detector)
        for language, file, text in zip(own, files, texts, strict=True)
    ]


def _assumed(text: str, default: str, detector: Detector) -> Language:
    """The default, or where nobody set one, what the text leans to, which is never sure; else English."""
    leaning = "" if default else detector.leaning(text)
    return Language(leaning or base_code(default or "en"), Origin.ASSUMED)


def _most(votes: Counter[str]) -> str:
    code, number = votes.most_common(1)[0]
    return code if 2 * number > votes.total() else ""
