"""An operator who holds the key and every file, and writes the whole record anew.

Tables, tree, head and signature then agree. What is derived is caught by the rules; what is not
(how much a licensee paid) only by somebody who kept a receipt or an earlier head.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from audit.forging import (
    annex_path,
    differences,
    entries_of,
    entry_with,
    found,
    lay_down,
    reforge,
)
from audit.small_folder import ENTRIES, FEE_CENTS, built
from auzolan.assembly.acts import PollClosed
from auzolan.assembly.tally import Outcome, tally_digest
from auzolan.audit.folder import Folder
from auzolan.cooperative import AnyEntry
from auzolan.house.desk import Desk
from auzolan.house.rooms.record.member_file import export_member_file
from auzolan.record.annexes import Annex
from auzolan.record.entries import Operator, PasskeySigned
from auzolan.record.merkle import inclusion_proof_from
from auzolan.record.receipts import InclusionReceipt, encode_receipt
from auzolan.record.tile_names import tile_path
from auzolan.record.tiles import TileHashes

replace = msgspec.structs.replace


def receipt_of(folder: Folder, seq: int, size: int) -> bytes:
    """What a member could have taken home."""

    def read_tile(level: int, index: int, width: int) -> bytes:
        return (folder.public / tile_path(level, index, width)).read_bytes()

    proof = tuple(inclusion_proof_from(TileHashes(size, read_tile), seq, size))
    return encode_receipt(InclusionReceipt(seq, proof, folder.checkpoint.read_bytes()))


@pytest.mark.parametrize("level", ["public", "auditor"])
def test_a_re_signed_record_without_a_change_is_sound(coop: Folder, level: str) -> None:
    """Goal: the forger's tool is good. Method: forge nothing; no difference."""
    reforge(coop, lambda entry: entry)
    assert differences(coop, level=level) == []


@pytest.mark.parametrize("level", ["public", "auditor"])
def test_a_derived_amount_is_caught_by_the_rules(coop: Folder, level: str) -> None:
    """Goal (i): what a rule derives cannot be altered. Method: a day's accrual, re-signed."""
    entry = entry_with(coop, "licensing.meter/1")
    fact = replace(entry.facts[0], accrued_micro=entry.facts[0].accrued_micro + 1)
    reforge(coop, lambda one: replace(one, facts=(fact,)) if one.seq == entry.seq else one)
    (one,) = differences(coop, level=level)
    assert (one.entry, one.account, one.field, one.expected, one.found) == (
        entry.seq, "licensing.metered/1 dairy", "accrued_micro", "123000", "123001",
    )  # fmt: skip


@pytest.mark.parametrize("level", ["public", "auditor"])
@pytest.mark.parametrize("rules", [True, False])
@pytest.mark.parametrize(("name", "value"), [("chain", "0" * 64), ("postings", 1)])
def test_a_false_chain_at_a_closing_is_caught(
    coop: Folder, level: str, rules: bool, name: str, value: int | str
) -> None:
    """Goal: no leg can be swapped for another behind a closing. Method: its chain, re-signed."""

    def change(entry: AnyEntry) -> AnyEntry:
        if entry.id != "close-2024":
            return entry
        return replace(entry, facts=(replace(entry.facts[0], **{name: value}),))

    reforge(coop, change)
    named = {(one.entry, one.field) for one in differences(coop, level=level, rules=rules)}
    closed = entry_with(coop, "treasury.close_period/1").seq
    # The second ledger names it even where the rules do not run again.
    assert named == {(closed, "chain of postings")} | ({(closed, name)} if rules else set())


def test_a_plan_in_favour_of_one_member_is_caught_by_the_rules(coop: Folder) -> None:
    """Goal (i): shares of a surplus follow from values, work and heads. Method: move 500 cents.

    The annex, its digest, the plan's own digest and everything after are made to agree.
    """
    entry = entry_with(coop, "treasury.plan/1")
    fact = entry.facts[0]
    raw = json.loads(annex_path(coop, fact.lines).read_bytes())
    columns = {n: list(c) for n, c in zip(raw["names"], raw["columns"], strict=True)}
    for name in ("amount_cents", "capitalised_cents", "closing_cents", "data_cents"):
        columns[name][0] -= 500
        columns[name][1] += 500
    made = Annex(
        raw["amount"], tuple(tuple(columns[n]) for n in raw["names"]), raw["kind"],
        tuple(raw["names"]), tuple(0 for _ in raw["parts"]), tuple(raw["salts"]),
    )  # fmt: skip
    lines = lay_down(coop, made, is_open=False)
    forged = replace(fact, lines=lines)
    from auzolan.treasury.surplus.planning import digest_of

    forged = replace(forged, plan_digest=digest_of(forged))

    def change(one: AnyEntry) -> AnyEntry:
        if one.seq == entry.seq:
            return replace(one, facts=(forged,))
        if one.id == "distribute-plan1":
            return replace(one, act=replace(one.act, plan_digest=forged.plan_digest))
        return one

    reforge(coop, change)
    cells = {
        (one.entry, one.account, one.field)
        for one in differences(coop)
        if one.account.startswith("annex")
    }
    assert cells == {
        (entry.seq, f"annex distribution/2 line {line} m00{line + 1}", name)
        for line in (0, 1)
        for name in ("amount_cents", "capitalised_cents", "closing_cents", "data_cents")
    }


