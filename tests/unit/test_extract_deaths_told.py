"""That somebody has died: the many words for it, deaths told by what follows them, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.catalog import Catalog, Rules
from assistant.match.extract import concepts

TODAY = date(2027, 3, 17)  # a Wednesday


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Catalog.load().rules("chongqing", TODAY)


def died(text: str, rules: Rules) -> bool:
    return any(one.kind == "died" for one in concepts(text, TODAY, rules))


@pytest.mark.parametrize(
    "text",
    [
        "外婆咽下最后一口气的时候我在身边",
        "俺爹夜里断的气",
        "外公过掉了",
        "俺娘走嘞",
        "我外婆走脱了",
        "我爸15号走 骨灰还没领",
        "我妈心跳停了",
        "医院宣布我爸死亡",
        "我舅舅不治身亡",
        "我爷爷没熬过年",
        "父亲死亡时间是3月2号",
        "公公的火化想排大后天",
        "我妈户口销了 医保卡里的钱怎么取",
        "奶奶后天出殡",
        "外公人还在太平间",
        "老公生前是企业职工",
        "想问下我妈的骨灰寄存要多少钱一年",
    ],
)
def test_a_death_is_heard_in_many_words(text: str, rules: Rules) -> None:
    assert died(text, rules)


@pytest.mark.parametrize(
    "text",
    [
        "我妈走的居民医保",
        "我爸没了工作",
        "老婆带着孩子走了",
        "爸爸坐车走了",
        "我爸15号走，回老家",
        "奶奶一直没缓过来",
        "我弟失踪十年了想申请宣告死亡",
        "我妈百年以后骨灰想海葬",
        "想提前给我爸买墓地",
        "我爸还在医院抢救，后事怎么办",
        "医生说就这几天了，我爸的后事要怎么准备",
        "我妈户口销了又迁回来",
        "我妈在殡仪馆上班",
        "我爸去领丧葬费",
        "差点没了，昨天心跳停了，我爸八十了",
    ],
)
def test_no_death_is_heard_where_nobody_has_died(text: str, rules: Rules) -> None:
    assert not died(text, rules)
