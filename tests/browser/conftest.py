"""A real Chromium against a real server on this machine."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.browser.navigators import Browser, Look
from tests.support.shipped import shipped_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Chromium, or a skip that says how to get it."""
    path = os.environ.get("CHROMIUM", CHROMIUM)
    if path is None:
        pytest.skip("no Chromium found: run `make setup-browser`, or set CHROMIUM=/path/to/chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The address of the made-up site on a free port of this machine."""
    with served(app) as address:
        yield address


@contextmanager
def served(app: Flask) -> Iterator[str]:
    running = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.port}"
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def browse(chromium: Chromium, server: str) -> Iterator[Callable[[Look], Browser]]:
    """Opens browsers on the made-up site."""
    with opening(chromium, server) as open_one:
        yield open_one


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site over the shipped definitions."""
    return shipped_app(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def shipped_address(shipped: Flask) -> Iterator[str]:
    with served(shipped) as address:
        yield address


@pytest.fixture
def browse_shipped(chromium: Chromium, shipped_address: str) -> Iterator[Callable[[Look], Browser]]:
    """Opens browsers on the shipped site."""
    with opening(chromium, shipped_address) as open_one:
        yield open_one


@contextmanager
def opening(chromium: Chromium, server: str) -> Iterator[Callable[[Look], Browser]]:
    """Every browser that was opened is asked at the end whether anything went wrong that nobody looked for."""
    opened: list[Browser] = []

    def open_one(look: Look) -> Browser:
        browser = Browser.open(chromium, server, look, AXE if AXE.is_file() else None)
        opened.append(browser)
        return browser

    yield open_one
    for browser in opened:
        browser.close()
        assert browser.complaints == []
