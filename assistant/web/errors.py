"""Everything that can go wrong becomes a page in one place: what happened, what is kept, what to do."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

import structlog
from flask import Flask, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from assistant.cases.model import CaseNotFound
from assistant.catalog.messages import Message, _
from assistant.people import DraftGone, DraftSubmitted
from assistant.store import CannotDecrypt, UnknownKey
from assistant.web.drafts import AlreadySubmitted
from assistant.web.resume import KEPT
from assistant.web.returning import welcome_back
from assistant.web.sessions import NotHeld

log = structlog.get_logger(__name__)
Answer = Response | tuple[str | Response, int]
_NEVER_AGAIN = ("csrf_token",)
_FRAMES_LOGGED = 8
_MOST_KEPT = 400  # boxes of one form that are carried over; the largest list of people has fewer


@dataclass(frozen=True)
class Trouble:
    """What a page about a fault says."""

    title: Message
    what: Message
    kept: Message | None
    do: Message


_SAVED = _("您之前填好的内容都保存着。")
TROUBLES: dict[int, Trouble] = {
    400: Trouble(_("这一步没有成功"), _("送来的内容不完整。"), _SAVED, _("请回到上一页，再试一次。")),
    403: Trouble(_("这一页打不开"), _("这份内容不是在这台手机上打开的。"), _SAVED, _("用取回码可以接着填。")),
    404: Trouble(
        _("没有找到这一页"), _("网址可能写错了，或者这一页已经不在了。"), None, _("可以从首页重新开始，或者打电话问。")
    ),
    405: Trouble(_("这一页不能这样打开"), _("这个网址要从前一页点进来。"), _SAVED, _("请从首页重新进入。")),
    410: Trouble(
        _("这份草稿已经不在了"),
        _("草稿保存 30 天，过期或删除后就不再保留。"),
        None,
        _("可以重新开始，问题和上次一样。"),
    ),
    413: Trouble(_("文件太大了"), _("每个文件不能超过 10 MB。"), _SAVED, _("请拍小一点的照片，或者选「办理时带去」。")),
    422: Trouble(_("有内容要改"), _("填的内容有的地方读不懂。"), _SAVED, _("请回到上一页，再看一遍。")),
    429: Trouble(
        _("试得太快了"), _("为了保护您的信息，这里先停一会儿。"), _SAVED, _("请过 10 分钟再试，或者打电话问。")
    ),
    500: Trouble(
        _("这一页出了问题"), _("是我们这边的问题，不是您填错了。"), _SAVED, _("请过一会儿再试，或者打电话办。")
    ),
    503: Trouble(_("现在暂时用不了"), _("保存内容的地方没有回应。"), _SAVED, _("请过几分钟再点「再试一次」。")),
}


def install(app: Flask) -> None:
    """Let ``app`` answer every fault with a page."""
    app.register_error_handler(CSRFError, again)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(AlreadySubmitted, show_receipt)
    app.register_error_handler(DraftSubmitted, show_receipt)
    app.register_error_handler(DraftGone, lambda error: (page(410), 410))
    app.register_error_handler(CaseNotFound, lambda error: (page(404), 404))
    app.register_error_handler(NotHeld, not_held)
    app.register_error_handler(SQLAlchemyError, store_down)
    app.register_error_handler(CannotDecrypt, fault)
    app.register_error_handler(UnknownKey, fault)
    app.register_error_handler(Exception, fault)


def page(code: int) -> str:
    """The page about one kind of fault; the code is for reading out over the phone."""
    return render_template("errors/trouble.html", trouble=TROUBLES.get(code, TROUBLES[500]), code=code)


def answer(code: int) -> Answer:
    """The page, or the same in JSON for a program that called the interface."""
    if not request.path.startswith("/api/"):
        return page(code), code
    trouble = TROUBLES.get(code, TROUBLES[500])
    return jsonify(error=code, message=f"{trouble.title}。{trouble.what}"), code


def http_error(error: HTTPException) -> Answer:
    """Faults that Flask names itself."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code >= 500:
        log.error("http_error", code=code, endpoint=request.endpoint)
    return answer(code)


def fault(error: Exception) -> Answer:
    """A fault nobody foresaw: logged without anything that was typed, shown with a way on."""
    log.error("fault", kind=type(error).__name__, endpoint=request.endpoint, frames=_frames(error))
    return answer(500)


def _frames(error: Exception) -> list[str]:
    """Where it happened. Never the message and never the local values: both may hold what a person typed."""
    found = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]


def store_down(error: SQLAlchemyError) -> Answer:
    """The database does not answer."""
    log.error("store_down", kind=type(error).__name__, endpoint=request.endpoint)
    return answer(503)


def show_receipt(error: AlreadySubmitted | DraftSubmitted) -> Answer:
    """The draft is handed in already: there is a receipt, and nothing to change."""
    return redirect(url_for("receipts.show", case_id=error.case_id, again=1), 303)


def typed_texts() -> tuple[tuple[str, str], ...]:
    """Every text that was sent, to be sent again; files cannot be carried over."""
    pairs = ((name, text) for name, texts in request.form.lists() for text in texts if name not in _NEVER_AGAIN)
    return tuple(pairs)[:_MOST_KEPT]


def again(error: CSRFError) -> Answer:
    """The page stood open too long: offer the same form again, with everything that was typed."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return page(403), 403
    return render_template(
        "errors/again.html", target=request.path, texts=typed_texts(), had_files=bool(request.files)
    ), 422


def not_held(error: NotHeld) -> Answer:
    """Not opened here, or the session has run out: come back with the code, and what was typed comes along."""
    kept = tuple((KEPT + name, text) for name, text in typed_texts()) if request.method == "POST" else ()
    try:
        known = welcome_back(error, kept)
    except DraftGone:
        return page(410), 410
    except SQLAlchemyError as down:  # a handler's own faults are not handled again
        return store_down(down)
    if known is not None:
        return known
    return render_template("errors/not_held.html", kept=kept, next=request.path, errors=(), code="", factor=""), 403
