"""Kill web server and mailer under load, and look whether anything was lost.

    python -m bench.survive [--kills 50] [--database sqlite|postgresql] [--quick] [--careless]

Ends with an error if anything was lost, doubled or oversold. With --careless the letter
is owed only after the answer, outside of the transaction: the check must then fail.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.databases import KINDS, databases
from bench.processes import end_in_order_when_asked
from bench.survival.run import Ordeal, survive


def main() -> None:
    """Put each database to the ordeal."""
    arguments = _arguments()
    end_in_order_when_asked()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="gatherwide-survive-") as folder:
        for kind in [arguments.database] if arguments.database else KINDS:
            with databases(kind, Path(folder)) as place:
                ordeal = Ordeal(
                    folder=Path(folder) / kind,
                    url=place.new(),
                    kills=arguments.kills,
                    mailers=1 if kind == "sqlite" else 2,
                    careless=arguments.careless,
                    patient=not arguments.quick,
                )
                outcome = survive(ordeal)
            print(f"{kind}: {outcome}", flush=True)
            for fault in outcome.faults[:20]:
                print(f"  {fault}")
            wrong += len(outcome.faults)
    sys.exit(1 if wrong else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m bench.survive", description="Kill web server and mailer under load."
    )
    parser.add_argument("--kills", type=int, default=50, help="on each database")
    parser.add_argument("--database", choices=KINDS, help="only one of the two")
    parser.add_argument("--quick", action="store_true", help="set the clock on for the leases")
    parser.add_argument("--careless", action="store_true", help="break the promise")
    return parser.parse_args()


if __name__ == "__main__":
    main()
