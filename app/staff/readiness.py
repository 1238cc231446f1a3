"""Are the keys where they belong? For /readyz and `flask doctor`."""

from app.staff import rules, teams
from app.vault.errors import KeyMissing
from app.vault.keyfiles import MAILER, event_audience
from app.vault.service import current_vault


def keys_are_there() -> str | None:
    """None when everything that a web process needs is there, else one line."""
    files = current_vault().files
    try:
        _ = files.index_key
        files.public_key(MAILER)
        for key_id in _key_ids():
            files.public_key(event_audience(key_id))
            files.shred_key(key_id)
    except KeyMissing as missing:
        return f"{missing} is not in KEYS_DIR; has `flask keys create` run?"
    except OSError as error:
        return f"KEYS_DIR cannot be read: {type(error).__name__}"
    return None


def event_key_is_claimed() -> str | None:
    """None once no event's private key lies in a file; only `flask doctor` asks."""
    files = current_vault().files
    try:
        waiting = any(files.unclaimed_key_file(key_id).exists() for key_id in _key_ids())
    except OSError:
        # Its folder is closed to this user, as it should be to the web server's.
        return None
    if not waiting:
        return None
    return "the event's private key lies in a file until `flask organizer create` gives it away"


def _key_ids() -> set[int]:
    """The keys of the events that are not over; the first one, where there is none yet."""
    return {event.key_id for event in teams.events_to_join()} or {rules.FIRST_KEY_ID}
