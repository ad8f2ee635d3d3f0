"""The people and deaths of one text, whom its matter concerns, and whom each place of it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.match.extract_cast import HALVES_OF, OF_MONEY, Cast, asked_for, focus, is_writer_first
from assistant.match.extract_death import Death, deaths, implied_deaths, is_stranger
from assistant.match.extract_death_lists import listed_deaths
from assistant.match.extract_death_places import DeathPlace, death_places
from assistant.match.extract_moods import Moods
from assistant.match.extract_numbers import household_sizes
from assistant.match.extract_people import (
    ELDER,
    EX,
    FAMILY,
    PLURAL,
    PRONOUN,
    SELF,
    STRANGER,
    WE,
    YOUNG,
    Mention,
    people,
)
from assistant.match.extract_said import CONCERNED, PARTNER, WRITER
from assistant.match.extract_text import Heard
from assistant.match.lexicon import Lexicon

_MARRIAGE = re.compile(
    r"头婚|初婚|(?:去|来|到)民政局登记|领(?:个|结婚)?证|扯(?:个|结婚)?证|结婚证|离婚|结婚登记|登记结婚|婚姻登记|男朋友|女朋友|未婚[夫妻]"
    r"|(?:想|要|准备|打算)结婚|复婚|把(?:结婚)?证(?:给|先)?[领扯]|把婚[给]?[结离]|登个记|结婚手续|再婚登记|[要想](?:跟|和)?[他她]离|要离[他她]|收养|领养|前夫|前妻|抚养费|(?:去|就|要|想)离(?:了|掉)?(?=[，,。！!；;、\s]|$)"
)
_ABOUT_ONE = re.compile(
    r"(?:^|[，,。！!\s])人(?:是|就)*在|[今昨前][天儿]|[今昨]晚|[今昨]早|今天|\d号|月|我家|我们家|生下来|刚刚|刚走|[一二两三四五六七八九\d]天"
)
# 「我离婚了，孩子跟我」 tells how somebody lives; no divorce is wanted.
_PAST_DIVORCE = re.compile(
    r"(?<![要想好定备])(?:离(?:了)?婚了?(?:后|以后|之后|多年|好几年|好多年|[一二两三四五六七八九十\d]+年)|(?<!商量)(?<!协议)(?:早就?|已经?|我|[他她])离(?:了婚|婚了|异)|离过婚|离异|离婚带娃)"
)
_DIVORCE = re.compile(
    r"离婚|把婚离|[要想](?:跟|和)?[他她]离|要离[他她]|(?:想|要|去|就)离(?:了|掉)?(?=[，,。！!；;、\s]|$)"
)
# 「有人讲三级没有补贴」: a stranger who is only heard
_SAYS = re.compile(r"(?:都|也|跟我|和我|给我|就|们|老|又)*(?:说|讲|劝|喊|叫|告诉|催|议论)")
_BOTH_OF_US = re.compile(r"(?:^|[，,。；;])(?:我们)?(?:两口子|夫妻(?:俩|两|二人|双方)|夫妇)")
_WE_OLD_TWO = re.compile(
    r"(?:^|[，,。；;])(?:(?:我|俺|咱)们?老?两(?:口子?|个老)|(?:我|俺)(?:和|跟|与)(?:我|俺)?(?:家)?(?:老伴儿?|爱人|老公|老婆子?|老头子?|丈夫|妻子|媳妇)(?:户口|户籍|今年)?(?:俩|两个|两人|二人|都))"
)
# 「老公肢体二级，家里四口人，想问护理补贴」: the household is told of beside the one who is disabled.
_OF_A_DISABLED = re.compile(r"残疾|肢体|智力|精神|视力|听力|言语")
_GRAVE = re.compile(r"[迁移]坟|坟[^，。]{0,4}[迁移]|扫墓|上坟|祭扫|墓(?:地|位)?的?(?:管理费|续费|到期)|修坟")
_OF_LATE = re.compile(r"[昨今前][天晚早]|刚|[月周]|星期|礼拜|\d[号日]|火化|销户|死亡证|想|申请")
_NEAR = 16  # characters
_AS_ONE = re.compile(r"两口|俩|二老|两老|都|两[个位]")
_ONE_BY_ONE = re.compile(r"前后脚|先后|相继|接连|前脚")
_SOMEBODY = re.compile(r"有[个位人]|隔壁|邻居|村里|网上|谁")
_YOUNG_COUPLE = {"son": "daughter_in_law", "daughter": "son_in_law"}


@dataclass(frozen=True)
class Scene:
    """One text with everything that can be asked of any place of it.

    ``told`` are the deaths that the matter may be, ``passing`` those told beside it, ``strange`` those of strangers.
    """

    heard: Heard
    lexicon: Lexicon
    moods: Moods
    cast: Cast
    told: tuple[Death, ...]
    passing: tuple[Death, ...]
    strange: tuple[Death, ...]

    @classmethod
    def of_text(cls, heard: Heard, lexicon: Lexicon) -> Scene:
        moods = Moods.of(heard, lexicon)
        named, dead = list(lexicon.people.find(heard.text)), list(lexicon.deaths.find(heard.text))
        cast = Cast(heard, people(heard, lexicon, named))
        told = list(deaths(heard, cast, moods, lexicon, dead))
        gone = _gone(told, cast)
        meant = asked_for(cast)
        first = frozenset({one.who.kin for one in told if one.who} - gone)
        first = frozenset((meant.kin,)) if meant else first
        if not told and meant is None and not _MARRIAGE.search(heard.text):  # the one told of all through
            likely = focus(cast, (), frozenset())
            first = frozenset((likely.kin,)) if likely else first
        if gone or first:  # 他 and 她 mean somebody else from now on
            cast = Cast(heard, people(heard, lexicon, named, gone, first), gone)
            told = list(deaths(heard, cast, moods, lexicon, dead))
        told = told or list(listed_deaths(heard, cast, lexicon)) or list(implied_deaths(heard, cast, moods, lexicon))
        other_matter = bool(told) and _is_other_matter(heard, lexicon)
        aside = [one for one in told if other_matter or _is_by_the_way(one, cast)]
        gone |= _gone(told, cast) | {one.who.kin for one in aside if one.who and one.who.is_kin}
        told = [replace(one, background=True) if one in aside else one for one in told]
        cast = Cast(heard, people(heard, lexicon, named, gone, first - gone) if aside else cast.mentions, gone)
        plain = [one for one in told if not _is_passing(one, gone) and not _is_strangers(one, heard)]
        single = [one for one in plain if not (one.who and one.who.kin in PLURAL)]
        kept = tuple(single or plain)
        passing = tuple(one for one in told if one not in kept)
        strange = tuple(one for one in told if _is_strangers(one, heard))
        return cls(heard, lexicon, moods, cast, kept, passing, strange)

    @cached_property
    def marriage(self) -> bool:
        """Whether the text tells of marrying or of a partner to marry."""
        return bool(_MARRIAGE.search(_PAST_DIVORCE.sub("", self.heard.text)))

    @cached_property
    def is_of_couple(self) -> bool:
        """Whether the text tells of marrying, or of two who are a couple."""
        return self.marriage or any(one.kin in ("fiance", EX) for one in self.cast.mentions)

    @cached_property
    def death_places(self) -> tuple[DeathPlace, ...]:
        named = [one for one in self.cast.mentions if one.is_kin or one.kin == SELF]
        return tuple(death_places(self.heard, [one for one in self.told if not one.is_implied], named, self.lexicon))

    @cached_property
    def focus(self) -> Mention | None:
        """The person the matter concerns; None when that is the writer, or several could be meant."""
        dead = [one.who for one in self.told if one.who]
        partners = self.lexicon.partners if self.marriage else frozenset({"fiance"})
        if any(one.kin in PLURAL for one in dead):
            return None
        if self.is_of_household and not dead:
            return None
        if self.marriage:
            theirs = any(one.kin in _YOUNG_COUPLE.values() for one in self.cast.mentions)  # a child divorces
            divorce = _DIVORCE.search(self.heard.text) is not None and not theirs
            partners |= {"child", "son", "daughter"} if divorce else {"child"}
        return focus(self.cast, dead, partners)

    @cached_property
    def is_one_death(self) -> bool:
        """Whether the words tell of one death, and of somebody's in particular."""
        kins = {one.who.kin for one in self.told if one.who}
        if kins & PLURAL or len(kins) > 1:
            return False
        if kins - {ELDER} or (not kins and self.focus is not None):
            return True
        return any(_ABOUT_ONE.search(self.heard.text, max(0, d.start - 12), d.end + 4) for d in self.told)

    @cached_property
    def is_told_together(self) -> bool:
        """Whether two died at once: 「爸妈出了车祸，两个人当场没了」."""
        kins = {one.who.kin if one.who else "" for one in self.told}
        return len(kins) == 1 and kins <= PLURAL and not _ONE_BY_ONE.search(self.heard.text)

    @cached_property
    def is_about_strangers(self) -> bool:
        """A text whose only third person is a stranger, or that tells a stranger's death."""
        if _GRAVE.search(self.heard.text) and not _OF_LATE.search(self.heard.text):
            return True  # who lies there died long ago
        others = [one for one in self.cast.mentions if one.kin not in (SELF, WE, FAMILY)]
        others = [one for one in others if not (one.kin == STRANGER and _SAYS.match(self.heard.text, one.end))]
        named = [one for one in others if not self.cast.is_beside(one)]
        if self.strange and not self.told:
            return self.focus is None or self.focus.kin not in YOUNG  # 「外孙八岁，他爸去世」
        ours = any(one.kin == FAMILY or (one.is_kin and one.own) for one in self.cast.mentions)
        return bool(named) and named[0].kin == STRANGER and not ours

    @cached_property
    def _has_unsettled_kin(self) -> bool:
        """Relatives are told of and which of them is meant is open: then nothing falls to the writer by default."""
        if self.focus is not None or self.told:
            return False
        partners = self.lexicon.partners if self.marriage else frozenset({"fiance"})
        kin = [one for one in self.cast.mentions if one.is_kin and one.kin not in partners | self.cast.gone]
        return any(not self.cast.is_beside(one) for one in kin)

    def role(self, who: Mention | None, default: str | None = None) -> str | None:
        """The role of a person in the matter; None for people whom it is not about."""
        if who is None:
            if default is None and not self.is_of_household and self._has_unsettled_kin:
                return None
            return default or (CONCERNED if self.focus or self.told else WRITER)
        if who.kin in (SELF, FAMILY) or (who.kin == WE and self.focus is None and not self._has_unsettled_kin):
            return WRITER
        if self.focus is not None and who.kin == self.focus.kin:
            return CONCERNED
        if who.kin == "fiance" or (self.marriage and self._is_other_half(who)):
            return PARTNER
        if who.kin == PRONOUN and self.marriage and self.focus is None and not self.told:
            return PARTNER  # of whom nothing else is said: 「我户口在周口，他户口在洛阳」
        if who.kin == PRONOUN and self.marriage and self.focus is None:
            return PARTNER  # 「我23，他22，想登记」
        if who.kin == ELDER and self.focus is None and self.told:
            return CONCERNED
        if who.kin == PRONOUN and self._is_only_he:
            return CONCERNED
        return None

    def role_of_both(self, who: Mention | None) -> str | None:
        """「老两口住璧山」, 「爸妈户口都在…」: what holds for both where nobody else is told of."""
        if who is None or who.kin not in PLURAL or self.focus is not None or self.marriage:
            return None
        dead = {one.who.kin for one in self.told if one.who}
        both = {who.kin, ELDER, *HALVES_OF.get(who.kin, ()), *(dead if len(dead) == 2 else ())}
        if not _AS_ONE.search(self.heard.text, who.start, who.end + _NEAR):
            return None
        others = {one.kin for one in self.cast.mentions if one.is_kin} - both
        halves = who.kin == "couple" and any(others <= {of, *pair} for of, pair in HALVES_OF.items())
        return None if others and not halves else CONCERNED

    @cached_property
    def _is_only_he(self) -> bool:
        """「他今年82，独居」: nobody else is told of."""
        if self.focus is not None or self.told or self.marriage or self.strange:
            return False
        first = next((one for one in self.cast.mentions if one.kin != SELF), None)
        others = any(one.kin != PRONOUN and not self.cast.is_speaker(one) for one in self.cast.mentions)
        return first is not None and not others and not _SOMEBODY.search(self.heard.text, 0, first.start)

    def _is_other_half(self, who: Mention) -> bool:
        couple = self.focus is not None and _YOUNG_COUPLE.get(self.focus.kin) == who.kin
        return couple or who.kin in self.lexicon.partners

    def owner(self, place: int) -> str | None:
        """The role of whom the words at ``place`` are about."""
        return self.role(self.who(place))

    def owner_of_region(self, place: int) -> str | None:
        """As :meth:`owner`; more than a clause after one of two who marry was named, it may be either's."""
        who = self.who(place)
        role = self.role(who) or self.role_of_both(who)
        far = who is not None and self.heard.clause_at(place) - self.heard.clause_at(who.start) > 1
        return None if role == PARTNER and far else role

    def who(self, place: int) -> Mention | None:
        """Whom the words at ``place`` are about; in a text about a household its members are told of by the way."""
        if not self.is_of_household:
            return self.cast.about(place)
        household = next((one for one in self.cast.mentions if one.kin in (FAMILY, WE, SELF)), None)
        return self.cast.named_in_clause(place) or household

    @cached_property
    def is_writer_first(self) -> bool:
        """Whether the writer tells of himself first, and nobody else is the matter."""
        return self.focus is None and is_writer_first(self.cast)

    @cached_property
    def is_of_household(self) -> bool:
        """「我家五口人，只有老公上班」, and nobody for whom the words ask."""
        counted = next(household_sizes(self.heard.text, 0, len(self.heard.text)), None)
        first = self.cast.mentions[0].kin == FAMILY if self.cast.mentions else False
        couple = _BOTH_OF_US.search(self.heard.text)
        both = couple is not None and not any(
            one.is_kin and one.kin not in self.lexicon.partners and one.end <= couple.start()
            for one in self.cast.mentions
        )
        ours = (
            first
            or both
            or self._is_of_old_two
            or (counted is not None and not self._is_of_one_disabled(counted.start))
        )
        return ours and not self.told and asked_for(self.cast) is None

    @property
    def _is_of_old_two(self) -> bool:
        """「我和老伴都是…户口，我81，她79」, and no further relative."""
        others = any(one.is_kin and one.kin not in self.lexicon.partners for one in self.cast.mentions)
        return not others and not self.marriage and _WE_OLD_TWO.match(self.heard.text) is not None

    def _is_of_one_disabled(self, counted: int) -> bool:
        kin = [one for one in self.cast.mentions if one.is_kin]
        if not kin or len({one.kin for one in kin}) > 1 or kin[0].start > counted:
            return False
        return bool(_OF_A_DISABLED.search(self.heard.text)) and not OF_MONEY.search(self.heard.text)

    def clause_words(self, place: int) -> str:
        clause = self.heard.clauses[self.heard.clause_at(place)]
        return self.heard.text[clause.start : clause.end]


