"""Everything on one page, then submit: once, however often the button is pressed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.cases.model import Application, TokenProblem, TokenRefused
from assistant.cases.tokens import check_token
from assistant.catalog.model import Fact, FactType, Section
from assistant.catalog.values import People, to_json
from assistant.engine.consistency import contradictions
from assistant.forms.handlers import PeopleHandler, handler_for
from assistant.forms.page import FactField, Question, make_page
from assistant.forms.typed import Typed
from assistant.people import DraftSubmitted, NewAnswer
from assistant.web.applying import filed_entries, parts_of
from assistant.web.core import core
from assistant.web.drafts import CONSENT, OpenDraft, open_draft
from assistant.web.flow import next_address
from assistant.web.questions import answer_words, circumstances, clash_of, own_answer, typed_boxes
from assistant.web.words import gettext, say

bp = Blueprint("check", __name__)
DECLARED, CONSENTED = "declared", "consented"
_TRIES = 3
Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """One answer on the check page."""

    fact: Fact
    lines: tuple[str, ...]


@bp.get("/d/<case_id>/check")
def show(case_id: str) -> str | Response:
    """The check page; whatever is still open comes first."""
    opened = open_draft(case_id)
    if opened.unconfirmed or opened.plan.question is not None or not filed_entries(opened.plan):
        return redirect(_before_check(opened), 303)
    return render(opened, signing_fields(opened), [])


def _before_check(opened: OpenDraft) -> str:
    if opened.unconfirmed or opened.plan.question is not None:
        return next_address(opened)
    return url_for("plan.show", case_id=opened.id)


@bp.post("/d/<case_id>/check")
def submit(case_id: str) -> Response | tuple[str, int]:
    """Declare, consent, sign and hand in; a second press of the button leads to the same receipt."""
    opened = open_draft(case_id)
    if opened.unconfirmed or opened.plan.question is not None or not filed_entries(opened.plan):
        return redirect(_before_check(opened), 303)
    fields = signing_fields(opened, typed_boxes())
    errors = faults(opened, fields)
    if errors:
        return render(opened, fields, errors), 422
    try:
        hand_in(opened, fields, request.form.get("token", ""))
    except TokenRefused as refused:
        flash(_refusal(refused.problem), "info")
        return redirect(url_for("check.show", case_id=case_id), 303)
    return redirect(url_for("receipts.show", case_id=case_id), 303)


def _refusal(problem: TokenProblem) -> str:
    if problem is TokenProblem.STALE:
        return gettext("还没有提交：打开这一页以后，有答案改过了。请再核对一遍。")
    return gettext("还没有提交：这一页放得太久了。您填的内容都在，请再核对一遍。")


def signing_fields(opened: OpenDraft, typed: Typed | None = None) -> tuple[FactField, ...]:
    """The fields that are filled on this page itself, such as the signature; never filled in beforehand."""
    boxes = {box.fact for form in opened.plan.forms for section in form.sections for box in section.boxes}
    facts = [f for name, f in opened.rules.facts.items() if f.on_check_page and name in boxes]
    if not facts:
        return ()
    return make_page(Question(tuple(facts), circumstances(opened, facts[0]), {}), typed).fields


def consents_of(opened: OpenDraft) -> tuple[str, ...]:
    """The sentences to agree to, each with its own box."""
    return opened.plan.service.consents


_BEGINNING = 12
"""Characters of a sentence of consent by which an error names it."""


def faults(opened: OpenDraft, fields: tuple[FactField, ...]) -> Errors:
    """What still stands in the way, in the order of the page."""
    errors = [(url_box(one.fact), say(one.message)) for one in contradictions(opened.plan.facts)]
    for place, sentence in enumerate(consents_of(opened)):
        if f"{CONSENTED}-{place}" not in request.form:
            words = say(sentence)[:_BEGINNING]
            errors.append((f"{CONSENTED}-{place}", gettext("请看一遍「%(words)s…」这句话，同意就勾选。", words=words)))
    if DECLARED not in request.form:
        errors.append((DECLARED, gettext("请看一遍声明，再勾选。")))
    for field in fields:
        errors.extend((problem.box, say(problem.what) + say(problem.mend)) for problem in field.parsed.problems)
    return errors


def url_box(fact: str) -> str:
    """The id of an answer's row on this page."""
    return f"row-{fact}"


