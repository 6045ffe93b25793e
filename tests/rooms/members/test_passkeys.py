"""Passkeys that sign for members: each refusal, their order, since when and until when they sign."""

from __future__ import annotations

from auzolan.members.acts import Leave, PasskeyRegistered, RegisterPasskey, RevokePasskey
from auzolan.members.passkeys import PASSKEYS_MAX, fault_in, signed_at
from auzolan.members.state import Passkey
from auzolan.record.passkeys import PasskeyFault
from rooms.learning.small_coop import SEALED, SmallCoop
from support.signing_device import HOST, SigningDevice

PHONE, LAPTOP = SigningDevice(1), SigningDevice(2, "ed25519")
MESSAGE = b"an act, as a key would sign it"


def register(device: SigningDevice, member: str = "ana") -> RegisterPasskey:
    """The act by which a member lets a device sign."""
    return RegisterPasskey(member, device.key, HOST)


def with_both() -> SmallCoop:
    """A co-operative of two, where ana signs with two devices."""
    coop = SmallCoop()
    coop.join("ana", "ben")
    for device in (PHONE, LAPTOP):
        coop.do(register(device), "ana")
    return coop


def test_several_passkeys_sign_side_by_side() -> None:
    """Goal: a phone and a laptop both sign. Method: register two, ask for both."""
    coop = with_both()
    for device in (PHONE, LAPTOP):
        found = fault_in(
            coop.books, device.assertion(MESSAGE), actor="ana", message=MESSAGE, entry=coop.seq
        )
        assert found is None


def test_a_passkey_is_registered_once_by_one_person() -> None:
    """Goal: a signature points at one person for ever. Method: again, by another, after its end."""
    coop = with_both()
    for member in ("ana", "ben"):
        assert coop.code(register(PHONE, member), member) == "members.passkey_used"
    coop.do(RevokePasskey("ana", PHONE.key), "ana")
    for member in ("ana", "ben"):
        assert coop.code(register(PHONE, member), member) == "members.passkey_used"


def test_the_order_of_asking_is_standing_then_use_then_soundness_then_number() -> None:
    """Goal: the first fault is named. Method: acts with several faults, fewer each time."""
    coop = with_both()
    unsound = next(
        f"es256-02{number:064x}"
        for number in range(50)
        if coop.code(RegisterPasskey("ana", f"es256-02{number:064x}", HOST)) != ""
    )
    assert coop.code(RegisterPasskey("eve", PHONE.key, HOST), "eve") == "members.not_a_member"
    for number in range(2, PASSKEYS_MAX):
        coop.do(register(SigningDevice(10 + number)), "ana")
    assert coop.code(register(PHONE), "ana") == "members.passkey_used"
    assert coop.code(RegisterPasskey("ana", unsound, HOST), "ana") == "members.passkey_unsound"
    assert coop.code(register(SigningDevice(99)), "ana") == "members.passkeys_many"
    coop.do(RevokePasskey("ana", PHONE.key), "ana")
    last = coop.do(register(SigningDevice(99)), "ana")
    assert last == PasskeyRegistered("ana", SigningDevice(99).key, HOST)


def test_only_ones_own_passkey_that_signs_is_taken_back() -> None:
    """Goal: nobody disarms another. Method: another's, an unknown one, the same twice."""
    coop = with_both()
    assert coop.code(RevokePasskey("ben", PHONE.key), "ben") == "members.passkey_not_in_use"
    unknown = SigningDevice(7).key
    assert coop.code(RevokePasskey("ana", unknown), "ana") == "members.passkey_not_in_use"
    coop.do(RevokePasskey("ana", PHONE.key), "ana")
    assert coop.code(RevokePasskey("ana", PHONE.key), "ana") == "members.passkey_not_in_use"


def test_a_passkey_signs_after_its_entry_and_up_to_the_one_that_ends_it() -> None:
    """Goal: old entries stay proven, new ones are not. Method: every entry around both ends."""
    coop = with_both()
    begun = coop.seq
    coop.join("cai")
    coop.do(RevokePasskey("ana", LAPTOP.key), "ana")
    ended = coop.seq - 1
    row = coop.books.get(Passkey, LAPTOP.key)
    assert row is not None
    assert (row.entry, row.ended) == (begun - 1, ended)
    signs = [entry for entry in range(coop.seq + 3) if signed_at(row, "ana", entry)]
    assert signs == list(range(begun, ended + 1))
    assert not any(signed_at(row, "ben", entry) for entry in range(coop.seq + 3))


def test_leaving_ends_every_passkey() -> None:
    """Goal: who has left signs nothing. Method: leave, then an answer of each device."""
    coop = with_both()
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.books.count(Passkey, member="ana", active=1) == 0
    for device in (PHONE, LAPTOP):
        found = fault_in(
            coop.books, device.assertion(MESSAGE), actor="ana", message=MESSAGE, entry=coop.seq
        )
        assert found is PasskeyFault.NOT_HERS


def test_a_passkey_signs_for_nobody_else() -> None:
    """Goal: her passkey is hers. Method: her answer under another's name."""
    coop = with_both()
    found = fault_in(
        coop.books, PHONE.assertion(MESSAGE), actor="ben", message=MESSAGE, entry=coop.seq
    )
    assert found is PasskeyFault.NOT_HERS
