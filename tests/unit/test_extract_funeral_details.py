"""What is done, wished and left after a death, in the words of many families; and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.catalog import Catalog, Rules
from assistant.match.extract import extract

TODAY = date(2026, 11, 21)  # a Saturday


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Catalog.load().rules("chengdu", TODAY)


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("我爸前天走的，火化证我收着呢", "progress", {"certificate", "cremated"}),
        ("火化证、死亡证都齐了，就差销户，我岳母上月走的", "progress", {"certificate", "cremated"}),
        ("岳父11月2号走的，11月4号火化的，户口还没销", "progress", {"certificate", "cremated"}),
        ("外婆走了，户口也下了，养老金也停了", "progress", {"certificate", "deregistered", "pension_told"}),
        ("公公走了，已经跟社保说了", "progress", {"pension_told"}),
        ("死亡证办好了，接下来干什么", "progress", {"certificate"}),
        ("我爸昨晚走的，死亡证开了，别的都没办", "progress", {"certificate"}),
        ("我爸昨晚走的，手续一样都没跑", "progress", set()),
        ("我妈走了，等死亡证开好了再去销户", "progress", None),
        ("公公走了，户口销没销我不知道", "progress", None),
        ("公公走了，社保局说要先停养老金", "progress", None),
        ("爸爸走了，火化了，想给他办个树葬", "ashes", "eco"),
        ("爸爸走了，火化了，想给他办个树葬", "remains", None),
        ("爷爷走了，土葬还是火化，叔叔他们还没商量好", "remains", "undecided"),
        ("爷爷走了，我们穆斯林，要土葬", "remains", "ethnic_burial"),
        ("爷爷走了，他生前填过捐遗体的表", "donation_wish", "registered"),
        ("爷爷走了，器官捐献要什么条件", "remains", None),
        ("爷爷走了，骨灰可以带回家吗", "ashes", None),
        ("奶奶走了，告别仪式就不弄了", "farewell", "none"),
        ("奶奶走了，就自家人简单送一送", "farewell", "small"),
        ("起搏器装了八年了，我爸今早走的", "implant", "yes"),
        ("我哥车祸没了，对方就一辆三轮，啥保险没得", "traffic", "uncovered"),
        ("我哥跳楼走的，派出所说还要等尸检", "police_done", False),
        ("我哥跳楼走的，公安排除了他杀", "police_done", True),
        ("老公心梗倒在办公室，没救过来", "work_related", True),
        ("老公下班回家突发心梗走的", "work_related", None),
        ("老公在工地上摔死的，老板一直不给报工伤", "injury_recognised", "not_yet"),
        ("我爸走了，大姐在加拿大回不来", "heir_situation", "cannot_act"),
        ("我爸走了，妹妹不同意火化", "heir_situation", None),
        ("我妈走了，我是独生子，爸爸还在", "heir_situation", None),
        ("我爸走了，房子车子存款都有", "assets", {"house", "vehicle", "deposits"}),
        ("我爸走了，他有残疾证，还领护理补贴", "assets", {"disability_certificate", "disability_subsidy"}),
        ("我爸走了，我弟的房子他也住过", "assets", None),
        ("我爸走了，不知道有没有存款", "assets", None),
        ("我爸走了，存款已经取了，房子早就卖了", "assets", None),
        ("我叫张敏，我妈刘桂英昨天走了", "d_name", "刘桂英"),
        ("本人李强，父亲李大山昨天去世", "a_name", "李强"),
        ("我妈白血病走了", "d_name", None),
        ("老伴江阴人，昨天走的", "d_name", None),
        ("我爸走了，派车，明早", "pick_time", date(2026, 11, 22)),
        ("我爸走了，昨天殡仪馆来接走了", "pick_time", None),
        ("我爸走了，能后天火化吗", "crem_slot", None),
    ],
)
def test_what_follows_a_death(text: str, fact: str, value: object, rules: Rules) -> None:
    taken = {one.fact: one.value for one in extract(text, TODAY, rules, "funeral")}
    assert taken.get(fact) == value


@pytest.mark.parametrize("text", ["火化要几天能排上", "狗狗死了想火化", "请问死亡证怎么开", "骨灰寄存一年多少钱"])
def test_nothing_follows_where_nobody_has_died(text: str, rules: Rules) -> None:
    assert extract(text, TODAY, rules, "funeral") == ()
