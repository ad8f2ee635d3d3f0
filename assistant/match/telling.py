"""Whether somebody only tells how things are, without asking or wishing anything.

Such a message is heard (its facts are shown back and wait for the form); no article answers a question that nobody
put. Wherever the words may hold a question, even an implied one, they count as asking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.match.extract import Concept, concepts
from assistant.match.extract_text import Heard, hear
from assistant.match.open_answer import is_asking

_OF_SOMEBODY = re.compile("[我俺咱他她]|老公|老婆|老伴|爱人|孩子|娃")
"""Who tells says of whom; key words typed without anybody in them are a question."""
_MAY_ASK = re.compile(
    r"[不没么嘛呢吧迈哇噻]\s*(?:$|[，,。.！!；;\s])|还是|多久|多长|多大|哪|几时|几级|好多|何时|怎|是否|能否|会不会|该不该|对不对|行不行"
    r"|想|要(?!是)|领(?![着了到])|过户|请|帮|找|问|求|申请|办(?![了好过完])|能|可以|可否|应该|该|得去|需要|怕|担心|听说|不给|不让|不肯|不发|不批|没批|拒"
    r"|(.)不\1|停了|没收到|没到账|丢了|过期|弄丢|不见了|补贴|津贴|待遇|标准|条件|流程"
    r"|(?:材料|手续|证明)(?![^，,。]{0,5}(?:拿到|拿了|开了|开好|开出|办[好了完]|有了|到手|给了|出来|下来|都有|齐了|还没))"
)
"""Words of asking, wishing and complaining, and the names of what people ask for."""


def only_tells(text: str, today: date, said: Sequence[Concept] | None = None) -> bool:
    """Whether ``text`` tells of somebody what is understood, in at least half of its clauses, and nothing else."""
    heard = hear(text)
    if is_asking(heard.text) or _MAY_ASK.search(heard.text):
        return False
    if not _OF_SOMEBODY.search(heard.text):
        return False
    told = [one for one in (concepts(text, today) if said is None else said) if one.kind != "relation"]
    return bool(told) and _covers_half(heard, told)


def _covers_half(heard: Heard, told: Sequence[Concept]) -> bool:
    clauses = [clause for clause in heard.clauses if heard.text[clause.start : clause.end].strip()]
    spoken = [c for c in clauses if any(one.start < c.end and c.start < one.end for one in told)]
    return 2 * len(spoken) >= len(clauses)
