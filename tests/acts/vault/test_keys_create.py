"""`flask keys create`: what it makes, who may read it, and the recovery key on paper."""

import re
import stat
from pathlib import Path

import pytest

from app.vault.errors import KeyMissing, KeysExist, WrongRecoveryKey
from app.vault.keyfiles import KeyFiles


@pytest.fixture
def files(tmp_path: Path) -> KeyFiles:
    """An installation without keys."""
    return KeyFiles(tmp_path / "keys", tmp_path / "mailer" / "mailer.private")


def test_the_keys_are_for_their_owner_only(files: KeyFiles, tmp_path: Path) -> None:
    files.create()
    for path in tmp_path.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_no_private_key_lies_where_the_web_process_reads(files: KeyFiles) -> None:
    files.create()
    event_key = files.unclaimed_key_file(1).read_bytes()
    for path in files.keys_dir.iterdir():
        assert event_key not in path.read_bytes()
        assert files.mailer_private_key() not in path.read_bytes()


def test_keys_that_are_there_are_never_overwritten(files: KeyFiles) -> None:
    files.create()
    before = {path: path.read_bytes() for path in files.keys_dir.iterdir()}
    with pytest.raises(KeysExist):
        files.create()
    assert {path: path.read_bytes() for path in files.keys_dir.iterdir()} == before


def test_the_recovery_key_gives_the_events_private_key(files: KeyFiles) -> None:
    paper = files.create()
    private = files.unclaimed_key_file(1).read_bytes()
    files.destroy_unclaimed_key(1)
    assert files.recover(1, paper.lower().replace("-", " ")) == private
    assert re.fullmatch(r"([A-Z2-7]{4}-)+[A-Z2-7]{1,4}", paper)


def test_the_recovery_key_of_another_installation_gives_nothing(
    files: KeyFiles, tmp_path: Path
) -> None:
    files.create()
    other = KeyFiles(tmp_path / "other", tmp_path / "others-mailer" / "mailer.private").create()
    with pytest.raises(WrongRecoveryKey):
        files.recover(1, other)


def test_the_first_organizer_takes_the_key_and_its_file_is_gone(files: KeyFiles) -> None:
    files.create()
    assert files.take_unclaimed_key(1) is not None
    files.destroy_unclaimed_key(1)
    assert files.take_unclaimed_key(1) is None
    files.destroy_unclaimed_key(1)


def test_after_the_purge_neither_paper_nor_files_help(files: KeyFiles) -> None:
    paper = files.create()
    files.destroy_event_keys(1)
    assert not [path.name for path in files.keys_dir.iterdir() if path.name.startswith("event-1")]
    with pytest.raises(KeyMissing):
        files.recover(1, paper)


def test_a_missing_key_is_named(files: KeyFiles) -> None:
    with pytest.raises(KeyMissing, match=r"mailer\.private"):
        files.mailer_private_key()


def test_after_a_purge_new_event_keys_are_made_and_the_installations_are_kept(
    files: KeyFiles,
) -> None:
    files.create()
    kept = {name: (files.keys_dir / name).read_bytes() for name in ("index.key", "mailer.public")}
    old = files.public_key("event-1")
    files.destroy_event_keys(1)
    files.create()
    assert {name: (files.keys_dir / name).read_bytes() for name in kept} == kept
    assert files.public_key("event-1") != old


def test_a_lost_installation_key_is_not_quietly_replaced(files: KeyFiles) -> None:
    files.create()
    files.destroy_event_keys(1)
    (files.keys_dir / "index.key").unlink()
    with pytest.raises(KeysExist):
        files.create()
