"""Letters that say nothing about the event: for readers whose mailbox others may look into.

Sender, subject and text are the same for every event and every kind of letter. There is
no location, no time and no calendar file; the link leads to all that.
"""

from typing import Protocol

from app.mail.letter import Letter

TEMPLATE = "neutral"


class Chooses(Protocol):
    """A sign-up or an event: each can ask for neutral letters."""

    @property
    def neutral_letters(self) -> bool: ...


def is_wanted(*askers: Chooses | None) -> bool:
    """Whether any of those that a letter is about asked for it."""
    return any(asker.neutral_letters for asker in askers if asker is not None)


def letter(
    *,
    to: str,
    language: str,
    link: str,
    asks: bool = False,
    capped: bool = False,
    unsubscribe: str = "",
) -> Letter:
    """The neutral letter in the place of any other.

    :param asks: something is to be done at the link, or it lapses
    :param unsubscribe: where the reader can say that no more of this kind shall come
    """
    return Letter(
        to=to,
        language=language,
        template=TEMPLATE,
        context={"asks": asks, "can_unsubscribe": bool(unsubscribe)},
        gaps={"link": link, "unsubscribe": unsubscribe},
        capped=capped,
        unsubscribe=unsubscribe or None,
        neutral=True,
    )
