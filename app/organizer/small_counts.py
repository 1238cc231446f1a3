"""What somebody may see of numbers who may not see people.

A number under ten is nearly a name, where three people watch at one place. So viewers see
whole tens, each rounded down for itself: whatever they add or subtract, what is left is a
span of at least ten, and one person more or less does not show.
"""

STEP = 10


def exactly(number: int) -> int:
    """The number itself, for whoever may see the people anyway."""
    return number


def in_tens(number: int) -> int:
    """The tens in a number; 0 stands for "under ten"."""
    return number // STEP * STEP
