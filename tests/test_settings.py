from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.claims import read_claims
from factcheck.datatypes import Label
from factcheck.errors import Fault, InputError, SettingsError, StoreError
from factcheck.evidence import read_evidence
from factcheck.project import project_files, write_project
from factcheck.settings import Settings, display_path, load_settings
from factcheck.stores import Milvus


def load(cwd: Path, text: str | None = None, **overrides: object) -> Settings:
    if text is not None:
        (cwd / "factcheck.yaml").write_text(text)
    return load_settings(None, cwd, {}, overrides)


def file_faults(cwd: Path, text: str) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        load(cwd, text)
    return list(caught.value.faults)


def only_fault(cwd: Path, text: str) -> Fault:
    (fault,) = file_faults(cwd, text)
    return fault


def message_of(cwd: Path, environ: dict[str, str], **overrides: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, cwd, environ, overrides)
    return str(caught.value)


# --- the layers


@pytest.mark.parametrize("text", [None, "", "# nothing\n"])
def test_without_a_file_or_with_an_empty_one_the_defaults_hold(tmp_path: Path, text: str | None) -> None:
    assert load(tmp_path, text) == Settings(
        root=tmp_path,
        claims=(tmp_path / "claims",),
        evidence=(tmp_path / "evidence",),
        k=8,
        embedder="small",
        verifier="cascade",
        store="files",
        fail_on=("contradicted", "unchecked"),
        ui_lang="en",
        organisation=None,
        calibration=None,
        allow_network=False,
    )


def test_the_file_goes_over_the_defaults(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "k: 5\nverifier: small\nallow_network: true\norganisation: {name: Desk, url: https://a.example}\nui_lang: no\n",
    )
    assert (settings.k, settings.verifier, settings.allow_network, settings.ui_lang) == (5, "small", True, "no")
    assert settings.organisation == {"name": "Desk", "url": "https://a.example"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", lambda root: Milvus(str(root / ".factcheck" / "milvus.db"))),
        ("{uri: here/m.db}", lambda root: Milvus(str(root / "here" / "m.db"))),
        (
            "{uri: 'https://m.example:19530', collection: desk, index: HNSW, token: a:b}",
            lambda root: Milvus("https://m.example:19530", "desk", "HNSW", "a:b"),
        ),
    ],
)
def test_a_file_of_milvus_lies_beside_the_settings_and_a_server_where_it_is(
    tmp_path: Path, text: str, expected: Callable[[Path], Milvus]
) -> None:
    assert load(tmp_path, f"milvus: {text}\n").milvus == expected(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{uri: m.sqlite}", "milvus.uri: is neither the address of a server nor a file that ends in .db"),
        ("{uri: 'ftp://m.example/m.db'}", "milvus.uri: is neither the address of a server nor a file that ends in .db"),
        ("{collection: a-b}", "milvus.collection: is no name of a collection"),
        (
            "{index: IVF}",
            "milvus.index: is no index that is known here (seen: IVF) — write one of FLAT, HNSW, AUTOINDEX",
        ),
    ],
)
def test_a_milvus_that_cannot_be_is_a_fault_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, f"k: 8\nmilvus: {text}\n")
    assert f"factcheck.yaml:2: {said}" in str(caught.value)


def test_the_environment_goes_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yaml").write_text("k: 5\nverifier: small\n")
    settings = load_settings(None, tmp_path, {"FACTCHECK_K": "6", "FACTCHECK_ALLOW_NETWORK": "true"}, {})
    assert (settings.k, settings.verifier, settings.allow_network) == (6, "small", True)


def test_the_command_line_goes_over_the_environment(tmp_path: Path) -> None:
    assert load_settings(None, tmp_path, {"FACTCHECK_K": "6"}, {"k": 7}).k == 7


def test_what_the_command_line_does_not_give_changes_nothing(tmp_path: Path) -> None:
    settings = load(tmp_path, "k: 5\n", k=None, evidence=[], claims=())
    assert (settings.k, settings.evidence) == (5, (tmp_path / "evidence",))


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert load_settings(None, tmp_path, {"FACTCHECK_K": ""}, {}).k == 8


