"""What every view needs, kept on the application: the library, the store, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from assistant.match.library import Library
from assistant.web.kept import Kept

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.store import Store
    from assistant.web.drafts import OpenDraft

BEIJING = ZoneInfo("Asia/Shanghai")  # the one legal time in all our cities
_KEY = "onething"


@dataclass(frozen=True)
class Core:
    """The parts an application is made of. ``now`` is the only clock; tests give their own.

    ``opened`` holds the drafts that people are filling in at this moment, read and decided.
    """

    library: Library
    settings: Settings
    store: Store
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    opened: Kept[OpenDraft] = field(default_factory=Kept, repr=False, compare=False)

    def today(self) -> date:
        return self.now().astimezone(BEIJING).date()


def attach(app: Flask, core: Core) -> None:
    app.extensions[_KEY] = core


def core() -> Core:
    """The parts of the running application."""
    return cast(Core, current_app.extensions[_KEY])
