"""One question page as a WTForms form: a field for each fact, drawn and read by the handler of its type.

The web adds its own base class (Flask-WTF's, for the CSRF token). Values come in and go out as canonical values; what
was typed stays in the boxes when something has to be mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Field, Form

from assistant.catalog.messages import Message
from assistant.catalog.model import Fact
from assistant.catalog.values import Value
from assistant.forms.handlers import Asking, FieldProblem, Handler, Input, Parsed, PeopleHandler, Row, handler_for
from assistant.forms.typed import Typed


class FactField(Field):  # type: ignore[misc]  # WTForms has no types
    """The controls of one fact. ``data`` is its value, ``parsed`` all that came out of the boxes.

    Macros draw ``inputs`` (or ``rows`` and ``buttons`` of a list of people) as ``widget_name`` says; ``problem_texts``
    maps the id of a bad input to its message.
    """

    fact: Fact
    handler: Handler

    def __init__(self, fact: Fact, asking: Asking, **kwargs: Any) -> None:
        super().__init__(label=fact.question or fact.title, description=fact.hint or "", **kwargs)
        self.fact = fact
        self.handler = handler_for(fact)
        self.asking = asking
        self.parsed = Parsed()

    @property
    def widget_name(self) -> str:
        """The macro that draws this field."""
        return self.handler.widget

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Every control with what it holds, in the order of the page."""
        return self.handler.inputs(self.fact, self.parsed.typed, self.asking)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of a list of people; empty for every other type."""
        if not isinstance(self.handler, PeopleHandler):
            return ()
        return self.handler.rows(self.fact, self.parsed.typed, self.asking, self.parsed.editing)

    @property
    def buttons(self) -> tuple[Input, ...]:
        """What can be done with a list of people; empty for every other type."""
        return self.handler.buttons(self.fact) if isinstance(self.handler, PeopleHandler) else ()

    @property
    def problem_texts(self) -> Mapping[str, str]:
        """The id of each bad input with what is wrong and how to mend it."""
        texts: dict[str, str] = {}
        for problem in self.parsed.problems:
            texts.setdefault(problem.box, problem.text)
        return texts

    def show(self, value: Value | None, problems: tuple[FieldProblem, ...] = ()) -> None:
        """Put a known value into the boxes."""
        self.data = value
        self.parsed = Parsed(value, problems, typed=self.handler.to_form(self.fact, value))

    def read(self, typed: Typed) -> None:
        """Take what was typed; problems become the errors of the field."""
        self.parsed = self.handler.parse(self.fact, typed, self.asking)
        self.data = self.parsed.value

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Nothing: the boxes of a fact have several names, so the page reads them all at once."""
        self.process_errors: list[str] = []

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Whether the boxes hold a value."""
        self.errors = [problem.text for problem in self.parsed.problems]
        return not self.errors

    def refuse(self, what: Message, mend: Message) -> None:
        """Add a problem found by looking at other answers (``must``)."""
        problem = FieldProblem(self.handler.first_box(self.fact), what, mend)
        self.parsed = Parsed(problems=(*self.parsed.problems, problem), typed=self.parsed.typed)
        self.errors = [one.text for one in self.parsed.problems]


@dataclass(frozen=True)
class Question:
    """What one page asks: its facts (more than one only when they belong together) and the known answers."""

    facts: tuple[Fact, ...]
    asking: Asking
    values: Mapping[str, Value]


def make_page(question: Question, typed: Typed | None = None, base: type[Form] = Form, **options: Any) -> Page:
    """The form of a question page: filled with the known answers, or with ``typed`` when it was sent.

    ``options`` go to the base class. ``page.validate()`` then says whether every fact has a value.
    """
    members = {field_name(fact): FactField(fact, question.asking) for fact in question.facts}
    made = type("QuestionForm", (base,), members)
    page = Page(made(**options), question.facts)
    for field in page.fields:
        if typed is None:
            field.show(question.values.get(field.fact.id))
        else:
            field.read(typed)
    return page


def field_name(fact: Fact) -> str:
    """The attribute of the form that holds the fact; never the name of something that forms have themselves."""
    return f"fact_{fact.id}"


@dataclass(frozen=True)
class Page:
    """A form with its fields, the problems for the summary and the values for the answers."""

    form: Form
    facts: tuple[Fact, ...]

    @property
    def fields(self) -> tuple[FactField, ...]:
        """The fields in the order of the page."""
        return tuple(self.form[field_name(fact)] for fact in self.facts)

    def validate(self) -> bool:
        """Whether nothing has to be mended, the checks of the base class included."""
        return bool(self.form.validate())

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """Every problem in the order of the page, for the summary."""
        return tuple(problem for field in self.fields for problem in field.parsed.problems)

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What the resident should look at twice."""
        return tuple(warning for field in self.fields for warning in field.parsed.warnings)

    @property
    def values(self) -> Mapping[str, Value]:
        """The value of every fact that has one."""
        return {field.fact.id: field.data for field in self.fields if field.data is not None}

    @property
    def stay(self) -> bool:
        """Whether the values are to be kept and the same page shown again."""
        return any(field.parsed.stay for field in self.fields)


def narrowed(fact: Fact, option_ids: Iterable[str]) -> Fact:
    """The fact with only these options, for questions that offer some of them only now and then."""
    kept = frozenset(option_ids)
    return fact.model_copy(update={"options": tuple(option for option in fact.options if option.id in kept)})
