"""One handler for each fact type, in one table."""

from __future__ import annotations

from assistant.catalog.model import Fact, FactType
from assistant.forms.handlers.base import (
    Asking,
    Choice,
    FieldProblem,
    Handler,
    Input,
    Parsed,
)
from assistant.forms.handlers.choices import CHOICE_HANDLERS
from assistant.forms.handlers.dates import DATE_HANDLERS
from assistant.forms.handlers.document import DOCUMENT_HANDLERS, DocumentHandler
from assistant.forms.handlers.numbers import NUMBER_HANDLERS
from assistant.forms.handlers.people import PeopleHandler, Row, people_handlers
from assistant.forms.handlers.region import REGION_HANDLERS
from assistant.forms.handlers.text import TEXT_HANDLERS

__all__ = [
    "HANDLERS",
    "Asking",
    "Choice",
    "DocumentHandler",
    "FieldProblem",
    "Handler",
    "Input",
    "Parsed",
    "PeopleHandler",
    "Row",
    "handler_for",
]


def handler_for(fact: Fact) -> Handler:
    """The handler of this fact's type."""
    return HANDLERS[fact.type]


HANDLERS: dict[FactType, Handler] = {
    **TEXT_HANDLERS,
    **NUMBER_HANDLERS,
    **DATE_HANDLERS,
    **CHOICE_HANDLERS,
    **REGION_HANDLERS,
    **DOCUMENT_HANDLERS,
    **people_handlers(handler_for),
}
