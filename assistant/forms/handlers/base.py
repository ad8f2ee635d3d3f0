"""What every fact type can do on a page: read what was typed, show a value, hide it, put it back into its boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from assistant.catalog.messages import Message
from assistant.catalog.model import Fact, Sensitivity
from assistant.catalog.validators import Problem
from assistant.catalog.values import Special, Value
from assistant.forms.messages import DECLINED, UNSURE, _
from assistant.forms.typed import BoxProblem, Typed, Upload

InputKind = Literal["text", "textarea", "radio", "checkbox", "select", "file", "hidden", "button"]


@dataclass(frozen=True)
class Asking:
    """The circumstances in which a question is asked.

    ``signer`` is the name the signature has to agree with, ``near`` the region code of the city in force,
    ``earliest`` and ``latest`` the days that ``min_date`` and ``max_date`` come to for this person.
    """

    today: date
    signer: str | None = field(default=None, repr=False)
    near: str | None = None
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong in one box and how to mend it. ``box`` is the name (and HTML id) of the first bad input."""

    box: str
    what: Message
    mend: Message

    @property
    def text(self) -> str:
        """Both sentences, in Chinese."""
        return f"{self.what}{self.mend}"


@dataclass(frozen=True)
class Choice:
    """One option of a radio group, a group of tick boxes or a select."""

    value: str
    label: str
    id: str
    hint: str | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Input:
    """One control of a question, ready to be drawn: its name is what the browser posts, its id what errors link to."""

    name: str
    label: str
    kind: InputKind = "text"
    value: str = field(default="", repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = field(default=(), repr=False)
    hint: str | None = None

    @property
    def id(self) -> str:
        return self.choices[0].id if self.choices and self.kind != "select" else self.name


@dataclass(frozen=True)
class Parsed:
    """What came out of the boxes of one fact.

    ``value`` is None when there are problems, and when an optional question was left empty. ``stay`` says
    that the value is to be kept but the same page shown again (a row was added to a list); ``editing`` is
    the row then open. ``uploads`` are new files that passed; whoever keeps them adds their names with
    ``DocumentHandler.with_files``.
    """

    value: Value | None = None
    problems: tuple[FieldProblem, ...] = ()
    warnings: tuple[Message, ...] = ()
    typed: Typed = field(default_factory=Typed)
    stay: bool = False
    editing: int | None = None
    offered: tuple[str, ...] = ()
    uploads: tuple[Upload, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.problems


@dataclass(frozen=True)
class Read:
    """A value read from the boxes, with what should be looked at twice."""

    value: Value
    warnings: tuple[Message, ...] = ()


PLAIN_KEYBOARD: Mapping[str, str] = {"autocomplete": "off", "enterkeyhint": "next"}


class Handler:
    """One fact type. Handlers keep no state; each public method takes the fact it is about."""

    widget: ClassVar[str] = "text"
    keyboard_attributes: ClassVar[Mapping[str, str]] = PLAIN_KEYBOARD
    longest: ClassVar[int] = 200

    # --- what subclasses say ---------------------------------------------------------------------

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        """The value in the boxes, which are not empty; raises Problem."""
        raise NotImplementedError

    def show(self, fact: Fact, value: Value) -> str:
        """The value as a person reads it, full."""
        return str(value)

    def hide(self, fact: Fact, value: Value) -> str:
        """The value as it is shown wherever the full one is not needed."""
        return "****" if fact.sensitivity is Sensitivity.SENSITIVE else self.show(fact, value)

    def boxes(self, fact: Fact, value: Value) -> Mapping[str, str | Sequence[str]]:
        """Box name to text such that parse gives the value again."""
        return {fact.id: str(value)}

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        """The controls, filled with what was typed; one text box unless a subclass says otherwise."""
        return (Input(fact.id, self.label(fact), "text", typed.first(fact.id), self.keyboard(fact)),)

    def is_empty(self, fact: Fact, typed: Typed) -> bool:
        """Whether nothing at all was typed."""
        return not typed.has(fact.id)

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        """What to say when a required question was left empty."""
        return _("还没有填「%(title)s」。", title=fact.title), _("请填好再到下一步。")

    # --- what everybody calls --------------------------------------------------------------------

    def parse(self, fact: Fact, typed: Typed, asking: Asking) -> Parsed:
        """The value that was typed, or what is wrong with it. Never raises, whatever the text."""
        typed = typed.only(fact.id)
        kept = typed.to_show_again()
        special = chosen_special(fact, typed)
        said = said_special(fact, typed.first(fact.id))
        if said is not None and special in (None, said):
            return Parsed(said, typed=kept)
        if self.is_empty(fact, typed):
            if special is None and not fact.optional:
                return Parsed(problems=(FieldProblem(self.first_box(fact), *self.missing(fact)),), typed=kept)
            return Parsed(special, typed=kept)
        if special is not None:
            what = _("「%(title)s」填了内容，又选了「%(word)s」。", title=fact.title, word=special_word(special))
            return Parsed(problems=(FieldProblem(self.first_box(fact), what, _("请只留一个。")),), typed=kept)
        try:
            read = self.read(fact, typed, asking)
        except Problem as problem:
            return self.refused(fact, problem, kept)
        return Parsed(read.value, warnings=read.warnings, typed=kept)

    def parse_words(self, fact: Fact, words: str, asking: Asking) -> Parsed:
        """A value from one line of free text, as given in the chat or on the phone."""
        return self.parse(fact, Typed.from_mapping({fact.id: words}), asking)

    def display(self, fact: Fact, value: Value) -> str:
        """The full value in words, for the person it belongs to and for the official form."""
        return special_word(value) if isinstance(value, Special) else self.show(fact, value)

    def mask(self, fact: Fact, value: Value) -> str:
        """The value with its middle hidden: one mask per field for the whole product."""
        return special_word(value) if isinstance(value, Special) else self.hide(fact, value)

    def to_form(self, fact: Fact, value: Value | None) -> Typed:
        """What to put into the boxes for a value that is already known."""
        if value is None:
            return Typed()
        if isinstance(value, Special):
            return Typed.from_mapping({special_box(fact): value.value})
        return Typed.from_mapping(self.boxes(fact, value))

    def inputs(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        """The controls of the question in the order of the page."""
        controls = self.controls(fact, typed, asking)
        return controls + special_inputs(fact, typed)

    def keyboard(self, fact: Fact) -> Mapping[str, str]:
        """HTML attributes that bring up the right keyboard and no wrong suggestion."""
        longest = fact.max_length or self.longest
        return {**self.keyboard_attributes, "maxlength": str(longest)}

    def label(self, fact: Fact) -> str:
        """The visible label of the main control; optional questions say so."""
        return _("%(title)s（选填）", title=fact.title) if fact.optional else fact.title

    def first_box(self, fact: Fact) -> str:
        """The id of the control that an error in the whole question links to."""
        return fact.id

    def refused(self, fact: Fact, problem: Problem, kept: Typed) -> Parsed:
        """What parse gives back for a problem that read raised."""
        return Parsed(problems=(self.located(fact, problem),), typed=kept)

    def located(self, fact: Fact, problem: Problem) -> FieldProblem:
        """The problem with the id of the box it belongs to."""
        part = problem.part if isinstance(problem, BoxProblem) else ""
        return FieldProblem(f"{fact.id}-{part}" if part else self.first_box(fact), problem.what, problem.mend)


# --- 不清楚 / 不愿说 ------------------------------------------------------------------------------------


def special_box(fact: Fact) -> str:
    """The name of the tick boxes 「不清楚」 and 「不愿说」 beside a question that is not a choice."""
    return f"{fact.id}-special"


def specials_of(fact: Fact) -> tuple[Special, ...]:
    """The answers besides a value that this fact allows."""
    offered = ((fact.unsure, Special.UNSURE), (fact.decline, Special.DECLINED))
    return tuple(special for allowed, special in offered if allowed)


def special_word(special: Special) -> Message:
    """「不清楚」 or 「不愿说」."""
    return UNSURE if special is Special.UNSURE else DECLINED


def chosen_special(fact: Fact, typed: Typed) -> Special | None:
    """The special answer that was ticked, or typed alone into the main box, if the fact allows it."""
    ticked = set(typed.all(special_box(fact)))
    for special in specials_of(fact):
        if special.value in ticked:
            return special
    return None


_SAID_UNSURE = frozenset(
    ("不清楚", "不知道", "不晓得", "不太清楚", "不确定", "不记得", "忘了", "记不清", "说不清", "记不得了")
)
_SAID_DECLINED = frozenset(("不愿说", "不想说", "不方便说", "不愿意说", "保密", "不告诉你"))


def said_special(fact: Fact, words: str) -> Special | None:
    """The special answer that these words are, if the fact allows it."""
    said = words.strip().rstrip("。，.!！了啊呢")
    meant = {Special.UNSURE: _SAID_UNSURE, Special.DECLINED: _SAID_DECLINED}
    return next((s for s in specials_of(fact) if said in meant[s] or words.strip() in meant[s]), None)


def special_inputs(fact: Fact, typed: Typed) -> tuple[Input, ...]:
    """The tick boxes for the special answers; none where the fact allows none."""
    box = special_box(fact)
    ticked = typed.all(box)
    choices = tuple(
        Choice(s.value, special_word(s), box if place == 0 else f"{box}-{s.value}", chosen=s.value in ticked)
        for place, s in enumerate(specials_of(fact))
    )
    return (Input(box, _("或者"), "checkbox", choices=choices),) if choices else ()


def under(fact: Fact, box: str) -> Fact:
    """The same fact asked under another name of its boxes, such as a row of a list."""
    return fact.model_copy(update={"id": box})
