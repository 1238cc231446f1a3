"""A letter as a value: what it says and to whom, before anybody renders or sends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.mail.models import Outbox
from app.vault.service import Opener


@dataclass(frozen=True)
class Attachment:
    """A file beside the text; the content type may carry parameters."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One letter to one person, in their language.

    `template` names a folder in templates/emails. `capped` letters can be caused by a
    stranger, so one mailbox gets only a few of them a day.
    """

    to: str
    language: str
    template: str
    context: Mapping[str, Any]
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    capped: bool = False


LetterBuilder = Callable[[Outbox, Opener], Letter | None]
"""Makes the letter of a row; None when it is no longer due."""
