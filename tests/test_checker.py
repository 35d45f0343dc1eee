"""FactChecker: evidence, models and settings wired together, with fakes for the models."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck import FactChecker, __version__
from factcheck.checker import report_name, sentence_claim, today_from_environment
from factcheck.cli.expect import write_expected
from factcheck.datatypes import Choice, Claim, Label, Report, Review, Snippet, Source, StanceProbs
from factcheck.errors import InputError, ModelError, SettingsError, StoreError
from factcheck.settings import Settings
from factcheck.stores import CACHE_FILE, STORE
from tests.fakes import KeywordEmbedder, TableVerifier

TODAY = dt.date(2026, 3, 15)
YES, NO = StanceProbs(0.98, 0.01, 0.01), StanceProbs(0.01, 0.98, 0.01)
HEIGHT = Snippet("height", "The tower measures 330 metres.", Source("src", published=dt.date(2025, 1, 1)))
TALL, LYON = "The tower is 330 metres tall.", "The tower stands in Lyon."
TABLE = {(HEIGHT.text, TALL): YES, ("The tower stands in Paris.", LYON): NO}

EVIDENCE_FILE = """\
sources: [{id: src, published: 2025-01-01}]
snippets:
  - {id: height, source: src, text: The tower measures 330 metres.}
  - {id: paris, text: The tower stands in Paris.}
"""


class Fakes:
    """Checkers that share a folder, each with an embedder and a verifier of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.embedder = KeywordEmbedder()
        self.verifier = TableVerifier(TABLE)

    def checker(
        self,
        evidence: str | Path | list[str | Path | Snippet],
        *,
        store: Path | None = None,
        k: int = 8,
        today: dt.date | None = TODAY,
        as_of: dt.date | None = None,
    ) -> FactChecker:
        self.embedder, self.verifier = KeywordEmbedder(), TableVerifier(TABLE)
        return FactChecker(
            evidence,
            embedder=self.embedder,
            verifier=self.verifier,
            k=k,
            store=store,
            today=today,
            as_of=as_of,
            cwd=self.folder,
        )


@pytest.fixture
def fakes(tmp_path: Path) -> Iterator[Fakes]:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "tower.yaml").write_text(EVIDENCE_FILE, encoding="utf-8")
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "tower.yaml").write_text(f"- {TALL}\n- {LYON}\n", encoding="utf-8")
    yield Fakes(tmp_path)


# --- what is given ---------------------------------------------------------------------------------------------------


def test_evidence_and_claims_can_be_files_and_folders(fakes: Fakes) -> None:
    checker = fakes.checker(fakes.folder / "evidence")
    for claims in (fakes.folder / "claims", fakes.folder / "claims" / "tower.yaml"):
        report = checker.check(claims)
        assert [v.label for v in report.verdicts] == [Label.SUPPORTED, Label.CONTRADICTED]


def test_a_string_of_evidence_is_a_path_and_a_string_of_claims_is_a_sentence(fakes: Fakes) -> None:
    [verdict] = fakes.checker(str(fakes.folder / "evidence")).check(TALL).verdicts
    assert (verdict.claim.text, verdict.label) == (TALL, Label.SUPPORTED)


def test_evidence_and_claims_can_be_records(fakes: Fakes) -> None:
    claim = Claim("tall", TALL, as_of=dt.date(2025, 6, 1))
    [verdict] = fakes.checker([HEIGHT]).check([claim]).verdicts
    assert (verdict.claim.hash, verdict.label, verdict.reference_date) == (claim.hash, Label.SUPPORTED, claim.as_of)


def test_paths_sentences_and_records_can_be_mixed_and_keep_their_order(fakes: Fakes) -> None:
    extra = Snippet("extra", "A river flows through the city.")
    checker = fakes.checker([fakes.folder / "evidence", extra])
    record = Claim("r", "The river is deep.")
    report = checker.check([record, fakes.folder / "claims", "The city is old."])
    assert [v.claim.text for v in report.verdicts] == [record.text, TALL, LYON, "The city is old."]
    assert report.provenance.n_snippets == 3


