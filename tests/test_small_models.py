"""The small models: weights in few bits, the packaged files, the embedder and the verifier of German and English."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save, save_file

from benchmarks.stages import share_read_on
from factcheck.aggregate import FITTED
from factcheck.datatypes import Stance, StanceProbs
from factcheck.errors import ModelError, PairTooLongError
from factcheck.models import smallbody
from factcheck.models.bertforward import second_type
from factcheck.models.cascade import READ_ON
from factcheck.models.open import open_embedder, open_verifier
from factcheck.models.packed import Blocks, expand, int8_rows
from factcheck.models.smallbody import BODY_CARD, BODY_WEIGHTS, MARKS, TOKENIZER, WORDS, packaged_small
from factcheck.models.smallembedder import SmallEmbedder
from factcheck.models.smallverifier import CARD, SmallVerifier, Tempered, packaged_small_verifier
from factcheck.models.weights import file_sha256

# --- weights in few bits ---------------------------------------------------------------------------------------------


def block(low: Sequence[int], high: Sequence[int]) -> torch.Tensor:
    """The 16 bytes of a block: the low halves are its first 16 weights, the high ones the others."""
    return torch.tensor([one | other << 4 for one, other in zip(low, high, strict=True)], dtype=torch.uint8)


def test_a_block_of_4_bits_is_its_nibbles_less_8_times_its_scale() -> None:
    low, high = list(range(16)), [8] * 15 + [0]
    blocks = Blocks(block(low, high)[None, None], torch.tensor([[0.5]], dtype=torch.float16))
    # 0 ... 15 less 8, halved: -4.0, -3.5, ... 3.5; then fifteen zeros; then (0 - 8) / 2.
    assert blocks.expand().tolist() == [[n / 2 - 4 for n in range(16)] + [0.0] * 15 + [-4.0]]


def test_each_block_has_its_own_scale_and_blocks_follow_one_another_in_their_row() -> None:
    nines = block([9] * 16, [9] * 16)
    nibbles = torch.stack([torch.stack([nines, nines]), torch.stack([nines, nines])])
    blocks = Blocks(nibbles, torch.tensor([[1.0, 2.0], [0.25, -1.0]], dtype=torch.float16))
    assert blocks.expand().tolist() == [[1.0] * 32 + [2.0] * 32, [0.25] * 32 + [-1.0] * 32]


def test_rows_are_taken_in_the_order_asked_for() -> None:
    nibbles = torch.stack([block([n] * 16, [n] * 16)[None] for n in (9, 10, 11)])
    blocks = Blocks(nibbles, torch.ones((3, 1), dtype=torch.float16))
    assert blocks.rows([2, 0]).expand()[:, 0].tolist() == [3.0, 1.0]


def test_4_bits_keep_a_weight_to_half_a_step() -> None:
    matrix = torch.randn((20, 32), generator=torch.Generator().manual_seed(1))
    scales = (matrix.abs().amax(dim=1, keepdim=True) / 7).half()
    numbers = (matrix / scales.float()).round().clamp(-8, 7).add(8).to(torch.uint8)
    nibbles = (numbers[:, :16] | numbers[:, 16:] << 4)[:, None]
    found = Blocks(nibbles, scales).expand()
    assert ((found - matrix).abs() <= scales.float() * 0.501).all()


def test_8_bits_are_the_weight_over_the_largest_of_its_row_in_127_steps() -> None:
    packed = int8_rows("w", torch.tensor([[127.0, -127.0, 1.4, 0.0], [0.5, 0.25, -0.5, 0.0]]))
    assert packed["w.int8"].tolist() == [[127, -127, 1, 0], [127, 64, -127, 0]]
    assert packed["w.row_scales"].tolist() == pytest.approx([1.0, 0.5 / 127], rel=1e-3)


def test_8_bits_keep_a_weight_to_half_a_step_and_a_row_of_zeros_is_zero(tmp_path: Path) -> None:
    matrix = torch.randn((50, 64), generator=torch.Generator().manual_seed(2))
    matrix[7] = 0.0
    packed = int8_rows("w", matrix)
    save_file(packed, tmp_path / "w.safetensors")
    found = expand(tmp_path / "w.safetensors")["w"]
    assert ((found - matrix).abs() <= packed["w.row_scales"].float()[:, None] * 0.501).all()
    assert found[7].tolist() == [0.0] * 64


def test_a_file_holds_matrices_in_each_form_and_all_come_back_in_float32(tmp_path: Path) -> None:
    path = tmp_path / "packed.safetensors"
    content = {
        "a.weight.nibbles": block([8] * 16, [9] * 16)[None, None],
        "a.weight.scales": torch.tensor([[3.0]], dtype=torch.float16),
        "b.weight.int8": torch.tensor([[2, -3]], dtype=torch.int8),
        "b.weight.row_scales": torch.tensor([0.5], dtype=torch.float16),
        "c.bias": torch.tensor([0.25], dtype=torch.float16),
    }
    save_file(content, path)
    state = expand(path)
    assert {tensor.dtype for tensor in state.values()} == {torch.float32}
    assert {name: tensor.tolist() for name, tensor in state.items()} == {
        "a.weight": [[0.0] * 16 + [3.0] * 16],
        "b.weight": [[1.0, -1.5]],
        "c.bias": [0.25],
    }


def test_what_is_no_safetensors_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "w.safetensors").write_bytes(b"not at all")
    with pytest.raises(ValueError, match="no safetensors file"):
        expand(tmp_path / "w.safetensors")


# --- the packaged files ----------------------------------------------------------------------------------------------

PAIRS = [
    ("The dam is 142 metres high and was finished in 1987.", "The dam was finished in 1987."),
    ("Die Ministerin ist am Freitag zurückgetreten.", "Die Ministerin bleibt im Amt und trat am Freitag nicht zurück."),
    ("The company lost money in 2023.", "Im Fluss schwimmen im Herbst Lachse."),
]
REMEDY = r"install factcheck again from where it came: `pip install --force-reinstall --no-deps FOLDER`"


def copy_of(model: Path, folder: Path) -> Path:
    """A copy of a packaged model, its large files as links: a test replaces them, it never writes into them."""
    folder.mkdir()
    for path in model.iterdir():
        if path.name in (BODY_CARD, CARD):
            shutil.copy(path, folder)
        else:
            (folder / path.name).symlink_to(path)
    return folder


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


@pytest.fixture
def body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged small body, which takes its place."""
    folder = copy_of(packaged_small(), tmp_path / "small")
    monkeypatch.setattr(smallbody, "packaged_small", lambda: folder)
    return folder


