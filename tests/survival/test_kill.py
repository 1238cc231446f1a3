"""Web server and mailer are killed under load; whatever was acknowledged is still there.

`python -m bench.survive` does the same with fifty kills.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.survival.run import Ordeal, survive

pytestmark = pytest.mark.timeout(300)
KILLS = 3
CLIENTS = 3
"""Enough that each kill hits somebody; more would take the processor from what starts anew."""


def test_nothing_acknowledged_is_lost_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gatherwide.sqlite'}"
    outcome = survive(Ordeal(tmp_path / "ordeal", url, KILLS, clients=CLIENTS, patient=False))
    assert outcome.acknowledged
    assert not outcome.faults, str(outcome)


def test_nothing_acknowledged_is_lost_on_postgresql(
    tmp_path: Path, new_postgresql: Callable[[], str]
) -> None:
    outcome = survive(
        Ordeal(
            tmp_path / "ordeal", new_postgresql(), KILLS, mailers=2, clients=CLIENTS, patient=False
        )
    )
    assert outcome.acknowledged
    assert not outcome.faults, str(outcome)


def test_a_letter_that_is_only_remembered_is_found_missing(tmp_path: Path) -> None:
    """With the promise broken on purpose the same check fails, so it can."""
    url = f"sqlite:///{tmp_path / 'gatherwide.sqlite'}"
    # A worker and a web server that die are enough: what clears up at the end sends the letters.
    ordeal = Ordeal(
        tmp_path / "ordeal", url, 2, mailers=0, clients=CLIENTS, patient=False, careless=True
    )
    outcome = survive(ordeal)
    assert any("has no letter" in fault for fault in outcome.faults)
