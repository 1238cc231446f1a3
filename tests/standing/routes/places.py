"""What stands in the braces of the tables' addresses."""

from uuid import UUID

from app.events.look import style_name
from app.events.models import Event
from app.hosting.models import Host
from app.livestream import picture
from app.locations.models import Location
from app.registration.models import Registration
from app.web.references import reference_of
from app.web.tokens import make_token
from tests.factories import host_link_of, link_of, media_prefix_of


def places(
    location: Location,
    registration: Registration,
    host: Host,
    invitation: UUID,
    announcement: UUID,
    event: Event,
    item_id: int,
) -> dict[str, str]:
    """The paths below which the pages of these rows stand, and the rows' own names."""
    slug = event.slug
    desk = f"/organizer/{slug}"
    preview = event.preview_id or UUID(int=0)
    return {
        "slug": slug,
        "logo": str(event.logo),
        "style": style_name(event.colour or "#2f3a8f"),
        "here": f"/en/{slug}",
        "desk": desk,
        "location": location.public_id,
        "registration": reference_of(registration.id),
        "invitation": str(invitation),
        "item_id": str(item_id),
        "person": f"{desk}/registrations/{reference_of(registration.id)}",
        "offer": f"{desk}/offers/{reference_of(host.id)}",
        "place": f"{desk}/locations/{location.public_id}",
        "told": f"{desk}/announcements/{announcement}",
        "mine": link_of(registration),
        "own": host_link_of(host),
        "room": f"/screen/{make_token('screen', host.id, host.token_version)}",
        "preview": make_token("preview", preview, 1),
        "unsubscribe": f"/unsubscribe/{make_token('unsubscribe', registration.id, 1)}",
        "media": f"{media_prefix_of(registration)}/{slug}/{picture.PATH}",
        "event_media": f"{media_prefix_of(registration)}/{slug}",
        "invited": f"/organizer/invitation/{make_token('invitation', invitation, 1)}",
    }
