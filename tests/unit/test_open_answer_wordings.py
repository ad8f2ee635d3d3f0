"""350 wordings of answers to open questions of every kind, read by the real handlers of the forms.

``None`` is right wherever the words do not settle the answer: the question is then asked again in plain words.
"""

from __future__ import annotations

import pytest

from assistant.catalog.reading import read_yaml
from assistant.match.lexicon import SHIPPED
from assistant.match.open_sayings import every_saying
from benchmarks.open_answers import chengdu, read  # the 8th is 十月三十 in the lunar calendar

ROWS: dict[str, list[tuple[str, object]]] = {
    # yes or no
    "p_same": [
        ("是的", True), ("可以啊没问题", True), ("行嘛", True), ("嗯呐", True), ("就打我卡上吧", True), ("得", None),
        ("莫得问题", True), ("不可以", False), ("不行，打给我妈", False), ("别打我账户", False), ("看情况", None),
        ("可以吗？", None), ("不晓得", None), ("不想说", None),
    ],
    "police_done": [
        ("处理完了", True), ("已经结案了", True), ("没有诶", False), ("还没处理完", False), ("还在查", False),
        ("没呢", False), ("应该处理完了吧", None), ("公安没来过", None),
    ],
    "h_head": [
        ("是户主", True), ("对头，他是户主", True), ("不是，户主是我爸", False), ("户主是我妈", None), ("不晓得", "unsure"),
        ("搞不清楚", "unsure"), ("好像是", None),
    ],
    "g_live_with": [("住一起的", True), ("没住一起", False), ("不在一起住", False), ("平时在，放假不在", None)],
    "recent_change": [("没有过", False), ("从来没有", False), ("有，去年卖了一套", True), ("啥叫大笔钱", None)],
    "court_judgment": [("判了", True), ("还没判", False), ("没去法院", False)],
    # one of several
    "d_place_type": [
        ("医院", "hospital"), ("在医院里走的", "hospital"), ("屋头", "home"), ("自己家里", "home"), ("第一个", "hospital"),
        ("第二个选项", "on_way"), ("选3", "home"), ("救护车上", "on_way"), ("不是医院，是家里", "home"), ("敬老院", "care_home"),
        ("不在家，在养老院", "care_home"), ("工地上", "other"), ("泰国", "abroad"), ("都不是", None), ("家里或者医院", None),
        ("第九个", None), ("最后一个", "missing"),
    ],
    "d_nature": [
        ("老死的", "illness"), ("癌症", "illness"), ("病走的", "illness"), ("车祸", "abnormal"), ("不晓得咋走的", "unclear"),
        ("上班路上出的事", "work_injury"), ("不是生病，是意外", "abnormal"),
    ],
    "remains": [("烧了", "cremate"), ("火化吧", "cremate"), ("想海葬", "cremate_eco"), ("还没想好", "undecided"), ("捐了", "donation")],
    "ashes": [("拿回家", "take"), ("先存到殡仪馆", "store"), ("公墓", "cemetery"), ("不清楚", "unsure"), ("撒海里", "eco")],
    "a_relation": [
        ("我是他儿子", "son"), ("女儿", "daughter"), ("老伴", "spouse"), ("孙女", "grandchild"), ("他是我爸", None),
        ("我是他老公", "spouse"), ("侄女", "nephew_niece"), ("儿媳妇", "child_in_law"), ("弟弟", "sibling"), ("邻居", "other"),
        ("父子关系", None),
    ],
    "implant": [("有", "yes"), ("没装过", "no"), ("装了起搏器", "yes"), ("他没有，我妈有", "no"), ("记不得了", "unsure")],
    "ss_type": [("企业的", "enterprise"), ("新农保", "resident"), ("公务员退休", "public"), ("都没有", "none"), ("城乡居民", "resident"), ("不知道哪种", "unsure")],
    "lives_with": [("一个人", "alone"), ("跟我妈两个人", "couple"), ("跟我住", "family"), ("住养老院", "institution"), ("第二", "couple")],
    "for_whom": [("我自己", "self"), ("给我妈办", "parent"), ("老公", "spouse"), ("替我奶奶", "grandparent"), ("都不是", None)],
    "help_class": [("低保", "dibao"), ("不是低保，是低保边缘", "edge"), ("都不是", "none"), ("啥都没有", "none"), ("五保", "tekun")],
    "disability_level": [("二级", "level2"), ("2级", "level2"), ("贰级", "level2"), ("一级还是二级忘了", None), ("不是二级，是三级", "level3")],
    "disability_kind": [("眼睛", "sight"), ("肢体的", "limbs"), ("腿", "limbs"), ("脑子的", None), ("聋哑", None)],
    "m_slot": [("上午吧", "morning"), ("下午两点", "afternoon"), ("都行", None), ("早上九点", "morning")],
    "m_filler": [("男的", "man"), ("我是女方", "woman"), ("女生", "woman")],
    "labour_state": [("能干", "full"), ("干不了活", "none"), ("轻活能干", "part"), ("能干一点", "part")],
    "h_idstate": [("还在", "returned"), ("在我这", "returned"), ("丢了", "lost"), ("找不着了", "lost"), ("一起火化了", "gone")],
    "traffic": [("不是车祸", "no"), ("不是", "no"), ("是的，对方跑了", "uncovered")],
    "farewell": [("不办了", "none"), ("小的就行", "small"), ("办", None)],
    # several of several
    "assets": [
        ("都没有", []), ("房子和车", ["house", "vehicle"]), ("有公积金，还有驾照", ["housing_fund", "licence"]),
        ("低保没有，残疾证有", ["disability_certificate"]), ("第一个和第三个", ["employee_medical", "housing_fund"]),
        ("没有房子，有存款", ["deposits"]), ("不清楚", None),
    ],
    "self_care_lost": [("洗澡、上厕所", ["toilet", "bath"]), ("都能做", []), ("吃饭穿衣都不行", ["eat", "dress"]), ("洗澡要人帮", ["bath"])],
    "progress": [("死亡证明拿到了", ["certificate"]), ("啥都没办", []), ("还没火化", None)],
    "current_benefits": [("低保和高龄津贴", ["dibao", "elder"]), ("没领", []), ("两个都有", None)],
    # days
    "d_death_time": [
        ("三月初五", "2026-04-21"), ("前天晚上", "2026-12-06"), ("12月1号", "2026-12-01"), ("上周三", "2026-12-02"),
        ("农历十月初八", "2026-11-16"), ("昨儿", "2026-12-07"), ("11.20", "2026-11-20"), ("上个月底", None),
        ("大概上周吧", None), ("12月1号还是2号", None), ("不是昨天，是前天", "2026-12-06"), ("今天早上六点走的", "2026-12-08"),
    ],
    "m_visit_date": [("下周五", "2026-12-18"), ("明天上午", "2026-12-09"), ("12月20号吧", "2026-12-20"), ("过完年", None), ("越快越好", None)],
    "live_since": [("2015年", "2015"), ("2019年3月", "2019-03"), ("去年", "2025"), ("十来年了", None), ("小时候就住这", None)],
    # amounts
    "person_income": [
        ("一千二左右", 1200), ("1200块", 1200), ("每月三千出头", None), ("没有收入", 0), ("两千八", 2800), ("一个月1.2万", 12000),
        ("两三千", None), ("不固定", None), ("三千五百块钱", 3500), ("一年三万", 2500),
    ],
    "keep": [("三天", 3), ("3天吧", 3), ("一个星期", 7), ("看情况", None), ("两三天", None)],
    # places
    "d_hukou_region": [("武侯区", "510107"), ("成都武侯", "510107"), ("户口在金牛区的", "510106"), ("重庆万州", "500101"), ("不晓得", "unsure"), ("老家", None), ("武侯区还是金牛区", None)],
    # written freely
    "a_phone": [("13800138000", "13800138000"), ("我的是138 0013 8000", "13800138000"), ("没有手机", None), ("1380013", None)],
    "a_name": [("王小明", "王小明"), ("我叫王小明", "王小明"), ("叫我老王就行", None), ("不想说", None)],
    "a_id": [("510115197606184038", "510115197606184038"), ("身份证510115197606184038", "510115197606184038"), ("忘带了", None)],
}  # fmt: skip
LATER: dict[str, list[tuple[str, object]]] = {
    "p_same":[("要得",True),("好的呀",True),("不用，打我弟的",False),("随便",None),("可以是可以，就是卡丢了",None)],
    "police_done":[("办完了",True),("昨天才结案",True),("早弄好了",True),("公安说还要等几天",None),("没有报公安",None)],
    "h_head":[("他就是户主",True),("不是户主",False),("我是户主",None),("是他",None)],
    "is_guardian":[("我就是监护人",True),("不是，监护人是他姑姑",False),("算是吧",None)],
    "staff_kin":[("没得",False),("有的",True),("我舅舅是村主任",None)],
    "recent_change":[("前年卖过",None),("没卖过房",False),("没有的事",False)],
    "d_place_type":[("在市一医院","hospital"),("走在路上了",None),("老家",None),("在我姐家",None),("icu里头","hospital"),("护理院","care_home"),("不在医院",None),("在澳门","abroad"),("4","care_home"),("倒数第二个",None)],
    "d_nature":[("心梗","illness"),("摔了一跤走的","abnormal"),("工伤","work_injury"),("法医还没说",None),("就是老了","illness"),("肺癌晚期","illness"),("是病，不是意外","illness")],
    "remains":[("土葬可以不",None),("先火化","cremate"),("树葬吧","cremate_eco"),("听我哥的",None)],
    "a_relation":[("我是死者的外孙女","grandchild"),("夫妻",None),("姐姐","sibling"),("女婿","child_in_law"),("他亲哥","sibling"),("我是村里的",None),("外甥","nephew_niece"),("我是他女儿的老公",None)],
    "ss_type":[("企业退休的","enterprise"),("农村那种",None),("没交过社保","none"),("她是小学老师","public")],
    "ss_status":[("退休好几年了","retired"),("还没退","working"),("领退休金的","retired")],
    "lives_with":[("跟儿子住","family"),("就他自己","alone"),("老头老太两个",None),("请了个保姆一起","others"),("没人跟她住",None)],
    "for_whom":[("帮我婆婆问的","parent"),("我本人","self"),("儿子","child"),("我爸妈","parent"),("我家小孩","child")],
    "help_class":[("边缘户","edge"),("以前是低保",None),("没有低保",None),("特困的","tekun"),("没评过",None)],
    "disability_level":[("三级","level3"),("最重的那个",None),("没评上",None),("第二级","level2")],
    "disability_kind":[("耳朵听不见","hearing"),("精神上的","mental"),("手和脚","limbs"),("视力和听力",None)],
    "m_slot":[("一大早",None),("下午吧，上午有事",None),("不要上午",None),("午后","afternoon")],
    "labour_state":[("身体好，能干活","full"),("瘫在床上咋干",None),("干不动了","none")],
    "assets":[("房产一套，存款若干",["deposits","house"]),("啥也没有",[]),("车，驾照",["licence","vehicle"]),("公积金取完了",None),("没有",[])],
    "self_care_lost":[("走路不行",["walk"]),("上厕所要扶",["toilet"]),("能自己吃饭",None),("都不行",None)],
    "d_death_time":[("大前天","2026-12-05"),("十一月二十八","2026-11-28"),("11月28","2026-11-28"),("上个月28号","2026-11-28"),("周日","2026-12-06"),("冬至那天",None),("记不清了",None),("6号半夜","2026-12-06"),("昨天或者今天",None),("两天前","2026-12-06"),("阴历十月二十","2026-11-28")],
    "m_visit_date":[("这周五","2026-12-11"),("1月1号","2027-01-01"),("后天","2026-12-10"),("昨天",None),("下个月8号","2027-01-08"),("周末",None)],
    "person_income":[("没上班",None),("四千来块",None),("八百",800),("3k",3000),("工资三千，房租一千",None),("低保七百",None),("2,600元",2600),("没得收入",0),("五千多",None)],
    "rehab_cost":[("没花",0),("两万三",23000),("一万多",None)],
    "keep":[("五六天",None),("两周",14),("7",7),("先放三天吧",3)],
    "d_hukou_region":[("双流","510116"),("就在成都家里，武侯区","510107"),("不是武侯区，是青羊区","510105"),("郑州金水区","410105"),("跟我一样",None),("户口早销了",None),("青岛",None)],
    "a_phone":[("电话13912345678","13912345678"),("打我妈的13912345678","13912345678"),("139 1234 5678","13912345678")],
    "a_name":[("李娜","李娜"),("姓名：欧阳娜娜","欧阳娜娜"),("你猜",None),("我姓张",None),("阿依古丽·买买提","阿依古丽·买买提")],
}  # fmt: skip
CASES = [(fact, words, wanted) for rows in (ROWS, LATER) for fact, said in rows.items() for words, wanted in said]


def test_there_are_enough_wordings_of_every_kind() -> None:
    kinds = {chengdu().facts[fact].type.value for fact in ROWS}
    assert len(CASES) >= 150
    assert kinds == {"yes_no", "choice", "choices", "date", "partial_date", "money", "number", "region", "phone", "name",
                     "id_number"}  # fmt: skip


@pytest.mark.parametrize(("fact", "words", "wanted"), CASES)
def test_an_answer_in_any_wording(fact: str, words: str, wanted: object) -> None:
    assert read(fact, words) == (sorted(wanted) if isinstance(wanted, list) else wanted)


def test_every_fact_has_its_sayings_in_one_file_only() -> None:
    told = [
        fact
        for file in (SHIPPED / "answers").glob("*.yaml")
        for fact in read_yaml(file.read_text("utf-8"), file.name).data
    ]
    assert sorted(told) == sorted(every_saying())


def test_residents_sayings_stand_for_real_options() -> None:
    for name, options in every_saying().items():
        fact = chengdu().facts[name]
        offered = {option.id for option in fact.options} or {"yes", "no"}
        assert set(options) <= offered, name
