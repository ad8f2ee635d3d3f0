"""The receipt, the filled forms and the list of papers: on the page, as pictures and as PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from flask import Blueprint, Response, abort, g, redirect, render_template, url_for

from assistant.cases.model import Case, CaseNotFound
from assistant.catalog.model import FactType, Service
from assistant.engine.answers import AnswerBank
from assistant.engine.details import Paper as PaperUse
from assistant.engine.plan import Plan
from assistant.forms.fill import FilledForm
from assistant.forms.handlers.text import mask_name
from assistant.forms.layout import FormPaper
from assistant.forms.leaflets import NoticeDocument, NoticeEntry, NoticePaper, ReceiptLine, ReceiptPaper
from assistant.forms.paper import Paper, file_name, make_pdf, make_png
from assistant.store import is_id
from assistant.web.applying import filled_forms
from assistant.web.beginning import offered_beside
from assistant.web.core import BEIJING, core
from assistant.web.drafts import read_bank
from assistant.web.sessions import demand
from assistant.web.states import department_words, state_words
from assistant.web.words import due_words, paper_words, say

bp = Blueprint("receipts", __name__)


@dataclass(frozen=True)
class CaseView:
    """A submitted case with the plan as it stood on the day of handing in."""

    case: Case
    plan: Plan

    @property
    def service(self) -> Service:
        return self.plan.service

    @cached_property
    def forms(self) -> tuple[FilledForm, ...]:
        return filled_forms(self.plan)

    @cached_property
    def filed(self) -> frozenset[str]:
        """The items that were handed in here."""
        return frozenset(item for part in self.case.parts for item in part.items)

    def item_title(self, item: str) -> str:
        found = self.plan.rules.items.get(item)
        return say(found.title) if found else item


def open_case(case_id: str) -> CaseView:
    """The case; raises NotHeld, CaseNotFound."""
    if not is_id(case_id):
        raise CaseNotFound(case_id)
    demand(case_id)
    store = core().store
    case = store.cases.get_case(case_id)
    day = case.submitted_at.astimezone(BEIJING).date()
    rules = g.rules = core().library.catalog.rules(case.city, day)
    frozen = store.submissions.frozen(case_id)
    bank: AnswerBank = read_bank(frozen.answers, rules)
    return CaseView(case, Plan(rules, case.service, bank))


@bp.get("/d/<case_id>/receipt")
def show(case_id: str) -> str | Response:
    """The receipt, at once after handing in and whenever somebody goes back to the draft."""
    try:
        view = open_case(case_id)
    except CaseNotFound:
        return redirect(url_for("flow.go_on", case_id=case_id), 303)  # type: ignore[return-value]
    return render_template(
        "resident/receipt.html", view=view, service=view.service, tone=view.service.tone, personal=True,
        today=core().today(), bring=papers_to_bring(view.plan), also=offered_beside(view.plan),
    )  # fmt: skip


@bp.get("/d/<case_id>/paper/<name>.<ending>")
def paper(case_id: str, name: str, ending: str) -> Response:
    """One paper as PDF or as a picture (its first page); ``name`` is receipt, list or a form's id."""
    if ending not in ("pdf", "png"):
        abort(404)
    view = open_case(case_id)
    made = receipt_paper(view) if name == "receipt" else list_paper(view) if name == "list" else form_paper(view, name)
    body = make_pdf(made) if ending == "pdf" else make_png(made)[0]
    response = Response(body, mimetype="application/pdf" if ending == "pdf" else "image/png")
    response.headers["Content-Disposition"] = f'inline; filename="{file_name(made, ending)}"'  # type: ignore[arg-type]
    return response


def form_paper(view: CaseView, name: str) -> Paper:
    """A filled form with the receipt number on it; 404 for a form that was not filed."""
    form = next((f for f in view.forms if f.form == name), None)
    if form is None:
        abort(404)
    signed_on = view.case.submitted_at.astimezone(BEIJING).date()
    return FormPaper(form, view.case.receipt, signed_on)


def receipt_paper(view: CaseView) -> ReceiptPaper:
    """The receipt to keep; the name is masked, because receipts are shown around."""
    case = view.case
    names = [a.value for a in view.plan.facts.bank if _is_own_name(view, a.fact) and isinstance(a.value, str)]
    lines = tuple(
        ReceiptLine(view.item_title(item), department_words(part.department), state_words(part.state))
        for part in case.parts
        for item in part.items
    )
    applicant = mask_name(names[0]) if names else ""
    return ReceiptPaper(
        case.receipt, say(view.service.title), case.submitted_at.astimezone(BEIJING), applicant,
        say(view.plan.rules.place.title), lines, bring=papers_to_bring(view.plan), closing=say(view.service.closing),
    )  # fmt: skip


def _is_own_name(view: CaseView, fact: str) -> bool:
    found = view.plan.rules.facts[fact]
    return found.type is FactType.NAME and found.subject == "applicant"


def papers_to_bring(plan: Plan) -> tuple[str, ...]:
    """Every paper of the list once: the original where any office wants it, and the copies of all of them."""
    uses: dict[str, list[PaperUse]] = {}
    for entry in plan.entries:
        for use in entry.papers if entry.state != "not_known" else ():
            if not use.waived:
                uses.setdefault(use.document, []).append(use)
    return tuple(paper_words(_merged(found)) for found in uses.values())


def _merged(uses: list[PaperUse]) -> PaperUse:
    """One line for a paper that several offices ask for."""
    copies = sum(use.copies for use in uses if use.form in ("copy", "original_and_copy"))
    original = any(use.form in ("original", "original_and_copy") for use in uses)
    form = ("original_and_copy" if original else "copy") if copies else uses[0].form
    return replace(uses[0], form=form, copies=copies or 1, optional=all(use.optional for use in uses))


def list_paper(view: CaseView) -> NoticePaper:
    """The list of everything to do and bring, in the order of doing."""
    return notice_paper(view.plan, view.case.receipt)


def notice_paper(plan: Plan, receipt: str | None = None) -> NoticePaper:
    """The 一次性告知 list of a plan."""
    entries = tuple(
        NoticeEntry(
            title=say(e.outcome.item.title), next=say(e.texts.get("next")), authority=say(e.texts.get("authority")),
            where=say(e.texts.get("where")), due="；".join(due_words(d, plan.rules.day) for d in e.dates if d.day),
            fee=say(e.texts.get("fee")), takes=say(e.texts.get("takes")), source=e.outcome.item.source,
            note=say(e.texts.get("note")) + say(e.figure_note),
            documents=tuple(NoticeDocument(paper_words(p), waived=p.waived) for p in e.papers),
        )
        for e in plan.entries
        if e.state != "not_known"
    )  # fmt: skip
    return NoticePaper(say(plan.service.title), plan.rules.day, entries, say(plan.rules.place.title), receipt=receipt)
