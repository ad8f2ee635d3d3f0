"""The walk finds exactly what taking every path one by one finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.engine.walk import Walk, Walker
from tests.support.brute import Brute, TooLong
from tests.support.made import made_rules

SHAPE = ("paths", "longest", "always", "ever", "outcomes", "dead_ends")


def found_by_walk(walk: Walk) -> dict[str, Any]:
    return {
        "paths": walk.paths, "longest": walk.longest, "always": walk.always, "ever": walk.ever,
        "outcomes": walk.outcomes, "dead_ends": set(walk.dead_ends),
    }  # fmt: skip


def found_by_hand(brute: Brute) -> dict[str, Any]:
    return {name: getattr(brute, name) for name in SHAPE}


RICH: dict[str, Any] = {
    "facts": [
        {"id": "stage", "type": "choices", "options": [{"id": i, "title": i} for i in ("alive", "proof", "done")],
         "must": [{"when": "not ('alive' in stage) or not ('proof' in stage or 'done' in stage)", "if_not": "二选一。"}]},
        {"id": "proven", "type": "yes_no", "sourcing": "computed", "derive": "'proof' in stage or 'done' in stage"},
        {"id": "place", "type": "choice", "options": [{"id": i, "title": i} for i in ("home", "abroad", "missing")]},
        {"id": "police", "type": "yes_no", "applies_when": "place == 'home' and not proven"},
        {"id": "day", "type": "date", "applies_when": "not (place == 'missing')", "max_date": "today",
         "examples": ["2026-11-20", "2026-10-01", "2027-01-01"]},
        {"id": "late", "type": "yes_no", "sourcing": "computed", "derive": "days_between(day, today) > 30"},
        {"id": "kin", "type": "choice", "unsure": True, "options": [
            {"id": "child", "title": "子女"}, {"id": "spouse", "title": "配偶"}, {"id": "other", "title": "其他", "when": "proven"}]},
        {"id": "estate", "type": "choices", "unsure": True, "applies_when": "not (kin == 'other')",
         "options": [{"id": i, "title": i} for i in ("car", "house")]},
        {"id": "payee", "type": "yes_no"},
        {"id": "name", "type": "name"},
        {"id": "payee_name", "type": "name", "applies_when": "payee == false"},
        {"id": "named", "type": "name", "sourcing": "computed", "derive": "name if payee == true else payee_name"},
        {"id": "mood", "type": "choice", "decline": True, "options": [{"id": "calm", "title": "静"}]},
        {"id": "heirs", "type": "people", "applies_when": "'house' in estate", "fields": [
            {"id": "name", "title": "姓名", "type": "name"}, {"id": "minor", "title": "未成年", "type": "yes_no"}],
         "examples": [{"people": [], "complete": True}, {"people": [{"name": "小王", "minor": True}], "complete": True}],
         "must": [{"when": "kin == 'child' or not any(p.minor for p in heirs)", "if_not": "再看一遍。"}]},
    ],
    "items": [
        {"item": "certificate", "fits_when": "not proven and not (place == 'missing')", "human_when": "police == false",
         "form": "certificate", "next": [{"when": "late", "text": "补办。"}, {"text": "去办。"}]},
        {"item": "court", "fits_when": "place == 'missing'", "human_when": "not (kin in ['child', 'spouse'])"},
        {"item": "car", "fits_when": "'car' in estate and not (place == 'missing')", "human_when": "is_unsure(kin)",
         "form": "money", "dates": [{"id": "by", "title": "最晚", "from": "day", "within": {"days": 3}, "status": "verified", "source": "某法"}]},
        {"item": "house", "fits_when": "'house' in estate", "human_when": "any(p.minor for p in heirs)", "form": "money",
         "documents": [{"document": "consent", "when": "count(p for p in heirs) > 0"}]},
    ],
    "forms": [
        {"form": "certificate", "boxes": [{"fact": "name"}, {"fact": "mood"}, {"fact": "day", "when": "place == 'home'"}]},
        {"form": "money", "boxes": [{"fact": "payee"}, {"fact": "named"}, {"fact": "heirs"}, {"fact": "mood", "optional": True}]},
    ],
    "notices": [
        {"id": "rescue", "when": "'alive' in stage", "level": "stop"},
        {"id": "call", "when": "police == false", "level": "urgent"},
    ],
    "documents": ["consent"],
    "ask_first": ["stage", "place", "police"],
}  # fmt: skip


def test_a_service_with_everything_in_it_is_walked_exactly() -> None:
    rules = made_rules(**RICH)
    walk = Walker(rules, "made").run()
    brute = Brute(rules, "made", steps_left=20_000).run()
    assert walk.complete
    assert found_by_walk(walk) == found_by_hand(brute)
    assert walk.notices == brute.notices
    assert walk.paths > 500


def test_a_question_without_a_right_answer_is_a_dead_end() -> None:
    must = [{"when": "'x' in has and not ('x' in has)", "if_not": "再看一遍。"}]
    has = {"id": "has", "type": "choices", "options": [{"id": "x", "title": "x"}], "must": must}
    walk = Walker(made_rules([has], [{"item": "one", "fits_when": "'x' in has"}]), "made").run()
    assert set(walk.dead_ends) == {"has"}


def test_the_one_example_of_a_text_stands_for_whichever_text_is_right() -> None:
    must = [{"when": "kind == 'x' or number != '1'", "if_not": "对不上。"}]
    facts = [
        {"id": "kind", "type": "choice", "options": [{"id": i, "title": i} for i in ("x", "y", "z")]},
        {"id": "number", "type": "text", "examples": ["1"], "must": must},
    ]
    forms = [{"form": "form", "boxes": [{"fact": "number"}, {"fact": "kind"}]}]
    rules = made_rules(facts, [{"item": "one", "fits_when": "true", "form": "form"}], forms=forms)
    walk = Walker(rules, "made").run()
    assert (walk.paths, walk.always, walk.dead_ends) == (3, {"kind", "number"}, {})


@pytest.mark.parametrize("stopping", ["stop", "urgent"])
def test_a_notice_that_stops_ends_the_paths_that_meet_it(stopping: str) -> None:
    changed = {**RICH, "notices": [RICH["notices"][0], {**RICH["notices"][1], "level": stopping}]}
    rules = made_rules(**changed)
    assert found_by_walk(Walker(rules, "made").run()) == found_by_hand(Brute(rules, "made", steps_left=20_000).run())


# --- made-up definitions ----------------------------------------------------------------------------------

NAMES = ("a", "b", "c", "d", "e", "f")
TYPES = ("yes_no", "choice", "choices", "number", "name", "date")


def atom(name: str, kind: str) -> st.SearchStrategy[str]:
    """A comparison that reads one fact."""
    table = {
        "yes_no": [name, f"{name} == false"],
        "choice": [f"{name} == 'x'", f"{name} in ['x', 'y']", f"is_unsure({name})"],
        "choices": [f"'x' in {name}", f"'y' in {name}", f"is_unsure({name})"],
        "number": [f"{name} >= 5", f"{name} < 9"],
        "name": [f"{name} == '张三'"],
        "date": [f"days_between({name}, today) > 30", f"{name} < date(2026, 11, 1)"],
    }
    return st.sampled_from(table[kind])


def condition(kinds: dict[str, str]) -> st.SearchStrategy[str]:
    """A condition over some of these facts."""
    single = st.sampled_from(sorted(kinds)).flatmap(lambda name: atom(name, kinds[name]))
    return st.recursive(
        single,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda p: f"({p[0]} and {p[1]})"),
            st.tuples(inner, inner).map(lambda p: f"({p[0]} or {p[1]})"),
            inner.map(lambda p: f"not ({p})"),
            st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        ),
        max_leaves=3,
    )


@st.composite
def facts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some facts; each may apply, be derived, be offered and be required by means of the ones before it."""
    found: list[dict[str, Any]] = []
    kinds: dict[str, str] = {}
    for name in NAMES[: draw(st.integers(2, 6))]:
        kind = draw(st.sampled_from(TYPES))
        fact: dict[str, Any] = {"id": name, "type": kind, "unsure": draw(st.booleans())}
        if kinds and draw(st.integers(0, 3)) == 0:
            fact["applies_when"] = draw(condition(kinds))
        if kinds and kind == "yes_no" and draw(st.integers(0, 3)) == 0:
            fact.update(derive=draw(condition(kinds)), sourcing="computed")
        if kind in ("choice", "choices"):
            fact["options"] = [{"id": i, "title": i} for i in ("x", "y", "z")[: draw(st.integers(2, 3))]]
            if kinds and draw(st.integers(0, 3)) == 0:
                fact["options"][-1]["when"] = draw(condition(kinds))
        fact.update(
            {"number": {"examples": [4, 5, 9]}, "date": {"examples": ["2026-10-01", "2026-11-20"]}}.get(kind, {})
        )
        kinds[name] = kind
        if draw(st.integers(0, 4)) == 0:
            fact["must"] = [{"when": draw(condition(kinds)), "if_not": "再看一遍。"}]
        found.append(fact)
    return found


