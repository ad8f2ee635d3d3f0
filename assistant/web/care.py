"""A fitting reply to what is not a matter to look up: care first, then everything that cannot be understood.

Every reply is an ordinary page. Nothing of the words is logged or shown again. Somebody who may harm himself, or is
in danger, gets telephone numbers and no form (12356 is the psychological help line, 120 first aid, 110 the police).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template

from assistant.catalog.articles import FrontMatter
from assistant.catalog.messages import Message, _
from assistant.match.answer import Reply
from assistant.match.distress import CARE, NOT_A_MATTER, Manner
from assistant.web.core import core
from assistant.web.drafts import OpenDraft

AT_ONCE = CARE | NOT_A_MATTER - {Manner.EMPTY}
"""Replied to without looking anything up."""
WITH_TOPICS = frozenset((Manner.FLOOD, Manner.PASTED, Manner.STRAINED))
"""Looked up, but the reply says first what to do differently."""
UNLESS_ANSWERED = frozenset((Manner.ABUSE, Manner.TOO_SHORT))
"""Somebody who swears may still ask something that we can answer."""
UNLOGGED = frozenset(Manner) - {Manner.PLAIN}
_MOST_TOPICS = 3


@dataclass(frozen=True)
class Phone:
    number: str
    label: Message


@dataclass(frozen=True)
class Kindness:
    """What is said to one manner of writing. ``asks`` shows the question box again; never to somebody in need."""

    title: Message
    lines: tuple[Message, ...]
    phones: tuple[Phone, ...] = ()
    asks: bool = True


_MIND = Phone("12356", _("打 12356 心理援助热线"))
_FIRST_AID = Phone("120", _("打 120 急救"))
_POLICE = Phone("110", _("打 110 报警"))
_PEOPLE = Phone("12345", _("打 12345 找人问"))
_SAY = _("您家里遇到什么事，像平时说话一样写就行。")

KINDNESS: Mapping[Manner, Kindness] = {
    Manner.DISTRESS: Kindness(
        _("您先别一个人扛着"),
        (
            _("听得出来，您现在很难受。"),
            _("请先打 12356，这是心理援助热线，有人听您说。"),
            _("家里有人的，现在就叫他过来陪着您。"),
            _("已经受伤或吃了药，请马上打 120。"),
            _("要办的手续不急，可以放一放。"),
        ),
        (_MIND, _FIRST_AID, _POLICE),
        asks=False,
    ),
    Manner.DANGER: Kindness(
        _("请先保证人的安全"),
        (
            _("有人受伤、昏迷或中毒，请马上打 120。"),
            _("有人打人、威胁，或者老人孩子走失，请马上打 110。"),
            _("心里撑不住，想找人说说，可以打 12356。"),
            _("要办的手续不急，可以放一放。"),
        ),
        (_FIRST_AID, _POLICE, _MIND),
        asks=False,
    ),
    Manner.STRAINED: Kindness(
        _("您撑到现在，不容易"),
        (
            _("难处可以找人帮，下面是能申请的帮助。"),
            _("今天就过不去的，去街道或村里说，或者打 12345。"),
            _("心里撑不住，想找人说说，打 12356。"),
        ),
        (_MIND, _PEOPLE),
    ),
    Manner.ABUSE: Kindness(
        _("让您费心了"),
        (_("事情没办顺，着急是难免的。"), _("您说说是哪件事卡住了，我接着帮您找。"), _("想直接找人说，请打 12345。")),
        (_PEOPLE,),
    ),
    Manner.ORDER: Kindness(
        _("这里只回答办事的问题"), (_("您写的像是给机器的指令，这里不照着做。"), _SAY), (_PEOPLE,)
    ),
    Manner.CODE: Kindness(
        _("您写的像是一段程序"), (_("程序和网页代码在这里不会运行，也没有保存。"), _SAY), (_PEOPLE,)
    ),
    Manner.SYMBOLS: Kindness(_("只有表情和符号，看不懂"), (_("请用一句话写出来。"), _SAY), (_PEOPLE,)),
    Manner.FOREIGN: Kindness(
        _("请用中文写"),
        (_("这里看得懂中文的问题。页面可以换成英文。"), _("不方便写中文的，可以请人帮着写，或者打 12345。")),
        (_PEOPLE,),
    ),
    Manner.TOO_SHORT: Kindness(
        _("只写了一个字，猜不准"), (_("请多写几个字，比如「老人去世怎么销户」。"),), (_PEOPLE,)
    ),
    Manner.FLOOD: Kindness(
        _("写得很长，只看了前面一段"), (_("请挑最要紧的一句，再问一次。"), _("事情很多的，打 12345 更快。")), (_PEOPLE,)
    ),
    Manner.PASTED: Kindness(
        _("请不要写证件号和电话"),
        (_("您写的里面有证件号、卡号或电话，这里没有保存。"), _("问事情不用写这些，说说遇到什么事就行。")),
        (_PEOPLE,),
    ),
    Manner.EMPTY: Kindness(_("还没有写"), (_("请用一句话说说您遇到的事。"),), (_PEOPLE,)),
}  # fmt: skip


def page(manner: Manner, opened: OpenDraft | None, reply: Reply | None = None) -> str:
    """The reply to one manner of writing; with the likeliest topics where something was looked up."""
    return render_template(
        "resident/care.html", kindness=KINDNESS[manner], manner=manner, draft=opened, topics=likely(reply), typed="",
    )  # fmt: skip


def likely(reply: Reply | None, most: int = _MOST_TOPICS) -> tuple[FrontMatter, ...]:
    """The articles that may be meant, best first."""
    by_topic = core().library.articles.by_topic
    matches = (reply.offered or reply.matches[:most]) if reply else ()
    return tuple(by_topic[match.topic].front for match in matches[:most] if match.topic in by_topic)


def fitting(manner: Manner, reply: Reply) -> bool:
    """Whether the reply of its own comes before (or instead of) what was found."""
    return manner in WITH_TOPICS or (manner in UNLESS_ANSWERED and reply.edition is None)
