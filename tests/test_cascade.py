"""Verifiers made of verifiers, with fakes: the cascade, the choice by language, what stands in for the large one."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.aggregate import FITTED, FITTED_BILINGUAL, FITTED_SMALL
from factcheck.cache import Cache
from factcheck.datatypes import (
    Assessment,
    Claim,
    Label,
    Marks,
    Match,
    Readings,
    Reason,
    Report,
    Snippet,
    Stance,
    StanceProbs,
    Standing,
)
from factcheck.errors import ModelError
from factcheck.evaluate.stages import plain
from factcheck.highlight import highlight
from factcheck.language import speaking
from factcheck.models.cascade import READ_ON, CascadeVerifier, LanguageVerifier
from factcheck.models.open import open_verifier
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.verifier import LargeVerifier
from factcheck.report.html import to_html
from factcheck.report.markdown import to_markdown
from factcheck.report.record import read_report, to_json
from factcheck.ruling import Ruling, ruling
from factcheck.verify import verify
from tests.fakes import NEUTRAL, KeywordEmbedder, TableVerifier

YES, NO = StanceProbs(0.9, 0.05, 0.05), StanceProbs(0.05, 0.9, 0.05)


class ReadingVerifier(TableVerifier):
    """A table that marks the first word of the evidence and whose files can be damaged."""

    def __init__(
        self,
        model_id: str,
        table: Mapping[tuple[str, str], StanceProbs] | None = None,
        *,
        default: StanceProbs = NEUTRAL,
        languages: Collection[str] = ("en",),
        precision: str = "float32",
    ) -> None:
        super().__init__(table, default=default, model_id=model_id, languages=languages, precision=precision)
        self.marked: list[tuple[str, str, Stance]] = []
        self.verified = 0
        self.damaged = False

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        self.marked += [(*pair, stance) for pair, stance in zip(pairs, stances, strict=True)]
        return [Marks(((0, len(evidence.split()[0])),)) for evidence, _ in pairs]

    def verify_files(self) -> None:
        self.verified += 1
        if self.damaged:
            raise ModelError(f"{self.model_id} is damaged — mend it")


class BilingualVerifier(ReadingVerifier):
    """One reader for each pair of languages, made when it is first asked for."""

    def __init__(self, model_id: str = "fake/small@1", *, default: StanceProbs = NEUTRAL) -> None:
        super().__init__(model_id, default=default, languages=("en", "de"))
        self.readers: dict[str, ReadingVerifier] = {}

    def reader(self, claim: str, evidence: frozenset[str]) -> ReadingVerifier:
        key = f"{claim}-{'+'.join(sorted(evidence))}"
        return self.readers.setdefault(key, ReadingVerifier(f"{self.model_id},{key}", default=self._default))

    @property
    def asked(self) -> dict[str, list[tuple[str, str]]]:
        """The pairs that each of its readers was given."""
        return {key: reader.pairs for key, reader in self.readers.items() if reader.pairs}


# --- the cascade -----------------------------------------------------------------------------------------------------


def sided(side: float, other: float = 0.0) -> StanceProbs:
    return StanceProbs(side, other, 1 - side - other)


AT, BELOW = READ_ON, READ_ON - 1e-9
PAIRS = [("A.", "x"), ("B.", "x"), ("C.", "x"), ("D.", "x"), ("E.", "x")]
SMALL_TABLE = dict(
    zip(PAIRS, (sided(BELOW, BELOW), sided(AT), sided(0.0, AT), sided(BELOW), sided(0.6, 0.2)), strict=True)
)


def test_the_large_one_reads_the_pairs_with_a_side_at_the_bar_and_no_others() -> None:
    small, large = ReadingVerifier("small", SMALL_TABLE), ReadingVerifier("large", default=NO)
    found = CascadeVerifier(small, large).predict(PAIRS)
    assert small.pairs == PAIRS
    assert large.pairs == [PAIRS[1], PAIRS[2], PAIRS[4]]
    assert found == [SMALL_TABLE[PAIRS[0]], NO, NO, SMALL_TABLE[PAIRS[3]], NO]
    assert (small.calls, large.calls) == (1, 1)


def test_each_pair_gets_its_own_result_whatever_the_order() -> None:
    table = {("B.", "x"): YES, ("C.", "x"): NO, ("E.", "x"): NEUTRAL}
    forward = CascadeVerifier(ReadingVerifier("small", SMALL_TABLE), ReadingVerifier("large", table)).predict(PAIRS)
    back = CascadeVerifier(ReadingVerifier("small", SMALL_TABLE), ReadingVerifier("large", table)).predict(PAIRS[::-1])
    assert forward == back[::-1]
    assert (forward[1], forward[2], forward[4]) == (YES, NO, NEUTRAL)


def test_where_nothing_may_decide_the_large_one_reads_no_pair() -> None:
    large = ReadingVerifier("large", default=NO)
    cascade = CascadeVerifier(ReadingVerifier("small", default=sided(BELOW, BELOW)), large)
    assert cascade.predict(PAIRS) == [sided(BELOW, BELOW)] * 5
    assert cascade.predict([]) == []
    assert large.n_pairs == 0


def test_a_cascade_is_another_model_with_either_of_its_verifiers() -> None:
    def named(small: str, large: str) -> str:
        return CascadeVerifier(ReadingVerifier(small), ReadingVerifier(large)).model_id

    assert named("s@1", "l@1") == "cascade(s@1 ≥0.3 l@1)"
    assert len({named("s@1", "l@1"), named("s@2", "l@1"), named("s@1", "l@2"), named("l@1", "s@1")}) == 4


def test_a_cascade_knows_what_the_large_one_knows_and_runs_in_its_precision() -> None:
    small = ReadingVerifier("small", languages=("en", "de"))
    cascade = CascadeVerifier(small, ReadingVerifier("large", precision="bfloat16"))
    assert cascade.languages == {"en"}
    assert cascade.precision == "bfloat16"


def test_the_words_that_decided_are_those_of_the_large_one() -> None:
    small, large = ReadingVerifier("small"), ReadingVerifier("large")
    assert CascadeVerifier(small, large).mark([("One word.", "x")], [Stance.SUPPORTS]) == [Marks(((0, 3),))]
    assert (small.marked, large.marked) == ([], [("One word.", "x", Stance.SUPPORTS)])


@pytest.mark.parametrize("damaged", ["small", "large"])
def test_the_files_of_both_are_verified(damaged: str) -> None:
    small, large = ReadingVerifier("small"), ReadingVerifier("large")
    CascadeVerifier(small, large).verify_files()
    assert (small.verified, large.verified) == (1, 1)
    {"small": small, "large": large}[damaged].damaged = True
    with pytest.raises(ModelError, match=f"{damaged} is damaged"):
        CascadeVerifier(small, large).verify_files()
    with pytest.raises(ModelError, match=f"{damaged} is damaged"):
        LanguageVerifier(CascadeVerifier(small, large), BilingualVerifier()).verify_files()


NEAR, NEXT = Match(Snippet("near", "B."), 2, 0.6), Match(Snippet("next", "A."), 1, 0.5)
LATER = Match(Snippet("old", "C."), 3, 0.9, Standing.LATER)


@pytest.mark.parametrize("row", [(NEAR, NEXT, LATER), (LATER, NEXT, NEAR)])
def test_the_nearest_snippet_that_counts_is_read_by_the_large_one_whatever_the_small_one_says(
    row: tuple[Match, ...],
) -> None:
    small, large = ReadingVerifier("small", default=sided(0.03)), ReadingVerifier("large", default=NO)
    cache = Cache.in_memory()
    [read], count = verify([Claim("x", "x")], [row], CascadeVerifier(small, large), cache)
    assert large.pairs == [("B.", "x")]
    assert ("B.", "x") not in small.pairs
    assert {assessment.match: assessment.probs for assessment in read.single}[NEAR] == NO
    again, second = verify([Claim("x", "x")], [row], CascadeVerifier(small, large), cache)
    assert (again, second.needed, second.scored) == ([read], count.needed, 0)


def test_an_evaluation_reads_with_the_same_verifiers_as_a_check() -> None:
    small, large = ReadingVerifier("small", default=sided(0.03)), ReadingVerifier("large", default=NO)
    verifier = LanguageVerifier(CascadeVerifier(small, large), BilingualVerifier())
    rows = [verify([Claim("x", "x")], [[NEAR, NEXT]], one, Cache.in_memory()) for one in (verifier, plain(verifier))]
    assert rows[0] == rows[1]
    assert large.pairs == [("B.", "x")] * 2


# --- the choice by language ------------------------------------------------------------------------------------------

ENGLISH = Claim("e", "The tower is tall.", lang="en")
GERMAN = Claim("g", "Der Turm ist hoch.", lang="de")
EN = Match(Snippet("en", "It is 330 metres tall.", lang="en"), 1, 0.6)
DE = Match(Snippet("de", "Er ist 330 Meter hoch.", lang="de"), 2, 0.5)
EN_DE = f"{EN.snippet.text} {DE.snippet.text}"


@pytest.fixture
def english() -> ReadingVerifier:
    return ReadingVerifier("fake/english@1", default=NO)


@pytest.fixture
def small() -> BilingualVerifier:
    return BilingualVerifier(default=YES)


def test_pairs_in_english_go_to_one_verifier_and_all_others_to_the_small_one(
    english: ReadingVerifier, small: BilingualVerifier
) -> None:
    claims = [ENGLISH, GERMAN]
    rows, count = verify(claims, [[EN, DE]] * 2, LanguageVerifier(english, small), Cache.in_memory())
    assert english.pairs == [(EN.snippet.text, ENGLISH.text)]
    assert small.pairs == []
    assert small.asked == {
        "en-de": [(DE.snippet.text, ENGLISH.text), (DE.snippet.text, EN.snippet.text)],
        "en-de+en": [(EN_DE, ENGLISH.text)],
        "de-en": [(EN.snippet.text, GERMAN.text), (EN.snippet.text, DE.snippet.text)],
        "de-de": [(DE.snippet.text, GERMAN.text)],
        "de-de+en": [(EN_DE, GERMAN.text)],
    }
    assert [[a.probs for a in row.single] for row in rows] == [[NO, YES], [YES, YES]]
    assert [[a.probs for a in row.joint] for row in rows] == [[YES], [YES]]
    assert (count.needed, count.scored) == (8, 8)


def test_two_english_snippets_are_read_together_by_the_verifier_for_english(
    english: ReadingVerifier, small: BilingualVerifier
) -> None:
    other = Match(Snippet("other", "It is of iron.", lang="en"), 3, 0.4)
    verify([ENGLISH], [[EN, other]], LanguageVerifier(english, small), Cache.in_memory())
    assert (f"{EN.snippet.text} {other.snippet.text}", ENGLISH.text) in english.pairs
    assert small.asked == {}


def test_the_same_texts_in_other_languages_are_read_by_both_and_each_once(
    english: ReadingVerifier, small: BilingualVerifier
) -> None:
    # "Zhenwu" is the same in both languages; only what is known of the claim's differs.
    claims = [Claim("a", "Zhenwu.", lang="en"), Claim("b", "Zhenwu.", lang="de"), Claim("c", "Zhenwu.", lang="de")]
    verifier = LanguageVerifier(english, small)
    rows, count = verify(claims, [[EN]] * 3, verifier, Cache.in_memory())
    assert [row.single[0].probs for row in rows] == [NO, YES, YES]
    assert (english.n_pairs, small.asked) == (1, {"de-en": [(EN.snippet.text, "Zhenwu.")]})
    assert (count.needed, count.scored) == (2, 2)


def test_a_second_run_asks_nobody_and_says_the_same(english: ReadingVerifier, small: BilingualVerifier) -> None:
    cache, verifier = Cache.in_memory(), LanguageVerifier(english, small)
    first, _ = verify([ENGLISH, GERMAN], [[EN, DE]] * 2, verifier, cache)
    calls = english.calls + sum(reader.calls for reader in small.readers.values())
    second, count = verify([ENGLISH, GERMAN], [[EN, DE]] * 2, verifier, cache)
    assert second == first
    assert (count.needed, count.scored) == (8, 0)
    assert english.calls + sum(reader.calls for reader in small.readers.values()) == calls


def test_another_small_verifier_reads_its_pairs_again_and_leaves_the_english_ones(english: ReadingVerifier) -> None:
    cache = Cache.in_memory()
    verify([ENGLISH], [[EN, DE]], LanguageVerifier(english, BilingualVerifier()), cache)
    other = BilingualVerifier("fake/small@2", default=YES)
    rows, count = verify([ENGLISH], [[EN, DE]], LanguageVerifier(english, other), cache)
    assert [a.probs for a in rows[0].single] == [NO, YES]
    assert (count.needed, count.scored, english.n_pairs) == (5, 4, 1)


def test_progress_counts_the_pairs_of_all_verifiers_up_to_their_total(
    english: ReadingVerifier, small: BilingualVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factcheck.verify.PORTION_PAIRS", 1)
    more = Match(Snippet("more", "It is of iron.", lang="en"), 3, 0.4)
    told: list[tuple[str, int, int]] = []
    verify(
        [ENGLISH, GERMAN],
        [[EN, more], [DE]],
        LanguageVerifier(english, small),
        Cache.in_memory(),
        lambda *step: told.append(step),
    )
    assert told == [*(("verifying", done, 3) for done in (1, 2, 3)), ("verifying two at a time", 1, 1)]


def test_marks_are_asked_of_the_verifier_that_read_the_pair(english: ReadingVerifier, small: BilingualVerifier) -> None:
    cache, verifier = Cache.in_memory(), LanguageVerifier(english, small)
    rows, _ = verify([ENGLISH, GERMAN], [[EN, DE]] * 2, verifier, cache)
    highlight([ENGLISH, GERMAN], rows, verifier, cache)
    assert english.marked == [(EN.snippet.text, ENGLISH.text, Stance.CONTRADICTS)]
    assert {key: reader.marked for key, reader in small.readers.items() if reader.marked} == {
        "en-de": [(DE.snippet.text, ENGLISH.text, Stance.SUPPORTS)],
        "de-en": [(EN.snippet.text, GERMAN.text, Stance.SUPPORTS)],
        "de-de": [(DE.snippet.text, GERMAN.text, Stance.SUPPORTS)],
    }


def test_without_a_language_a_pair_counts_as_english(english: ReadingVerifier, small: BilingualVerifier) -> None:
    claim, match = Claim("c", "A claim."), Match(Snippet("s", "A snippet."), 1, 0.5)
    verify([claim], [[match]], LanguageVerifier(english, small), Cache.in_memory())
    assert (english.n_pairs, small.asked) == (1, {})


def test_both_are_named_and_what_either_knows_is_known(english: ReadingVerifier, small: BilingualVerifier) -> None:
    verifier = LanguageVerifier(english, small)
    assert verifier.model_id == "fake/english@1 | fake/small@1"
    assert verifier.languages == {"en", "de"}
    assert verifier.predict([("A.", "x")]) == [NO]
    assert verifier.mark([("One word.", "x")], [Stance.SUPPORTS]) == [Marks(((0, 3),))]


# --- by name, and what stands in for the large one -------------------------------------------------------------------

STANDS_IN = (
    "The large verifier is not installed, so the small one read everything: run `pip install 'factcheck[large]'`."
)
IN_GERMAN = (
    "Das große Prüfmodell ist nicht installiert, das kleine hat alles gelesen: `pip install 'factcheck[large]'`."
)
REALLY_SMALL = SmallVerifier().model_id


@pytest.fixture
def no_body(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without the large body, joined or in pieces."""
    monkeypatch.setattr("factcheck.models.open.body_is_here", lambda allow_network: False)
    yield


