"""Examples of acts by which members say, under conditions, what may be done with their rows."""

from __future__ import annotations

from auzolan.charter import acts as charter
from auzolan.consent import acts as consent
from auzolan.consent import strike_acts as strikes
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
AT = 1_767_225_600_000
DAY = 86_400_000
LASTING = consent.Terms("train.finetune", "research", 0, 0, None, None, None, 1)
NARROW = consent.Terms(
    "share.enclave", "commercial", AT, AT + 90 * DAY, ("dairy-ltd",), ("ES", "FR"), (), 1
)
STRIKE = strikes.StrikeTerms("no-ads", "train", "advertising", None, AT + 30 * DAY)

CONSENTS: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        consent.Permit(
            "p1", "m001", "", consent.Scope("purchases", "b1", 3), NARROW,
            consent.Price(250_000, "EUR", "answer"), credit=True,
        ),
        (consent.Permitted("p1", 32_768, 8, AT, AT + 90 * DAY),),
    ),
    (
        consent.Prohibit("p2", "m001", "", consent.Scope(), LASTING),
        (consent.Prohibited("p2", 128, 2, AT, 253_402_300_799_999, AT + 30 * DAY),),
    ),
    (consent.Lift("p1", "m001", "m002"), (consent.Lifted("p1", AT + 30 * DAY),)),
    (consent.Entrust("m001"), (consent.Entrusted("m001"),)),
    (consent.EndTrust("m001"), (consent.TrustEnded("m001"),)),
    (
        consent.SetGuardian("m003", "m001", DIGEST),  # type: ignore[arg-type]
        (consent.GuardianSet("m003", "m001"),),
    ),
    (
        consent.NoteThirdPersons("b1", "none", DIGEST),
        (consent.ThirdPersonsNoted("b1", "none"),),
    ),
    (
        strikes.Strike("mandate-p9", STRIKE),
        (strikes.Struck("no-ads"), charter.MandateUsed("mandate-p9")),
    ),
    (
        strikes.EndStrike("mandate-p10", "no-ads"),
        (strikes.StrikeEnded("no-ads"), charter.MandateUsed("mandate-p10")),
    ),
)  # fmt: skip
