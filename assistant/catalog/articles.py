"""The knowledge base: one article a topic, with city variants and dated versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pydantic import Field

from assistant.catalog.figures import FigureBook, fill_figures, needs_hedge
from assistant.catalog.loader import Origin, build
from assistant.catalog.model import Id, InForce, Status, Strict, TopicId
from assistant.catalog.reading import DefinitionError, Problem, Source, read_yaml

KB = Path(__file__).resolve().parent.parent / "kb"
_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_BLOCK = re.compile(r"^:::[ \t]+(?P<keys>[^\n]+)\n(?P<text>.*?)^:::[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
FEWEST_ALIASES = 8


class FrontMatter(Strict):
    """What stands between the dashes at the top of an article."""

    topic: TopicId
    question: str
    label: str
    status: Status
    source: str
    in_force: InForce = InForce()
    city: Id | None = None
    same_as: TopicId | None = None
    service: Id | None = None
    item: Id | None = None
    neighbours: tuple[TopicId, ...] = ()
    review_by: date
    aliases: tuple[str, ...] = Field(min_length=FEWEST_ALIASES)


class BlockKeys(Strict):
    """When a block replaces the main text."""

    city: Id | None = None
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    status: Status | None = None
    source: str | None = None


@dataclass(frozen=True)
class Block:
    keys: BlockKeys
    text: str

    def rank(self, city: str | None, day: date) -> int:
        """How closely the block fits: 3 city and date, 2 city, 1 date; 0 when it does not apply."""
        keys = self.keys
        dated = keys.from_ is not None or keys.until is not None
        if keys.city is not None and keys.city != city:
            return 0
        if (keys.from_ and day < keys.from_) or (keys.until and day > keys.until):
            return 0
        return 2 * (keys.city is not None) + dated


@dataclass(frozen=True)
class Edition:
    """An article as it reads in one city on one day. ``text`` is Markdown with its figures written out."""

    topic: str
    question: str
    text: str
    status: Status
    hedge: bool
    source: str
    in_force: InForce
    city: str | None
    service: str | None
    item: str | None

    @property
    def summary(self) -> str:
        """The part before the fold: the first paragraph."""
        return self.text.strip().split("\n\n", 1)[0]


@dataclass(frozen=True)
class Article:
    """One topic of the knowledge base."""

    front: FrontMatter
    text: str
    blocks: tuple[Block, ...]
    file: str

    @property
    def topic(self) -> str:
        return self.front.topic

    @property
    def answer(self) -> str:
        """The topic whose text this is: its own, or that of the twin it shares one with."""
        return self.front.same_as or self.front.topic

    def covers(self, city: str | None) -> bool:
        """Whether it says something for ``city`` (None: not known): it is about no city, or about this one."""
        front = self.front.city
        return front is None or front == city or (city is not None and any(b.keys.city == city for b in self.blocks))

    def edition(self, rules: FigureBook, city: str | None, day: date) -> Edition:
        """The text that holds in ``city`` (None where none is known) on ``day``."""
        best = max(self.blocks, key=lambda block: block.rank(city, day), default=None)
        if best is not None and best.rank(city, day) == 0:
            best = None
        text = best.text if best else self.text
        keys = best.keys if best else BlockKeys()
        status = keys.status or self.front.status
        period = InForce.model_validate({"from": keys.from_, "to": keys.until}) if keys.from_ or keys.until else None
        return Edition(
            topic=self.topic,
            question=self.front.question,
            text=fill_figures(text, rules).strip(),
            status=status,
            hedge=status is not Status.VERIFIED or needs_hedge(text, rules),
            source=keys.source or self.front.source,
            in_force=period or self.front.in_force,
            city=keys.city or self.front.city,
            service=self.front.service,
            item=self.front.item,
        )

    def rows(self) -> Iterable[tuple[str, str]]:
        """What the matcher compares with: the standard question, the label and every alias."""
        yield self.topic, self.front.question
        yield self.topic, self.front.label
        for alias in self.front.aliases:
            yield self.topic, alias


@dataclass(frozen=True)
class Articles:
    """All articles by topic id. ``problems`` says what is wrong with those that could not be read."""

    by_topic: Mapping[str, Article]
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    def rows(self) -> tuple[tuple[str, str], ...]:
        return tuple(row for article in self.by_topic.values() for row in article.rows())

    def get(self, topic: str) -> Article | None:
        return self.by_topic.get(topic)


def load_articles(root: Path = KB) -> Articles:
    """Read ``articles/*/*.md`` under ``root``. Problems are collected; a broken article is left out."""
    found: dict[str, Article] = {}
    problems: list[Problem] = []
    for path in sorted(root.glob("articles/*/*.md")):
        try:
            article = read_article(path.read_text(encoding="utf-8"), str(path.relative_to(root.parent.parent)))
        except DefinitionError as error:
            problems.extend(error.problems)
            continue
        if article.topic in found:
            problems.append(Problem(article.file, 1, f"{article.topic} stands twice", "keep one of the two files"))
        found.setdefault(article.topic, article)
    problems.extend(_join_twins(found))
    return Articles(found, tuple(problems))


def _join_twins(found: dict[str, Article]) -> Iterator[Problem]:
    """Give every article with ``same_as`` the text of the other; it must have none of its own."""
    for topic, article in found.items():
        if article.front.same_as is None:
            continue
        other = found.get(article.front.same_as)
        if other is None or other.front.same_as is not None:
            yield Problem(article.file, 1, f"same_as {article.front.same_as} has no text", "name a topic that has one")
        elif article.text or article.blocks:
            yield Problem(article.file, 1, "same_as and a text of its own", "keep one of the two")
        else:
            found[topic] = replace(article, text=other.text, blocks=other.blocks)


def read_article(text: str, file: str) -> Article:
    """One article. Raises DefinitionError with the lines of what is wrong."""
    match = _FRONT.match(text.replace("\r\n", "\n"))
    if match is None:
        raise DefinitionError([Problem(file, 1, "the front matter is missing", "begin with --- and end it with ---")])
    front_source = read_yaml("\n" + match["front"], file)
    problems: list[Problem] = []
    front = build(FrontMatter, Origin(front_source, ()), front_source.data, problems)
    blocks, main = _cut_blocks(match["body"], file, match["front"].count("\n") + 3, problems)
    if front is None or problems:
        raise DefinitionError(problems)
    return Article(front, main, blocks, file)


def _cut_blocks(body: str, file: str, first_line: int, problems: list[Problem]) -> tuple[tuple[Block, ...], str]:
    blocks = []
    for match in _BLOCK.finditer(body):
        line = first_line + body[: match.start()].count("\n")
        raw = {key: quoted or plain for key, quoted, plain in _KEY.findall(match["keys"])}
        source = Source(file, raw, {(): line})
        keys = build(BlockKeys, Origin(source, ()), raw, problems)
        if keys is not None:
            blocks.append(Block(keys, match["text"].strip()))
    main = _BLOCK.sub("", body).strip()
    if ":::" in main:
        problems.append(Problem(file, first_line, "a ::: block is not closed", "end it with a line of only :::"))
    return tuple(blocks), main
