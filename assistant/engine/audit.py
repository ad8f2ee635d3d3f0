"""Find what is wrong with definitions that read well: what can never happen, and what nobody is told.

Every finding says where it stands, what is wrong and how to mend it. Errors have to be mended before anything starts;
warnings are for the author to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assistant.catalog import model
from assistant.catalog.catalog import Catalog, Rules
from assistant.catalog.checking import each_value, find_cycles
from assistant.catalog.expressions import Expression
from assistant.catalog.loader import PLACEHOLDER
from assistant.catalog.outcome import MissingFigure
from assistant.catalog.reading import KeyPath, Problem
from assistant.engine.audit_entitlement import can_hold
from assistant.engine.needs import boxes
from assistant.engine.outcomes import State
from assistant.engine.reach import facts_behind
from assistant.engine.units import Units
from assistant.engine.walk import Walk

MOST_SIGNS = 40  # 汉字 in a sentence
AIM_SIGNS = 25
_SENTENCE_ENDS = re.compile(r"[。！？；\n]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_READ_OUT = frozenset({"source", "item", "id", "fact", "service", "reason"})


class Grade(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing found: how bad, of what kind, in which definition, and the problem with file, line and remedy."""

    grade: Grade
    kind: str
    definition: str
    problem: Problem

    def __str__(self) -> str:
        return f"{self.grade} [{self.kind}] {self.problem}"


@dataclass(frozen=True)
class Walked:
    """What the walks of one service found in the base and in every city."""

    service: str
    walks: Mapping[str, Walk]
    held: frozenset[str] = frozenset()  # notices that were sought one by one and hold somewhere

    def __str__(self) -> str:
        """How many paths there are in each place."""
        places = []
        for city, walk in self.walks.items():
            found = (
                f"{walk.paths:,} paths, longest {walk.longest}" if walk.complete else f"not complete, {walk.why_not}"
            )
            places.append(f"{city or 'base'} {found}")
        return f"{self.service}: {'; '.join(places)}"

    @property
    def complete(self) -> bool:
        return all(walk.complete for walk in self.walks.values())

    def states(self, item: str) -> set[State]:
        return set().union(*(walk.outcomes.get(item, set()) for walk in self.walks.values()))

    @property
    def asked(self) -> frozenset[str]:
        return frozenset().union(*(walk.ever for walk in self.walks.values()))

    @property
    def forms(self) -> frozenset[str]:
        return frozenset().union(*(walk.forms for walk in self.walks.values()))

    @property
    def notices(self) -> frozenset[str]:
        return self.held.union(*(walk.notices for walk in self.walks.values()))


@dataclass(frozen=True)
class Auditor:
    """Looks at all definitions as they stand in every place, with the walks of the services."""

    catalog: Catalog
    places: Sequence[Rules]  # the base first
    walked: Sequence[Walked]
    topics: frozenset[str] | None = None  # articles that exist; None leaves links to them alone
    everywhere: bool = True  # all cities are there: what happens in none of them never happens
    _units: dict[tuple[str, str], Units] = field(default_factory=dict, repr=False, compare=False)

    def findings(self) -> list[Finding]:
        """Everything found, errors first, then by kind, definition, file and line."""
        checks = (*_CHECKS, *_CHECKS_OF_ALL_CITIES) if self.everywhere else _CHECKS
        return sorted({finding for check in checks for finding in check(self)})

    def finding(
        self, kind: str, grade: Grade, where: tuple[str, str], what: str, how: str, path: KeyPath = ()
    ) -> Finding:
        problem = self.catalog.definitions.problem(*where, path, what, how)
        return Finding(grade, kind, " ".join(where), problem)

    def units(self, rules: Rules, service: str) -> Units:
        key = (rules.city, service)
        if key not in self._units:
            self._units[key] = Units(rules, service)
        return self._units[key]

    def items(self) -> Iterator[tuple[Rules, model.Item]]:
        """Every item in force, in every place."""
        for rules in self.places:
            for service in rules.services:
                yield from ((rules, item) for item in rules.service_items(service))


