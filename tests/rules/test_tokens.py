"""Personal links open one row for one purpose, and nobody can make or alter one."""

import string
import uuid

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.web import tokens
from app.web.tokens import BadToken

ROW = uuid.UUID("01920000-0000-7000-8000-000000000001")


@pytest.fixture(scope="module")
def installation() -> Flask:
    """An application with nothing but its links."""
    return installation_with("the secret of this installation")


def installation_with(secret: str) -> Flask:
    application = Flask("links")
    tokens.init_app(application, secret)
    return application


@given(st.uuids(), st.integers(min_value=0, max_value=65535))
def test_a_link_opens_what_it_was_made_for(row: uuid.UUID, version: int) -> None:
    with installation_with("any").app_context():
        assert tokens.read_token(
            "registration", tokens.make_token("registration", row, version)
        ) == (
            row,
            version,
        )


def test_a_link_fits_a_path_and_has_the_same_length_always(installation: Flask) -> None:
    allowed = set(string.ascii_letters + string.digits + "-_")
    with installation.app_context():
        for version in (1, 2, 65535):
            token = tokens.make_token("registration", ROW, version)
            assert len(token) == tokens.LENGTH
            assert set(token) <= allowed


def test_a_link_is_the_same_whenever_it_is_made(installation: Flask) -> None:
    with installation.app_context():
        assert tokens.make_token("r", ROW, 1) == tokens.make_token("r", ROW, 1)


def test_another_version_purpose_or_row_shares_nothing_with_it(installation: Flask) -> None:
    with installation.app_context():
        made = {
            tokens.make_token("registration", ROW, 1)[:20],
            tokens.make_token("registration", ROW, 2)[:20],
            tokens.make_token("invitation", ROW, 1)[:20],
            tokens.make_token("registration", uuid.uuid4(), 1)[:20],
        }
    assert len(made) == 4


def test_a_link_does_not_open_for_another_purpose(installation: Flask) -> None:
    with installation.app_context():
        token = tokens.make_token("registration", ROW, 1)
        with pytest.raises(BadToken):
            tokens.read_token("invitation", token)


def test_a_link_of_another_installation_does_not_open(installation: Flask) -> None:
    with installation_with("the secret of another").app_context():
        token = tokens.make_token("registration", ROW, 1)
    with installation.app_context(), pytest.raises(BadToken):
        tokens.read_token("registration", token)


def test_a_link_with_one_letter_changed_does_not_open(installation: Flask) -> None:
    with installation.app_context():
        token = tokens.make_token("registration", ROW, 1)
        for place in range(len(token) - 1):
            changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            with pytest.raises(BadToken):
                tokens.read_token("registration", changed)


@given(st.text(max_size=60))
def test_no_text_that_somebody_types_opens_anything(text: str) -> None:
    with installation_with("any").app_context(), pytest.raises(BadToken):
        tokens.read_token("registration", text)
