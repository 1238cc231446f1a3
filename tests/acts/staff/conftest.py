"""Omar, whom most of these tests are about; and Ann, whose name only some may read."""

from datetime import datetime

import pytest
from flask import Flask

from app.locations.models import Location
from app.registration.models import Registration
from app.staff.person import SignedIn
from tests.acts.staff.people import OMAR, person
from tests.factories import make_organizer, make_registration


@pytest.fixture
def omar(app: Flask, now: datetime) -> SignedIn:
    """An owner, signed in."""
    make_organizer(email=OMAR)
    return person(OMAR, now)


@pytest.fixture
def anns(location: Location) -> Registration:
    """Ann's registration, sealed for real."""
    return make_registration(location=location, name="Ann")
