"""The smallest valid thing of each kind. Each call commits what it makes."""

from tests.factories.events import (
    TITLES,
    give_look,
    make_announcement,
    make_event,
    make_programme_item,
    picture_file,
)
from tests.factories.places import (
    host_link_of,
    make_home,
    make_host,
    make_location,
    make_online_location,
)
from tests.factories.rows import NOW, save
from tests.factories.sign_ups import link_of, make_bulk_act, make_registration
from tests.factories.statements import count_statements
from tests.factories.stream import A_VIDEO, make_broadcast, media_prefix_of
from tests.factories.team import PASSWORD, TEAM, make_invitation, make_organizer, make_reset

__all__ = [
    "A_VIDEO",
    "NOW",
    "PASSWORD",
    "TEAM",
    "TITLES",
    "count_statements",
    "give_look",
    "host_link_of",
    "link_of",
    "make_announcement",
    "make_broadcast",
    "make_bulk_act",
    "make_event",
    "make_home",
    "make_host",
    "make_invitation",
    "make_location",
    "make_online_location",
    "make_organizer",
    "make_programme_item",
    "make_registration",
    "make_reset",
    "media_prefix_of",
    "picture_file",
    "save",
]
