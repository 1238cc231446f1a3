"""Opening a personal link: for the pages of a sign-up, here and in the rooms above."""

from app.registration.errors import LinkRevoked
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.web import languages, tokens


def open_link(token: str) -> Registration:
    """Return the sign-up that a personal link opens; the page then speaks its language.

    :raises BadToken: the link was cut, altered, or made elsewhere
    :raises LinkRevoked: a newer link has replaced it
    """
    opened = tokens.read_token("registration", token)
    own = queries.get_registration(opened.id)
    languages.use(own.language)
    if own.token_version != opened.version:
        raise LinkRevoked
    return own
