"""Answers to what is asked about couples, people with a disability and children, in residents' own wordings.

``None`` is right wherever the words do not settle the answer: the question is then asked again in plain words.
"""

from __future__ import annotations

import pytest

from assistant.catalog.catalog import FLOWS, Catalog, Rules
from tests.unit.test_open_answer_wordings import TODAY, read

COUPLES: dict[str, list[tuple[str, object]]] = {
    "man_category": [
        ("他在部队当士官呢", "military"), ("早转业了，四川人", "mainland"), ("他老家是越南的", "foreigner"), ("拿绿卡的，护照没换", "overseas"),
        ("台胞", "taiwan"), ("退伍军人", "mainland"), ("他是香港的，我是广东人", None), ("不晓得算哪种", None), ("在香港打工", None),
    ],
    "woman_marital": [
        ("离了三年多", "divorced"), ("头一回领证", "single"), ("前头那个老公走了", "widowed"), ("还没离成，在打官司", "married"),
        ("在美国离的", "divorced_abroad"), ("系统里显示她已婚，其实从没嫁人", "wrong_record"), ("没离过婚", None), ("现在单身", None),
        ("从来没离过婚", None),
    ],
    "man_education": [
        ("念到初二就没念了", "basic"), ("高中没读完", "basic"), ("技校出来的", "secondary"), ("专升本", "bachelor"), ("没考上高中", "basic"),
        ("研究生还没毕业", None), ("大学没读完", None), ("大学吧", None),
    ],
    "m_matter": [
        ("结婚证搞丢了，想补", "reissue_marriage"), ("想跟前妻再领一回", "remarry"), ("过不下去了", "divorce"), ("冷静期过完了", "divorce_applied"),
        ("不想离了", "divorce_applied"), ("没登记过，过了三十年", "makeup"), ("想开个未婚的证明", "no_record"), ("被人拿去登记了", "stolen"),
        ("领离婚证", None), ("不离婚", None), ("要么离婚要么分居", None),
    ],
    "m_kinship": [
        ("没得亲戚关系", "none"), ("不是近亲", "none"), ("她是我舅舅家的女儿", "close"), ("她是我家领养的", "adoptive"), ("媒人介绍的", "none"),
        ("远房表妹", None), ("说不清算不算", "unsure"),
    ],
    "m_attend": [
        ("他走不开，厂里请不到假", "apart"), ("说好了周五一起去", "together"), ("爸妈逼我的", "unwilling"), ("没人逼我们", None),
        ("能不能视频办", None),
    ],
    "m_divorce_terms": [
        ("喝了酒就打我", "afraid"), ("人都找不着了", "missing"), ("娃归哪个还没谈拢", None), ("房子还在扯皮", "not_settled"),
        ("他死活不答应", "refused"), ("他没打我", None), ("我不同意", None), ("协议都签了", "agreed"),
    ],
    "m_certificates": [("就剩一本了", "one_lost"), ("两本都找不到", "both_lost"), ("我的丢了，他的也丢了", None), ("都没丢", "both")],
    "m_wish": [("不撤", "certificate"), ("算了，为了娃不离了", "withdraw"), ("和好了", "withdraw"), ("过不下去", "certificate"), ("再想想", None)],
    "m_still_single": [("没有", True), ("都没再找", True), ("他又成家了", False), ("不清楚他那边", None)],
    "m_both_mainland": [("都是山东的", True), ("她是越南人", False), ("不是外国人", None), ("他退伍军人", None)],
    "m_reissue_reason": [("让老鼠咬烂了", "damaged"), ("名字对不上", "mismatch"), ("搬家找不到了", "lost"), ("没丢", None)],
}  # fmt: skip
CASES = [(fact, words, wanted) for fact, said in COUPLES.items() for words, wanted in said]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Catalog.load(FLOWS).rules("chengdu", TODAY)


@pytest.mark.parametrize(("fact", "words", "wanted"), CASES)
def test_an_answer_in_any_wording(rules: Rules, fact: str, words: str, wanted: object) -> None:
    assert read(rules, fact, words) == (sorted(wanted) if isinstance(wanted, list) else wanted)
