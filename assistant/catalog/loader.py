"""Read ``assistant/flows/`` into typed definitions; every slip is a Problem with file, line, what and how."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.catalog import model
from assistant.catalog.calendar import HolidayCalendar
from assistant.catalog.entitlement import Entitlement
from assistant.catalog.examples import Example
from assistant.catalog.packs import CityPack
from assistant.catalog.reading import DefinitionError, KeyPath, Problem, Source, read_file

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a definition stands: its source file and the key path inside it."""

    source: Source
    path: KeyPath

    def problem(self, path: KeyPath, what: str, how: str) -> Problem:
        return self.source.problem((*self.path, *path), what, how)


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """One dated version of an item, with the plain data it was made of (a city may replace parts of it)."""

    item: model.Item
    raw: Mapping[str, Any]

    def slim(self) -> ItemVersion:
        """Without the plain data."""
        return ItemVersion(self.item, {})


@dataclass
class Definitions:
    """Everything read, by id, with where each stands. Items and parameters keep their dated versions."""

    facts: dict[str, model.Fact] = field(default_factory=dict)
    documents: dict[str, model.Document] = field(default_factory=dict)
    parameters: dict[str, model.Parameter] = field(default_factory=dict)
    forms: dict[str, model.Form] = field(default_factory=dict)
    services: dict[str, model.Service] = field(default_factory=dict)
    items: dict[str, tuple[ItemVersion, ...]] = field(default_factory=dict)
    packs: dict[str, tuple[CityPack, ...]] = field(default_factory=dict)
    pack_files: dict[str, CityPack] = field(default_factory=dict)
    examples: dict[str, Example] = field(default_factory=dict)
    holidays: HolidayCalendar = field(default_factory=HolidayCalendar)
    entitlement: Entitlement | None = None  # a catalog may do without the check
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, kind: str, name: str, path: KeyPath, what: str, how: str) -> Problem:
        """A problem at ``path`` inside the definition ``kind`` ``name``."""
        origin = self.origins.get((kind, name))
        if origin is None:
            return Problem(f"{kind} {name}", 1, what, how)
        return origin.problem(path, what, how)

    def slim(self) -> Definitions:
        """Without the texts read, once every place that could be wrong has been looked at."""
        items = {name: tuple(version.slim() for version in versions) for name, versions in self.items.items()}
        return replace(self, items=items, origins={})


def load_definitions(root: Path, examples: bool = True) -> Definitions:
    """Read all files under ``root`` (the flows folder). Problems are collected in ``problems``, never raised.

    Worked ``examples`` are for tests and checks: a server does without them and starts sooner.
    """
    found = Definitions()
    for pattern, read in _FILES:
        if pattern.startswith("examples/") and not examples:
            continue
        for path in sorted(root.glob(pattern)):
            try:
                source = read_file(path, root.parent.parent)
            except DefinitionError as error:
                found.problems.extend(error.problems)
                continue
            if source.data is not None:
                read(found, source)
    return found


def build(kind: type[M], origin: Origin, data: Any, problems: list[Problem]) -> M | None:
    """One typed definition out of plain data; None (and problems) when it does not fit."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        problems.extend(_problem_of(kind, origin, detail) for detail in error.errors())
        return None


def _problem_of(kind: type[BaseModel], origin: Origin, detail: Any) -> Problem:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    describe = _MENDS.get(detail["type"], _describe_other)
    what, how = describe(kind, path, detail)
    return origin.problem(path, what, how)


def _describe_extra(kind: type[BaseModel], path: KeyPath, detail: Any) -> tuple[str, str]:
    known = _known_keys(kind, path[:-1])
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    how = f"did you mean {near[0]!r}?" if near else f"the keys here are {', '.join(sorted(known)) or 'in model.py'}"
    return f"{path[-1]!r} is not a key here", how


def _known_keys(kind: type[BaseModel], path: KeyPath) -> list[str]:
    return [f.alias or name for name, f in kind.model_fields.items()] if not path else []


def _describe_missing(kind: type[BaseModel], path: KeyPath, detail: Any) -> tuple[str, str]:
    return f"{path[-1]!r} is missing", f"add `{path[-1]}:`"


def _describe_other(kind: type[BaseModel], path: KeyPath, detail: Any) -> tuple[str, str]:
    message = detail["msg"].removeprefix("Value error, ")
    what, _, how = message.partition("; ")
    given = detail.get("input")
    shown = f" (given: {given!r})" if isinstance(given, str | int | float | bool) else ""
    return f"{'.'.join(map(str, path)) or 'this'}: {what}{shown}", how or "see docs/definitions.md"


_MENDS: dict[str, Callable[[type[BaseModel], KeyPath, Any], tuple[str, str]]] = {
    "extra_forbidden": _describe_extra,
    "missing": _describe_missing,
}


def _keep(found: Definitions, kind: str, name: str, value: Any, into: dict[str, Any], origin: Origin) -> None:
    if name in into:
        first = found.origins[(kind, name)]
        where = f"{first.source.file}:{first.source.line(first.path)}"
        found.problems.append(
            origin.problem((), f"{kind} {name!r} is defined twice, first in {where}", "keep one of the two")
        )
        return
    into[name] = value
    found.origins[(kind, name)] = origin


def _entries(found: Definitions, source: Source, key: str) -> Iterator[tuple[Origin, Any]]:
    """The entries of a file that is one list under one key."""
    data = source.data
    listed = data.get(key) if isinstance(data, dict) else None
    if not isinstance(listed, list):
        found.problems.append(source.problem((), f"this file has no list `{key}:`", f"start it with `{key}:`"))
        return
    for index, entry in enumerate(listed):
        yield Origin(source, (key, index)), entry


def _read_facts(found: Definitions, source: Source) -> None:
    repeats = source.data.get("repeat") if isinstance(source.data, dict) else None
    for origin, entry in _entries(found, source, "facts"):
        for data in _repeated(entry, repeats):
            fact = build(model.Fact, origin, data, found.problems)
            if fact is not None:
                _keep(found, "fact", fact.id, fact, found.facts, origin)


def _repeated(entry: Any, repeats: Any) -> Iterator[Any]:
    """The entry once for every person of the file's ``repeat`` block, or as it stands."""
    if not repeats or not isinstance(entry, dict):
        yield entry
        return
    for repeat in repeats:
        copy = _replaced(entry, {"{who}": repeat["who"], "{p}": repeat["prefix"]})
        yield {**copy, "id": f"{repeat['prefix']}_{entry.get('id')}"}


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for old, new in words.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, list):
        return [_replaced(part, words) for part in value]
    if isinstance(value, dict):
        return {key: _replaced(part, words) for key, part in value.items()}
    return value


