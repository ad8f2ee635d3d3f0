"""「我能享受什么」: at most twelve questions over all services, then what is likely, possible, for a person, or not.

The rules only choose what to show. Where a service itself reaches a state with the same answers, that state counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from functools import cached_property

from assistant.catalog.catalog import Rules, UnknownId
from assistant.catalog.entitlement import CheckRule, Entitlement, Offer
from assistant.catalog.evaluate import decide
from assistant.catalog.model import Item, Notice, Service
from assistant.catalog.outcome import NO_VALUE, Unknown
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.explain import Reason, all_reasons_against, reasons, why_open
from assistant.engine.facts import Facts
from assistant.engine.needs import Need, Phase
from assistant.engine.outcomes import Outcome, State, decide_item
from assistant.engine.plan import Plan
from assistant.engine.reach import facts_behind_conditions

CHECK = "entitlement"  # what a draft of the check names as its service
MOST_REASONS = 2
MOST_ALSO = 5  # what is offered beside a finished matter stays a short list


class Likelihood(StrEnum):
    """How an item stands, in the order in which the list shows them."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    PERSON_DECIDES = "person_decides"
    NO = "no"


_SHOWN = {list_: place for place, list_ in enumerate(Likelihood)}
# Where several rules name an item the better list wins (docs/entitlement.md).
_BETTER = (Likelihood.LIKELY, Likelihood.PERSON_DECIDES, Likelihood.POSSIBLE, Likelihood.NO)
_SUBJECT_OF_WISHES = "request"


@dataclass(frozen=True, slots=True)
class Finding:
    """One item of the list: how it stands, why, and on which ground. ``door``: only a way in, nothing was decided."""

    item: Item
    likelihood: Likelihood
    reasons: tuple[str, ...]
    source: str
    door: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """What one rule says about one item."""

    likelihood: Likelihood
    because: tuple[str, ...]
    source: str | None
    door: bool


class CheckPlan(Plan):
    """The check over one bank of answers, as pages and conversations know a plan; it files nothing itself."""

    def __init__(self, rules: Rules, bank: AnswerBank) -> None:
        self.rules = rules
        self.check = _check_of(rules)
        self.service = as_service(self.check)
        self.facts = Facts(rules, bank)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        return ()

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """The questions still to ask, in the author's order; a fact settled by other answers is not among them."""
        return tuple(_open_questions(self.check, self.facts))

    @cached_property
    def is_stopped(self) -> bool:
        return False

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What any service would say at once."""
        found = (n for service in self.rules.services for n in self.rules.notices(service) if n.level != "info")
        return tuple({n.id: n for n in found if self.facts.applies(n.when)}.values())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The list as it stands. Once nothing is left to ask, what is open is for a person to decide."""
        return tuple(find(self.check, self.facts, done=not self.needs))

    def _facts_in_use(self) -> frozenset[str]:
        return frozenset(one.fact for one in self.check.facts)


def open_plan(rules: Rules, service: str, bank: AnswerBank) -> Plan:
    """What follows from ``bank`` for a service, or for the check. Raises UnknownId."""
    return CheckPlan(rules, bank) if service == CHECK else Plan(rules, service, bank)


def _check_of(rules: Rules) -> Entitlement:
    if rules.catalog.entitlement is None:
        raise UnknownId("service", CHECK, rules.services)
    return rules.catalog.entitlement


def as_service(check: Entitlement) -> Service:
    """The check with the few words that every page about a draft needs."""
    return Service(
        service=CHECK, title=check.title, short=check.title, lead=check.lead, sections=check.sections, stages=(),
        items=(), declaration="", ask_first=tuple(one.fact for one in check.facts),
    )  # fmt: skip


def facts_looked_at(rules: Rules) -> frozenset[str]:
    """Every fact that a question or a rule of the check depends on."""
    check = _check_of(rules)
    conditions = [*(rule.when for rule in check.rules), *(one.when for one in check.facts if one.when)]
    return facts_behind_conditions(rules, conditions) | {one.fact for one in check.facts}


def _open_questions(check: Entitlement, facts: Facts) -> Iterator[Need]:
    for one in check.facts:
        if facts.applies(one.when) is not False:
            value = facts.fact(one.fact)
            if isinstance(value, Unknown) and value.open:
                yield Need(facts.facts[one.fact], Phase.DECIDE, 1)


def find(check: Entitlement, facts: Facts, done: bool) -> Iterator[Finding]:
    """Every item that a rule speaks of and that is in force here, best first; ``done``: nothing more will be asked."""
    votes = _votes(check, facts, done)
    found = [_finding(facts.rules.items[name], cast_, facts) for name, cast_ in votes.items()]
    order = {finding.item.item: place for place, finding in enumerate(found)}
    yield from sorted(found, key=lambda one: (one.door, _SHOWN[one.likelihood], order[one.item.item]))


