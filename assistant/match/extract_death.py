"""Deaths told of: who has died, and where. A thing that is lost and a person who left are no deaths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.match.extract_cast import Cast
from assistant.match.extract_dates import is_day
from assistant.match.extract_moods import Moods
from assistant.match.extract_people import (
    ELDER,
    EX,
    FAMILY,
    PLURAL,
    PRONOUN,
    SELF,
    SOMEONE,
    STRANGER,
    THEIRS,
    WE,
    Mention,
)
from assistant.match.extract_text import Heard
from assistant.match.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Death:
    """A death told of at a place of the text; ``who`` is None where nobody is named."""

    start: int
    end: int
    who: Mention | None
    background: bool = False  # 「走得早」: told in passing
    is_implied: bool = False  # told by what follows a death: neither its day nor its place stands beside it


_THINGS = re.compile(
    r"(?:手机号?|工作|[信良童耐热]?心|魂|胃口|牙齿?|头发|钱|(?<![病厂租楼])房子?|东西|证件?|卡|宠物|钱包|户口|户口本|手机号码?|消息"
    r"|音讯|音信|人影|力气|精神|意识|收入|生意|(?<![翻撞])车子?|存折|积蓄|机会|耐心|希望|办法|下文|结果|名额|缘分|感情|低保|补贴|工资|养的.{0,2})(?:都|也|就|全|烧|给|突然|已经|[今昨前]天|刚刚?|一下)*$"
)
_ANIMALS = re.compile(r"(?:狗|猫|鸟|宠物|鸡|鱼|牛|猪|羊)(?:都|也|就|全|突然|已经|[昨今前]天|刚刚?|[今昨]早)*$")
_THEN = re.compile(
    r"^(?:以后|之后|后)?(?:我|俺)(?:爸|妈|爷|奶|公|婆|老|爹|娘)|^就(?:跟|由|剩|没人|只|一直)|^[，,]?(?:留下|丢下|剩下)(?:了|个|一个)*[^，,。]{0,8}(?:哥|弟|姐|妹|爷|奶|儿子|女儿|孩子|孙)[^，,。]{0,2}[，,][^。！？]*(?:他|她|谁能|谁来)"
)
_OF_YEARS_AGO = re.compile(r"[^。；;！？]{0,16}?[一二两三四五六七八九十几好多来\d]+年(?:以)?前的(?:老)?事")
_YEARS = re.compile(r"^了?(?:快|有|已经|都|整)*(?:[一二两三四五六七八九十好几多来\d]+)年")
_LEFT = re.compile(
    r"^(?:了)?[^。！？]{0,8}?[，, ]?(?:去|到|回)(?!世)[^。，,]{0,6}(?:打工|上班|娘家|外地|工作"
    r"|(?:工地|厂里|学校|部队|单位|城里|当兵|读书)(?:去)?了)"
    r"|^(?:了)?[^。！？]{0,8}?[，, ]?去(?:广东|北京|上海|国外|读书|出差)"
    r"|^(?:的)?[，, ](?:他|她)?(?:自己)?(?:非?要|想|就)?回(?:了)?(?:他|她)?(?:老?家|乡下|城里|娘家|婆家|学校)"
    r"(?:去)?(?:了)?(?![^，。]{0,6}[办葬埋土销火丧])"
    r"|^(?:了)?[，,]?(?:他|她)?跟(?:着)?(?:别|人|野|一个|其他)[^，。]{0,5}(?:跑|过|走|好上)"
    r"|^(?:了)?[，,]?(?:又)?转(?:院|到别)"
    r"|^什么都没|^，?(?:什么|啥)都没带|^(?:多远|一公里|半小时|路)"
    r"|^(?!的)(?:了)?[^。！？]{0,16}?(?:去(?:了)?哪(?!里?(?:办|销|开|领|弄|问|登|个))|手机(?:也|都)?(?:关机|打不通|没人接)|不接电话|没(?:跟|和|给)(?:我|家里)?(?:人)?(?:说|讲|打)|(?:还|都|也|一直|到现在)没回(?:来|家)|要不要报(?:警|失踪))"
)
# 「跟人走了」, 「带着孩子走了」, 「开车走的」: somebody who left.
_LEAVING = re.compile(
    r"(?:跟(?:着)?(?:别人|人家?|野男人|[^，。]{0,3}(?:男|女)的)|[带领抱]着?(?:我|他|她)?(?:孩子|娃儿?|儿子|女儿|闺女|行李|东西|钱|人|狗)"
    r"|坐(?:车|飞机|火车|高铁|大巴)|[开骑搭打]着?(?:我的?)?(?:电动|摩托|自行)?(?<!过)车|出门|离家|上班|打工|改嫁|嫁人|下班|放学|赌气|生气|吵架?|闹|收拾[^，。]{0,4}|背着?[^，。]{0,3}包|办完|看完|吃完[^，。]{0,2}|说完|拿了?[^，。]{1,4}|请假|辞职|回(?:去|家|国|老家))(?:就|都|又|也|后|先|给|一个人|自己)*$"
)
_ASKED_AFTER = re.compile(r"^(?:了|的)?(?:吗|没有|没)[?？]")


def deaths(
    heard: Heard, cast: Cast, moods: Moods, lexicon: Lexicon, words: Sequence[tuple[int, int, str]]
) -> Iterator[Death]:
    """Every death that is told as a fact; ``words`` are those that may tell one."""
    first: Mention | None = None  # a clause that names nobody goes on about the one who has died
    for start, end, kind in words:
        clause = heard.clauses[heard.clause_at(start)]
        before, after = heard.text[max(clause.start, start - _REACH) : start], heard.text[end : end + _REACH]
        if kind == "never" or moods.is_supposed(start) or _has_not_died(before, after, kind != "strong"):
            continue
        if _BREATH.search(heard.text, start, end) and _CAME_THROUGH.search(heard.text):
            continue
        if kind == "dated" and not (
            (_A_DAY_BEFORE.search(before) and _AFTER_A_DEATH.search(heard.text))
            or _is_all_of_it(heard, cast, start, end)
        ):
            continue
        if lexicon.soon.search(heard.text, clause.start, clause.end):
            continue
        who = _who_died(heard, cast, start, end, first)
        if kind != "strong" and (who is None or not _is_somebody(who)) and not _A_PERSON.search(before):
            continue
        in_passing = lexicon.background.search(heard.text, max(clause.start, start - 4), clause.end)
        background = bool(in_passing) or _is_long_past(before, after, who, cast)
        if not background and who is not None and who.is_kin:
            first = first or who
        yield Death(start, end, who, background)


def _who_died(heard: Heard, cast: Cast, start: int, end: int, first: Mention | None) -> Mention | None:
    who = cast.named_in_clause(start) or first or cast.about(start)
    clause = heard.clauses[heard.clause_at(start)]
    if who is not None and who.kin == STRANGER and _THE_PERSON.match(heard.text, clause.start):
        who = next((one for one in cast.mentions if one.is_kin and one.end <= clause.start), who)
    if who is not None and who.kin in (SELF, WE, FAMILY):
        both = _BOTH.match(heard.text, who.start)  # 「爸妈出了车祸，两个人都没了」
        who = next((one for one in cast.mentions if both and one.kin in PLURAL and one.end <= who.start), None)
    if who is None or who.kin == PRONOUN:
        return _named_after(heard, cast, end) or who
    return who


_BOTH = re.compile(r"两个?人|双方|他俩|俩人")
_THE_PERSON = re.compile(r"人(?!家|们|民)")  # 「被一辆三轮撞了，对方逃了，人4月1号没的」


def _named_after(heard: Heard, cast: Cast, end: int) -> Mention | None:
    """「3号走的，我外公」, 「昨晚走的是我爸」, 「在家走的，12号，我婆婆」: the relative who is all of what follows."""
    match = _THEN_WHO.match(heard.text, end)
    one = next((one for one in cast.mentions if match and one.start == match.end() and one.is_kin), None)
    if (
        one is None
        and not heard.text.startswith("时候", end)
        and not any(one.is_kin and one.kin != ELDER for one in cast.mentions if one.start < end)
    ):
        one = next((one for one in cast.mentions if one.is_kin and one.kin != ELDER), None)
        one = one if one and _stands_alone(heard, one, heard.clause_at(end - 1)) else None
    return one if one and _NOTHING_MORE.match(heard.text, one.end) else None


_SOON_AFTER = 6  # clauses


def _stands_alone(heard: Heard, one: Mention, number: int) -> bool:
    there = heard.clause_at(one.start)
    return (
        there - number <= _SOON_AFTER
        and _THAT_IS.fullmatch(heard.text, heard.clauses[there].start, one.start) is not None
    )


_THAT_IS = re.compile(r"(?:就|说的|走的|没的|去世的)?(?:是)?")


def _is_all_of_it(heard: Heard, cast: Cast, start: int, end: int) -> bool:
    """「俺奶老了 昨天后晌」, 「俺娘老了，丧葬费咋领」: the one relative, and a day or what follows a death."""
    kin = [one for one in cast.mentions if one.is_kin]
    here = heard.clauses[heard.clause_at(start)].start
    one = next((one for one in kin if here <= one.start and one.end <= start), None)
    dated = one is not None and _A_DAY_BEFORE.search(heard.text, one.end, start) is not None
    if one is None or not (dated or _ONLY_THAT.fullmatch(heard.text, one.end, start)):
        return False
    if one.kin in PLURAL or len({other.kin for other in kin}) > 1 or _IS_ALIVE.search(heard.text):
        return False
    if heard.text[start] not in "老去过":
        return False
    if dated:
        return heard.text[start] == "老"
    number = heard.clause_at(end - 1) + 1
    after = heard.clauses[number] if number < len(heard.clauses) else None
    told = after is not None and is_day(_OF_IT.sub("", heard.text[after.start : after.end]))
    return told or _DEATH_MATTERS.search(heard.text) is not None


_ONLY_THAT = re.compile(r"(?:人)?(?:也|就|都|突然|已经)?(?:在(?:家|屋头|医院)里?)?")
_OF_IT = re.compile(r"^(?:就|是|就是)|的?(?:事情?|时候)?[儿了]?$")
_DEATH_MATTERS = re.compile(r"死亡证|丧葬|火化|骨灰|殡|遗体|后事怎|后事咋|出丧|报丧|灵车|抚恤")
_THEN_WHO = re.compile(r"(?:的)?(?:人)?(?:[，,。\s]{1,2}|(?<=的)是)(?:是)?")
_NOTHING_MORE = re.compile(r"[，,。；;！!\s]|$")
_REACH = 60  # characters beside a word that can tell what it means
# 「14号走」, 「昨天夜里在家老了」; of a day to come it is said of the living.
_A_DAY_BEFORE = re.compile(
    r"(?:\d[号日]|\d{1,2}[./]\d{1,2}|[一二三四五六七八九十][号日]|(?<![明后])[天日晚早晨夜]|[昨前今夜]儿个?|上午|中午|下午|凌晨|清早|半夜|夜里|后晌|黑了|[点分])"
    r"(?:的时候|左右|多|钟|整)?(?:在[^，。]{1,10})?(?:人)?(?:就|才|也|都|刚)?$"
)
_AFTER_A_DEATH = re.compile(
    r"火化|骨灰|死亡证|销户|注销|丧葬|后事|殡|遗体|抚恤|遗产|继承|安葬|下葬|医院|咽气|享年|虚岁"
)


def implied_deaths(heard: Heard, cast: Cast, moods: Moods, lexicon: Lexicon) -> Iterator[Death]:
    """Deaths told by what follows them: 「大伯的火化定在周五」, 「我姑户口已经销了」. Plans of the living are none."""
    if _IS_ALIVE.search(heard.text) or lexicon.soon.search(heard.text):
        return
    for one in cast.mentions:
        if not one.is_kin or one.kin == ELDER or moods.is_supposed(one.start):
            continue
        match = lexicon.funerals.match(heard.text, one.end)
        if match and not cast.is_beside(one):
            yield Death(match.start(), match.end(), one, is_implied=True)


_IS_ALIVE = re.compile(
    r"百年|将来|今后|以后|提前|预先|万一|到时候|还活|健在|在世|身体(?:还|都)?(?:好|硬朗|行|不错)|弥留|抢救|icu|重症监护"
    r"|先问|准备着|备着|早点(?:买|定|准备)|趁|这[几两]天|没几天|时间不多|迁回"
)
_BREATH = re.compile(r"呼吸|心跳|心脏")  # it may set in again
_CAME_THROUGH = re.compile(
    r"(?<!没)(?<!没能)救活了|差点|险些|差一点|[救缓活醒](?:过|回)来了|恢复|脱离危险|按压|还有救|除颤"
)
_NOT_YET = re.compile(r"(?:快|没|不会|不想|要|别|是不是|怕|差点儿?|差一点|险些|几乎)就?$")


def _has_not_died(before: str, after: str, weak: bool) -> bool:
    """Asked, almost, come back, an animal, a thing, or somebody who left; ``weak`` words say so only of people."""
    if _ASKED_AFTER.match(after) or _CAME_BACK.search(after) or _LOST_ONES.match(after) or _NOT_YET.search(before):
        return True
    if _ANIMALS.search(before) or _LEFT.match(after):
        return True
    return weak and bool(_THINGS.search(before) or _LEAVING.search(before))


def _is_long_past(before: str, after: str, who: Mention | None, cast: Cast) -> bool:
    """Told by the way: 「九八年就没了」, 「走了四年」 beside somebody who lives, a child's parent."""
    if (
        _LONG_AGO.search(before)
        or _THEN.match(after)
        or _OF_YEARS_AGO.match(after)
        or (who is not None and who.kin == THEIRS)
    ):
        return True
    return bool(_YEARS_AGO.search(before) or _YEARS.match(after)) and _is_not_all(who, cast)


