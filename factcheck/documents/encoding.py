"""Bytes as text: by their byte order mark, as UTF-8, as declared, or as charset-normalizer is sure of."""

from __future__ import annotations

import codecs

from factcheck.documents.refusal import refuse

MAX_CHAOS = 0.02
"""Disorder (0 to 1, by charset-normalizer) up to which an encoding is one that the text may have."""

MIN_COHERENCE = 0.5
"""Likeness to a known language (0 to 1) from which on a guess counts. Of German, French, English, Russian and Czech
sentences in seven encodings those above it, whose rivals all give the same text, were read right; the rest refused."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, file: str, declared: str = "") -> str:
    """The text of the bytes, without a byte order mark and with ``\\n`` between lines.

    ``declared`` is the encoding that the file names, "" for none; an unknown one counts as none.

    Raises:
        InputError: the encoding cannot be told, with line and offset of the first byte that is not UTF-8.
    """
    text = _decode(data, file, declared)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        refuse(file, "this is no text: it holds NUL characters", "name a text file; save UTF-16 as UTF-8", line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, file: str, declared: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _as_marked(data[len(mark) :], name, file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _as_declared(data, declared) or _guessed(data)
        if text is None:
            start = error.start
            message = f"not UTF-8: byte 0x{data[start]:02x} at offset {start:,}"
            refuse(file, message, "save the file as UTF-8", data.count(b"\n", 0, start) + 1)
        return text


def _as_marked(data: bytes, name: str, file: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        message = f"the file begins as {name.upper()} but byte {error.start:,} after the mark is not"
        refuse(file, message, "save the file as UTF-8")


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        codec = codecs.lookup(declared).name if declared else ""
        # Browsers read latin-1 as windows-1252, and so do all who write it (WHATWG Encoding Standard, section 4.2).
        codec = "cp1252" if codec in ("iso8859-1", "ascii") else codec
        return data.decode(codec) if codec and codec != "utf-8" else None
    except (LookupError, UnicodeError):  # unknown, no text encoding, or not what the bytes are
        return None


def _guessed(data: bytes) -> str | None:
    if _is_damaged_utf8(data):
        return None
    from charset_normalizer import from_bytes

    likely = [match for match in from_bytes(data) if match.chaos <= MAX_CHAOS]
    if not likely or max(match.coherence for match in likely) < MIN_COHERENCE:
        return None
    texts = {str(match) for match in likely}
    return texts.pop() if len(texts) == 1 else None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8: another encoding would read all of it, and wrongly."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(ch > "\x7f" for ch in text) - broken >= broken
