"""Reading a member's statement whole: one value, the same for the same head of the record.

It is about one person and holds what is restricted: only for her, and for who may read accounts.
"""

from __future__ import annotations

from auzolan.assembly.state import Poll, Proposal
from auzolan.charter.acts import Amend
from auzolan.charter.articles import Charter, charter_from_text
from auzolan.charter.distribution import Reason
from auzolan.charter.state import IN_FORCE, CharterInForce, CharterVersion, Mandate
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Row
from auzolan.foundation.moments import day_from_moment, iso_from_moment
from auzolan.house.rooms.assembly.execution import mandate_of
from auzolan.house.rooms.members.queries import member_page
from auzolan.house.rooms.treasury.exit_queries import exit_lines
from auzolan.house.rooms.treasury.payout_reading import own_payments
from auzolan.house.rooms.treasury.queries import Statement, accounts_asked, statement_about
from auzolan.house.rooms.treasury.statement_types import (
    CharterVoted,
    ExitValue,
    Head,
    InstalmentLine,
    MemberStatement,
    RoyaltyLine,
    UseLine,
)
from auzolan.house.rooms.treasury.statement_years import AUDIT, vote_of, years_of
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.together import asked
from auzolan.labour.state import Submission, WorkOfMember, WorkSheet
from auzolan.learning.state import SnapshotPart, UseOfRows
from auzolan.licensing.state import Licence
from auzolan.members.state import Member
from auzolan.treasury.accounts import COMPULSORY, ROYALTIES, WITHHOLDING, group_of
from auzolan.treasury.capital.exits import redemption
from auzolan.treasury.state import Accrual, Exit, MemberPosting, Payout, PayoutLine, Period, Plan
from auzolan.valuation.state import Valuation


def member_statement(reader: Reader, member: str) -> MemberStatement | None:
    """One member's whole statement, or None where nobody has this id.

    Args:
        reader: of a folder with what is restricted in it.
        member: whose.
    """
    _ask_together(reader, member)
    page, in_force = member_page(reader, member), reader.get(CharterInForce, IN_FORCE)
    if page is None or in_force is None:
        return None
    base = statement_about(reader, page)
    charter, head = charter_from_text(in_force.text), reader.head()
    held = {one.account: one.balance for one in base.accounts}
    found = {name: getattr(base, name) for name in base.__struct_fields__}
    return MemberStatement(
        **found,
        joined=page.since,
        joined_entry=page.entry,
        head=Head(
            origin=in_force.origin,
            size=head.size,
            root=head.root.hex(),
            at=iso_from_moment(head.at),
        ),
        preset=charter.preset,
        charter=_charter(reader),
        years=years_of(reader, member),
        uses=_uses(reader, member),
        royalties=_royalties(reader, member),
        royalties_open_micro=held.get(ROYALTIES, 0),
        payouts=own_payments(reader, member),
        withheld_cents=sum(
            cents for account, cents in held.items() if group_of(account) == WITHHOLDING
        ),
        exit=_exit(charter, base, held),
        exits=tuple(exit_lines(reader, member)),
        checks=(
            f"auzolan record member-file {member} --output {member}.json",
            f"auzolan verify public --member-file {member}.json",
        ),
    )


def _ask_together(reader: Reader, member: str) -> None:
    """Ask in three questions for what the parts of a statement need, and many of them share."""
    own: tuple[type[Row], ...] = (
        Batch, Consent, Exit, MemberPosting, PayoutLine, SnapshotPart, Submission, WorkOfMember,
    )  # fmt: skip
    common: tuple[type[Row], ...] = (
        CharterInForce, CharterVersion, Licence, Payout, Period, Plan, Poll, Proposal, Valuation,
        WorkSheet,
    )  # fmt: skip
    reader.ask(
        asked(Member, member=member), *(asked(row, member=member) for row in own),
        *accounts_asked(member), *(asked(row) for row in common), asked(Mandate, power=AUDIT),
    )  # fmt: skip
    plans, sheets = reader.rows(Plan), reader.rows(WorkSheet)
    planned = {one.period for one in plans}
    worked = {one.period for one in reader.rows(WorkOfMember, member=member) if one.seconds}
    snapshots = {one.snapshot for one in reader.rows(SnapshotPart, member=member)}
    has_royalties = bool(reader.rows(MemberPosting, member=member, account=ROYALTIES))
    reader.ask(
        *(asked(UseOfRows, snapshot=name) for name in sorted(snapshots)),
        *(asked(WorkOfMember, period=name) for name in sorted(worked & planned)),
        *([asked(Accrual)] if has_royalties else []),
    )
    versions = [one.seq for one in reader.rows(CharterVersion)]
    reader.entries([*versions, *(one.entry for one in plans), *(one.entry for one in sheets)])


def _charter(reader: Reader) -> tuple[CharterVoted, ...]:
    proposals = {mandate_of(row): row for row in reader.rows(Proposal)}
    versions, rows = [], reader.rows(CharterVersion)
    entries = reader.entries(row.seq for row in rows)
    for row in rows:
        act = entries[row.seq].act
        voted = proposals.get(act.mandate) if isinstance(act, Amend) else None
        versions.append(
            CharterVoted(
                version=row.version, digest=row.digest, since=day_from_moment(row.at),
                entry=row.seq, vote=vote_of(reader, voted) if voted is not None else None,
            )
        )  # fmt: skip
    return tuple(versions)


def _uses(reader: Reader, member: str) -> tuple[UseLine, ...]:
    rows: dict[str, int] = {}
    for part in reader.rows(SnapshotPart, member=member):
        rows[part.snapshot] = rows.get(part.snapshot, 0) + part.rows
    uses = [use for name in rows for use in reader.rows(UseOfRows, snapshot=name)]
    return tuple(
        UseLine(
            use=use.use, snapshot=use.snapshot, purpose=use.purpose, operation=use.operation,
            rows=rows[use.snapshot], day=day_from_moment(use.at), entry=use.entry,
        )
        for use in sorted(uses, key=lambda use: use.entry)
    )  # fmt: skip


def _royalties(reader: Reader, member: str) -> tuple[RoyaltyLine, ...]:
    rows = reader.rows(MemberPosting, member=member, account=ROYALTIES)
    if not rows:
        return ()
    used = {one.entry: one.licence for one in reader.rows(Accrual)}
    named = {one.licence: one.licensee for one in reader.rows(Licence)}
    return tuple(
        RoyaltyLine(
            entry=row.entry, period=row.period, what=row.why, licence=used.get(row.entry, ""),
            licensee=named.get(used.get(row.entry, ""), ""), micro=row.amount,
        )
        for row in rows
    )  # fmt: skip


def _exit(charter: Charter, base: Statement, held: dict[str, int]) -> ExitValue:
    schedule = redemption(
        charter.surplus.distribution,
        capital_cents=base.capital_cents,
        compulsory_cents=held.get(COMPULSORY, 0),
        reason=Reason.JUSTIFIED,
    )
    return ExitValue(
        capital_cents=schedule.capital_cents,
        deduction_cents=schedule.deduction_cents,
        clause="surplus.exit_years",
        instalments=tuple(
            InstalmentLine(
                year=one.year, principal_cents=one.principal_cents,
                interest_cents=one.interest_cents,
            )
            for one in schedule.instalments
        ),
    )  # fmt: skip
