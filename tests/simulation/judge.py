"""What the small model says to each act: no, or yes and what is so afterwards.

One function an act. Each looks at the model alone; it gets the receipt only for the entry's place,
its moment, and digests that stand for content which the model compares by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auzolan.house.submission import Receipt
from simulation import (
    judge_decisions,
    judge_ledger,
    judge_money,
    judge_payouts,
    judge_rights,
    judge_rows,
)
from simulation.small_model import (
    POWERS,
    SmallModel,
)
from simulation.wish import Take, Wish, what_of_act


def judged(m: SmallModel, wish: Wish, at: int) -> Take | None:
    """What the model says: None for no, else what to do with the receipt."""
    submission = wish.submission
    act, actor = submission.act, submission.actor
    key = getattr(submission.auth, "key", None)
    if not wish.is_sound or not wish.is_proven:
        return None
    if key is not None and m.keys.get(key) != (actor, True):
        return None
    if not m.may_ask(wish.name, actor, act.person(), at) or m.is_paused(wish.name, at):
        return None
    if wish.name in POWERS and not m.has_mandate(act.mandate_id(), wish.name, what_of_act(act), at):
        return None
    take = JUDGES[wish.name](m, wish, act, at)
    if take is None:
        return None

    def taken(receipt: Receipt) -> None:
        take(receipt)
        if wish.name in POWERS:
            mandate = m.mandates[act.mandate_id()]
            mandate.is_spent = True
            m.proposals[mandate.proposal].state = "executed"
        for field in submission.words:
            m.sealed[receipt.seq, field] = True

    return taken


JUDGES: dict[str, Callable[[SmallModel, Wish, Any, int], Take | None]] = {
    "members.admit": judge_rows.admit,
    "members.register_key": judge_rows.register_key,
    "members.leave": judge_rows.leave,
    "contributions.offer": judge_rows.offer,
    "contributions.erase": judge_rows.erase,
    "contributions.share": judge_rows.share,
    "contributions.settle": judge_rows.settle,
    "consent.grant": judge_rows.grant,
    "consent.withdraw": judge_rows.withdraw,
    "learning.seal": judge_rows.seal,
    "learning.use": judge_rows.use,
    "learning.train": judge_rows.train,
    "learning.evaluate": judge_rows.evaluate,
    "valuation.value": judge_rows.value,
    "valuation.recheck": judge_rows.recheck,
    "labour.assign_index": judge_money.assign_index,
    "labour.record_work": judge_money.record_work,
    "licensing.grant": judge_money.grant_licence,
    "licensing.meter": judge_money.meter,
    "licensing.receive": judge_money.receive,
    "treasury.begin_closing": judge_ledger.begin_closing,
    "treasury.close_period": judge_ledger.close_period,
    "treasury.book": judge_ledger.book,
    "treasury.reverse": judge_ledger.reverse,
    "treasury.hold": judge_ledger.place_hold,
    "treasury.post_hold": judge_ledger.post_hold,
    "treasury.void_hold": judge_ledger.void_hold,
    "treasury.set_payee": judge_payouts.set_payee,
    "treasury.draft_payout": judge_payouts.draft,
    "treasury.approve_payout": judge_payouts.approve,
    "treasury.cancel_payout": judge_payouts.cancel,
    "treasury.export_payout": judge_payouts.export,
    "treasury.report_payout": judge_payouts.report,
    "treasury.settle_payout": judge_payouts.settle,
    "treasury.return_payments": judge_payouts.come_back,
    "treasury.clear_suspense": judge_payouts.clear,
    "treasury.close_payout": judge_payouts.close,
    "treasury.accrue": judge_payouts.accrue,
    "treasury.settle_royalties": judge_payouts.settle_royalties,
    "treasury.plan": judge_money.plan,
    "treasury.distribute": judge_money.distribute,
    "assembly.propose": judge_decisions.propose,
    "assembly.revise": judge_decisions.revise,
    "assembly.endorse": judge_decisions.endorse,
    "assembly.admit": judge_decisions.admit,
    "assembly.withdraw": judge_decisions.withdraw,
    "assembly.comment": judge_decisions.comment,
    "assembly.answer": judge_decisions.answer,
    "assembly.call": judge_decisions.call,
    "assembly.open_poll": judge_decisions.open_poll,
    "assembly.cast": judge_decisions.cast,
    "assembly.close": judge_decisions.close_poll,
    "assembly.certify": judge_decisions.certify,
    "assembly.declare_interest": judge_rights.declare_interest,
    "assembly.give_proxy": judge_rights.give_proxy,
    "assembly.revoke_proxy": judge_rights.revoke_proxy,
    "assembly.pause": judge_rights.pause,
    "assembly.agree_to_pause": judge_rights.agree_to_pause,
    "charter.amend": judge_decisions.amend,
    "charter.appoint": judge_decisions.appoint,
    "charter.recall": judge_decisions.recall,
    "record.redact": judge_decisions.redact,
    "record.rotate_key": judge_decisions.rotate_key,
}
"""The model's opinion of each act; founding is not judged, every year begins with one."""
