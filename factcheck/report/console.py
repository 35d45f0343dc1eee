"""A Rich console that keeps what it prints, for functions that return text."""

from __future__ import annotations

from io import StringIO

from rich.console import Console


def new_console(width: int, color: bool) -> Console:
    """A console for ``printed``; without ``color`` the text has no escape sequences at all."""
    return Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def printed(console: Console) -> str:
    """Everything that the console printed, without the blanks that Rich pads its cells with."""
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"
