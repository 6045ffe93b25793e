"""The sentences by which a story says what is so: each looks at the books and fails when it is not.

Amounts that belong to the co-operative are told in their natural sign, as a member reads them.
"""

from __future__ import annotations

from auzolan.assembly.acts import CastBallot, PollClosed
from auzolan.assembly.state import FAILED_QUORUM, REJECTED, Ballot, Poll, Proposal
from auzolan.charter.articles import charter_from_text
from auzolan.charter.clauses import value_of_clause
from auzolan.charter.state import IN_FORCE, CharterInForce, Mandate
from auzolan.consent.masks import purposes_of
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch, BatchShare, SettledRow
from auzolan.cooperative import read_entry
from auzolan.foundation.moments import day_from_moment
from auzolan.house.submission import Receipt
from auzolan.labour.state import WorkSheet
from auzolan.learning.acts import SnapshotSealed
from auzolan.learning.state import REPLACED, SERVING, TO_RETRAIN, Evaluation, Model, SnapshotPart
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.state import Licence
from auzolan.members.state import ACTIVE, LEFT, Member
from auzolan.record.annexes import ref_from_text
from auzolan.record.entries import KeySigned, Operator
from auzolan.record.fields import opens
from auzolan.treasury.accounts import (
    BANK,
    CAPITAL,
    CONTROL_ACCOUNTS,
    EXPENSE,
    INCOME,
    OBLIGATORY,
    PAYABLE,
    TOPUPS,
    WAGES,
    fund_account,
    group_of,
    natural,
    owner_of,
    result_account,
)
from auzolan.treasury.ledger.posting import sums_by_scale
from auzolan.treasury.state import (
    Account,
    MemberAccount,
    Period,
    Plan,
    Posting,
)
from auzolan.treasury.surplus.year_books import planned_from
from auzolan.valuation.state import Valuation
from support.story_decisions import mandate_of, poll_of
from support.story_teller import Teller
from support.story_text import Phrasebook

CHECKS = Phrasebook()
holds = CHECKS.says
ACCOUNTS = {
    "bank": lambda name: name == BANK,
    "reserve": lambda name: name == OBLIGATORY,
    "education": lambda name: name == fund_account("education"),
    "income": lambda name: group_of(name) == INCOME,
    "wages": lambda name: group_of(name) == EXPENSE and owner_of(name) in {WAGES, TOPUPS},
}
"""Which accounts of the ledger a story means by a word."""


# --- the record -----------------------------------------------------------------------------------


@holds("the record has {n:count} entries")
def record_size(t: Teller, n: int) -> None:
    t.same("entries", n, t.desk.size())


@holds("nothing was added to the record")
def nothing_added(t: Teller) -> None:
    t.same("entries", t.size_before, t.desk.size())


@holds("the answer of before is given again")
def answered_again(t: Teller) -> None:
    given = [one for one in t.step_answers if isinstance(one, Receipt)]
    earlier = {one.id: one for one in t.told if isinstance(one, Receipt) and not one.repeated}
    t.same("answers", True, bool(given))
    for answer in given:
        t.same("given again", True, answer.repeated)
        t.same("entry", earlier[answer.id].seq, answer.seq)
        t.same("leaf", earlier[answer.id].leaf, answer.leaf)


@holds("the last entry is signed with the key of {who:who}")
def signed_by(t: Teller, who: str) -> None:
    auth = read_entry(t.desk.body(t.desk.size() - 1)).auth
    t.same("the key", t.public_key_of(who), auth.key if isinstance(auth, KeySigned) else auth)


@holds("the last entry rests on the word of the house")
def vouched(t: Teller) -> None:
    t.same("auth", Operator(), read_entry(t.desk.body(t.desk.size() - 1)).auth)


@holds("the name of {who:who} reads {name:text}")
def name_reads(t: Teller, who: str, name: str) -> None:
    seq = t.row(Member, t.id(who)).entry
    opening = t.desk.words(seq)["name"]
    t.same("the name", name, opening.value)
    t.same("it opens the entry", True, opens(opening, _commitment(t, seq, "name")))


