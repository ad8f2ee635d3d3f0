"""The resident site as gunicorn serves it, over the small made-up definitions that start in a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from assistant.app import create_app
from assistant.match.library import load_library
from assistant.settings import load_settings
from assistant.web.core import Core
from assistant.wiring import open_store
from tests.conftest import SITE

# Widens the moment between the commit and the answer, the one in which a kill leaves the client guessing.
HOLD_ANSWER_SECONDS = 0.03
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Holding:
    """Answers to what was handed in are held back for a moment."""

    def __init__(self, inner: Wsgi) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = self._inner(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/check"):
            time.sleep(HOLD_ANSWER_SECONDS)
        return answer


def create() -> Flask:
    """The application; its limits on guessing stay, since nobody here guesses. The database is there already."""
    settings = load_settings()
    library = load_library(settings.data_dir / "cache", flows=SITE / "flows", kb=SITE / "kb")
    app = create_app(Core(library, settings, open_store(settings)))
    app.wsgi_app = Holding(app.wsgi_app)  # type: ignore[method-assign]
    return app
