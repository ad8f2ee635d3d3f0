"""The services as they are shipped, page by page, as a visitor reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask

from assistant.catalog.catalog import Rules
from assistant.catalog.examples import Example
from assistant.catalog.values import from_json, to_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.plan import Plan
from assistant.people import NewAnswer
from assistant.web.core import Core
from assistant.web.drafts import read_bank
from tests.conftest import NOON
from tests.support.shipped import shipped_app
from tests.support.teller import Teller, shipped_definitions
from tests.web.conftest import Page, Visitor

CITIES = ("chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao")
SERVICES = ("funeral", "marriage", "disability", "eldercare", "assistance", "children")
HOSPITAL = "hospital_death_of_an_enterprise_retiree"
# Numbers of documents are written 〔2026〕; every other 〔〕 is a remark among authors.
UNFILLED = re.compile(r"\{\{|\}\}|〔(?!\d{4}〕)|(?<!〔)(?<!\d)〕")
BESIDE = re.compile(r"\([^()]*\)|《[^》]*》")  # an English text may name the official Chinese words beside its own
MOST = 90


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The shipped site over a store of its own; the tests below share it, each with drafts of its own."""
    return shipped_app(tmp_path_factory.mktemp("journeys"))


@pytest.fixture
def visitor(shipped: Flask) -> Visitor:
    return Visitor(shipped)


@pytest.fixture(scope="module")
def family(shipped: Flask) -> tuple[Journey, tuple[Page, ...]]:
    """A family that has answered everything, and every page it saw; nobody may change this one."""
    journey = Journey(Visitor(shipped), "funeral", "chengdu", HOSPITAL)
    return journey, tuple(journey.pages())


class Journey:
    """One draft, answered page by page."""

    def __init__(self, visitor: Visitor, service: str, city: str, example: str | None = None) -> None:
        self.visitor = visitor
        visitor.get("services.show", service_id=service)
        self.page = visitor.post("services.start", {"city": city}, service_id=service)
        self.case_id = self.page.path.split("/")[2]
        self.core: Core = visitor.app.extensions["onething"]
        self.rules, self.service = self.core.library.catalog.rules(city, self.core.today()), service
        self.teller = Teller.of(self.rules, example) if example else Teller(self.rules, {})

    @property
    def plan(self) -> Plan:
        draft = self.core.store.drafts.load(self.case_id, self.core.now())
        return Plan(self.rules, self.service, read_bank(draft.answers.values(), self.rules))

    def pages(self) -> Iterator[Page]:
        """Every page on the way, the last one included."""
        for _ in range(MOST):
            yield self.page
            if "/q/" in self.page.path:
                self.answer()
            elif (onward := self.page.soup.select_one(".actions > .button, .note > a.button")) is not None and (
                self.page.path.endswith("/plan")
            ):
                self.page = self.visitor.open(str(onward["href"]))
            else:
                return
        raise AssertionError("the way never ends")

    def answer(self) -> None:
        facts = self.plan.facts
        asked = [str(one["value"]) for one in self.page.soup.select("input[name=with]")]
        asked = asked or [self.page.path.rsplit("/", 1)[1]]
        sent = {name: texts for fact in asked for name, texts in self.teller.boxes(fact, facts).items()}
        if len(asked) > 1:
            sent["with"] = asked
        if facts.facts[asked[0]].type == "people":
            sent[f"{asked[0]}-do"] = "done"
        before = self.page.path
        self.page = self.visitor.post("questions.answer", sent, case_id=self.case_id, fact_id=before.rsplit("/", 1)[1])
        assert self.page.status == 200, (before, self.page.errors, self.page.text[:400])


def answers_in(rules: Rules, example: Example) -> list[Answer]:
    """The answers of an example that today's rules still know."""
    known = {name: raw for name, raw in example.facts.items() if name in rules.facts}
    return [Answer(name, from_json(rules.facts[name], raw), Given.ASKED, NOON) for name, raw in known.items()]


