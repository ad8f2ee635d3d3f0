"""A folder as the way to an authority: for offices that exchange files, and to look at what would be sent.

``<folder>/<department>/<key>/`` holds envelope.json, one PDF per form and the files handed in; it appears
in one step or not at all. Reports come back as ``<folder>/reports/<event>.json``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import structlog

from assistant.cases.delivery import Delivered, DeliveryFailed, Envelope, Progress
from assistant.cases.model import CaseState, FilledForm

log = structlog.get_logger(__name__)

Paper = Callable[[FilledForm], bytes]
_SAFE = re.compile(r"[a-z0-9_.]{1,120}")
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


def blank_paper(_form: FilledForm) -> bytes:
    """The smallest valid PDF: one empty A4 page, standing in until forms are drawn."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 4\n0000000000 65535 f \n"
    return body + head + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


class FolderBackend:
    """Implements :class:`assistant.cases.delivery.Backend` on a folder."""

    def __init__(self, folder: Path, paper: Paper = blank_paper) -> None:
        self._folder = folder
        self._reports = folder / "reports"
        self._paper = paper

    def deliver(self, envelope: Envelope, now: datetime) -> Delivered:
        """Write the envelope; one already there is left alone. Raises DeliveryFailed."""
        target = self._folder / _safe(envelope.department) / _safe(envelope.idempotency_key)
        try:
            if not target.exists():
                self._write(envelope, target)
        except OSError as error:
            raise DeliveryFailed("folder_not_writable") from error
        return Delivered(reference=None, at=now)

    def _write(self, envelope: Envelope, target: Path) -> None:
        draft = target.with_name(f".{target.name}.part")
        shutil.rmtree(draft, ignore_errors=True)  # left over from a worker that died here
        draft.mkdir(parents=True)
        _write_file(draft / "envelope.json", json.dumps(envelope.body(), ensure_ascii=False, indent=1).encode())
        for form in envelope.part.forms:
            _write_file(draft / f"{_safe(form.form)}.pdf", self._paper(form))
        for file in envelope.attachments:
            suffix = _SUFFIXES.get(file.media_type, ".bin")
            _write_file(draft / f"{_safe(file.file_id)}{suffix}", file.content)
        draft.rename(target)

    def poll(self, now: datetime, limit: int) -> Sequence[Progress]:
        """Reports found in the folder; one that cannot be read is put aside and logged."""
        found: list[Progress] = []
        for path in sorted(self._reports.glob("*.json"))[:limit]:
            try:
                found.append(_read_report(path))
            except (ValueError, KeyError, TypeError):
                _put_aside(path, "refused")
                log.error("report_unreadable", file=path.name)
        return found

    def confirm(self, reports: Sequence[Progress], now: datetime) -> None:
        """Move reports to ``reports/done``."""
        for report in reports:
            path = self._reports / f"{_safe(report.event_id)}.json"
            if path.exists():
                _put_aside(path, "done")


def _safe(name: str) -> str:
    if not _SAFE.fullmatch(name) or name.startswith("."):
        raise DeliveryFailed("name_not_usable", retry=False)
    return name


def _write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_aside(path: Path, where: str) -> None:
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    path.replace(folder / path.name)


def _read_report(path: Path) -> Progress:
    raw = json.loads(path.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(raw["at"])
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return Progress(
        case_id=str(raw["case_id"]),
        department=str(raw["department"]),
        event_id=path.stem,
        state=CaseState(raw["state"]),
        at=at,
        reference=raw.get("reference"),
    )
