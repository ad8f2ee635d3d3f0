"""Paths taken by chance go on until no three answers meet that have not met before."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.residue import Change
from assistant.engine.sampling import Triples
from assistant.engine.walk import Walker
from tests.support.made import made_rules

ANSWERS = [Change(fact, None, number) for fact in "abcde" for number in (0, 1)]
FACTS = [{"id": name, "type": "yes_no"} for name in "abcd"]


@given(st.lists(st.lists(st.sampled_from(ANSWERS), max_size=7), max_size=12))
def test_triples_are_new_once(paths: list[list[Change]]) -> None:
    triples, known = Triples(), set()
    for path in paths:
        met = {frozenset(three) for three in combinations(sorted(set(path)), 3)}
        new = triples.are_new(path)
        assert new or not met - known
        if len(set(path)) > 2:
            assert new == bool(met - known)
        known |= met


def test_past_the_budget_paths_are_taken_by_chance() -> None:
    items = [{"item": f"i{n}", "fits_when": c} for n, c in enumerate(("a and b", "b or c", "c != d", "a and d"))]
    walk = Walker(made_rules(FACTS, items), "made", budget=1).run()
    whole = Walker(made_rules(FACTS, items), "made").run()
    assert whole.complete
    assert not walk.complete
    assert "paths taken by chance" in walk.why_not
    assert walk.ever == whole.ever
    assert walk.outcomes == whole.outcomes
