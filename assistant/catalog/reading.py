"""Read YAML files so that every value still knows its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a definition: where, what, and how to mend it."""

    file: str
    line: int
    what: str
    how: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} -> {self.how}"


class DefinitionError(Exception):
    """The definitions cannot be used; ``problems`` says why, line by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Source:
    """One read file: its data and the line of every key path in it."""

    file: str
    data: Any
    lines: dict[KeyPath, int] = field(repr=False)

    def line(self, path: Sequence[str | int]) -> int:
        """The line of ``path``, or of the nearest thing around it."""
        key = tuple(path)
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def problem(self, path: Sequence[str | int], what: str, how: str) -> Problem:
        return Problem(self.file, self.line(path), what, how)


def read_yaml(text: str, file: str) -> Source:
    """Parse one file. Raises DefinitionError for text that is not YAML or repeats a key."""
    try:
        node = YAML(typ="safe").compose(text)  # the C parser, with YAML 1.2 scalars
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "this is not YAML"
        raise DefinitionError([Problem(file, line, what, "check indentation, quotes and colons")]) from None
    lines: dict[KeyPath, int] = {}
    problems: list[Problem] = []
    data = _plain(node, (), lines, problems, file) if node is not None else None
    if problems:
        raise DefinitionError(problems)
    return Source(file, data, lines)


def read_file(path: Path, root: Path) -> Source:
    return read_yaml(path.read_text(encoding="utf-8"), str(path.relative_to(root)))


def _plain(node: Node, path: KeyPath, lines: dict[KeyPath, int], problems: list[Problem], file: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _mapping(node, path, lines, problems, file)
    if isinstance(node, SequenceNode):
        return [_plain(child, (*path, i), lines, problems, file) for i, child in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    return _SCALARS.get(node.tag if isinstance(node.tag, str) else str(node.tag), str)(node.value)


def _mapping(
    node: MappingNode, path: KeyPath, lines: dict[KeyPath, int], problems: list[Problem], file: str
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in result:
            problems.append(
                Problem(file, key_node.start_mark.line + 1, f"{key!r} stands here twice", "keep one of the two")
            )
        result[key] = _plain(value_node, (*path, key), lines, problems, file)
        lines[(*path, key)] = key_node.start_mark.line + 1
    return result


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _int(text: str) -> int:
    return int(text.replace("_", ""), 0) if not text.lstrip("+-").startswith("0") else int(text)


_SCALARS: dict[str, Any] = {
    "tag:yaml.org,2002:int": _int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:timestamp": _date,
}
