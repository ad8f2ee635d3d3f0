"""What to say about a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def no_such(kind: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    """What and how for a name that does not exist."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"there is no {kind} {name!r}", f"did you mean {near[0]!r}?" if near else f"define the {kind} first"
