"""The typed shape of a worked example: answers in, decisions out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from assistant.catalog.model import Id, Strict


class Expected(Strict):
    items: dict[str, Literal["fits", "does_not_fit", "person_decides", "not_known"]] = Field({})
    order: tuple[Id, ...] = ()
    documents: dict[str, tuple[Id, ...]] = Field({})
    not_documents: dict[str, tuple[Id, ...]] = Field({})
    dates: dict[str, date | str] = Field({})
    amounts: dict[str, Decimal | str] = Field({})
    reasons: dict[str, tuple[Id, ...]] = Field({})
    notices: tuple[Id, ...] = ()
    next_question: str | None = None
    never_asked: tuple[Id, ...] = ()


class Example(Strict):
    """A worked example: answers in, decisions out. Runs as a test."""

    example: str
    service: Id
    city: Id
    date: date
    because: str  # the trap or rule it stands for
    facts: dict[str, Any]
    expect: Expected
