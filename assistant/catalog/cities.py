"""City packs: what a city adds to the base, replaces, tightens or removes, by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.catalog import model
from assistant.catalog.loader import Definitions, ItemVersion, Origin, build, item_versions
from assistant.catalog.packs import CityPack, Contact, Replace, Tighten
from assistant.catalog.reading import KeyPath

_RANK = {model.Status.VERIFIED: 0, model.Status.PARTLY: 1, model.Status.UNVERIFIED: 2}


@dataclass(frozen=True)
class City:
    """The base as it stands in one city."""

    id: str
    title: str
    province: str | None
    region_codes: tuple[str, ...]
    aliases: tuple[str, ...]
    sharing: bool
    contacts: tuple[Contact, ...]
    platforms: tuple[Contact, ...]
    notices: tuple[model.Notice, ...]
    items: Mapping[str, tuple[ItemVersion, ...]]
    parameters: Mapping[str, model.Parameter]
    facts: Mapping[str, model.Fact]

    def slim(self) -> City:
        """Without the plain data that its items were made of."""
        return replace(self, items={name: tuple(v.slim() for v in found) for name, found in self.items.items()})


def assemble_city(city: str, packs: tuple[CityPack, ...], found: Definitions) -> City:
    """The base with all files of one city applied; what cannot be applied goes to ``found.problems``."""
    items = dict(found.items)
    for pack in packs:
        _apply_items(pack, items, found)
    who = next((pack for pack in packs if pack.title), None)
    return City(
        id=city,
        title=(who and who.title) or city,
        province=who.province if who else None,
        region_codes=who.region_codes if who else (),
        aliases=who.aliases if who else (),
        sharing=bool(who and who.sharing),
        contacts=tuple(c for pack in packs for c in pack.contacts),
        platforms=tuple(c for pack in packs for c in pack.platforms),
        notices=tuple(n for pack in packs for n in pack.notices),
        items=items,
        parameters=_parameters(packs, found),
        facts=_facts(packs, found),
    )


def _origin(pack: CityPack, found: Definitions) -> Origin:
    file = next(file for file, other in found.pack_files.items() if other is pack)
    return found.origins[("pack", file)]


def _complain(found: Definitions, pack: CityPack, path: KeyPath, what: str, how: str) -> None:
    found.problems.append(_origin(pack, found).problem(path, what, how))


def _apply_items(pack: CityPack, items: dict[str, tuple[ItemVersion, ...]], found: Definitions) -> None:
    for index, removal in enumerate(pack.remove):
        if items.pop(removal.item, None) is None:
            _complain(found, pack, ("remove", index), f"there is no item {removal.item!r}", "name a base item")
    for index, change in enumerate(pack.replace):
        _edit(pack, items, found, ("replace", index), change.item, change)
    for index, tighten in enumerate(pack.tighten):
        _edit(pack, items, found, ("tighten", index), tighten.item, tighten)
    for index, addition in enumerate(pack.add):
        _add(pack, items, found, index, addition)


def _edit(
    pack: CityPack,
    items: dict[str, tuple[ItemVersion, ...]],
    found: Definitions,
    path: KeyPath,
    name: str,
    change: Replace | Tighten,
) -> None:
    if name not in items:
        _complain(found, pack, path, f"there is no item {name!r}", "name a base item, or use `add`")
        return
    if isinstance(change, Tighten):
        items[name] = tuple(ItemVersion(_tightened(v.item, change), v.raw) for v in items[name])
        return
    origin = _origin(pack, found)
    made = [_replaced(v, change, Origin(origin.source, (*path, "set")), found) for v in items[name]]
    items[name] = tuple(v for v in made if v is not None)


def _tightened(item: model.Item, change: Tighten) -> model.Item:
    return item.model_copy(
        update={
            "fits_when": (*item.fits_when, *change.fits_when),
            "human_when": (*item.human_when, *change.human_when),
            "status": max(item.status, change.status, key=_RANK.__getitem__),
            "source": f"{change.source}；{item.source}",
        }
    )


def _replaced(version: ItemVersion, change: Replace, origin: Origin, found: Definitions) -> ItemVersion | None:
    raw: dict[str, Any] = {**version.raw, **change.set}
    raw["source"] = f"{change.source}；{version.item.source}"
    raw["status"] = max(version.item.status, change.status, key=_RANK.__getitem__).value
    item = build(model.Item, origin, raw, found.problems)
    return ItemVersion(item, raw) if item is not None else None


def _add(
    pack: CityPack,
    items: dict[str, tuple[ItemVersion, ...]],
    found: Definitions,
    index: int,
    addition: model.Item,
) -> None:
    if addition.item in items:
        _complain(found, pack, ("add", index), f"{addition.item!r} is in the base", "use `replace` or `tighten`")
        return
    origin = _origin(pack, found)
    raw = origin.source.data["add"][index]
    items[addition.item] = item_versions(raw, Origin(origin.source, ("add", index)), found.problems)


def _parameters(packs: tuple[CityPack, ...], found: Definitions) -> Mapping[str, model.Parameter]:
    """The base figures with the city's own in their place; the city's days come first, the base fills the rest."""
    result = dict(found.parameters)
    for pack in packs:
        for parameter in pack.parameters:
            base = result.get(parameter.id)
            values = (*parameter.values, *(base.values if base else ()))
            per_city = parameter.per_city or base is None or base.per_city
            result[parameter.id] = parameter.model_copy(update={"values": values, "per_city": per_city})
    return result


def _facts(packs: tuple[CityPack, ...], found: Definitions) -> Mapping[str, model.Fact]:
    result = dict(found.facts)
    for pack in packs:
        for index, choice in enumerate(pack.options):
            fact = result.get(choice.fact)
            if fact is None:
                _complain(found, pack, ("options", index), f"there is no fact {choice.fact!r}", "name a choice fact")
                continue
            result[choice.fact] = fact.model_copy(update={"options": choice.options})
    return result
