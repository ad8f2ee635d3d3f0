"""What the facts of one death say of each other: what is done is no longer wanted, who has died is not revived."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.match.extract_people import FAMILY, SELF, WE
from assistant.match.extract_said import CONCERNED, Concept
from assistant.match.extract_scene import Scene

_STILL_WANTED = frozenset(("donation", "ethnic_burial"))


def consistent(said: Sequence[Concept], scene: Scene) -> Iterator[Concept]:
    """``said`` without what other things said rule out."""
    done = {one.value for one in said if one.kind == "progress"}
    buried = any(one.kind == "remains" and one.value in ("undecided", "ethnic_burial") for one in said)
    for one in said:
        if one.kind == "progress" and one.value == "still_alive" and scene.told:
            continue  # 「叫不醒，120来了说人已经没了」
        if one.kind == "remains" and "cremated" in done and one.value not in _STILL_WANTED:
            if one.value == "cremate_eco":  # of the ashes only the resting place is open
                yield replace(one, kind="ashes", value="eco")
            continue
        if one.kind in ("ashes", "abroad_return") and buried and not done:
            continue
        yield one


def is_funeral_matter(scene: Scene) -> bool:
    """「死亡证开好了，下一步去哪儿」: whose death it is remains unsaid, and that there was one does not."""
    if scene.told or scene.passing or scene.strange or _IS_ALIVE.search(scene.heard.text):
        return False
    if any(one.kin not in (SELF, WE, FAMILY) for one in scene.cast.mentions):
        return False
    return bool(_FUNERAL.search(scene.heard.text))


TOLD_WITHOUT_A_DEATH = frozenset(("progress", "cremation_date", "pickup_date"))
"""Kinds that hold where nobody is named as having died: they say that somebody has."""


def death_that_follows(said: Sequence[Concept]) -> Iterator[Concept]:
    """The death that papers, a cremation and the like presuppose."""
    first = next((one for one in said if one.kind in TOLD_WITHOUT_A_DEATH and one.value != "still_alive"), None)
    if first is not None and not any(one.kind == "died" for one in said):
        yield replace(first, kind="died", value=True, of=CONCERNED)


_FUNERAL = re.compile(
    r"死亡证|死亡医学|火化|火葬|遗体|骨灰|殡|丧葬|(?:户口|户籍)(?:已|已经|都|也)?(?:注销|销).{0,20}(?:社保|丧|抚恤)"
)
_IS_ALIVE = re.compile(
    r"百年|将来|今后|以后|提前|预先|万一|到时候|健在|在世|弥留|抢救|病危|不行了|宠物|狗|猫|如果|要是|假如"
)
