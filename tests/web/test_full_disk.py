"""When nothing more fits on the disk: everybody is told to come back, and nothing is lost."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import db
from app.locations.models import Location
from app.registration.models import Registration
from tests import pages

MORE_THAN_FITS = 60


@contextmanager
def full_disk() -> Iterator[None]:
    """A database file that may not grow. SQLite then says what it says of a full disk."""
    limit = "PRAGMA max_page_count="
    with db.engine.connect() as connection:
        connection.exec_driver_sql(f"{limit}1")
    try:
        yield
    finally:
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql(f"{limit}{2**30}")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_could_not_be_kept_is_told_to_come_back(
    client: FlaskClient, location: Location
) -> None:
    path = f"/en/summit/sign-up?location={location.public_id}"

    def sign_up(number: int) -> int:
        client.delete_cookie("session")
        page = pages.open_page(client, path)
        typed = {"email": f"ann{number}@example.org", "party_size": "1", "consent": "y"}
        answer = page.submit(client, "sign-up", **typed)
        assert answer.status_code == 303 or answer.headers["Retry-After"] == "60"
        return answer.status_code

    location.capacity = None
    db.session.commit()
    with full_disk():
        answers = [sign_up(number) for number in range(MORE_THAN_FITS)]
        pages.open_page(client, "/en/summit/")
    assert set(answers) == {303, 503}
    assert sign_up(MORE_THAN_FITS) == 303
    kept = db.session.scalar(select(func.count()).select_from(Registration))
    assert kept == answers.count(303) + 1


class FullLog(io.StringIO):
    """Standard error on a full disk."""

    def write(self, _line: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_log_that_takes_no_line_keeps_nobody_out(
    client: FlaskClient, location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", FullLog())
    assert client.get("/en/summit/").status_code == 200
