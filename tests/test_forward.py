"""The forward passes of the packaged models against transformers: varied pairs, odd texts, batches without padding."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from factcheck.datatypes import StanceProbs
from factcheck.models.bertforward import BertVerifier, read_bert, read_bert_verifier, second_type
from factcheck.models.encoder import Watch, attend, can_pack, runs_of, widened
from factcheck.models.mpnetforward import MpnetVerifier, buckets, places_of, read_mpnet
from factcheck.models.pairs import batches_of_tokens
from factcheck.models.smallbody import load_tokenizer, packaged_small
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.threads import granted_cores
from tests.fakes import ROOT

N_PAIRS = 300
SHAPE: dict[str, Any] = {
    "vocab_size": 60,
    "hidden_size": 24,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 40,
    "max_position_embeddings": 300,
    "layer_norm_eps": 1e-5,
    "pad_token_id": 1,
}
"""Small, so that hundreds of pairs take no time; its weights are drawn wide, so that a slip shows."""


def rows_of_pairs(seed: int) -> list[list[int]]:
    """Pairs as token ids, of 5 to 280 tokens, some of equal length; sorted as in a batch."""
    random = Random(seed)
    rows = []
    for _ in range(N_PAIRS):
        evidence, claim = ([random.randrange(3, 60) for _ in range(random.choice(sizes))] for sizes in SIZES)
        rows.append([0, *evidence, 2, 2, *claim, 2])
    return sorted(rows, key=len, reverse=True)


SIZES = ((0, 1, 12, 12, 12, 40, 97, 200), (1, 3, 9, 9, 30, 75))


def plain(kind: Any, config: Any) -> Any:
    torch.manual_seed(4)
    model = kind(config).eval()
    for weight in model.parameters():
        if weight.ndim > 1:
            weight.data.normal_(std=0.5)
    return model


@torch.inference_mode()
def batched(model: BertVerifier | MpnetVerifier, words: torch.Tensor, rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Probabilities of the rows in their order, read in batches."""
    results = torch.empty(len(rows), 3)
    for batch in batches_of_tokens([len(row) for row in rows], 2048):
        read = [rows[i] for i in batch]
        results[batch] = model.logits(words[[token for row in read for token in row]], read).softmax(-1)
    return results


