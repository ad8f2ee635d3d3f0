"""What residents say for the options of a question, and the titles of the options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.catalog.model import Fact
from assistant.catalog.reading import read_yaml
from assistant.match.lexicon import SHIPPED

FINAL = re.compile(r"(?:吧|了|的|呢|啊|呀|呗|嘛|哦|诶|咯|哈)+$")
BEFORE_DENIED = re.compile(
    r"(?:(?<![要差得])不|没|别|未|莫|非)(?:是|有|得|在|去|到|往|想|要|用|算|能|让|准|许|肯|打算|愿意?|同意|搞|做|办|弄|选|装|留|写|立|领|拿|开|吃|享受|交|买|评|过|给|什么|啥|任何|这个|那个|他|她){0,3}$"
)
ONLY_A_DENIAL = frozenset(("不是", "没有", "没得", "没", "不", "不要", "不用", "不在", "不想", "不行", "不能"))
_OTHERS = re.compile(
    r"的?(?:[大二三四五六小幺么老堂表亲前干]|[两几]个)?[爸妈爹娘爷奶公婆哥弟姐妹儿女孙叔舅姑嫂老丈媳侄家]"
)


@cache
def every_saying(folder: Path = SHIPPED / "answers") -> Mapping[str, Mapping[str, Sequence[str]]]:
    """What residents say, by fact and option; the files of ``folder`` together."""
    files = sorted(folder.glob("*.yaml"))
    return {fact: said for f in files for fact, said in read_yaml(f.read_text(encoding="utf-8"), f.name).data.items()}


def sayings(fact: str) -> Mapping[str, Sequence[str]]:
    """What residents say for each option of a fact; empty where nothing is known."""
    return every_saying().get(fact, {})


def title_of(fact: Fact, option: str) -> str:
    return next(str(one.title) for one in fact.options if one.id == option)


def of_title(title: str) -> Sequence[str]:
    """「职工医保（医保卡里有个人账户）」: its parts, each a saying."""
    pieces = re.split(r"[、，,。（）()；;/]|或者?", title)
    return [piece.strip() for piece in pieces if len(piece.strip()) >= 2 or piece.strip() == title]


def is_of_another(saying: str, words: str) -> bool:
    """「户主是他」 in 「户主是他儿子」, 「打给我」 in 「打给我妈」: every time it is about somebody else."""
    if saying[-1] not in "他她我":
        return False
    return all(_OTHERS.match(words, match.end()) for match in re.finditer(re.escape(saying), words))