def test_a_sentence_has_the_text_and_the_id_that_it_would_have_in_a_file(fakes: Fakes) -> None:
    checker = fakes.checker([HEIGHT])
    [from_file, _] = checker.check(fakes.folder / "claims").verdicts
    for written in (TALL, f"  {TALL}\n", TALL.replace("tower is", "tower\n   is")):
        [said] = checker.check(written).verdicts
        assert (said.claim.id, said.claim.text) == (from_file.claim.id, TALL)


@pytest.mark.parametrize("sentence", ["", " \n", "...", "bell \x07", "broken \udcff", "word " * 301])
def test_a_sentence_that_no_file_may_hold_is_bad_input(sentence: str) -> None:
    with pytest.raises(InputError, match=r"^here: text"):
        sentence_claim(sentence, "here")


def test_faults_of_the_evidence_are_told_before_a_model_is_asked(fakes: Fakes) -> None:
    (fakes.folder / "evidence" / "tower.yaml").write_text("snippets:\n  - {text: A., valid_until: soon}\n")
    with pytest.raises(InputError, match=r"^evidence.tower\.yaml:2: snippets\[0\]\.valid_until: is no date"):
        fakes.checker(fakes.folder / "evidence")


def test_the_given_date_holds_for_claims_without_one_of_their_own(fakes: Fakes) -> None:
    early = dt.date(2024, 12, 31)
    [verdict] = fakes.checker([HEIGHT], as_of=early).check(TALL).verdicts
    assert (verdict.reference_date, verdict.label) == (early, Label.UNKNOWN)


def test_without_evidence_nothing_is_read_and_every_claim_is_unknown(fakes: Fakes) -> None:
    [verdict] = fakes.checker([]).check(TALL).verdicts
    assert verdict.label is Label.UNKNOWN
    assert fakes.verifier.calls == 0


def test_a_model_that_nobody_offers_is_an_error_with_a_remedy() -> None:
    with pytest.raises(ModelError, match=r"no embedder is called 'nobody'.*local folder.*owner/name@revision"):
        FactChecker([HEIGHT], embedder="nobody", verifier=TableVerifier())


# --- the store -------------------------------------------------------------------------------------------------------


def test_without_a_store_nothing_is_written(fakes: Fakes) -> None:
    before = sorted(fakes.folder.rglob("*"))
    fakes.checker(fakes.folder / "evidence").check(TALL)
    assert sorted(fakes.folder.rglob("*")) == before


def test_a_second_checker_uses_the_store_and_asks_no_model(fakes: Fakes) -> None:
    store = fakes.folder / STORE
    first = fakes.checker(fakes.folder / "evidence", store=store).check(fakes.folder / "claims")
    # Two snippets and two claims: each claim is read beside each snippet, and no further, since one settles it.
    assert (fakes.embedder.n_encoded, fakes.verifier.n_pairs) == (4, 4)
    again = fakes.checker(fakes.folder / "evidence", store=store)
    second = again.check(fakes.folder / "claims")
    assert (fakes.embedder.n_encoded, fakes.verifier.n_pairs) == (0, 0)
    assert (again.pairs_needed, again.pairs_scored) == (4, 0)
    assert second.verdicts == first.verdicts
    assert second.provenance.index_fingerprint == first.provenance.index_fingerprint


def test_an_added_snippet_is_all_that_a_second_checker_embeds_and_reads(fakes: Fakes) -> None:
    store = fakes.folder / STORE
    fakes.checker(fakes.folder / "evidence", store=store).check(TALL)
    (fakes.folder / "evidence" / "more.yaml").write_text("- The tower is painted brown.\n")
    fakes.checker(fakes.folder / "evidence", store=store).check(TALL)
    assert fakes.embedder.encoded == ["The tower is painted brown."]
    # Alone: the claim is settled by one of the two that were there.
    assert [evidence for evidence, _ in fakes.verifier.pairs] == ["The tower is painted brown."]
    assert all("The tower is painted brown." in evidence for evidence, _ in fakes.verifier.pairs)


