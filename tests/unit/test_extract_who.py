"""Who is meant and whose a fact is: words for relatives, hotline notes, pronouns, numbers, dictated words."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.catalog import Catalog, Rules
from assistant.match.extract import concepts, extract

TODAY = date(2027, 3, 3)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Catalog.load().rules("chengdu", TODAY)


def said(text: str, rules: Rules) -> set[str]:
    found = (one for one in concepts(text, TODAY, rules) if one.kind not in ("want", "died", "writer", "self_care"))
    return {f"{one.kind}{'' if one.of == 'concerned' else '@' + one.of}={one.value}" for one in found}


def relation(text: str, rules: Rules) -> str | None:
    return next((str(one.value) for one in concepts(text, TODAY, rules) if one.kind == "relation"), None)


@pytest.mark.parametrize(
    ("text", "kin"),
    [
        ("婆子妈昨天在屋头去世了", "mother_in_law"),
        ("我老人公上个月过世了", "father_in_law"),
        ("我幺儿12岁，智力残疾二级", "son"),
        ("我家二女，精神残疾二级", "daughter"),
        ("我姑娘今年16岁，视力残疾二级", "daughter"),
        ("俺大昨天在家去世了", "father"),
        ("俺妗子昨天去世了", "aunt"),
        ("俺姥娘92了，想申请高龄补贴", "grandmother"),
        ("我好婆前天在家过世的", "grandmother"),
        ("那口子昨天去世了", "spouse"),
        ("孩儿他爹昨天去世了", "husband"),
        ("我mom今年70岁，一个人住", "mother"),
        ("我dad昨天去世了", "father"),
        ("我小叔叔昨天去世了", "uncle"),
        ("我弟娃精神残疾二级", "brother"),
    ],
)
def test_a_relative_is_known_by_any_of_his_words(text: str, kin: str, rules: Rules) -> None:
    assert relation(text, rules) == kin


@pytest.mark.parametrize(
    "text",
    [
        "我爹爹昨天去世了，户口在海陵区",
        "我大大昨天去世了",
        "我继父昨天在医院去世",
        "后妈上个月去世，78岁",
        "我堂叔昨天去世了",
        "姑娘你好，我今年八十了，一个人住",
        "俺大哥说得先预约",
        "居民医保怎么退",
        "想问问市民卡怎么办",
        "想找个阿姨做饭",
        "momo是什么意思",
    ],
)
def test_a_word_that_may_mean_two_or_nobody_gives_no_relation(text: str, rules: Rules) -> None:
    assert relation(text, rules) in (None, "brother" if "大哥" in text else None)


def test_relatives_once_removed_are_other(rules: Rules) -> None:
    found = {one.fact: one.value for one in extract("我堂叔昨天在家去世了", TODAY, rules, "funeral")}
    assert found["a_relation"] == "other"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "市民李女士（电话13900001234）反映其公公昨天在家中去世",
            {"relation=father_in_law", "phone@self=13900001234", "sex@self=female", "death_date=2027-03-02"}
            | {"death_place=home"},
        ),
        ("来电人称其父亲82岁，独居，户口在金牛区", {"relation=father", "age=82", "living=alone", "hukou=510106"}),
        (
            "来电人：张先生，联系电话13812345678。其父3月2日病逝，享年79岁。",
            {"relation=father", "age=79", "death_date=2027-03-02", "death_nature=illness"}
            | {"phone@self=13812345678", "sex@self=male"},
        ),
        ("来电人称其户口在金牛区，独居", {"hukou@self=510106", "living@self=alone"}),
        ("来电人反映其母亲昨天去世，来电人系其女儿", {"relation=mother", "death_date=2027-03-02", "sex@self=female"}),
        ("来电人反映邻居王某的母亲去世，其子不办销户", set()),
        (
            "来电人表示与妻子协议离婚，妻子户口在绵阳，来电人户口在成都金牛区",
            {"sex@self=male", "hukou@partner=510700", "hukou@self=510106"},
        ),
    ],
)
def test_an_operators_caller_is_the_writer(text: str, wanted: set[str], rules: Rules) -> None:
    assert said(text, rules) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "我妈住锦江区，我在深圳上班回不去，八十二了，一个人住",
            {"relation=mother", "lives=510104", "works@self=440300", "age=82", "living=alone"},
        ),
        ("我妈照顾我爸，我爸肢体残疾二级，78岁", {"relation=father", "disability_kind=physical", "age=78"}),
        ("孩子9岁，我离婚了，孩子跟我，她户口在金牛区", {"relation=child", "age=9", "hukou=510106"}),
        (
            "跟前妻去年离的，想复婚，她户口在绵阳，我户口在金牛区",
            {"sex@self=male", "hukou@partner=510700", "hukou@self=510106"},
        ),
        ("想给我妈约助浴，她82岁，联系电话13800138000", {"relation=mother", "age=82", "phone@self=13800138000"}),
        ("帮我爷爷申请送餐，爷爷电话13800138000", {"relation=grandfather", "phone=13800138000"}),
        ("我妈去世十几年了，想问我爸将来百年以后能不能合葬", set()),
        ("以后结婚户口要迁到成都吗", set()),
        (
            "喂你好我妈妈住在金牛区今年八十三了就是说一个人住",
            {"relation=mother", "lives=510106", "age=83", "living=alone"},
        ),
        (
            "我老公前天在家里去世了今年五十八户口在双流我想问下怎么销户",
            {"relation=husband", "death_date=2027-03-01", "death_place=home", "age=58", "hukou=510116"},
        ),
    ],
)
def test_what_is_said_goes_to_whom_it_is_said_of(text: str, wanted: set[str], rules: Rules) -> None:
    assert said(text, rules) - {"disability_level=2"} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我爸不在了，我妈今年80，一个人住金牛区", {"relation=mother", "age=80", "living=alone", "lives=510106"}),
        ("我公公昨天去世了，婆婆今年76岁", {"relation=father_in_law", "death_date=2027-03-02"}),
        (
            "外公昨天去世了，我是他外孙，户口在彭州",
            {"relation=grandfather", "death_date=2027-03-02", "hukou=510182"} | {"sex@self=male"},
        ),
        ("我舅娘在带我外婆，外婆88了", {"relation=grandmother", "age=88"}),
        ("儿子儿媳在外打工，孙女6岁，户口在金牛区", {"relation=granddaughter", "age=6", "hukou=510106"}),
        ("我爸昨天去世了，他的手机号13900001234还没注销", {"relation=father", "death_date=2027-03-02"}),
        ("婆婆不同意我离婚", {"sex@self=female"}),
        ("我爸妈都八十多了，姐姐白天要上班", set()),
        ("我女婿户口在绵阳，我女儿想离婚", set()),
    ],
)
def test_who_is_told_of_by_the_way_is_not_the_matter(text: str, wanted: set[str], rules: Rules) -> None:
    assert {one for one in said(text, rules) if not one.startswith("assets")} == wanted


@pytest.mark.parametrize(
    ("text", "kin"),
    [
        ("我二舅家的表弟肢体残疾二级", "cousin"),
        ("我女儿的女儿5岁，听力残疾一级", "granddaughter"),
        ("我媳妇她爸昨天去世了", "father_in_law"),
        ("来电人户籍成华区，反映其丈夫精神残疾二级", "husband"),
        ("我同学他爸昨天去世了", None),
        ("我弟的孩子8岁，智力残疾三级", None),
        ("老公寓怎么走", None),
        ("大大小小的手续要办几个", None),
    ],
)
def test_one_word_says_whose_the_other_is(text: str, kin: str | None, rules: Rules) -> None:
    assert relation(text, rules) == kin


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("婆婆偏瘫下不了床，她住双流", {"relation=mother_in_law", "lives=510116"}),
        ("我婆婆去年中风，现在独居", {"relation=mother_in_law", "living=alone"}),
        ("我婆婆昨天走的，我爷爷前年走的", {"death_date=2027-03-02"}),
        ("有个婆婆82岁，一个人住，没人管", set()),
        ("楼下的婆婆82岁，一个人住", set()),
        ("开单身证明，本人男，31岁，户口双流", {"sex@self=male", "age@self=31", "hukou@self=510116"}),
        ("我30 女 户口大邑 想领证", {"sex@self=female", "age@self=30", "hukou@self=510129"}),
        ("男30 女29 户口都在双流 想领证", {"hukou@self=510116", "hukou@partner=510116"}),
        ("我一个老头子今年六十九，户口在双流", {"sex@self=male", "age@self=69", "hukou@self=510116"}),
        ("我是三个娃的妈妈，户口在大邑", {"sex@self=female", "hukou@self=510129"}),
        ("我是单亲爸爸，月收入1800", {"sex@self=male", "income@self=1800"}),
        ("爷爷昨天走的，孙女代办", {"relation=grandfather", "death_date=2027-03-02", "sex@self=female"}),
        ("孙女代办要带什么", set()),
        ("我侄女昨天走了，只有我这个舅舅来管", {"relation=niece", "death_date=2027-03-02", "sex@self=male"}),
        ("家里就我一个女儿，我爸昨天走了", {"relation=father", "death_date=2027-03-02", "sex@self=female"}),
        (
            "来电女士反映其父李某昨天病逝",
            {"relation=father", "death_date=2027-03-02", "death_nature=illness"} | {"sex@self=female"},
        ),
        ("来电老人自述81岁，住双流，独居", {"age@self=81", "lives@self=510116", "living@self=alone"}),
        (
            "来电人称父亲84岁，来电人自己在外地，回电请打其手机13812345678",
            {"relation=father", "age=84", "phone@self=13812345678"},
        ),
        ("服务对象刘某，55岁，精神残疾二级", {"age=55", "disability_kind=mental", "disability_level=2"}),
        ("周大爷，82岁，独居，户口双流", {"age=82", "living=alone", "hukou=510116"}),
        ("周大爷，我邻居，82岁，独居", set()),
        ("周某欠我钱不还，他45岁", set()),
        (
            "我25，她24，她户口大邑，我双流户口，想去民政局登记",
            {"age@self=25", "age@partner=24", "hukou@partner=510129", "hukou@self=510116"},
        ),
        (
            "我的户口在大邑，女朋友的在双流，想领证",
            {"hukou@self=510129", "hukou@partner=510116", "sex@self=male"},
        ),
        ("我离过一次，今年41岁，现在这个38，想跟他领证", {"age@self=41", "age@partner=38"}),
        ("女儿帮我打的字，我今年81，独居", {"age@self=81", "living@self=alone"}),
    ],
)
def test_who_the_writer_is_and_whom_a_note_tells_of(text: str, wanted: set[str], rules: Rules) -> None:
    assert said(text, rules) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("岳父半自理，跟我们住，我们夫妻俩白天都上班", {"relation=father_in_law", "living=with_children"}),
        ("老婆精神二级，我在外打工，孩子上初中", {"relation=wife", "disability_kind=mental", "disability_level=2"}),
        ("听力一级的儿子，想申请助听器", {"relation=son", "disability_kind=hearing", "disability_level=1"}),
        (
            "视力一级的弟弟，户口大邑，补贴咋领",
            {"relation=brother", "disability_kind=visual", "disability_level=1", "hukou=510129"},
        ),
        ("瘫在床上的爸爸，83了，想请人上门洗澡", {"relation=father", "age=83"}),
        ("我同桌的爸爸，83了，想请人上门洗澡", set()),
        ("伯伯 70岁 五保户 侄女要不要垫医药费", {"relation=uncle", "age=70", "tekun=True"}),
        ("弟弟智力二级，跟我妈过", {"relation=brother", "disability_kind=intellectual", "disability_level=2"}),
        ("奶奶84，跟我爸妈过", {"relation=grandmother", "age=84", "living=with_children"}),
        ("父母老两口自己住双流，我在上海上班", {"lives=510116", "living=couple", "works@self=310000"}),
        ("我们老两口户口都在双流", {"hukou@self=510116"}),
        ("俺老两口过，俺82了，住双流", {"living@self=couple", "age@self=82", "lives@self=510116"}),
        ("爸妈户口都在大邑", {"hukou=510129"}),
        ("爸妈户口都在大邑，我哥住双流", set()),
        ("外婆和外公先后走了，户口都在大邑", {"hukou=510129"}),
        ("我82了，就想天天有人送饭", {"age@self=82"}),
    ],
)
def test_whose_a_fact_is_of_several_told_of(text: str, wanted: set[str], rules: Rules) -> None:
    assert said(text, rules) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "我女儿9岁，我妈帮忙带，她户口双流，智力三级",
            {"relation=daughter", "age=9", "hukou=510116", "disability_kind=intellectual"},
        ),
        (
            "我弟妹跑了，我弟精神二级，他户口在大邑",
            {"relation=brother", "disability_kind=mental", "hukou=510129"},
        ),
        ("我妈照顾我外婆，外婆91，她卧床", {"relation=grandmother", "age=91"}),
        ("我和老伴都是双流户口，我81，她79，想申请送餐", {"hukou@self=510116", "age@self=81"}),
        ("我老两口，我76，她74，都住双流", {"age@self=76", "lives@self=510116"}),
        ("我今年80，老伴82，都住大邑", {"age@self=80", "lives@self=510129"}),
        ("我28，他30，户口都在双流", {"age@self=28", "hukou@self=510116"}),
        ("我妈吃低保，我没吃，我也想申请", {"relation=mother", "dibao=True", "dibao@self=False"}),
        ("低保 我妈 71岁 独居 怎么申请", {"relation=mother", "age=71", "living=alone"}),
        ("低保边缘 申请 我爸 58岁", {"relation=father", "age=58"}),
        ("特困 大伯 73岁 没儿没女 怎么申请", {"relation=uncle", "age=73"}),
        ("我爸 低保 75岁 独居 送餐", {"relation=father", "age=75", "living=alone", "dibao=True"}),
        ("老两口 住大邑 送餐", {"lives=510129", "living=couple"}),
        ("老两口住院了，谁能送饭", set()),
        ("外公外婆两个人过，住双流，想申请送餐", {"lives=510116", "living=couple"}),
        ("三口之家，每月收入两千，能不能办低保", {"household_size@household=3", "income@household=2000"}),
        ("家里三口人，我打工月收入2400，老公生病", {"household_size@household=3", "income@self=2400"}),
        ("两口子月收入2200，带俩娃，想办低保", {"income@household=2200"}),
        (
            "老公肢体二级，家里四口人，想问护理补贴",
            {"relation=husband", "disability_kind=physical", "household_size@household=4"},
        ),
        (
            "侄儿昨天没了，孩子户口在大邑，他爸妈都垮了",
            {"relation=nephew", "death_date=2027-03-02", "hukou=510129"},
        ),
        ("奶奶12号没的，爷爷14号也走了，两个老人户口都在大邑", {"hukou=510129"}),
        (
            "前夫昨天在大邑去世了，孩子跟着我，他有一套房孩子能继承吗",
            {"kinship=ex", "death_date=2027-03-02", "died_in=510129", "assets=house"},
        ),
        ("前夫去世了，孩子归我，能领补助吗", set()),
        ("他今年82，独居，住双流，想送餐", {"age=82", "living=alone", "lives=510116"}),
        ("邻居家老头，他82了，独居", set()),
        ("患者，女，66岁，肾病透析，住双流", {"age=66", "lives=510116"}),
        ("我是尿毒症患者，户口双流，45岁", {"hukou@self=510116", "age@self=45"}),
        ("残疾证丢了怎么补办", {"disability_cert=lost"}),
        ("我残疾证丢了怎么补", {"disability_cert@self=lost"}),
        ("残疾证会不会过期", set()),
        ("我48岁，离了婚带一个上小学的女儿，户口在大邑", {"age@self=48", "hukou@self=510129"}),
        (
            "跟小区里一个大姐处得来想领证，我户口双流，她户口大邑",
            {"hukou@self=510116", "hukou@partner=510129"},
        ),
        ("跟小区一个阿姨吵架了，她户口在大邑", set()),
        (
            "来电先生28岁，未婚妻25岁，先生户口大邑",
            {"sex@self=male", "age@self=28", "age@partner=25", "hukou@self=510129"},
        ),
        ("助浴 双流 我爸 卧床", {"relation=father"}),
    ],
)
def test_whose_a_fact_is_where_hardly_anybody_is_named(text: str, wanted: set[str], rules: Rules) -> None:
    assert {one for one in said(text, rules) if not one.startswith("disability_level")} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("娃儿他奶奶82了，一个人住大邑", {"age=82", "living=alone", "lives=510129"}),
        ("我女儿的公公昨天走了，户口大邑", set()),
        ("家里孩子6岁，自闭症，精神二级", {"relation=child", "age=6", "disability_kind=mental"}),
        ("家有老人，82，独居", {"age=82", "living=alone"}),
        (
            "本人52岁，儿子20岁智力残疾二级，户口双流",
            {"age@self=52", "relation=son", "age=20", "disability_kind=intellectual", "hukou=510116"},
        ),
        ("我52岁，儿子智力二级，月收入2000，想申请低保", {"age@self=52"}),
        ("我爸82，跟我妈住双流，他半自理", {"relation=father", "age=82", "lives=510116"}),
        ("我跟我奶奶一起住，她88，半自理", {"relation=grandmother", "age=88", "living=with_children"}),
        ("爸82妈80，老两口住双流", {"lives=510116", "living=couple"}),
        ("我爸我妈都八十多，住双流", {"lives=510116"}),
        ("代母亲申请，80岁，独居大邑", {"relation=mother", "age=80", "living=alone", "lives=510129"}),
        ("我和老公都双流户口，儿子12岁智力二级", {"hukou@self=510116", "relation=son", "age=12"}),
    ],
)
def test_who_is_the_matter_beside_a_writer_who_tells_of_himself(text: str, wanted: set[str], rules: Rules) -> None:
    found = {one for one in said(text, rules) if not one.startswith(("disability_level", "income"))}
    assert found - {"disability_kind=intellectual"} == wanted - {"disability_kind=intellectual"}
