"""Examples of acts on a proposal's way from a draft to its certified result."""

from __future__ import annotations

from auzolan.assembly import acts as assembly
from auzolan.assembly import resolutions
from auzolan.charter import acts as charter
from auzolan.charter.articles import Change
from auzolan.charter.distribution import Reason
from auzolan.consent.group_acts import GroupLift
from auzolan.consent.strike_acts import StrikeTerms
from auzolan.licensing.acts import LicenceTerms
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.treasury.capital.exit_acts import ExitTerms

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
OPEN = AnnexRef(DIGEST, 6, OTHER)
STAGES = AnnexRef(OTHER, 6, DIGEST)
AT = 1_767_225_600_000
DAY = 86_400_000
CHANGES = (Change("surplus.obligatory_reserve_bp", 4_500),)
LICENCE = LicenceTerms("dairy", "milk-ltd", "yogurt", "commercial", 500_000, 12_300, 1_000, 365)
TERMS = assembly.Terms("p1", "p1", "yes_no", ">=3/5", "", "", "")
MERGER = assembly.Terms("p8", "p8.2", "yes_no", ">=2/3", ">=1/2", ">=3/4", ">1/2")
RULES = assembly.PollRules(">1/2", ">=1/10", 100, DAY, 2 * DAY, "<1/2", "<=1/5")
MANDATE = charter.MandateGiven(
    "mandate-p1", "charter.amend", "", DIGEST, AT + 14 * DAY, AT + 104 * DAY
)

Examples = tuple[tuple[Act, tuple[Fact, ...]], ...]


def proposed(
    proposal: str, measure: resolutions.Measure, power: str, *, tier: int = 3
) -> tuple[Act, tuple[Fact, ...]]:
    """A proposal of this measure, and its fact."""
    act = assembly.Propose(proposal, "assembly", measure, DIGEST, DIGEST, OTHER)
    return act, (assembly.Proposed(proposal, power, DIGEST, tier),)


DECISIONS: Examples = (
    proposed("p1", resolutions.ChangeCharter(CHANGES), "charter.amend", tier=2),
    (
        assembly.Revise("p1", resolutions.ChangeCharter(CHANGES), OTHER, DIGEST),
        (assembly.Revised("p1", "charter.amend", DIGEST, 2),),
    ),
    (assembly.Endorse("p1"), (assembly.Endorsed("p1", True),)),
    (assembly.Admit("p1"), (assembly.Admitted("p1"),)),
    (assembly.Withdraw("p1"), (assembly.Withdrawn("p1"),)),
    (assembly.Comment("c1", "p1", DIGEST), (assembly.Commented("c1"),)),
    (assembly.Answer("c1", OTHER), (assembly.Answered("c1"),)),
    (
        assembly.Call("spring", "assembly", ("p1", "p8"), AT + 10 * DAY, AT + 11 * DAY, STAGES),
        (assembly.Called("spring", AT, AT + 17 * DAY, RULES, (TERMS, MERGER)),),
    ),
    (assembly.OpenPoll("p1", OPEN), (assembly.PollOpened("p1", "p1", 6, 0, AT + 17 * DAY),)),
    (assembly.CastBallot("p1", DIGEST), (assembly.BallotCast("p1", AT + 17 * DAY),)),
    (
        assembly.ClosePoll("p1", OPEN, None),
        (assembly.PollClosed("p1", "p1", 3, 1, 1, 1, 0, 6, True, True, (), DIGEST),),
    ),
    (
        assembly.Certify("p1", DIGEST),
        (assembly.Certified("p1", "p1", "passed", "mandate-p1", 0, DIGEST), MANDATE),
    ),
)

DECISIONS_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "found-inadmissible": (
        assembly.Admit("p3"),
        (assembly.FoundInadmissible("p3", "assembly.plan_done"),),
    ),
    "ranked-close": (
        assembly.ClosePoll("p6", OPEN, STAGES),
        (assembly.PollClosed("p6", "p6", 0, 0, 0, 1, 5, 6, True, True, ("m002", "m001"), OTHER),),
    ),
    "second-reading": (
        assembly.Certify("p1", DIGEST),
        (assembly.Certified("p1", "p1", "admitted", "", AT + 30 * DAY, DIGEST),),
    ),
    "measure-grant_licence": proposed("p2", resolutions.GrantLicence(LICENCE), "licensing.grant"),
    "measure-share_surplus": proposed(
        "p3", resolutions.ShareSurplus("plan1", DIGEST), "treasury.distribute"
    ),
    "measure-fill_office": proposed(
        "p4", resolutions.FillOffice("data", "m002", 365), "charter.appoint", tier=4
    ),
    "measure-recall_officer": proposed(
        "p5", resolutions.RecallOfficer("data", "m002"), "charter.recall", tier=4
    ),
    "measure-settle_exit": proposed(
        "p10",
        resolutions.SettleExit(ExitTerms("m002", Reason.UNJUSTIFIED, 2_000)),
        "treasury.open_exit",
    ),
    "measure-dissolve": proposed("p11", resolutions.Dissolve("end", DIGEST), "treasury.wind_up"),
    "measure-elect": proposed("p6", resolutions.Elect("council", 3, 1_460), ""),
    "measure-choose": proposed("p7", resolutions.Choose(("red", "blue")), ""),
    "measure-restructure": proposed("p8", resolutions.Restructure("merger", DIGEST), ""),
    "measure-ratify_pause": proposed(
        "p9", resolutions.RatifyPause("stop", AT + 28 * DAY), "assembly.keep_pause"
    ),
    "measure-strike_uses": proposed(
        "p12",
        resolutions.StrikeUses(StrikeTerms("no-ads", "train", "advertising", ("dairy-ltd",), 0)),
        "consent.strike",
    ),
    "measure-end_strike": proposed(
        "p13", resolutions.EndStrikeVote("no-ads"), "consent.end_strike"
    ),
    "measure-group_decides": proposed(
        "p14", resolutions.GroupDecides(GroupLift("choir", "group-41")), "consent.decide_for_group"
    ),
}
