"""The public pages, with no proxy in front: the event's page and the search for a location."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from statistics import median
from urllib.parse import quote

from bench.databases import Databases
from bench.installation import LARGE, SMALL, limits_server
from bench.journeys import hello, look
from bench.load import NewJourney, load
from bench.plan import Plan
from bench.processes import WebServer, processor_seconds
from bench.report import Figure, at_least, told

CLIENTS, WARM_UP = 8, 2
SHARE_OF_HELLO = {"event page": 0.25, "location search": 0.10}
ASKED = ("", "?q=ber", "?q=London", "?country=DE", "?q=" + quote("تهران"), "?country=IN&page=2")


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database, small and large at once, in turns."""
    kind = databases.kind
    with ExitStack() as servers:
        limits = limits_server(plan.folder / f"{kind}-hello", databases.new())
        servers.callback(limits.stop)
        runs = {("h", "bare hello"): _Run(limits, hello, databases.server)}
        for size in (SMALL, LARGE):
            ours = plan.installation(databases, size)
            web = ours.web()
            servers.callback(web.stop)
            for page, paths in _paths(ours.slug()).items():
                runs[page, str(size)] = _Run(web, partial(look, paths), databases.server)
        for run in runs.values():
            run.warm_up()
        for _ in range(plan.rounds):
            for run in runs.values():
                run.go(plan.seconds)
    yield from _figures(kind, plan, runs)


def _paths(slug: str) -> dict[str, Sequence[str]]:
    events = [f"/{language}/{slug}" for language in ("en", "fa")]
    searches = [f"{event}/locations{asked}" for event in events for asked in ASKED]
    return {"event page": [f"{event}/" for event in events], "location search": searches}


class _Run:
    """One page under load, round after round."""

    def __init__(self, web: WebServer, journey: NewJourney, server: int | None) -> None:
        self._web, self._journey = web, journey
        self._pids = [web.pid, *([server] if server else [])]
        self._rates: list[float] = []
        self._costs: list[float] = []
        self.errors: set[str] = set()

    def warm_up(self) -> None:
        """Let every worker compile its templates and fill its caches."""
        load(self._web.port, self._journey, clients=CLIENTS, seconds=WARM_UP)

    def go(self, seconds: float) -> None:
        before = processor_seconds(*self._pids)
        tally = load(self._web.port, self._journey, clients=CLIENTS, seconds=seconds)
        used = processor_seconds(*self._pids) - before
        self._rates.append(tally.rate)
        self._costs.append(used / max(len(tally.durations), 1))
        self.errors |= set(tally.errors)

    @property
    def rate(self) -> float:
        """Pages a second."""
        return median(self._rates)

    @property
    def a_second_of_processor(self) -> float:
        """Pages that one second of processor in web server and database makes."""
        return 1 / median(self._costs)


def _figures(kind: str, plan: Plan, runs: dict[tuple[str, str], _Run]) -> Iterator[Figure]:
    base = runs.pop(("h", "bare hello"))
    yield told(kind, "h: bare hello", base.rate, "/s")
    for (page, size), run in runs.items():
        for error in run.errors:
            plan.say(f"    {kind}, {page}, {size}: {error}")
        name, share = f"{page}, {size}", SHARE_OF_HELLO[page]
        yield at_least(kind, name, run.rate, "/s", base.rate, share)
        ours, limit = run.a_second_of_processor, base.a_second_of_processor
        yield at_least(kind, f"{name}: a second of processor", ours, "pages", limit, share)
