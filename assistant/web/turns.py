"""From a message to an exchange: the turn is understood by the matcher, answers are kept as the form keeps them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import request

from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Value, ValueProblem, from_json, to_json
from assistant.forms.handlers import Parsed, handler_for
from assistant.forms.typed import Typed
from assistant.match.answer import LONGEST, Reply
from assistant.match.distress import Manner, manner_of
from assistant.match.extract import concepts
from assistant.match.turn import HEARD, Kind, Turn, reply_to, take_turn, wanted_service
from assistant.web import asked, care, heard
from assistant.web.core import core
from assistant.web.drafts import OpenDraft
from assistant.web.places import city_in_force
from assistant.web.questions import (
    circumstances,
    faults,
    find_fact,
    keep,
    make_field,
    needs_consent,
    tell_what_follows,
    typed_boxes,
)
from assistant.web.talk import LONGEST_SAID, Exchange
from assistant.web.words import gettext, hide_numbers, say

MOST_OFFERED = 6
"""Topics offered at most: one for each city, and the general one."""
_NEVER_ECHOED = frozenset((Manner.PASTED, Manner.CODE, Manner.FLOOD))


@dataclass(frozen=True)
class _Asked:
    fact: Fact


def open_again(opened: OpenDraft) -> OpenDraft:
    """The same draft as it stands now."""
    return OpenDraft(core().store.drafts.load(opened.id, core().now()), opened.rules)


def read_answer(opened: OpenDraft, fact: Fact, text: str) -> Value | None:
    """``text`` as an answer to ``fact``, read by the same handler as the box of the form."""
    if not heard.is_told_in_words(opened, fact):
        return None
    return _parsed(opened, fact, text).value


def _parsed(opened: OpenDraft, fact: Fact, text: str) -> Parsed:
    return handler_for(fact).parse_words(fact, text, circumstances(opened, fact))


# --- with a draft -----------------------------------------------------------------------------------


def hear(opened: OpenDraft, fact: Fact | None, text: str, misses: int, only_telling: bool = False) -> Exchange:
    """What a message means for this draft; an answer to the open question is kept, nothing else is.

    ``only_telling`` keeps nothing where the message is a plain question.
    """
    parts, question = core(), _Asked(fact) if fact else None
    turn = take_turn(
        parts.library, opened.rules, opened.bank, opened.topic_service, question, text[:LONGEST], parts.today(),
        partial(read_answer, opened),
    )  # fmt: skip
    exchange = _exchange(opened, turn, text)
    if turn.kind is Kind.CARE or (turn.kind is Kind.UNKNOWN and turn.manner in care.AT_ONCE | {Manner.EMPTY}):
        return exchange
    if Kind.FACTS in turn.kinds:
        heard.remember_for(opened.id, turn.facts)
    if fact is not None and turn.answer is not None:
        return _answered(opened, fact, exchange, turn.answer)
    return exchange if only_telling else _missed(opened, fact, exchange, turn, text, misses)


def _exchange(opened: OpenDraft, turn: Turn, text: str) -> Exchange:
    changed = [c for c in turn.corrections if heard.is_told_in_words(opened, opened.rules.facts[c.fact])]
    kinds = [kind for kind in turn.kinds if kind is not Kind.CORRECTION or changed]
    return Exchange(
        opened.id,
        said_of(text, turn.manner),
        [kind.value for kind in kinds],
        turn.manner.value,
        corrections=[(c.fact, to_json(c.old), to_json(c.new)) for c in changed],
        service=turn.service or "",
        unsure=turn.unsure,
        **_looked_up(turn.reply),
    )


def said_of(text: str, manner: Manner) -> str:
    """The words as they are shown back once; not where they are code or a flood, and no number that names somebody."""
    return "" if manner in _NEVER_ECHOED else hide_numbers(text[:LONGEST_SAID])


def _looked_up(reply: Reply | None) -> dict[str, Any]:
    if reply is None:
        return {}
    likely = [front.topic for front in care.likely(reply, MOST_OFFERED if reply.offered else 3)]
    topic = reply.edition.topic if reply.edition else ""
    door = reply.neighbour.door if reply.neighbour else ""
    return {"topic": topic, "offered": likely, "door": door, "lead": str(reply.lead), "place": reply.city or ""}


def _answered(opened: OpenDraft, fact: Fact, exchange: Exchange, value: Value) -> Exchange:
    typed = handler_for(fact).to_form(fact, value)
    return keep_typed(opened, fact, typed, exchange)


def keep_typed(opened: OpenDraft, fact: Fact, typed: Typed, exchange: Exchange) -> Exchange:
    """Keep what stands in the boxes exactly as the form would, or say what is wrong with it."""
    field = make_field(opened, fact, typed)
    if needs_consent(fact, field.parsed.value):
        return replace(exchange, problem=gettext("这一题要先看一句同意的话，请在表里填。"), kept="")
    errors, clashes = faults(opened, field)
    if errors or clashes:
        words = [message for _box, message in errors] + [say(clash.message) for clash in clashes]
        return replace(exchange, problem=words[0], kept="")
    after = keep(opened, field)
    if fact.id in opened.bank:
        tell_what_follows(opened, fact, after)
    return replace(exchange, kept=fact.id, misses=0)


def _missed(opened: OpenDraft, fact: Fact | None, exchange: Exchange, turn: Turn, text: str, misses: int) -> Exchange:
    """Nothing was answered: count it where nothing at all was understood, and say what a box would say."""
    if turn.kind is not Kind.UNKNOWN or turn.unsure:
        return exchange
    problem, typed = _problem(opened, fact, text)
    if problem:
        return replace(exchange, problem=problem, typed=typed)
    if turn.reply is not None and turn.manner not in care.UNLOGGED:
        asked.log_reply(text, turn.reply, opened.draft.city)
    return replace(exchange, misses=misses + 1, picks=fact is not None and fact.type in _PICKED)


_PICKED = frozenset((FactType.CHOICE, FactType.CHOICES, FactType.YES_NO))
_SETTLED = frozenset(("date", "partial_date", "money", "number", "id_number", "phone", "bank_account", "region"))


def _problem(opened: OpenDraft, fact: Fact | None, text: str) -> tuple[str, str]:
    """What the box of the form would say to a number, day or place that is not right yet."""
    if fact is None or fact.type.value not in _SETTLED or len(text) > 60:
        return "", ""
    parsed = _parsed(opened, fact, text)
    wrong = next(iter(parsed.problems), None)
    if wrong is None or not (parsed.offered or any(char.isdigit() for char in text)):
        return "", ""
    return say(wrong.what) + say(wrong.mend), text[:LONGEST_SAID] if parsed.offered else ""


def fill_in(opened: OpenDraft, fact: Fact, before: Exchange) -> Exchange:
    """A quick reply (one option), or the boxes ticked in the conversation."""
    if "ticked" in request.form:
        return keep_typed(opened, fact, typed_boxes(), Exchange(opened.id))
    value = request.form["answer"]
    words = Typed.from_mapping({fact.id: before.typed}) if before.typed else None
    field = make_field(opened, fact, words)
    for one in field.inputs:
        for choice in one.choices:
            if choice.value == value and one.kind in ("radio", "checkbox"):
                texts = field.parsed.typed.texts if before.typed else {}
                typed = Typed.from_mapping({**texts, one.name: value})
                return keep_typed(opened, fact, typed, Exchange(opened.id, say(choice.label)))
    if value == "" and fact.optional:
        return keep_typed(opened, fact, Typed(), Exchange(opened.id, gettext("跳过")))
    return Exchange(opened.id)


def settle(opened: OpenDraft, before: Exchange, agreed: bool) -> Exchange:
    """A correction that was shown, old and new, is made or left."""
    exchange = Exchange(opened.id)
    for name, _old, new in before.corrections if agreed else ():
        fact = find_fact(opened, name)
        try:
            typed = handler_for(fact).to_form(fact, from_json(fact, new))
        except ValueProblem:
            continue
        exchange = keep_typed(opened, fact, typed, exchange)
        opened = open_again(opened)
    return exchange


# --- without one ------------------------------------------------------------------------------------


def declined(text: str) -> Exchange:
    """No to the service that was offered: what is it then?"""
    return Exchange("", text, [Kind.CHOOSE.value], lead=str(HEARD))


def free_exchange(text: str, misses: int) -> Exchange:
    """What a message means where nothing is begun yet; facts in it wait for the draft."""
    manner, library, today = manner_of(text), core().library, core().today()
    exchange = Exchange("", said_of(text, manner), manner=manner.value)
    if manner in care.AT_ONCE | {Manner.EMPTY}:
        return exchange
    place = city_in_force()
    city = place.id if place else None
    reply = reply_to(library, text[:LONGEST], manner, city=city, day=today)
    service = wanted_service(text[:LONGEST], concepts(text[:LONGEST], today), None) or reply.service or ""
    if service in library.catalog.services:
        heard.remember(text, [service], city)
    found = _looked_up(reply)
    only_told = bool(reply.lead) and not reply.offered
    if only_told and service:
        found["lead"] = ""  # the service is offered instead
    kinds = [Kind.CHOOSE.value] if found["lead"] or (reply.offered and not found["topic"]) else []
    if not found["topic"] and manner not in care.UNLOGGED and not only_told:
        asked.log_reply(text, reply, city)
    missed = misses + 1 if not (found["topic"] or kinds or service) else 0
    return replace(exchange, kinds=kinds, service=service, misses=missed, **found)
