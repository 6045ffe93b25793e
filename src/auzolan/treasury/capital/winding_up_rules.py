"""The rules of the end: a plan made from books that are at rest, voted, and booked as it was voted.

What can still be asked afterwards stands in the charter's room; here is only that the treasurer then
spends what was set apart, and nothing else. A plan pays nobody: payouts do, as before.
"""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from auzolan.charter.authorize import KERNEL
from auzolan.charter.state import charter_of, has_ended
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import ref_from_text, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import BANK, FUND, PAYABLE, TAX, WITHHOLDING, group_of
from auzolan.treasury.capital.winding_up_acts import (
    ClaimPlanned,
    Creditor,
    PlanWindingUp,
    WindingUpPlanned,
    WindUp,
    WoundUp,
)
from auzolan.treasury.capital.winding_up_books import (
    ENDED_ACCOUNTS,
    Ending,
    ending_of,
    owed_outside,
)
from auzolan.treasury.capital.winding_up_waits import waits_for
from auzolan.treasury.ledger.acts import Book
from auzolan.treasury.ledger.period_rules import ARTICLE
from auzolan.treasury.ledger.posting import (
    Movement,
    assert_controls_match,
    group_balance,
    own_balance,
    post,
    post_members,
)
from auzolan.treasury.state import DONE, PLANNED, WindingUp, open_period

WINDING_UP_KIND = "winding_up/1"
ENDED_COLUMNS = MappingProxyType(
    {account: f"{account.rpartition(':')[2]}_cents" for account in ENDED_ACCOUNTS}
)
"""The columns of the lines that say what each member has on an account, and will have no longer."""
_NO_DIGEST = "0" * 64
_ASKED = msgspec.json.Decoder(PlanWindingUp)
_DECODER = msgspec.json.Decoder(WindingUpPlanned)