@pytest.fixture(params=["AVX2", "AVX512"])
def processor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the processor is taken for: with AVX-512 rows look at more keys than they have."""
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: request.param)
    return str(request.param)


@pytest.mark.usefixtures("processor")
@torch.inference_mode()
def test_a_bert_reads_hundreds_of_pairs_as_transformers_does() -> None:
    from transformers import BertConfig, BertForSequenceClassification

    shape = SHAPE | {"type_vocab_size": 2}
    theirs = plain(BertForSequenceClassification, BertConfig(**(shape | {"num_labels": 3})))
    state = theirs.state_dict()
    ours = read_bert_verifier(state, shape, torch.float32)
    rows = rows_of_pairs(1)
    expected = []
    for row in rows:
        second = row.index(2) + 2
        types = torch.tensor([[0] * second + [1] * (len(row) - second)])
        expected.append(theirs(input_ids=torch.tensor([row]), token_type_ids=types).logits.softmax(-1))
    found = batched(ours, state["bert.embeddings.word_embeddings.weight"], rows)
    assert float((found - torch.cat(expected)).abs().max()) < 1e-4
    assert len(set(found.argmax(-1).tolist())) == 3  # else a slip could hide


@pytest.mark.usefixtures("processor")
@torch.inference_mode()
def test_an_mpnet_reads_hundreds_of_pairs_as_transformers_does() -> None:
    from transformers import MPNetConfig, MPNetForSequenceClassification

    shape = SHAPE | {"relative_attention_num_buckets": 32}
    theirs = plain(MPNetForSequenceClassification, MPNetConfig(**(shape | {"num_labels": 3})))
    state = theirs.state_dict()
    rows = rows_of_pairs(2)
    rows[-1] = [0, 9, 1, 1, 9, 2, 2, 8, 2]  # a text that spells the mark of the padding
    expected = [theirs(input_ids=torch.tensor([row])).logits.softmax(-1) for row in rows]
    found = batched(read_mpnet(state, shape, torch.float32), state["mpnet.embeddings.word_embeddings.weight"], rows)
    assert float((found - torch.cat(expected)).abs().max()) < 1e-4
    assert len(set(found.argmax(-1).tolist())) == 3  # else a slip could hide


class Keeping:
    """Keeps the states that it sees, with a gradient."""

    def __init__(self) -> None:
        self.seen: list[torch.Tensor] = []

    def see(self, states: torch.Tensor) -> torch.Tensor:
        self.seen.append(states.requires_grad_())
        return states


PACKS = pytest.mark.skipif(not can_pack(torch.float32), reason="this build or processor has no such products")


@PACKS
@pytest.mark.parametrize("architecture", ["bert", "mpnet"])
def test_packed_layers_read_as_plain_ones_and_keep_the_gradients(architecture: str) -> None:
    from transformers import BertConfig, BertForSequenceClassification, MPNetConfig, MPNetForSequenceClassification

    model: Any
    if architecture == "bert":
        shape = SHAPE | {"type_vocab_size": 2}
        state = plain(BertForSequenceClassification, BertConfig(**(shape | {"num_labels": 3}))).state_dict()
        model = read_bert_verifier(state, shape, torch.float32)
    else:
        shape = SHAPE | {"relative_attention_num_buckets": 32}
        state = plain(MPNetForSequenceClassification, MPNetConfig(**(shape | {"num_labels": 3}))).state_dict()
        model = read_mpnet(state, shape, torch.float32)
    rows = rows_of_pairs(3)[:40]
    words = state[f"{architecture}.embeddings.word_embeddings.weight"]
    vectors = words[[token for row in rows for token in row]]
    found = []
    for each in (model, model.packed()):
        watch = Keeping()
        watched = each.logits(vectors, rows, Watch(1, watch.see))
        [gradient] = torch.autograd.grad(watched.logsumexp(-1).sum(), watch.seen)
        with torch.inference_mode():
            found.append((watched.detach(), gradient, each.logits(vectors, rows)))
    for plainly, packed in zip(*found, strict=True):
        assert torch.allclose(packed, plainly, atol=1e-5)
    assert float(found[0][1].abs().max()) > 1e-4
    layer = model.packed().body.encoder.layers[0] if architecture == "bert" else model.packed().encoder.layers[0]
    assert layer.wide.weight.is_mkldnn


@pytest.mark.parametrize("lacking", ["processor", "oneDNN", "float16", pytest.param("bfloat16", marks=PACKS)])
def test_layers_stay_plain_where_packed_ones_cannot_be_read(lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import BertConfig, BertModel

    if lacking == "processor":
        monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "DEFAULT")
    elif lacking == "oneDNN":
        monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    elif lacking == "bfloat16":
        monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    shape = SHAPE | {"type_vocab_size": 2}
    dtype = getattr(torch, lacking) if lacking.endswith("16") else torch.float32
    body = read_bert(plain(BertModel, BertConfig(**shape)).state_dict(), shape, dtype)
    assert body.packed() == body


@pytest.mark.parametrize(("length", "keys"), [(1, 32), (32, 32), (33, 48), (48, 48), (62, 64), (280, 288)])
def test_with_avx512_rows_look_at_as_many_keys_as_fill_a_vector(
    length: int, keys: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    [run] = runs = runs_of([[0] * length] * 3)
    for capability, expected in (("DEFAULT", length), ("AVX2", length), ("AVX512", keys), ("AVX512_VNNI", keys)):
        monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda found=capability: found)
        assert widened(runs) == [run._replace(keys=expected)]


@pytest.mark.usefixtures("processor")
@torch.inference_mode()
def test_a_row_with_more_keys_than_tokens_reads_nothing_of_its_neighbours() -> None:
    from transformers import BertConfig, BertModel

    shape = SHAPE | {"type_vocab_size": 2}
    state = plain(BertModel, BertConfig(**shape)).state_dict()
    body, words = read_bert(state, shape, torch.float32), state["embeddings.word_embeddings.weight"]
    row, far = [0, 9, 8, 2], words[[4] * 5] * 1000
    alone = body.states(words[row], [row])
    assert torch.allclose(body.states(torch.cat([words[row], far]), [row, [4] * 5])[:4], alone, atol=1e-5)
    assert alone.shape == (4, 24)


@pytest.mark.parametrize("has_bias", [False, True])
@pytest.mark.parametrize("n_queries", [1, 7])
def test_attention_with_a_gradient_is_the_attention_without(has_bias: bool, n_queries: int) -> None:
    torch.manual_seed(3)
    keys, values = torch.randn(2, 3, 4, 7, 8)
    queries, bias = torch.randn(3, 4, n_queries, 8), torch.randn(1, 4, n_queries, 7) if has_bias else None
    fused = attend(queries, keys, values, bias)
    assert torch.allclose(attend(queries.clone().requires_grad_(), keys, values, bias), fused, atol=1e-5)


@pytest.mark.parametrize("after", [1, 2])
def test_a_watch_sees_all_tokens_after_so_many_layers_and_changes_what_follows(after: int) -> None:
    from transformers import BertConfig, BertForSequenceClassification

    shape = SHAPE | {"type_vocab_size": 2, "num_hidden_layers": 4}
    state = plain(BertForSequenceClassification, BertConfig(**(shape | {"num_labels": 3}))).state_dict()
    model, rows = read_bert_verifier(state, shape, torch.float32), [[0, 9, 2, 2, 8, 2], [0, 7, 2, 2, 6, 2]]
    vectors = state["bert.embeddings.word_embeddings.weight"][[token for row in rows for token in row]]
    seen: list[torch.Tensor] = []

    def see(states: torch.Tensor) -> torch.Tensor:
        seen.append(states)
        return states

    plainly = model.logits(vectors, rows, Watch(after, see))
    expected = replace(model.body.encoder, layers=model.body.encoder.layers[:after])
    entered = model.body._enter(vectors, rows, model.body.types[torch.cat([second_type(row) for row in rows])])
    assert torch.allclose(seen[0], expected.all_tokens(entered, runs_of(rows), [None]), atol=1e-5)
    assert torch.allclose(plainly, model.logits(vectors, rows), atol=1e-5)
    assert not torch.allclose(model.logits(vectors, rows, Watch(after, torch.zeros_like)), plainly)


def test_the_buckets_of_distance_are_exact_up_to_7_and_end_at_127() -> None:
    found = buckets(200, 32)
    # To the left 0 ... 15, to the right 16 more.
    assert found[:9, 0].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert found[0, :9].tolist() == [0, 17, 18, 19, 20, 21, 22, 23, 24]
    assert (int(found[127, 0]), int(found[199, 0]), int(found[0, 199])) == (15, 15, 31)


def test_positions_count_from_2_in_every_row_and_pass_over_the_padding() -> None:
    assert places_of([[0, 5, 2], [0, 1, 2]]).tolist() == [2, 3, 4, 2, 1, 3]


@pytest.mark.parametrize("change", ["missing", "another shape"])
def test_weights_that_do_not_fit_are_refused_by_name(change: str) -> None:
    from transformers import BertConfig, BertForSequenceClassification

    shape = SHAPE | {"type_vocab_size": 2}
    state = dict(plain(BertForSequenceClassification, BertConfig(**(shape | {"num_labels": 3}))).state_dict())
    name = "bert.encoder.layer.2.output.dense.weight"
    if change == "missing":
        del state[name]
    else:
        state[name] = torch.zeros(24, 39)
    with pytest.raises((KeyError, ValueError), match=name):
        read_bert_verifier(state, shape, torch.float32)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "Ｆｕｌｌ width ½ ﬁ",
        "😀 zero\u200bwidth",
        "„Zitat“ — 10 %, Straße",
        "a\tb\r\nc",
        "中文 текст",
        "x" * 400,
    ],
)
def test_the_pieces_of_odd_texts_are_those_of_transformers(text: str) -> None:
    from transformers import PreTrainedTokenizerFast

    any_tokenizer: Any = PreTrainedTokenizerFast
    theirs = any_tokenizer(tokenizer_file=str(packaged_small() / "tokenizer.json"))
    assert load_tokenizer().encode(text, "A claim.").ids == theirs(text, "A claim.")["input_ids"]


@given(st.lists(st.integers(min_value=1, max_value=512), max_size=80), st.integers(min_value=1, max_value=4096))
def test_batches_hold_every_pair_once_longest_first_and_no_more_tokens_than_allowed(
    lengths: list[int], most: int
) -> None:
    batches = batches_of_tokens(lengths, most)
    order = [index for batch in batches for index in batch]
    assert order == sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    assert all(len(batch) == 1 or sum(lengths[i] for i in batch) <= most for batch in batches)
    # None could have been filled further.
    assert all(sum(lengths[i] for i in one) + lengths[other[0]] > most for one, other in pairwise(batches))


def as_array(results: Sequence[StanceProbs]) -> Any:
    return np.array([[p.supports, p.contradicts, p.neutral] for p in results])


def test_bfloat16_is_near_float32_and_gives_the_same_stances() -> None:
    pairs = [
        ("The minister resigned on Friday.", "The minister left office on Friday."),
        ("The bridge was destroyed by a flood in March.", "The bridge still stands untouched."),
        ("The company lost money in 2023.", "Im Fluss schwimmen im Herbst Lachse."),
    ]
    exact, near = (as_array(SmallVerifier(precision=p).predict(pairs)) for p in ("float32", "bfloat16"))
    assert np.abs(exact - near).max() < 0.03
    assert exact.argmax(axis=1).tolist() == near.argmax(axis=1).tolist()


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({}, None),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu.max": "200000 100000\n"}, 2),
        ({"cpu.max": "250000 100000\n"}, 2),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu.max": "nonsense"}, None),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4),
    ],
)
def test_the_quota_of_a_container_is_its_whole_cores(tmp_path: Path, files: dict[str, str], cores: int | None) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert granted_cores(tmp_path) == cores


def test_a_check_against_a_built_index_loads_no_library_that_it_does_not_use(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "one.yaml").write_text(
        "sources:\n  - {id: a, title: Notes}\nsnippets:\n  - {source: a, text: The dam is 142 metres high.}\n"
    )
    check = f"""
import os, sys
from factcheck.__main__ import run
os.chdir({str(tmp_path)!r})
code = run(["check", "--claim", sys.argv[1], "--fail-on", "never"])
stray = ("transformers", "sentence_transformers", "huggingface_hub", "peft", "sklearn", "pandas", "jinja2",
         "numba", "jax", "trafilatura", "docx", "pypdfium2", "ir_measures", "starlette")
print("loaded:", code, "torch" in sys.modules, [name for name in stray if name in sys.modules])
"""
    said = []
    for claim in ("The dam is low.", "The dam is 142 metres high."):
        ended = subprocess.run(
            [sys.executable, "-c", check, claim], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        said.append(ended.stdout.splitlines()[-1:])
    assert said[-1] == ["loaded: 0 True []"]
