"""What a command says in place of a traceback."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

R = TypeVar("R")


def says_what_is_wrong(command: Callable[..., R]) -> Callable[..., R]:
    """Turns what an author or operator can mend into its message and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> R:
        from assistant.catalog.catalog import UnknownId
        from assistant.catalog.reading import DefinitionError
        from assistant.cli_catalog import BadInput

        try:
            return command(*args, **kwargs)
        except UnknownId as error:
            raise click.ClickException(f"{error}; known: {', '.join(sorted(error.known))}") from error
        except (DefinitionError, BadInput) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.filename is None:
                raise
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error

    return run
