"""The shipped lists: read whole, and fit to be shown."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.catalog.articles import load_articles
from assistant.match import Index, State, decide
from assistant.match.library import load_cohort, load_neighbours
from assistant.match.normalise import normalise


def test_the_cohort_holds_at_least_five_hundred_different_questions() -> None:
    cohort = load_cohort()
    assert len(cohort) >= 500
    assert len(set(cohort)) == len(cohort)


def test_every_neighbouring_matter_names_a_door_in_short_sentences() -> None:
    for neighbour in load_neighbours():
        assert len(neighbour.examples) >= 4, neighbour.id
        assert "！" not in neighbour.door
        assert all(len(sentence) <= 40 for sentence in re.split("[。；？]", neighbour.door)), neighbour.id


def test_a_neighbouring_matter_asked_in_new_words_is_named_with_no_topic_offered() -> None:
    index = Index(
        [
            ("marriage.fee", "领证要多少钱"),
            ("dibao.apply", "低保怎么申请"),
            ("funeral.deregister", "老人走了户口怎么注销"),
        ],
        cohort=load_cohort(),
        neighbours=[(each.id, example) for each in load_neighbours() for example in each.examples],
    )
    asked = {
        "我的公积金想取出来还房贷怎么弄": "housing_fund",
        "驾驶证快到期了上哪儿换": "traffic",
        "护照过期要换一本": "travel_papers",
        "公司拖欠三个月工资我去哪告": "labour_dispute",
    }
    for text, neighbour in asked.items():
        ranking = index.rank(text)
        verdict = decide(ranking.matches, neighbour=ranking.neighbour)
        assert (verdict.state, verdict.neighbour) == (State.UNKNOWN, neighbour), text


def test_no_question_of_the_benchmark_stands_in_what_the_matcher_knows() -> None:
    """The benchmark would measure nothing if its questions were known."""
    folder = Path(__file__).parents[2] / "benchmarks" / "questions"
    names = [f"{writer}{kind}.tsv" for writer in ("dev", "second", "third") for kind in ("", "-out-of-scope")]
    asked = {
        normalise(line.split("\t")[-1])
        for name in names
        for line in (folder / name).read_text("utf-8").splitlines()[1:]
    }
    known = [text for _, text in load_articles().rows()]
    known += [*load_cohort(), *(example for each in load_neighbours() for example in each.examples)]
    assert [text for text in known if normalise(text) in asked and normalise(text)] == []


def test_small_talk_names_no_other_office() -> None:
    neighbours = [(each.id, example) for each in load_neighbours() for example in each.examples]
    index = Index([("marriage.fee", "领证要多少钱")], cohort=load_cohort(), neighbours=neighbours)
    assert [index.rank(text).neighbour for text in ("今天心情真好", "给我唱首歌吧", "哈哈哈你真逗")] == [
        None,
        None,
        None,
    ]