def recard(path: Path, **changes: object) -> None:
    """Changes fields of a card; those given ``None`` are removed."""
    card = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps({name: value for name, value in card.items() if value is not None}), encoding="utf-8")


def damage(path: Path, how: str) -> str:
    """Damages or removes the file; what the error says of it."""
    if how == "missing":
        path.unlink()
        return "is missing"
    content = path.read_bytes()
    half = len(content) // 2
    replace(path, content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :])
    return "is damaged: its sha256 is"


def test_the_packaged_files_have_the_hashes_that_their_cards_name() -> None:
    SmallEmbedder().verify_files()
    SmallVerifier().verify_files()
    card = json.loads((packaged_small() / BODY_CARD).read_text(encoding="utf-8"))
    assert set(card["files"]) == {BODY_WEIGHTS, TOKENIZER}
    assert all(file_sha256(packaged_small() / name) == sha256 for name, sha256 in card["files"].items())


@pytest.mark.parametrize("how", ["missing", "damaged"])
@pytest.mark.parametrize("name", [BODY_WEIGHTS, TOKENIZER])
def test_a_body_that_is_missing_or_damaged_is_refused_before_it_is_loaded(body: Path, name: str, how: str) -> None:
    said = damage(body / name, how)
    smallbody.body_words.cache_clear()  # as in a process that has not read it yet
    embedder, verifier = SmallEmbedder(), SmallVerifier()
    for use in (lambda: embedder.encode(["A sentence."]), lambda: verifier.predict(PAIRS), embedder.verify_files):
        with pytest.raises(ModelError, match=rf"{name} {said}.* — {REMEDY}"):
            use()
    assert embedder._model is verifier._model is None


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_a_verifier_that_is_missing_or_damaged_is_refused_before_it_is_loaded(tmp_path: Path, how: str) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    said = damage(folder / "verifier.safetensors", how)
    verifier = SmallVerifier(folder)
    with pytest.raises(ModelError, match=rf"verifier\.safetensors {said}.* — {REMEDY}"):
        verifier.predict(PAIRS)
    assert verifier._model is None


