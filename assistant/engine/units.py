"""Cut a service into units: its items, what is said about them, the boxes of its forms, its notices and requirements.

A unit is one thing that is still open. What an answer does to it is worked out once, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from assistant.catalog.catalog import Rules
from assistant.catalog.expressions import Expression
from assistant.catalog.model import Box, Fact, FactType, Item, Sourcing
from assistant.catalog.outcome import Unknown
from assistant.catalog.values import Special
from assistant.engine.needs import Phase, boxes
from assistant.engine.outcomes import State
from assistant.engine.reach import behind_by_derivation, conditions_of, facts_behind
from assistant.engine.residue import Atom, Change, Term
from assistant.engine.terms import TermBuilder
from assistant.engine.unit import After, Bits, Claim, Kind, Met, Requirement, Unit


class Units:
    """All units of one walk."""

    def __init__(self, rules: Rules, service: str) -> None:
        self.rules = rules
        self.service = service
        self.builder = TermBuilder(rules, conditions_of(rules, service))
        self.terms = self.builder.terms
        self.met = Met()
        self.forms = {item.item: item.form for item in rules.service_items(service)}
        self._kept: dict[tuple[Any, ...], Unit] = {}
        self._effects: dict[Change, Callable[[Unit], After]] = {}
        self._single: dict[tuple[int, frozenset[int]], Unit] = {}
        self.bits = Bits()
        self._verdicts: dict[int, frozenset[Any]] = {}
        self.light: frozenset[str] = frozenset()

    # --- the units at the start ---------------------------------------------------------------------------

    @cached_property
    def start(self) -> After:
        """Everything before the first answer. Facts that nothing reads become ``light``: they steer nothing."""
        found = [self._of_item(item) for item in self.rules.service_items(self.service)]
        found += [self._notice(n.id, n.level, self.builder.condition(n.when))
                  for n in self.rules.notices(self.service) if n.level != "info"]  # fmt: skip
        found += [After(tuple(self._of_facts()))]
        self.light = self._find_light([unit for after in found for unit in after.units])
        self._kept.clear()
        found = [self._again(unit) for after in found for unit in after.units]
        return After(tuple(u for after in found for u in after.units), any(after.stops for after in found))

    def _again(self, unit: Unit) -> After:
        """The unit with its claims worked out anew, without the light facts."""
        hanging = tuple(u for h in unit.hanging for u in self._again(h).units)
        return After((self._keep(unit.kind, unit.name, unit.terms, hanging, unit.extra),))

    def watch(self, name: str, condition: Expression) -> After:
        """A unit that only tells whether ``condition`` ever holds; a light fact can be answered either way."""
        assert self.start is not None  # only then it is known which facts are light
        found = [self.terms.truth(self.builder.condition(condition))]
        for fact in sorted(self.light & {atom.fact for atom in found[0].atoms}):
            answers = (Change(fact, None, index) for index in range(len(self.builder.domain(fact))))
            found = [self.terms.changed(term, answer) for answer in answers for term in found]
        return self._watched(name, self.terms.junction(True, found))

    def _of_item(self, item: Item) -> After:
        fits = self.terms.junction(False, [self.builder.condition(c.when) for c in item.fits_when])
        human = self.terms.junction(True, [self.builder.condition(c.when) for c in item.human_when])
        return self._item(item.item, fits, human, tuple(self._hanging(item)))

    def _hanging(self, item: Item) -> Iterator[Unit]:
        for term in self._guidance(item):
            yield from self._need(Phase.GUIDE, term).units
        form = self.rules.forms[item.form] if item.form else None
        for box in boxes(form) if form else ():
            if not (box.optional or box.office):
                yield from self._need(Phase.FILL, self._box(box)).units

    def _guidance(self, item: Item) -> Iterator[Term]:
        texts = (item.card, item.authority, item.where, item.how, item.next, item.note)
        conditions = [case.when for text in texts for case in text]
        conditions += [condition for use in item.documents for condition in (use.when, use.waived_when)]
        conditions += [amount.when for amount in item.amounts]
        yield from (self.builder.condition(c) for c in dict.fromkeys(conditions) if c is not None)
        for rule in item.dates:
            when = self.builder.condition(rule.when) if rule.when is not None else self.terms.closed
            start = self.terms.apply("filled", _filled, [self.builder.condition(rule.from_)])
            yield self.terms.junction(False, [when, start])

    def _box(self, box: Box) -> Term:
        fact = self.rules.facts[box.fact]
        shared = fact.sourcing is Sourcing.SHARE and self.rules.place.sharing
        filled = self.terms.closed if shared else self.builder.filled(box.fact)
        if box.when is None:
            return filled
        when = self.builder.condition(box.when)
        return self.terms.choice(when, filled, self.terms.closed) if filled.waits else when

    def _of_facts(self) -> Iterator[Unit]:
        names = facts_behind(self.rules, self.rules.service(self.service))
        for name, fact in self.rules.facts.items():
            if name not in names or not self.builder.facts.can_ask(fact):
                continue
            yield from (unit for clause in self._clauses(fact) for unit in clause.units)
            yield from self._offers(fact)

    def _clauses(self, fact: Fact) -> Iterator[After]:
        """What an answer requires; the one example of a text stands for whichever is right, and rules out nothing."""
        if fact.type is FactType.TEXT and len(self.builder.domain(fact.id)) == 1:
            return
        for clause in fact.must:
            named = behind_by_derivation(self.rules, clause.when.facts)
            yield from self._required(fact.id, named, self.builder.condition(clause.when))
        for bound in self.builder.bounds(fact):
            yield from self._required(fact.id, frozenset({fact.id}), bound)

    def _required(self, owner: str, named: frozenset[str], condition: Term) -> Iterator[After]:
        """A requirement, unless no sample answers can break it."""
        term = self.terms.truth(condition)
        if False in self.verdicts(term):
            yield self._clause(Requirement(owner, False, named), term, None)

    def _offers(self, fact: Fact) -> Iterator[Unit]:
        for option in fact.options:
            if option.when is not None:
                term = self.terms.truth(self.builder.condition(option.when))
                yield from self._offer(fact.id, option.id, term).units

    def _find_light(self, units: list[Unit]) -> frozenset[str]:
        """Facts that only have to be there: boxes wait for them, and no condition looks at what they say."""
        read: set[str] = set()
        filled: set[str] = set()
        for unit in (*units, *(h for u in units for h in u.hanging)):
            read |= self._named(unit.kind, unit.extra)
            for term in unit.terms:
                if unit.kind is Kind.NEED:
                    _sort(term, read, filled)
                else:
                    read |= term.facts
        return frozenset(filled - read)

    # --- what an answer does ------------------------------------------------------------------------------

    def after(self, unit: Unit, change: Change) -> After:
        """What ``unit`` becomes by an answer."""
        return self.effect(change)(unit)

    def without_doubles(self, units: Iterable[Unit]) -> list[Unit]:
        """The units; what hangs on an item is left out where it is wanted anyway."""
        found = list(units)
        wanted = {unit.id for unit in found if unit.kind is Kind.NEED}
        if not wanted:
            return found
        return [unit if unit.comes_up.isdisjoint(wanted) else self._without(unit, wanted) for unit in found]

    def _without(self, unit: Unit, wanted: set[int]) -> Unit:
        doubles = unit.comes_up & wanted
        key = (unit.id, doubles)
        if key not in self._single:
            hanging = tuple(h for h in unit.hanging if h.id not in doubles)
            self._single[key] = self._keep(unit.kind, unit.name, unit.terms, hanging)
        return self._single[key]

    def effect(self, change: Change) -> Callable[[Unit], After]:
        """What becomes of any unit by an answer; each worked out once."""
        if change not in self._effects:
            self._effects[change] = self._effect(change)
        return self._effects[change]

    def _effect(self, change: Change) -> Callable[[Unit], After]:
        known: dict[int, After] = {}
        bit = self.bits.of(change.fact)

        def after(unit: Unit) -> After:
            found = known.get(unit.id)
            if found is None:
                found = known[unit.id] = self._changed(unit, change) if unit.facts & bit else After((unit,))
            return found

        return after

    def _changed(self, unit: Unit, change: Change) -> After:
        terms = [self.terms.changed(term, change) for term in unit.terms]
        if unit.kind is Kind.ITEM:
            return self._item(unit.name, terms[0], terms[1], self._hanging_after(unit.hanging, change))
        if unit.kind is Kind.NEED:
            return self._need(unit.extra, terms[0])
        if unit.kind is Kind.NOTICE:
            return self._notice(unit.name, unit.extra, terms[0])
        if unit.kind is Kind.CLAUSE:
            return self._clause(unit.extra, terms[0], change)
        if unit.kind is Kind.OFFER:
            return After() if change.fact == unit.extra[0] else self._offer(unit.extra[0], unit.extra[1], terms[0])
        return self._watched(unit.name, terms[0])

    def _hanging_after(self, hanging: tuple[Unit, ...], change: Change) -> tuple[Unit, ...]:
        """What hangs on an item after an answer; most of it has nothing to do with it."""
        effect, bit = self.effect(change), self.bits.of(change.fact)
        return tuple(u for h in hanging for u in (effect(h).units if h.facts & bit else (h,)))

    def _item(self, name: str, fits: Term, human: Term, hanging: tuple[Unit, ...]) -> After:
        if not fits.is_const:
            return After((self._keep(Kind.ITEM, name, (fits, human), _once(hanging)),))
        if fits.value is False:
            return self._decided(name, {State.DOES_NOT_FIT}, ())
        if isinstance(fits.value, Unknown):
            return self._decided(name, {State.PERSON_DECIDES}, hanging)
        if not human.is_const:
            return After((self._keep(Kind.ITEM, name, (fits, human), _once(hanging)),))
        return self._decided(name, {State.FITS if human.value is False else State.PERSON_DECIDES}, hanging)

    def released(self, units: frozenset[Unit]) -> frozenset[Unit]:
        """The units, with what came up with a fitting item in its place, whoever decides it.

        Not where a requirement still rules out some of the answers that say who decides.
        """
        ready = [unit for unit in units if unit.is_ready]
        if not ready:
            return units
        tied = 0
        for unit in units:
            tied |= unit.pending if unit.kind is Kind.CLAUSE else 0
        ready = [unit for unit in ready if not unit.pending & tied]
        return units.difference(ready).union(*(self._release(unit).units for unit in ready))

    def _release(self, unit: Unit) -> After:
        states = {State.FITS if verdict is False else State.PERSON_DECIDES for verdict in self.verdicts(unit.terms[1])}
        return self._decided(unit.name, states, unit.hanging)

    def note_stopped(self, units: Iterable[Unit]) -> None:
        """Note what the items had come to when the questions were stopped."""
        found = list(units)
        rules = [unit.terms[0] for unit in found if unit.kind is Kind.CLAUSE]
        for unit in found:
            if unit.kind is Kind.ITEM:
                self._note_possible(unit.name, unit.terms, tuple(r for r in rules if r.facts & _facts(unit)))

    def _note_possible(self, name: str, terms: tuple[Term, ...], rules: tuple[Term, ...]) -> None:
        """Note the outcome for every way to tell the given answers apart that the requirements allow."""
        if any(rule.is_const and rule.value is False for rule in rules):
            return
        atoms = {atom for term in terms for atom in term.atoms if atom.asked}
        if not atoms:
            self._item(name, terms[0], terms[1], ())
            return
        atom = min(atoms, key=lambda a: (a.fact, a.option or ""))
        for index in range(self.size(atom)):
            change = Change(atom.fact, atom.option, index)
            changed = [tuple(self.terms.changed(term, change) for term in group) for group in (terms, rules)]
            self._note_possible(name, changed[0], changed[1])

    def _decided(self, name: str, states: set[State], hanging: tuple[Unit, ...]) -> After:
        self.met.outcomes.setdefault(name, set()).update(states)
        form = self.forms.get(name)
        if form and State.DOES_NOT_FIT not in states:
            self.met.forms.add(form)
        return After(_once(hanging))

    def _need(self, phase: Phase, term: Term) -> After:
        known = self.terms.known(term)
        return After() if known.is_const else After((self._keep(Kind.NEED, "", (known,), (), phase),))

    def _notice(self, name: str, level: str, term: Term) -> After:
        term = self.terms.truth(term)
        if term.waits or (level == "stop" and not term.is_const):
            return After((self._keep(Kind.NOTICE, name, (term,), (), level),))
        holds = True in self.verdicts(term)
        if holds:
            self.met.notices.add(name)
        return After(stops=holds and level == "stop")

    def _clause(self, requirement: Requirement, term: Term, change: Change | None) -> After:
        owner, answered = requirement.owner, requirement.answered
        if change is not None and change.fact == owner:
            answered = True
        if term.is_const and term.value is not False:
            return After()
        named = change is not None and (change.fact == owner or change.fact in requirement.named)
        if answered and named and not term.waits and self.verdicts(term) == {False}:
            return After(contradicts=True)
        return After((self._keep(Kind.CLAUSE, owner, (term,), (), Requirement(owner, answered, requirement.named)),))

    def _offer(self, fact: str, option: str, term: Term) -> After:
        if term.is_const and term.value is not False:
            return After()
        return After((self._keep(Kind.OFFER, fact, (term,), (), (fact, option)),))

    def _watched(self, name: str, term: Term) -> After:
        if term.waits:
            return After((self._keep(Kind.WATCH, name, (term,), ()),))
        if True in self.verdicts(term):
            self.met.watched.add(name)
        return After()

    def verdicts(self, term: Term) -> frozenset[Any]:
        """What a condition can come out as: True, False, None (doubted for good)."""
        if term.is_const:
            return frozenset({None if isinstance(term.value, Unknown) else term.value is True})
        if term.id not in self._verdicts:
            self._verdicts[term.id] = frozenset().union(*(self.verdicts(part) for part in self._split(term)))
        return self._verdicts[term.id]

    def can_be_true(self, condition: Expression, asked: frozenset[str]) -> bool:
        """Whether answers to these questions alone can make a condition true."""
        return self._can_be_true(self.terms.truth(self.builder.condition(condition)), asked, set())

    def _can_be_true(self, term: Term, asked: frozenset[str], seen: set[int]) -> bool:
        if term.is_const or term.id in seen:
            return term.is_const and term.value is True
        seen.add(term.id)
        if not any(atom.fact in asked for atom in term.atoms):
            return False
        return any(self._can_be_true(part, asked, seen) for part in self._split(term, asked))

    def without_doubts(self, term: Term) -> frozenset[Any]:
        """What a condition can come out as when every question is answered with a value."""
        if term.is_const:
            return self.verdicts(term)
        atom = min(term.atoms, key=lambda a: (a.fact, a.option or ""))
        values = self.builder.domain(atom.fact) if atom.option is None else (True, False)
        plain = (index for index, value in enumerate(values) if not isinstance(value, Special))
        parts = (self.terms.changed(term, Change(atom.fact, atom.option, index)) for index in plain)
        return frozenset().union(*(self.without_doubts(part) for part in parts))

    def _split(self, term: Term, asked: frozenset[str] | None = None) -> Iterator[Term]:
        """What the term becomes with each answer to one of its questions."""
        atoms = [atom for atom in term.atoms if asked is None or atom.fact in asked]
        atom = min(atoms, key=lambda a: (a.fact, a.option or ""))
        for index in range(self.size(atom)):
            yield self.terms.changed(term, Change(atom.fact, atom.option, index))
        if atom.option is not None and not atom.asked:
            for special in self.builder.domain(atom.fact):
                yield self.terms.changed(term, Change(atom.fact, special=special))

    def size(self, atom: Atom) -> int:
        """How many answers an atom has; an option of a choices fact is taken or not."""
        return len(self.builder.domain(atom.fact)) if atom.option is None else 2

    # --- what hangs together ------------------------------------------------------------------------------

    def _links(self, kind: Kind, terms: tuple[Term, ...], extra: Any, atoms: frozenset[Atom]) -> Iterator[Any]:
        """The questions that a unit shares with others; light facts bind nothing together."""
        yield from (atom.question if atom.asked else atom.fact for atom in atoms if atom.fact not in self.light)
        if kind is Kind.OFFER:
            yield extra[0]
        if kind is Kind.CLAUSE:
            if not extra.answered:
                yield extra.owner
            if terms[0].is_const:
                yield from extra.named

    @staticmethod
    def _is_light(kind: Kind, term: Term, light: frozenset[str]) -> str | None:
        """The fact of a box that waits for nothing but a fact that steers nothing."""
        is_box = kind is Kind.NEED and term.kind == "table" and term.parts[0].fact in light
        return term.parts[0].fact if is_box else None

    def label(self, change: Change) -> str:
        """An answer, for saying which way leads somewhere."""
        if change.special is not None:
            return f"{change.fact}={change.special.value}"
        if change.option is not None:
            return f"{change.fact}{'+' if change.number == 0 else '-'}{change.option}"
        if change.number is None:
            return change.fact
        return f"{change.fact}={self.builder.domain(change.fact)[change.number]}"

    # --- keeping ------------------------------------------------------------------------------------------

    def _keep(
        self, kind: Kind, name: str, terms: tuple[Term, ...], hanging: tuple[Unit, ...], extra: Any = None
    ) -> Unit:
        key = (kind, name, tuple(t.id for t in terms), tuple(u.id for u in hanging), extra)
        found = self._kept.get(key)
        if found is None:
            number = len(self._kept)
            found = self._kept[key] = self._made(number, kind, name, terms, hanging, extra)
        return found

    def _made(
        self, number: int, kind: Kind, name: str, terms: tuple[Term, ...], hanging: tuple[Unit, ...], extra: Any
    ) -> Unit:
        atoms = frozenset().union(*(t.atoms for t in terms), *(u.atoms for u in hanging))
        return Unit(
            id=number,
            kind=kind,
            name=name,
            terms=terms,
            hanging=hanging,
            extra=extra,
            atoms=atoms,
            claims=tuple(self._claims(kind, terms, hanging, extra)),
            facts=self.bits.of(*(atom.fact for atom in atoms), *self._named(kind, extra)),
            waiting=self.bits.of(*(atom.fact for atom in atoms if not atom.asked)),
            pending=self.bits.of(*(atom.question for atom in atoms if atom.asked)),
            links=self.bits.of(*self._links(kind, terms, extra, atoms)),
            owner=self.bits.of(extra.owner) if kind is Kind.CLAUSE else 0,
            light=self._is_light(kind, terms[0], self.light),
            is_stop=kind is Kind.NOTICE and extra == "stop",
            rules_out=kind in (Kind.CLAUSE, Kind.OFFER, Kind.WATCH),
            is_ready=kind is Kind.ITEM and terms[0].is_const and not terms[1].waits,
            comes_up=frozenset(unit.id for unit in hanging),
        )

    def _named(self, kind: Kind, extra: Any) -> frozenset[str]:
        if kind is Kind.CLAUSE:
            return frozenset({*extra.named, extra.owner})
        return frozenset({extra[0]}) if kind is Kind.OFFER else frozenset()

    def _claims(self, kind: Kind, terms: tuple[Term, ...], hanging: tuple[Unit, ...], extra: Any) -> Iterator[Claim]:
        if kind is Kind.NEED:
            yield from self._claim(extra, not terms[0].pressing, terms[0].open)
        elif kind is Kind.NOTICE:
            yield from self._claim(Phase.DECIDE, not terms[0].pressing, terms[0].open)
        elif kind is Kind.ITEM:
            yield from self._claims_of_item(terms[0], terms[1], hanging)

    def _claims_of_item(self, fits: Term, human: Term, hanging: tuple[Unit, ...]) -> Iterator[Claim]:
        if fits.is_const and not human.waits:
            yield from (claim for unit in hanging for claim in unit.claims)
            return
        first = human if fits.is_const else fits
        if not first.pressing:
            yield from self._claim(Phase.DECIDE, True, first.open)
            return
        yield from self._claim(Phase.DECIDE, False, fits.open | human.open)
        for unit in hanging:
            yield from (Claim(claim.phase, False, claim.facts) for claim in unit.claims)

    def _claim(self, phase: Phase, certain: bool, facts: Iterable[str]) -> Iterator[Claim]:
        wanted = frozenset(f for f in facts if not self.rules.facts[f].on_check_page and f not in self.light)
        if wanted:
            yield Claim(phase, certain, wanted)


def _facts(unit: Unit) -> frozenset[str]:
    return frozenset(atom.fact for atom in unit.atoms)


def _filled(value: Any) -> Any:
    return value if isinstance(value, Unknown) else True


def _once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted({unit.id: unit for unit in units}.values(), key=lambda unit: unit.id))


def _sort(term: Term, read: set[str], filled: set[str]) -> None:
    """Sort the facts of a term into those that are read, and those that only have to be there."""
    if term.kind == "table":
        atom, results = term.parts
        (filled if all(result is True for result in results) else read).add(atom.fact)
    elif term.kind == "if":
        read |= term.parts[0].facts
        _sort(term.parts[1], read, filled)
        _sort(term.parts[2], read, filled)
    else:
        read |= term.facts
