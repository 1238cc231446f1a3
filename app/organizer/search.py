"""Find somebody by address, by receipt code or by name.

Addresses and codes are found by their blind indexes. Names are only sealed, so all of
them are opened in memory, in the session of whoever holds the key.
"""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.registration.models import Registration
from app.registration.queries import desk
from app.registration.rules import read_receipt_code
from app.vault.errors import BoxDoesNotOpen
from app.vault.rules import binding, normalise_address
from app.vault.service import Opener, current_vault

ONE_SPELLING = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": None})
"""Arabic and Persian keyboards write one name with different letters."""


@dataclass(frozen=True)
class Found:
    """Sign-ups, newest first."""

    rows: Sequence[Registration]
    more: bool = False
    """There were too many; only the newest are here."""
    needs_key: bool = False
    """Names cannot be searched without a key."""


def find(text: str, event_id: int, *, countries: tuple[str, ...], opener: Opener | None) -> Found:
    """Whoever the text means: an exact address, a receipt code, or part of a name."""
    if "@" in text:
        index = current_vault().index(f"address:{event_id}", normalise_address(text))
        return Found(desk.registrations_of_address(event_id, index, countries=countries))
    code = read_receipt_code(text)
    if code:
        index = current_vault().index(f"receipt:{event_id}", code)
        rows = desk.registrations_of_receipt(event_id, index, countries=countries)
        # Some names of sixteen letters could be codes.
        if rows:
            return Found(rows)
    if opener is None:
        return Found((), needs_key=True)
    ids = _ids_by_name(text, event_id, countries, opener)
    rows = desk.registrations_with_ids(event_id, ids[: desk.MOST_FOUND], countries=countries)
    return Found(rows, more=len(ids) > desk.MOST_FOUND)


def fold(text: str) -> str:
    """A name in the form in which it is compared: any width, any case, either keyboard."""
    return unicodedata.normalize("NFKC", text).casefold().translate(ONE_SPELLING).strip()


def _ids_by_name(
    text: str, event_id: int, countries: tuple[str, ...], opener: Opener
) -> list[uuid.UUID]:
    """One more than are shown at most, so that it can be told whether there are more."""
    wanted = fold(text)
    found: list[uuid.UUID] = []
    for batch in desk.sealed_identities(event_id, countries=countries):
        opener.prepare([box for _id, box in batch])
        for row_id, box in batch:
            place = binding("registration", "identity_box", event_id, row_id)
            try:
                name = opener.open(box, place)["name"]
            except BoxDoesNotOpen:
                continue
            # Most names are plain ASCII, which NFKC leaves alone.
            folded = name.lower() if name.isascii() else fold(name)
            if wanted in folded:
                found.append(row_id)
                if len(found) > desk.MOST_FOUND:
                    return found
    return found
