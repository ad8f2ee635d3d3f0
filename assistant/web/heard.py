"""What somebody told of himself in a sentence, between the sentence and the page that asks whether it is right.

Only the facts and the few words each came from are kept, sealed in this browser; the sentence itself is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Value, ValueProblem, from_json, to_json
from assistant.forms.handlers import Asking, handler_for
from assistant.match.answer import LONGEST
from assistant.match.extract import Found, concepts, extract
from assistant.people import Json
from assistant.web import sealed
from assistant.web.core import core
from assistant.web.drafts import OpenDraft

_NAME = "heard"
_NOMINAL = "nominal_age"
_MOST_SERVICES = 4
_LONGEST_EVIDENCE = 24
_ON_PAPER_ONLY = frozenset((FactType.DOCUMENT, FactType.PEOPLE, FactType.SIGNATURE))


@dataclass(frozen=True)
class Heard:
    """A fact as it was understood: ``sure`` ones are shown to be confirmed, the others only suggested."""

    fact: Fact
    value: Value
    evidence: str
    sure: bool


def remember(text: str, services: Iterable[str], city: str | None) -> None:
    """Find the facts of each service in ``text`` and keep them until a draft of it is begun."""
    today = core().today()
    rules = core().library.catalog.rules(city, today)
    found = {}
    nominal = _nominal_age(text, today)
    for service in list(dict.fromkeys(services))[:_MOST_SERVICES]:
        facts = extract(text[:LONGEST], today, rules, service)
        if facts:
            found[service] = [*_packed(facts), *nominal]
    _keep(found)


def _nominal_age(text: str, today: date) -> list[Json]:
    """An age told by the old count and not by the birthday, as a row of its own: it is no fact, only pointed out."""
    said = concepts(text[:LONGEST], today)
    plain = {one.of for one in said if one.kind == "age"}
    old = [one for one in said if one.kind == _NOMINAL and one.of not in plain]
    return [[_NOMINAL, None, f"虚岁{one.evidence.removeprefix('虚岁')}"[:_LONGEST_EVIDENCE], False] for one in old[:1]]


def nominal_age_of(case_id: str) -> str | None:
    """The words of an age by the old count (「虚岁八十」) that were told for this draft."""
    return next((row[2] for row in _kept().get(case_id, ()) if row[0] == _NOMINAL), None)


def remember_for(case_id: str, facts: Sequence[Found]) -> None:
    """Keep facts that were told while a draft is open."""
    _keep({**_kept(), case_id: _packed(facts)})


def _packed(facts: Sequence[Found]) -> list[Json]:
    return [[f.fact, cast(Json, to_json(f.value)), f.evidence[:_LONGEST_EVIDENCE], f.sure] for f in facts]


def _keep(found: dict[str, Any]) -> None:
    while found and not sealed.put(_NAME, found):
        found.popitem()  # the last service is the least likely one
    if not found:
        sealed.drop(_NAME)


def _kept() -> dict[str, Any]:
    found = sealed.take(_NAME)
    return dict(found) if isinstance(found, dict) else {}


def is_waiting(service: str) -> bool:
    """Whether something that was told waits for a draft of this service."""
    return bool(_kept().get(service))


def bind(service: str, case_id: str) -> bool:
    """From now on the facts belong to this draft alone; whether there are any."""
    found = _kept()
    facts = found.pop(service, None)
    if facts is None:
        return False
    _keep({case_id: facts})
    return True


def heard_of(opened: OpenDraft, asking: Callable[[Fact], Asking]) -> tuple[Heard, ...]:
    """What was understood for this draft, is not answered yet and would be a valid answer today.

    ``asking`` gives the circumstances in which a fact is asked here.
    """
    found = (_read(opened, asking, *row) for row in _kept().get(opened.id, ()))
    return tuple(one for one in found if one is not None)


def _read(
    opened: OpenDraft, asking: Callable[[Fact], Asking], name: str, raw: object, evidence: str, sure: bool
) -> Heard | None:
    fact = opened.rules.facts.get(name)
    if fact is None or name in opened.bank or not is_told_in_words(opened, fact):
        return None
    try:
        value = from_json(fact, raw)
    except ValueProblem:
        return None
    handler = handler_for(fact)
    fits = handler.parse(fact, handler.to_form(fact, value), asking(fact)).value == value
    # A separate consent belongs to the question itself, so such an answer is only suggested there.
    return Heard(fact, value, evidence, sure and fact.consent is None) if fits else None


def is_told_in_words(opened: OpenDraft, fact: Fact) -> bool:
    """Whether a resident may answer this fact in free words."""
    return opened.plan.facts.can_be_told(fact) and not fact.on_check_page and fact.type not in _ON_PAPER_ONLY


def let_go(case_id: str, facts: Iterable[str]) -> None:
    """These facts are dealt with."""
    done, found = {*facts, _NOMINAL}, _kept()
    rest = [row for row in found.get(case_id, ()) if row[0] not in done]
    if rest:
        _keep({**found, case_id: rest})
    elif case_id in found:
        _keep({name: rows for name, rows in found.items() if name != case_id})


def suggestion(opened: OpenDraft, fact: Fact, asking: Callable[[Fact], Asking]) -> Value | None:
    """What to fill in beforehand for this question, if anything was said about it."""
    return next((one.value for one in heard_of(opened, asking) if one.fact.id == fact.id), None)
