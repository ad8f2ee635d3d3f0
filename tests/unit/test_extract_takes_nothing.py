"""What a careless listener would take: general questions, plans, the past, others' matters, and 走 that is no death."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.catalog import FLOWS, Catalog
from assistant.match.extract import concepts

TODAY = date(2026, 12, 8)  # a Tuesday
RULES = Catalog.load(FLOWS).rules(None, TODAY)
TOLD = frozenset(("relation", "age", "nominal_age", "death_date", "death_place", "died_in", "hukou", "lives", "living",
                  "disability_level", "disability_kind", "disability_cert", "works", "income", "pension", "wish_date",
                  "dibao", "tekun", "household_size", "self_care", "want", "progress", "assets", "implant",
                  "pension_kind", "retired"))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我妈走了，我嫂子是残疾人，二级，她能不能帮着代办", {"relation=mother"}),
        ("我爸走了，我妈吃低保，我妈的低保会不会停", {"relation=father"}),
        ("我爸3月8号住的院，一直没出院，人走了", {"relation=father"}),
        ("婆婆12月1号出院回家，没几天就走了", {"relation=mother_in_law"}),
        ("12月1号签的合同，墓地，我爸去世用", {"relation=father"}),
        ("爷爷走了，派出所11月30号来过", {"relation=grandfather"}),
        ("我爸走了，死亡证明开好了吗我要去问问医院", {"relation=father"}),
        ("我妈去世了，社保那边停了没有我不知道", {"relation=mother"}),
        ("我爸走了，殡仪馆说火化了就给骨灰证", {"relation=father"}),
        ("我爸走了，等火化了再去销户", {"relation=father"}),
        ("我妈去世了，火化了才能开安葬证明吗", {"relation=mother"}),
        ("我爸走了，我自己有退休金，不缺钱", {"relation=father"}),
        ("我爸走了，他妹妹装过起搏器", {"relation=father"}),
        ("我爸走了，居民养老和职工养老丧葬费哪个多", {"relation=father"}),
        ("我爸走了，查不到他有没有存折", {"relation=father"}),
        ("残疾二级能领多少", set()),
        ("残疾一级二级补贴一样吗", set()),
        ("低保户火化免费吗", set()),
        ("低保和特困哪个钱多", set()),
        ("五保户去世后谁安葬", set()),
        ("退休的和没退休的丧葬费哪个多", set()),
        ("独居老人有什么补贴", set()),
        ("请问90岁老人一个月补多少", set()),
        ("六十岁能办老年卡吗", set()),
        ("80岁以上老人有多少高龄津贴", set()),
        ("心功能三级", set()),
        ("高血压三级很危险", set()),
        ("二级以上才有护理补贴吧", set()),
        ("我同事他爸昨天走了，问一下怎么办丧事", set()),
        ("我们村五保户老王死了，谁来管", set()),
        ("养老院老人走了家属要交什么", set()),
        ("去年还能自理", set()),
        ("我爸早年在昆明当兵", {"relation=father"}),
        ("我以前在深圳打工", set()),
        ("过去一个月挣五千，现在没工作", set()),
        ("我不想住养老院", set()),
        ("大院里有个老大爷走了，送奶的先看见的", set()),
        ("侄女的爸爸坐牢，妈妈失踪好几年", set()),
        ("老公三年没音讯，我要离婚怎么离", {"want@self=divorce"}),
        ("我爸说要先公证才能取钱，他说得对吗", set()),
        (
            "我爸走了，剩下个智力二级的弟弟，以后谁能管他",
            {"relation=brother", "disability_kind=intellectual", "disability_level=2"},
        ),
        ("是不是只有盲人坐地铁免费", set()),
        ("残疾证上的等级怎么分", set()),
        ("精神障碍社区康复在哪里报名", set()),
        ("我妈不愿意去养老院", {"relation=mother"}),
        ("我爸去年走的，现在我妈要住养老院", {"relation=mother", "want@self=institution"}),
        ("我不离婚，他非要离", set()),
        ("隔壁王婆婆有送餐，我没有", set()),
        ("孩子他爸走了，跟别的女人跑了", set()),
        ("我老公12月1号走的，去工地了", {"relation=husband"}),
        ("我爸在医院不在了，转院了", {"relation=father"}),
        ("我外婆老人家昨天刚走，回乡下去了", {"relation=grandmother"}),
        ("老师昨天走了，是调走的", set()),
        ("房东走了，押金没退", set()),
        ("我妈心没了，什么都不想干", {"relation=mother"}),
        ("我爸走丢了", {"relation=father"}),
        ("我爸差点没了，抢救过来了", {"relation=father"}),
        ("我妈昨天去了我哥家", {"relation=mother"}),
        ("医生说「肢体二级能评上」", set()),
        ("我爸没评上二级", {"relation=father"}),
        ("我妈走那年我才三岁", {"relation=mother"}),
        ("爷爷走了，12月10号亲戚才到齐，之后再火化", {"relation=grandfather"}),
        ("我男朋友下个月才回来", set()),
        ("房租12月15号到期，能不能申请临时救助", {"want@self=temporary"}),
        ("身份证下周二才能取", set()),
        ("奶奶的坟要迁，找谁", set()),
        ("老家拆迁，爷爷的坟也要移，有补偿吗", set()),
        ("我爸的墓地管理费到期了", set()),
        ("我爸是在来医院前走的", {"relation=father"}),
        ("我哥在泰国打工，得病死在那边医院里", {"death_place=abroad", "relation=brother"}),
        ("我弟在工地干活摔死的", {"relation=brother"}),
        ("我妈从医院拉回来路上走的", {"death_place=on_way", "relation=mother"}),
        ("侄女六岁，她爸没了，她妈失踪两年", {"age=6", "relation=niece"}),
        ("想把我妈户口迁到青岛", {"relation=mother"}),
        ("我妈户口迁出了渝北", {"relation=mother"}),
        ("户口能不能落在江北区", set()),
        ("把户口从达州迁到成都", set()),
        ("我单位在高新区，户口是集体户", set()),
        (
            "一家五口，月收入三千一，想申请低保",
            {"household_size@household=5", "income@household=3100", "want@self=dibao"},
        ),
        ("我爸在殡仪馆上班，退休金三千二", {"pension=3200", "relation=father"}),
        ("最近连我都不认得，我爸79，一半要人帮", {"age=79", "relation=father", "self_care=most"}),
        ("未婚证明我爸能代我去开吗", {"want@self=single_proof"}),
        ("社保在深圳交的", set()),
        ("我老家是周口的", set()),
        ("我妈以后跟我住", {"relation=mother"}),
        ("跟我妈住不惯", set()),
        ("吃低保的人还开宝马", set()),
        ("特困户的房子漏雨", set()),
        ("不能自理的老人怎么申请护理", set()),
        ("养老金涨了一百块", set()),
        ("我每个月给我妈五百", {"relation=mother"}),
        ("社区周四上门看过了", set()),
        ("12月15号我要出差，你们能不能早点办", set()),
        ("我爸昨天没了呼吸，急救又救活了", {"relation=father"}),
    ],
)
def test_nothing_else_is_taken(text: str, facts: set[str]) -> None:
    found = (one for one in concepts(text, TODAY, RULES) if one.kind in TOLD)
    assert {f"{one.kind}{'' if one.of == 'concerned' else '@' + one.of}={one.value}" for one in found} == facts


@pytest.mark.parametrize(
    "text",
    [
        "孩子他爸走了，跟别的女人跑了",
        "我老公12月1号走的，去工地了",
        "我爸在医院不在了，转院了",
        "我外婆老人家昨天刚走，回乡下去了",
        "我妈心没了，什么都不想干",
        "我爸差点没了，抢救过来了",
        "老师昨天走了，是调走的",
    ],
)
def test_nobody_has_died(text: str) -> None:
    assert not any(one.kind == "died" for one in concepts(text, TODAY, RULES))
