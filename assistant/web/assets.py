"""Style, script and front-end packages: named by their content, packed once, kept by browsers for a year."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).resolve().parent.parent / "static"
PREFIX = "/static/"
_SERVED = frozenset({".css", ".js", ".svg", ".png", ".ico"})
_PACKED = frozenset({".css", ".js", ".svg"})


def build_assets(source: Path, target: Path) -> dict[str, str]:
    """Copy what is served to ``target`` under names that hold a hash; returns name to hashed name."""
    names: dict[str, str] = {}
    for path in sorted(p for p in source.rglob("*") if p.is_file() and p.suffix in _SERVED):
        body = path.read_bytes()
        name = path.relative_to(source).as_posix()
        hashed = f"{name.removesuffix(path.suffix)}.{hashlib.sha256(body).hexdigest()[:12]}{path.suffix}"
        names[name] = hashed
        _place(target / hashed, body, packed=path.suffix in _PACKED)
    return names


def _place(path: Path, body: bytes, *, packed: bool) -> None:
    if path.is_file():  # the name holds the content's hash
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    if packed:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, 9, mtime=0))


def install(app: Flask, folder: Path) -> None:
    """Serve the assets of ``app`` from ``folder``, and give templates ``asset(name)`` and ``has_script``."""
    names = build_assets(STATIC, folder)
    served = WhiteNoise(app.wsgi_app, root=str(folder), prefix=PREFIX, immutable_file_test=_always, max_age=31536000)
    app.wsgi_app = served  # type: ignore[method-assign]

    def asset(name: str) -> str:
        return PREFIX + names[name]

    app.jinja_env.globals.update(asset=asset, has_script="vendor/htmx.min.js" in names)


def _always(_path: str, _url: str) -> bool:
    return True  # every name holds a hash
