"""The de-identified question log as the pages write it: what had no answer, what was chosen, what is wrong."""

from __future__ import annotations

import sqlite3
from typing import Literal

import structlog

from assistant.match.answer import Reply
from assistant.store.question_log import Question
from assistant.web.core import core
from assistant.wiring import open_question_log

log = structlog.get_logger(__name__)
Status = Literal["choose", "unknown", "chosen", "wrong"]


def log_reply(text: str, reply: Reply, city: str | None) -> None:
    """Keep a question that was not simply answered, with the likeliest topic."""
    best = reply.matches[0] if reply.matches else None
    _record(reply.state.value, text, best.topic if best else "", best.score if best else 0.0, city)


def log_choice(text: str, topic: str, city: str | None) -> None:
    """Keep which of the offered topics was meant."""
    _record("chosen", text, topic, 0.0, city)


def log_fault(topic: str, text: str, city: str | None) -> None:
    """Keep that an article was marked as wrong, and what was said about it."""
    _record("wrong", text, topic, 0.0, city, "no")


def _record(status: str, text: str, topic: str, score: float, city: str | None, helpful: str = "") -> None:
    parts = core()
    question = Question(parts.today(), city or "", text, status, topic, round(score, 3), helpful)
    try:
        open_question_log(parts.settings).record(question)
    except sqlite3.Error as error:  # a full disk must not keep anybody from an answer
        log.warning("question_log", kind=type(error).__name__)
