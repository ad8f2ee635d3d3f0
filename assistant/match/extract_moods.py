"""How something is said: as a fact, a condition, a question, a hearsay, a thing of the past, a denial."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.match.extract_text import Heard
from assistant.match.lexicon import Lexicon


@dataclass(frozen=True)
class Moods:
    """Asks of any place of the text how it is said."""

    heard: Heard
    lexicon: Lexicon
    supposed: tuple[tuple[int, int], ...]  # from a word such as 要是 to the end of its sentence
    hearsay: tuple[tuple[int, int], ...]  # likewise from 听说

    @classmethod
    def of(cls, heard: Heard, lexicon: Lexicon) -> Moods:
        spans = {
            mood: [_supposed(heard, match.start(), match[0]) for match in lexicon.moods[mood].finditer(heard.text)]
            for mood in ("hypothetical", "hearsay")
        }
        spans["hypothetical"] += [match.span("words") for match in _QUOTED.finditer(heard.text)]
        return cls(heard, lexicon, tuple(spans["hypothetical"]), tuple(spans["hearsay"]))

    def is_supposed(self, place: int, *, wish: bool = False) -> bool:
        """Inside 「要是…」, 「听说…」: nothing is said of anybody; a wish for what one has heard of is one."""
        spans = self.supposed if wish else (*self.supposed, *self.hearsay)
        return any(start <= place < end for start, end in spans)

    def _before(self, place: int) -> str:
        return self.heard.text[self.heard.clauses[self.heard.clause_at(place)].start : place]

    def is_past(self, place: int) -> bool:
        """After 以前, 原来 in the clause, or of something that has ended."""
        clause = self.heard.clauses[self.heard.clause_at(place)]
        end = max(one.end for one in self.heard.clauses if one.sentence == clause.sentence)
        if self.lexicon.moods["ended"].search(self.heard.text, place, end):
            return True
        return bool(self.lexicon.moods["past"].search(self._before(place)))

    def is_asked(self, place: int, end: int) -> bool:
        """「是不是低保」, 「低保吗」: asked and not told."""
        clause = self.heard.clauses[self.heard.clause_at(place)]
        compared = _COMPARES.search(self.heard.text, clause.start, clause.end)
        if compared or self.lexicon.moods["asked"].search(self._before(place)):
            return True
        return bool(
            re.match(
                r"(?:户|家庭|对象)?(?:(?:吗|么|不|没有?)?(?:[?？]|吗|么)|不(?=[，,。；！!\s]|$))", self.heard.text[end:]
            )
        )

    def is_doubtful(self, place: int, stop: int) -> bool:
        """好像, 可能, 记不清 in the clause; 还是, 或者 right beside: one of two."""
        clause = self.heard.clauses[self.heard.clause_at(place)]
        if _OR_AFTER.match(self.heard.text, stop) or _OR_BEFORE.search(self.heard.text[clause.start : place]):
            return True
        return bool(self.lexicon.moods["doubtful"].search(self.heard.text, clause.start, clause.end))

    def is_yet_to_be_done(self, place: int, end: int) -> bool:
        """「等死亡证开好了再去」, 「开好了吗我去问问」: a condition or a question, and not what has been done."""
        after = _ONLY_THEN.match(self.heard.text, end) or _DONE_OR_NOT.match(self.heard.text, end)
        return after is not None or _WAITS_FOR.search(self._before(place)) is not None

    def is_of_anybody(self, kind: str, place: int, end: int) -> bool:
        """「吃低保的人还开宝马」, 「不能自理的老人怎么申请」, 「以后跟我住」, 「卧床过三个月」: no state of today."""
        before, after = self._before(place), _NO_STATE.get(kind)
        later = kind == "living" and _ONLY_LATER.search(before) is not None
        first = kind not in ("dibao", "tekun") or not before
        return later or (after is not None and first and after.match(self.heard.text, end) is not None)

    def is_wished(self, place: int) -> bool:
        before = self._before(place)
        return any(not _WANTS_TO_ASK.match(before, one.end()) for one in self.lexicon.moods["wish"].finditer(before))

    def is_denied(self, place: int, end: int) -> bool:
        """没有, 不是 right before, or as the first words of the saying itself."""
        return bool(self.lexicon.deny.search(self._before(place)[-8:]))


_WAITS_FOR = re.compile(r"(?:等|得等|要等|先把|必须|凭|非要|拿着)[^，,。]{0,6}$")
_ONLY_THEN = re.compile(r"了?(?:之后|以后|后(?!来))?(?:再|才|就能|就可以|方可|之后|以后)")
_DONE_OR_NOT = re.compile(r"了?(?:吗|么|没有?)(?=[我俺他她你，,。？?！!；;\s]|$|不?知|要|得|到底)")
# 「职工和居民的丧葬费哪个多」: of two kinds neither is said to be his
_COMPARES = re.compile(
    r"哪(?:个|种)(?:多|高|划算|合适|钱|补)|[和跟与比][^，。]{1,12}(?:有(?:什么|啥|何)?(?:区别|不同|不一样)|一样(?:吗|么|不|多)|差(?:多少|几|别))|和没"
)
_ONLY_LATER = re.compile(r"(?:要来?|将来|(?<![了后世走])以后)$")
_OTHERS = re.compile(r"户?的(?:人|家庭|房子|那家)")
_NO_STATE = {
    "dibao": _OTHERS,
    "tekun": _OTHERS,
    "living": re.compile(r"不[惯到起下]"),
    "self_care": re.compile(
        r"过[一两二三几半\d]|了?(?:一阵|一段)|的(?:老人|人|病人)(?:怎么|咋|能|可以|有没有|一个?月|多少|补)"
    ),
    "want": re.compile(r"过了?(?=[，,。；;！!\s]|$)|完了"),
}
_WANTS_TO_ASK = re.compile(r"(?:请|来|找[人你]|先|要)?(?:问|咨询|请教|了解|知道|打听)")  # 「想问下，火化完了」
# What somebody is told to have said is nobody's statement here: 医生说「…」.
_QUOTED = re.compile(
    r"(?:说|讲|问|催|喊|骂|劝|写着|告诉我)(?:过|了|着|我)?[，,：: ]?[「“\"](?P<words>[^」”\"]*)[」”\"]"
)
_OR_AFTER = re.compile(r"(?:吧|呢)?(?:还是|或者|或是|要么)(?!没|不|要|想|会|很|有|能|可以|得)")
_OR_BEFORE = re.compile(r"(?:还是|或者|或是|要么)(?:在|是)?$")

_OF_THE_FUTURE = frozenset(("将来", "以后要", "今后", "以后在", "等以后", "有一天"))


def _end_of_quote(text: str, place: int) -> int:
    """Where the quote that holds ``place`` ends; the end of the text outside of quotes."""
    inside = text.rfind("「", 0, place) > text.rfind("」", 0, place)
    inside = inside or text.rfind("“", 0, place) > text.rfind("”", 0, place)
    ends = [found for sign in "」”" if (found := text.find(sign, place)) >= 0]
    return min(ends) if inside and ends else len(text)


def _supposed(heard: Heard, place: int, word: str) -> tuple[int, int]:
    """To the end of the sentence (from its clause on for 的话); words of the future reach to the end of the clause."""
    if not heard.clauses:
        return place, place
    here = heard.clauses[heard.clause_at(place)]
    same = [clause for clause in heard.clauses if clause.sentence == here.sentence]
    end = here.end if word in _OF_THE_FUTURE else same[-1].end
    end = min(end, _end_of_quote(heard.text, place))
    return (here.start if word == "的话" else place), end
