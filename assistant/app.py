"""The resident site: the application factory."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path

from flask import Flask, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assistant.logs import configure_logs
from assistant.match.library import load_library
from assistant.settings import load_settings
from assistant.store import migrate, open_engine
from assistant.web import assets, drawing, errors, headers, modes, places, words
from assistant.web.core import Core, attach
from assistant.web.limits import limiter
from assistant.web.sessions import IDLE, WARNING
from assistant.web.states import department_words, event_words, state_words
from assistant.wiring import open_store

LOCALES = Path(__file__).resolve().parent.parent / "locales"
HOTLINE = "12345"  # 政务服务便民热线, the same in every city
LARGEST_REQUEST = 64 * 1024 * 1024  # several documents of 10 MB at once
LARGEST_FORM_TEXT = 1024 * 1024
PAGES = (
    "sessions", "headers", "modes", "home", "services", "flow", "questions", "plans", "confirm", "check", "receipts",
    "resume", "returning", "found", "mine", "articles", "pages",
    "sealed", "understood", "chat", "search", "entitled", "carrying", "changes",
)  # fmt: skip


def create_app(core: Core | None = None) -> Flask:
    """The resident site over ``core``; without one the parts are made from the settings of the environment."""
    if core is None:
        core = build_core()
    app = Flask("assistant", static_folder=None, template_folder="templates")
    app.jinja_environment = drawing.Drawing
    _configure(app, core)
    attach(app, core)
    app.before_request(_limit_text)
    csrf = CSRFProtect(app)
    Babel(app, locale_selector=modes.locale, default_translation_directories=str(LOCALES))
    limiter.init_app(app)
    errors.install(app)
    app.after_request(places.keep_asked_city)
    app.after_request(modes.keep_care)
    headers.install(app)
    _templates(app, core)
    for name in PAGES:
        app.register_blueprint(import_module(f"assistant.web.{name}").bp)
    csrf.exempt("assistant.web.headers.csp_report")
    _machines(app, csrf)
    assets.install(app, core.settings.data_dir / "assets")
    return app


def build_core() -> Core:
    """The parts as the environment's settings say. Raises BadSettings and DefinitionError: never a broken start.

    The database is brought up to date over connections of its own, so that none is shared when workers fork.
    """
    configure_logs()
    settings = load_settings()
    library = load_library(settings.data_dir / "cache")
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    return Core(library, settings, open_store(settings))


def _configure(app: Flask, core: Core) -> None:
    settings = core.settings
    secure = settings.in_production  # there is always TLS in front there, and cookies travel over it alone
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="__Host-sid" if secure else "sid",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_TEXT,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=int(timedelta(hours=12).total_seconds()),
        WTF_CSRF_SSL_STRICT=False,  # we send Referrer-Policy: no-referrer, so there is no Referer to compare
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        BABEL_DEFAULT_LOCALE="zh_Hans",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if secure:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def _limit_text() -> None:
    """Only forms with files may be large."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FORM_TEXT


def _templates(app: Flask, core: Core) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Flask-Babel's own callables look a catalog up for every word; these know when there is nothing to look up.
    app.jinja_env.install_gettext_callables(words.translate, words.translate_count, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        hide_numbers=words.hide_numbers,
        _=drawing.in_page, standing=drawing.standing_parts(app), say=words.say,
        hotline=HOTLINE, day_words=words.day_words, moment_words=words.moment_words,
        due_words=words.due_words, due_short=words.due_short, sum_words=words.sum_words, paper_words=words.paper_words,
        department_words=department_words, state_words=state_words, event_words=event_words,
        idle_warning_seconds=int((IDLE - WARNING).total_seconds()),
        has_check=core.library.catalog.entitlement is not None,
    )  # fmt: skip
    app.context_processor(lambda: {"modes": modes.modes(), "here": request.path})


def _machines(app: Flask, csrf: CSRFProtect) -> None:
    """The JSON interface and the pages for those who run it."""
    from assistant.web.api.blueprint import api
    from assistant.web.health import health, measure

    app.register_blueprint(api)
    app.register_blueprint(health)
    csrf.exempt(api)
    measure(app)
