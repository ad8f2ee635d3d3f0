"""Settings from the environment, typed and checked before anything starts.

Names begin with ``ONETHING_``, but for the four that platforms set themselves: DATABASE_URL, REDIS_URL,
PORT and SECRET_KEY. In development missing keys are made once and kept in ``var/keys.env``.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

import structlog
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.store.crypto import CipherName, FieldKey, parse_keys, written_key

log = structlog.get_logger(__name__)

PREFIX = "ONETHING_"
KEY_FILE = "keys.env"
_SECRET_KEY_LENGTH = 32
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class BadSettings(ValueError):
    """The start is refused; each problem names a setting and says what to set. Never holds a secret."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(("cannot start with these settings:", *self.problems)))


class Settings(BaseSettings):
    """Every setting with its default. ``database_url``, ``secret_key`` and ``field_keys`` are always filled
    after :func:`load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True
    )

    env: Environment = Environment.DEVELOPMENT
    data_dir: Path = Path("var")
    database_url: str = Field("", validation_alias=AliasChoices("DATABASE_URL", "database_url"))
    redis_url: str = Field("", validation_alias=AliasChoices("REDIS_URL", "redis_url"))
    port: int = Field(8000, ge=1, le=65_535, validation_alias=AliasChoices("PORT", "port"))
    secret_key: SecretStr = Field(SecretStr(""), validation_alias=AliasChoices("SECRET_KEY", "secret_key"))

    field_keys: SecretStr = SecretStr("")
    field_cipher: CipherName = CipherName.AES

    backends: Annotated[dict[str, str], NoDecode] = {}
    backend_token: SecretStr = SecretStr("")
    backend_timeout_seconds: Seconds = 10

    sandbox_seed: str = "sandbox"
    sandbox_acknowledge_seconds: Seconds = 2
    sandbox_progress_seconds: Seconds = 10

    worker_tick_seconds: int = Field(1, ge=1, le=60)
    delivery_lease_seconds: Seconds = 60
    delivery_first_pause_seconds: Seconds = 5
    delivery_attempts: int = Field(12, ge=1, le=100)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        scheme = url.partition(":")[0].partition("+")[0]
        if url and scheme not in ("sqlite", "postgres", "postgresql"):
            raise ValueError("write sqlite:///path/file.db or postgresql://user@host/database")
        return url

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, url: str) -> str:
        if url and urlsplit(url).scheme not in ("redis", "rediss"):
            raise ValueError("write redis://host:6379/0 or leave it empty")
        return url

    @field_validator("field_keys")
    @classmethod
    def _readable_keys(cls, keys: SecretStr) -> SecretStr:
        parse_keys(keys.get_secret_value())
        return keys

    @field_validator("backends", mode="before")
    @classmethod
    def _split_backends(cls, written: object) -> object:
        """``*=demo,police=https://…``: department, equals sign, where its part goes."""
        if not isinstance(written, str):
            return written
        pairs = [part.partition("=") for part in written.split(",") if part.strip()]
        if any(not department.strip() or not name.strip() for department, _, name in pairs):
            raise ValueError("write department=demo, department=folder or department=https://…, * for the rest")
        return {department.strip(): name.strip() for department, _, name in pairs}

    @field_validator("backends")
    @classmethod
    def _known_backends(cls, backends: dict[str, str]) -> dict[str, str]:
        for department, name in backends.items():
            if name not in ("demo", "folder") and not _is_safe_address(name):
                raise ValueError(f"{department}: write demo, folder or an https:// address")
        return backends

    @model_validator(mode="after")
    def _lease_outlasts_delivery(self) -> Self:
        if self.delivery_lease_seconds <= self.backend_timeout_seconds:
            raise ValueError(
                "ONETHING_DELIVERY_LEASE_SECONDS: set it above ONETHING_BACKEND_TIMEOUT_SECONDS, "
                "or two workers may send the same part"
            )
        return self

    @property
    def in_production(self) -> bool:
        return self.env is Environment.PRODUCTION

    def keys(self) -> tuple[FieldKey, ...]:
        """The keys for personal columns, the current one first."""
        return parse_keys(self.field_keys.get_secret_value(), self.field_cipher)


