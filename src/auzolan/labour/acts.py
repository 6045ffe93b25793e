"""What can be asked about work."""

from __future__ import annotations

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.labour.tasks.acts import NoneOrClass
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedInt


class AssignIndex(Act, frozen=True, gc=False, tag="labour.assign_index/1"):
    """Set the job index by which a member's hours weigh, in hundredths: 100 is the base.

    `work_class` is the class of work that it is for; empty for all that have no index of their own.
    """

    member: Id
    index_centi: RestrictedInt
    work_class: NoneOrClass = ""


class RecordWork(Act, frozen=True, gc=False, tag="labour.record_work/1"):
    """Book a period's paid work; pay below the charter's floor is lifted to it.

    `lines` is a restricted annex `work/1`, laid down beforehand, with the columns member,
    seconds, pay_cents (the amount): what was agreed before any lifting.
    """

    work: Id
    period: Id
    lines: AnnexRef


class IndexAssigned(Fact, frozen=True, gc=False, tag="labour.index_assigned/1"):
    """Her hours weigh by another index from now on; the index itself stands in the act."""

    member: Id


class WorkRecorded(Fact, frozen=True, gc=False, tag="labour.work_recorded/1"):
    """Work of a period is owed.

    `lines` is a restricted annex `pay/1` with the columns member, seconds, index_centi,
    pay_cents, topup_cents, owed_cents (the amount, pay and top-up together).
    """

    work: Id
    period: Id
    lines: AnnexRef
    members: Whole
    seconds: Whole
    pay_cents: Whole
    topup_cents: Whole
