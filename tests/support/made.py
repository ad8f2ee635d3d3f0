"""Catalogs put together in memory, for tests that make up many of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assistant.catalog import model
from assistant.catalog.catalog import Catalog, Rules
from assistant.catalog.loader import Definitions, ItemVersion

GROUND = {"status": "verified", "source": "某法第1条"}


def made_rules(
    facts: Iterable[Mapping[str, Any]],
    items: Iterable[Mapping[str, Any]],
    *,
    forms: Iterable[Mapping[str, Any]] = (),
    notices: Iterable[Mapping[str, Any]] = (),
    documents: Iterable[str] = (),
    day: date = date(2026, 11, 21),
    **service: Any,
) -> Rules:
    """The rules of one service ``made`` with one section and one stage; texts are filled in."""
    found = Definitions()
    for fact in facts:
        found.facts[fact["id"]] = model.Fact.model_validate(
            {"title": fact["id"], "section": "s", "question": "？", **fact}
        )
    for name in documents:
        found.documents[name] = model.Document(id=name, title=name)
    for form in forms:
        boxes = {"title": form["form"], "sections": [{"title": "一", "boxes": form["boxes"]}], "form": form["form"]}
        found.forms[form["form"]] = model.Form.model_validate(boxes)
    for item in items:
        made = model.Item.model_validate({"service": "made", "title": item["item"], "stage": "now", **GROUND, **item})
        found.items[made.item] = (ItemVersion(made, {}),)
    words = {"title": "一件事", "short": "办", "lead": "办事。", "declaration": "属实。"}
    shape = {
        "sections": [{"id": "s", "title": "一"}],
        "stages": [{"id": "now", "title": "现在"}],
        "items": list(found.items),
    }
    listed = [{"title": n["id"], "text": "。", **GROUND, **n} for n in notices]
    found.services["made"] = model.Service.model_validate(
        {"service": "made", **words, **shape, "notices": listed, **service}
    )
    return Catalog.assembled(found, "made").rules(None, day)