@holds("nobody can read the name of {who:who}, and its entry stands")
def name_gone(t: Teller, who: str) -> None:
    seq = t.row(Member, t.id(who)).entry
    t.same("what is left of the name", {}, t.desk.words(seq))
    t.same("length of the commitment", 64, len(_commitment(t, seq, "name")))


@holds("no entry holds the words {words:text}")
def not_in_record(t: Teller, words: str) -> None:
    found = [seq for seq in range(t.desk.size()) if words.encode() in t.desk.body(seq)]
    t.same(f"entries with {words!r}", [], found)


def _commitment(t: Teller, seq: int, field: str) -> str:
    return str(getattr(read_entry(t.desk.body(seq)).act, field))


# --- members, consent, rows -----------------------------------------------------------------------


@holds("{who:who} is a member")
def is_member(t: Teller, who: str) -> None:
    t.same(f"standing of {who}", ACTIVE, t.row(Member, t.id(who)).standing)


@holds("{who:who} is no member any more")
def is_gone(t: Teller, who: str) -> None:
    t.same(f"standing of {who}", LEFT, t.row(Member, t.id(who)).standing)


@holds("{who:who} allows her {kind:word} for {purposes:purposes}")
def allows(t: Teller, who: str, kind: str, purposes: tuple[str, ...]) -> None:
    consent = t.row(Consent, (t.id(who), kind))
    charter = charter_from_text(t.row(CharterInForce, IN_FORCE).text)
    t.same("purposes", purposes, purposes_of(charter, consent.mask))


@holds("the {kind:word} of {who:who} must be erased by {day:day}")
def erase_by(t: Teller, kind: str, who: str, day: str) -> None:
    t.same("the day", day, day_from_moment(t.row(Consent, (t.id(who), kind)).erase_by))


@holds("{rows:count} rows of {kind:word} by {who:who} exist no longer")
def erased(t: Teller, rows: int, kind: str, who: str) -> None:
    gone = [
        batch.rows
        for batch in t.desk.rows(Batch)
        if (batch.member, batch.kind) == (t.id(who), kind) and batch.erased_at >= 0
    ]
    t.same("rows erased", rows, sum(gone))