def test_two_evidence_sets_keep_an_index_each(fakes: Fakes) -> None:
    store = fakes.folder / STORE
    (fakes.folder / "other.yaml").write_text("- The moon orbits the earth.\n")
    for evidence in ("evidence", "other.yaml", "evidence"):
        fakes.checker(fakes.folder / evidence, store=store).open_index()
    assert fakes.embedder.n_encoded == 0
    assert len(list((store / "index").iterdir())) == 2


def test_a_file_that_is_added_to_the_evidence_makes_no_second_index(fakes: Fakes) -> None:
    store = fakes.folder / STORE
    for name in ("one.yaml", "two.yaml"):
        (fakes.folder / "evidence" / name).write_text(f"- The tower is in {name}.\n")
        fakes.checker(fakes.folder / "evidence", store=store).open_index()
    assert fakes.embedder.encoded == ["The tower is in two.yaml."]
    assert len(list((store / "index").iterdir())) == 1


def test_a_project_that_is_moved_keeps_its_index(fakes: Fakes) -> None:
    fakes.checker(fakes.folder / "evidence", store=fakes.folder / STORE).open_index()
    moved = fakes.folder / "moved"
    moved.mkdir()
    for name in ("evidence", STORE):
        (fakes.folder / name).rename(moved / name)
    (moved / STORE / CACHE_FILE).unlink()  # else it would know the texts
    fakes.checker(moved / "evidence", store=moved / STORE).open_index()
    assert fakes.embedder.n_encoded == 0
    assert len(list((moved / STORE / "index").iterdir())) == 1


def test_the_index_is_opened_once_for_many_checks(fakes: Fakes) -> None:
    checker = fakes.checker(fakes.folder / "evidence")
    assert checker.index is checker.index
    checker.check(TALL)
    checker.check(LYON)
    # Two snippets once, and each claim once.
    assert fakes.embedder.encoded == ["The tower measures 330 metres.", "The tower stands in Paris.", TALL, LYON]


def test_a_store_of_another_kind_is_refused_with_what_to_write(fakes: Fakes) -> None:
    settings = Settings(root=fakes.folder, claims=(), evidence=(fakes.folder / "evidence",), store="redis")
    with pytest.raises(
        SettingsError, match="store: redis is not part of this version — write `store: files` or `milvus`"
    ):
        FactChecker.from_settings(settings)


def test_another_embedder_is_refused_until_the_index_is_rebuilt(fakes: Fakes) -> None:
    store, evidence = fakes.folder / STORE, fakes.folder / "evidence"
    fakes.checker(evidence, store=store).open_index()
    other = FactChecker(evidence, embedder=KeywordEmbedder(model_id="other@2"), verifier=TableVerifier(), store=store)
    with pytest.raises(StoreError, match="factcheck index --rebuild"):
        other.check(TALL)
    assert other.open_index(rebuild=True).model_id == "other@2"


# --- the report ------------------------------------------------------------------------------------------------------


def test_the_provenance_says_what_the_verdicts_were_made_with(fakes: Fakes) -> None:
    made = fakes.checker(fakes.folder / "evidence", k=3).check(fakes.folder / "claims").provenance
    assert (made.tool_version, made.today, made.k, made.n_snippets) == (__version__, TODAY, 3, 2)
    assert (made.embedder.model_id, made.embedder.precision) == ("fake/keywords@1", "float32")
    assert (made.verifier.model_id, made.verifier.precision) == ("fake/table@1", "float32")
    assert made.fail_on == ("contradicted", "unchecked")


def test_the_provenance_hashes_every_file_that_was_read_and_names_it_as_the_user_would(fakes: Fakes) -> None:
    made = fakes.checker(fakes.folder / "evidence").check(fakes.folder / "claims").provenance
    read = {name: (fakes.folder / name).read_bytes() for name in ("claims/tower.yaml", "evidence/tower.yaml")}
    expected = {name: hashlib.sha256(content).hexdigest() for name, content in read.items()}
    assert {**made.claims_files, **made.evidence_files} == expected
    assert list(made.claims_files) == ["claims/tower.yaml"]


