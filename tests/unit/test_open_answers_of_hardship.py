"""Answers to what is asked about hardship, work, care and the other matters of the civil affairs office.

``None`` is right wherever the words do not settle the answer: the question is then asked again in plain words.
"""

from __future__ import annotations

import pytest

from benchmarks.open_answers import read

ROWS: dict[str, list[tuple[str, object]]] = {
    "help_matters": [
        ("屋头没得钱，过不下去了", ["money"]), ("没走丢，就是没钱", ["money"]), ("身上没钱回家", ["shelter"]), ("发烧了", None),
        ("想离开这儿", None), ("工资少了一半，日子难", ["money"]),
    ],
    "now_need": [
        ("没地方睡，也没得饭吃", ["food", "shelter"]), ("药断了三天了", ["medical"]), ("没断药", None), ("看病有医保", None),
    ],
    "same_event_helped": [("没领过，头一回", False), ("拿过一次", True), ("领过低保", None), ("村里给过一袋米", None)],
    "hardship_reasons": [
        ("老公下岗，娃要上大学", ["schooling", "unemployed"]), ("一个人养家", None), ("没有人生病", None),
        ("没病没灾，就是没活干", ["unemployed"]),
    ],
    "other_help": [("工会和慈善", ["charity", "union"]), ("不用律师", None)],
    "income_extras": [("我妈有新农保一百多", True), ("只有职工退休金", False), ("有退休金", None)],
    "property_flags": [
        ("租了个门面做生意", ["company"]), ("一辆电动车", None), ("存款不多", None), ("我在公司上班", None),
        ("两套房，还有辆摩托", ["car", "second_home"]),
    ],
    "supporters_state": [
        ("没儿没女", "none"), ("儿子坐牢呢", "unable"), ("有个女儿，嫁出去不管我", "unreachable"), ("儿子条件好，每月给钱", "able"),
        ("没有儿子，有个女儿", None), ("没人管", None), ("养得起是养得起，就是不养", None),
    ],
    "decision_kind": [
        ("说我不够条件", "refused"), ("比上个月少发两百", "less"), ("从三月起就不发了", "stopped"), ("还没批下来", "silence"),
        ("没说批不批", "silence"), ("没停", None), ("没有被取消", None),
    ],
    "civic_matters": [("报名做义工，再捐点钱", ["donate", "volunteer"]), ("不开证明", None)],
    "certificate_kind": [
        ("证明我是我妈亲生的", "police"), ("证明我和他是夫妻", "marriage"), ("证明我妈还活着", "listed"), ("收入证明", None),
        ("不是单身证明", None),
    ],
    "org_kind": [("办个托育", "private"), ("小区里几个人跳广场舞", "group"), ("不是基金会", None)],
    "org_members_enough": [("三十几家单位", True), ("快五十了", False), ("三十多个", None), ("五十左右", None)],
    "applicant_id_type": [("身份证丢了", "none"), ("没有身份证，有户口本", "book"), ("身份证过期了", None), ("护照", None)],
    "apply_items": [("低保边缘", ["low_income_edge_household"]), ("两项补贴", ["living_subsidy", "nursing_subsidy"]), ("不要低保", None)],
    "event_kind": [("骑车摔沟里了", "traffic"), ("从房顶摔下来", "injury"), ("没着火", None)],
    "current_benefits": [("五保，还有八十岁补贴", ["elder", "tekun"]), ("没吃低保", None)],
    "staff_kin": [("都是老百姓，没当官的", False), ("我哥是村主任", True), ("表舅在镇上上班", None)],
    "labour_state": [("轻活也干不了", "none"), ("不能干重活", "part"), ("身体不好", None), ("没瘫痪", None)],
    "job_state": [
        ("下岗了，没去登记", "jobless"), ("跑外卖的", "flexible"), ("没有工作", None), ("还没退休", None), ("我儿子在上学", None),
    ],
    "self_care_lost": [("除了吃饭都不行", ["bath", "bed", "dress", "toilet", "walk"]), ("翻身都翻不了", ["bed"]), ("不方便", None)],
    "support_wish": [("不想去养老院", "home"), ("在家没人做饭，去养老院吧", "institution"), ("机构不好", None), ("还没想好", None)],
    "income_sources": [("地租给别人了", ["land"]), ("房子租出去了", ["rent"]), ("没种地", None)],
    "recent_change": [("上半年给女儿转了十万", True), ("没那么多钱转", False), ("准备卖房看病", None), ("三年前卖过房", None)],
    "share_departments": [("医保和教育", ["education", "medical_insurance"]), ("不给工会", None)],
    "publicity_known": [("晓得了", True), ("头一回听说", False), ("不太清楚", None), ("不同意公布", None)],
    "payee_relation": [("就是我自己", "self"), ("监护人代收", "guardian"), ("儿子，不住一起", None)],
}  # fmt: skip
CASES = [(fact, words, wanted) for fact, said in ROWS.items() for words, wanted in said]


@pytest.mark.parametrize(("fact", "words", "wanted"), CASES)
def test_an_answer_in_any_wording(fact: str, words: str, wanted: object) -> None:
    assert read(fact, words) == (sorted(wanted) if isinstance(wanted, list) else wanted)
