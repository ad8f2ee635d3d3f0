"""The administrative regions of China down to the county (GB/T 2260), from ``flows/regions.csv``.

A region is a six-digit code. Structural rows such as 市辖区 are not kept: the parent of 东城区 is 北京市, and the
parent of 济源市 is 河南省. Nor are statistical zones (last digits 71-79), which GB/T 2260 does not have. The rows come
from the province, city and area tables of the open data set china-division 2.7.0 (codes as of 2023-06-30), with
台湾省 and the two special administrative regions added. The table is read once; nothing here asks a clock or a network.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

REGIONS_FILE = Path(__file__).parents[1] / "flows" / "regions.csv"

# Endings people leave out: 「石柱土家族自治县」 is 「石柱」 in daily speech, 「浦东新区」 is 「浦东」.
_PLAIN_ENDING = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|盟|州|省|市|区|县|旗)$")
_PEOPLES = (
    "维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|蒙古|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|傣|黎|傈僳|佤|畲|"
    "拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|普米|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
_PEOPLES_ENDING = re.compile(rf"(?:(?:{_PEOPLES})族?)+自治[区州县旗]$")


def short_name(name: str) -> str:
    """The name as people say it; the full name where fewer than two characters would be left."""
    for ending in (_PEOPLES_ENDING, _PLAIN_ENDING):
        shorter = ending.sub("", name)
        if shorter != name and len(shorter) >= 2:
            return shorter
    return name


@dataclass(frozen=True)
class Region:
    """One region: its code, its full name, and the code of the region it lies in (None for a province)."""

    code: str
    name: str
    parent: str | None = None


def parent_of(code: str, known: Mapping[str, object]) -> str | None:
    """The code of the region that ``code`` lies in, among the ``known`` ones; None for a province."""
    for above in (code[:4] + "00", code[:2] + "0000"):
        if above != code and above in known:
            return above
    return None


@dataclass(frozen=True)
class Regions:
    """All regions, with the ways to look one up."""

    by_code: Mapping[str, Region]
    children_of: Mapping[str | None, tuple[Region, ...]] = field(repr=False)
    by_spoken_name: Mapping[str, tuple[Region, ...]] = field(repr=False)

    @classmethod
    def of(cls, names: Mapping[str, str]) -> Regions:
        """The regions of a mapping from code to name."""
        by_code = {code: Region(code, name, parent_of(code, names)) for code, name in sorted(names.items())}
        children: dict[str | None, list[Region]] = {}
        spoken: dict[str, list[Region]] = {}
        for region in by_code.values():
            children.setdefault(region.parent, []).append(region)
            for name in {region.name, short_name(region.name)}:
                spoken.setdefault(name, []).append(region)
        return cls(
            by_code,
            {parent: tuple(found) for parent, found in children.items()},
            {name: tuple(found) for name, found in spoken.items()},
        )

    def find(self, code: str) -> Region | None:
        """The region with this code, or None."""
        return self.by_code.get(code)

    def children(self, code: str | None = None) -> tuple[Region, ...]:
        """The regions directly inside ``code``; the provinces for None."""
        return self.children_of.get(code, ())

    def path(self, code: str) -> tuple[Region, ...]:
        """The region and all it lies in, from the province down; empty for an unknown code."""
        found: list[Region] = []
        region = self.find(code)
        while region is not None:
            found.append(region)
            region = self.find(region.parent) if region.parent else None
        return tuple(reversed(found))

    def text(self, code: str) -> str:
        """「四川省成都市武侯区」; empty for an unknown code."""
        return "".join(region.name for region in self.path(code))

    def lies_in(self, code: str, area: str) -> bool:
        """Whether ``code`` is ``area`` or lies inside it."""
        return any(region.code == area for region in self.path(code))

    def search(self, words: str, limit: int = 7) -> tuple[Region, ...]:
        """The regions a resident may mean by 「成都武侯」, 「武侯区」 or 「石柱」, the likeliest first.

        The words are read from left to right as full or short names of regions, each inside the one before;
        what stands around them (a street) is left alone. When nothing is read so, names that contain the
        words are given.
        """
        wanted = re.sub(r"[\s,，、·/\-的]+", "", words[:_LONGEST_SEARCH])
        if not wanted:
            return ()
        if wanted in self.by_code:
            return (self.by_code[wanted],)
        read = next(filter(None, (self._read(wanted, start) for start in range(len(wanted)))), None)
        if read is None:
            read = {r.code: 0 for r in self.by_code.values() if len(wanted) >= 2 and wanted in r.name}
        most = max(read.values(), default=0)
        likeliest = sorted((code for code, end in read.items() if end == most), key=lambda c: (_depth(c), c))
        return tuple(self.by_code[code] for code in likeliest[:limit])

    def end_of_region(self, address: str) -> int:
        """Where the full names of nested regions at the beginning of an address end; 0 when it begins with none."""
        here, outer = 0, None
        while True:
            nested = [
                (end, region)
                for end, region in self._names_at(address[:_LONGEST_SEARCH], here)
                if address[here:end] == region.name and (outer is None or self.lies_in(region.code, outer))
            ]
            if not nested:
                return here
            here, innermost = max(nested, key=lambda found: found[0])
            outer = innermost.code

    def _read(self, wanted: str, start: int) -> dict[str, int]:
        """The code of every region named from ``start`` on, with the place where its name ends."""
        found: dict[str, int] = {}
        open_ends: list[tuple[int, str | None]] = [(start, None)]
        while open_ends:
            begin, outer = open_ends.pop()
            for end, region in self._names_at(wanted, begin):
                inside = outer is None or (region.code != outer and self.lies_in(region.code, outer))
                if inside and end > found.get(region.code, 0):
                    found[region.code] = end
                    open_ends.append((end, region.code))
        return found

    def _names_at(self, wanted: str, start: int) -> Iterable[tuple[int, Region]]:
        for end in range(start + 2, min(start + _LONGEST_NAME, len(wanted)) + 1):
            for region in self.by_spoken_name.get(wanted[start:end], ()):
                yield end, region


_LONGEST_NAME = 16
_LONGEST_SEARCH = 120  # more than any address; bounds the work


def _depth(code: str) -> int:
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


@lru_cache(maxsize=1)
def load_regions() -> Regions:
    """The regions of ``flows/regions.csv``, read once."""
    with REGIONS_FILE.open(encoding="utf-8", newline="") as file:
        return Regions.of({row["code"]: row["name"] for row in csv.DictReader(file)})
