"""What somebody may see of numbers who may not see people.

A number under ten is nearly a name, where three people watch at one place. So viewers see
whole tens, each rounded down: one person more or less does not show. And a sum never shows
so much that its parts could be found by subtracting: nine under-tens that make 81 would all
be nines. It is cut down until it tells nothing of a part beyond that part's own tens
(docs/adr/0019). Nor does a figure follow single people: it stays until ten or more have come
or gone, and nobody can know beforehand how many (docs/adr/0039).
"""

from collections.abc import Callable, Mapping, Sequence

STEP = 10

Shown = Callable[[str, int, Sequence[int]], int]
"""What a reader may see of a figure: its name, its number, and what they see of its parts."""

Distance = Callable[[str, int], int]
"""How far a figure must be from the number that is remembered of it, before it changes."""


def exactly(_figure: str, number: int, _parts: Sequence[int] = ()) -> int:
    """The number itself, for whoever may see the people anyway."""
    return number


def as_remembered(remembered: Mapping[str, int]) -> Shown:
    """For whoever may not: the tens of what is remembered, whatever the number is by now."""

    def shown(figure: str, _number: int, parts: Sequence[int] = ()) -> int:
        return in_tens(remembered.get(figure, 0), parts)

    return shown


def remember(
    remembered: Mapping[str, int], numbers: Mapping[str, int], distance: Distance
) -> dict[str, int]:
    """What is remembered from now on: a number only where it is far from the former one.

    :param distance: at least `STEP`; what is not remembered counts as 0
    """
    after = dict(remembered)
    for figure in {*remembered, *numbers}:
        before, number = remembered.get(figure, 0), numbers.get(figure, 0)
        if abs(number - before) >= distance(figure, before):
            after[figure] = number
    return {figure: number for figure, number in after.items() if number}


def in_tens(number: int, parts: Sequence[int] = ()) -> int:
    """The tens in a number; 0 stands for "under ten".

    :param parts: what is shown of the numbers that it is the sum of
    """
    tens = number // STEP * STEP
    return min(tens, _most(parts)) if parts else tens


def tell_nothing(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two tables of one sum, both in tens, may be shown beside each other."""
    return sum(one) <= _most(other) and sum(other) <= _most(one)


def _most(parts: Sequence[int]) -> int:
    """The highest tens that leave any one part at its lowest, with the others at their highest."""
    return (sum(parts) + (STEP - 1) * (len(parts) - 1)) // STEP * STEP
