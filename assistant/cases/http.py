"""An authority reached over HTTPS. Three addresses under one base:

``POST envelopes`` (multipart: ``envelope`` as JSON, one ``file`` each) with an ``Idempotency-Key``,
``GET reports?limit=`` and ``POST reports/confirm``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from assistant.cases.delivery import Delivered, DeliveryFailed, Envelope, Progress
from assistant.cases.model import CaseState

# The receiver, or something before it, asks for patience; every other 4xx is about what we sent.
_COME_AGAIN = frozenset({408, 425, 429})


class HttpBackend:
    """Implements :class:`assistant.cases.delivery.Backend` over HTTP."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    @classmethod
    def to(cls, base_url: str, token: str | None, timeout_seconds: float) -> HttpBackend:
        """A backend for an address; never follows redirects, so that nothing is sent where nobody said."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        timeout = httpx.Timeout(timeout_seconds)
        return cls(httpx.Client(base_url=base_url, headers=headers, timeout=timeout, follow_redirects=False))

    def deliver(self, envelope: Envelope, now: datetime) -> Delivered:
        """Post the envelope; raises DeliveryFailed."""
        body = json.dumps(envelope.body(), ensure_ascii=False).encode()
        parts = [("envelope", ("envelope.json", body, "application/json"))]
        parts += [("file", (each.file_id, each.content, each.media_type)) for each in envelope.attachments]
        key = {"Idempotency-Key": envelope.idempotency_key}
        answer = _json(self._send("POST", "envelopes", files=parts, headers=key))
        reference = answer.get("reference")
        return Delivered(reference if isinstance(reference, str) else None, now)

    def poll(self, now: datetime, limit: int) -> Sequence[Progress]:
        """Reports of the authority; raises DeliveryFailed."""
        answer = _json(self._send("GET", "reports", params={"limit": limit}))
        try:
            return [_report(raw) for raw in answer["reports"]]
        except (KeyError, TypeError, ValueError) as error:
            raise DeliveryFailed("report_unreadable") from error

    def confirm(self, reports: Sequence[Progress], now: datetime) -> None:
        """Tell the authority which reports are taken in; raises DeliveryFailed."""
        self._send("POST", "reports/confirm", json={"event_ids": [report.event_id for report in reports]})

    def _send(self, method: str, path: str, **what: Any) -> httpx.Response:
        try:
            response = self._client.request(method, path, **what)
        except httpx.TimeoutException as error:
            raise DeliveryFailed("timeout") from error
        except httpx.TransportError as error:
            raise DeliveryFailed("unreachable") from error
        if response.is_success:
            return response
        status = response.status_code
        raise DeliveryFailed(f"status_{status}", retry=status >= 500 or status in _COME_AGAIN)


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _report(raw: Mapping[str, Any]) -> Progress:
    at = datetime.fromisoformat(raw["at"])
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return Progress(
        case_id=str(raw["case_id"]),
        department=str(raw["department"]),
        event_id=str(raw["event_id"])[:128],
        state=CaseState(raw["state"]),
        at=at,
        reference=raw.get("reference"),
    )
