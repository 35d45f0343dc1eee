"""The options of the commands that read articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Adds the commands, in the order in which help lists them."""
    app.command()(extract)


def extract(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE", help="HTML, PDF, DOCX, Markdown and text files; - reads stdin.")
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The claims file, or a folder; - is stdout [default: in claims/]."
        ),
    ] = None,
    min_worth: Annotated[
        float | None,
        typer.Option("--min-worth", metavar="P", help="Leave out what is less probably worth checking [default: 0.5]."),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", help="Only the N sentences most worth checking.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Every sentence, those that were taken out of the file too.")
    ] = False,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="LANG", help="Language of the articles [default: detected].")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings file [default: factcheck.yaml, found upwards]."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> int:
    """Find an article's claims, and write or update its claims file."""
    from factcheck.cli.extract import Request, run_extract

    return run_extract(Request(tuple(articles), output, min_worth, top, all_, lang, config, quiet))
