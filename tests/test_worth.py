"""Check-worthiness: the packaged files, what the model ranks high and low, and the features it reads."""

from __future__ import annotations

import gzip
import json
import shutil
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from factcheck.errors import ModelError
from factcheck.models.smallembedder import SmallEmbedder
from factcheck.models.weights import file_sha256
from factcheck.models.worth import CARD, WEIGHTS, WorthModel, packaged_worth
from factcheck.models.worthfeatures import FEATURES, KINDS, LEXICON, TABLE, surface, word_rows
from tests.fakes import ROOT
from tests.worth_sentences import NOT_WORTH, WORTH
from training.worth import MEASURED, TRAINED, Row, fold, held_out, labelled, measured, normalised

REMEDY = r"install factcheck again from where it came: `pip install --force-reinstall --no-deps FOLDER`"
LOW = {lang: [text for texts in kinds.values() for text in texts] for lang, kinds in NOT_WORTH.items()}


@pytest.fixture(scope="module")
def embedder() -> SmallEmbedder:
    """One body for all tests of this page."""
    return SmallEmbedder()


@pytest.fixture(scope="module")
def model(embedder: SmallEmbedder) -> WorthModel:
    return WorthModel(embedder=embedder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged model that a test may damage."""
    return Path(shutil.copytree(packaged_worth(), tmp_path / "worth"))


def recard(folder: Path, **changes: object) -> None:
    card = json.loads((folder / CARD).read_text(encoding="utf-8")) | changes
    (folder / CARD).write_text(json.dumps({name: v for name, v in card.items() if v is not None}), encoding="utf-8")


# --- what it ranks ---------------------------------------------------------------------------------------------------


def auc(model: WorthModel, lang: str, low: list[str] | tuple[str, ...]) -> float:
    """How often a sentence worth checking is above one that is not."""
    high = WORTH[lang]
    found = model.predict([*high, *low], [lang] * (len(high) + len(low)))
    pairs = list(product(found[: len(high)], found[len(high) :]))
    return sum(one > other for one, other in pairs) / len(pairs)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_sentences_of_the_test_are_forty_or_more_and_none_was_trained_on(lang: str) -> None:
    corpus = (ROOT / "training" / "corpus" / "worth.jsonl").read_text(encoding="utf-8").splitlines()
    trained = {normalised(json.loads(line)["text"]) for line in corpus}
    texts = {normalised(text) for text in (*WORTH[lang], *LOW[lang])}
    assert len(texts) == len(WORTH[lang]) + len(LOW[lang]) >= 40
    assert texts & trained == set()


@pytest.mark.parametrize("lang", ["en", "de"])
def test_facts_rank_above_all_that_cannot_be_checked(model: WorthModel, lang: str) -> None:
    assert auc(model, lang, LOW[lang]) >= 0.93


@pytest.mark.parametrize("kind", NOT_WORTH["en"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_each_kind_that_cannot_be_checked_ranks_low(model: WorthModel, lang: str, kind: str) -> None:
    assert auc(model, lang, NOT_WORTH[lang][kind]) >= 0.85


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_threshold_parts_most_facts_from_most_of_the_rest(model: WorthModel, lang: str) -> None:
    high = model.predict(WORTH[lang], [lang] * len(WORTH[lang]))
    low = model.predict(LOW[lang], [lang] * len(LOW[lang]))
    assert sum(p >= model.threshold for p in high) / len(high) >= 0.8
    assert sum(p < model.threshold for p in low) / len(low) >= 0.7


def test_a_probability_belongs_to_its_text_whatever_stands_beside_it(model: WorthModel) -> None:
    texts, languages = [*WORTH["de"][:5], *LOW["en"][:5]], ["de"] * 5 + ["en"] * 5
    together = model.predict(texts, languages)
    alone = [model.predict([text], [lang])[0] for text, lang in zip(texts, languages, strict=True)]
    backwards = model.predict(texts[::-1], languages[::-1])[::-1]
    assert together == pytest.approx(alone, abs=1e-4)
    assert together == pytest.approx(backwards, abs=1e-4)


def test_probabilities_lie_in_0_to_1_for_whatever_is_given(model: WorthModel) -> None:
    texts = ["", "?", "…", "</s>", "1", "wort " * 2000, "\U0001f600", "Le ministre a démissionné vendredi."]
    found = model.predict(texts, ["de", "en", "", "xx", "de-AT", "de", "en", "fr"])
    assert len(found) == len(texts)
    assert all(0 <= p <= 1 for p in found)
    assert model.predict([], []) == []


def test_a_region_changes_nothing(model: WorthModel) -> None:
    text = WORTH["de"][0]
    assert model.predict([text], ["de-AT"]) == model.predict([text], ["de"])


# --- the packaged files ----------------------------------------------------------------------------------------------


def test_the_model_is_named_by_its_weights_and_its_body_and_is_small(model: WorthModel) -> None:
    card = json.loads((packaged_worth() / CARD).read_text(encoding="utf-8"))
    own = file_sha256(packaged_worth() / WEIGHTS)
    assert card["weights_sha256"] == own
    assert model.model_id == f"factcheck-worth-v1@{own[:12]}+{card['body_sha256'][:12]}"
    assert model.languages == {"en", "de"}
    assert 0 < model.threshold < 1
    assert (packaged_worth() / WEIGHTS).stat().st_size < 1_000_000


def test_the_card_that_people_read_names_the_weights_the_sets_and_the_threshold(model: WorthModel) -> None:
    page = (packaged_worth() / "README.md").read_text(encoding="utf-8")
    assert file_sha256(packaged_worth() / WEIGHTS) in page
    assert f"{model.threshold:.3f}" in page
    for name in (*TRAINED, *MEASURED):
        assert name in page


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_weights_that_are_not_the_shipped_ones_are_refused(folder: Path, embedder: SmallEmbedder, how: str) -> None:
    path = folder / WEIGHTS
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink() if how == "missing" else path.write_bytes(content)
    with pytest.raises(ModelError, match=rf"worth\.safetensors is {how}.* — {REMEDY}"):
        WorthModel(folder, embedder=embedder).predict(["A"], ["en"])


def test_a_model_made_for_another_body_is_refused(folder: Path, embedder: SmallEmbedder) -> None:
    recard(folder, body_sha256="0" * 64)
    with pytest.raises(ModelError, match=rf"belongs to another body — {REMEDY}"):
        WorthModel(folder, embedder=embedder).predict(["A"], ["en"])


def test_a_card_that_lacks_fields_is_refused_and_they_are_named(folder: Path) -> None:
    recard(folder, threshold=None, languages=None)
    with pytest.raises(ModelError, match=rf"does not name languages, threshold — {REMEDY}"):
        WorthModel(folder)


def test_weights_of_other_features_are_refused(folder: Path, embedder: SmallEmbedder) -> None:
    weights = load_file(folder / WEIGHTS)
    weights["words"] = weights["words"][:10].copy()
    save_file(weights, folder / WEIGHTS)
    recard(folder, weights_sha256=file_sha256(folder / WEIGHTS))
    with pytest.raises(ModelError, match=rf"does not fit: words — {REMEDY}"):
        WorthModel(folder, embedder=embedder).predict(["A"], ["en"])


@pytest.mark.parametrize("lacking", [True, False], ids=["a part lacks", "no safetensors file"])
def test_weights_that_cannot_be_read_are_refused(folder: Path, embedder: SmallEmbedder, lacking: bool) -> None:
    weights = load_file(folder / WEIGHTS)
    del weights["bias"]
    save_file(weights, folder / WEIGHTS) if lacking else (folder / WEIGHTS).write_bytes(b"not at all")
    recard(folder, weights_sha256=file_sha256(folder / WEIGHTS))
    with pytest.raises(ModelError, match=rf"cannot be read \(.*\) — {REMEDY}"):
        WorthModel(folder, embedder=embedder).predict(["A"], ["en"])


# --- the features ----------------------------------------------------------------------------------------------------


def test_each_language_knows_the_same_kinds_of_words() -> None:
    assert {tuple(kinds) for kinds in LEXICON.values()} == {KINDS}


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("We built it.", "en", "first person"),
        ("Das haben wir gebaut.", "de", "first person"),
        ("It is likely to rain.", "en", "future"),
        ("Es dürfte regnen.", "de", "future"),
        ("They must act.", "en", "modal"),
        ("Man müsste handeln.", "de", "modal"),
        ("Laut Polizei war er da.", "de", "attribution"),
        ("Police said so.", "en", "attribution"),
        ("Klicken Sie hier.", "de", "imperative"),
        ("Click here.", "en", "imperative"),
        ("Das haben Sie gesagt.", "de", "second person"),
    ],
)
def test_a_kind_of_word_is_seen_in_its_language_and_not_elsewhere(text: str, lang: str, kind: str) -> None:
    place = 24 + KINDS.index(kind)
    assert surface([text], [lang])[0, place] == 1
    assert surface(["Sugar dissolves." if lang == "en" else "Zucker löst sich."], [lang])[0, place] == 0
    assert surface([text], ["fr"])[0, 24:].sum() == 0


def test_features_are_one_bounded_row_for_each_text() -> None:
    texts = [*WORTH["de"], *LOW["de"], "", "!" * 500, "1 " * 500]
    rows = surface(texts, ["de"] * len(texts))
    assert rows.shape == (len(texts), FEATURES)
    assert rows.dtype == np.float32
    assert rows.min() >= 0
    assert rows.max() <= 2
    assert surface([], []).shape == (0, FEATURES)


def test_words_have_fixed_rows_and_figures_count_by_their_length() -> None:
    assert word_rows("He paid 41 euros.", "en") == word_rows("He paid 97 euros.", "en")
    assert word_rows("He paid 41 euros.", "en") != word_rows("He paid 4100 euros.", "en")
    assert word_rows("He paid.", "en") != word_rows("He paid?", "en")
    assert word_rows("Er kam.", "de") != word_rows("Er kam.", "en")
    assert all(0 <= row < TABLE for row in word_rows("One two three, four.", "en"))
    # The shipped table was made with these rows.
    assert word_rows("Ja.", "de") == [39288, 46498, 54655]


# --- the rows it is trained on ---------------------------------------------------------------------------------------


def data_folder(path: Path, **files: list[tuple[str, int | str]]) -> Path:
    """A folder as the data folder's own, with the given rows."""
    for name in (*TRAINED.values(), *MEASURED):
        for part in ("train", "dev"):
            rows = [{"text": text, "label": label, "lang": "en"} for text, label in files.get(name, [])]
            with gzip.open(path / f"{name}.{part}.jsonl.gz", "wt", encoding="utf-8") as out:
                out.write("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_text_of_two_sets_is_one_row_and_one_with_two_labels_is_none(tmp_path: Path) -> None:
    folder = data_folder(
        tmp_path,
        claimbuster_2class=[("Taxes fell in 1990.", 1), ("So they say.", 0)],
        clef2024_t1_en=[("TAXES fell, in 1990", 1), ("So they say!", 1), ("Well.", 0)],
    )
    rows = labelled(folder, ["own"])
    assert [(row.text, row.label, row.sets) for row in rows] == [
        ("Taxes fell in 1990.", 1, ("claimbuster", "clef2024")),
        ("Well.", 0, ("clef2024",)),
    ]
    assert {row.sets for row in labelled(folder, ["clef2024"])} == {("claimbuster",), ("own",)}


def test_a_tenth_is_held_out_by_the_text_alone_and_never_trained_on(tmp_path: Path) -> None:
    texts: list[tuple[str, int | str]] = [(f"Sentence number {n} says so.", n % 2) for n in range(2000)]
    rows = labelled(data_folder(tmp_path, germeval2021_fact=texts), ["own"])
    held = {row.text for row in rows if held_out(row)}
    assert 150 < len(held) < 250
    for row in rows:
        again = Row(row.text.upper(), "de", 1 - row.label, ("clef2024",))
        assert held_out(again) == held_out(row)
        assert fold(again) == fold(row)
    assert {row.text for row in measured(tmp_path, rows)["germeval2021"]} == held
    assert not any(held_out(Row(row.text, "en", 1, ("own",))) for row in rows)


def test_objective_sentences_count_as_worth_checking_and_are_only_measured(tmp_path: Path) -> None:
    folder = data_folder(tmp_path, clef2025_subj_en=[("It is so.", "OBJ"), ("It is awful.", "SUBJ")])
    assert [row.label for row in measured(folder, [])["clef2025_subj_en"]] == [1, 0, 1, 0]
    assert not any("subj" in name for row in labelled(folder, []) for name in row.sets)
