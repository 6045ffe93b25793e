"""What a passkey signed, read strictly: it fits one act at one site, and nothing else."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.acts import Grant
from auzolan.record.entries import act_message
from auzolan.record.passkeys import (
    Assertion,
    PasskeyFault,
    assertion_text,
    fault_of,
    is_key,
    passkey_challenge,
    read_assertion,
)
from support.signing_device import HOST, MORE, NEW, UP, UV, SigningDevice, spelt

KINDS = ("es256", "ed25519")
ACT = Grant("m001", "purchases", ("research",))
MESSAGE = act_message("coop.example/log", "grant-1", "m001", ACT)
CHALLENGE = passkey_challenge(MESSAGE)


def fault(assertion: Assertion, host: str = HOST) -> PasskeyFault | None:
    """What is wrong with an answer to the one challenge of these tests."""
    return fault_of(assertion, host, CHALLENGE)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_to_the_act_fits_and_another_library_agrees(kind: str) -> None:
    """Goal: both kinds of key are checked as devices sign. Method: check also with fido2."""
    pytest.importorskip("fido2", reason="fido2 comes with the extra house")
    from fido2.cose import ES256, EdDSA
    from fido2.webauthn import AuthenticatorData, CollectedClientData

    device = SigningDevice(kind=kind)
    found = device.assertion(MESSAGE)
    assert fault(found) is None
    about = AuthenticatorData(bytes.fromhex(found.authenticator))
    said = CollectedClientData(bytes.fromhex(found.client))
    assert said.challenge == CHALLENGE
    assert about.is_user_present()
    assert about.is_user_verified()
    theirs = (
        EdDSA.from_cryptography_key(device._ed25519.public_key()) if kind == "ed25519"
        else ES256.from_cryptography_key(device._es256.public_key())
    )  # fmt: skip
    theirs.verify(about + said.hash, bytes.fromhex(found.signature))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_flipped_bit_of_an_answer_is_a_fault(kind: str, data: st.DataObject) -> None:
    """Goal: nothing in an answer can be changed. Method: flip any bit of any part."""
    found = SigningDevice(kind=kind).assertion(MESSAGE)
    part = data.draw(st.sampled_from(["authenticator", "client", "signature"]))
    content = bytearray.fromhex(getattr(found, part))
    place = data.draw(st.integers(0, 8 * len(content) - 1))
    content[place // 8] ^= 1 << place % 8
    assert fault(msgspec.structs.replace(found, **{part: content.hex()})) is not None


OTHERS = (
    act_message("coop.example/log", "grant-2", "m001", ACT),
    act_message("coop.example/log", "grant-1", "m002", ACT),
    act_message("other.example/log", "grant-1", "m001", ACT),
    act_message("coop.example/log", "grant-1", "m001", Grant("m001", "purchases", ())),
)


@pytest.mark.parametrize("other", OTHERS)
def test_an_answer_to_another_act_is_none_to_this_one(other: bytes) -> None:
    """Goal: it fits one id, one actor, one record, one act. Method: each of the four differs."""
    assert fault(SigningDevice().assertion(other)) is PasskeyFault.OTHER_ACT


def test_the_challenge_is_not_what_a_key_signs() -> None:
    """Goal: a signature of one kind is never one of the other. Method: the bare hash, and the text."""
    device = SigningDevice()
    for wrong in (hashlib.sha256(MESSAGE).digest(), MESSAGE[:32]):
        said = device.said(MESSAGE, challenge=spelt(wrong))
        assert fault(device.assertion(MESSAGE, said=said)) is PasskeyFault.OTHER_ACT


@pytest.mark.parametrize(
    "challenge",
    [
        urlsafe_b64encode(CHALLENGE).decode(), CHALLENGE.hex(), "", spelt(CHALLENGE) + "=",
        spelt(CHALLENGE)[:-1] + chr(ord(spelt(CHALLENGE)[-1]) + 1), 5, None, [spelt(CHALLENGE)],
    ],
)  # fmt: skip
def test_the_challenge_has_one_spelling(challenge: object) -> None:
    """Goal: nothing is read generously. Method: padding, hexadecimal, loose last bits, other types."""
    device = SigningDevice()
    said = device.said(MESSAGE, challenge=challenge)
    assert fault(device.assertion(MESSAGE, said=said)) is PasskeyFault.OTHER_ACT


def test_the_making_of_a_key_is_no_signature() -> None:
    """Goal: only an answer counts. Method: the type under which browsers make keys."""
    device = SigningDevice()
    said = device.said(MESSAGE, type="webauthn.create")
    assert fault(device.assertion(MESSAGE, said=said)) is PasskeyFault.OTHER_ACT


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example", "https://coop.example.evil.example", "https://evil-coop.example",
        "https://sub.coop.example", "http://coop.example", "https://coop.example/", "null", "",
        "https://COOP.example", "https://me@coop.example", "https://coop.example:99999",
        "https://coop.example:x", "https://[::1", "android:apk-key-hash:abc", 7, None,
    ],
)  # fmt: skip
def test_an_answer_made_elsewhere_is_refused(origin: object) -> None:
    """Goal: a page that looks like ours gains nothing. Method: origins that resemble ours."""
    device = SigningDevice()
    said = device.said(MESSAGE, origin=origin)
    assert fault(device.assertion(MESSAGE, said=said)) is PasskeyFault.OTHER_PLACE


def test_an_answer_within_another_page_or_for_another_site_is_refused() -> None:
    """Goal: frames and other sites gain nothing. Method: the mark of a frame, another site's hash."""
    device = SigningDevice()
    framed = device.assertion(MESSAGE, said=device.said(MESSAGE, crossOrigin=True))
    assert fault(framed) is PasskeyFault.OTHER_PLACE
    elsewhere = device.assertion(MESSAGE, about=device.about(host="evil.example"))
    assert fault(elsewhere) is PasskeyFault.OTHER_PLACE
    assert fault(device.assertion(MESSAGE), host="other.example") is PasskeyFault.OTHER_PLACE


