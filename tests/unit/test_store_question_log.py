"""The question log keeps what was asked and nothing about who asked."""

from __future__ import annotations

import csv
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant.store.question_log import LONGEST, Question, QuestionLog, deidentify

DAY = date(2026, 11, 21)


@pytest.fixture
def log(tmp_path: Path) -> QuestionLog:
    return QuestionLog(tmp_path / "reference" / "questions.db")


def question(text: str, day: date = DAY) -> Question:
    return Question(day, "chengdu", text, "answered", "funeral.household_deregistration.deadline", 0.9)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("我的电话13800138000，怎么销户", "13800138000"),
        ("电话 138-0013-8000", "8000"),
        ("电话１３８００１３８０００", "138"),
        ("身份证510104195001011234可以吗", "510104"),
        ("身份证51010419500101123X可以吗", "23X"),
        ("卡号6222 0212 3456 7890 123", "6222"),
        ("回执SH26-7K3M-9Q2D查不到", "7K3M"),
        ("邮箱 wang.jianguo@example.com", "jianguo"),
        ("看 https://example.com/?id=123", "example"),
        ("我叫王建国，父亲去世了", "王建国"),
        ("家住锦江区东大街12号3栋2单元501室", "501"),
    ],
)
def test_numbers_addresses_and_stated_names_are_blanked(text: str, hidden: str) -> None:
    kept = deidentify(text)
    assert hidden not in kept
    assert "〔" in kept


@pytest.mark.parametrize(
    "text", ["我爸昨天在家走了，要办哪些手续", "80岁高龄津贴有多少", "2026年7月1日后怎么办", "48小时内能火化吗"]
)
def test_a_question_without_anything_personal_stays_as_it_is(text: str) -> None:
    assert deidentify(text) == text


def test_a_long_text_is_cut() -> None:
    assert len(deidentify("很" * 5000)) == LONGEST


def test_the_text_is_blanked_whatever_the_caller_did(log: QuestionLog) -> None:
    log.record(question("我的电话13800138000"))
    assert [each.text for each in log.questions(DAY)] == ["我的电话〔号码〕"]
    assert b"13800138000" not in log.path.read_bytes()


def test_neither_time_nor_draft_is_kept(log: QuestionLog) -> None:
    log.record(question("怎么销户"))
    connection = sqlite3.connect(log.path)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(questions)")]
    connection.close()
    assert columns == ["day", "city", "text", "status", "topic", "score", "helpful"]


def test_questions_older_than_ninety_days_are_deleted(log: QuestionLog) -> None:
    log.record(question("旧", date(2026, 8, 22)))
    log.record(question("九十天", date(2026, 8, 23)))
    assert log.purge(DAY) == 1
    assert [each.text for each in log.questions(date(2026, 1, 1))] == ["九十天"]


@pytest.mark.parametrize("round_", range(8))
def test_many_writers_lose_no_question_even_when_they_make_the_file(log: QuestionLog, round_: int) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: log.record(question(f"问题{number}")), range(24)))
    assert len(log.questions(DAY)) == 24


def test_the_export_opens_in_a_spreadsheet_and_runs_nothing_there(log: QuestionLog, tmp_path: Path) -> None:
    for text in ("怎么销户", "=HYPERLINK(1)", '逗号，引号"和换行'):
        log.record(question(text))
    target = tmp_path / "questions.csv"
    assert log.export_csv(target, DAY) == 3
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == ["怎么销户", "'=HYPERLINK(1)", '逗号，引号"和换行']
    assert rows[0]["topic"] == "funeral.household_deregistration.deadline"
