"""Ids made by us: sortable by time, random enough never to meet, the same on every database engine.

Layout: 48 bits of milliseconds, then 80 random bits, as 26 signs of Crockford's base 32 in lower case
(the layout of ULID). A database sequence would tie us to one engine and one node.
"""

from __future__ import annotations

import secrets
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 26


def new_id(now: datetime) -> str:
    """A new id; ids of later milliseconds sort after earlier ones."""
    number = (int(now.timestamp() * 1000) << 80) | secrets.randbits(80)
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(ID_LENGTH)))


def is_id(text: str) -> bool:
    """Whether ``text`` could be one of our ids; checked before any look-up of what came from outside."""
    return len(text) == ID_LENGTH and all(sign in _ALPHABET for sign in text)
