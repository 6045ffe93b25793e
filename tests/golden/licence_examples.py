"""Examples of acts in the life of a licence, from its offer to its early end."""

from __future__ import annotations

from auzolan.licensing import life_acts
from auzolan.licensing.acts import LicenceTerms
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
AT = 1_767_225_600_000
DAY = 86_400_000
TERMS = LicenceTerms(
    "dairy", "milk-ltd", "taste", "commercial", 100_000, 12_300, 1_000, 365,
    operation="train.finetune", territory="ES", model_class="text", credit=False, pay_days=14,
)  # fmt: skip

LICENCES: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (life_acts.Offer(TERMS), (life_acts.Offered("dairy", DIGEST),)),
    (life_acts.Accept("dairy", DIGEST, OTHER), (life_acts.Accepted("dairy"),)),
    (
        life_acts.IssueKey("dairy", "key-dairy-1", OTHER),
        (life_acts.KeyIssued("dairy", "key-dairy-1"),),
    ),
    (life_acts.RevokeKey("key-dairy-1"), (life_acts.KeyRevoked("key-dairy-1"),)),
    (
        life_acts.Invoice("inv-dairy-1", "dairy"),
        (life_acts.Invoiced("inv-dairy-1", "dairy", 100_123, AT + 14 * DAY),),
    ),
    (
        life_acts.ReportUse("may", "dairy", AT - 31 * DAY, AT, 90),
        (life_acts.UseReported("may", "dairy", 90, 100),),
    ),
    (life_acts.Revoke("dairy", DIGEST), (life_acts.Revoked("dairy", AT),)),
)
