"""Nothing a resident typed may reach a log, not even in a traceback."""

from __future__ import annotations

import pytest
import structlog

from assistant.logs import configure_logs


def test_a_traceback_holds_no_values_of_variables(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    typed = "510107194203150016"
    try:
        _fail(typed)
    except ValueError:
        structlog.get_logger().exception("delivery_failed", case="01abc")
    finally:
        structlog.reset_defaults()
    shown = capsys.readouterr()
    assert "delivery_failed" in shown.out + shown.err
    assert typed not in shown.out + shown.err


def _fail(number: str) -> None:
    raise ValueError("cannot go on")
