"""What each language still lacks: ``python -m scripts.translations`` prints a table by language and part.

The parts are the interface (code and templates) and every service with all it can show: its items, forms and papers,
the facts behind them, and what cities say about it. A text that several services share counts in each of them.
``--list LANGUAGE PART`` prints the texts that are missing there, one a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeAlias

from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import read_po
from pydantic import BaseModel

from assistant.catalog.checking import each_value
from assistant.catalog.expressions import Expression
from assistant.catalog.loader import Definitions, load_definitions
from assistant.catalog.model import Form, Item, Service
from scripts.messages import LOCALES, ROOT, extracted, texts_of

INTERFACE = "interface"
CHECK = "entitlement"
MsgId: TypeAlias = str | tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One row of the report: how many texts a part of the product has, and which of them a language lacks."""

    language: str
    part: str
    texts: int
    missing: tuple[MsgId, ...]

    @property
    def share(self) -> float:
        """How much is translated, from 0 to 1; a part without texts is complete."""
        return 1 - len(self.missing) / self.texts if self.texts else 1.0


def main() -> int:
    lines = report()
    if "--list" in sys.argv:
        language, part = sys.argv[sys.argv.index("--list") + 1 :][:2]
        for line in lines:
            if (line.language, line.part) == (language, part):
                sys.stdout.writelines(f"{msgid if isinstance(msgid, str) else msgid[0]}\n" for msgid in line.missing)
        return 0
    sys.stdout.write(table(lines))
    return 0


def report() -> tuple[Line, ...]:
    """A line for every language and part, in a steady order."""
    parts = parts_of_product()
    return tuple(
        Line(language, part, len(msgids), tuple(msgid for msgid in msgids if not _is_translated(catalog, msgid)))
        for language, catalog in ((language, read_catalog(language)) for language in languages())
        for part, msgids in parts.items()
    )


def table(lines: Iterable[Line]) -> str:
    """The report as a table in plain text."""
    rows = [f"{'language':10}{'part':14}{'texts':>7}{'missing':>9}{'done':>8}"]
    rows += [f"{x.language:10}{x.part:14}{x.texts:7}{len(x.missing):9}{x.share:8.1%}" for x in lines]
    return "\n".join(rows) + "\n"


def languages() -> tuple[str, ...]:
    """The languages that have a catalog, besides the Chinese of the sources."""
    return tuple(sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/messages.po")))


def read_catalog(language: str) -> Messages:
    """The translations of ``language`` as they stand in the repository. Raises FileNotFoundError."""
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        return read_po(stream, locale=language)


def parts_of_product() -> Mapping[str, tuple[MsgId, ...]]:
    """The texts of each part of the product, in the order in which they stand there."""
    found = load_definitions(ROOT / "assistant" / "flows", examples=False)
    in_code = (m for m in extracted() if m.id and any(place.startswith("assistant/") for place, _ in m.locations))
    interface = [m.id if isinstance(m.id, str) else tuple(m.id) for m in in_code]
    services = {name: tuple(dict.fromkeys(_service_texts(service, found))) for name, service in found.services.items()}
    return {INTERFACE: tuple(interface), **services, CHECK: tuple(dict.fromkeys(_check_texts(found)))}


def _check_texts(found: Definitions) -> Iterator[MsgId]:
    """The words of the entitlement check and of the questions it asks."""
    check = found.entitlement
    if check is not None:
        yield from texts_of(check)
        for one in check.facts:
            yield from texts_of(found.facts[one.fact])


def _service_texts(service: Service, found: Definitions) -> Iterator[MsgId]:
    name = service.service
    packs = [
        pack for file, pack in found.pack_files.items() if PurePath(file).stem in (name, f"{name}_figures", "city")
    ]
    items = [*_items(name, found), *(item for pack in packs for item in pack.add)]
    forms = [found.forms[form] for form in dict.fromkeys(item.form for item in items) if form in found.forms]
    papers = dict.fromkeys(use.document for item in items for use in item.documents)
    facts = _facts_behind([service, *items, *forms, *packs], found)
    documents = (found.documents[paper] for paper in papers if paper in found.documents)
    for thing in (service, *items, *forms, *documents, *(found.facts[fact] for fact in facts), *packs):
        yield from texts_of(thing)


def _items(service: str, found: Definitions) -> list[Item]:
    versions = [version for dated in found.items.values() for version in dated]
    return [version.item for version in versions if version.item.service == service]


def _facts_behind(things: Iterable[BaseModel], found: Definitions) -> list[str]:
    """The facts that ``things`` look at, and those behind them, nearest first."""
    waiting = [name for thing in things for name in _names_in(thing)]
    reached: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name in found.facts and name not in reached:
            reached[name] = None
            waiting.extend(_names_in(found.facts[name]))
    return list(reached)


def _names_in(thing: BaseModel) -> Iterator[str]:
    for _path, value in each_value(thing):
        if isinstance(value, Expression):
            yield from value.facts
    if isinstance(thing, Form):
        yield from (box.fact for section in thing.sections for box in section.boxes)
    if isinstance(thing, Service):
        yield from thing.ask_first


def _is_translated(catalog: Messages, msgid: MsgId) -> bool:
    message = catalog.get(msgid if isinstance(msgid, str) else msgid[0])
    strings = (message.string if message is not None else None) or ()
    return bool(strings) and all(strings)


if __name__ == "__main__":
    sys.exit(main())
