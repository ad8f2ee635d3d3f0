"""Who each clause of a text is about, and whom its matter concerns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.match.extract_people import (
    AT_THEIRS,
    FAMILY,
    PLURAL,
    SELF,
    SOMEONE,
    THEIRS,
    WE,
    WITH,
    YOUNG,
    Mention,
    is_beside,
    is_caller,
)
from assistant.match.extract_text import Heard

# 「我想问」, 「我来办」: the writer speaks, and is not what the clause is about.
_SPEAKS = re.compile(
    r"^(?:们)?(?:就|也|都|又|再|现在|今天|是|先|自己)?(?:想|要|该|来|去|问|帮|给|替|办|跟|和|与|同|陪|记|忘|猜|怕|估计|以为|担心|打听|了解|咨询|请教|告诉|觉得|听|看|不知道|不晓得|不清楚|搞不清|需要|可以|能|应该|怎么|把|让|才|咋|负责|打算|准备)"
    r"|^(?:来电|致电|来访|来信)?(?:反映|称|咨询|询问|表示|诉求|诉称|自述|求助|希望|请求|认为|提出|陈述|告知|其)"
)
# 「我在成都上班没法回去」, 「都是我伺候」: why the writer asks; what follows is about the person told of before.
_EXCUSES = re.compile(
    r"上班|打工|没法|没办法|[回走]不[去来开]|没空|没时间|没得空|太忙|很忙|照顾|伺候|照看|服侍|照料|请不(?:到|了)?假|顾不上|管不了|离得?远|离(?:了婚|婚了|异)"
)
_DESCRIBES = re.compile(r"[^，,。；;！!？?\s我俺咱他她跟和给帮替]{0,10}的")
# 「我爸走了以后就一个人住」: of whom was told before
_LEFT = re.compile(r"(?:走|没|去世|过世|不在|病故|病逝|死)(?:了)?(?:以后|之后|后)")
_TO_THERE = re.compile(r"(?:到|在|来|回|去|进|离)$")  # 「接到我家」
_AT_HOME = re.compile(r"(?:住|在|到|来)[^，。]{1,8}$")  # 「住在金水区我家」


@dataclass(frozen=True)
class Cast:
    """The people of a text and who each place of it is about."""

    heard: Heard
    mentions: tuple[Mention, ...]
    gone: frozenset[str] = frozenset()  # people who died long ago: nothing later is about them

    def about(self, place: int) -> Mention | None:
        """Whom the words at ``place`` are about: named beside them in the clause, or carried over; else None."""
        number = self.heard.clause_at(place)
        within = next((one for one in self.mentions if one.start <= place < one.end and one.kin in PLURAL), None)
        owner = within or self._described(place, self.heard.clauses[number].end)
        if owner is not None:
            return owner
        start = self.heard.clauses[number].start
        found = self._in_clause(start, place, place)
        if found:
            return found
        aside: Mention | None = None
        for earlier in range(number - 1, -1, -1):
            clause = self.heard.clauses[earlier]
            found = self._in_clause(clause.start, clause.end, clause.end)
            if found is None or found.kin in self.gone | {THEIRS}:
                continue
            if found.kin == SOMEONE and self.heard.text[found.start] in "他她":
                continue  # 「外孙八岁，他妈去世了，户口在…」
            if found.kin in (SELF, WE) and self._is_aside(found, clause.end):
                aside = aside or found
                continue
            return found if found.is_kin or aside is None else aside
        return aside

    def _described(self, place: int, end: int) -> Mention | None:
        """「听力一级的儿子」: the relative named right after."""
        one = next((one for one in self.mentions if place <= one.start < end), None)
        if one is None or not one.is_kin:
            return None
        return one if _DESCRIBES.fullmatch(self.heard.text, place, one.start) else None

    def _is_aside(self, writer: Mention, end: int) -> bool:
        """「我在成都上班回不去」, 「我是他外孙」: about the writer, and the next clause is not."""
        text = self.heard.text
        presents = writer.end >= end - 1 and any(sign in text[writer.start : writer.end] for sign in "他她")
        return presents or bool(_EXCUSES.search(text, writer.end, end))

    def is_beside(self, one: Mention) -> bool:
        """「跟我弟住」: somebody else is told of, and this person with them."""
        return is_beside(self.heard, one)

    def is_speaker(self, one: Mention) -> bool:
        """「我想问」: the writer, of whom nothing is told."""
        return one.kin == SELF and bool(_SPEAKS.search(self.heard.text[one.end : one.end + 6]))

    def is_named_beside(self, who: Mention, place: int) -> bool:
        """Whether ``who`` is named, not as 他, in the clause of ``place``."""
        pronoun = self.heard.text[who.start] in "他她它"
        return not pronoun and self.heard.clause_at(who.start) == self.heard.clause_at(place)

    def named_in_clause(self, place: int) -> Mention | None:
        """The person named before ``place`` in its own clause."""
        start = self.heard.clauses[self.heard.clause_at(place)].start
        return self._in_clause(start, place, place)

    def _in_clause(self, start: int, end: int, place: int) -> Mention | None:
        inside = [one for one in self.mentions if start <= one.start and one.end <= end]
        for one in reversed(inside):
            before, after = self.heard.text[start : one.start], self.heard.text[one.end : place]
            if one.kin in (SELF, WE) and (_SPEAKS.search(after) or after.startswith("们")):
                continue
            if one.kin in (SELF, WE) and before.endswith("连"):
                continue  # 「连我都不认得」
            if one.kin in (SELF, FAMILY) and _TO_THERE.search(before):
                continue
            if one.kin == FAMILY and _AT_HOME.search(before):
                continue
            if one.is_kin and place == end and _ASKED_TO_HELP.match(self.heard.text, one.end):
                continue  # 「侄子要不要垫」
            if one.kin in self.gone and _LEFT.search(after):
                continue
            if WITH.search(before) or (before and AT_THEIRS.search(after)):
                continue
            return one
        return None


_ASKED_TO_HELP = re.compile(
    r"(?:能不能|可不可以|要不要|用不用|该不该|需不需要|可以|能)(?:来|去|帮忙|帮)?(?:代|垫|替|签|继承|赡养|出钱)"
)
# 「我妈老催」, 「弟弟不同意」: somebody who talks about the matter without being it.
_TALKS = re.compile(
    r"^(?:也|又|还|都|就|老|老是|一直|总|总是|天天|非要|死活)*(?:说(?:以后|将来|等|没有?|要|得|必须|不用|不能|可以|打|让|叫|写|是)|讲(?:没有?|要|得)|催|逼|劝|骂|嫌|反对|不同意|不答应|不让|不肯签|让我来问|托我|喊我来|叫我来|是(?:我的?|他的?|她的?)?监护人|(?:在.{1,8})?[帮替代](?:着)?我(?:去|来)?(?:办|问|弄|跑|领|打|写|填|发|搞|下载|预约|申请|查|操作|录|念|按)|(?:可以|能|能不能|可不可以|能否|要)?(?:来|帮忙|帮|代)?代(?:办|领|为|问|签|理|取|填|缴|替|我)|(?:能不能|可不可以|要不要|用不用|该不该|需不需要|可以|能)(?:来|去|帮忙)?(?:垫|帮|替|签|继承|赡养|管|出钱|当监护))"
)
# 「弟媳不管」, 「我妈请假在照顾」: told of beside somebody else; alone they may be meant.
_ASIDE = re.compile(
    r"^家(?:里|住|在|那边|也)|^(?:们)?(?:都|也|还|又|才|刚|正|在)*(?:上|读|念)(?:着)?(?:学|书|小|初|高|大|幼|中|职|[一二三四五六]年级)|^(?:跟我|给我|也|老)*(?:说|讲|告诉我?|建议)(?!不(?:出|清|了)|话|不)|^(?:也|又|还|都|就|他|她|们)*(?:不管|不养|管不了|顾不上|没空|请假|没意见|同意|在(?:外地|外面|国外|部队|上班|外省|国外|外打工|[^，。]{1,6}(?:打工|上班|工作))|要(?:上班|开店|带娃|带孩子|做生意)|年纪大了|(?:早就?|都|就|已经|后来|去年|前年)*(?:跑(?:了|掉|路)|离家出走|改嫁|嫁(?:人|出去)|坐牢|走得早|走的早|帮(?:忙|着|我)*(?:带|照顾|管|看))|(?:在|又|刚|还|才)*(?:坐月子|怀孕|怀着)|(?:也|又|还)(?:有病|身体(?:都)?不好|一身病|病着)|(?:在|一直|天天|要|得|负责)*(?:(?:照顾|伺候|服侍|护理|照看|照料|陪护)(?!不|自己)|带(?=着?我))|也?(?:照顾|管)不(?:动|了))"
)
_ASKED_BEFORE = re.compile(
    r"(?:问的是|想问的是|主要问|收养|领养|想让|(?:请|找|雇|喊)(?:个|一个)?人.{0,4}(?:照顾|护理|伺候|看护)(?:一下)?)$"
)
_HELPED_BEFORE = re.compile(r"(?:给|帮|替|为)(?:我|俺|咱)?$")
_HELPED_AFTER = re.compile(r"^(?:申请|评|请|找|约|订|领|办(?:理|个)?(?:养老|低保|残疾|老年|高龄|补贴|护理))")


def asked_for(cast: Cast) -> Mention | None:
    """The relative for whom the words say that they ask: 「现在问的是我弟」, 「想给爸爸申请」; None if they do not."""
    text = cast.heard.text
    meant = [
        one
        for one in cast.mentions
        if one.is_kin
        and (
            _ASKED_BEFORE.search(text[: one.start])
            or (_HELPED_BEFORE.search(text[: one.start]) and _HELPED_AFTER.match(text[one.end :]))
        )
    ]
    return meant[-1] if len({one.kin for one in meant}) == 1 else None


_FOCUS = re.compile(r"(?:帮|给|替|来问的是|问的是|想让|想给|要给|为|送)(?:一下)?$")


HALVES_OF = {
    "parents": ("father", "mother"),
    "grandparents": ("grandfather", "grandmother"),
    "parents_in_law": ("father_in_law", "mother_in_law"),
}
_OFFSPRING = frozenset(("child", "son", "daughter"))
_AWAY = re.compile(
    r"(?:们)?(?:也|都|全|又)*(?:不在(?:身边|跟前|家|这边|本地)|(?:在外(?:地|面)?|忙|没空|上班|打工|管不了|不管))"
)
_NEAREST = frozenset(("spouse", "husband", "wife", "child", "son", "daughter"))


def is_writer_first(cast: Cast) -> bool:
    """「我今年八十，老伴八十二」: the writer begins with himself, so those nearest to him are told of by the way."""
    first = cast.mentions[0] if cast.mentions else None
    if first is None or first.kin != SELF or is_caller(cast.heard.text, first):
        return False
    clause = cast.heard.clauses[cast.heard.clause_at(first.start)]
    begins = first.start - clause.start <= 2
    return begins and not _SPEAKS.search(cast.heard.text[first.end : clause.end])


_OWNS = re.compile(r"(?:家)?(?:养的|的(?:狗|猫|车|店|房子|手机))")
# 「我一个人带孩子」: the writer is told of, with the child.
_BRINGS_UP = re.compile(
    r"(?:我|俺|自己|一个人|独自|离了?婚|离异|丧偶|单身|单亲)(?:了|后|以后|[，,])?.{0,4}(?:带|养|供|拉扯)(?:着|了|大)?"
    r"(?:个|[一两俩二三]个|俩)?(?:[^，。,]{1,6}的)?(?:孩子|娃|儿子|女儿|闺女)"
)


def _is_owner_of_thing(text: str, one: Mention) -> bool:
    """「身份证…是我奶奶的」, 「我妈养的狗」: named only as the owner of something."""
    if _OWNS.match(text[one.end :]):
        return True
    return text[: one.start].endswith("是") and bool(re.match(r"的(?=[，,。；;！!？?\s]|$)", text[one.end :]))


def focus(cast: Cast, dead: Sequence[Mention], partners: frozenset[str]) -> Mention | None:
    """The person whom the matter concerns: who has died, or is helped, or is the only relative told about.

    None when several could be meant, or when only the writer speaks (the writer is then concerned).
    """
    if dead:
        kins = {one.kin for one in dead}
        return dead[0] if len(kins) == 1 else None
    meant = asked_for(cast)
    if meant is not None:
        return meant
    relatives = _candidates(cast, partners)
    helped = [one for one in relatives if _FOCUS.search(cast.heard.text[: one.start])]
    chosen = helped or relatives
    if not helped and chosen and chosen[0].kin in PLURAL:  # 「爸妈都七十多了…姐姐要开店」
        chosen = [one for one in chosen if one.own and one.kin in HALVES_OF.get(chosen[0].kin, ())]
    if not helped and cast.mentions and cast.mentions[0].kin == FAMILY:
        return None  # the family is told of, and one of it in passing
    kins = {one.kin for one in chosen}
    own = [one for one in chosen if one.own] if len(kins) > 1 else []
    if own and len({one.kin for one in own}) == 1:
        return own[0]
    return chosen[0] if len(kins) == 1 and not kins & PLURAL else None


def _is_helped(cast: Cast, one: Mention) -> bool:
    """「本人52岁，儿子智力二级」: told of beside the writer and yet the matter, unless that is money."""
    text = cast.heard.text
    end = cast.heard.clauses[min(cast.heard.clause_at(one.start) + 1, len(cast.heard.clauses) - 1)].end
    disabled = _DISABLED.search(text, one.end, end) and not _DISABLED.search(text, 0, one.start)
    return bool(_FOCUS.search(text[: one.start])) or bool(
        disabled and not OF_MONEY.search(text) and not _MEALS.search(text)
    )


_DISABLED = re.compile(r"(?:残疾|肢体|智力|精神|视力|听力|言语)[^，。]{0,4}[一二三四1-4]级|瘫在?床|截瘫|偏瘫")
_MEALS = re.compile(r"送[餐饭]|助餐|老年餐|食堂")  # the writer may want them himself
OF_MONEY = re.compile(r"低保|低边|救助|救济|特困")


def _candidates(cast: Cast, partners: frozenset[str]) -> list[Mention]:
    """The relatives who may be the matter: neither gone, nor beside somebody, nor only talking, nor owning a thing."""
    text = cast.heard.text
    found = [one for one in cast.mentions if one.is_kin and one.kin not in partners | cast.gone]
    found = [one for one in found if not (cast.is_beside(one) or _TALKS.match(text[one.end :]))]
    found = [one for one in found if not _is_owner_of_thing(text, one)]
    if _BRINGS_UP.search(text):
        found = [one for one in found if one.kin not in YOUNG | {"son", "daughter"}]
    found = [one for one in found if not _ASIDE.match(text[one.end :])] or found
    theirs = next((one.start for one in cast.mentions if one.kin == SOMEONE), None)
    if theirs is not None:  # 「孙子爸爸坐牢妈妈跑了」: the second is not the writer's mother
        found = [one for one in found if one.own or one.start < theirs]
    found = [one for one in found if one.kin not in _OFFSPRING or not _AWAY.match(text[one.end :])]
    if is_writer_first(cast):
        found = [one for one in found if one.kin not in _NEAREST or _is_helped(cast, one)]
    first = {one.kin: one for one in reversed(cast.mentions)}
    by_the_way = {kin for kin, one in first.items() if cast.is_beside(one)}
    return [one for one in found if one.kin not in by_the_way] or found