@pytest.mark.parametrize("version", [0, 2, None])
def test_a_card_of_another_format_is_refused(body: Path, tmp_path: Path, version: int | None) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    recard(folder / CARD, format_version=version)
    with pytest.raises(ModelError, match=rf"the small verifier in .* has format {version} — {REMEDY}"):
        SmallVerifier(folder)
    recard(body / BODY_CARD, format_version=version)
    with pytest.raises(ModelError, match=rf"the small body in .* has format {version} — {REMEDY}"):
        SmallEmbedder()


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_card_that_cannot_be_read_is_refused(body: Path, content: str) -> None:
    (body / BODY_CARD).write_text(content)
    with pytest.raises(ModelError, match=rf"the card of the small body, .*body\.json, cannot be read .* — {REMEDY}"):
        SmallEmbedder()


def test_a_card_that_lacks_fields_is_refused_and_they_are_named(body: Path, tmp_path: Path) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    recard(folder / CARD, temperatures=None, body_sha256=None)
    with pytest.raises(ModelError, match=rf"small verifier does not name body_sha256, temperatures — {REMEDY}"):
        SmallVerifier(folder)
    recard(body / BODY_CARD, config=None)
    with pytest.raises(ModelError, match=rf"small body does not name config — {REMEDY}"):
        SmallEmbedder()


def test_a_verifier_made_for_another_body_is_refused(tmp_path: Path) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    recard(folder / CARD, body_sha256="0" * 64)
    with pytest.raises(ModelError, match=rf"belongs to another body — {REMEDY}"):
        SmallVerifier(folder).predict(PAIRS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not at all", "no safetensors file"),
        (save({"classifier.bias": torch.zeros(3)}), "'bert.encoder.layer.0.attention.self.query.weight'"),
    ],
    ids=["no weights", "other weights"],
)
def test_layers_that_do_not_fit_the_body_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    weights = folder / "verifier.safetensors"
    replace(weights, content)
    recard(folder / CARD, weights_sha256=file_sha256(weights))
    with pytest.raises(ModelError, match=rf"does not fit its body \({said}.*\) — {REMEDY}"):
        SmallVerifier(folder).predict(PAIRS)


def test_the_small_models_are_opened_by_their_name_and_named_by_their_weights() -> None:
    embedder, verifier = open_embedder("small"), open_verifier("small")
    assert isinstance(embedder, SmallEmbedder)
    assert isinstance(verifier, SmallVerifier)
    body = file_sha256(packaged_small() / BODY_WEIGHTS)[:12]
    own = file_sha256(packaged_small_verifier() / "verifier.safetensors")[:12]
    assert embedder.model_id == f"multilingual-e5-small@{body}"
    assert verifier.model_id == f"factcheck-verifier-small-v4@{own}+{body}"
    assert verifier.languages == {"en", "de"}


def test_the_first_embedder_is_gone_and_the_error_names_the_new_one() -> None:
    with pytest.raises(ModelError, match="minilm is no longer part of the package — write `embedder: small`"):
        open_embedder("minilm")


