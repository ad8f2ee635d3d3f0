"""What changed and when, read out of dated definitions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.catalog.messages import Message
from assistant.engine.guide import guide
from assistant.engine.timeline import Kind, Turn, turns, turns_ahead
from tests.support.small import FILES, TODAY, small_catalog

JULY = date(2026, 7, 1)


def found(root: Path, **files: str) -> dict[tuple[str, date], Turn]:
    catalog = small_catalog(root, {name.replace("__", "/") + ".yaml": text for name, text in files.items()})
    return {(turn.id, turn.day): turn for turn in turns(catalog, "here")}


def sides(turn: Turn, what: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    point = next(one for one in turn.differences if one.what == what)
    return point.before, point.after


def test_an_item_that_changes_shows_both_sides(tmp_path: Path) -> None:
    turn = found(tmp_path)["visit", JULY]
    assert turn.kind is Kind.CHANGES
    assert sides(turn, "名称") == (("探访",), ("新探访",))
    assert turn.services == ("care",)


def test_a_paper_with_a_new_name_is_a_change_of_the_services_that_ask_for_it(tmp_path: Path) -> None:
    turn = found(tmp_path)["certificate", JULY]
    assert (turn.kind, turn.source) == (Kind.PAPER, "某通知")
    assert sides(turn, "名称") == (("旧证明",), ("新证明",))
    assert turn.services == ("care",)


def raised(day: str, last: str, value: str, status: str) -> str:
    """The made-up figures with the age at which one is senior raised from ``day`` on."""
    return FILES["parameters/figures.yaml"].replace(
        "values: [{from: 2020-01-01, value: 60, status: verified, source: 某法第1条}]",
        f"values: [{{from: 2020-01-01, to: {last}, value: 60, status: verified, source: 某法第1条}},"
        f" {{from: {day}, value: {value}, status: {status}, source: 某法第2条}}]",
        1,
    )


def test_a_figure_is_a_change_where_something_stood_there_before(tmp_path: Path) -> None:
    changed = found(tmp_path, parameters__figures=raised("2026-09-01", "2026-08-31", "65", "partly"))
    figures = [turn for turn in changed.values() if turn.id == "senior_age"]
    assert [(turn.day, turn.kind, turn.hedge, turn.is_told) for turn in figures] == [
        (date(2026, 9, 1), Kind.FIGURE, True, True)
    ]
    assert sides(figures[0], "标准") == (("60 岁",), ("65 岁",))


def test_an_unverified_figure_is_never_written_out(tmp_path: Path) -> None:
    files = {"parameters__figures": raised("2026-09-01", "2026-08-31", "77", "unverified")}
    turn = found(tmp_path, **files)["senior_age", date(2026, 9, 1)]
    assert sides(turn, "标准") == (("60 岁",), ())
    assert not turn.is_told


def test_only_what_comes_within_sixty_days_is_ahead(tmp_path: Path) -> None:
    catalog = small_catalog(tmp_path)
    days = {
        day: {t.id for t in turns_ahead(catalog.rules("here", day))} for day in (date(2026, 5, 1), date(2026, 5, 2))
    }
    assert "visit" not in days[date(2026, 5, 1)]
    assert "visit" in days[date(2026, 5, 2)]
    assert turns_ahead(catalog.rules("here", JULY), "care") == ()
    assert turns_ahead(catalog.rules("here", date(2026, 6, 30)), "nothing") == ()


def test_a_guide_says_of_an_item_what_holds_for_everybody(tmp_path: Path) -> None:
    rules = small_catalog(tmp_path).rules("here", TODAY)
    item = rules.items["visit"]
    told = guide(item, rules)
    assert told.item.title == "新探访"
    assert {paper.title for paper in told.papers}.isdisjoint(told.papers_sometimes)


def test_a_sum_of_a_guide_can_be_translated_part_by_part(tmp_path: Path) -> None:
    rules = small_catalog(tmp_path).rules("here", TODAY)
    told = [line for item in rules.items.values() for line in (*guide(item, rules).sums, *guide(item, rules).days)]
    assert told
    for line in told:
        shown = line.translated(lambda text: f"[{text}]") if isinstance(line, Message) else f"[{line}]"
        assert "[" in shown.replace("[%", "")
