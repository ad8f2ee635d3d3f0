"""Answers to what is asked about couples, people with a disability and children, in residents' own wordings.

``None`` is right wherever the words do not settle the answer: the question is then asked again in plain words.
"""

from __future__ import annotations

import pytest

from benchmarks.open_answers import read

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
MORE_COUPLES: dict[str, list[tuple[str, object]]] = {
    "m_receipt": [("在我包里收着", True), ("不在手里了", False), ("没丢", True)],
    "m_attend": [("他在部队回不来", "apart"), ("都在日本打工", "same_country")],
    "m_id_missing": [("她的过期了", ["woman"]), ("她的没过期", None)],
    "m_identity_changed": [("他没改过", None)],
    "man_category": [("他不是现役军人", None), ("他没入美国籍", "overseas")],
    "woman_marital": [("从没嫁过人", "single")],
    "man_marital": [("前年判离的", "divorced"), ("离过婚", "divorced"), ("离了，一直没结婚", None)],
    "m_wish": [("不想领离婚证了", "withdraw")],
    "m_self": [("我自己不能去", None)],
    "m_proof_use": [("买房贷款用", "domestic"), ("去日本结婚", None)],
    "m_annul_ground": [("结婚前就有精神病，瞒着我", "illness"), ("没人逼我", None)],
    "m_married_where": [("在老家乡政府", "mainland"), ("没领过证", "never"), ("当年在泰国使馆", None)],
    "m_declare_single": [("没有", True), ("他还没离", False)],
    "m_declare_willing": [("都是自愿的", True), ("不是自愿的", False)],
    "m_ceremony_wish": [("不想参加", False), ("算了，麻烦", False), ("想参加，热闹", True)],
    "m_unchanged": [("没变过", True), ("离了", False)],
    "m_residence_permit": [("有，没过期", True), ("没有办过", False)],
}  # fmt: skip
PERSONS: dict[str, list[tuple[str, object]]] = {
    "person_marital": [("他还没结婚，谈着对象", "single"), ("老伴去年腊月走的", "widowed"), ("孩子他爸跑了好多年了", None),
        ("他没有老婆", "single"), ("结了又离了", "divorced"), ("没离", None)],
    "lives_with": [("儿子在广东打工", None), ("就剩我一个人了", "alone"), ("老两口，儿子女儿都在外头", "couple"), ("跟着闺女一家过", "family"),
        ("敬老院里头", "institution"), ("没住养老院", None)],
    "for_whom": [("给我妈的妹妹办", "other"), ("俺娘", "parent"), ("我姐夫", "other"), ("我哥家孩子", "other"),
        ("孩子他爸", "spouse"), ("给我媳妇她妈问的", "parent"), ("儿媳妇", "other"), ("隔壁王大爷", "other"),
        ("我爷爷", "grandparent"), ("我老公的爷爷", None), ("我女儿，她还小", "child")],
    "person_hukou_kind": [("写的居民户", "resident"), ("农转非了", "urban"), ("乡下的", "rural"), ("不是农村的", None)],
    "help_class": [("吃着低保呢", "dibao"), ("低保还没批下来", "none"), ("以前吃过低保", None)],
    "has_disability_certificate": [("有是有，早过期了", False), ("还在办，没下来", False), ("注销了", False), ("有，二级", True)],
    "disability_kind": [("小儿麻痹，腿不行", "limbs"), ("耳朵和腿都不行", None), ("瞎了一只眼", "sight"), ("不是精神的", None)],
    "ability_level": [("还没人来评过", "none_yet"), ("评的中度", "moderate"), ("没评上重度", None)],
    "disability_money": [("护理的那份", ["nursing"]), ("两样都领着", ["living", "nursing"]), ("护理补贴没有", None)],
    "person_can_decide": [("时清楚时糊涂", None), ("不会说话，但是能点头", None), ("脑子清楚得很", True)],
    "agent_consent": [("打电话问过他，他同意", "by_phone"), ("他没写委托书", None), ("我不是监护人", None), ("写了个条，按了手印", "letter"),
        ("还没问过他", None)],
}  # fmt: skip
CHILDREN_AND_CARE: dict[str, list[tuple[str, object]]] = {
    "acting_as": [("我是他儿子，跑个腿", "supporter"), ("我是社区的网格员", "committee"), ("我是他邻居", "agent")],
    "own_wages": [("在厂里上班，自己挣钱", True), ("干不了活，靠爸妈", False), ("没有工作", False), ("不能上班", None)],
    "certificate_gap": [("从来没办过", "never"), ("评过一回没评上", "assessed_no"), ("没过期", None), ("工伤八级", "other_scale")],
    "certificate_matters": [("证让洗衣机洗烂了", ["damaged"]), ("没丢", None), ("证丢了，户口也迁过来了", ["lost", "moved"]),
        ("眼睛更严重了，想提级", ["level"])],
    "treatment_state": [("从小生下来就这样", "no_wait"), ("医生说没得治了", "ended"), ("还在医院做康复", "ongoing"),
        ("还没治完", "ongoing")],
    "person_in_dibao": [("名单上没有他", False), ("全家都吃低保", True), ("只有我爸在名单上", None)],
    "fixed_income": [("有退休金", True), ("没有退休金", False), ("打点零工", None)],
    "child_allowance": [("拿的全额", "unattended_full"), ("一样都没领", "none")],
    "subsidy_now": [("护理补贴被停发了", ["stopped"]), ("给我停发了", ["stopped"])],
    "stopped_because": [("户口迁走了", "moved"), ("残疾证没换证", "expired")],
    "refused_how": [("材料都不收", "silence"), ("发了个短信说不行", "decision"), ("没有短信，没人理", "silence")],
    "wants": [("租个轮椅", ["rental"]), ("想配副助听器，找个活干", ["device", "job"]), ("家里想装扶手", ["retrofit"])],
    "rehab_kind": [("脑瘫", "limbs"), ("说话晚，发育迟缓", "other"), ("不是自闭症", None)],
    "vehicle_kind": [("电动三轮", "ordinary"), ("C5的小车", "ordinary")],
    "cancel_reason": [("治好了", "recovered"), ("没治好", None)],
    "certificate_pickup": [("给我寄家里", "post"), ("不用寄，我去拿", "self"), ("走不动去不了", None)],
    "child_matters": [("在门口捡的，想收养", ["adopt", "found"]), ("没人打孩子", None)],
    "child_status": [("事实孤儿", "unattended"), ("不是孤儿", None), ("没认定过", "none")],
    "child_health": [("壮得很", "healthy"), ("不健康", None), ("白血病", "ill"), ("不太好", None), ("残疾二级", "severe")],
    "study_stage": [("读职高", "vocational"), ("自考本科", "other"), ("早不念了", "none"), ("在国外读大学", "other"),
        ("大二", "college"), ("高职", "college")],
    "study_unbroken": [("一直没断过", True), ("中间停了一年", False), ("没有一直读", False)],
    "guardian_relation": [("我是他舅", "relative"), ("俺是孩子奶奶", "grandparent"), ("我是他爸的弟弟", None),
        ("就是我自己", "self"), ("村里的儿童主任", "committee"), ("我是他后妈", "parent")],
    "is_guardian": [("不是，监护人是他奶奶", False), ("法院判给我了", True)],
    "g_live_with": [("跟着我呢", True), ("不跟我住", False), ("住校，周末跟我住", None), ("平时跟奶奶", False)],
    "care_place": [("在他舅舅家", "family"), ("福利院", "institution"), ("不在福利院", None)],
    "pay_holder": [("打我卡上", "guardian"), ("娃儿的卡", "child"), ("孩子没有卡，打我卡上", None), ("孩子奶奶的", "guardian")],
    "verify_ok": [("查吧", True), ("不同意", False), ("别查", False)],
    "adopt_kind": [("我姐家的老二", "kin"), ("福利院的孤儿", None), ("老婆带过来的", "step")],
    "adopter_single": [("离异", True), ("不是单身", False), ("我们两口子", False), ("没有老公", True)],
    "adopter_other_sex": [("都是女的", False), ("不一样", True)],
    "adopter_gap": [("大四十二岁", True), ("只大三十岁", False), ("没大四十", False)],
    "adopt_child_age": [("刚满三个月", "under8"), ("十二岁了", "from8"), ("未成年", None), ("二十一岁", "adult"),
        ("还没定下来", "unknown")],
    "adopter_children": [("一个都没有", "none"), ("有一个闺女", "one"), ("一儿一女", "more"), ("没有", "none")],
    "adopt_child_disabled": [("没有残疾", False), ("脑瘫", True)],
    "adopter_foreign": [("都是中国人", False), ("不是外国人", False), ("老公外国人", True)],
    "father_state": [("早就死了", "dead"), ("得癌症走了", "dead"), ("癌症晚期，在医院", "ill"), ("在广东打工，每月寄钱", "away"),
        ("判了六年，在蹲监狱", "prison")],
    "mother_state": [("跟人跑了，再没回来", "lost"), ("不能照顾", None), ("失踪了", None), ("精神残疾二级", "disabled"),
        ("刚出狱", None), ("在家带孩子", "ok"), ("不在家", None), ("走了", None), ("不晓得是谁", "not_found")],
    "father_reported": [("没去报", False), ("派出所立案了", True)],
}  # fmt: skip
OF_SOMEBODY_ELSE: dict[str, list[tuple[str, object]]] = {
    "man_category": [("他爸是军人", None), ("她是军人家属", None)], "man_marital": [("他爸去世了", None)],
    "person_marital": [("父母去世了", None), ("儿子还没结婚", None)], "for_whom": [("我妈让我替我姨办", None)],
    "lives_with": [("女儿在养老院上班", None)], "fixed_income": [("儿子有工资", None)], "father_state": [("他爷爷去世了", None)],
}  # fmt: skip
ROWS = (COUPLES, MORE_COUPLES, PERSONS, CHILDREN_AND_CARE, OF_SOMEBODY_ELSE)
CASES = [(fact, words, wanted) for rows in ROWS for fact, said in rows.items() for words, wanted in said]


@pytest.mark.parametrize(("fact", "words", "wanted"), CASES)
def test_an_answer_in_any_wording(fact: str, words: str, wanted: object) -> None:
    assert read(fact, words) == (sorted(wanted) if isinstance(wanted, list) else wanted)
