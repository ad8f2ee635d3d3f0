"""Habits that keep the house in order, read from the files themselves."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "assistant"
# A room may import the rooms named here, and itself.
MAY_IMPORT: dict[str, set[str]] = {
    "catalog": set(),
    "engine": {"catalog"},
    "match": {"catalog"},
    "forms": {"catalog", "engine"},
    "cases": {"catalog", "engine", "people", "store"},
    "people": {"catalog", "engine", "store"},
    "store": {"catalog", "engine", "cases", "people"},  # the types it keeps
}
PURE = ("catalog", "engine", "match")
IMPURE = {"flask", "sqlalchemy", "httpx", "requests", "socket", "huey", "time", "redis", "gunicorn"}
COMMAND = re.compile(r"onething ([a-z]+)")


def modules(room: str) -> Iterator[Path]:
    yield from sorted((PACKAGE / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if name.startswith("assistant.") and (target := name.split(".")[1]) != room and target not in MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", PURE)
def test_the_pure_rooms_know_no_web_store_network_or_clock(room: str) -> None:
    wrong = [f"{p.name}: {n}" for p in modules(room) for n in imported(p) if n.split(".")[0] in IMPURE]
    clock = [p.name for p in modules(room) if re.search(r"\b(datetime\.now|date\.today|time\.time)\(", p.read_text())]
    assert (wrong, clock) == ([], [])


def test_nobody_imports_the_web() -> None:
    rooms = [*MAY_IMPORT]
    assert [p for room in rooms for p in modules(room) for n in imported(p) if n.startswith("assistant.web")] == []


def test_data_folders_hold_no_python() -> None:
    assert [*(PACKAGE / "flows").rglob("*.py"), *(PACKAGE / "kb").rglob("*.py")] == []


def test_every_command_in_the_documents_exists() -> None:
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {name for text in texts for name in COMMAND.findall(text.read_text(encoding="utf-8"))}
    shown = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    offered = set(re.findall(r"^  ([a-z]+)\b", shown, re.MULTILINE))
    assert named <= offered


def test_every_setting_stands_in_the_guide() -> None:
    from assistant.settings import Settings

    guide = (ROOT / "docs" / "running.md").read_text(encoding="utf-8").upper()
    missing = [name for name in Settings.model_fields if name.upper().split("_", 1)[-1] not in guide]
    assert missing == []


def test_the_translation_template_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.messages", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_translation_template_names_no_year() -> None:
    """It would be stale every January."""
    heading = (ROOT / "locales/messages.pot").read_text(encoding="utf-8").partition("msgid")[0]
    assert not re.search(r"\d{4}", heading)


def test_locked_requirements_name_no_index_and_hash_everything() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        assert "--index" not in text, lock.name
        pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
        assert len(pins) <= text.count("--hash=sha256:"), lock.name
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", sorted((PACKAGE / "static").glob("*.js")), ids=lambda p: p.name)
def test_our_scripts_parse_in_old_browsers(script: Path) -> None:
    """ES2015 and nothing later, so that an old phone's browser does not drop the whole file."""
    acorn = ROOT / "node_modules" / ".bin" / "acorn"
    if not acorn.exists():
        pytest.skip("acorn is not installed: run `make test` on a machine with Node")
    done = subprocess.run(
        [str(acorn), "--ecma2015", "--silent", str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
