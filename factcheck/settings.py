"""The settings: command line over ``FACTCHECK_*`` over ``factcheck.yaml`` over defaults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from factcheck.datatypes import Label, Reason
from factcheck.entries import Entry, KeyPath, validate
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.faultlog import FaultLog, nearest, suggest
from factcheck.fields import Day, Lang, Passage, Url, reject
from factcheck.inputfiles import display_path
from factcheck.stores import Milvus, MilvusEntry, milvus_of
from factcheck.yamlfile import YamlMap, read_yaml

__all__ = [
    "FAIL_ON",
    "FILE_NAME",
    "OTHER_VARIABLES",
    "Calibration",
    "Settings",
    "SettingsEntry",
    "display_path",
    "find_settings_file",
    "load_settings",
]

FILE_NAME = "factcheck.yaml"
PREFIX = "FACTCHECK_"

OTHER_VARIABLES = ("FACTCHECK_BODY", "FACTCHECK_CACHE_DIR", "FACTCHECK_DATE", "FACTCHECK_MILVUS_TOKEN")
"""Variables that begin like settings but belong to other modules."""

FAIL_ON: tuple[str, ...] = (
    Label.CONTRADICTED.value,
    Label.UNKNOWN.value,
    Reason.CONFLICTING.value,
    Reason.NOT_ENOUGH.value,
    Reason.NO_EVIDENCE.value,
    "unchecked",
    "never",
)
"""What may stand in ``fail_on``: the labels and reasons that can be findings, and two words of our own."""

MAX_K = 100
_MAPPINGS = ("organisation", "calibration", "milvus")  # only a file can give these
_OPTIONS = {"claims": "PATH", "k": "-k"}  # the other settings are options of their own name


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def fail_on_words(value: object) -> list[str]:
    """The words of a list or of a text with commas, each once, in their order."""
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, (list, tuple)):
        raise reject("is no list", "write [contradicted, unchecked]")
    words = list(dict.fromkeys(str(word).strip() for word in words if str(word).strip()))
    for word in words:
        if word not in FAIL_ON:
            near = nearest(word, FAIL_ON)
            remedy = f'did you mean "{near}"?' if near else f"write some of {', '.join(FAIL_ON)}"
            raise reject(f'holds the unknown word "{word[:60]}"', remedy)
    if not words:
        raise reject("is empty", "write never if nothing shall be a finding")
    if "never" in words and len(words) > 1:
        raise reject("holds never together with others", "write never alone, or leave it out")
    return words


class OrganisationEntry(Entry):
    """Who publishes the verdicts; named in ClaimReview."""

    name: Passage = Field(description="Name of the organisation.")
    url: Url = Field("", description="Its web site; http or https.")


class FittedOnEntry(Entry):
    """What a calibration was fitted on."""

    claims: Annotated[int, Field(ge=1)] = Field(description="How many claims with a gold label.")
    date: Day = Field(description="The day on which it was fitted, written YYYY-MM-DD.")


_Weight = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Shift = Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]
_Sure = Annotated[float, Field(ge=0.01, le=0.99, allow_inf_nan=False)]


class ConfidenceEntry(Entry):
    """How sure a decision is: of a side by its probability, of unknown by its reason."""

    offset: _Shift = Field(description="Added to the log-odds of a side.")
    slope: _Weight = Field(description="Weight of the log-odds of a side.")
    conflicting: _Sure = Field(description="The share of conflicting that is rightly unknown.")
    not_enough: _Sure = Field(description="The share of not-enough that is rightly unknown.")
    no_evidence: _Sure = Field(description="The share of no-evidence that is rightly unknown.")


class CalibrationEntry(Entry):
    """The aggregation rule fitted on a user's own claims, as ``factcheck calibrate`` writes it."""

    own: _Weight = Field(description="Weight of the evidence for a side.")
    joint: _Share = Field(description="The part that counts of what two snippets add when they are read together.")
    corroboration: _Share | None = Field(
        None, description="Weight of what two independent snippets both say. Default: that of the rule we ship."
    )
    against: _Weight = Field(description="Weight of the evidence for the other side.")
    bias: _Shift = Field(description="Added to both sides.")
    decide: _Share = Field(description="Least probability with which a side decides.")
    strong: _Share = Field(description="Probability of a stance from which a side is strong, for conflicting.")
    relevant: _Share = Field(description="Least probability of a stance from which a snippet bears on the claim.")
    confidence: ConfidenceEntry | None = Field(
        None, description="How sure the decisions are. Default: as sure as those of the rule we ship."
    )
    verifier: Passage = Field(description="Id of the verifier it was fitted for; with another one it is not used.")
    fitted_on: FittedOnEntry = Field(description="What it was fitted on.")


Paths = Annotated[list[Passage], BeforeValidator(_as_list), Field(min_length=1)]


