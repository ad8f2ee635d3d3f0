"""Which fact of a service a concept is: the rules of ``kb/hearing/<service>.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from assistant.catalog.model import Fact, FactType
from assistant.catalog.reading import read_yaml
from assistant.catalog.values import PartialDate, Value
from assistant.match.lexicon import SHIPPED


class Said(Protocol):
    """A concept as ``extract.concepts`` gives it."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> Value: ...
    @property
    def of(self) -> str: ...
    @property
    def evidence(self) -> str: ...
    @property
    def sure(self) -> bool: ...


class Taken(NamedTuple):
    """A fact, its canonical value, the words, and whether it is sure."""

    fact: str
    value: Value
    evidence: str
    sure: bool


@dataclass(frozen=True)
class Rule:
    """``fact`` is what ``concept`` says of ``of``.

    ``values`` maps the concept's values (an absent one is not taken; no table takes them as they are).
    ``when`` names further concepts and the values they must have. ``implies`` adds options to a multiple choice,
    ``unless`` is a concept that rules it out, ``also`` the options of other concepts that hold.
    """

    fact: str
    concept: str
    of: tuple[str, ...]
    values: Mapping[Any, Any] | None
    when: Mapping[str, Any] = field(default_factory=dict)
    implies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    needs: str | None = None
    unless: str | None = None
    at_least: int | None = None
    below: int | None = None
    sure: bool = True
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hearing:
    """All rules of one service, in order: the first that gives a value for a fact counts."""

    service: str
    rules: tuple[Rule, ...]

    def facts(self, said: Sequence[Said], facts: Mapping[str, Fact]) -> Iterator[Taken]:
        """The facts that ``said`` gives, at most one value each. Facts the service does not have are skipped."""
        done: set[str] = set()
        known: dict[str, Value] = {f"{one.kind}@{one.of}": one.value for one in said}
        known |= {one.kind: one.value for one in said if one.of == "concerned"}
        for rule in self.rules:
            fact = facts.get(rule.fact)
            if fact is None or rule.fact in done or not _holds(rule, known):
                continue
            taken = _take(rule, fact, said)
            if taken is not None:
                done.add(rule.fact)
                yield taken


def _holds(rule: Rule, known: Mapping[str, Value]) -> bool:
    if (rule.needs and rule.needs not in known) or rule.unless in known:
        return False
    return all(known.get(name) == value for name, value in rule.when.items())


def _take(rule: Rule, fact: Fact, said: Sequence[Said]) -> Taken | None:
    of = _people(rule, said)
    fitting = [one for one in said if one.kind == rule.concept and one.of in of]
    values = [(value, one) for one in fitting if (value := _mapped(rule, one)) is not None]
    values += [
        (rule.also[one.kind], one) for one in said if one.kind in rule.also and one.value is True and one.of in of
    ]
    if not values:
        return None
    if fact.type is FactType.CHOICES:
        return _choices(rule, fact, values)
    value, one = values[0]
    if not _suits(fact, value):
        return None
    exact = fact.type is not FactType.REGION or not str(value).endswith("00")
    return Taken(fact.id, value, one.evidence, one.sure and rule.sure and exact)


def _people(rule: Rule, said: Sequence[Said]) -> tuple[str, ...]:
    """Whom the rule is about; ``person`` is the one concerned, and the writer where only the writer is told of."""
    if rule.of != ("person",):
        return rule.of
    return ("concerned",) if any(one.of == "concerned" for one in said) else ("self",)


def _mapped(rule: Rule, one: Said) -> Value | None:
    value: Any = one.value
    if isinstance(value, Decimal) and (rule.at_least is not None or rule.below is not None):
        if not (rule.at_least or 0) <= value < (rule.below or 1000):
            return None
        return (rule.values or {}).get("number")
    if rule.values is None:
        return value  # type: ignore[no-any-return]
    return rule.values.get(str(value).lower() if isinstance(value, bool) else value)


def _choices(rule: Rule, fact: Fact, values: Sequence[tuple[Value, Said]]) -> Taken | None:
    """The options named, with what they imply; never sure, since others may hold beside them."""
    offered = {option.id for option in fact.options}
    chosen: set[str] = set()
    for value, _one in values:
        if value != "none":
            chosen.update((str(value), *rule.implies.get(str(value), ())))
    if not chosen <= offered:
        return None
    words = "，".join(dict.fromkeys(one.evidence for _value, one in values))
    return Taken(fact.id, frozenset(chosen), words, rule.sure and not chosen)


_DATES = {FactType.DATE: (date,), FactType.PARTIAL_DATE: (date, PartialDate)}


def _suits(fact: Fact, value: Value) -> bool:
    if fact.type in _DATES:
        return isinstance(value, _DATES[fact.type])
    if fact.type is FactType.CHOICE:
        return any(option.id == value for option in fact.options)
    if fact.type is FactType.YES_NO:
        return isinstance(value, bool)
    if fact.type in (FactType.NUMBER, FactType.MONEY):
        return isinstance(value, Decimal)
    return isinstance(value, str)


@cache
def load_hearing(service: str, folder: Path = SHIPPED) -> Hearing | None:
    """The rules of a service; None when it has no file. Raises DefinitionError or KeyError for another shape."""
    path = folder / f"{service}.yaml"
    if not path.is_file():
        return None
    data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    rules = tuple(_rule(raw, data.get("needs")) for raw in data["facts"])
    shared = load_hearing(data["include"], folder) if "include" in data else None
    return Hearing(service, rules + (shared.rules if shared else ()))


def _rule(raw: Mapping[str, Any], needs: str | None) -> Rule:
    concept, _at, of = raw["concept"].partition("@")
    return Rule(
        raw["fact"],
        concept,
        tuple((of or "concerned").split("|")),
        raw.get("values"),
        raw.get("when", {}),
        raw.get("implies", {}),
        raw.get("needs", needs),
        raw.get("unless"),
        raw.get("at_least"),
        raw.get("below"),
        raw.get("sure", True),
        raw.get("also", {}),
    )