class SavingVerifier(TableVerifier):
    """While it reads, somebody saves the files anew with a line more."""

    def __init__(self, *files: Path) -> None:
        super().__init__(TABLE)
        self._files = files

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        for file in self._files:
            file.write_text(f"{file.read_text('utf-8')}# saved\n", "utf-8")
        return super().predict(pairs)


def checked_while_saved(folder: Path) -> tuple[Report, dict[str, str]]:
    """A report on files that were saved anew while the verifier read, and the hashes of what they held before."""
    names = ("claims/tower.yaml", "evidence/tower.yaml")
    before = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    verifier = SavingVerifier(*(folder / name for name in names))
    checker = FactChecker(folder / "evidence", embedder=KeywordEmbedder(), verifier=verifier, today=TODAY, cwd=folder)
    return checker.check(folder / "claims"), before


def test_the_hashes_are_of_what_was_read_and_not_of_what_was_saved_meanwhile(fakes: Fakes) -> None:
    report, before = checked_while_saved(fakes.folder)
    assert {**report.provenance.claims_files, **report.provenance.evidence_files} == before
    assert (fakes.folder / "claims" / "tower.yaml").read_text("utf-8").endswith("# saved\n")


def test_no_expectation_is_written_into_a_file_that_was_saved_while_it_was_checked(
    fakes: Fakes, capsys: pytest.CaptureFixture[str]
) -> None:
    report, _ = checked_while_saved(fakes.folder)
    saved = (fakes.folder / "claims" / "tower.yaml").read_bytes()
    accepted = (replace(v, review=Review("Ana", Choice.ACCEPT, TODAY, on=v.label)) for v in report.verdicts)
    write_expected(replace(report, verdicts=tuple(accepted)), fakes.folder)
    assert "claims/tower.yaml: the file changed while it was checked" in capsys.readouterr().err
    assert (fakes.folder / "claims" / "tower.yaml").read_bytes() == saved


def piped(pipe: Path, text: str) -> Path:
    """A pipe out of which the text is read once; then it is gone, so that nobody waits for more."""

    def write() -> None:
        with pipe.open("w", encoding="utf-8") as file:
            pipe.unlink()
            file.write(text)

    os.mkfifo(pipe)
    threading.Thread(target=write, daemon=True).start()
    return pipe


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_pipe_is_read_and_has_no_hash(fakes: Fakes) -> None:
    evidence = piped(fakes.folder / "evidence.yaml", EVIDENCE_FILE)
    report = fakes.checker(evidence).check(piped(fakes.folder / "claims.yaml", f"- {TALL}\n"))
    assert [v.label for v in report.verdicts] == [Label.SUPPORTED]
    assert (report.provenance.claims_files, report.provenance.evidence_files) == ({}, {})


def test_what_was_given_as_records_has_no_file_to_hash(fakes: Fakes) -> None:
    made = fakes.checker([HEIGHT]).check(TALL).provenance
    assert (made.claims_files, made.evidence_files) == ({}, {})


def test_changed_evidence_has_another_fingerprint(fakes: Fakes) -> None:
    changed = Snippet("height", "The tower measures 331 metres.", HEIGHT.source)
    one, other = (fakes.checker([snippet]).check(TALL).provenance for snippet in (HEIGHT, changed))
    assert one.index_fingerprint != other.index_fingerprint


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["claims"], "claims"),
        (["claims/tower.yaml"], "tower"),
        (["claims/tower.yaml", "more.v2.yaml"], "tower+more.v2"),
        (["a/tower.yaml", "b/tower.yaml"], "tower"),
        ([], "claims"),
    ],
)
def test_a_report_is_named_after_its_files_and_folders(tmp_path: Path, names: list[str], expected: str) -> None:
    (tmp_path / "claims").mkdir()
    assert report_name([tmp_path / name for name in names]) == expected