Check = Callable[[Auditor], Iterator[Finding]]


# --- what can never happen ------------------------------------------------------------------------------------


def _unreachable_items(audit: Auditor) -> Iterator[Finding]:
    for walked in audit.walked:
        for item in _items_of(audit, walked.service):
            if walked.complete and not walked.states(item) & {State.FITS, State.PERSON_DECIDES}:
                what = f"{item} never fits, and never is for a person to decide"
                how = "compare its conditions with the answers that can be given, or take it out"
                yield audit.finding("unreachable outcome", Grade.ERROR, ("item", item), what, how, ("fits_when",))


def _items_of(audit: Auditor, service: str) -> list[str]:
    names = (item.item for rules in audit.places for item in rules.service_items(service) if service in rules.services)
    return list(dict.fromkeys(names))


def _unreachable_notices(audit: Auditor) -> Iterator[Finding]:
    for walked in audit.walked:
        for rules in audit.places:
            for notice in rules.notices(walked.service):
                if walked.complete and notice.id not in walked.notices:
                    what = f"the notice {notice.id} never holds"
                    how = "compare its condition with the answers that can be given"
                    yield audit.finding("unreachable outcome", Grade.ERROR, ("service", walked.service), what, how)


def _options_never_offered(audit: Auditor) -> Iterator[Finding]:
    offered: dict[tuple[str, str], bool] = {}
    for rules in audit.places:
        for walked in audit.walked:
            units = audit.units(rules, walked.service)
            for name in facts_behind(rules, rules.service(walked.service)):
                for option in rules.facts[name].options:
                    if option.when is not None:
                        held = True in units.verdicts(units.terms.truth(units.builder.condition(option.when)))
                        offered[(name, option.id)] = held or offered.get((name, option.id), False)
    for (name, option_id), held in offered.items():
        if not held:
            what = f"the option {option_id!r} of {name} is never offered"
            yield audit.finding(
                "unreachable outcome", Grade.ERROR, ("fact", name), what, "mend its `when`, or take it out"
            )


def _dead_ends(audit: Auditor) -> Iterator[Finding]:
    for walked in audit.walked:
        for city, walk in walked.walks.items():
            for name, trail in walk.dead_ends.items():
                where = ("item", name) if name in audit.catalog.definitions.items else ("fact", name)
                way = ", ".join(trail[-6:])
                what = f"nothing is left to ask and {name} is not settled ({city or 'base'}; after {way})"
                yield audit.finding("dead end", Grade.ERROR, where, what, "make the facts it waits for askable")


def _contradictions(audit: Auditor) -> Iterator[Finding]:
    """Clauses that rule each other out; looked for only where no path has all of them."""
    possible: dict[str, bool] = {}
    for walked in audit.walked:
        for rules in audit.places:
            for item in rules.service_items(walked.service):
                if State.FITS not in walked.states(item.item) and not possible.get(item.item):
                    possible[item.item] = _can_fit(item, audit.units(rules, walked.service))
    for name, can in possible.items():
        if not can:
            what, how = f"the clauses of {name} cannot all hold", "take out the one that rules out the others"
            yield audit.finding("contradiction", Grade.ERROR, ("item", name), what, how, ("fits_when",))


def _can_fit(item: model.Item, units: Units) -> bool:
    """Whether all clauses together can come out as anything but false, without any doubts."""
    term = units.terms.junction(False, [units.builder.condition(clause.when) for clause in item.fits_when])
    return units.without_doubts(term) != {False}


def _musts(audit: Auditor) -> Iterator[Finding]:
    for walked in audit.walked:
        rules = audit.places[0]
        units = audit.units(rules, walked.service)
        for name in facts_behind(rules, rules.service(walked.service)):
            for index, clause in enumerate(rules.facts[name].must):
                if units.verdicts(units.terms.truth(units.builder.condition(clause.when))) == {False}:
                    what = f"no sample answer satisfies `must` of {name}: {clause.when}"
                    how = "mend the requirement, or add the answers that satisfy it to `examples`"
                    yield audit.finding("contradiction", Grade.ERROR, ("fact", name), what, how, ("must", index))


