"""Lint of evidence: one planted fault of each kind, what may be mended, and the command."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.__main__ import run
from factcheck.cache import Cache
from factcheck.curate.contradictions import CONTRADICTS, FIRST_LOOK, hold_together
from factcheck.curate.findings import CODES, Finding, chosen_codes
from factcheck.curate.lint import Linted, Models, Terms, fix, lint
from factcheck.curate.listing import to_text
from factcheck.curate.quotes import Found, found_in, quotations
from factcheck.curate.sources import SOON_DAYS
from factcheck.datatypes import Article, Snippet, Source, StanceProbs
from factcheck.documents.document import Document
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.models.smallembedder import SmallEmbedder
from factcheck.models.smallverifier import SmallVerifier
from tests.fakes import KeywordEmbedder, TableVerifier
from tests.lint_pairs import APART, COMPATIBLE, CONTRADICTING, NEAR
from tests.plugins import install_fakes

TODAY = dt.date(2026, 1, 15)
ALL = frozenset(code.code for code in CODES)
SOURCES = """\
sources:
  - {id: desk, title: Towers, publisher: The Desk, published: 2025-01-01}
  - {id: post, title: Heights, publisher: The Post, published: 2025-02-01}
snippets:
  - {source: post, text: The harbour opened in 1912 and was closed in 1983.}
