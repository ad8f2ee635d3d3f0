"""One word for one thing: definitions, articles and translations keep to docs/glossary.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from assistant.catalog.articles import load_articles
from scripts.messages import definition_texts
from scripts.translations import read_catalog

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\([^)]+\)s|\{\{[^}]*\}\}")
NOTHING = frozenset({"–", ""})
# Words that hold a variant inside them and mean something else.
MEANS_OTHER = ("残疾证件", "permanent resident identity card", "permanent resident id card")


@dataclass(frozen=True)
class Entry:
    """One line of the table: the word to write, and what is not written for it, in both languages."""

    word: str
    not_chinese: tuple[str, ...]
    english: str
    not_english: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """The table under 「The same word for the same thing」."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## The same word for the same thing")[1]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in row] for row in rows]
    return tuple(Entry(a, _several(b, "、"), c, _several(d, ", ")) for a, b, c, d in cells)


def _several(cell: str, mark: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split(mark) if word not in NOTHING)


def hits(texts: Iterable[tuple[str, str]], variants: Iterable[str]) -> Iterator[str]:
    """Where one of the variants stands in the texts, but for words that mean something else."""
    wanted = list(variants)
    for place, text in texts:
        read = PLACEHOLDER.sub("", text).lower()
        for other in MEANS_OTHER:
            read = read.replace(other, "")
        yield from (f"{place}: {word} in {text[:60]!r}" for word in wanted if word.lower() in read)


@cache
def article_texts() -> tuple[tuple[str, str], ...]:
    """Every wording of every article; not the question, label and aliases, which are the residents' own words."""
    articles = load_articles().by_topic.values()
    assert len(articles) > 300
    return tuple(
        (article.topic, text) for article in articles for text in (article.text, *(e.text for e in article.blocks))
    )


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.word)
def test_definitions_and_articles_use_the_same_word(entry: Entry) -> None:
    texts = ((place, text) for text, place in definition_texts_once())
    assert list(hits(texts, entry.not_chinese)) == []
    assert list(hits(article_texts(), entry.not_chinese)) == []


@cache
def definition_texts_once() -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(definition_texts()))


@cache
def english_texts() -> tuple[tuple[str, str], ...]:
    found = []
    for message in read_catalog("en"):
        strings = [message.string] if isinstance(message.string, str) else message.string
        source = message.id if isinstance(message.id, str) else next(iter(message.id or ()), "")
        found.extend((source[:30], string) for string in strings if source and string)
    return tuple(found)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.word)
def test_the_english_uses_the_same_word(entry: Entry) -> None:
    assert list(hits(english_texts(), entry.not_english)) == []


def test_the_preferred_words_are_in_use() -> None:
    everything = " ".join(text for text, _place in definition_texts_once())
    english = " ".join(text for _source, text in english_texts()).lower()
    assert [e.word for e in entries() if not any(word in everything for word in e.word.split("、"))] == []
    assert [e.english for e in entries() if not any(word in english for word in e.english.lower().split(", "))] == []
