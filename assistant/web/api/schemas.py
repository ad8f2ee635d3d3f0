"""The shapes that go over the wire. Later versions add to them and never change or remove a key."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["fits", "does_not_fit", "person_decides", "not_known"]


class Incoming(BaseModel):
    """What a caller sends: unknown keys are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class EntitlementRequest(Incoming):
    city: str = Field(description="chengdu, chongqing, zhengzhou, taizhou or qingdao")
    day: date | None = Field(default=None, alias="date", description="The day whose rules count; today if left out.")
    facts: dict[str, Any] = Field(default_factory=dict, description="Fact id to value, see /facts.")


class EvaluateRequest(EntitlementRequest):
    service: str | None = Field(default=None, description="A service id; left out, every service is evaluated.")


class ReasonOut(BaseModel):
    text: str
    facts: list[str]
    source: str


class DocumentOut(BaseModel):
    document: str
    title: str
    waived: bool
    who: str
    form: str
    copies: int
    optional: bool
    note: str | None


class DateOut(BaseModel):
    id: str
    date: str | None
    title: str
    kind: str
    certain: bool
    hedge: bool
    source: str


class AmountOut(BaseModel):
    id: str
    title: str
    value: float | None
    unit: str
    formula: str | None
    hedge: bool
    source: str


class ItemOut(BaseModel):
    item: str
    service: str
    title: str
    state: State
    core: bool
    reasons: list[ReasonOut]
    would_have_to_differ: list[ReasonOut]
    documents: list[DocumentOut]
    dates: list[DateOut]
    amounts: list[AmountOut]
    next: str | None
    where: str | None
    authority: str | None
    stage: str
    after: list[str]
    status: str
    source: str
    in_force: dict[str, str | None]


class OptionOut(BaseModel):
    id: str
    title: str


class QuestionOut(BaseModel):
    fact: str
    title: str
    type: str
    options: list[OptionOut]
    hint: str | None
    service: str


class FormOut(BaseModel):
    form: str
    title: str
    boxes: int
    filled: int
    missing: list[str]


class NoticeOut(BaseModel):
    id: str
    level: str
    title: str
    text: str
    source: str


class DifferenceOut(BaseModel):
    """One point of a change: what was said before only, and what is said from that day on."""

    what: str
    before: list[str]
    after: list[str]


class ChangeOut(BaseModel):
    """What becomes another one soon: an item, the name of a paper, or a figure."""

    date: str
    kind: Literal["begins", "changes", "ends", "paper", "figure"]
    id: str
    title: str
    services: list[str]
    differences: list[DifferenceOut]
    source: str
    hedge: bool


class EvaluateResponse(BaseModel):
    items: list[ItemOut]
    order: list[str] = Field(description="The items that matter, in the order in which to do them.")
    next_question: QuestionOut | None
    forms: list[FormOut]
    unknown_facts: list[str]
    notices: list[NoticeOut]
    changes_ahead: list[ChangeOut] = Field(
        default_factory=list, description="What becomes another rule within 60 days after `date`, soonest first."
    )
    city: str
    date: str
    catalog: str


class FindingOut(BaseModel):
    """One item of the list. ``door``: the questions cannot tell, it is only offered as a way in."""

    item: str
    service: str
    title: str
    likelihood: Literal["likely", "possible", "person_decides", "no"]
    door: bool
    reasons: list[str]
    source: str
    status: str


class EntitlementResponse(BaseModel):
    items: list[FindingOut] = Field(description="Best first, ways in last; not final while there is a next question.")
    next_question: QuestionOut | None
    limit: int = Field(description="No more questions than this are ever asked.")
    notices: list[NoticeOut]
    city: str
    date: str
    catalog: str


class AskRequest(Incoming):
    text: str = Field(max_length=10_000)
    city: str | None = None
    day: date | None = Field(default=None, alias="date")
    service: str | None = None


class TopicOut(BaseModel):
    topic: str
    title: str
    score: float


class AnswerOut(BaseModel):
    title: str
    text: str
    source: str
    status: str
    hedge: bool
    in_force: dict[str, str | None]
    city: str | None


class FactFound(BaseModel):
    fact: str
    value: Any
    evidence: str


class DoorOut(BaseModel):
    """Whom to ask when a matter is not ours."""

    id: str
    label: str
    text: str


class AskResponse(BaseModel):
    status: Literal["answered", "choose", "unknown"]
    topics: list[TopicOut]
    answer: AnswerOut | None
    service: str | None
    item: str | None
    facts: list[FactFound]
    door: DoorOut | None


class ProblemOut(BaseModel):
    field: str
    what: str
    mend: str


class ErrorResponse(BaseModel):
    error: str
    message: str
    problems: list[ProblemOut]


class FactOut(BaseModel):
    id: str
    title: str
    type: str
    question: str | None
    hint: str | None
    options: list[OptionOut]
    fields: list[dict[str, Any]]
    unit: str
    asked: bool
    unsure: bool
    declined: bool
    sensitivity: str
    subject: str


class FactsResponse(BaseModel):
    facts: list[FactOut]


class ServiceItemOut(BaseModel):
    id: str
    title: str
    core: bool
    form: str | None
    authority: str | None
    source: str
    status: str
    in_force: dict[str, str | None]


class ServiceOut(BaseModel):
    id: str
    title: str
    lead: str
    cities: list[str]
    in_force: dict[str, str | None]


class ServiceDetail(ServiceOut):
    items: list[ServiceItemOut]
    questions: list[str]
    forms: list[FormOut]
    sources: list[str]


class ServicesResponse(BaseModel):
    services: list[ServiceOut]
