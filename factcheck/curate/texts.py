"""What is wrong with a snippet as a text: its length, nothing to check, a beginning that leans on another text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.curate.findings import Finding, place_of
from factcheck.curate.wordlists import NO_VERBS, OPENINGS, OWN_REFERENT, PRONOUNS, VERB_ENDINGS, VERBS
from factcheck.datatypes import Snippet
from factcheck.faultlog import shorten
from factcheck.sentences import sentence_spans
from factcheck.verify import code_of
from factcheck.windows import WINDOW_WORDS, n_words

MAX_SENTENCES = 3
"""Sentences of a snippet: what `factcheck evidence import` cuts documents into. In longer ones a verifier reads, beside
the sentence that decides a claim, many that do not."""
HEADING_WORDS = 8
"""A text of so many words without an end mark is taken for a heading where it has no verb."""

_OPENING = re.compile(r"^[\W_]+")
_END = re.compile(r"[.!?…:;][\"'”’“»«)\]]*$")
_VALUE = re.compile(r"[:|=]\s*[-+−–±<>~≈$€£]?\s*\d")
"""What a row of a table says of its name."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def text_findings(snippets: Sequence[Snippet]) -> Iterator[Finding]:
    """EV401 to EV403, at most one of each for a snippet; its ``language`` tells which words are looked for."""
    for snippet in snippets:
        for code, message, remedy in (_length(snippet), _content(snippet), _beginning(snippet)):
            if code:
                yield Finding(place_of(snippet), code, message, remedy)


_Problem = tuple[str, str, str]
_NONE: _Problem = ("", "", "")


def _length(snippet: Snippet) -> _Problem:
    length, n_sentences = n_words([snippet.text]), len(sentence_spans(snippet.text, code_of(snippet)))
    remedy = f"cut it into snippets of one to {MAX_SENTENCES} sentences"
    if length > WINDOW_WORDS:
        return "EV401", f"the snippet has {length} words; the verifier reads {WINDOW_WORDS} at once", remedy
    if n_sentences > MAX_SENTENCES:
        return "EV401", f"the snippet has {n_sentences} sentences", remedy
    return _NONE


def _content(snippet: Snippet) -> _Problem:
    text, lang = snippet.text, code_of(snippet)
    remedy = "write a sentence that says something that is so or not"
    sentences = [text[start:end] for start, end in sentence_spans(text, lang)]
    if all(sentence.rstrip("\"'”’“»«)] ").endswith("?") for sentence in sentences):
        return "EV402", "the snippet is a question", remedy
    has_verb = may_have_verb(text, lang)
    if not _END.search(text) and len(text.split()) <= HEADING_WORDS and not has_verb and not _VALUE.search(text):
        return "EV402", "the snippet is a heading", remedy
    if not has_verb and not has_number(text) and not has_name(text, lang):
        return "EV402", "the snippet has no verb, number or name", remedy
    return _NONE


def may_have_verb(text: str, lang: str) -> bool:
    """Whether a word may be a finite verb, by a list and by endings; in languages without a list always."""
    if lang not in VERBS:
        return True
    words = _WORD.findall(text)
    # German nouns and names have a capital; a verb has one only as the first word, of a question or an order.
    lower = [word for word in words if word.islower()]
    return any(
        word in VERBS[lang] or (word not in NO_VERBS[lang] and VERB_ENDINGS[lang].fullmatch(word)) for word in lower
    )


def has_number(text: str) -> bool:
    """Whether a digit stands in the text."""
    return any(ch.isdigit() for ch in text)


def has_name(text: str, lang: str) -> bool:
    """Whether a word behind the first has a capital; in German, where every noun has one, whether two have."""
    capitals = [word for word in _WORD.findall(text)[1:] if word[:1].isupper()]
    return len(capitals) > (1 if lang == "de" else 0)


def _beginning(snippet: Snippet) -> _Problem:
    lang = code_of(snippet)
    if lang not in PRONOUNS:
        return _NONE
    text = _OPENING.sub("", snippet.text)
    before = OPENINGS[lang].match(text)
    start = before.end() if before else 0
    found = PRONOUNS[lang].match(text, start)
    if found is None or OWN_REFERENT[lang].match(text, start):
        return _NONE
    message = f'the snippet begins with "{shorten(text[: found.end()])}", and nothing before it says what that is'
    return "EV403", message, "name it instead"