def decide_plan_winding_up(
    books: Books, act: PlanWindingUp, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Who would get what if the co-operative ended with the books as they are.

    Args:
        books: the books, with restricted rows.
        act: an id used once, creditors whom no account shows, debts that are given up.
        case: reads the lines of earlier plans, makes those of this one.
    Returns:
        `WindingUpPlanned`, or the first refusal: an id in use, a creditor named twice, one
        who is or was a member, whatever has to be waited for, nobody in good standing, less in the bank than is owed, a claim outside the order.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus (dissolution).
    """
    if books.get(WindingUp, act.winding_up) is not None:
        return Refusal(
            "treasury.winding_up_taken", ARTICLE,
            f"There is a plan for the end called {act.winding_up} already.",
            "Give this one an id that is free.",
        )  # fmt: skip
    names = [one.creditor for one in act.creditors]
    if len({*names}) != len(names) or len({*act.given_up}) != len(act.given_up):
        return Refusal(
            "treasury.creditor_twice", ARTICLE, "A creditor or a licensee is named twice.",
            "Name each once, with all that is owed.",
        )  # fmt: skip
    ending = _ending(books, act, case)
    return ending if isinstance(ending, Refusal) else (_planned(act, ending, case),)


def _ending(books: Books, act: PlanWindingUp, case: Case) -> Ending | Refusal:
    """The end by the books as they are, or what stands in its way."""
    refused = _member_among(books, act.creditors) or waits_for(books, act, case)
    if refused is not None:
        return refused
    article = f"Art. {charter_of(books).surplus.number}"
    if books.count(Member, standing=ACTIVE) == 0:
        return Refusal(
            "treasury.no_members", article, "There is no member in good standing.",
            "Ask a court: no assembly is left that could decide.",
        )  # fmt: skip
    owed_cents, has_cents = sum(owed_outside(books, act).values()), own_balance(books, BANK)
    if owed_cents > has_cents:
        return Refusal(
            "treasury.insolvent", article,
            f"{owed_cents} cents are owed to creditors, for tax and to members as pay, and the "
            f"bank holds {has_cents}.",
            "Ask a court: whoever cannot pay all that is owed may not choose whom to pay.",
        )  # fmt: skip
    try:
        return ending_of(books, act, case)
    except ValueError as fault:
        return Refusal(
            "treasury.claim_not_served", article, f"{fault}.",
            "Add the claim to surplus.dissolution_order by vote.",
        )  # fmt: skip


def _member_among(books: Books, creditors: tuple[Creditor, ...]) -> Refusal | None:
    for one in creditors:
        if books.get(Member, one.creditor) is not None:
            return Refusal(
                "treasury.creditor_is_member", f"Art. {charter_of(books).surplus.number}",
                f"{one.creditor} is or was a member; what is hers stands in the books already.",
                "Leave her out: members are served by their claims, in the charter's order. Book "
                "what else is owed to her first.",
            )  # fmt: skip
    return None


def _planned(act: PlanWindingUp, ending: Ending, case: Case) -> WindingUpPlanned:
    outcome = ending.outcome
    lines = case.annexes.make(WINDING_UP_KIND, _columns(ending), amount="amount_cents")
    fact = WindingUpPlanned(
        winding_up=act.winding_up,
        plan_digest=_NO_DIGEST,
        assets_cents=ending.assets_cents,
        served=tuple(
            ClaimPlanned(one.claim, one.asked_cents, sum(one.paid.values()))
            for one in outcome.served
        ),
        members_cents=lines.total,
        residue=outcome.residue,
        residue_cents=outcome.residue_cents,
        legs=ending.legs,
        lines=lines,
    )
    return msgspec.structs.replace(fact, plan_digest=digest_of(fact))


def _columns(ending: Ending) -> dict[str, list[int] | list[str]]:
    members = list(ending.amounts)
    held = {
        name: [ending.held[account].get(member, 0) for member in members]
        for account, name in ENDED_COLUMNS.items()
    }
    return {"member": members, **held, "amount_cents": list(ending.amounts.values())}


def digest_of(fact: WindingUpPlanned) -> str:
    """What the members vote on: one digest over every number of the plan and its lines."""
    numbers_and_lines = msgspec.structs.asdict(fact)
    del numbers_and_lines["plan_digest"]
    return canonical.digest(numbers_and_lines)


def apply_winding_up_planned(
    books: Books, case: Case, act: PlanWindingUp, fact: WindingUpPlanned
) -> None:
    """Keep the plan, with what was asked, so that it can be worked out again on the day."""
    assert digest_of(fact) == fact.plan_digest, "the digest is the one of these numbers"
    books.add(
        WindingUp(
            winding_up=fact.winding_up,
            plan_digest=fact.plan_digest,
            state=PLANNED,
            asked=canonical.encode(act).decode(),
            planned=canonical.encode(fact).decode(),
            lines=ref_text(fact.lines),
            entry=case.seq,
        )
    )


def decide_wind_up(books: Books, act: WindUp, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether the end can be booked: the plan that was voted, and books that still lead to it.

    Payments in between change nothing: whoever is owed money is served from the same bank.

    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus (dissolution).
    """
    row = winding_up_voted(books, act.winding_up, act.plan_digest)
    if isinstance(row, Refusal):
        return row
    ending = _ending(books, canonical.decode(row.asked.encode(), _ASKED), case)
    if isinstance(ending, Refusal):
        return ending
    lines = case.annexes.read(ref_from_text(row.lines))
    columns = _columns(ending)
    planned = planned_from(row)
    is_same = ending.legs == planned.legs and all(
        columns[name] == list(lines.column(name)) for name in columns
    )
    if not is_same:
        return Refusal(
            "treasury.plan_outdated", ARTICLE,
            f"The books have changed since {act.winding_up} was planned, and lead to another end.",
            "Make a new plan, and put it to the vote.",
        )  # fmt: skip
    return (WoundUp(act.winding_up, planned.residue_cents),)


def winding_up_voted(books: Books, name: str, plan_digest: str) -> WindingUp | Refusal:
    """The plan of this name if it is the one with this digest, or the refusal."""
    row = books.get(WindingUp, name)
    if row is None:
        return Refusal(
            "treasury.winding_up_unknown", ARTICLE, f"There is no plan for the end called {name}.",
            "Plan the end first, and put it to the vote.",
        )  # fmt: skip
    if row.plan_digest != plan_digest:
        return Refusal(
            "treasury.plan_differs", ARTICLE,
            f"The plan {name} has the digest {row.plan_digest[:12]}, not {plan_digest[:12]}.",
            "Name the plan as it stands on the record.",
        )  # fmt: skip
    return row


def planned_from(row: WindingUp) -> WindingUpPlanned:
    """The fact that a plan's row keeps, whole."""
    return canonical.decode(row.planned.encode(), _DECODER)


def apply_wound_up(books: Books, case: Case, act: WindUp, fact: WoundUp) -> None:
    """Book the end: nothing is left but the bank, and those to whom it is owed."""
    row = books.get(WindingUp, fact.winding_up)
    assert row is not None, f"there is no plan {fact.winding_up}"
    assert row.state == PLANNED, "a co-operative ends once"
    post(books, case, open_period(books), planned_from(row).legs)
    owed = sum(own_balance(books, one) for one in (PAYABLE, WITHHOLDING))
    owed -= sum(group_balance(books, group) for group in (FUND, TAX))
    assert own_balance(books, BANK) == owed, "all that there is belongs to somebody"
    books.put(msgspec.structs.replace(row, state=DONE))


def apply_wound_up_to_members(books: Books, case: Case, act: WindUp, fact: WoundUp) -> None:
    """End each member's capital and make her part payable; restricted rows only."""
    row = books.get(WindingUp, fact.winding_up)
    assert row is not None, f"there is no plan {fact.winding_up}"
    lines = case.annexes.read(ref_from_text(row.lines))
    members, period = texts(lines, "member"), open_period(books)
    why = f"winding_up:{fact.winding_up}"
    for account, name in ENDED_COLUMNS.items():
        held = zip(members, numbers(lines, name), strict=True)
        taken = {member: -cents for member, cents in held}
        post_members(books, case, Movement(account, period, why), taken)
    amounts = dict(zip(members, numbers(lines, "amount_cents"), strict=True))
    post_members(books, case, Movement(PAYABLE, period, why), amounts)
    assert_controls_match(books, (*ENDED_ACCOUNTS, PAYABLE))


def guard_spending(books: Books, act: Book, case: Case) -> Refusal | None:
    """After the end the treasurer books only that what was set apart has left the bank."""
    if not has_ended(books):
        return None
    is_spending = act.lines is None and all(
        leg.amount < 0 if leg.account == BANK else group_of(leg.account) in {FUND, TAX}
        for leg in act.legs
    )
    if is_spending:
        return None
    return Refusal(
        "charter.dissolved", KERNEL,
        "The co-operative has been wound up; only what was set apart is still spent.",
        "Book from the bank to a fund or a tax that is owed.",
    )  # fmt: skip
