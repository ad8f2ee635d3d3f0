"""Take single paths through a service by chance, where all of them are too many or one example is enough.

A path is taken answer by answer, always choosing what has been chosen least so far, so that soon every answer has
been met together with every two others that can go with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from random import Random

from assistant.engine.residue import Change
from assistant.engine.unit import Kind, Unit
from assistant.engine.units import Units

SEED = 20261121
MOST_PATHS = 2_000
PATIENCE = 40  # paths without anything new before we stop
GOES_ON = 0.9  # how often an answer is looked for that does not end the questions at once
Next = Callable[[frozenset[Unit]], str | None]


@dataclass
class Sample:
    """What the paths taken have in common."""

    paths: int = 0
    longest: int = 0
    always: frozenset[str] | None = None
    ever: frozenset[str] = frozenset()


class Triples:
    """Which answers were met together with which two others: for every two of them the third ones, as bits."""

    def __init__(self) -> None:
        self._numbers: dict[Change, int] = {}
        self._met: dict[tuple[int, int], int] = {}

    def are_new(self, path: Iterable[Change]) -> bool:
        """Note the answers of a path; whether any three of them had not been met together."""
        numbers = sorted({self._numbers.setdefault(change, len(self._numbers)) for change in path})
        all_of_them = sum(1 << number for number in numbers)
        found = False
        for two in combinations(numbers, 2):
            before = self._met.get(two, 0)
            if all_of_them & ~before:
                self._met[two] = before | all_of_them
                found = True
        return found


class Sampler:
    """Takes paths through the units of one walk; outcomes and notices are noted there."""

    def __init__(self, units: Units, next_question: Next, seed: int = SEED) -> None:
        self.units = units
        self.sample = Sample()
        self._triples = Triples()
        self._next = next_question
        self._random = Random(seed)
        self._chosen: Counter[Change] = Counter()

    def run(
        self, more: Iterable[Unit] = (), most: int = MOST_PATHS, enough: Callable[[], bool] | None = None
    ) -> Sample:
        """Take paths until nothing new is met for a while, or ``enough`` says so."""
        idle = 0
        start = frozenset((*self.units.start.units, *more))
        while idle < PATIENCE and self.sample.paths < most and not (enough and enough()):
            path = self._path(start)
            self._note(path)
            if enough is None:
                idle = 0 if self._triples.are_new(path) else idle + 1
        return self.sample

    def _note(self, path: list[Change]) -> None:
        asked = frozenset(change.fact for change in path)
        found = self.sample
        found.paths += 1
        found.longest = max(found.longest, len(asked))
        found.always = asked if found.always is None else found.always & asked
        found.ever |= asked

    def _path(self, units: frozenset[Unit]) -> list[Change]:
        """The answers of one path."""
        path: list[Change] = []
        while (fact := self._next(units)) is not None:
            answer = self._answer(units, fact)
            if answer is None:
                break
            path.extend(answer)
            after = self._after(units, answer)
            if after is None:
                break
            units = after
        return path

    def _answer(self, units: frozenset[Unit], fact: str) -> list[Change] | None:
        """Of some answers that go together with the others, the one with what was chosen least."""
        tries = [self._any(fact) for _ in range(8)]
        fine = [answer for answer in tries if not self._contradicts(units, answer)]
        if not fine:
            return None if self.units.builder.by_options(fact) else tries[0]
        if self._random.random() < GOES_ON:
            fine = [answer for answer in fine if not self._stops(units, answer)] or fine
        return min(fine, key=lambda answer: (sum(self._chosen[c] for c in answer) / len(answer), self._random.random()))

    def _any(self, fact: str) -> list[Change]:
        builder = self.units.builder
        if not builder.by_options(fact):
            return [Change(fact, None, self._random.randrange(len(builder.domain(fact))))]
        doubts = builder.domain(fact)
        if doubts and self._random.random() < 1 / (2 + len(builder.options(fact))):
            return [Change(fact, special=self._random.choice(doubts))]
        return [Change(fact, option, self._random.randrange(2)) for option in builder.options(fact)] or [Change(fact)]

    def _stops(self, units: Iterable[Unit], answer: list[Change]) -> bool:
        return self._after(frozenset(unit for unit in units if unit.is_stop), answer, strict=True) is None

    def _contradicts(self, units: Iterable[Unit], answer: list[Change]) -> bool:
        clauses = frozenset(unit for unit in units if unit.kind is Kind.CLAUSE)
        return self._after(clauses, answer, strict=True) is None

    def _after(self, units: frozenset[Unit], answer: list[Change], strict: bool = False) -> frozenset[Unit] | None:
        """The units after an answer; None where it stops the questions or, if ``strict``, contradicts."""
        for change in answer:
            self._chosen[change] += not strict
        steps = [Change(answer[0].fact), *answer] if answer[0].option is not None else answer
        for change in steps:
            effects = [self.units.after(unit, change) for unit in units]
            if any(e.stops for e in effects) or (strict and any(e.contradicts for e in effects)):
                return None
            units = frozenset(unit for effect in effects for unit in effect.units)
        return self.units.released(units)
