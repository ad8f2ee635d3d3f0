"""Every command run for real, with good and bad input: exit codes, JSON, and what is right instead of a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAY = ("--date", "2026-11-21")
ANSWERS = {"d_place_type": "hospital", "progress": []}
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs ``onething`` with a data folder of its own."""
    settings = {**os.environ, "ONETHING_DATA_DIR": str(tmp_path_factory.mktemp("var")), "PYTHONIOENCODING": "utf-8"}

    def onething(*words: str) -> Done:
        command = [sys.executable, "-m", "assistant.cli", *words]
        return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)

    return onething


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], str]:
    def written(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return written


def said(done: Done) -> str:
    """What a command that failed says."""
    assert done.returncode in (1, 2), done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


# --- what goes right --------------------------------------------------------------------------------------


def test_help_names_every_command_and_comes_at_once(run: Run) -> None:
    begun = time.perf_counter()
    done = run("--help")
    took = time.perf_counter() - begun
    assert done.returncode == 0
    for name in ("ask", "check", "diff", "explain", "kb", "paths", "picture", "purge", "rotate"):
        assert f"\n  {name} " in done.stdout
    assert took < 2, "0.1 s on a quiet machine"


def test_starting_reads_no_definitions() -> None:
    heavy = "('assistant.catalog', 'assistant.engine', 'assistant.match', 'flask', 'sqlalchemy', 'pydantic', 'numpy')"
    code = f"import sys, assistant.cli; print([m for m in sys.modules if m.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_paths_are_counted_in_words_and_as_json(run: Run) -> None:
    found = json.loads(run("paths", "marriage", "--city", "chengdu", *DAY, "--json").stdout)
    assert found["complete"]
    assert (found["service"], found["city"], found["date"]) == ("marriage", "chengdu", "2026-11-21")
    assert found["paths"] > 1000
    assert found["dead_ends"] == []
    assert set(found["questions"]) == {"always", "sometimes", "never"}
    words = run("paths", "marriage", "--city", "chengdu", *DAY).stdout
    assert f"paths: {found['paths']:,}, the longest asks {found['longest']} questions" in words
    assert "dead ends: none" in words


@pytest.mark.parametrize("name", ["answers.json", "answers.yaml"])
def test_a_decision_is_explained(run: Run, file: Callable[[str, str], str], name: str) -> None:
    answers = file(name, json.dumps({"facts": ANSWERS} if name.endswith("yaml") else ANSWERS))
    done = run("explain", "funeral", "--city", "chengdu", *DAY, "--answers", answers)
    assert done.returncode == 0, done.stderr
    assert "(death_certificate): " in done.stdout
    assert "next question: " in done.stdout


def test_a_question_is_answered_with_its_source(run: Run) -> None:
    done = run("ask", "死亡证明去哪里开", "--city", "chengdu", *DAY, "--explain")
    assert done.returncode == 0
    assert done.stdout.startswith(("answered", "choose"))
    assert "death_certificate" in done.stdout


def test_differences_between_two_days_are_told_in_words_and_as_json(run: Run) -> None:
    found = json.loads(run("diff", "2025-05-09", "2025-05-10", "--json").stdout)
    assert any("marriage_registration" in json.dumps(change) for change in found)
    assert "结婚登记" in run("diff", "2025-05-09", "2025-05-10").stdout


def test_one_service_of_one_city_is_checked(run: Run) -> None:
    done = run("check", "--service", "marriage", "--city", "chengdu", *DAY)
    assert done.returncode == 0, done.stdout
    assert "marriage: base " in done.stdout
    assert "; chengdu " in done.stdout
    assert "0 errors" in done.stdout
    assert "funeral:" not in done.stdout


def test_the_quick_check_walks_nothing_and_says_nothing(run: Run) -> None:
    done = run("check", "--quiet")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_flow_is_drawn(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "flow.svg"
    assert run("picture", "eldercare", "--city", "qingdao", *DAY, "--output", str(target)).returncode == 0
    drawn = run("picture", "eldercare", "--city", "qingdao", *DAY).stdout
    assert target.read_text(encoding="utf-8") == drawn
    assert ElementTree.fromstring(drawn).get("role") == "img"


def test_articles_are_checked_and_the_log_is_reported(run: Run, tmp_path: Path) -> None:
    done = run("kb", "check", *DAY, "--json")
    assert done.returncode == 0, done.stderr
    assert isinstance(json.loads(done.stdout), list)
    table = tmp_path / "log.csv"
    assert run("kb", "report", "--days", "7", "--csv", str(table)).returncode == 0
    assert table.exists()


def test_what_is_kept_is_purged_and_sealed_anew(run: Run) -> None:
    done = run("purge")
    assert (done.returncode, "deleted: 0 drafts" in done.stdout) == (0, True), done.stderr
    done = run("rotate")
    assert (done.returncode, "sealed anew: 0 values" in done.stdout) == (0, True), done.stderr


# --- what goes wrong --------------------------------------------------------------------------------------

NEEDS_A_SERVICE = [("paths",), ("picture",), ("check", "--service")]


@pytest.mark.parametrize("words", NEEDS_A_SERVICE, ids=lambda words: words[0])
def test_a_wrong_service_is_told_which_there_are(run: Run, words: tuple[str, ...]) -> None:
    assert "Error: no service 'wedding'; known: assistance, children, disability" in said(run(*words, "wedding"))


@pytest.mark.parametrize(
    "words",
    [("check",), ("paths", "funeral"), ("picture", "funeral"), ("ask", "低保"), ("diff", "2026-01-01", "2026-02-01")],
    ids=lambda words: words[0],
)
def test_a_wrong_city_is_told_which_there_are(run: Run, words: tuple[str, ...]) -> None:
    assert "Error: no city 'paris'; known: chengdu, chongqing, qingdao" in said(run(*words, "--city", "paris"))


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.json", "{", "this is not JSON"),
        ("a.json", "[1]", "write an object of facts and answers"),
        ("a.json", '{"d_place_tpye": "home"}', "d_place_type"),
        ("a.json", '{"d_place_type": "moon"}', "home"),
        ("a.json", '{"d_death_time": "yesterday"}', "d_death_time"),
        ("a.yaml", "facts: [", "indentation"),
    ],
)
def test_a_wrong_file_of_answers_is_told_what_would_be_right(
    run: Run, file: Callable[[str, str], str], name: str, text: str, what: str
) -> None:
    assert what in said(run("explain", "funeral", "--answers", file(name, text)))


def test_a_file_that_is_no_text_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"\xff\xfe\x00")
    assert "save it as UTF-8" in said(run("explain", "funeral", "--answers", str(tmp_path / "a.json")))


WRONG: list[tuple[tuple[str, ...], str]] = [
    (("explain", "funeral", "--answers", "/no/such.json"), "does not exist"),
    (("explain", "funeral"), "Missing option '--answers'"),
    (("diff", "2026-13-40", "2026-07-01"), "neither a day (2026-06-30) nor a folder of definitions"),
    (("diff", "2026-06-30", "docs"), "neither a day (2026-06-30) nor a folder of definitions"),
    (("paths", "funeral", "--date", "today"), "does not match the format '%Y-%m-%d'"),
    (("picture", "funeral", "--output", "/no/such/folder/flow.svg"), "/no/such/folder/flow.svg: No such file"),
    (("kb", "report", "--days", "many"), "is not a valid integer"),
    (("kb", "mend"), "No such command 'mend'"),
    (("walk",), "No such command 'walk'"),
]


@pytest.mark.parametrize(("words", "what"), WRONG, ids=lambda found: " ".join(found)[:30])
def test_wrong_words_get_a_plain_message(run: Run, words: tuple[str, ...], what: str) -> None:
    assert what in said(run(*words))
