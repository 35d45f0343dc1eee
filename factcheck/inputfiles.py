"""Finds the files that people name, and the names that messages show for them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from factcheck.errors import Fault
from factcheck.faultlog import raise_faults
from factcheck.hashing import file_hash

YAML_SUFFIXES = (".yaml", ".yml")
CLAIMS_FILE = "claims file"


def display_path(path: Path, cwd: Path | None) -> str:
    """The path as a message shows it: relative to ``cwd`` where it lies inside, otherwise as given."""
    if cwd is None or not path.is_absolute():
        return str(path)
    try:
        return str(path.relative_to(cwd))
    except ValueError:
        return str(path)


def find_files(paths: Sequence[Path], suffixes: Sequence[str], cwd: Path | None, what: str) -> list[Path]:
    """The files named, and those with one of the suffixes in the folders named; each once, hidden ones left out.

    Order: as named; within a folder by path. A file that is named itself is taken whatever its suffix is.

    Raises:
        InputError: a path that is not there or may not be read, or a folder that holds no such file.
    """
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    for path in paths:
        if is_folder(path):
            inside, closed = _files_below(path, suffixes)
            faults += [
                Fault(display_path(folder, cwd), 0, "this folder may not be read", remedy="change its permissions")
                for folder in closed
            ]
            if not inside and not closed:
                endings = ", ".join(f"*{suffix}" for suffix in suffixes)
                faults.append(Fault(display_path(path, cwd), 0, f"no {what} in this folder", remedy=f"add {endings}"))
        elif _holds(path.exists):
            inside = [path]
        else:
            inside = []
            faults.append(_missing(path, cwd, what))
        for file in inside:
            if _is_unicode(file):
                found.setdefault(os.path.realpath(file), file)
            else:
                shown = display_path(file, cwd).encode("utf-8", "backslashreplace").decode("utf-8")
                faults.append(
                    Fault(shown, 0, "the name of the file, or of a folder above it, is not UTF-8", remedy="rename it")
                )
    raise_faults(faults)
    return list(found.values())


def hashes_of(files: Sequence[Path], cwd: Path | None) -> dict[str, str]:
    """The SHA-256 of each file by its shown name, to be asked for before the files are read.

    So what is saved meanwhile is never taken for what was read. A pipe has none, for hashing would empty it; nor has
    what cannot be read, and reading it tells why.
    """
    found = {}
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            if file.is_file():
                found[display_path(file, cwd)] = file_hash(file)
    return found


def _is_unicode(path: Path) -> bool:
    """Whether a record can hold the name; the system may hand out any bytes, as those of an old archive."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_folder(path: Path) -> bool:
    """Whether a folder is there; False too where that cannot be told: too long a name, a folder that is closed."""
    return _holds(path.is_dir)


def is_file(path: Path) -> bool:
    """Whether a file is there; False too where that cannot be told."""
    return _holds(path.is_file)


def _holds(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except (OSError, ValueError):  # a name with a NUL byte, one without end, or a folder that may not be entered
        return False


def _missing(path: Path, cwd: Path | None, what: str) -> Fault:
    shown = display_path(path, cwd)
    try:
        path.stat()
    except PermissionError:
        return Fault(shown, 0, "a folder above it may not be read", remedy="change its permissions")
    except (OSError, ValueError):
        pass
    is_sentence = path.name.count(" ") > 1 and ("." not in path.suffix or " " in path.suffix)
    remedy = "check the spelling"
    if is_sentence and what == CLAIMS_FILE:
        remedy += ", or write --claim before a sentence"
    return Fault(shown, 0, "no such file or folder", remedy=remedy)


def _files_below(folder: Path, suffixes: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """The files, and the folders that may not be read: what is in them must not be missed in silence."""
    files: list[Path] = []
    closed: list[Path] = []
    seen = {os.path.realpath(folder)}

    def note(error: OSError) -> None:
        closed.append(Path(error.filename))

    for place, folders, names in os.walk(folder, onerror=note, followlinks=True):
        # A linked folder is read as any other, but once: links can make a circle.
        inside = {os.path.realpath(Path(place, name)): name for name in sorted(folders) if not name.startswith(".")}
        folders[:] = [name for path, name in inside.items() if path not in seen]
        seen.update(inside)
        # The settings file is YAML too, but never claims or evidence.
        shown = (name for name in names if not name.startswith(".") and name != "factcheck.yaml")
        files += [Path(place, name) for name in shown if Path(name).suffix.lower() in suffixes]
    return sorted(files, key=lambda file: file.parts), sorted(closed)


def unreadable(error: Exception) -> tuple[str, str]:
    """Message and remedy for a file that cannot be opened."""
    match error:
        case FileNotFoundError():
            return "no such file", "check the spelling"
        case IsADirectoryError():
            return "this is a folder, not a file", "name a file in it"
        case PermissionError():
            return "the file may not be read", "change its permissions"
        case OSError():
            return f"the file cannot be read: {error.strerror or error}", ""
        case _:
            return f"the file cannot be opened: {error}", ""
