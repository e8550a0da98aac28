"""YAML as a tree of texts with their lines: what could surprise is refused before anything is built.

PyYAML's loaders type scalars by guessing (`no` is False, `0101` is 65) and expand aliases; here scalars stay text
with the knowledge whether they were quoted, and the reader of a field decides what it must be.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

MAX_DEPTH = 5
MAX_BYTES = 16_000


class YamlError(ValueError):
    """The text is not YAML that we accept. `line` counts from 1 within the text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Scalar:
    """One value as it was written."""

    line: int
    text: str
    is_quoted: bool


@dataclass(frozen=True)
class Sequence:
    """A list."""

    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Mapping:
    """A mapping; `key_lines` says where each key stands."""

    line: int
    items: dict[str, "Node"]
    key_lines: dict[str, int]


Node = Scalar | Sequence | Mapping


def parse(text: str, *, first_line: int = 1, max_bytes: int = MAX_BYTES) -> Mapping:
    """The mapping that `text` holds, with lines counted from `first_line`.

    Raises YamlError for anchors, aliases, tags, several documents, duplicate keys, keys that are not plain texts,
    nesting deeper than 5, more than `max_bytes`, or a top level that is no mapping.
    """
    if len(text.encode()) > max_bytes:
        raise YamlError(first_line, f"is longer than {max_bytes:,} bytes")
    try:
        for event_line, problem in _surprises(text):
            raise YamlError(first_line + event_line, problem)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        if mark and text[mark.index : mark.index + 1] == "\t":
            raise YamlError(first_line + line, "is indented with a tab: use spaces") from None
        raise YamlError(first_line + line, f"is not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise YamlError(first_line, f"is not valid YAML: {str(error).splitlines()[0]}") from None
    if node is None:
        return Mapping(first_line, {}, {})
    if not isinstance(node, yaml.MappingNode):
        raise YamlError(first_line + node.start_mark.line, "must be `field: value` lines")
    built = _build(node, first_line)
    assert isinstance(built, Mapping)  # noqa: S101 - narrows the type; the node was a mapping
    return built


def _surprises(text: str) -> Iterator[tuple[int, str]]:
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            yield line, "aliases (*name) are not accepted"
        if getattr(event, "anchor", None) is not None:
            yield line, "anchors (&name) are not accepted"
        if getattr(event, "tag", None) is not None:
            yield line, "tags (!name) are not accepted"
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield line, "holds more than one document"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                yield line, f"is nested deeper than {MAX_DEPTH} levels"
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _build(node: yaml.Node, first_line: int) -> Node:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        return Scalar(line, node.value, is_quoted=bool(node.style))
    if isinstance(node, yaml.SequenceNode):
        return Sequence(line, tuple(_build(item, first_line) for item in node.value))
    items: dict[str, Node] = {}
    key_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key_line = first_line + key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlError(key_line, "a field's name must be plain text")
        key = key_node.value
        if key in items:
            raise YamlError(key_line, f"`{key}` stands twice (first in line {key_lines[key]})")
        items[key] = _build(value_node, first_line)
        key_lines[key] = key_line
    return Mapping(line, items, key_lines)
