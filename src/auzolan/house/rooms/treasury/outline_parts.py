"""The lines and sections that a statement is made of, and the section about a member's work.

Nothing is added up here: every figure comes from what was read.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from auzolan.house.doors.portal.filters import clause_field, hours, money
from auzolan.house.rooms.labour.paying.pay_queries import WorkLine


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, how much, a note in small print, the entry, and the clause it stands on."""

    label: str
    figure: str
    note: str = ""
    entry: int | None = None
    clause: str = ""

    @property
    def small(self) -> str:
        """The note, and what people call the clause where the label does not say it already."""
        rule = str(clause_field(self.clause)) if self.clause else ""
        is_said = rule.startswith(self.label)
        return " · ".join(filter(None, (self.note, "" if is_said else rule)))


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title, in a place of their own on the page."""

    name: str
    title: str
    lines: tuple[Line, ...]
    text: str = ""


def work_section(work: WorkLine, currency: str) -> Section:
    """Her work of a period: what is owed for it and why, and what an hour of it earned."""

    def amount(cents: int | None) -> str:
        return money(cents, currency) if cents is not None else _("unknown")

    entry = work.entries[-1] if work.entries else None
    hourly = work.hourly_cents
    lines = [
        Line(_("Agreed pay"), amount(work.pay_cents), hours(work.paid_seconds), entry),
        Line(
            _("Lifted to the floor by"),
            amount(work.topup_cents),
            hours(work.counted_seconds),
            entry,
        ),
    ]
    if work.interest_cents:
        lines.append(Line(_("Interest on late pay"), amount(work.interest_cents), "", entry))
    lines += [
        Line(_("Owed to you for it"), amount(work.owed_cents), "", entry),
        Line(_("An hour of all your time"), amount(hourly.all_time)),
        Line(_("An hour of paid time alone"), amount(hourly.paid_time)),
        Line(_("If a page's time were counted again for each label on it"), amount(hourly.naive)),
        Line(_("An hour with what lifted it"), amount(hourly.lifted)),
    ]
    return Section(f"{work.period}-hours", _("Your work in %s") % work.period, tuple(lines))
