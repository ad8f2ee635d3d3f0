"""What a person typed into the boxes of a page, before anybody judged it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.catalog.validators import Problem
from assistant.forms.messages import Message

# What is put back into a box after an error; nobody needs to see more of a flood again.
LONGEST_KEPT = 2000


class Lists(Protocol):
    """Anything that gives all values posted under a name, such as werkzeug's MultiDict."""

    def getlist(self, name: str, /) -> Sequence[Any]: ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True)
class Upload:
    """One file as it came in. Its name is never trusted and never kept."""

    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Typed:
    """Box name to the texts in it, and box name to the files in it."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, **texts: str | Sequence[str]) -> Typed:
        """Boxes with the given texts; ``_`` does not become ``-``."""
        return cls.from_mapping(texts)

    @classmethod
    def from_mapping(cls, texts: Mapping[str, str | Sequence[str]]) -> Typed:
        """Boxes from a plain mapping."""
        return cls({name: (text,) if isinstance(text, str) else tuple(text) for name, text in texts.items()})

    @classmethod
    def from_lists(cls, data: Lists, files: Mapping[str, Sequence[Upload]] | None = None) -> Typed:
        """Boxes from posted form data; anything that is not text is left out."""
        texts = {name: tuple(v for v in data.getlist(name) if isinstance(v, str)) for name in data}
        return cls(texts, {name: tuple(found) for name, found in (files or {}).items()})

    def all(self, name: str) -> tuple[str, ...]:
        """Every text posted under this name."""
        return self.texts.get(name, ())

    def first(self, name: str) -> str:
        """The first text under this name, empty when there is none."""
        return next(iter(self.all(name)), "")

    def has(self, name: str) -> bool:
        """Whether something other than spaces was typed there."""
        return any(text.strip() for text in self.all(name))

    def uploads(self, name: str) -> tuple[Upload, ...]:
        """The files under this name that are not empty."""
        return tuple(upload for upload in self.files.get(name, ()) if upload.content)

    def only(self, prefix: str) -> Typed:
        """The boxes of one fact: its own and those named ``<prefix>-…``."""
        kept = {n: t for n, t in self.texts.items() if n == prefix or n.startswith(f"{prefix}-")}
        return Typed(kept, {n: f for n, f in self.files.items() if n == prefix or n.startswith(f"{prefix}-")})

    def to_show_again(self) -> Typed:
        """The same texts, short enough and free of what a page cannot carry."""
        return Typed({n: tuple(_printable(one[:LONGEST_KEPT]) for one in t) for n, t in self.texts.items()}, self.files)


def _printable(text: str) -> str:
    return "".join(c for c in text if c in "\n\r\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c != "\x7f"))


class BoxProblem(Problem):
    """A problem that belongs to one box of several; ``part`` is the end of its name."""

    def __init__(self, part: str, what: Message, mend: Message) -> None:
        super().__init__(what, mend)
        self.part = part
