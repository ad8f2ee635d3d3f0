"""One turn of a conversation, the same in chat and in the question box of every page.

There is no stack and no state beyond the arguments: what is open is the one question that the engine asks
next, and it is asked again after anything else has been answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from assistant.catalog.catalog import Rules
from assistant.catalog.messages import _
from assistant.catalog.model import Fact
from assistant.catalog.reading import read_yaml
from assistant.catalog.values import Value
from assistant.match.answer import Reply, ask, offer
from assistant.match.distress import CARE, NOT_A_MATTER, Manner, manner_of, wants_person
from assistant.match.extract import Concept, Found, concepts, extract
from assistant.match.extract_text import hear
from assistant.match.lexicon import SHIPPED, load_lexicon
from assistant.match.library import Library
from assistant.match.open_answer import ReadAnswer, answer_beside_question, answer_to, is_asking, says_unsure
from assistant.match.rank import State
from assistant.match.telling import only_tells


class Given(Protocol):
    """An answer already in the bank."""

    @property
    def fact(self) -> str: ...
    @property
    def value(self) -> Value: ...
    @property
    def at(self) -> datetime: ...


class Bank(Protocol):
    """The answers of one person (``engine.AnswerBank``)."""

    def get(self, fact: str) -> Given | None: ...
    def __iter__(self) -> Iterator[Given]: ...


class Open(Protocol):
    """The open question (``engine.Need``)."""

    @property
    def fact(self) -> Fact: ...


class Kind(StrEnum):
    """What a turn holds, in the order in which it is said."""

    CARE = "care"  # somebody may harm himself or is in danger: 12356, 110, 120, and no form
    PERSON = "person"  # a human being is wished for
    CORRECTION = "correction"  # of an earlier answer: shown old -> new, counts when confirmed
    ANSWER = "answer"  # to the open question
    FACTS = "facts"  # found in the words: shown back, count when confirmed
    QUESTION = "question"  # answered by an article
    SERVICE = "service"  # another service is wanted
    CHOOSE = "choose"  # two to four topics to choose from
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Correction:
    """An earlier answer and what the resident says now. It counts only when confirmed."""

    fact: str
    old: Value
    new: Value
    evidence: str


@dataclass(frozen=True)
class Turn:
    """What one message means. ``kinds`` has at least one member, the first to be said first.

    ``answer`` is the value for the open question. ``open`` is the fact to ask (again) after this turn; None when
    no question was open, when it has been answered, or when care comes first. ``unsure`` says that the resident
    does not know, where the question has no such option.
    """

    kinds: tuple[Kind, ...]
    manner: Manner = Manner.PLAIN
    answer: Value | None = None
    corrections: tuple[Correction, ...] = ()
    facts: tuple[Found, ...] = ()
    reply: Reply | None = None
    service: str | None = None
    open: str | None = None
    unsure: bool = False

    @property
    def kind(self) -> Kind:
        """The first of the kinds."""
        return self.kinds[0]


def take_turn(
    library: Library,
    rules: Rules,
    bank: Bank,
    service: str | None,
    question: Open | None,
    text: str,
    today: date,
    read_answer: ReadAnswer,
) -> Turn:
    """Understand one message of a resident. Never raises on any text; nothing of it is kept.

    ``service`` is the one open, ``question`` what was asked last. ``read_answer`` reads a typed text as an answer
    to a fact (the forms' handlers), or gives None.
    """
    manner = manner_of(text)
    open_fact = question.fact if question else None
    if manner in CARE:
        return Turn((Kind.CARE,), manner)
    if manner in NOT_A_MATTER and not _may_be_answer(manner, open_fact):
        return Turn((Kind.UNKNOWN,), manner, open=_id(open_fact))
    heard = _Heard(rules, bank, service, open_fact, text, today, read_answer, manner)
    reply = _reply(library, rules, service, text, today, heard) if manner is not Manner.FOREIGN else None
    return _turn(manner, heard, reply, service, open_fact)


_WRITTEN_FREELY = frozenset(("name", "id_number", "text", "address", "signature"))


def _may_be_answer(manner: Manner, fact: Fact | None) -> bool:
    """A foreigner's name is an answer to the question for a name."""
    return manner is Manner.FOREIGN and fact is not None and fact.type.value in _WRITTEN_FREELY


def _id(fact: Fact | None) -> str | None:
    return fact.id if fact else None


class _Heard:
    """What the words say to the open question, about earlier answers, and anew."""

    def __init__(
        self, rules: Rules, bank: Bank, service: str | None, open_fact: Fact | None, text: str, today: date,
        read_answer: ReadAnswer, manner: Manner,
    ) -> None:  # fmt: skip
        found = extract(text, today, rules, service)
        self.manner = manner
        self.concepts = concepts(text, today, rules)
        self.wishes_person = wants_person(text)
        self.text, self.today, self.is_open = text, today, open_fact is not None
        self.answer: Value | None = None
        self.unsure = False
        self.corrections = [*_changed(found, bank)]
        if open_fact is not None and not self.wishes_person:
            self._hear_answer(open_fact, found, read_answer)
        if self.answer is None and not self.corrections:
            self.corrections += _last_corrected(text, bank, rules, open_fact, read_answer)
        known = {one.fact for one in self.corrections} | {_id(open_fact) if self.answer is not None else None}
        self.facts = tuple(one for one in found if one.fact not in known and bank.get(one.fact) is None)

    def _hear_answer(self, fact: Fact, found: Sequence[Found], read_answer: ReadAnswer) -> None:
        told = next((one.value for one in found if one.fact == fact.id and one.sure), None)
        self.answer = told if told is not None else answer_to(fact, self.text, read_answer, self.today)
        if self.answer is None and is_asking(self.text):
            self.answer = answer_beside_question(fact, self.text, read_answer, self.today)
        if self.answer is None and fact.type.value == "region":
            self.answer = next((one.value for one in found if one.fact == fact.id), None)
        self.unsure = self.answer is None and says_unsure(self.text)

    @property
    def says_something(self) -> bool:
        return bool(self.answer is not None or self.corrections or self.facts or self.unsure or self.wishes_person)


def _changed(found: Sequence[Found], bank: Bank) -> Iterator[Correction]:
    """Facts found anew that differ from what was answered before."""
    for one in found:
        old = bank.get(one.fact)
        if old is not None and one.sure and old.value != one.value:
            yield Correction(one.fact, old.value, one.value, one.evidence)


_CORRECTS = re.compile(
    r"^(?:哦|噢|啊|诶|哎呀?|不好意思|等等|等一下|对不起)?[，,\s]*(?:不对|说错了?|写错了?|填错了?|选错了?|弄错了?|打错了?|记错了?|错了|刚才(?:说|填|选|写)(?:的)?(?:不对|错了)|改一下|更正|纠正一下|改成|改为|应该是|前面(?:那个)?(?:说|填)?错了)[，,。：:\s]*(?:应该是|应该|是|改成|改为|换成)*(?P<rest>.+)$"
)


def _last_corrected(
    text: str, bank: Bank, rules: Rules, open_fact: Fact | None, read_answer: ReadAnswer
) -> Iterator[Correction]:
    """「不对，是重庆」 is about the answer given last."""
    match = _CORRECTS.match(text.strip())
    last = max(bank, key=lambda one: one.at, default=None)
    if match is None or last is None or last.fact not in rules.facts:
        return
    new = answer_to(rules.facts[last.fact], match["rest"], read_answer)
    if new is not None and new != last.value:
        yield Correction(last.fact, last.value, new, match["rest"])


def _reply(library: Library, rules: Rules, service: str | None, text: str, today: date, heard: _Heard) -> Reply | None:
    """The answer to a question in the words; looked for when they ask, or when they say nothing else."""
    if (heard.says_something and not is_asking(hear(text).text)) or only_tells(text, today, heard.concepts):
        return None
    if heard.answer is not None and len(text.strip()) <= _SHORT:
        return None
    reply = _helping(heard.manner, ask(library, text, city=rules.city or None, day=today, service=service))
    tries = heard.is_open and reply.state is State.CHOOSE and heard.manner is Manner.PLAIN
    return (
        replace(reply, state=State.UNKNOWN)
        if tries and _STATES.search(hear(text).text) and not is_asking(text)
        else reply
    )


_STATES = re.compile(r"[没不了我他她是在有]")
"""A sentence that states something: beside an open question an answer that was not understood, not a search."""


HEARD = _("您说的情况听到了。想办哪件事、想问什么，请再说一句。")
_HELP = ("assistance.where_to_apply", "assistance.emergency.how", "eldercare.institution.respite")
"""Where to begin for one who is at the end of his strength and whose words find nothing."""


def reply_to(
    library: Library, text: str, manner: Manner, *, city: str | None, day: date, service: str | None = None
) -> Reply:
    """As ``ask``, outside a conversation. To one who only tells how things are, no article answers."""
    if manner is not Manner.STRAINED and only_tells(text, day):
        return Reply(State.UNKNOWN, (), (), lead=HEARD, city=city)
    return _helping(manner, ask(library, text, city=city, day=day, service=service))


def _helping(manner: Manner, reply: Reply) -> Reply:
    if manner is not Manner.STRAINED or reply.state is not State.UNKNOWN:
        return reply
    return replace(reply, state=State.CHOOSE, offered=offer(_HELP), neighbour=None)


_SHORT = 8
"""A short message that answers the open question asks nothing beside it, whatever its words."""

_KIND_OF: Mapping[State, Kind] = {
    State.ANSWERED: Kind.QUESTION, State.CHOOSE: Kind.CHOOSE, State.UNKNOWN: Kind.UNKNOWN,
}  # fmt: skip


def _turn(manner: Manner, heard: _Heard, reply: Reply | None, service: str | None, open_fact: Fact | None) -> Turn:
    wanted = wanted_service(heard.text, heard.concepts, service) or (reply.service if reply else None)
    kinds = [
        kind
        for kind, holds in (
            (Kind.PERSON, heard.wishes_person),
            (Kind.CORRECTION, heard.corrections),
            (Kind.ANSWER, heard.answer is not None),
            (Kind.FACTS, heard.facts),
        )
        if holds
    ]
    said = _KIND_OF[reply.state] if reply else None
    if said in (Kind.QUESTION, Kind.CHOOSE):
        kinds.append(said)
    if wanted and wanted != service:
        kinds.append(Kind.SERVICE)
    still_open = None if heard.answer is not None else _id(open_fact)
    return Turn(
        tuple(sorted(kinds, key=list(Kind).index)) or (Kind.UNKNOWN,),
        manner,
        heard.answer,
        tuple(heard.corrections),
        heard.facts,
        reply,
        wanted if wanted != service else None,
        still_open,
        heard.unsure,
    )


# --- another service ------------------------------------------------------------------------------


def wanted_service(text: str, said: Sequence[Concept], service: str | None) -> str | None:
    """The service that the words ask for; None when they ask for none, or for the one that is open."""
    data = _services()
    for name, signs in data["services"].items():
        if service is None and any(_says(one, signs.get("concepts", {})) for one in said):
            return str(name)
    words = hear(text).text
    for match in re.finditer(data["wish"], words):
        for name, signs in data["services"].items():
            ahead = words[match.end() : match.end() + 12]
            if any(ahead.find(word) >= 0 for word in signs["say"]) and not _is_supposed(words, match.start()):
                return str(name) if name != service else None
    return None


def _says(one: Concept, wanted: Mapping[str, Any]) -> bool:
    return one.value in wanted.get(one.kind, ())


def _is_supposed(words: str, place: int) -> bool:
    before = words[max(0, place - 12) : place]
    return bool(load_lexicon().moods["hypothetical"].search(before) or before.endswith(("不", "没", "不是")))


@cache
def _services(path: Path = SHIPPED / "services.yaml") -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    return data
