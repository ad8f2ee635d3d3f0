"""A family that goes through a shipped service page by page, whatever the page asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.catalog.model import FactType
from assistant.engine.answers import AnswerBank
from assistant.engine.facts import Facts
from tests.support.teller import Teller

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.navigators import Browser

MOST_PAGES = 90


@dataclass
class Family:
    """What a family does, told in its own words; the story comes from a worked example."""

    browser: Browser
    teller: Teller

    # --- questions --------------------------------------------------------------------------------

    def answers_everything(self) -> Iterator[str]:
        """Page after page until there is nothing left to ask; gives the heading of each question."""
        for _ in range(MOST_PAGES):
            if "/q/" in self.browser.path:
                yield self.browser.heading
                self.answers()
            elif not (self.browser.path.endswith("/plan") and self._goes_on()):
                return
        raise AssertionError("the way never ends")

    def _goes_on(self) -> bool:
        onwards = self.browser.page.locator(".note a.button, .actions > a.button").first
        if not onwards.count():
            return False
        self.browser.follows(onwards)
        return True

    def answers(self) -> None:
        """Fills this page and goes on."""
        asked = [one.get_attribute("value") or "" for one in self._main("input[name=with]").all()]
        asked = asked or [self.browser.path.split("?")[0].rsplit("/", 1)[1]]
        if self.teller.rules.facts[asked[0]].type is FactType.PEOPLE:
            self.browser.presses("就这些人")
            return
        facts = Facts(self.teller.rules, AnswerBank())
        for fact in asked:
            for box, texts in self.teller.boxes(fact, facts).items():
                self._fills(box, texts if isinstance(texts, list) else [texts])
        self.browser.presses("下一步")

    def _fills(self, box: str, texts: list[Any]) -> None:
        controls = self._main(f"[name='{box}']")
        if not controls.count():
            return
        kind = controls.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind in ("radio", "checkbox"):
            for text in texts:
                self._ticks(self._main(f"[name='{box}'][value='{text}']").first)
        elif kind == "select":  # a place is written in the box above it; the list is for who cannot write it
            if controls.first.locator(f"option[value='{texts[0]}']").count():
                controls.first.select_option(texts[0])
        elif kind != "hidden":
            controls.first.fill(texts[0])

    def _ticks(self, control: Locator) -> None:
        """Opens the folded paper it stands in, and ticks it by its row as a finger would."""
        folded = control.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            folded.first.click()
        if not control.is_checked():
            self._main(f"label[for='{control.get_attribute('id')}']").click()

    def _main(self, selector: str) -> Locator:
        return self.browser.page.locator(f"main {selector}")

    # --- at the end -------------------------------------------------------------------------------

    def signs_and_hands_in(self) -> str:
        """Ticks and signs everything on the check page, then presses the button; gives the receipt number."""
        form = "form[action$='/check']"
        for one in self._main(f"{form} input[type=checkbox], {form} input[type=radio][value=yes]").all():
            self._ticks(one)
        for one in self._main(f"{form} input[type=text]").all():
            one.fill(str(self.teller.told.get("signed", "李敏")))
        self.browser.presses("提交申请")
        return self._main(".number").first.inner_text()

    def takes_away(self) -> dict[str, int]:
        """Opens the receipt and every filled form as a picture and as PDF; address to length of what came."""
        links = [one.get_attribute("href") or "" for one in self._main("a[href*='/paper/']").all()]
        links += [one.get_attribute("src") or "" for one in self._main("img[src*='/paper/']").all()]
        found: dict[str, int] = {}
        for link in dict.fromkeys(links):
            answer = self.browser.context.request.get(self.browser.site + link)
            body = answer.body()
            assert answer.ok, link
            assert body.startswith(b"%PDF" if link.endswith(".pdf") else b"\x89PNG"), link
            found[link.rsplit("/", 1)[1]] = len(body)
        return found

    def opens_the_case_again(self, number: str, phone: str) -> None:
        """On any phone: receipt number and phone number, nothing else."""
        self.browser.goes_to("/find")
        self.browser.writes({"receipt": number, "phone": phone})
        self.browser.presses("查进度")
