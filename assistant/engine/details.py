"""What goes with a decided item: papers, days, sums and the words that fit these answers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistant.catalog.evaluate import evaluate
from assistant.catalog.expressions import Expression
from assistant.catalog.figures import fill_figures
from assistant.catalog.functions import add_months_to
from assistant.catalog.model import Amount, DateRule, DocumentUse, Item, Status, Text, Unit, Within
from assistant.catalog.outcome import NO_VALUE, Unknown
from assistant.engine.facts import Facts


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to bring; ``waived`` papers need not be brought, and ``shared_from`` says why."""

    document: str
    title: str
    waived: bool
    who: str
    form: str
    copies: int
    note: str | None
    optional: bool
    shared_from: str | None
    hedge: bool
    source: str


@dataclass(frozen=True, slots=True)
class DueDate:
    """A computed day. ``day`` is None while the facts are missing; ``certain`` is false where holidays are not out."""

    id: str
    title: str
    kind: str
    day: date | None
    certain: bool
    hedge: bool
    source: str
    note: str | None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount. ``value`` is None where the figure is not published or facts are missing; then ``in_words`` speaks."""

    id: str
    title: str
    value: Decimal | None
    unit: Unit
    in_words: str | None
    hedge: bool
    source: str
    note: str | None
    missing: frozenset[str] = frozenset()


def choose_text(text: Text, facts: Facts) -> str | None:
    """The first wording whose condition holds, with its figures; None when there is none."""
    raw = chosen(text, facts)
    return None if raw is None else fill_figures(raw, facts.rules)


def chosen(text: Text, facts: Facts) -> str | None:
    """The first wording whose condition holds, its figures still to be filled in."""
    return next((case.text for case in text if facts.applies(case.when)), None)


def papers(item: Item, facts: Facts) -> tuple[Paper, ...]:
    """The papers of an item for these answers, in the author's order; those that do not apply are left out."""
    return tuple(_paper(use, item, facts) for use in item.documents if facts.applies(use.when))


def _paper(use: DocumentUse, item: Item, facts: Facts) -> Paper:
    paper = facts.rules.catalog.definitions.documents[use.document]
    waived = use.waived_when is not None and facts.applies(use.waived_when) is True
    return Paper(
        document=use.document,
        title=facts.rules.document_title(use.document),
        waived=waived,
        who=use.who,
        form=use.form,
        copies=use.copies,
        note=_filled(use.note or paper.note, facts),
        optional=use.optional,
        shared_from=paper.shared_from if waived else None,
        hedge=use.status is not Status.VERIFIED,
        source=use.source or item.source,
    )


def _filled(text: str | None, facts: Facts, years: bool = True) -> str | None:
    return fill_figures(text, facts.rules, years) if text else None


def due_dates(item: Item, facts: Facts) -> tuple[DueDate, ...]:
    """The computed days of an item; an unverified rule never shows a day."""
    rules = (rule for rule in item.dates if rule.status is not Status.UNVERIFIED)
    return tuple(_due(rule, facts) for rule in rules if facts.applies(rule.when) is not False)


def _due(rule: DateRule, facts: Facts) -> DueDate:
    start = evaluate(rule.from_, facts)
    hours = rule.within.hours if rule.within else None
    day, certain = (None, True)
    if isinstance(start, date) and facts.applies(rule.when):
        day, certain = after_span(start, rule, facts)
    return DueDate(
        rule.id, rule.title, rule.kind, day, certain, rule.status is not Status.VERIFIED, rule.source,
        _filled(rule.note, facts), hours,
    )  # fmt: skip


def after_span(start: date, rule: DateRule, facts: Facts) -> tuple[date | None, bool]:
    """The last day of a span; the first day is not counted unless the rule says so (《民法典》第201、202条)."""
    if rule.within is None:
        return start, True
    span = _with_parameter(rule.within, facts)
    if span is None:
        return None, False
    if rule.counts_first_day:
        start -= timedelta(days=1)
    if span.working_days:
        return facts.rules.holidays.add_working_days(start, span.working_days)
    if span.hours:
        return start + timedelta(days=math.ceil(span.hours / 24)), True
    if span.months or span.years:
        return add_months_to(start, (span.months or 0) + 12 * (span.years or 0)), True
    return start + timedelta(days=span.days or 0), True


def _with_parameter(within: Within, facts: Facts) -> Within | None:
    """The span with its figure written in; None where the figure is not known."""
    if within.parameter is None:
        return within
    figure = facts.figure(within.parameter)
    unit = facts.rules.parameter(within.parameter).unit
    if not isinstance(figure, Decimal):
        return None
    return Within.model_validate({unit.value: int(figure)})


def sums(item: Item, facts: Facts, years: bool = True) -> tuple[Sum, ...]:
    """The amounts of an item; an unverified one never shows a figure. ``years`` as for ``fill_figures``."""
    return tuple(_sum(amount, facts, years) for amount in item.amounts if facts.applies(amount.when) is not False)


def _sum(amount: Amount, facts: Facts, years: bool) -> Sum:
    value = evaluate(amount.formula, facts) if amount.formula is not None else NO_VALUE
    known = value if isinstance(value, Decimal) and amount.status is not Status.UNVERIFIED else None
    return Sum(
        id=amount.id,
        title=amount.title,
        value=known,
        unit=amount.unit,
        in_words=_filled(amount.formula_text, facts, years),
        hedge=amount.status is not Status.VERIFIED,
        source=amount.source,
        note=_filled(amount.note, facts, years),
        missing=value.open if isinstance(value, Unknown) else frozenset(),
    )


def guidance_conditions(item: Item, facts: Facts) -> Iterator[Expression]:
    """Every condition that still has a part in what the resident is told about an item that fits."""
    for text in (item.card, item.authority, item.where, item.how, item.next, item.note):
        yield from (case.when for case in text if case.when is not None)
    for use in item.documents:
        yield from (condition for condition in (use.when, use.waived_when) if condition is not None)
    for rule in item.dates:
        if rule.when is not None:
            yield rule.when
        if facts.applies(rule.when) is not False:
            yield rule.from_
    for amount in item.amounts:
        if amount.when is not None:
            yield amount.when
