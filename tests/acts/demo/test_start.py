"""What `make run` writes and refuses before it starts anything."""

import importlib.util
import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from config import ROOT

LOCAL = ROOT / "deploy" / "local"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher's settings, for a folder of the test's own."""
    spec = importlib.util.spec_from_file_location("local_settings", LOCAL / "settings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FILE", tmp_path / ".env")
    monkeypatch.setattr(module, "INSTANCE", tmp_path / "instance")
    monkeypatch.setattr(module, "SECRET", tmp_path / "instance" / "secret.key")
    monkeypatch.setattr(module, "MEDIA_SECRET", tmp_path / "instance" / "media.secret")
    return module


def test_the_settings_are_written_for_other_shells(settings: ModuleType, tmp_path: Path) -> None:
    settings.environment(8123)
    text = (tmp_path / ".env").read_text("utf-8")
    assert "PUBLIC_URL=http://127.0.0.1:8123\n" in text
    assert "MAIL_PORT=8124\n" in text
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_the_secret_stays_when_the_port_changes(settings: ModuleType) -> None:
    settings.environment(8000)
    secret = settings.SECRET.read_text("utf-8")
    assert settings.environment(9000)["PUBLIC_URL"] == "http://127.0.0.1:9000"
    assert settings.SECRET.read_text("utf-8") == secret
    assert stat.S_IMODE(settings.SECRET.stat().st_mode) == 0o600


def test_variables_that_are_set_win(settings: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_SERVER", "relay.example")
    assert settings.environment(8000)["MAIL_SERVER"] == "relay.example"


def test_a_file_of_the_users_own_is_kept_and_read(settings: ModuleType, tmp_path: Path) -> None:
    own = "# mine\nexport DATABASE_URL='postgresql://localhost/mine'\n"
    (tmp_path / ".env").write_text(own, "utf-8")
    assert settings.environment(8000)["DATABASE_URL"] == "postgresql://localhost/mine"
    assert (tmp_path / ".env").read_text("utf-8") == own


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, str(LOCAL / "run.py"), "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Port {port} is not free.")
    assert "make run PORT=" in answer.stderr