def test_an_amount_that_nothing_derives_is_caught_by_a_receipt(tmp_path: Path) -> None:
    """Goal (ii): say what only a receipt catches. Method: two sound records, one payment apart.

    Both follow from the same seed and key, so the second is what a perfect forger would make.
    """
    honest = built(tmp_path / "honest")
    paid = entry_with(honest, "licensing.receive/1")
    receipt = tmp_path / "mine.tlog-proof"
    receipt.write_bytes(receipt_of(honest, paid.seq, ENTRIES))
    head = tmp_path / "head"
    head.write_bytes(honest.checkpoint.read_bytes())
    forged = built(tmp_path / "forged", fee_cents=FEE_CENTS - 5_000)
    assert differences(forged) == []  # nothing inside the folder tells
    assert differences(honest, receipts=[receipt, head]) == []
    caught = differences(forged, receipts=[receipt])
    assert (paid.seq, "mine.tlog-proof", "receipt") in {
        (one.entry, one.account, one.field) for one in caught
    }
    assert [one.field for one in differences(forged, receipts=[head])] == ["head"]


def test_a_member_s_file_names_the_altered_amount(coop: Folder, tmp_path: Path) -> None:
    """Goal (ii): her own copy tells expected and found. Method: her admission, re-signed."""
    desk = Desk(coop)
    own = tmp_path / "m004.json"
    own.write_bytes(export_member_file(desk, member="m004"))
    desk.close()
    assert differences(coop, member_file=own) == []

    def change(entry: AnyEntry) -> AnyEntry:
        if entry.id == "admit-m004":
            return replace(entry, facts=(replace(entry.facts[0], contribution_cents=9_000),))
        return entry

    reforge(coop, change)
    named = {
        (one.entry, one.field, one.expected, one.found)
        for one in differences(coop, member_file=own, rules=False)
    }
    assert (4, "text.facts.0.contribution_cents", "10000", "9000") in named


def test_a_swapped_ballot_is_caught_by_its_commitment(coop: Folder) -> None:
    """Goal: nobody rewrites a vote at the close. Method: a `no` disclosed as `yes`, re-signed.

    The public catches it: the ballot's own entry committed to another choice.
    """
    entry = entry_with(coop, "assembly.close/1")
    raw = json.loads(annex_path(coop, entry.act.ballots).read_bytes())
    columns = {n: list(c) for n, c in zip(raw["names"], raw["columns"], strict=True)}
    line = columns["choice"].index("no")
    columns["choice"][line] = "yes"
    made = Annex(
        "", tuple(tuple(columns[n]) for n in raw["names"]), raw["kind"], tuple(raw["names"])
    )
    ballots = lay_down(coop, made, is_open=True)
    old = entry.facts[0]
    assert isinstance(old, PollClosed)
    digest = tally_digest(old.poll, Outcome(5, 0, 1, 0, 0, 6, True, True), ballots.digest)
    fact = replace(old, yes=5, no=0, tally_digest=digest)

    def change(one: AnyEntry) -> AnyEntry:
        if one.seq == entry.seq:
            return replace(one, act=replace(one.act, ballots=ballots), facts=(fact,))
        if one.id == f"certify-{old.poll}":
            facts = (replace(one.facts[0], tally_digest=digest), *one.facts[1:])
            return replace(one, act=replace(one.act, tally_digest=digest), facts=facts)
        return one

    reforge(coop, change)
    (one,) = differences(coop, level="public")
    assert one.entry == columns["entry"][line]
    assert one.field.endswith("choice")


