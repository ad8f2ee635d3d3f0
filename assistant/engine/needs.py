"""What has to be asked: what could still change a decision, or is still missing on a form that will be filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.catalog.model import Box, Fact, FactType, Form, Sensitivity, Service, Sourcing
from assistant.catalog.outcome import NO_VALUE, Unknown
from assistant.engine.details import guidance_conditions
from assistant.engine.facts import Facts
from assistant.engine.outcomes import Outcome, State, decide_service


class Phase(IntEnum):
    """Why a fact is needed, in the order in which we ask."""

    DECIDE = 0  # it could change what has to be done
    GUIDE = 1  # it changes what we say about it
    FILL = 2  # a form that will be filed needs it


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that has to be asked, the phase, and how many decisions or boxes wait for it."""

    fact: Fact
    phase: Phase
    waiting: int


def needs(service: Service, facts: Facts, outcomes: Sequence[Outcome] | None = None) -> tuple[Need, ...]:
    """Everything still to be asked, best question first; empty when nothing that matters is unknown.

    ``outcomes`` may be passed in when they are known already. While a `stop` notice holds nothing is asked.
    """
    if stopped(service, facts):
        return ()
    outcomes = outcomes if outcomes is not None else decide_service(service.service, facts)
    found: dict[str, Need] = {}
    for phase, waiting in (
        (Phase.DECIDE, _deciding(service, facts, outcomes)),
        (Phase.GUIDE, _guiding(facts, outcomes)),
        (Phase.FILL, _filling(facts, outcomes)),
    ):
        for name, count in waiting.items():
            fact = facts.facts.get(name)
            if fact is not None and not fact.on_check_page:
                found.setdefault(name, Need(fact, phase, count))
    rank = ranking(service, facts.facts)
    return tuple(sorted(found.values(), key=lambda need: rank(need.fact.id, need.phase, need.waiting)))


def stopped(service: Service, facts: Facts) -> bool:
    """Whether a notice ends the questions for now."""
    return any(n.level == "stop" and facts.applies(n.when) for n in facts.rules.notices(service.service))


def _deciding(service: Service, facts: Facts, outcomes: Iterable[Outcome]) -> Counter[str]:
    waiting: Counter[str] = Counter()
    for notice in facts.rules.notices(service.service):
        if notice.level != "info":
            waiting.update(facts.open_in(notice.when))
    for outcome in outcomes:
        if outcome.unknown is not None and outcome.state is State.NOT_KNOWN:
            waiting.update(outcome.unknown.open)
    return waiting


def _guiding(facts: Facts, outcomes: Iterable[Outcome]) -> Counter[str]:
    waiting: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.state in (State.FITS, State.PERSON_DECIDES):
            waiting.update(facts.open_in(*guidance_conditions(outcome.item, facts)))
    return waiting


def _filling(facts: Facts, outcomes: Iterable[Outcome]) -> Counter[str]:
    waiting: Counter[str] = Counter()
    for form in forms_to_file(facts, outcomes):
        for box in boxes(form):
            waiting.update(box_needs(box, facts))
    return waiting


def offered(facts: Facts, forms: Iterable[Form]) -> tuple[Fact, ...]:
    """What may be added but need not be: the open facts of optional boxes, in the order of the forms."""
    names: dict[str, None] = {}
    for form in forms:
        for box in boxes(form):
            if box.optional and not box.office and facts.applies(box.when):
                names.update(dict.fromkeys(sorted(_askable(box.fact, facts))))
    found = (facts.facts[name] for name in names)
    return tuple(fact for fact in found if facts.can_ask(fact) and not fact.on_check_page)


def forms_to_file(facts: Facts, outcomes: Iterable[Outcome]) -> tuple[Form, ...]:
    """The application forms of the items that fit or that a person decides, in the items' order."""
    names = [o.item.form for o in outcomes if o.item.form and o.state in (State.FITS, State.PERSON_DECIDES)]
    return tuple(facts.rules.forms[name] for name in dict.fromkeys(names))


def boxes(form: Form) -> tuple[Box, ...]:
    return tuple(box for section in form.sections for box in section.boxes)


def box_needs(box: Box, facts: Facts) -> frozenset[str]:
    """The facts to ask so that ``box`` can be filled; none for optional boxes and those the office fills."""
    if box.optional or box.office:
        return frozenset()
    if box.when is not None:
        applies = facts.applies(box.when)
        if applies is None:
            return facts.open_in(box.when)
        if not applies:
            return frozenset()
    return _askable(box.fact, facts)


def _askable(name: str, facts: Facts) -> frozenset[str]:
    fact, value = facts.facts[name], facts.fact(name)
    if value is NO_VALUE or not isinstance(value, Unknown):
        return frozenset()
    if fact.sourcing is Sourcing.SHARE and facts.rules.place.sharing:
        return frozenset()  # a department's record fills it
    return value.open


_LATE_TYPES: Mapping[FactType, int] = {
    FactType.YES_NO: 0, FactType.CHOICE: 0, FactType.CHOICES: 0, FactType.DOCUMENT: 3, FactType.SIGNATURE: 4,
}  # fmt: skip
_SENSITIVITY = {Sensitivity.NONE: 0, Sensitivity.PERSONAL: 0, Sensitivity.SENSITIVE: 1}


Rank = Callable[[str, Phase, int], tuple[int, ...]]


def ranking(service: Service, facts: Mapping[str, Fact]) -> Rank:
    """The place of a fact among the questions, by its phase and how many decisions wait for it; least comes first."""
    first = {name: index for index, name in enumerate(service.ask_first)}
    sections = {section.id: index for index, section in enumerate(service.sections)}
    author = {name: index for index, name in enumerate(facts)}

    def rank(name: str, phase: Phase, waiting: int) -> tuple[int, ...]:
        fact = facts[name]
        return (
            phase,
            first.get(name, len(first)),
            sections.get(fact.section, len(sections)),
            -waiting if phase is Phase.DECIDE else 0,
            _LATE_TYPES.get(fact.type, 1),
            _SENSITIVITY[fact.sensitivity],
            author[name],
        )

    return rank


def next_question(service: Service, facts: Facts) -> Need | None:
    """The one question to ask now, or None when nothing that matters is unknown."""
    found = needs(service, facts)
    return found[0] if found else None


def pending_forms(forms: Iterable[Form], facts: Facts) -> dict[str, frozenset[str]]:
    """For every form the facts still missing in its boxes."""
    return {form.form: frozenset().union(*(box_needs(box, facts) for box in boxes(form))) for form in forms}