class SettingsEntry(Entry):
    """The settings in ``factcheck.yaml``; every one may be left out."""

    claims: Paths | None = Field(
        None, description="Files and folders of claims, relative to this file. Default: claims."
    )
    evidence: Paths | None = Field(
        None, description="Files and folders of evidence, relative to this file. Default: evidence."
    )
    k: Annotated[int, Field(ge=1, le=MAX_K)] | None = Field(
        None, description="How many snippets are read for each claim. Default: 8."
    )
    embedder: Passage | None = Field(None, description="Model that finds snippets: a name or a folder. Default: small.")
    verifier: Passage | None = Field(
        None, description="Model that reads snippets: small, large, cascade, a name or a folder. Default: cascade."
    )
    index: Literal["auto", "exact", "ivf"] | None = Field(
        None,
        description="How the index is searched: exact compares every text, ivf those in the nearest clusters, auto goes"
        " by their number. Default: auto.",
    )
    store: Passage | None = Field(None, description="Where the index is kept: files or milvus. Default: files.")
    milvus: MilvusEntry | None = Field(None, description="Where Milvus is, for store: milvus. Default: Milvus Lite.")
    fail_on: Annotated[list[str], BeforeValidator(fail_on_words)] | None = Field(
        None,
        description="Labels and reasons that are findings. Default: contradicted, unchecked.",
        json_schema_extra={"items": {"enum": list(FAIL_ON)}},
    )
    ui_lang: Lang | None = Field(None, description="Language of what people read: en or de. Default: en.")
    lang: Lang | None = Field(
        None,
        description="Language of claims and snippets where it is neither given nor can be told. "
        "Default: what the text leans to, else en.",
    )
    organisation: OrganisationEntry | None = Field(None, description="Who publishes the verdicts.")
    calibration: CalibrationEntry | None = Field(
        None, description="The rule that factcheck calibrate fitted on your claims. Default: the one we ship."
    )
    allow_network: bool | None = Field(None, description="Whether models may be downloaded. Default: false.")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of an aggregation rule fitted on ``n_claims`` claims on a day, for the verifier with this id.

    ``own`` and ``against`` are at least 0, ``joint``, ``corroboration``, ``decide``, ``strong`` and ``relevant`` in
    [0, 1]; what they mean stands with ``factcheck.aggregate.Rule``. ``confidence`` has the numbers of
    ``factcheck.aggregate.CalibrationMap`` by their names. ``None`` for it or for ``corroboration``, as in blocks from
    before there were any, stands for the shipped ones.
    """

    own: float
    joint: float
    against: float
    bias: float
    decide: float
    strong: float
    relevant: float
    verifier: str
    n_claims: int
    fitted: dt.date
    confidence: Mapping[str, float] | None = None
    corroboration: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run works with.

    All paths are absolute (``display_path`` shows them); ``root`` is the folder of ``factcheck.yaml``, or the working
    directory where there is none. ``k`` is in 1 … 100; ``index`` is auto, exact or ivf. ``organisation`` has the keys
    ``name`` and ``url``.
    """

    root: Path
    claims: tuple[Path, ...]
    evidence: tuple[Path, ...]
    k: int = 8
    embedder: str = "small"
    verifier: str = "cascade"
    store: str = "files"
    index: str = "auto"
    fail_on: tuple[str, ...] = ("contradicted", "unchecked")
    ui_lang: str = "en"
    lang: str = ""
    organisation: Mapping[str, str] | None = None
    calibration: Calibration | None = None
    allow_network: bool = False
    milvus: Milvus | None = None


def load_settings(
    config: Path | None, cwd: Path, environ: Mapping[str, str], overrides: Mapping[str, object]
) -> Settings:
    """The settings of this run.

    Args:
        config: the settings file; ``None`` looks for ``factcheck.yaml`` in ``cwd`` and its parents.
        cwd: the working directory, absolute.
        environ: the environment; an empty variable counts as not set.
        overrides: what the command line gives, by setting; ``None`` and empty lists mean not given.

    Raises:
        InputError: the file has faults, for example unknown keys; all of them.
        SettingsError: a variable or an option has; all of them.
    """
    file = find_settings_file(config, cwd)
    root = file.parent if file else cwd
    layers = [(_file_layer(file, cwd), root)] if file else []
    log = FaultLog("")
    layers.append((_environment_layer(environ, log), cwd))
    layers.append((_override_layer(overrides, log), cwd))
    if log.faults:
        raise SettingsError("\n".join(str(fault).removeprefix(": ") for fault in log.faults))
    values: dict[str, Any] = {"claims": (root / "claims",), "evidence": (root / "evidence",)}
    for entry, base in layers:
        values |= _values(entry, base)
    return Settings(root=root, **values)


