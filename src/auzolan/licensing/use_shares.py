"""What one answered call is worth to the members: their part of its fee, shared to the last unit.

It knows fees, weights and digests. Who made an answer is found by the valuation; who is paid, and
when, is the treasury's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from auzolan.foundation import canonical

USES_KIND = "uses/1"
USES_AMOUNT = "fee_micro"
USES_NAMES = ("answer", "at", "call", "fee_micro", "members_micro", "shares")
SHARES_KIND = "use_shares/1"
SHARES_AMOUNT = "amount_micro"
SHARES_NAMES = ("amount_micro", "call", "member")
SALT_SIZE = 16
_BASIS_POINTS = 10_000
_ANSWER = b"auzolan/v1/use-answer\x00"
_SHARES = b"auzolan/v1/use-shares\x00"


def members_part(fee_micro: int, part_bp: int) -> int:
    """The members' part of a call's fee, rounded down.

    Args:
        fee_micro: the fee in millionths of the currency unit, >= 0.
        part_bp: the charter's part in basis points, 0 to 10,000.
    Source: charter, article on royalties.
    """
    return fee_micro * part_bp // _BASIS_POINTS


def share_use(
    members_micro: int, weights: Mapping[str, int], everyone: Sequence[str]
) -> dict[str, int]:
    """Share the members' part of one call so that every millionth is given and none is invented.

    Largest remainder: all get the whole millionths of their exact share; what is left goes, one
    each, to the largest remainders; equal remainders are served in order of member id.

    Args:
        members_micro: what is shared, in millionths, >= 0.
        weights: what each one's rows said for the answer; those at or below 0 get nothing.
        everyone: who shares equally where no weight is above 0; at least one, each once.
    Returns:
        Millionths above 0 in order of member id; their sum is exactly `members_micro`.
    Raises:
        ValueError: less than 0 to share, or nobody to share it.
    Source: charter, article on royalties; Hamilton's method of apportionment.
    """
    positive = {member: weight for member, weight in weights.items() if weight > 0}
    heavy = positive or dict.fromkeys(everyone, 1)
    if members_micro < 0 or not heavy:
        raise ValueError(f"0 or more is shared among somebody; got {members_micro}")
    total = sum(heavy.values())
    exact = {member: divmod(members_micro * heavy[member], total) for member in sorted(heavy)}
    left = members_micro - sum(whole for whole, _ in exact.values())
    first = sorted(exact, key=lambda member: (-exact[member][1], member))[:left]
    shares = {member: whole for member, (whole, _) in exact.items()}
    for member in first:
        shares[member] += 1
    assert sum(shares.values()) == members_micro, "a part is shared to the last millionth"
    return {member: micro for member, micro in shares.items() if micro}


def answer_digest(salt: bytes, model: str, question: bytes, answer: str) -> str:
    """Name a question with its answer, so that who holds both finds them on the record.

    Args:
        salt: `SALT_SIZE` random bytes, known to the licensee and to the house.
        model: the model that answered.
        question: the body of the call, as it was sent.
        answer: what was answered.
    """
    told = canonical.encode([model, hashlib.sha256(question).hexdigest(), answer])
    return hashlib.sha256(_ANSWER + salt + told).hexdigest()


def shares_digest(call: str, shares: Mapping[str, int], salt: bytes) -> str:
    """Name the shares of one call without telling whose they are.

    Args:
        call: the random name of the call.
        shares: millionths by member.
        salt: `SALT_SIZE` random bytes, kept in the house.
    """
    lines = [[member, shares[member]] for member in sorted(shares)]
    return hashlib.sha256(_SHARES + salt + canonical.encode([call, lines])).hexdigest()
