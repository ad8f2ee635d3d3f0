"""Residents' drafts, the codes they come back with, and how long anything is kept."""

from __future__ import annotations

from assistant.people.codes import (
    CodePaused,
    CodeRefused,
    FactorUnusable,
    SavedCode,
    normalise_code,
    normalise_factor,
)
from assistant.people.drafts import (
    EARLIER,
    RESIDENT,
    AnswerSource,
    Appended,
    Draft,
    DraftGone,
    DraftSubmitted,
    Json,
    NewAnswer,
    SavedAnswer,
    StoredFile,
)
from assistant.people.retention import DRAFT_KEPT, QUESTION_KEPT, TOKEN_KEPT, Purged, purge

__all__ = [
    "DRAFT_KEPT",
    "EARLIER",
    "QUESTION_KEPT",
    "RESIDENT",
    "TOKEN_KEPT",
    "AnswerSource",
    "Appended",
    "CodePaused",
    "CodeRefused",
    "Draft",
    "DraftGone",
    "DraftSubmitted",
    "FactorUnusable",
    "Json",
    "NewAnswer",
    "Purged",
    "SavedAnswer",
    "SavedCode",
    "StoredFile",
    "normalise_code",
    "normalise_factor",
    "purge",
]
