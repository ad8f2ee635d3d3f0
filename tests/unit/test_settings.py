"""Settings refuse a bad start with a sentence that says what to set, and never show a secret."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from assistant.settings import PREFIX, BadSettings, load_settings
from assistant.store import CipherName
from assistant.wiring import delivery_policy, open_routes, open_store

KEYS = "k1:" + base64.b64encode(bytes(32)).decode()
PRODUCTION = {
    "ONETHING_ENV": "production",
    "SECRET_KEY": "s" * 40,
    "ONETHING_FIELD_KEYS": KEYS,
    "ONETHING_BACKENDS": "*=folder",
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX) or name in ("DATABASE_URL", "REDIS_URL", "PORT", "SECRET_KEY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ONETHING_DATA_DIR", str(tmp_path / "var"))


def set_all(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_development_starts_with_nothing_set(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.port == 8000
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'onething.db'}"
    assert settings.backends == {"*": "demo"}
    assert not settings.in_production


def test_development_makes_private_keys_once_and_says_so(tmp_path: Path) -> None:
    with capture_logs() as logs:
        first = load_settings()
    assert [line["event"] for line in logs] == ["development_keys_made"]
    file = tmp_path / "var" / "keys.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with capture_logs() as logs:
        second = load_settings()
    assert logs == []
    assert first.keys() == second.keys()
    assert first.secret_key == second.secret_key
    assert first.secret_key.get_secret_value() not in repr(logs)


def test_three_processes_starting_together_agree_on_the_keys(tmp_path: Path) -> None:
    code = "from assistant.settings import load_settings; print(load_settings().secret_key.get_secret_value())"
    started = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    printed = {process.communicate(timeout=60)[0].splitlines()[-1] for process in started}
    assert len(printed) == 1
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["keys.env"]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ONETHING_FIELD_KEYS", "ONETHING_BACKENDS"])
def test_production_refuses_to_start_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str) -> None:
    set_all(monkeypatch, {name: value for name, value in PRODUCTION.items() if name != missing})
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [missing]
    assert not (tmp_path / "var" / "keys.env").exists()


def test_production_starts_with_everything_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    set_all(monkeypatch, PRODUCTION)
    settings = load_settings()
    assert settings.in_production
    assert settings.keys()[0].key_id == "k1"
    assert not (tmp_path / "var" / "keys.env").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "eight"),
        ("DATABASE_URL", "mysql://root:hunter2@host/db"),
        ("REDIS_URL", "http://hunter2"),
        ("ONETHING_ENV", "hunter2"),
        ("ONETHING_FIELD_KEYS", "k1:hunter2"),
        ("ONETHING_FIELD_CIPHER", "hunter2"),
        ("ONETHING_BACKENDS", "police=http://hunter2.example/"),
        ("ONETHING_BACKENDS", "hunter2"),
        ("ONETHING_DELIVERY_ATTEMPTS", "0"),
        ("ONETHING_DELIVERY_LEASE_SECONDS", "5"),
        ("ONETHING_SANDBOX_PROGRESS_SECONDS", "-1"),
    ],
)
def test_a_bad_value_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert str(refused.value.problems[0]).startswith(name)
    assert "hunter2" not in str(refused.value)


def test_a_misspelt_setting_is_refused_with_the_right_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONETHING_FEILD_KEYS", KEYS)
    with pytest.raises(BadSettings, match="did you mean ONETHING_FIELD_KEYS"):
        load_settings()


def test_settings_do_not_change_and_do_not_show_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, PRODUCTION)
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.port = 9000  # type: ignore[misc]
    assert "s" * 40 not in repr(settings)
    assert KEYS not in repr(settings)


def test_a_key_without_cipher_is_for_the_cipher_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, PRODUCTION | {"ONETHING_FIELD_CIPHER": "sm4-gcm"})
    assert load_settings().keys()[0].cipher is CipherName.SM4


def test_the_store_and_the_ways_out_open_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = "*=demo, police=https://police.example/in, health=folder, civil_affairs=folder"
    monkeypatch.setenv("ONETHING_BACKENDS", addresses)
    settings = load_settings()
    store = open_store(settings)
    store.ping()
    routes = open_routes(settings, store)
    assert routes.route("health") is routes.route("civil_affairs")
    assert routes.route("police") is not routes.route("anybody")
    assert len(list(routes)) == 3
    assert delivery_policy(settings).attempts == settings.delivery_attempts
    store.close()
