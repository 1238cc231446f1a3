"""Settings, read from the environment once and frozen.

Every setting is described in docs/settings.md. A missing or bad one stops the
start with a single message that lists all of them.
"""

import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"
HOST_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
NEEDED = ("SECRET_KEY", "PUBLIC_URL", "MAIL_SERVER", "MAIL_DEFAULT_SENDER")


class BadSettings(SystemExit):
    """The environment lacks a setting, or holds one that cannot be used."""


class Config(BaseSettings):
    """Everything an operator can set; names are those of the environment."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", case_sensitive=True)

    DATABASE_URL: str = f"sqlite:///{INSTANCE / 'gatherwide.sqlite'}"
    SECRET_KEY: SecretStr = SecretStr("")
    SECRET_KEY_FILE: Path | None = None
    PUBLIC_URL: str = ""
    KEYS_DIR: Path = INSTANCE / "keys"
    MAILER_KEY_FILE: Path = INSTANCE / "mailer" / "mailer.private"
    MAIL_SERVER: str = ""
    MAIL_PORT: int = Field(default=25, ge=1, le=65535)
    MAIL_USERNAME: str | None = None
    MAIL_PASSWORD: SecretStr | None = None
    MAIL_USE_TLS: bool = False
    MAIL_USE_SSL: bool = False
    MAIL_DEFAULT_SENDER: str = ""
    MAIL_NEUTRAL_SENDER: str | None = None
    MAIL_BOUNCES_TO: str | None = None
    MAIL_PER_HOUR: int = Field(default=0, ge=0)
    MAIL_DKIM_KEY_FILE: Path | None = None
    MAIL_DKIM_SELECTOR: str = "gatherwide"
    REDIS_URL: str | None = None
    SECURITY_CONTACT: str = Field(default="", pattern=r"^$|^mailto:[^\s@]+@[^\s@]+$|^https://\S+$")
    MEDIA_URL: str | None = None
    WEBHOOK_ORIGINS: str = ""
    MEDIA_SECRET: SecretStr | None = None
    EXTERNAL_PLAYERS: str = ""
    TRUSTED_PROXIES: int = Field(default=0, ge=0, le=10)
    SESSION_IDLE_MINUTES: int = Field(default=60, ge=5, le=24 * 60)
    SESSION_HOURS: int = Field(default=12, ge=1, le=30 * 24)

    @classmethod
    def from_environment(cls) -> Self:
        """Read the process environment.

        :raises BadSettings: one message that names every fault
        """
        try:
            return cls()
        except ValidationError as error:
            raise BadSettings(_every_fault(error)) from None

    @field_validator("DATABASE_URL")
    @classmethod
    def _use_psycopg(cls, value: str) -> str:
        for old in ("postgres://", "postgresql://"):
            if value.startswith(old):
                return "postgresql+psycopg://" + value.removeprefix(old)
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("PUBLIC_URL")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if not value:
            return value  # told together with all that is missing
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be the address people open, such as https://summit.example")
        return value.rstrip("/")

    @field_validator("MEDIA_URL")
    @classmethod
    def _is_a_host(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("must be an address such as https://media.example")
        if parts.path.strip("/") or parts.query:
            raise ValueError("must be a host alone: its paths begin with /live/")
        return value.rstrip("/") if value else None

    @field_validator("EXTERNAL_PLAYERS")
    @classmethod
    def _are_hosts(cls, value: str) -> str:
        wrong = [one for one in _words(value) if not HOST_NAME.fullmatch(one)]
        if wrong:
            raise ValueError(f"must be names such as www.youtube-nocookie.com, not {wrong[0]}")
        return value

    @field_validator("MAIL_BOUNCES_TO")
    @classmethod
    def _can_carry_a_code(cls, value: str | None) -> str | None:
        local, at, domain = (value or "").rpartition("@")
        # With its code the part before the @ may have 64 characters (RFC 5321).
        if value and not (at and local and domain and value.isascii() and len(local) <= 24):
            raise ValueError("must be one address such as bounces@summit.example")
        return value or None

    @model_validator(mode="before")
    @classmethod
    def _secret_from_its_file(cls, values: dict[str, Any]) -> dict[str, Any]:
        path = values.get("SECRET_KEY_FILE")
        if path and not values.get("SECRET_KEY") and Path(path).is_file():
            return {**values, "SECRET_KEY": Path(path).read_text(encoding="utf-8").strip()}
        return values

    @model_validator(mode="after")
    def _nothing_is_missing(self) -> Self:
        faults = []
        if len(self.SECRET_KEY.get_secret_value()) < 32:
            faults.append("SECRET_KEY or SECRET_KEY_FILE: at least 32 random characters")
        faults += [f"{name}: must be set" for name in NEEDED[1:] if not getattr(self, name)]
        if self.MAIL_USE_TLS and self.MAIL_USE_SSL:
            faults.append("MAIL_USE_TLS and MAIL_USE_SSL: choose one")
        if self.MEDIA_URL and not self.MEDIA_SECRET:
            faults.append("MEDIA_SECRET: must be set where MEDIA_URL is")
        if self.MEDIA_SECRET and len(self.MEDIA_SECRET.get_secret_value()) < 16:
            faults.append("MEDIA_SECRET: at least 16 random characters")
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @property
    def public_host(self) -> str:
        """The host name of PUBLIC_URL, without its port."""
        return urlsplit(self.PUBLIC_URL).hostname or ""

    @property
    def neutral_sender(self) -> str:
        """Who neutral letters come from: where nothing is set, the usual address without a name."""
        return self.MAIL_NEUTRAL_SENDER or parseaddr(self.MAIL_DEFAULT_SENDER)[1]

    @property
    def security_contact(self) -> str:
        """Where a fault of this site is reported: where nothing is set, to the sender's mailbox."""
        return self.SECURITY_CONTACT or f"mailto:{parseaddr(self.MAIL_DEFAULT_SENDER)[1]}"

    @property
    def webhook_origins(self) -> frozenset[str]:
        """Where webhooks may go although it lies inside the network."""
        return frozenset(_words(self.WEBHOOK_ORIGINS))

    @property
    def player_hosts(self) -> tuple[str, ...]:
        """Whose players watchers may load, after a press that says what it gives away."""
        return tuple(dict.fromkeys(_words(self.EXTERNAL_PLAYERS)))

    @property
    def media_origin(self) -> str | None:
        """Where the stream's files are served, or None where it is this site itself."""
        own = urlsplit(self.PUBLIC_URL)
        is_own = f"{own.scheme}://{own.netloc}" == self.MEDIA_URL
        return None if is_own else self.MEDIA_URL

    @property
    def is_https(self) -> bool:
        return self.PUBLIC_URL.startswith("https://")


def _words(value: str) -> list[str]:
    """Several in one setting, with commas or spaces between."""
    return value.replace(",", " ").split()


def _every_fault(error: ValidationError) -> str:
    lines = ["Gatherwide cannot start. Please set these (docs/settings.md says how):"]
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"])
        text = fault["msg"].removeprefix("Value error, ")
        lines += [f"  {name}: {text}" if name else f"  {line}" for line in text.splitlines()]
    # One bad value keeps the check of what is missing from running.
    told = "\n".join(lines)
    lines += [f"  {name}: must be set" for name in NEEDED if not _is_set(name) and name not in told]
    return "\n".join(lines)


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
