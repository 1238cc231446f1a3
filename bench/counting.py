"""`python -m bench.counting FILE`: how many lines of nginx a second the counter takes.

Makes the lines of 100,000 watchers at 30,000 locations for some minutes, lets the counter read
them as it reads those of nginx, and compares every number that comes out with the true one.
"""

import json
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from app.livestream.counter import Lines
from app.livestream.presence import Closed, Tally, Tickets

WATCHERS, LOCATIONS, MINUTES = 100_000, 30_000, 10
BEGUN = 1_800_000_000
TICKETS = Tickets(b"k" * 32)


def make_lines(file: Path) -> Counter[int]:
    """Write them in order of time; gives the watchers of each location."""
    draw = random.Random(1)
    tickets = {place: TICKETS.of(place) for place in range(1, LOCATIONS + 1)}
    watchers = [
        (draw.randint(1, LOCATIONS), f"{draw.getrandbits(32):08x}") for _ in range(WATCHERS)
    ]
    with file.open("w", encoding="ascii") as lines:
        for minute in range(MINUTES):
            draw.shuffle(watchers)
            for number, (place, tab) in enumerate(watchers):
                second = BEGUN + 60 * minute + 60 * number // WATCHERS
                lines.write(f"{second}.{number % 1000:03d} {tickets[place]} {tab}\n")
    return Counter(place for place, _tab in watchers)


def count(file: Path) -> list[Closed]:
    """What `flask livestream count` does, up to writing the numbers down."""
    tally, closed = Tally(TICKETS), []
    with Lines(file) as lines:
        while found := lines.read():
            tally.hear_lines(found)
            last = int(found[found.rfind(b"\n") + 1 :][:10])
            closed += tally.close(datetime.fromtimestamp(last, UTC))
    return closed + tally.close(datetime.fromtimestamp(BEGUN + 3600 * MINUTES, UTC))


def main() -> None:
    """Print lines a second, by the clock and by the processor, as JSON."""
    file = Path(sys.argv[1])
    true = make_lines(file)
    clock, processor = time.perf_counter(), time.process_time()
    closed = count(file)
    lines = WATCHERS * MINUTES
    by_clock = lines / (time.perf_counter() - clock)
    by_processor = lines / (time.process_time() - processor)
    assert [one.screens for one in closed] == [true] * MINUTES, "a number is wrong"
    print(json.dumps({"by_clock": by_clock, "by_processor": by_processor}))


if __name__ == "__main__":
    main()
