"""What has to outlive a redirect and belongs to nobody else: sealed in a cookie of this browser for half an hour.

Encrypted with the keys of the store, so that neither the phone's owner's neighbour nor a proxy can read it; nothing
is kept on our side, so that any worker can answer the next request.
"""

from __future__ import annotations

import base64
import binascii
import time
from datetime import timedelta
from typing import cast

from flask import Blueprint, Response, current_app, g, request

from assistant.people import Json
from assistant.store import CannotDecrypt, UnknownKey
from assistant.store.database import place
from assistant.web.core import core

KEPT = timedelta(minutes=30)
LARGEST = 3600  # bytes; browsers take 4096 for name, value and attributes together

bp = Blueprint("sealed", __name__)


def put(name: str, data: Json) -> bool:
    """Keep ``data`` under ``name``; False (and nothing kept) when it does not fit into a cookie."""
    sealed = core().store.db.seal([int(time.time()), data], place("cookie", name))
    text = base64.urlsafe_b64encode(sealed).decode()
    fits = len(text) <= LARGEST
    _changes()[name] = (text, data) if fits else ("", None)
    return fits


def drop(name: str) -> None:
    """Forget what is kept under ``name``."""
    if name in _changes() or _cookie(name) in request.cookies:
        _changes()[name] = ("", None)


def take(name: str) -> Json:
    """What is kept under ``name``; None when there is nothing, it is too old, or it is not ours."""
    if name in _changes():
        return _changes()[name][1]
    sent = request.cookies.get(_cookie(name), "")
    if not sent:
        return None
    try:
        at, data = cast(list[Json], core().store.db.unseal(base64.urlsafe_b64decode(sent), place("cookie", name)))
    except (binascii.Error, CannotDecrypt, UnknownKey, ValueError):
        return None  # of another key or another site: as good as none
    return data if time.time() - cast(int, at) <= KEPT.total_seconds() else None


def _changes() -> dict[str, tuple[str, Json]]:
    if "sealed" not in g:
        g.sealed = {}
    return cast(dict[str, tuple[str, Json]], g.sealed)


def _cookie(name: str) -> str:
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


@bp.after_app_request
def send(response: Response) -> Response:
    """Set or take back the cookies that changed."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    for name, (text, _data) in _changes().items():
        age = int(KEPT.total_seconds()) if text else 0
        response.set_cookie(_cookie(name), text, max_age=age, httponly=True, secure=secure, samesite="Lax")
    return response
