"""What was measured, and whether it is enough."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measurement beside its limit. Without a target it is only told."""

    database: str
    what: str
    ours: float
    unit: str
    limit: float | None = None
    """What the limit reached in the same run, in the same unit."""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None


def told(database: str, what: str, ours: float, unit: str, limit: float | None = None) -> Figure:
    """A figure without a target."""
    return Figure(database, what, ours, unit, limit, ours / limit if limit else None)


def at_least(
    database: str, what: str, ours: float, unit: str, limit: float, share: float
) -> Figure:
    """A figure that must reach a share of its limit."""
    ratio = ours / limit if limit else 0.0
    target = f"at least {share:.0%} of it"
    return Figure(database, what, ours, unit, limit, ratio, target, ratio >= share)


def at_most(database: str, what: str, ours: float, unit: str, limit: float, times: float) -> Figure:
    """A figure that may be so many times its limit."""
    ratio = ours / limit if limit else float("inf")
    return Figure(database, what, ours, unit, limit, ratio, f"at most {times:g} ×", ratio <= times)


def below(database: str, what: str, ours: float, unit: str, most: float) -> Figure:
    """A figure that may not be above a number."""
    return Figure(database, what, ours, unit, target=f"at most {most:g} {unit}", met=ours <= most)


def write(figures: Iterable[Figure], path: Path) -> None:
    """Keep the figures as JSON, with the machine that they come from."""
    content = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "figures": [asdict(figure) for figure in figures],
    }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text."""
    rows = [("database", "what", "ours", "limit", "ratio", "target", "")]
    rows += [_row(figure) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    return (
        figure.database,
        figure.what,
        f"{_number(figure.ours)} {figure.unit}",
        "" if figure.limit is None else _number(figure.limit),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        figure.target,
        verdict,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
