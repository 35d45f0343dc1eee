"""The models: the body joined from its pieces, batches, precision, cross-encoders, and the large verifier.

Small pieces and a tiny model are made here; only the last section needs the real body and adapter, and is skipped
where they are not installed.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.datatypes import Stance, StanceProbs
from factcheck.errors import ModelError, PairTooLongError
from factcheck.models.body import Body, find_body, find_pieces, join_pieces, joined_folder, verify_body
from factcheck.models.crossencoder import CrossEncoderVerifier, stances_of
from factcheck.models.open import open_embedder, open_verifier
from factcheck.models.pairs import batches_by_length
from factcheck.models.precision import best_precision, processor_flags
from factcheck.models.verifier import LargeVerifier, packaged_adapter
from factcheck.models.weights import file_sha256, require_sha256
from tests.fakes import ROOT

# --- the body ------------------------------------------------------------------------------------------------------

CONTENT = {
    "model.safetensors": b"".join(hashlib.sha256(bytes([n])).digest() for n in range(256)),  # 8 KB, incompressible
    "config.json": b'{"hidden_size": 32}',
    "tokenizer.json": b'{"model": {}}' * 50,
}
TINY = Body("tiny-body", 5, {name: hashlib.sha256(data).hexdigest() for name, data in CONTENT.items()})


def archive_of(content: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(f"tiny-body/{name}", data)
        archive.writestr("tiny-body/README.md", "not asked for")
    return packed.getvalue()


def install_pieces(folder: Path, archive: bytes) -> list[Path]:
    """The archive in five pieces of equal size, laid out as the five packages lay theirs."""
    size = math.ceil(len(archive) / 5)
    pieces = []
    for number in range(1, 6):
        path = folder / f"tiny-body-pypi-part_{number:03d}" / "input" / f"tiny-body.zip.{number:03d}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive[(number - 1) * size : number * size])
        pieces.append(path)
    return pieces


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("FACTCHECK_CACHE_DIR", str(folder))
    monkeypatch.delenv("FACTCHECK_BODY", raising=False)
    return folder


@pytest.fixture
def pieces(tmp_path: Path) -> list[Path]:
    return install_pieces(tmp_path / "site", archive_of(CONTENT))


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_pieces_are_found_in_their_order_wherever_each_is_installed(tmp_path: Path, pieces: list[Path]) -> None:
    moved = tmp_path / "user" / pieces[2].relative_to(tmp_path / "site")
    moved.parent.mkdir(parents=True)
    pieces[2].rename(moved)
    folders = [str(tmp_path / name) for name in ("nowhere", "user", "site")]
    assert find_pieces(folders, TINY) == [*pieces[:2], moved, *pieces[3:]]


@pytest.mark.parametrize("number", [0, 2, 4])
def test_if_one_piece_is_missing_none_is_found(tmp_path: Path, pieces: list[Path], number: int) -> None:
    pieces[number].unlink()
    assert find_pieces([str(tmp_path / "site")], TINY) == []


def test_joined_pieces_are_the_files_asked_for_and_no_others(cache: Path, pieces: list[Path]) -> None:
    folder = join_pieces(pieces, body=TINY)
    assert folder == joined_folder(TINY) == cache / f"tiny-body-{TINY.files['model.safetensors'][:12]}"
    assert content_of(folder) == CONTENT
    verify_body(folder, TINY)


def test_pieces_of_any_size_are_joined(cache: Path, tmp_path: Path) -> None:
    # So small that every header of the archive lies across the end of a piece somewhere.
    archive = archive_of(CONTENT)
    for size in (7, 100, len(archive) - 3):
        parts = [archive[start : start + size] for start in range(0, len(archive), size)]
        paths = [tmp_path / f"{size}-{number}" for number in range(len(parts))]
        for path, part in zip(paths, parts, strict=True):
            path.write_bytes(part)
        body = Body("tiny-body", len(parts), TINY.files)
        assert content_of(join_pieces(paths, again=True, body=body)) == CONTENT


def test_a_second_join_does_nothing(cache: Path, pieces: list[Path]) -> None:
    folder = join_pieces(pieces, body=TINY)
    before = {path: path.stat().st_ino for path in folder.iterdir()}
    for piece in pieces:
        piece.write_bytes(b"no longer read")
    assert join_pieces(pieces, body=TINY) == folder
    assert {path: path.stat().st_ino for path in folder.iterdir()} == before


def test_what_a_killed_process_left_behind_is_removed(cache: Path, pieces: list[Path]) -> None:
    name = joined_folder(TINY).name
    (cache / f"{name}.part-killed").mkdir(parents=True)
    (cache / f"{name}.part-killed" / "model.safetensors").write_bytes(b"half")
    join_pieces(pieces, body=TINY)
    assert {path.name for path in cache.iterdir()} - {f"{name}.lock"} == {name}


def test_a_joined_folder_without_weights_is_joined_again(cache: Path, pieces: list[Path]) -> None:
    folder = join_pieces(pieces, body=TINY)
    (folder / "model.safetensors").unlink()
    assert content_of(join_pieces(pieces, body=TINY)) == CONTENT


def test_joining_again_mends_a_damaged_body(cache: Path, pieces: list[Path]) -> None:
    folder = join_pieces(pieces, body=TINY)
    (folder / "config.json").write_bytes(b"damaged")
    with pytest.raises(ModelError, match=r"config\.json is damaged.*run `factcheck models install`"):
        verify_body(folder, TINY)
    join_pieces(pieces, again=True, body=TINY)
    verify_body(folder, TINY)


def test_joining_again_from_damaged_pieces_keeps_the_body_that_is_there(cache: Path, pieces: list[Path]) -> None:
    folder = join_pieces(pieces, body=TINY)
    pieces[3].write_bytes(b"")
    with pytest.raises(ModelError):
        join_pieces(pieces, again=True, body=TINY)
    assert content_of(folder) == CONTENT


def flip(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


DAMAGES = [
    *((number, lambda data: flip(data, len(data) // 2)) for number in range(4)),  # the four that hold the weights
    *((number, lambda data: data[:-10]) for number in range(5)),
    *((number, lambda data: b"") for number in range(5)),
]


@pytest.mark.parametrize(("number", "damage"), DAMAGES)
def test_a_damaged_piece_is_refused_with_the_remedy_and_leaves_nothing(
    cache: Path, pieces: list[Path], number: int, damage: Callable[[bytes], bytes]
) -> None:
    pieces[number].write_bytes(damage(pieces[number].read_bytes()))
    with pytest.raises(ModelError, match=r"damaged.*pip install --force-reinstall.*`factcheck models install`"):
        join_pieces(pieces, body=TINY)
    assert {path.suffix for path in cache.iterdir()} <= {".lock"}


def test_a_flipped_byte_of_the_archive_never_gives_another_body_and_is_never_a_bug(cache: Path, tmp_path: Path) -> None:
    small = {name: data[:40] for name, data in CONTENT.items()}
    body = Body("tiny-body", 5, {name: hashlib.sha256(data).hexdigest() for name, data in small.items()})
    archive = archive_of(small)
    for place in range(0, len(archive), 5):
        pieces = install_pieces(tmp_path / "site", flip(archive, place))
        try:
            assert content_of(join_pieces(pieces, again=True, body=body)) == small
        except ModelError as fault:
            assert "pip install --force-reinstall" in str(fault)


@pytest.mark.parametrize("given", [[], None])
def test_missing_pieces_are_an_error_with_the_remedy(cache: Path, given: list[Path] | None) -> None:
    with pytest.raises(ModelError, match=r"pieces .* are missing — run `pip install --force-reinstall"):
        join_pieces(given, body=TINY)
    assert not cache.exists()


def test_pieces_of_another_body_are_refused(cache: Path, tmp_path: Path) -> None:
    pieces = install_pieces(tmp_path / "site", archive_of({**CONTENT, "config.json": b'{"hidden_size": 33}'}))
    with pytest.raises(ModelError, match=r"tiny-body/config\.json has another sha256"):
        join_pieces(pieces, body=TINY)
    assert not joined_folder(TINY).exists()


def test_an_archive_without_one_of_the_files_is_refused(cache: Path, tmp_path: Path) -> None:
    pieces = install_pieces(tmp_path / "site", archive_of({"model.safetensors": CONTENT["model.safetensors"]}))
    with pytest.raises(ModelError, match="damaged"):
        join_pieces(pieces, body=TINY)


def test_a_cache_that_cannot_be_written_names_the_variable_that_moves_it(cache: Path, pieces: list[Path]) -> None:
    cache.write_text("a file where the folder should be")
    with pytest.raises(ModelError, match=r"cannot join .*name another folder in FACTCHECK_CACHE_DIR"):
        join_pieces(pieces, body=TINY)


JOIN = """
import json, sys, time
from pathlib import Path
from factcheck.models.body import Body, join_pieces
start, name, count, files, *pieces = sys.argv[1:]
while not Path(start).exists():
    time.sleep(0.005)
