"""Wishes about capital that leaves: measures, yearly payments, claims."""

from __future__ import annotations

from auzolan.assembly.resolutions import SettleExit
from auzolan.charter.distribution import Reason
from auzolan.treasury.capital.exit_acts import ExitTerms, Lapse, OpenExit, PayExit
from simulation.drawing import Wishes
from simulation.wish import Wish

OF_WHO_LEFT = (Reason.JUSTIFIED, Reason.JUSTIFIED, Reason.UNJUSTIFIED, Reason.TRANSFER)
OF_MEMBERS = (Reason.DEATH, Reason.DEATH, Reason.EXPULSION, Reason.TRANSFER)


def settle_exit(w: Wishes) -> SettleExit:
    """A measure about somebody who left, mostly."""
    gone = [name for name, is_active in w.model.active.items() if not is_active]
    member = w.rng.choice(gone) if gone and w.rng.random() < 0.7 else w.member()
    reasons = OF_MEMBERS if w.model.active.get(member) else OF_WHO_LEFT
    reason = w.rng.choice(reasons if w.rng.random() < 0.9 else list(Reason))
    to = w.member() if (reason == Reason.TRANSFER) != (w.rng.random() < 0.05) else ""
    return SettleExit(ExitTerms(member, reason, w.rng.choice((0, 0, 0, 1, 2_000)), to))


def open_exit(w: Wishes, mandate: str, terms: ExitTerms) -> Wish:
    name = w.fresh("x", w.model.exits)
    act = OpenExit(
        mandate, name, terms.member, terms.reason, terms.deduction_bp, terms.transfer_to
    )  # fmt: skip
    return w.wish(w.officer("treasury.open_exit"), act)


def pay_exit(w: Wishes) -> Wish:
    act = PayExit(w.some(w.model.exits), w.rng.choice((1, 1, 2)))
    return w.wish(w.officer("treasury.pay_exit"), act)


def pay_all(w: Wishes) -> list[Wish]:
    """The next yearly part of every exit, and one too many."""
    officer = w.officer("treasury.pay_exit")
    nexts = [(name, one.paid + 1 + part) for name, one in w.model.exits.items() for part in (0, 1)]
    return [w.wish(officer, PayExit(name, year)) for name, year in nexts]


def lapse_all(w: Wishes) -> list[Wish]:
    """The claims of everybody, members or not."""
    officer = w.officer("treasury.lapse")
    return [w.wish(officer, Lapse(member)) for member in w.model.active]


def lapse(w: Wishes) -> Wish:
    return w.wish(w.officer("treasury.lapse"), Lapse(w.member()))
