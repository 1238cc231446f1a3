import pytest

from app.gazetteer.rules import distance_km
from app.locations import rules
from app.locations.errors import BadPoint
from app.locations.rules import Availability


@pytest.mark.parametrize(
    ("capacity", "taken", "expected"),
    [
        (None, 0, Availability.FREE),
        (20, 0, Availability.FREE),
        (20, 15, Availability.FREE),
        (20, 16, Availability.FEW),
        (100, 80, Availability.FEW),
        (100, 79, Availability.FREE),
        (3, 0, Availability.FEW),
        (20, 20, Availability.FULL),
        (20, 21, Availability.FULL),
    ],
)
def test_availability_tells_few_from_a_fifth_or_three_seats(
    capacity: int | None, taken: int, expected: Availability
) -> None:
    assert rules.availability(capacity, taken) is expected


@pytest.mark.parametrize("text", ["52.5,13.4", " 52.5 , 13.4 ", "۵۲٫۵،۱۳٫۴"])
def test_a_point_is_read_in_any_digits(text: str) -> None:
    assert rules.parse_point(text) == (52.5, 13.4)


@pytest.mark.parametrize(
    "text",
    ["", "x", "1", "1,2,3", "nan,1", "1,nan", "inf,1", "91,0", "0,181", "-91,0", "1e999,0", "\0,1"],
)
def test_what_is_not_on_this_earth_is_no_point(text: str) -> None:
    with pytest.raises(BadPoint):
        rules.parse_point(text)


@pytest.mark.parametrize(
    ("text", "page"),
    [("", 1), ("x", 1), ("-1", 1), ("0", 1), ("7", 7), ("۷", 7), ("9" * 400, rules.LAST_PAGE)],
)
def test_a_page_number_is_never_an_error(text: str, page: int) -> None:
    assert rules.parse_page(text) == page


def test_a_box_goes_across_the_date_line() -> None:
    box = rules.box_around((0.0, 179.5), 111.2)
    assert box.west == pytest.approx(178.5)
    assert box.east == pytest.approx(-179.5)


def test_a_box_at_the_pole_goes_all_around() -> None:
    box = rules.box_around((89.9, 10.0), 60)
    assert (box.west, box.east, box.north) == (-180.0, 180.0, 90.0)


@pytest.mark.parametrize("latitude", [0.0, 52.5, -70.0, 84.0])
def test_a_box_reaches_as_far_as_it_says(latitude: float) -> None:
    box = rules.box_around((latitude, 20.0), 300)
    for corner in (
        (box.south, 20.0),
        (box.north, 20.0),
        (latitude, box.west),
        (latitude, box.east),
    ):
        assert distance_km((latitude, 20.0), corner) >= 299


def test_typed_text_loses_what_cannot_be_seen_but_keeps_the_non_joiner() -> None:
    assert rules.clean_text(" \u202eخانه\u200cما\0\x07\t x ") == "خانه\u200cما x"
    assert len(rules.clean_text("a" * 10_000)) == 100


def test_a_hall_is_found_from_each_of_its_words() -> None:
    keys = rules.search_keys("Kulturhaus Mitte", "Berlin", shown=True, city_known=True)
    assert keys == {"kulturhaus mitte berlin", "mitte berlin"}


def test_a_home_is_not_found_by_the_name_of_its_host() -> None:
    assert rules.search_keys("Family Karimi", "Berlin", shown=False, city_known=True) == set()


def test_a_place_in_an_unknown_city_is_found_by_that_city() -> None:
    assert rules.search_keys("Ahmadi", "Ghale", shown=False, city_known=False) == {"ghale"}
