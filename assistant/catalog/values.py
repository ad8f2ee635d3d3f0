"""The canonical values an answer can have, and the way between them and JSON.

These types are shared by the engine, the forms, the store and the JSON interface. All are immutable and
hashable. The JSON forms are described in ``docs/definitions.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from assistant.catalog import validators
from assistant.catalog.bounds import check_number
from assistant.catalog.messages import Message, _
from assistant.catalog.regions import load_regions

if TYPE_CHECKING:
    from assistant.catalog.model import Fact, PersonField

DocumentMode = Literal["bring", "upload", "none"]


class Special(Enum):
    """Answers that are given instead of a value."""

    UNSURE = "unsure"  # 不清楚
    DECLINED = "declined"  # 不愿说


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day, a month or a year, as exactly as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)  # raises ValueError for a day that does not exist

    def __str__(self) -> str:
        parts = (f"{self.year:04d}", self.month and f"{self.month:02d}", self.day and f"{self.day:02d}")
        return "-".join(part for part in parts if part)


class Person(Mapping[str, "Value"]):
    """One row of a list of people: field id to value. A field that is not known yet is absent."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Value]) -> None:
        self._fields = dict(fields)

    def __getitem__(self, field: str) -> Value:
        return self._fields[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __hash__(self) -> int:
        return hash(frozenset(self._fields.items()))

    def __repr__(self) -> str:
        return f"Person({', '.join(self._fields)})"  # field ids only: a row is personal


@dataclass(frozen=True)
class People:
    """A list of people, open until the resident says that it is complete."""

    people: tuple[Mapping[str, Value], ...]
    complete: bool = False


@dataclass(frozen=True)
class DocumentValue:
    """What a resident does about a paper: bring it, has uploaded ``files`` (storage names), or has none."""

    mode: DocumentMode
    files: tuple[str, ...] = ()


Value: TypeAlias = str | bool | Decimal | date | frozenset[str] | PartialDate | People | DocumentValue | Special


class ValueProblem(validators.Problem):
    """A value that a fact cannot have: ``what`` is wrong and how to ``mend`` it, for a resident to read."""

    def __init__(self, fact_id: str, what: Message, mend: Message) -> None:
        super().__init__(what, mend)
        self.fact_id = fact_id

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.what}{self.mend}"

    def __reduce__(self) -> tuple[type[ValueProblem], tuple[str, Message, Message]]:
        return type(self), (self.fact_id, self.what, self.mend)


# --- from JSON ------------------------------------------------------------------------------------

MOST_PEOPLE = 50
MOST_FILES = 20
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")


def from_json(fact: Fact, raw: object) -> Value:
    """The canonical value that ``raw`` (JSON, or YAML with its dates and numbers) stands for.

    Raises ValueProblem for a wrong type, an unknown option or region, an impossible number, date or text.
    What depends on other answers (``must``, ``min_date``, ``max_date``) is not checked here.
    """
    try:
        return _from_json(fact, raw)
    except validators.Problem as problem:
        raise ValueProblem(fact.id, problem.what, problem.mend) from problem


def _from_json(fact: Fact | PersonField, raw: object) -> Value:
    if isinstance(raw, str) and raw in ("unsure", "declined"):
        special = Special(raw)
        if _offers(fact, special):
            return special
        if fact.type not in _TEXT_TYPES and not any(option.id == raw for option in fact.options):
            word = _("不清楚") if special is Special.UNSURE else _("不愿说")
            raise validators.Problem(_("这一项不能答「%(word)s」。", word=word), _("请填一个具体的答案。"))
    return _READERS[fact.type.value](fact, raw)


def _offers(fact: Fact | PersonField, special: Special) -> bool:
    return bool(getattr(fact, "unsure" if special is Special.UNSURE else "decline", False))


def _wrong_type(mend: Message) -> validators.Problem:
    return validators.Problem(_("这一项的写法不对。"), mend)


def _text_of(raw: object) -> str:
    if not isinstance(raw, str):
        raise _wrong_type(_("请填文字。"))
    text = str.__str__(raw)
    if not text.strip():
        raise validators.Problem(_("这一项还没有填。"), _("请填写。"))
    return text


