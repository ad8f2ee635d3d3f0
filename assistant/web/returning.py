"""Coming back on the same phone after the session ran out: no code, but a name that only the family filled in."""

from __future__ import annotations

import unicodedata

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.catalog.model import Fact, FactType
from assistant.web.addresses import safe_path
from assistant.web.core import core
from assistant.web.drafts import OpenDraft
from assistant.web.limits import GUESSES, limiter
from assistant.web.resume import KEPT, kept_texts
from assistant.web.sessions import NotHeld, grant, known_here
from assistant.web.words import gettext

bp = Blueprint("returning", __name__)
Kept = tuple[tuple[str, str], ...]


def find_known(case_id: str) -> OpenDraft | None:
    """The draft, when it was opened on this phone before. Raises DraftGone."""
    if case_id not in known_here():
        return None
    parts = core()
    draft = parts.store.drafts.load(case_id, parts.now())
    return OpenDraft(draft, parts.library.catalog.rules(draft.city, parts.today()))


def name_to_ask(opened: OpenDraft) -> Fact | None:
    """A name that was filled in; None while there is nothing personal to protect."""
    facts = (opened.rules.facts[answer.fact] for answer in opened.bank if isinstance(answer.value, str))
    return next((fact for fact in facts if fact.type is FactType.NAME), None)


def welcome_back(error: NotHeld, kept: Kept) -> Response | tuple[str, int] | None:
    """Let the same phone in again, or ask for a name; None when this phone never opened the draft."""
    opened = find_known(error.case_id)
    if opened is None:
        return None
    if name_to_ask(opened) is None:
        grant(opened.id)
        return _onwards(request.path if request.method == "GET" else "", opened.id, kept)
    return _page(opened, request.path, kept), 403


def _onwards(path: str, case_id: str, kept: Kept) -> Response | tuple[str, int]:
    if kept:
        texts = tuple((name.removeprefix(KEPT), text) for name, text in kept)
        return render_template("errors/again.html", target=path or request.path, texts=texts, personal=True), 200
    return redirect(safe_path(path) if path else url_for("flow.go_on", case_id=case_id), 303)


def _page(opened: OpenDraft, target: str, kept: Kept, errors: tuple[tuple[str, str], ...] = ()) -> str:
    return render_template(
        "errors/welcome_back.html", draft=opened, fact=name_to_ask(opened), kept=kept, next=target, errors=errors
    )


@bp.post("/d/<case_id>/again")
@limiter.limit(GUESSES)
def come_back(case_id: str) -> Response | tuple[str, int]:
    """Open the draft again when the name is the one that was filled in."""
    opened = find_known(case_id)
    if opened is None:
        raise NotHeld(case_id)
    kept, target = kept_texts(request.form), safe_path(request.form.get("next"))
    fact = name_to_ask(opened)
    if fact is not None and _plain(request.form.get("name", "")) != _plain(str(opened.bank.latest[fact.id].value)):
        errors = (("name", gettext("和之前填的不一样。请再看一遍，或者用取回码打开。")),)
        return _page(opened, target, tuple((KEPT + name, text) for name, text in kept), errors), 422
    grant(case_id)
    return _onwards(target, case_id, kept)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
