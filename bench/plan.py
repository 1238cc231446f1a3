"""How much a run measures, where it works, and the installations that its parts share."""

from dataclasses import dataclass, field
from pathlib import Path

from bench.databases import Databases
from bench.installation import LARGE, Installation, Size


@dataclass(frozen=True)
class Plan:
    """What the command line asked for."""

    folder: Path
    seconds: float
    """Of one round."""
    rounds: int
    """Ours and the limit take turns so often; their medians are compared."""
    large: Size = LARGE
    """What the rush and the organizers' pages are measured with, beside the small demo."""
    rush_seconds: float = 300.0
    """For how long confirmations are watched while people sign up."""
    _made: dict[tuple[str, Size], Installation] = field(default_factory=dict)

    def installation(self, databases: Databases, size: Size) -> Installation:
        """The demo of a size; made once, as the large one takes a minute."""
        key = (databases.kind, size)
        if key not in self._made:
            self.say(f"  {databases.kind}: loading {size}")
            folder = self.folder / f"{databases.kind}-{size.registrations}"
            made = Installation(folder, databases.new())
            made.load_demo(size)
            made.make_room()
            self._made[key] = made
        return self._made[key]

    def say(self, text: str) -> None:
        print(text, flush=True)
