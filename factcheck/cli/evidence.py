"""`factcheck evidence …` and its options; each command's work is in a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli.choices import LintFormat as LintFormat

app = typer.Typer(
    name="evidence",
    help="Look after the evidence.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Evidence files and folders to look at [default: all of the evidence]."),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar="PATH", help="The evidence that PATH is part of [default: PATH alone]."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend in YAML files what cannot change what they say.")] = False,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODES", help="Only these codes, or beginnings of codes; EV1,EV501."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODES", help="Not these codes, or beginnings of codes.")
    ] = None,
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=0, help="Tell what expires within so many days.")
    ] = 30,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="Load no model: no contradictions, near duplicates by words alone.")
    ] = False,
    format_: Annotated[LintFormat, typer.Option("--format", "-f", help="Form of the findings.")] = LintFormat.TERMINAL,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings file [default: factcheck.yaml, found upwards]."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress; on the terminal only the summary.")
    ] = False,
) -> int:
    """Find what is wrong with the evidence, and mend what can be mended."""
    from factcheck.cli.evidencelint import Request, run_lint

    request = Request(
        paths=tuple(paths or ()),
        fix=fix,
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        within=within,
        model=not no_model,
        format=format_.value,
        output=output,
        config=config,
        overrides={"evidence": evidence or None},
        quiet=quiet,
    )
    return run_lint(request)


app.command()(lint)
