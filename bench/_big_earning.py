"""How the big co-operative earns and shares: models, values, licences, royalties, years, payouts."""

from __future__ import annotations

from _big_deciding import decide
from _big_people import name_of, office
from _big_stage import PURCHASES, VISITS, Big, done
from auzolan.assembly.resolutions import ChangeCharter, GrantLicence, ShareSurplus
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS, day_from_moment
from auzolan.house.asking import reading
from auzolan.house.demo.bank import TOWN, made_up_iban
from auzolan.house.rooms.charter import flows as charter
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.labour.statements.statement_flows import Said
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.release_flows import release
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.treasury import flows as treasury
from auzolan.house.rooms.treasury import flows_payouts as payouts
from auzolan.house.rooms.treasury.bank.accounts import Payee, checked_payee
from auzolan.house.rooms.treasury.flows_bank import digest_of
from auzolan.house.rooms.treasury.flows_payees import set_payees
from auzolan.house.rooms.treasury.flows_royalties import accrue, settle_royalties
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe
from auzolan.learning.state import SnapshotPart
from auzolan.licensing.acts import LicenceTerms
from auzolan.treasury.payouts.acts import PayoutDrafted
from auzolan.treasury.state import Plan

PRICE_MICRO, A_DAY = 20_000, 3_000
SAID = Said(purpose="Guess what a household buys next.", jobs="none")
PLAN_Y1, PLAN_Y2 = "surplus-y1", "surplus-y2"


def make_model(big: Big, model: str, snapshot: str, *, days_ago: int, replaces: str = "") -> None:
    """Seal, train, test, state the labour, release, value, and have it computed again."""
    desk, data = big.desk, office("data")
    big.on(days_ago)
    done(
        learning.seal(
            desk, actor=data, snapshot=snapshot, kind=PURCHASES, purpose="commercial"
        )
    )  # fmt: skip
    done(
        learning.train(
            desk, actor=data, model=model, snapshot=snapshot, recipe=TrainingRecipe(),
            replaces=replaces,
        )
    )  # fmt: skip
    done(
        statement_flows.publish(
            desk, actor=data, about="model", name=model, said=SAID, statement=f"labour-{model}"
        )
    )  # fmt: skip
    big.on(days_ago - 8)
    done(release(desk, actor=data, model=model))
    name = f"worth-{model}"
    done(
        valuation.value(desk, actor=data, valuation=name, model=model, recipe=ValuationRecipe())
    )  # fmt: skip
    done(valuation.recheck(desk, actor=office("audit"), valuation=name))


def look_at_visits(big: Big, *, days_ago: int) -> None:
    """Everybody's visits are sealed for research, and read a dozen times."""
    desk, data = big.desk, office("data")
    big.on(days_ago)
    done(learning.seal(desk, actor=data, snapshot="visits", kind=VISITS, purpose="research"))
    for number in range(12):
        done(
            learning.use(
                desk, actor=data, use=f"visits-{number:02}", snapshot="visits",
                purpose="research", operation="analyse",
            )
        )  # fmt: skip


