"""What lies ahead of a situation: how many paths, the longest of them, which questions stand on all or on some.

Questions are bits of a number (see ``unit.Bits``). Those that steer nothing (see ``units``: light facts) may be wanted
by several independent parts and are still asked once; they are kept apart until everything is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Questions = int  # a set of facts, as bits
Tally = tuple[int, Questions]  # questions asked, and which shared ones besides


@dataclass(frozen=True, slots=True)
class Ways:
    """``counts``: paths by the shared questions on them; ``tallies``: the longest ways."""

    counts: Mapping[Questions, int]
    tallies: tuple[Tally, ...]
    always: Questions
    ever: Questions

    @property
    def longest(self) -> int:
        return max((own + shared.bit_count() for own, shared in self.tallies), default=0)

    def count(self, answers: Callable[[Questions], int]) -> int:
        """The number of paths, with so many answers to each set of shared questions."""
        return sum(number * answers(shared) for shared, number in self.counts.items())

    def __mul__(self, other: Ways) -> Ways:
        """Both parts, one after the other."""
        if other is NOTHING:
            return self
        if self is NOTHING:
            return other
        if not (self.counts and other.counts):
            return IMPOSSIBLE
        counts: dict[Questions, int] = {}
        for mine, number in self.counts.items():
            for theirs, times in other.counts.items():
                both = mine | theirs
                counts[both] = counts.get(both, 0) + number * times
        tallies = [(a + b, s | t) for a, s in self.tallies for b, t in other.tallies]
        return Ways(counts, _best(tallies), self.always | other.always, self.ever | other.ever)

    def times(self, number: int) -> Ways:
        """As many paths again for each of ``number`` answers that make no difference."""
        if number == 1:
            return self
        return Ways({s: n * number for s, n in self.counts.items()}, self.tallies, self.always, self.ever)


NOTHING = Ways({0: 1}, ((0, 0),), 0, 0)
IMPOSSIBLE = Ways({}, (), 0, 0)  # the answers cannot all be right


def asking(facts: Questions, several: Questions) -> Ways:
    """The ways that only ask these shared questions; those with one answer need not be told apart in counts."""
    return Ways({facts & several: 1}, ((0, facts),), facts, facts) if facts else NOTHING


def either(branches: Iterable[Ways], question: Questions) -> Ways:
    """One of several branches, after ``question`` where one is asked (0: none)."""
    found = [ways for ways in branches if ways.counts]
    if not found:
        return IMPOSSIBLE
    if len(found) == 1 and not question:
        return found[0]
    counts: dict[Questions, int] = {}
    always, ever = found[0].always, question
    for ways in found:
        always &= ways.always
        ever |= ways.ever
        for shared, number in ways.counts.items():
            counts[shared] = counts.get(shared, 0) + number
    more = 1 if question else 0
    tallies = [(count + more, shared) for ways in found for count, shared in ways.tallies]
    return Ways(counts, _best(tallies), always | question, ever)


def _best(tallies: list[Tally]) -> tuple[Tally, ...]:
    """Those that can still become the longest, whatever comes to them."""
    if len(tallies) == 1:
        return tuple(tallies)
    best: list[Tally] = []
    for own, shared in sorted(set(tallies), key=lambda t: (-t[0] - t[1].bit_count(), -t[1].bit_count(), t[1])):
        if not any(other - own >= (shared & ~theirs).bit_count() for other, theirs in best):
            best.append((own, shared))
    return tuple(best)