def has_answered(visitor: Visitor, example: Example) -> Journey:
    """A draft that holds the answers of a worked example, as a launching app would bring them."""
    journey = Journey(visitor, example.service, example.city)
    given = [NewAnswer(a.fact, to_json(a.value)) for a in answers_in(journey.rules, example)]
    journey.core.store.drafts.append_answers(journey.case_id, given, journey.core.now())
    return journey


def unfilled(pages: Iterable[Page]) -> list[tuple[str, str]]:
    return [(page.path, found[0]) for page in pages if (found := UNFILLED.search(page.text))]


def test_no_page_of_a_whole_journey_shows_an_unfilled_figure_or_a_remark(
    visitor: Visitor, family: tuple[Journey, tuple[Page, ...]]
) -> None:
    journey, seen = family
    assert seen[-1].heading == "核对后提交"
    assert unfilled(seen) == []
    visitor.client = journey.visitor.client
    more = [visitor.get(page, case_id=journey.case_id) for page in ("plan.for_print", "plan.answers")]
    more += [visitor.get("plan.show_item", case_id=journey.case_id, item_id=e.id) for e in journey.plan.entries]
    assert unfilled(more) == []


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_read_in_every_city_without_an_unfilled_figure_or_a_remark(
    visitor: Visitor, service: str, city: str
) -> None:
    found = [e for e in shipped_definitions().examples.values() if (e.service, e.city) == (service, city)]
    pages = [visitor.get("services.show", service_id=service, city=city)]
    for example in found[:1]:
        journey = has_answered(visitor, example)
        pages += [visitor.get(name, case_id=journey.case_id) for name in ("plan.show", "plan.for_print", "flow.go_on")]
    assert len(pages) > 1
    assert unfilled(pages) == []


def test_how_many_parts_there_are_is_told_only_once_it_is_known(family: tuple[Journey, tuple[Page, ...]]) -> None:
    told = [page.one(".progress").get_text() for page in family[1] if "/q/" in page.path]
    assert told[0].startswith("第 1 步 · 眼下的情况")
    assert "共" in told[-1]
    known = [text for text in told if "共" in text]
    assert len({text.split("共")[1].split("步")[0] for text in known}) == 1, known


APPLICANT = ("a_name", "a_id", "a_phone", "a_address")


def before_the_applicant() -> Example:
    """The hospital's example with everything answered but who applies."""
    example = shipped_definitions().examples[HOSPITAL]
    return example.model_copy(update={"facts": {k: v for k, v in example.facts.items() if k not in APPLICANT}})


def test_one_paper_or_person_is_asked_on_one_page_and_a_wrong_box_keeps_the_others(visitor: Visitor) -> None:
    journey = has_answered(visitor, before_the_applicant())
    page = visitor.get("questions.show", case_id=journey.case_id, fact_id="a_name")
    assert page.heading == "您是谁，怎么联系您？"
    typed = {
        "a_name": "李敏",
        "a_id": "510107196811020038",
        "a_phone": "123",
        "a_address": "四川省成都市武侯区浆洗街8号",
    }
    sent = {**typed, "with": list(APPLICANT)}
    wrong = visitor.post("questions.answer", sent, case_id=journey.case_id, fact_id="a_name")
    assert wrong.status == 422
    assert [link["href"] for link in wrong.soup.select(".errors a")] == ["#a_phone"]
    assert wrong.value("a_name") == "李敏"
    visitor.post("questions.answer", {**sent, "later": "1"}, case_id=journey.case_id, fact_id="a_name")
    assert set(APPLICANT) & {*journey.plan.facts.bank.latest} == {"a_name", "a_id", "a_address"}


