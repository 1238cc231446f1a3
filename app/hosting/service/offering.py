"""Offer a location, and prove the mail address behind the offer."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.events.models import Event, EventState
from app.gazetteer.models import City
from app.hosting import queries, rules
from app.hosting.errors import OffersClosed
from app.hosting.models import Host
from app.hosting.service.opening import open_location
from app.locations.addresses import seal_address
from app.locations.models import HostKey, LocationKind, LocationState
from app.locations.names import make_key
from app.locations.rules import Release
from app.locations.service import NewLocation, add_locations, new_public_id
from app.mail import outbox
from app.vault import keyfiles
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault


@dataclass(frozen=True)
class Offer:
    """What the form said."""

    name: str
    kind: LocationKind
    city: City
    address: str
    capacity: int
    email: str
    languages: tuple[str, ...]
    access: str
    release: Release
    listed: bool
    language: str
    submission: str


def offer(*, event: Event, offer: Offer, now: datetime) -> None:
    """Store a sealed offer and owe the letter that proves its address; once for each form.

    :raises OffersClosed: when the event takes no offers any more
    """
    published = event.state == EventState.PUBLISHED
    if not rules.hosting_is_open(event.sign_up_closes_at, now, published=published):
        raise OffersClosed
    place = _place(event, offer, now)
    host = _host(event, offer, now)
    key = make_key(event=event, public_id=place.public_id, now=now)
    try:
        with transaction() as session:
            _store(session, host, place, key, now)
    except IntegrityError:
        # Sent twice, the form is one offer.
        if queries.find_by_submission(event.id, host.submission_index) is None:
            raise


def prove(*, host_id: uuid.UUID, now: datetime) -> None:
    """Note that the host's mail address works; a trusted host's location opens at once.

    Proving twice is proving once.
    """
    with transaction() as session:
        host = queries.get_host(host_id, for_change=True)
        if host.location.state != LocationState.SUBMITTED:
            return
        host.proven_at = now
        host.location.state = LocationState.PROVEN
        log.record(
            session,
            actor=log.HOLDER,
            action="host.proven",
            now=now,
            event_id=host.event_id,
            about_id=host.id,
        )
        if queries.is_trusted(host.event_id, host.address_index):
            open_location(session, host, actor=log.CLOCK, now=now)


def _store(session: Session, host: Host, place: NewLocation, key: HostKey, now: datetime) -> None:
    added = add_locations(session, event_id=host.event_id, places=[place], now=now)
    host.location_id = key.location_id = added[place.public_id]
    session.add_all((host, key))
    session.flush()
    outbox.enqueue(session, kind="host.prove", event_id=host.event_id, about_id=host.id, now=now)


def _place(event: Event, offer: Offer, now: datetime) -> NewLocation:
    public_id, city = new_public_id(), offer.city
    is_home = offer.kind == LocationKind.HOME
    vault = current_vault()
    code = rules.invitation_code(vault.files.index_key, public_id)
    sealed = (
        seal_address(event=event, public_id=public_id, address=offer.address, now=now)
        if is_home
        else {"address": offer.address}
    )
    return NewLocation(
        public_id=public_id,
        kind=offer.kind,
        # What a home is called may be its host's name, and nobody is shown it.
        name="" if is_home else offer.name,
        country=city.country,
        city=city.name,
        city_id=city.id,
        region=city.region,
        latitude=city.latitude,
        longitude=city.longitude,
        timezone=city.timezone,
        languages=offer.languages,
        capacity=offer.capacity,
        state=LocationState.SUBMITTED,
        listed=offer.listed,
        access=offer.access,
        release=offer.release,
        invitation_index=vault.index(f"invitation:{event.id}", code),
        **sealed,
    )


def _host(event: Event, offer: Offer, now: datetime) -> Host:
    row_id, vault = uuid7(), current_vault()

    def seal(audience: str, column: str, values: dict[str, str]) -> bytes:
        place = binding("host", column, event.id, row_id)
        return vault.seal(audience, values, bound_to=place, now=now)

    address = normalise_address(offer.email)
    identity = {"email": offer.email, "name": offer.name}
    return Host(
        id=row_id,
        event_id=event.id,
        language=offer.language,
        contact_box=seal(
            keyfiles.mailer_audience(event.key_id), "contact_box", {"email": offer.email}
        ),
        identity_box=seal(keyfiles.event_audience(event.key_id), "identity_box", identity),
        address_index=vault.index(f"host:{event.id}", address),
        # With a corrected address, the same form is another offer.
        submission_index=vault.index(f"offer:{event.id}", f"{offer.submission}\0{address}"),
        consent_version=event.consent_version,
        created_at=now,
    )
