"""Who the people of one text are: whose a number and a name is, what the writer is to whom, and his sex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.catalog.catalog import Rules
from assistant.catalog.values import Special, Value
from assistant.match import extract_numbers as numbers
from assistant.match.extract_people import ELDER, EX, PLURAL, SELF, SOMEONE, is_caller, sex_of
from assistant.match.extract_said import CONCERNED, EXACT, OF_THE_LIVING, WRITER, Concept
from assistant.match.extract_scene import Scene
from assistant.match.extract_text import Clause
from assistant.match.extract_wording import names


class Introductions:
    """Gives the concepts that tell who is who."""

    def __init__(self, scene: Scene, today: date, rules: Rules | None) -> None:
        self.scene, self.today, self.rules = scene, today, rules
        self.heard, self.lexicon, self.moods, self.cast = scene.heard, scene.lexicon, scene.moods, scene.cast

    def made(
        self, kind: str, value: Value, of: str | None, start: int, end: int, sure: bool = True
    ) -> Iterator[Concept]:
        """The concept, unless it is only supposed; an exact one that is doubted becomes unsure."""
        if of == CONCERNED and not self.scene.told and _ONE_DAY.search(self.heard.text):
            return  # 「将来百年之后」: asked ahead for somebody who lives
        if of is None or self.moods.is_supposed(start, wish=kind == "want") or self._is_of_the_dead(kind, of, start):
            return
        if of == WRITER and kind in ("living", "lives") and _WITH_ME.search(self.scene.clause_words(start)):
            return  # 「现在跟我住」 is said of somebody else
        if (kind == "sex" and of != WRITER) or (value == "alone" and of == CONCERNED and self.scene.told):
            return  # nothing asks for it
        doubtful = kind in EXACT and self.moods.is_doubtful(start, end)
        said = Special.UNSURE if doubtful else value
        yield Concept(kind, said, of, self.heard.words(start, end), start, end, sure)

    def _is_of_the_dead(self, kind: str, of: str, place: int) -> bool:
        """「现在跟我住」 cannot be said of the one who has died."""
        if kind not in OF_THE_LIVING or of != CONCERNED or not self.scene.told:
            return False
        return bool(_NOWADAYS.search(self.scene.clause_words(place)))

    def identities(self) -> Iterator[Concept]:
        for said in numbers.long_numbers(self.heard.text, self.today):
            if _SOMEBODY_ELSES.match(self.heard.text, said.end):
                continue
            of = self._owner_of_number(said)
            yield from self.made(said.kind, said.value, of, said.start, said.end)
        for kind, value, start, end in names(self.heard, self.cast):
            before = self.heard.text[max(0, start - 4) : start].rstrip(":：")
            of = next((of for word, of in _NAMED_AS.items() if before.endswith(word)), self.scene.owner(start))
            yield from self.made(kind, value, of, start, end)

    def _owner_of_number(self, said: numbers.Said) -> str | None:
        """Whose a number is: a telephone to call back is the writer's, whoever was told of last."""
        if said.kind not in ("phone", "bank_card"):
            return self.scene.owner(said.start)
        clause = self.heard.clauses[self.heard.clause_at(said.start)]
        before = self.heard.text[clause.start : said.start]
        named = self.cast.named_in_clause(said.start)
        if self.scene.told:  # the telephone of the one who has died is no telephone to call
            return WRITER if named is None or named.kin == SELF else None
        callers = named is None or (self.heard.text[named.start] == "其" and _CALL_BACK.search(before))
        if callers and said.kind == "phone" and (_CALL_BACK.search(before) or self._begins_a_sentence(clause)):
            return WRITER
        return self.scene.owner(said.start)

    def _begins_a_sentence(self, clause: Clause) -> bool:
        """「…可以吗？电话138…」: a number on its own after all is said."""
        number = self.heard.clause_at(clause.start)
        earlier = self.heard.clauses[number - 1] if number else None
        return (
            earlier is not None
            and earlier.sentence != clause.sentence
            and bool(_ONLY_A_PHONE.match(self.heard.text[clause.start : clause.end]))
        )

    def relations(self) -> Iterator[Concept]:
        yield from self._writer()
        yield from self._caller()
        focus = self.scene.focus
        if focus is not None and focus.kin in _WITHOUT_A_WORD:
            yield from self.made("kinship", focus.kin, CONCERNED, focus.start, focus.end)
        if focus is not None and focus.kin not in _UNTOLD:
            for one in self.cast.mentions:
                if one.kin == focus.kin and one.kin not in PLURAL:
                    yield from self.made("relation", one.kin, CONCERNED, one.start, one.end)

    def _writer(self) -> Iterator[Concept]:
        for match in self.lexicon.writer.finditer(self.heard.text):
            if match["deny"]:
                continue
            role = self.lexicon.writer_roles[next(filter(None, (match[g] for g in _WRITER_ROLES)))]
            yield from self.made("writer", role, WRITER, match.start(), match.end())
            sex = self.lexicon.writer_sex.get(role)
            if role == "grandson_in_law":
                sex = "male" if "婿" in match[0] else "female"
            if sex:
                yield from self.made("sex", sex, WRITER, match.start(), match.end())
        if self.scene.marriage:
            yield from self._sex_by_partner()

    def _caller(self) -> Iterator[Concept]:
        """「市民刘先生」: an operator's note tells the writer's sex."""
        for one in self.cast.mentions:
            sex = _TITLES.search(self.heard.text, one.start, one.end) if one.kin == SELF else None
            if sex and is_caller(self.heard.text, one):
                told = "male" if sex["he"] else "female"
                yield from self.made("sex", told, WRITER, one.start, one.end, not self.scene.marriage)

    def _sex_by_family(self) -> Iterator[Concept]:
        """「婆婆不同意我离婚」: whose parents they are tells who divorces."""
        for match in _FAMILY_OF_A_HALF.finditer(self.heard.text) if "离婚" in self.heard.text else ():
            yield from self.made("sex", "female" if match["his"] else "male", WRITER, *match.span(), sure=False)

    def _sex_by_partner(self) -> Iterator[Concept]:
        if self.scene.focus is not None:
            return  # somebody else marries
        yield from self._sex_by_family()
        for one in self.cast.mentions:
            of = sex_of(one, self.heard.text, self.lexicon) if one.kin in _OTHER_HALVES else None
            if of and self.heard.text[one.start] not in "他她它" and not _BOTH_SIDES.match(self.heard.text, one.start):
                sex = "female" if of == "male" else "male"
                yield from self.made("sex", sex, WRITER, one.start, one.end, sure=False)


