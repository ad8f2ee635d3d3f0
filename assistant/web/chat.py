"""The conversation: another view of the same draft, the same engine and the same answers as the form.

Every message is sent with POST and leads back to the page with its reply; with the script the reply is added below
instead. Nothing that was written is part of an address.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assistant.catalog.model import Fact, FactType
from assistant.catalog.outcome import NO_VALUE
from assistant.forms.typed import Typed
from assistant.match.open_answer import agrees
from assistant.match.turn import Kind
from assistant.web import understood
from assistant.web.drafts import OpenDraft, open_draft
from assistant.web.flow import address_after
from assistant.web.limits import QUESTIONS, limiter
from assistant.web.questions import find_fact, make_field
from assistant.web.talk import Bubble, Exchange, keep, latest, past, question, replies
from assistant.web.turns import declined, fill_in, free_exchange, hear, open_again, settle
from assistant.web.words import gettext, say

bp = Blueprint("chat", __name__)
_IN_BOXES = frozenset((FactType.DOCUMENT, FactType.PEOPLE, FactType.SIGNATURE))
_ANY_WORDS = frozenset((FactType.TEXT, FactType.NAME, FactType.ADDRESS))
_LOG = "turns"  # the id of the list that the script adds to


@bp.get("/chat")
def start() -> Response:
    """The conversation before anything is begun; six everyday sentences to start with."""
    exchange = latest("")
    bubbles = tuple(replies(exchange, None))
    context = {"draft": None, "exchange": exchange, "older": (), "newer": bubbles, "starts": starts()}
    return _answer("resident/chat.html", context)


@bp.post("/chat")
@limiter.limit(QUESTIONS)
def say_freely() -> AnyResponse:
    """A message without a draft: answered, or led to the service that it is about; yes goes to the one offered."""
    text, before = request.form.get("text", "").strip(), latest("")
    agreed = agrees(text) if before.service else None
    if agreed:
        return redirect(url_for("services.show", service_id=before.service), 303)
    keep(declined(text) if agreed is False else free_exchange(text, before.misses))
    return redirect(url_for("chat.start") + "#latest", 303)


def starts() -> tuple[str, ...]:
    """How people begin; each is a message of its own."""
    return (
        gettext("我爸昨天在家走了，要办哪些手续"),
        gettext("我们想领结婚证，要带什么"),
        gettext("第一次办残疾证要带什么"),
        gettext("低保怎么申请，要哪些条件"),
        gettext("老人失能了，怎么申请评估"),
        gettext("结婚证丢了怎么补"),
    )


@bp.get("/d/<case_id>/chat")
def show(case_id: str) -> Response | AnyResponse:
    """The conversation about this draft, with the question that is open."""
    opened = open_draft(case_id)
    if opened.unconfirmed:
        return redirect(url_for("confirm.show", case_id=case_id), 303)
    exchange, fact = latest(case_id), open_fact(opened)
    newer = [*replies(exchange, opened)]
    if not exchange.is_care:
        newer.append(_what_is_open(opened, fact, bool(newer) and not exchange.kept))
    context = {"draft": opened, "exchange": exchange, "newer": newer, **_around(opened, exchange, fact)}
    return _answer("resident/chat.html", context)


def _around(opened: OpenDraft, exchange: Exchange, fact: Fact | None) -> dict[str, object]:
    """What stands above the newest turns, and what can be pressed below them."""
    kept = opened.rules.facts.get(exchange.kept)
    older = [*past(opened, exchange.kept, fact.id if fact else "")]
    if not opened.bank and opened.plan.service.opening:
        older.insert(0, Bubble((say(opened.plan.service.opening),)))
    if kept is not None:
        older.append(question(opened, kept))
    typed = Typed.from_mapping({fact.id: exchange.typed}) if fact and exchange.typed else None
    field = make_field(opened, fact, typed) if fact and fact.type not in _IN_BOXES else None
    found = understood.to_confirm(opened) if exchange.has(Kind.FACTS) else ()
    return {
        "older": older, "fact": fact, "field": field, "found": found, "words": understood.words_of,
        "service": opened.plan.service, "tone": opened.plan.service.tone, "personal": True, "plan": opened.plan,
    }  # fmt: skip


def _what_is_open(opened: OpenDraft, fact: Fact | None, again: bool) -> Bubble:
    """The open question, or where to go when everything has been answered."""
    if fact is not None:
        return question(opened, fact, again)
    links = [(gettext("看要办的事"), url_for("plan.show", case_id=opened.id), True)]
    onwards = address_after(opened.id, opened.plan)
    if onwards != links[0][1]:
        links.insert(0, (gettext("核对后提交"), onwards, True))
    return Bubble((gettext("问题都答完了。"),), links=tuple(links))


def open_fact(opened: OpenDraft) -> Fact | None:
    """The question of ``q`` where it may be asked now, else the one that the engine asks next."""
    wanted = request.values.get("q", "")
    fact = opened.rules.facts.get(wanted)
    if fact is not None and opened.plan.facts.can_be_told(fact) and not fact.on_check_page and _applies(opened, fact):
        return find_fact(opened, fact.id)
    need = opened.plan.question
    return find_fact(opened, need.fact.id) if need else None


def _applies(opened: OpenDraft, fact: Fact) -> bool:
    return opened.plan.facts.fact(fact.id) is not NO_VALUE


@bp.post("/d/<case_id>/chat")
@limiter.limit(QUESTIONS)
def say_here(case_id: str) -> AnyResponse:
    """A message, a quick reply, or yes or no to what was understood."""
    opened = open_draft(case_id)
    exchange = understand(opened, open_fact(opened), request.form.get("text", "").strip())
    keep(exchange)
    return redirect(back_to(opened, exchange), 303)


def understand(opened: OpenDraft, fact: Fact | None, text: str) -> Exchange:
    """What follows from what was sent."""
    before = latest(opened.id)
    if "found" in request.form:
        ticked = request.form.getlist("fact") if request.form["found"] == "yes" else ()
        understood.confirm(opened, ticked)
        return Exchange(opened.id)
    if "correct" in request.form:
        return settle(opened, before, request.form["correct"] == "yes")
    if "again" in request.form:
        return Exchange(opened.id)
    if fact is not None and ("answer" in request.form or "ticked" in request.form):
        return fill_in(opened, fact, before)
    return hear(opened, fact, text, before.misses)


def back_to(opened: OpenDraft, exchange: Exchange) -> str:
    """The conversation again, at the same question until it is answered; the list once all decisions are made."""
    wanted = request.form.get("q", "")
    asked = None if exchange.kept or wanted not in opened.rules.facts else wanted
    after = open_again(opened).plan
    if exchange.kept and opened.plan.is_deciding and not after.is_deciding and after.question is not None:
        return url_for("plan.show", case_id=opened.id)
    return url_for("chat.show", case_id=opened.id, q=asked) + "#latest"


def take_from_box(opened: OpenDraft, text: str) -> AnyResponse | None:
    """A message from the question box of a page: where it answers, corrects or tells something, the conversation
    takes it; None for a plain question, which gets its article.

    It can only answer the question of its own page, and never one that takes any words.
    """
    fact = open_fact(opened) if "q" in request.form else None
    if fact is not None and (fact.id != request.form["q"] or fact.type in _ANY_WORDS):
        fact = None
    exchange = hear(opened, fact, text, 0, only_telling=True)
    if not set(exchange.kinds) & {Kind.ANSWER, Kind.CORRECTION, Kind.FACTS, Kind.PERSON}:
        return None
    keep(exchange)
    return redirect(url_for("chat.show", case_id=opened.id) + "#latest", 303)


def _answer(template: str, context: Mapping[str, object]) -> Response:
    """The page, or only its newest turns where the script adds them to the page that is there."""
    adds = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == _LOG
    exchange = context["exchange"]
    if adds and isinstance(exchange, Exchange) and exchange.is_care:
        return Response(headers={"HX-Refresh": "true"})  # the whole page, which then has no box to write into
    name = "resident/chat_turns.html" if adds else template
    response = Response(render_template(name, asks_in_boxes=_IN_BOXES, **context))
    response.vary.add("HX-Target")
    return response
