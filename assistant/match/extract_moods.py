"""How something is said: as a fact, a condition, a question, a hearsay, a thing of the past, a denial."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.match.extract_text import Heard
from assistant.match.lexicon import Lexicon


@dataclass(frozen=True)
class Moods:
    """Asks of any place of the text how it is said."""

    heard: Heard
    lexicon: Lexicon
    supposed: tuple[tuple[int, int], ...]  # from a word such as 要是 to the end of its sentence

    @classmethod
    def of(cls, heard: Heard, lexicon: Lexicon) -> Moods:
        spans: list[tuple[int, int]] = []
        for mood in ("hypothetical", "hearsay"):
            for match in lexicon.moods[mood].finditer(heard.text):
                spans.append(_supposed(heard, match.start(), match[0]))
        return cls(heard, lexicon, tuple(spans))

    def is_supposed(self, place: int) -> bool:
        """Inside 「要是…」, 「听说…」: nothing is said of anybody."""
        return any(start <= place < end for start, end in self.supposed)

    def _before(self, place: int) -> str:
        return self.heard.text[self.heard.clauses[self.heard.clause_at(place)].start : place]

    def is_past(self, place: int) -> bool:
        """After 以前, 原来 in the clause, or of something that has ended."""
        clause = self.heard.clauses[self.heard.clause_at(place)]
        end = max(one.end for one in self.heard.clauses if one.sentence == clause.sentence)
        if self.lexicon.moods["ended"].search(self.heard.text, place, end):
            return True
        return bool(self.lexicon.moods["past"].search(self._before(place)))

    def is_asked(self, place: int, end: int) -> bool:
        """「是不是低保」, 「低保吗」: asked and not told."""
        if self.lexicon.moods["asked"].search(self._before(place)):
            return True
        return bool(re.match(r"(?:户|家庭|对象)?(?:吗|么|不|没有?)?(?:[?？]|吗|么)", self.heard.text[end:]))

    def is_doubtful(self, place: int) -> bool:
        """好像, 可能, 记不清 in the clause."""
        clause = self.heard.clauses[self.heard.clause_at(place)]
        return bool(self.lexicon.moods["doubtful"].search(self.heard.text, clause.start, clause.end))

    def is_wished(self, place: int) -> bool:
        return bool(self.lexicon.moods["wish"].search(self._before(place)))

    def is_denied(self, place: int, end: int) -> bool:
        """没有, 不是 right before, or as the first words of the saying itself."""
        return bool(self.lexicon.deny.search(self._before(place)[-8:]))


_OF_THE_FUTURE = frozenset(("将来", "以后要", "今后", "以后在", "等以后", "有一天"))


def _supposed(heard: Heard, place: int, word: str) -> tuple[int, int]:
    """To the end of the sentence (from its clause on for 的话); words of the future reach to the end of the clause."""
    if not heard.clauses:
        return place, place
    here = heard.clauses[heard.clause_at(place)]
    same = [clause for clause in heard.clauses if clause.sentence == here.sentence]
    end = here.end if word in _OF_THE_FUTURE else same[-1].end
    return (here.start if word == "的话" else place), end
