from datetime import datetime, timedelta

import pytest

from app.database import db
from app.events.models import Event
from app.locations import queries
from app.locations.addresses import guest_secret
from app.locations.models import LocationKind
from app.locations.rules import Release
from app.locations.sight import AddressState, Visit, guest_view, public_view
from app.vault.keyfiles import KeyFiles
from app.vault.service import Opener
from tests.acts.locations.world import TEHRAN, load_world, place_in
from tests.factories import make_home, make_location, make_online_location


def test_a_home_shows_its_city_and_never_its_name(event: Event, now: datetime) -> None:
    load_world()
    public_id = place_in(event, TEHRAN, now=now, kind=LocationKind.HOME, name="Family Karimi")
    home = queries.get_location(event.id, public_id)
    seen = public_view(home, "fa")
    assert "Karimi" not in str(seen)
    assert "Karimi" not in str(guest_view(home, "en", visit_of(event, now)))
    assert (seen.city, seen.city_latin, seen.country_name) == ("تهران", "Tehran", "ایران")
    assert public_view(home, "en").title == "A home in Tehran"


def visit_of(event: Event, now: datetime, secret: bytes | None = None) -> Visit:
    return Visit(event.key_id, event.starts_at, now, secret)


def test_guests_learn_the_address_of_a_hall_and_the_public_does_not(
    event: Event, now: datetime
) -> None:
    hall = make_location(event=event)
    assert guest_view(hall, "en", visit_of(event, now)).address == "Mill Lane 1"
    assert "Mill Lane" not in str(public_view(hall, "en"))


def test_a_sofa_is_named_by_its_country(event: Event) -> None:
    sofa = make_online_location(event=event, country="IR")
    db.session.rollback()
    assert public_view(sofa, "en").title == "At home in Iran"


def test_a_home_opens_to_a_guest_whose_link_carries_its_key(
    event: Event, now: datetime, opener: Opener
) -> None:
    home = make_home(event=event, address="Rose Street 7")
    secret = guest_secret(home, opener)
    other = guest_secret(make_home(event=event), opener)
    seen = guest_view(home, "en", visit_of(event, now, secret))
    assert (seen.address, seen.address_state) == ("Rose Street 7", AddressState.SHOWN)
    for wrong in (None, other, b"x" * 16):
        seen = guest_view(home, "en", visit_of(event, now, wrong))
        assert (seen.address, seen.address_state) == (None, AddressState.BY_LETTER)
    assert "Rose Street" not in str(public_view(home, "en"))


@pytest.mark.parametrize(
    ("release", "hours_before", "state"),
    [
        (Release.CONFIRMATION, 1000, AddressState.SHOWN),
        (Release.DAY_BEFORE, 25, AddressState.DAY_BEFORE),
        (Release.DAY_BEFORE, 24, AddressState.SHOWN),
        (Release.BY_HAND, 1, AddressState.BY_HAND),
    ],
)
def test_the_address_comes_when_the_host_chose(
    event: Event, opener: Opener, release: Release, hours_before: int, state: AddressState
) -> None:
    when = event.starts_at - timedelta(hours=hours_before)
    home = make_home(event=event, release=release)
    secret = guest_secret(home, opener)
    assert guest_view(home, "en", visit_of(event, when, secret)).address_state == state
    hall = make_location(event=event, release=release)
    assert guest_view(hall, "en", visit_of(event, when)).address_state == state


def test_after_the_purge_no_old_letter_opens_a_home(
    event: Event, now: datetime, opener: Opener, key_files: KeyFiles
) -> None:
    home = make_home(event=event)
    secret = guest_secret(home, opener)
    key_files.destroy_event_keys(event.key_id)
    seen = guest_view(home, "en", visit_of(event, now, secret))
    assert seen.address is None
