from datetime import datetime

from app.database import db
from app.events.models import Event
from app.locations import queries
from app.locations.models import LocationKind
from app.locations.sight import guest_view, public_view
from tests.acts.locations.world import TEHRAN, load_world, place_in
from tests.factories import make_location, make_online_location


def test_a_home_shows_its_city_and_never_its_name(event: Event, now: datetime) -> None:
    load_world()
    public_id = place_in(event, TEHRAN, now=now, kind=LocationKind.HOME, name="Family Karimi")
    home = queries.get_location(event.id, public_id)
    seen = public_view(home, "fa")
    assert "Karimi" not in str(seen)
    assert "Karimi" not in str(guest_view(home, "en"))
    assert (seen.city, seen.city_latin, seen.country_name) == ("تهران", "Tehran", "ایران")
    assert public_view(home, "en").title == "A home in Tehran"


def test_guests_learn_the_address_of_a_hall_and_the_public_does_not(event: Event) -> None:
    hall = make_location(event=event)
    assert guest_view(hall, "en").address == "Mill Lane 1"
    assert "Mill Lane" not in str(public_view(hall, "en"))


def test_a_sofa_is_named_by_its_country(event: Event) -> None:
    sofa = make_online_location(event=event, country="IR")
    db.session.rollback()
    assert public_view(sofa, "en").title == "At home in Iran"
