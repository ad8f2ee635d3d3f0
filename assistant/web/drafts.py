"""A draft as pages see it: the kept answers read through the rules of its city and today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from flask import g

from assistant.catalog.catalog import Rules
from assistant.catalog.model import Fact
from assistant.catalog.values import Special, ValueProblem, from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.entitlement import CHECK, CheckPlan, open_plan
from assistant.engine.plan import Plan
from assistant.people import RESIDENT, AnswerSource, Draft, DraftGone, SavedAnswer
from assistant.store import is_id
from assistant.web.core import core
from assistant.web.sessions import demand

SKIPPED = Special.DECLINED  # how an optional question that was left empty is kept, so that it is not asked again
CONSENT = "consent."  # before the fact's id: the separate consent to a sensitive answer
_UNSEEN = (AnswerSource.TEXT, AnswerSource.PROFILE, AnswerSource.SHARE, AnswerSource.CARRIED)


class AlreadySubmitted(Exception):
    """The draft has become a case: there is a receipt to show instead."""

    def __init__(self, case_id: str) -> None:
        super().__init__("already submitted")
        self.case_id = case_id


@dataclass(frozen=True)
class OpenDraft:
    """One draft that this browser may open, with everything that follows from its answers."""

    draft: Draft
    rules: Rules

    @property
    def id(self) -> str:
        return self.draft.case_id

    @cached_property
    def bank(self) -> AnswerBank:
        return read_bank(self.draft.answers.values(), self.rules)

    @cached_property
    def plan(self) -> Plan:
        return open_plan(self.rules, self.draft.service, self.bank)

    @property
    def check(self) -> CheckPlan | None:
        """The plan of the entitlement check; None in a draft of a service."""
        return self.plan if isinstance(self.plan, CheckPlan) else None

    @property
    def topic_service(self) -> str | None:
        """The service whose words and articles come first; None in the check, which is about all of them."""
        return None if self.draft.service == CHECK else self.draft.service

    @cached_property
    def unconfirmed(self) -> tuple[Fact, ...]:
        """What we know without having asked, and the resident has not seen in this case yet."""
        return tuple(self.rules.facts[answer.fact] for answer in self.bank if not answer.confirmed)

    def plan_of(self, bank: AnswerBank) -> Plan:
        """The plan as it would be with these answers."""
        return open_plan(self.rules, self.draft.service, bank)


def open_draft(case_id: str) -> OpenDraft:
    """The draft; raises DraftGone, NotHeld, AlreadySubmitted."""
    found = open_any(case_id)
    if found.draft.submitted:
        raise AlreadySubmitted(case_id)
    return found


def open_any(case_id: str) -> OpenDraft:
    """The draft, handed in or not; raises DraftGone and NotHeld."""
    if not is_id(case_id):
        raise DraftGone(case_id)
    demand(case_id)
    parts = core()
    last = parts.opened.take(case_id)  # a draft that is gone is not put back
    draft = parts.store.drafts.load(case_id, parts.now(), last.draft if last else None)
    rules = g.rules = parts.library.catalog.rules(draft.city, parts.today())
    same = last is not None and last.draft is draft and last.rules is rules
    return parts.opened.put(case_id, last if last and same else OpenDraft(draft, rules))


def read_bank(answers: Iterable[SavedAnswer], rules: Rules) -> AnswerBank:
    """The kept answers as the engine reads them. What the definitions no longer know or allow is asked again."""
    read = (read_answer(saved, rules) for saved in answers)
    return AnswerBank.of(answer for answer in read if answer is not None)


def read_answer(saved: SavedAnswer, rules: Rules) -> Answer | None:
    """One kept answer; None when its fact is gone or no longer takes this value."""
    fact = rules.facts.get(saved.fact)
    if fact is None:
        return None
    try:
        value = SKIPPED if fact.optional and saved.value == SKIPPED.value else from_json(fact, saved.value)
    except ValueProblem:
        return None
    seen = saved.source not in _UNSEEN or saved.by == RESIDENT
    return Answer(fact.id, value, Given(saved.source.value), saved.at, saved.by, confirmed=seen)