def _rules_never_true(audit: Auditor) -> Iterator[Finding]:
    check = audit.catalog.entitlement
    for index, rule in enumerate(check.rules if check else ()):
        if check and not any(can_hold(rule, check, rules) for rules in audit.places):
            what, how = f"rule {rule.rule} never holds", "compare its `when` with the answers that can be given"
            where = ("entitlement", "entitlement")
            yield audit.finding("unreachable outcome", Grade.ERROR, where, what, how, ("rules", index))


# --- what is not clear ----------------------------------------------------------------------------------------


def _double_stops(audit: Auditor) -> Iterator[Finding]:
    for walked in audit.walked:
        for pair in sorted({tuple(sorted(p)) for walk in walked.walks.values() for p in walk.double_stops}):
            what = f"two notices stop the questions at once: {' and '.join(pair)}"
            how = "let the conditions exclude each other"
            yield audit.finding("ambiguity", Grade.ERROR, ("service", walked.service), what, how, ("notices",))


def _one_sided_excludes(audit: Auditor) -> Iterator[Finding]:
    for rules, item in audit.items():
        for other in item.excludes:
            if other in rules.items and item.item not in rules.items[other].excludes:
                what, how = (
                    f"{item.item} excludes {other}, but not the other way round",
                    f"add `excludes: [{item.item}]`",
                )
                yield audit.finding("ambiguity", Grade.ERROR, ("item", other), what, how)


def _gaps(audit: Auditor) -> Iterator[Finding]:
    for kind, name, thing in _definitions(audit.catalog):
        for path, text in _texts(thing):
            if text and text[-1].when is not None:
                what = f"{'.'.join(map(str, path))} has no wording for the other answers"
                yield audit.finding("gap", Grade.ERROR, (kind, name), what, "end with a text without `when`", path)


def _texts(thing: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, tuple[model.Case, ...]]]:
    """Every text with several wordings."""
    if isinstance(thing, tuple) and thing and all(isinstance(part, model.Case) for part in thing):
        yield path, thing
    elif isinstance(thing, tuple):
        for index, part in enumerate(thing):
            yield from _texts(part, (*path, index))
    elif isinstance(thing, model.Strict):
        for key in type(thing).model_fields:
            yield from _texts(getattr(thing, key), (*path, key))


def _circles(audit: Auditor) -> Iterator[Finding]:
    for rules in audit.places:
        edges = {name: [o for o in item.after.hard if o in rules.items] for name, item in rules.items.items()}
        for circle in find_cycles(edges):
            what = f"these items wait for each other: {' -> '.join(circle)}"
            how = "make one of the dependencies soft"
            yield audit.finding("circle", Grade.ERROR, ("item", circle[0]), what, how, ("after", "hard"))


# --- facts and forms ------------------------------------------------------------------------------------------


def _unasked(audit: Auditor) -> Iterator[Finding]:
    """Facts that a decision or a required box waits for, and that no path ever asks."""
    asked = frozenset().union(*(walked.asked for walked in audit.walked))
    for walked in audit.walked:
        if not walked.complete:
            continue
        for name in sorted(_wanted(audit, walked.service) - asked):
            fact = audit.catalog.facts[name]
            if fact.askable and fact.derive is None and not fact.on_check_page:
                what, how = (
                    f"{name} is used in {walked.service}, but never asked",
                    "mend its `applies_when`, or take it out",
                )
                yield audit.finding("unasked fact", Grade.ERROR, ("fact", name), what, how)


def _wanted(audit: Auditor, service: str) -> frozenset[str]:
    found: set[str] = set()
    for rules in audit.places:
        found |= facts_behind(rules, rules.service(service), ())
        forms = (rules.forms[item.form] for item in rules.service_items(service) if item.form)
        found |= {box.fact for form in forms for box in boxes(form) if not (box.optional or box.office)}
    return frozenset(found)


