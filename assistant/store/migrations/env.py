"""Read by Alembic: uses the connection it is given, and refuses to run without one."""

from __future__ import annotations

from alembic import context

from assistant.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
