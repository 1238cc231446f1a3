"""Ann, whose name is to be read by some and by nobody else."""

import pytest

from app.locations.models import Location
from app.registration.models import Registration
from tests.factories import make_registration


@pytest.fixture
def anns(location: Location) -> Registration:
    """Ann's registration, sealed for real."""
    return make_registration(location=location, name="Ann")
