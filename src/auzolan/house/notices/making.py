"""Making notices: each once, by page and by mail as whoever is told has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.conf import settings

from auzolan.audit.folder import Folder
from auzolan.charter.offices import holders_of
from auzolan.foundation import canonical
from auzolan.house.jobs.models import Waiting
from auzolan.house.notices.kinds import KIND_OF, KINDS, How
from auzolan.house.notices.models import Choice, Notice
from auzolan.house.notices.rules import BooksOf, Told
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import reader_of

AT_ONCE = 500
KEPT_DAYS = 400
_MAIL = {How.NOW: Notice.Mail.NOW, How.DIGEST: Notice.Mail.DIGEST, How.PAGE: Notice.Mail.NONE}


def make(source: str, told: Sequence[Told]) -> int:
    """Make the notices of one source; those that are there already are left as they are.

    Args:
        source: what they come from; see `Notice.source`.
        told: who is told what.
    Returns:
        How many people wanted to be told.
    """
    made, chosen = [], _chosen(told)
    for one in told:
        kind = KIND_OF[one.what]
        how = chosen.get((one.member, one.party, kind), KINDS[kind].how)
        if how is not How.OFF:
            made.append(_notice(source, one, how))
    Notice.objects.bulk_create(made, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(made)


def second_wanted(waiting: Waiting) -> None:
    """Tell those who could be the second person that something waits for one."""
    from auzolan.house.jobs.waiting import AUDIT, offices_for

    with reader_of(Folder(settings.AUZOLAN_FOLDER)) as reader:
        books = BooksOf(reader)
        offices = offices_for(waiting.doing, charter_in_force(reader)) | {AUDIT}
        now = system_ports().clock()
        people = {one for office in offices for one in holders_of(books, office, now)}  # type: ignore[arg-type]
    page = ("waiting", waiting.pk)
    found = sorted(people - {waiting.member})
    make(f"w{waiting.pk}", [Told("second_wanted", one, page=page) for one in found])


def forget_old() -> None:
    """Forget notices of long ago; what they told of stands on the record."""
    Notice.objects.filter(made_on__lt=_today() - timedelta(days=KEPT_DAYS)).delete()


def _chosen(told: Iterable[Told]) -> Mapping[tuple[str, str, str], How]:
    """What people have chosen for the kinds at hand; most have chosen nothing."""
    kinds = {KIND_OF[one.what] for one in told}
    found = Choice.objects.filter(kind__in=kinds)
    return {(one.member, one.party, one.kind): How(one.how) for one in found}


def _notice(source: str, told: Told, how: How) -> Notice:
    return Notice(
        source=source, what=told.what, member=told.member, party=told.party,
        values=canonical.encode(dict(told.values)).decode(), page="|".join(told.page),
        made_on=_today(), mail=_MAIL[how],
    )  # fmt: skip


def _today() -> date:
    return datetime.fromtimestamp(system_ports().clock() // 1_000, tz=UTC).date()
