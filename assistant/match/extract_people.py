"""The people a text names: who each word stands for, joined where one word says whose the other is."""

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


def people(
    heard: Heard,
    lexicon: Lexicon,
    named: Sequence[tuple[int, int, str]],
    gone: frozenset[str] = frozenset(),
    first: frozenset[str] = frozenset(),
) -> tuple[Mention, ...]:
    """The people named, composed where one word says whose the other is (「我老公的妈妈」).

    ``named`` are the words for people, as found in the text.
    他 and 她 never stand for those who are ``gone``, and of two for the one who comes ``first``.
    """
    found: list[Mention] = []
    for start, end, kin in named:
        if kin == NOBODY:
            continue
        word = heard.text[start:end]
        if word in lexicon.near_writer and not _near_writer(heard.text, start, found):
            continue
        if word == "自己" and any(one.is_kin or one.kin == PRONOUN for one in found):
            continue  # 「我妈自己也六十五了」
        if kin == EX and "复婚" in heard.text:
            kin = "fiance"  # whom the writer marries again
        if kin == STRANGER and _ARE.search(heard.text[:start]):
            continue  # 「我跟对象是高中同学」
        if word in ("先生", "女士") and _is_called(heard.text, word, found):
            kin = SELF  # 「来电先生28岁…先生身份证…」
        if word == "对方" and _ACCIDENT.search(heard.text):
            kin = STRANGER
        if _is_somebodys_elder(kin, heard.text[:start]):
            kin = STRANGER
        elif kin not in _NOT_KIN and _is_of_others(heard.text, start, found):
            kin = SOMEONE
        own = kin == SELF or word[0] in "我俺" or _is_callers(heard.text, start, found)
        _join(found, Mention(start, end, kin, own), heard.text, lexicon)
    found = [one for one in found if not (one.start == 0 and not one.own and _CALLED.match(heard.text, one.end))]
    found = _settle_writer(found, heard.text, lexicon)
    settled = _settle_parents(_settle_child(_settle_granny(found, heard.text)))
    settled = _settle_elder(_settle_pronouns(settled, heard, lexicon, gone, first), heard.text)
    if _WRITER_OF_THEM.search(heard.text):  # 「我是他老伴，他昨天走的」
        settled = [replace(one, kin=ELDER) if one.kin == PRONOUN else one for one in settled]
    return tuple(settled)


_CALLER = re.compile(r"人|者|市民|居民|村民|群众|网民|家属|先生|女士|男士|小姐|同志|某|大爷|大妈|阿姨")


def is_caller(text: str, one: Mention) -> bool:
    """「来电人」, 「市民刘先生」: the writer as an operator's note calls him."""
    return (
        one.kin == SELF
        and text[one.start] not in "我俺咱本偶自鄙是这"
        and bool(_CALLER.search(text[one.start : one.end]))
    )


def _is_called(text: str, title: str, found: Sequence[Mention]) -> bool:
    return any(is_caller(text, one) and title in text[one.start : one.end] for one in found)


def _is_callers(text: str, start: int, found: Sequence[Mention]) -> bool:
    """「来电人反映其母亲…」: 其 is the caller; after a stranger was told of it is the stranger."""
    if not text[:start].endswith("其") or not any(is_caller(text, one) for one in found):
        return False
    return not any(one.kin in (STRANGER, SOMEONE) for one in found)


_ARE = re.compile(r"(?:跟|和|与|我们)[^，。,\s]{0,5}是[^，。,\s我他她]{0,4}$")
_ACCIDENT = re.compile(r"车祸|肇事|全责|主责|交警|保险|司机|被撞|撞了")
_ELDERS = frozenset(("grandmother", "grandfather", "uncle", "aunt", "granny_or_mother_in_law"))
# 「张奶奶」, 「隔壁王爷爷」: somebody called by a surname is nobody's relative.
_TITLED = re.compile(
    r"(?:^|[的个位叫了住邻居隔壁楼上下村里院区是帮给替，,。；;！!？?\s]|社区|小区)老?[张王李赵刘陈杨黄周吴徐孙朱胡郭林何罗宋郑谢唐冯邓曹彭曾吕苏卢蒋蔡贾丁魏薛叶阎余潘杜夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]$"
)


def _is_somebodys_elder(kin: str, before: str) -> bool:
    """「王婆婆」, 「有个婆婆」: an old woman of the neighbourhood."""
    some = kin == "granny_or_mother_in_law" and _SOME.search(before)
    return bool(some) or (kin in _ELDERS and bool(_TITLED.search(before)))


