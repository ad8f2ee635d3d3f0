"""Whole journeys, as somebody would tell them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.navigators import (
    PHONE,
    SMALL_PHONE,
    Browser,
    Look,
    begins,
    fills_the_forms,
    hands_it_in,
    keeps_the_receipt,
    reads_the_list,
    tells_what_happened,
)

pytestmark = pytest.mark.browser
Browse = Callable[[Look], Browser]

# Each size, theme, type size and script setting meets each other at least once.
LOOKS = [
    Look(PHONE),
    Look(PHONE, theme="dark", script=False),
    Look(SMALL_PHONE, theme="dark", care=True),
    Look(SMALL_PHONE, care=True, script=False),
]
PLAIN_PAGES = ("/", "/chengdu/", "/city", "/display", "/s/farewell", "/a/farewell.grant.who", "/resume", "/find", "/mine",
               "/privacy", "/accessibility", "/no-such-page")  # fmt: skip


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_family_goes_from_the_first_page_to_a_receipt(browse: Browse, look: Look) -> None:
    browser = browse(look)
    begins(browser)
    tells_what_happened(browser)
    reads_the_list(browser)
    fills_the_forms(browser)
    hands_it_in(browser)
    number = keeps_the_receipt(browser)
    assert len(number) == 14


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_plain_page_holds_in_every_look(browse: Browse, look: Look) -> None:
    browser = browse(look)
    for path in PLAIN_PAGES:
        browser.goes_to(path)
    assert browser.pages_seen == len(PLAIN_PAGES)


def test_a_family_asks_in_its_own_words_and_reads_the_answer(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    browser.goes_to("/")
    browser.writes({"text": "老人去世多久要注销户口"})
    browser.presses("看看怎么办")
    assert browser.heading == "人走了，多久要去销户口？"
    browser.goes_to("/")
    browser.writes({"text": "怎么炒股票赚钱"})
    browser.presses("看看怎么办")
    assert browser.heading == "这个我答不准"


def test_a_family_stops_halfway_and_goes_on_on_another_phone(browse: Browse) -> None:
    first, second = browse(Look(PHONE)), browse(Look(SMALL_PHONE, care=True))
    begins(first)
    first.chooses("家里")
    first.presses("保存，下次再填")
    first.writes({"factor": "8000"})
    first.presses("给我取回码")
    code = first.page.locator(".number").inner_text()
    second.goes_to("/resume")
    second.writes({"code": code, "factor": "8000"})
    second.presses("接着填")
    assert second.heading == "逝者名下有这些吗？"


def test_a_family_comes_back_to_the_same_phone_after_an_hour(browse: Browse) -> None:
    browser = browse(Look(SMALL_PHONE, care=True))
    begins(browser)
    case = browser.path.split("/")[2]
    browser.goes_to(f"/d/{case}/q/d_name")
    browser.writes({"d_name": "李建国"})
    browser.presses("下一步")
    browser.context.clear_cookies(name="sid")
    browser.goes_to(f"/d/{case}/plan")
    browser.writes({"name": "李建国"})
    browser.presses("接着填")
    assert browser.heading == "您要办的事"


@pytest.mark.parametrize("look", [Look(PHONE), Look(PHONE, script=False)], ids=str)
def test_a_photograph_is_handed_in_with_and_without_script(browse: Browse, look: Look) -> None:
    browser = browse(look)
    begins(browser)
    case = browser.path.split("/")[2]
    browser.goes_to(f"/d/{case}/q/cert_scan")
    browser.chooses("上传照片或文件")
    picture = {"name": "证明.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 500}
    browser.page.set_input_files("#cert_scan-files", picture)  # type: ignore[arg-type]
    browser.presses("下一步")
    browser.goes_to(f"/d/{case}/answers")
    browser.goes_to(f"/d/{case}/q/cert_scan")
    assert browser.page.locator("#cert_scan-upload, #cert_scan").first.is_checked()
    assert browser.page.locator("input[name=cert_scan-kept]").count() == 1


def test_two_answers_that_clash_are_shown_together_and_mended(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    begins(browser)
    tells_what_happened(browser)
    case = browser.path.split("/")[2]
    browser.goes_to(f"/d/{case}/q/d_birth")
    browser.writes({"d_birth-year": "2026", "d_birth-month": "11", "d_birth-day": "25"})
    browser.presses("下一步")
    assert "有两处对不上" in browser.text
    browser.presses("改这一项")
    assert browser.heading == "亲人是哪天离世的？"


def test_the_back_button_shows_the_kept_answer_and_after_submitting_the_receipt(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    begins(browser)
    browser.chooses("家里")
    browser.presses("下一步")
    browser.page.go_back()
    browser.page.wait_for_selector("#d_place-home:checked")


def test_the_keyboard_alone_answers_a_question(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    begins(browser)
    page = browser.page
    page.keyboard.press("Tab")
    for _ in range(20):
        if page.evaluate("() => document.activeElement.name") == "d_place":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/assets")


def test_errors_take_the_focus_and_lead_to_the_box(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    begins(browser)
    browser.presses("下一步")
    assert browser.page.evaluate("() => document.activeElement.className") == "errors"
    browser.page.locator(".errors a").click()
    assert browser.page.evaluate("() => document.activeElement.id") == "d_place"


def test_large_type_is_one_tap_away_and_stays(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    browser.goes_to("/")
    browser.page.get_by_role("banner").get_by_role("button", name="大字版").click()
    browser.page.wait_for_selector("html[data-size=care]")
    browser.page.goto(browser.site + "/s/farewell")
    assert browser.page.evaluate("() => getComputedStyle(document.body).fontSize") == "24px"


def test_doubled_type_and_forced_colours_still_fit_a_small_phone(browse: Browse) -> None:
    browser = browse(Look(SMALL_PHONE))
    browser.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for path in ("/", "/s/farewell", "/find"):
        browser.page.goto(browser.site + path)
        browser.looks_around()


def test_the_eye_itself_sees_a_small_target_a_wide_page_and_a_box_without_a_name(browse: Browse) -> None:
    browser = browse(Look(PHONE))
    browser.goes_to("/find")
    broken = "<button id='tiny'>x</button><input id='bare'><p>w</p>"
    browser.page.evaluate("html => document.querySelector('main .wrap').insertAdjacentHTML('beforeend', html)", broken)
    browser.page.evaluate("() => { document.querySelector('main p:last-child').style.width = '900px' }")
    browser.looks_around()
    seen = " ".join(browser.complaints)
    browser.complaints.clear()
    assert "targets under 48" in seen
    assert "wide" in seen
    assert browser.axe is None or "axe label" in seen


def test_the_script_is_plain_enough_for_old_phones() -> None:
    import shutil
    import subprocess
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    node, acorn = shutil.which("node"), root / "node_modules" / "acorn" / "bin" / "acorn"
    if node is None or not acorn.is_file():
        pytest.skip("node or acorn is missing: run `npm ci` to check the script")
    script = root / "assistant" / "static" / "app.js"
    done = subprocess.run([node, str(acorn), "--ecma2015", "--silent", str(script)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