def load_settings() -> Settings:
    """The settings of this process, complete; raises BadSettings.

    In development it makes the data folder and a key file where they are missing, and logs that it did.
    """
    problems = list(_unknown_names())
    try:
        settings = Settings()
    except ValidationError as error:
        raise BadSettings([*problems, *_said(error)]) from None
    problems += _missing_in_production(settings) if settings.in_production else []
    if problems:
        raise BadSettings(problems)
    return _completed(settings)


def _is_safe_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _names() -> dict[str, str]:
    """Field to the name of its variable."""
    plain = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL", "port": "PORT", "secret_key": "SECRET_KEY"}
    return {field: plain.get(field, PREFIX + field.upper()) for field in Settings.model_fields}


def _unknown_names() -> Iterable[str]:
    """A misspelt setting would otherwise be ignored in silence."""
    known = set(_names().values())
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            close = get_close_matches(name, known, n=1)
            yield f"{name}: no such setting" + (f"; did you mean {close[0]}?" if close else "; remove it")


def _said(error: ValidationError) -> Iterable[str]:
    """What is wrong, by the name of the variable; the value itself is left out, it may be a secret."""
    names = _names() | {name: name for name in _names().values()}
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        message = each["msg"].removeprefix("Value error, ")
        where = str(each["loc"][0]) if each["loc"] else ""
        yield f"{names.get(where, where)}: {message}" if where else message


def _missing_in_production(settings: Settings) -> list[str]:
    problems = []
    if len(settings.secret_key.get_secret_value()) < _SECRET_KEY_LENGTH:
        problems.append(
            f"SECRET_KEY: set at least {_SECRET_KEY_LENGTH} random characters, for example from "
            "`python -c 'import secrets; print(secrets.token_urlsafe(48))'`"
        )
    if not settings.keys():
        problems.append(
            "ONETHING_FIELD_KEYS: set id:base64 of 32 random bytes, for example k1: followed by the output of "
            "`openssl rand -base64 32`; keep a copy, without it nothing personal can be read again"
        )
    if not settings.backends:
        problems.append(
            "ONETHING_BACKENDS: say where each department's part goes, for example *=folder; "
            "*=demo sends everything to the sandbox and nothing to an authority"
        )
    return problems


def _completed(settings: Settings) -> Settings:
    changes: dict[str, object] = {}
    if not settings.database_url:
        changes["database_url"] = f"sqlite:///{(settings.data_dir / 'onething.db').absolute()}"
    if not settings.backends:
        changes["backends"] = {"*": "demo"}
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not settings.secret_key.get_secret_value() or not settings.field_keys.get_secret_value():
        made = _development_keys(settings.data_dir / KEY_FILE)
        for field, name in (("secret_key", "SECRET_KEY"), ("field_keys", "ONETHING_FIELD_KEYS")):
            if not getattr(settings, field).get_secret_value():
                changes[field] = SecretStr(made[name])
    return settings.model_copy(update=changes)


def _development_keys(path: Path) -> dict[str, str]:
    """The keys of this development folder, made at the first start and the same from then on."""
    if not path.exists():
        key = FieldKey("dev1", CipherName.AES, secrets.token_bytes(32))
        lines = [f"SECRET_KEY={_random_text()}", f"ONETHING_FIELD_KEYS={written_key(key)}"]
        if _write_new_private(path, "\n".join(lines) + "\n"):
            log.warning("development_keys_made", file=str(path), note="not for production")
    return dict(line.split("=", 1) for line in path.read_text(encoding="ascii").splitlines() if line)


def _random_text() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(36)).decode()


def _write_new_private(path: Path, text: str) -> bool:
    """Write a file only its owner can read, whole or not at all; False when another process was first."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
