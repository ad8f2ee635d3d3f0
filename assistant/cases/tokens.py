"""One-time form tokens: made without a write, checked when the form comes back.

A token names the version of the answers on the check page and the moment it runs out, under a keyed
hash that also covers the case id. Showing a page therefore stores nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from assistant.cases.model import TokenProblem, TokenRefused

TOKEN_LIVES = timedelta(hours=12)  # longer than any sitting, shorter than a browser left open for days
_PURPOSE = "form_token"

Mac = Callable[[str, str], str]


def make_token(mac: Mac, case_id: str, version: int, nonce: str, now: datetime) -> str:
    """A token for the check page of ``case_id`` as of ``version``. ``mac(purpose, text)`` gives hex."""
    body = f"{version}.{int((now + TOKEN_LIVES).timestamp())}.{nonce}"
    return f"{body}.{mac(_PURPOSE, f'{case_id}.{body}')}"


def check_token(macs: Callable[[str, str], tuple[str, ...]], case_id: str, token: str) -> tuple[int, int]:
    """(version, last second it holds) of a token made by us for this case.

    ``macs`` gives the hash under every key still held, so that a key change does not spoil open pages.
    Raises TokenRefused(FORGED).
    """
    body, _, given = token.rpartition(".")
    fields = body.split(".")
    shown = given.encode(errors="replace")
    known = any(hmac.compare_digest(mac.encode(), shown) for mac in macs(_PURPOSE, f"{case_id}.{body}"))
    if len(fields) != 3 or not known:
        raise TokenRefused(TokenProblem.FORGED)
    return int(fields[0]), int(fields[1])
