"""The history of the tables, oldest first in ``versions/``; run by :func:`assistant.store.migrate.migrate`."""
