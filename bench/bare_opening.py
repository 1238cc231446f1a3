"""The limit of the search by name: read and decrypt the same rows, and do nothing with them."""

import multiprocessing
import time
import uuid
from contextlib import closing
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, create_engine, text

from app.vault.keyfiles import KeyFiles
from app.vault.rules import DATA_KEY_ID, NONCE, binding, decrypt, open_with
from bench.installation import Installation

KEYS = text("SELECT id, audience, sealed FROM sealed_key WHERE audience = 'event-1'")
ROWS = "SELECT id, event_id, identity_box FROM registration ORDER BY created_at DESC, id DESC"
BATCH = 1000


class BareOpening:
    """A process that waits with the opened data keys, as a signed-in session does."""

    def __init__(self, installation: Installation, event_key: bytes) -> None:
        fork = multiprocessing.get_context("fork")
        self._pipe, theirs = fork.Pipe()
        self._process = fork.Process(
            target=_open_on_demand, args=(theirs, installation, event_key), daemon=True
        )
        self._process.start()

    def ms(self) -> float:
        """Milliseconds that one pass over all rows takes."""
        self._pipe.send("go")
        return float(self._pipe.recv())

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()


def _open_on_demand(pipe: Pipe, installation: Installation, event_key: bytes) -> None:
    engine = create_engine(installation.url)
    ciphers = _ciphers(engine, installation, event_key)
    while pipe.recv():
        began = time.perf_counter()
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(ROWS)
            while rows := cursor.fetchmany(BATCH):
                for row_id, event_id, box in rows:
                    where = row_id if isinstance(row_id, uuid.UUID) else uuid.UUID(row_id)
                    place = binding("registration", "identity_box", event_id, where)
                    head = box[: NONCE.start] + place.encode()
                    ciphers[box[DATA_KEY_ID]].decrypt(box[NONCE], box[NONCE.stop :], head)
        pipe.send(1000 * (time.perf_counter() - began))


def _ciphers(engine: Engine, installation: Installation, event_key: bytes) -> dict[bytes, AESGCM]:
    shred_key = KeyFiles(installation.folder / "keys", Path()).shred_key(1)
    ciphers = {}
    with engine.connect() as connection:
        for key_id, audience, sealed in connection.execute(KEYS):
            purpose = f"data key {audience} {key_id.hex()}"
            layer = open_with(event_key, sealed, purpose=purpose)
            ciphers[key_id] = AESGCM(decrypt(shred_key, layer, purpose=audience))
    return ciphers