folder = join_pieces([Path(p) for p in pieces], body=Body(name, int(count), json.loads(files)))
print((folder / "model.safetensors").stat().st_ino)
"""


def test_of_two_processes_one_joins_and_both_get_the_same_folder(
    cache: Path, tmp_path: Path, pieces: list[Path]
) -> None:
    start = tmp_path / "start"
    arguments = [str(start), TINY.name, "5", json.dumps(dict(TINY.files)), *map(str, pieces)]
    processes = [
        subprocess.Popen([sys.executable, "-c", JOIN, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    start.touch()
    printed = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    weights = joined_folder(TINY) / "model.safetensors"
    assert printed == [f"{weights.stat().st_ino}\n"] * 2
    assert content_of(joined_folder(TINY)) == CONTENT


def test_a_body_folder_that_lacks_files_is_refused_by_name(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_BODY", str(tmp_path))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"lacks model\.safetensors, tokenizer\.json"):
        find_body()
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_text("")
    assert find_body() == tmp_path


def test_a_file_must_have_exactly_the_known_hash(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(b"abc")
    # The test vector of FIPS 180-4.
    sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_sha256(path) == sha
    require_sha256(path, sha, "mend it")
    with pytest.raises(ModelError, match=f"is damaged: its sha256 is {sha}, expected 00 — mend it"):
        require_sha256(path, "00", "mend it")
    with pytest.raises(ModelError, match="is missing — mend it"):
        require_sha256(tmp_path / "nothing", sha, "mend it")


# --- batches ---------------------------------------------------------------------------------------------------------

LENGTHS = st.lists(st.integers(1, 60), max_size=40)


@given(LENGTHS)
def test_each_index_is_in_exactly_one_batch(lengths: list[int]) -> None:
    indices = [index for batch in batches_by_length(lengths, 100) for index in batch]
    assert sorted(indices) == list(range(len(lengths)))


@given(LENGTHS)
def test_no_batch_has_more_padded_tokens_than_allowed(lengths: list[int]) -> None:
    for batch in batches_by_length(lengths, 100):
        assert len(batch) * max(lengths[index] for index in batch) <= 100


@given(LENGTHS, st.randoms())
def test_shuffled_texts_form_batches_of_the_same_lengths(lengths: list[int], random: Any) -> None:
    shuffled = random.sample(lengths, len(lengths))
    found = [[lengths[i] for i in batch] for batch in batches_by_length(lengths, 100)]
    assert [[shuffled[i] for i in batch] for batch in batches_by_length(shuffled, 100)] == found


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], []),
        ([3, 5, 4], [[1, 2], [0]]),  # 2 x 5 fit into 10, 3 x 5 do not
        ([5, 5, 5], [[0, 1], [2]]),
        ([2, 2, 2, 2, 2], [[0, 1, 2, 3, 4]]),
        ([12, 1], [[0], [1]]),  # longer than a batch: alone
    ],
)
def test_batches_are_filled_longest_first(lengths: list[int], expected: list[list[int]]) -> None:
    assert batches_by_length(lengths, 10) == expected


# --- precision -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({"avx2", "avx512_bf16"}, "bfloat16"),
        ({"amx_bf16"}, "bfloat16"),
        ({"avx2", "avx512f", "bf16"}, "float32"),
        (set(), "float32"),
    ],
)
def test_the_precision_follows_the_flags_of_the_processor(flags: set[str], expected: str) -> None:
    assert best_precision(frozenset(flags)) == expected


def test_the_flags_are_those_of_the_first_processor(tmp_path: Path) -> None:
    listed = tmp_path / "cpuinfo"
    listed.write_text("processor\t: 0\nflags\t\t: fpu avx2 amx_bf16\n\nprocessor\t: 1\nflags\t\t: fpu\n")
    assert processor_flags(listed) == {"fpu", "avx2", "amx_bf16"}


def test_where_no_flags_are_listed_there_are_none(tmp_path: Path) -> None:
    assert processor_flags(tmp_path / "nothing") == frozenset()


# --- any cross-encoder -----------------------------------------------------------------------------------------------

NLI = {"0": "contradiction", "1": "entailment", "2": "neutral"}


def config(folder: Path, content: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (NLI, [Stance.CONTRADICTS, Stance.SUPPORTS, Stance.NEUTRAL]),
        ({"0": "ENTAILMENT", "1": "NEUTRAL", "2": "CONTRADICTION"}, ["supports", "neutral", "contradicts"]),
        ({"2": "SUPPORTS", "0": "REFUTES", "1": "NOT_ENOUGH_INFO"}, ["contradicts", "neutral", "supports"]),
        ({"0": "not enough info", "1": "supported", "2": "contradicted"}, ["neutral", "supports", "contradicts"]),
    ],
)
def test_the_order_of_the_stances_is_read_from_the_models_own_labels(
    tmp_path: Path, labels: dict[str, str], expected: list[str]
) -> None:
    stances = stances_of(config(tmp_path, {"id2label": labels}))
    assert [stances[index] for index in range(3)] == expected


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"id2label": ["entailment", "neutral", "contradiction"]},
        {"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}},
        {"id2label": {"first": "entailment", "second": "neutral", "third": "contradiction"}},
    ],
)
def test_labels_that_name_no_stances_are_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(ModelError, match=r"does not name its classes .* needs an id2label with entailment"):
        stances_of(config(tmp_path, content))


@pytest.mark.parametrize(
    "labels",
    [
        {"0": "entailment", "1": "contradiction"},
        {"0": "entailment", "1": "contradiction", "2": "contradiction"},
        {"0": "entailment", "1": "neutral", "2": "contradiction", "3": "unknown"},
        {"0": "entailment", "1": "neutral", "7": "contradiction"},
    ],
)
def test_a_model_without_exactly_the_three_stances_is_refused(tmp_path: Path, labels: dict[str, str]) -> None:
    with pytest.raises(ModelError, match=r"not the three stances — name a 3-way NLI model"):
        stances_of(config(tmp_path, {"id2label": labels}))


def test_a_folder_without_a_config_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not name its classes"):
        stances_of(tmp_path)


def test_weights_that_are_a_pickle_are_refused(tmp_path: Path) -> None:
    folder = config(tmp_path / "model", {"id2label": NLI})
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match=r"has no model\.safetensors .* pickles are not read"):
        CrossEncoderVerifier(folder)


WORDS = ("tower", "tall", "is", "the", "not", "paris", "in", "330", "metres")
PAIRS = [
    ("the tower is 330 metres tall", "the tower is tall"),
    ("the tower is in paris", "the tower is not in paris"),
    ("330 metres", "paris"),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A 3-way classifier of 2 layers, 32 wide, with random weights that tell texts apart, and a tokenizer of words."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    tiny_tokenizer().save_pretrained(folder)
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(7)
    shape = BertConfig(
        vocab_size=4 + len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=40,
        initializer_range=1.0,
        id2label={int(index): name for index, name in NLI.items()},
        label2id={name: int(index) for index, name in NLI.items()},
    )
    BertForSequenceClassification(shape).save_pretrained(folder)
    return folder


def tiny_tokenizer() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    vocabulary = {word: number for number, word in enumerate(("[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    fast: Any = PreTrainedTokenizerFast
    return fast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]")


def relabelled(tiny: Path, folder: Path, labels: dict[str, str]) -> Path:
    shutil.copytree(tiny, folder)
    content = json.loads((folder / "config.json").read_text())
    label2id = {name: int(index) for index, name in labels.items()}
    return config(folder, content | {"id2label": labels, "label2id": label2id})


def as_lists(results: Sequence[StanceProbs]) -> list[list[float]]:
    return [[p.supports, p.contradicts, p.neutral] for p in results]


def test_a_cross_encoder_gives_one_distribution_for_each_pair(tiny: Path) -> None:
    results = CrossEncoderVerifier(tiny, precision="float32").predict(PAIRS)
    assert [sum(row) for row in as_lists(results)] == pytest.approx([1, 1, 1])
    assert len({round(p.supports, 4) for p in results}) == 3


def test_other_labels_on_the_same_classes_permute_the_stances(tiny: Path, tmp_path: Path) -> None:
    before = CrossEncoderVerifier(tiny, precision="float32").predict(PAIRS)
    # Class 0 was contradicts and is supports, 1 was supports and is neutral, 2 was neutral and is contradicts.
    turned = {"0": "entailment", "1": "neutral", "2": "contradiction"}
    after = CrossEncoderVerifier(relabelled(tiny, tmp_path / "turned", turned), precision="float32").predict(PAIRS)
    expected = [[p.contradicts, p.neutral, p.supports] for p in before]
    assert as_lists(after) == expected


def test_a_cross_encoder_with_other_labels_is_another_model(tiny: Path, tmp_path: Path) -> None:
    # Else the cache would give the stances of the labels that were wrong.
    turned = {"0": "entailment", "1": "neutral", "2": "contradiction"}
    other = relabelled(tiny, tmp_path / "tiny", turned)
    assert CrossEncoderVerifier(tiny).model_id != CrossEncoderVerifier(other).model_id
    same = shutil.copytree(tiny, tmp_path / "copy" / "tiny")
    assert CrossEncoderVerifier(tiny).model_id == CrossEncoderVerifier(same).model_id


def test_results_come_in_the_order_of_the_pairs(tiny: Path) -> None:
    forward = as_lists(CrossEncoderVerifier(tiny, precision="float32").predict(PAIRS))
    backward = as_lists(CrossEncoderVerifier(tiny, precision="float32").predict(PAIRS[::-1]))
    for one, other in zip(forward, backward[::-1], strict=True):
        assert one == pytest.approx(other, abs=1e-6)


def test_a_pair_gets_the_same_result_alone_and_in_company(tiny: Path) -> None:
    together = as_lists(CrossEncoderVerifier(tiny, precision="float32").predict(PAIRS))
    for pair, expected in zip(PAIRS, together, strict=True):
        [alone] = as_lists(CrossEncoderVerifier(tiny, precision="float32").predict([pair]))
        assert alone == pytest.approx(expected, abs=1e-5)


def test_a_cross_encoder_cuts_nothing_and_names_the_claim_that_does_not_fit(tiny: Path) -> None:
    verifier = CrossEncoderVerifier(tiny)
    # [CLS] 10 [SEP] 27 [SEP] are 40 tokens, as many as there are positions; one more is too many.
    fits, too_long = ("tower " * 10, "tall " * 27), ("tower " * 10, "tall " * 28)
    assert len(verifier.predict([fits])) == 1
    with pytest.raises(PairTooLongError, match="too long: 41 tokens with its evidence, at most 40") as caught:
        verifier.predict([PAIRS[0], too_long])
    assert caught.value.claim == too_long[1]


def test_a_cross_encoder_asked_for_nothing_loads_nothing(tmp_path: Path) -> None:
    folder = config(tmp_path / "model", {"id2label": NLI})
    (folder / "model.safetensors").write_bytes(b"cannot be loaded")
    assert CrossEncoderVerifier(folder).predict([]) == []


def test_a_cross_encoder_that_cannot_be_loaded_is_a_model_error(tmp_path: Path) -> None:
    folder = config(tmp_path / "model", {"id2label": NLI, "model_type": "bert"})
    (folder / "model.safetensors").write_bytes(b"cannot be loaded")
    with pytest.raises(ModelError, match="cannot load the verifier from"):
        CrossEncoderVerifier(folder).predict(PAIRS)


# --- models by name --------------------------------------------------------------------------------------------------


def test_a_folder_with_labels_is_opened_as_a_cross_encoder(tiny: Path) -> None:
    verifier = open_verifier(str(tiny))
    assert isinstance(verifier, CrossEncoderVerifier)
    assert verifier.model_id.startswith("tiny@")


def test_a_folder_is_opened_as_an_embedder_that_is_named_by_its_weights(tiny: Path) -> None:
    first = open_embedder(str(tiny)).model_id
    assert first.startswith("tiny@")
    assert open_embedder(str(tiny)).model_id == first
    weights = tiny / "model.safetensors"
    kept = weights.read_bytes()
    weights.write_bytes(kept + b" ")
    changed = open_embedder(str(tiny)).model_id
    weights.write_bytes(kept)
    assert changed != first


def test_a_folder_without_safetensors_is_no_embedder(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickled")
    with pytest.raises(ModelError, match="pickles are not read"):
        open_embedder(str(tmp_path))


@pytest.mark.parametrize("name", ["owner/model", "owner/model@main", "nowhere", "owner/model@v1.0"])
def test_a_model_of_the_hub_must_be_pinned_to_a_commit(name: str) -> None:
    with pytest.raises(ModelError, match="a hub id with its commit: owner/name@revision"):
        open_verifier(name, allow_network=True)


def test_a_pinned_model_that_is_not_here_is_not_downloaded_unasked() -> None:
    with pytest.raises(ModelError, match=r"is not on this machine .* set `allow_network: true`"):
        open_embedder("factcheck-test-of-nobody/model@0123456789abcdef")


# --- the large verifier ----------------------------------------------------------------------------------------------

CARD = {
    "format_version": 1,
    "name": "adapter",
    "adapter_sha256": "a" * 64,
    "body_sha256": "b" * 64,
    "id2label": {"0": "supports", "1": "contradicts", "2": "neutral"},
    "temperature": 1.5,
}


def adapter(folder: Path, **changes: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "verifier.json").write_text(json.dumps(CARD | changes), encoding="utf-8")
    return folder


def test_the_large_verifier_is_named_by_all_that_its_probabilities_depend_on(tmp_path: Path) -> None:
    name = LargeVerifier(adapter(tmp_path / "one")).model_id
    assert name == "adapter@aaaaaaaaaaaa+bbbbbbbbbbbb,T=1.5"
    for changes in ({"adapter_sha256": "c" * 64}, {"body_sha256": "c" * 64}, {"temperature": 1.6}):
        assert LargeVerifier(adapter(tmp_path / "other", **changes)).model_id != name


@pytest.mark.parametrize("version", [0, 2, None])
def test_an_adapter_of_another_format_is_refused(tmp_path: Path, version: int | None) -> None:
    with pytest.raises(ModelError, match=rf"has format {version} — install factcheck again"):
        LargeVerifier(adapter(tmp_path, format_version=version))


def test_the_large_verifier_asked_for_nothing_loads_nothing(tmp_path: Path, cache: Path) -> None:
    # Neither the adapter's weights nor a body are there: loading would fail.
    assert LargeVerifier(adapter(tmp_path / "adapter")).predict([]) == []
    assert not cache.exists()


def test_an_adapter_without_its_weights_is_refused_before_the_body_is_touched(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(ModelError, match=r"adapter_model\.safetensors is missing — install factcheck again"):
        LargeVerifier(adapter(tmp_path / "adapter")).predict([("A.", "B.")])
    assert not cache.exists()


def is_installed() -> bool:
    body = os.environ.get("FACTCHECK_BODY")
    has_body = (Path(body or joined_folder()) / "model.safetensors").is_file() or bool(find_pieces())
    return has_body and (packaged_adapter() / "adapter_model.safetensors").is_file()


needs_models = pytest.mark.skipif(not is_installed(), reason="the verifier's body or adapter is not installed")

REAL_PAIRS = [
    ("The Eiffel Tower is 330 metres tall.", "The Eiffel Tower is taller than 300 metres."),
    ("The Eiffel Tower stands in Paris.", "The Eiffel Tower stands in Lyon."),
    ("Water boils at 100 degrees Celsius at sea level.", "The Moon orbits the Earth."),
    ("Ice is less dense than liquid water, which is why it floats.", "Ice is denser than liquid water."),
]


@pytest.fixture(scope="module")
def large() -> LargeVerifier:
    verifier = LargeVerifier(precision="float32")
    verifier.load()
    return verifier


@needs_models
def test_the_merged_weights_give_the_logits_of_the_adapter_library(large: LargeVerifier) -> None:
    import torch
    from transformers import MPNetForSequenceClassification

    peft = pytest.importorskip("peft")
    body: Any = MPNetForSequenceClassification.from_pretrained(find_body(), num_labels=3, local_files_only=True)
    merged = peft.PeftModel.from_pretrained(body, str(packaged_adapter())).merge_and_unload().float().eval()
    card = json.loads((packaged_adapter() / "verifier.json").read_text(encoding="utf-8"))
    for pair in REAL_PAIRS:
        ids = torch.tensor([large._tokenizer.encode(*pair).ids])
        with torch.inference_mode():
            theirs = merged(input_ids=ids, attention_mask=torch.ones_like(ids)).logits[0]
            ours = large._model.logits(large._vectors(ids.tolist()), ids.tolist())[0]
        assert ours.tolist() == pytest.approx(theirs.tolist(), abs=1e-3)
        softmax = torch.softmax(theirs / card["temperature"], 0).tolist()
        index = {name: int(place) for place, name in card["id2label"].items()}
        expected = [softmax[index[stance]] for stance in ("supports", "contradicts", "neutral")]
        assert as_lists(large.predict([pair]))[0] == pytest.approx(expected, abs=1e-3)


@needs_models
def test_the_large_verifier_reads_pairs_alike_in_every_order(large: LargeVerifier) -> None:
    forward, backward = as_lists(large.predict(REAL_PAIRS)), as_lists(large.predict(REAL_PAIRS[::-1]))
    for one, other in zip(forward, backward[::-1], strict=True):
        assert one == pytest.approx(other, abs=1e-5)


@needs_models
def test_the_large_verifier_cuts_nothing_and_names_the_claim_that_does_not_fit(large: LargeVerifier) -> None:
    claim = "tower " * 600
    with pytest.raises(PairTooLongError, match=r"too long: .* at most 512 can be read") as caught:
        large.predict([REAL_PAIRS[0], ("The tower is tall.", claim)])
    assert caught.value.claim == claim


@needs_models
def test_a_damaged_copy_of_the_adapter_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(packaged_adapter(), tmp_path / "adapter")
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(flip(weights.read_bytes(), weights.stat().st_size // 2))
    with pytest.raises(ModelError, match=r"adapter_model\.safetensors is damaged.*pip install --force-reinstall"):
        LargeVerifier(folder).predict(REAL_PAIRS)
