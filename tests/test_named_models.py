"""Models that people name in their settings: any architecture, label order, pooling and prefix, from folders and hub.

The models are tiny and made here, in the architectures and with the files of published ones.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from factcheck.cache import Cache, encode_cached
from factcheck.checker import FactChecker
from factcheck.datatypes import Claim, ClaimEmbedder, Snippet, Stance, StanceProbs
from factcheck.errors import ModelError, PairTooLongError
from factcheck.evaluate.datasets import Collection, Query
from factcheck.evaluate.ranking import rank_queries
from factcheck.evaluate.stages import Judge
from factcheck.models.crossencoder import CrossEncoderVerifier, stances_of
from factcheck.models.embedder import PrefixedEmbedder, SentenceEmbedder
from factcheck.models.open import open_embedder, open_verifier
from factcheck.models.precision import best_precision
from factcheck.models.prefixes import E5, Prefixes, prefixes_of
from tests.fakes import KeywordEmbedder, TableVerifier, run_python
from tests.tiny_models import (
    NLI,
    POSITIONS,
    SPECIAL,
    make_body,
    make_cross_encoder,
    make_embedder,
    read_json,
    write_json,
)

KINDS = sorted(SPECIAL)
PAIRS = [
    ("the tower is 330 metres tall", "the tower is tall"),
    ("the tower is in paris", "the tower is not in paris"),
    ("330 metres", "paris"),
]
TEXTS = ["the tower is 330 metres tall", "paris", "the tower is not in paris"]

Folders = Callable[[str], Path]


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The folder of the classifier of a kind, made once."""
    place = tmp_path_factory.mktemp("verifiers")
    return lambda kind: place / kind if (place / kind).exists() else make_cross_encoder(place / kind, kind)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The plain folder of a kind, made once."""
    place = tmp_path_factory.mktemp("bodies")
    return lambda kind: place / kind if (place / kind).exists() else make_body(place / kind, kind)


def as_rows(results: Sequence[StanceProbs]) -> list[list[float]]:
    return [[p.supports, p.contradicts, p.neutral] for p in results]


def changed(folder: Path, name: str, **changes: object) -> Path:
    """The folder, in which a JSON file has other values."""
    write_json(folder / name, (read_json(folder / name) if (folder / name).exists() else {}) | changes)
    return folder


def store_as_half(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = folder / "model.safetensors"
    save_file({name: tensor.half() for name, tensor in load_file(weights).items()}, weights, {"format": "pt"})
    changed(folder, "config.json", dtype="float16")


# --- verifiers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_probabilities_are_those_of_the_model_under_its_own_labels(kind: str, cross_encoder: Folders) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = cross_encoder(kind)
    any_tokenizer: Any = AutoTokenizer
    tokenizer = any_tokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    expected = []
    for evidence, claim in PAIRS:
        ids = torch.tensor([tokenizer(evidence, claim)["input_ids"]])
        types = (
            {"token_type_ids": torch.tensor([tokenizer(evidence, claim)["token_type_ids"]])} if kind == "bert" else {}
        )
        with torch.inference_mode():
            contradicts, supports, neutral = torch.softmax(model(input_ids=ids, **types).logits[0], 0).tolist()
        expected.append([supports, contradicts, neutral])
    rows = as_rows(CrossEncoderVerifier(folder, precision="float32").predict(PAIRS))
    assert len({round(supports, 3) for supports, *_ in rows}) == 3
    for row, wanted in zip(rows, expected, strict=True):
        assert row == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_bfloat16_gives_the_stances_of_float32(kind: str, cross_encoder: Folders) -> None:
    full = as_rows(CrossEncoderVerifier(cross_encoder(kind), precision="float32").predict(PAIRS))
    half = as_rows(CrossEncoderVerifier(cross_encoder(kind), precision="bfloat16").predict(PAIRS))
    assert half != full  # else it would not be bfloat16
    clear = 0
    for one, other in zip(half, full, strict=True):
        assert one == pytest.approx(other, abs=0.03)
        first, second = sorted(other)[:0:-1]
        if first - second > 0.06:  # below that the tolerance alone can turn them
            clear += 1
            assert one.index(max(one)) == other.index(first)
    assert clear


def test_a_cross_encoder_runs_in_the_precision_that_suits_the_processor_and_says_which(cross_encoder: Folders) -> None:
    verifier = CrossEncoderVerifier(cross_encoder("bert"))
    assert verifier.precision == best_precision()
    assert verifier.predict(PAIRS) == CrossEncoderVerifier(cross_encoder("bert"), precision=best_precision()).predict(
        PAIRS
    )


def test_weights_stored_in_half_precision_run_in_float32_where_it_says_so(
    cross_encoder: Folders, tmp_path: Path
) -> None:
    import torch

    folder = shutil.copytree(cross_encoder("xlm-roberta"), tmp_path / "half")
    store_as_half(folder)
    verifier = CrossEncoderVerifier(folder, precision="float32")
    verifier.predict(PAIRS)
    assert verifier._model.dtype == torch.float32


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        ("bert", POSITIONS),
        # The first two of their positions are not used.
        ("roberta", POSITIONS - 2),
        ("xlm-roberta", POSITIONS - 2),
        ("mpnet", POSITIONS - 2),
    ],
)
def test_a_pair_may_fill_every_position_and_no_more(kind: str, most: int, cross_encoder: Folders) -> None:
    verifier = CrossEncoderVerifier(cross_encoder(kind))
    special = 3 if kind == "bert" else 4
    evidence, claim = "tower " * 10, "tall " * (most - special - 10)
    assert len(verifier.predict([(evidence, claim)])) == 1
    with pytest.raises(PairTooLongError, match=f"too long: {most + 1} tokens with its evidence, at most {most} can"):
        verifier.predict([(evidence, claim + "tall")])


def test_relative_positions_have_no_end(cross_encoder: Folders) -> None:
    verifier = CrossEncoderVerifier(cross_encoder("deberta-v2"), precision="float32")
    long = "tower " * (3 * POSITIONS)
    yes, no = verifier.predict([(long + "tall", "tall"), (long + "paris", "tall")])
    assert as_rows([yes]) != as_rows([no])  # read to the end


@pytest.mark.parametrize("kind", KINDS)
def test_a_tokenizer_that_comes_with_a_truncation_cuts_nothing(kind: str, cross_encoder: Folders) -> None:
    assert read_json(cross_encoder(kind) / "tokenizer.json")["truncation"]["max_length"] == 16
    verifier = CrossEncoderVerifier(cross_encoder(kind), precision="float32")
    same = "tower " * 25
    yes, no = verifier.predict([(same + "tall", "tall"), (same + "paris", "tall")])
    assert yes.supports != pytest.approx(no.supports, abs=1e-7)


SPELLINGS = [
    ("entailment", "contradiction", "neutral"),
    ("ENTAILMENT", "CONTRADICTION", "NEUTRAL"),
    ("SUPPORTS", "REFUTES", "NOT ENOUGH INFO"),
    ("supported", "refuted", "not_enough_info"),
    ("SUPPORT", "CONTRADICT", "NEI"),
    ("Entails", "Contradicts", "Not-Enough-Evidence"),
]


@pytest.mark.parametrize("names", SPELLINGS, ids=" ".join)
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_labels_are_understood_in_every_order_and_spelling(
    tmp_path: Path, names: tuple[str, str, str], order: tuple[int, int, int]
) -> None:
    stances = (Stance.SUPPORTS, Stance.CONTRADICTS, Stance.NEUTRAL)
    write_json(tmp_path / "config.json", {"id2label": {str(order[i]): names[i] for i in range(3)}})
    assert stances_of(tmp_path) == {order[i]: stances[i] for i in range(3)}


def test_labels_without_names_are_refused_with_what_to_write(tmp_path: Path) -> None:
    write_json(tmp_path / "config.json", {"id2label": {str(i): f"LABEL_{i}" for i in range(3)}})
    with pytest.raises(ModelError) as caught:
        stances_of(tmp_path)
    assert "does not name its classes (LABEL_0, LABEL_1, LABEL_2)" in str(caught.value)
    assert '"id2label": {"0": "contradiction", "1": "entailment", "2": "neutral"}' in str(caught.value)


@pytest.mark.parametrize("second", ["not_entailment", "not-entailment", "contradiction"])
def test_two_classes_are_refused_with_the_reason(tmp_path: Path, second: str) -> None:
    write_json(tmp_path / "config.json", {"id2label": {"0": "entailment", "1": second}})
    with pytest.raises(ModelError, match=f"classes entailment, {second}, .* 3-way .* two classes cannot tell"):
        stances_of(tmp_path)


@pytest.mark.parametrize("content", [b"[]", b"{", b"\xff"])
def test_a_config_that_is_no_json_object_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"the model file .*config\.json (cannot be read|holds no JSON object)"):
        stances_of(tmp_path)


def test_a_body_that_was_never_trained_to_classify_is_refused(body: Folders, tmp_path: Path) -> None:
    folder = shutil.copytree(body("deberta-v2"), tmp_path / "model")
    changed(folder, "config.json", id2label={str(index): name for index, name in NLI.items()})
    with pytest.raises(ModelError, match=r"lacks trained weights \(classifier.* not the body it was made from"):
        CrossEncoderVerifier(folder).predict(PAIRS)


def test_weights_in_several_files_are_read(cross_encoder: Folders, tmp_path: Path) -> None:
    from transformers import AutoModelForSequenceClassification

    folder = shutil.copytree(cross_encoder("bert"), tmp_path / "shards")
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    (folder / "model.safetensors").unlink()
    model.save_pretrained(folder, max_shard_size="20KB")
    assert len(list(folder.glob("model-*.safetensors"))) > 1
    assert CrossEncoderVerifier(folder).predict(PAIRS) == CrossEncoderVerifier(cross_encoder("bert")).predict(PAIRS)


# --- embedders -------------------------------------------------------------------------------------------------------


def pooled(folder: Path, text: str, pooling: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The unit vector of a text by the plain library: the first token, or the mean over all."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    any_tokenizer: Any = AutoTokenizer
    ids = any_tokenizer.from_pretrained(folder)(text)["input_ids"]
    with torch.inference_mode():
        states = AutoModel.from_pretrained(folder).eval()(input_ids=torch.tensor([ids])).last_hidden_state[0].numpy()
    vector = states[0] if pooling == "cls" else states.mean(axis=0)
    unit: np.ndarray[tuple[int], np.dtype[np.float32]] = vector / np.linalg.norm(vector)
    return unit


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("kind", ["bert", "xlm-roberta", "mpnet"])
def test_vectors_are_pooled_as_the_folder_says_and_are_units(
    tmp_path: Path, kind: str, pooling: str, normalize: bool
) -> None:
    folder = make_embedder(tmp_path / "model", kind, pooling=pooling, normalize=normalize)
    vectors = open_embedder(str(folder)).encode(TEXTS)
    assert vectors.dtype == np.float32
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert vector == pytest.approx(pooled(folder, text, pooling), abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_folder_is_pooled_by_the_mean_and_that_is_said(
    body: Folders, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = open_embedder(str(body(kind)))
    vectors = embedder.encode(TEXTS)
    assert vectors[0] == pytest.approx(pooled(body(kind), TEXTS[0], "mean"), abs=1e-5)
    [message] = [record.getMessage() for record in caplog.records if record.name.startswith("factcheck")]
    assert embedder.model_id in message
    assert "the mean over all tokens" in message


def test_a_folder_that_says_how_it_pools_needs_no_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    open_embedder(str(make_embedder(tmp_path / "model", "bert"))).encode(TEXTS)
    assert [record for record in caplog.records if record.name.startswith("factcheck")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_longer_than_the_positions_has_a_vector_all_the_same(body: Folders, kind: str) -> None:
    assert open_embedder(str(body(kind))).encode(["tower " * (3 * POSITIONS)]).shape == (1, 32)


def test_an_embedder_stored_in_half_precision_runs_in_float32(tmp_path: Path) -> None:
    import torch

    folder = make_embedder(tmp_path / "half", "bert")
    store_as_half(folder)
    embedder = open_embedder(str(folder))
    assert isinstance(embedder, SentenceEmbedder)
    embedder.encode(TEXTS)
    assert {weight.dtype for weight in embedder._model.parameters()} == {torch.float32}
    assert embedder.precision == "float32"


# --- what is refused in both -----------------------------------------------------------------------------------------


def verify_in(folder: Path) -> object:
    return open_verifier(str(folder)).predict(PAIRS)


def embed_in(folder: Path) -> object:
    return open_embedder(str(folder)).encode(TEXTS)


@pytest.mark.parametrize("use", [verify_in, embed_in])
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_vocabulary_nothing_is_read(
    cross_encoder: Folders, tmp_path: Path, kind: str, use: Callable[[Path], object]
) -> None:
    # The libraries would make an empty one, and every text the same.
    folder = shutil.copytree(cross_encoder(kind), tmp_path / "model")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"a revision that has a tokenizer\.json"):
        use(folder)


@pytest.mark.parametrize("use", [verify_in, embed_in])
def test_the_tokenizer_of_a_larger_model_is_refused(
    cross_encoder: Folders, tmp_path: Path, use: Callable[[Path], object]
) -> None:
    folder = shutil.copytree(cross_encoder("bert"), tmp_path / "model")
    vocabulary = read_json(folder / "tokenizer.json")
    vocabulary["model"]["vocab"] |= {"berlin": 17, "rome": 18}
    write_json(folder / "tokenizer.json", vocabulary)
    with pytest.raises(ModelError, match="a tokenizer of 19 tokens and weights for 18 — take both from the same model"):
        use(folder)


@pytest.mark.parametrize("use", [verify_in, embed_in])
def test_a_pickle_beside_nothing_else_is_refused(
    cross_encoder: Folders, tmp_path: Path, use: Callable[[Path], object]
) -> None:
    folder = shutil.copytree(cross_encoder("bert"), tmp_path / "model")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"has no model\.safetensors .* pickles are not read"):
        use(folder)


def test_a_pickled_layer_of_an_embedder_is_refused(tmp_path: Path) -> None:
    folder = make_embedder(tmp_path / "model", "bert", normalize=False, modules=["Dense"])
    (folder / "2_Dense").mkdir()
    write_json(folder / "2_Dense" / "config.json", {"in_features": 32, "out_features": 8})
    (folder / "2_Dense" / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match=r"has pickled weights in 2_Dense .* pickles are not read"):
        open_embedder(str(folder))


def test_a_layer_whose_class_comes_with_the_folder_is_refused(tmp_path: Path) -> None:
    folder = make_embedder(tmp_path / "model", "bert", modules=["custom_pooling.Best"])
    with pytest.raises(ModelError, match=r"would run code of its own \(custom_pooling\.Best\)"):
        open_embedder(str(folder))


@pytest.mark.parametrize("content", [{}, [{}], ["0_Transformer"], 7])
def test_a_list_of_modules_that_is_none_is_refused_by_name(tmp_path: Path, content: object) -> None:
    folder = make_embedder(tmp_path / "model", "bert")
    write_json(folder / "modules.json", content)
    with pytest.raises(ModelError, match=r"modules\.json (cannot be read|names no part)"):
        open_embedder(str(folder))


def test_a_module_outside_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = make_embedder(tmp_path / "model", "bert")
    entry = {"idx": 0, "name": "0", "path": "../other", "type": "sentence_transformers.models.Transformer"}
    write_json(folder / "modules.json", [entry])
    with pytest.raises(ModelError, match=r"modules\.json names a folder outside of its own"):
        open_embedder(str(folder))


# --- model ids -------------------------------------------------------------------------------------------------------

CHANGES: list[Callable[[Path], object]] = [
    lambda folder: (folder / "model.safetensors").open("ab").write(b" "),
    lambda folder: changed(folder, "tokenizer.json", version="1.1"),
    lambda folder: changed(folder, "tokenizer_config.json", do_lower_case=True),
    lambda folder: changed(folder, "special_tokens_map.json", unk_token="[PAD]"),
    lambda folder: (folder / "spm.model").write_bytes(b"other pieces"),
    lambda folder: (folder / "vocab.txt").write_text("other words"),
    lambda folder: changed(folder, "config.json", id2label={"0": "neutral", "1": "entailment", "2": "contradiction"}),
]


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_a_model_that_would_read_otherwise_has_another_id(cross_encoder: Folders, tmp_path: Path, number: int) -> None:
    folder = shutil.copytree(cross_encoder("bert"), tmp_path / "bert")
    before = CrossEncoderVerifier(folder).model_id, open_embedder(str(folder)).model_id
    assert before == (CrossEncoderVerifier(cross_encoder("bert")).model_id, open_embedder(str(folder)).model_id)
    CHANGES[number](folder)
    assert CrossEncoderVerifier(folder).model_id != before[0]
    assert open_embedder(str(folder)).model_id != before[1]


def test_a_readme_makes_no_other_model(cross_encoder: Folders, tmp_path: Path) -> None:
    folder = shutil.copytree(cross_encoder("bert"), tmp_path / "bert")
    (folder / "README.md").write_text("# A model")
    assert CrossEncoderVerifier(folder).model_id == CrossEncoderVerifier(cross_encoder("bert")).model_id


def test_an_embedder_that_pools_or_is_prompted_otherwise_has_another_id(tmp_path: Path) -> None:
    prompts = [None, {"query": "query: "}, {"query": "query: ", "passage": "passage: "}]
    folders = [make_embedder(tmp_path / str(n) / "model", "bert", prompts=some) for n, some in enumerate(prompts)]
    folders.append(make_embedder(tmp_path / "cls" / "model", "bert", pooling="cls"))
    assert len({open_embedder(str(folder)).model_id for folder in folders}) == len(folders)


def test_the_prefixes_that_a_name_brings_are_part_of_the_id(tmp_path: Path) -> None:
    embedder = open_embedder(str(make_embedder(tmp_path / "tiny-e5", "bert")))
    plain = open_embedder(str((tmp_path / "tiny-e5").rename(tmp_path / "tiny")))
    assert embedder.model_id.startswith(plain.model_id.replace("tiny@", "tiny-e5@") + ",prefixes=")
    assert (
        PrefixedEmbedder(tmp_path, "m@1", E5).model_id != PrefixedEmbedder(tmp_path, "m@1", Prefixes("", "")).model_id
    )


@pytest.mark.parametrize("use", [open_verifier, open_embedder])
def test_a_model_in_the_working_directory_has_its_name(
    cross_encoder: Folders, monkeypatch: pytest.MonkeyPatch, use: Callable[[str], Any]
) -> None:
    monkeypatch.chdir(cross_encoder("bert"))
    assert use(".").model_id.startswith("bert@")


# --- prefixes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompts", "name", "expected"),
    [
        ({"query": "Q ", "document": "D ", "passage": "P "}, "model", Prefixes("Q ", "D ")),
        ({"query": "Q ", "passage": "P "}, "multilingual-e5-small", Prefixes("Q ", "P ")),
        ({"query": "Q "}, "model", Prefixes("Q ", "")),
        ({"corpus": "C "}, "model", Prefixes("", "C ")),
        ({"query": "", "document": ""}, "multilingual-e5-small", E5),
        ({"query": "", "document": None}, "model", None),
        ({"summary": "S "}, "model", None),
        (None, "e5-base-v2", E5),
        (None, "my_E5.tuned", E5),
        (None, "multilingual-e5-large-instruct", None),
        (None, "e500", None),
        (None, "mae5tro", None),
        (None, "all-mpnet-base-v2", None),
    ],
)
def test_prefixes_are_those_that_the_model_names_else_those_of_its_family(
    tmp_path: Path, prompts: dict[str, str] | None, name: str, expected: Prefixes | None
) -> None:
    if prompts is not None:
        write_json(tmp_path / "config_sentence_transformers.json", {"prompts": prompts})
    assert prefixes_of(tmp_path, name) == expected


@pytest.mark.parametrize("content", [{}, {"prompts": None}, {"prompts": []}])
def test_a_file_that_names_no_prompts_is_no_fault(tmp_path: Path, content: object) -> None:
    write_json(tmp_path / "config_sentence_transformers.json", content)
    assert prefixes_of(tmp_path, "model") is None


def test_claims_and_snippets_are_read_below_their_own_prefix(tmp_path: Path) -> None:
    embedder = open_embedder(str(make_embedder(tmp_path / "tiny-e5", "xlm-roberta")))
    plain = SentenceEmbedder(tmp_path / "tiny-e5", "plain@1")
    assert isinstance(embedder, ClaimEmbedder)
    snippets = plain.encode(["passage: " + text for text in TEXTS])
    claims = plain.encode(["query: " + text for text in TEXTS])
    assert embedder.encode(TEXTS) == pytest.approx(snippets, abs=1e-6)
    assert embedder.encode_claims(TEXTS) == pytest.approx(claims, abs=1e-6)
    assert np.abs(snippets - claims).max() > 0.01


def test_an_empty_prefix_is_not_replaced_by_the_default_of_the_model(tmp_path: Path) -> None:
    folder = make_embedder(tmp_path / "model", "xlm-roberta", prompts={"query": "query: ", "document": ""})
    expected = SentenceEmbedder(folder, "plain@1").encode(TEXTS)
    changed(folder, "config_sentence_transformers.json", default_prompt_name="query")
    assert open_embedder(str(folder)).encode(TEXTS) == pytest.approx(expected, abs=1e-6)


def test_an_embedder_without_prefixes_reads_claims_as_it_reads_snippets(tmp_path: Path) -> None:
    assert not isinstance(open_embedder(str(make_embedder(tmp_path / "model", "bert"))), ClaimEmbedder)


class TwoWays(KeywordEmbedder):
    """Reads claims below a word of their own, and remembers which."""

    def __init__(self) -> None:
        super().__init__()
        self.claims: list[str] = []

    def encode_claims(self, texts: Sequence[str]) -> Any:
        self.claims.extend(texts)
        return super().encode([f"claimed {text}" for text in texts])


def test_the_cache_keeps_a_claim_apart_from_a_snippet_of_the_same_text() -> None:
    embedder, cache = TwoWays(), Cache.in_memory()
    for _ in range(2):
        snippet = encode_cached(embedder, cache, ["alpha"])
        claim = encode_cached(embedder, cache, ["alpha"], claims=True)
        assert np.array_equal(snippet, KeywordEmbedder().encode(["alpha"]))
        assert np.array_equal(claim, KeywordEmbedder().encode(["claimed alpha"]))
    assert embedder.n_encoded == 2


def test_where_both_are_read_alike_a_text_is_encoded_once() -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    encode_cached(embedder, cache, ["alpha"])
    encode_cached(embedder, cache, ["alpha"], claims=True)
    assert embedder.encoded == ["alpha"]


def test_a_check_reads_its_claims_as_claims_and_its_evidence_as_evidence() -> None:
    embedder = TwoWays()
    evidence = [Snippet(id="a", text="the tower is tall"), Snippet(id="b", text="paris")]
    checker = FactChecker(evidence, embedder=embedder, verifier=TableVerifier(), today=dt.date(2026, 3, 15))
    checker.check([Claim(id="c", text="paris is tall", context="the tower")])
    assert embedder.claims == ["paris is tall\nthe tower"]
    assert sorted(embedder.encoded) == ["claimed paris is tall\nthe tower", "paris", "the tower is tall"]


def test_the_evaluation_of_retrieval_reads_queries_as_claims() -> None:
    embedder = TwoWays()
    judge = Judge(embedder, TableVerifier(), Cache.in_memory(), dt.date(2026, 3, 15))
    queries = (Query(Claim("q", "tall tower"), ("a",)),)
    rank_queries(Collection("pool", (Snippet(id="a", text="the tower is tall"),), queries, ()), judge)
    assert embedder.claims == ["tall tower"]


# --- the hub ---------------------------------------------------------------------------------------------------------

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HUB = f"""
import socket
def refused(*arguments, **named): raise AssertionError("the network was touched")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
from factcheck.errors import ModelError
from factcheck.models.open import open_embedder, open_verifier
embedder = open_embedder("owner/tiny-e5@{COMMIT}")
print(embedder.model_id.partition(",prefixes=")[0], embedder.encode_claims(["paris"]).shape)
verifier = open_verifier("owner/nli@{COMMIT}")
print(verifier.model_id, len(verifier.predict([("paris", "paris")])))
for use in (open_embedder, open_verifier):
    try:
        use("owner/pickled@{COMMIT}")
    except ModelError as fault:
        print("pickles are not read" in str(fault))
