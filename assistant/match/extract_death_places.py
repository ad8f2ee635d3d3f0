"""Where somebody died, by kind of place: hospital, home, care home, on the way, elsewhere, abroad."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.match.extract_death import Death
from assistant.match.extract_people import ELDER, Mention
from assistant.match.extract_text import Clause, Heard
from assistant.match.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class DeathPlace:
    """Where somebody died, by kind of place."""

    value: str
    start: int
    end: int


_NOT_AT = re.compile(r"(?:不是|没|没有|不|并非)(?:是)?(?:在|去|到|送)?[^，。]{0,4}$|(?:为|离|出|回|怪|去)$")
_ONLY_WHERE = re.compile(
    r"^(?:人|他|她)?(?:是|就是|就|都是|而是|也是)?[^，。住户抢想要]{0,10}?(?:在|于|搁)[^，。住户抢想要]{1,22}$|^(?:自己|自)?(?:家里|家中|家|屋头)$"
    r"|^[^，。住户抢想要去送问找说有是]{0,14}(?:医院|卫生院|保健院|附院|急救中心|华西|同济|协和|湘雅|齐鲁|养老院|敬老院|护理院|[一二三四五六七八九]院|家里|家中|屋头|炕上|icu|重症监护室|病房)(?:里|内|头)?$"
)


def death_places(heard: Heard, told: list[Death], named: Sequence[Mention], lexicon: Lexicon) -> Iterator[DeathPlace]:
    """Kinds of places where the deaths happened; where none is named and an accident killed at once, ``other``."""
    found = list(_named_places(heard, told, named, lexicon))
    yield from found or _on_the_spot(heard, told)


_ROAD_ACCIDENT = re.compile(r"[撞轧碾]|车祸|翻车|追尾|车翻|出(?:了|的)?事故")


def _on_the_spot(heard: Heard, told: list[Death]) -> Iterator[DeathPlace]:
    """「被货车撞了，当场就没了」."""
    for death in told:
        number = heard.clause_at(death.start)
        start = heard.clauses[max(0, number - 2)].start
        match = _AT_ONCE.search(heard.text, heard.clauses[number].start, death.start)
        if match and _ROAD_ACCIDENT.search(heard.text, start, match.start()):
            yield DeathPlace("other", match.start(), death.end)


def _named_places(heard: Heard, told: list[Death], named: Sequence[Mention], lexicon: Lexicon) -> Iterator[DeathPlace]:
    """Kinds of places named in the clause of a death before it, or in a clause beside it that only says where."""
    clauses = {heard.clause_at(death.start): death for death in told}
    house: str | None = None  # the care home or hospital named last
    words = list(lexicon.death_places.find(heard.text))
    abroad = any(value == "abroad" for _start, _end, value in words)
    for start, end, value in words:
        number = heard.clause_at(start)
        clause = heard.clauses[number]
        if value == "there":
            value = house if house and heard.text[:start].endswith(("在", "搁", "到")) else "nowhere"
        if value == "other" and number in clauses and _AT_WORK.match(heard.text, end):
            continue  # 「在工地干活摔死的」 tells where he fell
        if value == "nowhere" or _ANYBODY.match(heard.text, end) or _BEFORE_IT.match(heard.text, end):
            continue
        if value == "hospital" and abroad and _OVER_THERE.search(heard.text[:start]):
            value = "abroad"
        house = value if value in ("care_home", "hospital") else house
        before = heard.text[clause.start : start]
        if _NOT_AT.search(before) or (
            value in ("home", "other") and not _is_at(before, heard.text[start : end + 2], end - start)
        ):
            continue
        if any(one.start < end + 2 and start < one.end and not _WAS.match(heard.text, end) for one in named):
            continue  # 「我家老头」, 「家里老父亲」 are people
        there = value == "home" and _at_relatives(heard.text, clause, start, named)
        if number not in clauses and not there and _is_of_somebody_else(clause, clauses, named):
            continue  # 「可我哥在国外」
        if value == "home" and _OF_STRANGERS.search(before):
            continue
        death = clauses.get(number)
        inside = death is not None and (start < death.end or _WHEN_AT.match(heard.text, death.end, start) is not None)
        inside = inside or (death is not None and _said_after(heard.text, death, start))
        inside = inside or (value == "hospital" and _was_brought_there(number, clauses, heard, start, end))
        inside = inside or (value == "other" and _fell_there(number, clauses, heard))
        if inside or (_is_beside(number, clauses, heard) and _says_only_where(heard.text, clause, end)):
            yield DeathPlace(value, start, end)


_OVER_THERE = re.compile(r"(?:那边|那头|当地|那里)的?(?:一家|一个|大|的)?$")  # 「在越南…死在那边医院里」
_AT_WORK = re.compile(r"[^，。]{0,6}(?:干活|做工|上班|绊)(?![^，。]*(?:当场|当即|立马|立刻))")
_BEFORE_IT = re.compile(r"(?:之|以)?前(?!年|天|台|线|后)")  # 「来医院前走的」
_BROUGHT = re.compile(r"(?:送|拉|抬|转|弄|背|抱|赶|急救车|救护车|120)[^，。没]{0,14}")
_HOME_AGAIN = re.compile(r"(?:拉|送|接|抬|带|回|运)(?:到|了)?回?(?:家|屋|老家|村)|出院|路上|途中")


def _at_relatives(text: str, clause: Clause, place: int, named: Sequence[Mention]) -> bool:
    """「在海陵区我弟弟家里」."""
    last = next((one for one in named if one.end <= place < one.end + 2 or one.start < place < one.end), None)
    return last is not None and text[clause.start : last.start].startswith(("在", "是在", "人在", "于"))


def _was_brought_there(number: int, clauses: dict[int, Death], heard: Heard, start: int, end: int) -> bool:
    """「拉到县医院抢救了两天，还是没留住」, and not 「拉到医院，又接回家，没撑过去」."""
    clause = heard.clauses[number]
    if not _BROUGHT.search(heard.text, clause.start, start) or "没" in heard.text[clause.start : start]:
        return False
    for later in range(number + 1, min(number + _BROUGHT_BEFORE, len(heard.clauses))):
        death = clauses.get(later)
        if heard.clauses[later].sentence != clause.sentence:
            return False
        if death is not None:
            saved = _TRIED.search(heard.text, death.start, death.end) or _TRIED.search(heard.text, end, death.start)
            return bool(saved) and not _HOME_AGAIN.search(heard.text, end, death.start)
    return False


_BROUGHT_BEFORE = 4
_TRIED = re.compile(r"救|[留撑挺熬扛]|无效|不治|医生|大夫|不行了|手术|icu|监护")


def _says_only_where(text: str, clause: Clause, end: int) -> bool:
    """「人是在县医院」, and neither 「在工地上摔下来」 nor 「遗体在医院」."""
    if text.startswith(("at ", "in "), clause.start):
        return True
    if not _ONLY_WHERE.match(text[clause.start : clause.end]) or _LIES.search(text, clause.start, clause.end):
        return False
    return not _HAPPENED.search(text, end, clause.end)


_ANYBODY = re.compile(r"里?的(?:老人|人|五保)")  # 「死在养老院的老人谁给开证明」
_LIES = re.compile(r"坟|墓|埋|葬|遗体|尸体|骨灰|太平间|停放|放着|停着|冰棺|冻着|灵堂|守灵|办丧|设灵")
_HAPPENED = re.compile(
    r"摔|倒|晕|上班|打工|住|放|停|工作|加班|发|突|养老$|治|干|做|等|玩|[去来](?!世)|有|开|办|说|出|掉|砸|撞|过年|坐"
)
_AT_ONCE = re.compile(r"当场|立马|马上|立刻|当即")
_KILLED = re.compile(r"[摔砸压电淹撞轧]死|溺亡|坠亡")


def _fell_there(number: int, clauses: dict[int, Death], heard: Heard) -> bool:
    """「在工地上踩空，当场没了」, 「在坡上砍柴，滚下来摔死的」."""
    deaths = [clauses[later] for later in (number + 1, number + 2) if later in clauses]
    if any(_KILLED.match(heard.text, one.start) for one in deaths):
        return True
    starts = ((heard.clauses[heard.clause_at(one.start)].start, one.start) for one in deaths)
    return any(_AT_ONCE.search(heard.text, start, end) for start, end in starts)


def _is_of_somebody_else(clause: Clause, clauses: dict[int, Death], named: Sequence[Mention]) -> bool:
    dead = {one.who.kin for one in clauses.values() if one.who}
    return any(clause.start <= one.start < clause.end and one.kin not in dead | {ELDER} for one in named)


_WAS = re.compile(r"[，,。；;\s走没去过离的]")
_OF_STRANGERS = re.compile(r"(?:朋友|亲戚|邻居|同事|别人|人家|老乡|工友|牌友|同学)$")


def _said_after(text: str, death: Death, place: int) -> bool:
    """「病故于高港区人民医院」, 「死在他自己屋里」."""
    at_once = text[death.end - 1] in "在于" and 0 <= place - death.end <= 8 and "，" not in text[death.end : place]
    return at_once or _SAID_AFTER.match(text, death.end, place) is not None


_SAID_AFTER = re.compile(r"(?:于|在)[^，。]{0,12}$")  # 「病故于高港区人民医院」
_WHEN_AT = re.compile(r"(?:时候|的时候)?(?:人)?(?:是)?在[^，。]{0,8}$")
_AT = re.compile(r"(?:在|于|到|回|搁|自己|己|老家|的|这|那|上)$|[省市县区镇村乡]$|在[^，。]{1,10}$|^$")


def _is_at(before: str, words: str, length: int) -> bool:
    """「在家里」, 「家里走的」, 「跳江」, and not 「家里老人」."""
    after = words[length:]
    if words[0] in "跳落掉":
        return True
    return (bool(_AT.search(before)) and not after.startswith(("老人", "人", "的", "亲", "在"))) or after[:1] in (
        "走",
        "没",
        "去",
        "过",
        "离",
    )


_SHORT = 7
_LATER = 4
_MOVES = re.compile(r"送|拉|抬|转|接|医院|家|院|路|回")


def _is_beside(number: int, clauses: dict[int, Death], heard: Heard) -> bool:
    if number + 1 in clauses or number - 1 in clauses:
        return True
    for earlier in (2, 3, 4):  # over short clauses such as 「星期一」, 「八十一」
        if number - earlier in clauses:
            return True
        if (
            number + earlier in clauses
            and earlier < _LATER
            and not _MOVES.search(heard.text, heard.clauses[number].end, clauses[number + earlier].start)
        ):
            return True
        clause = heard.clauses[number - earlier + 1] if number >= earlier else None
        if clause is None or (clause.end - clause.start > _SHORT and earlier > 2):
            return False
    return False
