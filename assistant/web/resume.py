"""Leaving with a code and coming back with it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.people import CodePaused, CodeRefused, FactorUnusable
from assistant.web.addresses import safe_path
from assistant.web.core import core
from assistant.web.drafts import OpenDraft, open_any, open_draft
from assistant.web.limits import GUESSES, limiter
from assistant.web.sessions import forget, grant
from assistant.web.words import gettext, moment_words

bp = Blueprint("resume", __name__)
KEPT = "kept-"  # before the names of what was typed when the session ran out


@bp.get("/d/<case_id>/save")
def save(case_id: str) -> str:
    """Ask for the second thing only this person knows."""
    return _save_page(open_draft(case_id))


@bp.post("/d/<case_id>/save")
def give_code(case_id: str) -> str | tuple[str, int]:
    """Show the code, large. The same draft always has the same code."""
    opened = open_draft(case_id)
    typed = request.form.get("factor", "")
    try:
        saved = core().store.codes.save_code(case_id, typed, core().now())
    except FactorUnusable:
        message = gettext("请填 4 位数字。可以用手机号的后 4 位。")
        return _save_page(opened, (("factor", message),), typed), 422
    return _page("resident/saved.html", opened, saved=saved)


def _save_page(opened: OpenDraft, errors: tuple[tuple[str, str], ...] = (), typed: str = "") -> str:
    return _page("resident/save.html", opened, errors=errors, typed=typed[:30])


def _page(template: str, opened: OpenDraft, **more: object) -> str:
    service = opened.plan.service
    back_to = url_for("flow.go_on", case_id=opened.id)
    return render_template(
        template, draft=opened, service=service, tone=service.tone, personal=True, back_to=back_to, **more
    )


@bp.post("/d/<case_id>/leave")
def leave(case_id: str) -> Response:
    """Close the draft on this phone; it can be opened again with its code."""
    forget(case_id)
    flash(gettext("已经在这台手机上退出。用取回码可以接着填。"), "info")
    return redirect(url_for("home.show"), 303)


@bp.get("/resume")
def show() -> str:
    """Where the code is typed."""
    return _resume_page()


@bp.post("/resume")
@limiter.limit(GUESSES, error_message="resume")
def open_again() -> Response | str | tuple[str, int]:
    """Open the draft that the code and the four digits belong to."""
    form = request.form
    try:
        case_id = core().store.codes.resume(form.get("code", ""), form.get("factor", ""), core().now())
    except CodeRefused:
        return _resume_page((("code", gettext("取回码和后 4 位数字对不上。请对照您记下的再看一遍。")),)), 422
    except CodePaused as paused:
        message = gettext("试错的次数太多，先停一会儿。%(time)s 以后可以再试。", time=moment_words(paused.until))
        return _resume_page((("code", message),)), 422
    grant(case_id)
    target = safe_path(form.get("next"))
    if target.startswith(f"/d/{case_id}/") and kept_texts(form):
        return render_template("errors/again.html", target=target, texts=kept_texts(form), personal=True)
    submitted = open_any(case_id).draft.submitted
    return redirect(url_for("receipts.show" if submitted else "flow.go_on", case_id=case_id), 303)


def kept_texts(form: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What had been typed when the session ran out."""
    lists = form.lists() if hasattr(form, "lists") else ((k, [v]) for k, v in form.items())
    return tuple((name.removeprefix(KEPT), text) for name, texts in lists if name.startswith(KEPT) for text in texts)


def _resume_page(errors: tuple[tuple[str, str], ...] = ()) -> str:
    form = request.form
    return render_template(
        "resident/resume.html", errors=errors, code=form.get("code", "")[:20], factor=form.get("factor", "")[:20],
        next=safe_path(form.get("next")), kept=kept_texts(form),
    )  # fmt: skip
