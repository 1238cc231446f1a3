"""Give an event a colour and a logo, or take them away."""

from datetime import datetime

from app.database import transaction
from app.events.colours import LIGHT, is_readable
from app.events.errors import ColourUnreadable
from app.events.logos import read_logo
from app.events.models import EventLogo
from app.events.service.holding import hold, note


def choose_colour(*, event_id: int, colour: str | None, actor: str, now: datetime) -> None:
    """Give an event its own colour; None for ours.

    :param colour: as "#rrggbb"
    :raises ColourUnreadable: words in it would be hard to read
    """
    if colour is not None and not is_readable(colour, LIGHT):
        raise ColourUnreadable
    with transaction() as session:
        event = hold(session, event_id)
        if event.colour != colour:
            event.colour = colour
            note(session, event, "colour", actor=actor, now=now)


def put_logo(*, event_id: int, file: bytes | None, actor: str, now: datetime) -> None:
    """Give an event a logo; None takes it away.

    :raises LogoTooLarge: more bytes or points than a logo needs
    :raises LogoUnreadable: it is no PNG, JPEG or WebP picture, or a broken one
    """
    logo = read_logo(file) if file is not None else None
    with transaction() as session:
        event = hold(session, event_id)
        old = session.get(EventLogo, event_id)
        if logo is None:
            if old is not None:
                session.delete(old)
        elif old is None:
            session.add(EventLogo(event_id=event_id, content=logo.content))
        else:
            old.content = logo.content
        name = logo.name if logo else None
        if event.logo != name:
            event.logo = name
            note(session, event, "logo", actor=actor, now=now)
