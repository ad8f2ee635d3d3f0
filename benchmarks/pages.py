"""Question page beside a bare Flask page in one run: server time, requests a second, bytes, memory, cold start."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.load import Load, run_load

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "assistant/gunicorn.conf.py"]
ROUNDS = 3


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        _warm(folder)
        with served("assistant.app:create_app()", 8931, folder) as (process, started):
            path, headers, size, first = _question_page(8931)
            with served("benchmarks.bare:create_app()", 8932, folder, {"BARE_BYTES": str(size)}) as _:
                ours, bare = _in_turn(path, headers)
            _report(ours, bare, size, first, started, _memory(process))
    return 0


def _warm(folder: str) -> None:
    """The library is read once before anything is timed, as `make run` does."""
    code = "from pathlib import Path; from assistant.match.library import load_library; load_library(Path('%s/cache'))"
    subprocess.run([sys.executable, "-c", code % folder], cwd=ROOT, check=True)


@contextmanager
def served(
    app: str, port: int, folder: str, more: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """Run ``app`` under gunicorn on ``port``; gives the process and the seconds until the first 200."""
    env = {**os.environ, "PORT": str(port), "ONETHING_DATA_DIR": folder, "WEB_CONCURRENCY": "2", **(more or {})}
    begun = time.perf_counter()
    process = subprocess.Popen([*GUNICORN, app], cwd=ROOT, env=env)
    try:
        _wait(port)
        yield process, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise RuntimeError("the server did not come up")


def _question_page(port: int) -> tuple[str, dict[str, str], int, int]:
    """Start a draft as a visitor does; gives the page's path, headers, HTML bytes and first-load bytes (gzip)."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as browser:
        start = browser.get("/s/funeral?city=chengdu")
        form = dict(re.findall(r'name="([\w-]+)"[^>]*value="([^"]*)"', start.text))
        page = browser.post("/s/funeral/start", data={**form, "city": "chengdu"})
        page.raise_for_status()
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        assets = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"', page.text)
        compressed = len(gzip.compress(page.content)) + sum(
            len(gzip.compress(browser.get(asset).content)) for asset in dict.fromkeys(assets)
        )
        return page.url.raw_path.decode(), {"Cookie": cookies}, len(page.content), compressed


def _in_turn(path: str, headers: Mapping[str, str]) -> tuple[list[Load], list[Load]]:
    """Ours and bare by turns, so that a drifting machine hits both alike."""
    ours, bare = [], []
    for port, target, extra in ((8931, path, headers), (8932, "/", {})):
        run_load(port, target, extra, seconds=1)  # warm-up
    for _ in range(ROUNDS):
        ours.append(run_load(8931, path, headers))
        bare.append(run_load(8932, "/", {}))
    return ours, bare


def _memory(process: subprocess.Popen[bytes]) -> float:
    """The largest worker's resident memory in MB."""
    found = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return max((int(line) for line in found.stdout.split()), default=0) / 1024


def _median(loads: list[Load], name: str) -> float:
    values = sorted(getattr(load, name) for load in loads)
    return float(values[len(values) // 2])


def _report(ours: list[Load], bare: list[Load], size: int, first: int, started: float, memory: float) -> None:
    ratio = sorted(a.per_second / b.per_second for a, b in zip(ours, bare, strict=True))[len(ours) // 2]
    print("| figure | ours | bare Flask + Jinja |")
    print("|---|---|---|")
    print(f"| requests/s, 8 clients | {_median(ours, 'per_second'):.0f} | {_median(bare, 'per_second'):.0f} |")
    print(f"| ratio, round by round (median) | {ratio:.2f} | 1 |")
    print(f"| server time p50 / p99, ms | {_median(ours, 'p50'):.1f} / {_median(ours, 'p99'):.1f} | – |")
    print(f"| question page, HTML bytes | {size} | same size |")
    print(f"| first load (page, css, js), gzip bytes | {first} | – |")
    print(f"| memory of a worker, MB | {memory:.0f} | – |")
    print(f"| cold start to first page, s | {started:.2f} | – |")
    print(f"| failures | {sum(load.failures for load in ours)} | {sum(load.failures for load in bare)} |")


if __name__ == "__main__":
    sys.exit(main())
