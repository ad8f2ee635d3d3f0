"""Beginning a draft: the notice that was on the page, and the answers that come along from earlier matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.catalog.model import Fact
from assistant.catalog.values import to_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.carrying import carried, together
from assistant.engine.entitlement import Finding, also_for
from assistant.engine.plan import Plan
from assistant.people import EARLIER, AnswerSource, DraftGone, NewAnswer
from assistant.web.core import core
from assistant.web.drafts import CONSENT, OpenDraft, open_any
from assistant.web.sessions import grant, held

FROM = "carried.from"  # the draft that the answers came from; no fact has such a name
_MOST_MATTERS = 5


@dataclass(frozen=True)
class Earlier:
    """A matter that this browser may open and in which something was answered."""

    opened: OpenDraft

    @property
    def title(self) -> str:
        return self.opened.plan.service.title

    @property
    def at(self) -> datetime:
        """When something was last answered there."""
        return max(answer.at for answer in self.opened.bank)


def earlier_matters() -> tuple[Earlier, ...]:
    """What can be brought along, the latest first."""
    found = []
    for case_id in held():
        try:
            found.append(Earlier(open_any(case_id)))
        except DraftGone:
            continue
    answered = (one for one in found if len(one.opened.bank))
    return tuple(sorted(answered, key=lambda one: one.at, reverse=True))[:_MOST_MATTERS]


def offered_beside(plan: Plan) -> tuple[Finding, ...]:
    """What else the answers of a finished matter show, without the services that this browser has begun already."""
    return also_for(plan, {one.opened.draft.service for one in earlier_matters()})


def begin(service: str, city: str, banks: Iterable[AnswerBank] = (), item: str | None = None, source: str = "") -> str:
    """A new draft that this browser may open, with the answers of ``banks`` (the latest first) that are of use in it;
    returns its id. They count once they have been seen on the page 「这些还对吗」."""
    parts = core()
    rules = parts.library.catalog.rules(city, parts.today())
    case_id = parts.store.drafts.start_draft(service, city, parts.now())
    # Which wording of the notice was on the page is kept with the answers (《个人信息保护法》第十七条).
    given = [NewAnswer(CONSENT + "notice", parts.library.catalog.hash)]
    if source:
        given.append(NewAnswer(FROM, source))
    given += [_brought(answer) for answer in carried(rules, service, together(rules.facts, banks), item)]
    parts.store.drafts.append_answers(case_id, given, parts.now())
    grant(case_id)
    return case_id


def _brought(answer: Answer) -> NewAnswer:
    return NewAnswer(answer.fact, to_json(answer.value), AnswerSource.CARRIED, EARLIER, answer.at)  # type: ignore[arg-type]


def find_begun(service: str, source: str) -> str | None:
    """The draft of ``service`` that was begun from ``source`` before and is still being filled in."""
    for case_id in reversed(held()):
        try:
            draft = open_any(case_id).draft
        except DraftGone:
            continue
        origin = draft.answers.get(FROM)
        if draft.service == service and not draft.submitted and origin is not None and origin.value == source:
            return case_id
    return None


def brought_sensitive(opened: OpenDraft) -> tuple[Fact, ...]:
    """What was brought along and needs a consent of its own again, as it is used for another matter now."""
    answers: Mapping[str, Answer] = opened.bank.latest
    return tuple(f for f in opened.unconfirmed if f.consent is not None and answers[f.id].given is Given.CARRIED)
