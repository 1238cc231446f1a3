"""Tokens and parameters, on plain values."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.api import rules
from app.api.credentials import EventKey, open_event_key, proof_of, proves, seal_event_key
from app.api.document import openapi
from app.api.errors import BadParameters
from app.api.operations import OPERATIONS, ROOT
from app.api.parameters import AFTER, COUNTRY, LIMIT, STATE, read_query
from app.vault.errors import BoxDoesNotOpen
from app.vault.keyfiles import KeyFiles
from tests.factories import NOW

ID, SECRET = "0123456789abcdef", "s" * 43


def test_a_token_is_read_as_it_was_written() -> None:
    assert rules.read_token(rules.write_token(ID, SECRET)) == (ID, SECRET)
    for text in (
        "",
        "gwt_",
        f"gwt_{ID}_{SECRET}x",
        f"gwt_{ID.upper()}_{SECRET}",
        f"x_{ID}_{SECRET}",
    ):
        assert rules.read_token(text) is None


def test_a_scope_brings_the_smaller_one_along() -> None:
    assert rules.with_included({"counts.exact"}) == ["counts.read", "counts.exact"]
    assert rules.with_included({"people.read"}) == ["people.read"]


@pytest.mark.parametrize(("minutes", "shown"), [(0, True), (9, True), (10, False)])
def test_a_new_token_is_shown_for_ten_minutes(minutes: int, shown: bool) -> None:
    assert rules.is_shown(NOW, NOW + timedelta(minutes=minutes)) is shown


def test_a_use_is_remembered_by_its_hour() -> None:
    assert rules.hour_of(NOW + timedelta(minutes=59)) == NOW
    assert isinstance(rules.hour_of(NOW), datetime)


def test_only_the_secret_proves_a_token_and_opens_its_box(key_files: KeyFiles) -> None:
    key = EventKey(1, b"k" * 96)
    box = seal_event_key(key, token_id=ID, secret=SECRET, files=key_files)
    assert proves(SECRET, proof_of(SECRET))
    assert not proves("t" * 43, proof_of(SECRET))
    opened = open_event_key(box, key_id=1, token_id=ID, secret=SECRET, files=key_files)
    assert opened == key.private
    for token_id, secret in ((ID, "t" * 43), ("f" * 16, SECRET)):
        with pytest.raises(BoxDoesNotOpen):
            open_event_key(box, key_id=1, token_id=token_id, secret=secret, files=key_files)


@pytest.mark.parametrize(
    ("query", "faulty"),
    [
        ("limit=0", {"limit"}),
        ("limit=201", {"limit"}),
        ("limit=٣", {"limit"}),
        ("limit=1.0", {"limit"}),
        ("limit=", {"limit"}),
        ("country=de", {"country"}),
        ("country=DEU", {"country"}),
        ("state=", {"state"}),
        ("state=Confirmed", {"state"}),
        ("state=confirmed&state=confirmed", {"state"}),
        ("after=a/b", {"after"}),
        ("coutry=DE&limit=x", {"coutry", "limit"}),
    ],
)
def test_a_query_that_is_not_as_described_is_refused(query: str, faulty: set[str]) -> None:
    pairs = MultiDict(tuple(part.split("=", 1)) for part in query.split("&"))
    with pytest.raises(BadParameters) as refused:
        read_query((LIMIT, AFTER, COUNTRY, STATE), pairs)
    assert set(refused.value.faults) == faulty


def test_what_is_not_asked_for_has_its_default() -> None:
    values = read_query((LIMIT, COUNTRY), MultiDict({"country": "DE"}))
    assert values == {"limit": 50, "country": "DE"}


def test_the_document_and_the_routes_say_the_same(app: Flask) -> None:
    document = openapi("http://localhost")
    described = {
        (path, method.upper()) for path, methods in document["paths"].items() for method in methods
    }
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.document"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == routes
    assert {ROOT + one.path for one in OPERATIONS} == set(document["paths"])
    marks = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "audience", "")
        for rule in app.url_map.iter_rules()
    }
    for one in OPERATIONS:
        assert marks[f"api.{one.name}"] == f"token:{one.scope or 'any'}"
        assert f"`{one.scope}`" in str(document["paths"][ROOT + one.path]) or one.scope is None
