"""Acts signed with a passkey: at the desk, in the vault, and at each level of verify."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from audit.forging import reforge
from auzolan.assembly.acts import CastBallot
from auzolan.audit.folder import Folder
from auzolan.audit.report import Report
from auzolan.audit.verify import verify
from auzolan.consent.acts import Grant
from auzolan.cooperative import RULES, AnyEntry, read_entry
from auzolan.foundation import canonical
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import once
from auzolan.house.desk import Desk
from auzolan.house.own_hand import OwnHand, by_own_hand
from auzolan.house.rebuilding import rebuild
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish, redact
from auzolan.house.rooms.record.member_file import export_member_file
from auzolan.house.storage.log import Log
from auzolan.house.submission import Receipt, Submission, sealing
from auzolan.members.acts import Leave, RegisterPasskey, RevokePasskey
from auzolan.record.entries import Act, PasskeySigned, act_message
from auzolan.record.fields import commit
from auzolan.record.passkeys import PROOF, Assertion, PasskeyFault, assertion_text
from support.house import ORIGIN, accepted, found
from support.replay import assert_tables_equal_replay
from support.signing_device import UP, SigningDevice, spelt

GRANT = Grant("m001", "purchases", ("research",))
DEVICE = SigningDevice()
BY_PASSKEY = "acts signed with a member's passkey"


def register(desk: Desk, device: SigningDevice = DEVICE, member: str = "m001") -> Receipt:
    """Let a device sign for a member."""
    act = RegisterPasskey(member, device.key, device.host)
    return accepted(desk, Submission(f"pass-{member}-{device.key[-8:]}", member, act))[0]


def message(identity: str, actor: str, act: Act) -> bytes:
    """What a member signs of an act without closed fields."""
    return act_message(ORIGIN, identity, actor, act)


def signed(
    identity: str, act: Act = GRANT, *, actor: str = "m001", device: SigningDevice = DEVICE,
    assertion: Assertion | None = None,
) -> Submission:  # fmt: skip
    """A submission with an assertion, the right one if no other is given."""
    made = assertion or device.assertion(message(identity, actor, act))
    return Submission(identity, actor, act, auth=made)


def code(desk: Desk, submission: Submission) -> str:
    """The code of the refusal; empty where it was accepted."""
    (answer,) = desk.submit([submission])
    return answer.code if isinstance(answer, Refusal) else ""


def auth_of(desk: Desk, seq: int) -> object:
    """How a committed entry says that it was asked for."""
    with sqlite3.connect(desk.folder.database) as database:
        return read_entry(Log(database).body(seq)).auth


def test_a_member_signs_with_her_passkey_and_only_a_commitment_is_published(tmp_path: Path) -> None:
    """Goal: the assertion lies in the vault. Method: sign, read the entry and the vault."""
    desk = found(tmp_path, members=1)
    register(desk)
    sent = signed("g1")
    (receipt,) = accepted(desk, sent)
    auth = auth_of(desk, receipt.seq)
    assert isinstance(auth, PasskeySigned)
    opening = desk.vault.openings_of(receipt.seq)[PROOF]
    assert canonical.encode(sent.auth).decode() == opening.value
    with sqlite3.connect(desk.folder.database) as database:
        body = Log(database).body(receipt.seq)
    assert isinstance(sent.auth, Assertion)
    for part in (sent.auth.signature, sent.auth.client, sent.auth.key):
        assert part.encode() not in body
    assert assert_tables_equal_replay(tmp_path) == receipt.seq + 1
    desk.close()


def test_the_same_request_again_is_the_same_entry(tmp_path: Path) -> None:
    """Goal: a retry is harmless. Method: the same id again, in one call, later, signed anew, unsigned."""
    desk = found(tmp_path, members=1)
    register(desk)
    first, again = accepted(desk, signed("g1"), signed("g1"))
    other = DEVICE.assertion(message("g1", "m001", GRANT), about=DEVICE.about(count=9))
    later, plain = accepted(
        desk, signed("g1", assertion=other), Submission("g1", "m001", GRANT)
    )  # fmt: skip
    assert {one.seq for one in (first, again, later, plain)} == {first.seq}
    assert code(desk, signed("g1", Grant("m001", "purchases", ()))) == "desk.id_used"
    desk.close()


def bad_assertions() -> list[tuple[str, Assertion]]:
    """What somebody might send for the act `g`, and the refusal that it meets."""
    asked = message("g", "m001", GRANT)
    right = DEVICE.assertion(asked)
    said = DEVICE.said
    other_act = DEVICE.assertion(message("g", "m001", Grant("m001", "purchases", ())))
    touched = bytearray.fromhex(right.client)
    touched[-2] ^= 1
    replaced = msgspec.structs.replace
    return [
        ("desk.passkey_other_act", other_act),
        ("desk.passkey_other_act", DEVICE.assertion(message("h", "m001", GRANT))),
        ("desk.passkey_other_act", DEVICE.assertion(message("g", "m002", GRANT))),
        ("desk.passkey_other_act", DEVICE.assertion(asked, said=said(asked, challenge="AAAA"))),
        ("desk.passkey_other_place",
         DEVICE.assertion(asked, said=said(asked, origin="https://evil.example"))),
        ("desk.passkey_other_place", DEVICE.assertion(asked, about=DEVICE.about(host="evil.example"))),
        ("desk.passkey_not_verified", DEVICE.assertion(asked, about=DEVICE.about(flags=UP))),
        ("desk.passkey_unknown", SigningDevice(2).assertion(asked)),
        ("desk.passkey_unknown", SigningDevice(3).assertion(asked)),
        ("desk.passkey_bad_signature",
         replaced(SigningDevice(2).assertion(asked), key=DEVICE.key)),
        ("desk.passkey_bad_signature",
         replaced(SigningDevice(1, "ed25519").assertion(asked), key=DEVICE.key)),
        ("desk.passkey_unreadable", replaced(right, client=bytes(touched).hex())),
        ("desk.passkey_unreadable", replaced(right, authenticator=right.authenticator + "00")),
    ]  # fmt: skip


def test_what_is_not_her_own_answer_to_this_act_is_refused(tmp_path: Path) -> None:
    """Goal: each forgery has its refusal, and leaves no trace. Method: the list above; 3 is revoked."""
    desk = found(tmp_path, members=2)
    register(desk)
    register(desk, SigningDevice(2), "m002")
    register(desk, SigningDevice(3))
    accepted(desk, Submission("end", "m001", RevokePasskey("m001", SigningDevice(3).key)))
    before = desk.vault._db.execute("SELECT count(*) FROM sealed_opening").fetchone()
    wanted = [code for code, _ in bad_assertions()]
    assert [code(desk, signed("g", assertion=one)) for _, one in bad_assertions()] == wanted
    assert desk.vault._db.execute("SELECT count(*) FROM sealed_opening").fetchone() == before
    assert code(desk, signed("g")) == ""
    desk.close()


def test_a_passkey_signs_until_the_entry_that_takes_it_back(tmp_path: Path) -> None:
    """Goal: revoked is revoked. Method: sign the revoking itself, then one more act."""
    desk = found(tmp_path, members=4)
    register(desk)
    revoke = RevokePasskey("m001", DEVICE.key)
    assert code(desk, signed("end", revoke)) == ""
    assert code(desk, signed("g1")) == "desk.passkey_unknown"
    register(desk, SigningDevice(5), "m004")
    leave = Submission("gone", "m004", Leave("m004", ""), {"reason": ""})
    accepted(desk, leave)
    late = signed("g2", Grant("m004", "purchases", ()), actor="m004", device=SigningDevice(5))
    assert code(desk, late) == "desk.passkey_unknown"
    publish(desk)
    assert verify(tmp_path).differences == ()
    desk.close()


def test_a_ballot_cannot_be_signed(tmp_path: Path) -> None:
    """Goal: no signature ties a vote to its voter. Method: an assertion over a ballot under a tag."""
    desk = found(tmp_path, members=1)
    register(desk)
    tag = "ab" * 16
    ballot = CastBallot("p-1", "yes")
    made = sealing(Submission("b1", tag, ballot), bytes([7]).__mul__)
    assertion = DEVICE.assertion(act_message(ORIGIN, "b1", tag, made.published))
    sent = Submission("b1", tag, ballot, auth=assertion, salts={"choice": "07" * 32})
    assert code(desk, sent) == "desk.passkey_unknown"
    desk.close()


def test_the_hand_signs_an_act_with_sealed_words_as_it_was_seen(tmp_path: Path) -> None:
    """Goal: what was seen is what is signed, words and all. Method: see twice, sign, do."""
    desk = found(tmp_path, members=4)
    register(desk, SigningDevice(4), "m004")

    def leave(where: Desk, hand: OwnHand) -> Any:
        with once(hand.key), by_own_hand(hand):
            return members.leave(where, member="m004", reason="moving")

    challenges = []
    for _ in range(2):
        hand, rehearsal = OwnHand("m004", ORIGIN, b"k"), RehearsalDesk(Folder(tmp_path))
        assert isinstance(leave(rehearsal, hand), Receipt)
        rehearsal.close()
        challenges.append(hand.challenge)
    assert challenges[0] == challenges[1] is not None
    device = SigningDevice(4)
    said = device.said(b"", challenge=spelt(challenges[0] or b""))
    hand = OwnHand("m004", ORIGIN, b"k", device.answer(said, device.about()))
    receipt = leave(desk, hand)
    assert isinstance(receipt, Receipt), receipt
    assert isinstance(auth_of(desk, receipt.seq), PasskeySigned)
    assert desk.vault.openings_of(receipt.seq)["reason"].value == "moving"
    publish(desk)
    assert verify(tmp_path).differences == ()
    desk.close()


# --- verify --------------------------------------------------------------------------------------


def lived(path: Path) -> tuple[Desk, int]:
    """A co-operative with an act of each kind; the number of the one by passkey."""
    desk = found(path, members=2)
    register(desk)
    register(desk, SigningDevice(2, "ed25519"), "m002")
    (receipt,) = accepted(desk, signed("g1"))
    other = Grant("m002", "purchases", ())
    accepted(desk, signed("g2", other, actor="m002", device=SigningDevice(2, "ed25519")))
    accepted(desk, Submission("g3", "m001", Grant("m001", "purchases", ())))
    publish(desk)
    return desk, receipt.seq


def left(report: Report) -> dict[str, int]:
    """What a report could not check, counted."""
    return {one.what: one.count for one in report.not_checkable}


def test_verify_counts_acts_by_their_proof_at_each_level(tmp_path: Path) -> None:
    """Goal: each level says what it can. Method: public, member, auditor on one folder."""
    desk, seq = lived(tmp_path)
    size = seq + 3
    auditor, public = verify(tmp_path), verify(tmp_path, level="public")
    assert auditor.differences == public.differences == ()
    assert auditor.checked[BY_PASSKEY] == 2
    assert BY_PASSKEY not in left(auditor)
    assert left(public)[BY_PASSKEY] == 2
    assert BY_PASSKEY not in public.checked
    assert {left(one)["acts on the operator's word"] for one in (auditor, public)} == {size - 2}
    own = tmp_path / "m001.json"
    own.write_bytes(export_member_file(desk, member="m001"))
    desk.close()
    hers = verify(tmp_path, member_file=own)
    assert hers.differences == ()
    assert hers.checked[BY_PASSKEY] == 1
    assert SigningDevice(2, "ed25519").key not in own.read_text()  # nobody else's is in it


def tampered(folder: Path, seq: int, **parts: str) -> None:
    """Write another assertion of the same key behind everybody's back, its commitment not."""
    with sqlite3.connect(folder / "vault" / "vault.db") as vault:
        (value,) = vault.execute(
            "SELECT value FROM sealed_opening WHERE entry = ? AND field = ?", (seq, PROOF)
        ).fetchone()
        changed = canonical.encode({**msgspec.json.decode(value), **parts}).decode()
        vault.execute(
            "UPDATE sealed_opening SET value = ? WHERE entry = ? AND field = ?",
            (changed, seq, PROOF),
        )


