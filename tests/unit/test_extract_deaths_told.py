"""That somebody has died: the many words for it, deaths told by what follows them, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.catalog import Catalog, Rules
from assistant.match.extract import concepts, extract

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
        "我舅14号走 骨灰还没领",
        "我妈心跳停了",
        "医院宣布我爸死亡",
        "我舅舅不治身亡",
        "我爷爷没熬过年",
        "父亲死亡时间是3月2号",
        "大伯的火化想定在大后天",
        "我姑户口销了 卡里的钱怎么取",
        "奶奶后天出殡",
        "外公人还在太平间",
        "老公生前是企业职工",
        "想问下我妈的骨灰寄存要多少钱一年",
        "俺爷老了，昨儿夜里",
        "俺娘老了，咋办死亡证明",
        "我爸去了，前天晚上的事",
        "她是前天走的，我奶奶",
        "在家走的，3月12号，我婆婆，91岁",
        "我爸没能留住",
        "母亲3月10日医治无效",
        "早上喊我奶吃饭，人已经硬了",
        "我外公在昨天夜里安详地离开了",
        "我弟在送医途中死亡",
        "爸 去世 3月10日 医院",
        "岳父/肺癌/昨天/家里/手续一样没办",
        "妈 82 肺癌 昨天 市三医院",
        "死亡时间3月9日；地点区人民医院；死者：我父亲",
        "我妈昨晚还好好的，今早就没了",
        "我姐昨天在安宁病房走的",
        "舅舅死得蹊跷，公安在查",
        "二伯一倒下去就没起来",
        "孩子生下来没活成，昨天",
        "俺公公前儿个老咧，在家",
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
        "我婆婆百年以后想做树葬",
        "想提前给我爸买墓地",
        "我爸还在医院抢救，后事怎么办",
        "医生说就这几天了，我爸的后事要怎么准备",
        "我妈户口销了又迁回来",
        "我妈在殡仪馆上班",
        "我爸去领丧葬费",
        "差点没了，昨天心跳停了，我爸八十了",
        "我妈老了，脑子糊涂，昨天又走丢了",
        "我爸去了，他去派出所办户口",
        "我爸老了，耳朵听不见",
        "我爸昨晚过去了，今天还没回来",
        "妈，81岁，脑梗后遗症，想申请护理补贴",
        "爸 76岁 肺癌 3月9号做的手术 人民医院",
        "老公，车祸，3月9号，住院，没钱",
        "母亲，3月10日，体检，中医院",
        "我妈医治无效怎么办，医生说没希望了",
        "我爸没留住工作",
        "饭都凉了我妈还没回来",
        "我爸昨天在家晕倒了，现在在医院",
        "手机昨天没了，我妈",
        "我爸住院第二天就走了，他自己要回家",
        "我爸断气的时候我不在，那是十年前的事了",
        "爸，心梗，昨天晚上，送医院了，在ICU",
        "孩子，肺炎，昨天，儿童医院",
        "我妈走了好几家医院都看不好",
        "她走的时候没带身份证，我老婆",
        "肾没保住，我妈一直透析",
        "孩子没留住，被学校开除了",
        "医院说没保住，腿截了，我爸",
    ],
)
def test_no_death_is_heard_where_nobody_has_died(text: str, rules: Rules) -> None:
    assert not died(text, rules)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("俺奶夜儿个黑家走嘞", date(2027, 3, 16)),
        ("俺姥爷昨儿个后晌没的", date(2027, 3, 16)),
        ("我外婆前晚走的", date(2027, 3, 15)),
        ("外公刚刚在家里辞世", date(2027, 3, 17)),
        ("我妈半小时前走的", date(2027, 3, 17)),
        ("爷爷大年初三没的", date(2027, 2, 8)),
        ("外婆大年三十晚上走的", date(2027, 2, 5)),
        ("我爸1月18号走的，不对，是28号", date(2027, 1, 28)),
        ("我哥上周三骑车被撞了 当场没了", date(2027, 3, 10)),
        ("昨天中午我妈说胸口不舒服，送到县医院没抢救过来", date(2027, 3, 16)),
        ("我爸1号摔的，抢救了两天，3号走的", date(2027, 3, 3)),
        ("我爸1号摔的，抢救了两天没救过来", None),
        ("我爸3月2号住院，没几天就走了", None),
        ("昨天我去派出所问，我爸走了户口怎么销", None),
        ("我刚刚才知道我舅走了", None),
        ("爸爸刚刚去世不久", None),
        ("我爸3月8号住院，第二天走的", date(2027, 3, 9)),
        ("我妈3月1号进的ICU，第三天没的", None),
        ("我妈初六走的", date(2027, 3, 13)),
        ("大伯廿六夜里没的", date(2027, 3, 3)),
        ("爷爷是14号走的，15号是送殡仪馆那天", date(2027, 3, 14)),
        ("老公3月9号出的车祸，没抢救过来", None),
        ("外公 3.12走 3.14火化 骨灰怎么领", date(2027, 3, 12)),
        ("逝者父亲，3月13日，心梗，市中医院", date(2027, 3, 13)),
    ],
)
def test_the_day_is_taken_as_it_is_told(text: str, day: date | None, rules: Rules) -> None:
    assert [one.value for one in concepts(text, TODAY, rules) if one.kind == "death_date"] == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("姑父8号夜里走的，在涪陵二院", "hospital"),
        ("我爸在重医附一院走的", "hospital"),
        ("俺奶在炕上断的气", "home"),
        ("我表叔死在租来的房子里", "home"),
        ("俺大爷住护理院两年了 前天在院里走嘞", "care_home"),
        ("我爸还没到医院就没了", "on_way"),
        ("我哥在工地上踩空摔了 当场就没了", "other"),
        ("我哥在工地上摔下来，送到医院没救过来", "hospital"),
        ("我妈走了，我在医院上班", None),
        ("我爸走了，遗体在医院太平间", None),
        ("奶奶住敬老院，前天走的", None),
        ("死在医院的人谁给开证明", None),
        ("公公被车撞了，拉到县医院抢救两天，还是没留住", "hospital"),
        ("公公送到县医院，又接回家，没撑过当晚", None),
        ("我妈前天走的，在青羊区我弟弟家里", "home"),
        ("武侯区的家里，3月12日晚上，父亲病故", "home"),
        ("舅舅在绵阳住院的时候走的", "hospital"),
        ("我妈，80岁，昨天，肺炎，妇幼保健院", "hospital"),
        ("人是在医院没的，怎么办手续", "hospital"),
        ("我叔骑车被货车撞了，当场就没了", "other"),
        ("爸妈3月8号出车祸，两个人当场都没了", "other"),
        ("奶奶走了十几年了，坟在老家山上，要迁坟", None),
    ],
)
def test_the_place_is_where_the_death_happened(text: str, place: str | None, rules: Rules) -> None:
    assert [one.value for one in concepts(text, TODAY, rules) if one.kind == "death_place"] == (
        [place] if place else []
    )


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("我爸糖尿病并发症去世", "d_nature", "illness"),
        ("奶奶有高血压，昨天走的", "d_nature", None),
        ("我妈有癌症，我爸昨天走的", "d_nature", None),
        ("姐夫被泥头车轧了当场没了", "d_nature", "abnormal"),
        ("我老公在工地施工时从楼上掉下来没了", "d_nature", "work_injury"),
        ("我舅死在屋里，死因还在查", "d_nature", "unclear"),
        ("我妈走了，火化了没销户", "progress", {"certificate", "cremated"}),
        ("我爸走了，死亡证明还没开", "progress", None),
        ("我妈昨天走的，后天火化", "crem_slot", date(2027, 3, 19)),
        ("我妈昨天走的，20号能火化吗", "crem_slot", None),
        ("我爸3月3号走的，3月5号火化的", "crem_slot", None),
        ("奶奶刚刚走的，明天早上派个车来接", "pick_time", date(2027, 3, 18)),
        ("外婆走了，骨灰寄存多少钱", "ashes", None),
        ("我弟跳楼没了，派出所已经出了证明", "police_done", True),
        ("我爸走了，到底是啷个死的哪个都说不清", "d_nature", "unclear"),
        ("我爸昨天没的，医院说不出证明", "d_nature", None),
        ("我爸昨天没的，医生也说不上来", "d_nature", "unclear"),
        ("我哥开车翻到沟里没了", "d_nature", "abnormal"),
        ("我爸从坎上摔下去没救过来", "d_nature", "abnormal"),
        ("村里帮着火化了，我叔是病故的", "d_nature", "illness"),
        ("外公被撞，拉到医院没救过来，下夜班路上的事", "d_nature", "work_injury"),
        ("老公工地摔死了，工伤还没报", "injury_recognised", "not_yet"),
        ("老公走了，两个孩子，一个11岁一个6岁", "heir_situation", "minor"),
        ("我爸走了，我孩子才3岁", "heir_situation", None),
        ("我爸走了，我妈是企业退休", "ss_type", None),
        ("我爸走了，我名下有套房", "assets", None),
        ("我爸走了，弟弟是户主", "h_head", None),
    ],
)
def test_what_follows_a_death_is_taken_of_the_dead_only(text: str, fact: str, value: object, rules: Rules) -> None:
    taken = {one.fact: one.value for one in extract(text, TODAY, rules, "funeral")}
    assert taken.get(fact) == value


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("我爸住在涪陵，前天死在屋里", "500102"),
        ("奶奶一直住在江津的敬老院，3月10号在院里走的", "500116"),
        ("我爸住在涪陵，前天在医院走的", None),
        ("我爸住在涪陵，前天在老家屋里走的", None),
        ("我妈在永川住院的时候走的", "500118"),
    ],
)
def test_at_home_is_where_one_lived(text: str, region: str | None, rules: Rules) -> None:
    assert [one.value for one in concepts(text, TODAY, rules) if one.kind == "died_in"] == ([region] if region else [])
