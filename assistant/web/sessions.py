"""Which drafts and cases this browser may open: their ids in a signed cookie, and nothing else.

Addresses name the draft, the session proves the right to it. Nothing personal is in either.
"""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Blueprint, Response, current_app, g, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from assistant.people import DRAFT_KEPT

IDLE = timedelta(minutes=30)  # after that the browser has to come back with its code; the draft stays
WARNING = timedelta(minutes=2)
MOST_HELD = 12
_KEY = "held"
_DEVICE_SECONDS = int(DRAFT_KEPT.total_seconds())

bp = Blueprint("sessions", __name__)


class NotHeld(LookupError):
    """This browser has not opened that draft or case, or its session has run out."""

    def __init__(self, case_id: str) -> None:
        super().__init__("not held")
        self.case_id = case_id


def held() -> tuple[str, ...]:
    """The ids this browser may open, the newest last."""
    return tuple(cast(list[str], session.get(_KEY, [])))


def grant(case_id: str) -> None:
    """Let this browser open a draft or case from now on; the oldest of many is let go."""
    others = [one for one in held() if one != case_id]
    session[_KEY] = [*others, case_id][-MOST_HELD:]
    session.permanent = True
    g.device = tuple(dict.fromkeys((*known_here(), case_id)))[-MOST_HELD:]


def forget(case_id: str) -> None:
    """Take the right away again."""
    session[_KEY] = [one for one in held() if one != case_id]
    g.device = tuple(one for one in known_here() if one != case_id)


def demand(case_id: str) -> None:
    """Raises NotHeld unless this browser may open ``case_id``."""
    if case_id not in held():
        raise NotHeld(case_id)


def known_here() -> tuple[str, ...]:
    """The drafts that were opened on this phone and not left again. Knowing them is no right to read them: after
    an idle time the person has to name something they filled in."""
    if "device" not in g:
        try:
            g.device = tuple(_signer().loads(request.cookies.get(_device(), ""), max_age=_DEVICE_SECONDS))
        except BadSignature:
            g.device = ()
        g.device_came = g.device
    return cast(tuple[str, ...], g.device)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="device")


def _device() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


@bp.after_app_request
def remember_device(response: Response) -> Response:
    """Renew the list of drafts of this phone when it changed."""
    if g.get("device") is not None and g.device != g.get("device_came"):
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        value = _signer().dumps(list(g.device))
        response.set_cookie(_device(), value, max_age=_DEVICE_SECONDS, httponly=True, secure=secure, samesite="Lax")
    return response


@bp.get("/alive")
def alive() -> Response:
    """Keeps the session going while somebody is still there; the cookie is renewed with every answer."""
    return Response(status=204)
