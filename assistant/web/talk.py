"""The latest exchange of a conversation: what was said, what was made of it, and what is said back.

Only this one exchange is kept, sealed in the browser for half an hour. Everything before it is told again from the
answers themselves, so that the conversation and the form can never differ, and no transcript of what somebody wrote
about a death or an illness lies in a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from flask import url_for

from assistant.catalog.articles import Edition
from assistant.catalog.messages import Message, _
from assistant.catalog.model import Fact, Service
from assistant.catalog.values import from_json
from assistant.forms.handlers import handler_for
from assistant.match.answer import edition_of
from assistant.match.distress import CARE, Manner
from assistant.match.turn import Kind
from assistant.web import care, heard, sealed
from assistant.web.core import core
from assistant.web.drafts import OpenDraft
from assistant.web.places import city_in_force, city_to_offer
from assistant.web.understood import to_confirm, words_of
from assistant.web.words import gettext, say

_NAME = "talk"
LONGEST_SAID = 200
MISSES_BEFORE_HELP = 2
_PAST_ANSWERS = 6
_SENTENCE_ENDS = "。！？；"


@dataclass(frozen=True)
class Exchange:
    """One message and what follows from it, in values that JSON holds. ``case`` is empty without a draft.

    ``misses`` counts the messages in a row that were not understood. ``typed`` are the words of an answer that has
    to be settled by a choice. ``corrections`` are (fact, old, new). ``picks`` says that the open question has options.
    """

    case: str
    said: str = ""
    kinds: Sequence[str] = ()
    manner: str = Manner.PLAIN.value
    topic: str = ""
    offered: Sequence[str] = ()
    lead: str = ""
    place: str = ""
    service: str = ""
    door: str = ""
    corrections: Sequence[Sequence[Any]] = ()
    kept: str = ""
    problem: str = ""
    typed: str = ""
    unsure: bool = False
    misses: int = 0
    picks: bool = False

    def has(self, kind: Kind) -> bool:
        return kind.value in self.kinds

    @property
    def is_care(self) -> bool:
        return self.manner in CARE


@dataclass(frozen=True)
class Bubble:
    """One turn as it is shown. ``fact`` marks a question turn; ``links`` are (label, address, main one or not)."""

    lines: tuple[str, ...]
    mine: bool = False
    head: str = ""
    links: tuple[tuple[str, str, bool], ...] = ()
    phones: tuple[care.Phone, ...] = ()
    source: str = ""
    fact: Fact | None = None


def keep(exchange: Exchange) -> None:
    """Keep it for the page that follows; without the words where it would be too much."""
    if not sealed.put(_NAME, asdict(exchange)):
        sealed.put(_NAME, {**asdict(exchange), "said": ""})


def latest(case_id: str) -> Exchange:
    """The latest exchange of this draft (or of none); an empty one where there is nothing."""
    found = sealed.take(_NAME)
    known = {one.name for one in fields(Exchange)}
    if not isinstance(found, dict) or found.get("case") != case_id or set(found) - known:
        return Exchange(case_id)
    return Exchange(**found)


# --- what is said -----------------------------------------------------------------------------------


def past(opened: OpenDraft, *without: str) -> Iterator[Bubble]:
    """The last answers as they were asked and given, masked; the form changes them."""
    facts = [opened.rules.facts[answer.fact] for answer in opened.bank]
    asked = [f for f in facts if opened.plan.facts.can_be_told(f) and not f.on_check_page and f.id not in without]
    for fact in asked[-_PAST_ANSWERS:]:
        yield question(opened, fact)
        yield Bubble((say(handler_for(fact).mask(fact, opened.bank.latest[fact.id].value)),), mine=True)


def question(opened: OpenDraft, fact: Fact, again: bool = False) -> Bubble:
    """A question turn; it leads to exactly its page of the form."""
    words = say(fact.question or fact.title)
    form = (gettext("改成填表"), url_for("questions.show", case_id=opened.id, fact_id=fact.id), False)
    lines = (gettext("接着刚才的问题：%(words)s", words=words) if again else words,)
    hint = (say(fact.hint),) if fact.hint and not again else ()
    return Bubble((*lines, *hint), links=(form,), fact=fact)


def replies(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    """What is said to the message: care alone, or everything that the message holds, in its order."""
    if exchange.said:
        yield Bubble((exchange.said,), mine=True)
    manner = Manner(exchange.manner)
    if exchange.is_care or manner is Manner.STRAINED or (manner in care.KINDNESS and not _is_answered(exchange)):
        kindness = care.KINDNESS[manner]
        yield Bubble(tuple(map(say, kindness.lines)), head=say(kindness.title), phones=kindness.phones)
        if manner is not Manner.STRAINED:
            return
    for part in (_person, _corrected, _answered, _found, _topic, _choice, _service, _doubt, _missed):
        yield from part(exchange, opened)


def _is_answered(exchange: Exchange) -> bool:
    return bool(exchange.topic or exchange.kept or exchange.corrections or exchange.has(Kind.FACTS))


def _person(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    if exchange.has(Kind.PERSON):
        kept = (gettext("您填过的都保存着。"),) if opened else ()
        yield Bubble((gettext("可以打 12345，请工作人员帮您办。"), *kept), phones=care.KINDNESS[Manner.EMPTY].phones)


def _corrected(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    if opened is None:
        return
    for name, old, new in exchange.corrections:
        fact = opened.rules.facts[name]
        old_words, new_words = (say(handler_for(fact).display(fact, from_json(fact, raw))) for raw in (old, new))
        yield Bubble(
            (
                gettext("「%(title)s」之前是：%(old)s", title=say(fact.title), old=old_words),
                gettext("要改成：%(new)s，对吗？", new=new_words),
            )
        )


def _answered(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    if opened is None or not exchange.kept:
        return
    fact, answer = opened.rules.facts[exchange.kept], opened.bank.get(exchange.kept)
    if answer is not None:
        words = say(handler_for(fact).mask(fact, answer.value))
        yield Bubble((gettext("记下了：%(title)s，%(words)s。", title=say(fact.title), words=words),))


def _found(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    found = to_confirm(opened) if opened and exchange.has(Kind.FACTS) else ()
    if found:
        lines = (gettext("%(title)s：%(words)s", title=say(one.fact.title), words=words_of(one)) for one in found)
        yield Bubble((*lines, gettext("对吗？不对的去掉勾。")), head=gettext("我这样理解"))


def _topic(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    edition = edition_here(exchange.topic, opened, exchange.place)
    if edition is None:
        return
    back = opened.id if opened else None
    links = [(gettext("看全文"), url_for("articles.show", topic=edition.topic, back=back), False)]
    service = core().library.catalog.services.get(edition.service or "")
    if service is not None and opened is None:
        begin = url_for("services.show", service_id=service.service, city=city_to_offer(edition.city))
        links.append((say(service.short), begin, True))
    lines = first_sentences(say(edition.summary), 2)
    hedge = (gettext("以窗口答复为准。"),) if edition.hedge and "窗口答复为准" not in lines else ()
    told = () if opened else _told(service)
    yield Bubble((lines, *hedge, *told), head=say(edition.question), links=tuple(links), source=edition.source)


def _told(service: Service | None) -> tuple[str, ...]:
    """That what somebody said before anything was begun is not lost."""
    if service is None or not heard.is_waiting(service.service):
        return ()
    return (gettext("您刚才说的情况记下了。开始办理时请您核对，不用再填。"),)


def edition_here(topic: str, opened: OpenDraft | None, named: str = "") -> Edition | None:
    """The article as it reads in the city ``named`` in the question, else for this draft or visitor."""
    if topic not in core().library.articles.by_topic:
        return None
    place = city_in_force()
    city = opened.draft.city if opened else place.id if place else None
    return edition_of(core().library, topic, named or city, core().today())


def first_sentences(text: str, most: int) -> str:
    """The beginning of a text, at most so many sentences, without its marks of Markdown."""
    plain = text.replace("**", "").replace("\n", " ")
    ends = [place + 1 for place, sign in enumerate(plain) if sign in _SENTENCE_ENDS]
    return plain[: ends[most - 1]] if len(ends) >= most else plain


def _choice(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    if exchange.has(Kind.CHOOSE) and not exchange.topic:
        lead = say(exchange.lead) or gettext("您想问的是哪一个？")
        yield Bubble((lead,), links=_topics(exchange, opened))


def _topics(exchange: Exchange, opened: OpenDraft | None) -> tuple[tuple[str, str, bool], ...]:
    by_topic, back = core().library.articles.by_topic, opened.id if opened else None
    fronts = [by_topic[topic].front for topic in exchange.offered if topic in by_topic]
    return tuple((say(one.label), url_for("articles.show", topic=one.topic, back=back), True) for one in fronts)


def _service(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    service = core().library.catalog.services.get(exchange.service)
    if service is not None and (opened is not None or not exchange.topic):
        address = url_for("services.show", service_id=service.service)
        before = () if opened or not service.opening else (first_sentences(say(service.opening), 1),)
        told = () if opened else _told(service)
        lines = (*before, gettext("您是要办这件事吗？"), *told)
        yield Bubble(lines, links=((say(service.title), address, True),))


def _doubt(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    if exchange.problem:
        yield Bubble((exchange.problem,))
    elif exchange.unsure:
        yield Bubble((gettext("不清楚不要紧，可以先保存，问清了再填。"),))


_MISS: tuple[Message, ...] = (_("这句话我没有看懂。"), _("换个说法再说一次，好吗？"))
_PICK: tuple[Message, ...] = (_("这句话我没有看懂。"), _("请在下面点一项，也可以换个说法再说一次。"))


def _missed(exchange: Exchange, opened: OpenDraft | None) -> Iterator[Bubble]:
    if not exchange.misses or exchange.problem:
        return
    if exchange.door:
        yield Bubble((say(exchange.door),))
    elif exchange.misses < MISSES_BEFORE_HELP:
        yield Bubble(tuple(map(say, _PICK if exchange.picks else _MISS)))
    if exchange.misses >= MISSES_BEFORE_HELP:
        lines = (gettext("还是没有看懂，怕说错了耽误您。"), gettext("下面有您要问的吗？也可以打电话，请人帮您。"))
        yield Bubble(lines, links=_topics(exchange, opened), phones=care.KINDNESS[Manner.EMPTY].phones)
