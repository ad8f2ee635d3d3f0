"""Names that are introduced as names: 「我叫王芳」, 「姓名：李建国」, 「家父周德才于…」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.catalog.validators import Problem, check_name
from assistant.match.extract_cast import Cast
from assistant.match.extract_places import places
from assistant.match.extract_text import Heard

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜"
    "范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
_NO_SURNAMES = (
    r"(?!高[血烧龄位新中速寿]|马[上路]|常|于[今昨前本去\d]|方才|何|任何|白[血天内癜事班]|黄疸|余生|周[一二三四五六日天末边]|谢世|施工"
    r"|雷[击劈]|洪水|严[重格]|钱|孙[子女辈儿]|夏天|钟头|毛病|万一|曾[经是]|向来|程[度序]|康复|田里|石头|段时|金[额钱]|龙[年头]|牛年|叶落|江[边里])"
)
_NAME = re.compile(
    rf"(?:名字是?叫?|姓名(?:是|[:：])?|名叫|叫做|叫|逝者[:：]?|死者[:：]?|亡者[:：]?|申请人[:：]?|经办人[:：]?)(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，,。；;、\s（(]|$|的|之|今年|手机|电话|身份证)"
    rf"|(?:我是|本人)(?P<own>{_NO_SURNAMES}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，,。；;、\s（(]|$)"
)
_NOT_NAMES = re.compile(
    r"什么|啥|救护|殡仪|人来|车|方便|何|任何|高龄|金牛|江北|白事|家属|老人|单位|某|[人县区市村镇乡]$"
)
# 「我父亲郑国梁前天夜里」: what may follow a name that stands right after the word for a relative.
_OF_KIN = re.compile(
    rf"(?:是|叫|，名?叫|\s(?=[\u4e00-\u9fff]{{3}}\s))?(?P<name>{_NO_SURNAMES}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    r"(?=[，,。；;、\s（(:：]|$|于[\d一二三四五六七八九十昨今前上本]|因|昨|今[天晨早晚日年]|前天|大前天|上(?:周|个|月|星期|礼拜|午)|\d|不幸|生前|去世|过世|病逝|逝世|离世|突发"
    r"|享年|终年|走了|走的|没了|没的|身份证|电话|的(?:事|后事|丧事|户口|死亡|骨灰|遗体|火化))"
)


def names(heard: Heard, cast: Cast) -> Iterator[tuple[str, str, int, int]]:
    """``name``, the name as written, and where it stands."""
    for match in _NAME.finditer(heard.text):
        yield from _named(heard, *match.span("name" if match["name"] else "own"))
    for one in cast.mentions:
        found = _OF_KIN.match(heard.text, one.end) if one.is_kin else None
        if found:
            yield from _named(heard, *found.span("name"))


def _named(heard: Heard, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    written = heard.text[start:end]
    if _NOT_NAMES.search(written) or any(place.start == 0 for place in places(written, (), {})):
        return
    try:
        yield "name", check_name(heard.words(start, end)).value, start, end
    except Problem:
        return
