"""A decision in words, for the people who write and check definitions."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.catalog.figures import number_words
from assistant.engine.consistency import contradictions
from assistant.engine.details import DueDate, Paper, Sum
from assistant.engine.plan import Entry, Plan, count_boxes
from assistant.engine.timeline import turns_ahead

STATES = {"fits": "要办", "does_not_fit": "不用办", "person_decides": "由人判断", "not_known": "还不知道"}


def explained(plan: Plan) -> Iterator[str]:
    """The decision line by line: notices, the list in its order with reasons, papers, days and sums, what is open."""
    for problem in contradictions(plan.facts):
        yield f"! {problem.message} ({', '.join(problem.facts)})"
    for notice in plan.notices:
        yield f"[{notice.level}] {notice.title} ({notice.id})"
    for number, entry in enumerate(plan.entries, start=1):
        yield from _entry(number, entry)
    yield from _left_out(plan)
    for form in plan.forms:
        applying, filled, missing = count_boxes(form, plan.facts)
        yield f"form {form.form}: {filled} of {applying} boxes filled" + (
            f"; missing {', '.join(missing)}" * bool(missing)
        )
    yield from _ahead(plan)
    yield f"next question: {_question(plan)}"


def _ahead(plan: Plan) -> Iterator[str]:
    """What becomes another rule within sixty days after the day of the question."""
    for turn in turns_ahead(plan.rules, plan.service.service):
        yield f"ahead {turn.day.isoformat()}: {turn.title} ({turn.id}), {turn.kind.value} [{turn.source}]"


def _entry(number: int, entry: Entry) -> Iterator[str]:
    item = entry.outcome.item
    yield f"{number}. {item.title} ({item.item}): {STATES[entry.state.value]}"
    for reason in entry.reasons:
        yield f"   because {reason.text} [{', '.join(reason.facts)}] {reason.source}"
    if "next" in entry.texts:
        yield f"   next: {entry.texts['next']}"
    for paper in entry.papers:
        yield f"   paper: {_paper(paper)}"
    for day in entry.dates:
        yield f"   day: {_day(day)}"
    for amount in entry.sums:
        yield f"   sum: {_sum(amount)}"


def _paper(paper: Paper) -> str:
    marks = [paper.form.replace("_", " "), "waived" * paper.waived, "optional" * paper.optional]
    return f"{paper.title} ({', '.join(mark for mark in marks if mark)})"


def _day(day: DueDate) -> str:
    shown = day.day.isoformat() if day.day else "not known yet"
    return f"{day.title} {shown}{'' if day.certain else ', holidays of that year are not published'} [{day.source}]"


def _sum(amount: Sum) -> str:
    shown = number_words(amount.value, amount.unit) if amount.value is not None else "unknown"
    return f"{amount.title} {shown}" + (f"；{amount.in_words}" if amount.in_words else "") + f" [{amount.source}]"


def _left_out(plan: Plan) -> Iterator[str]:
    for entry in plan.left_out:
        reason = entry.reasons[0]
        yield f"-  {entry.outcome.item.title} ({entry.id}): {reason.text} [{', '.join(reason.facts)}]"


def _question(plan: Plan) -> str:
    need = plan.question
    if need is None:
        return "none; the questions are stopped" if plan.is_stopped else "none"
    return f"{need.fact.question} ({need.fact.id}, {need.phase.name.lower()}, {len(plan.needs)} open)"
