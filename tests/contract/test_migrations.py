"""The tables in the code and the tables the migrations make are the same, on both engines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from assistant.store import migrate as migrate_module_function
from assistant.store import open_engine
from assistant.store.migrate import HEAD
from assistant.store.schema import metadata
from tests.contract.conftest import database_url

MIGRATIONS = Path(migrate_module_function.__code__.co_filename).parent / "migrations"

MIGRATE = "import sys; from assistant.store import migrate, open_engine; migrate(open_engine(sys.argv[1]))"


def test_migrations_and_tables_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_current_head() == HEAD


def test_migrating_again_does_nothing(engine: Engine) -> None:
    assert migrate_module_function(engine) is False


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_processes_may_migrate_an_empty_database_at_the_same_moment(kind: str, tmp_path: Path) -> None:
    with database_url(kind, tmp_path) as url:
        started = [subprocess.Popen([sys.executable, "-c", MIGRATE, url]) for _ in range(3)]
        assert [process.wait(timeout=60) for process in started] == [0, 0, 0]
        opened = open_engine(url)
        assert set(metadata.tables) <= set(inspect(opened).get_table_names())
        opened.dispose()


def test_every_key_but_those_of_lookup_tables_begins_with_the_case_id() -> None:
    lookups = {"save_codes", "receipts", "case_lookups", "sandbox_switches"}
    first_columns = {
        name: next(iter(table.primary_key.columns)).name
        for name, table in metadata.tables.items()
        if name not in lookups
    }
    assert set(first_columns.values()) == {"case_id"}
