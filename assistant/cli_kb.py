"""``onething kb``: what those who look after the answers have to know.

``check`` reads the articles against the house rules; ``report`` reads the de-identified log of questions.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli_errors import says_what_is_wrong

if TYPE_CHECKING:
    from assistant.catalog.articles import Article, Articles
    from assistant.catalog.catalog import Catalog
    from assistant.store.question_log import Question

LONGEST_SENTENCE = 40  # 汉字 between 。！？；: the hard limit of the house
TOO_ALIKE = 95.0  # rapidfuzz ratio from which two people could not tell which topic is meant
REPORT_DAYS = 30
TOPICS = Path(__file__).resolve().parent / "kb" / "topics.csv"
_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_END = re.compile(r"[。！？；\n]")
_FIGURE = re.compile(r"\d[\d,.]*\s*(?:万)?\s*(?:元|天|个?工作日|日内|个月|周岁|岁|%|％)")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_DATE = re.compile(r"\d+\s*年(?:\s*\d+\s*月)?(?:\s*\d+\s*日)?|\d+\s*月\s*\d+\s*日")


@dataclass(frozen=True, order=True)
class Finding:
    """Something to mend: the kind, the file, and what it is."""

    kind: str
    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.file}: {self.what}"


# --- check ------------------------------------------------------------------------------------------


def check(articles: Articles, catalog: Catalog | None, today: date, topics: Path = TOPICS) -> list[Finding]:
    """Every finding, sorted. Without ``catalog`` the links from definitions are not looked at."""
    found = [*missing_topics(articles, catalog, topics), *alike(articles)]
    for article in articles.by_topic.values():
        found += [*past_review(article, today), *long_sentences(article), *typed_figures(article)]
    return sorted(found)


def missing_topics(articles: Articles, catalog: Catalog | None, topics: Path = TOPICS) -> Iterator[Finding]:
    """Topics without an article: of the list where one ships, and of every link between articles and definitions."""
    if topics.is_file():
        for line in topics.read_text(encoding="utf-8").splitlines()[1:]:
            topic = line.split(",", 1)[0].strip()
            if topic and topic not in articles.by_topic:
                yield Finding("missing", topics.name, f"{topic} has no article")
    for article in articles.by_topic.values():
        for topic in article.front.neighbours:
            if topic not in articles.by_topic:
                yield Finding("missing", article.file, f"neighbour {topic} has no article")
    if catalog is not None:
        yield from _missing_links(articles, catalog)


def _missing_links(articles: Articles, catalog: Catalog) -> Iterator[Finding]:
    services = set(catalog.services)
    for article in articles.by_topic.values():
        if article.front.service and article.front.service not in services:
            yield Finding("missing", article.file, f"service {article.front.service} is not defined")
        yield from _item_missing(article, catalog)
    packs = (versions for city in catalog.cities.values() for versions in city.items.items())
    items = {name: versions[-1].item for name, versions in (*packs, *catalog.definitions.items.items())}
    for name, item in items.items():
        for topic in item.topics:
            if topic not in articles.by_topic:
                yield Finding("missing", f"item {name}", f"topic {topic} has no article")


def _item_missing(article: Article, catalog: Catalog) -> Iterator[Finding]:
    """An item may be one that only some cities have; then the article must have a text for one of them."""
    item = article.front.item
    if item is None or item in catalog.definitions.items:
        return
    cities = {name for name, city in catalog.cities.items() if item in city.items}
    if not cities:
        yield Finding("missing", article.file, f"item {item} is not defined")
    elif not cities & {article.front.city, *(block.keys.city for block in article.blocks)}:
        yield Finding("missing", article.file, f"item {item} is only in {', '.join(sorted(cities))}: no text for it")


def alike(articles: Articles) -> Iterator[Finding]:
    """Two ways to ask that are nearly the same and lead to different answers."""
    import numpy as np
    from rapidfuzz import fuzz, process

    rows = articles.rows()
    texts = [text for _topic, text in rows]
    for start in range(0, len(texts), 500):  # a block at a time: all at once would take hundreds of megabytes
        scores = process.cdist(texts[start : start + 500], texts, scorer=fuzz.ratio, score_cutoff=TOO_ALIKE)
        for row, column in np.argwhere(scores >= TOO_ALIKE).tolist():
            first, second = rows[start + row], rows[column]
            one, other = articles.by_topic[first[0]], articles.by_topic[second[0]]
            if start + row < column and one.answer != other.answer:
                file = one.file
                yield Finding("alike", file, f"「{first[1]}」 and 「{second[1]}」 of {second[0]}")


def past_review(article: Article, today: date) -> Iterator[Finding]:
    """An article whose facts should have been looked at again."""
    if article.front.review_by < today:
        yield Finding("review", article.file, f"was to be reviewed by {article.front.review_by}")


def long_sentences(article: Article) -> Iterator[Finding]:
    """Sentences that nobody reads to the end."""
    for text in _texts(article):
        for sentence in _SENTENCE_END.split(text):
            length = len(_HAN.findall(_PLACEHOLDER.sub("", sentence)))
            if length > LONGEST_SENTENCE:
                yield Finding("long", article.file, f"{length} characters: {sentence.strip()[:20]}…")


def typed_figures(article: Article) -> Iterator[Finding]:
    """Figures that would stay when the rule changes; they belong to the dated parameters."""
    for text in _texts(article):
        plain = _DATE.sub("", _PLACEHOLDER.sub("", text))
        for match in _FIGURE.finditer(plain):
            yield Finding("figure", article.file, f"「{match[0]}」 is typed; reference a parameter")


def _texts(article: Article) -> Iterator[str]:
    yield article.text
    yield from (block.text for block in article.blocks)


# --- report -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """What the log says: questions nobody could answer, what was meant after a choice, what was marked as wrong."""

    counts: Mapping[str, int]
    unanswered: tuple[tuple[str, int], ...]
    chosen: tuple[tuple[str, int, tuple[str, ...]], ...]
    wrong: tuple[tuple[str, int, tuple[str, ...]], ...]


def report(questions: Iterable[Question], most: int) -> Report:
    """The log summed up, the most frequent first, at most ``most`` lines of each."""
    rows = list(questions)
    unanswered = Counter(one.text for one in rows if one.status == "unknown" and one.text)
    return Report(
        dict(Counter(one.status for one in rows)),
        tuple(unanswered.most_common(most)),
        _by_topic([one for one in rows if one.status == "chosen"], most),
        _by_topic([one for one in rows if one.status == "wrong"], most),
    )


def _by_topic(rows: Sequence[Question], most: int) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    counts = Counter(one.topic for one in rows)
    for one in rows:
        if one.text and one.text not in texts[one.topic]:
            texts[one.topic].append(one.text)
    return tuple((topic, count, tuple(texts[topic][:3])) for topic, count in counts.most_common(most))


def in_words(found: Report) -> Iterator[str]:
    """The report, a line each."""
    yield ", ".join(f"{status}: {count}" for status, count in sorted(found.counts.items())) or "nothing was logged"
    if found.unanswered:
        yield "nobody could answer:"
        yield from (f"{count:5}  {text}" for text, count in found.unanswered)
    for title, rows in (("chosen after a choice:", found.chosen), ("marked as wrong:", found.wrong)):
        if rows:
            yield title
            yield from (f"{count:5}  {topic}  {' / '.join(texts)}" for topic, count, texts in rows)


# --- the commands -----------------------------------------------------------------------------------


@click.group()
def kb() -> None:
    """Look after the articles: check them, read what people asked."""


@kb.command(name="check")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day to judge review dates by.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@says_what_is_wrong
def check_command(day: datetime | None, as_json: bool) -> None:
    """Topics missing, aliases too alike, articles past review, long sentences, typed figures."""
    from assistant.catalog.articles import load_articles
    from assistant.cli_catalog import kept_catalog, today

    articles = load_articles()
    if articles.problems:
        raise click.ClickException("\n".join(map(str, articles.problems)))
    found = check(articles, kept_catalog(), day.date() if day else today())
    if as_json:
        click.echo(json.dumps([vars(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(one)
    counts = Counter(one.kind for one in found)
    click.echo(", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items())) or "nothing to mend", err=True)
    if counts["missing"]:
        raise SystemExit(1)


@kb.command(name="report")
@click.option("--days", default=REPORT_DAYS, show_default=True, help="How many days back.")
@click.option("--most", default=20, show_default=True, help="How many lines of each kind.")
@click.option("--csv", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the log itself as CSV.")
@says_what_is_wrong
def report_command(days: int, most: int, target: Path | None) -> None:
    """What nobody could answer, what was meant after a choice, and which articles were marked as wrong."""
    from assistant.cli_catalog import data_dir, today
    from assistant.store.question_log import QuestionLog

    log, since = QuestionLog(data_dir() / "questions.db"), today() - timedelta(days=days)
    for line in in_words(report(log.questions(since), most)):
        click.echo(line)
    if target is not None:
        click.echo(f"{log.export_csv(target, since)} questions written to {target}")
