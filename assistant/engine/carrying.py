"""One answer bank for many matters: which answers somebody gave before are good for another matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.catalog.catalog import Rules
from assistant.catalog.model import Fact, FactType
from assistant.catalog.outcome import NO_VALUE
from assistant.catalog.values import DocumentValue
from assistant.engine.answers import Answer, AnswerBank, Given, is_stale
from assistant.engine.entitlement import CHECK, facts_looked_at, reasons_against
from assistant.engine.explain import all_reasons_against
from assistant.engine.facts import Facts
from assistant.engine.outcomes import Outcome, decide_item
from assistant.engine.reach import behind_by_derivation, facts_behind

_PERSON = "person"
_BIRTH = "birth"
_OF_ONE_PERSON = frozenset(("person", "parents"))
_WHOSE_MATTER = "for_whom"
_STANDS_ALONE = frozenset(("applicant", "deceased"))  # says nothing about the person a matter is for
Answers = dict[str, Answer]


def together(facts: Mapping[str, Fact], banks: Iterable[AnswerBank]) -> AnswerBank:
    """The answers of several matters as one bank; the banks come newest first, and the newest answer counts.

    What was said about one subject is added to by an older matter only where names, numbers and dates of birth show
    that it was about the same people; nothing is ever mixed of two persons.
    """
    found: dict[str, Answers] = {}
    for bank in banks:
        own = _by_subject(facts, bank)
        same, other = _compared(facts, found, own)
        for subject, answers in own.items():
            if subject not in found and (_PERSON not in other or subject in _STANDS_ALONE):
                found[subject] = answers
            elif subject in found and subject not in other and same & {subject, _PERSON}:
                found[subject] = {**answers, **found[subject]}
    return AnswerBank.of(answer for answers in found.values() for answer in answers.values())


def _by_subject(facts: Mapping[str, Fact], bank: AnswerBank) -> dict[str, Answers]:
    found: dict[str, Answers] = {}
    for answer in bank:
        if answer.fact in facts:
            found.setdefault(facts[answer.fact].subject, {})[answer.fact] = answer
    return found


def _compared(
    facts: Mapping[str, Fact], newer: Mapping[str, Answers], older: Mapping[str, Answers]
) -> tuple[set[str], set[str]]:
    """The subjects that are certainly the same in both, and those that are certainly others."""
    same, other = set[str](), set[str]()
    for subject in newer.keys() & older.keys():
        mine, theirs = newer[subject], older[subject]
        both = [name for name in mine.keys() & theirs.keys() if _tells_people_apart(facts[name])]
        if both:
            (same if all(mine[name].value == theirs[name].value for name in both) else other).add(subject)
    return same, other


def _tells_people_apart(fact: Fact) -> bool:
    return fact.type in (FactType.NAME, FactType.ID_NUMBER) or (fact.type is FactType.DATE and fact.id.endswith(_BIRTH))


def carried(rules: Rules, service: str, bank: AnswerBank, item: str | None = None) -> tuple[Answer, ...]:
    """The answers of ``bank`` that ``service`` (or the check) looks at and that still count, not seen there yet.

    With ``item``, what was asked for is widened so that the item which somebody tapped on is among it.
    """
    wanted = facts_looked_at(rules) if service == CHECK else facts_behind(rules, rules.service(service))
    kept = {answer.fact: answer for answer in bank if answer.fact in wanted and _can_travel(answer, rules)}
    if item is not None and item in rules.items:
        kept = _widened(rules, kept, item)
    facts = Facts(rules, AnswerBank(kept))
    useful = (answer for answer in kept.values() if facts.fact(answer.fact) is not NO_VALUE)
    return tuple(replace(answer, given=Given.CARRIED, confirmed=False) for answer in useful)


def _can_travel(answer: Answer, rules: Rules) -> bool:
    """Not what is signed or uploaded (it belongs to its own application), and not what is too old to count."""
    fact = rules.facts[answer.fact]
    uploaded = isinstance(answer.value, DocumentValue) and answer.value.mode == "upload"
    stale = is_stale(answer, fact.good_for_days, rules.day)
    return Facts.can_be_told(fact) and not (fact.on_check_page or uploaded or stale)


def about_somebody(fact: Fact) -> bool:
    """Whether an answer is about the person an earlier matter was for, so that it is asked anew for another person."""
    return fact.subject in _OF_ONE_PERSON or fact.id == _WHOSE_MATTER or fact.type is FactType.PEOPLE


def _widened(rules: Rules, kept: Answers, item: str) -> Answers:
    """The same answers with one more thing asked for, where ``item`` fails only because it was not; what cannot be
    widened is left out, so that it is asked."""
    outcome, facts = _outcome(rules, kept, item)
    if not all_reasons_against(outcome, facts) or reasons_against(outcome, facts):
        return kept
    blamed = {name for reason in all_reasons_against(outcome, facts) for name in reason.facts}
    asked = [name for name in behind_by_derivation(rules, blamed) if name in kept]
    for wider in _one_more(rules, kept, asked):
        if not all_reasons_against(*_outcome(rules, wider, item)):
            return wider
    return {name: answer for name, answer in kept.items() if name not in asked}


def _outcome(rules: Rules, kept: Answers, item: str) -> tuple[Outcome, Facts]:
    facts = Facts(rules, AnswerBank(kept))
    return decide_item(rules.items[item], facts), facts


def _one_more(rules: Rules, kept: Answers, names: Sequence[str]) -> Iterator[Answers]:
    for name in names:
        value = kept[name].value
        if rules.facts[name].type is FactType.CHOICES and isinstance(value, frozenset):
            for option in rules.facts[name].options:
                yield {**kept, name: replace(kept[name], value=value | {option.id})}
