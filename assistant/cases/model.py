"""What a case is made of: the application as handed in, its parts per authority, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.people.drafts import Json, SavedAnswer


class CaseState(StrEnum):
    """Where one authority's part of a case stands, in the order things normally happen."""

    SUBMITTED = "submitted"  # the resident has a receipt; nothing has left the house yet
    SENT = "sent"  # the authority's system took it
    RECEIVED = "received"  # the authority acknowledged it
    ACCEPTED = "accepted"  # 受理
    IN_PROGRESS = "in_progress"
    CORRECTION_NEEDED = "correction_needed"  # 补正
    DECIDED = "decided"  # 办结
    CLOSED = "closed"


class DeliveryState(StrEnum):
    """Where the sending of one part stands."""

    PENDING = "pending"
    SENT = "sent"
    NEEDS_PERSON = "needs_person"  # we stopped trying; somebody has to look


@dataclass(frozen=True, slots=True)
class FilledBox:
    """One box of a form: the fact it holds, the value in JSON form, and the words printed in it."""

    fact: str
    title: str
    value: Json
    text: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One application form as it is filed."""

    form: str
    title: str
    item: str
    boxes: tuple[FilledBox, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one authority gets: the items it decides, its forms, and the ids of files handed in with them."""

    department: str
    items: tuple[str, ...]
    forms: tuple[FilledForm, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """A draft handed in. ``token`` is the one-time token of the check page, which also fixes the version
    of the answers that were checked. ``phone`` is the number the receipt is looked up with."""

    case_id: str
    token: str
    catalog_hash: str
    phone: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Submitted:
    """The acknowledgement. ``repeated`` is true when the same application had already been taken in."""

    case_id: str
    receipt: str
    submitted_at: datetime
    repeated: bool


@dataclass(frozen=True, slots=True)
class CasePart:
    """One authority's part as it stands. ``reference`` is the authority's own number, once it gave one."""

    department: str
    items: tuple[str, ...]
    state: CaseState
    delivery: DeliveryState
    reference: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A submitted case without its answers; those are read separately, when a page really shows them."""

    case_id: str
    service: str
    city: str
    receipt: str
    catalog_hash: str
    submitted_at: datetime
    updated_at: datetime
    parts: tuple[CasePart, ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Answers and filled forms exactly as they were handed in (``round`` 1, then one per correction)."""

    case_id: str
    round: int
    catalog_hash: str
    submitted_at: datetime
    answers: tuple[SavedAnswer, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. ``text_key`` is looked up in the language files; nothing personal is in it
    or in ``details``."""

    case_id: str
    number: int
    at: datetime
    text_key: str
    department: str | None
    details: Mapping[str, Json] = field(default_factory=dict)


class CaseNotFound(LookupError):
    """No case has this id."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"no case {case_id}")
        self.case_id = case_id


class TokenProblem(StrEnum):
    """Why a form token was refused."""

    FORGED = "forged"  # not made by us, or made for another draft
    EXPIRED = "expired"  # the check page was open for too long
    STALE = "stale"  # an answer changed after the check page was shown


class TokenRefused(ValueError):
    """The form token cannot be used; nothing was submitted and nothing was lost."""

    def __init__(self, problem: TokenProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class NothingToSend(ValueError):
    """An application without a part for any authority, or with two parts for one authority."""
