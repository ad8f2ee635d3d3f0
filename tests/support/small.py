"""A tiny made-up service, so that one behaviour can be shown at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assistant.catalog.catalog import Catalog
from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, AnswerBank, Given

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)

FILES: dict[str, str] = {
    "facts/person.yaml": """
facts:
  - {id: age, title: 年龄, type: number, unit: age, section: you, question: 您多大年纪？, min: 0, max: 150, unsure: true,
     examples: [59, 60, 79, 80]}
  - {id: lives_alone, title: 独居, type: yes_no, section: you, question: 您一个人住吗？, applies_when: age >= 60}
  - {id: has, title: 有哪些, type: choices, section: more, question: 下面哪些您有？, none_option: 都没有,
     options: [{id: car, title: 车}, {id: house, title: 房}, {id: phone, title: 手机号}]}
  - {id: moved_on, title: 迁入日期, type: date, section: more, question: 哪天迁入的？, max_date: today,
     must: [{when: moved_on <= today, if_not: 迁入日期不能晚于今天。请再看一遍。}]}
  - {id: name, title: 姓名, type: name, section: more, question: 您叫什么？}
  - {id: family, title: 家人, type: people, section: more, question: 家里还有谁？,
     fields: [{id: name, title: 姓名, type: name}, {id: minor, title: 未成年, type: yes_no}]}
  - {id: senior, title: 年满六十, type: yes_no, section: you, sourcing: computed, derive: age >= params.senior_age}
  - {id: remark, title: 备注, type: text, section: more, question: 还有什么要说的？, optional: true}
""",
    "documents/papers.yaml": """
documents:
  - {id: id_card, title: 身份证, shared_from: 公安}
  - id: certificate
    title: 旧证明
    changes: [{from: 2026-07-01, title: 新证明, source: 某通知}]
""",
    "parameters/figures.yaml": """
parameters:
  - {id: senior_age, title: 起始年龄, unit: age, values: [{from: 2020-01-01, value: 60, status: verified, source: 某法第1条}]}
  - {id: allowance, title: 津贴, unit: yuan_per_month, per_city: true}
  - {id: report_days, title: 申报期限, unit: working_days, values: [{from: 2020-01-01, value: 3, status: verified, source: 某法第2条}]}
""",
    "forms/application.yaml": """
form: application
title: 申请表
sections:
  - title: 您
    boxes:
      - {fact: name}
      - {fact: age}
      - {fact: family}
      - {fact: remark, optional: true}
      - {fact: moved_on, when: "'house' in has"}
""",
    "care/service.yaml": """
service: care
title: 关怀一件事
short: 申请关怀
lead: 给年长的人。
sections: [{id: you, title: 您的情况}, {id: more, title: 其他情况}]
stages: [{id: now, title: 现在}, {id: later, title: 以后}]
core: [allowance]
items: [car_sale, allowance, visit]
ask_first: [age]
notices:
  - {id: too_young, when: age < 18, level: stop, title: 请找家长, text: 请和家长一起来。, status: verified, source: 某法第3条,
     actions: []}
declaration: 以上属实。
""",
    "care/items/allowance.yaml": """
item: allowance
service: care
title: 津贴
card: 满 {{ senior_age }} 可以申请。
status: verified
source: 某法第1条
fits_when:
  - {when: senior, text: 年龄到了, if_not: 年龄还没有到}
human_when: "any(p.minor for p in family)"
documents:
  - {document: id_card, waived_when: sharing}
  - {document: certificate, when: "'house' in has"}
form: application
dates:
  - {id: report_by, title: 申报最晚日期, from: moved_on, within: {parameter: report_days}, when: "'house' in has", status: verified,
     source: 某法第2条}
amounts:
  - {id: monthly, title: 每月津贴, formula: params.allowance, formula_text: 按当地标准, unit: yuan_per_month, status: verified, source: 某法}
stage: now
""",
    "care/items/visit.yaml": """
item: visit
service: care
title: 探访
status: partly
source: 某通知
fits_when: "senior and lives_alone"
after: {hard: [allowance]}
stage: now
in_force: {from: 2024-01-01}
changes:
  - {from: 2026-07-01, set: {title: 新探访, fits_when: "senior"}, source: 新通知}
""",
    "care/items/car_sale.yaml": """
item: car_sale
service: care
title: 卖车
status: verified
source: 某规定
fits_when: "'car' in has"
after: {soft: [visit]}
stage: later
""",
    "cities/here/city.yaml": """
city: here
title: 本市
province: p
region_codes: ["9901"]
sharing: true
parameters:
  - {id: allowance, title: 津贴, unit: yuan_per_month, values: [{from: 2025-01-01, value: 100, status: verified, source: 市文, as_of: 2025-01-01}]}
""",
    "cities/there/city.yaml": """
city: there
title: 外市
region_codes: ["9902"]
remove: [{item: car_sale, reason: 本市不办, source: 市文}]
tighten: [{item: visit, fits_when: [{when: age >= 80, if_not: 未满 80 岁}], source: 市规, status: partly}]
""",
    "holidays.yaml": """
years:
  2026: {source: 某通知, off: [2026-10-01, 2026-10-02], on: [2026-10-10]}
""",
}


def write_flows(root: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """The files above (with some replaced, or left out by None) in a folder; returns the flows folder."""
    flows = root / "assistant" / "flows"
    for name, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            path = flows / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return flows


def small_catalog(root: Path, changes: Mapping[str, str | None] | None = None) -> Catalog:
    return Catalog.load(write_flows(root, changes))


def bank_of(catalog: Catalog, facts: Mapping[str, Any], at: datetime = NOW) -> AnswerBank:
    """An answer bank from JSON values."""
    return AnswerBank.of(Answer(n, from_json(catalog.facts[n], v), Given.ASKED, at) for n, v in facts.items())
