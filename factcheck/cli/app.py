"""The commands and their options; each command's work is in the file of its name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import articles
from factcheck.cli.cache import cache_app
from factcheck.cli.choices import DiffFormat as DiffFormat
from factcheck.cli.choices import Engine as Engine
from factcheck.cli.choices import EvaluatedStage as EvaluatedStage
from factcheck.cli.choices import Format as Format
from factcheck.cli.choices import ModelAction as ModelAction
from factcheck.cli.choices import Results as Results
from factcheck.cli.choices import ReviewRole as ReviewRole
from factcheck.cli.choices import SchemaKind as SchemaKind
from factcheck.cli.evidence import evidence_app
from factcheck.cli.options import Config, Evidence, Output, Quiet, UiLang

ReportForm = Annotated[
    Format,
    typer.Option(
        *("--format", "-f"),
        metavar="FORM",
        # The forms as a metavar would be wider than many a terminal.
        help=f"Form: {', '.join(list(Format)[:-1])} or {list(Format)[-1]} [default: {Format.TERMINAL}].",
        show_default=False,
    ),
]

app = typer.Typer(
    name="factcheck",
    help="Unit tests for facts: check claims files against curated evidence, and review the verdicts.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 nothing to look at, 1 findings, 2 bad input or usage, 3 a bug, 130 interrupted.",
)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """Unit tests for facts: check claims files against curated evidence, and review the verdicts."""
    if version:
        from factcheck import __version__

        typer.echo(f"factcheck {__version__}")
        raise typer.Exit


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Claims files, folders and articles; - reads stdin [default: claims/]."),
    ] = None,
    claim: Annotated[
        list[str] | None, typer.Option("--claim", metavar="TEXT", help="Check this sentence; can be repeated.")
    ] = None,
    evidence: Evidence = None,
    k: Annotated[int | None, typer.Option("-k", metavar="N", help="Snippets read for each claim [default: 8].")] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Evidence published later does not count [default: today]."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="ID|TAG", help="Only claims with this id or tag; can be repeated."),
    ] = None,
    format_: ReportForm = Format.TERMINAL,
    output: Output = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", metavar="LIST", help="Labels and reasons that are findings [default: contradicted,unchecked]."
        ),
    ] = None,
    config: Config = None,
    ui_lang: UiLang = None,
    quiet: Quiet = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show both sides of every verdict, and the work done.")
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="RECORD", help="Findings of this earlier record are known and do not fail."),
    ] = None,
    write_expect: Annotated[
        bool, typer.Option("--write-expect", help="Write what reviewers accepted as expect: into the claims files.")
    ] = False,
    replace_expect: Annotated[
        bool, typer.Option("--replace-expect", help="The same, and change an expect: that says something else.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="This process, or workers of a Ray cluster; see docs/ray.md.")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None, typer.Option("--address", metavar="HOST:PORT", help="The cluster [default: one on this machine].")
    ] = None,
    results: Annotated[
        Results, typer.Option("--results", help="Form of the result files that --engine ray writes.")
    ] = Results.JSONL,
) -> int:
    """Decide every claim, and show why."""
    from factcheck.cli.request import Request
    from factcheck.cli.unchanged import check_or_repeat

    request = Request(
        paths=tuple(paths or ()),
        sentences=tuple(claim or ()),
        only=tuple(only or ()),
        as_of=as_of,
        format=format_.value,
        output=output,
        config=config,
        overrides={"evidence": evidence or None, "k": k, "fail_on": fail_on, "ui_lang": ui_lang},
        quiet=quiet,
        verbose=verbose,
        baseline=baseline,
        write_expect=write_expect,
        replace_expect=replace_expect,
        engine=engine.value,
        address=address,
        results=results.value,
    )
    return check_or_repeat(request)


articles.add_to(app)


@app.command()
def report(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="The JSON record, reports/<name>.json.")],
    format_: ReportForm = Format.TERMINAL,
    output: Output = None,
    config: Config = None,
    ui_lang: UiLang = None,
) -> int:
    """Print a record of an earlier check in any form."""
    from factcheck.cli.report import run_report

    return run_report(record, format_.value, output, config, ui_lang)


@app.command()
def show(
    claim_id: Annotated[str, typer.Argument(metavar="ID", help="A claim's id, or file::id.")],
    record: Annotated[
        Path | None,
        typer.Option("--report", metavar="RECORD", help="The record to look in [default: the newest in reports/]."),
    ] = None,
    config: Config = None,
    ui_lang: UiLang = None,
) -> int:
    """Show one verdict of the last check, both sides."""
    from factcheck.cli.show import run_show

    return run_show(claim_id, record, config, ui_lang)


@app.command()
def review(
    record: Annotated[
        Path | None, typer.Argument(metavar="REPORT", help="The record [default: the newest in reports/].")
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", metavar="NAME", help="Who decides [default: git's user.name, or login].")
    ] = None,
    role: Annotated[
        ReviewRole,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="first; second, blind to the first decisions; or adjudication, which settles [default: first].",
            show_default=False,
        ),
    ] = ReviewRole.FIRST,
    port: Annotated[
        int,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=65535,
            help="Port of the page [default: one that is free].",
            show_default=False,
        ),
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the address and open no browser.")] = False,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Print how far reviewers agree, on REPORT or else on all claims.")
    ] = False,
    config: Config = None,
    ui_lang: UiLang = None,
) -> int:
    """Review the verdicts of a report in the browser."""
    if agreement:
        from factcheck.cli.review import run_agreement

        return run_agreement(record, config)
    from factcheck.cli.reviewpage import Request, run_page

    return run_page(Request(record, reviewer, role.value, port, browser=not no_open, config=config, ui_lang=ui_lang))


@app.command()
def gold(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="A new folder, for factcheck evaluate.")
    ],
    record: Annotated[
        Path | None, typer.Argument(metavar="REPORT", help="The record [default: the newest in reports/].")
    ] = None,
    config: Config = None,
) -> int:
    """Write the reviewed verdicts as labelled data."""
    from factcheck.cli.gold import run_gold

    return run_gold(record, output, config)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier record.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later record.")],
    format_: Annotated[DiffFormat, typer.Option("--format", "-f", help="Form of the diff.")] = DiffFormat.TEXT,
    output: Output = None,
) -> int:
    """Show which verdicts flipped, appeared or vanished, and why."""
    from factcheck.cli.diff import run_diff

    return run_diff(old, new, format_.value, output)


@app.command()
def evaluate(
    data: Annotated[
        list[Path] | None,
        typer.Argument(metavar="DATA", help="Files and folders of labelled data; see docs/evaluate.md."),
    ] = None,
    stage: Annotated[
        EvaluatedStage | None,
        typer.Option(
            "--stage",
            metavar="STAGE",
            help="verify, with gold evidence; retrieve, over a pool; or pipeline, the whole path "
            "[default: what the data is for].",
        ),
    ] = None,
    evidence: Annotated[
        list[Path] | None,
        typer.Option("--evidence", metavar="PATH", help="The pool of queries, or the evidence of claims with expect."),
    ] = None,
    pair: Annotated[
        str, typer.Option("--pair", metavar="XX-YY", help="Languages of claim and evidence in bilingual rows: en, de.")
    ] = "en-en",
    k: Annotated[int | None, typer.Option("-k", metavar="N", help="Snippets read for each claim [default: 8].")] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Reference date of claims without one [default: today]."),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            "--limit",
            metavar="N",
            min=0,
            help="A fixed sample of N items of each set [default: all of them].",
            show_default=False,
        ),
    ] = 0,
    adapter: Annotated[
        Path | None,
        typer.Option("--adapter", metavar="FOLDER", help="Adapter of the verifier [default: as in the settings]."),
    ] = None,
    floor: Annotated[
        list[str] | None,
        typer.Option(
            "--floor",
            metavar="[SET:]METRIC=VALUE",
            help="Exit 1 below it (errors such as ece: above it); without a set: of all together; can be repeated.",
        ),
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="A.json B.json", help="Compare two --json files, item by item."),
    ] = None,
    json_: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write figures and every item there.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with charts there.")] = None,
    config: Config = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> int:
    """Measure the verdicts on labelled data."""
    from factcheck.cli.evaluate import Request, run_evaluate

    request = Request(
        paths=tuple(data or ()),
        stage=stage.value if stage else None,
        evidence=tuple(evidence or ()),
        pair=pair,
        as_of=as_of,
        limit=limit,
        adapter=adapter,
        compare=compare,
        floors=tuple(floor or ()),
        json=json_,
        html=html,
        config=config,
        overrides={"k": k},
        quiet=quiet,
    )
    return run_evaluate(request)


@app.command()
def calibrate(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD", help="Gold folders, or claims files with expect; see docs/evaluate.md."),
    ],
    evidence: Annotated[
        list[Path] | None,
        typer.Option("--evidence", metavar="PATH", help="Evidence of claims with expect [default: evidence/]."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Reference date of claims without one [default: today]."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write it even where it does not help.")] = False,
    config: Config = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> int:
    """Fit confidence and thresholds on your own reviewed verdicts."""
    from factcheck.cli.calibrate import Request, run_calibrate

    request = Request(
        paths=tuple(gold),
        evidence=tuple(evidence or ()),
        as_of=as_of,
        dry_run=dry_run,
        force=force,
        config=config,
        quiet=quiet,
    )
    return run_calibrate(request)


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Discard the stored index and build it anew.")] = False,
    evidence: Evidence = None,
    config: Config = None,
    quiet: Quiet = False,
) -> int:
    """Build or update the index; check does so itself."""
    from factcheck.cli.index import run_index

    return run_index(config, {"evidence": evidence or None}, rebuild=rebuild, quiet=quiet)


@app.command()
def models(
    action: Annotated[
        ModelAction, typer.Argument(help="list what is used, verify every file, or install the verifier's body.")
    ] = ModelAction.LIST,
    config: Config = None,
) -> int:
    """List, verify or install the models."""
    from factcheck.cli.models import run_models

    return run_models(action.value, config)


@app.command()
def schema(kind: Annotated[SchemaKind, typer.Argument(help="The kind of file.")]) -> int:
    """Print the JSON Schema of a kind of file, for editors."""
    from factcheck.cli.schema import run_schema

    return run_schema(kind.value)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="Where to write it; existing files are kept.")] = Path()) -> int:
    """Write a small project that checks at once."""
    from factcheck.cli.init import run_init

    return run_init(folder)


app.add_typer(evidence_app)
app.add_typer(cache_app)
