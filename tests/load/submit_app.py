"""The smallest web process around handing in: what the kill test drives until it is pointed at the real one.

``POST /drafts`` gives a case id and a form token; ``POST /submit`` takes them and gives the receipt.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from assistant.cases.model import Application, FilledBox, FilledForm, Part
from assistant.people import NewAnswer
from assistant.settings import load_settings
from assistant.store import Store
from assistant.wiring import open_store

DEPARTMENTS = ("police", "civil_affairs")
# Widens the moment between the commit and the answer, the one in which a kill leaves the client guessing.
HOLD_ANSWER_SECONDS = 0.03


def start_draft(store: Store) -> dict[str, str]:
    """A filled draft with the token of its check page."""
    now = datetime.now(UTC)
    case_id = store.drafts.start_draft("funeral", "chengdu", now)
    version = store.drafts.append_answers(case_id, [NewAnswer("d_name", "王建国")], now).version
    return {"case_id": case_id, "token": store.submissions.issue_token(case_id, version, now)}


def submit(store: Store, asked: dict[str, str]) -> dict[str, Any]:
    """The receipt of a draft."""
    box = FilledBox("d_name", "逝者姓名", "王建国", "王建国")
    parts = tuple(Part(name, ("item",), (FilledForm("form", "申报单", "item", (box,)),)) for name in DEPARTMENTS)
    application = Application(asked["case_id"], asked["token"], "catalog-1", "13800138000", parts)
    done = store.submissions.submit(application, datetime.now(UTC))
    time.sleep(HOLD_ANSWER_SECONDS)
    return {"receipt": done.receipt, "repeated": done.repeated}


class App:
    """A WSGI application; opens its store on the first request, after the server has forked."""

    def __init__(self) -> None:
        self._store: Store | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        store = self._store = self._store or open_store(load_settings())
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ["PATH_INFO"] == "/drafts":
            answer: dict[str, Any] = start_draft(store)
        else:
            answer = submit(store, json.loads(body))
        sent = json.dumps(answer).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(sent)))]
        start_response("200 OK", headers)
        return [sent]


app = App()
