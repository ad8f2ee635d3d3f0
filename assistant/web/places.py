"""Which city the visitor is in: from the address, from a cookie, else not known yet."""

from __future__ import annotations

from flask import Response, current_app, request

from assistant.catalog.cities import City
from assistant.web.core import core

_COOKIE = "city"
_YEAR = 365 * 24 * 3600


def cities() -> tuple[City, ...]:
    """All cities that have a pack, in the order of their ids."""
    return tuple(core().library.catalog.cities.values())


def city_in_force() -> City | None:
    """The city of ``?city=`` or of the cookie; None until one is chosen."""
    known = core().library.catalog.cities
    return known.get(request.args.get("city", "")) or known.get(request.cookies.get(_COOKIE, ""))


def place_named() -> City | None:
    """The city of ``?place=``: the one that a question was about, whichever the visitor is in."""
    return core().library.catalog.cities.get(request.args.get("place", ""))


def city_to_offer(spoken_of: str | None) -> str | None:
    """The city that an answer is about, for somebody who has not chosen one; a choice made is never changed."""
    return None if city_in_force() else spoken_of


def keep_asked_city(response: Response) -> Response:
    """Keep the city of ``?city=`` for the pages that follow, whichever page it came with; installed for every one."""
    wanted = request.args.get("city", "")
    return remember_city(response, wanted) if wanted in core().library.catalog.cities else response


def remember_city(response: Response, city: str) -> Response:
    """Keep the choice for the pages that follow."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(_COOKIE, city, max_age=_YEAR, httponly=True, secure=secure, samesite="Lax")
    return response
