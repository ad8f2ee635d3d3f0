"""The question log: what people asked, stripped of who asked, in its own SQLite file for those who look after
the answers. It opens in any SQLite browser and goes in and out as CSV.

What is kept: the words with numbers and addresses blanked, the day (no time), what was answered. What is
not: who, from where, in which draft, in which order.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.people.retention import QUESTION_KEPT

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLE = "questions"
_COLUMNS = {"day": str, "city": str, "text": str, "status": str, "topic": str, "score": float, "helpful": str}
LONGEST = 200  # signs of a question that are kept; a whole life story is not
_BUSY_SECONDS = 5

# Full-width digits, letters and the signs of addresses become plain; Chinese punctuation stays.
_PLAIN = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF20, 0xFF0E, 0xFF0D)
}

# Longest first: an e-mail address holds digits, an ID number holds what looks like a phone.
_BLANKED = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "〔邮箱〕"),
    (re.compile(r"(https?://|www\.)\S+"), "〔网址〕"),
    # Five digits and more, also with blanks or dashes between: phones, IDs, accounts, receipts, plates.
    (re.compile(r"\d(?:[ \-—]?\d){4,}[xX]?"), "〔号码〕"),
    (re.compile(r"[A-Z]{2}\d{2}-?[0-9A-Z]{4}-?[0-9A-Z]{4}"), "〔号码〕"),
    (re.compile(r"(?<=我叫|名叫|姓名)[:：是]?\s*[\u4e00-\u9fff·]{2,4}"), "〔姓名〕"),
    (re.compile(r"[\u4e00-\u9fff\d]{1,12}(?:弄|号楼|栋|单元|室|号院|门牌)[\d\u4e00-\u9fff]{0,6}"), "〔地址〕"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the log. ``status`` is answered, choose or unknown; ``score`` the best topic's."""

    day: date
    city: str
    text: str
    status: str
    topic: str
    score: float
    helpful: str = ""  # yes, no, or nothing said


def deidentify(text: str) -> str:
    """The question with numbers, addresses and stated names blanked, cut to 200 signs.

    A name without a word like 「我叫」 before it cannot be told from other words and may remain: the log is
    de-identified, not anonymous, and is kept 90 days.
    """
    kept = text.translate(_PLAIN)
    for pattern, blank in _BLANKED:
        kept = pattern.sub(blank, kept)
    return " ".join(kept.split())[:LONGEST]


@dataclass(frozen=True, slots=True)
class QuestionLog:
    """The log in one file. Every call opens and closes it, so that any number of processes may write."""

    path: Path

    @contextmanager
    def _open(self) -> Iterator[Database]:
        # Imported here: the command line and the question pages start without it.
        from sqlite_utils import Database

        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
        try:
            database = Database(connection)
            if TABLE not in database.table_names():
                # The write lock first: a reader who turns into a writer beside another fails at once, unwaited.
                connection.execute("begin immediate")
                database[TABLE].create(_COLUMNS, if_not_exists=True)  # type: ignore[union-attr]
                connection.commit()
            yield database
        finally:
            connection.close()

    def record(self, question: Question) -> None:
        """Keep a question; its text is blanked here, whatever the caller did."""
        row = asdict(question) | {"text": deidentify(question.text), "day": question.day.isoformat()}
        with self._open() as database:
            database[TABLE].insert(row)  # type: ignore[union-attr]

    def questions(self, since: date) -> list[Question]:
        """Questions from a day on, oldest first."""
        with self._open() as database:
            rows = list(database[TABLE].rows_where("day >= ?", [since.isoformat()], order_by="day, rowid"))
        return [Question(**{**row, "day": date.fromisoformat(row["day"])}) for row in rows]

    def purge(self, today: date) -> int:
        """Delete questions past their 90 days; returns how many."""
        oldest = (today - QUESTION_KEPT).isoformat()
        with self._open() as database:
            count = database[TABLE].count_where("day < ?", [oldest])
            database[TABLE].delete_where("day < ?", [oldest])  # type: ignore[union-attr]
        return count

    def export_csv(self, target: Path, since: date) -> int:
        """Write the questions as CSV that spreadsheets open as UTF-8; returns how many."""
        found = self.questions(since)
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, [field.name for field in fields(Question)])
            writer.writeheader()
            writer.writerows({**asdict(each), "text": _harmless(each.text)} for each in found)
        return len(found)


def _harmless(text: str) -> str:
    # A spreadsheet runs a cell that begins with one of these as a formula.
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
