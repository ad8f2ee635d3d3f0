"""How a visitor wants to see the pages: size of type, light or dark, language. Kept in cookies, changed by POST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, g, redirect, render_template, request

from assistant.web.addresses import safe_path

LANGUAGES: Mapping[str, str] = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
SIZES = ("normal", "care", "large")
THEMES = ("auto", "light", "dark")
_CHOICES: Mapping[str, tuple[str, ...]] = {"size": SIZES, "theme": THEMES, "lang": tuple(LANGUAGES)}
_YEAR = 365 * 24 * 3600

bp = Blueprint("modes", __name__)


@dataclass(frozen=True)
class Modes:
    """The modes of one request."""

    size: str = "normal"
    theme: str = "auto"
    lang: str = "zh-Hans"

    @property
    def care(self) -> bool:
        """Whether this is 大字版: fewer things on a page, all of them larger."""
        return self.size != "normal"


def modes() -> Modes:
    """The modes that the visitor chose; ``?care=1`` in the address switches the large type on."""
    found: Modes | None = g.get("modes")
    if found is None:
        chosen = {name: request.cookies.get(name, "") for name in _CHOICES}
        if request.args.get("care") == "1" and chosen["size"] not in ("care", "large"):
            chosen["size"] = "care"
        known = {name: value for name, value in chosen.items() if value in _CHOICES[name]}
        found = g.modes = Modes(**known)
    return found


def locale() -> str:
    """The language as Babel writes it: ``zh_Hans``."""
    return modes().lang.replace("-", "_")


def keep_care(response: Response) -> Response:
    """Keep ``?care=1`` for the pages that follow, whichever page it came with; installed for every one."""
    if request.args.get("care") == "1" and request.cookies.get("size") not in ("care", "large"):
        _set(response, "size", "care")
    return response


def _set(response: Response, name: str, value: str) -> None:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(name, value, max_age=_YEAR, httponly=True, secure=secure, samesite="Lax")


@bp.get("/display")
def show() -> str:
    """The page with all three choices."""
    return render_template(
        "resident/display.html",
        sizes=SIZES,
        themes=THEMES,
        languages=LANGUAGES,
        back_to=safe_path(request.args.get("next")),
    )


@bp.post("/display")
def size() -> Response:
    """Keep what was chosen and go back to the page it was chosen on."""
    response = redirect(safe_path(request.form.get("next")), 303)
    for name, values in _CHOICES.items():
        value = request.form.get(name, "")
        if value in values:
            _set(response, name, value)  # type: ignore[arg-type]
    return response  # type: ignore[return-value]
