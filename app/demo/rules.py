"""How the demo is drawn: chance comes in as a generator, time as an argument."""

import base64
import hashlib
import math
import random
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAYS_AHEAD = 42
HOUR = 15
SATURDAY = 5
SPREAD = timedelta(days=30)
HOLD = timedelta(hours=24)
PARTY_SIZES = {1: 55, 2: 25, 3: 10, 4: 6, 5: 2, 6: 1, 8: 1}
HOME_SEATS = (3, 12)
HALL_SEATS = (12, 2_000)
# Most halls hold about a hundred people, a few ten times as many.
HALL_MEAN, HALL_DEVIATION = 4.6, 0.7
_DIGITS = {
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
}


class Course(NamedTuple):
    """What became of a sign-up, as the columns of its row tell it."""

    state: str
    created_at: datetime
    held_until: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None


def generator(seed: int, *about: object) -> random.Random:
    """A source of chance for one subject, so that a change elsewhere does not move it."""
    digest = hashlib.sha256(repr((seed, *about)).encode()).digest()
    return random.Random(int.from_bytes(digest[:8]))


def beginning(now: datetime, zone: str) -> datetime:
    """Three in the afternoon of a Saturday, six to seven weeks away, in the event's zone."""
    day = now.astimezone(ZoneInfo(zone)) + timedelta(days=DAYS_AHEAD)
    day += timedelta(days=(SATURDAY - day.weekday()) % 7)
    return day.replace(hour=HOUR, minute=0, second=0, microsecond=0)


def digits(number: int, language: str) -> str:
    """A number in the digits of a language, without separators."""
    return str(number).translate(_DIGITS.get(language, {}))


def share_out(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Divide a total exactly, by weight; everybody gets one while there are enough.

    When there are fewer than receivers, those of the greatest weight get one each.
    """
    ranked = sorted(weights, key=lambda name: (-weights[name], name))[:total]
    rest, sum_of_weights = total - len(ranked), sum(weights[name] for name in ranked)
    exact = {name: rest * weights[name] / sum_of_weights for name in ranked}
    shares = {name: 1 + int(exact[name]) for name in ranked}
    by_remainder = sorted(ranked, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_remainder[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def seats(is_home: bool, chance: random.Random) -> int:
    """How many a home or a hall holds."""
    if is_home:
        return chance.randint(*HOME_SEATS)
    drawn = int(math.exp(chance.gauss(HALL_MEAN, HALL_DEVIATION)))
    return max(HALL_SEATS[0], min(HALL_SEATS[1], drawn))


def party_size(chance: random.Random) -> int:
    """How many come together: mostly one."""
    return chance.choices(list(PARTY_SIZES), list(PARTY_SIZES.values()))[0]


def course(now: datetime, chance: random.Random, *, has_address: bool) -> Course:
    """When somebody signed up within the last month, and what became of it.

    Sign-ups grow more frequent towards today. Only one younger than its hold can be
    pending, and one without an address has nothing to confirm.
    """
    now = now.replace(microsecond=0)
    age = timedelta(seconds=int(SPREAD.total_seconds() * (1 - chance.betavariate(2, 1))))
    created = now - age
    luck = chance.random()
    if not has_address:
        return Course("confirmed", created, None, created, None)
    if age < HOLD and luck < 0.5:
        return Course("pending", created, created + HOLD, None, None)
    if age > HOLD and luck < 0.03:
        return Course("expired", created, None, None, created + HOLD)
    confirmed = created + min(age, timedelta(minutes=chance.randint(1, 240)))
    if luck > 0.95:
        ended = confirmed + (now - confirmed) * chance.random()
        return Course("cancelled", created, None, confirmed, ended.replace(microsecond=0))
    return Course("confirmed", created, None, confirmed, None)


def public_id(chance: random.Random) -> str:
    """A location's name in addresses: as long as a real one, but decided by the seed."""
    return base64.urlsafe_b64encode(chance.randbytes(9)).decode()


def time_ordered_id(moment: datetime, chance: random.Random) -> uuid.UUID:
    """A version 7 UUID (RFC 9562) of a moment in the past."""
    milliseconds = int(moment.timestamp() * 1000)
    high = milliseconds << 80 | 7 << 76 | chance.getrandbits(12) << 64
    return uuid.UUID(int=high | 0b10 << 62 | chance.getrandbits(62))
