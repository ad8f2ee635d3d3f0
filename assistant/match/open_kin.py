"""What the asker is to the dead, from whom the asker has lost: 「走的是我老公」, 「他是我二叔」."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[，,、；;。!！\s]+")
_OF_THE_DEAD = r"(?:走|没|去世|过世|离世|死|不在|老|殁|去|病故|故去|牺牲|逝|出事)(?:了|掉)?的(?:那?个?人?)?"
_LOST = re.compile(
    rf"^(?:嗯|就|这|那|这次|这回|是|{_OF_THE_DEAD}|他|她|人|老人家?|逝者|死者|亡者)*(?:就)?(?:是|系|喊|叫|算)?(?:我|俺|咱)(?:们)?(?:家)?(?:的|个)?(?P<kin>.{{1,7}})$"
)
_CALLED = re.compile(r"^(?:我|俺)(?:从小|一直|平时|得|要|都|该|就)*(?:喊|叫|管)(?:他|她|逝者)?(?:叫)?(?P<kin>.{1,5})$")
_ENDING = re.compile(r"(?:走了|去世了?|没了|过世了?|不在了|死了|的|呢|啊|呀|哦|诶|嘛|吧|了)+$")
_BEFORE = re.compile(
    r"^(?:亲|大|二|三|四|五|六|七|小|老|幺|么|满|我|嫡|远房|家|那|这|个|位|后|前|一|唯一的?|堂|表|干)*(?=.)"
)
_ASKER: tuple[tuple[str, str], ...] = (
    (
        "spouse",
        "老公|老婆|丈夫|妻子|爱人|老伴儿?|媳妇儿?|男人|婆娘|堂客|屋里人|当家的|先生|太太|内人|掌柜的|对象|老头子?|孩子他?[爸妈爹娘]|娃他?[爸妈爹娘]",
    ),
    (
        "sibling",
        "哥哥?|弟弟?|姐姐?|妹妹?|妹子|兄弟|姊妹|姐妹|老哥|老弟|哥老倌",
    ),
    (
        "nephew_niece",
        "叔叔?|伯伯?|伯父|叔父|大爷|伯娘|婶婶?|婶子|婶娘|舅舅?|舅妈|舅母|舅娘|姑姑?|姑妈|姑父|姑夫|姑爹|嬢嬢|姨妈?|姨娘|姨父|姨夫",
    ),
    (
        "grandchild",
        "爷爷?|奶奶?|外公|外婆|姥姥|姥爷|家公|家婆|阿公|阿婆|嗲嗲|外爷|外奶|祖父|祖母|外祖父|外祖母",
    ),
    (
        "child_in_law",
        "公公|婆婆|岳父|岳母|丈人|老丈人|丈母娘|丈母|公爹|婆母",
    ),
    (
        "grandparent",
        "孙子|孙女|外孙|外孙女|孙儿",
    ),
    (
        "other",
        "侄子|侄儿|侄女|外甥|外甥女|女婿|儿媳妇?|妯娌|连襟|嫂子?|嫂嫂|姐夫|妹夫|弟媳|弟妹|小舅子|大舅子|朋友|同事|邻居|战友|房东|师父|师傅|徒弟|亲家",
    ),
)  # fmt: skip
_FAR = re.compile(r"[堂表干]")
_STEP = re.compile(r"前|后")


def relation_said(words: str) -> str | None:
    """The relation of the asker, where the words tell whom the asker has lost and only one relation fits.

    A lost parent or child leaves open who asks: son or daughter, father or mother.
    """
    found = {said for piece in _BETWEEN.split(words) if (said := _of_one(piece))}
    return found.pop() if len(found) == 1 else None


def _of_one(piece: str) -> str | None:
    match = _LOST.match(piece) or _CALLED.match(piece)
    if match is None:
        return None
    kin = _ENDING.sub("", match["kin"])
    if not kin or re.search(r"[不没问办]", kin):
        return None
    for wanted, pattern in _ASKER:
        if re.fullmatch(pattern, kin):
            return wanted
    bare = _BEFORE.sub("", kin)
    before = kin[: len(kin) - len(bare)]
    if _STEP.search(before):
        return None
    for wanted, pattern in _ASKER:
        if re.fullmatch(pattern, bare):
            return "other" if _FAR.search(before) else wanted
    return None
