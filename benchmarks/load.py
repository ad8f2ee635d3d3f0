"""A small load generator on loopback: a fixed number of clients, each with one connection kept open."""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

_TIMING = re.compile(rb"server-timing: app;dur=([0-9.]+)", re.IGNORECASE)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """Results of one run: requests a second, and percentiles in milliseconds (server's own time where it says so)."""

    per_second: float
    p50: float
    p99: float
    failures: int


def run_load(port: int, path: str, headers: Mapping[str, str], clients: int = 8, seconds: float = 5) -> Load:
    """Fetch ``path`` over and over from 127.0.0.1 for ``seconds``."""
    return asyncio.run(_run(port, path, headers, clients, seconds))


async def _run(port: int, path: str, headers: Mapping[str, str], clients: int, seconds: float) -> Load:
    times: list[float] = []
    failures = [0]
    extra = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{extra}Connection: keep-alive\r\n\r\n".encode()
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_client(port, request, until, times, failures) for _ in range(clients)))
    ordered = sorted(times) or [0.0]
    return Load(len(times) / seconds, statistics.median(ordered), ordered[int(len(ordered) * 0.99) - 1], failures[0])


async def _client(port: int, request: bytes, until: float, times: list[float], failures: list[int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        started = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            failures[0] += 1
        timing = _TIMING.search(head)
        times.append(float(timing[1]) if timing else (time.perf_counter() - started) * 1000)
        if b"connection: close" in head.lower():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
