"""A few things kept in memory for a short while, so that the next page need not work them out again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 128
SECONDS = 300.0  # what people said is not left lying in memory when they have gone


class Kept(Generic[T]):
    """Values by name, those used last; the oldest, and all that nobody asked for in five minutes, are let go."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._held: OrderedDict[str, tuple[float, T]] = OrderedDict()  # the longest unused first
        self._lock = Lock()

    def take(self, name: str) -> T | None:
        """The value, which is let go of until it is put back; None when it is not here."""
        with self._lock:
            self._drop_old()
            found = self._held.pop(name, None)
        return found[1] if found else None

    def put(self, name: str, value: T) -> T:
        """Hold ``value`` for a while; returns it."""
        with self._lock:
            self._held[name] = (self._clock(), value)
            self._held.move_to_end(name)
            self._drop_old()
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return value

    def _drop_old(self) -> None:
        until = self._clock() - self._seconds
        while self._held and next(iter(self._held.values()))[0] < until:
            self._held.popitem(last=False)
