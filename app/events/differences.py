"""What changed between two revisions, in words. Pure, as rules are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from app.events.rules import ITEM_FIELDS, TEXT_FIELDS

SAME, ADDED, REMOVED = "same", "added", "removed"
FEW = 8
"""Words around a change that are shown; what lies between is cut."""
CUT = "…"
_WORDS = re.compile(r"\S+\s*|\s+")


class Piece(NamedTuple):
    """Some words, and whether they came, went or stayed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that is not as it was."""

    field: str
    language: str
    """'' where it belongs to no language."""
    about: str
    """The title of the thing of the programme that it belongs to; '' for the event itself."""
    pieces: tuple[Piece, ...]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every field in which two contents of an event differ."""
    return [*_of_texts(old["texts"], new["texts"]), *_of_programme(old, new)]


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts as one: word by word what went, what came, and a little around it."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(before[i:j])))
            continue
        if j > i:
            pieces.append(Piece(REMOVED, "".join(before[i:j])))
        if m > k:
            pieces.append(Piece(ADDED, "".join(after[k:m])))
    return tuple(_shortened(pieces))


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    for place, piece in enumerate(pieces):
        words = _WORDS.findall(piece.text) if piece.kind == SAME else []
        if len(words) <= 2 * FEW:
            yield piece
            continue
        head = "".join(words[:FEW]) if place else ""
        tail = "".join(words[-FEW:]) if place < len(pieces) - 1 else ""
        yield Piece(SAME, f"{head}{CUT} {tail}")


def _of_texts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for language in dict.fromkeys([*old, *new]):
        before, after = old.get(language, {}), new.get(language, {})
        for field in TEXT_FIELDS:
            yield from _field(field, language, "", before.get(field, ""), after.get(field, ""))


def _of_programme(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = list(old["programme"]), list(new["programme"])
    for item in [one for one in before if one in after]:
        before.remove(item)
        after.remove(item)
    pairs = _pairs(before, after)
    for one, other in pairs:
        yield from _of_item(one, other)


def _pairs(before: list[Any], after: list[Any]) -> list[tuple[Any, Any]]:
    """Which of the new items an old one became: by its title, else by its time, else none."""
    pairs: list[tuple[Any, Any]] = []
    left = list(after)
    for alike in (_titles, lambda item: {item["starts_at"]}):
        for one in list(before):
            match = next((other for other in left if alike(one) & alike(other)), None)
            if match is not None:
                pairs.append((one, match))
                before.remove(one)
                left.remove(match)
    return [*pairs, *((one, None) for one in before), *((None, one) for one in left)]


def _titles(item: Mapping[str, Any]) -> set[str]:
    return {text["title"] for text in item["texts"].values() if text["title"]}


def _of_item(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Change]:
    about = next(iter(sorted(_titles(new or old or {"texts": {}}))), "")
    for field in ("starts_at", "ends_at"):
        yield from _field(field, "", about, *(one[field] if one else "" for one in (old, new)))
    yield from _field("speakers", "", about, *(_lines(one) for one in (old, new)))
    texts = [one["texts"] if one else {} for one in (old, new)]
    for language in dict.fromkeys([*texts[0], *texts[1]]):
        before, after = (text.get(language, {}) for text in texts)
        for field in ITEM_FIELDS:
            yield from _field(field, language, about, before.get(field, ""), after.get(field, ""))
        yield from _field("speakers", language, about, _lines(before), _lines(after))


def _lines(content: Mapping[str, Any] | None) -> str:
    return "\n".join(content.get("speakers", [])) if content else ""


def _field(field: str, language: str, about: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        pieces = compare(old, new) if field not in ("starts_at", "ends_at") else _whole(old, new)
        yield Change(field, language, about, pieces)


def _whole(old: str, new: str) -> tuple[Piece, ...]:
    return tuple(Piece(kind, text) for kind, text in ((REMOVED, old), (ADDED, new)) if text)
