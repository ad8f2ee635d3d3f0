"""Whose a fact is, and when nothing is taken: relatives told by the way, deaths of the past, quotes, values taken back."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.match.extract import concepts

TODAY = date(2026, 12, 8)  # a Tuesday
TOLD = frozenset(("relation", "age", "nominal_age", "death_date", "death_place", "died_in", "hukou", "lives", "living",
                  "disability_level", "disability_kind", "works", "income", "wish_date", "dibao", "household_size",
                  "self_care", "want", "id_number"))  # fmt: skip


def said(text: str) -> set[str]:
    found = (one for one in concepts(text, TODAY) if one.kind in TOLD)
    return {f"{one.kind}{'' if one.of == 'concerned' else '@' + one.of}={one.value}" for one in found}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # a death of the past, and somebody else is the matter
        ("爷爷走得早，九八年就没了，奶奶昨天走的", {"relation=grandmother", "death_date=2026-12-07"}),
        ("前年我爸走的，这回是我妈，昨天在医院走的", {"relation=mother", "death_date=2026-12-07", "death_place=hospital"}),
        ("我妈去年走了，现在问的是我弟，智力三级", {"relation=brother", "disability_kind=intellectual", "disability_level=3"}),
        ("奶奶昨天走了，爷爷八十八了，能不能请人照顾爷爷", {"relation=grandfather", "age=88", "want@self=home_help"}),
        ("丈夫去世了，我想申请低保", {"want@self=dibao"}),
        ("我哥智力一级，爸妈都走了", {"relation=brother", "disability_kind=intellectual", "disability_level=1"}),
        # whose parents, whose age, whose number
        ("外孙女七岁，妈妈去世了，爸爸在坐牢", {"relation=granddaughter", "age=7"}),
        ("我外婆卧床，都是我妈照顾，我妈自己也六十五了", set()),
        ("我今年八十整，老伴八十二", {"age@self=80"}),
        ("我叔六十七，身份证410103193802073020不是他的是我奶奶的", {"relation=uncle", "age=67"}),
        ("我同桌的爸爸去世了", set()),
        ("我们楼里有个独居的张奶奶，八十六了", set()),
        ("我一个人带孩子，孩子6岁", set()),
        ("他比我大三岁，我今年七十九", {"age@self=79"}),
        ("我叫陈建国，是逝者陈德福的儿子，身份证510115197606184038", {"id_number@self=510115197606184038"}),
        ("闺女，我八十三啦，住二七区", {"age@self=83", "lives@self=410103"}),
        ("我三岁没了爹，二叔昨天走的", {"relation=uncle", "death_date=2026-12-07"}),
        ("外甥女三岁，我姐病死了", {"relation=niece", "age=3"}),
        ("我爸瘫了，我妈七十六照顾他，想让爸住护理院", {"relation=father", "self_care=none", "want@self=institution"}),
        ("妈妈听力一级，爸爸视力二级，我想给他俩申请补贴", set()),
        ("我妈八十三，我弟媳不管，想让她住养老院", {"relation=mother", "age=83", "want@self=institution"}),
        # talked of without being meant
        ("我妈老催「二十八了还不领证」", set()),
        ("医生说「你爸快不行了」，八十岁", {"age@self=80"}),
        ("我本人精神二级，我妈是监护人", {"disability_kind@self=mental", "disability_level@self=2"}),
        # several at once
        ("我哥嫂车祸都没了，现在孩子跟我住在胶州", set()),
        ("爷爷八十五，奶奶八十三，两个人住在泰兴", set()),
        ("我和两个孩子户口都在金堂县，老公昨天走的", {"relation=husband", "death_date=2026-12-07", "hukou@self=510121"}),
        # taken back, doubted, of two
        ("我爸视力一级，不对，证上写的是二级", {"relation=father", "disability_kind=visual", "disability_level=2"}),
        ("我爸八十一，不对，记不清了", {"relation=father"}),
        ("母亲智力残疾，一级还是二级我记不得了", {"relation=mother", "disability_kind=intellectual"}),
        ("老伴是星期日走的，不对不对，星期一", {"relation=spouse", "death_date=2026-12-07"}),
        # not dead
        ("我老公昨天走了没跟我说去哪，手机也关机", {"relation=husband"}),
        ("我奶奶昨天没气了，救护车来了又缓过来了", {"relation=grandmother"}),
        ("差点走了，昨天心跳都停了，我妈八十五了", {"relation=mother", "age=85"}),
        # not the day, not the place
        ("今天是我爸走的第三天", {"relation=father"}),
        ("家里老父亲昨天去世了", {"relation=father", "death_date=2026-12-07"}),
        ("妹妹昨天没的，在靖江出的事", {"relation=sister", "death_date=2026-12-07"}),
        ("我妈昨天走的，我哥在国外", {"relation=mother", "death_date=2026-12-07"}),
        # of the household
        ("我家三口人，妻子没工作，户口在郫都区", {"household_size@household=3", "hukou@self=510117"}),
        ("我家不是低保户，孩子大病", {"dibao@self=False"}),
    ],
)  # fmt: skip
def test_only_what_is_said_of_the_one_meant_is_taken(text: str, facts: set[str]) -> None:
    assert said(text) == facts


def test_a_dispute_beats_a_will() -> None:
    found = [one.value for one in concepts("我妈昨天走的，留了遗嘱，大哥不认", TODAY) if one.kind == "heir_situation"]
    assert found == ["dispute", "will"]