"""
"""Two sources, of which the snippets of a test use ``desk``; nothing is wrong with it."""


def no_reader(path: Path, cwd: Path | None = None) -> Document:
    raise AssertionError(f"{path} was read")


def reader(text: str) -> Callable[..., Document]:
    """Reads every file as this text."""
    return lambda path, cwd=None: Document(str(path), text, (), Article())


def linted(
    folder: Path,
    text: str,
    *,
    read: Callable[..., Document] = no_reader,
    models: Models | None = None,
    name: str = "e.yaml",
    codes: frozenset[str] = ALL,
) -> Linted:
    (folder / name).write_bytes(text.encode("utf-8"))
    return lint([folder / name], Terms(codes, TODAY), read, models, folder)


def told(found: Linted) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    return [(finding.place.line, finding.code) for finding in found.findings]


def only(found: Linted) -> Finding:
    [finding] = found.findings
    return finding


def of_snippet(folder: Path, text: str, more: str = "") -> list[str]:
    """The codes of a snippet with this text and these other keys, in evidence with which nothing else is wrong."""
    quoted = json.dumps(text, ensure_ascii=False)
    found = linted(folder, f"{SOURCES}  - {{source: desk, text: {quoted}{more}}}\n")
    assert {finding.place.line for finding in found.findings} <= {6}
    return [finding.code for finding in found.findings]


def models() -> Models:
    return Models(KeywordEmbedder(), TableVerifier(), Cache.in_memory())


def contradict(one: str, two: str, forward: float, back: float, model_id: str = "fake/table@1") -> Models:
    """A verifier that contradicts with these probabilities: the second as claim, and the first as claim."""
    table = {
        (one, two): StanceProbs(0.0, forward, 1 - forward),
        (two, one): StanceProbs(0.0, back, 1 - back),
    }
    return Models(KeywordEmbedder(), TableVerifier(table, model_id=model_id), Cache.in_memory())


# --- nothing wrong


def test_clean_evidence_has_no_findings(tmp_path: Path) -> None:
    text = SOURCES + "  - {source: desk, text: The tower measures 330 metres., valid_until: 2026-12-31}\n"
    found = linted(tmp_path, text, models=models())
    assert found == Linted((), 2, 1, ())


# --- sources and dates


def test_a_source_without_date_and_publisher_is_told_at_its_line(tmp_path: Path) -> None:
    text = "sources:\n  - {id: desk, title: T}\nsnippets:\n  - {source: desk, text: The tower measures 330 metres.}\n"
    assert told(linted(tmp_path, text)) == [(2, "EV101"), (2, "EV102")]


def test_an_unknown_source_is_a_finding_with_the_nearest_known_one(tmp_path: Path) -> None:
    found = linted(tmp_path, SOURCES + "  - {source: dsk, text: The tower measures 330 metres.}\n")
    assert told(found) == [(2, "EV104"), (6, "EV103")]
    assert found.findings[1].remedy == 'did you mean "desk"?'


def test_a_source_that_no_snippet_names_is_unused(tmp_path: Path) -> None:
    found = only(linted(tmp_path, SOURCES))
    assert (found.place.line, found.code, found.message) == (2, "EV104", 'no snippet is of the source "desk"')


def test_a_snippet_without_source_is_told(tmp_path: Path) -> None:
    assert told(linted(tmp_path, "- The tower measures 330 metres.\n")) == [(1, "EV105")]


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        (TODAY - dt.timedelta(1), ["EV201"]),
        (TODAY, ["EV202"]),
        (TODAY + dt.timedelta(SOON_DAYS), ["EV202"]),
        (TODAY + dt.timedelta(SOON_DAYS + 1), []),
    ],
)
def test_the_last_day_itself_is_no_expiry_and_soon_ends_after_30_days(
    tmp_path: Path, last: dt.date, codes: list[str]
) -> None:
    assert of_snippet(tmp_path, "The tower measures 330 metres.", f", valid_until: {last}") == codes


# --- duplicates


def test_a_duplicate_is_told_at_the_later_place_whatever_its_source(tmp_path: Path) -> None:
    text = SOURCES + "  - {source: desk, text: 'The harbour opened in 1912, and was closed in 1983'}\n"
    found = only(linted(tmp_path, text))
    assert (found.place.line, found.code, found.fixable) == (6, "EV301", False)
    assert found.message == "the snippet says the same as e.yaml:5, of another source"


LONG = "The new bridge over the Lenne cost 12 million euros and was opened to traffic in May 2019."
MOVED = "In May 2019 the new bridge over the Lenne, cost 12 million euros, was opened to traffic."


@pytest.mark.parametrize(
    ("two", "codes"),
    [
        (LONG.replace(" and", ", and it"), ["EV302"]),
        (LONG.replace("12", "14"), []),
        (LONG.replace("was", "was not"), []),
        ("The old tram line to the harbour cost 12 million euros; it was closed in May 2019.", []),
    ],
)
def test_without_a_model_phrases_find_near_duplicates_but_no_other_number_or_negation(
    tmp_path: Path, two: str, codes: list[str]
) -> None:
    text = f"{SOURCES}  - {{source: desk, text: '{LONG}'}}\n  - {{source: desk, text: '{two}'}}\n"
    assert [finding.code for finding in linted(tmp_path, text).findings] == codes


def test_with_a_model_near_duplicates_may_be_in_another_order(tmp_path: Path) -> None:
    text = f"{SOURCES}  - {{source: desk, text: '{LONG}'}}\n  - {{source: desk, text: '{MOVED}'}}\n"
    blind = KeywordEmbedder(blind=("and",))
    found = linted(tmp_path, text, models=Models(blind, TableVerifier(), Cache.in_memory()))
    assert told(found) == [(7, "EV302")]
    assert told(linted(tmp_path, text)) == []


# --- texts


def test_a_snippet_of_four_sentences_or_of_more_words_than_are_read_at_once_is_too_long(tmp_path: Path) -> None:
    three = "The tower has 3 floors. The harbour is old. The bridge was sold."
    assert of_snippet(tmp_path, three) == []
    assert of_snippet(tmp_path, f"{three} Nobody was hurt.") == ["EV401"]
    assert of_snippet(tmp_path, f"The tower has {'very ' * 115}old floors.") == []
    assert of_snippet(tmp_path, f"The tower has {'very ' * 116}old floors.") == ["EV401"]
    figures = " ".join(f"{1234567 + n:,}" for n in range(100))
    assert of_snippet(tmp_path, f"The tower has {figures} bricks.") == ["EV401"]


@pytest.mark.parametrize(
    "text",
    [
        "Why does the tower lean?",
        "Is the tower closed? And who paid for that?",
        "A History of the Leaning Tower",
        "Die Geschichte der Brücke",
        "A very important topic.",
        "Ein großer Tag für alle.",
    ],
)
def test_questions_headings_and_phrases_have_nothing_to_check(tmp_path: Path, text: str) -> None:
    assert of_snippet(tmp_path, text) == ["EV402"]


@pytest.mark.parametrize(
    "text",
    [
        "Unemployment: 5.9 percent",
        "The tower leans to the south",
        "Der Turm neigt sich nach Süden.",
        "Height: 330 metres.",
        "Der Umsatz stieg.",
    ],
)
def test_what_says_something_is_no_heading(tmp_path: Path, text: str) -> None:
    assert of_snippet(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It was sold for 12 million euros.",
        "They rejected the plan in 2019.",
        "The company cut 300 jobs in May.",
        "“It is the oldest bridge of the town,” the mayor said.",
        "Sie wurde für 12 Millionen Euro verkauft.",
        "Beide Konzerne bauen 300 Stellen ab.",
        "Das Unternehmen streicht 300 Stellen.",
        "Das ist seit 2019 verboten.",
        "It was sold to a firm from Norway in 2019.",
        "However, it lost 300 jobs in May.",
        "In May 2020 he became head of the bank.",
        "Aber sie wurde für 12 Millionen Euro verkauft.",
        "The former was closed in 2019.",
    ],
)
def test_a_beginning_that_refers_to_what_is_not_there_is_told(tmp_path: Path, text: str) -> None:
    assert of_snippet(tmp_path, text) == ["EV403"]


@pytest.mark.parametrize(
    "text",
    [
        "It is known that the tower leans.",
        "It is not allowed to climb the tower.",
        "That the tower leans was seen in 1178.",
        "The former chancellor Angela Merkel opened the bridge.",
        "The two largest towers of Pisa lean.",
        "In 2020 the city of Pisa closed the tower.",
        "Doch die Brücke wurde 2019 verkauft.",
        "Both Alibaba and Baidu build chips.",
        "This year the tower was closed.",
        "The city of Pisa owns the tower.",
        "We closed the tower in May.",
        "Es gibt 300 Stellen weniger als im Mai.",
        "Das Land Hessen verkauft die Brücke.",
        "Das Museum ist montags geschlossen.",
    ],
)
def test_a_beginning_that_says_itself_what_is_meant_is_not_told(tmp_path: Path, text: str) -> None:
    assert of_snippet(tmp_path, text) == []


def test_spaces_and_decomposed_letters_are_told_at_the_snippet(tmp_path: Path) -> None:
    text = SOURCES + "  - source: desk\n    text: ' Die  Bru\u0308cke misst 330 Meter.'\n"
    assert told(linted(tmp_path, text)) == [(6, "EV404"), (6, "EV405")]


# --- contradictions

OPEN, SHUT = "The museum is open on Mondays.", "The museum is closed on Mondays."
TWO = f"{SOURCES}  - {{source: desk, text: {OPEN}}}\n  - {{source: desk, text: {SHUT}}}\n"


def test_both_snippets_of_a_contradiction_are_shown_with_their_probabilities(tmp_path: Path) -> None:
    found = only(linted(tmp_path, TWO, models=contradict(OPEN, SHUT, 0.9, 0.7)))
    assert (found.place.line, found.code) == (7, "EV501")
    assert [(s.place.line, s.text, s.probability) for s in found.shown] == [(6, OPEN, 0.9), (7, SHUT, 0.7)]


def test_a_contradiction_must_be_one_in_both_directions(tmp_path: Path) -> None:
    at_the_bar = contradict(OPEN, SHUT, CONTRADICTS, 0.99)
    below = contradict(OPEN, SHUT, CONTRADICTS - 0.001, 0.99)
    assert told(linted(tmp_path, TWO, models=at_the_bar)) == [(7, "EV501")]
    assert told(linted(tmp_path, TWO, models=below)) == []


def test_the_verifier_reads_two_directions_of_each_pair_of_neighbours_once(tmp_path: Path) -> None:
    used = models()
    linted(tmp_path, TWO, models=used)
    linted(tmp_path, TWO, models=used)
    assert isinstance(used.verifier, TableVerifier)
    assert (used.verifier.n_pairs, used.verifier.calls) == (6, 1)


def test_the_first_look_chooses_what_the_verifier_reads(tmp_path: Path) -> None:
    passed = contradict(OPEN, SHUT, FIRST_LOOK, 0.9, "fake/first@1")
    stopped = contradict(OPEN, SHUT, FIRST_LOOK - 0.001, 0.9, "fake/first@1")
    for first, codes, n_read in ((passed, ["EV501"], 2), (stopped, [], 0)):
        sure = contradict(OPEN, SHUT, 0.9, 0.9)
        found = linted(tmp_path, TWO, models=replace(sure, first=first.verifier))
        assert [finding.code for finding in found.findings] == codes
        assert isinstance(sure.verifier, TableVerifier)
        assert sure.verifier.n_pairs == n_read


def test_what_the_first_verifier_cannot_read_goes_to_the_other(tmp_path: Path) -> None:
    long = "Das Museum hat seit dem Sommer montags nicht mehr geöffnet, wie die Stadt mitteilte."
    text = TWO.replace(f"text: {SHUT}", f"lang: de, text: '{long}'")
    first = TableVerifier(languages=["en"], model_id="fake/first@1")
    both = replace(contradict(OPEN, long, 0.9, 0.9), first=first)
    assert [finding.code for finding in linted(tmp_path, text, models=both).findings] == ["EV501"]


def test_the_thresholds_hold_for_the_packaged_models(tmp_path: Path) -> None:
    """The default verifier needs the large body; the small one is always there."""
    small = Models(SmallEmbedder(), SmallVerifier(), Cache.in_memory())

    def codes_of(pairs: tuple[tuple[str, str], ...]) -> list[str]:
        found = []
        for one, two in pairs:
            text = "".join(f"- {json.dumps(each, ensure_ascii=False)}\n" for each in (one, two))
            codes = frozenset({"EV302", "EV501"})
            found += [finding.code for finding in linted(tmp_path, text, models=small, codes=codes).findings]
        return found

    assert codes_of(CONTRADICTING).count("EV501") >= 15
    assert codes_of(COMPATIBLE).count("EV501") <= 2
    assert codes_of(NEAR) == ["EV302"] * len(NEAR)
    assert codes_of(APART).count("EV302") == 0


def snippet(published: str | None, valid_until: str | None) -> Snippet:
    source = Source("s", published=dt.date.fromisoformat(published) if published else None)
    return Snippet("x", "A is B.", source, valid_until=dt.date.fromisoformat(valid_until) if valid_until else None)


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        (("2024-01-01", "2024-12-31"), ("2024-12-31", None), True),
        (("2024-01-01", "2024-12-31"), ("2025-01-01", None), False),
        (("2024-01-01", None), ("2025-01-01", None), True),
        ((None, None), (None, None), True),
    ],
)
def test_what_expired_before_the_other_was_published_does_not_contradict_it(
    one: tuple[str | None, str | None], two: tuple[str | None, str | None], together: bool
) -> None:
    assert hold_together(snippet(*one), snippet(*two)) is together
    assert hold_together(snippet(*two), snippet(*one)) is together


# --- archives and quotes


def archived(folder: Path, text: str, sha256: str | None = None) -> str:
    """Evidence with one snippet of a source whose copy is there, and has this hash written."""
    (folder / "copy.html").write_text("a copy", encoding="utf-8")
    known = hashlib.sha256(b"a copy").hexdigest() if sha256 is None else sha256
    hashed = f", sha256: {known}" if known else ""
    return (
        "sources:\n  - id: desk\n    publisher: The Desk\n    published: 2025-01-01\n"
        f"    archive: {{file: copy.html{hashed}}}\nsnippets:\n  - source: desk\n    text: '{text}'\n"
    )


def test_an_archive_that_is_not_there_is_told(tmp_path: Path) -> None:
    text = archived(tmp_path, "The tower measures 330 metres.").replace("copy.html", "gone.html")
    found = only(linted(tmp_path, text))
    assert (found.place.line, found.code) == (2, "EV601")
    assert found.message == "the archive gone.html cannot be read: no such file"


def test_an_archive_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    def refuse(path: Path, cwd: Path | None = None) -> Document:
        raise InputError([Fault("copy.html", 0, "no text in it")])

    found = only(linted(tmp_path, archived(tmp_path, "The mayor spoke of a “good day” in 2019."), read=refuse))
    assert (found.code, "no text in it" in found.message) == ("EV601", True)


def test_an_archive_with_another_hash_and_one_without_are_told(tmp_path: Path) -> None:
    changed = archived(tmp_path, "The tower measures 330 metres.", "0" * 64)
    assert told(linted(tmp_path, changed)) == [(2, "EV602")]
    assert told(linted(tmp_path, archived(tmp_path, "The tower measures 330 metres.", ""))) == [(2, "EV603")]


@pytest.mark.parametrize(
    ("quote", "codes"),
    [
        ("“the oldest bridge”", []),
        ("“the oldest — bridge”", ["EV605"]),
        ("“The oldest bridge”", ["EV604"]),
        ("„nobody’s “own” idea“", ["EV605"]),
        ("“wasn´t cheap”", ["EV604"]),
        ("“the newest bridge”", ["EV605"]),
        ("„the oldest“ and «wasn’t cheap»", []),
        ("‘the newest bridge’", ["EV605"]),
    ],
)
def test_each_quotation_is_looked_up_in_the_archive(tmp_path: Path, quote: str, codes: list[str]) -> None:
    text = archived(tmp_path, f"The mayor called it {quote}.")
    found = linted(tmp_path, text, read=reader("It is the oldest\nbridge and wasn’t cheap, he said."))
    assert [finding.code for finding in found.findings] == codes


TEXT = "The chip is “fast”, he said – and it is co-\noperative. Its name: Ｚhenwu; the se\u00adcond one."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("The chip is “fast”, he said – and it", Found.VERBATIM),
        ("and it is", Found.VERBATIM),
        ("The chip […] he said", Found.VERBATIM),
        ("he said … The chip", Found.MISSING),
        ("he said,", Found.VERBATIM),
        ("it is cooperative", Found.FORMS),
        ("Zhenwu; the second one", Found.FORMS),
        ('The chip is "fast", he said - and', Found.MARKS),
        ("the chip is", Found.CASE),
        ("The chip is slow", Found.MISSING),
        ("hip is", Found.MISSING),
    ],
)
def test_a_quote_is_found_by_the_narrowest_comparison(quote: str, found: Found) -> None:
    assert found_in(quote, TEXT) is found


def test_quotations_are_what_stands_between_marks_that_are_closed() -> None:
    assert quotations("the ‚a b‘, ›c d‹, ‘don’t e’, the ’80s, the workers’ ‘f g’") == ["a b", "c d", "don’t e", "f g"]
    text = 'He said “a b”, „c d“ and «e f», »g h« and "i j", but “never k.'
    assert quotations(text) == ["a b", "c d", "e f", "g h", "i j"]


# --- fixing

UNTIDY = """\
# what we know
sources:
  - id: desk   # the desk
    publisher: The Desk
    published: 2025-01-01
    archive:
      file: copy.html  # saved by hand
