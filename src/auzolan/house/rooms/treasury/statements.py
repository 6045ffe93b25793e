"""A member's statement in words: what is hers, and why, each line with the entry it comes from."""

from __future__ import annotations

from auzolan.foundation.money import amount_text, money_text
from auzolan.house.rooms.labour.paying.pay_queries import WorkLine
from auzolan.house.rooms.treasury.queries import ShareLine, Statement

_BASES = {
    "data": "for your data", "labour": "for your work", "equal": "as a member",
    "usage": "for uses", "labels": "for your labels", "hours": "for your hours",
    "value": "for your data, at least",
}  # fmt: skip


def statement_lines(found: Statement) -> list[str]:
    """A statement in words for a person."""

    def money(cents: int) -> str:
        return money_text(cents, found.currency)

    lines = [
        f"{found.name or found.member} ({found.member}, {found.standing})", "",
        f"  your capital in the co-op   {money(found.capital_cents):>20}",
        f"  to be paid out to you       {money(found.payable_cents):>20}",
    ]  # fmt: skip
    if found.accounts:
        lines += ["", "Your accounts"]
    lines += [
        f"  {one.account:<26}  {amount_text(one.balance, one.asset):>20}" for one in found.accounts
    ]
    if found.postings:
        lines += ["", "Movements"]
    lines += [
        f"  entry {one.entry:>6}  {one.period:<10}  {one.account:<18}  {one.why:<24}  "
        f"{amount_text(one.amount, one.asset):>20}"
        for one in found.postings
    ]
    for share in found.shares:
        lines += _share_lines(share, found.currency)
    return lines + _rest_lines(found)


def _share_lines(share: ShareLine, currency: str) -> list[str]:
    what = "loss" if share.loss_cents else "surplus"
    title = f"Share of the {what} of {share.period} (plan {share.plan}, {share.state}, "
    parts = [("interest on your capital", share.interest_cents)] if share.interest_cents else []
    parts += [(_BASES[one.basis], one.cents) for one in share.pools]
    if share.loss_cents:
        parts.append(("from your capital", share.loss_cents))
    else:
        parts += [
            ("together", share.amount_cents),
            ("of it cash", share.cash_cents),
            ("of it capital", share.to_capital_cents),
        ]
    amounts = [f"  {what:<26}  {money_text(cents, currency):>20}" for what, cents in parts]
    return ["", f"{title}entry {share.entry})", *amounts]


def _rest_lines(found: Statement) -> list[str]:
    lines = []
    for one in found.worth:
        worth = f"  {decimal(one.value_e9)}, likely range {decimal(one.low_e9)} to "
        lines += [
            "",
            f"What your data is worth to the model ({one.valuation}, entry {one.entry})",
            f"{worth}{decimal(one.high_e9)}, from {one.rows} rows",
        ]
    for work in found.work:
        lines += _work_lines(work, found.currency)
    if found.consents:
        lines += ["", "Allowed uses"]
    for allowed in found.consents:
        says = ", ".join(allowed.purposes) or "nothing"
        ended = (
            f", stopped at entry {allowed.withdrawn_at}" if allowed.withdrawn_at is not None else ""
        )
        lines.append(f"  {allowed.kind}: {says}, since {allowed.since}{ended}")
    return lines


def _work_lines(work: WorkLine, currency: str) -> list[str]:
    spent = f"{work.seconds // 3_600} h {work.seconds % 3_600 // 60} min"
    hourly = work.hourly_cents
    parts = (
        ("agreed pay", work.pay_cents), ("interest on late pay", work.interest_cents),
        ("lifted to the floor by", work.topup_cents),
        ("an hour, over all time", hourly.all_time), ("over paid time alone", hourly.paid_time),
        ("counted once a judgment", hourly.naive), ("with what lifted it", hourly.lifted),
    )  # fmt: skip
    amounts = [
        f"  {what:<26}  {money_text(cents, currency) if cents is not None else 'unknown':>20}"
        for what, cents in parts
    ]
    owed = money_text(work.owed_cents, currency)
    return ["", f"Work in {work.period}", f"  {spent}, {owed}", *amounts]


def decimal(value_e9: int) -> str:
    """A figure scaled by 10^9 with six decimals, rounded half away from zero."""
    size = (abs(value_e9) + 500) // 1_000
    return f"{'-' if value_e9 < 0 and size else ''}{size // 10**6}.{size % 10**6:06d}"
