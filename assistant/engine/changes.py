"""What changes between two sets of rules: two days of one catalog, or two catalogs.

First by the definitions (items, papers, days, sums), then by what it means: the answers of worked examples are decided
under both, and what comes out differently is grouped by item, with the fewest answers that show the difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from typing import Any

from assistant.catalog.catalog import Rules
from assistant.catalog.examples import Example
from assistant.catalog.model import Clauses, Item, Text
from assistant.catalog.outcome import MissingFigure
from assistant.catalog.values import ValueProblem, from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.plan import Entry, Plan


@dataclass(frozen=True)
class Change:
    """One thing that differs. ``what``: item, title, condition, document, date, amount, text or decision."""

    service: str
    item: str
    title: str
    what: str
    before: str | None
    after: str | None
    source: str
    shown_by: tuple[str, ...] = ()  # for decisions: the answers that make the difference


def compare_rules(old: Rules, new: Rules, examples: Iterable[Example] = ()) -> tuple[Change, ...]:
    """Every change from ``old`` to ``new``, by service, item and kind."""
    listed = [*_items(old, new), *_decisions(old, new, list(examples))]
    return tuple(sorted(listed, key=lambda c: (c.service, c.item, c.what, c.before or "", c.after or "")))


def _items(old: Rules, new: Rules) -> Iterable[Change]:
    for name in sorted({*old.items, *new.items}):
        before, after = old.items.get(name), new.items.get(name)
        if before is None or after is None:
            item = after or before
            assert item is not None
            yield Change(item.service, name, item.title, "item", _title(before), _title(after), item.source)
        elif before != after or _papers(before, old) != _papers(after, new):
            yield from _fields(before, after, old, new)


def _title(item: Item | None) -> str | None:
    return item.title if item else None


def _fields(before: Item, after: Item, old: Rules, new: Rules) -> Iterable[Change]:
    for what, left, right in (
        ("title", {before.title}, {after.title}),
        ("condition", _conditions(before.fits_when), _conditions(after.fits_when)),
        ("person decides", _conditions(before.human_when), _conditions(after.human_when)),
        ("document", _papers(before, old), _papers(after, new)),
        ("date", _dates(before), _dates(after)),
        ("amount", _amounts(before), _amounts(after)),
        ("text", _texts(before), _texts(after)),
    ):
        for gone in sorted(left - right):
            yield Change(after.service, after.item, after.title, what, gone, None, after.source)
        for come in sorted(right - left):
            yield Change(after.service, after.item, after.title, what, None, come, after.source)


def _conditions(clauses: Clauses) -> set[str]:
    return {clause.text or clause.if_not or clause.when.text for clause in clauses}


def _papers(item: Item, rules: Rules) -> set[str]:
    return {rules.document_title(use.document) for use in item.documents}


def _dates(item: Item) -> set[str]:
    return {f"{d.title}: {d.within.model_dump(exclude_none=True) if d.within else d.from_.text}" for d in item.dates}


def _amounts(item: Item) -> set[str]:
    return {f"{a.title}: {a.formula_text or (a.formula.text if a.formula else '')}" for a in item.amounts}


def _texts(item: Item) -> set[str]:
    def lines(text: Text) -> set[str]:
        return {case.text for case in text}

    return lines(item.where) | lines(item.next) | lines(item.note) | lines(item.how)


def _decisions(old: Rules, new: Rules, examples: list[Example]) -> Iterable[Change]:
    """What the worked examples' answers lead to under both; one change for each way an item comes out differently."""
    found: dict[tuple[str, str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for example in examples:
        if example.service not in old.services or example.service not in new.services:
            continue
        left, right = (_results(rules, example) for rules in (old, new))
        for item in sorted({*left, *right}):
            before, after = left.get(item, NO_RESULT), right.get(item, NO_RESULT)
            if before != after:
                key = (example.service, item, before.beside(after, old), after.beside(before, new))
                found[key].append(example.facts)
    for (service, item, was, becomes), answers in found.items():
        known = new.items.get(item) or old.items[item]
        fewest = min(answers, key=len)
        shown = tuple(f"{name}={fewest[name]!r}" for name in sorted(fewest) if name in _read_by(known))
        yield Change(service, item, known.title, "decision", was, becomes, known.source, shown)


@dataclass(frozen=True)
class Result:
    """What one set of answers gives for one item. Papers are ids: a paper's new name is a change of the paper."""

    state: str
    papers: frozenset[str] = frozenset()
    sums: tuple[str, ...] = ()

    def beside(self, other: Result, rules: Rules) -> str:
        """This result in words, with only those papers and sums that the other one lacks."""
        papers = [rules.document_title(paper) for paper in sorted(self.papers - other.papers)]
        sums = [line for line in self.sums if line not in other.sums]
        return "; ".join((self.state, *papers, *sums))


NO_RESULT = Result("–")


def _read_by(item: Item) -> frozenset[str]:
    return frozenset(name for clause in (*item.fits_when, *item.human_when) for name in clause.when.facts)


def _results(rules: Rules, example: Example) -> dict[str, Result]:
    """State, papers and sums of every item for the example's answers."""
    at = datetime.combine(rules.day, time(12), UTC)
    answers = []
    for name, raw in example.facts.items():
        try:
            answers.append(Answer(name, from_json(rules.facts[name], raw), Given.ASKED, at))
        except (KeyError, ValueProblem):
            continue  # the other catalog does not know this fact or option, which the items show anyway
    plan = Plan(rules, example.service, AnswerBank.of(answers))
    try:
        return {entry.id: _result(entry) for entry in (*plan.entries, *plan.left_out)}
    except MissingFigure:
        return {}  # the check of each day names the missing figure; here there is nothing to compare


def _result(entry: Entry) -> Result:
    if not entry.outcome.matters:
        return Result(entry.state.value)
    papers = frozenset(paper.document for paper in entry.papers if not paper.waived)
    sums = tuple(f"{s.title} {s.value}" for s in entry.sums if s.value is not None)
    return Result(entry.state.value, papers, sums)


def as_text(changes: Iterable[Change]) -> str:
    """The changes as an official reads and signs them: by service and item."""
    lines: list[str] = []
    last: tuple[str, str] | None = None
    for change in changes:
        if (change.service, change.item) != last:
            last = (change.service, change.item)
            lines.append(f"\n{change.service} · {change.item} {change.title}")
        lines.append(f"  {change.what}: {change.before or '–'} -> {change.after or '–'}")
        if change.shown_by:
            lines.append(f"      e.g. {', '.join(change.shown_by)}")
        if change.what in ("item", "decision"):
            lines.append(f"      ground: {change.source}")
    return "\n".join(lines).strip() or "nothing changes"


def as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [asdict(change) for change in changes]