def test_a_tampered_assertion_is_found_by_auditor_and_member(tmp_path: Path) -> None:
    """Goal: the vault cannot be rewritten unseen. Method: another signature; both levels."""
    desk, seq = lived(tmp_path)
    tampered(tmp_path, seq, signature="00" * 70)
    found_here = {(one.entry, one.field) for one in verify(tmp_path).differences}
    assert found_here == {(seq, PROOF)}
    own = tmp_path / "m001.json"
    own.write_bytes(export_member_file(desk, member="m001"))
    desk.close()
    assert {one.entry for one in verify(tmp_path, member_file=own).differences} == {seq}


def test_an_assertion_that_is_gone_is_a_difference_until_an_entry_erases_it(tmp_path: Path) -> None:
    """Goal: evidence vanishes only on the record. Method: delete it, put it back, redact it."""
    desk, seq = lived(tmp_path)
    opening = desk.vault.openings_of(seq)[PROOF]
    desk.vault.erase_opening(seq, PROOF)
    assert {(one.entry, one.field) for one in verify(tmp_path).differences} == {(seq, PROOF)}
    desk.vault.keep_openings([(seq, opening)])
    assert verify(tmp_path).differences == ()
    answer = redact(desk, actor="m001", entry=seq, field=PROOF, reason="she asked for it")
    assert isinstance(answer, Receipt), answer
    publish(desk)
    report = verify(tmp_path)
    assert report.differences == ()
    assert (report.checked[BY_PASSKEY], left(report)[BY_PASSKEY]) == (1, 1)
    assert PROOF not in desk.vault.openings_of(seq)
    desk.close()