_ONE_DAY = re.compile(r"将来[^，。]{0,4}百年(?:之后|以后|后|归老)")
_CALL_BACK = re.compile(
    r"联系(?:电话|方式|号码|手机|我|人)|回(?:个)?(?:我)?(?:电话|电|复|访)|打(?:给)?(?:我|这个|到|其)|联系其|致电|来电号码|本人(?:电话|手机)|留(?:个|下)?(?:电话|号码)"
)
_ONLY_A_PHONE = re.compile(r"(?:电话|手机|手机号|号码|微信|tel|phone)?(?:号码|号)?(?:是|为)?[\d \-]+$")
_SOMEBODY_ELSES = re.compile(
    r"(?:这个号|这个电话)?(?:[还要想没]{0,2}(?:注销|销户|销号|过户|停机)|是(?!我|本人)|不是|打不通|打电话|骗|诈骗)"
)
_NAMED_AS = {
    **dict.fromkeys(("逝者", "死者", "亡者"), CONCERNED),
    **dict.fromkeys(("申请人", "经办人", "本人", "我是"), WRITER),
}
_WRITER_ROLES = ("role", "role2", "role3", "role4", "role5", "role6", "role7", "role8", "role9")
_TITLES = re.compile(r"(?P<he>先生|男士|大爷|大叔)|女士|小姐|大妈|阿姨")
_WITHOUT_A_WORD = frozenset(("removed", "grandson_in_law", EX))
_UNTOLD = _WITHOUT_A_WORD | {
    ELDER,
    SOMEONE,
    "in_law_elder",
    "grandparent_sibling",
    "granny_or_mother_in_law",
    "coparent",
    "unclear_kin",
    "grandchild",
}
_NOWADAYS = re.compile(r"现在|目前|如今|[以之]后就")
_WITH_ME = re.compile(r"(?:跟着?|和|与|随|到|在)[我俺](?:们)?(?:家|这|过|住|生活|一起)")
_OTHER_HALVES = frozenset(("husband", "wife", "fiance", "ex"))
_FAMILY_OF_A_HALF = re.compile(r"(?P<his>公公|婆婆|公婆|婆家|小叔子|大姑子)|岳父|岳母|丈母娘|老?丈人|小舅子|大舅子")
_BOTH_SIDES = re.compile(r"[男女]方")  # 「男方在…，女方在…」 is told from outside
