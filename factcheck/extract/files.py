"""Articles read from files, and the claims files that are written for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from factcheck.claims import read_claims_text
from factcheck.documents.document import Document
from factcheck.errors import Fault, InputError
from factcheck.extract.claimsfile import Names, Updated, is_ours, new_file, updated_file
from factcheck.extract.select import Extraction, Wanted, extract
from factcheck.extract.steps import ReadProgress, Steps
from factcheck.faultlog import raise_faults
from factcheck.files import write_atomically
from factcheck.hashing import text_hash
from factcheck.inputfiles import unreadable

KEPT = ".article.txt"
"""End of the name of the kept text; it begins as that of the claims file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every article: which sentences, its language, and the language of those that do not tell."""

    wanted: Wanted = field(default_factory=Wanted)
    lang: str = ""
    default: str = ""


def extract_files(
    articles: Sequence[Path | bytes],
    steps: Steps,
    asked: Asked,
    cwd: Path | None = None,
    progress: ReadProgress | None = None,
) -> list[Extraction]:
    """What is found in each of the articles, in their order; one that is bytes came from standard input.

    Raises:
        InputError: with the faults of all articles that cannot be read.
    """
    documents: list[Document] = []
    faults: list[Fault] = []
    for article in articles:
        try:
            if isinstance(article, bytes):
                documents.append(steps.read_bytes(article, "<stdin>"))
            else:
                documents.append(steps.read(article, cwd, progress))
        except InputError as error:
            faults += error.faults
    raise_faults(faults)
    return [extract(document, steps, asked.wanted, asked.lang, asked.default) for document in documents]


def write_claims(extraction: Extraction, path: Path, names: Names, *, with_removed: bool = False) -> Updated | None:
    """What was written to the claims file, and beside it the article's text; ``None`` if there is nothing to write.

    A claims file that is there is brought up to date. It is written before the text that it names, so that after a kill
    the text is known to be ours, and the next run completes it. ``text`` of ``names`` is found here.

    Args:
        extraction: of the article as it is now.
        path: the claims file; missing folders are made.
        names: what it calls things.
        with_removed: whether sentences that somebody took out of the file are added again.

    Raises:
        InputError: the claims file or the text that is there is not extract's, or has faults.
        StoreError: one of them cannot be written.
    """
    old = _old_text(path, names.file)
    if old is None and not extraction.taken:
        return None
    kept = _own_kept(old, path, names.file) if old is not None else _new_kept(extraction, path, names.file)
    names = replace(names, text=kept.relative_to(path.parent).as_posix())
    earlier = _earlier(kept, old, names)
    if old is None:
        updated = new_file(extraction, names)
    else:
        updated = updated_file(old, extraction, names, earlier_text=earlier, with_removed=with_removed)
    if updated.text != old:
        write_atomically(path, updated.text)
    if extraction.document.text != earlier:
        write_atomically(kept, extraction.document.text)
    return updated


def _old_text(path: Path, file: str) -> str | None:
    """The text of the claims file, ``None`` if there is none. Raises ``InputError`` if it is not extract's."""
    if not path.exists() and not path.is_symlink():
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message, remedy = unreadable(error)
        raise InputError([Fault(file, 0, message, remedy=remedy)]) from error
    if not is_ours(text, file):
        message = "factcheck extract has not made this claims file, so it leaves it alone"
        raise InputError([Fault(file, 0, message, remedy="name another one with -o, or move this one away")])
    return text


def _own_kept(old: str, path: Path, file: str) -> Path:
    """The kept text that the claims file names. Raises ``InputError`` for a place that is not ours to write to."""
    article = read_claims_text(old, file)[0].article
    named = Path(article.text.file) if article and article.text else Path()
    if named.is_absolute() or ".." in named.parts or named.suffix != ".txt":
        message, remedy = "the kept text must be a .txt file below the folder of this file", f"write {path.stem}{KEPT}"
        raise InputError([Fault(file, 0, message, field="article.text.file", seen=str(named), remedy=remedy)])
    return path.parent / named


def _new_kept(extraction: Extraction, path: Path, file: str) -> Path:
    """Where the text of a new claims file is kept. Raises ``InputError`` if something else is there."""
    kept = path.with_name(path.stem + KEPT)
    if kept.is_symlink() or (kept.exists() and kept.read_bytes() != extraction.document.text.encode()):
        message = f"beside it stands {kept.name} with other words, and no claims file that says whose it is"
        raise InputError([Fault(file, 0, message, remedy="move it away, or name another claims file with -o")])
    return kept


def _earlier(kept: Path, old: str | None, names: Names) -> str:
    """The article's text at the last extraction, "" where it is not what the claims file was made from."""
    if old is None:
        return ""
    article = read_claims_text(old, names.file)[0].article
    try:
        text = kept.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return text if article and article.text and article.text.sha256 == text_hash(text) else ""
