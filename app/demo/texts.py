"""The demo's words: files in `data/`, written for it and read here."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
FALLBACK = "english"
_SPELLED_OUT = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"}
)


@dataclass(frozen=True)
class NameGroup:
    """Names that go together: each as people write it, and as a mail address does."""

    language: str
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    join: str
    """The full name's form, with `{given}` and `{family}`."""


@cache
def summit() -> dict[str, Any]:
    """The event, its texts and its programme."""
    return _read("summit.json")


@cache
def places() -> dict[str, Any]:
    """Names of halls and streets by language, and notes on access."""
    return _read("places.json")


@cache
def voices() -> dict[str, Any]:
    """What people write to the event, and what its organizers announce."""
    return _read("voices.json")


@cache
def raw_groups() -> dict[str, Any]:
    """The file of names as it is."""
    return _read("people.json")


@cache
def name_groups() -> dict[str, NameGroup]:
    """Every group of names, by the name of the group."""
    return {name: _group(raw) for name, raw in raw_groups().items()}


@cache
def group_of_countries() -> dict[str, str]:
    """Which group of names is common in a country; those not listed use the fallback."""
    return {country: name for name, raw in raw_groups().items() for country in raw["countries"]}


def country_group(country: str) -> NameGroup:
    """The names that are common in a country."""
    return name_groups()[group_of_countries().get(country, FALLBACK)]


@cache
def address_part(name: str) -> str:
    """A name as it stands in a mail address: small letters from a to z."""
    plain = unicodedata.normalize("NFKD", name.translate(_SPELLED_OUT)).encode("ascii", "ignore")
    return re.sub("[^a-z]", "", plain.decode().lower()) or "guest"


def _group(raw: dict[str, Any]) -> NameGroup:
    form = "{given} {family}"
    if raw.get("family_first"):
        form = "{family} {given}" if raw.get("spaced") else "{family}{given}"
    given, family = (
        tuple(_pair(word) for word in raw[part].split()) for part in ("given", "family")
    )
    return NameGroup(raw["language"], given, family, form)


def _pair(word: str) -> tuple[str, str]:
    own, _, latin = word.partition("=")
    return own, latin or own


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return content
