"""One question on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.catalog.model import Fact, FactType, QuestionPage
from assistant.catalog.outcome import NO_VALUE
from assistant.catalog.values import DocumentValue, Special, Value, to_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.consistency import Contradiction, date_bounds, would_contradict
from assistant.engine.plan import Plan
from assistant.forms.handlers import Asking, DocumentHandler
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


@dataclass(frozen=True)
class Asked:
    """What one page asks: mostly one field; several where they belong to one paper or person (``page`` says which)."""

    fields: tuple[FactField, ...]
    page: QuestionPage | None = None

    @property
    def first(self) -> FactField:
        return self.fields[0]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(field.fact.id for field in self.fields)


@bp.get("/d/<case_id>/q/<fact_id>")
def show(case_id: str, fact_id: str) -> str | Response:
    """The question with the answer we have, if any."""
    opened = open_draft(case_id)
    fact = find_fact(opened, fact_id)
    if opened.plan.facts.fact(fact.id) is NO_VALUE:
        return redirect(url_for("flow.go_on", case_id=case_id), 303)
    asked = asked_on(opened, fact, (fact.id,) if origin() else opened.plan.asked_with(fact.id))
    row = request.args.get("row", "")
    if row.isdigit() and len(row) < 3:
        asked.first.parsed = replace(asked.first.parsed, editing=int(row))
    return render(opened, asked)


@bp.post("/d/<case_id>/q/<fact_id>")
def answer(case_id: str, fact_id: str) -> Response | tuple[str, int]:
    """Keep the answers and go on, or say what has to be mended."""
    opened = open_draft(case_id)
    fact = find_fact(opened, fact_id)
    asked = asked_on(opened, fact, request.form.getlist("with") or (fact.id,), typed_boxes())
    errors, clashes = page_faults(opened, asked)
    if "later" in request.form:
        keep_all(opened, good_fields(asked, errors, clashes))
        return redirect(url_for("resume.save", case_id=case_id), 303)
    if errors or clashes:
        return render(opened, asked, errors, clashes), 422
    after = keep_all(opened, asked.fields)
    return redirect(go_after(opened, asked, after), 303)


def asked_on(opened: OpenDraft, fact: Fact, names: Iterable[str], typed: Typed | None = None) -> Asked:
    """The page of ``fact`` with those of ``names`` that belong there."""
    page = opened.plan.page_of(fact.id)
    wanted = [name for name in page.facts if name in {*names, fact.id}] if page else [fact.id]
    facts = [find_fact(opened, name) for name in wanted]
    return Asked(tuple(make_field(opened, one, typed) for one in facts), page if len(facts) > 1 else None)


def good_fields(asked: Asked, errors: list[tuple[str, str]], clashes: list[Clash]) -> tuple[FactField, ...]:
    """What can be kept of a page that is left for later: everything, or on a shared page what nothing is wrong with."""
    if not errors and not clashes:
        return asked.fields
    wrong = {box for box, _words in errors}
    fine = [f for f in asked.fields if f.parsed.value is not None and not any(is_box_of(f, box) for box in wrong)]
    return tuple(fine) if asked.page and not clashes else ()


def is_box_of(field: FactField, box: str) -> bool:
    return box == field.fact.id or box.startswith(f"{field.fact.id}-")


def find_fact(opened: OpenDraft, fact_id: str) -> Fact:
    """The fact, with the options that this person is offered; 404 for one that residents are never asked."""
    fact = opened.rules.facts.get(fact_id)
    if fact is None or not opened.plan.facts.can_be_told(fact) or fact.on_check_page:
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
    """What was said about it in free words, else what the definitions suggest; it counts only when confirmed.

    Where several papers stand on one page, each is offered as brought along: most people bring them all.
    """
    said = heard.suggestion(opened, fact, partial(circumstances, opened))
    if said is None and fact.type is FactType.DOCUMENT and opened.plan.page_of(fact.id):
        return DocumentValue("bring")
    return said if said is not None else opened.plan.facts.suggestion(fact.id)


def typed_boxes() -> Typed:
    """What was sent: texts and files."""
    files = {name: [Upload(one.read()) for one in request.files.getlist(name)] for name in request.files}
    return Typed.from_lists(request.form, files)


def page_faults(opened: OpenDraft, asked: Asked) -> tuple[list[tuple[str, str]], list[Clash]]:
    """What has to be mended on a page; each answer is held against the kept ones and those above it."""
    errors: list[tuple[str, str]] = []
    clashes: list[Clash] = []
    bank = opened.bank
    for field in asked.fields:
        wrong, clashing = faults(opened, field, bank, asked.facts)
        errors += wrong
        clashes += clashing
        if field.parsed.value is not None:
            bank = bank.with_answer(answer_of(field.fact, field.parsed.value))
    return errors, clashes


def faults(
    opened: OpenDraft, field: FactField, bank: AnswerBank | None = None, together: frozenset[str] = frozenset()
) -> tuple[list[tuple[str, str]], list[Clash]]:
    """What has to be mended, as (box, words), and what does not go with other answers.

    ``together`` are the facts of the same page: what is wrong between them alone is mended there.
    """
    fact, parsed = field.fact, field.parsed
    errors = [(problem.box, say(problem.what) + say(problem.mend)) for problem in parsed.problems]
    if errors or parsed.value is None:
        return errors, []
    if needs_consent(fact, parsed.value) and consent_box(fact) not in request.form:
        errors.append((consent_box(fact), gettext("请先勾选同意。不想在网上填的，可以打电话或到窗口办。")))
    found = would_contradict(opened.rules, opened.bank if bank is None else bank, answer_of(fact, parsed.value))
    alone = [one for one in found if set(one.facts) <= together | {fact.id}]
    errors.extend((field.handler.first_box(fact), say(one.message)) for one in alone)
    return errors, [clash_of(opened, fact, one) for one in found if one not in alone]


def consent_box(fact: Fact) -> str:
    """The tick box of the separate consent to one answer."""
    return f"{fact.id}-consent"


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
    """Store one answer; returns the plan that follows."""
    return keep_all(opened, (field,))


def keep_all(opened: OpenDraft, fields: tuple[FactField, ...]) -> Plan:
    """Store the answers of a page (with their files and consents) at once; returns the plan that follows."""
    if not fields:
        return opened.plan
    parts, bank = core(), opened.bank
    given: list[NewAnswer] = []
    for field in fields:
        value = SKIPPED if field.parsed.value is None else stored_value(opened, field)
        given += answers_of(field.fact, value)
        bank = bank.with_answer(answer_of(field.fact, value))
    seen = request.form.get("seen", "")
    version = int(seen) if seen.isdigit() and len(seen) < 9 else None
    kept = parts.store.drafts.append_answers(opened.id, given, parts.now(), version)
    for field in fields:
        tell_about(field, field.fact.id in kept.overtaken)
    return opened.plan_of(bank)


def answers_of(fact: Fact, value: Value) -> list[NewAnswer]:
    """The answer as it is stored, with the consent that was given to it."""
    given = [NewAnswer(fact.id, to_json(value))]  # type: ignore[arg-type]
    return [*given, NewAnswer(CONSENT + fact.id, True)] if needs_consent(fact, value) else given


def tell_about(field: FactField, overtaken: bool) -> None:
    """What should be looked at twice."""
    if overtaken:
        title = say(field.fact.title)
        flash(gettext("「%(title)s」刚才在别的页面也改过，现在以这次填的为准。", title=title), "info")
    for warning in field.parsed.warnings:
        flash(say(warning), "info")


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


def go_after(opened: OpenDraft, asked: Asked, after: Plan) -> str:
    """The address after kept answers; a list of people that is being written stays on its page."""
    fact, parsed = asked.first.fact, asked.first.parsed
    if parsed.stay:
        return url_for("questions.show", case_id=opened.id, fact_id=fact.id, row=parsed.editing, **origin_args())
    changed = [field.fact for field in asked.fields if field.fact.id in opened.bank]
    if changed:
        tell_what_follows(opened, changed[0], after)
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
    opened: OpenDraft, asked: Asked, errors: list[tuple[str, str]] | None = None, clashes: list[Clash] | None = None
) -> str:
    """The question page."""
    plan, field, fact = opened.plan, asked.first, asked.first.fact
    suggested = [f for f in asked.fields if f.fact.id not in opened.bank and f.data is not None]
    inputs = () if field.rows else field.inputs
    context: dict[str, Any] = {
        "draft": opened, "plan": plan, "fact": fact, "field": field, "asked": asked, "inputs": inputs,
        "single": sum(box.kind != "hidden" for box in inputs) == 1, "errors": told_apart(asked, errors or []),
        "clashes": clashes or [],
        "wrong": dict(reversed(errors or [])), "suggested": bool(suggested) and request.method == "GET",
        "origin": origin(), "consent_box": consent_box,
        "back_to": url_for(ORIGINS[origin()], case_id=opened.id) if origin() else previous_address(opened, asked.facts),
        "place": place_of(plan, fact), "service": plan.service, "tone": plan.service.tone, "personal": True,
    }  # fmt: skip
    return render_template("resident/together.html" if asked.page else "resident/question.html", **context)


def told_apart(asked: Asked, errors: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The errors for the top of the page: those in the same words say of which question they are."""
    times = Counter(words for _box, words in errors)
    titles = {box: say(f.fact.title) for f in asked.fields for box, _words in errors if is_box_of(f, box)}
    of_which = gettext("%(question)s：%(error)s")
    return [
        (box, of_which % {"question": titles[box], "error": words} if times[words] > 1 and box in titles else words)
        for box, words in errors
    ]


@dataclass(frozen=True)
class Place:
    """How far along a question is. ``all`` is None while the answers still decide how many parts there will be."""

    here: int
    all: int | None
    section: str


def place_of(plan: Plan, fact: Fact) -> Place | None:
    """Which part of the way this question belongs to, counted from 1."""
    places = [step.id for step in plan.steps]
    if fact.section not in places:
        return None
    here = places.index(fact.section)
    return Place(here + 1, None if plan.is_deciding else len(places), plan.steps[here].title)