_SOME = re.compile(r"(?:^|[，,。；;！!？?\s里])(?:有|来了|一)一?[个位名]老?$")
# What may stand between 我 and a relative: 「我八十岁的父亲」; any other word before 的 is somebody: 「我同桌的爸爸」.
_LIKE = re.compile(
    r"(?:我|俺|咱|们|岁|多|迈|高龄|病|世|逝|残|失能|瘫|床|痴呆|亲生|独居|单身|在家|唯一|苦命|可怜|[大小老]|退休|故|着|亲|住|走|没|院|女|子|疾|理|症|级|床上|炕上|轮椅上|能|动|话|见|聋|瞎|瘸|哑|傻|癌|梗|透析|术后|过|了|低保户?|特困户?|五保户?|寡|卧床|持证|户籍|户口)的$"
)


def _is_of_others(text: str, start: int, found: Sequence[Mention]) -> bool:
    if not text[:start].endswith("的") or (found and text[found[-1].end : start] in _HIS):
        return False
    return not _LIKE.search(text[:start]) and not re.search(r"(?:^|[，,。；;！!？?\s])的$", text[:start])


_HIS = frozenset(("的", "家的", "家里的", "屋头的", "那边的"))
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
    r"(?:[我俺咱他她你家们的老让把送接帮给替跟和是问由让陪叫，,。\s个了：:有、]|[家屋][里头中]的?|^|请问|今年|现在|昨天|前天|目前|只有)$"
)


def _near_writer(text: str, start: int, found: Sequence[Mention]) -> bool:
    return bool(_WRITER_BEFORE.search(text[:start])) or bool(found and found[-1].end == start)


_TOGETHER = re.compile(r"(?:他们|她们)?(?:俩|两个|两口子|两人|二人|一起|先后|相继|双双|同时|前后脚|上个?月|都)")
_BOTH = {
    frozenset(("father", "mother")): "parents",
    frozenset(("grandfather", "grandmother")): "grandparents",
    frozenset(("father_in_law", "mother_in_law")): "parents_in_law",
}


def _both(last: Mention, new: Mention, between: str, text: str) -> str | None:
    """「奶奶和爷爷先后走了」: two told of as one."""
    if between not in ("和", "跟", "与", "、", "还有") or not _TOGETHER.match(text, new.end):
        return None
    return _BOTH.get(frozenset((last.kin, new.kin)))


def _join(found: list[Mention], new: Mention, text: str, lexicon: Lexicon) -> None:
    """Add ``new``, or make one person of it and the word right before it."""
    last = found[-1] if found else None
    between = text[last.end : new.start] if last else "，"
    if last is not None and (both := _both(last, new, between, text)):
        found[-1] = Mention(last.start, new.end, both, last.own or new.own)
    elif last is None or between not in (
        "",
        "的",
        "家",
        "家的",
        "他",
        "她",
        "家里",
        "那个",
        "家里的",
        "屋头",
        "屋头的",
    ):
        found.append(new)
    elif last.kin in (SELF, WE, FAMILY) and new.kin not in (SELF, WE, FAMILY):
        found[-1] = replace(new, start=last.start, own=True) if new.kin != PRONOUN else new
    elif last.kin == STRANGER:
        found[-1] = Mention(last.start, new.end, STRANGER)
    elif last.kin == PRONOUN and new.is_kin:
        found[-1] = Mention(last.start, new.end, new.kin if new.own else SOMEONE, new.own)
    elif last.kin in PLURAL and new.kin == WE and not between and text[new.start] not in "我俺咱":
        found[-1] = replace(last, end=new.end)  # 「外公外婆两个人」
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
    elif (last.kin in PLURAL and new.kin == "couple") or (last.kin == new.kin and not between):  # 「父母老两口」
        found[-1] = replace(last, end=new.end)
    elif last.is_kin and new.is_kin:
        kin = lexicon.composed.get(last.kin, {}).get(new.kin, SOMEONE)
        found[-1] = Mention(last.start, new.end, kin, last.own)
    else:
        found.append(new)


_BY_MARRIAGE = re.compile(r"老公|丈夫|公公|儿媳|我先生|我男人")
# Only a grandmother stands beside these; who speaks the dialect may mean her too.
_BY_BLOOD = re.compile(
    r"爷爷|奶奶|外婆|外公|孙|[我俺](?:屋头?|们)?(?:爸|妈|老汉|父|母|幺爸|孃|嬢|姑|叔|舅|大爷|伯)|屋头|我屋|老汉|啥子|咋个|啷个|晓得|莫得|没得|婆婆爷爷"
)


def _settle_granny(found: Sequence[Mention], text: str) -> list[Mention]:
    """婆婆 is the husband's mother, in the south-west also the grandmother: only other words can tell."""
    hers = _BY_MARRIAGE.search(text) or not _BY_BLOOD.search(text)
    kin = "mother_in_law" if hers else "granny_or_mother_in_law"
    return [replace(one, kin=kin) if one.kin == "granny_or_mother_in_law" else one for one in found]


_CHILDREN = frozenset(("son", "daughter", "grandson", "granddaughter", "nephew", "niece"))


