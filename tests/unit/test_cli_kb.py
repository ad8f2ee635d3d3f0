"""What those who look after the answers are told: each slip of an article, and what people asked in vain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.catalog.articles import Articles, load_articles, read_article
from assistant.cli import main
from assistant.cli_kb import check, in_words, report
from assistant.store.question_log import Question, QuestionLog

TODAY = date(2026, 11, 21)
ALIASES = ("一问", "二问二", "三问三问", "四问问问问", "五问题", "六个问题", "七个问问题", "八个很好的问题")


def article(topic: str, text: str = "带身份证去窗口。", *, review: str = "2027-01-01", near: str = "", extra: str = ""):
    aliases = [*(f"{alias}{topic}" for alias in ALIASES), *([extra] if extra else [])]
    lines = [
        f"topic: {topic}", f"question: {topic}怎么办？", f"label: {topic}", "status: verified", "source: 测试规定",
        f"neighbours: [{near}]", f"review_by: {review}", "aliases:", *(f"  - {alias}" for alias in aliases),
    ]  # fmt: skip
    return read_article("---\n" + "\n".join(lines) + f"\n---\n{text}\n", f"{topic}.md")


def kinds(*articles, topics: Path = Path("/no/such/list")) -> list[str]:
    return [one.kind for one in check(Articles({a.topic: a for a in articles}), None, TODAY, topics)]


def test_a_plain_article_has_nothing_to_mend() -> None:
    assert kinds(article("a.one")) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("每月发 300 元。", "figure"),
        ("要在 30天内办好。", "figure"),
        ("满 60 周岁可以办。", "figure"),
        ("5 个工作日办好。", "figure"),
        ("报销 70%。", "figure"),
        ("字" * 41 + "。", "long"),
    ],
)
def test_a_slip_in_the_text_is_found(text: str, kind: str) -> None:
    assert kinds(article("a.one", text)) == [kind]


@pytest.mark.parametrize(
    "text", ["每月发 {{ amount }}。", "2026 年 7 月 1 日起施行。", "打 12345 问。", "字" * 40 + "。短句。"]
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert kinds(article("a.one", text)) == []


def test_a_slip_in_a_citys_own_text_is_found_as_well() -> None:
    text = "去窗口办。\n\n::: city=chengdu\n每月发 300 元。\n:::"
    assert kinds(article("a.one", text)) == ["figure"]


def test_two_topics_asked_for_in_nearly_the_same_words_are_told() -> None:
    first = article("a.one", extra="老人走了以后银行卡里剩下的钱要怎么取出来呢")
    second = article("b.two", extra="老人走了以后银行卡里剩下的钱要怎么取出来呀")
    assert kinds(first, second) == ["alike"]


def test_an_article_past_its_review_is_told() -> None:
    assert kinds(article("a.one", review="2026-11-20")) == ["review"]
    assert kinds(article("a.one", review="2026-11-21")) == []


def test_a_topic_that_is_linked_or_listed_without_an_article_is_missing(tmp_path: Path) -> None:
    topics = tmp_path / "topics.csv"
    topics.write_text("topic,sheet,standard_question\na.one,x,y\nc.three,x,y\n", encoding="utf-8")
    assert kinds(article("a.one", near="b.two"), topics=topics) == ["missing", "missing"]


def test_the_shipped_articles_have_no_figures_typed_and_no_sentence_too_long() -> None:
    found = check(load_articles(), None, TODAY)
    assert [str(one) for one in found if one.kind in ("figure", "long", "missing")] == []


def asked(status: str, topic: str = "", text: str = "怎么办") -> Question:
    return Question(TODAY, "chengdu", text, status, topic, 0.1)


def test_the_report_counts_what_nobody_could_answer_and_what_was_meant() -> None:
    found = report([asked("unknown", text="甲"), asked("unknown", text="甲"), asked("unknown", text="乙"),
                    asked("chosen", "a.one", "丙"), asked("wrong", "a.one", "金额不对")], most=10)  # fmt: skip
    assert found.unanswered == (("甲", 2), ("乙", 1))
    assert found.chosen == (("a.one", 1, ("丙",)),)
    assert found.wrong == (("a.one", 1, ("金额不对",)),)
    assert "    2  甲" in list(in_words(found))


def test_the_command_reads_the_log_and_writes_it_as_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONETHING_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("assistant.cli_catalog.today", lambda: TODAY)
    QuestionLog(tmp_path / "questions.db").record(asked("unknown", text="怎么炒股"))
    target = tmp_path / "log.csv"
    result = CliRunner().invoke(main, ["kb", "report", "--csv", str(target)])
    assert "    1  怎么炒股" in result.output
    assert "1 questions written" in result.output
    assert "怎么炒股" in target.read_text(encoding="utf-8-sig")


def test_an_item_that_only_some_cities_have_needs_a_text_for_one_of_them() -> None:
    from assistant.cli_catalog import kept_catalog

    catalog = kept_catalog()
    item = next(name for name in catalog.cities["qingdao"].items if name not in catalog.definitions.items)

    def found(front: str, text: str) -> list[str]:
        plain = article("a.one", text)
        linked = replace(plain, front=plain.front.model_copy(update={"item": front}))
        return [
            one.what for one in check(Articles({"a.one": linked}), catalog, TODAY, Path("/no")) if "item" in one.what
        ]

    assert [one for one in found(item, "去窗口办。\n\n::: city=qingdao\n去窗口办。\n:::") if item in one] == []
    assert any(item in one for one in found(item, "去窗口办。"))
    assert any("no_such_item" in one for one in found("no_such_item", "去窗口办。"))


def test_twins_share_one_text_and_are_no_slip() -> None:
    articles = load_articles()
    for topic, other in (
        ("rehab.mental.apply", "disability.mental_rehab"),
        ("volunteer.timebank.qingdao", "eldercare.timebank.qingdao"),
        ("eldercare.subsidy.overlap_disability", "disability.two_subsidies.elderly"),
    ):
        assert articles.by_topic[topic].front.same_as == other
        assert articles.by_topic[topic].text == articles.by_topic[other].text
    assert check(articles, None, TODAY) == []


def test_a_twin_with_a_text_of_its_own_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "x"
    folder.mkdir(parents=True)
    aliases = "".join(f"  - {alias}\n" for alias in ALIASES)
    head = "question: 问？\nlabel: 问\nstatus: verified\nsource: 甲\nreview_by: 2027-01-01\n"
    for topic, more, text in (("a.one", "", "甲。"), ("b.two", "same_as: a.one\n", "乙。")):
        whole = f"---\ntopic: {topic}\n{head}{more}aliases:\n{aliases}---\n{text}\n"
        (folder / f"{topic}.md").write_text(whole, encoding="utf-8")
    assert [problem.what for problem in load_articles(tmp_path).problems] == ["same_as and a text of its own"]