@st.composite
def services(draw: st.DrawFn) -> dict[str, Any]:
    """The definitions of a service of a few items, with forms, papers, words and notices that depend on the facts."""
    chosen = draw(facts())
    kinds = {fact["id"]: fact["type"] for fact in chosen}
    box = st.fixed_dictionaries({"fact": st.sampled_from(sorted(kinds))}, optional={"when": condition(kinds)})
    forms = [{"form": "form", "boxes": draw(st.lists(box, min_size=1, max_size=3))}]
    items = []
    for number in range(draw(st.integers(1, 3))):
        item: dict[str, Any] = {"item": f"item{number}", "fits_when": draw(condition(kinds))}
        if draw(st.booleans()):
            item["human_when"] = [{"when": draw(condition(kinds))} for _ in range(draw(st.integers(1, 2)))]
        if draw(st.booleans()):
            item["form"] = "form"
        if draw(st.booleans()):
            item["documents"] = [{"document": "paper", "when": draw(condition(kinds))}]
        if draw(st.integers(0, 2)) == 0:
            item["card"] = [{"when": draw(condition(kinds)), "text": "甲。"}, {"text": "乙。"}]
        items.append(item)
    levels = draw(st.lists(st.sampled_from(["stop", "urgent"]), max_size=2))
    notices = [{"id": f"n{i}", "when": draw(condition(kinds)), "level": level} for i, level in enumerate(levels)]
    first = draw(st.lists(st.sampled_from(sorted(kinds)), max_size=2, unique=True))
    service = {"facts": chosen, "items": items, "forms": forms, "notices": notices}
    return {**service, "documents": ["paper"], "ask_first": first}


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(services())
def test_made_up_services_are_walked_exactly(definitions: dict[str, Any]) -> None:
    rules = made_rules(**definitions)
    try:
        brute = Brute(rules, "made", steps_left=1500).run()
    except TooLong:
        assume(False)
    walk = Walker(rules, "made").run()
    assert walk.complete
    if brute.stuck:  # definitions that leave no right answer are found out, and nothing more is to be said of them
        assert brute.stuck & set(walk.dead_ends)
        return
    assert found_by_walk(walk) == found_by_hand(brute)
