"""Who is meant: the people a text names, who each clause is about, and whom the matter concerns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.match.extract_text import Heard
from assistant.match.lexicon import NOBODY, Lexicon

SELF, PRONOUN, STRANGER, SOMEONE, ELDER, WE, FAMILY = "self", "pronoun", "stranger", "someone", "elder", "we", "family"
EX = "ex"
_NOT_KIN = frozenset((SELF, PRONOUN, STRANGER, SOMEONE, WE, FAMILY, EX, "theirs"))
THEIRS = "theirs"  # the father or mother of the child told of
PLURAL = frozenset(("parents", "grandparents", "parents_in_law", "couple"))
YOUNG = frozenset(("child", "grandchild", "grandson", "granddaughter", "nephew", "niece"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named from ``start`` to ``end``; ``own`` when the writer says 我的."""

    start: int
    end: int
    kin: str
    own: bool = False

    @property
    def is_kin(self) -> bool:
        """Whether this is a relative (or the elder) of the writer rather than the writer or a stranger."""
        return self.kin not in _NOT_KIN


def people(heard: Heard, lexicon: Lexicon, gone: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
    """The people named, composed where one word says whose the other is (「我老公的妈妈」).

    他 and 她 never stand for those who are ``gone``.
    """
    found: list[Mention] = []
    for start, end, kin in lexicon.people.find(heard.text):
        if kin == NOBODY:
            continue
        word = heard.text[start:end]
        if word in lexicon.near_writer and not _near_writer(heard.text, start, found):
            continue
        if word == "自己" and any(one.is_kin or one.kin == PRONOUN for one in found):
            continue  # 「我妈自己也六十五了」
        if word == "对方" and _ACCIDENT.search(heard.text):
            kin = STRANGER
        if kin in _ELDERS and _TITLED.search(heard.text[:start]):
            kin = STRANGER
        elif kin not in _NOT_KIN and _is_of_others(heard.text, start, found):
            kin = SOMEONE
        _join(found, Mention(start, end, kin, kin == SELF), heard.text, lexicon)
    found = [one for one in found if not (one.start == 0 and not one.own and _CALLED.match(heard.text, one.end))]
    found = _settle_writer(found, heard.text, lexicon)
    settled = _settle_parents(_settle_granny(found, heard.text))
    settled = _settle_elder(_settle_pronouns(settled, heard, lexicon, gone), heard.text)
    if _WRITER_OF_THEM.search(heard.text):  # 「我是他老伴，他昨天走的」
        settled = [replace(one, kin=ELDER) if one.kin == PRONOUN else one for one in settled]
    return tuple(settled)


_ACCIDENT = re.compile(r"车祸|肇事|全责|主责|交警|保险|司机|被撞|撞了")
_ELDERS = frozenset(("grandmother", "grandfather", "uncle", "aunt", "granny_or_mother_in_law"))
# 「张奶奶」, 「隔壁王爷爷」: somebody called by a surname is nobody's relative.
_TITLED = re.compile(
    r"(?:^|[的个位叫了住邻居隔壁楼上下村里院区是帮给替，,。；;！!？?\s]|社区|小区)老?[张王李赵刘陈杨黄周吴徐孙朱胡郭林何罗宋郑谢唐冯邓曹彭曾吕苏卢蒋蔡贾丁魏薛叶阎余潘杜夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]$"
)


# What may stand between 我 and a relative: 「我八十岁的父亲」; any other word before 的 is somebody: 「我同桌的爸爸」.
_LIKE = re.compile(
    r"(?:我|俺|咱|们|岁|多|迈|高龄|病|世|逝|残|失能|瘫|床|痴呆|亲生|独居|单身|在家|唯一|苦命|可怜|[大小老]|退休|故|着|亲|住|走|没|院|女|子|疾|理|症)的$"
)


def _is_of_others(text: str, start: int, found: Sequence[Mention]) -> bool:
    if not text[:start].endswith("的") or (found and found[-1].end == start - 1):
        return False
    return not _LIKE.search(text[:start]) and not re.search(r"(?:^|[，,。；;！!？?\s])的$", text[:start])


_CALLED = re.compile(r"[啊呀哎]?[，,！! ]+(?:我|俺|请|你|您|麻烦)")  # 「闺女，我八十三啦」
_WRITER_OF_THEM = re.compile(
    r"(?:我|俺|本人)(?:就)?是(?:[他她])(?:的)?(?:老伴|爱人|妻子|老婆|丈夫|老公|儿|女|闺女|孙|外孙|侄|外甥|弟|妹|哥|姐|媳妇)"
)


def _settle_writer(found: Sequence[Mention], text: str, lexicon: Lexicon) -> list[Mention]:
    """「我是他儿子」, 「我叫陈建国，是逝者陈德福的儿子」: all of it is the writer."""
    spans = [match.span() for match in lexicon.writer.finditer(text) if not match["deny"]]
    spans = [
        (max(start, text.rfind("，", start, end) + 1, text.rfind(",", start, end) + 1), end) for start, end in spans
    ]
    made: list[Mention] = []
    for one in found:
        span = next(((start, end) for start, end in spans if start <= one.start < end), None)
        if span is None:
            made.append(one)
        elif not (made and made[-1].start == span[0]):
            made.append(Mention(span[0], span[1], SELF, True))
    return made


_WRITER_BEFORE = re.compile(
    r"(?:[我俺咱他她你家们的老让把送接帮给替跟和是问由让陪叫，,。\s个了：:有、]|^|请问|今年|现在|昨天|前天|目前|只有)$"
)


def _near_writer(text: str, start: int, found: Sequence[Mention]) -> bool:
    return bool(_WRITER_BEFORE.search(text[:start])) or bool(found and found[-1].end == start)


def _join(found: list[Mention], new: Mention, text: str, lexicon: Lexicon) -> None:
    """Add ``new``, or make one person of it and the word right before it."""
    last = found[-1] if found else None
    between = text[last.end : new.start] if last else "，"
    if last is None or between not in ("", "的", "家", "家的", "他", "她", "家里", "那个", "家里的", "屋头", "屋头的"):
        found.append(new)
    elif last.kin in (SELF, WE, FAMILY) and new.kin not in (SELF, WE, FAMILY):
        found[-1] = replace(new, start=last.start, own=True) if new.kin != PRONOUN else new
    elif last.kin == STRANGER:
        found[-1] = Mention(last.start, new.end, STRANGER)
    elif last.kin == PRONOUN and new.is_kin:
        found[-1] = Mention(last.start, new.end, SOMEONE)
    elif new.kin in (PRONOUN, SELF, WE, FAMILY):
        if new.kin != PRONOUN or between:
            found.append(new)
    elif new.kin == STRANGER or last.kin == ELDER or new.kin == ELDER:
        found[-1] = Mention(
            last.start,
            new.end,
            STRANGER if new.kin == STRANGER else last.kin if new.kin == ELDER else new.kin,
            last.own,
        )
    elif last.kin == new.kin and not between:
        found[-1] = replace(last, end=new.end)
    elif last.is_kin and new.is_kin:
        kin = lexicon.composed.get(last.kin, {}).get(new.kin, SOMEONE)
        found[-1] = Mention(last.start, new.end, kin, last.own)
    else:
        found.append(new)


_BY_MARRIAGE = re.compile(r"老公|丈夫|公公|儿媳|我先生|我男人")


def _settle_granny(found: Sequence[Mention], text: str) -> list[Mention]:
    """婆婆 is the husband's mother, in the south-west also the grandmother: only other words can tell."""
    kin = "mother_in_law" if _BY_MARRIAGE.search(text) else "granny_or_mother_in_law"
    return [replace(one, kin=kin) if one.kin == "granny_or_mother_in_law" else one for one in found]


def _settle_parents(found: Sequence[Mention]) -> list[Mention]:
    """「外孙女七岁，妈妈去世了」: where a child is told of first, a father or mother not called 我的 is the child's."""
    first = next((one for one in found if one.is_kin), None)
    if first is None or first.kin not in YOUNG or any(one.own and one.kin in ("father", "mother") for one in found):
        return list(found)
    return [replace(one, kin=THEIRS) if one.kin in ("father", "mother", "parents") else one for one in found]


def _settle_pronouns(found: Sequence[Mention], heard: Heard, lexicon: Lexicon, gone: frozenset[str]) -> list[Mention]:
    """他 and 她 stand for the last third person; 「他妈」 for somebody of that person's."""
    made: list[Mention] = []
    third: list[Mention] = []
    for one in found:
        last = third[-1] if third else None
        if one.kin == PRONOUN:
            sex = {"他": "male", "她": "female"}.get(heard.text[one.start : one.start + 1])
            meant = [m for m in third if m.kin not in PLURAL | gone | {THEIRS, STRANGER, EX}] or third
            same = [m for m in meant if m.kin not in PLURAL and lexicon.sex.get(m.kin, sex) == sex]
            one = replace(one, kin=same[-1].kin, own=same[-1].own) if len({m.kin for m in same}) == 1 else one
        elif one.kin == ELDER and last and last.is_kin and not one.own:
            one = replace(one, kin=last.kin, own=last.own)
        elif one.kin not in (SELF, WE, FAMILY):
            third.append(one)
        made.append(one)
    return made


def _settle_elder(found: Sequence[Mention], text: str) -> list[Mention]:
    """「逝者是我舅舅」: the elder told of before and after is this relative."""
    named = [one for one in found if one.own and one.is_kin and _IS.search(text[: one.start])]
    if len({one.kin for one in named}) != 1:
        return list(found)
    who = named[0]
    return [replace(one, kin=who.kin, own=True) if one.kin in (ELDER, PRONOUN) else one for one in found]


_IS = re.compile(r"(?:逝者|死者|老人家?|老爷子|老太太|[他她]|走的|去世的|没的)(?:就|便)?是$")

# --- whom a place of the text is about ------------------------------------------------------------

# 「我想问」, 「我来办」: the writer speaks, and is not what the clause is about.
_SPEAKS = re.compile(
    r"^(?:们)?(?:就|也|都|又|再|现在|今天|是|先|自己)?(?:想|要|该|来|去|问|帮|给|替|办|跟|和|与|同|陪|记|忘|猜|怕|估计|以为|担心|打听|了解|咨询|请教|告诉|觉得|听|看|不知道|不晓得|不清楚|搞不清|需要|可以|能|应该|怎么|把|让|才|咋|负责|打算|准备)"
)
_WITH = re.compile(
    r"(?:跟|和|与|随|同|由|被|靠|让|找|归|住|比|跟着|随着|靠着|(?:带|养|供|有|生|拉扯)(?:着|了)?|[一二两三四几\d]个)$"
)
_TO_THERE = re.compile(r"(?:到|在|来|回|去|进|离)$")  # 「接到我家」
_AT_HOME = re.compile(r"(?:住|在|到|来)[^，。]{1,8}$")  # 「住在金水区我家」
_AT_THEIRS = re.compile(r"^(?:这里|那里|这儿|那儿|这边|那边|家里|家住|家(?=[，,。；;\s]|$)|家的)")


@dataclass(frozen=True)
class Cast:
    """The people of a text and who each place of it is about."""

    heard: Heard
    mentions: tuple[Mention, ...]
    gone: frozenset[str] = frozenset()  # people who died long ago: nothing later is about them

    def about(self, place: int) -> Mention | None:
        """Whom the words at ``place`` are about: named before them in the clause, or carried over; else None."""
        number = self.heard.clause_at(place)
        start = self.heard.clauses[number].start
        found = self._in_clause(start, place, place)
        if found:
            return found
        for earlier in range(number - 1, -1, -1):
            clause = self.heard.clauses[earlier]
            found = self._in_clause(clause.start, clause.end, clause.end)
            if found and found.kin not in self.gone | {THEIRS}:
                return found
        return None

    def is_beside(self, one: Mention) -> bool:
        """「跟我弟住」: somebody else is told of, and this person with them."""
        start = self.heard.clauses[self.heard.clause_at(one.start)].start
        after = self.heard.text[one.end : one.end + 3]
        return bool(_WITH.search(self.heard.text[start : one.start])) or bool(
            one.start > start and _AT_THEIRS.search(after)
        )

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
            if one.kin == SELF and (_SPEAKS.search(after) or after.startswith("们")):
                continue
            if one.kin in (SELF, FAMILY) and _TO_THERE.search(before):
                continue
            if one.kin == FAMILY and _AT_HOME.search(before):
                continue
            if _WITH.search(before) or (before and _AT_THEIRS.search(after)):
                continue
            return one
        return None


# 「我妈老催」, 「弟弟不同意」: somebody who talks about the matter without being it.
_TALKS = re.compile(
    r"^(?:也|又|还|都|就|老|老是|一直|总|总是|天天|非要|死活)*(?:催|逼|劝|骂|嫌|反对|不同意|不答应|不让|不肯签|让我来问|托我|喊我来|叫我来|是(?:我的?|他的?|她的?)?监护人|(?:在.{1,8})?[帮替]我(?:去|来)?(?:办|问|弄|跑|领))"
)
# 「弟媳不管」, 「我妈请假在照顾」: told of beside somebody else; alone they may be meant.
_ASIDE = re.compile(
    r"^(?:也|又|还|都|就|他|她|们)*(?:不管|不养|管不了|顾不上|没空|请假|没意见|同意|在(?:外地|外面|国外|部队|上班|外省)|年纪大了|也?(?:照顾|管)不(?:动|了))"
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


_NEAREST = frozenset(("spouse", "husband", "wife", "child", "son", "daughter"))


def _is_writer_first(cast: Cast) -> bool:
    """「我今年八十，老伴八十二」: the writer begins with himself, so those nearest to him are told of by the way."""
    first = cast.mentions[0] if cast.mentions else None
    if first is None or first.kin != SELF:
        return False
    clause = cast.heard.clauses[cast.heard.clause_at(first.start)]
    begins = first.start - clause.start <= 2
    return begins and not _SPEAKS.search(cast.heard.text[first.end : clause.end])


_OWNS = re.compile(r"(?:家)?(?:养的|的(?:狗|猫|车|店|房子|手机))")
# 「我一个人带孩子」: the writer is told of, with the child.
_BRINGS_UP = re.compile(
    r"(?:我|俺|自己|一个人|独自).{0,4}(?:带|养|供|拉扯)(?:着|了|大)?(?:个|两个)?(?:孩子|娃|儿子|女儿|闺女)"
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
    if not helped and cast.mentions and cast.mentions[0].kin == FAMILY:
        return None  # the family is told of, and one of it in passing
    kins = {one.kin for one in chosen}
    own = [one for one in chosen if one.own] if len(kins) > 1 else []
    if own and len({one.kin for one in own}) == 1:
        return own[0]
    return chosen[0] if len(kins) == 1 and not kins & PLURAL else None


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
    if _is_writer_first(cast):
        found = [one for one in found if one.kin not in _NEAREST or _FOCUS.search(text[: one.start])]
    first = {one.kin: one for one in reversed(cast.mentions)}
    by_the_way = {kin for kin, one in first.items() if cast.is_beside(one)}
    return [one for one in found if one.kin not in by_the_way] or found
