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

from assistant.catalog.catalog import FLOWS, Catalog
from assistant.catalog.loader import load_definitions
from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import from_json, to_json
from assistant.cli_picture import read_flow
from assistant.cli_picture_svg import draw
from assistant.people import NewAnswer
from assistant.settings import load_settings
from assistant.web.core import BEIJING
from assistant.wiring import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PORT = 8941
SITE = f"http://127.0.0.1:{PORT}"
SENTENCE = "我爸昨天在家走了，要办哪些手续"
CHOICES = {
    "d_place_type": "hospital", "d_nature": "illness", "a_relation": "daughter", "remains": "cremate",
    "ss_type": "enterprise", "infect": "no", "implant": "no", "hf_basis": "promise", "h_idstate": "returned",
}  # fmt: skip
NO = {"doubts_cause", "m_unsettled", "h_head"}
MARKED = {"assets": ("employee_medical", "housing_fund", "licence")}
TYPED = {
    FactType.NAME: "李敏", FactType.PHONE: "13800000000", FactType.TEXT: "汉族", FactType.NUMBER: "1",
    FactType.MONEY: "30000", FactType.BANK_ACCOUNT: "6222021234567890128",
    FactType.ADDRESS: "四川省成都市武侯区浆洗街8号", FactType.REGION: "武侯区",
}  # fmt: skip
LATER = {"pick_time": 0, "crem_slot": 2}  # days from today; other days are yesterday
# The worked example that stands for each service.
EXAMPLES = {
    "funeral": "hospital_death_of_an_enterprise_retiree", "marriage": "first_day_of_registration_anywhere",
    "disability": "chengdu_figures_are_left_open", "eldercare": "usual_case_of_a_father_of_82",
    "assistance": "a_fire_today", "children": "both_parents_dead",
}  # fmt: skip
OWN = {"d_name": "李建国", "d_id": "510107194203150016", "a_id": "510107196811020038"}


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
                    _walk(page, facts)
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


def _walk(page: Page, facts: dict[str, Fact]) -> None:
    page.goto(f"{SITE}/?city=chengdu")
    page.fill("textarea[name=text]", SENTENCE)
    _take(page, "home")
    page.goto(f"{SITE}/s/funeral?city=chengdu")
    _take(page, "service")
    _press(page, "开始办理")
    seen: set[str] = set()
    for _ in range(80):
        found = re.search(r"/q/(\w+)", page.url)
        if found is None:
            if _elsewhere(page, seen):
                return
            continue
        fact = facts[found[1]]
        if fact.id == "d_place_type":
            _take(page, "question")
        _answer(page, fact)
        _press(page, "下一步", "就这些人，没有别人了", "已写完")
        if page.locator(".errors:visible").count():
            raise RuntimeError(f"{fact.id}: {page.locator('.errors').inner_text()}")


def _elsewhere(page: Page, seen: set[str]) -> bool:
    """The list, the check page, the receipt; true when the way is at its end."""
    heading = page.locator("main h1").first.inner_text()
    if "/check" in page.url:
        _take(page, "check")
        for box in page.locator("main input[type=checkbox]").all():
            box.check(force=True)
        for choice in page.locator('main input[type=radio][value="yes"]').all():
            choice.check(force=True)
        for field in page.locator("main input[type=text]:visible").all():
            field.fill("李敏")
        _press(page, "提交申请")
        return False
    if "回执" in heading or "/receipt" in page.url or "已提交" in heading:
        _take(page, "receipt")
        return True
    if "plan" not in seen:
        seen.add("plan")
        _take(page, "plan")
    _press(page, "继续填表", "接着填表", "去核对", "核对并提交", "开始填表", "都对，接着办")
    return False


def _answer(page: Page, fact: Fact) -> None:
    main = page.get_by_role("main")
    if fact.type is FactType.CHOICE:
        wanted = CHOICES.get(fact.id, fact.options[0].id)
        page.locator(f'main input[type=radio][value="{wanted}"]').first.check(force=True)
    elif fact.type is FactType.YES_NO:
        main.locator("input[type=radio]").nth(1 if fact.id in NO else 0).check(force=True)
    elif fact.type is FactType.CHOICES:
        marked = MARKED.get(fact.id)
        for option in marked or ():
            page.locator(f'main input[type=checkbox][value="{option}"]').check(force=True)
        if not marked:
            main.locator("input[type=checkbox]").last.check(force=True)
    elif fact.type is FactType.DATE:
        day = datetime.now(BEIJING).date() + timedelta(days=LATER.get(fact.id, -1))
        parts = (str(day.year), str(day.month), str(day.day))
        for box, part in zip(main.locator("form input[type=text]").all(), parts, strict=False):
            box.fill(part)
    elif fact.type is FactType.DOCUMENT:
        page.locator('main input[type=radio][value="bring"]').first.check(force=True)
    elif fact.type is not FactType.PEOPLE:
        main.locator("form input:not([type=hidden]):not([type=checkbox])").first.fill(
            OWN.get(fact.id) or TYPED.get(fact.type, "样例")
        )
    for consent in page.locator('main input[type=checkbox][name*="consent"]').all():
        consent.check(force=True)


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
