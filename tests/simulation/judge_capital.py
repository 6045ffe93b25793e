"""What the small model says about capital that comes, tax kept back, and the end.

One function an act: None for no, else what is so afterwards. Amounts at the end are worked out for
books in which nothing but contributions has to be cut; the model has no opinion on poorer ones.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_model import SmallModel
from simulation.small_money import Plan
from simulation.wish import Take, Wish

CAPITAL = ("capital:returns", "capital:voluntary", "capital:compulsory")
MICRO = 10_000
STILL = (
    "consent.answer", "consent.end_trust", "consent.leave_group", "consent.lift",
    "consent.prohibit", "consent.request", "consent.take_batch_out", "consent.withdraw",
    "contributions.erase", "labour.forget_pages",
    "members.leave", "members.register_key", "members.register_passkey", "members.revoke_passkey",
    "record.redact", "record.rotate_key", "treasury.approve_payout", "treasury.book",
    "treasury.cancel_payout", "treasury.clear_suspense", "treasury.close_payout",
    "treasury.draft_payout", "treasury.export_payout", "treasury.lapse",
    "treasury.remit_withholding", "treasury.report_payout", "treasury.return_payments",
    "treasury.set_payee", "treasury.settle_payout",
)  # fmt: skip
"""What the reference lists as still possible after the end."""


def is_over_for(m: SmallModel, wish: Wish) -> bool:
    """Whether the end stands in the way of an act."""
    if not m.is_over or wish.name not in STILL:
        return m.is_over
    if wish.name != "treasury.book":
        return False
    legs: Any = getattr(wish.submission.act, "legs", ())
    lines = getattr(wish.submission.act, "lines", None)
    spends = all(
        leg.amount < 0 if leg.account == "bank" else leg.account.startswith(("fund:", "tax:"))
        for leg in legs
    )
    return not (spends and lines is None)


# --- capital and tax --------------------------------------------------------------------------


def contribute(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    paid = {member: cents for member, (cents,) in (wish.lines or {}).items()}
    if act.contribution in m.contributions or not paid or wish.submission.actor in paid:
        return None
    if not all(m.active.get(member) and cents > 0 for member, cents in paid.items()):
        return None
    if act.capital == "compulsory":
        is_sound = all(cents <= m.dues.get(member, 0) for member, cents in paid.items())
    else:
        is_sound = not any(m.dues.get(member) for member in paid) and _in_limit(m, paid)
    if not is_sound:
        return None

    def take(receipt: Receipt) -> None:
        account = f"capital:{act.capital}"
        m.contributions.add(act.contribution)
        m.debit({"bank": sum(paid.values()), account: -sum(paid.values())})
        for member, cents in paid.items():
            m.owe(member, account, cents)
            if act.capital == "compulsory":
                m.dues[member] -= cents

    return take


def _in_limit(m: SmallModel, paid: dict[str, int]) -> bool:
    everything = sum(m.accounts.get(one, 0) for one in CAPITAL) + sum(paid.values())
    parts = m.clauses["surplus.holder_parts"]
    held = {member: sum(m.has(member, one) for one in CAPITAL) for member in paid}
    return all((held[one] + cents) * parts <= everything for one, cents in paid.items())


def withhold(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    plan = m.plans.get(act.plan)
    if plan is None or not plan.is_done or act.plan in m.withheld:
        return None
    kept = _kept(m, plan)
    if not kept:
        return None

    def take(receipt: Receipt) -> None:
        m.withheld.add(act.plan)
        m.debit({"payable": sum(kept.values()), "withholding": -sum(kept.values())})
        for member, cents in kept.items():
            m.owe(member, "payable", -cents)
            m.owe(member, "withholding", cents)

    return take


def _kept(m: SmallModel, plan: Plan) -> dict[str, int]:
    """The tax on a plan; nothing where somebody has less payable than that."""
    rate = Fraction(m.clauses["payouts.withholding_bp"], 10_000)
    kept = {
        member: cents
        for member, line in plan.lines.items()
        if (cents := floor(line.get("payable", 0) * rate + Fraction(1, 2))) > 0
    }
    return kept if all(m.has(one, "payable") >= cents for one, cents in kept.items()) else {}


def remit(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    kept = {member: cents for member, cents in m.held["withholding"].items() if cents}
    total = sum(kept.values())
    if act.remittance in m.remittances or not kept or m.free("bank", at) < total:
        return None

    def take(receipt: Receipt) -> None:
        m.remittances.add(act.remittance)
        m.debit({"withholding": total, "bank": -total})
        for member, cents in kept.items():
            m.owe(member, "withholding", -cents)

    return take


# --- the end ----------------------------------------------------------------------------------


def plan_end(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    owed = {one.creditor: one.cents for one in act.creditors}
    if act.winding_up in m.ends or len(owed) < len(act.creditors) or not _is_at_rest(m, act, at):
        return None
    if owed.keys() & m.active.keys():
        return None
    if not any(m.active.values()) or m.accounts["bank"] < _owed_outside(m, owed):
        return None

    def take(receipt: Receipt) -> None:
        m.ends[act.winding_up] = (getattr(receipt.facts[0], "plan_digest", ""), owed)

    return take


def _owed_outside(m: SmallModel, owed: dict[str, int]) -> int:
    taxes = [cents for name, cents in m.accounts.items() if name.startswith("tax:")]
    ours = (m.accounts.get(one, 0) for one in ("payable", "withholding"))
    return sum(owed.values()) + sum(taxes) + sum(ours)


def _is_at_rest(m: SmallModel, act: Any, at: int) -> bool:
    if getattr(act, "given_up", ()) or any(one.keeps(at) for one in m.holds.values()):
        return False
    if m.labour.is_open(at, m.clauses):
        return False
    untaxed = (one for name, one in m.plans.items() if one.is_done and name not in m.withheld)
    if any(_kept(m, one) for one in untaxed):
        return False
    if m.accounts.get("paying") or m.accounts.get("suspense"):
        return False
    if any(micro >= MICRO for micro in m.held["royalties"].values()):
        return False
    owing = (
        name
        for name, amount in m.accounts.items()
        if (name.startswith(("income:", "expense:", "result:")) and amount)
        or (name.startswith("receivable:") and 2 * amount >= MICRO)
    )
    return next(owing, None) is None


def wind_up(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    """The whole of it is booked; contributions bear what reserves do not, the rest is locked."""
    digest, owed = m.ends.get(act.winding_up, ("", {}))
    if not digest or act.plan_digest != digest or not _is_at_rest(m, act, at):
        return None

    def take(receipt: Receipt) -> None:
        assert not any(name.startswith("loss:") and cents for name, cents in m.accounts.items())
        reserves = {
            name: cents for name, cents in m.accounts.items() if name.startswith("reserve:")
        }
        assert not reserves.get("reserve:voluntary")
        rest = sum(reserves.values()) - sum(owed.values())
        m.debit(reserves)
        m.debit({f"fund:creditors:{name}": -cents for name, cents in owed.items()})
        m.debit({"fund:co_operation": -max(0, rest)})
        for account in (*CAPITAL, "redemption"):
            held = {member: cents for member, cents in m.held[account].items() if cents}
            short = max(0, -rest) if account == "capital:compulsory" else 0
            for member, cents in _shared(sum(held.values()) - short, held).items():
                m.owe(member, account, -held[member])
                m.owe(member, "payable", cents)
                m.debit({account: held[member], "payable": -cents})
        m.is_over = True

    return take


def _shared(pool: int, weights: dict[str, int]) -> dict[str, int]:
    """A pool in proportion: whole cents first, then one each to the largest fractions, by id."""
    total = sum(weights.values())
    exact = {name: Fraction(pool * weight, total) for name, weight in weights.items()}
    whole = {name: floor(part) for name, part in exact.items()}
    spare = pool - sum(whole.values())
    for name in sorted(exact, key=lambda name: (whole[name] - exact[name], name))[:spare]:
        whole[name] += 1
    return whole
