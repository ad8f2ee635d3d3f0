"""How well answers to open questions are read in residents' own words.

    python -m benchmarks.open_answers [--errors]

Half of the answers is never read for its errors, so that its figures stay those of words that nobody has mended by.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from assistant.catalog.catalog import FLOWS, Catalog, Rules
from assistant.catalog.model import Fact
from assistant.catalog.reading import read_yaml
from assistant.catalog.values import Value, to_json
from assistant.forms.handlers import Asking, handler_for
from assistant.match.open_answer import answer_to

HERE = Path(__file__).parent / "answers"
HALVES = ("read", "unread")
TODAY = date(2026, 12, 8)  # a Tuesday
_TO_COME = frozenset(("m_visit_date", "crem_slot", "pick_time", "certificate_valid_until", "care_from"))


def typed(fact: Fact, words: str) -> Value | None:
    """The words as the form's own handler reads them, near Chengdu; a day is to come or past as the fact is."""
    ahead = fact.id in _TO_COME
    asking = Asking(TODAY, near="510100", earliest=TODAY if ahead else None, latest=None if ahead else TODAY)
    return handler_for(fact).parse_words(fact, words, asking).value


@cache
def chengdu() -> Rules:
    """The rules under which the questions are asked."""
    return Catalog.load(FLOWS).rules("chengdu", TODAY)


def read(fact: str, words: str) -> object:
    """What the words say to the open question, in JSON form; None where they do not settle it."""
    value = answer_to(chengdu().facts[fact], words, typed, TODAY)
    made = None if value is None else to_json(value)
    return sorted(map(str, made)) if isinstance(made, list) else made


def same(got: object, wanted: object) -> bool:
    """Whether two values say the same; numbers by their size."""
    if isinstance(wanted, list):
        return got == sorted(map(str, wanted))
    if isinstance(wanted, int | float) and not isinstance(wanted, bool) and got is not None:
        return not isinstance(got, bool) and str(got).replace(".", "").isdigit() and Decimal(str(got)) == wanted
    return got == (str(wanted) if isinstance(wanted, date) else wanted)


def judged(got: object, wanted: object) -> str:
    """right, asked again (nothing was read), took none (something was read that was not told), or wrong."""
    if same(got, wanted):
        return "right"
    return "asked again" if got is None else "took none" if wanted is None else "wrong"


def main() -> None:
    """Reads the command line and prints one line for each half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what is not right (never of the unread half)")
    given = parser.parse_args()
    for half in HALVES:
        rows = read_yaml((HERE / f"{half}.yaml").read_text(encoding="utf-8"), half).data
        found = [(judged(read(row["fact"], row["say"]), row["want"]), row) for row in rows]
        counts = Counter(verdict for verdict, _row in found)
        shares = ", ".join(f"{name} {counts[name]} ({counts[name] / len(rows):.1%})" for name in sorted(counts))
        print(f"{half}: {len(rows)} answers: {shares}")
        for verdict, row in found if given.errors and half != "unread" else ():
            if verdict != "right":
                print(f"    {verdict}: {row['fact']} 「{row['say']}」 wanted {row['want']}")


if __name__ == "__main__":
    main()
