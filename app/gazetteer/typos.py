"""What somebody may have meant who hit one wrong key; plain values only.

P. Norvig, "How to Write a Spelling Corrector" (2007): every text that is one slip away is
made, and the index of exact names says which of them is a name. No table of trigrams or
deletions is needed, and every database gives the same answer.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from app.gazetteer.rules import normalise

SHORTEST: Final = 4
"""One slip in fewer letters makes any name of any other."""

SLIPS_WITHIN: Final = 12
"""So far into a name every letter is tried; few names are longer."""

_ALPHABETS: Final = {
    "CYRILLIC": "абвгдежзиклмнопрстуфхцчшщъыьэюяєіґјљњћџђѕңөүғқһәұў",
    "ARABIC": "ءابتثجحخدذرزسشصضطظعغفقلمنهوپچژکگیٹڈڑںټډړښڅځۍېۇۆڭ",
}
"""Scripts of which only a part is in use for names."""

_BLOCKS: Final = {
    "LATIN": "az",
    "GREEK": "αω",
    "ARMENIAN": "աև",
    "HEBREW": "את",
    "DEVANAGARI": "ँ्",
    "BENGALI": "ঁ্",
    "TAMIL": "அ்",
    "TELUGU": "అ్",
    "THAI": "ก๎",
    "GEORGIAN": "აჰ",
    "HIRAGANA": "ぁん",
    "KATAKANA": "ァー",
}
"""Other scripts by their first and their last letter. The thousands of Chinese and Korean
signs are chosen from a list, not hit by a key, and are too many to try."""


def one_slip_away(key: str) -> list[str]:
    """Return every key that is one slip away: a letter too many, too few, wrong or swapped.

    :param key: as `normalise` gives it
    :return: sorted, each once, without the key itself; none for a key that is too short
    """
    if len(key) < SHORTEST:
        return []
    letters = alphabet_of(key)
    found = {slip for at in range(len(key) + 1) for slip in _slips_at(key, at, letters)}
    return sorted(found - {key, ""})


def right_beginning(key: str) -> str:
    """Return how a name begins of which only the rest can hold the slip, "" if there is no such.

    It is for the slips that `one_slip_away` does not make: late in a long name, and of signs
    that are too many to try.
    """
    if len(key) > SLIPS_WITHIN + 1:
        return key[: SLIPS_WITHIN + 1]
    has_alphabet = bool(alphabet_of(key).strip())
    return "" if has_alphabet or len(key) < SHORTEST else key[: len(key) // 2]


def alphabet_of(key: str) -> str:
    """Return the letters of the scripts that a key is written in, and the space."""
    scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in key}
    return " " + "".join(map(_alphabet, sorted(scripts)))


def _slips_at(key: str, at: int, letters: str) -> Iterator[str]:
    before, after = key[:at], key[at:]
    if after:
        yield before + after[1:]
    if len(after) > 1:
        yield before + after[1] + after[0] + after[2:]
    if at > SLIPS_WITHIN:
        return
    for letter in letters:
        yield before + letter + after
        if after:
            yield before + letter + after[1:]


@lru_cache(maxsize=64)
def _alphabet(script: str) -> str:
    """Return the letters of a script that keys are made of; "" for one that has no alphabet."""
    first, last = map(ord, _BLOCKS.get(script, "10"))
    signs = _ALPHABETS.get(script) or map(chr, range(first, last + 1))
    return "".join(sign for sign in signs if normalise(sign) == sign)