def find_settings_file(config: Path | None, cwd: Path) -> Path | None:
    """The settings file: the one named, else ``factcheck.yaml`` in ``cwd`` or its nearest parent; ``None`` for none.

    Raises:
        InputError: a file there has nearly this name, or whether it is there may not be asked.
    """
    if config:
        return cwd / config
    for folder in (cwd, *cwd.parents):
        if _is_file(folder / FILE_NAME, cwd):
            return folder / FILE_NAME
        misnamed = folder / "factcheck.yml"
        if _is_file(misnamed, cwd):
            fault = Fault(display_path(misnamed, cwd), 0, "this file would not be read", remedy=f"name it {FILE_NAME}")
            raise InputError([fault])
    return None


def _is_file(path: Path, cwd: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError as error:
        message, remedy = "this folder may not be read", "change its permissions, or go to another one"
        raise InputError([Fault(display_path(path.parent, cwd), 0, message, remedy=remedy)]) from error


def _file_layer(file: Path, cwd: Path) -> SettingsEntry:
    yaml_file = read_yaml(file, cwd)
    data, log = yaml_file.data, yaml_file.log
    if data is not None and not isinstance(data, YamlMap):
        log.add(1, "settings are expected", remedy="write key: value, for example k: 8")
        log.raise_now()
    entry = validate(SettingsEntry, dict(data or {}), log, (), yaml_file.line)
    if entry is None or log.faults:
        log.raise_now()
    return entry


def _environment_layer(environ: Mapping[str, str], log: FaultLog) -> SettingsEntry:
    names = {PREFIX + name.upper(): name for name in SettingsEntry.model_fields if name not in _MAPPINGS}
    data: dict[str, object] = {}
    for variable in sorted(environ):
        if not variable.startswith(PREFIX) or variable in OTHER_VARIABLES or not environ[variable]:
            continue
        if variable not in names:
            is_mapping = variable.removeprefix(PREFIX).lower() in _MAPPINGS
            known = [*names, *OTHER_VARIABLES]
            remedy = f"write it in {FILE_NAME}" if is_mapping else suggest(variable, known, "known variables")
            log.add(0, f"unknown variable {variable}", remedy=remedy)
            continue
        name, text = names[variable], environ[variable]
        is_list = name in ("claims", "evidence")
        data[name] = [part.strip() for part in text.split(",") if part.strip()] if is_list else text
    return _checked(data, log, lambda name: PREFIX + name.upper())


def _override_layer(overrides: Mapping[str, object], log: FaultLog) -> SettingsEntry:
    data: dict[str, object] = {}
    for name, value in overrides.items():
        if name not in SettingsEntry.model_fields:
            log.add(0, f'unknown setting "{name}"', remedy=suggest(name, list(SettingsEntry.model_fields)))
        elif value is not None and value not in ([], ()):
            data[name] = _plain(value)
    return _checked(data, log, lambda name: _OPTIONS.get(name, "--" + name.replace("_", "-")))


def _plain(value: object) -> object:
    """The value as a file would hold it: paths as text, sequences as lists."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


def _checked(data: Mapping[str, object], log: FaultLog, shown: Any) -> SettingsEntry:
    """The entry; its faults go to the log, under the name that the user gave the setting."""
    own = FaultLog("")
    entry = validate(SettingsEntry, data, own, (), _no_line)
    for fault in own.faults:
        setting = fault.field.split(".")[0].split("[")[0]
        log.add(0, fault.message, field=shown(setting), seen=fault.seen, remedy=fault.remedy)
    return entry or SettingsEntry.model_validate({})


def _no_line(path: KeyPath) -> int:
    return 0


def _values(entry: SettingsEntry, base: Path) -> dict[str, Any]:
    """The settings that this layer gives, as ``Settings`` holds them; relative paths start at ``base``."""
    given: dict[str, Any] = {name: value for name, value in entry.model_dump().items() if value not in (None, "")}
    for name in ("claims", "evidence"):
        if name in given:
            given[name] = tuple(_path(text, base) for text in given[name])
    for name in ("embedder", "verifier"):
        # Other texts are names: "large" is a model even if a folder is called so.
        if name in given and (given[name].startswith((".", "~")) or Path(given[name]).is_absolute()):
            given[name] = str(_path(given[name], base))
    if "calibration" in given:
        given["calibration"] = _calibration(given["calibration"])
    if "milvus" in given:
        given["milvus"] = milvus_of(given["milvus"], base)
    if "fail_on" in given:
        given["fail_on"] = tuple(given["fail_on"])
    return given


def _calibration(values: Mapping[str, Any]) -> Calibration:
    fitted_on = values["fitted_on"]
    numbers = {name: value for name, value in values.items() if name != "fitted_on"}
    return Calibration(**numbers, n_claims=fitted_on["claims"], fitted=fitted_on["date"])


def _path(text: str, base: Path) -> Path:
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # ~name of nobody
        path = Path(text)
    return base / path
