"""The demo's files: every text fits its column, every name makes a mail address."""

import pytest
from email_validator import validate_email

from app.demo import texts
from app.demo.people import draw_person
from app.demo.rules import generator
from app.events.models import EventText, ProgrammeText

LANGUAGES = texts.summit()["languages"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summit_speaks_every_language_of_its_stream(language: str) -> None:
    words = texts.summit()["texts"][language]
    for name in ("title", "headline", "summary"):
        assert 0 < len(words[name]) <= EventText.__table__.c[name].type.length
    assert words["body"]


def test_the_programme_is_told_in_every_language_without_a_gap() -> None:
    minute = 0
    for item in texts.summit()["programme"]:
        assert item["minute"] == minute
        minute += item["minutes"]
        for language in LANGUAGES:
            title, summary = item[language]
            assert len(title) <= ProgrammeText.__table__.c.title.type.length
            assert len(summary) <= ProgrammeText.__table__.c.summary.type.length
    assert minute == texts.summit()["minutes"]


def test_no_country_is_in_two_groups() -> None:
    listed = [country for raw in texts.raw_groups().values() for country in raw["countries"]]
    assert len(listed) == len(set(listed)) == len(texts.group_of_countries())


def test_every_name_makes_an_address_that_may_be_written_to() -> None:
    for name, group in texts.name_groups().items():
        for own, latin in group.given:
            assert own, name
            person = _person_called(own, latin)
            validate_email(person, check_deliverability=False, allow_smtputf8=False)


def test_no_two_people_have_the_same_address() -> None:
    chance = generator(1, "people")
    people = [draw_person(n, "IR", ("en", "fa"), chance) for n in range(500)]
    addresses = [person.email for person in people if person.email]
    assert len(addresses) == len(set(addresses)) > 450
    assert all(address.endswith("@example.org") for address in addresses)


def test_names_are_written_as_their_country_writes_them() -> None:
    chance = generator(1, "people")
    names = {draw_person(n, "CN", ("en",), chance).name for n in range(300)}
    assert any("\u4e00" <= name[0] <= "\u9fff" for name in names if name)


def _person_called(own: str, latin: str) -> str:
    from_latin = texts.address_part(latin)
    assert from_latin != "guest", own
    return f"{from_latin}.1@example.org"
