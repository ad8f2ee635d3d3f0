"""Questions as they are asked in a city: most say nothing of it, and some leave out the name they were written with.

Made from the written questions, so that the ranking learns what a city in force says: which sibling is meant, and
little else. They keep the fold of the question they come from.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.catalog.articles import Articles
from assistant.match.family import Family, load_families
from assistant.match.normalise import normalise
from assistant.match.synonyms import load_synonyms
from benchmarks.match_fit import Question

CITIES = ("chengdu", "chongqing", "qingdao", "taizhou", "zhengzhou")
_NAMES = re.compile("成都市?|重庆市?|郑州市?|泰州市?|青岛市?|四川省?|河南省?|江苏省?|山东省?")
_SHORTEST = 4


def asked_in_a_city(questions: Iterable[Question], articles: Articles) -> list[Question]:
    """Those that name no place and are about none, each in one of the cities."""
    return [
        replace(question, city=CITIES[zlib.crc32(question.text.encode()) // 7 % len(CITIES)])
        for question in questions
        if not _names_place(question.text) and not any(articles.by_topic[topic].front.city for topic in question.topics)
    ]


def without_name_in_city(questions: Iterable[Question]) -> list[Question]:
    """Questions about one city with its name left out, asked in that city: its own topic is right, or the general
    one, which then reads as it does there."""
    return [
        replace(question, text=text, topics=question.topics - set(family.cities.values()) | {topic} | _general(family),
                city=next(city for city, own in family.cities.items() if own == topic))
        for question, text, topic, family in _without_name(questions)
    ]  # fmt: skip


def without_name_or_city(questions: Iterable[Question]) -> list[Question]:
    """Questions about one city with its name left out, asked in none: any sibling says which family is meant."""
    return [
        replace(question, text=text, topics=frozenset(family.cities.values()) | _general(family))
        for question, text, _, family in _without_name(questions)
    ]


def _general(family: Family) -> set[str]:
    return {family.general} if family.general else set()


def _without_name(questions: Iterable[Question]) -> Iterator[tuple[Question, str, str, Family]]:
    """The question, its text without names, its topic and the topic's family."""
    known = {topic: family for family in load_families() for topic in family.cities.values()}
    for question in questions:
        text = _NAMES.sub("", question.text)
        topic = next((topic for topic in sorted(question.topics) if topic in known), None)
        if topic and text != question.text and len(text) >= _SHORTEST and not _names_place(text):
            yield question, text, topic, known[topic]


def _names_place(text: str) -> bool:
    synonyms = load_synonyms()
    return bool(synonyms.places(synonyms.find(normalise(text))))