def test_false_on_the_command_line_goes_over_true_in_the_file(tmp_path: Path) -> None:
    assert load(tmp_path, "allow_network: true\n", allow_network=False).allow_network is False


# --- paths


def test_the_file_is_found_upwards_and_its_paths_start_at_its_folder(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yaml").write_text("claims: [texts, more.yaml]\n")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    settings = load_settings(None, below, {}, {})
    assert settings.root == tmp_path
    assert settings.claims == (tmp_path / "texts", tmp_path / "more.yaml")
    assert settings.evidence == (tmp_path / "evidence",)


def test_paths_on_the_command_line_start_at_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yaml").touch()
    below = tmp_path / "a"
    below.mkdir()
    settings = load_settings(None, below, {}, {"evidence": [Path("e.yaml"), Path("/abs/f.csv")]})
    assert settings.evidence == (below / "e.yaml", Path("/abs/f.csv"))


def test_lists_in_variables_are_separated_by_commas_and_start_at_the_working_directory(tmp_path: Path) -> None:
    environ = {"FACTCHECK_EVIDENCE": "a.yaml, b", "FACTCHECK_FAIL_ON": "unknown,unchecked"}
    settings = load_settings(None, tmp_path, environ, {})
    assert settings.evidence == (tmp_path / "a.yaml", tmp_path / "b")
    assert settings.fail_on == ("unknown", "unchecked")


def test_a_named_file_is_relative_to_the_working_directory_and_its_folder_is_the_root(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "my.yaml").write_text("evidence: e\n")
    settings = load_settings(Path("desk/my.yaml"), tmp_path, {}, {})
    assert (settings.root, settings.evidence) == (tmp_path / "desk", (tmp_path / "desk" / "e",))


def test_a_named_file_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_settings(Path("my.yaml"), tmp_path, {}, {})


def test_a_model_named_by_a_path_starts_at_the_folder_of_the_file(tmp_path: Path) -> None:
    settings = load(tmp_path, "embedder: ./models/e\nverifier: org/model\n")
    assert (settings.embedder, settings.verifier) == (str(tmp_path / "models" / "e"), "org/model")


def test_a_file_that_ends_in_yml_is_not_silently_overlooked(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yml").touch()
    with pytest.raises(InputError, match=r"name it factcheck\.yaml"):
        load(tmp_path)


def test_a_path_inside_the_working_directory_is_shown_relative_to_it(tmp_path: Path) -> None:
    assert display_path(tmp_path / "a" / "b.yaml", tmp_path) == str(Path("a/b.yaml"))


def test_a_path_outside_the_working_directory_is_shown_in_full(tmp_path: Path) -> None:
    assert display_path(tmp_path / "b.yaml", tmp_path / "a") == str(tmp_path / "b.yaml")


def test_a_relative_path_is_shown_as_named(tmp_path: Path) -> None:
    assert display_path(Path("../b.yaml"), tmp_path) == str(Path("../b.yaml"))


# --- faults


def test_an_unknown_key_is_a_fault_with_line_and_nearest_key(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, "k: 8\nverifyer: small\n")
    assert str(fault) == 'factcheck.yaml:2: verifyer: unknown key "verifyer" — did you mean "verifier"?'


def test_all_faults_of_the_file_are_reported_at_once(tmp_path: Path) -> None:
    text = "k: 101\nfail_on: [contradictd]\nallow_network: maybe\norganisation: {nam: x}\nk: 3\n"
    assert [fault.line for fault in file_faults(tmp_path, text)] == [1, 2, 3, 4, 4, 5]


@pytest.mark.parametrize(("k", "good"), [("0", False), ("1", True), ("100", True), ("101", False), ("8.5", False)])
def test_k_is_a_whole_number_from_1_to_100(tmp_path: Path, k: str, good: bool) -> None:
    if good:
        assert load(tmp_path, f"k: {k}\n").k == int(k)
    else:
        assert only_fault(tmp_path, f"k: {k}\n").seen == k


def test_an_unknown_word_in_fail_on_is_a_fault_with_the_nearest_one(tmp_path: Path) -> None:
    assert only_fault(tmp_path, "fail_on: [contradictd]\n").remedy == 'did you mean "contradicted"?'


def test_supported_is_no_finding(tmp_path: Path) -> None:
    assert only_fault(tmp_path, "fail_on: [supported]\n").message == 'holds the unknown word "supported"'


def test_never_stands_alone(tmp_path: Path) -> None:
    assert load(tmp_path, "fail_on: never\n").fail_on == ("never",)
    assert "never" in only_fault(tmp_path, "fail_on: [never, unknown]\n").message


def test_an_empty_fail_on_is_a_fault_that_advises_never(tmp_path: Path) -> None:
    assert "never" in only_fault(tmp_path, "fail_on: []\n").remedy


def test_a_word_twice_in_fail_on_counts_once(tmp_path: Path) -> None:
    assert load(tmp_path, fail_on="unknown,unknown").fail_on == ("unknown",)


def test_settings_that_are_a_list_are_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, "- k: 8\n").message == "settings are expected"


def test_a_calibration_that_is_a_list_is_one_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, "calibration: [1]\n").field == "calibration"


