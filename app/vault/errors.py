"""What can go wrong with keys and boxes."""


class BoxDoesNotOpen(Exception):
    """The box was altered, belongs to another row, or is sealed to another audience."""


class KeyMissing(Exception):
    """A key file is not there; `flask keys create` makes it, `flask doctor` says more."""


class KeysExist(Exception):
    """The installation has keys already; making new ones would lose what they seal."""


class KeysReadOnly(Exception):
    """This process may not write to `KEYS_DIR`, so it can make no keys for another event."""


class WrongRecoveryKey(Exception):
    """The recovery key was mistyped, or belongs to another event key."""
