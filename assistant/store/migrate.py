"""Bringing a database to the shape this code expects; safe to call at every start and from several processes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

# The newest file under migrations/versions; a test compares the two. Knowing it here lets a normal start
# skip the import of the migration tool.
HEAD = "0001"

_FOLDER = Path(__file__).parent / "migrations"


def current_revision(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def migrate(engine: Engine) -> bool:
    """Bring the database up to date; returns whether there was anything to do."""
    with engine.connect() as connection:
        if current_revision(connection) == HEAD:
            return False
    try:
        _upgrade(engine)
    except DBAPIError:
        # Another process starting at the same moment may have been faster.
        with engine.connect() as connection:
            if current_revision(connection) != HEAD:
                raise
    return True


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
