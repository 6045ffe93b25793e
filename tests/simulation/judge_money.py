"""What the small model says about licences and money.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from auzolan.house.submission import Receipt
from auzolan.licensing.acts import LicenceTerms
from simulation.judge_saying import COUNTRIES
from simulation.small_days import DAY, NEVER, day_of, is_day
from simulation.small_learning import Valuation
from simulation.small_licensing import Licence
from simulation.small_model import SmallModel
from simulation.small_saying import KNOWN, Wanted
from simulation.small_saying import NEVER as LAST
from simulation.wish import Take, Wish, terms_of

# --- licences and money -----------------------------------------------------------------------


def grant_licence(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not can_license(m, act.terms, at):
        return None

    def take(receipt: Receipt) -> None:
        until = receipt.at + act.terms.days * DAY
        licence = Licence(terms_of(act.terms), receipt.at, until, act.subject())
        m.licences[act.terms.licence] = licence
        claim(m, licence, act.terms.fee_cents * 10_000)

    return take


def claim(m: SmallModel, licence: Licence, micro: int) -> None:
    """A licensee owes more; it is no income before it is paid."""
    licence.accrued_micro += micro
    _owes(m, licence, micro)


def _owes(m: SmallModel, licence: Licence, micro: int) -> None:
    who = licence.terms["licensee"]
    m.debit({f"receivable:{who}": micro, f"deferred:{who}": -micro})


def can_license(m: SmallModel, terms: LicenceTerms, at: int) -> bool:
    """Whether these terms can be granted now: a fit model, as offered, no second, all say yes."""
    if terms.licence in m.licences or not can_serve(m, terms, at):
        return False
    if m.dealing.offers.get(terms.licence, terms_of(terms)) != terms_of(terms):
        return False
    if any(
        (one.terms["licensee"], one.terms["model"]) == (terms.licensee, terms.model)
        and one.is_live(at)
        and one.left() > 0
        for one in m.licences.values()
    ):
        return False
    snapshot = m.models[terms.model].snapshot
    is_hers = m.snapshots[snapshot].party in ("", terms.licensee)
    return is_hers and m.is_usable(snapshot, at, wanted_by(terms))


def can_serve(m: SmallModel, terms: LicenceTerms, at: int) -> bool:
    """Whether a model serves for these terms, and their words and sums are sound."""
    model = m.models.get(terms.model)
    whole = terms.fee_cents * 10_000 + terms.predictions_max * terms.price_micro
    return (
        model is not None
        and m.serves(terms.model, at)
        and model.purpose == terms.purpose
        and terms.operation in KNOWN
        and terms.territory in ("", *COUNTRIES)
        and terms.predictions_max > 0
        and whole <= NEVER
        and at + terms.days * DAY <= LAST
    )


def wanted_by(terms: LicenceTerms) -> Wanted:
    """What a licence asks of everyone in its model."""
    return Wanted(
        terms.operation, terms.purpose, terms.licensee, terms.territory, terms.model_class,
        terms.price_micro, terms.credit,
    )  # fmt: skip


def meter(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence = m.licences.get(act.licence)
    if licence is None or not is_day(act.day) or act.day in licence.days:
        return None
    if not day_of(licence.from_at) <= act.day <= day_of(licence.until_at - 1):
        return None
    if act.day >= day_of(at):
        return None
    last = int(datetime.fromisoformat(f"{act.day}T23:59:59.999+00:00").timestamp() * 1_000)
    if (
        licence.segments
        or act.predictions > licence.left()
        or not m.serves(str(licence.terms["model"]), last)
    ):
        return None

    def take(receipt: Receipt) -> None:
        licence.days[act.day] = act.predictions
        licence.predictions += act.predictions
        claim(m, licence, act.predictions * int(licence.terms["price_micro"]))

    return take


def receive(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence = m.licences.get(act.licence)
    if licence is None or act.period != m.period or act.amount_cents > m.due(licence):
        return None

    def take(receipt: Receipt) -> None:
        licence.paid += act.amount_cents
        model, who = licence.terms["model"], licence.terms["licensee"]
        income = f"income:{act.period}:{model}:{who}"
        m.debit({"bank": act.amount_cents, income: -act.amount_cents})
        _owes(m, licence, -act.amount_cents * 10_000)

    return take


def plan(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    valuation = m.valuations.get(act.valuation)
    if not act.valuation and not m.clauses["surplus.pool_data_bp"]:
        valuation = Valuation("", "", "", {}, rechecked_by="nobody has to")
    if act.plan in m.plans or valuation is None or not valuation.rechecked_by:
        return None
    pieces = m.labour.pieces
    if any(pieces[name].period == act.period for name in m.labour.due(at, m.clauses)):
        return None
    if not m.results.get(act.period, 0) or act.period in m.shared or not any(m.active.values()):
        return None
    found = m.plan(act.period, "", valuation.lines)
    if found is None:
        return None

    def take(receipt: Receipt) -> None:
        found.digest = getattr(receipt.facts[0], "plan_digest", "")
        m.plans[act.plan] = found

    return take


def distribute(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    plan = m.plans.get(act.plan)
    if plan is None or plan.digest != act.plan_digest or plan.period in m.shared:
        return None
    is_gone = any(m.accounts.get(name, 0) + cents < 0 for name, cents in plan.moves.items())
    if is_gone or any(
        m.has(member, account) + cents < 0
        for member, line in plan.lines.items()
        for account, cents in line.items()
    ):
        return None

    def take(receipt: Receipt) -> None:
        plan.is_done = True
        m.shared.add(plan.period)
        m.accounts[f"result:{plan.period}"] = 0
        if plan.average is not None:
            m.averages[plan.period] = plan.average
        for name, cents in plan.moves.items():
            if cents:
                m.accounts[name] = m.accounts.get(name, 0) + cents
        for member, line in plan.lines.items():
            for account, cents in line.items():
                m.owe(member, account, cents)
                m.accounts[account] = m.accounts.get(account, 0) + cents

    return take
