"""What the small model says to each act: no, or yes and what is so afterwards.

One function an act. Each looks at the model alone; it gets the receipt only for the entry's place,
its moment, and digests that stand for content which the model compares by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auzolan.house.submission import Receipt
from simulation import (
    judge_asides,
    judge_capital,
    judge_decisions,
    judge_exits,
    judge_groups,
    judge_ledger,
    judge_life,
    judge_models,
    judge_money,
    judge_pay,
    judge_payouts,
    judge_petitions,
    judge_rows,
    judge_saying,
    judge_stating,
    judge_watch,
    judge_work,
)
from simulation.small_model import SmallModel
from simulation.small_rights import POWERS
from simulation.wish import Take, Wish, what_of_act


def judged(m: SmallModel, wish: Wish, at: int) -> Take | None:
    """What the model says: None for no, else what to do with the receipt."""
    submission = wish.submission
    act, actor = submission.act, submission.actor
    key = getattr(submission.auth, "key", None)
    if not wish.is_sound or not wish.is_proven or judge_capital.is_over_for(m, wish):
        return None
    if key is not None and m.keys.get(key) != (actor, True):
        return None
    if not m.may_ask(wish.name, actor, act.person(), at):
        return None
    if wish.name in POWERS and not m.has_mandate(act.mandate_id(), wish.name, what_of_act(act), at):
        return None
    take = JUDGES[wish.name](m, wish, act, at)
    if take is None:
        return None

    def taken(receipt: Receipt) -> None:
        m.clock = receipt.at
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
    "members.register_passkey": judge_rows.register_passkey,
    "members.revoke_passkey": judge_rows.revoke_passkey,
    "members.leave": judge_rows.leave,
    "contributions.offer": judge_rows.offer,
    "contributions.erase": judge_rows.erase,
    "contributions.share": judge_rows.share,
    "contributions.settle": judge_rows.settle,
    "consent.grant": judge_rows.grant,
    "consent.withdraw": judge_rows.withdraw,
    "consent.permit": judge_saying.permit,
    "consent.prohibit": judge_saying.prohibit,
    "consent.lift": judge_saying.lift,
    "consent.entrust": judge_saying.entrust,
    "consent.end_trust": judge_saying.end_trust,
    "consent.set_guardian": judge_saying.set_guardian,
    "consent.note_third_persons": judge_saying.note_third_persons,
    "consent.strike": judge_saying.strike,
    "consent.end_strike": judge_saying.end_strike,
    "consent.form_group": judge_groups.form,
    "consent.invite_to_group": judge_groups.invite,
    "consent.join_group": judge_groups.join,
    "consent.leave_group": judge_groups.leave,
    "consent.place_batch": judge_groups.place,
    "consent.take_batch_out": judge_groups.take_out,
    "consent.decide_for_group": judge_groups.decide,
    "consent.request": judge_groups.request,
    "consent.answer": judge_groups.answer,
    "learning.seal": judge_rows.seal,
    "learning.use": judge_rows.use,
    "learning.train": judge_rows.train,
    "learning.evaluate": judge_rows.evaluate,
    "learning.note_rows": judge_models.note_rows,
    "learning.evaluate_groups": judge_models.evaluate_groups,
    "learning.release": judge_models.release,
    "learning.extend": judge_models.extend,
    "valuation.value": judge_rows.value,
    "valuation.recheck": judge_rows.recheck,
    "labour.assign_index": judge_pay.assign_index,
    "labour.record_work": judge_pay.record_work,
    "labour.settle": judge_pay.settle,
    "labour.open_task": judge_work.open_task,
    "labour.close_task": judge_work.close_task,
    "labour.set_reference": judge_work.set_reference,
    "labour.set_place": judge_work.set_place,
    "labour.log_work": judge_work.log_work,
    "labour.claim_time": judge_work.claim_time,
    "labour.accept": judge_work.accept,
    "labour.reject": judge_work.reject,
    "labour.revise": judge_work.revise,
    "labour.hand_in_again": judge_work.hand_in_again,
    "labour.appeal": judge_work.appeal,
    "labour.seat_panel": judge_work.seat_panel,
    "labour.judge_appeal": judge_work.judge_appeal,
    "labour.forget_pages": judge_watch.forget_pages,
    "labour.look": judge_watch.look,
    "labour.release_groups": judge_watch.release_groups,
    "labour.rate": judge_watch.rate,
    "labour.open_pulse": judge_watch.open_pulse,
    "labour.answer_pulse": judge_watch.answer_pulse,
    "labour.publish_statement": judge_stating.state,
    "labour.comment": judge_stating.comment,
    "labour.answer_comment": judge_stating.answer,
    "licensing.grant": judge_money.grant_licence,
    "licensing.meter": judge_money.meter,
    "licensing.receive": judge_money.receive,
    "licensing.offer": judge_life.offer,
    "licensing.accept": judge_life.accept,
    "licensing.issue_key": judge_life.issue_key,
    "licensing.revoke_key": judge_life.revoke_key,
    "licensing.invoice": judge_life.invoice,
    "licensing.report_use": judge_life.report_use,
    "licensing.revoke": judge_life.revoke,
    "licensing.notify": judge_life.notify,
    "licensing.certify": judge_life.certify,
    "licensing.record_segment": judge_life.record_segment,
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
    "treasury.contribute": judge_capital.contribute,
    "treasury.withhold": judge_capital.withhold,
    "treasury.remit_withholding": judge_capital.remit,
    "treasury.plan_winding_up": judge_capital.plan_end,
    "treasury.wind_up": judge_capital.wind_up,
    "treasury.plan": judge_money.plan,
    "treasury.distribute": judge_money.distribute,
    "treasury.open_exit": judge_exits.open_exit,
    "treasury.pay_exit": judge_exits.pay_exit,
    "treasury.lapse": judge_exits.lapse,
    "assembly.propose": judge_decisions.propose,
    "assembly.revise": judge_decisions.revise,
    "assembly.endorse": judge_decisions.endorse,
    "assembly.admit": judge_decisions.admit,
    "assembly.withdraw": judge_decisions.withdraw,
    "assembly.comment": judge_decisions.comment,
    "assembly.answer": judge_decisions.answer,
    "assembly.call": judge_decisions.called,
    "assembly.convene": judge_petitions.convene,
    "assembly.add_item": judge_petitions.add_item,
    "assembly.nominate": judge_asides.nominate,
    "assembly.stand_down": judge_asides.stand_down,
    "assembly.declare_interest": judge_asides.declare_interest,
    "assembly.give_proxy": judge_asides.give_proxy,
    "assembly.revoke_proxy": judge_asides.revoke_proxy,
    "assembly.petition": judge_petitions.petition,
    "assembly.sign": judge_petitions.sign,
    "assembly.challenge": judge_petitions.challenge,
    "assembly.decide_challenge": judge_petitions.decide_challenge,
    "assembly.pause": judge_asides.pause,
    "assembly.agree_to_pause": judge_asides.agree_to_pause,
    "assembly.keep_pause": judge_asides.keep_pause,
    "members.set_class": judge_asides.set_class,
    "assembly.open_poll": judge_decisions.open_poll,
    "assembly.cast": judge_decisions.cast,
    "assembly.close": judge_decisions.close_poll,
    "assembly.certify": judge_decisions.certify,
    "charter.amend": judge_decisions.amend,
    "charter.appoint": judge_decisions.appoint,
    "charter.recall": judge_decisions.recall,
    "record.redact": judge_decisions.redact,
    "record.rotate_key": judge_decisions.rotate_key,
}
"""The model's opinion of each act; founding is not judged, every year begins with one."""
