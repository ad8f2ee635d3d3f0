"""What changed and when: generated from the dated definitions, for everybody, with the ground of every change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from assistant.engine.timeline import Kind, Turn, turns, turns_ahead
from assistant.web.core import core
from assistant.web.places import cities, city_in_force

bp = Blueprint("changes", __name__)
YEARS_IN_FULL = 2  # older changes are kept short: a line each


@dataclass(frozen=True)
class Day:
    """One day on which something became different, with its changes by service; "" for what belongs to none."""

    day: date
    by_service: tuple[tuple[str, tuple[Turn, ...]], ...]

    @property
    def id(self) -> str:
        return f"d{self.day.isoformat()}"


@bp.get("/changes")
def show() -> str:
    """Every change in the city in force, the coming ones first; ``?service=`` shows those of one service."""
    place, services = city_in_force(), core().library.catalog.services
    service = request.args.get("service", "")
    wanted = service if service in services else None
    return _page(place.id if place else None, wanted)


def _page(city: str | None, service: str | None) -> str:
    catalog, today = core().library.catalog, core().today()
    found = [turn for turn in turns(catalog, city) if service is None or service in turn.services]
    recent = date(today.year - YEARS_IN_FULL, 1, 1)
    past = [turn for turn in found if recent <= turn.day <= today]
    return render_template(
        "resident/changes.html", place=city_in_force(), places=cities(), services=catalog.services, service=service,
        coming=by_day([turn for turn in found if turn.day > today], service),
        past=by_day(past, service)[::-1],
        older=[turn for turn in reversed(found) if turn.day < recent and turn.kind is not Kind.BEGINS],
        tone=catalog.services[service].tone if service else "plain",
    )  # fmt: skip


def by_day(found: Iterable[Turn], service: str | None) -> tuple[Day, ...]:
    """The changes by day and, within it, by service in the catalog's order; a change of several stands under each."""
    days: dict[date, dict[str, list[Turn]]] = {}
    for turn in found:
        for name in (service,) if service else turn.services or ("",):
            days.setdefault(turn.day, {}).setdefault(name, []).append(turn)
    order = [*core().library.catalog.services, ""]
    return tuple(
        Day(day, tuple((name, tuple(groups[name])) for name in order if name in groups)) for day, groups in days.items()
    )


def ahead(city: str | None, service: str) -> tuple[Turn, ...]:
    """What is known to change for a service within the next sixty days."""
    found = turns_ahead(core().library.catalog.rules(city, core().today()), service)
    return tuple(turn for turn in found if turn.is_told)
