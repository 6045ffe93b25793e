"""One member's money: her accounts, how her capital moves and comes back, her bank, her statement as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from auzolan.charter.articles import Charter
from auzolan.charter.distribution import Reason
from auzolan.foundation.moments import HOUR_MS
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.page_queries import member_asked, names_of
from auzolan.house.rooms.record.page_queries import moments_of
from auzolan.house.rooms.record.pages import number_asked
from auzolan.house.rooms.treasury import page_queries as treasury
from auzolan.house.rooms.treasury.exit_queries import exit_lines
from auzolan.house.rooms.treasury.page_queries import Holding
from auzolan.house.rooms.treasury.statement_csv import statement_csv
from auzolan.house.rooms.treasury.statement_pdf import statement_pdf
from auzolan.house.rooms.treasury.statement_reading import member_statement
from auzolan.house.rooms.treasury.statement_types import MemberStatement
from auzolan.house.rooms.treasury.tables import PayeeTable
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.accounts import CAPITAL, COMPULSORY, PAYABLE, PAYING, group_of
from auzolan.treasury.capital.exits import Redemption, redemption
from auzolan.treasury.state import MemberPosting, Payee

PAGE_MOVEMENTS = 30


@dataclass(frozen=True, slots=True)
class OnBank:
    """The bank account that she named: since which entry, and whether it still waits to be paid on."""

    payee: Payee
    from_at: int
    waits: bool


@dataclass(frozen=True, slots=True)
class CapitalMove:
    """One movement of her capital with its moment, and what her capital came to after it."""

    moved: MemberPosting
    at: int
    after_cents: int


def own_money(request: CoopRequest, member: str) -> HttpResponse:
    """What is hers, how her capital moved and would come back, where she is paid.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    charter, folder = request.coop.charter, request.coop.folder
    movements, holdings = treasury.money_of(member)
    before = number_asked(request, "before")
    shown, older = _page(movements, before)
    with reader_of(folder) as reader:
        exits = exit_lines(reader, member)
    back = _back(charter, holdings)
    owed = [one for one in holdings if one.group in {PAYABLE, PAYING}]
    context = {
        "member": row,
        "name": names_of(folder, [row]).get(member, ""),
        "is_hers": request.visit.member == member,
        "holdings": holdings,
        "owed_cents": sum(one.amount for one in owed),
        "owed_entry": max((one.entry for one in owed if one.entry is not None), default=None),
        "capital": next((one for one in holdings if one.group == CAPITAL), None),
        "moves": shown,
        "older": older,
        "is_first": before is None,
        "exits": exits,
        "back": back,
        "back_cents": sum(one.principal_cents for one in back.instalments) if back else 0,
        "back_interest_cents": sum(one.interest_cents for one in back.instalments) if back else 0,
        "payments": treasury.payments_of(member),
        "bank": _bank(member, charter),
        "cooling_hours": charter.payouts.cooling_hours,
        "smallest_cents": charter.payouts.smallest_cents,
    }
    return render(request, "treasury/own_money.html", context)


def statement_file(request: CoopRequest, member: str, form: str) -> HttpResponse:
    """Her whole statement as a file: `csv` or `pdf`.

    Raises:
        Http404: there is no such member, or no such form.
    """
    makers = {"csv": (_csv, "text/csv; charset=utf-8"), "pdf": (_pdf, "application/pdf")}
    made = makers.get(form)
    with reader_of(request.coop.folder) as reader:
        found = member_statement(reader, member) if made is not None else None
    if found is None or made is None:
        raise Http404
    answer = HttpResponse(made[0](found), content_type=made[1])
    answer["Content-Disposition"] = f'attachment; filename="{member}-statement.{form}"'
    return answer


def _csv(found: MemberStatement) -> bytes:
    return statement_csv(found).encode()


def _pdf(found: MemberStatement) -> bytes:
    title = _("Statement of %(member)s") % {"member": found.name or found.member}
    return statement_pdf(found, title=title, language=(get_language() or "en")[:2])


def _page(
    movements: list[MemberPosting], before: int | None
) -> tuple[list[CapitalMove], int | None]:
    """The newest movements of her capital, or those before an entry, with what it came to after each."""
    own = [one for one in movements if group_of(one.account) == CAPITAL]
    after, sums = 0, []
    for one in own:
        after += one.amount
        sums.append((one, after))
    older = [pair for pair in sums[::-1] if before is None or pair[0].entry < before]
    shown = older[:PAGE_MOVEMENTS]
    moments: Mapping[int, int] = moments_of([one.entry for one, _after in shown])
    found = [CapitalMove(one, moments.get(one.entry, 0), sum_) for one, sum_ in shown]
    return found, (shown[-1][0].entry if len(older) > PAGE_MOVEMENTS else None)


def _back(charter: Charter, holdings: list[Holding]) -> Redemption | None:
    """How her capital would come back if she left now with good reason; None without capital."""
    capital = next((one for one in holdings if one.group == CAPITAL), None)
    if capital is None or capital.amount <= 0:
        return None
    compulsory = sum(one.balance for one in capital.parts if one.account == COMPULSORY)
    return redemption(
        charter.surplus.distribution, capital_cents=capital.amount, compulsory_cents=compulsory,
        reason=Reason.JUSTIFIED,
    )  # fmt: skip


def _bank(member: str, charter: Charter) -> OnBank | None:
    found = rows_of(Payee, PayeeTable.objects.filter(member=member))
    if not found:
        return None
    from_at = found[0].changed_at + charter.payouts.cooling_hours * HOUR_MS
    return OnBank(found[0], from_at, from_at > system_ports().clock())
