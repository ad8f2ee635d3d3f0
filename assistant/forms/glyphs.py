"""Which characters the printing fonts can draw, read from their character maps (OpenType ``cmap``, formats 4 and 12).

Names hold characters that no font of the house has. Dropping one in silence would print somebody else's name, so the
paper shows a square there and asks for it to be written by hand.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

SQUARE = "□"


def without_glyph(text: str) -> frozenset[str]:
    """The characters of ``text`` that none of the printing fonts can draw."""
    return frozenset(sign for sign in text if sign > "\x7f" and ord(sign) not in _drawable())


def squared(text: str) -> str:
    """The text with a square for every character that cannot be drawn."""
    missing = without_glyph(text)
    return "".join(SQUARE if sign in missing else sign for sign in text) if missing else text


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    import pylopdf_fonts_zh_cn

    paths = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
    marks = (0x200B, 0xFE0F)  # drawn as nothing, on purpose
    return frozenset(marks).union(*(code_points(path) for path in paths))


def code_points(path: Path) -> frozenset[int]:
    """Every code point that the font file maps to a glyph; raises ValueError for a file without such a map."""
    with path.open("rb") as file:
        tables = struct.unpack(">4xH6x", file.read(12))[0]
        directory = file.read(16 * tables)
        place = next((p for p in range(0, len(directory), 16) if directory[p : p + 4] == b"cmap"), None)
        if place is None:
            raise ValueError(f"{path.name} has no cmap table")
        offset, length = struct.unpack(">II", directory[place + 8 : place + 16])
        file.seek(offset)
        cmap = file.read(length)
    count = struct.unpack(">H", cmap[2:4])[0]
    starts = {struct.unpack(">I", cmap[8 + 8 * n : 12 + 8 * n])[0] for n in range(count)}
    return frozenset(code for start in starts for code in _subtable(cmap[start:]))


def _subtable(data: bytes) -> Iterator[int]:
    kind = struct.unpack(">H", data[:2])[0]
    if kind == 12:
        groups = struct.unpack(">I", data[12:16])[0]
        for first, last, _glyph in struct.iter_unpack(">III", data[16 : 16 + 12 * groups]):
            yield from range(first, last + 1)
    elif kind == 4:
        segments = struct.unpack(">H", data[6:8])[0] // 2
        ends = struct.unpack(f">{segments}H", data[14 : 14 + 2 * segments])
        starts = struct.unpack(f">{segments}H", data[16 + 2 * segments : 16 + 4 * segments])
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
