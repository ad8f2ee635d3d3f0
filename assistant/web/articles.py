"""The question box and the articles. What was typed travels by POST only and is never part of an address."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from markdown_it import MarkdownIt
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from assistant.catalog.articles import Edition
from assistant.match.answer import Reply, edition_of
from assistant.match.distress import Manner, manner_of
from assistant.match.extract import concepts
from assistant.match.library import Library
from assistant.match.rank import State
from assistant.match.turn import reply_to, wanted_service
from assistant.web import asked, care, chat, heard
from assistant.web.core import core
from assistant.web.drafts import OpenDraft, open_any
from assistant.web.limits import QUESTIONS, limiter
from assistant.web.places import city_in_force, city_to_offer, place_named
from assistant.web.search import faq_data
from assistant.web.sessions import held
from assistant.web.talk import first_sentences
from assistant.web.words import gettext, say

bp = Blueprint("articles", __name__)
LONGEST = 300
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(text: str) -> Markup:
    """Markdown of our own articles as HTML; HTML inside it is shown as text, links lead nowhere but to http."""
    # Safe: the renderer has HTML switched off, and the source is a reviewed file of ours.
    return Markup(_MARKDOWN.render(text))


@bp.get("/a/<topic>")
def show(topic: str) -> str:
    """One article as it reads in the city in force today."""
    library, place = core().library, place_named() or city_in_force()
    if library.articles.get(topic) is None:
        abort(404)
    edition = edition_of(library, topic, place.id if place else None, core().today())
    return _article(edition, () if place else other_cities(library, topic))


def other_cities(library: Library, topic: str) -> tuple[tuple[str, str], ...]:
    """(city, topic) for every city where this question has an answer of its own; none where all say the same."""
    families = [one for one in library.families if one.general == topic]
    topics = dict(pair for family in families for pair in family.cities.items())
    blocks = (block.keys.city for block in library.articles.by_topic[topic].blocks)
    return tuple(sorted({**{city: topic for city in blocks if city}, **topics}.items()))


def _address(topic: str, opened: OpenDraft | None, named: str | None = None) -> str:
    """The page of an article; ``named`` is a city that the question was about, which is not the visitor's own."""
    return url_for("articles.show", topic=topic, back=opened.id if opened else None, place=named)


def _article(edition: Edition, elsewhere: Sequence[tuple[str, str]] = ()) -> str:
    library = core().library
    article = library.articles.by_topic[edition.topic]
    near = [library.articles.by_topic[t].front for t in article.front.neighbours if t in library.articles.by_topic]
    service = library.catalog.services.get(edition.service or "")
    return render_template(
        "resident/article.html", edition=edition, text=to_html(say(edition.text)), near=near, service=service,
        data=faq_data(say(edition.question), to_html(say(edition.text)), edition.source, _since(edition)),
        elsewhere=[(library.catalog.cities[city], place) for city, place in elsewhere],
        tone=service.tone if service else "plain", told=service is not None and heard.is_waiting(service.service),
        offer=city_to_offer(edition.city), came_from=_held_id(request.args.get("back", "")),
    )  # fmt: skip


def _since(edition: Edition) -> str | None:
    """The day from which this edition holds."""
    return edition.in_force.from_.isoformat() if edition.in_force.from_ else None


@bp.get("/ask")
def start() -> Response:
    """There is nothing to read here without a question."""
    return redirect(url_for("home.show"), 303)  # type: ignore[return-value]


@bp.post("/ask")
@limiter.limit(QUESTIONS)
def ask() -> AnyResponse | str:
    """Answer with an article, offer a few, or say honestly that it is not something we can answer."""
    text = request.form.get("text", "").strip()
    opened = _open_draft()
    manner = manner_of(text)
    if manner is Manner.EMPTY:
        return _nothing(opened)
    if manner in care.AT_ONCE:
        return care.page(manner, opened)
    told = chat.take_from_box(opened, text) if opened and not opened.draft.submitted else None
    if told is not None:
        return told
    city, service = _around(opened)
    reply = reply_to(core().library, text[:LONGEST], manner, city=city, day=core().today(), service=service)
    if care.fitting(manner, reply):
        return care.page(manner, opened, reply)
    if opened is None:
        heard.remember(text, _services_meant(reply, text), city)
    if reply.state is State.ANSWERED and reply.edition is not None:
        named = reply.city if reply.city != city else None
        return redirect(_address(reply.edition.topic, opened, named), 303)
    if manner not in care.UNLOGGED and not (reply.lead and not reply.offered):
        asked.log_reply(text, reply, city)
    return _choices(reply, text, opened, None if opened else _wanted(text))


def _around(opened: OpenDraft | None) -> tuple[str | None, str | None]:
    """The city and the service in which somebody asks."""
    if opened:
        return opened.draft.city, opened.topic_service
    place = city_in_force()
    return (place.id if place else None), None


def _services_meant(reply: Reply, text: str) -> list[str]:
    """The services that the question may lead to, the one asked for first."""
    library = core().library
    fronts = [library.articles.by_topic[match.topic].front for match in reply.offered]
    named = [_wanted(text), reply.service, *(front.service for front in fronts)]
    return [name for name in named if name is not None and name in library.catalog.services]


def _wanted(text: str) -> str | None:
    """The service that the words themselves ask for or tell of."""
    return wanted_service(text[:LONGEST], concepts(text[:LONGEST], core().today()), None)


@bp.post("/ask/chosen")
@limiter.limit(QUESTIONS)
def choose() -> Response:
    """One of the offered topics was meant; it is noted for those who look after the answers."""
    text, topic = request.form.get("text", ""), request.form.get("topic", "")
    if topic not in core().library.articles.by_topic:
        abort(404)
    opened = _open_draft()
    if manner_of(text) not in care.UNLOGGED:
        asked.log_choice(text, topic, _around(opened)[0])
    return redirect(_address(topic, opened), 303)  # type: ignore[return-value]


@bp.post("/a/<topic>/wrong")
@limiter.limit(QUESTIONS)
def mark_wrong(topic: str) -> Response:
    """Somebody says that the article is wrong; what is wrong with it may be left out."""
    if topic not in core().library.articles.by_topic:
        abort(404)
    asked.log_fault(topic, request.form.get("text", ""), _around(None)[0])
    flash(gettext("记下了，我们会核对。谢谢您。"), "info")
    back = _held_id(request.form.get("draft", ""))
    return redirect(url_for("articles.show", topic=topic, back=back), 303)  # type: ignore[return-value]


def _held_id(case_id: str) -> str | None:
    """The draft to go back to, when this browser may open it."""
    return case_id if case_id in held() else None


def _open_draft() -> OpenDraft | None:
    case_id = _held_id(request.form.get("draft", ""))
    return open_any(case_id) if case_id else None


def _nothing(opened: OpenDraft | None) -> str:
    errors = (("question", gettext("还没有写。请用一句话说说您遇到的事。")),)
    return render_template("resident/ask.html", errors=errors, typed="", draft=opened, reply=None, offered=())


def _choices(reply: Reply, text: str, opened: OpenDraft | None, wanted: str | None) -> str:
    articles = core().library.articles.by_topic
    offered = [articles[match.topic].front for match in reply.offered if match.topic in articles]
    services = tuple(core().library.catalog.services.values())
    return render_template(
        "resident/ask.html",
        reply=reply,
        offered=offered,
        typed=text[:LONGEST],
        draft=opened,
        errors=(),
        services=services,
        wanted=core().library.catalog.services.get(wanted or ""),
        told=wanted is not None and heard.is_waiting(wanted),
        first_sentences=first_sentences,
    )
