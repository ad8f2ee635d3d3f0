"""How well facts are taken from free text: precision, recall and F1 on the narratives, and the time it takes.

    python benchmarks/extract.py [--errors] [--set NAME …] [--write FILE]

``held_out`` was written before the rules; the errors of each later set were read after its blind figures had been
taken (benchmarks/RESULTS.md). Those of ``UNREAD`` are never printed, so that their figures stay those of stories that
nobody has mended by.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.catalog.catalog import FLOWS, Catalog, Rules
from assistant.catalog.reading import read_yaml
from assistant.catalog.values import PartialDate, to_json
from assistant.match.extract import Concept, concepts, extract
from assistant.match.hearing import load_hearing

HERE = Path(__file__).parent / "narratives"
SETS = (
    "development",
    "held_out",
    "third_a",
    "third_b",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
)
UNREAD = frozenset(("sixth", "ninth", "tenth", "fifteenth"))
KINDS = frozenset(
    [
        "relation",
        "age",
        "nominal_age",
        "death_date",
        "death_place",
        "death_nature",
        "hukou",
        "lives",
        "died_in",
        "works",
        "disability_kind",
        "disability_level",
        "disability_cert",
        "dibao",
        "tekun",
        "edge",
        "rigid",
        "living",
        "household_size",
        "income",
        "pension",
        "id_number",
        "phone",
        "bank_card",
        "wish_date",
        "wish_time",
        "sex",
        "self_care",
        "want",
    ]
)


@dataclass
class Score:
    """Right, wrong and missed pairs, with the sentences they stand in."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, wanted: set[str], got: set[str], label: str) -> None:
        self.right += len(wanted & got)
        self.wrong += [f"{label} +{one}" for one in sorted(got - wanted)]
        self.missed += [f"{label} -{one}" for one in sorted(wanted - got)]

    def figures(self) -> tuple[float, float, float]:
        precision = self.right / max(1, self.right + len(self.wrong))
        recall = self.right / max(1, self.right + len(self.missed))
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def narratives(half: str) -> tuple[date, list[Mapping[str, Any]]]:
    data = read_yaml((HERE / f"{half}.yaml").read_text(encoding="utf-8"), half).data
    return date.fromisoformat(str(data["today"])), data["narratives"]


def plain(value: Any) -> str:
    made = to_json(value) if not isinstance(value, list) else value
    if isinstance(made, bool):
        return str(made).lower()
    if isinstance(made, list):
        return "[" + ",".join(sorted(map(str, made))) + "]"
    return str(made)


def said_in(text: str, today: date, rules: Any) -> set[str]:
    found = set()
    for one in concepts(text, today, rules):
        if one.kind in KINDS:
            of = "" if one.of in ("concerned",) else f"@{one.of}"
            found.add(f"{one.kind}{of}={plain(one.value)}")
    return {one.replace("want@self", "want") for one in found}


def wanted_in(row: Mapping[str, Any]) -> set[str]:
    return tidy({one.replace("want@self", "want") for one in row["want"]})


def tidy(found: set[str]) -> set[str]:
    """Of a wish and of a household's size there is one, whoever tells it."""
    found = {one.replace("wish_date@self", "wish_date").replace("wish_time@self", "wish_time") for one in found}
    return {re.sub(r"^household_size@\w+", "household_size", one) for one in found}


_NUMBERS = frozenset(("age", "nominal_age", "income", "pension", "household_size"))


def labelled(words: str) -> Concept:
    """A label such as 「hukou@self=370215」 as the concept it stands for."""
    name, _is, value = words.partition("=")
    kind, _at, of = name.partition("@")
    made: Any = {"true": True, "false": False}.get(value, value)
    if kind in _NUMBERS:
        made = Decimal(value)
    elif kind in ("death_date", "wish_date"):
        made = (
            date.fromisoformat(value) if len(value) == len("2026-11-21") else PartialDate(*map(int, value.split("-")))
        )
    matter = kind in ("want", "wish_date", "wish_time")
    default = "self" if matter else "household" if kind == "household_size" else "concerned"
    return Concept(kind, made, of or default, words, 0, 0, sure=kind != "sex")  # told by the partner's word


def filled(said: Iterable[Concept], service: str, rules: Rules) -> set[str]:
    """The facts of a service that may skip their questions, by the shipped mapping."""
    hearing = load_hearing(service)
    known = tuple(one for one in said if one.kind in KINDS)
    taken = hearing.facts(known, rules.facts) if hearing else ()
    return {f"{one.fact}={plain(one.value)}" for one in taken if one.sure}


def measure(half: str, catalog: Catalog) -> Iterator[tuple[str, Score, int]]:
    today, rows = narratives(half)
    said, facts, sure, others = Score(), Score(), Score(), Score()
    served = 0
    for row in rows:
        rules = catalog.rules(row.get("city"), today)
        label = f"{row['id']} {row['text'][:60]}"
        said.add(wanted_in(row), tidy(said_in(row["text"], today, rules)), label)
        service = row.get("service")
        if service and load_hearing(service):
            served += 1
            found_there = filled(concepts(row["text"], today, rules), service, rules)
            others.add(filled(map(labelled, row["want"]), service, rules), found_there, label)
        if "facts" in row:
            found = extract(row["text"], today, rules, "funeral")
            wanted = {f"{name}={plain(value)}" for name, value in row["facts"].items()}
            facts.add(wanted, {f"{one.fact}={plain(one.value)}" for one in found}, label)
            got = {f"{one.fact}={plain(one.value)}" for one in found if one.sure}
            sure.add(wanted & got, got, label)
    yield "concepts", said, len(rows)
    yield "funeral facts", facts, sum("facts" in row for row in rows)
    yield "of them sure", sure, sum("facts" in row for row in rows)
    if served:
        yield "facts elsewhere", others, served


def speed(half: str, catalog: Catalog) -> tuple[float, float, float]:
    """Median, 99th percentile and worst time of one text, in milliseconds."""
    today, rows = narratives(half)
    rules = catalog.rules("chengdu", today)
    times = []
    for _round in range(3):
        for row in rows:
            begun = time.perf_counter()
            extract(row["text"], today, rules, "funeral")
            times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)], times[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what is wrong or missed (never of unread sets)")
    parser.add_argument("--set", nargs="+", choices=SETS, default=SETS, dest="sets")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--flows", type=Path, default=FLOWS)
    given = parser.parse_args()
    catalog = Catalog.load(given.flows)
    lines = []
    for half in given.sets:
        for name, score, rows in measure(half, catalog):
            precision, recall, f1 = score.figures()
            lines.append(
                f"{half:12} {name:14} rows {rows:4}  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
            )
            if given.errors and half not in UNREAD:
                lines += [f"    {one}" for one in score.wrong + score.missed]
        lines.append(f"{half:12} one text: p50 %.2f ms, p99 %.2f ms, worst %.2f ms" % speed(half, catalog))
    print("\n".join(lines))
    if given.write:
        given.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