def license_out(big: Big, licence: str, model: str, *, days: int, period: str) -> None:
    """The members vote a licence; it is granted, its fee paid, and its use reported by the day."""
    terms = LicenceTerms(
        licence=licence, licensee=f"{licence}-ltd", model=model, purpose="commercial",
        fee_cents=9_000_000, price_micro=PRICE_MICRO, predictions_max=10**9, days=900,
    )  # fmt: skip
    mandate = decide(big, GrantLicence(terms), f"license-{licence}")
    desk, by = big.desk, office("treasury")
    done(licensing.grant(desk, actor=by, mandate=mandate, terms=terms))
    for _ in range(days):
        big.go_to(big.now + DAY_MS)
        day = day_from_moment(big.now - DAY_MS // 2)
        done(
            licensing.meter(desk, actor=office("data"), licence=licence, day=day, predictions=A_DAY)
        )
    used_cents = days * A_DAY * PRICE_MICRO // 10_000
    for what, cents in (("fee", terms.fee_cents), ("use", used_cents)):
        done(
            licensing.receive(
                desk, actor=by, licence=licence, period=period, amount_cents=cents,
                reference=f"{licence} {what}", id=f"receive-{licence}-{what}",
            )
        )  # fmt: skip


def earn_royalties(big: Big, licence: str, snapshot: str, *, times: int, period: str) -> None:
    """Those whose rows a model learned from earn by its use, several times, and it is settled."""
    desk = big.desk
    with reading(desk.folder) as now:
        parts = now.books.find(SnapshotPart, snapshot=snapshot)
    earners = sorted({part.member for part in parts})
    each = 100 * A_DAY * PRICE_MICRO // 5 // times // len(earners)
    for number in range(times):
        big.go_to(big.now + DAY_MS)
        earned = dict.fromkeys(earners, each - number * 7)
        done(
            accrue(
                desk, actor=office("data"), accrual=f"{licence}-{number}", licence=licence,
                earned=earned,
            )
        )  # fmt: skip
    name = f"royalties-{licence}"
    done(settle_royalties(desk, actor=office("treasury"), settlement=name, period=period))


def change_charter(big: Big) -> None:
    """One change of the charter, voted and carried out."""
    change = Change("surplus.obligatory_reserve_bp", 4_500)
    mandate = decide(big, ChangeCharter((change,)), "split-45")
    done(charter.amend(big.desk, actor=office("secretary"), mandate=mandate, changes=(change,)))


def share_year(big: Big) -> None:
    """Close the first year, vote on its plan, and distribute it."""
    by = office("treasury")
    done(treasury.close_period(big.desk, actor=by, period="y1", next_period="y2"))
    done(treasury.plan(big.desk, actor=by, plan=PLAN_Y1, period="y1", valuation="worth-taste-1"))
    with reading(big.desk.folder) as now:
        row = now.books.get(Plan, PLAN_Y1)
    assert row is not None, "the year was planned"
    mandate = decide(big, ShareSurplus(PLAN_Y1, row.plan_digest), "share-y1")
    done(treasury.distribute(big.desk, actor=by, mandate=mandate, plan=PLAN_Y1))


def close_second(big: Big, *, days_ago: int) -> None:
    """Close the second year, and plan it; nobody has voted on that yet."""
    big.on(days_ago)
    by = office("treasury")
    done(treasury.close_period(big.desk, actor=by, period="y2", next_period="y3"))
    done(treasury.plan(big.desk, actor=by, plan=PLAN_Y2, period="y2", valuation="worth-taste-2"))


def name_accounts(big: Big) -> None:
    """Everybody names the account that she is paid on."""
    people: dict[str, Payee] = {}
    for number, member in enumerate(big.people.ids):
        iban = made_up_iban(number + 1)
        people[member] = done(checked_payee(name=name_of(number), iban=iban, address=TOWN))
    everyone = list(people)
    for start in range(0, len(everyone), 5_000):
        some = {member: people[member] for member in everyone[start : start + 5_000]}
        for answer in set_payees(big.desk, some):
            done(answer)


def pay_out(big: Big) -> None:
    """Gather what is payable, let two others approve, send it, and end it."""
    desk, by = big.desk, office("treasury")
    big.go_to(big.now + 4 * DAY_MS)
    pay_on = day_from_moment(big.now + 2 * DAY_MS)
    gathered = done(payouts.draft(desk, actor=by, payout="winter", pay_on=pay_on))
    total = next(one.total_cents for one in gathered.facts if isinstance(one, PayoutDrafted))
    for signatory in ("secretary", "admissions"):
        done(payouts.approve(desk, actor=office(signatory), payout="winter"))
    done(payouts.export(desk, actor=by, payout="winter", file_digest=digest_of(b"order")))
    big.go_to(big.now + 2 * DAY_MS)
    answer = payouts.BankAnswer("winter", {}, digest_of(b"answer"))
    done(payouts.report(desk, actor=by, answer=answer))
    big.go_to(big.now + DAY_MS)
    done(
        payouts.settle(
            desk, actor=by, payout="winter", period="y2", amount_cents=total,
            file_digest=digest_of(b"statement"),
        )
    )  # fmt: skip
    done(payouts.close_payout(desk, actor=by, payout="winter"))
