"""Where the map glows."""

from datetime import UTC, datetime, timedelta

from app.locations.glow import GLOWS_FOR, Glow, count_steps
from app.locations.spots import Spot

NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
BERLIN, SYDNEY = (52.52, 13.4), (-33.87, 151.21)


def spots(point: tuple[float, float], number: int) -> list[Spot]:
    """So many homes at one point."""
    return [Spot(*point, n, "home", "DE", "", 1, "", False, frozenset()) for n in range(number)]


def look(full: int, *, of: int = 30, before: Glow | None = None, now: datetime = NOW) -> Glow:
    """The map when so many of the homes in Berlin are full."""
    steps = count_steps(spots(BERLIN, of), range(full))
    return before.next(steps, now) if before else Glow(steps)


def test_what_was_there_before_the_first_look_does_not_glow() -> None:
    assert look(25).shown() == []


def test_the_tenth_full_location_glows_and_no_other_before_the_twentieth() -> None:
    first = look(9)
    assert look(9, before=first).shown() == []
    assert len(look(10, before=first).shown()) == 1
    assert look(19, before=look(10)).shown() == []
    assert len(look(20, before=look(19)).shown()) == 1


def test_fewer_than_ten_never_glow() -> None:
    assert look(9, of=9, before=look(0, of=0)).shown() == []
    assert count_steps(spots(BERLIN, 9), range(9)) == {}


def test_ten_more_that_open_glow() -> None:
    assert len(look(0, of=10, before=look(0, of=9)).shown()) == 1


def test_what_empties_does_not_glow_and_glows_when_it_fills_again() -> None:
    emptier = look(5, before=look(10))
    assert emptier.shown() == []
    assert len(look(10, before=emptier).shown()) == 1


def test_it_glows_for_a_quarter_of_an_hour() -> None:
    grown = look(10, before=look(0))
    assert len(look(10, before=grown, now=NOW + GLOWS_FOR - timedelta(seconds=1)).shown()) == 1
    assert look(10, before=grown, now=NOW + GLOWS_FOR).shown() == []


def test_it_says_a_part_of_the_map_and_not_the_point() -> None:
    near, nearer = (count_steps(spots((50.9 + n, 12), 10), ()) for n in (0, 0.4))
    assert near == nearer
    (place,) = Glow({}).next(count_steps(spots(SYDNEY, 10), ()), NOW).shown()
    assert 80 < place[0] < 100
    assert 60 < place[1] < 90


def test_what_has_no_point_counts_nowhere() -> None:
    nowhere = [spot._replace(latitude=None) for spot in spots(BERLIN, 10)]
    assert count_steps(nowhere, ()) == {}
