"""What a bereaved person's words give the funeral service, and what they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.catalog.catalog import Catalog, Rules
from assistant.match.extract import Found, concepts, extract
from assistant.match.hearing import load_hearing
from assistant.match.lexicon import SHIPPED

TODAY = date(2026, 11, 21)  # a Saturday


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Catalog.load().rules("chengdu", TODAY)


def found(text: str, rules: Rules) -> dict[str, Found]:
    return {one.fact: one for one in extract(text, TODAY, rules, "funeral")}


def test_one_sentence_answers_several_questions_with_its_own_words(rules: Rules) -> None:
    facts = found("我外公前天晚上在华西医院走的，户口在武侯区。", rules)
    assert facts["a_relation"].value == "grandchild"
    assert facts["d_death_time"].value == date(2026, 11, 19)
    assert facts["d_place_type"].value == "hospital"
    assert facts["d_hukou_region"].value == "510107"
    assert facts["d_hukou_region"].evidence == "武侯区"
    assert all(one.sure for one in facts.values())


@pytest.mark.parametrize(
    "text",
    [
        "要是老人在家里走了，是不是要先打120？",
        "我朋友的爸爸昨天在医院走了",
        "听说死在医院外面要公安开证明",
        "我手机没了，能不能补卡",
        "隔壁邻居家老太太前天没了",
        "人是不是一定要火化？",
    ],
)
def test_nothing_is_taken_about_nobody_or_somebody_else(rules: Rules, text: str) -> None:
    assert found(text, rules) == {}


def test_a_city_without_its_district_is_only_suggested(rules: Rules) -> None:
    region = found("我奶奶昨天走的，户口在郑州", rules)["d_hukou_region"]
    assert (region.value, region.sure) == ("410100", False)


def test_a_hearing_file_is_all_a_service_needs(tmp_path: Path, rules: Rules) -> None:
    text = "facts:\n  - {fact: d_hukou_region, concept: lives@person}\n"
    (tmp_path / "made_up.yaml").write_text(text, encoding="utf-8")
    hearing = load_hearing("made_up", tmp_path)
    assert hearing is not None
    said = concepts("我妈一个人住武侯区", TODAY, rules)
    assert [(one.fact, one.value) for one in hearing.facts(said, rules.facts)] == [("d_hukou_region", "510107")]


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_mapping_names_facts_and_options_that_exist(file: Path, rules: Rules) -> None:
    hearing = load_hearing(file.stem) if "fact:" in file.read_text(encoding="utf-8") else None
    for rule in hearing.rules if hearing else ():
        if file.stem == "funeral" or rule.fact in rules.facts:
            options = {option.id for option in rules.facts[rule.fact].options}
            values = {value for value in (rule.values or {}).values() if isinstance(value, str)} - {"none"}
            assert not options or values <= options, rule.fact
