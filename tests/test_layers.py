"""The layers of docs/design.md: who may import whom, and where each heavy library lives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import ROOT, run_python

PACKAGE = ROOT / "factcheck"
MAX_LINES = 400

LEVELS = (
    ("datatypes", "labels", "reviewed", "written", "sources", "hashing", "errors", "progress"),
    (
        *("files", "yamlfile", "claims", "evidence", "settings", "schema", "project", "expectations", "yamlblock"),
        *("entries", "fields", "faultlog", "inputfiles", "rows", "quantities", "languages", "language", "arguments"),
        *("documents", "sentences", "windows", "yamledit", "stores"),
    ),
    ("models", "cache", "index"),
    (
        "retrieve",
        "verify",
        "correction",
        "aggregate",
        "calibration",
        "ruling",
        "explain",
        "retold",
        "outcome",
        "highlight",
        "weight",
    ),
    ("pipeline",),
    ("checker", "report", "evaluate", "review", "diff", "baseline", "extract", "curate", "scale"),
    ("cli", "server", "__main__"),
)
"""The table of docs/design.md, from level 0 up; a package stands for all its modules."""

LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}

FRONT_DOOR = "__init__"
"""``factcheck/__init__.py`` has the version, which level 0 may ask for, and hands out ``FactChecker`` when asked."""

HOMES = {
    "torch": ("models",),
    "transformers": ("models",),
    "sentence_transformers": ("models",),
    "tokenizers": ("models",),
    "safetensors": ("models",),
    "huggingface_hub": ("models",),
    "faiss": ("index",),
    "bm25s": ("index",),
    "sqlite3": ("cache",),
    "py3langid": ("languages",),
    "yaml": ("yamlfile",),
    "ruamel": ("yamledit",),
    "trafilatura": ("documents",),
    "lxml": ("documents",),
    "pypdfium2": ("documents",),
    "docx": ("documents",),
    "markdown_it": ("documents",),
    "sentencex": ("sentences",),
    "rich": ("report", "cli"),
    "polib": ("language",),
    "jinja2": ("report", "evaluate", "cli", "server"),
    "markupsafe": ("report", "evaluate", "cli"),
    "sklearn": ("evaluate", "review"),
    "scipy": ("evaluate",),
    "ir_measures": ("evaluate",),
    "typer": ("cli",),
    "starlette": ("server",),
    "text_to_num": ("quantities",),
    "uvicorn": ("server",),
    "pymilvus": ("scale",),
    "milvus_lite": ("scale",),
    "ray": ("scale",),
    "pyarrow": ("scale",),
}
"""The only places that may import these libraries, even for types."""

LAZY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "tokenizers",
    "safetensors",
    "huggingface_hub",
    "faiss",
    "py3langid",
    "sklearn",
    "scipy",
    "ir_measures",
    "polib",
    "ruamel",
    "trafilatura",
    "lxml",
    "pypdfium2",
    "docx",
    "markdown_it",
    "sentencex",
    "pymilvus",
    "milvus_lite",
    "ray",
    "pyarrow",
)
"""Libraries that take seconds to import: only where they are used, never when a module of ours is loaded."""

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def part_of(module: str) -> str:
    """The entry of the table that a file belongs to: ``cli`` for ``cli/check.py``, ``verify`` for ``verify.py``."""
    return module.split("/")[0].removesuffix(".py")


def imports_in(source: str, *, at_load: bool = False) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import; with ``at_load`` only those that run when the module is loaded."""
    for node in _nodes(ast.parse(source), at_load):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "factcheck" if node.level else ""
            whole = ".".join(part for part in (start, node.module or "") if part)
            # ``from factcheck import cli`` imports a module, ``from factcheck.cli import app`` one from below it.
            yield from ((node.lineno, f"{whole}.{alias.name}") for alias in node.names)


