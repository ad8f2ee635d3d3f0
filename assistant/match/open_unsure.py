"""Who answers that he does not know: 「这我哪晓得」, 「得回去问我妈」, 「户主写的谁我不知道」."""

from __future__ import annotations

import re
from collections.abc import Sequence

PARTICLES = "[诶哎啊呀呢吧哦噢喔嗯额呃哈的了嘛呗咯哒哟滴咧嘞~～。！!，,、. …]*"
_BETWEEN = re.compile(r"[，,、；;。!！\s]+")
_UNSURE = re.compile(
    rf"(?:我|这个|真|也|都|还|一时|确实|这)*(?:不晓得|不知道|不清楚|不太清楚|不太确定|不确定|搞不清楚?|搞不懂|记不清|记不得|不记得|忘了|忘记了|说不清|说不准|不好说|没概念|不懂|不大清楚|晓不得|弄不清|拿不准|不了解)(?:哪个|哪种|是哪种|哪一种|是哪一种|哪类|是哪个|是啥|是什么|在哪|在哪里|了|咋说|怎么选|楚)?{PARTICLES}"
)
_KNOWS_NOT = (
    r"(?:不(?:太|大|怎么|咋|是很|很)?(?:晓得|知道|清楚|确定|记得|了解|明白|好说|敢说|敢肯定|敢确定)|不知|晓不得"
    r"|[搞弄闹整理](?:都)?不(?:清楚?|懂|明白|灵清)|[说讲](?:都|也)?不(?:清楚?|准|上来?|好|出来)|记(?:都|也)?不(?:清楚?|得|住|起来?|准|全)|想不起来?"
    r"|[分认](?:都)?不(?:清楚?|出来?|得|准)|忘(?:记|光|干净)?了|忘球了|没(?:有)?(?:想好|商量好?|定好?|定下来|决定|拿定主意)|没(?:个)?(?:概念|数|底|谱|印象)|没(?:注意|留意|细问|过问|打听|问)过?"
    r"|(?:拿|吃|摸|摸得)不(?:准|清|透)|谁(?:知道|晓得|记得|清楚)|哪个?(?:里)?(?:知道|晓得|记得|记得住|记得清|清楚|弄得清|搞得清|说得清)|[咋怎]么?(?:知道|晓得)|[鬼天](?:知道|才知道|晓得))"
)
_AT_THE_END = re.compile(rf"{_KNOWS_NOT}(?:这些|这个|这事|那些|那么多|楚|他)?{PARTICLES}$")
_AT_THE_START = re.compile(
    rf"^(?:哎呀?|唉|嗯|说实话|老实说|我们?|俺们?|咱们?|这个?|那个?|也|都|还|真的?|真是|实在|确实|一时|具体|到底|现在|倒|就|可)*{_KNOWS_NOT}"
    r"(?=哪|是|有[没木冇]?|咋|怎|啥|什么|多少|几|谁|在|算|属|落|叫|归|他|她|老|具体|到底|.{1,4}[没不]|那|这|当时|以前|户|的)"
)
_KIN = (
    r"(?:妈|爸|爹|娘|哥|姐|弟|妹|儿子?|女儿|闺女|姑娘|老公|老婆|爱人|老伴|媳妇"
    r"|叔|舅|姑|嫂|婶|姨|爷|奶|家里人?|家人|侄子?|老汉儿?|老头子?)"
)
_PAPER = (
    r"(?:医生|医院|单位|厂里|社区|村里|社保局?"
    r"|银行|派出所|户口[本簿]|证|存折|病历|单子|本子|材料|底子|流水|卡|别人|人家|他们|人)"
)
_WILL_ASK = re.compile(
    rf"(?:得|要|需|回去|回家|回头|只能|只有|等我|我去|我再|让我|容我|还得|再|先).{{0,5}}(?:问|打听|查|翻|看看|核对|核实|确认)(?:一?下子?|问|查|翻|看)*"
    rf"(?:(?:我|俺|他|她|咱)?(?:们)?(?:的)?.{{0,3}}(?:{_KIN}|{_PAPER})(?:去|才.{{1,8}}|再.{{1,6}})?)?{PARTICLES}$"
)
_OTHERS_KNOW = re.compile(
    rf"(?:我|俺|他|她|咱).{{0,3}}{_KIN}(?:他|她)?(?:才|最)?(?:知道|晓得|清楚|记得|有数|明白){PARTICLES}$"
    r"|等.{1,6}(?:回来|来了|到了|问了).{0,3}(?:才|再).{1,8}$"
)
_NOT_MINE = re.compile(
    r"(?:他|她|老人家?|老爷子|老太太|脑子|脑壳|头脑|神志|神智|意识|孩子|娃|对方|别人|人家|医生|妈|爸|哥|姐|弟|妹|儿子|女儿)(?:自己|自个儿?|也|都|还|可能|更|就|才)*$"
)
_ASKED_AND_TOLD = re.compile(r"问过|问了|查过|查了|翻过|翻了|看过|看了")
_ASKS_BACK = re.compile(
    r"[?？]|吗$|[怎咋]么?(?:填|选|答|写|办|弄|整)|[填选写]哪|[填选写](?:啥|什么)|(?:什么|啥)意思|(?:啥|什么)叫|叫(?:啥|什么)意思|你[说问]|[指说]的(?:是)?(?:啥|什么)"
)
_OF_SOMETHING_ELSE = re.compile(r"^(?:别的|其他|其它|具体|细节|再多|剩下|后面|详细|[几啥什]么?时候|几点)")
_KNOWS = re.compile(r"(?<![没不哪])(?:我|俺)(?:是|都|倒|就)?(?:知道|晓得|清楚|记得)")
_DECLINED = re.compile(
    rf"(?:我|这个|这种|能不能|真的?|实在)*(?:不(?:太)?(?:想|愿意?|方便|乐意|高兴)(?:说|填|讲|透露|回答|答|提|写)|保密|跳过|可以不(?:填|说)|不填(?:了)?|不说(?:了)?|不提了?|pass|私事|隐私)(?:这个|这些|它|了)*(?:行不|行吗|可以吗|吗)?{PARTICLES}"
)


