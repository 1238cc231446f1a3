"""Who may read which file."""

import stat
from pathlib import Path

# The web server reads these through its group, and changes none.
NOT_FOR_OTHERS = stat.S_IRWXO | stat.S_IWGRP
NOT_FOR_ANYBODY_ELSE = stat.S_IRWXO | stat.S_IRWXG


def too_open(keys_dir: Path, mailer_dir: Path) -> list[str]:
    """The names of key files that somebody else may read or change."""
    rules = ((keys_dir, NOT_FOR_OTHERS), (mailer_dir, NOT_FOR_ANYBODY_ELSE))
    return sorted(
        path.name
        for folder, forbidden in rules
        for path in _inside(folder)
        if path.stat().st_mode & forbidden
    )


def same_user(keys_dir: Path, mailer_dir: Path) -> bool:
    """Whether the web server must be the mailer's user, as nobody else could read its keys."""
    shared = any(path.stat().st_mode & stat.S_IRGRP for path in _inside(keys_dir))
    return not shared and keys_dir.stat().st_uid == mailer_dir.stat().st_uid


def uncompiled(folder: Path) -> list[str]:
    """The languages whose catalogue is newer than what pages read."""
    catalogues = folder.glob("*/LC_MESSAGES/*.po")
    return sorted(path.parts[-3] for path in catalogues if not _is_compiled(path))


def _inside(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except PermissionError:
        # Closed to this user, as the mailer's folder should be to the web server's.
        return []


def _is_compiled(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime >= path.stat().st_mtime
