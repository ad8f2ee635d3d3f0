"""What changed and when: each day on which an item, a paper's name or a figure becomes another one, in plain words.

Nothing is written by hand for it: the days and the two sides are read out of the dated definitions. What nobody has
published stays unknown on its side; a change of which only the ground is new says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from assistant.catalog import expressions as ex
from assistant.catalog.catalog import Catalog, Rules
from assistant.catalog.checking import each_value
from assistant.catalog.expressions import Expression
from assistant.catalog.loader import PLACEHOLDER
from assistant.catalog.messages import Message, _
from assistant.catalog.model import Fact, Item, Status, Unit
from assistant.catalog.outcome import MissingFigure
from assistant.engine.guide import conditions, day_lines, figure_words, lines, paper_titles, sum_lines
from assistant.engine.plan import Plan

ONE_DAY = timedelta(days=1)
AHEAD = timedelta(days=60)


class Kind(StrEnum):
    """What became another one."""

    BEGINS = "begins"  # nothing earlier is in the catalog
    CHANGES = "changes"
    ENDS = "ends"
    PAPER = "paper"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Difference:
    """One point of a change: the lines that were said before only, and those said since."""

    what: Message
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What became another one on ``day``: an item, the name of a paper, a figure."""

    day: date
    kind: Kind
    id: str
    title: str
    services: tuple[str, ...]
    summary: str
    differences: tuple[Difference, ...]
    source: str
    hedge: bool

    @property
    def is_told(self) -> bool:
        """Whether what comes is known; a figure that only runs out is not worth a warning."""
        return self.kind is not Kind.FIGURE or any(point.after for point in self.differences)


def turns(catalog: Catalog, city: str | None) -> tuple[Turn, ...]:
    """Every change in ``city`` (None: the base alone), by day; worked out once for each catalog and city."""
    kept: dict[str, tuple[Turn, ...]] = catalog.turns
    if (city or "") not in kept:
        items = tuple(_items(catalog, city))
        found = [*items, *_papers(catalog, city), *_figures(catalog, city, {(turn.id, turn.day) for turn in items})]
        kept[city or ""] = tuple(sorted(found, key=lambda turn: (turn.day, turn.services, turn.kind, turn.id)))
    return kept[city or ""]


def turns_ahead(rules: Rules, service: str | None = None, within: timedelta = AHEAD) -> tuple[Turn, ...]:
    """The changes that come in the days after the day of ``rules``, soonest first."""
    return tuple(
        turn
        for turn in turns(rules.catalog, rules.city or None)
        if rules.day < turn.day <= rules.day + within and (service is None or service in turn.services)
    )


def turns_felt(plan: Plan) -> tuple[Turn, ...]:
    """Of the changes ahead, those of the items and papers that are on somebody's list."""
    items = {entry.id for entry in plan.entries}
    papers = {paper.document for entry in plan.entries for paper in entry.papers}
    felt = {Kind.PAPER: papers, Kind.FIGURE: set[str]()}
    return tuple(
        turn for turn in turns_ahead(plan.rules, plan.service.service) if turn.id in felt.get(turn.kind, items)
    )


# --- items ------------------------------------------------------------------------------------------


def _items(catalog: Catalog, city: str | None) -> Iterator[Turn]:
    place = catalog.cities[city] if city else catalog.base
    for name, versions in place.items.items():
        days = {v.item.in_force.from_ for v in versions} | {_after(v.item.in_force.to) for v in versions}
        days |= {day for version in versions for day in _days_named(version.item)}
        for day in sorted(day for day in days if day is not None):
            turn = _item_turn(name, day, catalog.rules(city, day - ONE_DAY), catalog.rules(city, day))
            if turn is not None:
                yield turn


def _after(day: date | None) -> date | None:
    return day + ONE_DAY if day else None


def _days_named(item: Item) -> Iterator[date]:
    """The days at which a requirement of the item begins or ends: 「today < date(2025, 9, 1)」."""
    for clause in (*item.fits_when, *item.human_when):
        node = clause.when.node
        if not clause.when.facts and isinstance(node, ex.Compare) and isinstance(node.right, ex.Call):
            yield date(*(int(part.value) for part in node.right.args if isinstance(part, ex.Const)))


def _item_turn(name: str, day: date, old: Rules, new: Rules) -> Turn | None:
    before, after = old.items.get(name), new.items.get(name)
    item = after or before
    if item is None:
        return None
    kind = Kind.BEGINS if before is None else Kind.ENDS if after is None else Kind.CHANGES
    differences = tuple(_differences(before, after, old, new)) if before and after else ()
    if before is after and not differences:
        return None
    summary = lines(item.card, new if after else old)
    return Turn(
        day, kind, name, item.title, (item.service,), summary[-1] if summary else "", differences,
        _ground(item, day, new), item.status is not Status.VERIFIED,
    )  # fmt: skip


def _ground(item: Item, day: date, rules: Rules) -> str:
    """The ground of the change of that day; that of the item where none is written for it."""
    versions = rules.catalog.definitions.items.get(item.item, ())
    changes = versions[0].item.changes if versions else ()
    return next((change.source for change in changes if change.from_ == day), item.source)


