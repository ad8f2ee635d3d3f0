"""Jinja as we use it: fewer layers between a page and its words."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask, render_template, request
from flask.templating import Environment
from markupsafe import Markup

from assistant.web import words
from assistant.web.modes import Modes, modes


class Drawing(Environment):
    """No template of ours has globals of its own: all share one plain dict, where Jinja lays a chain of two over it
    for each template and compares the chains at every import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def in_page(text: str, /, **parts: object) -> Markup:
    """``_`` in templates: the text in the visitor's language with its parts, which are escaped."""
    found = Markup(words.translate(text))
    return found % parts if parts else found


def standing_parts(app: Flask) -> Callable[[str], Markup]:
    """``standing`` in templates: a part that is the same for everybody with the same modes, drawn once for them."""
    drawn: dict[tuple[str, Modes], Markup] = {}

    def standing(template: str) -> Markup:
        key = (template, modes())
        if request.script_root or app.debug:  # addresses may differ, or the template change, from page to page
            return Markup(render_template(template))
        if key not in drawn:
            drawn[key] = Markup(render_template(template))
        return drawn[key]

    return standing
