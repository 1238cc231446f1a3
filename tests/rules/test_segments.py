"""Names that pages of ours take away from events."""

from werkzeug.routing import Map, Rule

from app.web.segments import taken_by_pages


def taken(*rules: str) -> frozenset[str]:
    return taken_by_pages(Map([Rule(rule) for rule in rules]).iter_rules())


def test_a_page_beside_events_takes_its_name() -> None:
    assert taken("/organizer/<event>/", "/organizer/password", "/organizer/sign-in/code") == {
        "password",
        "sign-in",
    }


def test_pages_elsewhere_or_below_an_event_take_nothing() -> None:
    assert taken("/organizer/<event>/log", "/healthz", "/r/<token>/watch", "/organizer/") == set()


def test_a_language_stands_before_an_event_as_before_a_page() -> None:
    assert taken("/<string:lang>/<event>/", "/<string:lang>/about", "/x/<event>") == {"about"}