snippets:
  # the tower
  - source: desk
    text: "The tower  measures 330 metres. "
  - {source: desk, text: The Bru\u0308cke is old., locator: p. 1}   # looked up twice

  - source: desk
    text: The tower measures 330 metres.
  # the end
  - {id: named, source: desk, text: The Br\u00fccke is old., locator: p. 1}
"""
TIDIED = """\
# what we know
sources:
  - id: desk   # the desk
    publisher: The Desk
    published: 2025-01-01
    archive:
      file: copy.html  # saved by hand
      sha256: HASH
snippets:
  # the tower
  - source: desk
    text: "The tower measures 330 metres."
  - {source: desk, text: The Br\u00fccke is old., locator: p. 1}   # looked up twice

  # the end
  - {id: named, source: desk, text: The Br\u00fccke is old., locator: p. 1}
"""


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_fix_changes_nothing_but_the_findings_and_the_second_changes_nothing(
    tmp_path: Path, line_break: str, mark: str
) -> None:
    (tmp_path / "copy.html").write_text("a copy", encoding="utf-8")
    found = linted(tmp_path, mark + UNTIDY.replace("\n", line_break))
    fixed = fix(found)
    tidied = TIDIED.replace("HASH", hashlib.sha256(b"a copy").hexdigest())
    assert (tmp_path / "e.yaml").read_bytes().decode() == mark + tidied.replace("\n", line_break)
    assert [change.split()[:2] for change in fixed.changes] == [
        ["e.yaml:3:", "EV603"],
        ["e.yaml:10:", "EV404"],
        ["e.yaml:12:", "EV405"],
        ["e.yaml:14:", "EV301"],
    ]
    again = lint([tmp_path / "e.yaml"], Terms(ALL, TODAY), no_reader, None, tmp_path)
    assert told(again) == [(16, "EV301")]
    assert (again.findings[0].fixable, again.repairs) == (False, ())


@pytest.mark.parametrize(
    "line",
    [
        "  - {id: named, source: desk, text: The tower measures 330 metres.}",
        "  - {source: desk, text: The tower measures 330 metres., locator: p. 2}",
        "  - {source: post, text: The tower measures 330 metres.}",
        "  - {source: desk, text: The tower measures 330 metres.}  # from the second edition",
        "  - {source: desk, text: The tower measures 330 metres}",
    ],
)
def test_a_duplicate_with_anything_of_its_own_is_kept(tmp_path: Path, line: str) -> None:
    text = f"{SOURCES}  - {{source: desk, text: The tower measures 330 metres.}}\n{line}\n"
    found = linted(tmp_path, text)
    assert ([f.code for f in found.findings], found.repairs) == (["EV301"], ())


@pytest.mark.parametrize("text", ['"The tower\\u0020\\u0020is old."', "|-\n      The tower  is\n      old."])
def test_texts_with_escapes_or_over_several_lines_are_told_and_left_alone(tmp_path: Path, text: str) -> None:
    found = linted(tmp_path, f"{SOURCES}  - source: desk\n    text: {text}\n")
    assert ([(f.code, f.fixable) for f in found.findings], found.repairs) == ([("EV404", False)], ())


def test_only_selected_codes_are_mended(tmp_path: Path) -> None:
    text = SOURCES + "  - {source: desk, text: The  Bru\u0308cke is old.}\n"
    fix(linted(tmp_path, text, codes=frozenset({"EV405"})))
    assert (tmp_path / "e.yaml").read_text(encoding="utf-8") == text.replace("u\u0308", "\u00fc")


def test_a_file_that_changed_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    found = linted(tmp_path, SOURCES + "  - {source: desk, text: The  tower is old.}\n")
    changed = SOURCES + "  - {source: desk, text: The  tower is new.}\n"
    (tmp_path / "e.yaml").write_text(changed, encoding="utf-8")
    fixed = fix(found)
    assert (fixed.changes, [fault.message for fault in fixed.refused]) == (
        (),
        ["the file changed while it was linted"],
    )
    assert (tmp_path / "e.yaml").read_text(encoding="utf-8") == changed


# --- codes and the command


def test_codes_are_chosen_by_their_beginnings() -> None:
    assert chosen_codes([], []) == ALL
    assert chosen_codes(["EV2", "ev501"], ["EV202"]) == {"EV201", "EV501"}


@pytest.mark.parametrize(("select", "ignore"), [(["EV9"], []), ([""], []), ([], ["X"]), (["EV2"], ["EV2"])])
def test_a_choice_of_codes_that_names_or_leaves_none_is_refused(select: list[str], ignore: list[str]) -> None:
    with pytest.raises(SettingsError):
        chosen_codes(select, ignore)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that commands run in, with settings that name the fakes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTCHECK_DATE", TODAY.isoformat())
    install_fakes(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-table\n", encoding="utf-8")
    (tmp_path / "evidence").mkdir()
    return tmp_path


def test_the_command_prints_findings_by_file_with_a_summary_and_exits_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "evidence" / "a.yaml").write_text(SOURCES, encoding="utf-8")
    (project / "evidence" / "b.jsonl").write_text('{"text": "Die  Post ist alt."}\n', encoding="utf-8")
    assert run(["evidence", "lint", "-q", "--no-model", "--ignore", "EV105"]) == 1
    assert capsys.readouterr().out == "2 findings in 2 snippets in 2 files\n"
    assert run(["evidence", "lint", "--no-model", "--ignore", "EV105"]) == 1
    assert capsys.readouterr().out == (
        'evidence/a.yaml:2: EV104 no snippet is of the source "desk" — remove it, or add what it says\n'
        "\n"
        "evidence/b.jsonl:1: EV404 the text has needless spaces — leave one between words, none around\n"
        "\n"
        "2 findings in 2 snippets in 2 files\n"
    )


def test_fix_mends_tells_what_and_what_not_and_exits_by_what_is_left(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "evidence" / "a.yaml"
    path.write_text(SOURCES + "  - {source: desk, text: The  tower is old.}\n", encoding="utf-8")
    assert run(["evidence", "lint", "--fix", "--no-model"]) == 0
    ended = capsys.readouterr()
    assert ended.out == "1 fixed, no findings in 2 snippets in 1 file\n"
    assert ended.err == "factcheck: fixed evidence/a.yaml:6: EV404 needless spaces taken out: The tower is old.\n"
    (project / "evidence" / "b.csv").write_text("text\nDie  Post ist alt.\n", encoding="utf-8")
    assert run(["evidence", "lint", "--fix", "--no-model", "--select", "EV4"]) == 1
    assert "1 finding in JSONL and CSV not fixed here" in capsys.readouterr().err


def test_json_has_everything_known_of_a_finding(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "evidence" / "a.yaml").write_text(TWO, encoding="utf-8")
    assert run(["evidence", "lint", "-f", "json", "--select", "EV1,EV501"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    (project / "evidence" / "b.yaml").write_text("- The tower is old.\n", encoding="utf-8")
    assert run(["evidence", "lint", "-f", "json"]) == 1
    [found] = json.loads(capsys.readouterr().out)["findings"]
    assert found == {
        "file": "evidence/b.yaml",
        "line": 1,
        "code": "EV105",
        "name": "no source",
        "message": "the snippet names no source",
        "remedy": "write source: and the id of its source",
        "fixable": False,
        "shown": [],
    }


def test_the_snippets_of_a_finding_are_indented_below_it(tmp_path: Path) -> None:
    shown = to_text(linted(tmp_path, TWO, models=contradict(OPEN, SHUT, 0.9, 1.0))).splitlines()
    assert shown[1:] == [
        f"    e.yaml:6: {OPEN} (contradicts the other: 0.900)",
        f"    e.yaml:7: {SHUT} (contradicts the other: 0.999)",
        "",
        "1 finding in 3 snippets in 1 file",
    ]


def test_only_the_files_named_are_shown_of_the_evidence_they_are_part_of(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "evidence" / "a.yaml").write_text(SOURCES, encoding="utf-8")
    part = project / "evidence" / "b.yaml"
    part.write_text("- {source: desk, text: It is old.}\n", encoding="utf-8")
    assert run(["evidence", "lint", "evidence/b.yaml", "--evidence", "evidence", "--no-model", "-q"]) == 1
    assert capsys.readouterr().out.startswith("1 finding in")
    assert run(["evidence", "lint", "evidence/b.yaml", "--no-model", "-q"]) == 1
    assert capsys.readouterr().out.startswith("2 findings in")  # the source is unknown there


@pytest.mark.parametrize("text", ["snippets: [", "- {id: a, text: A is B.}\n- {id: a, text: C is D.}\n"])
def test_evidence_that_cannot_be_read_is_bad_input(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (project / "evidence" / "a.yaml").write_text(text, encoding="utf-8")
    assert run(["evidence", "lint", "--no-model"]) == 2
    assert capsys.readouterr().err.startswith("factcheck: evidence/a.yaml:")
