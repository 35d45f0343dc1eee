"""The cache and the atomic write."""

from __future__ import annotations

import logging
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from factcheck.cache import CACHE_FORMAT, Cache, Entries, encode_cached
from factcheck.datatypes import StanceProbs
from factcheck.errors import ModelError, StoreError
from factcheck.files import write_atomically
from tests.fakes import KeywordEmbedder, readonly, run_python, shared_folder

PROBS = StanceProbs(supports=0.7, contradicts=0.1, neutral=0.2)


# --- encode_cached ---------------------------------------------------------------------------------------------------


def test_each_unique_text_is_encoded_once_and_the_order_is_kept() -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    vectors = encode_cached(embedder, cache, ["b", "a", "b"])
    assert sorted(embedder.encoded) == ["a", "b"]
    assert np.array_equal(vectors, KeywordEmbedder().encode(["b", "a", "b"]))


def test_cached_vectors_are_bit_for_bit_those_that_were_encoded(tmp_path: Path) -> None:
    embedder = KeywordEmbedder()
    first = encode_cached(embedder, Cache(tmp_path / "cache.sqlite"), ["one two three", "four"])
    second = encode_cached(embedder, Cache(tmp_path / "cache.sqlite"), ["four", "one two three"])
    assert embedder.n_encoded == 2
    assert second.dtype == np.float32
    assert first.tobytes() == second[::-1].tobytes()


def test_only_texts_that_the_cache_lacks_are_encoded() -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    encode_cached(embedder, cache, ["old"])
    encode_cached(embedder, cache, ["new", "old"])
    assert embedder.encoded == ["old", "new"]


def test_with_everything_cached_the_model_is_not_touched() -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    encode_cached(embedder, cache, ["old"])
    encode_cached(embedder, cache, ["old"])
    assert encode_cached(embedder, cache, []).shape == (0, 0)
    assert embedder.calls == 1


def test_another_model_or_precision_shares_no_vectors() -> None:
    cache = Cache.in_memory()
    models = [KeywordEmbedder(), KeywordEmbedder(model_id="other@1"), KeywordEmbedder(precision="int8")]
    for embedder in models:
        encode_cached(embedder, cache, ["text"])
    assert [embedder.n_encoded for embedder in models] == [1, 1, 1]


