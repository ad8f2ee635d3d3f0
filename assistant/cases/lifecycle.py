"""The life of a case: which state can follow which, for one authority's part and for the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.cases.model import CaseState

S = CaseState

_REPORTED = frozenset({S.RECEIVED, S.ACCEPTED, S.IN_PROGRESS, S.CORRECTION_NEEDED, S.DECIDED})

# Authorities report in their own rhythm: a state may be skipped (many never say "in progress"), never undone.
# A report may even overtake our own note that we sent something.
FOLLOWS: Mapping[CaseState, frozenset[CaseState]] = {
    S.SUBMITTED: frozenset({S.SENT}) | _REPORTED,
    S.SENT: _REPORTED,
    S.RECEIVED: frozenset({S.ACCEPTED, S.IN_PROGRESS, S.CORRECTION_NEEDED, S.DECIDED}),
    S.ACCEPTED: frozenset({S.IN_PROGRESS, S.CORRECTION_NEEDED, S.DECIDED}),
    S.IN_PROGRESS: frozenset({S.CORRECTION_NEEDED, S.DECIDED}),
    S.CORRECTION_NEEDED: frozenset({S.SENT, S.ACCEPTED, S.IN_PROGRESS, S.DECIDED}),
    S.DECIDED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
}

_ORDER = tuple(CaseState)


class StepRefused(ValueError):
    """This state cannot follow that one."""

    def __init__(self, current: CaseState, wanted: CaseState) -> None:
        super().__init__(f"{wanted.value} cannot follow {current.value}")
        self.current = current
        self.wanted = wanted


def step(current: CaseState, wanted: CaseState) -> CaseState:
    """``wanted``, when it may follow ``current``; raises StepRefused otherwise."""
    if wanted not in FOLLOWS[current]:
        raise StepRefused(current, wanted)
    return wanted


def can_step(current: CaseState, wanted: CaseState) -> bool:
    """Whether ``wanted`` may follow ``current``; late and repeated reports may not."""
    return wanted in FOLLOWS[current]


def overall(parts: Iterable[CaseState]) -> CaseState:
    """The state of the whole case: a correction anywhere comes first, because it is the resident's turn;
    decided and closed need every part; otherwise one part at work makes the case at work."""
    states = set(parts)
    if not states:
        raise ValueError("a case has at least one part")
    if S.CORRECTION_NEEDED in states:
        return S.CORRECTION_NEEDED
    least = min(states, key=_ORDER.index)
    if len(states) == 1 or least in (S.DECIDED, S.CLOSED):
        return least
    at_work = any(_ORDER.index(state) >= _ORDER.index(S.IN_PROGRESS) for state in states)
    return S.IN_PROGRESS if at_work else least