def test_two_boxes_with_the_same_mistake_are_told_apart(visitor: Visitor) -> None:
    whole = shipped_definitions().examples[HOSPITAL]
    days = ("pick_time", "crem_slot")
    facts = {k: v for k, v in whole.facts.items() if k not in (*days, "d_place_addr")}
    journey = has_answered(visitor, whole.model_copy(update={"facts": facts}))
    page = visitor.get("questions.show", case_id=journey.case_id, fact_id="pick_time")
    parts = [
        str(box["name"]).removeprefix("pick_time") for box in page.soup.select("input[type=text][name^=pick_time]")
    ]
    sent = {f"{day}{part}": text for day in days for part, text in zip(parts, ("2027", "2", "30"), strict=True)}
    wrong = visitor.post("questions.answer", {**sent, "with": list(days)}, case_id=journey.case_id, fact_id="pick_time")
    assert wrong.status == 422
    told = [link.get_text() for link in wrong.soup.select(".errors a")]
    assert len(told) == len({*told}) == len(days), told
    assert {one.partition("：")[2] for one in told} == {told[0].partition("：")[2]}, told


def test_a_paper_that_need_not_be_uploaded_is_brought_unless_somebody_changes_it(
    family: tuple[Journey, tuple[Page, ...]],
) -> None:
    page = next(page for page in family[1] if page.heading == "这几份材料怎么交？")
    chosen = page.soup.select("input[type=radio]:checked") or page.soup.select("input[checked]")
    assert {str(one["value"]) for one in chosen} == {"bring"}
    assert len(chosen) == len(page.soup.select("details.paper")) > 2


def test_nothing_is_taken_from_a_box_that_does_not_belong_to_the_page(visitor: Visitor) -> None:
    journey = Journey(visitor, "funeral", "chengdu", HOSPITAL)
    sent = {"progress": ["certificate"], "with": ["progress", "d_name", "sign"], "d_name": "李建国"}
    visitor.post("questions.answer", sent, case_id=journey.case_id, fact_id="progress")
    assert "d_name" not in journey.plan.facts.bank


def test_what_may_be_added_is_offered_on_the_check_page_and_leads_there_and_back(visitor: Visitor) -> None:
    journey = Journey(visitor, "funeral", "chengdu", HOSPITAL)
    *_, check = journey.pages()
    assert "还可以补充（可不填）" in check.text
    question = visitor.open(check.href("民族、宗教或家庭习俗要求"))
    assert question.one("a.back")["href"].endswith("/check")
    back = visitor.post(
        "questions.answer", {"custom": "请安静", "from": "check"}, case_id=journey.case_id, fact_id="custom"
    )
    assert back.path.endswith("/check")
    assert "请安静" in back.text
    assert "民族、宗教或家庭习俗要求" not in back.one("details.known").get_text()


def test_two_things_that_exclude_each_other_are_drawn_as_one_choice(visitor: Visitor) -> None:
    journey = next(filter(None, (both_fit(visitor, example) for example in shipped_definitions().examples.values())))
    page = visitor.get("plan.show", case_id=journey.case_id)
    assert "这两样只能选一样" in page.text or "这几样只能选一样" in page.text
    one, other = journey.plan.choices[0][:2]
    item = visitor.get("plan.show_item", case_id=journey.case_id, item_id=one.id)
    assert f"和「{other.outcome.item.title}」只能选一样。" in item.text


def both_fit(visitor: Visitor, example: Example) -> Journey | None:
    core: Core = visitor.app.extensions["onething"]
    rules = core.library.catalog.rules(example.city, core.today())
    plan = Plan(rules, example.service, AnswerBank.of(answers_in(rules, example)))
    return has_answered(visitor, example) if plan.choices else None


def test_english_pages_give_reasons_in_english(family: tuple[Journey, tuple[Page, ...]]) -> None:
    journey, _seen = family
    journey.visitor.client.set_cookie("lang", "en")
    pages = [journey.visitor.get("plan.show_item", case_id=journey.case_id, item_id=e.id) for e in journey.plan.decided]
    journey.visitor.client.delete_cookie("lang")
    reasons = [p.get_text() for page in pages for p in page.soup.select("section.block p:not(.source)")]
    assert len(reasons) > 5
    assert [text for text in reasons if re.search(r"[\u4e00-\u9fff]", BESIDE.sub("", text))] == []
