"""A visitor: asks for pages by endpoint name, reads them with CSS selectors, sends the forms that are on them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "d_place": {"d_place": "hospital"},
    "d_day": {"d_day-year": "2026", "d_day-month": "11", "d_day-day": "20"},
    "insured": {"insured": "yes"},
    "assets": {"assets": ["car"]},
    "months": {"months": "120"},
    "ill": {"ill": "no", "ill-consent": "yes"},
    "d_name": {"d_name": "李建国"},
    "d_birth": {"d_birth-year": "1942", "d_birth-month": "3", "d_birth-day": "15"},
    "d_id": {"d_id": "510107194203150016"},
    "d_district": {"d_district": "武侯区"},
    "kin": {"kin-0-name": "李明", "kin-0-relation": "child", "kin-0-alive": "yes", "kin-do": "done"},
    "a_name": {"a_name": "李明"},
    "a_phone": {"a_phone": "13800138000"},
    "a_note": {"a_note": ""},
    "a_bank": {"a_bank": "6222021001116245702", "a_bank-consent": "yes"},
    "cert_scan": {"cert_scan": "bring"},
}
SIGNED = {"declared": "yes", "consented-0": "yes", "signature": "李明", "signature-agree": "yes"}
TO_THE_LIST = ("d_place", "assets", "insured", "d_day")


@dataclass(frozen=True)
class Page:
    """One answer of the site."""

    response: TestResponse

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.data, "html.parser")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return self.response.request.path

    @property
    def title(self) -> str:
        return self.one("title").get_text()

    @property
    def heading(self) -> str:
        return self.one("main h1").get_text(strip=True)

    @property
    def text(self) -> str:
        return self.one("main").get_text(" ", strip=True)

    @property
    def errors(self) -> list[str]:
        return [link.get_text(strip=True) for link in self.soup.select(".errors a")]

    def one(self, selector: str) -> Tag:
        found = self.soup.select_one(selector)
        assert found is not None, f"no {selector} on {self.path}"
        return found

    def value(self, name: str) -> str:
        return str(self.one(f'input[name="{name}"]')["value"])

    def href(self, words: str) -> str:
        """Where the link with these words leads."""
        for link in self.soup.select("main a"):
            if words in link.get_text():
                return str(link["href"])
        raise AssertionError(f"no link {words!r} on {self.path}")


class Visitor:
    """One browser with its cookies."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.token = ""

    def address(self, endpoint: str, **values: Any) -> str:
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def get(self, endpoint: str, **values: Any) -> Page:
        return self.open(self.address(endpoint, **values))

    def open(self, path: str, **options: Any) -> Page:
        return self._seen(self.client.get(path, follow_redirects=True, **options))

    def post(self, endpoint: str, data: Mapping[str, Any], follow: bool = True, **values: Any) -> Page:
        """Send a form with the token of the last page seen."""
        sent = {"csrf_token": self.token, **data}
        if any(isinstance(value, FileStorage) for value in sent.values()):
            boundary, body = encode_multipart(sent)  # in memory: the client's own way leaves a file open
            options: dict[str, Any] = {"data": body, "content_type": f'multipart/form-data; boundary="{boundary}"'}
        else:
            options = {"data": sent}
        return self._seen(self.client.post(self.address(endpoint, **values), follow_redirects=follow, **options))

    def _seen(self, response: TestResponse) -> Page:
        page = Page(response)
        token = page.soup.select_one("input[name=csrf_token]") if response.mimetype == "text/html" else None
        self.token = str(token["value"]) if token else self.token
        return page

    def begin(self, city: str = "chengdu") -> str:
        """Start a draft; returns its id."""
        self.get("services.show", service_id="farewell")
        page = self.post("services.start", {"city": city}, service_id="farewell")
        return page.path.split("/")[2]

    def answer(self, case_id: str, fact: str, data: Mapping[str, Any] | None = None, **more: Any) -> Page:
        sent = {**(ANSWERS[fact] if data is None else data), **more}
        return self.post("questions.answer", sent, case_id=case_id, fact_id=fact)

    def answer_all(self, case_id: str, facts: tuple[str, ...] = tuple(ANSWERS)) -> None:
        for fact in facts:
            self.answer(case_id, fact)

    def to_check_page(self, city: str = "chengdu") -> str:
        case_id = self.begin(city)
        self.answer_all(case_id)
        return case_id

    def submit(self, case_id: str, data: Mapping[str, Any] | None = None) -> Page:
        token = self.get("check.show", case_id=case_id).value("token")
        return self.post("check.submit", {"token": token, **(SIGNED if data is None else data)}, case_id=case_id)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def new_visitor(app: Flask) -> Callable[[], Visitor]:
    return lambda: Visitor(app)


def upload(content: bytes, name: str) -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(io.BytesIO(content), name)
