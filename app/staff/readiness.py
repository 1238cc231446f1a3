"""Are the keys where they belong? For /readyz and `flask doctor`."""

from app.staff import rules
from app.vault.errors import KeyMissing
from app.vault.keyfiles import MAILER, event_audience
from app.vault.service import current_vault


def keys_are_there() -> str | None:
    """None when everything that a web process needs is there, else one line."""
    files = current_vault().files
    try:
        _ = files.index_key
        files.public_key(MAILER)
        files.public_key(event_audience(rules.EVENT_KEY_ID))
        files.shred_key(rules.EVENT_KEY_ID)
    except KeyMissing as missing:
        return f"{missing} is not in KEYS_DIR; has `flask keys create` run?"
    except OSError as error:
        return f"KEYS_DIR cannot be read: {type(error).__name__}"
    return None


def event_key_is_claimed() -> str | None:
    """None once the event's private key lies in no file; only `flask doctor` asks."""
    try:
        waiting = current_vault().files.unclaimed_key_file(rules.EVENT_KEY_ID).exists()
    except OSError:
        # Its folder is closed to this user, as it should be to the web server's.
        return None
    if not waiting:
        return None
    return "the event's private key lies in a file until `flask organizer create` gives it away"
