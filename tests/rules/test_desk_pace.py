"""A list on its way out gives way to others, and waits for nobody where there is nobody."""

from app.organizer.pace import CROWDED, LONGEST, pause


def test_a_page_is_followed_by_a_rest_as_long_where_others_wait() -> None:
    assert pause(CROWDED + 1, 0.1) == 0.1
    assert pause(100, 60.0) == LONGEST
    assert pause(CROWDED, 0.1) == 0.0
    assert pause(0, 60.0) == 0.0