def _list_reader(key: str, kind: type[BaseModel], name: str, target: str) -> Callable[[Definitions, Source], None]:
    def read(found: Definitions, source: Source) -> None:
        for origin, entry in _entries(found, source, key):
            made = build(kind, origin, entry, found.problems)
            if made is not None:
                _keep(found, name, made.id, made, getattr(found, target), origin)  # type: ignore[attr-defined]

    return read


def _file_reader(kind: type[BaseModel], name: str, target: str) -> Callable[[Definitions, Source], None]:
    def read(found: Definitions, source: Source) -> None:
        made = build(kind, Origin(source, ()), source.data, found.problems)
        if made is not None:
            _keep(found, name, getattr(made, name), made, getattr(found, target), Origin(source, ()))

    return read


def _read_item(found: Definitions, source: Source) -> None:
    versions = item_versions(source.data, Origin(source, ()), found.problems)
    if versions:
        _keep(found, "item", versions[0].item.item, versions, found.items, Origin(source, ()))


def item_versions(data: Any, origin: Origin, problems: list[Problem]) -> tuple[ItemVersion, ...]:
    """The dated versions of an item: the base, then one for each of its ``changes``, each ending the one before."""
    base = build(model.Item, origin, data, problems)
    if base is None:
        return ()
    raw = {key: value for key, value in data.items() if key != "changes"}
    versions = [ItemVersion(base, raw)]
    for index, change in enumerate(sorted(base.changes, key=lambda c: c.from_)):
        raw = {**raw, **change.set, "in_force": {"from": change.from_, "to": base.in_force.to}}
        raw["source"] = f"{change.source}；{base.source}"
        made = build(model.Item, Origin(origin.source, (*origin.path, "changes", index, "set")), raw, problems)
        if made is None:
            return ()
        versions[-1] = _ending(versions[-1], change.from_ - timedelta(days=1))
        versions.append(ItemVersion(made, raw))
    return tuple(versions)


def _ending(version: ItemVersion, last: date) -> ItemVersion:
    period = {"from": version.item.in_force.from_, "to": last}
    item = version.item.model_copy(update={"in_force": model.InForce.model_validate(period)})
    return ItemVersion(item, {**version.raw, "in_force": period})


def _read_city(found: Definitions, source: Source) -> None:
    pack = build(CityPack, Origin(source, ()), source.data, found.problems)
    if pack is None:
        return
    found.origins[("pack", source.file)] = Origin(source, ())
    found.pack_files[source.file] = pack
    found.packs[pack.city] = (*found.packs.get(pack.city, ()), pack)


def _read_holidays(found: Definitions, source: Source) -> None:
    years = source.data.get("years", {})
    off: set[date] = set()
    on: set[date] = set()
    for year in years.values():
        off.update(year.get("off", ()))
        on.update(year.get("on", ()))
    found.holidays = HolidayCalendar(
        frozenset(int(y) for y in years), frozenset(off), frozenset(on), {int(y): v["source"] for y, v in years.items()}
    )


def _read_entitlement(found: Definitions, source: Source) -> None:
    origin = Origin(source, ())
    found.origins[("entitlement", "entitlement")] = origin
    found.entitlement = build(Entitlement, origin, source.data, found.problems)


_FILES: tuple[tuple[str, Callable[[Definitions, Source], None]], ...] = (
    ("facts/*.yaml", _read_facts),
    ("documents/*.yaml", _list_reader("documents", model.Document, "document", "documents")),
    ("parameters/*.yaml", _list_reader("parameters", model.Parameter, "parameter", "parameters")),
    ("forms/*.yaml", _file_reader(model.Form, "form", "forms")),
    ("*/service.yaml", _file_reader(model.Service, "service", "services")),
    ("*/items/*.yaml", _read_item),
    ("cities/*/*.yaml", _read_city),
    ("examples/*/*.yaml", _file_reader(Example, "example", "examples")),
    ("holidays.yaml", _read_holidays),
    ("entitlement.yaml", _read_entitlement),
)

PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)(?:@([a-z]+))?\s*\}\}")
