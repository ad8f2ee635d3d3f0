"""One question on one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.catalog.model import Fact, FactType
from assistant.catalog.outcome import NO_VALUE
from assistant.catalog.values import DocumentValue, Special, Value, to_json
from assistant.engine.answers import Answer, Given
from assistant.engine.consistency import Contradiction, date_bounds, would_contradict
from assistant.engine.plan import Plan
from assistant.forms.handlers import Asking, DocumentHandler, Parsed
from assistant.forms.page import FactField, Question, make_page
from assistant.forms.typed import Typed, Upload
from assistant.forms.uploads import check_upload
from assistant.people import NewAnswer
from assistant.web import heard
from assistant.web.core import core
from assistant.web.drafts import CONSENT, SKIPPED, OpenDraft, open_draft
from assistant.web.flow import address_after_answer, previous_address
from assistant.web.words import gettext, say

bp = Blueprint("questions", __name__)
ORIGINS = {"plan": "plan.show", "answers": "plan.answers", "check": "check.show", "confirm": "confirm.show"}


@dataclass(frozen=True)
class Clash:
    """Two answers that cannot both be right: the message, and each other answer with its words."""

    message: str
    others: tuple[tuple[Fact, str], ...]


@bp.get("/d/<case_id>/q/<fact_id>")
def show(case_id: str, fact_id: str) -> str | Response:
    """The question with the answer we have, if any."""
    opened = open_draft(case_id)
    fact = find_fact(opened, fact_id)
    if opened.plan.facts.fact(fact.id) is NO_VALUE:
        return redirect(url_for("flow.go_on", case_id=case_id), 303)
    field = make_field(opened, fact)
    row = request.args.get("row", "")
    if row.isdigit() and len(row) < 3:
        field.parsed = replace(field.parsed, editing=int(row))
    return render(opened, field)


@bp.post("/d/<case_id>/q/<fact_id>")
def answer(case_id: str, fact_id: str) -> Response | tuple[str, int]:
    """Keep the answer and go on, or say what has to be mended."""
    opened = open_draft(case_id)
    field = make_field(opened, find_fact(opened, fact_id), typed_boxes())
    errors, clashes = faults(opened, field)
    if "later" in request.form:
        if not errors and not clashes:
            keep(opened, field)
        return redirect(url_for("resume.save", case_id=case_id), 303)
    if errors or clashes:
        return render(opened, field, errors, clashes), 422
    return redirect(go_after(opened, field.fact, keep(opened, field), field.parsed), 303)


def find_fact(opened: OpenDraft, fact_id: str) -> Fact:
    """The fact, with the options that this person is offered; 404 for one that residents are never asked."""
    fact = opened.rules.facts.get(fact_id)
    if fact is None or not opened.plan.facts.can_ask(fact) or fact.on_check_page:
        abort(404)
    if any(option.when is not None for option in fact.options):
        offered = tuple(o for o in fact.options if opened.plan.facts.applies(o.when) is not False)
        return fact.model_copy(update={"options": offered})
    return fact


def circumstances(opened: OpenDraft, fact: Fact) -> Asking:
    """What the fields have to know about this person, city and day."""
    low, high = date_bounds(fact, opened.plan.facts)
    near = next(iter(opened.rules.place.region_codes), None)
    return Asking(opened.rules.day, signer=signer_of(opened), near=near, earliest=low, latest=high)  # type: ignore[arg-type]


def signer_of(opened: OpenDraft) -> str | None:
    """The name that the signature has to agree with."""
    return own_answer(opened, FactType.NAME)


def own_answer(opened: OpenDraft, kind: FactType) -> str | None:
    """The applicant's own name or phone, once it is answered."""
    for given in opened.bank:
        fact = opened.rules.facts[given.fact]
        if fact.type is kind and fact.subject == "applicant" and isinstance(given.value, str):
            return given.value
    return None