def _differences(before: Item, after: Item, old: Rules, new: Rules) -> Iterator[Difference]:
    for what, read in _POINTS:
        was, becomes = read(before, old), read(after, new)
        gone = tuple(line for line in dict.fromkeys(was) if line not in becomes)
        come = tuple(line for line in dict.fromkeys(becomes) if line not in was)
        if gone or come:
            yield Difference(what, gone, come)


Reader = Callable[[Item, Rules], tuple[str, ...]]
_POINTS: tuple[tuple[Message, Reader], ...] = (
    (_("名称"), lambda item, rules: (item.title,)),
    (_("大意"), lambda item, rules: lines(item.card, rules)),
    (_("条件"), lambda item, rules: conditions(item.fits_when, rules, but=True)),
    (_("要由人判断的"), lambda item, rules: conditions(item.human_when, rules, but=False)),
    (_("带什么"), paper_titles),
    (_("找谁"), lambda item, rules: lines(item.authority, rules)),
    (_("去哪里"), lambda item, rules: lines(item.where, rules)),
    (_("怎么办"), lambda item, rules: lines(item.how, rules)),
    (_("先做什么"), lambda item, rules: lines(item.next, rules)),
    (_("注意"), lambda item, rules: lines(item.note, rules)),
    (_("日期"), day_lines),
    (_("金额"), sum_lines),
    (_("收费"), lambda item, rules: (item.fee,) if item.fee else ()),
    (_("多久办好"), lambda item, rules: (item.takes,) if item.takes else ()),
    (_("会拿到"), lambda item, rules: item.output),
    (_("不同意结果"), lambda item, rules: (item.remedy,) if item.remedy else ()),
)


# --- the names of papers ----------------------------------------------------------------------------


def _papers(catalog: Catalog, city: str | None) -> Iterator[Turn]:
    for name, paper in catalog.definitions.documents.items():
        for change in paper.changes:
            old, new = catalog.rules(city, change.from_ - ONE_DAY), catalog.rules(city, change.from_)
            using = (item.service for item in new.items.values() if name in {use.document for use in item.documents})
            point = Difference(_("名称"), (old.document_title(name),), (change.title,))
            yield Turn(
                change.from_, Kind.PAPER, name, change.title, tuple(dict.fromkeys(using)), paper.note or "", (point,),
                change.source, False,
            )  # fmt: skip


# --- figures ----------------------------------------------------------------------------------------


def _figures(catalog: Catalog, city: str | None, told: Set[tuple[str, date]]) -> Iterator[Turn]:
    """The figures that become others, but for those that an item which changes on the same day already names."""
    place = catalog.cities[city] if city else catalog.base
    readers = _items_by_figure(catalog, city)
    for name, parameter in place.parameters.items():
        days = {figure.from_ for figure in parameter.values} if parameter.unit is not Unit.NONE else set()
        for day in sorted(days):
            old, new = catalog.rules(city, day - ONE_DAY), catalog.rules(city, day)
            was, becomes = figure_words(name, old), figure_words(name, new)
            if was == becomes or _has_no_entry(name, old) or any((i, day) in told for i in readers.get(name, ())):
                continue
            entry = new.figure_entry(name)
            if entry is not None:
                point = Difference(_("标准"), (was,) if was else (), (becomes,) if becomes else ())
                services = tuple(dict.fromkeys(place.items[item][0].item.service for item in readers.get(name, ())))
                hedge = entry.status is not Status.VERIFIED
                yield Turn(day, Kind.FIGURE, name, parameter.title, services, "", (point,), entry.source, hedge)


def _has_no_entry(name: str, rules: Rules) -> bool:
    """Whether the catalog says nothing at all about the figure on this day, not even that it is unknown."""
    try:
        return rules.figure_entry(name) is None
    except MissingFigure:
        return True


def _items_by_figure(catalog: Catalog, city: str | None) -> dict[str, tuple[str, ...]]:
    """Which items, in any version, read each figure: in a text, a span, a formula, or a fact behind one."""
    place = catalog.cities[city] if city else catalog.base
    found: dict[str, dict[str, None]] = {}
    for item, versions in place.items.items():
        facts, names = _reads(version.item for version in versions)
        for name in names | _behind(facts, place.facts):
            found.setdefault(name, {})[item] = None
    return {name: tuple(items) for name, items in found.items()}


def _reads(things: Iterable[object]) -> tuple[set[str], set[str]]:
    """The facts and the figures that definitions name."""
    facts: set[str] = set()
    figures: set[str] = set()
    for path, value in (pair for thing in things for pair in each_value(thing)):
        if isinstance(value, Expression):
            facts |= value.facts
            figures |= value.params
        elif isinstance(value, str):
            figures |= {value} if path[-1] == "parameter" else {name for name, _city in PLACEHOLDER.findall(value)}
    return facts, figures


def _behind(facts: set[str], known: Mapping[str, Fact]) -> set[str]:
    """The figures that derived facts are worked out with."""
    waiting, seen, figures = list(facts), set[str](), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen and name in known:
            seen.add(name)
            more, read = _reads([known[name]])
            figures |= read
            waiting.extend(more)
    return figures
