"""The demo's people: made-up names in the scripts of their countries, under example.org."""

import random
from dataclasses import dataclass

from app.demo import texts

DIASPORA = "persian"
DIASPORA_SHARE = 0.1
NOTES = (
    "We bring tea for everybody.",
    "One of us uses a wheelchair.",
    "Two small children come with us.",
    "I can help with chairs.",
    "می‌توانم در پذیرایی کمک کنم.",
    "هل يوجد مدخل بلا درج؟",
    "Ich komme etwas später.",
)


@dataclass(frozen=True)
class Person:
    """What somebody said when signing up."""

    name: str
    email: str
    """Empty for a sign-up by receipt."""
    note: str
    language: str


def draw_person(
    number: int, country: str, languages: tuple[str, ...], chance: random.Random
) -> Person:
    """Make up the n-th person of a country; no two have the same address."""
    abroad = chance.random() < DIASPORA_SHARE
    group = texts.name_groups()[DIASPORA] if abroad else texts.country_group(country)
    given, given_latin = chance.choice(group.given)
    family, _ = chance.choice(group.family)
    has_address, has_name, has_note = (chance.random() < share for share in (0.96, 0.92, 0.06))
    return Person(
        name=group.join.format(given=given, family=family) if has_name else "",
        email=f"{texts.address_part(given_latin)}.{number}@example.org" if has_address else "",
        note=chance.choice(NOTES) if has_note else "",
        language=group.language if group.language in languages else languages[0],
    )