# --- the tokenizer ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [*MARKS, "＜/s＞"])
def test_a_mark_that_stands_in_a_text_is_read_as_text(mark: str) -> None:
    tokenizer = smallbody.load_tokenizer()
    ids = tokenizer.encode(f"The tower {mark}{mark} is tall.", f"A claim {mark} here.").ids
    ends = [place for place, number in enumerate(ids) if number == 2]
    assert len(ends) == 3
    assert ends[1] == ends[0] + 1
    assert {number for number in ids if number in (0, 1, 3)} == {0}


def the(times: int) -> str:
    """A text of so many tokens, beside its marks."""
    return " ".join(["the"] * times)


def test_a_text_is_neither_cut_nor_padded() -> None:
    tokenizer = smallbody.load_tokenizer()
    short, long = tokenizer.encode_batch([the(1), the(700)])
    assert (len(short.ids), len(long.ids)) == (3, 702)


# --- the embedder ----------------------------------------------------------------------------------------------------

TRANSLATIONS = [
    ("Der Fluss ist im Sommer fast ausgetrocknet.", "The river almost dried up in summer."),
    ("Die Regierung erhöht die Steuer auf Tabak.", "The government is raising the tax on tobacco."),
    ("Das Museum zeigt Bilder aus dem Mittelalter.", "The museum shows paintings from the Middle Ages."),
    ("Ein neuer Impfstoff schützt Kinder vor Masern.", "A new vaccine protects children against measles."),
    ("Der Zug nach Prag hatte zwei Stunden Verspätung.", "The train to Prague was two hours late."),
    ("Viele Bauern verkaufen ihr Gemüse auf dem Markt.", "Many farmers sell their vegetables at the market."),
    ("Die Mannschaft verlor das Endspiel im Elfmeterschießen.", "The team lost the final on penalties."),
    ("Das Unternehmen entlässt tausend Beschäftigte.", "The company is laying off a thousand employees."),
    ("Astronomen haben einen Kometen entdeckt.", "Astronomers have discovered a comet."),
    (
        "Die Brücke wird wegen Rissen im Beton gesperrt.",
        "The bridge is being closed because of cracks in the concrete.",
    ),
]
"""German sentences and their English translations, written for this test."""


@pytest.fixture(scope="module")
def embedder() -> SmallEmbedder:
    return SmallEmbedder()


def test_vectors_are_unit_rows_in_float32(embedder: SmallEmbedder) -> None:
    for vectors in (embedder.encode(["A tower.", "Ein Turm."]), embedder.encode_claims(["A tower.", "Ein Turm."])):
        assert vectors.shape == (2, 384)
        assert vectors.dtype == np.dtype(np.float32)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-6)


def test_no_texts_give_no_rows(embedder: SmallEmbedder) -> None:
    assert embedder.encode([]).shape == (0, 384)


def test_an_empty_text_has_a_vector(embedder: SmallEmbedder) -> None:
    assert np.linalg.norm(embedder.encode([""])[0]) == pytest.approx(1, abs=1e-6)


def test_the_vector_is_the_mean_over_the_tokens_of_a_plain_bert(embedder: SmallEmbedder) -> None:
    from transformers import BertConfig, BertModel
    from transformers.initialization import no_init_weights

    with no_init_weights():
        model: Any = BertModel(BertConfig(**smallbody.body_config()), add_pooling_layer=False)
    model.load_state_dict(expand(packaged_small() / BODY_WEIGHTS))
    model.eval()
    for asked, prefix in ((embedder.encode, "passage: "), (embedder.encode_claims, "query: ")):
        ids = torch.tensor([smallbody.load_tokenizer().encode(prefix + "The tower is tall.").ids])
        with torch.inference_mode():
            mean = model(input_ids=ids).last_hidden_state[0].mean(dim=0).numpy()
        assert asked(["The tower is tall."])[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)


