"""`make bench`: measure the product beside its limits, in the same run.

    python -m bench [PART …] [--database sqlite|postgresql] [--seconds S] [--rounds N]
                    [--registrations N] [--rush-seconds S]

Prints each figure as soon as it is known, then all of them as a table, and writes
bench/results.json. docs/benchmarks.md says how to read them.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import (
    desk,
    exports,
    finding,
    first_view,
    growth,
    letters,
    live,
    pages,
    rush,
    sign_ups,
)
from bench.databases import KINDS, databases
from bench.installation import LARGE
from bench.plan import Plan
from bench.processes import end_in_order_when_asked
from bench.report import Figure, table, write

PARTS = {
    "sign_ups": sign_ups.measure,
    "pages": pages.measure,
    "desk": desk.measure,
    "exports": exports.measure,
    "finding": finding.measure,
    "first_view": first_view.measure,
    "growth": growth.measure,
    "letters": letters.measure,
    "live": live.measure,
    "rush": rush.measure,
}
RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Run the parts that the command line names, or all."""
    arguments = _arguments()
    end_in_order_when_asked()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="gatherwide-bench-") as folder:
        large = replace(LARGE, registrations=arguments.registrations)
        plan = Plan(
            Path(folder), arguments.seconds, arguments.rounds, large, arguments.rush_seconds
        )
        for kind in [arguments.database] if arguments.database else KINDS:
            with databases(kind, plan.folder) as place:
                for part in arguments.parts or PARTS:
                    plan.say(f"{kind}: {part}")
                    for figure in PARTS[part](plan, place):
                        figures.append(figure)
                        plan.say("  " + " ".join(table([figure]).splitlines()[1].split()))
    print(f"\n{table(figures)}\n")
    missed = sum(figure.met is False for figure in figures)
    print(f"{missed} of {sum(figure.met is not None for figure in figures)} targets missed.")
    write(figures, RESULTS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m bench", description="Measure the product beside its limits."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--database", choices=KINDS, help="only one of the two")
    parser.add_argument("--seconds", type=float, default=4.0, help="of one round")
    parser.add_argument("--rounds", type=int, default=3, help="whose median counts")
    parser.add_argument(
        "--registrations", type=int, default=LARGE.registrations, help="of the large demo"
    )
    parser.add_argument(
        "--rush-seconds", type=float, default=300.0, help="for which confirmations are watched"
    )
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return arguments


if __name__ == "__main__":
    main()
