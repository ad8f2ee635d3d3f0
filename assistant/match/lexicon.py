"""The words of ``kb/hearing``: who is meant, what a death sounds like, and what each saying means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from assistant.catalog.reading import read_yaml
from assistant.match.signs import signs

SHIPPED = Path(__file__).parent.parent / "kb" / "hearing"
NOBODY = "nobody"
_WRITTEN = {"子": "son", "女": "daughter", "妻": "spouse", "夫": "spouse", "父": "father", "母": "mother",
            "孙": "grandson"}  # fmt: skip
"""Roles as papers write them: 「系死者之子」."""


class Words:
    """A list of words with a meaning each; of overlapping words the longest counts.

    A word with brackets of any kind is a regular expression; it begins with the characters it may begin with.
    """

    def __init__(self, meanings: Mapping[str, Sequence[str]], macros: Mapping[str, str] | None = None) -> None:
        heads: dict[str, list[tuple[str, str]]] = {}
        forms: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for meaning, words in meanings.items():
            for word in words:
                if not _FORM.search(word):
                    heads.setdefault(word[0], []).append((word, meaning))
                    continue
                pattern = re.compile(_filled(word, macros or {}))
                for head in word[1 : word.index("]")] if word[0] == "[" else word[0]:
                    forms.setdefault(head, []).append((pattern, meaning))
        self._meanings = {word: meaning for words in heads.values() for word, meaning in reversed(words)}
        self._heads = {head: _longest_first(word for word, _meaning in words) for head, words in heads.items()}
        self._forms = forms
        self._begin = frozenset(heads) | frozenset(forms)

    def find(self, text: str, known: Mapping[int, tuple[int, str]] | None = None) -> Iterator[tuple[int, int, str]]:
        """Start, end and meaning of every word in ``text``, from left to right.

        ``known`` gives end and meaning of what is settled already, by its start; words never reach into it.
        """
        here = 0
        while here < len(text):
            found = known.get(here) if known else None
            if found is None and text[here] in self._begin:
                found = self._longest(text, here)
            if found is None or (known and any(here < one < found[0] for one in known)):
                here += 1
                continue
            yield here, *found
            here = found[0]

    def _longest(self, text: str, here: int) -> tuple[int, str] | None:
        head = self._heads.get(text[here])
        word = head.match(text, here) if head else None
        best = (word.end(), self._meanings[word[0]]) if word else None
        for form, meaning in self._forms.get(text[here], ()):
            match = form.match(text, here)
            if match and match.end() > max(here, best[0] if best else here):
                best = match.end(), meaning
        return best


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


_FORM = re.compile(r"[\[({|]")


def _filled(pattern: str, macros: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda match: macros[match[1]], pattern)


class PeopleWords:
    """Words for people: those that mean somebody only beside certain others, then the plain ones."""

    def __init__(
        self, meanings: Mapping[str, Sequence[str]], patterns: Mapping[str, Sequence[str]], macros: Mapping[str, str]
    ) -> None:
        self._words = Words(meanings, macros)
        self._patterns = [
            (meaning, pattern, signs(pattern.pattern, {}))
            for meaning, given in patterns.items()
            for pattern in [_joined(given, macros)]
        ]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """As :meth:`Words.find`."""
        known: dict[int, tuple[int, str]] = {}
        chars = frozenset(text)
        for meaning, pattern, needed in self._patterns:
            if needed is not None and needed.isdisjoint(chars):
                continue
            for match in pattern.finditer(text):
                if not any(start < match.end() and match.start() < end for start, (end, _kin) in known.items()):
                    known[match.start()] = match.end(), meaning
        return self._words.find(text, known)


@dataclass(frozen=True)
class Cue:
    """A saying and what it means: ``kind`` has ``value``, or ``denied`` when it is negated."""

    kind: str
    value: str | bool
    pattern: re.Pattern[str]
    denied: str | bool | None = None
    of: str | None = None
    needs: str | None = None  # death, marriage, living, disability or child: what the text has to tell
    asked: bool = False  # counts in a question
    wish: bool = False  # counts beside 想, 打算
    signs: frozenset[str] | None = None  # a text that holds none of these cannot say it

    def may_stand_in(self, chars: Set[str]) -> bool:
        """Whether a text of these characters can hold the saying."""
        return self.signs is None or not self.signs.isdisjoint(chars)


@dataclass(frozen=True)
class Lexicon:
    """Everything of ``words.yaml``, compiled."""

    people: PeopleWords
    near_writer: frozenset[str]
    sex: Mapping[str, str]
    composed: Mapping[str, Mapping[str, str]]
    partners: frozenset[str]
    writer: re.Pattern[str]
    writer_roles: Mapping[str, str]
    writer_sex: Mapping[str, str]
    deaths: Words
    funerals: re.Pattern[str]
    background: re.Pattern[str]
    soon: re.Pattern[str]
    death_places: Words
    cues: tuple[Cue, ...] = field(repr=False)
    events: Words
    moods: Mapping[str, re.Pattern[str]]
    deny: re.Pattern[str]
    stronger: Mapping[str, Sequence[str]]
    covers: Mapping[str, Mapping[str, Sequence[str]]]
    everyday_places: frozenset[str]

    @cached_property
    def causes(self) -> tuple[Cue, ...]:
        """What people die of."""
        return tuple(cue for cue in self.cues if cue.kind == "death_nature" and cue.value in ("illness", "abnormal"))


@cache
def load_lexicon(path: Path = SHIPPED / "words.yaml") -> Lexicon:
    """The words as shipped. Raises DefinitionError or KeyError for a file of another shape."""
    data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    people, deaths = data["people"], data["deaths"]
    common = Counter("".join(word for raw in data["cues"] for word in raw["say"]))
    roles = {word: role for role, words in people["writer"].items() for word in words} | _WRITTEN
    return Lexicon(
        people=PeopleWords(
            {**people["words"], NOBODY: people["not_people"]},
            people["patterns"],
            data["macros"],
        ),
        near_writer=frozenset(people["near_writer"]),
        sex=people["sex"],
        composed=people["of"],
        partners=frozenset(people["partner"]),
        writer=_writer(roles),
        writer_roles=roles,
        writer_sex=people["writer_sex"],
        deaths=Words({kind: deaths[kind] for kind in ("strong", "weak", "dated", "never")}, data["macros"]),
        funerals=_joined(deaths["funerals"], data["macros"]),
        background=re.compile(f"(?<![今昨明清])(?:{_any(deaths['background']).pattern})"),
        soon=re.compile(f"(?:{_any(deaths['soon'] + deaths['dying']).pattern})(?!无效|没|失败|后)"),
        death_places=Words(data["places_of_death"], data["macros"]),
        cues=tuple(_cue(raw, data["macros"], common) for raw in data["cues"]),
        events=Words(data["events"], data["macros"]),
        moods={mood: _any(words) for mood, words in data["moods"].items()},
        deny=re.compile(
            rf"(?:{data['macros']['deny']})(?:有|过|了|是|在|属于|享受|领|吃|的|那种|什么|任何|再|去|来|想|打算|准备|要|愿意|肯)*$"
        ),
        stronger=data["stronger"],
        covers=data["covers"],
        everyday_places=frozenset(data["everyday_places"]),
    )


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return _longest_first(words)


def _joined(patterns: Sequence[str], macros: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_filled(pattern, macros)})" for pattern in patterns))


def _writer(roles: Mapping[str, str]) -> re.Pattern[str]:
    words = "|".join(sorted(set(roles) - set(_WRITTEN), key=len, reverse=True))
    of = r"(?:[他她]|逝者|老人家?|死者|老爷子|老太太|孩子|小孩|宝宝|娃儿?)(?:们)?的?"
    named = r"我叫[^，。,\s]{2,4}[，,]\s?是(?:逝者|死者|老人)?[^，。,\s]{0,4}的"
    return re.compile(
        rf"(?:我|俺|本人)(?P<deny>不)?(?:是|作为|系|就是|算是)(?:{of}|家里的?|家中的?|唯一的|最小的|老大|老二|老幺|她家|他家|独生)*(?P<role>{words})(?!的|家|走|去|没|时|童|科)"
        rf"|(?:{of})(?P<role2>{words})(?:我|，我)|^(?P<role3>{words})我(?:来|替|帮)|(?:我)?(?:作为|身为|当|做)(?P<role4>{words})的?"
        rf"|{named}(?P<role5>{words})"
        rf"|(?:只有|就|全靠|靠|只剩|剩|由)下?[我俺](?:这个|一个|这么个|这么一个|这)(?:亲|独|大|小|幺)?(?P<role8>{words})(?!的|家|时|童|科)"
        rf"|(?<=[，,。；;、\s])(?P<role9>{words})(?:来?代(?:办|问|询|理|填|写|为(?:办理?|问|咨询))|来(?:办|问|咨询)(?:的|一声)?|咨询|填写)(?=[，,。；;！!、\s]|$)"
        rf"|(?:系|是|为)(?:死者|逝者|亡者|其)[^，。,\s]{{0,4}}之[长次独幼]?(?P<role6>子|女|妻|夫|父|母|孙)"
        rf"|(?:来电|诉求|反映|致电|来访|咨询|求助|申请)人(?:系|是|为)(?:其|死者|逝者|老人|{of})[^，。,\s]{{0,4}}?之?的?(?P<role7>{words})"
    )


def _cue(raw: Mapping[str, Any], macros: Mapping[str, str], common: Mapping[str, int]) -> Cue:
    pattern = _joined(raw["say"], macros)
    return Cue(
        raw["is"],
        raw.get("as", raw["value"]),
        pattern,
        raw.get("not"),
        raw.get("of"),
        raw.get("needs"),
        raw.get("asked", False),
        raw.get("wish", False),
        signs(pattern.pattern, common),
    )
