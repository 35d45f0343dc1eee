"""Entry point: runs the command line and turns faults into messages and exit codes."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path
from typing import TextIO

from factcheck.errors import FactcheckError

FINDINGS, BAD_INPUT, BUG, INTERRUPTED = 1, 2, 3, 130
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

INTERRUPTED_SAYS = "interrupted; what was done so far is kept, and the next run goes on from there"


def main() -> None:
    """Run ``factcheck`` and exit: 0 nothing to look at, 1 findings, 2 bad input, 3 a bug, 130 interrupted."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit code of one command; messages go to stderr."""
    _show_warnings()
    _drop_odd_sizes()
    try:
        from factcheck.cli.app import app

        code = app(arguments, prog_name="factcheck", standalone_mode=False)
    except FactcheckError as fault:
        return _say(str(fault), BAD_INPUT)
    except OSError as fault:
        if fault.errno not in _UNWRITABLE:
            return _usage_or_bug(fault)
        _give_up(sys.stdout)
        return _say(f"cannot write: {(fault.strerror or str(fault)).lower()} — free space, and try again", BAD_INPUT)
    except KeyboardInterrupt:
        return _say(INTERRUPTED_SAYS, INTERRUPTED)
    except Exception as fault:
        return _usage_or_bug(fault)
    if code == INTERRUPTED:  # how the library tells of Ctrl-C
        return _say(INTERRUPTED_SAYS, INTERRUPTED)
    # A remark that could not be written lies in the buffer still.
    return _told(code if isinstance(code, int) else 0)


def _show_warnings() -> None:
    """Our warnings go to stderr; the level is on the handler, as libraries lower that of their own loggers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("factcheck: %(message)s"))
    logging.getLogger().handlers[:] = [handler]


def _drop_odd_sizes() -> None:
    """A width such as ``²`` would end the libraries that draw: they ask ``isdigit``, and then ``int``."""
    for name in ("COLUMNS", "LINES"):
        if os.environ.get(name) and not os.environ[name].isdecimal():
            del os.environ[name]


def _usage_or_bug(fault: Exception) -> int:
    show = getattr(fault, "show", None)  # click's own errors of usage know how to print themselves
    if show is not None:
        with contextlib.suppress(OSError):
            if isinstance(said := getattr(fault, "message", None), str):
                fault.message = said.replace("Value error, ", "")  # type: ignore[attr-defined]  # not our words
            if sys.stderr is not None:  # closed; it would take stdout instead
                show()
        return _told(BAD_INPUT)
    log = Path(tempfile.gettempdir()) / f"factcheck-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    with contextlib.suppress(OSError):
        log.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
    return _say(f"this is a bug in factcheck: {type(fault).__name__}: {fault}\nThe traceback is in {log}", BUG)


def _say(message: str, code: int) -> int:
    if sys.stderr is not None:  # closed; print would take stdout instead
        with contextlib.suppress(OSError):
            print(f"factcheck: {message}", file=sys.stderr)  # noqa: T201
    return _told(code)


def _told(code: int) -> int:
    """The exit code, whether or not anybody reads what was told: a failed flush at the end would make another of it."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)
    return code


def _give_up(stream: TextIO | None) -> None:
    """Lets what is still in the buffer go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
