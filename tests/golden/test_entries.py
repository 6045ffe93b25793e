"""The bytes of every kind of entry, one fixed example each: a changed byte is a changed format.

The files in `entries/` change only together with a decision record. What is in them is made up.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from auzolan.assembly import acts as assembly
from auzolan.charter import acts as charter
from auzolan.charter.articles import Change
from auzolan.charter.distribution import Basis, Bearer, Claim, Reason, Residue
from auzolan.charter.presets import founding_charter
from auzolan.charter.texts import release_texts
from auzolan.consent import acts as consent
from auzolan.contributions import acts as contributions
from auzolan.cooperative import APPLY, RULES, AnyEntry, read_entry
from auzolan.labour import acts as labour
from auzolan.learning import acts as learning
from auzolan.licensing import acts as licensing
from auzolan.members import acts as members
from auzolan.record import acts as record
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import (
    Act,
    Entry,
    Fact,
    KeySigned,
    Operator,
    PasskeySigned,
    seal,
)
from auzolan.treasury.capital import contribution_acts as contribution
from auzolan.treasury.capital import exit_acts as exits
from auzolan.treasury.capital import winding_up_acts as winding_up
from auzolan.treasury.capital import withholding_acts as withholding
from auzolan.treasury.ledger import acts as ledger
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.payouts import acts as payouts
from auzolan.treasury.royalties import acts as royalties
from auzolan.treasury.surplus import acts as surplus
from auzolan.valuation import acts as valuation
from golden.consent_examples import CONSENTS
from golden.decision_examples import DECISIONS, DECISIONS_SPECIAL
from golden.election_examples import ELECTIONS, ELECTIONS_SPECIAL
from golden.group_examples import GROUPS, GROUPS_SPECIAL
from golden.labour_examples import LABOUR, LABOUR_SPECIAL
from golden.learning_examples import LEARNING
from golden.licence_examples import LICENCES
from golden.petition_examples import PETITIONS
from golden.rights_examples import RIGHTS
from golden.use_examples import SEGMENTS

FOLDER = Path(__file__).parent / "entries"
DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
TAG = "00112233445566778899aabbccddeeff"
VKEY = "coop.example/2026+e7b4c5d2+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
NEW_VKEY = "coop.example/2026+b2a19c33+AQICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC"
LINES = AnnexRef(DIGEST, 2, OTHER, 7_000)
RETURNS = AnnexRef(OTHER, 1, DIGEST, 3_000)
DEBTS = AnnexRef(DIGEST, 3, OTHER, 900_000_000, DIGEST, 1_200_000)
OPEN = AnnexRef(OTHER, 6, DIGEST)
AT = 1_767_225_600_000
TERMS = licensing.LicenceTerms(
    "dairy", "milk-ltd", "taste", "commercial", 100_000, 12_300, 1_000, 365
)
CHANGES = (
    Change("surplus.obligatory_reserve_bp", 4_500),
    Change("surplus.losses_order", "obligatory_reserve,members,carried"),
)
PLANNED = surplus.DistributionPlanned(
    plan="plan1", period="2026", plan_digest=DIGEST, result_cents=93_000,
    third_parties_cents=10_000, extraordinary_cents=0, tax_cents=3_000, interest_bp=750,
    interest_cents=2_000, made_good_cents=1_000, available_cents=87_000,
    waterfall=(
        surplus.PlannedLine(
            "obligatory_reserve", "surplus.obligatory_reserve_bp", 4_500, 87_000, 39_150,
            "reserve:obligatory", 0,
        ),
        surplus.PlannedLine(
            "education", "surplus.education_bp", 1_000, 87_000, 8_700, "fund:education", 24
        ),
    ),
    to_funds_cents=47_850, patronage_cents=39_150,
    pools=(surplus.PlannedPool(Basis.DATA, 10_000, 39_150),),
    cash_cents=7_830, capitalised_cents=31_320, loss_cents=0, borne=(),
    warnings=(surplus.PlanWarning("treasury.holder_over_limit", "1"),),
    legs=(
        Leg("result:2026", 93_000), Leg("tax:2026", -3_000), Leg("loss:2025", -1_000),
        Leg("reserve:obligatory", -39_150), Leg("fund:education", -8_700),
        Leg("capital:returns", -33_320), Leg("payable", -7_830),
    ),
    lines=LINES,
)  # fmt: skip
ENDING = winding_up.WindingUpPlanned(
    "end", DIGEST, 14_000,
    (
        winding_up.ClaimPlanned(Claim.CREDITORS, 4_000, 4_000),
        winding_up.ClaimPlanned(Claim.COMPULSORY_CAPITAL, 7_000, 7_000),
    ),
    7_000, Residue.CO_OPERATION, 3_000,
    (
        Leg("capital:compulsory", 7_000), Leg("reserve:obligatory", 7_000),
        Leg("fund:creditors:power-ltd", -4_000), Leg("payable", -7_000),
        Leg("fund:co_operation", -3_000),
    ),
    LINES,
)  # fmt: skip
PLANNED_BLEND = msgspec.structs.replace(
    PLANNED,
    plan="plan3",
    pools=(
        surplus.PlannedPool(Basis.LABOUR, 4_000, 15_660),
        surplus.PlannedPool(Basis.EQUAL, 1_500, 5_873),
        surplus.PlannedPool(Basis.VALUE, 4_500, 17_617),
    ),
    warnings=(surplus.PlanWarning("treasury.pay_above_ratio", "6"),),
)
PLANNED_LOSS = surplus.DistributionPlanned(
    plan="plan2", period="2027", plan_digest=OTHER, result_cents=-5_000, third_parties_cents=0,
    extraordinary_cents=0, tax_cents=0, interest_bp=0, interest_cents=0, made_good_cents=0,
    available_cents=0, waterfall=(), to_funds_cents=0, patronage_cents=0, pools=(), cash_cents=0,
    capitalised_cents=0, loss_cents=5_000,
    borne=(surplus.Borne(Bearer.OBLIGATORY_RESERVE, 1_000), surplus.Borne(Bearer.CARRIED, 4_000)),
    warnings=(surplus.PlanWarning("treasury.loss_carried", "4000"),),
    legs=(
        Leg("result:2027", -5_000), Leg("reserve:obligatory", 1_000), Leg("loss:2027", 4_000),
    ),
    lines=LINES,
)  # fmt: skip

EXAMPLES: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        charter.Found(
            DIGEST, "coop.example/2026", VKEY, founding_charter(),
            (charter.Seat("treasury", "m001"),), "2026",
            release_texts(),
        ),
        (
            charter.Founded(OTHER),
            charter.MandateGiven("found-1", "treasury", "m001", "", AT, 2**53 - 1),
        ),
    ),
    (
        charter.Amend("mandate-p1", CHANGES, AnnexRef(DIGEST, 3, OTHER)),
        (
            charter.Amended(OTHER, 2, AnnexRef(OTHER, 30, DIGEST)),
            charter.MandateUsed("mandate-p1"),
        ),
    ),
    (record.Redact(7, "name", DIGEST), (record.Redacted(7, "name"),)),
    (record.RotateKey(VKEY, NEW_VKEY, "ab" * 64), (record.KeyRotated(NEW_VKEY),)),
    (members.Admit("m002", DIGEST), (members.Admitted("m002", 10_000),)),
    (members.RegisterKey("m002", OTHER), (members.KeyRegistered("m002", OTHER),)),
    (members.Leave("m002", DIGEST), (members.Left("m002", AT + 1, AT + 2),)),
    (
        contributions.Offer("b-1", "m002", "purchases", 24, DIGEST),
        (contributions.Offered("b-1", "m002", "purchases", 24, DIGEST),),
    ),
    (contributions.Erase("b-1", DIGEST), (contributions.Erased("b-1", 24),)),
    (
        consent.Grant("m002", "purchases", ("research", "commercial")),
        (consent.Granted("m002", "purchases", 3, 0),),
    ),
    (
        consent.Withdraw("m002", "purchases"),
        (consent.Withdrawn("m002", "purchases", AT + 1, AT + 2),),
    ),
    (
        contributions.Share(
            "b-1", "m002", (contributions.Part("m002", 6_000), contributions.Part("m003", 4_000))
        ),
        (contributions.Shared("b-1", 2),),
    ),
    (
        contributions.Settle("b-1", (0, 7), (contributions.Part("m003", 10_000),), DIGEST),
        (contributions.Settled("b-1", 2),),
    ),
    (
        learning.Seal("s1", "purchases", "commercial"),
        (
            learning.SnapshotSealed(
                "s1", "purchases", "commercial", OPEN, 2_112, 88, 250, 25, 25, 12, DIGEST
            ),
        ),
    ),
    (
        learning.Use("u1", "s1", "commercial", "train"),
        (learning.Used("u1", "s1", "commercial", "train", 2_112, 88),),
    ),
    (
        learning.Train("taste", "u1", DIGEST, OTHER, 2_112, ""),
        (learning.Trained("taste", "s1", "commercial", OTHER, ""),),
    ),
    (
        learning.Evaluate("taste", "u2", 500, 420, 195),
        (learning.Evaluated("taste", 500, 420, 195),),
    ),
    (
        valuation.Value("v1", "taste", "u3", DIGEST, DEBTS, 500, -17, "observation", 0, 0),
        (valuation.Valued("v1", 3),),
    ),
    (valuation.Recheck("v1", DEBTS), (valuation.Rechecked("v1", "m003"),)),
    (labour.AssignIndex("m002", DIGEST), (labour.IndexAssigned("m002"),)),  # type: ignore[arg-type]
    (
        labour.RecordWork("w1", "2026", LINES),
        (labour.WorkRecorded("w1", "2026", LINES, 2, 10_800, 6_000, 1_000),),
    ),
    (
        licensing.License("mandate-p2", TERMS),
        (
            licensing.LicenceGranted("dairy", AT, AT + 31_536_000_000),
            charter.MandateUsed("mandate-p2"),
        ),
    ),
    (
        licensing.Meter("dairy", "2026-03-01", 10),
        (licensing.Metered("dairy", 10, 123_000),),
    ),
    (
        licensing.Receive("dairy", "2026", 100_000, DIGEST),
        (licensing.Received("dairy", "2026", 100_000),),
    ),
    (
        ledger.ClosePeriod("2026", "2027"),
        (
            ledger.PeriodClosed(
                "2026", "2027", 100_000, 7_000, 93_000, 9, DIGEST,
                (("bank", 100_000), ("expense", 7_000), ("income", -100_000), ("payable", -7_000)),
            ),
        ),
    ),
    (ledger.BeginClosing("2026", "2027"), (ledger.ClosingBegun("2026", "2027"),)),
    (
        ledger.Book(
            "b-1", "2026",
            (Leg("bank", -1_500), Leg("expense:fees", 1_500), Leg("expense:other", 7_000)),
            LINES, DIGEST,
        ),
        (ledger.Booked("b-1", 7_000),),
    ),
    (ledger.Reverse("b-1", "2026"), (ledger.Reversed("b-1"),)),
    (ledger.PlaceHold("h-1", "bank", 5_000, AT + 1), (ledger.HoldPlaced("h-1"),)),
    (
        ledger.PostHold("h-1", "2026", "expense:fees", 4_000),
        (ledger.HoldPosted("h-1", 4_000),),
    ),
    (ledger.VoidHold("h-1"), (ledger.HoldVoided("h-1"),)),
    (payouts.SetPayee("m002", DIGEST), (payouts.PayeeSet("m002"),)),
    (
        payouts.DraftPayout("out-1", "2026-03-01"),
        (payouts.PayoutDrafted("out-1", 7_000, 2, 1, LINES),),
    ),
    (payouts.ApprovePayout("out-1"), (payouts.PayoutApproved("out-1", 2, True),)),
    (payouts.CancelPayout("out-1"), (payouts.PayoutCancelled("out-1"),)),
    (payouts.ExportPayout("out-1", DIGEST), (payouts.PayoutExported("out-1", 7_000, 2),)),
    (payouts.ReportPayout("out-1", DIGEST, RETURNS), (payouts.PayoutReported("out-1", 3_000, 1),)),
    (
        payouts.SettlePayout("out-1", "2026", 4_000, DIGEST),
        (payouts.PayoutSettled("out-1", 4_000),),
    ),
    (
        payouts.ReturnPayments("out-1", "2026", DIGEST, RETURNS),
        (payouts.PaymentsReturned("out-1", 3_000, 1),),
    ),
    (payouts.ClearSuspense("out-1", "2026"), (payouts.SuspenseCleared("out-1", 3_000),)),
    (payouts.ClosePayout("out-1"), (payouts.PayoutClosed("out-1"),)),
    (
        royalties.Accrue("use-1", "dairy", LINES),
        (royalties.Accrued("use-1", "dairy", 7_000, 2),),
    ),
    (
        royalties.SettleRoyalties("pay-1", "2026"),
        (royalties.RoyaltiesSettled("pay-1", "2026", 7_000, 2, LINES),),
    ),
    (
        contribution.Contribute("may", contribution.ContributionKind.COMPULSORY, LINES, DIGEST),
        (contribution.Contributed("may", 7_000, 2),),
    ),
    (
        withholding.Withhold("plan1"),
        (withholding.Withheld("plan1", 1_900, 7_000, 2, LINES),),
    ),
    (
        withholding.RemitWithholding("tax-1", DIGEST),
        (withholding.WithholdingRemitted("tax-1", 7_000, 2, LINES),),
    ),
    (
        winding_up.PlanWindingUp("end", (winding_up.Creditor("power-ltd", 4_000),), ("dairy",)),
        (ENDING,),
    ),
    (
        winding_up.WindUp("mandate-p7", "end", DIGEST),
        (winding_up.WoundUp("end", 3_000), charter.MandateUsed("mandate-p7")),
    ),
    (
        surplus.PlanDistribution("plan1", "2026", "v1", 3_000, 10_000, 0),
        (PLANNED,),
    ),
    (
        surplus.Distribute("mandate-p3", "plan1", DIGEST),
        (surplus.Distributed("plan1", "2026"), charter.MandateUsed("mandate-p3")),
    ),
    (
        exits.OpenExit("mandate-p6", "exit-p6", "m002", Reason.UNJUSTIFIED, 2_000, ""),
        (
            exits.ExitOpened(
                "exit-p6", "m002", AT - 86_400_000, 3_000, 0, 10_000, 500, 2_000, 10_500, 5, 325,
                (
                    Leg("capital:returns", 3_000), Leg("capital:compulsory", 10_000),
                    Leg("loss:2025", -500), Leg("reserve:obligatory", -2_000),
                    Leg("redemption", -10_500),
                ),
            ),
            charter.MandateUsed("mandate-p6"),
        ),
    ),
    (exits.PayExit("exit-p6", 1), (exits.ExitPaid("exit-p6", "m002", 1, 2_100, 341),)),
    (exits.Lapse("m002"), (exits.Lapsed("m002", 2_441),)),
    (
        members.RegisterPasskey("m002", f"es256-02{OTHER}", "coop.example"),
        (members.PasskeyRegistered("m002", f"es256-02{OTHER}", "coop.example"),),
    ),
    (
        members.RevokePasskey("m002", f"ed25519-{OTHER}"),
        (members.PasskeyRevoked("m002", f"ed25519-{OTHER}"),),
    ),
    *DECISIONS,
    (
        charter.Appoint("mandate-p4", "data", "m002", 365),
        (
            charter.MandateGiven("office-41", "data", "m002", "", AT, AT + 31_536_000_000),
            charter.MandateUsed("mandate-p4"),
        ),
    ),
    (
        charter.Recall("mandate-p5", "data", "m002"),
        (charter.Recalled("data", "m002"), charter.MandateUsed("mandate-p5")),
    ),
    *PETITIONS,
    *ELECTIONS,
    *CONSENTS,
    *GROUPS,
    *LABOUR,
    *LEARNING,
    *LICENCES,
    *SEGMENTS,
    *RIGHTS,
)  # fmt: skip

SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "book-without_members": (
        ledger.Book("b-2", "2026", (Leg("bank", -1_500), Leg("expense:fees", 1_500)), None, DIGEST),
        (ledger.Booked("b-2", 0),),
    ),
    "report_payout-all_taken": (
        payouts.ReportPayout("out-2", DIGEST, None),
        (payouts.PayoutReported("out-2", 0, 0),),
    ),
    "plan-with-a-loss": (
        surplus.PlanDistribution("plan2", "2027", ""),
        (PLANNED_LOSS,),
    ),
    "plan-by-the-blend": (
        surplus.PlanDistribution("plan3", "2026", "v1", 3_000, 10_000, 0),
        (PLANNED_BLEND,),
    ),
    "exit-handed_on": (
        exits.OpenExit("mandate-p7", "exit-p7", "m003", Reason.TRANSFER, 0, "m004"),
        (
            exits.ExitOpened(
                "exit-p7",
                "m003",
                AT,
                3_000,
                0,
                10_000,
                0,
                0,
                0,
                0,
                0,
                (
                    Leg("capital:returns", 3_000),
                    Leg("capital:compulsory", 10_000),
                    Leg("capital:voluntary", -13_000),
                ),
            ),
            exits.CapitalTakenOver("m004", 13_000),
            charter.MandateUsed("mandate-p7"),
        ),
    ),
    **DECISIONS_SPECIAL,
    **ELECTIONS_SPECIAL,
    **GROUPS_SPECIAL,
    **LABOUR_SPECIAL,
}


def name_of(part: Act | Fact) -> str:
    return str(type(part).__struct_config__.tag)


def entry_of(act: Act, facts: tuple[Fact, ...], auth: object = None) -> AnyEntry:
    """The example as an entry."""
    actor = TAG if isinstance(act, assembly.CastBallot) else "m001"
    return Entry(
        act=act, actor=actor, at=AT, auth=auth or Operator(), charter=DIGEST, facts=facts,  # type: ignore[arg-type]
        id="example-1", rules="0.1.0", seq=41,
    )  # fmt: skip


def examples() -> dict[str, AnyEntry]:
    """Every example by the name of its file."""
    made = {name_of(act).replace("/", "-"): entry_of(act, facts) for act, facts in EXAMPLES}
    made |= {name: entry_of(act, facts) for name, (act, facts) in SPECIAL.items()}
    act, facts = EXAMPLES[9]
    made["auth-key"] = entry_of(act, facts, KeySigned(DIGEST, "cd" * 64))
    made["auth-passkey"] = entry_of(act, facts, PasskeySigned(OTHER))
    return made


@pytest.mark.parametrize("name", sorted(examples()))
def test_an_entry_is_written_in_these_bytes(name: str) -> None:
    """Goal: the format stands. Method: seal the example, compare with the file byte for byte."""
    assert seal(examples()[name]) == (FOLDER / f"{name}.json").read_bytes()


@pytest.mark.parametrize("name", sorted(examples()))
def test_an_entry_is_read_from_these_bytes(name: str) -> None:
    """Goal: what was written can be read for ever. Method: read the file, compare with the example."""
    assert read_entry((FOLDER / f"{name}.json").read_bytes()) == examples()[name]


def test_every_kind_of_act_and_fact_has_an_example() -> None:
    """Goal: no format without a golden file. Method: compare with the two tables of contents."""
    parts = [part for act, facts in (*EXAMPLES, *SPECIAL.values()) for part in (act, *facts)]
    assert {type(part) for part in parts} == {*RULES, *APPLY}
    assert {path.stem for path in FOLDER.glob("*")} == set(examples())


@pytest.mark.parametrize("name", ["members.admit-1", "treasury.plan-1", "auth-key"])
def test_no_other_spelling_of_an_entry_is_read(name: str) -> None:
    """Goal: one entry, one leaf. Method: a space, an unknown field, a field twice, another order."""
    text = (FOLDER / f"{name}.json").read_bytes()
    for other in (
        text + b" ",
        text.replace(b'"v":1', b'"v":1,"w":1'),
        text.replace(b'"seq":41', b'"seq":41,"seq":41'),
        text.replace(b'"seq":41', b'"seq":41.0'),
        msgspec.json.encode(dict(reversed(msgspec.json.decode(text).items()))),
    ):
        with pytest.raises(ValueError, match="spelling|unknown field|Expected"):
            read_entry(other)
