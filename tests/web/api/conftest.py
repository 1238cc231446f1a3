"""Tools and their tokens."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.api.rules import SCOPES
from app.events.models import Event
from tests import pages

DESK = "/organizer/summit/tokens"
EVENT = "/api/v1/events/summit"
MakeToken = Callable[..., str]
Ask = Callable[..., TestResponse]


@pytest.fixture
def make_token(organizer_client: FlaskClient, event: Event) -> MakeToken:
    """Omar makes a token at the desk, and copies it from the page."""

    def make(*scopes: str, days: int = 90) -> str:
        page = pages.open_page(organizer_client, DESK)
        fields: dict[str, Any] = {
            "name": "Door lists",
            "scopes": list(scopes or SCOPES),
            "days": days,
        }
        assert submit_new(organizer_client, page, **fields).status_code == 303
        shown = pages.open_page(organizer_client, DESK).all("#secret-1")[0]
        kept = pages.open_page(organizer_client, DESK).submit(organizer_client, "/kept")
        assert kept.status_code == 303
        return shown

    return make


def submit_new(client: FlaskClient, page: pages.Page, **fields: Any) -> TestResponse:
    """Send the form for a new token, which is not the only one whose address begins like this."""
    form = next(form for form in page.forms() if form.action == DESK)
    return client.post(DESK, data={**form.fields, **fields})


@pytest.fixture
def ask(app: Flask) -> Ask:
    """A tool: it has a token and no cookies."""

    def get(path: str, token: str, **how: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        return app.test_client(use_cookies=False).get(path, headers=headers, **how)

    return get
