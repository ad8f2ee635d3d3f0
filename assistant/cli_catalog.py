"""What the commands share: the kept catalog, the day, and answers read from a file.

The catalog is kept as read under the hash of all definitions and of the code that reads them; reading it back takes
a twentieth of the time, so that a command answers in under a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from assistant.catalog.catalog import Catalog
    from assistant.engine.answers import AnswerBank

BEIJING = ZoneInfo("Asia/Shanghai")
READERS = Path(__file__).resolve().parent / "catalog"


class BadInput(ValueError):
    """Something given to a command that cannot be used; the message says what would be right."""


class BadAnswers(BadInput):
    """A file of answers that cannot be used; each problem names a fact and what would be right."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def today() -> date:
    """The day in Beijing."""
    return datetime.now(BEIJING).date()


def data_dir() -> Path:
    """Where this installation keeps its files, without reading all settings."""
    return Path(os.environ.get("ONETHING_DATA_DIR", "var"))


def kept_catalog() -> Catalog:
    """The catalog from the last reading of this very text, or read anew. Raises DefinitionError."""
    from assistant.catalog.catalog import FLOWS, Catalog, catalog_hash

    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(READERS.glob("*.py")))).hexdigest()[:16]
    kept = data_dir() / "cache" / f"catalog-{catalog_hash(FLOWS)}-{code}.pickle"
    if kept.is_file():
        with kept.open("rb") as stream:
            found: Catalog = pickle.load(stream)  # our own file, in our own folder
            return found
    catalog = Catalog.load(FLOWS)
    _keep(catalog, kept)
    return catalog


def _keep(catalog: Catalog, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in kept.parent.glob("catalog-*.pickle"):
        old.unlink(missing_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(catalog, protocol=pickle.HIGHEST_PROTOCOL))
    part.replace(kept)


def read_answers(path: Path) -> dict[str, Any]:
    """The answers of a JSON file, or of a worked example: fact to JSON value. Raises BadAnswers."""
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text) if path.suffix == ".json" else _yaml(text, path)
    except UnicodeDecodeError as error:
        raise BadAnswers([f"{path}: this is not a text in UTF-8; save it as UTF-8"]) from error
    except ValueError as error:
        raise BadAnswers([f"{path}: this is not JSON: {error}"]) from error
    if isinstance(data, dict) and isinstance(data.get("facts"), dict):
        data = data["facts"]
    if not isinstance(data, dict):
        raise BadAnswers([f'{path}: write an object of facts and answers, {{"d_place_type": "home"}}'])
    return data


def _yaml(text: str, path: Path) -> Any:
    from assistant.catalog.reading import read_yaml

    return read_yaml(text, str(path)).data


def bank_of(catalog: Catalog, answers: dict[str, Any], day: date) -> AnswerBank:
    """A bank of these answers, given at noon of ``day``. Raises BadAnswers naming every fact that is wrong."""
    from assistant.catalog.naming import no_such
    from assistant.catalog.values import ValueProblem, from_json
    from assistant.engine.answers import Answer, AnswerBank, Given

    at, found, problems = datetime.combine(day, time(4), UTC), [], []
    for name, raw in answers.items():
        fact = catalog.facts.get(name)
        if fact is None:
            what, how = no_such("fact", name, catalog.facts)
            problems.append(f"{name}: {what}; {how}")
            continue
        try:
            found.append(Answer(name, from_json(fact, raw), Given.ASKED, at))
        except ValueProblem as problem:
            problems.append(str(problem))
    if problems:
        raise BadAnswers(problems)
    return AnswerBank.of(found)
