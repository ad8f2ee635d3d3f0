"""「我能享受什么」: where it begins, and the list it ends with. The questions between are those of every draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from assistant.catalog.entitlement import Entitlement
from assistant.catalog.messages import Message, _
from assistant.engine.entitlement import CHECK, CheckPlan, Finding, Likelihood
from assistant.web.beginning import begin, earlier_matters
from assistant.web.core import core
from assistant.web.drafts import OpenDraft
from assistant.web.notices import shown_notices
from assistant.web.places import cities, city_in_force, remember_city
from assistant.web.words import gettext, say

bp = Blueprint("entitled", __name__)
TITLES: dict[Likelihood, Message] = {
    Likelihood.LIKELY: _("很可能可以"),
    Likelihood.POSSIBLE: _("可能可以"),
    Likelihood.PERSON_DECIDES: _("要工作人员定"),
}


@dataclass(frozen=True)
class Group:
    """A heading of the list with its findings."""

    id: str
    title: str
    findings: tuple[Finding, ...]


@bp.get("/entitlement")
def start_page() -> str:
    """What the check is, in which city; no draft yet."""
    return _start_page()


def _start_page(errors: tuple[tuple[str, str], ...] = ()) -> str:
    return render_template(
        "resident/entitlement.html", check=find_check(), place=city_in_force(), places=cities(), errors=errors,
        earlier=earlier_matters(), for_another="other" in request.args,
    )  # fmt: skip


def find_check() -> Entitlement:
    """The check; 404 where the definitions have none."""
    check = core().library.catalog.entitlement
    if check is None:
        abort(404)
    return check


@bp.post("/entitlement")
def start() -> Response | tuple[str, int]:
    """Begin a draft of the check in the chosen city, with what is known already when that is wanted."""
    find_check()
    city = request.form.get("city", "")
    if city not in core().library.catalog.cities:
        return _start_page((("city", gettext("请先选城市。")),)), 422
    banks = [one.opened.bank for one in earlier_matters()] if "carry" in request.form else []
    case_id = begin(CHECK, city, banks)
    return remember_city(redirect(url_for("flow.go_on", case_id=case_id), 303), city)  # type: ignore[arg-type]


def page(opened: OpenDraft) -> str:
    """The list of a check as it stands with today's answers."""
    check = opened.check
    assert check is not None
    return render_template(
        "resident/entitled.html", draft=opened, plan=check, service=check.service, tone=check.service.tone,
        personal=True, notices=shown_notices(check), today=opened.rules.day, waits=len(check.needs),
        groups=groups(check), against=_of(check.findings, Likelihood.NO), titles=service_titles(opened),
    )  # fmt: skip


def groups(check: CheckPlan) -> tuple[Group, ...]:
    """The headings that have something under them, best first; ways in come last."""
    found = [Group(one.value, say(title), _of(check.findings, one)) for one, title in TITLES.items()]
    doors = tuple(one for one in check.findings if one.door and one.likelihood is not Likelihood.NO)
    return tuple(group for group in (*found, Group("door", gettext("用得上的话"), doors)) if group.findings)


def _of(findings: Sequence[Finding], likelihood: Likelihood) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.likelihood is likelihood and not one.door)


def service_titles(opened: OpenDraft) -> dict[str, str]:
    """The name of each service, to be said beside its items."""
    return {name: say(service.title) for name, service in opened.rules.services.items()}
