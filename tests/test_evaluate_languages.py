"""Languages in `factcheck evaluate`, `calibrate` and `gold`: told from the texts, as a check does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.cache import Cache
from factcheck.datatypes import Assessment, Choice, Claim, Label, Match, Outcome, Report, Snippet, Verdict, Verifier
from factcheck.errors import InputError
from factcheck.evaluate.calibrate import require_enough
from factcheck.evaluate.datasets import OTHER_LANGUAGE, OTHER_RULE, UNCHECKED, Gold, Topic, pairs_of_topic
from factcheck.evaluate.evaluation import SetResult
from factcheck.evaluate.forms import Languages
from factcheck.evaluate.goldsets import read_cases, read_reviewed
from factcheck.evaluate.read import read_data
from factcheck.evaluate.run import evaluate
from factcheck.evaluate.stages import Judge, Stage
from factcheck.evaluate.topics import GOLD, read_expected, read_topic
from factcheck.evaluate.wording import notes
from factcheck.models.cascade import LanguageVerifier
from factcheck.review.gold import write_gold
from factcheck.reviewed import Review
from factcheck.verify import code_of
from factcheck.written import Language, Origin
from tests.fakes import ROOT, KeywordEmbedder, TableVerifier
from tests.plugins import YES
from tests.report_examples import PROVENANCE
from tests.test_cascade import BilingualVerifier, ReadingVerifier

S = Label.SUPPORTED
DAY = dt.date(2026, 3, 15)
BOTH_GERMAN = "de-de"
MOON = "Der Mond umkreist die Erde in einer mittleren Entfernung von etwa 384.400 Kilometern."
WATER = "Reines Wasser gefriert unter normalem Luftdruck schon bei zehn Grad Celsius."
RIVER = "The river Vistula flows through the old town of Cracow."
FRENCH = "La tour Eiffel se trouve à Paris et mesure plus de trois cents mètres de haut."
NAMES = "Zhenwu H20."
"""Too few words to tell a language, and all of them names."""
MOON_SNIPPET = "Die mittlere Entfernung des Mondes von der Erde beträgt rund 384.400 Kilometer."
RIVER_SNIPPET = "The Vistula is the river that flows through the old town of Cracow."
FRENCH_SNIPPET = "La tour Eiffel, à Paris, mesure trois cent trente mètres de haut avec ses antennes."


def topic_in(folder: Path, claims: dict[str, str], snippets: dict[str, str], deciding: dict[str, str]) -> Path:
    """A gold folder without a single ``lang``, whose claims are all supported by what decides them."""
    folder.mkdir(parents=True)
    for name, texts in (("claims", claims), ("snippets", snippets)):
        lines = [f'  - {{id: {key}, text: "{text}"}}\n' for key, text in texts.items()]
        file = "claims.yaml" if name == "claims" else "evidence.yaml"
        (folder / file).write_text("".join([f"{name}:\n", *lines]), encoding="utf-8")
    gold = "".join(f"{claim}\tsupported\t\t{deciding.get(claim, '')}\n" for claim in claims)
    (folder / GOLD).write_text(gold, encoding="utf-8")
    return folder


def german_and_english(folder: Path) -> Path:
    snippets = {"mond": MOON_SNIPPET, "fluss": RIVER_SNIPPET}
    return topic_in(folder, {"moon": MOON, "river": RIVER}, snippets, {"moon": "mond", "river": "fluss"})


def codes(topic: Topic) -> list[str]:
    """The languages of the claims, then of the snippets."""
    return [*map(code_of, topic.claims), *map(code_of, topic.snippets)]


def judge(verifier: Verifier) -> Judge:
    return Judge(KeywordEmbedder(), verifier, Cache.in_memory(), DAY)


def pipeline(folder: Path, verifier: Verifier) -> SetResult:
    _, sets = read_data([folder], [], Stage.PIPELINE, Languages())
    return evaluate(Stage.PIPELINE, sets, judge(verifier), {}).total


def test_the_whole_path_reads_a_german_topic_without_lang_as_a_check_does(tmp_path: Path) -> None:
    english, small = ReadingVerifier("fake/english@1", default=YES), BilingualVerifier(default=YES)
    pipeline(german_and_english(tmp_path / "gold"), LanguageVerifier(english, small))
    assert {claim for _, claim in english.pairs} == {RIVER}
    assert {claim for _, claim in small.asked[BOTH_GERMAN]} == {MOON}


def test_claims_with_expect_have_the_languages_of_their_texts(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(f'- {{text: "{MOON}", expect: supported}}\n', encoding="utf-8")
    (tmp_path / "e.yaml").write_text(f'- "{MOON_SNIPPET}"\n', encoding="utf-8")
    topic = read_expected(tmp_path / "x.yaml", [tmp_path / "e.yaml"], tmp_path)
    assert codes(topic) == ["de", "de"]


def test_a_text_in_doubt_has_the_language_of_its_file_whatever_has_gold(tmp_path: Path) -> None:
    folder = topic_in(tmp_path / "gold", {"names": NAMES, "moon": MOON}, {"mond": MOON_SNIPPET}, {})
    (folder / GOLD).write_text("names\tsupported\t\tmond\n", encoding="utf-8")
    [claim] = read_topic(folder).claims
    assert claim.language == Language("de", Origin.FILE)


def test_where_nothing_tells_the_language_is_that_of_the_settings(tmp_path: Path) -> None:
    folder = topic_in(tmp_path / "gold", {"names": NAMES}, {"s": NAMES}, {"names": "s"})
    (tmp_path / "x.yaml").write_text(f"- {{text: {NAMES}, expect: supported}}\n", encoding="utf-8")
    (tmp_path / "e.yaml").write_text(f"- {NAMES}\n", encoding="utf-8")
    files = [folder, tmp_path / "x.yaml"]
    given = read_reviewed(files, [tmp_path / "e.yaml"], [], tmp_path, "de")
    _, sets = read_data(files, [tmp_path / "e.yaml"], Stage.PIPELINE, Languages(), tmp_path, "de")
    topics = [*given, *(item for item in sets if isinstance(item, Topic))]
    assert len(topics) == 4
    assert {code for topic in topics for code in codes(topic)} == {"de"}


# --- languages that the verifier does not know


def with_french(folder: Path) -> Path:
    claims = {"river": RIVER, "tour": FRENCH}
    snippets = {"fluss": RIVER_SNIPPET, "tour-fr": FRENCH_SNIPPET}
    return topic_in(folder, claims, snippets, dict.fromkeys(claims, "fluss"))


def test_a_claim_in_a_language_that_the_verifier_does_not_know_is_left_out_and_counted(tmp_path: Path) -> None:
    verifier = TableVerifier(default=YES, languages=("en", "de"))
    total = pipeline(with_french(tmp_path / "gold"), verifier)
    assert [item.id for item in total.items] == ["river"]
    assert dict(total.counts) == {OTHER_LANGUAGE: 1}
    assert notes(total) == ["claims in a language that the verifier does not know, left out: 1"]  # and no sample
    assert FRENCH not in {claim for _, claim in verifier.pairs}  # the oracle does not ask about it either


def test_the_oracle_reads_no_snippet_that_a_check_does_not_read(tmp_path: Path) -> None:
    snippets = {"fluss": RIVER_SNIPPET, "tour-fr": FRENCH_SNIPPET}
    folder = topic_in(tmp_path / "gold", {"river": RIVER}, snippets, {"river": "tour-fr"})
    verifier = TableVerifier({(FRENCH_SNIPPET, RIVER): YES}, languages=("en", "de"))
    values = pipeline(folder, verifier).figures.values
    assert (values["accuracy"], values["oracle_accuracy"], values["deciding_recall"]) == (0.0, 0.0, 0.0)
    assert FRENCH_SNIPPET not in {evidence for evidence, _ in verifier.pairs}


def test_calibrate_leaves_out_german_and_unknown_languages_and_counts_each(tmp_path: Path) -> None:
    claims = {"moon": MOON, "river": RIVER, "tour": FRENCH}
    folder = topic_in(tmp_path / "gold", claims, {"fluss": RIVER_SNIPPET}, dict.fromkeys(claims, "fluss"))
    verifier = LanguageVerifier(ReadingVerifier("fake/english@1", default=YES), BilingualVerifier(default=YES))
    made, counts = read_cases(read_reviewed([folder], [], []), judge(verifier))
    assert [one.id for one in made] == ["river"]
    assert counts == {UNCHECKED: 0, OTHER_LANGUAGE: 1, OTHER_RULE: 1}


def test_what_was_left_out_is_told_where_too_few_claims_remain() -> None:
    with pytest.raises(InputError, match=r"20 missing .* whose rule is not calibrated, left out: 60$"):
        require_enough([S, Label.UNKNOWN] * 20, ["gold"], {UNCHECKED: 0, OTHER_RULE: 60})


# --- the verify stage


def test_a_pair_of_a_topic_has_the_languages_of_its_claim_and_evidence() -> None:
    snippets = (Snippet("en", "The moon.", lang="en"), Snippet("de", "Der Mond.", lang="de"))
    claims = tuple(Claim(f"c{i}", "Moon.", lang=lang) for i, lang in enumerate(("en", "en", "de", "de")))
    deciding = (("en",), ("en", "de"), ("en",), ("de", "en"))
    gold = {claim.id: Gold(S, None, ids) for claim, ids in zip(claims, deciding, strict=True)}
    pairs = pairs_of_topic(Topic("t", claims, snippets, gold, ())).pairs
    assert [pair.languages for pair in pairs] == [("en", "en"), ("en", "de"), ("de", "en"), ("de", "en")]


def test_given_evidence_in_german_is_read_by_the_verifier_of_a_check(tmp_path: Path) -> None:
    english, small = ReadingVerifier("fake/english@1", default=YES), BilingualVerifier(default=YES)
    _, sets = read_data([german_and_english(tmp_path / "gold")], [], Stage.VERIFY, Languages())
    evaluate(Stage.VERIFY, sets, judge(LanguageVerifier(english, small)), {})
    assert english.pairs == [(RIVER_SNIPPET, RIVER)]
    assert small.asked == {BOTH_GERMAN: [(MOON_SNIPPET, MOON)]}


# --- gold that `factcheck gold` writes


def accepted(claim: Claim, snippet: Snippet) -> Verdict:
    read = (Assessment(Match(snippet, 1, 0.9), YES),)
    verdict = Verdict(claim, S, None, 0.9, "because", DAY, Outcome.PASSED, read)
    return replace(verdict, review=Review("Ana", Choice.ACCEPT, DAY, on=S))


def test_gold_keeps_the_languages_in_which_claim_and_evidence_were_read(tmp_path: Path) -> None:
    told = Language("de", Origin.FILE)
    read = accepted(Claim("n", NAMES, language=told), Snippet("s", NAMES, language=told))
    given = accepted(Claim("g", MOON, lang="de-AT", language=told), Snippet("t", MOON_SNIPPET, lang="de-AT"))
    write_gold(Report("claims", (read, given), (), PROVENANCE), tmp_path / "gold")
    topic = read_topic(tmp_path / "gold")
    assert [claim.lang for claim in topic.claims] == ["de", "de-AT"]
    assert [snippet.lang for snippet in topic.snippets] == ["de", "de-AT"]


def test_gold_of_a_record_that_says_no_language_says_none(tmp_path: Path) -> None:
    write_gold(Report("claims", (accepted(Claim("c", NAMES), Snippet("s", NAMES)),), (), PROVENANCE), tmp_path)
    assert "lang" not in (tmp_path / "claims.yaml").read_text("utf-8")


# --- English stays English


@pytest.mark.parametrize("folder", ["tests/gold", "training/topics"])
def test_no_text_of_the_english_corpora_is_taken_for_another_language(folder: str) -> None:
    topics = [read_topic(gold.parent) for gold in sorted((ROOT / folder).rglob(GOLD))]
    assert len(topics) >= 10
    assert {code for topic in topics for code in codes(topic)} == {"en"}
