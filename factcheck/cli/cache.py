"""`factcheck cache` and its commands; the work is in ``cachework``."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.cli.options import Config

cache_app = typer.Typer(
    name="cache",
    help="Show, prune or clear the cache of embeddings and assessments.",
    rich_markup_mode=None,
    epilog="Deleting what is cached costs time at the next check, and nothing else.",
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@cache_app.callback(invoke_without_command=True)
def show(context: typer.Context, json_: Json = False, config: Config = None) -> int:
    """Show what the cache of the project holds, and prune or clear it."""
    if context.invoked_subcommand:
        return 0
    from factcheck.cli.cachework import run_show

    return run_show(config, as_json=json_)


@cache_app.command()
def prune(
    unused_for: Annotated[
        int | None,
        typer.Option("--unused-for", metavar="DAYS", min=0, help="Remove what was not used for more than DAYS days."),
    ] = None,
    max_size: Annotated[
        int | None,
        typer.Option("--max-size", metavar="MB", min=1, help="Remove what was not used for longest until MB are left."),
    ] = None,
    models_not_in_use: Annotated[
        bool, typer.Option("--models-not-in-use", help="Remove what models made that the settings do not name.")
    ] = False,
    json_: Json = False,
    config: Config = None,
) -> int:
    """Remove some of what is cached, and give the space back."""
    from factcheck.cli.cachework import Request, run_prune

    return run_prune(Request(unused_for, max_size, models_not_in_use, config), as_json=json_)


@cache_app.command()
def clear(json_: Json = False, config: Config = None) -> int:
    """Remove all that is cached; indexes and records stay."""
    from factcheck.cli.cachework import run_clear

    return run_clear(config, as_json=json_)
