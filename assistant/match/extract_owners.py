"""Whose each saying is: the one concerned, the writer, the other half, or nobody whom the matter is about."""

from __future__ import annotations

import re
from enum import Enum

from assistant.match.extract_introductions import Introductions
from assistant.match.extract_people import (
    ELDER,
    FAMILY,
    SELF,
    SOMEONE,
    STRANGER,
    WE,
    Mention,
)
from assistant.match.extract_said import CONCERNED, WRITER
from assistant.match.extract_where import SAME_HOUSEHOLD
from assistant.match.lexicon import Cue


class _Open(Enum):
    """A rule that does not decide."""

    OPEN = 0


Owner = str | _Open | None


class Owners(Introductions):
    """Gives sayings to people, for the listener."""

    def _is_with_focus(self, start: int, end: int) -> bool:
        """「我跟我奶奶一起住」: said of the writer, and so of her."""
        focus = self.scene.focus
        inside = [one for one in self.cast.mentions if start <= one.start < end]
        return focus is not None and focus.kin not in SAME_HOUSEHOLD and any(one.kin == focus.kin for one in inside)

    def _is_with_parents(self, start: int, end: int) -> bool:
        """「弟弟跟我妈过」: a brother at his parents' is with no children of his."""
        focus = self.scene.focus
        young = SAME_HOUSEHOLD | {"brother", "sister", "nephew", "niece", "father", "mother"}  # 「我爸跟我妈住」
        if focus is None or self._is_with_focus(start, end):
            return False
        return focus.kin in young and bool(_PARENTS.search(self.heard.text, start, end))

    def _owner_of_cue(self, cue: Cue, start: int, end: int) -> str | None:
        """The first rule that decides; else whom the words before the saying are about."""
        for rule in (self._of_matter, self._of_death, self._of_home, self._of_nobody_named, self._of_household):
            owner = rule(cue, start, end)
            if owner is not _Open.OPEN:
                return owner
        return self.scene.role(self.scene.who(end))

    def _of_matter(self, cue: Cue, start: int, _end: int) -> Owner:
        if cue.of != "matter":
            return _Open.OPEN
        named = self.cast.named_in_clause(start)
        if named is None or named.kin != STRANGER:
            return WRITER
        theirs = self.heard.text.startswith(("他们", "她们"), named.start)
        return WRITER if theirs and self.scene.focus else None

    def _of_death(self, cue: Cue, start: int, end: int) -> Owner:
        if cue.kind == "assets":
            return None if self._is_anothers_thing(start, end) else CONCERNED
        if cue.needs == "death" and cue.kind in _OF_THE_DEAD and self._is_somebody_elses(start):
            return None
        if cue.value == "cannot_act" and self._names_the_dead(start, end):
            return None  # 「姐姐在日本病逝」
        if cue.of == "missing" and self._is_another_missing(start):
            return None
        return CONCERNED if cue.needs == "death" or cue.of in ("patient", "missing") else _Open.OPEN

    def _of_home(self, cue: Cue, start: int, end: int) -> Owner:
        if cue.kind != "living":
            return _Open.OPEN
        who = self.scene.who(start)
        both = self.scene.role_of_both(who)
        if both is not None:
            return both
        if cue.value == "with_children" and self._is_with_focus(start, end):
            return CONCERNED
        role = self.scene.role(who) if who is not None else None
        return _Open.OPEN if role is None else role  # 「跟到我们住」 is said of whom it begins with

    def _of_nobody_named(self, cue: Cue, start: int, end: int) -> Owner:
        if cue.kind == "disability_cert" and not self.cast.mentions and not _IN_GENERAL.search(self.heard.text):
            return CONCERNED  # 「残疾证弄丢了 补」: whose it is is not said
        if self.scene.who(end) is not None or self.scene.focus or self.scene.told:
            return _Open.OPEN
        told_of = any(one.kin in (SELF, FAMILY, WE) for one in self.cast.mentions)
        return self.scene.role(None) if told_of or self._is_plainly_told(start) else None

    def _of_household(self, cue: Cue, start: int, end: int) -> Owner:
        who = self.scene.who(end)
        if cue.kind in _OF_THE_FAMILY and who is not None and who.kin in (FAMILY, WE):
            return self._member_of_family()
        back = cue.kind in _OF_ONE and who is not None and who.kin == SELF and self._is_back_at_focus(who, start)
        return CONCERNED if back else _Open.OPEN

    def _is_back_at_focus(self, who: Mention, place: int) -> bool:
        """「我妈一个人过，我还要养娃，到现在都没吃上低保」: the writer spoke of himself in between."""
        focus = self.scene.focus
        first = next((one.start for one in self.cast.mentions if focus and one.kin == focus.kin), who.start)
        return first < who.start and self.heard.clause_at(who.start) < self.heard.clause_at(place)

    def _is_plainly_told(self, place: int) -> bool:
        """Nothing is asked, or it stands among clauses that only tell: 「肢体三级 证过期 怎么换」."""
        if not _ASKING.search(self.heard.text):
            return True
        asking = [bool(_ASKING.search(self.scene.clause_words(one.start))) for one in self.heard.clauses]
        short = len(self.scene.clause_words(place)) <= _FEW_WORDS
        return short and not asking[self.heard.clause_at(place)] and asking.count(False) > 1

    def _is_somebody_elses(self, start: int) -> bool:
        """「我妈有癌症，我爸昨天走的」: the clause is about another relative."""
        who = self.cast.named_in_clause(start)
        dead = {one.who.kin for one in self.scene.told if one.who}
        other = who is not None and (who.is_kin or who.kin in (SELF, SOMEONE)) and who.kin not in dead | {ELDER}
        return other and bool(dead)

    def _is_another_missing(self, start: int) -> bool:
        """「外孙八岁，他妈失踪三年」, 「老婆两年没音讯，想离婚」: nobody whose death is the matter."""
        named = self.cast.named_in_clause(start)
        if named is None or self.scene.marriage:
            return self.scene.marriage
        somebody = any(one.kin == SOMEONE for one in self.cast.mentions)
        focus = self.scene.focus
        return named.kin == SOMEONE or (somebody and not named.own) or (focus is not None and named.kin != focus.kin)

    def _names_the_dead(self, start: int, end: int) -> bool:
        dead = {one.who.kin for one in self.scene.told if one.who}
        inside = [one for one in self.cast.mentions if start <= one.end <= end]
        return not dead or any(one.kin in dead for one in inside)

    def _is_anothers_thing(self, start: int, end: int) -> bool:
        """「我妈的房子」, 「我有退休金」 where somebody else has died; 「有没有存款」 is asked for."""
        clause = self.heard.clauses[self.heard.clause_at(start)]
        if _WHETHER_THERE_IS.search(self.heard.text, clause.start, end):
            return True
        dead = {one.who.kin for one in self.scene.told if one.who}
        before = [one for one in self.cast.mentions if clause.start <= one.start and one.end <= start]
        if not before or not dead or not (before[-1].is_kin or before[-1].kin == SELF):
            return False
        owns = _OWNS.fullmatch(self.heard.text, before[-1].end, start)
        return owns is not None and before[-1].kin not in dead | {ELDER}

    def _member_of_family(self) -> str | None:
        """「我们家不是低保」 holds for the child or the other half it is told beside; of others nothing is known."""
        if self.scene.focus is None:
            return WRITER
        return CONCERNED if self.scene.focus.kin in SAME_HOUSEHOLD else None

    def _word(self, one: Mention) -> str:
        return self.heard.text[one.start : one.end] if one.kin == WE else ""

    def _is_of_counted(self, counted: int | None, place: int) -> bool:
        """「一家四口，月收入两千八」: nobody is named between the household and what it has."""
        if counted is None or self.heard.clause_at(place) - self.heard.clause_at(counted) > _SOON_AFTER:
            return False
        between = [one for one in self.cast.mentions if counted <= one.start < place and one.kin not in (WE, FAMILY)]
        earner = between and _EARNS.search(self.heard.text, between[0].end, place)
        named = self.cast.named_in_clause(place)
        return not earner and (named is None or named.kin in (WE, FAMILY)) and all(one.is_kin for one in between)


