"""``store: milvus``, by Milvus Lite: the same matches as files, updates by row, faults, and what kills leave."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from factcheck.cache import Cache
from factcheck.datatypes import Claim, Snippet, Source, content_hash
from factcheck.errors import StoreError
from factcheck.evidence import read_evidence
from factcheck.index import Filter, Index, build_index
from factcheck.index.dense import Dense
from factcheck.index.rows import group_rows
from factcheck.retrieve import query_text, retrieve
from factcheck.scale.milvus import open_milvus
from factcheck.scale.milvus.collection import MILVUS_FORMAT, Collection, Manifest
from factcheck.scale.milvus.connection import connect, telling
from factcheck.scale.milvus.search import MilvusSearch
from factcheck.stores import Milvus
from tests.fakes import ROOT, KeywordEmbedder
from tests.test_cli import Project, fakes_installed, project  # noqa: F401 (fixtures)

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytest.importorskip("pymilvus")

TODAY = dt.date(2026, 1, 1)
EVIDENCE = "0" * 64
DIM = 64


@pytest.fixture
def milvus(tmp_path: Path) -> Milvus:
    return Milvus(str(tmp_path / "store" / "milvus.db"))


def evidence_of(*texts: str) -> list[Snippet]:
    return [Snippet(f"s{number}", text) for number, text in enumerate(texts)]


def opened(
    milvus: Milvus,
    snippets: Sequence[Snippet],
    embedder: KeywordEmbedder | None = None,
    *,
    rebuild: bool = False,
    evidence: str = EVIDENCE,
) -> tuple[Index, list[str]]:
    """The index, and the texts that were embedded for it with an empty cache."""
    embedder = embedder or KeywordEmbedder(dim=DIM)
    before = embedder.n_encoded
    index = open_milvus(milvus, evidence, snippets, embedder, Cache.in_memory(), rebuild=rebuild)
    return index, sorted(embedder.encoded[before:])


@contextlib.contextmanager
def collection_of(milvus: Milvus) -> Iterator[Collection]:
    connection = connect(milvus)
    try:
        collection = Collection(connection, milvus.collection or f"factcheck_{EVIDENCE[:16]}")
        collection.load()
        yield collection
    finally:
        connection.close()


def same_vectors(index: Index, snippets: Sequence[Snippet]) -> bool:
    built = build_index(snippets, KeywordEmbedder(dim=DIM), Cache.in_memory())
    return index.rows == built.rows and np.array_equal(index.vectors, built.vectors)


# --- the same as FAISS -----------------------------------------------------------------------------------------------


def test_the_example_project_gets_the_same_matches_as_from_files(milvus: Milvus) -> None:
    from factcheck.claims import read_claims

    example = ROOT / "factcheck" / "data" / "project"
    snippets, claims = read_evidence([example / "evidence"]), read_claims([example / "claims"])
    embedder = KeywordEmbedder()
    vectors = embedder.encode([query_text(claim) for claim in claims])
    dates = [TODAY] * len(claims)
    stored, _ = opened(milvus, snippets, KeywordEmbedder())
    built = build_index(snippets, KeywordEmbedder(), Cache.in_memory())
    assert retrieve(claims, stored, vectors, 3, dates) == retrieve(claims, built, vectors, 3, dates)
    assert stored.fingerprint == built.fingerprint


class Vectors:
    """Random unit vectors in Milvus and in FAISS, and texts that have nothing to do with them."""

    def __init__(self, milvus: Milvus, n: int, dim: int = 32) -> None:
        random = np.random.default_rng(7)
        drawn = random.normal(size=(n + 20, dim)).astype(np.float32)
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        self.rows = group_rows(evidence_of(*(f"text {number}" for number in range(n))))
        self.vectors, self.asked = drawn[:n], drawn[n:]
        self.dense = Dense.from_vectors(self.vectors)
        self.collection = Collection(connect(milvus), "random")
        self.collection.create(Manifest(MILVUS_FORMAT, "m@1", "float32", dim, milvus.index, EVIDENCE))
        self.collection.load()
        self.collection.put(self.rows, self.vectors)
        self.collection.flush()
        self.search = MilvusSearch(self.collection, self.rows, dim)


class DrawnEmbedder:
    """Vectors drawn by the hash of the text, without ties: at a cut, which of several equals is found is chance."""

    model_id, precision = "fake/drawn@1", "float32"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        seeds = [int(content_hash(text)[:8], 16) for text in texts]
        drawn = np.stack([np.random.default_rng(seed).normal(size=32) for seed in seeds])
        unit: NDArray[np.float32] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
        return unit


def test_random_vectors_have_the_same_neighbours_and_similarities_as_in_exact_faiss(milvus: Milvus) -> None:
    made = Vectors(milvus, 400)
    expected = made.dense.nearest(made.asked, 10)
    assert [list(found) for found in made.search.nearest(made.asked, 10)] == [list(found) for found in expected]
    some = np.array([3, 100, 399])
    assert made.search.similarity(made.asked[0], some).tolist() == made.dense.similarity(made.asked[0], some).tolist()
    assert np.array_equal(made.search.vectors, made.vectors)
    assert [len(found) for found in made.search.nearest(made.asked[:1], 500)] == [400]


def test_the_graph_finds_0_98_of_the_ten_nearest(milvus: Milvus) -> None:
    made = Vectors(dataclasses.replace(milvus, index="HNSW"), 1500)
    pairs = zip(made.search.nearest(made.asked, 10), made.dense.nearest(made.asked, 10), strict=True)
    assert sum(len(set(found) & set(true)) for found, true in pairs) >= 0.98 * 10 * len(made.asked)


def test_more_than_milvus_finds_at_once_is_found_in_turns(milvus: Milvus, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Vectors(milvus, 1200)
    monkeypatch.setattr("factcheck.scale.milvus.collection._MOST_FOUND", 50)
    [found] = made.search.nearest(made.asked[:1], 1100)
    [expected] = made.dense.nearest(made.asked[:1], 1100)
    assert set(found) == set(expected)


def test_a_large_collection_gives_the_matches_of_the_files_and_searches_in_milvus(milvus: Milvus) -> None:
    names = [f"alpha{n % 71} beta{n % 37} gamma{n}" for n in range(5200)]
    sources = [Source("late", published=dt.date(2026, 6, 1)), Source("early", published=dt.date(2025, 1, 1))]
    snippets = [Snippet(f"s{n}", name, sources[n % 2]) for n, name in enumerate(names)]
    claims = [Claim(f"c{n}", f"alpha{n} beta{n} gamma{n * 50}") for n in range(5)]
    stored = open_milvus(milvus, EVIDENCE, snippets, DrawnEmbedder(), Cache.in_memory())
    built = build_index(snippets, DrawnEmbedder(), Cache.in_memory())
    assert isinstance(stored.dense, MilvusSearch)
    vectors, dates = DrawnEmbedder().encode([query_text(claim) for claim in claims]), [TODAY] * 5
    assert retrieve(claims, stored, vectors, 8, dates) == retrieve(claims, built, vectors, 8, dates)


# --- filters ---------------------------------------------------------------------------------------------------------


def test_milvus_and_files_confine_a_search_to_the_same_rows(milvus: Milvus) -> None:
    old, new = Source("old", published=dt.date(2024, 5, 1)), Source("new", published=dt.date(2025, 5, 2))
    snippets = [
        Snippet("a", "alpha beta", old, lang="de", tags=("chips",)),
        Snippet("b", "alpha gamma", new, lang="en", tags=("chips", 'with "quotes"')),
        Snippet("c", "alpha delta", new, lang="de"),
        Snippet("d", "alpha", None, lang="en"),
        # The same text twice: together they have all that is asked for, and neither has it alone.
        Snippet("e", "alpha epsilon", old, lang="de"),
        Snippet("f", "alpha epsilon", new, lang="en", tags=("chips",)),
    ]
    index, _ = opened(milvus, snippets)
    asked = KeywordEmbedder(dim=DIM).encode(["alpha"])
    with collection_of(milvus) as collection:
        search = MilvusSearch(collection, index.rows, DIM)
        for confined, expected in [
            (Filter(langs=("de",)), {"a", "c", "e"}),
            (Filter(tags=('with "quotes"',)), {"b"}),
            (Filter(langs=("de", "en"), tags=("chips",)), {"a", "b", "f"}),
            (Filter(published_after=dt.date(2025, 5, 1)), {"b", "c", "f"}),
            (Filter(published_after=dt.date(2025, 5, 2)), set()),
            (Filter(langs=("de",), tags=("chips",)), {"a"}),
        ]:
            narrowed = index.only(confined)
            assert {snippet.id for row in narrowed.rows for snippet in row.snippets} == expected
            places = np.array([index.rows.index(row) for row in index.rows if any(map(confined.passes, row.snippets))])
            [found] = search.only(places, confined).nearest(asked, 1) if expected else [np.array([], np.int64)]
            assert [index.rows[places[n]].hash for n in found] == [
                narrowed.rows[n].hash for n in (narrowed.dense.nearest(asked, 1)[0] if narrowed.dense else [])
            ]


# --- updates ---------------------------------------------------------------------------------------------------------


def test_a_second_open_embeds_nothing(milvus: Milvus) -> None:
    snippets = evidence_of("alpha beta", "gamma")
    assert opened(milvus, snippets)[1] == ["alpha beta", "gamma"]
    index, embedded = opened(milvus, snippets)
    assert embedded == []
    assert same_vectors(index, snippets)


def test_an_update_embeds_the_new_text_and_removes_what_is_gone(milvus: Milvus) -> None:
    opened(milvus, evidence_of("alpha", "beta", "gamma"))
    changed = evidence_of("alpha", "beta changed")
    index, embedded = opened(milvus, changed)
    assert embedded == ["beta changed"]
    assert same_vectors(index, changed)
    with collection_of(milvus) as collection:
        assert set(collection.keys()) == {row.hash for row in index.rows}


def test_another_wording_of_a_row_is_embedded_anew(milvus: Milvus) -> None:
    opened(milvus, evidence_of("The alpha."))
    index, embedded = opened(milvus, evidence_of("Alpha"))
    assert embedded == ["Alpha"]
    assert same_vectors(index, evidence_of("Alpha"))


def test_a_changed_tag_embeds_nothing_and_is_found_by_the_filter(milvus: Milvus) -> None:
    opened(milvus, evidence_of("alpha", "beta"))
    tagged = [Snippet("s0", "alpha", tags=("new",)), Snippet("s1", "beta")]
    index, embedded = opened(milvus, tagged)
    assert embedded == []
    assert same_vectors(index, tagged)
    with collection_of(milvus) as collection:
        [found] = collection.nearest(index.vectors[:1].astype(np.float32), 5, 'array_contains_any(tags, ["new"])')
    assert found == [row.hash for row in index.rows if row.text == "alpha"]


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", [{"model_id": "other@2"}, {"precision": "int8"}])
def test_a_collection_of_another_embedder_is_refused_with_the_command_that_mends_it(
    milvus: Milvus, other: dict[str, str]
) -> None:
    opened(milvus, evidence_of("alpha"))
    with pytest.raises(StoreError, match=r"fake/keywords@1 \(float32\).*factcheck index --rebuild"):
        opened(
            milvus,
            evidence_of("alpha"),
            KeywordEmbedder(
                dim=DIM, model_id=other.get("model_id", "fake/keywords@1"), precision=other.get("precision", "float32")
            ),
        )
    changed = KeywordEmbedder(dim=DIM, model_id="other@2")
    assert opened(milvus, evidence_of("alpha"), changed, rebuild=True)[1] == ["alpha"]
    assert opened(milvus, evidence_of("alpha"), changed)[1] == []


def test_a_collection_of_other_evidence_another_format_or_another_index_is_refused(milvus: Milvus) -> None:
    milvus = dataclasses.replace(milvus, collection="desk")
    opened(milvus, evidence_of("alpha"))
    with pytest.raises(StoreError, match=r"desk holds other evidence — .*milvus: collection:.*index --rebuild"):
        opened(milvus, evidence_of("beta"), evidence="1" * 64)
    with pytest.raises(StoreError, match=r"desk has the index FLAT, not HNSW — .*index --rebuild"):
        opened(dataclasses.replace(milvus, index="HNSW"), evidence_of("alpha"))
    with collection_of(milvus) as collection:
        collection._client.alter_collection_properties(
            "desk", properties={"factcheck.manifest": '{"format_version": 99}'}
        )
    with pytest.raises(StoreError, match=r"desk has format 99, this factcheck reads 1 — .*index --rebuild"):
        opened(milvus, evidence_of("alpha"))
    assert opened(milvus, evidence_of("alpha"), rebuild=True)[0].n_rows == 1


def test_a_collection_that_we_did_not_make_is_refused_and_a_rebuild_leaves_it_alone(milvus: Milvus) -> None:
    milvus = dataclasses.replace(milvus, collection="theirs")
    connection = connect(milvus)
    connection.client.create_collection("theirs", dimension=4)
    for rebuild in (False, True):
        with pytest.raises(StoreError, match="theirs of Milvus was not made by factcheck — name another one"):
            opened(milvus, evidence_of("alpha"), rebuild=rebuild)
    assert connection.client.has_collection("theirs")
    connection.close()


def test_a_server_that_cannot_be_reached_is_named_with_what_to_do() -> None:
    with pytest.raises(StoreError, match=r"Milvus server http://127.0.0.1:9 cannot be reached: .*milvus: uri:"):
        opened(Milvus("http://127.0.0.1:9", token="secret-token"), evidence_of("alpha"))


def test_the_token_is_not_shown() -> None:
    assert "secret-token" not in repr(Milvus("http://127.0.0.1:9", token="secret-token"))


def test_a_server_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.scale.milvus.connection.CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreError, match="cannot be reached"):
        opened(Milvus(f"http://127.0.0.1:{silent.getsockname()[1]}"), evidence_of("alpha"))


def test_a_server_that_falls_silent_after_the_client_was_made_is_told_as_one_that_cannot_be_reached() -> None:
    from pymilvus.exceptions import MilvusException

    silent = Milvus("http://127.0.0.1:9")
    with pytest.raises(StoreError, match=r"cannot be reached: Fail connecting.*start it"), telling(silent):
        raise MilvusException(message="Fail connecting to server on 127.0.0.1:9, illegal connection params")


@pytest.mark.parametrize("missing", ["pymilvus", "milvus_lite"])
def test_without_the_libraries_the_message_names_the_extra(
    milvus: Milvus, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    if missing == "milvus_lite":
        monkeypatch.setitem(sys.modules, "milvus_lite.server_manager", None)
    with pytest.raises(StoreError, match=r"pip install 'factcheck\[milvus\]'"):
        opened(milvus, evidence_of("alpha"))


# --- the command line ------------------------------------------------------------------------------------------------


def test_the_settings_of_the_page_check_as_files_do(project: Project) -> None:  # noqa: F811
    example = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "milvus.md").read_text("utf-8"), re.DOTALL)[0]
    assert project.run("check", "-q").code == 1
    by_files = project.record()
    project.write("factcheck.yaml", (project.folder / "factcheck.yaml").read_text("utf-8") + example)
    assert project.run("check", "-q").code == 1
    assert project.record()["verdicts"] == by_files["verdicts"]
    assert (project.folder / ".factcheck" / "milvus.db").is_dir()
    assert "index up to date: 2 snippets, 2 distinct texts" in project.run("index").err


def test_a_new_file_of_evidence_goes_into_the_same_collection(project: Project) -> None:  # noqa: F811
    project.write("factcheck.yaml", (project.folder / "factcheck.yaml").read_text("utf-8") + "store: milvus\n")
    project.run("index")
    project.write("evidence/more.yaml", "- The tower is of iron.\n")
    assert "3 snippets" in project.run("index").err
    connection = connect(Milvus(str(project.folder / ".factcheck" / "milvus.db")))
    [name] = connection.client.list_collections()
    connection.client.load_collection(name)
    assert Collection(connection, name).count() == 3
    connection.close()


def test_the_settings_of_a_server_reach_the_connection(project: Project) -> None:  # noqa: F811
    server = "store: milvus\nmilvus: {uri: 'tcp://127.0.0.1:9', token: secret-token}\n"
    project.write("factcheck.yaml", (project.folder / "factcheck.yaml").read_text("utf-8") + server)
    ended = project.run("check")
    assert (ended.code, ended.out) == (2, "")
    assert "the Milvus server tcp://127.0.0.1:9 cannot be reached" in ended.err
    assert "secret-token" not in ended.err


# --- processes -------------------------------------------------------------------------------------------------------


def child(milvus: Milvus, body: str) -> subprocess.Popen[str]:
    """A process that runs the body with ``milvus`` and the names of this module."""
    code = f"from tests.test_milvus import *\nimport time\nmilvus = Milvus({milvus.uri!r})\n{textwrap.dedent(body)}"
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_file_that_another_process_keeps_open_is_named_as_such(
    milvus: Milvus, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("factcheck.scale.milvus.connection._PAUSE", 0.01)
    holder = child(
        milvus, "Path(milvus.uri).parent.mkdir(); connect(milvus); print('open', flush=True); time.sleep(60)"
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=r"milvus.db is open in another process, and only one may have it — wait"):
            opened(milvus, evidence_of("alpha"))
    finally:
        holder.kill()
        holder.wait()
    assert capfd.readouterr().err == ""
    assert opened(milvus, evidence_of("alpha"))[1] == ["alpha"]


def test_a_small_index_leaves_the_file_to_other_processes_and_stderr_to_our_messages(milvus: Milvus) -> None:
    opened(milvus, evidence_of("alpha"))
    other = child(milvus, "print(opened(milvus, evidence_of('alpha', 'beta'))[1])")
    assert other.communicate() == ("['beta']\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("stage", "next_is_old", "n_embedded"),
    [("put", False, 4), ("put", True, 2), ("remove", False, 6), ("remove", True, 2), ("mark", False, 6)],
)
def test_what_a_killed_update_leaves_is_mended_by_the_next(
    milvus: Milvus, stage: str, next_is_old: bool, n_embedded: int
) -> None:
    """Killed after the first call of the named step, in an update that removes two rows and adds six, two at a time.

    After the first two there are as many rows as before; whether the next wants the old or the new ones, it must see.
    """
    old, new = evidence_of("gone", "gone too", "alpha"), evidence_of("alpha", *(f"beta{n}" for n in range(6)))
    opened(milvus, old)
    body = f"""
        import factcheck.scale.milvus.store as store
        store._PORTION = 2
        original = Collection.{stage}
        def killed(*args):
            original(*args)
            os.kill(os.getpid(), signal.SIGKILL)
        Collection.{stage} = killed
        opened(milvus, evidence_of("alpha", *(f"beta{{n}}" for n in range(6))))
    """
    dying = child(milvus, body)
    dying.communicate()
    assert dying.returncode == -signal.SIGKILL
    wanted = old if next_is_old else new
    index, embedded = opened(milvus, wanted)
    assert len(embedded) == n_embedded
    assert same_vectors(index, wanted)
    with collection_of(milvus) as collection:
        assert set(collection.keys()) == {row.hash for row in index.rows}
    assert opened(milvus, wanted)[1] == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_full_disk_is_an_error_without_a_traceback_and_mended_by_the_next(milvus: Milvus) -> None:
    opened(milvus, evidence_of("alpha"))
    wanted = evidence_of(*(f"alpha{n}" for n in range(50)))
    body = """
        import resource
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
        try:
            opened(milvus, evidence_of(*(f"alpha{n}" for n in range(50))))
        except StoreError as error:
            print(error, flush=True)
            os._exit(0)  # Milvus Lite writes once more as it ends
    """
    said, besides = child(milvus, body).communicate()
    assert re.search(r"Milvus at .*milvus.db failed: .*File too large — see that it runs and has space", said)
    assert besides == ""
    assert same_vectors(opened(milvus, wanted)[0], wanted)


__all__ = ["Collection", "Milvus", "Path", "StoreError", "connect", "evidence_of", "opened", "os", "signal"]
