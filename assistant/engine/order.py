"""In which order to do things: hard dependencies, then soft ones, then the timeline, then the author's order."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from assistant.catalog.model import Item, Service


def in_order(items: Sequence[Item], service: Service) -> tuple[Item, ...]:
    """``items`` so that nothing comes before what it depends on; a soft edge gives way where it would go in a circle.

    The dependency graph is checked for hard circles when definitions are loaded, so every item comes out once.
    """
    stage = {s.id: index for index, s in enumerate(service.stages)}
    by_id = {item.item: item for item in items}
    rank = {item.item: (stage.get(item.stage, len(stage)), index) for index, item in enumerate(items)}
    waits = _waits(by_id)
    done: list[Item] = []
    ready = [(rank[name], name) for name, before in waits.items() if not before]
    heapq.heapify(ready)
    while len(done) < len(by_id):
        if not ready:  # a soft circle: let go of the soft edges of the earliest item still waiting
            name = min(waits, key=rank.__getitem__)
            waits[name] = set()
            heapq.heappush(ready, (rank[name], name))
        _, name = heapq.heappop(ready)
        if name not in waits:
            continue
        del waits[name]
        done.append(by_id[name])
        for other, before in waits.items():
            if name in before:
                before.discard(name)
                if not before:
                    heapq.heappush(ready, (rank[other], other))
    return tuple(done)


def _waits(items: Mapping[str, Item]) -> dict[str, set[str]]:
    """For every item the items here that come before it."""
    return {name: _here(items, (*item.after.hard, *item.after.soft)) for name, item in items.items()}


def _here(items: Mapping[str, Item], names: Iterable[str]) -> set[str]:
    return {name for name in names if name in items}
