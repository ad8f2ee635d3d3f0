"""A bare Flask and Jinja page of a given size: what the web framework alone costs."""

from __future__ import annotations

import os

from flask import Flask, render_template_string

PAGE = """<!doctype html><html lang="zh-Hans"><title>{{ title }}</title><main>
{% for row in rows %}<p class="row">{{ row }}</p>
{% endfor %}</main></html>"""


def create_app() -> Flask:
    app = Flask(__name__)
    size = int(os.environ.get("BARE_BYTES", "6000"))
    rows = ["一件事助手一件事助手一件事助手一件事助手"] * max(1, (size - 90) // 84)

    @app.get("/")
    def page() -> str:
        return render_template_string(PAGE, title="空白页", rows=rows)

    return app
