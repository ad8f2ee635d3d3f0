"""Answers of the bereaved in whole sentences: talk around the answer, denials inside it, and not knowing.

``None`` is right wherever the words do not settle the answer: the question is then asked again in plain words.
"""

from __future__ import annotations

import pytest

from benchmarks.open_answers import read

ROWS: dict[str, list[tuple[str, object]]] = {
    # who asks, told by who has died
    "a_relation": [
        ("去世的是我老伴，我俩过了一辈子", "spouse"), ("她是我大姨，从小带我", "nephew_niece"), ("走的是俺弟弟", "sibling"),
        ("没了的是我外婆", "grandchild"), ("他是我岳父", "child_in_law"), ("走的是我爸，我是他小女儿", "daughter"),
        ("我是她大儿子，在外地上班", "son"), ("走的是我妈", None), ("他是我儿子", None), ("我替我爸来问的", None),
        ("他是我堂哥", "other"), ("我前夫走了", None), ("我是他邻居，帮忙跑腿的", "other"), ("您看我算啥关系", None), ("我外公", "grandchild"), ("我是她老公的弟弟", None),
    ],
    # yes and no in sentences
    "h_head": [
        ("一直都是她当户主", True), ("户口本上户主就是她", True), ("户主不是他", False), ("他不是户主", False),
        ("户主是他儿子", False), ("户主是我弟弟", None), ("这我哪晓得", "unsure"), ("得回去问我妈", "unsure"),
        ("本子在老家，写的谁真记不住了", "unsure"), ("好像是他吧", None), ("户主这一栏怎么填", None),
    ],
    "police_done": [
        ("公安那边都弄清楚了", True), ("派出所说查清楚了，可以火化了", True), ("公安那边还没弄清楚", False),
        ("还在查呢，让我们等", False), ("可能处理完了", None), ("公安归谁管", None),
    ],
    "doubts_cause": [
        ("没啥疑问，老毛病了", False), ("没有疑问", False), ("想不通，好端端的人", True), ("我们不认可医院的说法", True),
        ("有没有疑问要紧吗", None),
    ],
    "has_relatives": [("一个亲人都没有", False), ("没有兄弟，也没有子女", None), ("有个侄子在外地", True), ("这我真不晓得", "unsure")],
    "m_unsettled": [("都报完了，出院就结了", False), ("还有几张没报", True), ("票还在我手里", True), ("说不准，要问我姐", "unsure")],
    "entrusted": [("他女儿给我写了委托书", True), ("还没写委托书", False), ("就口头说了一声", False), ("委托书要怎么写", None)],
    "p_same": [("打到我的卡上就行", True), ("打我妈卡上", False), ("别打我的卡", False), ("我的卡丢了", False)],
    "infect": [("应该没有吧", None), ("医生说要隔离", "yes"), ("没啥传染的，就是老年病", "no")],
    # one of several, with talk around it
    "d_place_type": [
        ("住了半个月院，最后接回家走的", "home"), ("他不是在医院走的", None), ("没送到医院，半路就不行了", "on_way"),
        ("送医院没抢救过来", "hospital"), ("可能是在医院", None), ("要是在家里走的怎么办", None),
    ],
    "d_nature": [
        ("高血压好多年了，突然脑溢血", "illness"), ("在工地上摔的", "work_injury"), ("不是车祸", None),
        ("到底咋回事我们也说不清", "unclear"), ("干活回来，喝了农药", "abnormal"),
    ],
    "remains": [
        ("火化，骨灰撒海里", "cremate_eco"), ("家里人都说火化", "cremate"), ("不火化", None), ("不想火化", None),
        ("还在商量，没定下来", "undecided"), ("要是火化的话", None), ("生前说要捐遗体", "donation"), ("火化多少钱", None),
    ],
    "ashes": [("买不起墓，先存在殡仪馆", "store"), ("抱回老家埋", "take"), ("等我姐回来再定", "unsure"), ("不撒海", None), ("还没商量", "unsure"), ("墓地或者寄存", None)],
    "donation_wish": [
        ("他没登记过，也没说不同意", "silent"), ("签了红十字会的表", "registered"), ("老人家说过不捐", "refused"),
        ("生前的事我这个侄子哪知道", "unsure"),
    ],
    "implant": [("装没装我真不清楚", "unsure"), ("身上什么都没装", "no"), ("前年安了个起搏器", "yes"), ("支架算不算", None), ("不晓得装过没有", "unsure")],
    "traffic": [("不是交通事故，自己摔的", "no"), ("对方没有保险", "uncovered"), ("对方保险公司来过，有保险", "covered"), ("可能是车祸吧", None)],
    "injury_recognised": [("单位报上去了，还没认定", "not_yet"), ("认定书拿到了", "recognised"), ("社保局说不算", "refused")],
    "infant": [("是个大学生", "adult"), ("孩子还没来得及上户口", "unregistered"), ("上初中的孩子", "minor")],
    "farewell": [("不要太大的", None), ("一切从简，不办了", "none"), ("人不多，小厅就行", "small")],
    "h_idstate": [("还在找", "lost"), ("放我抽屉里收着呢", "returned"), ("跟他一起烧了", "gone"), ("身份证要交吗", None)],
    "ss_type": [("在纺织厂干了三十年", "enterprise"), ("村里交的新农保", "resident"), ("不是事业单位", None), ("以前在厂里", None),
                ("哪一种我可分不清", "unsure")],
    "ss_status": [("没到退休年龄，还在上班", "working"), ("退休十几年了", "retired"), ("还有两年退休", "working")],
    "d_marital": [("没离", None), ("老伴早走了，一个人过", "widowed"), ("不想说这个", "declined"), ("结过又离了", "divorced")],
    "d_education": [("初中没念完", "junior"), ("一天书都没读过，不识字", "none"), ("没上过大学", None)],
    "d_ethnicity": [("就是汉族，普通老百姓", "han"), ("不是汉族", None), ("我们家是回民", "hui")],
    "heir_situation": [
        ("就我一个独生子", "only_me"), ("没有遗嘱，兄弟姐妹都没意见", "agreed"), ("都同意，就是有个弟弟在国外", "cannot_act"),
        ("没有争议吗", None),
    ],
    # several of several
    "assets": [
        ("房子、车子都没有", None), ("没有房子、车子", None), ("房子是租的，就有点存款", ["deposits"]),
        ("公积金，驾照，还有一辆面包车", ["housing_fund", "licence", "vehicle"]), ("有低保，还有个啥补助", None),
        ("他啥也没留下，一样都没有", []), ("可能有公积金", None), ("以前有车", None),
    ],
    "progress": [
        ("死亡证明开了，明天火化", ["certificate"]), ("准备火化", None), ("死亡证明还没开", None), ("刚走，啥都没来得及弄", []),
        ("火化了，户口也销了", ["cremated", "deregistered"]),
    ],
    # days
    "d_death_time": [
        ("8号那天早上走的", "2026-12-08"), ("上礼拜天，在家里", "2026-12-06"), ("去年腊月初八", "2026-01-26"),
        ("昨天夜里走的，几点不晓得", "2026-12-07"), ("证明上写的是二〇二六年十一月三十号", "2026-11-30"), ("六七年前", None),
        ("3号还是4号，记不住了", None), ("12月1号夜里到2号凌晨", None),
    ],
    "missing_since": [("二零一九年五一那天", "2019-05-01"), ("零八年5月12号地震那天", "2008-05-12"), ("七八年了", None)],
    # sums and counts
    "person_income": [
        ("一个月拿两千三", 2300), ("每月一千八百多块", None), ("万把块", None), ("4k", 4000), ("一分没有", 0), ("退休金2650，准时到", 2650),
        ("自己没收入，儿子每月给五百", None), ("我两千，老伴三千", None), ("以前一个月三千", None), ("一两千", None), ("没工资，种点地", None), ("一年三万六", 3000), ("工资3500，另外低保200", None),
    ],
    "bank_total": [("五万三千块，刚查的", 53000), ("卡在我爸手里，多少钱我心里没数", "unsure"), ("一共三万二", 32000), ("几万块", None)],
    "keep": [("存五天就够了", 5), ("五六天", None), ("先放一个礼拜吧", 7)],
}  # fmt: skip
CASES = [(fact, words, wanted) for fact, said in ROWS.items() for words, wanted in said]


def test_a_third_of_the_wordings_settle_nothing_or_deny() -> None:
    unsettled = [words for _, words, wanted in CASES if wanted in (None, False, [])]
    assert len(unsettled) * 3 >= len(CASES)


@pytest.mark.parametrize(("fact", "words", "wanted"), CASES)
def test_an_answer_in_a_sentence(fact: str, words: str, wanted: object) -> None:
    assert read(fact, words) == (sorted(wanted) if isinstance(wanted, list) else wanted)
