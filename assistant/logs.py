"""How the processes log: events with values as fields, and tracebacks without the values of variables.

The library's own default prints local variables with a traceback, which could carry what a resident typed.
"""

from __future__ import annotations

import structlog


def configure_logs() -> None:
    """Set it for this process; called where a process starts."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
