"""What somebody may have meant who hit one wrong key; plain values only.

P. Norvig, "How to Write a Spelling Corrector" (2007): every text that is one slip away is
made, and the index of exact names says which of them is a name. So it is for a slip among the
first letters, as long as many names begin as the text does up to there; for a later one few do,
and those are compared with a pattern that leaves the letter open. No table of trigrams or
deletions is needed, and every database gives the same answer.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Final

from app.gazetteer.rules import normalise

SHORTEST: Final = 4
"""One slip in fewer letters makes any name of any other."""

MOST_TRIED: Final = 16
"""Every letter is tried in so many places at most, however many names begin so."""

SIGNS_TRIED: Final = 2
"""The same where the signs are too many to try; of those few names share even two."""

GAP: Final = "_"
"""Stands for any one letter, as in SQL's LIKE."""

OPEN_END: Final = "%"
"""Stands for any letters or none, as there."""

HALF: Final = 6
"""From so many letters on, a text with a slip may be only the beginning of a name."""

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


def letters_tried(key: str, crowded: str) -> int:
    """Return among how many first letters every letter is tried: one more than very many names
    begin with.

    :param crowded: of the beginnings that very many names share the last one that is not behind
        the key. What it begins with is shared by as many, so where it differs from the key, no
        longer beginning of the key is.
    """
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(key, crowded, strict=False))
    return min(sum(1 for _pair in alike) + 1, MOST_TRIED)


def one_slip_away(key: str, tried: int) -> list[str]:
    """Return the keys that are one slip away: a letter too many or swapped, and too few or wrong.

    The latter two only among the first letters; `patterns` are for the others.

    :param key: as `normalise` gives it
    :param tried: among so many letters, as `letters_tried` says
    :return: sorted, each once, without the key itself; none for a key that is too short
    """
    if len(key) < SHORTEST:
        return []
    found = {slip for at in range(len(key)) for slip in _too_many_or_swapped(key, at)}
    letters = alphabet_of(key)
    for at in range(min(tried, len(key) + 1)):
        found.update(_too_few_or_wrong(key, at, letters))
    return sorted(found - {key, ""})


def patterns(key: str, tried: int) -> list[str]:
    """Return what a name is like of which a letter is missing or wrong behind the first ones.

    :param key: as `normalise` gives it, which leaves no sign in it that has a meaning in SQL's LIKE
    :param tried: as `one_slip_away` takes it
    :return: each with a gap for one letter, and with an open end where the text may be only the
        beginning of a name; none for a key that is too short
    """
    if len(key) < SHORTEST:
        return []
    has_letters = bool(alphabet_of(key).strip())
    first = tried if has_letters else SIGNS_TRIED
    end = "" if has_letters and len(key) < HALF else OPEN_END
    missing = [f"{key[:at]}{GAP}{key[at:]}{end}" for at in range(first, len(key) + 1)]
    wrong = [f"{key[:at]}{GAP}{key[at + 1 :]}{end}" for at in range(first, len(key))]
    return missing + wrong


def alphabet_of(key: str) -> str:
    """Return the letters of the scripts that a key is written in, and the space."""
    scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in key}
    return " " + "".join(map(_alphabet, sorted(scripts)))


def _too_many_or_swapped(key: str, at: int) -> Iterator[str]:
    before, after = key[:at], key[at:]
    yield before + after[1:]
    if len(after) > 1:
        yield before + after[1] + after[0] + after[2:]


def _too_few_or_wrong(key: str, at: int, letters: str) -> Iterator[str]:
    before, after, rest = key[:at], key[at:], key[at + 1 :]
    for letter in letters:
        yield before + letter + after
        if after:
            yield before + letter + rest


@lru_cache(maxsize=64)
def _alphabet(script: str) -> str:
    """Return the letters of a script that keys are made of; "" for one that has no alphabet."""
    first, last = map(ord, _BLOCKS.get(script, "10"))
    signs = _ALPHABETS.get(script) or map(chr, range(first, last + 1))
    return "".join(sign for sign in signs if normalise(sign) == sign)