def _settle_child(found: Sequence[Mention]) -> list[Mention]:
    """「其子12岁…孩子户籍在…」: a child told of later is the son told of before."""
    made: list[Mention] = []
    for one in found:
        before = {earlier.kin for earlier in made if earlier.kin in _CHILDREN}
        made.append(replace(one, kin=next(iter(before))) if one.kin == "child" and len(before) == 1 else one)
    return made


def _settle_parents(found: Sequence[Mention]) -> list[Mention]:
    """「外孙女七岁，妈妈去世了」: where a child is told of first, a father or mother not called 我的 is the child's."""
    first = next((one for one in found if one.is_kin), None)
    if first is None or first.kin not in YOUNG or any(one.own and one.kin in ("father", "mother") for one in found):
        return list(found)
    return [replace(one, kin=THEIRS) if one.kin in ("father", "mother", "parents") else one for one in found]


WITH = re.compile(
    r"(?:跟|和|与|随|同|由|被|靠|让|找|归|住|比|跟着|随着|靠着|[有生](?:着|了)?|(?:带|养|供|拉扯)(?:着|了)?(?:[一两三四]个|俩|个)?(?:(?:在|正)?[上读念][^，。\s]{1,5}的|[^，。\s]{1,3}岁的)?|[一二两三四几\d]个)$"
)
AT_THEIRS = re.compile(r"^(?:这里|那里|这儿|那儿|这边|那边|家里|家住|家(?=[，,。；;\s]|$)|家的)")


def is_beside(heard: Heard, one: Mention) -> bool:
    """「跟我弟住」: somebody else is told of, and this person with them."""
    start = heard.clauses[heard.clause_at(one.start)].start
    after = heard.text[one.end : one.end + 3]
    return bool(WITH.search(heard.text[start : one.start])) or bool(one.start > start and AT_THEIRS.search(after))


_SEXES = re.compile(r"(?P<he>男|夫|老公|老头|boy|bf)|女|妻|老婆|媳妇|老太|girl|gf")


def sex_of(one: Mention, text: str, lexicon: Lexicon) -> str | None:
    """The sex that a relative's word tells; of 男朋友 and 女方 the word itself."""
    if one.kin in lexicon.sex:
        return lexicon.sex[one.kin]
    told = _SEXES.search(text, one.start, one.end)
    return None if told is None else "male" if told["he"] else "female"


def _settle_pronouns(
    found: Sequence[Mention], heard: Heard, lexicon: Lexicon, gone: frozenset[str], first: frozenset[str]
) -> list[Mention]:
    """他 and 她 stand for the last third person; 「他妈」 for somebody of that person's."""
    made: list[Mention] = []
    third: list[Mention] = []
    for one in found:
        last = third[-1] if third else None
        if one.kin == PRONOUN:
            sex = {"他": "male", "她": "female"}.get(heard.text[one.start : one.start + 1])
            if heard.text[one.start] == "其" and not third:
                one = replace(one, kin=SELF, own=True) if any(is_caller(heard.text, m) for m in found) else one
                made.append(one)
                continue
            meant = [m for m in third if m.kin not in PLURAL | gone | ({THEIRS, STRANGER, EX} - first)]
            meant = meant or [m for m in third if m.kin not in gone] or third
            same = [m for m in meant if m.kin not in PLURAL and (sex_of(m, heard.text, lexicon) or sex) == sex]
            same = _likelier(same, heard, first)
            one = replace(one, kin=same[-1].kin, own=same[-1].own) if len({m.kin for m in same}) == 1 else one
        elif one.kin == ELDER and last and last.is_kin and not one.own:
            last = (_likelier(third, heard, first) or third)[-1]
            one = replace(one, kin=last.kin, own=last.own)
        elif one.kin not in (SELF, WE, FAMILY):
            third.append(one)
        made.append(one)
    return made


def _likelier(meant: Sequence[Mention], heard: Heard, first: frozenset[str]) -> list[Mention]:
    """Of several the one who has died or is asked for, else those who are not told of beside somebody."""
    if len({one.kin for one in meant}) < 2:
        return list(meant)
    chosen = [one for one in meant if one.kin in first]
    return chosen or [one for one in meant if not is_beside(heard, one)] or list(meant)


def _settle_elder(found: Sequence[Mention], text: str) -> list[Mention]:
    """「逝者是我舅舅」: the elder told of before and after is this relative."""
    named = [one for one in found if one.own and one.is_kin and _IS.search(text[: one.start])]
    if len({one.kin for one in named}) != 1:
        return list(found)
    who = named[0]
    return [replace(one, kin=who.kin, own=True) if one.kin in (ELDER, PRONOUN) else one for one in found]


_IS = re.compile(r"(?:逝者|死者|老人家?|老爷子|老太太|[他她]|走的|去世的|没的)(?:就|便)?是$")