def test_a_claim_and_a_snippet_of_the_same_text_are_read_apart(embedder: SmallEmbedder) -> None:
    [claim], [snippet] = embedder.encode_claims(["The tower is tall."]), embedder.encode(["The tower is tall."])
    assert 0.5 < float(claim @ snippet) < 0.999


def test_a_german_claim_is_nearer_to_its_translation_than_to_any_other_sentence(embedder: SmallEmbedder) -> None:
    german, english = zip(*TRANSLATIONS, strict=True)
    assert (embedder.encode_claims(german) @ embedder.encode(english).T).argmax(axis=1).tolist() == list(range(10))


def test_an_english_claim_is_nearer_to_its_translation_than_to_any_other_sentence(embedder: SmallEmbedder) -> None:
    german, english = zip(*TRANSLATIONS, strict=True)
    assert (embedder.encode_claims(english) @ embedder.encode(german).T).argmax(axis=1).tolist() == list(range(10))


def test_neither_the_order_nor_the_company_of_a_text_changes_its_vector(embedder: SmallEmbedder) -> None:
    texts = [text for pair in TRANSLATIONS for text in pair] + ["A long text about towers and bridges. " * 20]
    together = embedder.encode(texts)
    assert np.abs(together - embedder.encode(texts[::-1])[::-1]).max() < 1e-5
    assert np.abs(together[[0, 5]] - np.vstack([embedder.encode([texts[n]]) for n in (0, 5)])).max() < 1e-5


def test_a_text_is_read_up_to_512_tokens_and_its_tail_changes_nothing(embedder: SmallEmbedder) -> None:
    start = "tower " * 520
    one, other, short = embedder.encode([start, start + "The moon is made of cheese.", "tower " * 100])
    assert np.abs(one - other).max() < 1e-6
    assert np.abs(one - short).max() > 1e-4


# --- the verifier ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def verifier() -> SmallVerifier:
    made = SmallVerifier(precision="float32")
    made.load()
    return made


def as_lists(results: Sequence[StanceProbs]) -> list[list[float]]:
    return [[p.supports, p.contradicts, p.neutral] for p in results]


def test_embedder_and_verifier_share_one_copy_of_the_word_embeddings() -> None:
    smallbody.body_words.cache_clear()
    first, second = SmallEmbedder(), SmallVerifier(precision="float32")
    first.encode(["A tower."])
    second.predict(PAIRS)
    assert smallbody.body_words.cache_info().misses == 1
    assert not [name for name in smallbody.body_weights() if name == WORDS]


def test_the_vector_of_a_word_is_its_row_of_the_whole_table() -> None:
    rows = [[0, 114568, 5], [7], [5]]
    whole = expand(packaged_small() / BODY_WEIGHTS)[WORDS]
    assert torch.equal(smallbody.word_vectors(rows), whole[[0, 114568, 5, 7, 5]])


def test_probabilities_sum_to_1(verifier: SmallVerifier) -> None:
    assert [sum(row) for row in as_lists(verifier.predict(PAIRS))] == pytest.approx([1, 1, 1])


def test_nothing_asked_is_nothing_loaded(tmp_path: Path) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    (folder / "verifier.safetensors").unlink()
    assert SmallVerifier(folder).predict([]) == []
    assert SmallVerifier(folder).mark([], []) == []


def test_neither_the_order_nor_the_company_of_a_pair_changes_its_result(verifier: SmallVerifier) -> None:
    long = ("The bridge is closed because of cracks in the concrete. " * 12, "The bridge is open.")
    together = as_lists(verifier.predict([*PAIRS, long]))
    backward = as_lists(verifier.predict([long, *PAIRS[::-1]]))
    for one, other in zip(together, [*backward[:0:-1], backward[0]], strict=True):
        assert one == pytest.approx(other, abs=1e-5)
    for pair, expected in zip(PAIRS, together, strict=False):
        assert as_lists(verifier.predict([pair]))[0] == pytest.approx(expected, abs=1e-5)


