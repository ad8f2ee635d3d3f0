"""Who says that none of the options is so: 「都没有」, 「一个都不占」, 「没领过也没申请过」, 「都在呢」."""

from __future__ import annotations

import re

from assistant.catalog.model import Fact
from assistant.match.open_options import DOUBT, all_named
from assistant.match.open_parts import unharmed
from assistant.match.open_yes_no import is_asking

_ONE_DENIAL = (
    r"(?:嗯+|这|这里面|里面|这些|那些|这几样|这几项|这几个|这些情况|情况|以上|上面|上头|下面|说的|列的|他|她|老人|孩子|家里|我家|我们?|咱们?|俺们?|啥子?|什么|样样|一样|一个|一条|一项|一种|一步|哪个|哪样|哪项|哪条|哪种|任何|手续|东西|目前|现在|暂时|反正|全部|统统|通通|真的?)*"
    r"(?:都|全|也|还|根本|从来|从|并|就|压根儿?|倒)*(?:没有|没得|莫得|木有|不是|没|未|无|不要|不用|不占|不沾|不符合|不属于|不存在|不需要|用不[上着]|沾不上|够不上|挨不着|挨不上)"
    r"(?:开始|来得及|留下?|申请|申报|顾得上|动|去|弄|办|搞|做|开|领|拿|享受|遇到|碰到|发生|理|得|有|要|占|沾|边|评|报|需要)*(?:过)?(?:任何|什么|啥子?)?(?:手续|东西|事情?|情况|补贴|待遇|钱|需要|这些)?(?:的|过|呢|了|哦|啊|诶|嘛|呀)*"
)
_NONE_OF_THEM = re.compile(rf"(?:{_ONE_DENIAL})+")
_ALL_GOOD = re.compile(
    r"(?:他|她|我|目前|现在|眼下|这些|自己)*(?:都|全|样样)(?:还)?(?:能|会|可以|行|好|接得上)"
    r"(?:自己)?(?:做|自己做|自己来|来)?(?:的|了|呢)*"
)
_BARE = re.compile(r"(?:嗯+|真|也|还|都)*(?:没有|没得|莫得|没)(?:的|过|呢|啊|哦|了|诶)*")
_AT_EASE = re.compile(
    r"硬朗|好得很|好着|都好|挺好|正常|健康|一直|从来|本本分分|清清白白|老老实实|普普通通|普通|自己能|能自己"
)
_STRONG = re.compile(r"都|全|也|啥|什么|样|一个|一条|一项|任何|根本|从来|从没|压根")
_HAS = re.compile(r"(?<!没)(?<!没得)有|领(?!过)|除了|只|就是|但|不过")


def says_none(fact: Fact, words: str) -> bool:
    """「没有」, or 「这些都没得，身体还硬朗」 with talk that names nothing."""
    pieces = [one for one in re.split(r"[，,。；;！!、\s]+", words) if one]
    if not pieces or is_asking(words):
        return False
    if all(unharmed(fact, one) for one in pieces) and any("都" in one for one in pieces):
        return True
    told = [one for one in pieces if not _is_none(fact, one)]
    if len(told) == len(pieces):
        return False
    denials = "".join(one for one in pieces if one not in told)
    at_ease = _BARE.fullmatch(pieces[0]) and all(map(_AT_EASE.search, told))
    strong = not told or at_ease or _STRONG.search(denials)
    return bool(strong) and not any(all_named(fact, one) or _HAS.search(one) or DOUBT.search(one) for one in told)


def _is_none(fact: Fact, piece: str) -> bool:
    if str(fact.none_option).startswith(("都能", "都接")) and _ALL_GOOD.fullmatch(piece):
        return True
    return bool(_NONE_OF_THEM.fullmatch(piece))
