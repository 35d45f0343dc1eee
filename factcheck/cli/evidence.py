"""`factcheck evidence` and its commands; each command's work is in the file of its name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli.choices import LintFormat as LintFormat
from factcheck.cli.options import Config, Evidence, Output, Quiet

evidence_app = typer.Typer(
    name="evidence",
    help="Import, add, search, count and lint evidence.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Exit codes: 0 nothing to look at, 1 findings or something left out, 2 bad input or usage.",
)

Publisher = Annotated[str | None, typer.Option("--publisher", metavar="TEXT", help="Who published the source.")]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="Where the source can be read.")]
Published = Annotated[str | None, typer.Option("--published", metavar="DATE", help="Day of publication, YYYY-MM-DD.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="LANG", help="Language, for example en or de.")]
AddedTo = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="The YAML or JSONL file to add to; may be new.")
]
WholeSet = Annotated[
    list[str] | None,
    typer.Option("--evidence", metavar="PATH", help="The evidence that PATH is part of [default: PATH alone]."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@evidence_app.command(name="import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            # Each file is refused alone, with its remedy, and the others are imported.
            readable=False,
            help="CSV, JSONL, Markdown, HTML, PDF, DOCX, text, or ClaimReview JSON.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The YAML or JSONL file to add to [default: evidence/<name>.yaml]."
        ),
    ] = None,
    source_title: Annotated[
        str | None, typer.Option("--source-title", metavar="TEXT", help="Title of the source.")
    ] = None,
    publisher: Publisher = None,
    url: Url = None,
    published: Published = None,
    lang: Lang = None,
    sentences: Annotated[
        str, typer.Option("--sentences", metavar="N-M", help="Sentences of a snippet cut from a document.")
    ] = "1-3",
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OUR=THEIR", help="Columns with other names; can be repeated, or has commas."),
    ] = None,
    evidence: Evidence = None,
    config: Config = None,
    quiet: Quiet = False,
) -> int:
    """Import files as snippets with their sources."""
    from factcheck.cli.evidenceimport import Request, run_import

    about = {"title": source_title, "publisher": publisher, "url": url, "published": published}
    request = Request(
        files=tuple(files),
        output=output,
        about={name: value for name, value in about.items() if value},
        lang=lang or "",
        sentences=sentences,
        mapped=tuple(map_ or ()),
        config=config,
        overrides={"evidence": evidence or None},
        quiet=quiet,
    )
    return run_import(request)


@evidence_app.command()
def add(
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="The passage [default: asked for on a terminal].")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="A source that the evidence has already.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title of a new source.")] = None,
    publisher: Publisher = None,
    url: Url = None,
    author: Annotated[str | None, typer.Option("--author", metavar="TEXT", help="Who wrote the source.")] = None,
    published: Published = None,
    accessed: Annotated[
        str | None, typer.Option("--accessed", metavar="DATE", help="Day on which you read it [default: today].")
    ] = None,
    locator: Annotated[
        str | None, typer.Option("--locator", metavar="TEXT", help="Where in the source, for example p. 4.")
    ] = None,
    lang: Lang = None,
    valid_until: Annotated[
        str | None, typer.Option("--valid-until", metavar="DATE", help="Last day on which it holds.")
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Name of the snippet [default: derived].")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help="Word to group by; can be repeated.")
    ] = None,
    output: AddedTo = None,
    evidence: Evidence = None,
    config: Config = None,
) -> int:
    """Add one snippet, by options or by answering questions."""
    from factcheck.cli.evidenceadd import Request, run_add

    fields = {
        **{"text": text, "id": id_, "source": source, "title": title, "publisher": publisher, "url": url},
        **{"author": author, "published": published, "accessed": accessed, "locator": locator, "lang": lang},
        **{"valid_until": valid_until, "tags": list(tag or ())},
    }
    return run_add(Request(fields, output, config, {"evidence": evidence or None}))


@evidence_app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A claim, or a few words.")],
    k: Annotated[int | None, typer.Option("-k", metavar="N", help="Snippets shown that count [default: 8].")] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Evidence published later does not count [default: today]."),
    ] = None,
    lang: Annotated[
        list[str] | None, typer.Option("--lang", metavar="LANG", help="Only snippets in this language; repeatable.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help="Only snippets with this tag; repeatable.")
    ] = None,
    published_after: Annotated[
        str | None, typer.Option("--published-after", metavar="DATE", help="Only snippets published after this day.")
    ] = None,
    json_: Json = False,
    evidence: Evidence = None,
    config: Config = None,
    quiet: Quiet = False,
) -> int:
    """Show what a query finds in the evidence, and why."""
    from factcheck.cli.evidencesearch import filter_of, run_search

    confined, overrides = filter_of(lang, tag, published_after), {"evidence": evidence or None, "k": k}
    return run_search(query, as_of, config, overrides, confined, as_json=json_, quiet=quiet)


@evidence_app.command()
def stats(
    soon: Annotated[
        int, typer.Option("--soon", metavar="DAYS", min=0, help="Snippets that expire within so many days do so soon.")
    ] = 30,
    json_: Json = False,
    evidence: Evidence = None,
    config: Config = None,
) -> int:
    """Count snippets, sources, publishers, languages and dates."""
    from factcheck.cli.evidencestats import run_stats

    return run_stats(config, {"evidence": evidence or None}, soon_days=soon, as_json=json_)


@evidence_app.command()
def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Evidence files and folders to look at [default: all of the evidence]."),
    ] = None,
    evidence: WholeSet = None,
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
    output: Output = None,
    config: Config = None,
    quiet: Quiet = False,
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
