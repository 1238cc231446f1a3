"""What is known after an ordeal, read without any code of the product but its blind index."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.vault.keyfiles import KeyFiles
from app.vault.rules import blind_index
from bench.installation import Installation
from bench.mail_sink import Sink
from bench.survival.checker import Facts, Place, Row
from bench.survival.clients import Clients
from bench.survival.killer import MAILER, Killer

ROWS = text("""
    SELECT r.event_id, r.address_index, r.receipt_index, r.location_id, r.party_size, r.state,
        (SELECT count(*) FROM outbox o WHERE o.about_id = r.id) AS letters
    FROM registration r
""")
PLACES = text("SELECT id, capacity, taken FROM location")


def gather(ours: Installation, clients: Clients, sink: Sink, killer: Killer) -> Facts:
    """Read the database, the relay's file, and what clients were told."""
    with ours.engine().connect() as connection:
        rows = connection.execute(ROWS).all()
        places = [Place(*row) for row in connection.execute(PLACES)]
    return Facts(
        acknowledged=list(clients.acknowledged),
        rows=_by_address(ours, clients, rows),
        places=places,
        letters=sink.letters(),
        owed=ours.count_owed(),
        mailer_kills=killer.kills[MAILER],
        broken_answers=sum(n for status, n in clients.answers.items() if status >= 500),
    )


def _by_address(ours: Installation, clients: Clients, rows: Any) -> dict[str, list[Row]]:
    key = KeyFiles(ours.folder / "keys", Path()).index_key
    event = rows[0].event_id if rows else 0
    names = {blind_index(key, f"address:{event}", a): a for a in clients.tried}
    receipts = {
        a: blind_index(key, f"receipt:{event}", code.replace("-", ""))
        for a, code in clients.acknowledged.items()
        if code
    }
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        name = names.get(bytes(row.address_index), "somebody that no client has heard of")
        if receipts.get(name, row.receipt_index) != row.receipt_index:
            name += ", who was told another receipt code,"
        found[name].append(Row(row.location_id, row.party_size, row.state, row.letters))
    return found