def test_vectors_that_are_not_of_length_one_are_refused_with_the_models_name() -> None:
    class Long(KeywordEmbedder):
        def encode(self, texts: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
            return np.full((1, 4), 1.0, dtype=np.float32)  # length 2

    with pytest.raises(ModelError, match="fake/keywords@1"):
        encode_cached(Long(), Cache.in_memory(), ["text"])


def test_vectors_that_are_not_numbers_are_refused() -> None:
    class Broken(KeywordEmbedder):
        def encode(self, texts: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
            return np.full((1, 4), np.nan, dtype=np.float32)

    with pytest.raises(ModelError):
        encode_cached(Broken(), Cache.in_memory(), ["text"])


def test_a_cached_vector_that_is_not_of_length_one_is_encoded_again() -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    cache.add_vectors("fake/keywords@1 float32", {"text": np.zeros(4096, dtype=np.float32)})
    assert encode_cached(embedder, cache, ["text"]).sum() == 1.0
    assert embedder.n_encoded == 1


def test_progress_ends_with_all_texts_done() -> None:
    seen: list[tuple[int, int]] = []
    encode_cached(KeywordEmbedder(), Cache.in_memory(), ["a", "b", "a"], lambda done, total: seen.append((done, total)))
    assert seen == [(2, 2)]


# --- Cache -----------------------------------------------------------------------------------------------------------


def test_assessments_come_back_exactly_for_the_pairs_that_have_some(tmp_path: Path) -> None:
    probs = StanceProbs(supports=1 / 3, contradicts=0.1, neutral=1 - 1 / 3 - 0.1)
    cache = Cache(tmp_path / "deep" / "cache.sqlite")
    cache.add_assessments("model", {("evidence", "claim"): probs})
    cache.close()
    again = Cache(tmp_path / "deep" / "cache.sqlite")
    assert again.assessments("model", [("evidence", "claim"), ("claim", "evidence")]) == {("evidence", "claim"): probs}
    assert again.assessments("other", [("evidence", "claim")]) == {}


def test_the_border_between_the_texts_of_a_pair_counts() -> None:
    cache = Cache.in_memory()
    cache.add_assessments("m", {("ab", "c"): PROBS})
    assert cache.assessments("m", [("a", "bc")]) == {}


def test_more_keys_than_a_query_takes_are_all_found() -> None:
    cache = Cache.in_memory()
    pairs = {(str(number), "claim"): StanceProbs(0.0, 0.0, number / 1201) for number in range(1201)}
    cache.add_assessments("m", pairs)
    assert cache.assessments("m", pairs) == pairs


def test_a_damaged_file_is_moved_aside_and_a_new_one_is_begun(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    cache = Cache(path)
    cache.add_assessments("m", {("e", "c"): PROBS})
    assert (tmp_path / "cache.sqlite.damaged").read_bytes().startswith(b"not a database")
    assert "damaged" in caplog.text
    assert Cache(path).assessments("m", [("e", "c")]) == {("e", "c"): PROBS}


def test_damage_found_while_reading_costs_results_and_not_the_check(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache.add_assessments("m", {(str(number), "c"): PROBS for number in range(2000)})
    cache.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)  # the first page, with format and tables, stays
    path.write_bytes(data)
    again = Cache(path)
    assert again.assessments("m", [("1", "c")]) == {}
    again.add_assessments("m", {("1", "c"): PROBS})
    assert again.assessments("m", [("1", "c")]) == {("1", "c"): PROBS}


def test_a_file_that_lost_a_table_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache._connection.execute("DROP TABLE assessments")
    cache.close()
    again = Cache(path)
    again.add_assessments("m", {("e", "c"): PROBS})
    assert Cache(path).assessments("m", [("e", "c")]) == {("e", "c"): PROBS}


def test_a_file_of_another_format_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache.add_assessments("m", {("e", "c"): PROBS})
    cache._connection.execute(f"PRAGMA user_version = {CACHE_FORMAT + 1}")
    cache.close()
    assert Cache(path).assessments("m", [("e", "c")]) == {}


def test_a_readonly_folder_is_said_once_and_the_cache_works_in_memory(caplog: pytest.LogCaptureFixture) -> None:
    with shared_folder() as folder, readonly(folder):
        cache = Cache(folder / "cache.sqlite")
        cache.add_assessments("m", {("e", "c"): PROBS})
        assert cache.assessments("m", [("e", "c")]) == {("e", "c"): PROBS}
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "in memory" in caplog.text


def test_a_cache_that_others_wrote_and_we_cannot_is_said_once_and_does_not_stop_a_check(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with shared_folder() as folder:
        Cache(folder / "cache.sqlite").close()
        with readonly(folder):
            cache = Cache(folder / "cache.sqlite")
            for number in range(3):
                cache.add_assessments("m", {(str(number), "c"): PROBS})
            assert len(cache.assessments("m", [(str(number), "c") for number in range(3)])) == 3
    assert len(caplog.records) == 1


def test_a_place_that_cannot_be_a_folder_does_not_stop_a_check(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache.sqlite")
    cache.add_assessments("m", {("e", "c"): PROBS})
    assert cache.assessments("m", [("e", "c")]) == {("e", "c"): PROBS}


def add_many(path: Path, worker: int) -> int:
    cache = Cache(path)
    for number in range(50):
        cache.add_assessments("m", {(f"{worker}-{number}", "c"): PROBS})
    return worker


def test_processes_that_open_a_new_cache_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.starmap(add_many, [(path, worker) for worker in range(3)])
    pairs = [(f"{worker}-{number}", "c") for worker in range(3) for number in range(50)]
    assert len(Cache(path).assessments("m", pairs)) == 150


KILLED_CACHE = """
import os, signal, sys
from pathlib import Path
from factcheck.cache import Cache
from factcheck.datatypes import StanceProbs
cache = Cache(Path(sys.argv[1]))
cache.add_assessments("m", {("kept", "c"): StanceProbs(0.7, 0.1, 0.2)})
cache._connection.execute("BEGIN IMMEDIATE")
cache._connection.execute("DELETE FROM assessments")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_kill_inside_a_transaction_keeps_what_was_stored_before(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    assert run_python(KILLED_CACHE, str(path)).returncode == -9
    assert Cache(path).assessments("m", [("kept", "c")]) == {("kept", "c"): PROBS}


# --- upkeep ----------------------------------------------------------------------------------------------------------


def numbered(numbers: range) -> dict[tuple[str, str], StanceProbs]:
    return {(str(number), "claim"): PROBS for number in numbers}


def age(path: Path, days: int) -> None:
    """All that is in the file was used so many days ago."""
    cache = Cache(path)
    with cache._connection:
        cache._connection.execute("UPDATE assessments SET used = used - ?", [days])
    cache.close()


def test_entries_are_counted_by_kind_and_model() -> None:
    cache = Cache.in_memory()
    cache.add_vectors("b", {"text": np.ones(4, dtype=np.float32)})
    cache.add_assessments("a", numbered(range(3)))
    cache.add_assessments("b", numbered(range(2)))
    assert cache.upkeep.entries() == [
        Entries("vectors", "b", 1, 0),
        Entries("assessments", "a", 3, 0),
        Entries("assessments", "b", 2, 0),
    ]


def test_what_was_not_used_for_longer_than_the_days_given_is_removed_and_what_was_read_since_stays(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cache.sqlite"
    Cache(path).add_assessments("m", numbered(range(10)))
    age(path, 30)
    cache = Cache(path)
    assert cache.upkeep.remove_unused(30) == 0
    cache.assessments("m", numbered(range(4)))
    assert cache.upkeep.remove_unused(29) == 6
    assert set(cache.assessments("m", numbered(range(10)))) == set(numbered(range(4)))


def test_what_other_models_made_is_removed() -> None:
    cache = Cache.in_memory()
    for model in ("small@1|float32", "small@12|float32", "small@1|bfloat16"):
        cache.add_assessments(model, numbered(range(2)))
    assert cache.upkeep.remove_other_models(["small@1|"]) == 2
    assert [entries.model for entries in cache.upkeep.entries()] == ["small@1|bfloat16", "small@1|float32"]


def test_a_cache_at_its_limit_gives_up_what_was_not_used_for_longest(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    Cache(path).add_assessments("m", numbered(range(1000)))
    age(path, 5)
    limit = Cache(path).upkeep.n_bytes + 20_000
    cache = Cache(path, max_bytes=limit)
    read, new = numbered(range(100)), numbered(range(1000, 1500))
    cache.assessments("m", read)
    cache.add_assessments("m", new)
    assert cache.upkeep.n_bytes <= limit
    left = cache.assessments("m", numbered(range(1500)))
    assert set(left) >= {*read, *new}
    assert 600 < len(left) < 1500


def test_a_cache_never_outgrows_its_limit_and_keeps_what_was_added_last(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite", max_bytes=400_000)
    for start in range(0, 6000, 500):
        cache.add_assessments("m", numbered(range(start, start + 500)))
        assert cache.upkeep.n_bytes <= 400_000
    newest = numbered(range(5500, 6000))
    assert set(cache.assessments("m", newest)) == set(newest)


def test_an_emptied_cache_gives_the_space_back(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache.add_vectors("m", {str(number): np.ones(384, dtype=np.float32) for number in range(200)})
    assert cache.upkeep.clear() == 200
    cache.upkeep.shrink()
    assert path.stat().st_size < 100_000
    assert cache.upkeep.entries() == []


def prune_often(path: Path) -> None:
    for _ in range(20):
        Cache(path).upkeep.remove_unused(1)


def test_processes_that_add_while_another_prunes_lose_nothing_that_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        added = pool.apply_async(add_many, (path, 0))
        pool.apply(prune_often, (path,))
        added.get()
    assert len(Cache(path).assessments("m", [(f"0-{number}", "c") for number in range(50)])) == 50


# --- write_atomically ------------------------------------------------------------------------------------------------


def test_a_file_is_replaced_and_nothing_temporary_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.json"
    write_atomically(path, b"old")
    write_atomically(path, "grün\n")
    assert path.read_bytes() == b"gr\xc3\xbcn\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["report.json"]


@pytest.mark.skipif(os.name != "posix", reason="asks for processes by number")
def test_what_a_killed_process_left_goes_with_the_next_write_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for number in (ended.pid, os.getpid()):
        (tmp_path / f".report.json.{number}.0a1b2c3d.tmp").write_text("half")
    (tmp_path / f".other.json.{ended.pid}.0a1b2c3d.tmp").write_text("half")
    for file in tmp_path.iterdir():
        os.utime(file, (0, 0))
    write_atomically(path, "whole")
    left = {entry.name for entry in tmp_path.iterdir()}
    living, other = f".report.json.{os.getpid()}.0a1b2c3d.tmp", f".other.json.{ended.pid}.0a1b2c3d.tmp"
    assert left == {"report.json", living, other}


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_atomically(path, "old")
    path.chmod(0o640)
    write_atomically(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "target").read_text() == "new"
    assert (tmp_path / "link").is_symlink()


def test_a_folder_in_the_place_of_the_file_is_a_plain_message_and_leaves_no_litter(tmp_path: Path) -> None:
    (tmp_path / "report.json").mkdir()
    with pytest.raises(StoreError, match=r"cannot write .*report\.json"):
        write_atomically(tmp_path / "report.json", "text")
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.json"]


def test_a_readonly_folder_is_a_plain_message() -> None:
    with shared_folder() as folder, readonly(folder), pytest.raises(StoreError, match="permission denied"):
        write_atomically(folder / "report.json", "text")


FULL_DISK = """
import resource, sys
from pathlib import Path
from factcheck.errors import StoreError
from factcheck.files import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(Path(sys.argv[1]), "x" * 5000)
except StoreError as error:
    sys.exit(f"refused: {error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits")
def test_a_disk_that_takes_no_more_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")
    assert "refused: cannot write" in run_python(FULL_DISK, str(path)).stderr
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.json"]