try:
    open_verifier("owner/nli@deadbee")
except ModelError as fault:
    print(fault)
try:
    open_embedder("owner/elsewhere@{COMMIT}", allow_network=True)
except ModelError as fault:
    print(fault)
"""


def test_models_of_the_hub_that_are_here_are_read_without_the_network(
    tmp_path: Path, cross_encoder: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def snapshot(name: str) -> Path:
        return tmp_path / f"models--owner--{name}" / "snapshots" / COMMIT

    make_embedder(snapshot("tiny-e5"), "xlm-roberta")
    shutil.copytree(cross_encoder("deberta-v2"), snapshot("nli"))
    pickled = shutil.copytree(cross_encoder("bert"), snapshot("pickled"))
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    branch = tmp_path / "models--owner--nli" / "refs" / "deadbee"
    branch.parent.mkdir()
    branch.write_text(COMMIT)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    ended = run_python(HUB)
    assert ended.stdout.splitlines() == [
        f"owner/tiny-e5@{COMMIT} (1, 32)",
        f"owner/nli@{COMMIT},contradicts/supports/neutral 1",
        "True",
        "True",
        f"'deadbee' of the verifier owner/nli@deadbee is no commit but a name that may move — pin {COMMIT}",
        f"the embedder owner/elsewhere@{COMMIT} cannot be downloaded (AssertionError: the network was touched) — "
        "look at the name, the commit and the network",
    ], ended.stderr
