"""Names that an event must not have, because a page of ours stands where its own would."""

from collections.abc import Iterable, Iterator

from werkzeug.routing import Rule

EVENT = "<event>"


def taken_by_pages(rules: Iterable[Rule]) -> frozenset[str]:
    """The fixed parts of addresses beside which an event's name stands, out of the URL map.

    `/organizer/password` is a page, so an event called "password" could not be opened there.
    """
    paths = [rule.rule.strip("/").split("/") for rule in rules]
    before = {tuple(path[: path.index(EVENT)]) for path in paths if EVENT in path}
    return frozenset(_fixed_parts(paths, before))


def _fixed_parts(paths: list[list[str]], before: set[tuple[str, ...]]) -> Iterator[str]:
    for path in paths:
        for prefix in before:
            part = path[len(prefix)] if len(path) > len(prefix) else ""
            if tuple(path[: len(prefix)]) == prefix and part and "<" not in part:
                yield part