@pytest.fixture
def some_body(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that has the large body, as far as anybody asks."""
    monkeypatch.setattr("factcheck.models.open.body_is_here", lambda allow_network: True)
    yield


def test_by_name_the_large_verifier_or_the_cascade_reads_english_and_the_small_one_the_rest(some_body: None) -> None:
    large = LargeVerifier().model_id
    assert open_verifier("large").model_id == f"{large} | {REALLY_SMALL}"
    assert open_verifier("cascade").model_id == f"cascade({REALLY_SMALL} ≥0.3 {large}) | {REALLY_SMALL}"


@pytest.mark.parametrize("name", ["large", "cascade"])
def test_without_the_large_body_the_small_verifier_reads_everything_with_a_warning(
    no_body: None, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    with caplog.at_level(logging.WARNING):
        verifier = open_verifier(name)
    assert isinstance(verifier, SmallVerifier)
    assert (verifier.model_id, verifier.note) == (REALLY_SMALL, STANDS_IN)
    [record] = caplog.records
    assert "the large verifier is not installed, the small one reads everything" in record.getMessage()
    assert "pip install 'factcheck[large]'" in record.getMessage()


def test_the_small_verifier_by_its_own_name_has_no_note_and_warns_of_nothing(
    no_body: None, caplog: pytest.LogCaptureFixture
) -> None:
    verifier = open_verifier("small")
    assert isinstance(verifier, SmallVerifier)
    assert verifier.note == ""
    assert caplog.records == []


def report_of(name: str) -> Report:
    """A report on nothing to be read: no model is loaded."""
    return FactChecker([Snippet("s", "A snippet.", lang="en")], embedder=KeywordEmbedder(), verifier=name).check([])


def test_a_report_says_that_the_small_verifier_stands_in(no_body: None, tmp_path: Path) -> None:
    report = report_of("cascade")
    record = json.loads(to_json(report))["provenance"]
    assert record["verifier"]["model_id"] == REALLY_SMALL
    assert record["verifier"]["note"] == STANDS_IN
    assert record["aggregation"].endswith("factcheck-verifier-small-v4")
    (tmp_path / "r.json").write_text(to_json(report), encoding="utf-8")
    assert read_report(tmp_path / "r.json") == report
    said = STANDS_IN.partition(":")[0]
    assert said in to_markdown(report)
    assert said in to_html(report)


def test_a_report_says_it_in_the_language_of_its_reader_and_the_record_in_english(no_body: None) -> None:
    report, said = report_of("large"), IN_GERMAN.partition(":")[0]
    with speaking("de"):
        assert said in to_markdown(report)
        assert said in to_html(report)
        assert json.loads(to_json(report))["provenance"]["verifier"]["note"] == STANDS_IN


def test_a_report_of_the_small_verifier_chosen_says_nothing_of_the_large_one(no_body: None) -> None:
    report = report_of("small")
    assert report.provenance.verifier.note == ""
    for text in (to_markdown(report), to_html(report)):
        assert "not installed" not in text


def test_a_record_from_before_models_had_notes_is_read(no_body: None, tmp_path: Path) -> None:
    fields = json.loads(to_json(report_of("small")))
    for model in ("embedder", "verifier"):
        del fields["provenance"][model]["note"]
    (tmp_path / "r.json").write_text(json.dumps(fields), encoding="utf-8")
    assert read_report(tmp_path / "r.json").provenance.verifier.note == ""


def test_the_record_names_every_rule_that_decided(tmp_path: Path) -> None:
    snippets = [Snippet("s1", "The dam was finished in 1932.", lang="en")]
    checker = FactChecker(snippets, verifier="small", embedder="small", store=tmp_path)
    english, german = Claim("a", "The dam is from 1932.", lang="en"), Claim("b", "Der Damm ist von 1932.", lang="de")
    assert checker.check([english]).provenance.aggregation == FITTED_SMALL.name
    assert checker.check([german]).provenance.aggregation == FITTED_BILINGUAL.name
    assert checker.check([german, english]).provenance.aggregation == f"{FITTED_SMALL.name}; {FITTED_BILINGUAL.name}"


def test_a_snippet_that_does_not_bear_on_the_claim_does_not_choose_its_rule() -> None:
    german = [Snippet("de", "Er ist 330 Meter hoch.", lang="de")]
    for stance_of_english, rule in ((NEUTRAL, FITTED_BILINGUAL), (NO, FITTED)):
        verifier = LanguageVerifier(
            ReadingVerifier("fake/english@1", default=stance_of_english), BilingualVerifier(default=YES)
        )
        for snippets in (german, [*german, EN.snippet]):
            checker = FactChecker(snippets, verifier=verifier, embedder=KeywordEmbedder())
            found = checker.check([ENGLISH]).provenance.aggregation
            assert found == (rule.name if len(snippets) > 1 else FITTED_BILINGUAL.name)


def test_where_nothing_bears_on_an_english_claim_the_rule_for_english_says_so() -> None:
    verifier = LanguageVerifier(ReadingVerifier("fake/english@1"), BilingualVerifier())
    checker = FactChecker([EN.snippet, DE.snippet], verifier=verifier, embedder=KeywordEmbedder())
    assert checker.check([ENGLISH]).provenance.aggregation == FITTED.name


def ruled(german: StanceProbs, english: StanceProbs | None = None) -> Ruling:
    """The ruling on an English claim by what the German snippet says of it, and the English one if there is any."""
    read = [Assessment(DE, german), *([Assessment(EN, english)] if english else [])]
    verifier = LanguageVerifier(ReadingVerifier("fake/english@1"), BilingualVerifier())
    return ruling(ENGLISH, Readings(tuple(read)), verifier, FITTED, FITTED_BILINGUAL)


@pytest.mark.parametrize(
    ("german", "label"), [(YES, Label.SUPPORTED), (NO, Label.CONTRADICTED)], ids=["supports", "contradicts"]
)
@pytest.mark.parametrize("english", [0.12, 0.2, 0.6, 0.9])
def test_english_evidence_on_the_same_side_leaves_what_german_evidence_decides(
    german: StanceProbs, label: Label, english: float
) -> None:
    weak = sided(english, 0.05) if label is Label.SUPPORTED else sided(0.05, english)
    found = ruled(german, weak)
    assert found.decision == ruled(german).decision
    assert found.decision.label is label
    assert (found.rule, [a.match for a in found.readings.single]) == (FITTED_BILINGUAL, [DE])


def test_german_evidence_is_not_asked_where_the_rule_for_english_decides_on_all_of_it() -> None:
    found = ruled(YES, sided(0.97, 0.01))
    assert (found.decision.label, found.rule) == (Label.SUPPORTED, FITTED)
    assert [a.match for a in found.readings.single] == [DE, EN]


@pytest.mark.parametrize(("against", "reason"), [(0.15, Reason.NOT_ENOUGH), (0.5, Reason.CONFLICTING)])
def test_english_evidence_that_leans_the_other_way_makes_what_german_evidence_decides_unknown(
    against: float, reason: Reason
) -> None:
    for german, english in ((YES, sided(0.05, against)), (NO, sided(against, 0.05))):
        decision = ruled(german, english).decision
        assert (decision.label, decision.reason) == (Label.UNKNOWN, reason)


def test_whatever_english_evidence_says_on_the_same_side_german_evidence_decides_as_before() -> None:
    said = [sided(s, c) for s, c in product((n / 20 for n in range(20)), repeat=2) if s + c <= 1]
    settled = 0
    for german in said:
        label = ruled(german).decision.label
        lean = {Label.SUPPORTED: 1, Label.CONTRADICTED: -1, Label.UNKNOWN: 0}[label]
        same = [english for english in said if lean * (english.supports - english.contradicts) >= 0] if lean else []
        assert {ruled(german, english).decision.label for english in same} <= {label}
        settled += len(same)
    assert settled > 1000


def test_a_check_decides_an_english_claim_by_its_german_evidence_beside_a_doubtful_english_one() -> None:
    verifier = LanguageVerifier(
        ReadingVerifier("fake/english@1", default=sided(0.2, 0.05)), BilingualVerifier(default=YES)
    )
    for snippets in ([DE.snippet], [DE.snippet, EN.snippet]):
        report = FactChecker(snippets, verifier=verifier, embedder=KeywordEmbedder()).check([ENGLISH])
        assert [v.label for v in report.verdicts] == [Label.SUPPORTED]
        assert report.provenance.aggregation == FITTED_BILINGUAL.name


def test_whether_two_sides_contradict_each_other_is_for_the_large_one_alone() -> None:
    one, other = Match(Snippet("one", "It is of wood."), 1, 0.5), Match(Snippet("other", "It is of iron."), 2, 0.4)
    small = ReadingVerifier("small", default=NEUTRAL)
    small._table.update({(one.snippet.text, ENGLISH.text): YES, (other.snippet.text, ENGLISH.text): NO})
    large = ReadingVerifier("large", dict(small._table), default=NO)
    rows, _ = verify([ENGLISH], [[one, other]], CascadeVerifier(small, large), Cache.in_memory())
    assert rows[0].dispute == NO.contradicts
    assert (one.snippet.text, other.snippet.text) not in small.pairs
