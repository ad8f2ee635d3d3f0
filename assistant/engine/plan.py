"""The personal list: what to do, in which order, where, by when, with which papers, and what can wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.catalog.catalog import Rules
from assistant.catalog.figures import figure_years, fill_figures, needs_hedge
from assistant.catalog.messages import Message, _
from assistant.catalog.model import Fact, Form, Notice, QuestionPage, Section, Service, Stage, Status
from assistant.catalog.outcome import NO_VALUE
from assistant.engine.answers import AnswerBank
from assistant.engine.details import DueDate, Paper, Sum, chosen, due_dates, papers, sums
from assistant.engine.explain import Reason, reasons, would_have_to_differ
from assistant.engine.facts import Facts
from assistant.engine.needs import Need, Phase, box_needs, boxes, forms_to_file, needs, offered, stopped
from assistant.engine.order import in_order
from assistant.engine.outcomes import Outcome, State, decide_service

TEXTS = ("card", "authority", "where", "how", "next", "note")  # chosen by the answers
PLAIN_TEXTS = ("fee", "takes", "remedy")


@dataclass(frozen=True)
class Entry:
    """One item on the list with everything that goes with it; worked out when looked at."""

    outcome: Outcome
    facts: Facts

    @property
    def id(self) -> str:
        return self.outcome.item.item

    @property
    def state(self) -> State:
        return self.outcome.state

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        return reasons(self.outcome, self.facts)

    @cached_property
    def would_differ(self) -> tuple[Reason, ...]:
        return would_have_to_differ(self.outcome, self.facts)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        return papers(self.outcome.item, self.facts)

    @cached_property
    def dates(self) -> tuple[DueDate, ...]:
        return due_dates(self.outcome.item, self.facts)

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        return sums(self.outcome.item, self.facts, years=len(self._years) > 1)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The words of the item that fit these answers, by key (card, authority, …, fee, takes, remedy).

        A year that all figures share is left out here and said once, by ``figure_note``. The card says it, since it
        also stands alone in the list.
        """
        often = len(self._years) > 1
        return {key: fill_figures(text, self.facts.rules, often or key == "card") for key, text in self._raw.items()}

    @cached_property
    def output(self) -> tuple[str, ...]:
        """What one holds in hand at the end."""
        return tuple(fill_figures(text, self.facts.rules) for text in self.outcome.item.output)

    @cached_property
    def figure_note(self) -> Message | None:
        """The one sentence about the figures of the item: the year they share, if any, and who has the last word."""
        if len(self._years) == 1:
            year = next(iter(self._years))
            return _("这里的数字是 %(year)s 年的，以当地窗口答复为准。", year=year)
        doubtful = any(needs_hedge(text, self.facts.rules) for text in self._with_figures)
        return _("以当地窗口答复为准。") if doubtful or self.outcome.item.status is not Status.VERIFIED else None

    @cached_property
    def _raw(self) -> Mapping[str, str]:
        item = self.outcome.item
        found = {key: chosen(getattr(item, key), self.facts) for key in TEXTS}
        found |= {key: getattr(item, key) for key in PLAIN_TEXTS}
        return {key: text for key, text in found.items() if text is not None}

    @cached_property
    def _with_figures(self) -> tuple[str, ...]:
        """Every text below the card that names a figure."""
        amounts = [a for a in self.outcome.item.amounts if self.facts.applies(a.when) is not False]
        texts = [text for key, text in self._raw.items() if key != "card"]
        texts += [text for a in amounts for text in (a.formula_text, a.note) if text]
        return tuple(text for text in texts if "{{" in text)

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset().union(*(figure_years(text, self.facts.rules) for text in self._with_figures))


@dataclass(frozen=True)
class Step:
    """One part of the way: ``state`` is done, current or todo."""

    id: str
    title: str
    state: str


