"""An organizer's browser: signed in, one request after another."""

import time

from bench.http_client import Answer, Request, Unexpected, ask
from bench.installation import OWNER, PASSWORD
from bench.journeys import hidden

SIGN_IN = "/organizer/sign-in"


class Organizer:
    """Signed in on one installation."""

    def __init__(self, port: int, slug: str) -> None:
        self.event = f"/organizer/{slug}"
        self.list = f"{self.event}/registrations"
        self._port, self._cookies = port, dict[str, str]()
        form = hidden(self.get(SIGN_IN))
        self._ask(SIGN_IN, {**form, "email": OWNER, "password": PASSWORD}, expected=303)
        self._form = hidden(self.get(self.list))

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self._ask(path)

    def search(self, text: str) -> Answer:
        """Search the list."""
        return self._ask(self.list, {**self._form, "q": text})

    def _ask(
        self, path: str, fields: dict[str, str] | None = None, *, expected: int = 200
    ) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = ask(self._port, Request(path, fields, cookie))
        if answer.status != expected:
            raise Unexpected(f"{path}: {answer.status}")
        for pair in filter(None, answer.headers.get("set-cookie", "").split("; ")):
            name, _, value = pair.partition("=")
            self._cookies[name] = value
        return answer


class Stopwatch:
    """How long the block took, in milliseconds."""

    def __enter__(self) -> "Stopwatch":
        self._began = time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ms = 1000 * (time.perf_counter() - self._began)
