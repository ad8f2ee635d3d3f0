"""An application form filled from the answers; every box knows which answer filled it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from assistant.catalog.bounds import unit_word
from assistant.catalog.expressions import Expression
from assistant.catalog.model import Box, Case, Fact, FactType, Form
from assistant.catalog.values import People, Special, Value
from assistant.forms.handlers import PeopleHandler, handler_for
from assistant.forms.messages import NO, YES


class Provenance(Protocol):
    """Who gave an answer, how and when (``assistant.engine.answers.Answer`` is one)."""

    @property
    def given(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...


class Lookup(Protocol):
    """The facts as they stand (``assistant.engine.facts.Facts`` is one)."""

    @property
    def facts(self) -> Mapping[str, Fact]: ...

    def value(self, fact: str, /) -> Any | None:
        """The canonical value, or None when it is unknown or has none."""

    def answer(self, fact: str, /) -> Provenance | None:
        """The answer given, or None when nobody gave one."""

    def applies(self, condition: Expression | None, /) -> bool | None:
        """Whether a condition holds; None when not known yet."""


class BoxState(StrEnum):
    """How a box stands."""

    FILLED = "filled"
    MISSING = "missing"  # has to be answered before the form can be filed
    EMPTY = "empty"  # optional and not answered
    OFFICE = "office"  # the office fills it
    UNDECIDED = "undecided"  # whether it is needed depends on answers still to come
    NOT_NEEDED = "not_needed"  # the form prints it, this person has nothing to write there


@dataclass(frozen=True)
class FilledBox:
    """One box of the paper: its label, its text, and the answer behind it.

    ``given`` says how the value came (asked, profile, share, derived …), ``at`` and ``by`` when and from whom; all are
    None where nothing is filled in. A list of people has ``columns`` and ``rows`` of cells besides its text; a choice
    has its ``options``, each with whether it was chosen, as the paper prints them all.
    """

    fact: str
    label: str
    type: FactType
    state: BoxState
    text: str = field(default="", repr=False)
    given: str | None = None
    at: datetime | None = None
    by: str | None = None
    columns: tuple[str, ...] = ()
    column_types: tuple[FactType, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    options: tuple[tuple[str, bool], ...] = field(default=(), repr=False)
    unit: str = ""

    @property
    def missing(self) -> bool:
        return self.state is BoxState.MISSING

    @property
    def office(self) -> bool:
        return self.state is BoxState.OFFICE


@dataclass(frozen=True)
class FilledSection:
    title: str
    boxes: tuple[FilledBox, ...]


@dataclass(frozen=True)
class FilledForm:
    """One application form as it would be printed now."""

    form: str
    title: str
    sections: tuple[FilledSection, ...]
    note: str
    authority: str | None = None
    declaration: str | None = None

    @property
    def boxes(self) -> Iterator[FilledBox]:
        """Every box in the order of the paper."""
        return (box for section in self.sections for box in section.boxes)

    @property
    def filled(self) -> int:
        """How many boxes hold something."""
        return sum(box.state is BoxState.FILLED for box in self.boxes)

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts still to be answered before the form can be filed, each once."""
        return tuple(dict.fromkeys(box.fact for box in self.boxes if box.missing))


def fill(form: Form, lookup: Lookup, *, masked: bool = False) -> FilledForm:
    """The form filled with what is known. ``masked`` hides the middle of numbers and names, for screens.

    Boxes whose ``when`` is false are left out.
    """
    sections = (
        FilledSection(section.title, tuple(_filled_boxes(section.boxes, lookup, masked))) for section in form.sections
    )
    return FilledForm(
        form.form,
        first_text(form.title, lookup),
        tuple(section for section in sections if section.boxes),
        form.note,
        form.authority,
        form.declaration,
    )


def blank(form: Form, facts: Mapping[str, Fact]) -> FilledForm:
    """The form with every box empty, for those who write by hand."""
    empty = fill(form, _Nothing(facts))
    sections = tuple(FilledSection(s.title, tuple(_emptied(box) for box in s.boxes)) for s in empty.sections)
    return FilledForm(empty.form, empty.title, sections, empty.note, empty.authority, empty.declaration)