class Plan:
    """Everything that follows from one bank of answers for one service; each part is worked out once."""

    def __init__(self, rules: Rules, service: str, bank: AnswerBank) -> None:
        self.rules = rules
        self.service: Service = rules.service(service)
        self.facts = Facts(rules, bank)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        return decide_service(self.service.service, self.facts)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All items that matter, in the order in which to do them."""
        by_id = {o.item.item: o for o in self.outcomes}
        ordered = in_order([o.item for o in self.outcomes if o.matters], self.service)
        return tuple(Entry(by_id[item.item], self.facts) for item in ordered)

    @cached_property
    def decided(self) -> tuple[Entry, ...]:
        """The items that are certain to be on the list: they fit, or a person decides."""
        return tuple(entry for entry in self.entries if entry.state in (State.FITS, State.PERSON_DECIDES))

    @cached_property
    def left_out(self) -> tuple[Entry, ...]:
        """The items that do not fit, in the service's order."""
        return tuple(Entry(o, self.facts) for o in self.outcomes if not o.matters)

    def entry(self, item: str) -> Entry | None:
        return next((e for e in (*self.entries, *self.left_out) if e.id == item), None)

    @cached_property
    def by_stage(self) -> tuple[tuple[Stage, tuple[Entry, ...]], ...]:
        """The list cut along the service's timeline; empty stages are left out."""
        cut = ((stage, tuple(e for e in self.entries if e.outcome.item.stage == stage.id)) for stage in self.stages)
        return tuple((stage, entries) for stage, entries in cut if entries)

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.service.stages

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        return needs(self.service, self.facts, self.outcomes)

    @property
    def question(self) -> Need | None:
        """The one question to ask now."""
        return self.needs[0] if self.needs else None

    def page_of(self, fact: str) -> QuestionPage | None:
        """The page that ``fact`` shares with others; None when it has one for itself."""
        return next((page for page in self.service.pages if fact in page.facts), None)

    def asked_with(self, fact: str) -> tuple[str, ...]:
        """The facts on the page that asks ``fact``, itself included, in the page's order.

        Only what is open for the same purpose comes along: nobody gives a name before a form needs it. For a fact
        that is not open, the page as it was answered.
        """
        page = self.page_of(fact)
        if page is None:
            return (fact,)
        phases = {need.fact.id: need.phase for need in self.needs}
        if fact in phases:
            return tuple(name for name in page.facts if phases.get(name) is phases[fact])
        known = (n for n in page.facts if n in self.facts.bank and self.facts.fact(n) is not NO_VALUE)
        return tuple(dict.fromkeys(known)) or (fact,)

    @cached_property
    def is_stopped(self) -> bool:
        return stopped(self.service, self.facts)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The standing notices that hold now, most urgent first."""
        rank = {"stop": 0, "urgent": 1, "info": 2}
        holding = [n for n in self.rules.notices(self.service.service) if self.facts.applies(n.when)]
        return tuple(sorted(holding, key=lambda n: rank[n.level]))

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        return forms_to_file(self.facts, self.outcomes)

    @cached_property
    def offered(self) -> tuple[Fact, ...]:
        """What the forms would take but do not need."""
        asked = {need.fact.id for need in self.needs}
        return tuple(fact for fact in offered(self.facts, self.forms) if fact.id not in asked)

    @cached_property
    def choices(self) -> tuple[tuple[Entry, ...], ...]:
        """The sets of items on the list of which only one can be had, each in the order of the list."""
        return one_of_these(self.decided)

    def rivals(self, item: str) -> tuple[Entry, ...]:
        """The other items that cannot be had together with ``item``."""
        found = {e.id: e for choice in self.choices if any(e.id == item for e in choice) for e in choice}
        return tuple(entry for name, entry in found.items() if name != item)

    @cached_property
    def is_deciding(self) -> bool:
        """Whether questions are open that change what has to be done, not only what is written on forms."""
        return self.question is not None and self.question.phase is not Phase.FILL

    @cached_property
    def relevant_facts(self) -> tuple[str, ...]:
        """The answered facts that still have a part in a decision or a box, in the author's order."""
        used = self._facts_in_use()
        return tuple(name for name in self.facts.facts if name in self.facts.bank and name in used)

    def _facts_in_use(self) -> frozenset[str]:
        from assistant.engine.reach import facts_behind  # it walks conditions, which only pages need

        return facts_behind(self.rules, self.service, self.forms)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The sections that this person passes, in words: done, current, todo.

        Honest: it counts only sections with something answered or still to ask; a change of answers may change it.
        """
        asked = {self.facts.facts[n].section for n in self.facts.bank.latest if n in self.facts.facts}
        open_ = [need.fact.section for need in self.needs]
        passed = [s for s in self.service.sections if s.id in asked or s.id in open_]
        current = open_[0] if open_ else None
        return tuple(Step(s.id, s.title, _step_state(s, current, open_)) for s in passed)


def one_of_these(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """Every largest set of entries that all exclude each other."""
    by_id = {entry.id: entry for entry in entries}
    sets: set[frozenset[str]] = set()
    for entry in entries:
        against = frozenset(other.id for other in entries if _exclude(entry, other))
        sets |= {(each & against) | {entry.id} for each in (*sets, frozenset[str]())}
    whole = [each for each in sets if len(each) > 1 and not any(each < other for other in sets)]
    return tuple(
        sorted((tuple(by_id[n] for n in by_id if n in each) for each in whole), key=lambda c: [*by_id].index(c[0].id))
    )


def _exclude(one: Entry, other: Entry) -> bool:
    return other.id in one.outcome.item.excludes or one.id in other.outcome.item.excludes


def _step_state(section: Section, current: str | None, open_: list[str]) -> str:
    if section.id == current:
        return "current"
    return "todo" if section.id in open_ else "done"


def count_boxes(form: Form, facts: Facts) -> tuple[int, int, tuple[str, ...]]:
    """Boxes that apply, boxes filled, and the facts that required boxes still wait for."""
    applying = [b for b in boxes(form) if facts.applies(b.when) is not False and facts.fact(b.fact) is not NO_VALUE]
    filled = [box for box in applying if facts.value(box.fact) is not None]
    missing = [name for box in applying for name in sorted(box_needs(box, facts))]
    return len(applying), len(filled), tuple(dict.fromkeys(missing))
