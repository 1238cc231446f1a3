"""Which texts are surely no name and begin none, told from memory; plain values only.

B. H. Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors" (1970): every name sets
some bits of a long row, and a text of which one bit is not set was never among them. Of the
hundreds of texts that are one slip away from what was typed only a few are left to ask the
database for.
"""

from collections.abc import Callable, Iterable, Iterator
from zlib import crc32

BITS_A_TEXT = 10
"""At least so many bits there are for each text, of which it sets three. Of the others, then,
one in sixty gets through."""

BEGUN = (5, 8)
"""Of a name its first letters are known as well: so many."""

_BEGINNING = "…"
"""Tells a beginning from a name; no key holds it."""

_ODD, _ALL_BITS = 2_654_435_761, 0xFFFFFFFF
"""D. Knuth's multiplier makes other places out of a checksum of 32 bits."""

_LENGTHS = range(10, 33)
"""The row has 2 to the power of one of these bits."""


def make_sieve(names: Iterable[str]) -> bytes:
    """Return the row of bits for these keys; the same keys give the same bits."""
    texts = set(names)
    beginnings = {name[:n] + _BEGINNING for n in BEGUN for name in texts if len(name) >= n}
    checksums = {crc32(text.encode()) for text in texts | beginnings}
    length = next(n for n in _LENGTHS if 1 << n >= BITS_A_TEXT * len(checksums))
    row, shift = bytearray(1 << (length - 3)), 32 - length
    for checksum in checksums:
        for place in _places(checksum, shift):
            row[place >> 3] |= 1 << (place & 7)
    return bytes(row)


def version_of(sieve: bytes) -> int:
    """Return a number that another sieve is most unlikely to have."""
    return crc32(sieve) >> 1


def names_among(sieve: bytes, texts: Iterable[str]) -> list[str]:
    """Return the texts that may be names: all that are, and a few more."""
    is_known = _look_into(sieve)
    return [text for text in texts if is_known(text)]


def beginnings_among(sieve: bytes, texts: Iterable[str]) -> list[str]:
    """Return the texts with which names may begin: all that do, and some more."""
    is_known = _look_into(sieve)
    return [text for text in texts if all(map(is_known, _beginnings_of(text)))]


def _beginnings_of(text: str) -> Iterator[str]:
    return (text[:length] + _BEGINNING for length in BEGUN if len(text) >= length)


def _look_into(sieve: bytes) -> Callable[[str], bool]:
    """Return what tells whether all bits of a text are set; an empty sieve lets all through."""
    if not sieve:
        return lambda _text: True
    shift = 32 - (len(sieve).bit_length() + 2)

    def bit(place: int) -> int:
        return sieve[place >> 3] >> (place & 7) & 1

    def is_known(text: str) -> bool:
        first, second, third = _places(crc32(text.encode()), shift)
        return bool(bit(first) and bit(second) and bit(third))

    return is_known


def _places(checksum: int, shift: int) -> tuple[int, int, int]:
    second = checksum * _ODD & _ALL_BITS
    return checksum >> shift, second >> shift, (second * _ODD & _ALL_BITS) >> shift
