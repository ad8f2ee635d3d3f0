"""What changes between two days or two catalogs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.catalog.examples import Example
from assistant.engine.changes import as_json, as_text, compare_rules
from tests.support.small import FILES, TODAY, small_catalog

SOMEBODY = Example.model_validate({
    "example": "somebody", "service": "care", "city": "here", "date": "2026-01-01", "because": "lives with others",
    "facts": {"age": 70, "lives_alone": False, "has": []}, "expect": {},
})  # fmt: skip


def test_two_days_differ_in_what_begins_between_them(tmp_path: Path) -> None:
    catalog = small_catalog(tmp_path)
    changes = compare_rules(
        catalog.rules("here", date(2026, 6, 30)), catalog.rules("here", date(2026, 7, 1)), [SOMEBODY]
    )
    assert {(c.item, c.what, c.before, c.after) for c in changes} >= {
        ("visit", "title", "探访", None),
        ("visit", "title", None, "新探访"),
        ("visit", "decision", "does_not_fit", "fits"),
        ("allowance", "document", "旧证明", None),
        ("allowance", "document", None, "新证明"),
    }


def test_the_same_rules_change_nothing(tmp_path: Path) -> None:
    catalog = small_catalog(tmp_path)
    rules = catalog.rules("here", TODAY)
    assert compare_rules(rules, rules, [SOMEBODY]) == ()
    assert as_text(()) == "nothing changes"


def test_two_catalogs_differ_in_the_figure_that_was_raised(tmp_path: Path) -> None:
    raised = FILES["parameters/figures.yaml"].replace("value: 60", "value: 71")
    old, new = small_catalog(tmp_path / "old"), small_catalog(tmp_path / "new", {"parameters/figures.yaml": raised})
    changes = compare_rules(old.rules("here", TODAY), new.rules("here", TODAY), [SOMEBODY])
    decisions = [c for c in changes if c.what == "decision" and c.item == "visit"]
    assert [(c.before, c.after) for c in decisions] == [("fits", "does_not_fit")]
    assert "visit" in as_text(changes)
    assert as_json(changes)[0]["service"] == "care"