def _read_text(fact: Fact | PersonField, raw: object) -> str:
    limit = getattr(fact, "max_length", None) or validators.TEXT_LENGTH
    return _not_empty(validators.clean_text(_text_of(raw), limit, lines=limit > validators.LINE_LENGTH))


def _not_empty(text: str) -> str:
    if not text:
        raise validators.Problem(_("这一项还没有填。"), _("请填写。"))
    return text


def _read_name(fact: Fact | PersonField, raw: object) -> str:
    return validators.check_name(_text_of(raw)).value


def _read_id_number(fact: Fact | PersonField, raw: object) -> str:
    return validators.check_id_number(_text_of(raw)).value


def _read_phone(fact: Fact | PersonField, raw: object) -> str:
    return validators.check_phone(_text_of(raw)).value


def _read_bank_account(fact: Fact | PersonField, raw: object) -> str:
    return validators.check_bank_account(_text_of(raw)).value


def _read_address(fact: Fact | PersonField, raw: object) -> str:
    limit = getattr(fact, "max_length", None) or validators.LINE_LENGTH
    return validators.check_address(_text_of(raw), limit).value


def _read_region(fact: Fact | PersonField, raw: object) -> str:
    region = load_regions().find(raw) if isinstance(raw, str) else None
    if region is None:
        raise validators.Problem(_("没有这个地区代码。"), _("请填 6 位的行政区划代码，例如 510107。"))
    return region.code


def check_date(day: date) -> date:
    """``day`` itself; raises Problem for a year that no answer can have."""
    if not validators.EARLIEST_YEAR <= day.year <= validators.LATEST_YEAR:
        raise validators.Problem(_("年份 %(year)s 不对。", year=day.year), _("请填四位的公历年份，例如 1958。"))
    return day


def _read_date(fact: Fact | PersonField, raw: object) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return check_date(raw)
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw, re.ASCII):
        raise _wrong_type(_("请填年-月-日，例如 1958-06-12。"))
    try:
        return check_date(date.fromisoformat(raw))
    except ValueError as error:
        if isinstance(error, validators.Problem):
            raise
        raise validators.Problem(_("没有 %(day)s 这一天。", day=raw), _("请对照日历再看一遍。")) from error


def _read_partial_date(fact: Fact | PersonField, raw: object) -> PartialDate:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        raw = raw.isoformat()
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", raw, re.ASCII) if isinstance(raw, str) else None
    if match is None:
        raise _wrong_type(_("请填年、年-月或年-月-日，例如 1958-06。"))
    year, month, day = (int(part) if part else None for part in match.groups())
    return make_partial_date(year or 0, month, day)


