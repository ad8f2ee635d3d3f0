"""What can be said about an item to anybody, before any answer: who may, what to bring, where, how long, the cost.

All of it is read out of the definition of the day. A line with a figure that nobody has published is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.catalog.catalog import Rules
from assistant.catalog.evaluate import decide
from assistant.catalog.figures import fill_figures, number_words, show_figure
from assistant.catalog.loader import PLACEHOLDER
from assistant.catalog.messages import Message, _
from assistant.catalog.model import Clauses, DateRule, Item, Status, Text, Unit, Within
from assistant.catalog.outcome import MissingFigure
from assistant.engine.answers import AnswerBank
from assistant.engine.details import Paper, papers
from assistant.engine.facts import Facts


@dataclass(frozen=True, slots=True)
class Guide:
    """One item for the public. Several lines under one heading mean: it depends on the answers."""

    item: Item
    card: str
    who: tuple[str, ...]
    person: tuple[str, ...]
    papers: tuple[Paper, ...]
    papers_sometimes: tuple[str, ...]
    authority: tuple[str, ...]
    where: tuple[str, ...]
    how: tuple[str, ...]
    note: tuple[str, ...]
    days: tuple[str, ...]
    sums: tuple[str, ...]

    @property
    def hedge(self) -> bool:
        return self.item.status is not Status.VERIFIED


def guide(item: Item, rules: Rules) -> Guide:
    """Everything about ``item`` that holds for all, in the city and on the day of ``rules``."""
    nobody = Facts(rules, AnswerBank.of(()))
    always = papers(item, nobody)
    known = {paper.title for paper in always}
    card = lines(item.card, rules)
    return Guide(
        item=item,
        card=card[-1] if card else "",
        who=conditions(item.fits_when, rules, but=True),
        person=conditions(item.human_when, rules, but=False),
        papers=always,
        papers_sometimes=tuple(title for title in paper_titles(item, rules) if title not in known),
        authority=lines(item.authority, rules),
        where=lines(item.where, rules),
        how=lines(item.how, rules),
        note=lines(item.note, rules),
        days=day_lines(item, rules),
        sums=sum_lines(item, rules),
    )


def lines(text: Text, rules: Rules) -> tuple[str, ...]:
    """Every wording of a text, with its figures."""
    return tuple(dict.fromkeys(fill_figures(case.text, rules) for case in text if is_complete(case.text, rules)))


def is_complete(text: str, rules: Rules) -> bool:
    """Whether every figure that ``text`` names can be shown."""
    return all(figure_words(name, rules, city or None) is not None for name, city in PLACEHOLDER.findall(text))


def conditions(clauses: Clauses, rules: Rules, but: bool) -> tuple[str, ...]:
    """What the clauses say on this day; one that the day alone already decides as ``but`` is not said."""
    nobody = Facts(rules, AnswerBank.of(()))
    standing = (clause for clause in clauses if decide(clause.when, nobody) is not but)
    return tuple(dict.fromkeys(fill_figures(clause.text, rules) for clause in standing if clause.text))


def paper_titles(item: Item, rules: Rules) -> tuple[str, ...]:
    """The names of all papers that somebody may have to bring."""
    return tuple(dict.fromkeys(rules.document_title(use.document) for use in item.documents))


def day_lines(item: Item, rules: Rules) -> tuple[str, ...]:
    """The days that are counted, each with its span; what is unverified is left out."""
    return tuple(dict.fromkeys(_day_words(d, rules) for d in item.dates if d.status is not Status.UNVERIFIED))


def _day_words(rule: DateRule, rules: Rules) -> str:
    span = _span_words(rule.within, rules) if rule.within else None
    return _("%(title)s：%(words)s", title=_(rule.title), words=_said(span)) if span else rule.title


def _span_words(within: Within, rules: Rules) -> str | None:
    if within.parameter:
        return figure_words(within.parameter, rules)
    unit, count = next(iter(within.model_dump(exclude_none=True).items()))
    return number_words(Decimal(count), Unit(unit))


def sum_lines(item: Item, rules: Rules) -> tuple[str, ...]:
    """What is paid and how it is worked out; what is unverified is left out."""
    known = [amount for amount in item.amounts if amount.status is not Status.UNVERIFIED]
    return tuple(dict.fromkeys(_sum_words(amount.title, amount.formula_text, rules) for amount in known))


def _sum_words(title: str, formula: str | None, rules: Rules) -> str:
    if not formula or not is_complete(formula, rules):
        return title
    return _("%(title)s：%(words)s", title=_(title), words=_said(fill_figures(formula, rules)))


def _said(text: str) -> Message:
    """A text that is looked up as a part of another."""
    return text if isinstance(text, Message) else _(text)


def figure_words(name: str, rules: Rules, city: str | None = None) -> str | None:
    """The figure of this day in words; None where there is none to show."""
    try:
        return show_figure(rules.parameter(name, city), rules.figure_entry(name, city), rules.day).text
    except MissingFigure:
        return None
