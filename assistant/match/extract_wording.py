"""Names that are introduced as names: 「我叫王芳」, 「姓名：李建国」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.catalog.validators import Problem, check_name
from assistant.match.extract_cast import Cast
from assistant.match.extract_text import Heard

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜"
    "范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
_NAME = re.compile(
    rf"(?:名字是?叫?|姓名(?:是|[:：])?|名叫|叫做|叫|逝者|死者|申请人|经办人)(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，,。；;、\s（(]|$|的|之|今年|手机|电话|身份证)"
)
_NOT_NAMES = re.compile(r"什么|啥|救护|殡仪|人来|车|方便|何|任何|高龄|金牛|江北|白事")


def names(heard: Heard, cast: Cast) -> Iterator[tuple[str, str, int, int]]:
    """``name``, the name as written, and where it stands."""
    for match in _NAME.finditer(heard.text):
        raw = heard.words(match.start("name"), match.end("name"))
        if _NOT_NAMES.search(match["name"]):
            continue
        try:
            yield "name", check_name(raw).value, match.start("name"), match.end("name")
        except Problem:
            continue