def _nodes(tree: ast.AST, at_load: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if at_load and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if at_load and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _nodes(node, at_load)


def upward_imports(module: str, source: str) -> list[str]:
    own = LEVEL[part_of(module)]
    found = []
    for line, name in imports_in(source):
        target = name.split(".")[1] if name.startswith("factcheck.") else ""
        if LEVEL.get(target, -1) > own:
            found.append(f"{module}:{line} imports {name} of level {LEVEL[target]} from level {own}")
    return found


def strangers(module: str, source: str) -> list[str]:
    return [
        f"{module}:{line} imports {name}"
        for line, name in imports_in(source)
        if (library := name.split(".")[0]) in HOMES and part_of(module) not in HOMES[library]
    ]


def read(module: str) -> str:
    return (PACKAGE / module).read_text(encoding="utf-8")


def test_every_module_has_its_place_in_the_table() -> None:
    assert {part_of(module) for module in MODULES} == {*LEVEL, FRONT_DOOR}


def test_the_table_of_the_design_page_is_the_one_tested_here() -> None:
    rows = [
        line for line in (ROOT / "docs" / "design.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    for level, names in enumerate(LEVELS):
        [row] = [row for row in rows if row.startswith(f"| {level} |")]
        # Level 1 names the readers and speaks of "the modules they share" for the rest.
        shared = {"entries", "fields", "faultlog", "inputfiles", "rows"}
        for name in set(names) - shared:
            assert f"`{name}`" in row or f"`{name}/`" in row, f"{name} is not in the row of level {level}"


@pytest.mark.parametrize("module", [module for module in MODULES if part_of(module) != FRONT_DOOR])
def test_imports_point_down_only(module: str) -> None:
    assert upward_imports(module, read(module)) == []


def test_the_front_door_imports_the_checker_only_when_it_is_asked_for() -> None:
    assert [name for _, name in imports_in(read("__init__.py"), at_load=True) if name.startswith("factcheck")] == []


@pytest.mark.parametrize(
    "source",
    [
        "import factcheck.cli",
        "from factcheck import cli",
        "from factcheck.report.html import to_html",
        "from . import pipeline",
        "from .checker import FactChecker",
        "def late() -> None:\n    from factcheck.cli.app import app",
        "if TYPE_CHECKING:\n    from factcheck.pipeline import Checked",
    ],
)
def test_an_import_that_points_up_is_found(source: str) -> None:
    assert len(upward_imports("verify.py", source)) == 1


@pytest.mark.parametrize("source", ["from factcheck import __version__", "from factcheck.aggregate import FITTED"])
def test_imports_of_the_version_and_within_a_level_are_allowed(source: str) -> None:
    assert upward_imports("verify.py", source) == []


@pytest.mark.parametrize("module", MODULES)
def test_each_heavy_library_is_imported_only_in_its_home(module: str) -> None:
    assert strangers(module, read(module)) == []


def test_a_heavy_library_away_from_home_is_found() -> None:
    source = "def f() -> None:\n    import torch.nn\n    from yaml import parse"
    assert strangers("verify.py", source) == ["verify.py:2 imports torch.nn", "verify.py:3 imports yaml.parse"]


@pytest.mark.parametrize("module", MODULES)
def test_slow_libraries_are_not_imported_when_a_module_is_loaded(module: str) -> None:
    names = {name.split(".")[0] for _, name in imports_in(read(module), at_load=True)}
    assert names & set(LAZY) == set()


@pytest.mark.parametrize("code", ["import factcheck", "from factcheck.__main__ import run; run(['--help'])"])
def test_neither_the_package_nor_its_help_loads_a_heavy_library(code: str) -> None:
    heavy = ("torch", "transformers", "sentence_transformers", "faiss", "bm25s", "numpy", "pydantic", "yaml", "polib")
    ended = run_python(f"import sys; {code}; print('loaded:', [name for name in {heavy!r} if name in sys.modules])")
    assert ended.stdout.splitlines()[-1] == "loaded: []", ended.stderr


@pytest.mark.parametrize("module", MODULES)
def test_no_module_outgrows_one_sitting(module: str) -> None:
    assert len(read(module).splitlines()) <= MAX_LINES, f"{Path(module).name}: make it a package, one noun per file"
