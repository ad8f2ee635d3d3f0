"""Walk every path through a service: which questions are asked, how long it gets, which outcomes are reachable.

The walk is exact. It stays small for three reasons. Situations that can only go on alike are walked once. What is open
is cut into parts that have nothing to do with each other, whose paths multiply. And answers are told apart only when
the next question or an outcome depends on it: until then all of them are walked together.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from math import prod

from assistant.catalog.catalog import Rules
from assistant.catalog.expressions import Expression
from assistant.engine.needs import Phase, ranking
from assistant.engine.outcomes import State
from assistant.engine.parts import alive, parts, pressing
from assistant.engine.residue import Atom, Change
from assistant.engine.sampling import Sampler
from assistant.engine.terms import Unwalkable
from assistant.engine.unit import Claim, Kind, Unit
from assistant.engine.units import Units
from assistant.engine.ways import IMPOSSIBLE, NOTHING, Ways, asking, either

Question = tuple[str, str | None]  # a fact, or one option of it
DEEP = 20_000  # calls within calls; a path of a hundred questions takes about a thousand
BUDGET = 100_000
SEARCH = 3_000  # situations to look at for one condition


@dataclass
class Walk:
    """The result for one service in one city: the ways from the start, and what was met on the way."""

    service: str
    city: str
    paths: int = 0
    longest: int = 0
    always: frozenset[str] = frozenset()  # questions on every path
    ever: frozenset[str] = frozenset()  # questions on some path
    outcomes: dict[str, set[State]] = field(default_factory=dict)
    notices: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    dead_ends: dict[str, tuple[str, ...]] = field(default_factory=dict)  # item or fact: answers on the way there
    double_stops: set[frozenset[str]] = field(default_factory=set)  # notices that stop the questions at once
    missing_figures: set[str] = field(default_factory=set)
    situations: int = 0
    complete: bool = True
    why_not: str = ""


class TooManySituations(Exception):
    """The walk went past its budget; what was met so far is in the walk."""


class Found(Exception):
    """What was sought holds somewhere."""


class Walker:
    """Walks one service under one city's rules."""

    def __init__(self, rules: Rules, service: str, budget: int = BUDGET) -> None:
        self.units = Units(rules, service)
        self.walk = Walk(service, rules.city)
        self._budget = budget
        rank = ranking(rules.service(service), rules.facts)
        self._rank_deciding = cache(lambda fact, waiting: rank(fact, Phase.DECIDE, waiting))
        self._rank_later = cache(lambda fact, phase: rank(fact, phase, 0))
        self._ways: dict[frozenset[Unit], Ways] = {}  # from what hangs together
        self._together: dict[frozenset[Unit], Ways] = {}  # from whole situations
        self._trail: list[Change] = []
        self._sought: str | None = None
        self._several = 0  # light facts with more than one answer, as bits

    def run(self) -> Walk:
        """All paths from the first question; ``complete`` is false when the budget ran out."""
        try:
            with _room():
                self._conclude(self._start())
        except TooManySituations:
            self.walk.complete, self.walk.why_not = False, f"more than {self._budget} situations"
            self._sample()
        except Unwalkable as error:
            self.walk.complete, self.walk.why_not = False, str(error)
        met = self.units.met
        self.walk.outcomes, self.walk.notices, self.walk.forms = met.outcomes, met.notices, met.forms
        self.walk.missing_figures = self.units.builder.missing
        return self.walk

    def _conclude(self, ways: Ways) -> None:
        names = self.units.bits.names
        self.walk.paths = ways.count(lambda shared: prod(self._answers(fact) for fact in names(shared)))
        self.walk.longest = ways.longest
        self.walk.always, self.walk.ever = frozenset(names(ways.always)), frozenset(names(ways.ever))

    def _sample(self) -> None:
        """Single paths in place of all of them: answers in all combinations of three, as far as they go."""
        found = Sampler(self.units, self._question).run()
        self.walk.paths, self.walk.longest = found.paths, found.longest
        self.walk.always, self.walk.ever = found.always or frozenset(), found.ever
        self.walk.why_not += f"; {found.paths} paths taken by chance"

    def _question(self, units: frozenset[Unit]) -> str | None:
        """The next question where all answers are told apart."""
        claims = [(unit, claim) for unit in units for claim in unit.claims]
        light = sorted(unit.light for unit in units if unit.light is not None)
        return self._next(claims)[0] if claims else light[0] if light else None

    def can_hold(self, conditions: Mapping[str, Expression], budget: int = SEARCH) -> set[str]:
        """Those of these conditions that hold somewhere on some path, or for which the search was given up."""
        watches = [unit for name, condition in conditions.items() for unit in self.units.watch(name, condition).units]
        met = self.units.met.watched
        Sampler(self.units, self._question).run(watches, most=budget // 30, enough=lambda: met >= conditions.keys())
        return met | {n for n, condition in conditions.items() if n not in met and self._can_hold(n, condition, budget)}

    def _can_hold(self, name: str, condition: Expression, budget: int) -> bool:
        self._ways.clear()
        self._together.clear()
        self._sought, self._budget = name, self.walk.situations + budget
        watch = self.units.watch(name, condition)
        try:
            with _room():
                self._start(watch.units)
        except (Found, TooManySituations):
            return True
        finally:
            self._sought = None
        return name in self.units.met.watched

    def _start(self, more: tuple[Unit, ...] = ()) -> Ways:
        start = self.units.start
        if start.stops:
            return NOTHING
        self._several = self.units.bits.of(*(fact for fact in self.units.light if self._answers(fact) > 1))
        return self._going_on(alive((*start.units, *more)), 0)

    # --- situations ---------------------------------------------------------------------------------------

    def _from(self, units: frozenset[Unit]) -> Ways:
        ways = self._together.get(units)
        if ways is None:
            ways = self._together[units] = self._apart(units)
        return ways

    def _apart(self, units: frozenset[Unit]) -> Ways:
        """The ways from a situation: its independent parts, one after the other."""
        if any(unit.is_stop for unit in units):
            return self._part(units)  # all may end at once, so nothing can be looked at apart
        light = 0
        for unit in units:
            if unit.light is not None:
                light |= unit.facts
        ways = asking(light, self._several)
        for part in parts(self.units.without_doubles(unit for unit in units if unit.light is None)):
            ways *= self._part(part)
        return ways

    def _part(self, units: frozenset[Unit]) -> Ways:
        if self._sought in self.units.met.watched:
            raise Found
        ways = self._ways.get(units)
        if ways is None:
            self.walk.situations += 1
            if self.walk.situations > self._budget:
                raise TooManySituations
            ways = self._ways[units] = self._ahead(units)
        return ways

    def _ahead(self, units: frozenset[Unit]) -> Ways:
        stops = [unit for unit in units if unit.is_stop and unit.terms[0].pressing]
        if stops:
            return self._tell_apart(units, stops)
        claims = [(unit, claim) for unit in units for claim in unit.claims]
        if not claims:
            return self._settle(units)
        fact, doubtful = self._next(claims)
        return self._tell_apart(units, doubtful) if doubtful else self._ask(units, fact)

    # --- which question comes next ------------------------------------------------------------------------

    def _next(self, claims: list[tuple[Unit, Claim]]) -> tuple[str, list[Unit]]:
        """The next question, and the units of which it depends whether it really is."""
        at_best = self._ranks(claim for _unit, claim in claims)
        first = min(at_best, key=at_best.__getitem__)
        if all(claim.certain for _unit, claim in claims):
            return first, []
        at_worst = self._ranks(claim for _unit, claim in claims if claim.certain)
        rivals = {first}
        if first in at_worst:
            rivals = {f for f, rank in at_best.items() if f != first and rank < at_worst[first]}
            if not rivals:
                return first, []
            rivals.add(first)
        return first, [unit for unit, claim in claims if not claim.certain and not claim.facts.isdisjoint(rivals)]

    def _ranks(self, claims: Iterable[Claim]) -> dict[str, tuple[int, ...]]:
        """The rank of every fact that these claims need."""
        waiting: dict[str, int] = {}
        later: dict[str, Phase] = {}
        for claim in claims:
            phase = claim.phase
            if phase is Phase.DECIDE:
                for fact in claim.facts:
                    waiting[fact] = waiting.get(fact, 0) + 1
            else:
                for fact in claim.facts:
                    if fact not in later or phase < later[fact]:
                        later[fact] = phase
        ranks = {fact: self._rank_later(fact, phase) for fact, phase in later.items() if fact not in waiting}
        for fact, number in waiting.items():
            ranks[fact] = self._rank_deciding(fact, number)
        return ranks

    # --- going on -----------------------------------------------------------------------------------------

    def _ask(self, units: frozenset[Unit], fact: str) -> Ways:
        by_options = self.units.builder.by_options(fact)
        bit = self.units.bits.of(fact)
        ruling = [u for u in units if u.rules_out and u.facts & bit and u.kind is not Kind.WATCH]
        ruling = [u for u in ruling if u.kind is Kind.OFFER or not by_options]
        doubtful = [unit for unit in ruling if unit.terms[0].pressing]
        if doubtful:
            return self._tell_apart(units, doubtful)
        if by_options:
            known = len(self.walk.dead_ends)
            ways = either(self._ask_options(units, fact), bit)
            if ways is IMPOSSIBLE and len(self.walk.dead_ends) == known:  # no set of options is allowed here
                self._dead_end(fact)
            return ways
        if ruling:
            return either(self._ask_each(units, fact), bit)
        return either([self._after(units, Change(fact), [(fact, None)])], bit)

    def _ask_options(self, units: frozenset[Unit], fact: str) -> Iterator[Ways]:
        """A set of options, none of them told apart yet; or the doubt that the whole question is answered with."""
        withheld = self._withheld(units, fact)
        options = [option for option in self.units.builder.options(fact) if option not in withheld]
        found = units
        for option in withheld:  # as if it were left out
            found = frozenset(v for u in found for v in self.units.after(u, Change(fact, option, 1)).units)
        yield self._after(found, Change(fact), [(fact, option) for option in options])
        for special in self.units.builder.domain(fact):
            yield self._after(units, Change(fact, special=special), [])

    def _ask_each(self, units: frozenset[Unit], fact: str) -> list[Ways]:
        """Every sample answer that goes together with the others; all of them where none does."""
        withheld = self._withheld(units, fact)
        domain = self.units.builder.domain(fact)
        changes = [Change(fact, None, index) for index, value in enumerate(domain) if value not in withheld]
        fine = [change for change in changes if not self._contradicts(units, change)]
        return [self._after(units, change, [], forgive=not fine) for change in fine or changes]

    def _withheld(self, units: Iterable[Unit], fact: str) -> set[str]:
        """The options of ``fact`` that are not offered now."""
        return {u.extra[1] for u in units if u.kind is Kind.OFFER and u.extra[0] == fact and u.terms[0].is_const}

    def _contradicts(self, units: Iterable[Unit], change: Change) -> bool:
        return any(unit.kind is Kind.CLAUSE and self.units.after(unit, change).contradicts for unit in units)

    def _tell_apart(self, units: frozenset[Unit], doubtful: Iterable[Unit]) -> Ways:
        """Go on with each answer to one question that was asked before."""
        atom = self._which(units, doubtful)
        changes = (Change(atom.fact, atom.option, index) for index in range(self.units.size(atom)))
        return either([self._after(units, change, []) for change in changes], 0)

    def _which(self, units: frozenset[Unit], doubtful: Iterable[Unit]) -> Atom:
        """Of the answers that the doubt is about one that many conditions look at, one of them a short one.

        It makes the most of them simpler and soon settles one; any choice gives the same ways.
        """
        shortest: dict[Atom, int] = {}
        for unit in doubtful:
            size = len(unit.terms[0].atoms)
            for atom in pressing(unit):
                shortest[atom] = min(size, shortest.get(atom, size))
        gain = {atom: sum(atom in unit.terms[0].atoms for unit in units) - size for atom, size in shortest.items()}
        return min(gain, key=lambda atom: (-gain[atom], atom.fact, atom.option or ""))

    def _after(self, units: Iterable[Unit], change: Change, asked: Iterable[Question], forgive: bool = False) -> Ways:
        """The ways after an answer; ``forgive`` where no answer goes together with the others."""
        effect, bit = self.units.effect(change), self.units.bits.of(change.fact)
        pending = self.units.bits.of(*asked)
        touched: list[Unit] = []
        found: list[Unit] = []  # at first those that the answer leaves as they are
        for unit in units:
            pending |= unit.pending
            (touched if unit.facts & bit else found).append(unit)
        if not forgive and any(unit.rules_out and effect(unit).contradicts for unit in touched):
            return IMPOSSIBLE
        stops: list[Unit] = []
        for unit in touched:
            after = effect(unit)
            found.extend(after.units)
            if after.stops:
                stops.append(unit)
        if len(stops) > 1:
            self._note_stops(stops)
        if stops:  # nothing more comes out; what was answered has to go together all the same
            self.units.note_stopped(found)
            found = [unit for unit in found if unit.kind in (Kind.CLAUSE, Kind.WATCH)]
        if change.number is not None:
            pending &= ~self.units.bits.of((change.fact, change.option))
        self._trail.append(change)
        ways = self._going_on(alive(found), pending)
        self._trail.pop()
        return ways

    def _note_stops(self, stops: Iterable[Unit]) -> None:
        """Two notices that stop at once leave it open which of them is meant."""
        self.walk.double_stops.update(map(frozenset, combinations((unit.name for unit in stops), 2)))

    def _going_on(self, units: frozenset[Unit], pending: int) -> Ways:
        """The ways from here; answers that nothing looks at any more only make them as many times as many."""
        units = self.units.released(units)
        for unit in units:
            pending &= ~unit.pending
        ways = self._from(units)
        if not pending:
            return ways
        return ways.times(prod(self.units.size(Atom(fact, option)) for fact, option in self.units.bits.names(pending)))

    def _settle(self, units: frozenset[Unit]) -> Ways:
        """Nothing to ask here: tell the rest apart, as far as an outcome or a light question depends on it."""
        rest = [unit for unit in units if any(pressing(unit))]
        if rest:
            return self._tell_apart(units, rest)
        for unit in units:
            if unit.kind is Kind.ITEM:
                self._dead_end(unit.name)
        pending = 0
        for unit in units:
            pending |= unit.pending
        return self._going_on(frozenset(), pending)

    def _dead_end(self, name: str) -> None:
        """Keep the way that led to an item that stays undecided, or to a question without a right answer."""
        self.walk.dead_ends.setdefault(name, tuple(map(self.units.label, self._trail)))

    def _answers(self, fact: str) -> int:
        """How many answers a question has that nothing rules out."""
        values: int = len(self.units.builder.domain(fact))
        if self.units.builder.by_options(fact):
            values += 1 << len(self.units.builder.options(fact))
        return values


@contextmanager
def _room() -> Iterator[None]:
    """A walk goes as deep as its paths are long, and keeps what it makes: there is no garbage to look for."""
    before, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(before, DEEP))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
        if collecting:
            gc.enable()