def test_the_claim_and_what_follows_it_are_of_the_second_type() -> None:
    rows = [[0, 10, 11, 2, 2, 12, 2], [0, 10, 2, 2, 12, 13, 14, 15, 2]]
    assert [second_type(row).tolist() for row in rows] == [[0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1, 1]]


def test_the_results_are_those_of_a_plain_bert_with_the_same_weights(verifier: SmallVerifier) -> None:
    from transformers import BertConfig, BertForSequenceClassification
    from transformers.initialization import no_init_weights

    with no_init_weights():
        plain: Any = BertForSequenceClassification(BertConfig(**(smallbody.body_config() | {"num_labels": 3})))
    words = {f"bert.{WORDS}": expand(packaged_small() / BODY_WEIGHTS)[WORDS]}
    plain.load_state_dict(expand(packaged_small_verifier() / "verifier.safetensors") | words)
    plain.eval()
    tokenizer = smallbody.load_tokenizer()
    for pair, found in zip(PAIRS, verifier.predict(PAIRS), strict=True):
        evidence, claim = (tokenizer.encode(text).ids for text in pair)
        ids = torch.tensor([[*evidence, 2, *claim[1:]]])
        types = torch.tensor([[0] * (len(evidence) + 1) + [1] * (len(claim) - 1)])
        with torch.inference_mode():
            theirs = plain(input_ids=ids, token_type_ids=types).logits[0]
            ours = verifier._model.logits(verifier._vectors(ids.tolist()), ids.tolist())[0]
        assert ours.tolist() == pytest.approx(theirs.tolist(), abs=1e-4)
        # By the card: supports, contradicts, neutral.
        assert as_lists([found])[0] == pytest.approx(torch.softmax(theirs, 0).tolist(), abs=1e-4)


def test_the_packed_weights_name_no_word_embeddings_of_their_own() -> None:
    names = list(load_file(packaged_small_verifier() / "verifier.safetensors"))
    assert names
    assert not [name for name in names if WORDS in name]


def test_a_pair_of_512_tokens_is_read_and_a_longer_one_is_refused_with_its_claim(verifier: SmallVerifier) -> None:
    # <s> 500 </s></s> 8 </s> are 512.
    fits, too_long = (the(500), the(8)), (the(500), the(9))
    assert len(verifier.predict([fits])) == 1
    with pytest.raises(PairTooLongError, match="too long: 513 tokens with its evidence, at most 512") as caught:
        verifier.predict([PAIRS[0], too_long])
    assert caught.value.claim == too_long[1]


def test_a_pair_of_nothing_is_read(verifier: SmallVerifier) -> None:
    assert sum(as_lists(verifier.predict([("", "")]))[0]) == pytest.approx(1)


