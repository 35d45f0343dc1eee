"""The index: rows, words, the stored generations and what survives a fault."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.cache import Cache
from factcheck.datatypes import Snippet, Source
from factcheck.errors import StoreError
from factcheck.index import Index, build_index, normal_text, open_index
from factcheck.index.words import split_words
from tests.fakes import ROOT, KeywordEmbedder, readonly, run_python, shared_folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def evidence_of(*texts: str) -> list[Snippet]:
    return [Snippet(f"s{number}", text) for number, text in enumerate(texts)]


def opened(
    folder: Path, snippets: Sequence[Snippet], embedder: KeywordEmbedder | None = None, rebuild: bool = False
) -> tuple[Index, list[str]]:
    """The index, and the texts that were embedded for it with an empty cache."""
    embedder = embedder or KeywordEmbedder()
    before = embedder.n_encoded
    index = open_index(folder, snippets, embedder, Cache.in_memory(), rebuild=rebuild)
    return index, sorted(embedder.encoded[before:])


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def generation(folder: Path) -> Path:
    return folder / str(json.loads((folder / "current").read_text())["generation"])


def same_vectors(index: Index, snippets: Sequence[Snippet]) -> bool:
    built = build_index(snippets, KeywordEmbedder(), Cache.in_memory())
    return [row.hash for row in index.rows] == [row.hash for row in built.rows] and np.array_equal(
        index.vectors, built.vectors
    )


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The H20 is a chip.", "the h20 is a chip"),
        ("“The H20 is a chip.”", "The H20 is a chip"),
        ("'H20 is a chip'", "The H20 is a chip."),
        ("Revenue  rose,\nby 15 %.", "revenue rose by 15%"),
        ("The ﬁrst chip", "the first chip"),
        ("A dog barks", "dog barks"),
        ("It is the best", "It is best"),
        ("It was made by an engineer", "It was made by engineer"),
        ("a temperature of −5 degrees", "a temperature of -5 degrees"),
        ("soft\u00adware", "software"),
    ],
)
def test_texts_that_differ_in_case_punctuation_quotes_or_articles_are_one_row(one: str, other: str) -> None:
    assert normal_text(one) == normal_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 million", "15 million"),
        ("1.5 million", "1 5 million"),
        ("1,000", "1000.0"),
        (".5 percent", "5 percent"),
        ("grew by 5", "grew by -5"),
        ("15%", "15"),
        ("$5", "€5"),
        ("10² units", "102 units"),
        ("10² units", "10 2 units"),
        ("1½ litres", "11/2 litres"),
        ("5-10 people", "510 people"),
        ("H20", "H 20"),
        ("P800", "P80"),
        ("It is a bank", "It is not a bank"),
        ("dog bites man", "man bites dog"),
        ("Is it so?", "Is it so."),
        ("C++ is old", "C is old"),
        ("Vitamin A is common", "Vitamin is common"),
        ("hepatitis a is common", "hepatitis is common"),
        ("ganó a Pedro", "ganó Pedro"),
        ("A levels are hard", "Levels are hard"),
        ("Reported by The Information", "Reported by Information"),
        ("the", "a"),
        ("!!!", "..."),
        ("क", "कि"),
    ],
)
def test_texts_that_differ_in_numbers_signs_names_negations_or_order_are_two_rows(one: str, other: str) -> None:
    assert normal_text(one) != normal_text(other)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_normalising_a_text_never_fails_and_never_empties_one_that_says_something(text: str) -> None:
    assert normal_text(text) or not text.strip() or all(not char.isalnum() for char in text)


def test_words_keep_names_numbers_and_negations_and_lose_plural_endings() -> None:
    assert split_words("No P800 chips: 15% of 11,310 companies, not 1.5!") == [
        *("no", "p800", "chip", "15", "of", "11310", "company", "not", "1.5")
    ]


def test_the_shortest_wording_of_a_row_is_embedded() -> None:
    embedder = KeywordEmbedder()
    index = build_index(evidence_of("“The chip is new.”", "chip is new"), embedder, Cache.in_memory())
    assert (index.n_rows, embedder.encoded) == (1, ["chip is new"])


def test_importing_the_index_loads_neither_faiss_nor_bm25s_nor_torch() -> None:
    code = "import sys, factcheck.index, factcheck.retrieve; print({'faiss', 'bm25s', 'torch'} & set(sys.modules))"
    assert run_python(code).stdout.strip() == "set()"


# --- fingerprint -----------------------------------------------------------------------------------------------------


def test_the_fingerprint_depends_on_ids_contents_and_model_and_not_on_order() -> None:
    snippets = evidence_of("alpha", "beta")

    def fingerprint(evidence: Sequence[Snippet], model_id: str = "m@1") -> str:
        return build_index(evidence, KeywordEmbedder(model_id=model_id), Cache.in_memory()).fingerprint

    reference = fingerprint(snippets)
    assert fingerprint(snippets[::-1]) == reference
    renamed = [dataclasses.replace(snippets[0], id="other"), snippets[1]]
    redated = [dataclasses.replace(snippets[0], valid_until=dt.date(2025, 1, 1)), snippets[1]]
    others = {fingerprint(renamed), fingerprint(redated), fingerprint(snippets, "m@2"), fingerprint(snippets[:1])}
    assert len(others - {reference}) == 4


# --- open, update ----------------------------------------------------------------------------------------------------


def test_a_second_open_embeds_nothing_and_writes_nothing(tmp_path: Path) -> None:
    snippets = evidence_of("alpha beta", "gamma")
    first, _ = opened(tmp_path, snippets)
    written = files_of(tmp_path)
    second, embedded = opened(tmp_path, snippets)
    assert embedded == []
    assert files_of(tmp_path) == written
    assert first.vectors.tobytes() == second.vectors.tobytes()
    assert first.fingerprint == second.fingerprint


def test_an_update_embeds_exactly_the_changed_text(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha", "beta", "gamma"))
    changed = evidence_of("alpha", "beta changed", "gamma")
    index, embedded = opened(tmp_path, changed)
    assert embedded == ["beta changed"]
    assert same_vectors(index, changed)
    assert opened(tmp_path, changed)[1] == []


def test_an_update_that_only_removes_embeds_nothing(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha", "beta", "gamma"))
    index, embedded = opened(tmp_path, evidence_of("gamma"))
    assert (index.n_rows, embedded) == (1, [])
    assert same_vectors(index, evidence_of("gamma"))


def test_a_changed_id_date_or_source_embeds_nothing_and_is_in_the_index(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha"))
    changed = [Snippet("renamed", "alpha", Source("s", published=dt.date(2025, 1, 1)))]
    index, embedded = opened(tmp_path, changed)
    assert embedded == []
    assert index.rows[0].snippets == tuple(changed)


def test_what_the_cache_knows_is_not_embedded_for_a_new_folder(tmp_path: Path) -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    open_index(tmp_path / "one", evidence_of("alpha"), embedder, cache)
    open_index(tmp_path / "two", evidence_of("alpha"), embedder, cache)
    assert embedder.encoded == ["alpha"]


texts = st.lists(st.sampled_from(["alpha", "beta", "gamma", "P800", "15", "not"]), min_size=1, max_size=4).map(" ".join)
bodies = st.lists(texts, min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(bodies, st.randoms(use_true_random=False))
def test_shuffled_evidence_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, body: list[str], rng: random.Random
) -> None:
    folder, snippets = tmp_path_factory.mktemp("index"), evidence_of(*body)
    opened(folder / "one", snippets)
    opened(folder / "two", rng.sample(snippets, len(snippets)))
    assert files_of(folder / "one") == files_of(folder / "two")


@settings(max_examples=25, deadline=None)
@given(st.lists(bodies, min_size=2, max_size=4))
def test_after_any_updates_the_index_is_the_one_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, versions: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    for body in versions:
        index, _ = opened(folder, evidence_of(*body))
        assert same_vectors(index, evidence_of(*body))


def test_without_snippets_the_folder_is_left_alone(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha"))
    written = files_of(tmp_path)
    assert opened(tmp_path, [])[0].n_rows == 0
    assert files_of(tmp_path) == written


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", [KeywordEmbedder(model_id="other@2"), KeywordEmbedder(precision="int8")])
def test_an_index_of_another_embedder_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, other: KeywordEmbedder
) -> None:
    opened(tmp_path, evidence_of("alpha"))
    with pytest.raises(StoreError, match=r"fake/keywords@1.*factcheck index --rebuild"):
        opened(tmp_path, evidence_of("alpha"), other)
    assert opened(tmp_path, evidence_of("alpha"), other, rebuild=True)[1] == ["alpha"]
    assert opened(tmp_path, evidence_of("alpha"), other)[1] == []


def test_an_index_of_another_format_is_refused_with_the_command_that_mends_it(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha"))
    pointer = json.loads((tmp_path / "current").read_text())
    (tmp_path / "current").write_text(json.dumps(pointer | {"format_version": 99}))
    with pytest.raises(StoreError, match=r"format 99.*factcheck index --rebuild"):
        opened(tmp_path, evidence_of("alpha"))
    assert opened(tmp_path, evidence_of("alpha"), rebuild=True)[0].n_rows == 1


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        (name, damage)
        for name in ("vectors.faiss", "rows.jsonl", "manifest.json", "../current")
        for damage in ("truncated", "changed", "emptied", "removed")
        if (name, damage) != ("../current", "removed")  # without a pointer there is no index yet
    ],
)
def test_a_damaged_file_is_refused_and_a_rebuild_mends_it(tmp_path: Path, name: str, damage: str) -> None:
    opened(tmp_path, evidence_of("alpha", "beta"))
    path = generation(tmp_path) / name
    data = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes({"truncated": data[:-5], "changed": data[:-3] + b"!" + data[-2:], "emptied": b""}[damage])
    with pytest.raises(StoreError, match="factcheck index --rebuild"):
        opened(tmp_path, evidence_of("alpha", "beta"))
    opened(tmp_path, evidence_of("alpha", "beta"), rebuild=True)
    assert opened(tmp_path, evidence_of("alpha", "beta"))[1] == []


def test_a_pointer_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha"))
    pointer = json.loads((tmp_path / "current").read_text())
    (tmp_path / "current").write_text(json.dumps(pointer | {"generation": "../elsewhere"}))
    with pytest.raises(StoreError, match="damaged"):
        opened(tmp_path, evidence_of("alpha"))


def test_a_folder_that_cannot_be_made_is_a_plain_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot write .*index"):
        opened(tmp_path / "file" / "index", evidence_of("alpha"))


@pytest.mark.parametrize("name", ["", "index"])
def test_a_readonly_folder_is_a_plain_message(name: str) -> None:
    refused = pytest.raises(StoreError, match=r"cannot write .*: permission denied")
    with shared_folder() as folder, readonly(folder), refused:
        opened(folder / name, evidence_of("alpha"))


def test_an_index_that_is_up_to_date_is_used_from_a_readonly_folder() -> None:
    with shared_folder() as folder:
        opened(folder, evidence_of("alpha"))
        with readonly(folder):
            assert opened(folder, evidence_of("alpha"))[1] == []
            with pytest.raises(StoreError, match=r"cannot write .*: permission denied"):
                opened(folder, evidence_of("beta"))


FULL_DISK = """
import resource, sys
from pathlib import Path
from tests.fakes import KeywordEmbedder
from factcheck.cache import Cache
from factcheck.datatypes import Snippet
from factcheck.errors import StoreError
from factcheck.index import open_index
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
snippets = [Snippet(str(n), f"text {n}") for n in range(9)]
try:
    open_index(Path(sys.argv[1]), snippets, KeywordEmbedder(), Cache.in_memory())
