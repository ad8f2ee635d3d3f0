"""Chinese in traditional characters: OpenCC's conversion to the characters of Taiwan, then our reviewed words.

``locales/zh_Hant/overrides.yaml`` has the last word, in the files and in what is converted on the way out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

OVERRIDES = Path(__file__).resolve().parent.parent.parent / "locales" / "zh_Hant" / "overrides.yaml"


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # a large dictionary, for those who ask for it

    convert: Callable[[str], str] = OpenCC("s2tw").convert
    return convert


@cache
def overrides() -> tuple[tuple[str, str], ...]:
    """Wrong form and right form, in the order in which they are applied."""
    from ruamel.yaml import YAML

    return tuple((YAML(typ="safe").load(OVERRIDES) or {}).items())


def to_traditional(text: str) -> str:
    """``text`` in traditional characters, as people write it."""
    found = _converter()(text)
    for wrong, right in overrides():
        found = found.replace(wrong, right)
    return found
