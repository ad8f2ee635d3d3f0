"""Answers belong to a person, and each one keeps who gave it, when and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from assistant.catalog.values import Value


class Given(StrEnum):
    """How an answer came to us."""

    ASKED = "asked"
    TEXT = "text"  # found in free text, shown back
    PROFILE = "profile"  # from the launching app
    SHARE = "share"  # from another department's record
    DERIVED = "derived"
    OPERATOR = "operator"
    CARRIED = "carried"  # given in an earlier matter


@dataclass(frozen=True, slots=True)
class Answer:
    """One value somebody gave. ``confirmed`` is false until the resident has seen it in this case."""

    fact: str
    value: Value
    given: Given
    at: datetime
    by: str = "resident"
    evidence: str | None = None  # the words it was found in
    confirmed: bool = True


@dataclass(frozen=True)
class AnswerBank:
    """All answers of one person, newest per fact; adding one gives a new bank and changes nothing."""

    latest: Mapping[str, Answer] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> AnswerBank:
        """The bank after these answers, in their order."""
        return cls({answer.fact: answer for answer in answers})

    def with_answer(self, answer: Answer) -> AnswerBank:
        return AnswerBank({**self.latest, answer.fact: answer})

    def without(self, fact: str) -> AnswerBank:
        return AnswerBank({name: a for name, a in self.latest.items() if name != fact})

    def confirmed(self, facts: Iterable[str], at: datetime) -> AnswerBank:
        """The same answers with these marked as seen and right on ``at``."""
        chosen = {f: replace(self.latest[f], confirmed=True, at=at) for f in facts if f in self.latest}
        return AnswerBank({**self.latest, **chosen})

    def get(self, fact: str) -> Answer | None:
        return self.latest.get(fact)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.latest.values())

    def __len__(self) -> int:
        return len(self.latest)

    def __contains__(self, fact: object) -> bool:
        return fact in self.latest


def is_stale(answer: Answer, good_for_days: int | None, today: date) -> bool:
    """Whether an answer is older than its fact stays good."""
    if good_for_days is None:
        return False
    return answer.at.date() + timedelta(days=good_for_days) < today
