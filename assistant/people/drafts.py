"""What a draft is: answers given so far, who gave each of them, and how long they are kept.

Answers are only ever appended. The newest answer to a fact counts, older ones stay as its history, so
two open tabs can never wipe out each other's work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

RESIDENT = "resident"
EARLIER = "earlier"  # the resident, but in another matter: not seen in this one yet


class AnswerSource(StrEnum):
    """How an answer came to us; shown to the resident beside everything we did not ask."""

    ASKED = "asked"
    TEXT = "text"  # found in the resident's own sentence
    PROFILE = "profile"  # handed over by the launching app
    DERIVED = "derived"
    OPERATOR = "operator"  # typed by a person on the phone or at the counter
    SHARE = "share"  # another department's record
    CARRIED = "carried"  # given by the same person in an earlier matter


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """One answer about to be kept. ``value`` has the JSON form of its fact; None takes the answer back.

    ``at`` is when it was given where that was before now.
    """

    fact: str
    value: Json
    source: AnswerSource = AnswerSource.ASKED
    by: str = RESIDENT
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """One kept answer. ``version`` is the draft's version that this answer made; it orders the history."""

    fact: str
    value: Json
    source: AnswerSource
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A request being filled in. ``answers`` holds the newest answer to each fact, in the order of giving.

    ``case_id`` stays the same when the draft becomes a case. ``expires_at`` is when it is deleted
    unless something is answered before; ``submitted`` says it has become a case and takes no more answers.
    """

    case_id: str
    service: str
    city: str
    version: int
    created_at: datetime
    touched_at: datetime
    expires_at: datetime
    submitted: bool
    answers: Mapping[str, SavedAnswer]

    def values(self) -> dict[str, Json]:
        """Fact id to value, ready for the engine."""
        return {fact: answer.value for fact, answer in self.answers.items()}


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did: the draft's new version, its new end, and the facts that another tab or person
    had answered since the version the caller was looking at (they are overruled, and kept as history)."""

    version: int
    expires_at: datetime
    overtaken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file without its content. ``size`` is bytes of the plain content."""

    case_id: str
    file_id: str
    fact: str
    name: str
    media_type: str
    size: int
    at: datetime


class DraftGone(LookupError):
    """No such draft: never existed, deleted by its owner, or past its 30 days."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"no draft {case_id}")
        self.case_id = case_id


class DraftSubmitted(RuntimeError):
    """The draft has become a case; its answers are frozen."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"draft {case_id} is submitted")
        self.case_id = case_id
