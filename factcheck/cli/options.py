"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings file [default: factcheck.yaml, found upwards]."),
]
Evidence = Annotated[
    list[str] | None,
    typer.Option("--evidence", metavar="PATH", help="Evidence files and folders [default: evidence/]."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout.")
]
UiLang = Annotated[
    str | None,
    typer.Option("--ui-lang", metavar="LANG", help="Language of what people read: en or de [default: en]."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress; on the terminal only the summary.")]
