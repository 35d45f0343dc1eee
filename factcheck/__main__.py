"""Entry point: runs the command line and turns faults into messages and exit codes."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from factcheck.errors import FactcheckError

FINDINGS, BAD_INPUT, BUG, INTERRUPTED = 1, 2, 3, 130

INTERRUPTED_SAYS = "interrupted; what was done so far is kept, and the next run goes on from there"


def main() -> None:
    """Run ``factcheck`` and exit: 0 nothing to look at, 1 findings, 2 bad input, 3 a bug, 130 interrupted."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit code of one command; messages go to stderr."""
    _show_warnings()
    try:
        from factcheck.cli.app import app

        code = app(arguments, prog_name="factcheck", standalone_mode=False)
    except FactcheckError as fault:
        return _say(str(fault), BAD_INPUT)
    except KeyboardInterrupt:
        return _say(INTERRUPTED_SAYS, INTERRUPTED)
    except Exception as fault:
        return _usage_or_bug(fault)
    if code == INTERRUPTED:  # how the library tells of Ctrl-C
        return _say(INTERRUPTED_SAYS, INTERRUPTED)
    return code if isinstance(code, int) else 0


def _show_warnings() -> None:
    """Our warnings go to stderr; the level is on the handler, as libraries lower that of their own loggers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("factcheck: %(message)s"))
    logging.getLogger().handlers[:] = [handler]


def _usage_or_bug(fault: Exception) -> int:
    show = getattr(fault, "show", None)  # click's own errors of usage know how to print themselves
    if show is not None:
        show()
        return BAD_INPUT
    log = Path(tempfile.gettempdir()) / f"factcheck-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    with contextlib.suppress(OSError):
        log.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
    return _say(f"this is a bug in factcheck: {type(fault).__name__}: {fault}\nThe traceback is in {log}", BUG)


def _say(message: str, code: int) -> int:
    print(f"factcheck: {message}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    main()
