"""Answers to what is asked about older people, in residents' own wordings.

``None`` is right wherever the words do not settle the answer: the question is then asked again in plain words.
"""

from __future__ import annotations

import pytest

from benchmarks.open_answers import read

ELDERS: dict[str, list[tuple[str, object]]] = {
    "elder_situation": [("老头早上出门到现在还没回", ["missing"]), ("没摔过跤", None), ("应该是老年痴呆吧", None)],
    "care_need": [
        ("屎尿都在床上", "all"), ("走路要人扶", None), ("就是洗澡要人扶一把", "some"), ("他不是不能自理", None), ("全靠自己", "self"),
    ],
    "bedridden_half_year": [("快半年了", False), ("都躺了两年多了", True), ("不到一年", None), ("一年前还能走，现在瘫了", None)],
    "elder_wants": [("请个阿姨帮着做饭", ["home_help", "meals"]), ("家里不用改", None)],
    "home_owner": [("跟房东签了合同", "rent"), ("过户给儿子了", "child"), ("公租房", None), ("不是租的", None)],
    "home_demolish": [("没说要拆", False), ("听说要拆", None), ("在红线里", True)],
    "saved_hours": [("当过志愿者，没记时间", None), ("在社区干过志愿者", True)],
    "ltci_status": [("刚评估完还没下来", "applying"), ("领着呢", "receiving"), ("没在领", None)],
    "insured_kind": [("不是职工，是居民的", "resident"), ("没参加居民医保", None), ("职工家属", None)],
    "smartphone": [("只会看视频", "little"), ("不太会用", "little"), ("不用老年机", None)],
    "way_to_talk": [("听不懂普通话", "dialect"), ("耳朵好使", None)],
    "mobility": [("拄着拐能走", "stick"), ("自己走不了", None), ("不用坐轮椅，能走", "walks")],
    "health_consent": [("别交", False), ("没说不同意", None), ("不反对", True)],
    "agent_where": [("不在一个城市", "elsewhere"), ("不跟他住一起", None), ("刚从国外回来", None)],
    "contact_reach": [("一个半小时", "half_day"), ("45分钟", None), ("不到半小时", "half_hour")],
    "pick_higher": [("不太清楚", False), ("你讲明白点", None)],
    "knows_present": [("我在外地", None), ("到时候我请假回来", True), ("我来不了，让我妹去", None)],
    "voucher_kind": [("不住养老院", None), ("请人到家里来", "home")],
    "assess_reason": [("不是第一次，是到期了", "expired"), ("没到期", None)],
    "care_wish": [("不能完全自理", "half"), ("没有糊涂", None)],
    "healthy_statement": [("没有", None), ("没有高血压", None), ("没有病，没犯过事", True)],
    "own_phone": [("智能机没有", False), ("有手机", None)],
    "home_problems": [("洗澡的地方滑", ["bath", "floor"]), ("不是厕所", None)],
    "home_tasks": [("不要洗澡，打扫就行", ["clean"])],
    "diet_kind": [("不能太咸", "low_salt"), ("软和一点，清淡", None), ("没糖尿病，普通就行", "plain")],
}  # fmt: skip
CASES = [(fact, words, wanted) for fact, said in ELDERS.items() for words, wanted in said]


@pytest.mark.parametrize(("fact", "words", "wanted"), CASES)
def test_an_answer_about_an_older_person(fact: str, words: str, wanted: object) -> None:
    assert read(fact, words) == wanted