def _is_not_all(who: Mention | None, cast: Cast) -> bool:
    """Whether another relative is told of: then a death of years ago is not the matter."""
    return any(one.is_kin and (who is None or one.kin != who.kin) for one in cast.mentions)


def _is_somebody(who: Mention) -> bool:
    return who.kin != PRONOUN


_LOST_ONES = re.compile(r"(?:爹|娘|爸|妈|父|母)")  # 「我三岁没了爹」
_CAME_BACK = re.compile(
    r"(?<!没)(?<!没抢)(?<!没能)(?<!没能抢)(?<!未能)(?:缓过来|救回来|救过来|醒过来|活过来|脱离危险|转危为安)"
)
_A_PERSON = re.compile(r"人(?:就|都|已经|也|突然)?$|^(?:是|就是|说)?人(?:是|在|已|昨|前|今|就|上|也)")
_LONG_AGO = re.compile(
    r"(?:\d{2,4}年|[零〇一二三四五六七八九]{2,4}年|[一二三四五六七八九十几好多\d]+年前|(?<![今昨明前清大一])早)(?:就|已经|早就)+$|[去前]年就$"
)
_YEARS_AGO = re.compile(
    r"(?:\d{4}年|[一二两三四五六七八九十几好多\d]+年前|早些年|[去前]年)(?![^，。]{0,3}月)[^，。]{0,6}$"
)


_REMOTE = frozenset((STRANGER, PRONOUN, SOMEONE, EX, "in_law_elder", "grandparent_sibling"))


def is_stranger(who: Mention | None) -> bool:
    """Whether the death is somebody's whom the writer does not act for."""
    return who is not None and who.kin in _REMOTE


_LASTED = re.compile(r"^(?:了)?(?:已经|快|有|都)?(?P<number>\d{1,2}|[一二两三四五六七八九])天(?:了|啦|咯)?(?!才|前|后)")


def days_since(heard: Heard, death: Death) -> tuple[str, int] | None:
    """「走了三天了」: the number as written and where it ends; 快 makes it a guess."""
    match = _LASTED.match(heard.text[death.end :])
    if match is None or "快" in match[0]:
        return None
    return match["number"], death.end + match.end()
