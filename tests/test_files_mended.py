"""What a review of files and paths found: closed folders, names without end, links, files of other machines."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factcheck.checker import report_name
from factcheck.claims import find_claims_files
from factcheck.cli.reviewpage import find_record
from factcheck.cli.reviews import home_of
from factcheck.errors import InputError
from factcheck.files import LEFT_AFTER, write_atomically
from factcheck.settings import find_settings_file

ENDLESS = Path("The quick brown fox jumps over the lazy dog. " * 8)


def refusing(real: Callable[..., Any], closed: Path) -> Callable[..., Any]:
    """The function of the system as somebody finds it who may not enter the folder; root may enter all of them."""

    def call(path: Any, *more: Any, **options: Any) -> Any:
        if isinstance(path, str | Path) and Path(path).is_relative_to(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *more, **options)

    return call


def test_a_folder_that_may_not_be_read_is_a_fault_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").mkdir()
    for file in (tmp_path / "a.yaml", tmp_path / "secret" / "b.yaml"):
        file.write_text("- A is B.\n")
    monkeypatch.setattr(os, "scandir", refusing(os.scandir, tmp_path / "secret"))
    with pytest.raises(InputError, match="secret: this folder may not be read — change its permissions"):
        find_claims_files([tmp_path])


def test_a_file_in_a_closed_folder_is_told_from_one_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"a\.yaml: no such file or folder — check the spelling$"):
        find_claims_files([tmp_path / "a.yaml"])
    monkeypatch.setattr(os, "stat", refusing(os.stat, tmp_path))
    with pytest.raises(InputError, match=r"a\.yaml: a folder above it may not be read — change its permissions"):
        find_claims_files([tmp_path / "a.yaml"])


def test_a_settings_file_that_may_not_be_looked_for_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "stat", refusing(os.stat, tmp_path))
    with pytest.raises(InputError, match="this folder may not be read — change its permissions, or go to another one"):
        find_settings_file(None, tmp_path)


@pytest.mark.parametrize("sentence", [ENDLESS, Path("Zhenwu rivals H20."), Path("It sold 1.5 million chips")])
def test_a_sentence_where_a_file_is_asked_for_is_told_how_it_is_checked(sentence: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder — check the spelling, or write --claim before a sen"):
        find_claims_files([sentence])


def test_a_name_that_no_file_can_have_is_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert find_record(ENDLESS, tmp_path) == ENDLESS
    assert report_name([ENDLESS]).startswith("The quick brown fox")


def test_a_linked_folder_of_reports_belongs_to_the_project_of_the_link(tmp_path: Path) -> None:
    (tmp_path / "share" / "reports").mkdir(parents=True)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "reports").symlink_to(tmp_path / "share" / "reports")
    assert home_of(tmp_path / "project" / "reports" / "claims.json") == tmp_path / "project"


def test_what_another_machine_is_writing_into_a_shared_folder_stays(tmp_path: Path) -> None:
    """There the number of its process means nothing, so only what is old can have been left behind."""
    fresh, old = (tmp_path / f".report.json.4000000.{name}.tmp" for name in ("fresh", "old"))
    for file in (fresh, old):
        file.write_text("half")
    os.utime(old, (0, time.time() - LEFT_AFTER - 10))
    write_atomically(tmp_path / "report.json", "whole")
    assert {file.name for file in tmp_path.iterdir()} == {"report.json", fresh.name}
