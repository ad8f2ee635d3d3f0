"""「我能享受什么」 in a real browser: found on the first page, answered, read, and one tap into an application."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.navigators import PHONE, SMALL_PHONE, Browser, Look

pytestmark = pytest.mark.browser
LOOKS = [
    Look(PHONE),
    Look(PHONE, theme="dark", script=False),
    Look(SMALL_PHONE, theme="dark", care=True),
    Look(SMALL_PHONE, care=True, script=False),
]


def answers_the_questions(browser: Browser) -> None:
    """An old father with a low-income household; the first page is sent empty by mistake."""
    browser.presses("下一步")
    assert browser.page.locator(".errors").is_visible()
    browser.chooses("老人要人照顾")
    browser.presses("下一步")
    browser.writes({"person_birth-year": "1940", "person_birth-month": "1", "person_birth-day": "1"})
    browser.presses("下一步")
    browser.page.get_by_label("低保（最低生活保障）").or_(browser.page.get_by_label("低保")).first.check()
    browser.page.locator("input[name$=consent]").check()
    browser.presses("下一步")
    browser.writes({"person_hukou_region": "武侯区"})
    browser.presses("下一步")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_somebody_finds_out_what_his_father_may_have_and_goes_on_to_apply(
    browse_shipped: Callable[[Look], Browser], look: Look
) -> None:
    browser = browse_shipped(look)
    browser.goes_to("/chengdu/")
    browser.presses("我能享受什么")
    browser.presses("开始")
    answers_the_questions(browser)
    assert browser.heading == "按您答的，可以看看这些"
    assert "高龄津贴" in browser.text
    browser.presses("去申请")
    assert browser.heading == "这些还对吗？"
    browser.presses("都对，下一步")
    assert browser.page.locator(".errors").is_visible()
    browser.page.locator("#consent").check()
    browser.presses("都对，下一步")
    assert "/q/" in browser.path
    assert not any(asked in browser.path for asked in ("person_birth", "help_class", "person_hukou_region"))
    browser.goes_to("/s/eldercare")
    assert browser.page.locator("#carry").is_checked()