@pytest.mark.parametrize(
    "origin", ["http://localhost", "http://localhost:8000", "https://localhost"]
)
def test_without_tls_only_ones_own_machine_will_do(origin: str) -> None:
    """Goal: a demo works, nothing else does. Method: the same device at localhost and elsewhere."""
    device = SigningDevice(host="localhost")
    found = device.assertion(MESSAGE, said=device.said(MESSAGE, origin=origin))
    assert fault(found, host="localhost") is None
    public = SigningDevice()
    ported = public.assertion(
        MESSAGE, said=public.said(MESSAGE, origin="https://coop.example:8443")
    )
    assert fault(ported) is None


@pytest.mark.parametrize("flags", [0, UP, UV, 0x18])
def test_the_device_must_have_checked_who_holds_it(flags: int) -> None:
    """Goal: a stolen device signs nothing. Method: each flag missing."""
    device = SigningDevice()
    found = device.assertion(MESSAGE, about=device.about(flags=flags))
    assert fault(found) is PasskeyFault.NOT_CHECKED


@pytest.mark.parametrize("flags", [UP | UV | 0x18, UP | UV])
def test_a_counter_and_marks_of_backup_change_nothing(flags: int) -> None:
    """Goal: shared passkeys work, with any counter. Method: backup flags, a counter that falls."""
    device = SigningDevice()
    for count in (7, 3, 0):
        about = device.about(flags=flags, count=count)
        assert fault(device.assertion(MESSAGE, about=about)) is None


def test_a_device_says_as_much_as_its_flags_announce() -> None:
    """Goal: nothing is hidden behind the end. Method: too much, too little, a key in an answer."""
    device = SigningDevice()
    bare, more = device.about(), device.about(flags=UP | UV | MORE)
    for wrong in (bare + b"x", more, device.about(flags=UP | UV | NEW) + bytes(40)):
        assert fault(device.assertion(MESSAGE, about=wrong)) is PasskeyFault.UNREADABLE
    assert fault(device.assertion(MESSAGE, about=more + b"\xa0")) is None


@pytest.mark.parametrize(
    "said",
    [
        b"{}x", b"[]", b"null", b"\xff\xfe", b"[" * 4_000,
        b'{"type":"webauthn.get","type":"webauthn.get"}', b"{\"type\": NaN, ]",
    ],
)  # fmt: skip
def test_what_a_browser_cannot_have_said_is_unreadable(said: bytes) -> None:
    """Goal: bad input is a fault, not a crash. Method: no JSON, no object, deep, a name twice."""
    device = SigningDevice()
    assert fault(device.assertion(MESSAGE, said=said)) is PasskeyFault.UNREADABLE


def test_a_name_said_twice_cannot_hide_another_challenge() -> None:
    """Goal: every reader sees the same words. Method: the true challenge behind a false one."""
    device = SigningDevice()
    true = device.said(MESSAGE)
    said = true[:-1] + b',"challenge":"' + spelt(bytes(32)).encode() + b'"}'
    assert json.loads(said)["challenge"] == spelt(bytes(32))
    assert fault(device.assertion(MESSAGE, said=said)) is PasskeyFault.UNREADABLE


def test_a_signature_of_another_key_or_kind_does_not_fit() -> None:
    """Goal: kinds are never mixed up. Method: each key with the signature of each other."""
    devices = [SigningDevice(seed, kind) for seed in (1, 2) for kind in KINDS]
    for one in devices:
        for other in devices:
            found = msgspec.structs.replace(one.assertion(MESSAGE), key=other.key)
            assert (fault(found) is None) == (one is other)
            wrong = fault(found) if one is not other else PasskeyFault.NOT_SIGNED
            assert wrong is PasskeyFault.NOT_SIGNED


def test_an_assertion_has_one_text() -> None:
    """Goal: a commitment means one thing. Method: there and back, then other spellings."""
    found = SigningDevice().assertion(MESSAGE)
    text = assertion_text(found)
    assert read_assertion(text) == found
    for wrong in (" " + text, text.replace('"key"', '"key" '), text[:-1] + ',"more":1}', "", "{}"):
        with pytest.raises(ValueError, match=r"."):
            read_assertion(wrong)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("authenticator", "00" * 36), ("authenticator", "00" * 1_025), ("client", "7b" * 4_097),
        ("client", "7B7D"), ("signature", "0" * 127), ("signature", "00" * 81), ("key", "es256-04aa"),
        ("key", "rs256-" + "0" * 64), ("key", "ed25519-" + "G" * 64),
    ],
)  # fmt: skip
def test_parts_have_bounds(part: str, value: str) -> None:
    """Goal: nobody lays down what is no assertion. Method: too long, too short, other digits, kinds."""
    parts = msgspec.to_builtins(SigningDevice().assertion(MESSAGE))
    with pytest.raises(ValueError, match=r"\$\."):
        read_assertion(json.dumps({**parts, part: value}, separators=(",", ":"), sort_keys=True))


def test_not_every_number_is_a_key() -> None:
    """Goal: no key is registered that can never fit. Method: a number that is off the curve."""
    off = [f"es256-02{number:064x}" for number in range(40)]
    assert {is_key(one) for one in off} == {True, False}
    assert all(is_key(SigningDevice(kind=kind).key) for kind in KINDS)
