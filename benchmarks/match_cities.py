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
from assistant.match.family import load_families
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
    """Questions about one city with its name left out, asked in that city: only its own topic is right."""
    return [
        replace(question, text=text, topics=question.topics - siblings | {topic}, city=city)
        for question, text, topic, city, siblings in _without_name(questions)
    ]


def without_name_or_city(questions: Iterable[Question]) -> list[Question]:
    """Questions about one city with its name left out, asked in none: any sibling says which family is meant."""
    return [
        replace(question, text=text, topics=siblings) for question, text, _, _, siblings in _without_name(questions)
    ]


def _without_name(questions: Iterable[Question]) -> Iterator[tuple[Question, str, str, str, frozenset[str]]]:
    """The question, its text without names, its topic, the topic's city, and all topics of the family."""
    known = {
        topic: (city, frozenset({*family.cities.values(), *([family.general] if family.general else [])}))
        for family in load_families()
        for city, topic in family.cities.items()
    }
    for question in questions:
        text = _NAMES.sub("", question.text)
        topic = next((topic for topic in sorted(question.topics) if topic in known), None)
        if topic and text != question.text and len(text) >= _SHORTEST and not _names_place(text):
            yield question, text, topic, *known[topic]


def _names_place(text: str) -> bool:
    synonyms = load_synonyms()
    return bool(synonyms.places(synonyms.find(normalise(text))))
