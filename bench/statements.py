"""How many SQL statements a page costs, counted inside one process."""

import multiprocessing
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from bench.http_client import Answer, Journey, Request
from bench.installation import OWNER, PASSWORD, Installation
from bench.journeys import hidden, sign_up
from bench.load import NewJourney
from config import Config
from tests.factories import count_statements


def statements_of_sign_up(installation: Installation) -> int:
    """Of form page, POST and signed-up page together."""
    journey = partial(sign_up, installation.slug(), installation.places(), "counted")
    return _in_a_process(installation, partial(_count_journey, journey))


def statements_of_list(installation: Installation) -> int:
    """Of the first page of the organizers' list."""
    return _in_a_process(installation, partial(_count_list, installation.slug()))


def _count_journey(journey: NewJourney, client: FlaskClient) -> int:
    # The first one makes data keys and fills caches, as in any process.
    _walk(client, journey(1))
    with count_statements() as statements:
        _walk(client, journey(2))
    return len(statements)


def _count_list(slug: str, client: FlaskClient) -> int:
    form = hidden(_answer(client.get("/organizer/sign-in")))
    signed_in = client.post(
        "/organizer/sign-in", data={**form, "email": OWNER, "password": PASSWORD}
    )
    assert signed_in.status_code == 303
    path = f"/organizer/{slug}/registrations"
    client.get(path)
    with count_statements() as statements:
        assert client.get(path).status_code == 200
    return len(statements)


def _walk(client: FlaskClient, journey: Journey[Any]) -> None:
    try:
        request = next(journey)
        while True:
            request = journey.send(_answer(_open(client, request)))
    except StopIteration:
        return


def _open(client: FlaskClient, request: Request) -> TestResponse:
    if request.fields is None:
        return client.get(request.path)
    return client.post(request.path, data=dict(request.fields))


def _answer(response: TestResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.headers}
    return Answer(response.status_code, headers, response.get_data())


def _in_a_process(installation: Installation, measure: Callable[[FlaskClient], int]) -> int:
    """A process of its own, because settings and logging belong to the whole of one."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)

    log = installation.folder / "counting.log"

    def run() -> None:
        with log.open("wb") as file:
            # The product writes a line for each request.
            os.dup2(file.fileno(), sys.stderr.fileno())
        os.environ.update(installation.environment)
        theirs.send(measure(create_app(Config.from_environment()).test_client()))

    worker = fork.Process(target=run)
    worker.start()
    worker.join()
    if worker.exitcode:
        raise RuntimeError(log.read_text("utf-8")[-3000:])
    number: int = ours.recv()
    return number