def _gone(told: list[Death], cast: Cast) -> frozenset[str]:
    """Relatives whose death is past; where the words say for whom they ask, all others who have died."""
    now = {one.who.kin for one in told if not one.background and one.who and cast.is_named_beside(one.who, one.start)}
    gone = {one.who.kin for one in told if one.background and one.who and one.who.is_kin} - now
    meant = asked_for(cast)
    if meant is not None and meant.kin not in {one.who.kin for one in told if one.who}:
        gone |= {one.who.kin for one in told if one.who and one.who.is_kin}
    return frozenset(gone)


def _is_strangers(death: Death, heard: Heard) -> bool:
    """Whether nobody of the writer's has died; who asks for what a divorced husband left, acts for the child."""
    ex = death.who is not None and death.who.kin == EX
    return is_stranger(death.who) and not (ex and _LEFT_BEHIND.search(heard.text))


_LEFT_BEHIND = re.compile(r"销户|注销|丧葬|火化|安葬|死亡证|后事|殡|骨灰|遗产|继承|遗体|套房|房子|存款|公积金")
_PARENTS_OF_THE_YOUNG = frozenset(("brother", "sister", "son", "daughter", "in_law_sibling", "couple"))


def _is_by_the_way(death: Death, cast: Cast) -> bool:
    """「我哥…，爸妈都走了，一直跟着我过」: somebody named before is the matter."""
    if death.who is None:
        return False
    first = next((one for one in cast.mentions if one.is_kin), None)
    if first is not None and first.kin in YOUNG and death.who.kin in _PARENTS_OF_THE_YOUNG:
        return not _ABOUT_DEATH.search(cast.heard.text)  # 「外甥女三岁，我姐病死了」
    if death.who.kin not in PLURAL or _is_all_said(death, cast):
        return _is_all_said(death, cast)
    return any(one.own and one.is_kin and one.start < death.who.start for one in cast.mentions)


