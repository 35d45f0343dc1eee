"""Where results go: files, pipes and open files; stdout and stderr that take nothing; files that would be lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.files import write_output
from tests.fakes import ROOT
from tests.test_cli import EVIDENCE, SETTINGS, Ended, Project, fakes_installed, project  # noqa: F401 (fixtures)

RECORD = "reports/claims.json"
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes and shells")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")


@pytest.fixture
def desk(project: Project) -> Project:  # noqa: F811
    """A project that was checked once."""
    assert project.run("check", "-q").code == 1
    return project


def contents(project: Project) -> dict[str, bytes]:  # noqa: F811
    return {name: (project.folder / name).read_bytes() for name in project.files()}


def redirected(project: Project, redirection: str, *arguments: str) -> Ended:  # noqa: F811
    """One command in a process of its own, with a redirection of the shell."""
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "factcheck", *arguments]
    # Unbuffered, nothing would be left for the end of the process.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"} | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=project.folder, env=environ, capture_output=True, encoding="utf-8", timeout=120)
    assert "Traceback" not in ended.stdout + ended.stderr and "Exception" not in ended.stderr
    return Ended(ended.returncode, ended.stdout, ended.stderr)


# --- what is named as the output -------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(("arguments", "code"), [(["report", RECORD], 0), (["check"], 1)])
def test_an_output_that_is_a_pipe_is_written_into_and_stays_a_pipe(
    desk: Project, arguments: list[str], code: int
) -> None:
    os.mkfifo("pipe")
    with os.fdopen(os.open("pipe", os.O_RDONLY | os.O_NONBLOCK), encoding="utf-8") as reader:
        ended = desk.run(*arguments, "-f", "markdown", "-o", "pipe")
        assert reader.read().startswith("# ")
    assert (ended.code, ended.out) == (code, "")
    assert Path("pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="open files have no names")
@pytest.mark.parametrize("mode", ["ab", "wb"])
def test_an_output_that_is_an_open_file_is_written_where_it_stands(desk: Project, mode: str) -> None:
    with Path("log.txt").open(mode) as file:
        file.write(b"before\n")
        file.flush()
        ended = desk.run("report", RECORD, "-f", "markdown", "-o", f"/dev/fd/{file.fileno()}")
        file.write(b"after\n")
    assert (ended.code, ended.out) == (0, "")
    text = Path("log.txt").read_text("utf-8")
    assert text.startswith("before\n# ") and text.endswith("\nafter\n")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="open files have no names")
def test_an_output_that_names_no_open_file_exits_2(desk: Project) -> None:
    ended = desk.run("report", RECORD, "-o", "/dev/fd/99999")
    assert ended.code == 2
    assert "cannot write /dev/fd/99999: bad file descriptor" in ended.err


@posix
def test_stdout_can_be_named_as_the_output(desk: Project) -> None:
    ended = redirected(desk, "", "report", RECORD, "-f", "json", "-o", "/dev/stdout")
    assert (ended.code, json.loads(ended.out)) == (0, desk.record())


@posix
@pytest.mark.parametrize("form", ["terminal", "html"])  # a short text, and one that is longer than the buffer
def test_a_reader_of_the_output_that_leaves_early_changes_no_exit_code(desk: Project, form: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = desk.run("check", "-f", form, "-o", f"/dev/fd/{writer}")
    finally:
        os.close(writer)
    assert (ended.code, ended.out) == (1, "")
    assert "cannot write" not in ended.err


def test_an_output_file_is_replaced_in_one_step_and_its_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "report.md"
    write_output(path, "old")
    inode = path.stat().st_ino
    write_output(path, "new")
    assert [child.read_text("utf-8") for child in path.parent.iterdir()] == ["new"]
    assert path.stat().st_ino != inode  # moved into place: whoever reads the old file goes on reading it


@posix
def test_an_output_that_is_a_link_stays_one_and_its_file_is_written(tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to("report.md")
    for text in ("old", "new"):
        write_output(link, text)
        assert link.is_symlink()
        assert (tmp_path / "report.md").read_text("utf-8") == text


# --- what would be lost ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["report", RECORD, "-f", "html", "-o", RECORD], "the record"),
        (["report", RECORD, "-f", "json", "-o", f"claims/../{RECORD}"], "the record"),
        (["check", "-o", RECORD], "the record of this check"),
        (["check", "-f", "markdown", "-o", f"claims/../{RECORD}"], "the record of this check"),
        (["check", "claims/tower.yaml", "-o", "reports/tower.json"], "the record of this check"),
        (["check", "-o", "factcheck.yaml"], "the settings file"),
        (["check", "claims", "--config", "other/set.yaml", "-o", "other/set.yaml"], "the settings file"),
        (["check", "-f", "json", "-o", "claims/tower.yaml"], "a file of the claims"),
        (["check", "claims/tower.yaml", "-o", "claims/tower.yaml"], "a file of the claims"),
        (["check", "-f", "json", "-o", "evidence/tower.yaml"], "a file of the evidence"),
        (["check", "--evidence", "other/own.yaml", "-o", "other/own.yaml"], "a file of the evidence"),
    ],
)
def test_an_output_that_names_a_file_in_use_is_refused_and_nothing_changes(
    desk: Project, arguments: list[str], what: str
) -> None:
    desk.write("other/set.yaml", SETTINGS + "evidence: ../evidence\n")
    desk.write("other/own.yaml", EVIDENCE)
    before = contents(desk)
    ended = desk.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert f"--output {arguments[-1]} is {what}, which would be lost — name another file" in ended.err
    assert contents(desk) == before


@posix
def test_an_output_that_is_a_link_to_a_file_in_use_is_refused(desk: Project) -> None:
    Path("link.md").symlink_to("claims/tower.yaml")
    before = contents(desk)
    ended = desk.run("check", "-f", "markdown", "-o", "link.md")
    assert ended.code == 2
    assert "--output link.md is a file of the claims" in ended.err
    assert contents(desk) == before


def test_a_check_may_name_its_own_record_as_its_json(desk: Project) -> None:
    ended = desk.run("check", "-f", "json", "-o", RECORD)
    assert (ended.code, ended.out) == (1, "")
    assert desk.run("report", RECORD, "-f", "json").out == Path(RECORD).read_text("utf-8")


# --- stdout and stderr that take nothing -----------------------------------------------------------------------------


@full
@pytest.mark.parametrize("form", ["terminal", "html"])
def test_a_full_stdout_exits_2_and_says_so(desk: Project, form: str) -> None:
    ended = redirected(desk, ">/dev/full", "report", RECORD, "-f", form)
    assert ended.code == 2
    assert "factcheck: cannot write to stdout: no space left on device — free space" in ended.err


@full
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_that_cannot_be_written_exits_2_and_says_so(project: Project, option: str) -> None:  # noqa: F811
    ended = redirected(project, ">/dev/full", option)
    assert (ended.code, ended.err) == (
        2,
        "factcheck: cannot write: no space left on device — free space, and try again\n",
    )


@posix
def test_a_closed_stdout_exits_2_and_says_what_to_do(desk: Project) -> None:
    ended = redirected(desk, ">&-", "report", RECORD)
    assert (ended.code, ended.err) == (
        2,
        "factcheck: cannot write to stdout: it is closed — name a file with --output\n",
    )


@posix
def test_with_a_closed_stdout_the_output_is_written_all_the_same(desk: Project) -> None:
    ended = redirected(desk, ">&-", "report", RECORD, "-o", "report.txt")
    assert (ended.code, ended.err) == (0, "")
    assert "✗ contradicted" in Path("report.txt").read_text("utf-8")


@full
@pytest.mark.parametrize("redirection", ["2>/dev/full", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize("arguments", [["report", "nowhere.json"], ["report", "--nothing"]], ids=["input", "usage"])
def test_a_full_stderr_leaves_the_exit_code_of_bad_input(
    project: Project,  # noqa: F811
    redirection: str,
    arguments: list[str],
) -> None:
    assert redirected(project, redirection, *arguments) == Ended(2, "", "")


@full
def test_a_remark_that_cannot_be_written_ends_nothing(desk: Project) -> None:
    ended = redirected(desk, "", "report", RECORD, "-f", "claimreview")
    assert ended.code == 0 and "run `factcheck review` first" in ended.err
    assert redirected(desk, "2>/dev/full", "report", RECORD, "-f", "claimreview") == Ended(0, ended.out, "")
