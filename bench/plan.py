"""How much a run measures, and where it works."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """What the command line asked for."""

    folder: Path
    seconds: float
    """Of one round."""
    rounds: int
    """Ours and the limit take turns so often; their medians are compared."""

    def say(self, text: str) -> None:
        print(text, flush=True)
