"""The typed shape of everything an author may write under ``assistant/flows/``.

Each model is frozen and refuses unknown keys, so a slip of the pen is an error with a line number and
never a silent default. Conditions and formulas arrive as text and leave as parsed :class:`Expression`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.catalog.expressions import Expression, parse_condition, parse_formula

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
TopicId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=80)]
Condition = Annotated[Expression, BeforeValidator(parse_condition)]
Formula = Annotated[Expression, BeforeValidator(parse_formula)]


class Status(StrEnum):
    """How sure we are: said plainly, said with a hedge, or never shown as a figure or a deadline."""

    VERIFIED = "verified"
    PARTLY = "partly"
    UNVERIFIED = "unverified"


class FactType(StrEnum):
    TEXT = "text"
    NAME = "name"
    ID_NUMBER = "id_number"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PHONE = "phone"
    REGION = "region"
    ADDRESS = "address"
    NUMBER = "number"
    MONEY = "money"
    BANK_ACCOUNT = "bank_account"
    PEOPLE = "people"
    DOCUMENT = "document"
    SIGNATURE = "signature"


class Unit(StrEnum):
    YUAN = "yuan"
    YUAN_PER_MONTH = "yuan_per_month"
    YUAN_PER_YEAR = "yuan_per_year"
    YUAN_PER_DAY = "yuan_per_day"
    YUAN_PER_TIME = "yuan_per_time"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    MINUTES = "minutes"
    MONTHS = "months"
    YEARS = "years"
    AGE = "age"
    PEOPLE = "people"
    COPIES = "copies"
    TIMES = "times"
    PERCENT = "percent"
    SQUARE_METRES = "square_metres"
    LEVEL = "level"
    PHONE = "phone"
    TEXT = "text"
    NONE = "none"


class Sourcing(StrEnum):
    """Where an answer can come from when nobody types it (source class of the form boxes)."""

    ASK = "ask"  # only the resident knows
    PROFILE = "profile"  # the logged-in person's own profile
    SHARE = "share"  # a certificate or another department's record
    ID = "id"  # read out of an ID number
    COMPUTED = "computed"  # worked out from other facts and figures


class Sensitivity(StrEnum):
    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


_UNASKED: set[str] = set()


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def model_post_init(self, _context: Any) -> None:
        # Nobody asks which keys were written, and a set of its own for each model costs 9 MB a worker.
        object.__setattr__(self, "__pydantic_fields_set__", _UNASKED)


class InForce(Strict):
    """The days on which something holds; both ends are included and either may be open."""

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None

    @model_validator(mode="after")
    def _ends_in_order(self) -> InForce:
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError("in_force ends before it begins; swap `from` and `to`")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies inside the period."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class Grounded(Strict):
    """Anything that states a rule or a figure: it names its ground, how sure we are, and since when."""

    status: Status
    source: str = Field(min_length=2)
    in_force: InForce = InForce()


class Case(Strict):
    """One wording of a text that depends on the answers; the first whose condition is true is shown."""

    when: Condition | None = None
    text: str


def _cases(value: Any) -> Any:
    return [{"text": value}] if isinstance(value, str) else value


Text = Annotated[tuple[Case, ...], BeforeValidator(_cases)]


class Clause(Strict):
    """One requirement of a condition, with the sentence a resident reads when it is met or not met."""

    when: Condition
    text: str | None = None  # reads well after 因为: 「逝者领的是企业职工养老金」
    if_not: str | None = None  # why it does not fit: 「逝者没有参加企业职工养老保险」
    source: str | None = None


def _clauses(value: Any) -> Any:
    return [{"when": value}] if isinstance(value, str | bool) else value


Clauses = Annotated[tuple[Clause, ...], BeforeValidator(_clauses)]


class Option(Strict):
    id: Id
    title: str
    hint: str | None = None
    when: Condition | None = None  # offered only then


class PersonField(Strict):
    """One column of a list of people."""

    id: Id
    title: str
    type: FactType
    options: tuple[Option, ...] = ()
    optional: bool = False
    hint: str | None = None
    unit: Unit = Unit.NONE
    min: Decimal | None = None
    max: Decimal | None = None


class Fact(Strict):
    id: Id
    title: str
    type: FactType
    subject: Id = "request"  # whom it is about: deceased, applicant, payee, household, request …
    section: Id
    question: str | None = None
    hint: str | None = None
    why: str | None = None
    say: str | None = None  # spoken version for operators
    sourcing: Sourcing = Sourcing.ASK
    askable: bool = True  # false: only a department, a profile or a formula can fill it
    optional: bool = False
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    good_for_days: int | None = None
    applies_when: Condition | None = None
    derive: Formula | None = None
    suggest: Formula | None = None  # offered as prefilled answer, counts only when confirmed
    options: tuple[Option, ...] = ()
    fields: tuple[PersonField, ...] = ()
    unsure: bool = False  # offer 「不清楚」
    decline: bool = False  # offer 「不愿说」
    none_option: str | None = None  # text for 「以上都没有」 on choices
    unit: Unit = Unit.NONE
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: int | None = None
    min_date: Formula | None = None
    max_date: Formula | None = None
    must: Clauses = ()  # what a valid answer has to satisfy together with others; `if_not` is the message
    lunar: bool = False  # a date people may know only in 农历
    consent: str | None = None  # separate consent sentence for sensitive facts
    on_check_page: bool = False  # asked on the check page (signature, declaration)
    examples: tuple[Any, ...] = ()  # sample values in JSON form, for the walk over all paths


class Figure(Grounded):
    """One dated value of a parameter. ``value: null`` says: known not to be known; ``ask`` says whom to ask."""

    from_: date = Field(alias="from")
    to: date | None = None
    value: Decimal | str | None = None
    as_of: date | None = None  # the day the figure was printed, for the twelve-month hedge
    ask: str | None = None
    in_force: InForce = InForce()

    def holds_on(self, day: date) -> bool:
        return self.from_ <= day and (self.to is None or day <= self.to)


class Parameter(Strict):
    id: Id
    title: str
    unit: Unit
    per_city: bool = False  # has no national value: a city without one is an honest gap, not an error
    ask: str | None = None
    values: tuple[Figure, ...] = ()


class Document(Strict):
    """A paper (材料), defined once and named by items."""

    id: Id
    title: str
    issuer: str | None = None
    shared_from: str | None = None  # department data that can replace the paper
    note: str | None = None
    fact: Id | None = None  # the document fact that holds an upload of it
    changes: tuple[DocumentChange, ...] = ()


class DocumentChange(Strict):
    from_: date = Field(alias="from")
    title: str
    source: str


class DocumentUse(Strict):
    """A paper that one item asks for."""

    document: Id
    when: Condition | None = None
    waived_when: Condition | None = None  # e.g. "sharing" where department data replaces it
    who: Id = "applicant"
    form: Literal["original", "copy", "original_and_copy", "number"] = "original"
    copies: int = 1
    note: str | None = None
    optional: bool = False
    status: Status = Status.VERIFIED
    source: str | None = None


class Within(Strict):
    """A span, as figures or as the id of a dated parameter."""

    hours: int | None = None
    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    years: int | None = None
    parameter: Id | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Within:
        given = [v for v in (self.hours, self.days, self.working_days, self.months, self.years, self.parameter) if v]
        if len(given) != 1:
            raise ValueError("`within` takes exactly one of hours, days, working_days, months, years, parameter")
        return self


class DateRule(Strict):
    """A day computed from the facts: a deadline, an earliest day, the end of a window."""

    id: Id
    title: str
    kind: Literal["deadline", "earliest", "window_end", "expected"] = "deadline"
    from_: Formula = Field(alias="from")  # a date
    within: Within | None = None
    when: Condition | None = None
    counts_first_day: bool = False
    status: Status
    source: str = Field(min_length=2)
    note: str | None = None


class Amount(Strict):
    id: Id
    title: str
    formula: Formula | None = None
    formula_text: str | None = None  # in words; shown with or instead of the figure
    unit: Unit = Unit.YUAN
    when: Condition | None = None
    status: Status
    source: str = Field(min_length=2)
    note: str | None = None


class After(Strict):
    hard: tuple[Id, ...] = ()
    soft: tuple[Id, ...] = ()


class Item(Grounded):
    """事项: when it fits, when a person decides, what to bring, where, by when, on which ground."""

    item: Id
    service: Id
    title: str
    card: Text = ()  # one or two sentences for the list
    authority: Text = ()
    where: Text = ()
    how: Text = ()
    next: Text = ()  # what to do now, verb first
    note: Text = ()
    fits_when: Clauses = ()
    human_when: Clauses = ()
    documents: tuple[DocumentUse, ...] = ()
    form: Id | None = None
    dates: tuple[DateRule, ...] = ()
    amounts: tuple[Amount, ...] = ()
    after: After = After()
    stage: Id = "later"
    fee: str | None = None
    takes: str | None = None
    output: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    remedy: str | None = None
    excludes: tuple[Id, ...] = ()  # "one of these": shown as one choice
    handover: bool = False  # another department's matter: a card, not an application
    department: Id | None = None  # outbox address of the authority
    topics: tuple[TopicId, ...] = ()
    changes: tuple[ItemChange, ...] = ()


class ItemChange(Strict):
    """What differs from a day on; the loader makes one dated version of the item out of each change."""

    from_: date = Field(alias="from")
    set: dict[str, Any]
    source: str = Field(min_length=2)


class Box(Strict):
    fact: Id
    field: Id | None = None  # column of a people fact
    row: int | None = None
    label: str | None = None
    when: Condition | None = None
    optional: bool = False
    office: bool = False  # filled by the office, never asked


class FormSection(Strict):
    title: str
    boxes: tuple[Box, ...]


class Form(Strict):
    form: Id
    title: Text
    authority: str | None = None
    note: str = "示例表样，以经办机构现行表格为准"
    sections: tuple[FormSection, ...]
    declaration: str | None = None


class Section(Strict):
    id: Id
    title: str


class QuestionPage(Strict):
    """Questions about one thing (one paper to copy from, one person to name), asked on one page where all are open."""

    id: Id
    question: str
    hint: str | None = None
    facts: tuple[Id, ...]


class Stage(Strict):
    id: Id
    title: str
    hint: str | None = None


class NoticeAction(Strict):
    label: str
    tel: str | None = None
    topic: TopicId | None = None


class Notice(Strict):
    """Something to say at once: `stop` ends the questions for now, `urgent` and `info` do not."""

    id: Id
    service: Id | None = None  # in a city pack: the service it belongs to; left out, every service
    when: Condition
    level: Literal["stop", "urgent", "info"]
    title: str
    text: Text
    actions: tuple[NoticeAction, ...] = ()
    status: Status
    source: str = Field(min_length=2)


class Service(Strict):
    """一件事: a bundle of items with its sections, stages, opening words and standing notices."""

    service: Id
    title: str
    short: str  # verb-first label for the home page
    lead: str
    tone: Literal["plain", "bereaved"] = "plain"
    opening: str | None = None
    closing: str | None = None
    notice_of_privacy: str | None = None
    before_you_start: tuple[str, ...] = ()
    takes: str | None = None
    sections: tuple[Section, ...]
    stages: tuple[Stage, ...]
    core: tuple[Id, ...] = ()
    items: tuple[Id, ...]
    ask_first: tuple[Id, ...] = ()  # facts asked before anything else, in this order
    pages: tuple[QuestionPage, ...] = ()  # every other question has a page of its own
    notices: tuple[Notice, ...] = ()
    declaration: str
    consents: tuple[str, ...] = ()
    in_force: InForce = InForce()
    reviewed: date | None = None
