"""Sample answers that stand for all answers that matter, for walking every path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from assistant.catalog import expressions as ex
from assistant.catalog.expressions import Expression
from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import DocumentValue, PartialDate, People, Person, Special, Value, from_json
from assistant.engine.facts import Facts


def sample_values(fact: Fact, facts: Facts, named: Iterable[str] = ()) -> tuple[Value, ...]:
    """Answers to ``fact`` of which every other answer behaves like one (choices are taken option by option).

    ``named`` are the regions that conditions tell from all others.
    """
    values: list[Value] = [from_json(fact, raw) for raw in fact.examples]
    if not values:
        values = list(_SAMPLES[fact.type](fact, facts))
    return tuple(dict.fromkeys((*values, *named, *specials(fact))))


def named_regions(fact: Fact, facts: Facts, conditions: Iterable[Expression]) -> tuple[str, ...]:
    """Regions of the place in force that conditions name, one of those that are always named together."""
    if fact.type is not FactType.REGION:
        return ()
    lists = dict.fromkeys(named for e in conditions for node in e.node.walk() for named in _named_in(node, fact.id))
    here = facts.rules.place.region_codes
    alike: dict[frozenset[frozenset[str]], str] = {}
    for code in sorted(frozenset().union(*lists)):
        if code.startswith(here):
            alike.setdefault(frozenset(named for named in lists if code in named), code)
    return tuple(alike.values())


def _named_in(node: ex.Node, fact: str) -> Iterator[frozenset[str]]:
    """The codes that a comparison holds against the fact."""
    if isinstance(node, ex.Compare | ex.In) and node.left == ex.FactRef(fact):
        consts = node.right.parts if isinstance(node.right, ex.Items) else (node.right,)
        yield frozenset(str(part.value) for part in consts if isinstance(part, ex.Const))


def specials(fact: Fact) -> tuple[Special, ...]:
    """The doubts that ``fact`` can be answered with."""
    return (Special.UNSURE,) * fact.unsure + (Special.DECLINED,) * fact.decline


def _options(fact: Fact, facts: Facts) -> Iterator[Value]:
    return (option.id for option in fact.options if facts.applies(option.when) is not False)


def _person(fact: Fact) -> Person:
    return Person({f.id: _COLUMN[f.type] for f in fact.fields if f.type in _COLUMN})


def _lists(fact: Fact, facts: Facts) -> Iterable[Value]:
    return (People((), True), People((_person(fact),), True))


_COLUMN: Mapping[FactType, Any] = {
    FactType.NAME: "张三", FactType.TEXT: "样例", FactType.YES_NO: False, FactType.NUMBER: Decimal(1),
    FactType.PHONE: "13800000000", FactType.ID_NUMBER: "510107194203150016",
}  # fmt: skip


def _only(value: Value) -> Any:
    return lambda fact, facts: (value,)


_SAMPLES: Mapping[FactType, Any] = {
    FactType.TEXT: _only("样例"),
    FactType.NAME: _only("张三"),
    FactType.ID_NUMBER: _only("510107194203150016"),
    FactType.DATE: lambda fact, facts: (facts.rules.day - timedelta(days=1),),
    FactType.PARTIAL_DATE: lambda fact, facts: (PartialDate(facts.rules.day.year),),
    FactType.CHOICE: _options,
    FactType.CHOICES: lambda fact, facts: (frozenset(),),
    FactType.YES_NO: lambda fact, facts: (True, False),
    FactType.PHONE: _only("13800000000"),
    FactType.REGION: lambda fact, facts: _regions(facts),
    FactType.ADDRESS: _only("样例路 1 号"),
    FactType.NUMBER: lambda fact, facts: _numbers(fact),
    FactType.MONEY: lambda fact, facts: _numbers(fact),
    FactType.BANK_ACCOUNT: _only("6222021234567890128"),
    FactType.PEOPLE: _lists,
    FactType.DOCUMENT: _only(DocumentValue("bring")),
    FactType.SIGNATURE: _only("张三"),
}


def _numbers(fact: Fact) -> tuple[Value, ...]:
    return tuple(
        dict.fromkeys(v for v in (fact.min, Decimal(1) if fact.min is None else None, fact.max) if v is not None)
    )


def _regions(facts: Facts) -> tuple[Value, ...]:
    """A place in the city in force, and one in each other city's country: here and elsewhere."""
    here = facts.rules.place.region_codes or ("510107",)
    elsewhere = "110101"
    return (here[0].ljust(6, "0"), elsewhere)
