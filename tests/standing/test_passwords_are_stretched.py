"""What a guess at a password costs, read from the source: the tests themselves pay less."""

import re

from config import ROOT


def test_a_guess_costs_at_least_64_mebibytes_and_three_passes() -> None:
    source = (ROOT / "app" / "staff" / "unlock.py").read_text(encoding="utf-8")
    pattern = r"^TIME_COST, MEMORY_KIB, LANES = (\d+), (\d+) \* 1024, 1$"
    cost = re.search(pattern, source, re.MULTILINE)
    assert cost
    assert int(cost[1]) >= 3
    assert int(cost[2]) >= 64


def test_signing_in_is_hashed_at_the_same_cost() -> None:
    source = (ROOT / "app" / "staff" / "accounts.py").read_text(encoding="utf-8")
    assert '"argon2__time_cost": unlock.TIME_COST,' in source
    assert '"argon2__memory_cost": unlock.MEMORY_KIB,' in source
