"""Journeys by talking: the conversation with and without the script, the reply with care, what was understood."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.navigators import PHONE, SMALL_PHONE, Browser, Look, begins

pytestmark = pytest.mark.browser
Browse = Callable[[Look], Browser]
LOOKS = [Look(PHONE), Look(PHONE, script=False), Look(SMALL_PHONE, theme="dark", care=True)]


def picture(browser: Browser, name: str) -> None:
    """Keep a picture where PICTURES names a folder."""
    folder = os.environ.get("PICTURES")
    if folder:
        browser.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def last_turn(browser: Browser) -> str:
    return browser.page.locator("[role=log] li").last.inner_text()


def says(browser: Browser, text: str, expect: str) -> None:
    """Write a message and wait until the last turn holds ``expect``."""
    browser.page.fill("#text", text)
    browser.page.press("#text", "Enter")
    browser.page.locator("[role=log] li").last.get_by_text(expect).first.wait_for()
    browser.looks_around()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_family_talks_and_goes_on_in_the_form(browse: Browse, look: Look) -> None:
    browser = browse(look)
    begins(browser)
    browser.presses("用对话填")
    assert "亲人是在哪里离世的" in last_turn(browser)
    picture(browser, f"chat-{look}")
    browser.page.get_by_role("button", name="家里").click()
    browser.page.locator("[role=log] li").last.get_by_text("逝者名下有这些吗").wait_for()
    browser.looks_around()
    says(browser, "老人去世多久要注销户口", "接着刚才的问题")
    assert "依据：" in browser.text
    says(browser, "不对，是医院", "接着刚才的问题")
    picture(browser, f"chat-correction-{look}")
    browser.page.get_by_role("button", name="对，改过来").click()
    browser.page.get_by_text("记下了：离世地点，医院或送医路上").first.wait_for()
    says(browser, "就一辆车", "养老保险")
    picture(browser, f"chat-later-{look}")
    browser.page.locator("[role=log] li").last.get_by_role("link", name="改成填表").click()
    browser.page.locator("main h1", has_text="养老保险").wait_for()
    assert browser.path.endswith("/q/insured")


def test_the_cursor_stays_in_the_box_and_no_turn_is_lost(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    begins(browser)
    browser.presses("用对话填")
    says(browser, "在家里", "逝者名下有这些吗")
    assert browser.ask("() => document.activeElement.id") == "text"
    assert browser.ask("() => document.getElementById('text').value") == ""
    says(browser, "就一辆车", "养老保险")
    turns = browser.page.locator("[role=log] li").all_inner_texts()
    assert sum("亲人是在哪里离世的" in turn for turn in turns) == 1
    assert sum("记下了" in turn for turn in turns) == 2
    assert browser.ask("() => document.querySelectorAll('#latest').length") == 1


def test_words_written_while_a_reply_is_on_its_way_are_not_wiped(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    begins(browser)
    browser.presses("用对话填")
    browser.page.fill("#text", "在家里")
    browser.page.press("#text", "Enter")
    browser.page.fill("#text", "就一辆车")
    browser.page.locator("[role=log] li").last.get_by_text("逝者名下有这些吗").first.wait_for()
    browser.page.wait_for_timeout(100)
    assert browser.ask("() => document.getElementById('text').value") == "就一辆车"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_somebody_in_need_is_given_numbers_wherever_he_writes(browse: Browse, look: Look) -> None:
    browser = browse(look)
    browser.goes_to("/")
    browser.writes({"text": "我不想活了"})
    browser.presses("看看怎么办")
    assert browser.page.locator("main a[href='tel:12356']").is_visible()
    picture(browser, f"care-{look}")
    browser.goes_to("/chat")
    picture(browser, f"chat-empty-{look}")
    browser.page.fill("#text", "我不想活了")
    browser.page.press("#text", "Enter")
    browser.page.locator("[role=log] a[href='tel:12356']").wait_for()
    browser.looks_around()
    assert browser.page.locator("#text").count() == 0


def test_reading_aloud_is_offered_only_where_the_phone_can(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    browser.goes_to("/chat")
    button = browser.page.get_by_role("button", name="读给我听")
    assert button.is_visible() == browser.ask("() => 'speechSynthesis' in window")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_reader_looks_through_everything_and_no_page_breaks_our_policy(browse: Browse, look: Look) -> None:
    """The data for machines stands inside the page; the browser at the end has seen no report about it."""
    browser = browse(look)
    for path in ("/search", "/search?by=service", "/search?by=letter", "/chat"):
        browser.goes_to(path)
    browser.goes_to("/search?by=letter")
    picture(browser, f"search-{look}")
    browser.presses("销户口的期限")
    assert browser.page.locator("script[type='application/ld+json']").count() == 1
    picture(browser, f"article-{look}")
    browser.goes_to("/s/farewell")
    assert browser.page.locator("script[type='application/ld+json']").count() == 1


def test_an_article_prints_as_the_article_alone(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    browser.goes_to("/a/farewell.leave.deadline")
    browser.page.emulate_media(media="print")
    assert browser.page.get_by_role("heading", level=1).is_visible()
    assert browser.page.locator(".source").is_visible()
    for hidden in (".bar", ".foot", ".back", "summary"):
        assert not browser.page.locator(hidden).first.is_visible()
