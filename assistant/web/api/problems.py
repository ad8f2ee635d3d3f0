"""What a caller did wrong, said with the field and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify
from pydantic import ValidationError

from assistant.catalog.catalog import UnknownId
from assistant.catalog.values import ValueProblem


@dataclass(frozen=True, slots=True)
class Trouble:
    field: str
    what: str
    mend: str


class BadRequest422(Exception):
    """The request cannot be answered as it stands; ``troubles`` says why, field by field."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__(", ".join(trouble.field for trouble in troubles))
        self.troubles = tuple(troubles)


def from_validation(error: ValidationError) -> BadRequest422:
    return BadRequest422([_trouble(detail) for detail in error.errors()])


_MENDS = {
    "missing": ("缺少这一项", "请补上"),
    "extra_forbidden": ("没有这个字段", "请删去，或检查拼写"),
    "string_too_long": ("太长了", "请缩短到 10000 字以内"),
    "string_type": ("应为文字", "请用字符串"),
    "dict_type": ("应为对象", '请写成 {"事实编号": 值}'),
    "json_invalid": ("不是有效的 JSON", "请检查引号和逗号"),
}


def _trouble(detail: Any) -> Trouble:
    field = ".".join(str(part) for part in detail["loc"]) or "body"
    if detail["type"].startswith("date"):
        return Trouble(field, "不是有效的日期", "请写成 2026-11-21 这样")
    what, mend = _MENDS.get(detail["type"], (detail["msg"], "请看 /api/v1/openapi.json"))
    return Trouble(field, what, mend)


def from_unknown(field: str, error: UnknownId) -> BadRequest422:
    known = "、".join(sorted(error.known)[:12])
    return BadRequest422(
        [Trouble(field, f"没有「{error.name[:64]}」", f"可以用：{known}" if known else "请看 /api/v1/services")]
    )


def from_values(problems: Iterable[ValueProblem]) -> BadRequest422:
    return BadRequest422([Trouble(f"facts.{p.fact_id}", str(p.what), str(p.mend)) for p in problems])


def respond(error: BadRequest422) -> tuple[Response, int]:
    body = {
        "error": "unprocessable",
        "message": "请求里有要改的地方",
        "problems": [{"field": t.field, "what": t.what, "mend": t.mend} for t in error.troubles],
    }
    return jsonify(body), 422