def _unused(audit: Auditor) -> Iterator[Finding]:
    used: set[str] = set()
    for rules in audit.places:
        for service in rules.services.values():
            used |= facts_behind(rules, service)
    for name, fact in audit.catalog.facts.items():
        behind = fact.suggest.facts if fact.suggest else frozenset()
        if name not in used and not behind & used:
            what, how = f"{name} has no part in any decision or form", "use it, or take it out"
            yield audit.finding("unused fact", Grade.WARNING, ("fact", name), what, how)


def _forms(audit: Auditor) -> Iterator[Finding]:
    reached = frozenset().union(*(walked.forms for walked in audit.walked))
    used = {item.form for _rules, item in audit.items() if item.form}
    walked = {walked.service for walked in audit.walked}
    filed = {item.form for _rules, item in audit.items() if item.service in walked}
    for name in audit.catalog.definitions.forms:
        if name not in used:
            yield audit.finding(
                "unused form", Grade.WARNING, ("form", name), f"no item uses {name}", "name it in an item"
            )
        elif name in filed - reached and all(walked.complete for walked in audit.walked):
            what, how = f"no path files the form {name}", "compare the conditions of its items with the answers"
            yield audit.finding("form", Grade.ERROR, ("form", name), what, how)


def _boxes(audit: Auditor) -> Iterator[Finding]:
    for name, form in audit.catalog.definitions.forms.items():
        for i, section in enumerate(form.sections):
            for j, box in enumerate(section.boxes):
                yield from _box(audit, name, box, ("sections", i, "boxes", j))


def _box(audit: Auditor, form: str, box: model.Box, path: KeyPath) -> Iterator[Finding]:
    """A required box that neither a resident nor a formula nor a department's record can fill."""
    fact = audit.catalog.facts.get(box.fact)
    if fact is None or box.optional or box.office or fact.derive is not None:
        return
    if not fact.askable and fact.sourcing not in (model.Sourcing.SHARE, model.Sourcing.PROFILE):
        what = f"no path fills the required box {box.fact} of {form}"
        how = "make the fact askable or derived, or the box `optional` or `office`"
        yield audit.finding("form", Grade.ERROR, ("form", form), what, how, path)


# --- words and figures ----------------------------------------------------------------------------------------


def _missing_texts(audit: Auditor) -> Iterator[Finding]:
    for name, versions in audit.catalog.definitions.items.items():
        for key in ("card", "next", "authority", "where"):
            if not all(getattr(version.item, key) for version in versions):
                grade = Grade.WARNING if key == "where" else Grade.ERROR
                yield audit.finding("missing text", grade, ("item", name), f"{name} has no `{key}`", f"add `{key}:`")
    for name, fact in audit.catalog.facts.items():
        if fact.derive is None and fact.askable:
            for key in ("hint", "why"):
                if not getattr(fact, key):
                    what, how = f"{name} has no `{key}`", f"add `{key}:`"
                    yield audit.finding("missing text", Grade.WARNING, ("fact", name), what, how)


def _dead_links(audit: Auditor) -> Iterator[Finding]:
    if audit.topics is None:
        return
    for kind, name, thing in _definitions(audit.catalog):
        for path, value in each_value(thing):
            is_link = "topics" in path or (path and path[-1] == "topic")
            if is_link and isinstance(value, str) and value not in audit.topics:
                what, how = f"there is no article {value!r}", "write the article, or take the link out"
                yield audit.finding("missing text", Grade.ERROR, (kind, name), what, how, path)


def _figures(audit: Auditor) -> Iterator[Finding]:
    for rules in audit.places:
        for kind, name, thing in _in_force(audit, rules):
            for parameter in sorted(_figures_in(thing)):
                try:
                    rules.figure_entry(parameter)
                except MissingFigure as error:
                    what = f"{parameter} has no figure on {error.day.isoformat()} ({rules.city or 'base'})"
                    yield audit.finding("missing figure", Grade.ERROR, (kind, name), what, "add the figure in force")


def _in_force(audit: Auditor, rules: Rules) -> Iterator[tuple[str, str, Any]]:
    for service in rules.services:
        yield "service", service, rules.service(service)
        yield from (("item", item.item, item) for item in rules.service_items(service))
        for item in rules.service_items(service):
            if item.form:
                yield "form", item.form, rules.forms[item.form]
    yield from (("fact", name, fact) for name, fact in rules.facts.items())


