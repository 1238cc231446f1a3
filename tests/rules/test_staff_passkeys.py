"""Passkeys: for which addresses, what the browser is told, and which answers hold."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from app.staff import passkeys, rules
from app.staff.errors import PasskeyRefused
from app.staff.passkeys import Credential, Signed, Site
from tests.authenticator import Authenticator

SITE = Site("desk.example.org", "https://desk.example.org")
ASKED, EARLIER = b"a" * 32, b"b" * 32
NOBODY = b"h" * 32


def key(*, origin: str = SITE.origin, host: str = SITE.host, count: int = 0) -> Authenticator:
    return Authenticator(origin=origin, host=host, count=count)


def to_make(challenge: bytes = ASKED) -> str:
    return passkeys.ask_to_make(SITE, holder=NOBODY, challenge=challenge, known=[])


def to_sign(one: Authenticator, challenge: bytes = ASKED) -> str:
    return passkeys.ask_to_sign(SITE, challenge=challenge, known=[Credential(one.id, ["usb"])])


def known(one: Authenticator, count: int = 0) -> Signed:
    made = passkeys.made(SITE, one.make(to_make()), challenges=[ASKED])
    return Signed(made.public_key, count)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://desk.example.org", SITE),
        ("https://Desk.example.org/", SITE),
        ("https://a.example:8443", Site("a.example", "https://a.example:8443")),
        ("http://localhost:8000", Site("localhost", "http://localhost:8000")),
        ("http://desk.example.org", None),
        ("https://192.0.2.7", None),
        ("http://127.0.0.1:8000", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_browsers_make_passkeys_for_names_over_https_alone(address: str, site: Site | None) -> None:
    assert passkeys.site_of(address) == site


def test_a_passkey_names_nobody_and_stays_out_of_lists_of_accounts() -> None:
    asked = json.loads(to_make())
    assert asked["user"]["name"] == asked["rp"]["name"] == SITE.host
    assert asked["user"]["displayName"] == SITE.host
    assert asked["attestation"] == "none"
    assert asked["authenticatorSelection"]["residentKey"] == "discouraged"


def test_an_answer_holds_for_a_question_that_is_open() -> None:
    one = key(count=3)
    made = passkeys.made(SITE, one.make(to_make()), challenges=[EARLIER, ASKED])
    assert (made.credential_id, made.sign_count, made.transports) == (one.id, 3, ["internal"])
    answer = one.sign(to_sign(one))
    assert passkeys.credential_of(answer) == one.id
    signed = Signed(made.public_key, 3)
    assert passkeys.signed(SITE, answer, signed, challenges=[EARLIER, ASKED]) == 4
    for asked in ([EARLIER], [NOBODY]):
        with pytest.raises(PasskeyRefused):
            passkeys.signed(SITE, answer, signed, challenges=asked)
        with pytest.raises(PasskeyRefused):
            passkeys.made(SITE, one.make(to_make()), challenges=asked)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"origin": "https://desk.example.org.evil.example"},
        {"origin": "http://desk.example.org"},
        {"origin": "https://desk.example.org:8443"},
        {"host": "evil.example"},
    ],
)
def test_what_was_made_or_signed_for_another_site_is_refused(elsewhere: dict[str, str]) -> None:
    one = key(**elsewhere)
    with pytest.raises(PasskeyRefused):
        passkeys.made(SITE, one.make(to_make()), challenges=[ASKED])
    honest = key()
    one.id, one.key = honest.id, honest.key
    with pytest.raises(PasskeyRefused):
        passkeys.signed(SITE, one.sign(to_sign(one)), known(honest), challenges=[ASKED])


@pytest.mark.parametrize(("before", "now", "holds"), [(0, 0, True), (5, 6, True), (5, 5, False)])
def test_a_count_that_goes_back_betrays_a_copy(before: int, now: int, holds: bool) -> None:
    one = key()
    stored = known(one, count=before)
    one.count = now - 1
    answer = one.sign(to_sign(one))
    if holds:
        assert passkeys.signed(SITE, answer, stored, challenges=[ASKED]) == now
    else:
        with pytest.raises(PasskeyRefused):
            passkeys.signed(SITE, answer, stored, challenges=[ASKED])


def test_another_key_or_a_changed_letter_is_refused() -> None:
    one, other = key(), key()
    answer = one.sign(to_sign(one))
    with pytest.raises(PasskeyRefused):
        passkeys.signed(SITE, answer, known(other), challenges=[ASKED])
    told = json.loads(answer)
    told["response"]["authenticatorData"] = "A" + told["response"]["authenticatorData"][1:]
    with pytest.raises(PasskeyRefused):
        passkeys.signed(SITE, json.dumps(told), known(one), challenges=[ASKED])


@pytest.mark.parametrize(
    "answer",
    [
        *("", "{}", "[]", "null", '"x"', "1", '{"id": 1}', "{" * 5000, "\x00"),
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
        (
            '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
            '{"clientDataJSON": "AA", "attestationObject": "oA", '
            '"authenticatorData": "AA", "signature": "AA"}}'
        ),
        (
            '{"id": "AA", "rawId": "\\ud800", "type": "public-key", "response": {"clientDataJSON": '
            '"W10", "attestationObject": "_w", "authenticatorData": "", "signature": ""}}'
        ),
    ],
)
def test_what_no_browser_would_send_is_refused(answer: str) -> None:
    with pytest.raises(PasskeyRefused):
        passkeys.made(SITE, answer, challenges=[ASKED])
    with pytest.raises(PasskeyRefused):
        passkeys.signed(SITE, answer, known(key()), challenges=[ASKED])


def test_a_question_stands_for_its_step_and_the_next() -> None:
    moment = datetime(2027, 1, 15, 12, tzinfo=UTC)
    step = rules.steps_of(moment)[0]
    assert step in rules.steps_of(moment + 2 * rules.STEP - timedelta(seconds=1))
    assert step not in rules.steps_of(moment + 2 * rules.STEP)