EVIDENCE = {
    "en": (
        "The dam is 142 metres high and was finished in 1987.",
        "The minister resigned on Friday.",
        "Doctors advise against the drug during pregnancy.",
        "Parliament passed the law with a large majority.",
        "The company lost money in 2023.",
        "The bridge was destroyed by a flood in March.",
    ),
    "de": (
        "Der Staudamm ist 142 Meter hoch und wurde 1987 fertig.",
        "Die Ministerin ist am Freitag zurückgetreten.",
        "Ärzte raten in der Schwangerschaft von dem Medikament ab.",
        "Das Parlament hat das Gesetz mit großer Mehrheit beschlossen.",
        "Das Unternehmen machte 2023 Verlust.",
        "Die Brücke wurde im März von einem Hochwasser zerstört.",
    ),
}
CLAIMS = {
    ("en", Stance.SUPPORTS): (
        "The dam was finished in 1987.",
        "The minister stepped down on Friday.",
        "Doctors do not recommend the drug during pregnancy.",
        "The law was passed by parliament.",
        "The company made a loss in 2023.",
        "A flood destroyed the bridge.",
    ),
    ("de", Stance.SUPPORTS): (
        "Der Staudamm wurde 1987 fertiggestellt.",
        "Die Ministerin trat am Freitag zurück.",
        "Ärzte empfehlen das Medikament in der Schwangerschaft nicht.",
        "Das Gesetz wurde vom Parlament beschlossen.",
        "Das Unternehmen hat 2023 Geld verloren.",
        "Ein Hochwasser hat die Brücke zerstört.",
    ),
    ("en", Stance.CONTRADICTS): (
        "The dam was finished in 1995.",
        "The minister remains in office and refused to resign on Friday.",
        "Doctors recommend the drug during pregnancy.",
        "Parliament rejected the law.",
        "The company made a profit in 2023.",
        "The bridge survived the flood undamaged.",
    ),
    ("de", Stance.CONTRADICTS): (
        "Der Staudamm wurde 1995 fertiggestellt.",
        "Die Ministerin bleibt im Amt und trat am Freitag nicht zurück.",
        "Ärzte empfehlen das Medikament in der Schwangerschaft.",
        "Das Parlament hat das Gesetz abgelehnt.",
        "Das Unternehmen machte 2023 Gewinn.",
        "Die Brücke überstand das Hochwasser unbeschädigt.",
    ),
    ("en", Stance.NEUTRAL): (
        "The river carries salmon in autumn.",
        "The bakery sells rye bread.",
        "The train to Prague leaves at nine.",
        "The painting was made in oil.",
        "The orchestra played in Vienna.",
        "The moon orbits the earth.",
    ),
    ("de", Stance.NEUTRAL): (
        "Im Fluss schwimmen im Herbst Lachse.",
        "Die Bäckerei verkauft Roggenbrot.",
        "Der Zug nach Prag fährt um neun.",
        "Das Gemälde ist in Öl gemalt.",
        "Das Orchester spielte in Wien.",
        "Der Mond umkreist die Erde.",
    ),
}
LEAST_RIGHT = 5
"""Of the six claims of each stance in each combination; 71 of all 72 were right when this was written."""


@pytest.mark.parametrize("stance", list(Stance))
@pytest.mark.parametrize("claim", ["en", "de"])
@pytest.mark.parametrize("evidence", ["en", "de"])
def test_plain_pairs_are_read_rightly_in_all_combinations_of_the_languages(
    verifier: SmallVerifier, evidence: str, claim: str, stance: Stance
) -> None:
    pairs = list(zip(EVIDENCE[evidence], CLAIMS[claim, stance], strict=True))
    found = [probs.stance for probs in verifier.predict(pairs)]
    assert found.count(stance) >= LEAST_RIGHT, found


# --- marks -----------------------------------------------------------------------------------------------------------


def test_marks_are_whole_words_inside_their_texts(verifier: SmallVerifier) -> None:
    pairs = list(zip(EVIDENCE["de"], CLAIMS["en", Stance.CONTRADICTS], strict=True))
    marks = verifier.mark(pairs, [Stance.CONTRADICTS] * 6)
    for (evidence, claim), found in zip(pairs, marks, strict=True):
        for text, spans in ((evidence, found.evidence), (claim, found.claim)):
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
            assert all(
                not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum() for start, end in spans
            )
    assert all(found.evidence or found.claim for found in marks)


def test_a_year_that_contradicts_is_marked_in_three_of_the_four_pairs_of_languages(verifier: SmallVerifier) -> None:
    pairs = [
        (EVIDENCE[evidence][0], CLAIMS[claim, Stance.CONTRADICTS][0]) for evidence in EVIDENCE for claim in EVIDENCE
    ]
    marked = [
        {text[start:end] for text, spans in ((claim, found.claim), (evidence, found.evidence)) for start, end in spans}
        for (evidence, claim), found in zip(pairs, verifier.mark(pairs, [Stance.CONTRADICTS] * 4), strict=True)
    ]
    assert sum(bool({"1995", "1987"} & words) for words in marked) >= 3