def make_partial_date(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """The partial date of these numbers; raises Problem when no such day exists or the year is absurd."""
    try:
        value = PartialDate(year, month, day)
    except (ValueError, OverflowError) as error:
        raise validators.Problem(_("没有这一天。"), _("请对照日历再看一遍。")) from error
    check_date(date(year, month or 1, day or 1))
    return value


def _read_yes_no(fact: Fact | PersonField, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _wrong_type(_("请填 true（是）或 false（否）。"))
    return raw


def _read_choice(fact: Fact | PersonField, raw: object) -> str:
    return _option(fact, raw)


def _option(fact: Fact | PersonField, raw: object) -> str:
    if not isinstance(raw, str) or all(option.id != raw for option in fact.options):
        titles = "、".join(f"{option.id}（{option.title}）" for option in fact.options[:12])
        raise validators.Problem(_("没有这个选项。"), _("请从这些里选：%(options)s。", options=titles))
    return str.__str__(raw)


def _read_choices(fact: Fact | PersonField, raw: object) -> frozenset[str]:
    if not isinstance(raw, list | tuple | set | frozenset):
        raise _wrong_type(_("请填选项的列表；一项都没有就填空列表。"))
    return frozenset(_option(fact, one) for one in raw)


def _read_number(fact: Fact | PersonField, raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise _wrong_type(_("请填数字。"))
    if isinstance(raw, int) and raw.bit_length() > 64:  # printing a flood of digits costs too much
        raise validators.Problem(_("这个数字太大了。"), _("请再看一遍。"))
    number = Decimal(repr(float(raw))) if isinstance(raw, float) else Decimal(raw)
    return check_number(fact, number)


def _read_people(fact: Fact | PersonField, raw: object) -> People:
    if not isinstance(raw, Mapping) or not set(raw) <= {"people", "complete"}:
        raise _wrong_type(_("请填 people（每人一行）和 complete（是否填完）。"))
    rows, complete = raw.get("people", []), raw.get("complete", False)
    if not isinstance(rows, list | tuple) or not isinstance(complete, bool):
        raise _wrong_type(_("请填 people（每人一行）和 complete（是否填完）。"))
    if len(rows) > MOST_PEOPLE:
        raise validators.Problem(_("最多填 %(most)s 个人。", most=MOST_PEOPLE), _("请删去多余的。"))
    return People(tuple(_read_person(fact, row, place) for place, row in enumerate(rows, 1)), complete)


def _read_person(fact: Fact | PersonField, row: object, place: int) -> Person:
    fields = {field.id: field for field in getattr(fact, "fields", ())}
    if not isinstance(row, Mapping) or not set(row) <= set(fields):
        names = "、".join(fields)
        raise validators.Problem(
            _("第 %(place)s 个人的写法不对。", place=place), _("每人可填：%(names)s。", names=names)
        )
    found: dict[str, Value] = {}
    for field_id, value in row.items():
        try:
            found[field_id] = _from_json(fields[field_id], value)
        except validators.Problem as problem:
            title = fields[field_id].title
            what = _("第 %(place)s 个人的「%(title)s」：%(what)s", place=place, title=title, what=problem.what)
            raise validators.Problem(what, problem.mend) from problem
    return Person(found)


def _read_document(fact: Fact | PersonField, raw: object) -> DocumentValue:
    if (
        not isinstance(raw, Mapping)
        or not set(raw) <= {"mode", "files"}
        or raw.get("mode") not in get_args(DocumentMode)
    ):
        raise _wrong_type(_("请填 mode：bring（办理时带去）、upload（上传）或 none（没有）。"))
    mode, files = raw["mode"], raw.get("files", [])
    names_hold = isinstance(files, list | tuple) and all(isinstance(f, str) and _FILE_NAME.fullmatch(f) for f in files)
    if not names_hold or bool(files) != (mode == "upload"):
        raise validators.Problem(_("材料文件不对。"), _("选上传时请附上文件，其他时候不附。"))
    if len(files) > MOST_FILES:
        raise validators.Problem(_("最多上传 %(most)s 个文件。", most=MOST_FILES), _("请删去多余的。"))
    return DocumentValue(mode, tuple(files))


_TEXT_TYPES = frozenset(("text", "name", "address", "signature", "id_number", "phone", "bank_account"))
_READERS: Mapping[str, Callable[[Fact | PersonField, object], Value]] = {
    "text": _read_text,
    "name": _read_name,
    "signature": _read_name,
    "id_number": _read_id_number,
    "phone": _read_phone,
    "bank_account": _read_bank_account,
    "address": _read_address,
    "region": _read_region,
    "date": _read_date,
    "partial_date": _read_partial_date,
    "yes_no": _read_yes_no,
    "choice": _read_choice,
    "choices": _read_choices,
    "number": _read_number,
    "money": _read_number,
    "people": _read_people,
    "document": _read_document,
}


# --- to JSON --------------------------------------------------------------------------------------


def to_json(value: Value) -> object:
    """``value`` as JSON can hold it; from_json of the same fact gives it back."""
    if isinstance(value, Special):
        return value.value
    if isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, People):
        rows = [{field: to_json(one) for field, one in person.items()} for person in value.people]
        return {"people": rows, "complete": value.complete}
    return {"mode": value.mode, "files": list(value.files)} if value.files else {"mode": value.mode}
