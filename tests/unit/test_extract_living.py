"""What is said of the living: what is wanted, how somebody lives, the certificate of a disability, relief."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.catalog import Catalog, Rules
from assistant.match.extract import concepts, extract

TODAY = date(2027, 3, 3)  # a Wednesday
LEFT_OUT = frozenset(("relation", "sex", "writer"))


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Catalog.load().rules("chengdu", TODAY)


def said(text: str) -> set[str]:
    found = (one for one in concepts(text, TODAY) if one.kind not in LEFT_OUT)
    return {
        f"{one.kind}{'' if one.of == 'concerned' or one.kind == 'want' else '@' + one.of}={one.value}" for one in found
    }


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # what is wanted
        ("单位叫交一个没结过婚的证明，民政局开吗", {"want=single_proof"}),
        ("女朋友催我，想早点把婚结了", {"want=marry"}),
        ("我和他过不到一起了，想把婚离了", {"want=divorce"}),
        ("跟前夫想再把证领回来，复婚要啥", {"want=remarry"}),
        ("俺的结婚证叫小孩撕烂了，咋补", {"want=reissue"}),
        ("能不能帮我爸妈调一下当年的结婚档案", {"want=archive"}),
        ("老人洗个澡太难，想请人来帮忙洗", {"want=bath"}),
        ("我腿脚不好，买不了菜，能不能给我把饭送来", {"want=meal_delivery"}),
        ("想给我妈请个人每天来做一顿饭", {"want=home_help"}),
        ("能不能白天送去晚上接回来那种", {"want=day_care"}),
        ("敬老院怎么进", {"want=institution"}),
        ("找个人陪我妈去看病", {"want=escort"}),
        ("厕所蹲不下去，能不能给换个坐便", {"want=home_adaptation"}),
        ("有没有防走失的手表领", {"want=anti_lost"}),
        ("喊人来评一下我老汉是失能几级", {"want=assessment"}),
        ("有没有人上门评估", {"want=assessment"}),
        ("够不够条件评低保", {"want=dibao"}),
        ("能算低保边缘户不，想报一下", {"want=edge"}),
        ("有没有临时救济可以申请", {"want=temporary"}),
        ("大伯无儿无女，想给他办五保", {"want=tekun"}),
        ("第一次办残疾证需要什么", {"want=disability_certificate"}),
        # named, had, refused, or somebody else's
        ("我已经领证了，想问婚假多少天", set()),
        ("老公不同意离婚咋办", set()),
        ("我不是来申请低保的，就问问取暖补贴", set()),
        ("隔壁老李申请低保批了", set()),
        ("我妈死活不去养老院", set()),
        ("我要陪我妈去医院，请假扣工资吗", set()),
        # how somebody lives
        ("外公现在归我大姨管，住她家", {"living=with_children"}),
        ("我婆婆一直跟到我们住", {"living=with_children"}),
        ("我爷爷和我爸妈一起生活", {"living=with_children"}),
        ("我今年七十九，儿女都在外地，屋里头就我一个", {"age@self=79", "living@self=alone"}),
        ("我和老头子住，孩子不在身边", {"living@self=couple"}),
        ("大伯在镇上养老院养着", {"living=institution"}),
        ("我妈不是一个人住", set()),
        ("我一个人在外地上班，照顾不到我妈", set()),
        ("我想把我妈接来跟我住", set()),
        ("我爸半边身子瘫了", set()),
        ("我妈拉尿都在床上", {"self_care=none"}),
        # disabilities and their certificate
        ("我弟先天性耳聋", {"disability_kind=hearing"}),
        ("我爸一只眼睛看不见", set()),
        ("我爸的残疾证是去年办的，二级", {"disability_level=2", "disability_cert=valid"}),
        ("听力二级 证丢了 咋补", {"disability_kind@self=hearing", "disability_level@self=2", "disability_cert@self=lost"}),
        ("我妈一直没去评过残", {"disability_cert=none"}),
        ("残疾二级和三级补贴差多少", set()),
        # places: short names of counties anywhere, and whose
        ("我妈是固始户口", {"hukou=411525"}),
        ("我爸现住铜梁", {"lives=500151"}),
        ("我妈家在巫山，户口也是", {"lives=500237", "hukou=500237"}),
        ("我爸农村户口在胶州", {"hukou=370281"}),
        ("我奶户口从巴中迁到成都了", {"hukou=510100"}),
        ("我在义乌开店，户口在遂宁", {"works@self=330782", "hukou@self=510900"}),
        ("我户口周口他洛阳，想领证", {"hukou@self=411600", "hukou@partner=410300", "want=marry"}),
        ("我和女朋友都是胶州户口，想领证", {"hukou@self=370281", "hukou@partner=370281", "want=marry"}),
        ("男朋友户口在绵阳，我是成都双流的，想领证", {"hukou@partner=510700", "hukou@self=510116", "want=marry"}),
        ("独居老人 82 市北区 想助浴", {"age=82", "living=alone", "lives=370203", "want=bath"}),
        ("我爷住解放路", set()),
        ("我爸住在江津区中心医院", set()),
        ("我妈在青岛大学附属医院住院", set()),
        ("我是四川人", set()),
        # numbers, and the day that is wished
        ("我在砖厂上班，一个月三千二", {"income@self=3200"}),
        ("我在厂里上班，药费一个月两千", set()),
        ("男朋友26我25，想领证", {"age@partner=26", "age@self=25", "want=marry"}),
        ("婆婆七十八了，属鼠的", {"age=78"}),
        ("我爸78年退的休", set()),
        ("离婚，周一上午", {"wish_date@self=2027-03-08", "wish_time@self=morning"}),
        ("我约的10号上午领证，改成下午行不行", {"want=marry", "wish_date@self=2027-03-10", "wish_time@self=afternoon"}),
        ("一周三次想请人打扫", {"want=home_help"}),
        (
            "后天我奶要去医院复查，没人陪，陪诊咋约，最好上午",
            {"want=escort", "wish_date@self=2027-03-05", "wish_time@self=morning"},
        ),
        # keywords, and days in questions
        ("护理院一个月要好多钱", {"want=institution"}),
        ("敬老院 每个月 收费标准", {"want=institution"}),
        ("家里失火 急难救助 申请", {"want=temporary"}),
        ("老年餐 能送到家不", {"want=meal_delivery"}),
        ("社区食堂 在哪里 80岁", {"want=meal", "age@self=80"}),
        ("护理补贴 几号发", set()),
        ("周五上午能领证不", {"want=marry", "wish_date@self=2027-03-05", "wish_time@self=morning"}),
        ("下周二上午能来评估吗", {"want=assessment", "wish_date@self=2027-03-09", "wish_time@self=morning"}),
        ("评估的人昨天来过了", set()),
        ("评了失能等级三级，能领多少补贴", set()),
        ("冷静期过了，下周三去领离婚证", {"want=divorce", "wish_date@self=2027-03-10"}),
        ("冷静期是多少天", set()),
        ("昨天去领的离婚证", set()),
        ("补领离婚证要带啥", {"want=reissue"}),
        ("我提了离婚，他拖着不签", {"want=divorce"}),
        ("他提离婚，我不同意", set()),
        ("媳妇吵着要离，我舍不得", set()),
        ("等老了想找个养老院，眼下不急", set()),
        # the certificate by itself, and who lives with whom
        (
            "弟弟肢体二级，证办下来了",
            {"disability_kind=physical", "disability_level=2", "disability_cert=valid"},
        ),
        ("我跟他领了证，证拿到了", set()),
        ("我的残疾证去年年底就到期了", {"disability_cert@self=expired"}),
        ("残疾证年底到期，要提前换吗", set()),
        ("我妈残疾证没办过，能申请低保不", {"disability_cert=none", "want=dibao"}),
        ("我爸翻身上厕所都靠我妈", {"self_care=none"}),
        ("一家人吃饭全靠我打工", set()),
        ("就我跟老伴两个过，想装个扶手", {"living@self=couple", "want=home_adaptation"}),
        ("几个姊妹里后人就我一个", set()),
        ("在饭店洗碗，一个月两千二", {"income@self=2200"}),
        ("屋头四个人，想吃低保", {"household_size@household=4", "want=dibao"}),
        ("低保户能申请廉租房吗", set()),
        ("低保会不会被停了", set()),
        ("我们不是低保，孩子上学欠了钱", {"dibao=False"}),
        # relief, with every denial
        ("我爸一天低保没吃过", {"dibao=False"}),
        ("到现在也没吃上低保", {"dibao@self=False"}),
        ("我舅没办过特困", {"tekun=False"}),
        ("我妈的低保去年被取消了", {"dibao=False"}),
        ("我家这情况能吃低保不", {"want=dibao"}),
        ("低保户能免费火化吗", set()),
    ],
)  # fmt: skip
def test_only_what_is_said_is_taken(text: str, facts: set[str]) -> None:
    assert said(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "孙女九岁，爸爸去世了，妈妈在坐牢，跟着我过",
            {
                "guardian_relation": "grandparent",
                "father_state": "dead",
                "mother_state": "prison",
                "care_place": "family",
            },
        ),
        ("我侄子智力三级，今年十岁", {"guardian_relation": "relative", "child_health": "severe"}),
        ("我妈八十，我爸去世了", {}),
    ],
)
def test_what_is_told_of_a_child_fills_the_services_for_children(
    text: str, facts: dict[str, str], rules: Rules
) -> None:
    asked = {"guardian_relation", "child_health", "care_place", "father_state", "mother_state"}
    found = extract(text, TODAY, rules, "children")
    assert {one.fact: one.value for one in found if one.fact in asked} == facts
    assert not any(one.sure for one in found if one.fact.endswith("_state"))
