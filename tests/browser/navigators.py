"""What a person does on the site, in words of that person; the clicking is here."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

PHONE = (390, 844)
SMALL_PHONE = (320, 640)
MODES = (("dataset.theme", "light"), ("dataset.theme", "dark"), ("dataset.size", "care"))
EVERY_LOOK = bool(os.environ.get("EVERY_LOOK"))  # each mode at each size with all rules: four times as long
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {
        name: {"enabled": True}
        for name in (
            "target-size", "region", "landmark-one-main", "page-has-heading-one", "heading-order", "skip-link",
            "tabindex", "label-title-only",
        )
    },
}  # fmt: skip
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Words that reach beyond a box which hides what does not fit; what is there for listening only is meant to be hidden.
_CUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.offsetParent !== null && !e.matches('.hide, .hide *, input, select, textarea, img, ol[aria-hidden] *'))
  .filter(e => getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent.trim().slice(0, 20))"""
# Every target that is not part of a sentence, with the hidden ones left out: links of the error box count too.
_TARGETS = """() => [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden]), textarea')]
  .map(e => e.type === 'radio' || e.type === 'checkbox' ? document.querySelector('label[for="' + e.id + '"]') : e)
  .filter(e => e && e.offsetParent !== null && !e.closest('.skip') && !e.matches('.skip'))
  .map(e => [Math.round(e.getBoundingClientRect().height), e.textContent.trim().slice(0, 20) || e.id])"""


@dataclass(frozen=True)
class Look:
    """How the site is looked at."""

    size: tuple[int, int] = PHONE
    theme: str = "light"
    care: bool = False
    script: bool = True
    doubled: bool = False  # every page is looked at once more with the browser's own type at 200 %

    def __str__(self) -> str:
        parts = (
            f"{self.size[0]}px", self.theme, "care" if self.care else "", "" if self.script else "no script",
            "doubled" if self.doubled else "",
        )  # fmt: skip
        return " ".join(part for part in parts if part)


