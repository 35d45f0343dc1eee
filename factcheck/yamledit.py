"""Adds to and changes YAML files that people keep; comments, order and quoting stay as they are (ruamel.yaml)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from factcheck.errors import Fault, InputError

if TYPE_CHECKING:
    from ruamel.yaml import YAML

WIDTH, UNFOLDED = 120, 1 << 30
"""Lines are folded there; and a width that folds none."""
_NO_TABS = "write the text of this line in quotes, blanks instead of tabs"


def round_trip() -> YAML:
    """A reader and writer that keeps what people wrote: ``001`` and ``yes`` are text here as for ``yamlfile``."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    as_written = {f"tag:yaml.org,2002:{name}": _as_written for name in ("bool", "int", "float", "timestamp")}
    yaml.constructor.yaml_constructors = {**yaml.constructor.yaml_constructors, **as_written}
    # The same day in two places is written twice; our readers take no aliases.
    yaml.representer.ignore_aliases = lambda *_: True
    yaml.representer.yaml_representers = {**yaml.representer.yaml_representers, _AsWritten: _unquoted}
    return yaml


class _AsWritten(str):
    """What stood without quotes and looks like a number, a day or a truth value."""


def _as_written(constructor: Any, node: Any) -> _AsWritten:
    return _AsWritten(node.value)


def _unquoted(representer: Any, text: _AsWritten) -> Any:
    """The node of the text under the type that it looks like; as a text it would be written in quotes."""
    from ruamel.yaml.nodes import ScalarNode

    return representer.represent_scalar(representer.dumper.resolver.resolve(ScalarNode, text, (True, False)), text)


def to_text(data: Any) -> str:
    """The YAML text of what ``round_trip().load`` gave."""
    text = _dumped(data, WIDTH)
    # The library may fold a text in double quotes behind a backslash, where the reader takes the fold for part of it.
    return _dumped(data, UNFOLDED) if "\\\\" in text else text


def load(text: str, file: str) -> Any:
    """What the library reads, with comments, order and quoting.

    Raises:
        InputError: the text is YAML for ``yamlfile`` but not for this library, as with a tab behind a word.
    """
    from ruamel.yaml.error import MarkedYAMLError

    try:
        return round_trip().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = "cannot be changed by a program without losing how it is written"
        raise InputError([Fault(file, line, message, seen=str(error.problem or ""), remedy=_NO_TABS)]) from error


def _dumped(data: Any, width: int) -> str:
    out, yaml = io.StringIO(), round_trip()
    yaml.width = width
    yaml.dump(data, out)
    return out.getvalue()


def extend(sequence: Any, items: Sequence[Mapping[str, Any]]) -> None:
    """Adds items to a list that ``round_trip().load`` gave; comments and blank lines behind the list stay behind it."""
    rest = _taken_tail(sequence) if sequence else ""
    sequence.extend(_commentable(item) for item in items)
    if rest and items:
        _put_tail(sequence, rest)


def _commentable(value: Any) -> Any:
    """The value in the library's own lists and mappings, which can have comments."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        return CommentedMap({key: _commentable(inner) for key, inner in value.items()})
    return CommentedSeq(map(_commentable, value)) if isinstance(value, list) else value


def _last(node: Any) -> tuple[Any, Any, int]:
    """The innermost block list or mapping at the end of the node, its last key, and the slot of a comment there."""
    key = list(node)[-1] if isinstance(node, Mapping) else len(node) - 1
    inner = node[key]
    style = getattr(inner, "fa", None)
    if inner and style is not None and not style.flow_style():
        return _last(inner)
    return node, key, 2 if isinstance(node, Mapping) else 0


def _taken_tail(sequence: Any) -> str:
    """The lines behind the last line of the list, which the library keeps with its last value; they are taken off."""
    node, key, slot = _last(sequence)
    tokens = node.ca.items.get(key)
    token = tokens[slot] if tokens else None
    if token is None:
        return ""
    own, _, rest = token.value.partition("\n")
    token.value = own + "\n"
    if not own:
        tokens[slot] = None
    return str(rest)


def _put_tail(sequence: Any, rest: str) -> None:
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    node, key, slot = _last(sequence)
    tokens = node.ca.items.setdefault(key, [None, None, None, None] if slot == 2 else [None, None])
    tokens[slot] = CommentToken("\n" + rest, CommentMark(0), None)
