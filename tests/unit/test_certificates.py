"""The number of a disability certificate says whose it is, the kind and the level."""

from __future__ import annotations

import pytest

from assistant.catalog.certificates import read_certificate_number

ID = "510107194203150016"


@pytest.mark.parametrize(
    ("typed", "kind", "level"),
    [
        (f"{ID}41", "limbs", "level1"),
        (f"{ID}14", "sight", "level4"),
        (f"{ID}72B1", "multiple", "level2"),
        (f"{ID}23b12", "hearing", "level3"),
        ("510107 19420315 0016 53", "intellect", "level3"),
        ("５１０１０７１９４２０３１５００１６６２", "mental", "level2"),
        ("51010719680101003x31", "speech", "level1"),
    ],
)
def test_however_it_is_typed_it_gives_kind_and_level(typed: str, kind: str, level: str) -> None:
    found = read_certificate_number(typed)
    assert found is not None
    assert (found.kind, found.level) == (kind, level)
    assert len(found.id_number) == 18


@pytest.mark.parametrize(
    "typed", ["", ID, f"{ID}4", f"{ID}81", f"{ID}45", f"{ID}411", f"{ID}41C1", f"{ID}41B", "残疾人证41"]
)
def test_what_is_no_such_number_gives_nothing(typed: str) -> None:
    assert read_certificate_number(typed) is None
