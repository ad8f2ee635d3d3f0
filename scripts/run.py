"""Start what the Procfile names, and stop all of it together.

``make run`` uses this instead of a process manager, so that a fresh machine needs nothing but Python.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^(\w+):\s*(.+)$")


def processes() -> dict[str, list[str]]:
    """The Procfile's commands, by name, with the environment's values written in."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    matches = [match for line in lines if (match := LINE.match(line))]
    return {match[1]: shlex.split(os.path.expandvars(match[2])) for match in matches}


def main() -> int:
    """Run until one process ends or somebody presses Ctrl+C; returns the first exit code that is not zero."""
    os.environ.setdefault("PORT", "8000")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    running = {name: subprocess.Popen(command, cwd=ROOT) for name, command in processes().items()}
    sys.stdout.write(f"\n  一件事助手: http://127.0.0.1:{os.environ['PORT']}/   (Ctrl+C stops it)\n\n")
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(process.poll() is None for process in running.values()):
            time.sleep(0.3)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(running)
    return next((code for p in running.values() if (code := p.returncode) and code > 0), 0)


def _stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
