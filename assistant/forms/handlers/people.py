"""A list of people, a row each, open until 「就这些人，没有别人了」 is said.

The page carries the whole list: rows at rest travel in hidden boxes, one row is open for writing. Buttons named
``<id>-do`` say what to do with it, so that nothing needs a script and two tabs do not mix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.catalog.model import Fact, FactType, PersonField
from assistant.catalog.values import MOST_PEOPLE, People, Person, Value
from assistant.forms.handlers.base import (
    Asking,
    FieldProblem,
    Handler,
    Input,
    Parsed,
    chosen_special,
    said_special,
    special_inputs,
)
from assistant.forms.messages import Message, _
from assistant.forms.typed import Typed

_NOBODY = frozenset(("没有", "没有人", "无", "没有别人", "没有别人了", "一个也没有", "没", "都没有"))
Find = Callable[[Fact], Handler]


@dataclass(frozen=True)
class Row:
    """One person of the list on the page: the masked words of a row at rest, or the controls of the open one."""

    place: int
    words: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    controls: tuple[Input, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class _Order:
    """What the pressed button asks for."""

    action: str
    place: int | None = None


class PeopleHandler(Handler):
    """Rows of fields, each read by the handler of its own type. ``find`` gives that handler."""

    widget = "people"

    def __init__(self, find: Find) -> None:
        self._find = find

    # --- reading ---------------------------------------------------------------------------------

    def parse(self, fact: Fact, typed: Typed, asking: Asking) -> Parsed:
        """As any parse. ``stay`` after add, edit and remove; ``editing`` is the row to open then."""
        typed = typed.only(fact.id)
        special = chosen_special(fact, typed)
        order = _order(fact, typed)
        places = [p for p in _places(fact, typed) if not (order.action == "remove" and p == order.place)]
        filled = [place for place in places if self._is_filled(fact, place, typed)]
        if special is not None and not filled:
            return Parsed(special, typed=typed.to_show_again())
        if len(filled) > MOST_PEOPLE:
            return self._refuse(fact, typed, _("最多填 %(most)s 个人。", most=MOST_PEOPLE), _("请删去多余的。"))
        if not filled and order.action in ("add", "later"):
            return self._refuse(fact, typed, *self.missing(fact))
        rows = [self._row(fact, place, typed, asking) for place in filled]
        problems = tuple(problem for row in rows for problem in row.problems)
        if problems:
            kept = typed.to_show_again()
            return Parsed(problems=problems, typed=kept, editing=_place_of(fact, problems[0]))
        people = tuple(row.value for row in rows if isinstance(row.value, Person))
        warnings = tuple(warning for row in rows for warning in row.warnings)
        return self._answer(fact, typed, people, order, warnings, filled)

    def _answer(
        self,
        fact: Fact,
        typed: Typed,
        people: tuple[Person, ...],
        order: _Order,
        warnings: tuple[Message, ...],
        filled: list[int],
    ) -> Parsed:
        value = People(people, complete=order.action == "done")
        if order.action in ("done", "later"):
            return Parsed(value, warnings=warnings, typed=typed.to_show_again())
        editing = filled.index(order.place) if order.action == "edit" and order.place in filled else None
        if order.action == "add":
            editing = len(people)
        kept = self.to_form(fact, value)
        return Parsed(value, warnings=warnings, typed=kept, stay=True, editing=editing)

    def _refuse(self, fact: Fact, typed: Typed, what: Message, mend: Message) -> Parsed:
        problem = FieldProblem(self.first_box(fact), what, mend)
        return Parsed(problems=(problem,), typed=typed.to_show_again(), editing=0)

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("「%(title)s」还没有填。", title=fact.title), _("请填一位；一位也没有，就选「没有别人了」。")

    def first_box(self, fact: Fact) -> str:
        first = _cell(fact, 0, fact.fields[0])
        return self._find(first).first_box(first)

    def parse_words(self, fact: Fact, words: str, asking: Asking) -> Parsed:
        """「没有」 is the complete list of nobody; people are filled in one by one on the page."""
        special = said_special(fact, words)
        if special is not None:
            return Parsed(special)
        if words.strip("。，.! \n") in _NOBODY:
            return Parsed(People((), complete=True))
        what = _("「%(title)s」要一位一位填。", title=fact.title)
        return Parsed(problems=(FieldProblem(self.first_box(fact), what, _("请改成填表，逐位填写。")),))

    def _row(self, fact: Fact, place: int, typed: Typed, asking: Asking) -> _RowParsed:
        found: dict[str, Value] = {}
        problems: list[FieldProblem] = []
        warnings: list[Message] = []
        for one in fact.fields:
            cell = _cell(fact, place, one)
            parsed = self._find(cell).parse(cell, typed, asking)
            problems += parsed.problems
            warnings += parsed.warnings
            if parsed.value is not None:
                found[one.id] = parsed.value
        return _RowParsed(Person(found), tuple(problems), tuple(warnings))

    def _is_filled(self, fact: Fact, place: int, typed: Typed) -> bool:
        cells = [_cell(fact, place, one) for one in fact.fields]
        return not all(self._find(cell).is_empty(cell, typed.only(cell.id)) for cell in cells)

    # --- showing ---------------------------------------------------------------------------------

    def show(self, fact: Fact, value: Value) -> str:
        return self._words(fact, value, masked=False)

    def hide(self, fact: Fact, value: Value) -> str:
        return self._words(fact, value, masked=True)

    def _words(self, fact: Fact, value: Value, *, masked: bool) -> str:
        assert isinstance(value, People)
        if not value.people:
            return _("没有") if value.complete else _("还没有填完")
        count = len(value.people)
        names = "、".join(self._name(fact, person, masked) for person in value.people)
        if value.complete:
            return _("%(names)s（共 %(count)s 人）", names=names, count=count)
        return _("%(names)s（已填 %(count)s 人，还没有填完）", names=names, count=count)

    def _name(self, fact: Fact, person: Mapping[str, Value], masked: bool) -> str:
        first = next((one.id for one in fact.fields if one.id in person), None)
        return _("（未填）") if first is None else self.cell_words(fact, first, person[first], masked=masked)

    def cell_words(self, fact: Fact, field_id: str, value: Value, *, masked: bool) -> str:
        """The words of one field of one person."""
        cell = _cell(fact, 0, next(one for one in fact.fields if one.id == field_id))
        handler = self._find(cell)
        return handler.mask(cell, value) if masked else handler.display(cell, value)

    def cells(self, fact: Fact, person: Mapping[str, Value], *, masked: bool) -> tuple[tuple[str, str], ...]:
        """Title and words of every field of one person."""
        return tuple(
            (one.title, self.cell_words(fact, one.id, person[one.id], masked=masked))
            for one in fact.fields
            if one.id in person
        )

    # --- the page --------------------------------------------------------------------------------

    def boxes(self, fact: Fact, value: Value) -> dict[str, str | tuple[str, ...]]:
        assert isinstance(value, People)
        texts: dict[str, str | tuple[str, ...]] = {f"{fact.id}-do": "done" if value.complete else "later"}
        for place, person in enumerate(value.people):
            for one in fact.fields:
                if one.id in person:
                    cell = _cell(fact, place, one)
                    texts |= self._find(cell).to_form(cell, person[one.id]).texts
        return texts

    def rows(self, fact: Fact, typed: Typed, asking: Asking, editing: int | None = None) -> tuple[Row, ...]:
        """Every row of the page; the one ``editing`` is open, and on an empty list a first one."""
        typed = typed.only(fact.id)
        places = [place for place in _places(fact, typed) if self._is_filled(fact, place, typed)]
        if not places and editing is None:
            editing = 0
        if editing is not None and editing not in places:
            places.append(editing)
        return tuple(self._shown(fact, place, typed, asking, place == editing) for place in places)

    def _shown(self, fact: Fact, place: int, typed: Typed, asking: Asking, is_open: bool) -> Row:
        if is_open:
            cells = [_cell(fact, place, one) for one in fact.fields]
            controls = [control for cell in cells for control in self._find(cell).inputs(cell, typed, asking)]
            return Row(place, controls=tuple(controls), is_open=True)
        prefix = f"{fact.id}-{place}-"
        hidden = [
            Input(name, "", "hidden", text)
            for name, texts in typed.texts.items()
            if name.startswith(prefix)
            for text in texts
        ]
        person = self._row(fact, place, typed, asking).value
        return Row(place, self.cells(fact, person, masked=True), tuple(hidden))

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        """All controls in one row; a page that knows lists draws ``rows`` instead."""
        return tuple(control for row in self.rows(fact, typed, asking) for control in row.controls)

    def inputs(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        return self.controls(fact, typed, asking) + special_inputs(fact, typed)

    def buttons(self, fact: Fact) -> tuple[Input, ...]:
        """What can be done with the list, the one that Enter presses first."""
        labels = (("add", _("保存这一位，再填一位")), ("done", _("就这些人，没有别人了")), ("later", _("先填到这里")))
        return tuple(Input(f"{fact.id}-do", label, "button", action) for action, label in labels)


@dataclass(frozen=True)
class _RowParsed:
    value: Person
    problems: tuple[FieldProblem, ...]
    warnings: tuple[Message, ...]


def _cell(fact: Fact, place: int, one: PersonField) -> Fact:
    """The field of a row as a fact whose boxes are named ``<list>-<row>-<field>``."""
    plain = {
        name: getattr(one, name) for name in ("title", "type", "options", "optional", "hint", "unit", "min", "max")
    }
    return Fact.model_construct(id=f"{fact.id}-{place}-{one.id}", section=fact.section, subject=fact.id, **plain)


def _places(fact: Fact, typed: Typed) -> list[int]:
    """The row numbers found in the names of the boxes, in order; absurd ones are left out."""
    pattern = re.compile(rf"{re.escape(fact.id)}-(\d{{1,3}})-.+", re.ASCII)
    found = {int(match[1]) for match in map(pattern.fullmatch, typed.texts) if match}
    return sorted(found)


def _order(fact: Fact, typed: Typed) -> _Order:
    """The pressed button; Enter without one adds the row."""
    match = re.fullmatch(r"(add|done|later|edit|remove)(?:-(\d{1,3}))?", typed.first(f"{fact.id}-do"), re.ASCII)
    if match is None:
        return _Order("add")
    return _Order(match[1], int(match[2]) if match[2] else None)


def _place_of(fact: Fact, problem: FieldProblem) -> int | None:
    match = re.match(rf"{re.escape(fact.id)}-(\d+)-", problem.box)
    return int(match[1]) if match else None


def people_handlers(find: Find) -> dict[FactType, Handler]:
    """The handler of lists of people, whose fields are read by the handlers that ``find`` gives."""
    return {FactType.PEOPLE: PeopleHandler(find)}
