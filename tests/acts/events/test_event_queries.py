from datetime import datetime

import pytest
from flask import Flask

from app.events import queries
from app.events.errors import EventNotFound
from app.events.models import EventState
from tests.factories import make_event


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.ARCHIVED])
def test_what_is_not_public_is_not_found(app: Flask, now: datetime, state: EventState) -> None:
    make_event(now=now, state=state)
    for get in (queries.get_event, queries.get_head):
        with pytest.raises(EventNotFound):
            get("summit")
    found = queries.find_event("summit")
    assert found is not None
    assert found.state == state


@pytest.mark.parametrize("slug", ["nothing", "\0", "a" * 1000, "ٌ", "SUMMIT", ""])
def test_whatever_is_asked_for_is_just_not_found(app: Flask, slug: str) -> None:
    assert queries.find_event(slug) is None
    with pytest.raises(EventNotFound):
        queries.get_head(slug)


def test_a_text_that_is_not_translated_is_given_in_the_first_language(
    app: Flask, now: datetime
) -> None:
    event = make_event(now=now, languages=["fa"])
    assert queries.text_of(event, "en").language == "fa"