def test_a_report_on_the_working_folder_has_that_folders_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert report_name([Path()]) == tmp_path.name


def test_the_name_of_a_report_on_many_files_fits_every_file_system() -> None:
    name = report_name([Path(f"主張の記録{n}.yaml") for n in range(50)])
    assert name.startswith("主張の記録0+主張の記録1+")
    assert len(name.encode()) <= 100


def test_a_name_that_is_given_goes_before_that_of_the_files(fakes: Fakes) -> None:
    assert fakes.checker([HEIGHT]).check(fakes.folder / "claims", name="friday").name == "friday"


# --- today -----------------------------------------------------------------------------------------------------------


def test_the_day_in_the_environment_stands_for_today(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_DATE", "2024-12-31")
    report = fakes.checker([HEIGHT], today=None).check(TALL)
    assert report.provenance.today == report.verdicts[0].reference_date == dt.date(2024, 12, 31)
    assert report.verdicts[0].label is Label.UNKNOWN


def test_a_day_that_is_given_goes_before_the_environment(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_DATE", "2024-12-31")
    assert fakes.checker([HEIGHT], today=TODAY).check(TALL).provenance.today == TODAY


@pytest.mark.parametrize("written", ["tomorrow", "2025-02-30", "11.09.2025", "2025-13-01"])
def test_a_day_that_is_none_is_refused_with_an_example(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_DATE", written)
    with pytest.raises(SettingsError, match=rf"FACTCHECK_DATE is {written!r} — write a date such as 2025-09-11"):
        today_from_environment()


def test_the_record_of_a_check_is_json_that_reads_back_equal(fakes: Fakes) -> None:
    from factcheck.report.record import read_report, to_json

    report = fakes.checker(fakes.folder / "evidence").check(fakes.folder / "claims")
    path = fakes.folder / "record.json"
    path.write_text(to_json(report), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["format_version"] == 1
    assert read_report(path) == report


# --- what the class is given -------------------------------------------------------------------------------------


def made(evidence: object = HEIGHT, **options: object) -> FactChecker:
    return FactChecker(evidence, embedder=KeywordEmbedder(), verifier=TableVerifier(), **options)  # type: ignore[arg-type]


def test_one_record_stands_for_a_list_of_one() -> None:
    checker = made(HEIGHT)
    assert checker.snippets[0].text == HEIGHT.text
    [verdict] = checker.check(Claim("c", "The tower is tall.")).verdicts
    assert verdict.claim.id == "c"


def test_claims_and_evidence_may_be_generators() -> None:
    report = made(one for one in [HEIGHT]).check(claim for claim in [Claim("c", "The tower is tall.")])
    assert len(report.verdicts) == 1


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ({"id": "a", "text": "A."}, "evidence: is of type dict (seen: {'id': 'a', 'text': 'A.'}) — give paths"),
        ([HEIGHT, None], r"evidence: [1]: is of type NoneType (seen: None)"),
        (7, "evidence: is of type int (seen: 7)"),
    ],
)
def test_evidence_that_is_none_is_refused_with_its_place(evidence: object, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        made(evidence)


def test_a_claim_that_is_none_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=re.escape("claims: [1]: is of type dict (seen: {'text': 'A.'}) — give")):
        made().check(["The tower is tall.", {"text": "A."}])  # type: ignore[list-item]


def test_two_snippets_with_one_id_are_refused() -> None:
    with pytest.raises(InputError, match=rf"2 snippets have the id '{HEIGHT.id}' — give each an id of its own"):
        made([HEIGHT, replace(HEIGHT, text="Another.")])


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ({"k": 0}, "k is 0 — give a whole number from 1 to 100"),
        ({"k": 101}, "k is 101"),
        ({"k": "8"}, "k is '8'"),
        ({"as_of": "2025-01-01"}, "as_of is '2025-01-01' — give a datetime.date"),
        ({"today": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)}, "today is datetime.datetime"),
    ],
)
def test_options_of_the_class_are_checked_when_it_is_made(option: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        made(**option)
