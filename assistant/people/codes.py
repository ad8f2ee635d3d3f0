"""The code a resident writes down to come back to a draft, and the second thing only they know.

The code itself is never stored: it is worked out from the draft's id under a secret key, so the same
draft always shows the same code, and the database holds a keyed hash of it alone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

# 32 signs without 0/O and 1/I, which people mix up when they copy by hand.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8

FACTOR_LENGTH = 4  # the last four digits of a phone, or four digits of the resident's own choice
TRIES_BEFORE_PAUSE = 5
PAUSE = timedelta(minutes=15)
TRIES_BEFORE_WITHDRAWN = 15  # 15 guesses out of 10 000 by somebody who already holds the code


@dataclass(frozen=True, slots=True)
class SavedCode:
    """What the save page shows: the code, and the moment the draft is deleted if nothing is added."""

    code: str
    expires_at: datetime

    @property
    def printed(self) -> str:
        """The code in two groups of four, as people read it out."""
        return f"{self.code[:4]} {self.code[4:]}"


class CodeRefused(LookupError):
    """No draft answers to this code with this second factor; which of the two is wrong is not told."""


class CodePaused(RuntimeError):
    """Too many wrong tries on this code; it works again at ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__("save code paused")
        self.until = until


class FactorUnusable(ValueError):
    """The second factor has no four digits to compare."""


def code_from(secret: bytes) -> str:
    """Eight signs taken from the first 40 bits of a keyed hash (at least 5 bytes)."""
    number = int.from_bytes(secret[:5], "big")
    return "".join(CODE_ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LENGTH))


def normalise_code(typed: str) -> str | None:
    """The code as stored, from whatever was typed (small letters, blanks, full-width signs); None if it
    cannot be one."""
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())
    if len(kept) != CODE_LENGTH or any(sign not in CODE_ALPHABET for sign in kept):
        return None
    return kept


def digits_of(typed: str) -> str:
    """The decimal digits in a text, full-width ones included, as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())


def normalise_factor(typed: str) -> str:
    """The last four digits of what was typed: a whole phone number or just four digits.

    Raises FactorUnusable when there are fewer than four digits.
    """
    digits = digits_of(typed)
    if len(digits) < FACTOR_LENGTH:
        raise FactorUnusable
    return digits[-FACTOR_LENGTH:]
