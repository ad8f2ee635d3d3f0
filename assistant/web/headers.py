"""What every answer carries: the policy for scripts and frames, and who may keep a copy."""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Blueprint, Flask, Response, request
from prometheus_client import Counter

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp-report"
)
_STANDING = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_LONGEST_REPORT = 16 * 1024
_WORTH_PACKING = 1000  # bytes; below this the header costs more than it saves
REPORTS = Counter("onething_csp_reports_total", "Pages that broke our own content security policy")

bp = Blueprint("headers", __name__)


def install(app: Flask) -> None:
    """Add the headers to every answer of ``app``."""
    app.after_request(_pack)
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    for name, value in _STANDING.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _pack(response: Response) -> Response:
    """Compress pages. The random name in the gzip header hides the length of secrets that stand beside what a
    visitor can choose (the BREACH attack)."""
    packable = response.mimetype in ("text/html", "application/json") and not response.is_streamed
    if not packable or response.content_encoding or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    body = response.get_data()
    if len(body) < _WORTH_PACKING:
        return response
    out = io.BytesIO()
    name = secrets.token_hex(secrets.randbelow(40) + 1)
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=5, fileobj=out, mtime=0) as stream:
        stream.write(body)
    response.set_data(out.getvalue())
    response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@bp.post("/csp-report")
def csp_report() -> Response:
    """Count a report. Its content is dropped: it may quote an address or a page."""
    if (request.content_length or 0) <= _LONGEST_REPORT:
        REPORTS.inc()
    return Response(status=204)