def make_field(opened: OpenDraft, fact: Fact, typed: Typed | None = None) -> FactField:
    """The field filled with what was typed, with the kept answer, or with what we suggest."""
    known = opened.bank.get(fact.id)
    value = known.value if known else suggested_value(opened, fact)
    values = {} if value is None or (value is SKIPPED and fact.optional) else {fact.id: value}
    return make_page(Question((fact,), circumstances(opened, fact), values), typed).fields[0]


def suggested_value(opened: OpenDraft, fact: Fact) -> Value | None:
    """What was said about it in free words, else what the definitions suggest; it counts only when confirmed."""
    said = heard.suggestion(opened, fact, partial(circumstances, opened))
    return said if said is not None else opened.plan.facts.suggestion(fact.id)


def typed_boxes() -> Typed:
    """What was sent: texts and files."""
    files = {name: [Upload(one.read()) for one in request.files.getlist(name)] for name in request.files}
    return Typed.from_lists(request.form, files)


def faults(opened: OpenDraft, field: FactField) -> tuple[list[tuple[str, str]], list[Clash]]:
    """What has to be mended, as (box, words), and what does not go with other answers."""
    fact, parsed = field.fact, field.parsed
    errors = [(problem.box, say(problem.what) + say(problem.mend)) for problem in parsed.problems]
    if errors or parsed.value is None:
        return errors, []
    if needs_consent(fact, parsed.value) and "consent" not in request.form:
        errors.append(("consent", gettext("请先勾选同意。不想在网上填的，可以打电话或到窗口办。")))
    found = would_contradict(opened.rules, opened.bank, answer_of(fact, parsed.value))
    alone = [one for one in found if set(one.facts) <= {fact.id}]
    errors.extend((field.handler.first_box(fact), say(one.message)) for one in alone)
    return errors, [clash_of(opened, fact, one) for one in found if one not in alone]


def needs_consent(fact: Fact, value: Value | None) -> bool:
    """Whether a separate consent belongs to this answer; not wanting to say needs none."""
    return fact.consent is not None and value is not None and not isinstance(value, Special)


def answer_of(fact: Fact, value: Value) -> Answer:
    return Answer(fact.id, value, Given.ASKED, core().now())


def clash_of(opened: OpenDraft, fact: Fact, found: Contradiction) -> Clash:
    """The other side of a contradiction, in words and with the fact to change."""
    names = dict.fromkeys((*found.facts, found.fact))
    others = [opened.rules.facts[name] for name in names if name != fact.id and name in opened.bank]
    return Clash(found.message, tuple((other, answer_words(opened, other)) for other in others))


def answer_words(opened: OpenDraft, fact: Fact) -> str:
    """A kept answer in full words, for the person who gave it."""
    from assistant.forms.handlers import handler_for

    value = opened.bank.latest[fact.id].value
    if value is SKIPPED and fact.optional and not fact.decline:
        return gettext("没有填")
    return say(handler_for(fact).display(fact, value))


def keep(opened: OpenDraft, field: FactField) -> Plan:
    """Store the answer (with its files and its consent); returns the plan that follows."""
    parts, fact = core(), field.fact
    value = SKIPPED if field.parsed.value is None else stored_value(opened, field)
    given = [NewAnswer(fact.id, to_json(value))]  # type: ignore[arg-type]
    if needs_consent(fact, value):
        given.append(NewAnswer(CONSENT + fact.id, True))
    seen = request.form.get("seen", "")
    version = int(seen) if seen.isdigit() and len(seen) < 9 else None
    kept = parts.store.drafts.append_answers(opened.id, given, parts.now(), version)
    if fact.id in kept.overtaken:
        flash(gettext("「%(title)s」刚才在别的页面也改过，现在以这次填的为准。", title=say(fact.title)), "info")
    for warning in field.parsed.warnings:
        flash(say(warning), "info")
    return opened.plan_with(answer_of(fact, value))


