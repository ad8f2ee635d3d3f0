"""Fetch the front-end packages by the lock file and lay out what the site serves.

Without Node the site runs without scripts, which is said once.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "assistant" / "static" / "vendor"
SERVED = {"htmx.org/dist/htmx.min.js": "htmx.min.js"}


def main() -> int:
    npm = shutil.which("npm")
    if npm is None:
        sys.stdout.write("Node is not here: the site runs without scripts, and accessibility tests will skip.\n")
        return 0
    if not _up_to_date():
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=ROOT, check=True)
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in SERVED.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)
    return 0


def _up_to_date() -> bool:
    installed = ROOT / "node_modules" / ".package-lock.json"
    lock = ROOT / "package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime


if __name__ == "__main__":
    sys.exit(main())
