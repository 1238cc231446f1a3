"""Which cities are kept for beginnings that many names share."""

from app.gazetteer.tops import ANYWHERE, KEPT, MANY, Name, tops


def names(count: int, country: str = "US", first: int = 0) -> list[Name]:
    return [
        Name(f"san {number:04}", number, country, 1_000 - number, f"San {number}")
        for number in range(first, first + count)
    ]


def test_a_few_names_need_no_tops() -> None:
    assert list(tops(names(MANY))) == []


def test_the_biggest_are_kept_of_the_world_and_of_a_country_with_many() -> None:
    found = list(tops(sorted([*names(MANY + 1), *names(3, "MX", 500)])))
    world = [top.city_id for top in found if (top.prefix, top.country) == ("s", ANYWHERE)]
    assert world == list(range(KEPT))
    assert {top.country for top in found} == {ANYWHERE, "US"}
    assert {top.prefix for top in found} == {"s", "sa", "san", "san ", "san 0", "san 00"}


def test_a_city_is_kept_once_under_its_weightiest_name() -> None:
    twice = [Name("san a", 7, "US", 5_000, "San A"), Name("san b", 7, "US", 9_000, "San B")]
    found = [top for top in tops(sorted([*twice, *names(MANY)])) if top.prefix == "s"]
    assert [(top.city_id, top.name) for top in found[:2]] == [(7, "San B"), (0, "San 0")]
