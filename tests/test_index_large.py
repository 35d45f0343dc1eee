"""Large indexes: the inverted kind, what it finds, how it is kept, updated and refused."""

from __future__ import annotations

import datetime as dt
import json
import random
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.cache import Cache, encode_cached
from factcheck.datatypes import Claim, Snippet, Source
from factcheck.errors import StoreError
from factcheck.index import Index, build_index, open_index
from factcheck.index.index import COMPLETE_ROWS, _best
from factcheck.index.inverted import BLOCK
from factcheck.index.kinds import AUTO, EXACT, EXACT_ROWS, IVF, Tuning, kind_for
from factcheck.index.training import lists_for, still_fits
from factcheck.retrieve import retrieve
from tests.fakes import KeywordEmbedder, run_python
from tests.test_index import evidence_of, files_of, generation

TODAY = dt.date(2025, 9, 12)
N = COMPLETE_ROWS + 1500
"""More than are all scored, so that the lists are really searched."""


def texts_of(n: int) -> list[str]:
    """Texts in forty topics: words of the topic, and one word of their own."""
    rng = random.Random(3)
    topics = [[f"t{topic}w{word}" for word in range(12)] for topic in range(40)]
    return [" ".join(rng.choices(topics[number % 40], k=7)) + f" own{number}" for number in range(n)]


def opened(
    folder: Path, snippets: Sequence[Snippet], *, kind: str = IVF, cache: Cache | None = None, rebuild: bool = False
) -> tuple[Index, list[str]]:
    """The index, and the texts that were embedded for it."""
    embedder = KeywordEmbedder(dim=64)
    index = open_index(folder, snippets, embedder, cache or Cache.in_memory(), kind=kind, rebuild=rebuild)
    return index, sorted(embedder.encoded)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Index]:
    folder = tmp_path_factory.mktemp("large")
    return folder, opened(folder, evidence_of(*texts_of(N)))[0]


def found(index: Index, texts: Sequence[str], k: int = 8) -> list[list[str]]:
    vectors = encode_cached(KeywordEmbedder(dim=64), Cache.in_memory(), texts)
    matches = retrieve([Claim("c", text) for text in texts], index, vectors, k, [TODAY] * len(texts))
    return [[match.snippet.text for match in some] for some in matches]


# --- the rule --------------------------------------------------------------------------------------------------------


def test_the_kind_goes_by_the_number_of_texts_unless_the_settings_name_one() -> None:
    asked = [(AUTO, EXACT_ROWS), (AUTO, EXACT_ROWS + 1), (EXACT, 10**7), (IVF, 1)]
    assert [kind_for(*one) for one in asked] == [EXACT, IVF, EXACT, IVF]


def test_there_are_twice_the_root_rounded_to_a_power_of_two_of_the_rows_in_lists_but_at_least_32_rows_in_each() -> None:
    assert [lists_for(n) for n in (1, 64, 1_000_000, 10_000_000, 10**9)] == [1, 2, 2048, 8192, 8192]


def test_clusters_serve_until_the_index_has_doubled_or_halved() -> None:
    tuning = Tuning(8, 2, 1000, 1.0, 200)
    assert [still_fits(tuning, n) for n in (499, 500, 2000, 2001)] == [False, True, True, False]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=300), st.integers(1, 40))
def test_the_best_by_words_are_the_n_highest_above_zero_and_what_ties_with_the_last(drawn: list[int], n: int) -> None:
    bar = sorted(drawn, reverse=True)[min(n, len(drawn)) - 1]
    assert list(_best(np.array(drawn, np.float32), n)) == [i for i, s in enumerate(drawn) if s > 0 and s >= bar]


# --- what it finds ---------------------------------------------------------------------------------------------------


def test_an_inverted_index_finds_what_the_exact_one_finds(large: tuple[Path, Index]) -> None:
    texts = texts_of(N)
    exact = build_index(evidence_of(*texts), KeywordEmbedder(dim=64), Cache.in_memory())
    asked = [text.rsplit(" ", 1)[0] for text in texts[::400]]
    pairs = list(zip(found(large[1], asked), found(exact, asked), strict=True))
    # By half precision near-ties may change places at the cut.
    assert sum(len(set(one) & set(other)) for one, other in pairs) >= 0.95 * sum(len(other) for _, other in pairs)
    assert [one[0] for one in found(large[1], texts[::400])] == texts[::400]


