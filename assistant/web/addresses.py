"""Addresses that came from outside, made safe to go to."""

from __future__ import annotations

import re

# A path on this site: no host (//), no backslash, no control characters, nothing to smuggle a scheme in.
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9_\-./]{0,200}(\?[A-Za-z0-9_\-=&.]{0,100})?\Z")


def safe_path(wanted: str | None) -> str:
    """``wanted`` when it is a plain path of this site, else the home page."""
    return wanted if wanted and _PATH.match(wanted) else "/"
