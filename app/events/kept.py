"""What a process keeps in memory for some seconds, so that a rush does not ask the database."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from flask import Flask, current_app

Value = TypeVar("Value")

MOST = 256
"""More than the events and languages of an installation; a bound all the same."""


class Kept(Generic[Value]):
    """Values by key, each made again when it is older than `seconds`.

    Two threads may make the same value at once; both are right, and one stays.
    """

    def __init__(self, seconds: float) -> None:
        self._age = timedelta(seconds=seconds)
        self._values: dict[Hashable, tuple[datetime, Value]] = {}

    def get(self, key: Hashable, now: datetime, make: Callable[[], Value]) -> Value:
        """Return the value of a key, from memory while it is fresh."""
        found = self._values.get(key)
        # A clock that was set back must not keep a value for hours.
        if found is not None and found[0] <= now < found[0] + self._age:
            return found[1]
        value = make()
        if len(self._values) >= MOST:
            self._values.clear()
        self._values[key] = (now, value)
        return value

    def last(self, key: Hashable) -> Value | None:
        """Return the value that was made last for a key, however old, or None."""
        found = self._values.get(key)
        return found[1] if found else None

    def forget(self) -> None:
        """Drop every value."""
        self._values.clear()


def keep(app: Flask, name: str, seconds: float) -> None:
    """Give the application a place to keep values of one kind."""
    app.extensions.setdefault("kept", {})[name] = Kept[Any](seconds)


def kept(name: str) -> Kept[Any]:
    """The running application's place for values of that kind."""
    place: Kept[Any] = current_app.extensions["kept"][name]
    return place


def forget_all() -> None:
    """Let the next visitor see everything as it is in the database, as after a bulk load."""
    for place in current_app.extensions["kept"].values():
        place.forget()
