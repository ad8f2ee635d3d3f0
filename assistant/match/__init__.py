"""Words to topics, services and facts. Pure: no web, no store, no network, no clock."""

from __future__ import annotations

from assistant.match.index import Context, Evidence, Facets, Index, Match, Ranking
from assistant.match.rank import State, Verdict, decide

__all__ = ["Context", "Evidence", "Facets", "Index", "Match", "Ranking", "State", "Verdict", "decide"]
