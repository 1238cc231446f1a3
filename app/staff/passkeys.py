"""Passkeys (WebAuthn), on plain values: what a browser is asked for, and whether its answer holds.

The checking is py_webauthn's, the library inside Flask-Security's own passkeys. Nothing here
reads a file, a table or the clock.
"""

from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.staff.errors import PasskeyRefused

PATIENCE = 120_000
"""Milliseconds in which somebody may look for their key."""
MALFORMED = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the library lets through of an answer that no browser would give."""

Parsed = TypeVar("Parsed")


class Site(NamedTuple):
    """For whom passkeys are made: an authenticator answers to nobody else."""

    host: str
    origin: str


class Credential(NamedTuple):
    """A passkey as the browser is told of it."""

    id: bytes
    transports: Sequence[str]


class NewPasskey(NamedTuple):
    """What an authenticator has just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


class Signed(NamedTuple):
    """What checking an answer takes of a passkey that is known."""

    public_key: bytes
    sign_count: int


def site_of(public_url: str) -> Site | None:
    """The site that passkeys belong to; None where browsers make none.

    They want a name, not a bare IP address, and https unless the name is this very machine's.
    """
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if not host or _is_address(host) or (parts.scheme != "https" and host != "localhost"):
        return None
    return Site(host, f"{parts.scheme}://{parts.netloc.lower()}")


def ask_to_make(site: Site, *, holder: bytes, challenge: bytes, known: Iterable[Credential]) -> str:
    """What the browser needs to make a passkey, as JSON.

    It names nobody: many authenticators copy names to their maker's servers.
    """
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.host,
        user_id=holder,
        user_name=site.host,
        challenge=challenge,
        timeout=PATIENCE,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def ask_to_sign(site: Site, *, challenge: bytes, known: Iterable[Credential]) -> str:
    """What the browser needs to use one of the passkeys that are known, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=PATIENCE,
        allow_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def made(site: Site, answer: str, *, challenges: Iterable[bytes]) -> NewPasskey:
    """Check the answer to `ask_to_make`.

    :raises PasskeyRefused: for another site or challenge, tampered with, or malformed
    """

    def check() -> NewPasskey:
        credential = parse_registration_credential_json(answer)
        checked = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=_answered(credential, challenges),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
        told = credential.response.transports or []
        return NewPasskey(
            checked.credential_id,
            checked.credential_public_key,
            checked.sign_count,
            [transport.value for transport in told],
        )

    return _careful(check)


def credential_of(answer: str) -> bytes:
    """Which passkey an answer claims to come from.

    :raises PasskeyRefused: malformed
    """
    return _careful(lambda: bytes(parse_authentication_credential_json(answer).raw_id))


def signed(site: Site, answer: str, passkey: Signed, *, challenges: Iterable[bytes]) -> int:
    """Check the answer to `ask_to_sign`; how often the passkey has signed by now out.

    :raises PasskeyRefused: for another site or challenge, by another key, malformed, or with a
        count that did not grow, as a copy of the authenticator would
    """

    def check() -> int:
        credential = parse_authentication_credential_json(answer)
        checked = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=_answered(credential, challenges),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
        return checked.new_sign_count

    return _careful(check)


def _answered(credential: Any, challenges: Iterable[bytes]) -> bytes:
    """The challenge that was answered, out of those that are open; one of them if none was."""
    answered = parse_client_data_json(credential.response.client_data_json).challenge
    kept = list(challenges)
    return answered if answered in kept else kept[0]


def _careful(check: Callable[[], Parsed]) -> Parsed:
    try:
        return check()
    except MALFORMED as fault:
        raise PasskeyRefused from fault


def _descriptors(known: Iterable[Credential]) -> list[PublicKeyCredentialDescriptor]:
    named = {transport.value: transport for transport in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=one.id, transports=[named[way] for way in one.transports if way in named]
        )
        for one in known
    ]


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