_EARNS = re.compile("上班|打工|工资|挣|开车|跑车|送快递|送外卖|工作|做工|摆摊")
_IN_GENERAL = re.compile(r"[一二三四1234]级|会不会|多久|[几多]少?年|[啥什]么?时候")
_FEW_WORDS = 8
_SOON_AFTER = 2  # clauses
_ASKING = re.compile(r"[?？吗呢么谁]|怎么|能不能|会不会|多久|多少|哪|啥|什么|几|咋|有没有|是不是|可以")
_WHETHER_THERE_IS = re.compile(
    r"(?:有没有|有不有|有无|是否有?|是不是(?:还)?有|不知道(?:有|他|她)|没有?查到|查[^，,。]{0,4}有(?:没有|哪些|啥|什么)|没有|没得|没啥|无)"
    r"(?!取|动|提|办|销|停|退|过户|注销)[^，,。]{0,6}$"
)
_OWNS = re.compile(
    r"(?:自己|也|还|都|现在|本人)*(?:的|名下(?:的|有)?|有|领着?|拿着?|享受|住的|买的|交的?)?(?:那|这)?[套个张本辆]?"
)
_OF_THE_DEAD = frozenset(
    ("death_nature", "pension_kind", "retired", "work_related", "implant", "id_card", "head_of_household")
)
_OF_THE_FAMILY = frozenset(("dibao", "edge", "rigid"))
_OF_ONE = _OF_THE_FAMILY | {"disability_cert"}
_PARENTS = re.compile(r"爸|妈|爹|娘|父|母|老汉")
