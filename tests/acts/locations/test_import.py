from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.database import db
from app.events.models import Event
from app.locations.importing import import_file
from app.locations.models import Location, LocationKind, LocationName, LocationState
from app.vault.keyfiles import KeyFiles, event_audience
from app.vault.rules import binding
from app.vault.service import Opener
from app.web.csv_reading import BadFile
from tests.acts.locations.world import BERLIN, load_world
from tests.factories import save

FILE = """\
external_id,name,kind,city,country,capacity,languages,access,address
h1,Kulturhaus,hall,Berlin,DE,50,de en,Step-free,Main Street 1
p1,Family Karimi,home,تهران,IR,6,fa,,Secret Alley 7
o1,,online,,DE,,,,
"""


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    load_world()


def run(event: Event, text: str, now: datetime) -> list[str]:
    return import_file(event=event, content=text.encode(), now=now)


def stored(public_id: str) -> Location:
    return db.session.scalars(select(Location).where(Location.public_id == public_id)).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Location)) or 0


def test_a_file_becomes_approved_locations_in_its_order(event: Event, now: datetime) -> None:
    hall, home, online = (stored(public_id) for public_id in run(event, FILE, now))
    assert (hall.name, hall.city_id, hall.capacity, hall.languages) == (
        "Kulturhaus",
        BERLIN,
        50,
        ["de", "en"],
    )
    assert (home.city, home.timezone, home.latitude) == ("Tehran", "Asia/Tehran", 35.69)
    assert (online.kind, online.capacity, online.timezone) == (
        LocationKind.ONLINE,
        None,
        "Europe/Berlin",
    )
    assert home.name == ""  # it was its host's
    assert {hall.state, home.state, online.state} == {LocationState.APPROVED}
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.detail) == ("operator", {"added": 3, "changed": 0})


def test_a_halls_address_is_public_and_a_homes_is_sealed(
    event: Event, now: datetime, key_files: KeyFiles
) -> None:
    hall, home, _online = (stored(public_id) for public_id in run(event, FILE, now))
    assert (hall.address, hall.address_box) == ("Main Street 1", None)
    assert home.address is None
    assert home.address_box is not None
    private_key = key_files.take_unclaimed_key(1)
    assert private_key is not None
    opener = Opener(event_audience(1), private_key)
    bound_to = binding("location", "address_box", event.id, home.public_id)
    assert opener.open(home.address_box, bound_to) == {"address": "Secret Alley 7"}


def test_no_key_leads_to_a_home_by_the_name_of_its_host(event: Event, now: datetime) -> None:
    run(event, FILE, now)
    keys = set(db.session.scalars(select(LocationName.key)))
    assert keys == {"kulturhaus berlin"}


def test_the_same_file_again_changes_what_changed_and_keeps_the_seats(
    event: Event, now: datetime
) -> None:
    before = run(event, FILE, now)
    hall = stored(before[0])
    hall.taken, hall.state = 7, LocationState.CLOSED
    save(hall)
    text = FILE.replace("Kulturhaus", "Town Hall").replace(",50,", ",60,")
    after = run(event, text, now)
    db.session.expire_all()
    hall = stored(after[0])
    assert after[:2] == before[:2]
    assert (hall.name, hall.capacity, hall.taken, hall.state) == (
        "Town Hall",
        60,
        7,
        LocationState.CLOSED,
    )
    assert set(db.session.scalars(select(LocationName.key))) == {"town hall berlin", "hall berlin"}
    assert count() == 3


def test_a_limit_that_goes_away_leaves_no_seats_taken(event: Event, now: datetime) -> None:
    (public_id, *_rest) = run(event, FILE, now)
    hall = stored(public_id)
    hall.taken = 7
    save(hall)
    run(event, FILE.replace(",50,", ",,"), now)
    db.session.expire_all()
    assert (stored(public_id).capacity, stored(public_id).taken) == (None, 0)


def test_a_limit_cannot_be_set_where_people_were_not_counted(event: Event, now: datetime) -> None:
    run(event, FILE.replace(",50,", ",,"), now)
    with pytest.raises(BadFile, match="line 2, column capacity"):
        run(event, FILE, now)


def test_a_limit_cannot_fall_below_the_seats_that_people_hold(event: Event, now: datetime) -> None:
    (public_id, *_rest) = run(event, FILE, now)
    hall = stored(public_id)
    hall.taken = 7
    save(hall)
    with pytest.raises(BadFile, match="line 2, column capacity"):
        run(event, FILE.replace(",50,", ",6,"), now)
    run(event, FILE.replace(",50,", ",7,"), now)
    assert stored(public_id).capacity == 7


def test_one_unknown_city_stores_nothing(event: Event, now: datetime) -> None:
    text = FILE + "h2,Barn,hall,Atlantis,DE,10,,,\n"
    with pytest.raises(BadFile, match="line 5, column city"):
        run(event, text, now)
    assert count() == 0


def test_an_unknown_city_will_do_with_its_point_and_zone(event: Event, now: datetime) -> None:
    text = (
        "name,kind,city,country,latitude,longitude,timezone\n"
        "Barn,hall,Atlantis,DE,51.2345,10.9876,Europe/Berlin\n"
        "Farm,home,Atlantis,DE,51.2345,10.9876,Europe/Berlin\n"
    )
    barn, farm = (stored(public_id) for public_id in run(event, text, now))
    assert (barn.city_id, barn.city, barn.latitude) == (None, "Atlantis", 51.2345)
    assert (farm.latitude, farm.longitude) == (51.2, 11.0)


def test_a_home_stands_at_its_citys_centre_whatever_the_file_says(
    event: Event, now: datetime
) -> None:
    text = "name,kind,city,country,latitude,longitude\nX,home,Berlin,DE,52.4001,13.1001\n"
    (home,) = (stored(public_id) for public_id in run(event, text, now))
    assert (home.latitude, home.longitude) == (52.52, 13.41)


def test_the_command_prints_an_id_a_line(app: Flask, event: Event, tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(FILE, encoding="utf-8-sig")
    result = app.test_cli_runner().invoke(
        args=["locations", "import", str(file), "--event", event.slug]
    )
    assert result.exit_code == 0, result.output
    assert [stored(line).kind for line in result.stdout.split()] == [
        LocationKind.HALL,
        LocationKind.HOME,
        LocationKind.ONLINE,
    ]


def test_the_command_fails_with_one_clear_line(app: Flask, event: Event, tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(FILE.replace(",50,", ",many,"), encoding="utf-8")
    arguments = ["locations", "import", str(file), "--event"]
    bad = app.test_cli_runner().invoke(args=[*arguments, event.slug])
    assert bad.exit_code != 0
    assert bad.stdout == ""
    assert len(bad.stderr.splitlines()) == 1
    assert "line 2, column capacity" in bad.stderr
    unknown = app.test_cli_runner().invoke(args=[*arguments, "nowhere"])
    assert (unknown.exit_code, unknown.stderr) == (1, "Error: There is no event 'nowhere'.\n")
