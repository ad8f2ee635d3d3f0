"""An answer without what stands around it: how it opens, how it asks for help, 「不是X是Y」 in one breath."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.catalog.model import Fact, FactType
from assistant.match.open_parts import OF_WISHES
from assistant.match.open_sayings import sayings

_OPENING = re.compile(
    r"^(?:嗯+|哦|额|呃|那|这个?|其实|当然|肯定|绝对|必须|反正|自然|说实话|老实说|这么说吧|跟你说|我跟你讲)+(?=是|就|要|选|算|属|在|第|最后)"
)
_NOT_BUT = re.compile(
    r"不(?P<verb>是|要|想|在)(?P<denied>[^，,、。；;\s]{1,8}?)(?<![不就还都也只可想需说])(?P<but>(?:而|只)?(?P=verb))(?=[^，,、。；;\s不])"
)
_HAS_BUT = re.compile(
    r"没有?(?P<denied>[^，,、。；;\s有没]{1,6}?)(?<![还都也所])(?P<but>只?就?有)(?=[^，,、。；;\s没])"
)
_REQUEST = re.compile(
    r"(?:能不能|可不可以|可以|能|麻烦|请)(?:请|麻烦)?(?:你们?|您|政府|社区)?(?:帮忙?|替|给)(?:我们?|俺们?|咱们?|他|她|家里)?"
    r"|^(?:你们?|您|政府|社区)?(?:能不能|可不可以)(?=装|租|配|找|学|改|少交|减|申请)"
)
_REQUEST_END = re.compile(r"(?:可以|行|好|能行|成|中)?(?:吗|么|不|嘛|行不行|好不好)?[?？]?$")
_UNSURE_WORDS = re.compile(r"不(?:太|大|怎么)?清楚?|[不没]懂|不明白|[认记分]不得|不出|不知|忘")


def plain(fact: Fact, words: str) -> str:
    """The words with a comma where 「不是X是Y」 turns, and a request for help told as the wish that it is."""
    if not fact.options:
        return words
    words = _HAS_BUT.sub(r"没有\g<denied>，\g<but>", _NOT_BUT.sub(r"不\g<verb>\g<denied>，\g<but>", words))
    if fact.type is FactType.CHOICES and OF_WISHES.search(str(fact.question)) and _REQUEST.search(words):
        return _REQUEST_END.sub("", _REQUEST.sub("想", words))
    return words


def without_opening(words: str) -> str:
    """「那肯定是第一种」 is 「是第一种」."""
    return _OPENING.sub("", words)


def of_the_unsure(fact: Fact) -> Sequence[str]:
    """The sayings in which a 「不清楚」 is of somebody's mind: 「脑子不清」 is an answer and no doubt."""
    every = (one for said in sayings(fact.id).values() for one in said)
    return [one for one in every if len(one) > len("两字") and _UNSURE_WORDS.search(one)]
