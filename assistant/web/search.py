"""For people who would rather look through everything: by what happened, by service, by letter. Nothing is typed
into an address; what is searched travels by POST like every question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from assistant.catalog.articles import Article, FrontMatter
from assistant.catalog.messages import Message, _
from assistant.match.answer import ask as ask_library
from assistant.match.distress import Manner, manner_of
from assistant.match.pinyin import syllables
from assistant.web import care
from assistant.web.core import core
from assistant.web.limits import QUESTIONS, limiter
from assistant.web.places import city_in_force
from assistant.web.words import gettext, say

bp = Blueprint("search", __name__)
LONGEST = 300
MOST_FOUND = 10
_LEAST_CHANCE = 0.02  # below it the tenth match has nothing to do with the words
WAYS = ("event", "service", "letter")
# What happened, by the folder or the first word of a topic; the first that fits counts.
EVENTS: Mapping[str, Message] = {
    "funeral": _("亲人离世了"),
    "divorce": _("要离婚"),
    "reissue": _("结婚证、离婚证丢了"),
    "marriage": _("要结婚"),
    "disability": _("身体或精神有残疾"),
    "rehab": _("身体或精神有残疾"),
    "eldercare": _("老人要人照顾"),
    "children": _("孩子没有人管，或想收养孩子"),
    "assistance": _("家里生活困难"),
    "relief": _("流落在外，找不到家"),
}
_OTHER = _("别的事")


@dataclass(frozen=True)
class Group:
    """A heading and the articles under it, by label."""

    id: str
    title: str
    articles: tuple[FrontMatter, ...]


@bp.get("/search")
def show() -> str:
    """All articles in one of three orders."""
    way = request.args.get("by", "")
    by = way if way in WAYS else WAYS[0]
    return _page(by, {"event": by_event, "service": by_service, "letter": by_letter}[by]())


def _page(by: str, groups: Iterable[Group], **more: object) -> str:
    ways = {"event": gettext("按遇到的事"), "service": gettext("按办的事"), "letter": gettext("按拼音字母")}
    return render_template("resident/search.html", by=by, ways=ways, groups=tuple(groups), **more)


@bp.post("/search")
@limiter.limit(QUESTIONS)
def find() -> str:
    """The articles that the words may mean, the likeliest first; care before everything."""
    text = request.form.get("text", "").strip()
    manner = manner_of(text)
    if manner in care.AT_ONCE | {Manner.EMPTY}:
        return care.page(manner, None)
    place = city_in_force()
    reply = ask_library(core().library, text[:LONGEST], city=place.id if place else None, day=core().today())
    by_topic = core().library.articles.by_topic
    likely = [match.topic for match in reply.matches[:MOST_FOUND] if match.score >= _LEAST_CHANCE]
    found = tuple(by_topic[topic].front for topic in likely if topic in by_topic)
    return _page("", (), found=found, door=reply.neighbour.door if reply.neighbour else "")


# --- the three orders -------------------------------------------------------------------------------


def by_event() -> tuple[Group, ...]:
    """By what happened in the family, in the order of the table."""
    order = [*dict.fromkeys(map(str, EVENTS.values())), str(_OTHER)]
    titles = {str(message): say(message) for message in (*EVENTS.values(), _OTHER)}
    return _grouped(_event_of, order, titles)


def _event_of(article: Article) -> str:
    word, folder = article.topic.split(".")[0], article.file.split("/")[-2]
    return str(EVENTS.get(word) or EVENTS.get(folder) or _OTHER)


def by_service() -> tuple[Group, ...]:
    """By the service that an article starts; those that start none come last."""
    services = core().library.catalog.services
    titles = {name: say(service.title) for name, service in services.items()} | {"": gettext("只是问一问的")}
    return _grouped(lambda article: article.front.service or "", [*services, ""], titles)


def by_letter() -> tuple[Group, ...]:
    """By the first letter of the label's pinyin; what has none comes under its own sign."""
    letters = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "#"]
    return _grouped(lambda article: letter_of(article.front.label), letters, {one: one for one in letters})


def letter_of(label: str) -> str:
    """The letter under which a label is looked for: 「丧葬费」 under S, 「12345」 under #."""
    sound = syllables().get(label[:1], label[:1]).upper()[:1]
    return sound if sound.isascii() and sound.isalpha() else "#"


def _grouped(key, order: Iterable[str], titles: Mapping[str, str]) -> tuple[Group, ...]:  # type: ignore[no-untyped-def]
    found: dict[str, list[FrontMatter]] = {}
    for article in core().library.articles.by_topic.values():
        found.setdefault(key(article), []).append(article.front)
    sets = ((f"g{place}", name, found.get(name, [])) for place, name in enumerate(order))
    return tuple(
        Group(id_, titles[name], tuple(sorted(fronts, key=lambda one: [syllables().get(c, c) for c in one.label])))
        for id_, name, fronts in sets
        if fronts
    )


# --- for machines that read pages -------------------------------------------------------------------


def faq_data(question: str, answer_html: str, source: str, modified: str | None) -> dict[str, object]:
    """An article as schema.org FAQPage."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": "zh-CN",
        "citation": source,
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer_html}}
        ],
    }
    return {**data, "dateModified": modified} if modified else data


def service_data(title: str, short: str, city: str | None) -> dict[str, object]:
    """A service as schema.org GovernmentService."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": title,
        "description": short,
        "inLanguage": "zh-CN",
    }
    return {**data, "areaServed": city} if city else data
