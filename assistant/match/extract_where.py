"""Where the people of one text are registered, live, work and died."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.match.extract_people import FAMILY, SELF, WE
from assistant.match.extract_places import SAME_PLACE, PlaceSaid, places, role_of
from assistant.match.extract_said import CONCERNED, PARTNER, WRITER
from assistant.match.extract_scene import Scene
from assistant.match.extract_text import Clause


@dataclass(frozen=True, slots=True)
class RegionSaid:
    """What a region is to whom: ``role`` is hukou, lives, works, died_in, insured_in or registered_in."""

    role: str
    code: str
    of: str | None
    start: int
    end: int


def regions_said(scene: Scene, near: tuple[str, ...], aliases: Mapping[str, str]) -> Iterator[RegionSaid]:
    """Every region that is something to somebody; ``near`` and ``aliases`` are those of the cities served."""
    text = scene.heard.text
    found = list(places(text, near, aliases))
    said = [one for place in found for one in _region(scene, place)]
    yield from said
    yield from _died_at_home(scene, said)
    for match in SAME_PLACE.finditer(text):
        before = [one for one in found if one.end <= match.start() <= one.end + _NEAR]
        if before:
            of = scene.owner_of_region(match.start())
            yield RegionSaid("hukou", before[-1].code, of, match.start(), match.end())


def _died_at_home(scene: Scene, said: Sequence[RegionSaid]) -> Iterator[RegionSaid]:
    """「我姑妈住在涪陵，昨天死在屋里」: where somebody lived is where he died at home."""
    if not scene.told or not scene.is_one_death or any(one.role == "died_in" for one in said):
        return
    places = {one.value for one in scene.death_places}
    lived = {one.code for one in said if one.role == "lives" and one.of == CONCERNED}
    if len(lived) == 1 == len(places) and places <= _WHERE_ONE_LIVES and "老家" not in scene.heard.text:
        place = scene.death_places[0]
        yield RegionSaid("died_in", next(iter(lived)), CONCERNED, place.start, place.end)


_WHERE_ONE_LIVES = frozenset(("home", "care_home"))


def _region(scene: Scene, place: PlaceSaid) -> Iterator[RegionSaid]:
    clause = scene.heard.clauses[scene.heard.clause_at(place.start)]
    role = role_of(scene.heard.text, place, clause.start, clause.end) or _role_in_list(scene, place, clause)
    if role in (None, "lives", "works") and _is_where_somebody_died(scene, place, clause, role):
        yield RegionSaid("died_in", place.code, CONCERNED, place.start, place.end)
        return
    lies = scene.heard.text[: place.start].endswith(("人在", "人现在在"))
    if role == "lives" and lies and scene.told and "住" not in scene.heard.text[place.end : clause.end]:
        return  # where the dead lies, not where he lived
    if role is None or scene.moods.is_past(place.start) or scene.moods.is_denied(place.start, place.end):
        return
    both = role in ("hukou", "lives") and _BOTH.search(scene.heard.text, clause.start, place.start)
    for one in ("hukou", "lives") if both else (role,):
        for of in _owners_of_place(scene, place.start, clause.start):
            yield RegionSaid(one, place.code, of, place.start, place.end)


def _role_in_list(scene: Scene, place: PlaceSaid, clause: Clause) -> str | None:
    """「独居老人 85 崂山 要助浴」: in keywords about care a place by itself is where the person lives."""
    alone = scene.clause_words(place.start).strip() == scene.heard.text[place.start : place.end]
    before = any(one.end <= place.start for one in scene.cast.mentions)
    if (
        not alone
        or not before
        or scene.told
        or len(scene.heard.clauses) < _A_LIST
        or not _CARE.search(scene.heard.text)
    ):
        return None
    return "lives" if all(one.end - one.start <= _FEW_WORDS for one in scene.heard.clauses) else None


def _is_where_somebody_died(scene: Scene, place: PlaceSaid, clause: Clause, role: str | None) -> bool:
    """「在…走的」, 「病逝于…」, or the region right before a place of death: 「在渝中区的医院」."""
    told = scene.told
    before, after = scene.heard.text[clause.start : place.start], scene.heard.text[place.end : clause.end]
    if not told or not scene.is_one_death or _DEATH_ELSEWHERE.search(after[:12]):
        return False
    if any(place.end <= one.start <= min(place.end + 10, clause.end) for one in scene.death_places):
        return role is None or role == "lives"
    if role == "lives":
        return any(place.end <= one.start <= place.end + 2 for one in told)
    if role is not None:
        return False
    dead_after = any(place.end <= one.start < clause.end for one in told)
    at = before.endswith(("在", "于", "到")) or after[:1] in ("走", "病", "去", "过")
    return at and (dead_after or any(one.end >= place.start - 2 and one.start < place.start for one in told))


def _owners_of_place(scene: Scene, place: int, start: int) -> tuple[str | None, ...]:
    words = scene.heard.text[start:place]
    here = [one for one in scene.cast.mentions if start <= one.start < place]
    if "都" in words and any(one.kin == SELF for one in here) and scene.focus is not None:
        with_them = any(one.kin == scene.focus.kin for one in here)
        return (WRITER, CONCERNED) if with_them else (WRITER,)  # 「我和孩子户口都在…」
    if "都" in words and {scene.role(one) for one in here} == {WRITER, PARTNER}:
        return WRITER, PARTNER
    if any(one.kin == FAMILY for one in here) and scene.told:
        return (WRITER,)  # 「我们一家都住达州」
    both = any(one.kin == WE for one in here) or ("都" in words and not any(one.is_kin for one in here))
    if both and scene.marriage and scene.focus is not None:
        return (CONCERNED,)  # 「我闺女要和对象领证，两个人都在苏州上班」
    if both and not here and not scene.marriage and scene.is_writer_first:
        return (WRITER,)  # 「我今年80，老伴82，都住大邑」
    if both and scene.marriage:
        return WRITER, PARTNER
    if both and "夫妻" in words and scene.focus is not None and scene.focus.kin not in _HALVES:
        return (WRITER,)
    if _US_TWO.search(words) and scene.focus is not None and not scene.told and scene.focus.kin in SAME_HOUSEHOLD:
        return WRITER, CONCERNED
    if both and scene.focus is not None:
        ours = any(one.kin == WE for one in here) and not scene.told and scene.focus.kin in SAME_HOUSEHOLD
        return (WRITER, CONCERNED) if ours else (CONCERNED,)
    return (scene.owner_of_region(place),)


_NEAR = 14  # characters between a place and the 「户口也是」 that repeats it
_A_LIST = 3
_CARE = re.compile(r"独居|空巢|助浴|送餐|送饭|陪诊|陪着|养老|护理|保洁|打扫|自理|失能|助餐|日托|日间")
_DEATH_ELSEWHERE = re.compile(r"(?:户口|户籍|上班|打工|出的?事|住院(?!期间|的时候|时)|发病|上学|读书|登记|出生|长大)")
_HALVES = frozenset(("husband", "wife", "spouse"))
_US_TWO = re.compile(r"(?:我|俺|我们|俺们)(?:俩|两个|娘俩|爷俩|母子|父子|母女|父女)")
# 「户口和住的地方都在…」
_BOTH = re.compile(
    r"(?:户口|户籍)(?:地|所在地)?(?:和|、|跟|与|以及|还有)(?:现在|我|他|她)*(?:住的?地方|住址|居住地|现住址|人|住|家)(?:都|全|也)*(?:是|在)*$"
)
_FEW_WORDS = 10
SAME_HOUSEHOLD = frozenset(("child", "son", "daughter", "husband", "wife", "spouse"))