@holds("row {n:word} of the {kind:word} of {who:who} is held by {shares:values}")
def held_by(t: Teller, n: str, kind: str, who: str, shares: dict[str, int]) -> None:
    brought = [b for b in t.desk.rows(Batch) if (b.member, b.kind) == (t.id(who), kind)]
    t.same("whether somebody brought it", True, bool(brought))
    batch = brought[0]
    settled = [r for r in t.desk.rows(SettledRow) if (r.batch, str(r.place)) == (batch.batch, n)]
    last = max((row.entry for row in settled), default=-1)
    found = {row.member: row.share_bp for row in settled if row.entry == last} or {
        row.member: row.share_bp for row in t.desk.rows(BatchShare) if row.batch == batch.batch
    }
    expected = {t.id(name): share_e9 // 100_000 for name, share_e9 in shares.items()}
    t.same("shares in basis points", expected, found or {batch.member: 10_000})


# --- models ---------------------------------------------------------------------------------------


@holds("{snapshot:thing} holds {rows:count} rows of {people:people}")
def snapshot_holds(t: Teller, snapshot: str, rows: int, people: tuple[str, ...]) -> None:
    parts = [part for part in t.desk.rows(SnapshotPart) if part.snapshot == snapshot]
    t.same("people", sorted(map(t.id, people)), sorted({part.member for part in parts}))
    t.same("rows", rows, sum(part.rows for part in parts))


@holds("{no:count} rows are left out for want of a grant, {gone:count} withdrawn, "
       "{erased:count} erased, of {people:count} people")  # fmt: skip
def left_out(t: Teller, no: int, gone: int, erased: int, people: int) -> None:
    fact = t.fact(SnapshotSealed)
    found = (fact.rows_not_granted, fact.rows_withdrawn, fact.rows_erased, fact.members_left_out)
    t.same("left out", (no, gone, erased, people), found)


@holds("{model:thing} serves")
def serves(t: Teller, model: str) -> None:
    t.same(f"state of {model}", SERVING, t.row(Model, model).state)


@holds("{model:thing} must be retrained by {day:day}")
def retrain_by(t: Teller, model: str, day: str) -> None:
    row = t.row(Model, model)
    t.same(f"state of {model}", TO_RETRAIN, row.state)
    t.same("the day", day, day_from_moment(row.retrain_by))


@holds("{model:thing} has been replaced")
def replaced(t: Teller, model: str) -> None:
    t.same(f"state of {model}", REPLACED, t.row(Model, model).state)


@holds("{model:thing} answers {right:count} of {total:count} right")
def answers_right(t: Teller, model: str, right: int, total: int) -> None:
    row = t.row(Evaluation, model)
    t.same("answers", (right, total), (row.correct, row.total))


@holds("{who:who} has rechecked {valuation:thing}")
def rechecked(t: Teller, who: str, valuation: str) -> None:
    t.same("rechecked by", t.id(who), t.row(Valuation, valuation).rechecked_by)


@holds("{valuation:thing} waits for its recheck")
def not_rechecked(t: Teller, valuation: str) -> None:
    t.same("rechecked by", "", t.row(Valuation, valuation).rechecked_by)


# --- money ----------------------------------------------------------------------------------------


@holds("all accounts sum to zero")
def zero(t: Teller) -> None:
    sums = sums_by_scale((row.account, row.balance) for row in t.desk.rows(Account))
    t.same("sum", {}, {scale: amount for scale, amount in sums.items() if amount})
    by_entry: dict[int, list[tuple[str, int]]] = {}
    for posting in t.desk.rows(Posting):
        by_entry.setdefault(posting.entry, []).append((posting.account, posting.amount))
    uneven = [entry for entry, legs in by_entry.items() if any(sums_by_scale(legs).values())]
    t.same("entries whose legs do not sum to zero", [], uneven)
    for account in CONTROL_ACCOUNTS:
        theirs = [row for row in t.desk.rows(MemberAccount) if row.account == account]
        ours = natural(account, t.row(Account, account).balance)
        t.same(f"members' {account}", ours, sum(row.balance for row in theirs))


@holds("the capital of {who:who} is {money:money}")
def capital(t: Teller, who: str, money: int) -> None:
    theirs = [row for row in t.desk.rows(MemberAccount) if row.member == t.id(who)]
    found = sum(row.balance for row in theirs if group_of(row.account) == CAPITAL)
    t.same("capital in cents", money, found)


@holds("{who:who} is owed {money:money}")
def owed(t: Teller, who: str, money: int) -> None:
    row = t.row_or_none(MemberAccount, (t.id(who), PAYABLE))
    t.same("owed in cents", money, row.balance if row is not None else 0)


@holds("the {account:word} account holds {money:money}")
def account_holds(t: Teller, account: str, money: int) -> None:
    is_meant = ACCOUNTS[account]
    rows = [row for row in t.desk.rows(Account) if is_meant(row.account)]
    found = sum(natural(row.account, row.balance) for row in rows)
    t.same(f"{account} in cents", money, found)


@holds("the result of {period:word} is {money:money}")
def result(t: Teller, period: str, money: int) -> None:
    t.same("result in cents", money, t.row(Period, period).result_cents)


@holds("{money:money} of the result of {period:word} are still to be shared")
def to_share(t: Teller, money: int, period: str) -> None:
    t.same("cents", money, -t.row(Account, result_account(period)).balance)


@holds("the work {work:thing} is lifted by {money:money}")
def lifted(t: Teller, work: str, money: int) -> None:
    t.same("top-up in cents", money, t.row(WorkSheet, work).topup_cents)


@holds("{plan:thing} gives {reserve:money} to the reserve, {education:money} to education "
       "and {members:money} to members")  # fmt: skip
def plan_gives(t: Teller, plan: str, reserve: int, education: int, members: int) -> None:
    row = t.row(Plan, plan)
    cents = {line.name: line.cents for line in planned_from(row).waterfall}
    found = (cents["obligatory_reserve"], cents["education"], row.patronage_cents)
    t.same("reserve, education, members", (reserve, education, members), found)


@holds("{plan:thing} gives {who:who} {cash:money} in cash and {capital:money} as capital")
def plan_line(t: Teller, plan: str, who: str, cash: int, capital: int) -> None:
    lines = t.desk.annex(ref_from_text(t.row(Plan, plan).lines))
    members = list(lines.column("member"))
    t.same(f"{who} has a line", True, t.id(who) in members)
    place = members.index(t.id(who))
    found = (lines.column("cash_cents")[place], lines.column("capitalised_cents")[place])
    t.same("cash and capital", (cash, capital), found)


@holds("{licensee:word} owes {money:money} under {licence:thing}")
def owes(t: Teller, licensee: str, money: int, licence: str) -> None:
    row = t.row(Licence, licence)
    t.same("licensee", licensee, row.licensee)
    t.same("owed in cents", money, due_cents(row.accrued_micro) - row.paid_cents)


# --- decisions ------------------------------------------------------------------------------------


@holds("the tally of {proposal:thing} is {yes:count} yes, {no:count} no, {abstain:count} abstaining "
       "of {roll:count}: {result:word}")  # fmt: skip
def tally(
    t: Teller, *, proposal: str, yes: int, no: int, abstain: int, roll: int, result: str
) -> None:
    row = t.row(Poll, poll_of(t, proposal))
    t.same("tally", (yes, no, abstain, roll), (row.yes, row.no, row.abstain, row.roll))
    t.same("result", result, "carried" if row.passed else "lost")
    if any(isinstance(one, Receipt) for one in t.step_answers):
        closed = [f for one in t.told if isinstance(one, Receipt) for f in one.facts]
        facts = [f for f in closed if isinstance(f, PollClosed) and f.poll == row.poll]
        t.same("the fact", [(yes, no, abstain)], [(f.yes, f.no, f.abstain) for f in facts])


@holds("{proposal:thing} gave no mandate")
def no_mandate(t: Teller, proposal: str) -> None:
    row = t.row(Proposal, proposal)
    t.same("it is over", True, row.state in {REJECTED, FAILED_QUORUM})
    t.same("mandate", None, t.row_or_none(Mandate, mandate_of(t, proposal)))


@holds("{proposal:thing} stands at {state:text}")
def stands(t: Teller, proposal: str, state: str) -> None:
    t.same("state", state, t.row(Proposal, proposal).state)


@holds("the mandate of {proposal:thing} runs from {first:day} to {last:day}")
def mandate_runs(t: Teller, proposal: str, first: str, last: str) -> None:
    row = t.row(Mandate, mandate_of(t, proposal))
    found = (day_from_moment(row.from_at), day_from_moment(row.until_at))
    t.same("from and to", (first, last), found)


@holds("the mandate of {proposal:thing} is spent")
def mandate_spent(t: Teller, proposal: str) -> None:
    t.same("spent", 1, t.row(Mandate, mandate_of(t, proposal)).spent)


@holds("the mandate of {proposal:thing} is unspent")
def mandate_unspent(t: Teller, proposal: str) -> None:
    t.same("spent", 0, t.row(Mandate, mandate_of(t, proposal)).spent)


@holds("the charter says {clause:clause} is {value:count}")
def charter_says(t: Teller, clause: str, value: int) -> None:
    charter = charter_from_text(t.row(CharterInForce, IN_FORCE).text)
    t.same(clause, value, value_of_clause(charter, clause))


@holds("the charter has version {version:count}")
def charter_version(t: Teller, version: int) -> None:
    charter = charter_from_text(t.row(CharterInForce, IN_FORCE).text)
    t.same("version", version, charter.version)


@holds("{n:count} ballots on {proposal:thing} count")
def ballots_count(t: Teller, n: int, proposal: str) -> None:
    found = [ballot for ballot in t.desk.rows(Ballot) if ballot.poll == poll_of(t, proposal)]
    t.same("ballots", n, len(found))


@holds("no entry shows how anybody voted on {proposal:thing}")
def secret(t: Teller, proposal: str) -> None:
    ballots = 0
    for seq in range(t.desk.size()):
        entry = read_entry(t.desk.body(seq))
        if isinstance(entry.act, CastBallot) and entry.act.proposal == proposal:
            ballots += 1
            t.same("a ballot's actor is a member", False, entry.actor in t.ids.values())
            t.same("length of the choice as published", 64, len(entry.act.choice))
    t.same("there are ballots", True, ballots > 0)
