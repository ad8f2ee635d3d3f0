"""All benchmarks but the matcher's, one after the other. Copy what they print to RESULTS.md with the conditions."""

from __future__ import annotations

import platform
import subprocess
import sys

PARTS = (
    "benchmarks.boxes",
    "benchmarks.stories",
    "benchmarks.pages",
    "benchmarks.commands",
    "benchmarks.extract",
    "benchmarks.open_answers",
)


def main() -> int:
    print(f"{platform.machine()}, Python {platform.python_version()}\n")
    codes = []
    for part in PARTS:
        print(f"## {part}\n", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", part], check=False).returncode)
        print(flush=True)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
