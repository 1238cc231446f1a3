"""Sign-ups that may belong to one person. The server cannot read names: whoever holds the key
opens them, some at a time, and compares them in this request alone."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from app.organizer.people import Person
from app.organizer.search import fold
from app.vault.rules import mailbox_of

MOST_SHOWN = 50


class Alike(NamedTuple):
    """Sign-ups that look like one person's, oldest first."""

    same_mailbox: bool
    """Dots and what follows a plus aside; else it is the name, in one place."""
    ids: Sequence[uuid.UUID]


def still_alike(groups: Iterable[Alike], apart: Collection[frozenset[uuid.UUID]]) -> list[Alike]:
    """Leave out whoever was told apart from everybody else in their group."""
    left = []
    for group in groups:
        ids = [
            one
            for one in group.ids
            if any(other != one and frozenset((one, other)) not in apart for other in group.ids)
        ]
        if ids:
            left.append(Alike(group.same_mailbox, ids))
    return left


def alike(rows: Iterable[Any], people: Mapping[uuid.UUID, Person]) -> list[Alike]:
    """Group rows with `id`, `city` and `country` by mailbox, and by name within a city."""
    mailboxes, names = defaultdict(list), defaultdict(list)
    for row in rows:
        person = people.get(row.id)
        if person is None or not person.readable:
            continue
        if "@" in person.email:
            mailboxes[mailbox_of(person.email)].append(row.id)
        name = " ".join(fold(person.name).split())
        if name:
            names[name, row.country, row.city].append(row.id)
    found = [Alike(True, ids) for ids in mailboxes.values() if len(ids) > 1]
    known = {frozenset(group.ids) for group in found}
    found += [
        Alike(False, ids) for ids in names.values() if len(ids) > 1 and frozenset(ids) not in known
    ]
    return found
