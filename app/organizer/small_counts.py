"""What somebody may see of numbers who may not see people.

A number under ten is nearly a name, where three people watch at one place. So viewers see
whole tens, each rounded down: one person more or less does not show. And a sum never shows
so much that its parts could be found by subtracting: nine under-tens that make 81 would all
be nines. It is cut down until it tells nothing of a part beyond that part's own tens.
docs/adr/0019 says why this is enough.
"""

from collections.abc import Callable, Sequence

STEP = 10

Shown = Callable[[int, Sequence[int]], int]
"""What a reader may see of a number, given what they see of its parts (none: it has none)."""


def exactly(number: int, _parts: Sequence[int] = ()) -> int:
    """The number itself, for whoever may see the people anyway."""
    return number


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
