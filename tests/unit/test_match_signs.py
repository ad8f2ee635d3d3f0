"""Characters that a text must hold for a pattern to match: a saying that may match is never passed over."""

from __future__ import annotations

import pytest

from assistant.match.signs import signs


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("走", {"走"}),
        ("(?:车祸|溺水)", {"车", "溺"}),
        ("a(?:b|c)*d|(?<!x)(?:e|f)g?", {"a", "e", "f"}),
        ("[跳落]?江{1,2}", {"江"}),
        ("(?:户口)?[销注]", {"销", "注"}),
        ("(?=死)亡", {"亡"}),
        ("丢?", None),
        ("走|[^，]{1,3}", None),
        (r"\d+|岁", None),
    ],
)
def test_every_alternative_gives_a_necessary_character(pattern: str, needed: set[str] | None) -> None:
    assert signs(pattern, {}) == needed


def test_the_rarest_character_is_chosen() -> None:
    assert signs("死亡证明", {"死": 9, "亡": 3, "证": 5, "明": 2}) == {"明"}
