"""For those who run it: is it up, can it work, how is it doing."""

from __future__ import annotations

from time import perf_counter

from flask import Blueprint, Flask, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from assistant.web.core import core

health = Blueprint("health", __name__)

# Labels are endpoint names and states, never addresses or anything a person typed.
REQUESTS = Counter("onething_requests_total", "Requests by endpoint and status", ("endpoint", "status"))
SECONDS = Histogram(
    "onething_request_seconds", "Time to answer", ("endpoint",), buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2)
)
QUESTIONS = Counter("onething_questions_total", "Free-text questions by verdict", ("state",))


@health.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The rules are loaded and the store answers."""
    try:
        core().store.ping()
    except SQLAlchemyError:
        return jsonify(status="store_down"), 503
    return jsonify(status="ok", catalog=core().library.catalog.hash), 200


@health.get("/metrics")
def metrics() -> Response:
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def measure(app: Flask) -> None:
    """Count every request of ``app`` and how long it took."""

    @app.before_request
    def start() -> None:
        g.started = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint, seconds = request.endpoint or "none", perf_counter() - g.get("started", perf_counter())
        REQUESTS.labels(endpoint, str(response.status_code)).inc()
        SECONDS.labels(endpoint).observe(seconds)
        response.headers["Server-Timing"] = f"app;dur={seconds * 1000:.2f}"
        return response
