"""Pages by key: as fast at the end of a long list as at its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the cursors of the pages on either side (None where there is none)."""

    rows: Sequence[Row]
    newer: str | None = None
    older: str | None = None