def _votes(check: Entitlement, facts: Facts, done: bool) -> Mapping[str, list[Vote]]:
    found: dict[str, list[Vote]] = {}
    for rule in check.rules:
        for offer, vote in _said_by(rule, facts, done):
            if offer.item in facts.rules.items and offer.service in facts.rules.services:
                found.setdefault(offer.item, []).append(vote)
    return found


def _said_by(rule: CheckRule, facts: Facts, done: bool) -> Iterator[tuple[Offer, Vote]]:
    """What a rule says: its lists where it holds; all for a person to decide where that is open for good."""
    holds = decide(rule.when, facts)
    if holds is True:
        for likelihood in Likelihood:
            for offer in getattr(rule, likelihood.value):
                yield offer, Vote(likelihood, (offer.because or rule.because,), rule.source, rule.door)
    elif isinstance(holds, Unknown) and (done or holds.for_good):
        likelihood = Likelihood.POSSIBLE if rule.door else Likelihood.PERSON_DECIDES
        because = tuple(reason.text for reason in why_open(holds, rule.source or "", facts))
        for offer in (*rule.likely, *rule.possible, *rule.person_decides):
            yield offer, Vote(likelihood, because, rule.source, rule.door)


def _finding(item: Item, votes: Sequence[Vote], facts: Facts) -> Finding:
    """The best of the rules, unless the service itself knows."""
    best = min(votes, key=lambda vote: (vote.door, _BETTER.index(vote.likelihood)))
    same = [vote for vote in votes if (vote.likelihood, vote.door) == (best.likelihood, best.door)]
    words = tuple(dict.fromkeys(text for vote in same for text in vote.because))
    by_rules = Finding(item, best.likelihood, words[:MOST_REASONS], best.source or item.source, best.door)
    return _as_the_service_says(by_rules, decide_item(item, facts), facts)


def _as_the_service_says(finding: Finding, outcome: Outcome, facts: Facts) -> Finding:
    against = reasons_against(outcome, facts)
    if against:
        best = min(against, key=lambda reason: len(reason.facts))
        return Finding(finding.item, Likelihood.NO, (best.text,), best.source)
    known = _OF_STATE.get(outcome.state)
    if finding.door or known is None or known is finding.likelihood:
        return finding
    why = reasons(outcome, facts)
    words = tuple(reason.text for reason in why)[:MOST_REASONS] or finding.reasons
    return Finding(finding.item, known, words, why[0].source if why else finding.source)


_OF_STATE = {State.FITS: Likelihood.LIKELY, State.PERSON_DECIDES: Likelihood.PERSON_DECIDES}


def reasons_against(outcome: Outcome, facts: Facts) -> tuple[Reason, ...]:
    """Why the service says no, leaving out what only rests on what somebody has asked for so far, or was not asked
    because of that: it is no decision about what he is entitled to."""
    return tuple(r for r in all_reasons_against(outcome, facts) if any(_tells(name, facts) for name in r.facts))


def _tells(name: str, facts: Facts) -> bool:
    return facts.facts[name].subject != _SUBJECT_OF_WISHES and facts.fact(name) is not NO_VALUE


def also_for(plan: Plan, begun: Collection[str] = ()) -> tuple[Finding, ...]:
    """What the answers of a finished matter already show in services other than it and those ``begun``, a few at most;
    nothing is asked for it."""
    rules = plan.rules
    if rules.catalog.entitlement is None:
        return ()
    check = rules.catalog.entitlement
    facts = Facts(rules, _with_what_happened(check, plan))
    others = (one for one in find(check, facts, done=False) if one.item.service not in {plan.service.service, *begun})
    return tuple(one for one in others if _is_worth_offering(one))[:MOST_ALSO]


def _is_worth_offering(one: Finding) -> bool:
    """Whether there is something to apply for, at some authority; what comes by itself is not offered."""
    applied_for = one.item.form is not None or one.item.department is not None
    return applied_for and not one.door and one.likelihood is not Likelihood.NO


def _with_what_happened(check: Entitlement, plan: Plan) -> AnswerBank:
    """The plan's answers; a service that does not ask what happened says so by itself."""
    first, bank = check.facts[0].fact, plan.facts.bank
    matters = check.matters.get(plan.service.service)
    if matters is None or plan.facts.fact(first) is NO_VALUE or bank.get(first) is not None:
        return bank
    at = datetime.combine(plan.rules.day, time(0), UTC)
    return bank.with_answer(Answer(first, frozenset(matters), Given.DERIVED, at))