except StoreError as error:
    sys.exit(f"refused: {error}")
"""


@posix
def test_a_disk_that_takes_no_more_leaves_the_old_index_in_use(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha"))
    assert "refused: cannot write" in run_python(FULL_DISK, str(tmp_path)).stderr
    assert opened(tmp_path, evidence_of("alpha"))[1] == []


# --- processes -------------------------------------------------------------------------------------------------------


def test_litter_of_killed_writers_is_removed_by_the_next_writer_and_nothing_else_is(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha"))
    current = generation(tmp_path).name
    for name in (".tmp-123-dead", "generation-000999"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "vectors.faiss").write_bytes(b"half")
    (tmp_path / ".current.123.dead.tmp").write_text("half")
    (tmp_path / "notes.txt").write_text("mine")
    opened(tmp_path, evidence_of("beta"))
    left = {path.name for path in tmp_path.iterdir()} - {"lock"}
    assert left == {"current", current, generation(tmp_path).name, "notes.txt"}


def test_only_the_current_and_the_previous_generation_are_kept(tmp_path: Path) -> None:
    names = []
    for number in range(4):
        opened(tmp_path, evidence_of(f"alpha {number}"))
        names.append(generation(tmp_path).name)
    assert sorted(path.name for path in tmp_path.glob("generation-*")) == names[-2:]


def open_in_process(folder: Path, texts: Sequence[str]) -> tuple[int, bool]:
    snippets = evidence_of(*texts)
    index, embedded = opened(folder, snippets)
    return len(embedded), same_vectors(index, snippets)


def test_processes_that_open_at_once_all_succeed_and_only_one_embeds(tmp_path: Path) -> None:
    texts = [f"alpha {number}" for number in range(30)]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.starmap(open_in_process, [(tmp_path, texts)] * 2)
    assert sorted(results) == [(0, True), (30, True)]


def test_processes_with_different_evidence_each_get_their_own(tmp_path: Path) -> None:
    bodies = [[f"alpha {number}", "common", f"gamma {number}"] for number in range(8)]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.starmap(open_in_process, [(tmp_path, body) for body in bodies], chunksize=1)
    assert [right for _, right in results] == [True] * 8


WRITER = """
import itertools, os, signal, sys
from pathlib import Path
from tests.fakes import KeywordEmbedder
from factcheck.cache import Cache
from factcheck.datatypes import Snippet
from factcheck.index import open_index
folder, killed = Path(sys.argv[1]), sys.argv[2] == "while embedding"
hook = (lambda done, total: os.kill(os.getpid(), signal.SIGKILL)) if killed else None
for round in itertools.count():
    snippets = [Snippet(str(n), f"text {n} {round}") for n in range(60)]
    open_index(folder, snippets, KeywordEmbedder(), Cache.in_memory(), progress=hook)
    print(round, flush=True)
"""


@posix
def test_a_kill_while_embedding_leaves_the_old_index_in_use(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("alpha"))
    assert run_python(WRITER, str(tmp_path), "while embedding").returncode == -signal.SIGKILL
    assert opened(tmp_path, evidence_of("alpha"))[1] == []
    assert opened(tmp_path, evidence_of("alpha", "beta"))[1] == ["beta"]


@posix
def test_kills_at_any_moment_leave_an_index_that_opens_and_no_litter_after_the_next_write(tmp_path: Path) -> None:
    rng = random.Random(11)
    for number in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), ""], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()  # it has written once, and goes on
        time.sleep(rng.uniform(0.0, 0.1))
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        snippets = evidence_of("alpha", f"beta {number}")
        assert same_vectors(opened(tmp_path, snippets)[0], snippets)
        kinds = sorted(path.name.partition("-")[0] for path in tmp_path.iterdir())
        assert kinds == ["current", "generation", "generation", "lock"]
