"""How long a command takes to start, and a filled form to draw."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time

from assistant.catalog.catalog import Catalog
from assistant.engine.answers import AnswerBank
from assistant.engine.plan import Plan
from assistant.forms.fill import fill
from assistant.forms.paper import FormPaper, make_pdf, make_png

RUNS = 7


def main() -> int:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as answers:
        json.dump({"d_place_type": "hospital"}, answers)
        answers.flush()
        explain = ["explain", "funeral", "--city", "chengdu", "--answers", answers.name]
        print("| figure | median |")
        print("|---|---|")
        for name, arguments in (("onething --help", ["--help"]), ("onething explain", explain)):
            print(f"| {name}, s | {_seconds(arguments):.2f} |")
    for name, milliseconds in _forms():
        print(f"| {name}, ms | {milliseconds:.0f} |")
    return 0


def _seconds(arguments: list[str]) -> float:
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "assistant.cli", *arguments], capture_output=True, check=False)
        times.append(time.perf_counter() - begun)
    return statistics.median(times[1:])


def _forms() -> list[tuple[str, float]]:
    catalog = Catalog.load()
    from datetime import date

    rules = catalog.rules("chengdu", date(2026, 11, 21))
    facts = Plan(rules, "funeral", AnswerBank()).facts
    found = []
    for form in ("death_certificate", "funeral_allowance"):
        paper = FormPaper(fill(rules.forms[form], facts))
        for name, draw in (("PDF", make_pdf), ("PNG", make_png)):
            found.append((f"{form} as {name}", _milliseconds(draw, paper)))
    return found


def _milliseconds(draw, paper) -> float:  # type: ignore[no-untyped-def]
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        draw(paper)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])


if __name__ == "__main__":
    sys.exit(main())