def _emptied(box: FilledBox) -> FilledBox:
    state = BoxState.OFFICE if box.office else BoxState.EMPTY
    options = tuple((title, False) for title, _chosen in box.options)
    return replace(box, state=state, text="", rows=(), options=options, given=None, at=None, by=None)


@dataclass(frozen=True)
class _Nothing:
    """No answers at all."""

    facts: Mapping[str, Fact]

    def value(self, fact: str, /) -> None:
        return None

    def answer(self, fact: str, /) -> None:
        return None

    def applies(self, condition: Expression | None, /) -> bool | None:
        return True if condition is None else None


def first_text(cases: tuple[Case, ...], lookup: Lookup) -> str:
    """The first wording whose condition holds; the last one when none does for certain."""
    for case in cases:
        if lookup.applies(case.when) is True:
            return case.text
    return cases[-1].text if cases else ""


def _filled_boxes(boxes: tuple[Box, ...], lookup: Lookup, masked: bool) -> Iterator[FilledBox]:
    for box in boxes:
        needed = lookup.applies(box.when)
        if needed is not False:
            yield _filled_box(box, lookup, needed, masked)


def _filled_box(box: Box, lookup: Lookup, needed: bool | None, masked: bool) -> FilledBox:
    fact = lookup.facts[box.fact]
    value = _cell_of(box, fact, lookup.value(box.fact))
    empty = FilledBox(
        box.fact,
        box.label or _label(box, fact),
        fact.type,
        _state(box, fact, lookup, needed),
        columns=tuple(one.title for one in fact.fields) if box.field is None else (),
        column_types=tuple(one.type for one in fact.fields) if box.field is None else (),
        options=_options(fact, value, lookup),
        unit=unit_word(fact.unit),
    )
    if value is None:
        return empty
    answer = lookup.answer(box.fact)
    return replace(
        empty,
        state=BoxState.FILLED,
        text=_text(box, fact, value, masked),
        given=str(answer.given) if answer else "derived",
        at=answer.at if answer else None,
        by=answer.by if answer else None,
        rows=_rows(fact, value, masked) if empty.columns else (),
    )


def _options(fact: Fact, value: Value | None, lookup: Lookup) -> tuple[tuple[str, bool], ...]:
    """The options that the paper prints: those that can be offered, and those chosen."""
    if fact.type is FactType.YES_NO:
        return (YES, value is True), (NO, value is False)
    chosen = value if isinstance(value, frozenset) else frozenset((value,) if isinstance(value, str) else ())
    return tuple(
        (option.title, option.id in chosen)
        for option in fact.options
        if option.id in chosen or lookup.applies(option.when) is not False
    )


def _state(box: Box, fact: Fact, lookup: Lookup, needed: bool | None) -> BoxState:
    applies = lookup.applies(fact.applies_when)
    if applies is False:
        return BoxState.NOT_NEEDED
    if box.office or not fact.askable:
        return BoxState.OFFICE
    if box.optional or fact.optional:
        return BoxState.EMPTY
    return BoxState.UNDECIDED if needed is None or applies is None else BoxState.MISSING


def _label(box: Box, fact: Fact) -> str:
    column = next((one.title for one in fact.fields if one.id == box.field), None)
    return fact.title if column is None else column


def _cell_of(box: Box, fact: Fact, value: Value | None) -> Value | None:
    """The whole value, or the one field of the one row that the box is about."""
    if box.field is None or not isinstance(value, People):
        return value
    row = (box.row or 1) - 1  # rows are counted from 1, as on the paper
    return value.people[row].get(box.field) if row < len(value.people) else None


def _text(box: Box, fact: Fact, value: Value, masked: bool) -> str:
    handler = handler_for(fact)
    if isinstance(handler, PeopleHandler) and box.field is not None and not isinstance(value, Special):
        return handler.cell_words(fact, box.field, value, masked=masked)
    return handler.mask(fact, value) if masked else handler.display(fact, value)


def _rows(fact: Fact, value: Value, masked: bool) -> tuple[tuple[str, ...], ...]:
    handler = handler_for(fact)
    if not isinstance(handler, PeopleHandler) or not isinstance(value, People):
        return ()
    return tuple(
        tuple(
            handler.cell_words(fact, one.id, person[one.id], masked=masked) if one.id in person else ""
            for one in fact.fields
        )
        for person in value.people
    )
