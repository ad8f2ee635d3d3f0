"""Save codes: coming back to a draft with eight signs and a second factor."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from assistant.people.codes import (
    PAUSE,
    TRIES_BEFORE_PAUSE,
    TRIES_BEFORE_WITHDRAWN,
    CodePaused,
    CodeRefused,
    FactorUnusable,
    SavedCode,
    code_from,
    normalise_code,
    normalise_factor,
)
from assistant.people.retention import DRAFT_KEPT
from assistant.store import schema
from assistant.store.database import Database
from assistant.store.drafts import lock_draft

_DERIVE, _CODE, _FACTOR = "save_code_of", "save_code", "save_factor"
table = schema.save_codes


@dataclass(frozen=True)
class SaveCodes:
    """Giving out codes and taking them back in."""

    db: Database

    def save_code(self, case_id: str, factor: str, now: datetime) -> SavedCode:
        """The code of this draft, now guarded by ``factor`` (a phone number, or four digits of one's own).

        The same draft gets the same code every time; only the newest factor counts. Puts the draft's end
        off. Raises FactorUnusable, DraftGone, DraftSubmitted.
        """
        digits = normalise_factor(factor)
        code = self.db.transact(lambda connection: self._save(connection, case_id, digits, now))
        return SavedCode(code, now + DRAFT_KEPT)

    def _save(self, connection: Connection, case_id: str, digits: str, now: datetime) -> str:
        lock_draft(connection, case_id, now)
        salt = self._free_salt(connection, case_id)
        code = self._code(case_id, salt)
        connection.execute(delete(table).where(table.c.case_id == case_id))
        row = {
            "code_index": self.db.crypto.blind_index(_CODE, code),
            "case_id": case_id,
            "salt": salt,
            "factor_index": self.db.crypto.blind_index(_FACTOR, f"{case_id}.{digits}"),
            "wrong_in_a_row": 0,
            "wrong_in_all": 0,
            "paused_until": None,
            "created_at": now,
        }
        connection.execute(insert(table).values(row))
        return code

    def _code(self, case_id: str, salt: int) -> str:
        _, _, digest = self.db.crypto.blind_index(_DERIVE, f"{case_id}.{salt}").partition(":")
        return code_from(bytes.fromhex(digest))

    def _free_salt(self, connection: Connection, case_id: str) -> int:
        """The number that makes this draft's code: kept from before, else the first that no draft uses."""
        known = connection.scalar(select(table.c.salt).where(table.c.case_id == case_id))
        salt = 0 if known is None else known
        while self._taken(connection, case_id, self._code(case_id, salt)):
            salt += 1
        return salt

    def _taken(self, connection: Connection, case_id: str, code: str) -> bool:
        indexes = self.db.crypto.blind_candidates(_CODE, code)
        query = select(table.c.case_id).where(table.c.code_index.in_(indexes), table.c.case_id != case_id)
        return connection.scalar(query) is not None

    def resume(self, code: str, factor: str, now: datetime) -> str:
        """The id of the draft this code and factor open.

        Raises CodeRefused (unknown code, wrong factor, or the draft is gone: not told apart) and CodePaused
        (five wrong factors in a row; fifteen in all withdraw the code for good).
        """
        outcome = self.db.transact(lambda connection: self._resume(connection, code, factor, now))
        # Raised out here, so that the count of wrong tries is committed.
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _resume(self, connection: Connection, code: str, factor: str, now: datetime) -> str | Exception:
        row = self._find(connection, code)
        if row is None:
            return CodeRefused()
        if row.paused_until is not None and row.paused_until > now:
            return CodePaused(row.paused_until)
        try:
            digits = normalise_factor(factor)
        except FactorUnusable:
            return CodeRefused()
        if not self._matches(row, digits):
            return _count_wrong(connection, row, now)
        return _open_draft(connection, row, now)

    def _find(self, connection: Connection, code: str) -> Row[tuple[object, ...]] | None:
        normal = normalise_code(code)
        if normal is None:
            return None
        indexes = self.db.crypto.blind_candidates(_CODE, normal)
        # The row is written first so that two guesses at the same moment are counted one after the other.
        touch = update(table).where(table.c.code_index.in_(indexes)).values(salt=table.c.salt)
        connection.execute(touch)
        return connection.execute(select(table).where(table.c.code_index.in_(indexes))).one_or_none()

    def _matches(self, row: Row[tuple[object, ...]], digits: str) -> bool:
        candidates = self.db.crypto.blind_candidates(_FACTOR, f"{row.case_id}.{digits}")
        return any(hmac.compare_digest(row.factor_index, candidate) for candidate in candidates)


def _count_wrong(connection: Connection, row: Row[tuple[object, ...]], now: datetime) -> Exception:
    this_code = table.c.code_index == row.code_index
    in_a_row, in_all = row.wrong_in_a_row + 1, row.wrong_in_all + 1
    if in_all >= TRIES_BEFORE_WITHDRAWN:
        connection.execute(delete(table).where(this_code))
        return CodeRefused()
    pause = in_a_row >= TRIES_BEFORE_PAUSE
    values = {
        "wrong_in_a_row": 0 if pause else in_a_row,
        "wrong_in_all": in_all,
        "paused_until": now + PAUSE if pause else None,
    }
    connection.execute(update(table).where(this_code).values(values))
    return CodePaused(now + PAUSE) if pause else CodeRefused()


def _open_draft(connection: Connection, row: Row[tuple[object, ...]], now: datetime) -> str | Exception:
    drafts = schema.drafts
    living = select(drafts.c.case_id).where(drafts.c.case_id == row.case_id, drafts.c.expires_at > now)
    if connection.scalar(living) is None:
        return CodeRefused()
    reset = {"wrong_in_a_row": 0, "wrong_in_all": 0, "paused_until": None}
    connection.execute(update(table).where(table.c.code_index == row.code_index).values(reset))
    case_id: str = row.case_id
    return case_id
