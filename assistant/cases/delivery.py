"""What crosses the border to an authority and back, and what a backend has to do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Protocol

from assistant.cases.model import CaseState, Part
from assistant.people.drafts import Json


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file handed in with a part."""

    file_id: str
    fact: str
    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One authority's part of one case, ready to leave the house."""

    case_id: str
    round: int
    service: str
    city: str
    receipt: str
    catalog_hash: str
    submitted_at: datetime
    part: Part
    attachments: tuple[Attachment, ...] = ()

    @property
    def department(self) -> str:
        return self.part.department

    @property
    def idempotency_key(self) -> str:
        """The same for every attempt to deliver this part; the receiver keeps the first and answers the
        rest alike."""
        return f"{self.case_id}.{self.department}.{self.round}"

    def body(self) -> dict[str, Json]:
        """The envelope as plain JSON; attachments by name and SHA-256, their content goes beside it."""
        return {
            "case_id": self.case_id,
            "round": self.round,
            "service": self.service,
            "city": self.city,
            "receipt": self.receipt,
            "catalog_hash": self.catalog_hash,
            "submitted_at": self.submitted_at.isoformat(),
            **asdict(self.part),
            "files": [
                {
                    "file_id": file.file_id,
                    "fact": file.fact,
                    "name": file.name,
                    "media_type": file.media_type,
                    "sha256": hashlib.sha256(file.content).hexdigest(),
                }
                for file in self.attachments
            ],
        }


@dataclass(frozen=True, slots=True)
class Delivered:
    """The authority's system took the envelope. ``reference`` is its own number, when it gives one at once."""

    reference: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of an authority. ``event_id`` is the authority's and makes a repeated report harmless."""

    case_id: str
    department: str
    event_id: str
    state: CaseState
    at: datetime
    reference: str | None = None


class DeliveryFailed(Exception):
    """The envelope was not acknowledged. ``code`` is a short word for logs and operators (never the
    receiver's own text, which may quote the form); ``retry`` says whether trying again can help."""

    def __init__(self, code: str, retry: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.retry = retry


class Backend(Protocol):
    """A way to one or more authorities. Every method may raise DeliveryFailed."""

    def deliver(self, envelope: Envelope, now: datetime) -> Delivered:
        """Hand over an envelope. Called again with the same idempotency key when the outcome is not known."""

    def poll(self, now: datetime, limit: int) -> Sequence[Progress]:
        """Reports not confirmed yet, oldest first, at most ``limit``."""

    def confirm(self, reports: Sequence[Progress], now: datetime) -> None:
        """These reports are taken in and need not come again."""
