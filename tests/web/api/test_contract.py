"""The document is kept: schemathesis asks for what it allows, and for what it does not."""

from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from app.api.operations import OPERATIONS
from app.locations.models import Location
from app.web.references import reference_of
from tests import factories
from tests.fixtures.databases import on_one_database
from tests.web.api.conftest import MakeToken

EXAMPLES = 3
"""Of each kind, for each operation."""
WITHOUT = [checks.positive_data_acceptance]
"""A cursor that this list did not make is refused, though it looks like one."""


@on_one_database
def test_every_answer_is_as_the_document_says(
    app: Flask, location: Location, make_token: MakeToken
) -> None:
    registration = factories.make_registration(location=location)
    there = {
        "event": "summit",
        "location": location.public_id,
        "registration": reference_of(registration.id),
    }
    headers = {"Authorization": f"Bearer {make_token()}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == len(OPERATIONS)
    for operation in operations:
        in_path = {name: str(there[name]) for name in there if f"{{{name}}}" in operation.path}
        rows_there = operation.as_strategy(path_parameters=in_path)
        # Otherwise everything would be a well-made 404.
        assert 200 in ask_for_examples(rows_there, headers), operation.path
        ask_for_examples(operation.as_strategy(GenerationMode.NEGATIVE), headers)


def ask_for_examples(cases: Any, headers: dict[str, str]) -> set[int]:
    """Send some requests, the same ones in each run, and let every check look at the answers."""
    statuses = set()

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        answer = case.call_and_validate(headers=headers, excluded_checks=WITHOUT)
        statuses.add(answer.status_code)

    ask()
    return statuses
