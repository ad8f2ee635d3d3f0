"""Take the pictures of the documents: a family's way through the real definitions, on a phone, in Chromium.

``python -m scripts.pictures`` starts the site on a folder of its own, answers as one of the worked examples would, and
writes docs/pictures/*.png: one family's way, and the list of every service for one of its worked examples.
``--services`` takes the latter alone. It needs Chromium and a Chinese font. It also draws the flow of every service
(docs/pictures/*.svg); ``--flows`` does only that, and needs neither.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from assistant.catalog.catalog import FLOWS, Catalog, Rules
from assistant.catalog.loader import load_definitions
from assistant.catalog.model import Fact
from assistant.catalog.values import from_json, to_json
from assistant.cli_picture import read_flow
from assistant.cli_picture_svg import draw
from assistant.people import NewAnswer
from assistant.settings import load_settings
from assistant.web.core import BEIJING
from assistant.wiring import open_store
from tests.browser.family import Family
from tests.browser.navigators import PHONE, Browser, Look
from tests.support.teller import Teller, shipped_definitions

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PORT = 8941
SITE = f"http://127.0.0.1:{PORT}"
SENTENCE = "我爸昨天在家走了，要办哪些手续"
AHEAD = {"pick_time": 1, "crem_slot": 3}  # days from today, whenever the pictures are taken
# The worked example that stands for each service.
EXAMPLES = {
    "funeral": "hospital_death_of_an_enterprise_retiree", "marriage": "first_day_of_registration_anywhere",
    "disability": "chengdu_figures_are_left_open", "eldercare": "usual_case_of_a_father_of_82",
    "assistance": "a_fire_today", "children": "both_parents_dead",
}  # fmt: skip


def draw_flows() -> None:
    """The flow of every service as SVG, under today's rules of no city in particular."""
    catalog = Catalog.load()
    rules = catalog.rules(None, datetime.now(BEIJING).date())
    for service in rules.services:
        (PICTURES / f"{service}.svg").write_text(draw(read_flow(rules, service)), encoding="utf-8")


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    draw_flows()
    if "--flows" in sys.argv:
        return 0
    facts = dict(Catalog.load().facts)
    with tempfile.TemporaryDirectory() as folder:
        site = subprocess.Popen([sys.executable, "-m", "scripts.run"], cwd=ROOT, env=_settings(folder))
        try:
            _wait()
            with sync_playwright() as playwright:
                chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
                page = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
                if "--services" not in sys.argv:
                    _walk(browser, Catalog.load().rules("chengdu", datetime.now(BEIJING).date()))
                os.environ.update(_settings(folder))
                _lists(page, facts)
                browser.close()
        finally:
            site.terminate()
            site.wait(timeout=30)
    return 0


def _settings(folder: str) -> dict[str, str]:
    return {**os.environ, "PORT": str(PORT), "ONETHING_DATA_DIR": folder, "WEB_CONCURRENCY": "1"}


def _wait() -> None:
    for _ in range(300):
        with suppress(URLError, ConnectionError):
            urlopen(f"{SITE}/healthz", timeout=2)
            return
        time.sleep(0.2)
    raise RuntimeError("the site did not come up")


def _lists(page: Page, facts: dict[str, Fact]) -> None:
    """The list of every service, as it follows from the answers of its worked example."""
    examples = load_definitions(FLOWS).examples
    store = open_store(load_settings())
    for service, chosen in EXAMPLES.items():
        example = examples[chosen]
        page.goto(f"{SITE}/s/{service}?city={example.city}")
        _press(page, "开始办理")
        found = re.search(r"/d/([^/]+)/", page.url)
        assert found is not None
        given = [NewAnswer(name, to_json(from_json(facts[name], raw))) for name, raw in example.facts.items()]
        store.drafts.append_answers(found[1], given, datetime.now(UTC))
        page.goto(f"{SITE}/d/{found[1]}/plan")
        _take(page, service)


def _walk(chromium: Chromium, rules: Rules) -> None:
    """One family's way, told by a worked example, with a picture at each turn."""
    browser = Browser.open(chromium, SITE, Look(PHONE), None)
    days = {name: (rules.day + timedelta(days=after)).isoformat() for name, after in AHEAD.items()}
    told = {**shipped_definitions().examples[EXAMPLES["funeral"]].facts, **days}
    family, page = Family(browser, Teller(rules, told)), browser.page
    browser.goes_to("/?city=chengdu")
    browser.writes({"text": SENTENCE})
    _take(page, "home")
    browser.goes_to("/s/funeral?city=chengdu")
    _take(page, "service")
    browser.presses("开始办理")
    for heading in family.answers_everything():
        if "哪里离世" in heading:
            _take(page, "question")
    case_id = browser.path.split("/")[2]
    for name in ("plan", "check"):
        browser.goes_to(f"/d/{case_id}/{name}")
        _take(page, name)
    family.signs_and_hands_in()
    _take(page, "receipt")
    browser.close()


def _press(page: Page, *names: str) -> None:
    main = page.get_by_role("main")
    for name in names:
        target = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        if target.count():
            before = page.url
            target.first.click()
            page.wait_for_timeout(300)
            for _ in range(20):
                if page.url != before:
                    break
                page.wait_for_timeout(100)
            page.wait_for_load_state()
            return
    raise RuntimeError(f"nothing to press on {page.title()}: {names}")


def _take(page: Page, name: str) -> None:
    page.screenshot(path=str(PICTURES / f"{name}.png"))


if __name__ == "__main__":
    sys.exit(main())
