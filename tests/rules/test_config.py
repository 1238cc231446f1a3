"""Settings are read once, and one message names everything that is wrong."""

from pathlib import Path
from typing import Any

import pytest

from config import BadSettings, Config

GOOD = {
    "SECRET_KEY": "x" * 40,
    "PUBLIC_URL": "https://summit.example",
    "MAIL_SERVER": "mail.example",
    "MAIL_DEFAULT_SENDER": "summit@example.org",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment with every needed setting and no other."""
    for name in Config.model_fields:
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def faults() -> str:
    with pytest.raises(BadSettings) as caught:
        Config.from_environment()
    return str(caught.value)


def test_the_needed_settings_are_enough(environment: pytest.MonkeyPatch) -> None:
    config = Config.from_environment()
    assert config.public_host == "summit.example"
    assert config.is_https
    assert config.DATABASE_URL.startswith("sqlite:///")


def test_one_message_names_everything_that_is_missing(environment: pytest.MonkeyPatch) -> None:
    for name in GOOD:
        environment.delenv(name)
    message = faults()
    assert all(name in message for name in GOOD)
    assert "docs/settings.md" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "summit.example"),
        ("PUBLIC_URL", "ftp://summit.example"),
        ("DATABASE_URL", "mysql://localhost/summit"),
        ("MAIL_PORT", "0"),
        ("MAIL_PORT", "many"),
        ("TRUSTED_PROXIES", "-1"),
        ("SESSION_IDLE_MINUTES", "0"),
        ("SESSION_HOURS", "1000"),
        ("MAIL_PER_HOUR", "-1"),
        ("MAIL_BOUNCES_TO", "nobody"),
        ("MAIL_BOUNCES_TO", "a-name-that-leaves-no-room-for-a-code@summit.example"),
    ],
)
def test_a_bad_setting_stops_the_start_and_is_named(
    name: str, value: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv(name, value)
    assert name in faults()


def test_a_secret_never_stands_in_the_message(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MAIL_PASSWORD", "three geese")
    environment.setenv("MAIL_PORT", "many")
    assert "geese" not in faults()


def test_a_secret_never_stands_in_what_is_printed(environment: pytest.MonkeyPatch) -> None:
    assert GOOD["SECRET_KEY"] not in repr(Config.from_environment())


def test_the_secret_may_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("y" * 40 + "\n", "utf-8")
    environment.delenv("SECRET_KEY")
    environment.setenv("SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert Config.from_environment().SECRET_KEY.get_secret_value() == "y" * 40


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_spoken_to_by_psycopg(scheme: str, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", f"{scheme}://db/summit")
    assert Config.from_environment().DATABASE_URL == "postgresql+psycopg://db/summit"


def test_two_kinds_of_encryption_at_once_are_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MAIL_USE_TLS", "1")
    environment.setenv("MAIL_USE_SSL", "1")
    assert "choose one" in faults()


def test_settings_are_frozen(environment: pytest.MonkeyPatch) -> None:
    config: Any = Config.from_environment()
    with pytest.raises(ValueError, match="frozen"):
        config.PUBLIC_URL = "https://other.example"