def test_a_ballot_that_is_left_out_is_caught(coop: Folder) -> None:
    """Goal: every vote cast is counted. Method: disclose five of six, tally to match, re-sign."""
    entry = entry_with(coop, "assembly.close/1")
    raw = json.loads(annex_path(coop, entry.act.ballots).read_bytes())
    line = raw["columns"][raw["names"].index("choice")].index("no")
    kept = tuple(tuple(c[:line] + c[line + 1 :]) for c in raw["columns"])
    ballots = lay_down(coop, Annex("", kept, raw["kind"], tuple(raw["names"])), is_open=True)
    old = entry.facts[0]
    digest = tally_digest(old.poll, Outcome(4, 0, 1, 0, 0, 6, True, True), ballots.digest)

    def change(one: AnyEntry) -> AnyEntry:
        if one.seq == entry.seq:
            fact = replace(old, no=0, tally_digest=digest)
            return replace(one, act=replace(one.act, ballots=ballots), facts=(fact,))
        if one.id == f"certify-{old.poll}":
            facts = (replace(one.facts[0], tally_digest=digest), *one.facts[1:])
            return replace(one, act=replace(one.act, tally_digest=digest), facts=facts)
        return one

    reforge(coop, change)
    assert "left out" in {one.found for one in differences(coop, level="public")}


def test_a_use_without_consent_is_caught(coop: Folder) -> None:
    """Goal: no use behind a member's back. Method: a grant re-signed as one for another purpose."""

    def change(entry: AnyEntry) -> AnyEntry:
        if type(entry.act).__struct_config__.tag != "consent.grant/1" or entry.actor != "m002":
            return entry
        fact = replace(entry.facts[0], mask=1)
        return replace(entry, act=replace(entry.act, purposes=("research",)), facts=(fact,))

    reforge(coop, change)
    named = {
        one.field for one in differences(coop, level="public") if one.account.startswith("use")
    }
    assert named == {"consent of m002"}


def test_an_act_without_a_right_is_caught(coop: Folder) -> None:
    """Goal: nobody acts for another. Method: the closing of a period by somebody without office."""

    def change(entry: AnyEntry) -> AnyEntry:
        return replace(entry, actor="m006") if entry.id == "close-2024" else entry

    reforge(coop, change)
    (one,) = differences(coop, level="public")
    assert one.field == "answer"
    assert "charter.not_in_office" in one.expected


def test_a_forged_signature_of_a_member_is_caught(coop: Folder) -> None:
    """Goal: what she signed is what stands there. Method: widen the act she signed."""

    def change(entry: AnyEntry) -> AnyEntry:
        if entry.id != "signed-1":
            return entry
        fact = replace(entry.facts[0], mask=3, retrain_by=0)
        return replace(
            entry, act=replace(entry.act, purposes=("research", "commercial")), facts=(fact,)
        )

    reforge(coop, change)
    assert "auth" in {one.field for one in differences(coop, level="public")}


@pytest.mark.parametrize("level", ["public", "auditor"])
def test_a_passkey_that_nobody_registered_is_caught(coop: Folder, level: str) -> None:
    """Goal: nobody claims more than the operator's word. Method: grants as if by passkey."""

    def change(entry: AnyEntry) -> AnyEntry:
        is_grant = type(entry.act).__struct_config__.tag == "consent.grant/1"
        is_vouched = type(entry.auth) is Operator
        return replace(entry, auth=PasskeySigned("a" * 64)) if is_grant and is_vouched else entry

    reforge(coop, change)
    report = found(coop, level=level)
    unshown = {(one.field, one.expected[:9], one.found) for one in report.differences}
    wanted = {("auth", "a passkey", "none")}
    gone = {("auth", "an openin", "none")} if level == "auditor" else set()
    assert unshown == wanted | gone
    assert len(report.differences) == 6 * len(unshown)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("at", 5, "at"), ("charter", "0" * 64, "charter"), ("id", "admit-m001", "id")],
)
def test_the_envelope_of_an_entry_is_checked(
    coop: Folder, field: str, value: object, named: str
) -> None:
    """Goal: time never falls, the charter is the one in force, an id stands once. Method: each."""
    if field == "id":  # the database refuses a second one, so the published record alone is forged
        entries = [replace(e, id="admit-m001") if e.seq == 9 else e for e in entries_of(coop)]
        from auzolan.audit.annexes import AuditAnnexes
        from auzolan.audit.replay import Replay
        from auzolan.audit.report import Findings

        findings = Findings()
        annexes = AuditAnnexes(coop, findings, disclosed=False)
        replay = Replay(coop, annexes, findings, openings=None, rules=True)
        for entry in entries:
            replay.step(entry)
        replay.close()
        fields = {
            one.field for one in findings.report("public", entries=ENTRIES, root="").differences
        }
    else:
        reforge(coop, lambda one: replace(one, **{field: value}) if one.seq == 20 else one)
        fields = {one.field for one in differences(coop, level="public")}
    assert named in fields
    # What was asked at a moment before anybody had allowed anything is found against the gate too.
    others = {one for one in fields if not (field == "at" and one.startswith("consent of "))}
    assert others <= {named, "answer"}
