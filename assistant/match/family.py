"""City siblings: one question with an answer of its own in some cities.

"What is the old-age allowance?" is one question. Which article answers it is decided by the city, never by which
sibling happens to share more words with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.catalog.articles import KB
from assistant.catalog.reading import read_yaml
from assistant.match.features import Ints


@dataclass(frozen=True)
class Family:
    """The topic that answers in each city, the one that answers anywhere (or None), and what to say first."""

    id: str
    cities: Mapping[str, str]
    general: str | None = None
    lead: str = ""


def load_families(kb: Path = KB) -> tuple[Family, ...]:
    """The shipped families; none where the file is missing."""
    path = kb / "families.yaml"
    entries = read_yaml(path.read_text(encoding="utf-8"), path.name).data if path.is_file() else []
    return tuple(Family(**entry) for entry in entries)


class Kin:
    """Families by the topics' numbers in one index."""

    def __init__(self, families: Sequence[Family], topics: Sequence[str]) -> None:
        """Topics that the index does not hold are left out."""
        numbers = {topic: number for number, topic in enumerate(topics)}
        self._family: dict[int, int] = {}
        self._cities: list[dict[str, int]] = []
        self._general: list[int | None] = []
        for at, family in enumerate(families):
            members = {city: numbers[topic] for city, topic in family.cities.items() if topic in numbers}
            self._family.update(dict.fromkeys(members.values(), at))
            self._cities.append(members)
            self._general.append(numbers.get(family.general or ""))

    def speak(self, topics: Ints, asked: frozenset[str]) -> tuple[Ints, Ints]:
        """For candidates, best first: those whose words are compared, and the topics that they then stand for.

        A sibling stands for the one of the city asked about, or for the general topic where that city has none or no
        city is asked about; without a general topic the likeliest sibling stands for all. Every topic is left once.
        """
        kept: dict[tuple[str, int], tuple[int, int]] = {}
        for topic in topics.tolist():
            family = self._family.get(topic)
            stands = topic if family is None else self._sibling(topic, family, asked)
            key = ("family", family) if family is not None and stands == topic and not asked else ("topic", stands)
            kept.setdefault(key, (topic, stands))
        pairs = np.array(list(kept.values()), dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _sibling(self, topic: int, family: int, asked: frozenset[str]) -> int:
        own = [number for city, number in self._cities[family].items() if city in asked]
        if topic in own or len(own) > 1:
            return topic
        if own:
            return own[0]
        general = self._general[family]
        is_ours = not asked or any(city in asked for members in self._cities for city in members)
        return general if is_ours and general is not None else topic
