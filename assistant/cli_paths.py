"""The result of a walk over all paths, as data and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.catalog.catalog import Rules
from assistant.engine.reach import facts_behind
from assistant.engine.walk import Walk


def as_data(rules: Rules, walk: Walk) -> dict[str, Any]:
    """Number and length of paths, the questions asked always, sometimes and never, and every outcome reached."""
    behind = facts_behind(rules, rules.service(walk.service))
    askable = {n for n in behind if rules.facts[n].askable and rules.facts[n].derive is None}
    never = sorted(askable - walk.ever - {n for n in askable if rules.facts[n].on_check_page})
    return {
        "service": walk.service,
        "city": walk.city or None,
        "date": rules.day.isoformat(),
        "complete": walk.complete,
        "paths": walk.paths,
        "longest": walk.longest,
        "situations": walk.situations,
        "questions": {
            "always": sorted(walk.always),
            "sometimes": sorted(walk.ever - walk.always),
            "never": never,
        },
        "outcomes": {item: sorted(s.value for s in states) for item, states in sorted(walk.outcomes.items())},
        "notices": sorted(walk.notices),
        "forms": sorted(walk.forms),
        "dead_ends": sorted(walk.dead_ends),
    }


def in_words(found: dict[str, Any]) -> Iterator[str]:
    """The same in lines."""
    whole = "" if found["complete"] else " (not complete: the budget ran out)"
    yield f"{found['service']} in {found['city'] or 'no city'} on {found['date']}{whole}"
    yield f"paths: {found['paths']:,}, the longest asks {found['longest']} questions"
    for key, names in found["questions"].items():
        yield f"asked {key} ({len(names)}): {', '.join(names)}"
    for item, states in found["outcomes"].items():
        yield f"{item}: {', '.join(states)}"
    yield f"notices: {', '.join(found['notices'])}"
    yield f"forms: {', '.join(found['forms'])}"
    yield f"dead ends: {', '.join(found['dead_ends']) or 'none'}"