def test_recall_is_measured_at_the_build_and_kept_in_the_manifest(large: tuple[Path, Index]) -> None:
    folder, index = large
    kept = json.loads((generation(folder) / "manifest.json").read_text())["tuning"]
    assert index.tuning == Tuning(**kept)
    assert index.tuning is not None
    assert (index.tuning.queries, index.tuning.trained_on, index.tuning.lists) == (200, N, lists_for(N))
    assert index.tuning.recall >= 0.98
    assert 1 <= index.tuning.probes < index.tuning.lists


def test_similarities_are_those_of_half_precision(large: tuple[Path, Index]) -> None:
    [text] = texts_of(1)
    vector = encode_cached(KeywordEmbedder(dim=64), Cache.in_memory(), [text])
    [scores] = large[1].search([text], vector, 10)
    assert scores.similarity.max() == pytest.approx(1.0, abs=1e-3)
    assert len(scores.rows) < 100


def test_evidence_that_does_not_count_does_not_crowd_out_what_does(tmp_path: Path) -> None:
    late, early = Source("late", published=dt.date(2026, 1, 1)), Source("early", published=dt.date(2020, 1, 1))
    snippets = [Snippet(f"s{n}", text, late if n % 400 else early) for n, text in enumerate(texts_of(N))]
    index, _ = opened(tmp_path, snippets)
    vectors = encode_cached(KeywordEmbedder(dim=64), Cache.in_memory(), ["t3w1 t3w2"])
    [matches] = retrieve([Claim("c", "t3w1 t3w2")], index, vectors, 8, [TODAY])
    assert sum(match.snippet.source == early for match in matches) == 8


# --- kept, updated ---------------------------------------------------------------------------------------------------


def test_a_second_open_embeds_nothing_and_writes_nothing_and_a_changed_id_changes_nothing(
    large: tuple[Path, Index],
) -> None:
    folder, index = large
    written = files_of(folder)
    renamed = [Snippet(f"other{number}", text) for number, text in enumerate(texts_of(N))]
    again, embedded = opened(folder, renamed)
    assert embedded == []
    assert files_of(folder) == written
    assert np.array_equal(again.vectors, index.vectors)
    assert again.rows[0].snippets[0].id.startswith("other")


def test_shuffled_and_repeated_evidence_gives_the_same_files(tmp_path: Path) -> None:
    texts = texts_of(600)
    snippets = evidence_of(*texts)
    opened(tmp_path / "one", snippets)
    shuffled = [*random.Random(1).sample(snippets, len(snippets)), Snippet("twice", texts[5])]
    opened(tmp_path / "two", shuffled)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_an_update_embeds_what_is_new_keeps_the_clusters_and_forgets_what_is_gone(tmp_path: Path) -> None:
    texts = texts_of(N)
    opened(tmp_path, evidence_of(*texts))
    changed = [*texts[10:], *(f"t1w1 fresh{number}" for number in range(20))]
    index, embedded = opened(tmp_path, evidence_of(*changed))
    assert len(embedded) == 20
    assert index.tuning is not None
    assert index.tuning.trained_on == N
    asked = [*texts[:20], "t1w1 fresh7"]
    first = [some[0] for some in found(index, asked)]
    assert not set(first) & set(texts[:10])
    assert first[10:] == asked[10:]


def test_clusters_are_found_anew_when_the_evidence_has_more_than_doubled(tmp_path: Path) -> None:
    texts = texts_of(700)
    opened(tmp_path, evidence_of(*texts[:300]))
    index, embedded = opened(tmp_path, evidence_of(*texts))
    assert len(embedded) == 400
    assert index.tuning is not None
    assert index.tuning.trained_on == 700


@pytest.mark.parametrize(("first", "embeds"), [(EXACT, 0), (IVF, 300)])
def test_an_index_of_another_kind_than_the_settings_want_is_made_anew(tmp_path: Path, first: str, embeds: int) -> None:
    snippets = evidence_of(*texts_of(300))
    second = IVF if first == EXACT else EXACT
    opened(tmp_path, snippets, kind=first)
    index, embedded = opened(tmp_path, snippets, kind=second)
    # An exact index never takes the vectors of half precision; without the cache they are computed again.
    assert (index.tuning is not None, len(embedded)) == (second == IVF, embeds)
    if second == EXACT:
        built = build_index(snippets, KeywordEmbedder(dim=64), Cache.in_memory())
        assert np.array_equal(index.vectors, built.vectors)


def test_a_small_index_is_exact_and_its_manifest_is_what_it_was(tmp_path: Path) -> None:
    index, _ = opened(tmp_path, evidence_of("alpha", "beta"), kind=AUTO)
    manifest = json.loads((generation(tmp_path) / "manifest.json").read_text())
    assert index.tuning is None
    assert list(manifest) == [
        *("format_version", "tool_version", "model_id", "precision", "dim", "n_rows", "rows", "files")
    ]