def hand_in(opened: OpenDraft, fields: tuple[FactField, ...], token: str) -> None:
    """Sign, then turn the draft into a case. Raises TokenRefused.

    The token fixes the answers that were on the page; only what this very page adds may come after them.
    """
    store, now = core().store, core().now()
    version, _last = check_token(store.db.crypto.blind_candidates, opened.id, token)
    given = [NewAnswer(f.fact.id, to_json(f.parsed.value)) for f in fields if f.parsed.value is not None]  # type: ignore[arg-type]
    given += [NewAnswer(CONSENT + str(place), sentence) for place, sentence in enumerate(consents_of(opened))]
    given.append(NewAnswer(CONSENT + "declaration", opened.plan.service.declaration))
    try:
        store.drafts.append_answers(opened.id, given, now)
    except DraftSubmitted:
        return  # the button was pressed twice; the receipt is there already
    _submit_signed(opened, {answer.fact for answer in given}, version)


def _submit_signed(opened: OpenDraft, signing: set[str], version: int) -> None:
    """Hand in as of the newest version. A second tab that signs at the same moment only adds the same again."""
    store, now = core().store, core().now()
    for attempt in range(_TRIES):
        if any(a.version > version and a.fact not in signing for a in store.drafts.history(opened.id)):
            raise TokenRefused(TokenProblem.STALE)
        signed = open_again(opened)
        token = store.submissions.issue_token(opened.id, signed.draft.version, now)
        phone = own_answer(signed, FactType.PHONE) or ""
        made = Application(opened.id, token, core().library.catalog.hash, phone, parts_of(signed.plan))
        try:
            store.submissions.submit(made, now)
            return
        except TokenRefused as refused:
            if refused.problem is not TokenProblem.STALE or attempt == _TRIES - 1:
                raise


def open_again(opened: OpenDraft) -> OpenDraft:
    """The same draft as it stands now."""
    return OpenDraft(core().store.drafts.load(opened.id, core().now()), opened.rules)


def rows_by_section(opened: OpenDraft) -> tuple[tuple[Section, tuple[Row, ...]], ...]:
    """The answers that still count, along the sections of the service."""
    facts = [opened.rules.facts[n] for n in opened.plan.relevant_facts]
    shown = [
        f
        for f in facts
        if opened.plan.facts.can_ask(f) and not f.on_check_page and opened.plan.facts.value(f.id) is not None
    ]
    cut = (
        (s, tuple(Row(f, answer_lines(opened, f)) for f in shown if f.section == s.id))
        for s in opened.plan.service.sections
    )
    return tuple((section, rows) for section, rows in cut if rows)


def answer_lines(opened: OpenDraft, fact: Fact) -> tuple[str, ...]:
    """An answer to look over: one line, or one for each person of a list with everything that was filled in."""
    value, handler = opened.bank.latest[fact.id].value, handler_for(fact)
    if not isinstance(value, People) or not isinstance(handler, PeopleHandler) or not value.people:
        return (answer_words(opened, fact),)
    rows = (handler.cells(fact, person, masked=False) for person in value.people)
    return tuple("，".join(f"{say(title)}：{say(words)}" for title, words in row) for row in rows)


def render(opened: OpenDraft, fields: tuple[FactField, ...], errors: Errors) -> str:
    """The check page."""
    plan = opened.plan
    token = core().store.submissions.issue_token(opened.id, opened.draft.version, core().now())
    clashes = [clash_of(opened, opened.rules.facts[c.fact], c) for c in contradictions(plan.facts)]
    return render_template(
        "resident/check.html", draft=opened, plan=plan, service=plan.service, tone=plan.service.tone, personal=True,
        sections=rows_by_section(opened), entries=filed_entries(plan), offered=plan.offered, fields=fields,
        consents=consents_of(opened),
        errors=errors, wrong=dict(reversed(errors)), token=request.form.get("token", token), clashes=clashes,
        ticked=set(request.form), back_to=url_for("plan.show", case_id=opened.id),
    )  # fmt: skip
