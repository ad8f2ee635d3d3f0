"""Deaths told in keywords, without a word for dying: 「妈，81岁，3月9号，脑梗，市第三医院」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.match.extract_cast import Cast
from assistant.match.extract_dates import is_day
from assistant.match.extract_death import Death
from assistant.match.extract_people import ELDER, YOUNG, Mention
from assistant.match.extract_text import Clause, Heard
from assistant.match.lexicon import Lexicon

_AFTER = re.compile(
    r"死亡(?:地点|时间|日期|证|原因|医学)|火化|骨灰|殡仪|殡葬|灵车|遗体|丧葬|后事|销户|抚恤|开证明|手续(?:都|也|一样|什么|啥)*(?:都|也)?(?:还)?没"
)
_THE_DEAD = re.compile(r"(?:死者|逝者|亡者|死亡人|去世人|过世人)[:：\s]?(?:是|为)?")
# What is told of the living in keywords as well.
_LIVES = re.compile(
    r"送医|送到|送去|icu|监护|住院|住着|出院|手术|做的|做了|体检|复查|评的|评残|评估|残疾|补贴|津贴|低保|特困|护理|照顾|照料|自理|报销|救助|申请(?!死)|养老院(?:多少|怎么|一个月)|偏瘫|瘫|后遗症"
    r"|发烧|支架|化疗|放疗|透析|康复|还在|现在|抢救|出生|生日|助餐|助浴|陪诊|独居|到期|换证|挂号|预约|骨折|轻伤|重伤"
)
_CALLED = re.compile(r"(?:我|俺|咱|姓名)?(?:是|为|:|：)?")
_DETAILS = re.compile(r"[\s:：]?(?:(?:今年|享年|虚岁|终年|才|年)*[\d一二三四五六七八九十]{1,4}(?:岁|了)?)?")
_WHERE = re.compile(
    r"(?:死亡|去世|离世)?(?:地点|地)?(?:是|为|:|：)?(?:在|于)?[^，。住院]{0,12}?(?:医院|卫生院|保健院|附院|医附院|急救中心|病房|icu|重症监护室|[一二三四五六七八九]院|养老院|敬老院|家中|家里|屋头|屋里|家|路上)(?:里)?"
)
_FEWEST = 3
_BEFORE = 5


def listed_deaths(heard: Heard, cast: Cast, lexicon: Lexicon) -> Iterator[Death]:
    """The death of the one relative who stands by himself among keywords that tell a day and what it was of."""
    one = next((one for one in cast.mentions if one.is_kin and one.kin != ELDER), None)
    if one is None or len(heard.clauses) < _FEWEST or _LIVES.search(heard.text) or lexicon.soon.search(heard.text):
        return
    clause = heard.clauses[heard.clause_at(one.start)]
    if not _is_by_itself(heard, one, clause):
        return
    others = [other for other in heard.clauses if other is not clause]
    called_dead = _THE_DEAD.search(heard.text, max(0, clause.start - _BEFORE), one.end) is not None
    dated = any(is_day(heard.text[other.start : other.end].strip()) for other in others)
    caused = any(_is_a_cause(heard.text[other.start : other.end].strip(), lexicon) for other in others)
    placed = any(_WHERE.fullmatch(heard.text[other.start : other.end].strip()) for other in others)
    told = one.kin not in YOUNG and dated and caused and placed  # a child in a hospital is ill
    if called_dead or told or (dated + caused + placed > 1 and _AFTER.search(heard.text)):
        yield Death(one.start, one.end, one)


def _is_by_itself(heard: Heard, one: Mention, clause: Clause) -> bool:
    """「妈」, 「死者母亲」, 「我妈82岁」."""
    text = heard.text
    begin = _THE_DEAD.match(text, clause.start, one.start)
    before = _CALLED.fullmatch(text, begin.end() if begin else clause.start, one.start)
    return bool(before or one.start == clause.start) and _DETAILS.fullmatch(text, one.end, clause.end) is not None


_LONGEST = 8


def _is_a_cause(words: str, lexicon: Lexicon) -> bool:
    return len(words) <= _LONGEST and any(cue.pattern.search(words) for cue in lexicon.causes)