@dataclass
class Browser:
    """One browser window of one person. ``complaints`` are faults, reports and broken rules seen on the way."""

    context: BrowserContext
    page: Page
    site: str
    look: Look
    axe: str | None
    complaints: list[str] = field(default_factory=list)
    pages_seen: int = 0

    @classmethod
    def open(cls, chromium: Chromium, site: str, look: Look, axe: Path | None) -> Browser:
        context = chromium.new_context(
            viewport={"width": look.size[0], "height": look.size[1]},
            locale="zh-CN",
            color_scheme="dark" if look.theme == "dark" else "light",
            java_script_enabled=look.script,
        )
        if look.care:
            context.add_cookies([{"name": "size", "value": "care", "url": site}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        judge = axe.read_text(encoding="utf-8") if axe and look.script else None  # axe itself is a script
        browser = cls(context, page, site, look, judge)
        page.on("console", browser._listen)
        page.on("pageerror", lambda error: browser.complaints.append(f"script: {error}"))
        page.on("response", browser._watch)
        return browser

    def _listen(self, message: ConsoleMessage) -> None:
        refused = "Refused to" in message.text or "Content Security Policy" in message.text
        if refused:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= 500 or response.url.endswith("/csp-report"):
            self.complaints.append(f"{response.status} {response.url}")

    def close(self) -> None:
        self.context.close()

    # --- moving -----------------------------------------------------------------------------------

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.looks_around()

    @contextmanager
    def _waiting_for_a_page(self) -> Iterator[None]:
        """Works for a whole new page and for one that the script swapped in."""
        if not self.look.script:
            with self.page.expect_navigation():
                yield
            return
        self.page.evaluate("document.body.firstElementChild.dataset.old = '1'")
        yield
        self.page.wait_for_selector("body > .page:not([data-old])")
        self.page.wait_for_load_state()

    def presses(self, name: str) -> None:
        """A button or a link of the page itself."""
        main = self.page.get_by_role("main")
        self.follows(main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first)

    def follows(self, target: Locator) -> None:
        """Presses it and looks at the page it leads to."""
        with self._waiting_for_a_page():
            target.click()
        self.looks_around()

    def chooses(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_role("main").get_by_text(label, exact=True).first.click()

    def writes(self, boxes: dict[str, str]) -> None:
        for box, text in boxes.items():
            self.page.fill(f"#{box}", text)

    @property
    def heading(self) -> str:
        return self.page.locator("main h1").first.inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    @property
    def text(self) -> str:
        return self.page.get_by_role("main").inner_text()

    # --- judging ----------------------------------------------------------------------------------

    def looks_around(self) -> None:
        """Everything that has to hold on every page."""
        self.pages_seen += 1
        self._measures_targets()
        self._measures_width()
        if self.axe is not None:
            self._runs_axe()
        if self.look.doubled:
            with self.seen_with("style.fontSize", "200%"):
                self._measures_width(" with doubled type")
                self._looks_for_what_is_cut()

    @contextmanager
    def seen_with(self, what: str, value: str) -> Iterator[None]:
        """The same page with something of its root element changed, as a visitor's own setting does."""
        before = self.ask(f"() => document.documentElement.{what}")
        self.page.evaluate(f"value => {{ document.documentElement.{what} = value }}", value)
        yield
        self.page.evaluate(f"value => {{ document.documentElement.{what} = value }}", before)

    def _complain(self, what: str) -> None:
        self.complaints.append(f"{self.look} · {self.path} · {what}")

    def _measures_targets(self) -> None:
        least = 60 if self.look.care else 48
        small = [(height, words) for height, words in self.ask(_TARGETS) if 0 < height < least]
        if small:
            self._complain(f"targets under {least}: {small}")

    def _measures_width(self, when: str = "") -> None:
        width, room = self.ask("() => [document.documentElement.scrollWidth, window.innerWidth]")
        if width > room:
            self._complain(f"{width} wide{when}")

    def _looks_for_what_is_cut(self) -> None:
        if cut := self.ask(_CUT):
            self._complain(f"cut off: {cut}")

    def looks_in_every_mode(self) -> None:
        """The page that was just looked at, once more: dark (which changes colours alone, so only they are judged), in
        large type on the small phone, and on the small phone as it is."""
        with self.seen_with("dataset.theme", "dark"):
            self._runs_axe(COLOURS)
        with self.seen_with("dataset.size", "care"):
            self._measures_width(" in large type")
            self.page.set_viewport_size({"width": SMALL_PHONE[0], "height": SMALL_PHONE[1]})
            self._runs_axe()
            self._measures_width(" in large type on a small phone")
        self._measures_width(" on a small phone")
        if EVERY_LOOK:
            self._looks_with_each_size_in_each_mode()
        self.page.set_viewport_size({"width": self.look.size[0], "height": self.look.size[1]})

    def _looks_with_each_size_in_each_mode(self) -> None:
        for (width, height), (name, value) in itertools.product((PHONE, SMALL_PHONE), MODES):
            self.page.set_viewport_size({"width": width, "height": height})
            with self.seen_with(name, value):
                self._runs_axe()
                self._measures_width(f" in {value} at {width}")

    def _runs_axe(self, rules: Mapping[str, Any] | None = None) -> None:
        if self.axe is None:
            return
        if not self.ask("() => Boolean(window.axe)"):
            self.ask(f"() => {{ {self.axe} }}")
        found = self.page.evaluate("rules => window.axe.run(document, rules)", rules or RULES)
        for rule in found["violations"]:
            nodes = [node["html"][:120] for node in rule["nodes"][:3]]
            self._complain(f"axe {rule['id']}: {nodes}")

    def ask(self, script: str) -> Any:
        """The page's answer; works with the page's own scripts switched off as well."""
        return self.page.evaluate(script)


# --- the journey of a family ------------------------------------------------------------------------


def begins(browser: Browser) -> None:
    """Opens the site, finds the service, picks the city."""
    browser.goes_to("/")
    browser.presses("公民身后一件事")
    browser.page.select_option("#city", "chengdu")
    browser.presses("开始办理")


def tells_what_happened(browser: Browser) -> None:
    """The questions that decide; a careless first click included."""
    browser.presses("下一步")
    assert browser.page.locator(".errors").is_visible()
    browser.chooses("医院或送医路上")
    browser.presses("下一步")
    browser.chooses("车")
    browser.presses("下一步")
    browser.chooses("是")
    browser.presses("下一步")
    browser.writes({"d_day-year": "2026", "d_day-month": "13", "d_day-day": "20"})
    browser.presses("下一步")
    assert "没有 13 月" in browser.text
    browser.writes({"d_day-month": "11"})
    browser.presses("下一步")


def reads_the_list(browser: Browser) -> None:
    """Looks at one thing in full, at the answers, at the printed list, and comes back."""
    assert browser.heading == "您要办的事"
    browser.presses("注销户口")
    browser.presses("返回清单")
    browser.presses("看我答过的")
    browser.presses("返回清单")
    browser.presses("打印")
    browser.presses("返回")


def fills_the_forms(browser: Browser) -> None:
    """The rest of the boxes."""
    browser.presses("继续填表")
    for boxes in (
        {"months": "120"},
        {"d_name": "李建国"},
        {"d_birth-year": "1942", "d_birth-month": "3", "d_birth-day": "15"},
        {"d_id": "510107194203150016"},
        {"d_district": "武侯区"},
    ):
        browser.writes(boxes)
        browser.presses("下一步")
    browser.writes({"kin-0-name": "李明"})
    browser.chooses("子女", "是")
    browser.presses("保存这一位")
    browser.presses("就这些人")
    for boxes in ({"a_name": "李明"}, {"a_phone": "13800138000"}, {}):
        browser.writes(boxes)
        browser.presses("下一步")
    browser.writes({"a_bank": "6222021001116245702"})
    browser.chooses("我同意把收款账号交给经办机构，只用于发放。")
    browser.presses("下一步")
    browser.chooses("办理时带去")
    browser.presses("下一步")


def hands_it_in(browser: Browser) -> None:
    """Checks, forgets to sign, signs."""
    assert browser.heading == "核对后提交"
    browser.presses("提交申请")
    assert browser.page.locator(".errors").is_visible()
    browser.chooses("我同意把这些内容交给受理的单位。", "我填的内容都是真的。")
    browser.writes({"signature": "李明"})
    browser.chooses("我看过上面的内容，这是我的签名。")
    browser.presses("提交申请")


def keeps_the_receipt(browser: Browser) -> str:
    """Writes the number down and looks where the case is."""
    assert browser.heading == "已提交"
    number = browser.page.locator(".number").inner_text()
    browser.presses("看办到哪一步")
    assert number in browser.text
    return number
