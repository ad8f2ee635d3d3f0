"""What a plan says beyond the decisions: years once an item, what excludes what, what may be added, what shares a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.catalog.catalog import Rules
from assistant.catalog.messages import Message
from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.plan import Entry, Plan
from tests.support.made import made_rules
from tests.support.small import NOW, small_catalog

TODAY = date(2026, 11, 21)


def plan(rules: Rules, service: str = "made", **answers: Any) -> Plan:
    given = [Answer(name, from_json(rules.facts[name], raw), Given.ASKED, NOW) for name, raw in answers.items()]
    return Plan(rules, service, AnswerBank.of(given))


def choice(name: str, *options: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "choice", "options": [{"id": o, "title": o} for o in options], **more}


# --- excludes -----------------------------------------------------------------------------------------


def exclusive(*pairs: tuple[str, str], items: str = "abc", fits: Callable[[str], str] = lambda _: "true") -> Plan:
    made = [{"item": f"i{n}", "fits_when": fits(n), "excludes": [f"i{b}" for a, b in pairs if a == n]} for n in items]
    return plan(made_rules([{"id": "x", "type": "yes_no"}], made))


def shown(made: Plan) -> list[str]:
    return ["".join(entry.id[1:] for entry in each) for each in made.choices]


def test_items_that_exclude_each_other_are_shown_as_one_choice_even_if_only_one_says_so() -> None:
    made = exclusive(("a", "b"))
    assert shown(made) == ["ab"]
    assert [entry.id for entry in made.rivals("ib")] == ["ia"]
    assert made.rivals("ic") == ()


def test_three_of_which_each_excludes_each_are_one_choice_and_a_chain_is_two() -> None:
    assert shown(exclusive(("a", "b"), ("b", "c"), ("a", "c"))) == ["abc"]
    assert shown(exclusive(("a", "b"), ("b", "c"))) == ["ab", "bc"]


def test_an_item_that_does_not_fit_is_no_choice() -> None:
    assert shown(exclusive(("a", "b"), fits=lambda name: "false" if name == "b" else "true")) == []


# --- what may be added --------------------------------------------------------------------------------


def test_optional_boxes_are_offered_until_answered_but_never_asked() -> None:
    facts = [
        {"id": "n", "type": "name"},
        {"id": "wish", "type": "text", "optional": True},
        {"id": "no", "type": "text"},
    ]
    boxes = [{"fact": "n"}, {"fact": "wish", "optional": True}, {"fact": "no", "optional": True, "when": "n == ''"}]
    rules = made_rules(facts, [{"item": "i", "form": "f"}], forms=[{"form": "f", "boxes": boxes}])
    assert [need.fact.id for need in plan(rules).needs] == ["n"]
    assert [fact.id for fact in plan(rules, n="李敏").offered] == ["wish"]
    assert plan(rules, n="李敏", wish="安静").offered == ()


# --- pages --------------------------------------------------------------------------------------------


def paged() -> Rules:
    facts = [choice("far", "yes", "no"), {"id": "n", "type": "name"}, {"id": "p", "type": "phone"}]
    boxes = [{"fact": "n"}, {"fact": "p"}]
    return made_rules(
        facts,
        [{"item": "i", "form": "f", "fits_when": "far == 'yes'"}],
        forms=[{"form": "f", "boxes": boxes}],
        pages=[{"id": "who", "question": "您是谁？", "facts": ["far", "n", "p"]}],
    )


def test_a_page_asks_together_only_what_is_open_for_the_same_purpose() -> None:
    rules = paged()
    assert plan(rules).asked_with("far") == ("far",)
    assert plan(rules, far="yes").asked_with("n") == ("n", "p")
    assert plan(rules, far="yes", p="13800138000").asked_with("n") == ("n",)


def test_an_answered_page_opens_as_it_was_answered() -> None:
    assert plan(paged(), far="yes", n="李敏", p="13800138000").asked_with("p") == ("far", "n", "p")


def test_how_many_parts_there_are_is_known_once_nothing_is_left_to_decide() -> None:
    assert plan(paged()).is_deciding
    assert not plan(paged(), far="yes").is_deciding


# --- years and hedges ---------------------------------------------------------------------------------


RENT = """parameters:
  - id: rent
    title: 租
    unit: yuan
    values: [{from: 2020-01-01, value: 300, as_of: 2024-03-01, status: verified, source: 某文}]
"""


def visit(root: Path, texts: str) -> Entry:
    """The one item of a made-up service, with these texts."""
    words = f"item: visit\nservice: care\ntitle: 探访\nstatus: verified\nsource: 某通知\n{texts}"
    catalog = small_catalog(root, {"parameters/rent.yaml": RENT, "care/items/visit.yaml": words})
    entry = plan(catalog.rules("here", TODAY), "care").entry("visit")
    assert entry is not None
    return entry


def test_a_year_that_all_figures_share_is_said_once_below_the_item(tmp_path: Path) -> None:
    entry = visit(tmp_path, "card: 每次 {{ rent }}。\nhow: 先交 {{ rent }}，再交 {{ rent }}。\nfee: 收 {{ rent }}\n")
    assert (entry.texts["how"], entry.texts["fee"]) == ("先交 300 元，再交 300 元。", "收 300 元")
    assert entry.texts["card"] == "每次 300 元（2024 年）。"
    assert entry.figure_note == "这里的数字是 2024 年的，以当地窗口答复为准。"


def test_without_old_figures_there_is_no_note_on_a_verified_item(tmp_path: Path) -> None:
    assert visit(tmp_path, "how: 到窗口办。\n").figure_note is None


# --- reasons in another language ----------------------------------------------------------------------

ENGLISH = {
    "%(title)s有%(value)s": "%(title)s includes %(value)s", "%(title)s是%(value)s": "%(title)s: %(value)s",
    "%(one)s、%(other)s": "%(one)s, %(other)s", "kind": "Kind", "a": "A", "b": "B", "has": "Things", "car": "a car",
}  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "answers", "words"),
    [
        ("kind in ['a', 'b']", {"kind": "a"}, "Kind: A, B"),
        ("'car' in has", {"has": ["car"]}, "Things includes a car"),
        ("kind == 'a'", {"kind": "a"}, "Kind: A"),
    ],
)
def test_a_reason_is_translated_with_its_titles_and_options(
    condition: str, answers: dict[str, Any], words: str
) -> None:
    has = {"id": "has", "type": "choices", "options": [{"id": "car", "title": "car"}], "none_option": "无"}
    made = plan(made_rules([choice("kind", "a", "b", "c"), has], [{"item": "i", "fits_when": condition}]), **answers)
    text = made.entries[0].reasons[0].text
    assert isinstance(text, Message)
    assert text.translated(lambda one: ENGLISH.get(one, one)) == words
