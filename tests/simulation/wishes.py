"""What people might ask for in a year: random acts, most of them sensible, many of them not.

It looks at the model to find what exists, and at nothing else but the openings of ballots, which a
door needs to close a poll. Whether an act will be accepted is not its business.
"""

from __future__ import annotations

from collections.abc import Callable

from simulation import (
    draw_asides,
    draw_capital,
    draw_decisions,
    draw_exits,
    draw_groups,
    draw_ledger,
    draw_life,
    draw_models,
    draw_money,
    draw_petitions,
    draw_rows,
    draw_saying,
)
from simulation.drawing import Wishes
from simulation.wish import Wish

DRAWS: dict[str, Callable[[Wishes], Wish | list[Wish]]] = {
    "admit": draw_rows.admit,
    "register_key": draw_rows.register_key,
    "leave": draw_rows.leave,
    "offer": draw_rows.offer,
    "erase": draw_rows.erase,
    "share": draw_rows.share,
    "settle": draw_rows.settle,
    "grant": draw_rows.grant,
    "withdraw": draw_rows.withdraw,
    "permit": draw_saying.permit,
    "prohibit": draw_saying.prohibit,
    "lift": draw_saying.lift,
    "trust": draw_saying.trust,
    "set_guardian": draw_saying.set_guardian,
    "note_third_persons": draw_saying.note_third_persons,
    "group": draw_groups.group,
    "request": draw_groups.request,
    "answer": draw_groups.answer,
    "seal": draw_rows.seal,
    "use": draw_rows.use,
    "train": draw_rows.train,
    "evaluate": draw_rows.evaluate,
    "note_rows": draw_models.note_rows,
    "evaluate_groups": draw_models.evaluate_groups,
    "release": draw_models.release,
    "extend": draw_models.extend,
    "value": draw_rows.value,
    "recheck": draw_rows.recheck,
    "assign_index": draw_money.assign_index,
    "record_work": draw_money.record_work,
    "meter": draw_money.meter,
    "receive": draw_money.receive,
    "offer_licence": draw_life.offer,
    "accept": draw_life.accept,
    "key": draw_life.key,
    "invoice": draw_life.invoice,
    "report_use": draw_life.report_use,
    "revoke": draw_life.revoke,
    "record_segment": draw_life.record_segment,
    "tell": draw_life.tell,
    "begin_closing": draw_ledger.begin_closing,
    "close_period": draw_ledger.close_period,
    "book": draw_ledger.book,
    "reverse": draw_ledger.reverse,
    "hold": draw_ledger.hold,
    "set_payee": draw_ledger.set_payee,
    "draft": draw_ledger.draft,
    "step_of_payout": draw_ledger.step_of_payout,
    "accrue": draw_ledger.accrue,
    "settle_royalties": draw_ledger.settle_royalties,
    "contribute": draw_capital.contribute,
    "withhold": draw_capital.withhold,
    "remit": draw_capital.remit,
    "plan_end": draw_capital.plan_end,
    "wind_up": draw_capital.wind_up_unasked,
    "plan": draw_money.plan,
    "propose": draw_decisions.propose,
    "talk": draw_decisions.talk,
    "revise": draw_decisions.revise,
    "step_of_poll": draw_decisions.step_of_poll,
    "carry_out": draw_decisions.carry_out,
    "petition": draw_petitions.petition,
    "sign": draw_petitions.sign,
    "use_petition": draw_petitions.use_petition,
    "challenge": draw_petitions.challenge,
    "proxy": draw_asides.proxy,
    "declare_interest": draw_asides.declare_interest,
    "stand": draw_asides.stand,
    "set_class": draw_asides.set_class,
    "pause": draw_asides.pause,
    "pay_exit": draw_exits.pay_exit,
    "lapse": draw_exits.lapse,
    "redact": draw_money.redact,
    "rotate_key": draw_money.rotate_key,
}
WEIGHTS = {
    "admit": 5, "register_key": 2, "leave": 3, "offer": 8, "erase": 3, "share": 4, "settle": 3, "grant": 10, "withdraw": 2,
    "permit": 6, "prohibit": 2, "lift": 3, "trust": 3, "set_guardian": 2, "note_third_persons": 2,
    "group": 9, "request": 3, "answer": 4, "note_rows": 4, "evaluate_groups": 3, "release": 4,
    "extend": 2, "offer_licence": 3, "accept": 3, "key": 4, "invoice": 3, "report_use": 3,
    "revoke": 1, "record_segment": 6, "tell": 4,
    "seal": 6, "use": 9, "train": 6, "evaluate": 4, "value": 6, "recheck": 5, "assign_index": 3,
    "record_work": 4, "meter": 8, "receive": 6, "close_period": 2, "plan": 5, "propose": 18,
    "begin_closing": 1, "book": 6, "reverse": 3, "hold": 5, "set_payee": 7, "draft": 5,
    "contribute": 4, "withhold": 3, "remit": 2, "plan_end": 1, "wind_up": 1,
    "step_of_payout": 22, "accrue": 3, "settle_royalties": 2,
    "step_of_poll": 110, "carry_out": 20, "talk": 4, "revise": 2, "pay_exit": 3, "lapse": 1,
    "petition": 4, "sign": 2, "use_petition": 8, "challenge": 4, "proxy": 4, "declare_interest": 2,
    "stand": 4, "set_class": 2, "pause": 4, "redact": 2, "rotate_key": 1,
}  # fmt: skip
"""How often each is wished for."""


def draw(w: Wishes) -> list[Wish]:
    """One wish, or for a poll many."""
    names = list(WEIGHTS)
    (name,) = w.rng.choices(names, [WEIGHTS[one] for one in names])
    made = DRAWS[name](w)
    return made if isinstance(made, list) else [made]