def _is_all_said(death: Death, cast: Cast) -> bool:
    """「我爸不在了，我妈一个人住」: nothing more is told of the death, and how another relative lives is."""
    text = cast.heard.text
    clause = cast.heard.clauses[cast.heard.clause_at(death.start)]
    bare = _BARELY.fullmatch(text, death.who.end, clause.end) if death.who else None
    if bare is None or _ABOUT_DEATH.search(text):
        return False
    later = [one for one in cast.mentions if one.is_kin and one.start > death.end and one.kin not in PLURAL]
    return any(
        death.who
        and (one.own or death.who.kin in PLURAL)
        and one.kin != death.who.kin
        and _LIVES_ON.search(text, one.end)
        for one in later
    )


_BARELY = re.compile(r"(?:已经|都|也|早|就|早就)*(?:不在了?|走了|没了|没得了|去世了?|过世了?|不在人世)")
_LIVES_ON = re.compile(r"一个人(?:住|过|在|生活)|独居|自己(?:住|过)|跟(?:着)?我(?:住|过)")
_ABOUT_DEATH = re.compile(r"销户|注销|丧葬|火化|安葬|死亡证|后事|抚恤|殡|骨灰|遗产|继承|遗体|办丧|手续")


_FOR_THE_LIVING = re.compile(
    r"结婚手续|再婚|复婚|把证(?:领|扯)|证领了|领结?婚?证|扯证|登记结婚|结婚登记|收养|领养|监护|孤儿|抚养|(?:申请|能领|能不能领|想领|想办|能办|可以领|有没有|有什么|有啥|领什么|领啥)[^，。]{0,8}(?:残疾证|补贴|津贴|老年[卡证]|公交卡|补助|救助)"
)


def _is_other_matter(heard: Heard, lexicon: Lexicon) -> bool:
    """A service for the living is asked for and nothing that follows a death: who died is told by the way."""
    chars = frozenset(heard.text)
    wants = (cue for cue in lexicon.cues if cue.kind == "want" and cue.may_stand_in(chars))
    if _ABOUT_DEATH.search(heard.text):
        return False
    return bool(_FOR_THE_LIVING.search(heard.text)) or any(cue.pattern.search(heard.text) for cue in wants)


def _is_passing(death: Death, gone: frozenset[str]) -> bool:
    return death.background or (death.who is not None and death.who.kin in gone)
