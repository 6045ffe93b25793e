"""A statement as titled lines in the language in use: what the page, the PDF and the text all show.

Every figure comes from the one typed value; nothing is added up here. The words of a section are
short enough for a phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain
from types import MappingProxyType

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from auzolan.assembly.state import (
    ANNULLED,
    EXECUTED,
    FAILED_QUORUM,
    PASSED,
    REJECTED,
    SUSPENDED,
    TALLIED,
)
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.portal.filters import (
    count,
    day,
    hours,
    micro_money,
    money,
    percent,
    short,
    word,
)
from auzolan.house.rooms.assembly.titles_on_pages import titled
from auzolan.house.rooms.members.people_on_pages import called
from auzolan.house.rooms.treasury.outline_parts import Line, Section, work_section
from auzolan.house.rooms.treasury.statement_types import (
    MemberStatement,
    OwnPool,
    PayIndex,
    RoyaltyLine,
    Vote,
    YearPart,
)
from auzolan.treasury.accounts import GROUPS, MICRO, group_of

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_COUNTED = frozenset({TALLIED, PASSED, EXECUTED, REJECTED, FAILED_QUORUM, SUSPENDED, ANNULLED})
"""The states of a proposal whose poll has been counted."""


def outline_of(
    found: MemberStatement,
    names: Mapping[str, str] = NO_NAMES,
    titles: Mapping[str, str] = NO_NAMES,
) -> tuple[Section, ...]:
    """The whole statement in sections; those without a line are left out.

    Args:
        found: the statement.
        names: of members whom it mentions, as far as the reader may know them.
        titles: of proposals, in the same way.
    """
    years = (_year(found, year, names, titles) for year in reversed(found.years))
    sections = [
        _about(found),
        _holdings(found),
        *(work_section(work, found.currency) for work in reversed(found.work)),
        *chain.from_iterable(years),
        _uses(found),
        _royalties(found),
        _payouts(found),
        _exits(found),
        _exit(found),
        _rules(found),
        _checks(found),
    ]
    return tuple(section for section in sections if section.lines or section.text)


def _about(found: MemberStatement) -> Section:
    last = found.charter[-1]
    return Section(
        "about",
        _("Whose statement this is"),
        (
            Line(found.name or _("Member"), found.member, "", found.joined_entry),
            Line(
                _("Since"), day(moment_from_iso(found.joined)), str(word(found.standing, "state"))
            ),
            Line(_("Read on"), day(moment_from_iso(found.head.at)), found.head.origin),
            Line(_("House rules"), _("version %s") % last.version, found.preset, last.entry),
        ),
    )


def _holdings(found: MemberStatement) -> Section:
    def amount(account: str, balance: int) -> str:
        group = GROUPS.get(group_of(account))
        is_micro = group is not None and group.scale == MICRO
        return (micro_money if is_micro else money)(balance, found.currency)

    lines = [
        Line(capfirst(str(word(one.account, "own_account"))), amount(one.account, one.balance))
        for one in found.accounts
    ]
    return Section("holdings", _("What you have here"), tuple(lines))


def _year(
    found: MemberStatement, year: YearPart, names: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[Section, ...]:
    title = _("Period %s") % year.period
    headings = (
        _("your work and your capital"), _("how the result was divided"), _("your part"),
        _("if you disagree"),
    )  # fmt: skip
    before, division, yours, disagree = (f"{title}: {name}" for name in headings)
    return (
        Section(f"{year.plan}-work", before, _before(found, year)),
        Section(
            f"{year.plan}-division",
            division,
            tuple(
                Line(
                    line_words(one.name),
                    money(one.cents, found.currency),
                    percent(one.part_bp) if one.part_bp else "",
                    year.entry,
                    one.clause,
                )
                for one in year.lines
            ),
        ),
        Section(
            f"{year.plan}-yours", yours, _own(found, year),
            "" if year.is_recomputed else _(
                "The exact shares could not be worked out again from here; the amounts are those "
                "on the record."
            ),
        ),
        Section(
            f"{year.plan}-objection", disagree, _voted(year.vote, titles),
            _objection(year, names),
        ),
    )  # fmt: skip


def _before(found: MemberStatement, year: YearPart) -> tuple[Line, ...]:
    lines = [Line(_("Your capital before"), money(year.opening_cents, found.currency))]
    if year.seconds:
        lines.append(
            Line(_("Pay for your work"), money(year.pay_cents, found.currency), hours(year.seconds))
        )
    if year.pay_index is not None:
        index = year.pay_index
        lines.append(Line(_("Your pay index"), _hundredths(index.index_centi), _pay(index)))
    return tuple(lines)


def _pay(index: PayIndex) -> str:
    values = {
        "low": _hundredths(index.lowest_centi), "high": _hundredths(index.highest_centi),
        "ratio": index.ratio_max,
    }  # fmt: skip
    return _("the lowest is %(low)s, the highest %(high)s, at most %(ratio)s to 1") % values


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"


def line_words(name: str) -> str:
    """What people call a line of the division."""
    own = {
        "result": _("Result of the period"),
        "patronage": _("The members' part"),
        "members": _("Borne by members"),
        "carried": _("Carried to years to come"),
        "voluntary_reserve": _("Borne by savings kept by vote"),
    }
    return own.get(name) or str(word(name, "line" if word(name, "line") != name else "part"))


def _own(found: MemberStatement, year: YearPart) -> tuple[Line, ...]:
    currency, interest = found.currency, year.interest
    lines = []
    if interest.all_cents:
        note = percent(interest.rate_bp)
        if interest.is_limited:
            limit = money(interest.limit_cents, currency)
            note += " · " + _("all interest together is limited to %s") % limit
        amount = money(interest.cents, currency)
        label = _("Interest on your capital")
        lines.append(Line(label, amount, note, clause=interest.clause))
    lines += [_of_pool(pool, currency) for pool in year.pools]
    if year.loss_cents:
        lines.append(
            Line(_("Your part of the loss, from your capital"), money(-year.loss_cents, currency))
        )
    else:
        lines.append(Line(_("Paid out to you"), money(year.cash_cents, currency)))
        lines.append(
            Line(
                _("Added to your capital"), money(year.capitalised_cents + interest.cents, currency)
            )
        )
    lines.append(Line(_("Your capital after"), money(year.closing_cents, currency), "", year.entry))
    return tuple(lines)


def _of_pool(pool: OwnPool, currency: str) -> Line:
    label, amount = str(word(pool.basis, "pool")), money(pool.cents, currency)
    return Line(label, amount, _share(pool, currency), clause=pool.clause)


def _share(pool: OwnPool, currency: str) -> str:
    """How her cents came about: weight, exact share, spare cent."""
    if not pool.exact:
        return ""
    exact = Fraction(pool.exact)
    values = {
        "own": count(pool.weight), "all": count(pool.weights),
        "pool": money(pool.pool_cents, currency),
    }  # fmt: skip
    parts = [_("%(own)s of %(all)s parts of %(pool)s") % values]
    if exact.denominator > 1:
        parts.append(_("exactly %s cents") % f"{exact.numerator}/{exact.denominator}")
    if pool.got_spare_cent:
        parts.append(_("spare cents: %s, one of them to you") % pool.spare_cents)
    elif pool.spare_cents:
        parts.append(_("spare cents: %s, to larger remainders") % pool.spare_cents)
    if pool.is_capped:
        parts.append(_("held down by the cap"))
    return " · ".join(parts)


def _voted(vote: Vote | None, titles: Mapping[str, str]) -> tuple[Line, ...]:
    if vote is None:
        return ()
    note = f"{_tally(vote)} · {titled(vote.proposal, titles)}"
    return (Line(_("Vote on this plan"), "", note, vote.entry),)


def _tally(vote: Vote) -> str:
    if vote.state not in _COUNTED:
        return str(word(vote.state, "standing"))
    values = {"yes": vote.yes, "no": vote.no, "rest": vote.abstain, "roll": vote.roll}
    return _("%(yes)s yes, %(no)s no, %(rest)s abstained, of %(roll)s") % values


def _objection(year: YearPart, names: Mapping[str, str]) -> str:
    until = day(moment_from_iso(year.objection.until)) if year.objection.until else ""
    who = ", ".join(called(one, names) for one in year.objection.to) or "-"
    words = {
        "before_poll": _("No vote has been called yet. Tell %(who)s what is wrong before it is."),
        "poll": _(
            "You can vote against this plan until %(until)s, and tell %(who)s what is wrong."
        ),
        "cooling_off": _(
            "It can be stopped until %(until)s: tell %(who)s what is wrong, or propose another plan."
        ),
        "booked": _(
            "It is booked. Tell %(who)s what is wrong, or propose a correction to the members; it "
            "is booked in the open period."
        ),
    }
    return words[year.objection.stage] % {"who": who, "until": until}


def _uses(found: MemberStatement) -> Section:
    lines = [
        Line(
            capfirst(str(word(one.operation, "operation"))),
            _("%s rows") % count(one.rows),
            f"{day(moment_from_iso(one.day))} · {word(one.purpose, 'purpose_name')}",
            one.entry,
        )
        for one in found.uses
    ]
    return Section("uses", _("Uses of your rows"), tuple(lines))


def _by_use(one: RoyaltyLine) -> str:
    if not one.licence:
        return one.what
    return _("Used by %(licensee)s, licence %(licence)s") % {
        "licensee": one.licensee, "licence": one.licence
    }  # fmt: skip


def _royalties(found: MemberStatement) -> Section:
    lines = [
        Line(_by_use(one), micro_money(one.micro, found.currency), one.period, one.entry)
        for one in found.royalties
    ]
    if lines:
        rest = micro_money(found.royalties_open_micro, found.currency)
        lines.append(Line(_("Kept until it makes a cent"), rest))
    return Section("royalties", _("Earned by use of your data"), tuple(lines))


def _payouts(found: MemberStatement) -> Section:
    lines = [
        Line(
            one.payout, money(one.cents, found.currency),
            f"{word(one.state, 'payout_state')} · {day(moment_from_iso(one.pay_on))}", one.entry,
        )
        for one in found.payouts
    ]  # fmt: skip
    if found.withheld_cents:
        lines.append(Line(_("Kept back for tax"), money(found.withheld_cents, found.currency)))
    return Section("payouts", _("Payments to your bank"), tuple(lines))


def _exits(found: MemberStatement) -> Section:
    states = {"payable": _("owed to you"), "due": _("due"), "later": _("to come")}
    currency = found.currency
    lines = [
        Line(
            _("Year %s") % one.year,
            money(one.principal_cents + one.interest_cents, currency),
            " · ".join(
                (
                    _("of it interest %s") % money(one.interest_cents, currency),
                    day(moment_from_iso(one.due)),
                    states[one.state],
                )
            ),
            one.entry,
        )
        for one in found.exits
    ]
    return Section("redemption", _("Your capital that is paid back"), tuple(lines))


def _exit(found: MemberStatement) -> Section:
    currency, value = found.currency, found.exit
    if not value.capital_cents:
        return Section("exit", _("If you left now"), ())
    held = money(value.capital_cents, currency)
    lines = [Line(_("Your capital"), held, clause=value.clause)]
    if value.deduction_cents:
        lines.append(Line(_("Kept by the co-op"), money(-value.deduction_cents, currency)))
    lines += [
        Line(
            _("Year %s") % one.year,
            money(one.principal_cents + one.interest_cents, currency),
            _("of it interest %s") % money(one.interest_cents, currency),
        )
        for one in value.instalments
    ]
    return Section(
        "exit", _("If you left now"), tuple(lines),
        _("For a good reason, by the rules in force. Losses to come would change it."),
    )  # fmt: skip


def _rules(found: MemberStatement) -> Section:
    lines = []
    for one in found.charter:
        voted = _tally(one.vote) if one.vote is not None else _("at the founding")
        lines.append(
            Line(
                _("version %s") % one.version, short(one.digest), f"{day(moment_from_iso(one.since))} · {voted}",
                one.entry,
            )
        )  # fmt: skip
    return Section("rules", _("House rules and how they were voted"), tuple(lines))


def _checks(found: MemberStatement) -> Section:
    lines = [Line(_("Entries of the record"), count(found.head.size), short(found.head.root))]
    lines += [
        Line(_("Your line of %s in the published sum") % year.period, short(year.proof.root),
             _("%s nameless parts") % count(year.proof.leaves), year.entry)
        for year in found.years
        if year.proof is not None
    ]  # fmt: skip
    return Section("checks", _("Check it, without a network"), tuple(lines))


def plain_lines(found: MemberStatement) -> list[str]:
    """The sections as plain text, for a terminal."""
    lines: list[str] = []
    for section in outline_of(found):
        lines += ["", section.title]
        lines += [
            f"  {one.label:<44}  {one.figure:>20}" + (f"  {one.small}" if one.small else "")
            for one in section.lines
        ]
        if section.text:
            lines.append(f"  {section.text}")
    return [*lines[1:], *(f"  {check}" for check in found.checks)]