# --- temperature -----------------------------------------------------------------------------------------------------


def test_a_temperature_divides_the_log_odds_and_keeps_the_order_of_the_stances(verifier: SmallVerifier) -> None:
    plain, doubtful = verifier.predict(PAIRS), Tempered(verifier, 2.0).predict(PAIRS)
    for one, other in zip(as_lists(plain), as_lists(doubtful), strict=True):
        assert sum(other) == pytest.approx(1)
        assert np.argsort(one).tolist() == np.argsort(other).tolist()
        assert max(other) < max(one)
        for i in (0, 1):
            assert np.log(other[i] / other[2]) == pytest.approx(np.log(one[i] / one[2]) / 2, abs=1e-4)


def test_a_temperature_leaves_certainty_certain() -> None:
    class Certain(SmallVerifier):
        def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
            return [StanceProbs(1.0, 0.0, 0.0) for _ in pairs]

    assert Tempered(Certain(), 1.5).predict([("A.", "B.")]) == [StanceProbs(1.0, 0.0, 0.0)]


@pytest.mark.parametrize(
    ("claim", "evidence", "temperature"),
    [
        ("en", {"en"}, 1.1),
        ("de", {"de"}, 1.2),
        ("de", {"en"}, 1.3),
        ("en", {"de"}, 1.4),
        ("en", {"en", "de"}, 1.4),  # as evidence in the other language
        ("de", {"en", "de"}, 1.3),
        ("de", set(), 1.2),
    ],
)
def test_the_temperature_is_that_of_the_two_languages(
    tmp_path: Path, claim: str, evidence: set[str], temperature: float
) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    recard(folder / CARD, temperatures={"en-en": 1.1, "de-de": 1.2, "de-en": 1.3, "en-de": 1.4})
    made = SmallVerifier(folder)
    assert made.reader(claim, frozenset(evidence)).model_id == f"{made.model_id},T={temperature:g}"


def test_a_temperature_of_1_or_none_for_the_languages_is_the_verifier_itself(tmp_path: Path) -> None:
    folder = copy_of(packaged_small_verifier(), tmp_path / "verifier")
    recard(folder / CARD, temperatures={"en-en": 1.0})
    made = SmallVerifier(folder)
    assert made.reader("en", frozenset({"en"})) is made
    assert made.reader("de", frozenset({"en"})) is made


def test_a_tempered_verifier_marks_and_verifies_as_the_verifier_does(verifier: SmallVerifier) -> None:
    tempered = Tempered(verifier, 1.5)
    stances = [Stance.SUPPORTS, Stance.CONTRADICTS, Stance.SUPPORTS]
    assert tempered.mark(PAIRS, stances) == verifier.mark(PAIRS, stances)
    assert (tempered.precision, tempered.languages) == (verifier.precision, verifier.languages)
    tempered.verify_files()


def test_the_cascade_sends_on_less_than_half_of_the_pairs() -> None:
    """With a bar that a less sure small verifier never stays below, all would be read twice and none spared."""
    assert 0.1 < share_read_on(60) < 0.5


def test_a_snippet_of_another_matter_bears_on_no_claim() -> None:
    """The bar for *no evidence* must stand above what the small verifier leaves on such a pair."""
    strangers = (
        (
            "The cathedral's organ has 4,200 pipes and was rebuilt in 1963.",
            "Nvidia sold fewer chips in 2024 than in 2023.",
        ),
        ("Adelie penguins lay two eggs in November.", "The trade agreement was signed in Geneva."),
        ("The town council approved a new bicycle lane on Harbour Street.", "Uranium was discovered in 1789."),
    )
    left = [1 - probs.neutral for probs in SmallVerifier().predict(strangers)]
    assert 0.05 < max(left) < min(FITTED.relevant, READ_ON)