def test_tables_that_are_rebuilt_know_which_assertions_can_be_erased(tmp_path: Path) -> None:
    """Goal: replay writes the same rows. Method: rebuild, verify."""
    desk, _ = lived(tmp_path)
    desk.close()
    rebuild(Folder(tmp_path))
    report = verify(tmp_path)
    assert report.differences == ()
    assert report.checked[BY_PASSKEY] == 2


def test_an_operator_who_writes_the_whole_record_anew_cannot_sign_for_her(tmp_path: Path) -> None:
    """Goal: what she signed is what stands there. Method: another act; another device's answer."""
    desk, seq = lived(tmp_path)
    desk.close()
    own = SigningDevice(8)
    other = Grant("m001", "purchases", ("research", "commercial"))
    forged = own.assertion(message("g1", "m001", other))
    text, salt = assertion_text(forged), "11" * 32

    def change(entry: AnyEntry, auth: PasskeySigned | None) -> AnyEntry:
        if entry.seq != seq:
            return entry
        (fact,) = entry.facts
        fact = msgspec.structs.replace(fact, mask=3)
        changed = msgspec.structs.replace(entry, act=other, facts=(fact,))
        return changed if auth is None else msgspec.structs.replace(changed, auth=auth)

    reforge(Folder(tmp_path), lambda entry: change(entry, None))
    assert verify(tmp_path, level="public").differences == ()  # the vault alone knows
    (found_here,) = verify(tmp_path).differences
    assert (found_here.entry, found_here.field) == (seq, PROOF)
    assert found_here.found == PasskeyFault.OTHER_ACT.value
    commitment = commit(PROOF, text, bytes.fromhex(salt))
    reforge(Folder(tmp_path), lambda entry: change(entry, PasskeySigned(commitment)))
    with sqlite3.connect(tmp_path / "vault" / "vault.db") as vault:
        vault.execute(
            "UPDATE sealed_opening SET salt = ?, value = ? WHERE entry = ? AND field = ?",
            (salt, text, seq, PROOF),
        )
    (found_here,) = verify(tmp_path).differences
    assert (found_here.entry, found_here.found) == (seq, PasskeyFault.NOT_HERS.value)


def test_no_act_has_a_field_that_the_proof_could_be_mistaken_for() -> None:
    """Goal: the opening of an assertion opens nothing else. Method: the fields of every act."""
    assert [kind for kind in RULES if PROOF in kind.__struct_fields__] == []
