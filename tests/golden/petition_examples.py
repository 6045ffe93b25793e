"""Examples of acts by which members ask for something together, or against a decision."""

from __future__ import annotations

from auzolan.assembly import acts as assembly
from auzolan.assembly import petition_acts as petitions
from auzolan.charter import acts as charter
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
DRY_RUN = AnnexRef(OTHER, 2, DIGEST)
AT = 1_767_225_600_000
DAY = 86_400_000
TERMS = assembly.Terms("p1", "p1", "yes_no", ">=3/5", "", "", "")
RULES = assembly.PollRules(
    ">1/2", ">=1/10", 100, DAY, 2 * DAY, "<1/2", "<=1/5"
)  # fmt: skip

PETITIONS: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        assembly.Convene("ours", "x1", ("p1",), AT + 10 * DAY, AT + 11 * DAY, DRY_RUN),
        (assembly.Called("ours", AT, AT + 17 * DAY, RULES, (TERMS,)),),
    ),
    (
        assembly.AddItem("spring", "p1", "x2", DRY_RUN),
        (assembly.ItemAdded("spring", TERMS),),
    ),
    (assembly.DeclareInterest("p1"), (assembly.InterestDeclared("p1"),)),
    (assembly.GiveProxy("spring", "m002"), (assembly.ProxyGiven("spring", "m002"),)),
    (assembly.RevokeProxy("spring"), (assembly.ProxyRevoked("spring"),)),
    (
        petitions.Petition("x3", "confirm", "p1", DIGEST),
        (petitions.PetitionSigned("x3", 1, 1, True), petitions.Confirming("p1")),
    ),
    (
        petitions.Sign("x4"),
        (petitions.PetitionSigned("x4", 3, 3, True), petitions.Suspended("p1")),
    ),
    (petitions.Challenge("c1", "p1", OTHER), (petitions.Challenged("c1"),)),
    (
        petitions.DecideChallenge("c1", False, DIGEST),
        (petitions.ChallengeDecided("c1", "p1", False, AT + 97 * DAY),),
    ),
    (
        petitions.Pause("stop", "learning.use", AT + 14 * DAY, OTHER),
        (petitions.PauseAsked("stop"),),
    ),
    (
        petitions.AgreeToPause("stop"),
        (petitions.Paused("stop", "learning.use", AT + 14 * DAY),),
    ),
    (
        petitions.KeepPause("mandate-p6", "stop", AT + 28 * DAY),
        (
            petitions.Paused("stop", "learning.use", AT + 28 * DAY),
            charter.MandateUsed("mandate-p6"),
        ),
    ),
)