def test_texts_without_words_can_be_indexed_and_updated(tmp_path: Path) -> None:
    opened(tmp_path, evidence_of("!!!", "..."))
    index, embedded = opened(tmp_path, evidence_of("!!!", "...", "???"))
    assert (index.n_rows, embedded) == (3, ["???"])
    assert found(index, ["!!!"])


def test_stored_words_weigh_as_words_counted_at_the_start(large: tuple[Path, Index]) -> None:
    exact = build_index(evidence_of(*texts_of(N)), KeywordEmbedder(dim=64), Cache.in_memory())
    for text in ("t1w1 t1w2 own7", "unheard"):
        vectors = encode_cached(KeywordEmbedder(dim=64), Cache.in_memory(), [text])
        stored, counted = (next(index.search([text], vectors, N)).lexical for index in (large[1], exact))
        assert np.array_equal(stored, counted)


# --- refused, killed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        (name, damage)
        for name in ("vectors.f16", "lists.faiss", "rows.jsonl", "words/data.csc.index.npy", "words/vocab.index.json")
        for damage in ("truncated", "emptied", "removed")
    ],
)
def test_a_damaged_file_is_refused_and_a_rebuild_mends_it(tmp_path: Path, name: str, damage: str) -> None:
    snippets = evidence_of(*texts_of(80))
    opened(tmp_path, snippets)
    path = generation(tmp_path) / name
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-5] if damage == "truncated" else b"")
    with pytest.raises(StoreError, match="factcheck index --rebuild"):
        opened(tmp_path, snippets)
    opened(tmp_path, snippets, rebuild=True)
    assert opened(tmp_path, snippets)[1] == []


def test_an_update_does_not_build_on_a_mapped_file_whose_content_has_changed(tmp_path: Path) -> None:
    texts = texts_of(80)
    opened(tmp_path, evidence_of(*texts))
    path = generation(tmp_path) / "vectors.f16"
    path.write_bytes(path.read_bytes()[:-2] + b"!!")
    with pytest.raises(StoreError, match=r"vectors.f16: its SHA-256.*factcheck index --rebuild"):
        opened(tmp_path, evidence_of(*texts, "one more"))


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.fakes import KeywordEmbedder
from tests.test_index_large import evidence_of, texts_of
from factcheck.cache import Cache
from factcheck.index import open_index
folder = Path(sys.argv[1])
def die(done, total):
    if done >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
snippets = evidence_of(*texts_of(int(sys.argv[2])))
open_index(folder / "index", snippets, KeywordEmbedder(dim=64), Cache(folder / "c.sqlite"), kind="ivf", progress=die)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_build_that_was_killed_goes_on_with_what_it_had_embedded(tmp_path: Path) -> None:
    n = BLOCK + 3000
    ended = run_python(KILLED, str(tmp_path), str(n), str(BLOCK))
    assert ended.returncode == -signal.SIGKILL
    snippets = evidence_of(*texts_of(n))
    index, embedded = opened(tmp_path / "index", snippets, cache=Cache(tmp_path / "c.sqlite"))
    assert (index.n_rows, len(embedded)) == (n, 3000)
    assert not list((tmp_path / "index").glob(".tmp-*"))


def test_progress_counts_the_texts_of_all_blocks(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    n = BLOCK + 10
    embedder, snippets = KeywordEmbedder(dim=16), evidence_of(*texts_of(n))
    open_index(
        tmp_path,
        snippets,
        embedder,
        Cache.in_memory(),
        kind=IVF,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (n, n)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


FULL_DISK = """
import resource, sys
from pathlib import Path
from tests.fakes import KeywordEmbedder
from tests.test_index_large import evidence_of, texts_of
from factcheck.cache import Cache
from factcheck.errors import StoreError
from factcheck.index import open_index
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    open_index(Path(sys.argv[1]), evidence_of(*texts_of(500)), KeywordEmbedder(dim=64), Cache.in_memory(), kind="ivf")
except StoreError as error:
    sys.exit(f"refused: {error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
@pytest.mark.parametrize("limit", [20_000, 64_500])
def test_a_disk_that_takes_no_more_leaves_the_old_index_in_use(tmp_path: Path, limit: int) -> None:
    texts = texts_of(100)
    opened(tmp_path, evidence_of(*texts))
    assert "refused: cannot write" in run_python(FULL_DISK, str(tmp_path), str(limit)).stderr
    assert opened(tmp_path, evidence_of(*texts))[1] == []
