"""Rules of reading an answer that hold for many questions: what settles, what denies, and what stands around it.

``None`` is right wherever the words do not settle the answer: the question is then asked again in plain words.
"""

from __future__ import annotations

import pytest

from benchmarks.open_answers import read

ROWS: dict[str, list[tuple[str, object]]] = {
    # a count is no place in the list
    "adopter_children": [
        ("一个", "one"), ("两个", "more"), ("就一个", "one"), ("三个", "more"), ("第一个", "none"), ("第二个", "one"),
        ("没有，一个都没有", "none"),
    ],
    "multi_kinds": [("第一个和第三个", ["sight", "speech"]), ("两个", None)],
    "disability_level": [("一个", None)],
    # nothing lost, nothing changed
    "m_id_missing": [
        ("男方的还在", None), ("男方的没丢，女方的过期了", ["woman"]), ("都在呢", []), ("两个人的都在手里", []), ("都没丢，也没过期", []),
        ("都没过期", []), ("都在，就是他的过期了", ["man"]), ("他的在，我的丢了", None), ("男方的没了", ["man"]), ("都丢了", ["man", "woman"]),
        ("两个", None), ("女方身份证找不到了", ["woman"]),
    ],
    "m_identity_changed": [
        ("女方没改过", None), ("都没改过", []), ("谁都没改过", []), ("男方改过，女方没有", ["man"]), ("他原来叫狗蛋", ["man"]),
        ("他没改，她改了", ["woman"]),
    ],
    # what is not drawn
    "other_benefits": [
        ("长护险没申请", None), ("长护险没评上", None), ("工伤没认定", None), ("有长护险", ["ltci"]), ("这些一个也不沾", []),
        ("以前坐过牢", None), ("以前坐牢，现在领伤残抚恤", ["veteran_care"]), ("没有，一直老老实实", []),
    ],
    "child_benefits": [("低保停了", None), ("低保取消了", None), ("低保没申请", None)],
    "subsidy_now": [
        ("生活补贴停了", ["stopped"]), ("莫名其妙就停了", ["stopped"]), ("护理补贴停了，生活补贴还领着", ["living", "stopped"]),
        ("护理补贴没申请过", None), ("以前领过，后来停了", ["stopped"]), ("以前领过生活补贴", None), ("没领过，也没申请", []),
        ("从来没领过", []), ("没批", ["refused"]),
    ],
    "decision_kind": [("莫名其妙就停了", "stopped"), ("好好的就给停了", "stopped")],
    "home_owner": [("租的", "rent"), ("不是租的", None), ("不是租的是自己的", "own")],
    # 「不清楚」 of a mind
    "m_capable": [("脑子不清楚", False), ("他头脑不清楚", False), ("他清不清楚我不清楚", "unsure")],
    "person_can_decide": [("脑子不清楚了", False), ("不清楚", "unsure")],
    # wishes
    "wants": [
        ("工作有了", None), ("家里已经有轮椅", None), ("轮椅有了，想要助听器", ["device"]), ("轮椅买了，想租个护理床", ["rental"]),
        ("能不能帮我找个工作", ["job"]), ("可以给我们装个扶手吗", ["retrofit"]), ("有轮椅就好了", ["device"]),
        ("不要轮椅，要助听器", ["device"]), ("不要轮椅要助听器", ["device"]), ("不要轮椅", None), ("可以是可以，就是卡丢了", None),
        ("轮椅能不能报销", None), ("都不需要", []), ("哪样都用不着", []),
    ],
    # a part of several options and one of a single option
    "m_attend": [
        ("都愿意，但是他去不了", "apart"), ("都愿意", None), ("我俩都愿意，可以一起去", "together"), ("都愿意，能一起去，他去不了", None),
    ],
    "m_self": [("去不了", None), ("去不了，档案查得到", "proxy")],
    "m_divorce_terms": [
        ("孩子归我他不同意", None), ("他不同意离", "refused"), ("都愿意，房子没谈好", "not_settled"), ("都愿意", None),
    ],
    "man_marital": [("没结过婚，系统说已婚", "wrong_record"), ("没结过婚", "single")],
    # one thing and not another, now and not before
    "apply_kind": [("不是眼睛是耳朵", "hearing"), ("不是眼睛，是耳朵", "hearing"), ("不是眼睛", None)],
    "d_place_type": [("不是家里是医院", "hospital"), ("那肯定是医院了啊", "hospital"), ("不是在家里走的", None)],
    "assets": [
        ("以前有车，现在有套房子", ["house"]), ("没有房子有点存款", ["deposits"]), ("房子、车都没了", None), ("驾照，车，都有", ["licence", "vehicle"]),
        ("不是公积金是企业年金", ["individual_pension"]), ("一样都不占", []), ("可能有公积金，房子有一套", None),
    ],
    "ss_type": [("民办教师", None), ("不是企业是事业单位", "public"), ("以前在厂里", None)],
    "mother_state": [("以前坐牢，现在出来打工", "away")],
    # what is left open: another person, another number
    "m_still_single": [("我没有，他有没有不知道", None), ("都没有", True)],
    "home_size": [("我们一家三口加上我妈", None), ("三口，还有个老人", None), ("我俩加上我妈三个人", 3), ("四口，我俩加俩娃", 4)],
    "d_marital": [("他老婆早就跟他离了", "divorced"), ("老婆早走了", "widowed"), ("老婆早就没了", "widowed")],
    # words beside the answer
    "h_head": [
        ("那肯定是户主了啊", True), ("那当然是", True), ("那肯定不是", False), ("以前是他，现在是我", None), ("户主是他二叔", None),
        ("户主是他的儿子", None), ("说起来应该算是", None),
    ],
    "person_marital": [("说起来应该算离了", None)],
    "remains": [("那肯定是火化了啊", "cremate"), ("那肯定是第一个了", "cremate")],
}  # fmt: skip
CASES = [(fact, words, wanted) for fact, said in ROWS.items() for words, wanted in said]


def test_a_third_of_the_wordings_settle_nothing_or_deny() -> None:
    unsettled = [words for _, words, wanted in CASES if wanted in (None, False, [])]
    assert len(unsettled) * 3 >= len(CASES)


@pytest.mark.parametrize(("fact", "words", "wanted"), CASES)
def test_an_answer_by_rule(fact: str, words: str, wanted: object) -> None:
    assert read(fact, words) == (sorted(wanted) if isinstance(wanted, list) else wanted)
