"""Everything that is offered, read once: the rules, the articles, and the index over their questions."""

from __future__ import annotations

import gc
import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.catalog.articles import KB, Article, Articles, load_articles
from assistant.catalog.catalog import FLOWS, Catalog
from assistant.catalog.reading import DefinitionError, read_yaml
from assistant.match.family import Family, load_families
from assistant.match.index import Facets, Index

CODE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Neighbour:
    """A matter that others answer: its label and the sentence that says whom to ask."""

    id: str
    label: str
    door: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Library:
    """What the product knows. Built before the workers fork, then only read."""

    catalog: Catalog
    articles: Articles
    index: Index = field(repr=False)
    neighbours: Mapping[str, Neighbour]
    families: tuple[Family, ...] = ()


def load_library(cache: Path | None = None, flows: Path = FLOWS, kb: Path = KB) -> Library:
    """Read and check everything. Raises DefinitionError: a broken catalog never starts.

    ``cache`` is a folder of our own where the result is kept under the hash of all files it was read from;
    reading it back takes a tenth of the time.
    """
    if cache is None:
        return _read(flows, kb)
    kept = cache / f"library-{_fingerprint(flows, kb)}.pickle"
    if kept.is_file():
        return _unpickled(kept)
    library = _read(flows, kb)
    _keep(library, kept)
    return library


def _unpickled(kept: Path) -> Library:
    """Our own file, in our own folder. Without the collector, which would look at every new object in vain."""
    gc.disable()
    try:
        with kept.open("rb") as stream:
            library: Library = pickle.load(stream)
    finally:
        gc.enable()
    return library


def _keep(library: Library, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in kept.parent.glob("library-*.pickle"):
        old.unlink(missing_ok=True)
    part = kept.with_suffix(".part")
    part.write_bytes(pickle.dumps(library, protocol=pickle.HIGHEST_PROTOCOL))
    part.replace(kept)


def _fingerprint(*roots: Path) -> str:
    """Names the exact text of all definitions, articles and of the code that reads them."""
    digest = hashlib.sha256()
    code = [path for room in ("catalog", "match") for path in (CODE / room).glob("*.py")]
    data = [path for root in roots for path in root.rglob("*") if path.is_file()]
    for path in sorted([*code, *data]):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _read(flows: Path, kb: Path) -> Library:
    catalog = Catalog.load(flows).slim()
    articles = load_articles(kb)
    if articles.problems:
        raise DefinitionError(articles.problems)
    neighbours = {n.id: n for n in load_neighbours(kb)}
    return Library(catalog, articles, build_index(articles, kb, neighbours), neighbours, load_families(kb))


def build_index(articles: Articles, kb: Path, neighbours: Mapping[str, Neighbour]) -> Index:
    """The index over every standard question and alias, with what is known beside the words."""
    return Index(
        articles.rows(),
        cohort=load_cohort(kb),
        neighbours=[(n.id, example) for n in neighbours.values() for example in n.examples],
        facets={topic: _facets(article) for topic, article in articles.by_topic.items()},
        families=load_families(kb),
    )


def _facets(article: Article) -> Facets:
    return Facets(article.front.city, article.front.service, article.front.item)


def load_neighbours(kb: Path = KB) -> tuple[Neighbour, ...]:
    entries = _yaml(kb / "neighbours.yaml") or []
    return tuple(Neighbour(e["id"], e["label"], e["door"], tuple(map(str, e["examples"]))) for e in entries)


def load_cohort(kb: Path = KB) -> tuple[str, ...]:
    """Questions that nothing of ours answers; they only teach the index when to be silent."""
    groups = _yaml(kb / "out_of_scope.yaml") or {}
    return tuple(str(question) for questions in groups.values() for question in questions)


def _yaml(path: Path) -> Any:
    return read_yaml(path.read_text(encoding="utf-8"), path.name).data if path.is_file() else None
