"""The sentences that several handlers share. ``_`` marks them for the extractor and needs no application context."""

from __future__ import annotations

from assistant.catalog.messages import Message, _

__all__ = ["DECLINED", "NO", "SKIPPED", "UNSURE", "YES", "Message", "_"]

YES = _("是")
NO = _("否")
UNSURE = _("不清楚")
DECLINED = _("不愿说")
SKIPPED = _("没有填")
