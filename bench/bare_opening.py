"""The limits of searching and exporting: the same rows read and decrypted, and nothing else.

One loop does nothing with what it has opened, one writes it with `csv`, and one hands ready
rows to XlsxWriter.
"""

import csv
import io
import json
import multiprocessing
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import xlsxwriter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, create_engine, text

from app.vault.keyfiles import KeyFiles
from app.vault.rules import DATA_KEY_ID, NONCE, binding, decrypt, open_with
from bench.installation import Installation

KEYS = text("SELECT id, audience, sealed FROM sealed_key WHERE audience = 'event-1'")
ROWS = "SELECT id, event_id, identity_box FROM registration ORDER BY created_at DESC, id DESC"
BATCH = 1000
COLUMNS = 12
"""As many as an export has."""


class BareOpening:
    """A process that waits with the opened data keys, as a signed-in session does."""

    def __init__(self, installation: Installation, event_key: bytes) -> None:
        fork = multiprocessing.get_context("fork")
        self._pipe, theirs = fork.Pipe()
        self._process = fork.Process(
            target=_open_on_demand, args=(theirs, installation, event_key), daemon=True
        )
        self._process.start()

    def ms(self, what: str = "open") -> float:
        """Milliseconds that one pass over all rows takes, to `open` them or to write a `csv`."""
        self._pipe.send(what)
        return float(self._pipe.recv())

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()


def _open_on_demand(pipe: Pipe, installation: Installation, event_key: bytes) -> None:
    engine = create_engine(installation.url)
    ciphers = _ciphers(engine, installation, event_key)
    while what := pipe.recv():
        began = time.perf_counter()
        with closing(engine.raw_connection()) as connection:
            if what == "csv":
                _write_csv(connection.cursor(), ciphers)
            else:
                for _opened in _opened_rows(connection.cursor(), ciphers):
                    pass
        pipe.send(1000 * (time.perf_counter() - began))


def _opened_rows(cursor: Any, ciphers: Mapping[bytes, AESGCM]) -> Iterator[bytes]:
    cursor.execute(ROWS)
    while rows := cursor.fetchmany(BATCH):
        for row_id, event_id, box in rows:
            where = row_id if isinstance(row_id, uuid.UUID) else uuid.UUID(row_id)
            place = binding("registration", "identity_box", event_id, where)
            head = box[: NONCE.start] + place.encode()
            yield ciphers[box[DATA_KEY_ID]].decrypt(box[NONCE], box[NONCE.stop :], head)


def _write_csv(cursor: Any, ciphers: Mapping[bytes, AESGCM]) -> None:
    file = io.StringIO()
    lines = csv.writer(file)
    for opened in _opened_rows(cursor, ciphers):
        values = json.loads(opened.rstrip(b"\0"))
        lines.writerow([values["name"], values["email"], *["as it is"] * (COLUMNS - 2)])


def bare_workbook_ms(rows: int) -> float:
    """Milliseconds that XlsxWriter takes for so many ready rows, in constant memory."""
    ready = ["Ann Example", "ann@example.org", *["as it is"] * (COLUMNS - 2)]
    began = time.perf_counter()
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet()
    for number in range(rows):
        for column, value in enumerate(ready):
            sheet.write_string(number, column, value)
    book.close()
    return 1000 * (time.perf_counter() - began)


def _ciphers(engine: Engine, installation: Installation, event_key: bytes) -> dict[bytes, AESGCM]:
    shred_key = KeyFiles(installation.folder / "keys", Path()).shred_key(1)
    ciphers = {}
    with engine.connect() as connection:
        for key_id, audience, sealed in connection.execute(KEYS):
            purpose = f"data key {audience} {key_id.hex()}"
            layer = open_with(event_key, sealed, purpose=purpose)
            ciphers[key_id] = AESGCM(decrypt(shred_key, layer, purpose=audience))
    return ciphers
