"""The benchmarks: their arithmetic by hand, their form, and that a smoke run of each ends and writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import against, capacity, material, peak, stages
from benchmarks.all import NAMES, command, page
from benchmarks.capacity import Constants, need, waits
from benchmarks.peak import Shape, Stage, peak_of, share
from benchmarks.results import Results, Table, markdown_table, shown, write
from tests.fakes import ROOT

# --- material --------------------------------------------------------------------------------------------------------


def test_the_written_material_is_the_gold_corpus_first_with_an_id_for_each() -> None:
    claims, snippets = material.written_claims(400), material.written_snippets(1000)
    assert (len(claims), len(snippets)) == (320, 1000)
    assert len({claim.id for claim in claims}) == 320 and len({one.id for one in snippets}) == 1000
    assert snippets[219:] == material.snippets(781)
    assert len({claim.id.rpartition("-")[0] for claim in material.written_claims(10)}) == 10  # one of each topic
    assert material.written_snippets(20) == snippets[:20]


def test_generated_texts_are_distinct_and_the_same_every_time() -> None:
    texts = [snippet.text for snippet in material.snippets(20_000)]
    assert len(set(texts)) == 20_000
    assert len({claim.text for claim in material.claims(3000, 1000)}) == 3000
    assert texts[:3] == [material.snippet(n).text for n in range(3)]


def test_of_three_claims_one_says_what_its_snippet_says_and_one_gives_another_number() -> None:
    same, other_number, other_matter = material.claims(3, 1000)
    assert same.text == "The harbour of Alaberg handled 1,200 containers."
    assert "the harbour of Alaberg handled 1,200 containers," in material.snippet(0).text
    assert other_number.text == "The library of Alaberg lent 1,477 books."
    assert "the library of Alaberg lent 1,459 books," in material.snippet(7).text
    assert other_matter.text == "The museum of Alaberg counted 1,718 visitors."
    assert "the waterworks of Alaberg supplied 1,718 households," in material.snippet(14).text


def test_clustered_vectors_are_unit_rows_that_are_near_some_and_far_from_most() -> None:
    rows = material.clustered(4000)
    cosines = np.sort(rows[0] @ rows.T)[::-1]
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert cosines[1] > 0.4 > 0.2 > cosines[100]


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"), [(1234567, "1,234,567"), (0.123456, "0.123"), (1234.5, "1,234"), (None, "–"), ("int8", "int8")]
)
def test_figures_are_shown_with_the_digits_that_count(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_table_has_the_columns_of_its_first_row() -> None:
    assert markdown_table([{"a": 1, "b": None}, {"a": 2, "b": 0.5}]) == "| a | b |\n|---|---|\n| 1 | – |\n| 2 | 0.5 |"


def test_results_are_written_as_json_markdown_and_a_plot_without_a_name_of_the_machine(tmp_path: Path) -> None:
    results = Results("peak", True, ("said",), (Table("T", ({"a": 1},)),))
    write(results, tmp_path / "new", lambda axes: axes.set_xlabel("a"))
    fields = read(tmp_path / "new" / "peak.json")
    assert fields["tables"] == [{"title": "T", "rows": [{"a": 1}]}]
    assert set(fields["machine"]) == {"flags", "cores", "memory_gib", "precision", "python", "torch"}
    assert "A smoke run" in (tmp_path / "new" / "peak.md").read_text(encoding="utf-8")
    assert (tmp_path / "new" / "peak.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_the_page_of_all_holds_the_pages_that_there_are_in_order(tmp_path: Path) -> None:
    (tmp_path / "against.md").write_text("## against", encoding="utf-8")
    (tmp_path / "peak.md").write_text("## peak", encoding="utf-8")
    told = page(tmp_path)
    assert 0 < told.index("## peak") < told.index("## against")


def test_capacity_takes_what_stages_measured_in_the_same_run(tmp_path: Path) -> None:
    assert "--from" not in command("capacity", tmp_path, False)
    (tmp_path / "stages.json").write_text("{}", encoding="utf-8")
    assert command("capacity", tmp_path, False)[-2:] == ["--from", str(tmp_path / "stages.json")]
    assert "--from" not in command("capacity", tmp_path, True)  # a smoke run measures nothing


def test_every_benchmark_is_on_the_page_of_benchmarks() -> None:
    told = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    modules = [path.stem for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text("utf-8")]
    assert [name for name in modules if f"python -m benchmarks.{name}" not in told] == []
    assert {"peak", "stages", "against", "capacity"} <= {*modules} & {*NAMES}


# --- peak ------------------------------------------------------------------------------------------------------------


def test_the_flops_of_a_text_are_those_of_the_formula_worked_by_hand() -> None:
    # 1 layer, 2 wide, 3 inside, 5 tokens: 8·5·4 + 4·5·2·3 + 4·25·2 = 480, and 2·4 for the head.
    assert Shape(layers=1, width=2, inner=3).flops(5) == 488
    assert Shape(layers=12, width=2, inner=3).flops(5) == 12 * 480 + 8


def test_the_peak_is_the_fastest_size_and_a_precision_without_one_is_left_out() -> None:
    rows = [
        {"precision": "float32", "size": 1, "gflops": 3.0},
        {"precision": "float32", "size": 2, "gflops": 5.0},
        {"precision": "int8", "size": 1, "gflops": None},
    ]
    assert peak_of(rows) == {"float32": 5.0}


def test_a_share_is_of_the_peak_at_the_same_precision() -> None:
    stage = Stage("s", "bfloat16", Shape(1, 2, 3), (5, 5), lambda: None)
    row = share(stage, {"float32": 1.0, "bfloat16": 4.0}, 1)
    assert row["share"] == pytest.approx(row["GFLOPs/s"] / 4)
    assert share(stage, {"float32": 1.0}, 1)["share"] is None


def test_peak_gives_a_row_for_each_stage_and_each_size() -> None:
    results = peak.measured(True, lambda n: [Stage("s", "float32", Shape(1, 2, 3), (5,) * n, lambda: None)])
    assert [len(table.rows) for table in results.tables] == [1, 6]
    assert results.tables[0].rows[0]["texts"] == peak.QUICK
    json.dumps(results.tables[0].rows[0])


# --- stages ----------------------------------------------------------------------------------------------------------


def test_growth_stops_before_a_row_that_would_take_too_long_and_says_so() -> None:
    def one(about: str, size: int, kind: str) -> dict[str, Any]:
        return {"seconds": size / 10}

    rows, left_out = stages.grown(one, "claims", [(10, "table"), (100, "table"), (1000, "table")], 50)
    assert [row["seconds"] for row in rows] == [1, 10]
    assert left_out == ["not run: 1,000 claims (table), about 100 s — give `--limit 200`"]


def test_what_a_table_stood_in_for_is_added_from_the_speed_of_the_models() -> None:
    speeds = [
        {"model": "embed", "items/s": 10.0},
        {"model": "small verifier", "items/s": 100.0},
        {"model": "large verifier", "items/s": 50.0},
    ]
    rows = [
        {"claims": 10, "pairs": 200, "seconds": 1.0, "with": "table"},
        {"claims": 10, "pairs": 200, "seconds": 9.0, "with": "models"},
    ]
    # 10 texts at 10/s, 200 pairs at 100/s, a quarter of them again at 50/s: 1 + 1 + 2 + 1.
    assert [row["with models, s"] for row in stages.scaled(rows, speeds, 0.25)] == [5.0, 9.0]


def test_a_check_with_a_table_reads_fourteen_pairs_a_claim() -> None:
    assert stages.of_claims(5, "table")["pairs"] == 70


def test_growth_with_snippets_times_building_and_both_searches() -> None:
    row = stages.of_snippets(60, "clustered")
    assert (row["snippets"], row["vectors"]) == (60, "clustered")
    assert min(row[name] for name in ("build, s", "words, s", "by meaning, ms", "by words, ms", "retrieve p50, ms")) > 0


# --- against ---------------------------------------------------------------------------------------------------------


def test_contenders_are_compared_by_their_fastest_round_with_the_obvious_script() -> None:
    took = {against.OURS: iter((9.0, 4.0)), against.YARDSTICK: iter((24.0, 30.0))}

    def run(name: str, models: Path, n_claims: int, n_snippets: int) -> dict[str, Any]:
        return {"build": 1.0, "check": next(took[name]) if name in took else 12.0, "pairs": 8 * n_claims, "MiB": 1.0}

    results = against.compared(3, 20, 2, True, run)
    [ours] = [row for row in results.tables[0].rows if row["contender"] == against.OURS]
    assert ours["check, times as fast"] == 6.0
    assert ours["build and check, times as fast"] == 5.0
    assert results.said[-1] == "bar 3, aim 6 times as fast from the claims to the labels: 6.0, the aim is reached"
    assert [row["contender"] for row in results.tables[0].rows] == list(against.CONTENDERS)


def test_the_obvious_script_takes_the_models_and_labels_every_claim(tmp_path: Path) -> None:
    from benchmarks.obvious import LABELS, Obvious

    against.make_models(tmp_path, is_quick=True)
    obvious = Obvious(tmp_path / "embedder", [snippet.text for snippet in material.snippets(12)])
    labels = obvious.check([claim.text for claim in material.claims(2, 12)], tmp_path / "base")
    assert len(labels) == 2 and {*labels} <= {*LABELS}


# --- capacity --------------------------------------------------------------------------------------------------------

GIVEN = Constants(ms_a_claim=1000, bytes_a_snippet=4000, busy=0.5, peak=2, price_machine=1, price_node=10)


def test_workers_are_the_load_of_the_peak_over_the_share_that_may_be_busy() -> None:
    # A claim a second on the mean, two at the peak, a second each, half busy: four workers.
    assert need(10_000, capacity.DAY, GIVEN)["workers"] == 4
    assert need(10_000, capacity.DAY, GIVEN)["$ a month"] == 4 * 730
    assert need(10_000, 1, GIVEN)["workers"] == 1


def test_each_design_stops_where_its_limit_is() -> None:
    at, beyond = (need(n, 1, GIVEN) for n in (100_000, 100_001))
    assert (at["index"], beyond["index"]) == ("exact", "IVF")
    most = int(21 * 2**30 / 4000)
    fits, not_any_more = (need(n, 1, GIVEN) for n in (most, most + 1))
    assert (fits["index"], fits["evidence nodes"]) == ("IVF", 0)
    assert (not_any_more["index"], not_any_more["evidence nodes"]) == ("Milvus cluster", 2)
    assert capacity.ends(GIVEN)[1]["stops at"] == f"{most:,} snippets"


def test_a_queue_with_enough_workers_stands_and_with_too_few_grows() -> None:
    enough, few = (waits(rate=10, service=1, workers=workers, arrivals=20_000) for workers in (15, 9))
    assert max(enough[-100:]) < 2
    # Ten arrive where nine are served: after 2,000 s one waits 2,000 / 9 s.
    assert few[-1] == pytest.approx(2000 / 9, rel=0.1)


def test_the_simulation_is_the_same_every_time() -> None:
    assert waits(5, 1, 6, 200) == waits(5, 1, 6, 200)


def test_constants_come_from_what_stages_measured(tmp_path: Path) -> None:
    tables: tuple[list[dict[str, Any]], ...] = (
        [{"model": "embed", "items/s": 200.0}],
        [{"stage": name, "ms an item": 10.0} for name in ("index: embed and build", "search: by words", "verify")],
        [],
        [{"bytes a snippet": 9e5}, {"bytes a snippet": 5000.0}],
    )
    path = tmp_path / "stages.json"
    path.write_text(json.dumps({"tables": [{"rows": rows} for rows in tables]}), encoding="utf-8")
    found = capacity.from_stages(path, Constants())
    assert (found.ms_a_claim, found.ms_a_text, found.bytes_a_snippet) == (10.0, 5.0, 5000.0)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"tables": [1, 2, 3, 4]}'])
def test_another_file_in_place_of_stages_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "stages.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"is no result of `python -m benchmarks\.stages`"):
        capacity.from_stages(path, Constants())


def test_the_page_on_scale_holds_the_tables_that_the_command_prints() -> None:
    told = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    tables = capacity.computed(Constants(), is_quick=False).tables
    assert tables
    for table in tables:
        assert markdown_table(table.rows) in told, table.title


def test_tables_replace_those_between_the_marks_of_a_page() -> None:
    results = Results("capacity", True, (), (Table("T", ({"a": 1},)),))
    old = "Before.\n\n<!-- T -->\n\n| a |\n\n<!-- end -->\n\nAfter.\n"
    assert capacity.with_tables(old, results) == old.replace("| a |", "| a |\n|---|\n| 1 |")
    with pytest.raises(SystemExit, match="the page lacks the lines"):
        capacity.with_tables("Before.\n", results)


def test_a_smoke_run_of_capacity_writes_all_three_files(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "benchmarks.capacity", "--quick", "--out", str(tmp_path), "--price-node", "2"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"capacity.json", "capacity.md", "capacity.svg"}
    constants = read(tmp_path / "capacity.json")["tables"][0]["rows"]
    assert [row["value"] for row in constants if row["constant"] == "--price-node"] == [2.0]


def test_a_constant_below_zero_is_refused_by_name() -> None:
    run = [sys.executable, "-m", "benchmarks.capacity", "--quick", "--busy", "0"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "--busy is 0 — give a number above zero\n")


def read(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))
