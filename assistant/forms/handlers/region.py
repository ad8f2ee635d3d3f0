"""A region down to its county: a search box, and a cascade of choices that needs no script.

What is typed is looked up when the page is sent. One match is taken; several are offered, seven at most; a province or
city is opened into what lies inside it. The last choice of a cascade stops at the city, for 开发区 and 新区 that have
no code of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from assistant.catalog.model import Fact, FactType
from assistant.catalog.regions import Region, load_regions
from assistant.catalog.validators import Problem, clean_text
from assistant.catalog.values import Value
from assistant.forms.handlers.base import (
    Asking,
    Choice,
    Handler,
    Input,
    InputKind,
    Parsed,
    Read,
)
from assistant.forms.messages import Message, _
from assistant.forms.typed import BoxProblem, Typed

MOST_OFFERED = 7
_ONLY = "-only"  # ends the code of a region that is meant without what lies inside it


class Unsettled(BoxProblem):
    """The words do not name one county yet; ``offered`` are the codes to choose from."""

    def __init__(self, offered: Sequence[str], what: Message, mend: Message) -> None:
        super().__init__("pick" if offered else "", what, mend)
        self.offered = tuple(offered)


class RegionHandler(Handler):
    """The boxes: ``<id>`` what is searched, ``<id>-asked`` what the offered ones answer, ``<id>-pick`` the choice."""

    widget = "region"
    longest = 100
    keyboard_attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "enterkeyhint": "next"}

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        picked = _picked(fact, typed)
        if picked is not None:
            return Read(_county(picked))
        words = clean_text(typed.first(fact.id), self.longest)
        regions = load_regions()
        found = regions.search(words, limit=len(regions.by_code))
        if not found:
            what = _("没有找到「%(words)s」。", words=words[:20])
            raise Unsettled((), what, _("请填区县的名称，例如「武侯区」，或从省份开始选。"))
        if len(found) == 1:
            return Read(_county(found[0].code))
        offered = [region.code for region in _nearest_first(found, asking.near)][:MOST_OFFERED]
        what = _("叫「%(words)s」的地方有 %(count)s 个。", words=words[:20], count=len(found))
        fits = len(found) <= MOST_OFFERED
        raise Unsettled(offered, what, _("请在下面选一个。") if fits else _("请在下面选一个，或加上市名再找。"))

    def refused(self, fact: Fact, problem: Problem, kept: Typed) -> Parsed:
        """As ever, with ``offered`` to choose from; the choice belongs to the words typed now."""
        offered = problem.offered if isinstance(problem, Unsettled) else ()
        texts = {name: text for name, text in kept.texts.items() if name != f"{fact.id}-pick"}
        texts |= {f"{fact.id}-asked": (kept.first(fact.id),), f"{fact.id}-offered": offered}
        return Parsed(problems=(self.located(fact, problem),), typed=Typed(texts), offered=offered)

    def is_empty(self, fact: Fact, typed: Typed) -> bool:
        return not typed.has(fact.id) and _picked(fact, typed) is None

    def show(self, fact: Fact, value: Value) -> str:
        return load_regions().text(str(value)) or str(value)

    def boxes(self, fact: Fact, value: Value) -> dict[str, str]:
        name, code = self.show(fact, value), str(value)
        inside = load_regions().children(code)
        return {fact.id: name, f"{fact.id}-asked": name, f"{fact.id}-pick": code + _ONLY if inside else code}

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        searched = typed.first(fact.id)
        hint = _("填区县名称，例如「武侯区」")
        search = Input(fact.id, self.label(fact), "text", searched, self.keyboard(fact), hint=hint)
        asked = Input(f"{fact.id}-asked", "", "hidden", typed.first(f"{fact.id}-asked"))
        return search, asked, self._choices(fact, typed)

    def _choices(self, fact: Fact, typed: Typed) -> Input:
        pick = f"{fact.id}-pick"
        chosen = typed.first(pick)
        offered = [code for code in typed.all(f"{fact.id}-offered") or (chosen,) if _find(code)]
        label = _("选一个地方") if offered else _("或者从省份开始选")
        if not offered:
            offered = [region.code for region in load_regions().children()]
        choices = tuple(
            Choice(code, _offer_label(code), pick if place == 0 else f"{pick}-{code}", chosen=code == chosen)
            for place, code in enumerate(offered)
        )
        kind: InputKind = "radio" if len(choices) <= MOST_OFFERED else "select"
        return Input(pick, label, kind, choices=choices)

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请填区县的名称，例如「武侯区」。")


def _find(pick: str) -> Region | None:
    return load_regions().find(pick.strip().removesuffix(_ONLY))


def _picked(fact: Fact, typed: Typed) -> str | None:
    """The chosen code, unless another search was typed after it was offered."""
    pick = typed.first(f"{fact.id}-pick").strip()
    searched, asked = typed.first(fact.id).strip(), typed.first(f"{fact.id}-asked").strip()
    return pick if _find(pick) and (not searched or searched == asked) else None


def _county(pick: str) -> str:
    """The code when nothing is left to choose; raises Unsettled with what lies inside it otherwise."""
    regions = load_regions()
    code = pick.removesuffix(_ONLY)
    inside = [region.code for region in regions.children(code)]
    if not inside or pick.endswith(_ONLY):
        return code
    if not code.endswith("0000"):
        inside.append(code + _ONLY)
    what = _("「%(region)s」下面还要再选一级。", region=regions.text(code))
    raise Unsettled(inside, what, _("请在下面选出区县。"))


def _nearest_first(found: Sequence[Region], near: str | None) -> list[Region]:
    """Those inside the region ``near`` first. City packs write its code short (5101) or in full (510100)."""
    prefix = re.sub(r"(00)+$", "", near) if near else ""
    return sorted(found, key=lambda region: not region.code.startswith(prefix))


def _offer_label(code: str) -> str:
    name = load_regions().text(code.removesuffix(_ONLY))
    return _("%(city)s，不在以上区县（开发区、新区等）", city=name) if code.endswith(_ONLY) else name


REGION_HANDLERS: dict[FactType, Handler] = {FactType.REGION: RegionHandler()}