def _figures_in(thing: Any) -> set[str]:
    """The figures of the base or of the place that a definition names; ``@city`` ones have their own place."""
    found: set[str] = set()
    for _path, value in each_value(thing):
        if isinstance(value, Expression):
            found |= value.params
        elif isinstance(value, str):
            found |= {match[1] for match in PLACEHOLDER.finditer(value) if not match[2]}
    return found


def _unverified_figures(audit: Auditor) -> Iterator[Finding]:
    for rules in audit.places:
        for name, parameter in rules.place.parameters.items():
            for figure in parameter.values:
                if figure.status is model.Status.UNVERIFIED and figure.value is not None:
                    what = f"{name} has an unverified figure, which is never shown"
                    yield audit.finding(
                        "unverified figure", Grade.ERROR, ("parameter", name), what, "write `value: null`"
                    )
        for contact in (*rules.place.contacts, *rules.place.platforms):
            if contact.status is model.Status.UNVERIFIED and contact.number:
                what = f"the contact {contact.id} of {rules.city} has an unverified number"
                yield audit.finding(
                    "unverified figure", Grade.ERROR, ("city", rules.city), what, "leave the number out"
                )


def _long_sentences(audit: Auditor) -> Iterator[Finding]:
    for kind, name, thing in _definitions(audit.catalog):
        for path, sentence in sentences(thing):
            signs = len(_HAN.findall(sentence))
            if signs > MOST_SIGNS:
                what, how = f"a sentence of {signs} signs: {sentence}", f"make sentences of at most {MOST_SIGNS} signs"
                yield audit.finding("long sentence", Grade.ERROR, (kind, name), what, how, path)


def sentences(thing: Any) -> Iterator[tuple[KeyPath, str]]:
    """Every sentence that a resident can read in a definition, with its key path."""
    for path, value in each_value(thing):
        if isinstance(value, str) and not _NOT_READ_OUT & {path[-1]} and _HAN.search(value):
            for sentence in _SENTENCE_ENDS.split(PLACEHOLDER.sub("", value)):
                yield path, sentence.strip()


def tally(findings: Iterable[Finding]) -> Mapping[Grade, int]:
    """How many there are of each grade."""
    counts = dict.fromkeys(Grade, 0)
    for finding in findings:
        counts[finding.grade] += 1
    return counts


def count_sentences(catalog: Catalog) -> tuple[int, int]:
    """Sentences in all definitions, and how many go past what we aim for (25 signs)."""
    found = [
        len(_HAN.findall(s)) for _kind, _name, thing in _definitions(catalog) for _path, s in sentences(thing) if s
    ]
    return len(found), sum(signs > AIM_SIGNS for signs in found)


def _definitions(catalog: Catalog) -> Iterator[tuple[str, str, Any]]:
    """Every definition with words in it, by kind and name."""
    found = catalog.definitions
    tables: Iterable[tuple[str, Mapping[str, Any]]] = (
        ("fact", found.facts), ("document", found.documents), ("form", found.forms), ("service", found.services),
        ("pack", found.pack_files),
    )  # fmt: skip
    for kind, table in tables:
        yield from ((kind, name, thing) for name, thing in table.items())
    for name, versions in found.items.items():
        yield from (("item", name, version.item) for version in versions)
    if found.entitlement is not None:
        yield "entitlement", "entitlement", found.entitlement


_CHECKS: tuple[Check, ...] = (
    _dead_ends, _musts, _double_stops, _one_sided_excludes, _gaps, _circles, _boxes, _missing_texts, _dead_links,
    _figures, _unverified_figures, _long_sentences,
)  # fmt: skip
_CHECKS_OF_ALL_CITIES: tuple[Check, ...] = (
    _unreachable_items, _unreachable_notices, _options_never_offered, _contradictions, _unasked, _unused, _forms,
    _rules_never_true,
)  # fmt: skip
