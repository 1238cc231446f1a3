"""Letters to hosts, and to guests about their location."""

from app.hosting.letters import digest, to_guests, to_hosts
from app.mail.letter import LetterKind

LETTERS: dict[str, LetterKind] = {**to_hosts.LETTERS, **digest.LETTERS, **to_guests.LETTERS}

__all__ = ["LETTERS"]