def stored_value(opened: OpenDraft, field: FactField) -> Value:
    """The value with new files put away, and without names of files that are not this answer's own."""
    fact, value, store = field.fact, field.parsed.value, core().store
    assert value is not None
    if not isinstance(value, DocumentValue) or value.mode != "upload":
        return value
    own = {file.file_id for file in store.files.files_of(opened.id) if file.fact == fact.id}
    kept = DocumentValue("upload", tuple(name for name in value.files if name in own))
    names = [_put_away(opened, fact, upload) for upload in field.parsed.uploads]
    handler = field.handler
    assert isinstance(handler, DocumentHandler)
    return handler.with_files(fact, kept, names)


def _put_away(opened: OpenDraft, fact: Fact, upload: Upload) -> str:
    kind = check_upload(upload)
    name = f"{fact.id}.{kind.ending}"
    file = core().store.files.add_file(opened.id, fact.id, name, kind.media_type, upload.content, core().now())
    return file.file_id


def go_after(opened: OpenDraft, fact: Fact, after: Plan, parsed: Parsed) -> str:
    """The address after a kept answer; a list of people that is being written stays on its page."""
    if parsed.stay:
        return url_for("questions.show", case_id=opened.id, fact_id=fact.id, row=parsed.editing, **origin_args())
    if fact.id in opened.bank:
        tell_what_follows(opened, fact, after)
    if request.form.get(f"{fact.id}-do") == "later":
        return url_for("plan.show", case_id=opened.id)
    if origin() == "confirm":
        return url_for("confirm.show", case_id=opened.id)
    return address_after_answer(opened.id, opened.plan, after, origin())


def tell_what_follows(opened: OpenDraft, fact: Fact, after: Plan) -> None:
    """After a change: which questions come again, and which answers no longer count."""
    open_before = {need.fact.id for need in opened.plan.needs}
    again = [say(need.fact.title) for need in after.needs if need.fact.id not in open_before]
    idle = [say(after.rules.facts[n].title) for n in opened.plan.relevant_facts if after.facts.fact(n) is NO_VALUE]
    if again:
        flash(
            gettext("您改了「%(title)s」，还要再答：%(again)s。", title=say(fact.title), again="、".join(again[:5])),
            "info",
        )
    if idle:
        flash(gettext("这几项不再需要：%(idle)s。", idle="、".join(idle[:5])), "info")


def origin() -> str:
    """The page a change was asked for on, or nothing."""
    wanted = request.values.get("from", "")
    return wanted if wanted in ORIGINS else ""


def origin_args() -> dict[str, Any]:
    return {"from": origin()} if origin() else {}


def render(
    opened: OpenDraft, field: FactField, errors: list[tuple[str, str]] | None = None, clashes: list[Clash] | None = None
) -> str:
    """The question page."""
    fact, plan = field.fact, opened.plan
    suggested = fact.id not in opened.bank and field.data is not None and request.method == "GET"
    inputs = () if field.rows else field.inputs
    context: dict[str, Any] = {
        "draft": opened, "plan": plan, "fact": fact, "field": field, "inputs": inputs,
        "single": sum(box.kind != "hidden" for box in inputs) == 1, "errors": errors or [], "clashes": clashes or [],
        "wrong": dict(reversed(errors or [])), "suggested": suggested, "origin": origin(),
        "back_to": url_for(ORIGINS[origin()], case_id=opened.id) if origin() else previous_address(opened, fact),
        "step": step_of(plan, fact), "service": plan.service, "tone": plan.service.tone, "personal": True,
    }  # fmt: skip
    return render_template("resident/question.html", **context)


def step_of(plan: Plan, fact: Fact) -> tuple[int, int] | None:
    """Which part of the way this question belongs to, counted from 1, and how many there are now."""
    places = [step.id for step in plan.steps]
    return (places.index(fact.section) + 1, len(places)) if fact.section in places else None
