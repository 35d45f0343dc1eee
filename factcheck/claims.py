"""Reads claims files: a list of sentences, a list of mappings, or an article with its claims."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from factcheck.datatypes import Archive, Article, Claim, Label, Place, Reason, Waiver, content_hash
from factcheck.entries import Entry, KeyPath, is_split_text, log_split_text, log_unknown_keys, validate
from factcheck.errors import Fault, InputError
from factcheck.evidence import ArchiveEntry
from factcheck.faultlog import FaultLog, nearest, raise_faults, shorten
from factcheck.fields import Day, Id, Lang, Line, Passage, Url, Verbatim, reject
from factcheck.inputfiles import CLAIMS_FILE, YAML_SUFFIXES, display_path, find_files
from factcheck.yamlfile import YamlFile, YamlList, YamlMap, read_yaml, read_yaml_text

MAX_WORDS = 300
"""Words in a claim; a longer text is no single checkable sentence, and the verifier would read only part of it."""

MAX_CHARACTERS = 4000
"""Characters in a claim, for scripts that do not put spaces between words."""

_EXPECTATIONS = tuple(str(value) for value in (*Label, *Reason))


def _claim_text(text: str) -> str:
    n_words = len(text.split())
    if n_words > MAX_WORDS:
        raise reject(f"has {n_words:,} words, at most {MAX_WORDS} are allowed", "write one sentence for each claim")
    if len(text) > MAX_CHARACTERS:
        raise reject(
            f"has {len(text):,} characters, at most {MAX_CHARACTERS:,} are allowed", "write one sentence for each claim"
        )
    return text


def _claim_id(text: str) -> str:
    if "::" in text:
        raise reject("may not hold ::", "a claim is addressed as file::id")
    return text


ClaimText = Annotated[
    Passage, AfterValidator(_claim_text), Field(min_length=1, json_schema_extra={"maxLength": MAX_CHARACTERS})
]


class WaiverEntry(Entry):
    """A finding that somebody accepted for a while."""

    until: Day = Field(description="Last day on which the claim is no finding, written YYYY-MM-DD.")
    reason: Passage = Field(description="Why it was accepted, for whoever reads the report.")


class TextEntry(ArchiveEntry):
    """The words of the article as `factcheck extract` read them, kept beside the claims file."""

    least_worth: float | None = Field(
        None, ge=0, le=1, description="Sentences below it were left out when the text was read; decides nothing else."
    )


class ArticleEntry(Entry):
    """The article that the claims were taken from."""

    title: Line = Field("", description="Title of the article.")
    url: Url = Field("", description="Where it is published; http or https.")
    publisher: Line = Field("", description="Who publishes it.")
    author: Line = Field("", description="Who wrote it.")
    published: Day | None = Field(None, description="Day of publication, written YYYY-MM-DD.")
    lang: Lang = Field(
        "", description="Language of the article, for example en or de; its claims may be in another one."
    )
    text: TextEntry | None = Field(
        None, description="The text that spans count in; written by factcheck extract, which goes by it."
    )


class ClaimEntry(Entry):
    """One checkable sentence."""

    text: ClaimText = Field(
        description=f"The claim: one sentence that can be true or false, at most {MAX_WORDS} words."
    )
    id: Annotated[Id, AfterValidator(_claim_id)] | None = Field(
        None, description="Name of the claim, unique in this file; derived from the text when left out."
    )
    quote: Verbatim = Field("", description="The words of the article, verbatim.")
    span: tuple[int, int] | None = Field(
        None, description="Where the quote stands in the article: [start, end] in characters from 0, end not included."
    )
    context: Line = Field(
        "", description="What a reader must know to understand the claim, for example whom 'he' means."
    )
    speaker: Line = Field("", description="Who makes the claim.")
    as_of: Day | None = Field(None, description="Reference date YYYY-MM-DD: evidence published later does not count.")
    expect: Label | Reason | None = Field(
        None, description="The expected label or reason; makes the claim a regression test."
    )
    waive: WaiverEntry | None = Field(None, description="Accept a finding until a day.")
    tags: list[Line] = Field(default_factory=list, description="Words to select claims by.")
    lang: Lang = Field("", description="Language of the claim, for example en or de; detected where it is left out.")
    worth: float | None = Field(
        None, ge=0, le=1, description="How probably it was worth checking, by factcheck extract; decides nothing."
    )
    vanished: Day | None = Field(
        None, description="Since when the article lacks the quote, by factcheck extract; check leaves the claim out."
    )

    @field_validator("expect", mode="before")
    @classmethod
    def _known_expectation(cls, value: object) -> object:
        if value in _EXPECTATIONS:
            return value
        near = nearest(str(value), _EXPECTATIONS)
        remedy = f'did you mean "{near}"?' if near else f"write one of {', '.join(_EXPECTATIONS)}"
        raise reject("is neither a label nor a reason", remedy)

    @field_validator("span")
    @classmethod
    def _span_of_quote(cls, span: tuple[int, int] | None, info: ValidationInfo) -> tuple[int, int] | None:
        if span is not None and not 0 <= span[0] < span[1]:
            raise reject("must start at 0 or later and end after its start", "write [start, end]")
        # A quote that has a fault of its own is missing from info.data.
        if span is not None and info.data.get("quote") == "":
            raise reject("needs the quote that it locates", "add quote: …")
        return span


class ClaimsFile(Entry):
    """The full form of a claims file: an article and its claims."""

    claims: list[ClaimText | ClaimEntry] = Field(
        min_length=1, description="The claims: sentences, or mappings with a text and what belongs to it."
    )
    article: ArticleEntry | None = Field(None, description="The article that the claims were taken from.")


def find_claims_files(paths: Sequence[Path], cwd: Path | None = None) -> list[Path]:
    """The files named, and every ``*.yaml`` and ``*.yml`` in the folders named, each once.

    Order: as named; within a folder by path. Hidden files and folders and ``factcheck.yaml`` are left out.

    Raises:
        InputError: a path is not there, or a folder holds no claims file.
    """
    return find_files(paths, YAML_SUFFIXES, cwd, CLAIMS_FILE)


def read_claims(paths: Sequence[Path], cwd: Path | None = None) -> list[Claim]:
    """The claims of all files, in the order of the files and of the lines; folders are searched.

    Args:
        paths: files and folders.
        cwd: places and messages name absolute paths relative to it.

    Raises:
        InputError: with every fault of every file.
    """
    claims: list[Claim] = []
    faults: list[Fault] = []
    for path in find_claims_files(paths, cwd):
        try:
            claims += _claims_in(_open(path, cwd))
        except InputError as error:
            faults += error.faults
    raise_faults(faults)
    return claims


def read_claims_text(text: str, name: str) -> list[Claim]:
    """The claims in a text, for example from standard input; ``name`` stands for the file in places and messages.

    Raises:
        InputError: with every fault of the text.
    """
    return _claims_in(read_yaml_text(text, name))


def _open(path: Path, cwd: Path | None) -> YamlFile:
    if path.suffix.lower() not in (*YAML_SUFFIXES, ".json", ""):
        raise InputError([Fault(display_path(path, cwd), 0, "no claims file", remedy="name a .yaml or .yml file")])
    return read_yaml(path, cwd)


def _claims_in(yaml_file: YamlFile) -> list[Claim]:
    log = yaml_file.log
    items = _items(yaml_file)
    article = _article(yaml_file)
    claims: list[Claim] = []
    first_lines: dict[str, int] = {}
    for position, item in enumerate(items):
        path = ("claims", position)
        entry = _entry(item, yaml_file, path)
        if log.full:
            log.stop(_line(yaml_file, path))
            break
        if entry is None:
            continue
        claim = to_claim(entry, article, Place(yaml_file.file, _line(yaml_file, path)))
        _log_duplicate(claim, entry, first_lines, log)
        claims.append(claim)
    if log.faults:
        log.raise_now()
    return claims


def _line(yaml_file: YamlFile, path: KeyPath) -> int:
    """The line of a path that starts with ``"claims"``, which the short form leaves out."""
    short = isinstance(yaml_file.data, YamlList)
    return yaml_file.line(path[1:] if short else path)


def _items(yaml_file: YamlFile) -> list[Any]:
    """The items of a file; faults of the outer form go to the log."""
    data, log = yaml_file.data, yaml_file.log
    if isinstance(data, YamlMap):
        # A claim that stands alone, or evidence that was given as claims, gets one clear fault, not one for each key.
        if "claims" not in data and ({"text", "snippets", "sources"} & data.keys()):
            alone = "text" in data
            message = "a single claim stands outside a list" if alone else "this is evidence, not claims"
            log.add(1, message, remedy='put "- " before it' if alone else "name the file with --evidence")
            return []
        log_unknown_keys(data, ("article", "claims"), log, yaml_file.line)
        if "claims" not in data and log.faults:  # most likely the misspelt key
            return []
        data = data.get("claims")
    if isinstance(data, YamlList) and data:
        return data
    line = _line(yaml_file, ("claims",))
    if data is None or isinstance(data, YamlList):
        log.add(line, "no claims in this file", remedy="write one claim per line after -")
    else:
        log.add(line, "a list of claims is expected", seen=shorten(data), remedy='put "- " before it')
    return []


def _article(yaml_file: YamlFile) -> Article | None:
    data = yaml_file.data
    if not isinstance(data, YamlMap) or data.get("article") is None:
        return None
    entry = validate(ArticleEntry, data["article"], yaml_file.log, ("article",), yaml_file.line)
    return to_article(entry) if entry else None


def to_article(entry: ArticleEntry) -> Article:
    """The article of an entry."""
    text = Archive(entry.text.file, entry.text.sha256) if entry.text else None
    return Article(**entry.model_dump(exclude={"text"}), text=text)


def _entry(item: object, yaml_file: YamlFile, path: KeyPath) -> ClaimEntry | None:
    def line_of(inner: KeyPath) -> int:
        return _line(yaml_file, inner)

    if is_split_text(item, ClaimEntry):
        log_split_text(item, yaml_file.log, line_of(path))
        return None
    if item is None or isinstance(item, str):
        item = {"text": item}
    return validate(ClaimEntry, item, yaml_file.log, path, line_of)


def to_claim(entry: ClaimEntry, article: Article | None, place: Place) -> Claim:
    """The claim of an entry; an id that was left out is derived from the text."""
    return Claim(
        id=entry.id or f"c-{content_hash(entry.text)[:10]}",
        text=entry.text,
        quote=entry.quote,
        span=entry.span,
        context=entry.context,
        speaker=entry.speaker,
        as_of=entry.as_of,
        expect=entry.expect,
        waive=Waiver(entry.waive.until, entry.waive.reason) if entry.waive else None,
        tags=tuple(entry.tags),
        lang=entry.lang,
        article=article,
        place=place,
        worth=entry.worth,
        vanished=entry.vanished,
    )


def _log_duplicate(claim: Claim, entry: ClaimEntry, first_lines: dict[str, int], log: FaultLog) -> None:
    line = claim.place.line if claim.place else 0
    if claim.id not in first_lines:
        first_lines[claim.id] = line
        return
    first = first_lines[claim.id]
    if entry.id is None:
        message, seen = f"the same claim stands in line {first}", claim.text
        remedy = "remove one of them, or give each an id"
    else:
        message, seen = f"the id is taken in line {first}", claim.id
        remedy = "ids are unique in a file: choose another"
    log.add(line, message, field="id", seen=shorten(seen), remedy=remedy)