def test_an_unknown_variable_is_an_error_with_the_nearest_one(tmp_path: Path) -> None:
    message = message_of(tmp_path, {"FACTCHECK_VERIFYER": "small"})
    assert message == 'unknown variable FACTCHECK_VERIFYER — did you mean "FACTCHECK_VERIFIER"?'


def test_variables_of_other_modules_and_programs_are_left_alone(tmp_path: Path) -> None:
    environ = {"FACTCHECK_CACHE_DIR": "x", "FACTCHECK_DATE": "2025-01-01", "PATH": "/bin", "K": "3"}
    assert load_settings(None, tmp_path, environ, {}) == load(tmp_path)


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    assert message_of(tmp_path, {"FACTCHECK_K": "many"}).startswith("FACTCHECK_K: a whole number is expected")


def test_a_bad_option_is_named(tmp_path: Path) -> None:
    message = message_of(tmp_path, {}, fail_on="unknwon")
    assert message.startswith("--fail-on: holds the unknown word")
    assert 'did you mean "unknown"?' in message


def test_all_faults_of_variables_and_options_are_reported_at_once(tmp_path: Path) -> None:
    assert len(message_of(tmp_path, {"FACTCHECK_K": "0", "FACTCHECK_KK": "1"}, k=0, kk=1).splitlines()) == 4


# --- the project that init writes


def test_a_new_project_is_read_without_faults(tmp_path: Path) -> None:
    write_project(tmp_path)
    settings = load(tmp_path)
    claims, snippets = read_claims(settings.claims), read_evidence(settings.evidence)
    assert (len(claims), len(snippets)) == (6, 10)
    assert {claim.expect for claim in claims} >= set(Label)


def test_the_settings_of_a_new_project_are_the_defaults(tmp_path: Path) -> None:
    defaults = load(tmp_path)
    write_project(tmp_path)
    assert load(tmp_path) == defaults


def test_what_a_new_project_shows_as_defaults_are_the_defaults(tmp_path: Path) -> None:
    write_project(tmp_path)
    lines = (tmp_path / "factcheck.yaml").read_text(encoding="utf-8").splitlines()
    shown = [line.removeprefix("# ") for line in lines if line.startswith(("# embedder:", "# verifier:", "# store:"))]
    assert len(shown) == 3
    assert load(tmp_path, "\n".join(shown) + "\n") == load(tmp_path, "# nothing\n")


def test_a_file_that_is_there_is_kept_and_not_among_the_written(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yaml").write_text("k: 3\n")
    written = write_project(tmp_path)
    assert (tmp_path / "factcheck.yaml").read_text() == "k: 3\n"
    assert set(project_files(tmp_path)) - set(written) == {tmp_path / "factcheck.yaml"}


def test_writing_a_project_twice_writes_nothing(tmp_path: Path) -> None:
    write_project(tmp_path)
    assert write_project(tmp_path) == []


def test_writing_leaves_no_other_files_behind(tmp_path: Path) -> None:
    write_project(tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == project_files(tmp_path)


def test_a_project_in_a_place_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    with pytest.raises(StoreError):
        write_project(tmp_path / "f")