def says_unsure_only(words: str) -> bool:
    """Nothing but 「不晓得」 in one of its forms."""
    return bool(_UNSURE.fullmatch(words))


def declines(words: str) -> bool:
    """「这个不想说」, alone or beside other words."""
    pieces = [one for one in _BETWEEN.split(words) if one]
    return bool(_DECLINED.fullmatch(words)) or any(map(_DECLINED.fullmatch, pieces[:2]))


def told_and_unsure(words: str, answers: Sequence[str] = ()) -> tuple[str, bool]:
    """What is told beside a 「不知道」 that is the speaker's own, and whether there is such a one.

    What holds one of ``answers`` is told, whatever it looks like (「脑子不清楚」).
    One who asks back what is meant, or who does know after all, is not unsure.
    """
    if _ASKS_BACK.search(words) or _KNOWS.search(words):
        return words, False
    pieces = [one for one in _BETWEEN.split(words) if one]
    told = [one for one in pieces if not _knows_not(one) or any(answer in one for answer in answers)]
    if len(told) == len(pieces):
        return words, False
    unsure = any(one not in told and not _OF_SOMETHING_ELSE.search(one) for one in pieces)
    return "，".join(told), unsure


def _knows_not(piece: str) -> bool:
    if _AT_THE_START.search(piece):
        return True
    end = _AT_THE_END.search(piece)
    if end:
        return not _NOT_MINE.search(piece[: end.start()])
    return bool(_WILL_ASK.search(piece) or _OTHERS_KNOW.search(piece)) and not _ASKED_AND_TOLD.search(piece)
