"""What clients do: as a person with a browser would, form by form."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bench.http_client import Answer, Journey, Request, Unexpected

PLACES = 1000
"""How many the floor has."""

HIDDEN = re.compile(r'<input[^>]*\bname="?(csrf_token|submission)"?[^>]*\bvalue="([^"]*)"')
RECEIPT = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")


class SignedUp(NamedTuple):
    """What somebody remembers of a sign-up."""

    email: str
    receipt: str
    submission: str


def sign_up(slug: str, places: Sequence[str], crowd: str, number: int) -> Journey[SignedUp]:
    """The product: form, sign-up, and the page after it with the receipt code."""
    path = f"/en/{slug}/sign-up"
    place = places[number % len(places)]
    form = yield Request(f"{path}?location={place}")
    fields = {
        **hidden(form),
        "location": place,
        "email": f"{crowd}.{number}@example.org",
        "name": f"Ann {number}",
        "party_size": str(1 + number % 3),
        "language": "en",
        "consent": "y",
    }
    sent = yield Request(path, fields, cookie_of(form))
    _expect(sent, 303)
    page = yield Request(sent.headers["location"], cookie=cookie_of(sent, form))
    _expect(page, 200)
    # What stands before the page's own words holds none; every look for it costs processor.
    code = RECEIPT.search(page.text, page.text.find("<main"))
    if code is None:
        raise Unexpected("no receipt code")
    return SignedUp(fields["email"], code[0], fields["submission"])


def floor_sign_up(crowd: str, number: int) -> Journey[None]:
    """The same on the floor."""
    path = f"/{number % PLACES + 1}"
    form = yield Request(path)
    fields = {
        **hidden(form),
        "email": f"{crowd}.{number}@example.org",
        "name": f"Ann {number}",
        "party_size": str(1 + number % 3),
    }
    sent = yield Request(path, fields, cookie_of(form))
    _expect(sent, 303)
    page = yield Request(sent.headers["location"], cookie=cookie_of(sent, form))
    _expect(page, 200)


def look(paths: Sequence[str], number: int) -> Journey[None]:
    """One page of several; each must be fit for a proxy to hold."""
    page = yield Request(paths[number % len(paths)])
    _expect(page, 200)
    if "etag" not in page.headers or "public" not in page.headers.get("cache-control", ""):
        raise Unexpected("a proxy cannot hold it")
    if "set-cookie" in page.headers:
        raise Unexpected("it sets a cookie")


def look_anew(path: str, number: int) -> Journey[None]:
    """A page under an address that nobody has asked for before."""
    yield from look([f"{path}?anew={number}"], 0)


def hello(_number: int) -> Journey[None]:
    """The limit of every page."""
    _expect((yield Request("/hello")), 200)


def add_line(number: int) -> Journey[None]:
    """The limit of every write."""
    _expect((yield Request("/line", {"email": f"ann.{number}@example.org"})), 201)


def hidden(page: Answer) -> dict[str, str]:
    """The fields of a form that nobody sees."""
    _expect(page, 200)
    return dict(HIDDEN.findall(page.text))


def cookie_of(*answers: Answer) -> str:
    """What a browser sends along: the cookie of the newest answer that had one."""
    return next((a.headers["set-cookie"] for a in answers if "set-cookie" in a.headers), "")


def _expect(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise Unexpected(str(answer.status))
