"""What a review of the commands found: paths that are not there, outputs that are inputs, languages, archives."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.cli.evaluate import Request as Evaluate
from factcheck.cli.evaluate import run_evaluate
from factcheck.cli.evidenceimport import Request as Import
from factcheck.cli.evidenceimport import run_import
from factcheck.cli.evidencelint import Request, run_lint
from factcheck.curate.imports import read_known
from factcheck.errors import InputError, SettingsError
from factcheck.evidence import read_evidence
from factcheck.scale.rayworker import made_of
from tests.fakes import KeywordEmbedder, TableVerifier


def test_evidence_that_somebody_named_must_be_there_and_the_default_folder_need_not(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    assert read_known([folder], [tmp_path / "new.yaml"], default=folder).snippets == ()
    for other in (tmp_path / "evidnce", tmp_path / "proejct" / "evidence"):
        with pytest.raises(InputError, match=f"{other.name}: no such file or folder"):
            read_known([other], cwd=tmp_path, default=folder)


def test_a_snippet_that_another_file_gives_another_language_is_other_evidence_to_ray(tmp_path: Path) -> None:
    german = "- Der Mond umkreist die Erde in etwas mehr als siebenundzwanzig Tagen.\n"
    english = "- The Moon orbits the Earth in a little more than twenty-seven days.\n"
    short = "- {id: short, text: 'Zhenwu H20, Alibaba 2025.'}\n"
    made = []
    for name, files in (("one", (german + short, english)), ("other", (german, english + short))):
        folder = tmp_path / name / "evidence"
        folder.mkdir(parents=True)
        for file, text in zip(("de.yaml", "en.yaml"), files, strict=True):
            (folder / file).write_text(text)
        checker = FactChecker(folder, embedder=KeywordEmbedder(), verifier=TableVerifier(), cwd=tmp_path / name)
        made.append(
            (made_of(checker).evidence, {s.id: s.language.code for s in checker.snippets if s.language}["short"])
        )
    assert [code for _, code in made] == ["de", "en"]
    assert made[0][0] != made[1][0]


def test_evaluate_does_not_write_over_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "pairs.jsonl"
    data.write_text(json.dumps({"claim": "A is B.", "evidence": ["A is B."], "label": "supported"}) + "\n")
    before = data.read_text()
    monkeypatch.chdir(tmp_path)
    here, other = Path("pairs.jsonl"), tmp_path / "other.json"
    for request in (
        Evaluate(paths=(data,), json=here),
        Evaluate(paths=(data,), html=here),
        Evaluate(compare=(data, other), json=data),
    ):
        with pytest.raises(SettingsError, match=r"--(json|html) .*pairs.jsonl is one of the files that are read"):
            run_evaluate(request)
    assert data.read_text() == before


@pytest.mark.parametrize("name", ["evidence/one.yaml", "factcheck.yaml"])
def test_lint_does_not_write_over_what_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "one.yaml").write_text("- The tower has 3 floors.\n")
    (tmp_path / "factcheck.yaml").write_text("k: 4\n")
    before = (tmp_path / name).read_text()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=f"--output {name} is one of the files that are read, which would be lost"):
        run_lint(Request(model=False, output=Path(name)))
    assert (tmp_path / name).read_text() == before


@pytest.mark.parametrize("ending", ["yaml", "jsonl"])
def test_a_changed_document_is_noted_in_a_source_inside_a_snippet_that_has_no_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text, other = "The yard built two large ships in Eastport last year.", "Its owner is the city of Eastport."
    document, evidence = tmp_path / "yard.txt", tmp_path / "evidence" / f"a.{ending}"
    document.write_text(f"The yard\n\n{text} {other}\n")
    evidence.parent.mkdir()
    archive = {"file": "../yard.txt", "sha256": hashlib.sha256(document.read_bytes()).hexdigest()}
    source = {"title": "The yard", "published": "2025-01-01", "archive": archive}
    rows = [{"text": sentence, "source": source} for sentence in (text, other)]
    evidence.write_text("".join(f"{'- ' * (ending == 'yaml')}{json.dumps(row)}\n" for row in rows))
    document.write_text(f"The yard\n\n{text} {other} It employs five hundred people.\n")
    run_import(Import(files=(document,), output=Path("evidence/b.yaml"), quiet=True))
    snippets = read_evidence([tmp_path / "evidence"])
    assert {s.source.archive.sha256 for s in snippets if s.source and s.source.archive} == {
        hashlib.sha256(document.read_bytes()).hexdigest()
    }
    assert len({s.source.id for s in snippets if s.source}) == 1 < len(snippets)
