"""Following the record: new entries become notices, and a vote that is about to close becomes one too.

Where it has come to stands in a row that is written together with the notices, so that a crash tells
nobody twice and forgets nobody. At the first start it begins at the end: nobody is told old news.
"""

from __future__ import annotations

from django.db import transaction

from auzolan.assembly.state import Poll, Proposal
from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS
from auzolan.house.notices.making import make
from auzolan.house.notices.models import Mark
from auzolan.house.notices.rules import RULES, Told, voters
from auzolan.house.ports import Ports, system_ports
from auzolan.house.rooms.record.tables import RecordEntry, RecordHead
from auzolan.house.storage.reader import Reader, reader_of

ENTRIES_AT_ONCE = 500
CLOSING_MS = 2 * DAY_MS
OPEN = "open"
RECORD, SECURITY = "record", "security"
SECURITY_WHATS = {
    "second_factor_added": "sign_in_way", "second_factor_removed": "sign_in_way",
    "key_made": "sign_in_way", "address_changed": "address",
    "let_in_anew": "sign_in_way",
}  # fmt: skip


def follow(folder: Folder) -> int:
    """Make the notices of entries that are new.

    Returns:
        How many entries were looked at.
    """
    head = RecordHead.objects.values_list("size", flat=True).first() or 0
    mark, _ = Mark.objects.get_or_create(name=RECORD, defaults={"reached": head})
    end = min(head, mark.reached + ENTRIES_AT_ONCE)
    if end <= mark.reached:
        return 0
    found = RecordEntry.objects.filter(seq__gte=mark.reached, seq__lt=end, act__in=RULES)
    lines = list(found.order_by("seq").values_list("seq", "act"))
    looked, mark.reached = end - mark.reached, end
    with reader_of(folder) as reader, transaction.atomic(using="plain"):
        for seq, act in lines:
            make(f"e{seq}", list(RULES[act](reader, reader.entry(seq))))
        mark.save()
    return looked


def follow_polls(folder: Folder, *, ports: Ports | None = None) -> None:
    """Tell everybody on the roll of a vote that closes within two days; who has voted nobody knows."""
    now = (ports or system_ports()).clock()
    with reader_of(folder) as reader:
        for poll in reader.rows(Poll, state=OPEN):
            name = f"c{poll.poll}"
            if now < poll.ends_at <= now + CLOSING_MS and not _was_told(name):
                _tell_closing(reader, poll, name, now)


def follow_security(folder: Folder) -> None:
    """Tell people that a way to sign in as them, or the address of their mail, has changed."""
    from auzolan.house.accounts.models import Person, SecurityNote

    newest = SecurityNote.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    mark, _ = Mark.objects.get_or_create(name=SECURITY, defaults={"reached": newest})
    if newest <= mark.reached:
        return
    found = SecurityNote.objects.filter(
        pk__gt=mark.reached, pk__lte=newest, what__in=SECURITY_WHATS
    )
    mark.reached = newest
    with transaction.atomic(using="plain"):
        for one in found:
            person = Person.objects.filter(pk=one.person_id).first()
            if person is not None:
                what = SECURITY_WHATS[one.what]
                told = Told(what, person.member, page=("settings",), party=person.party)
                make(f"s{one.pk}", [told])
        mark.save()


def _tell_closing(reader: Reader, poll: Poll, name: str, now: int) -> None:
    proposal = reader.get(Proposal, poll.proposal)
    assert proposal is not None, "a poll is about a proposal"
    page, values = ("proposal", poll.proposal), {"proposal": poll.proposal}
    people = voters(reader, proposal.organ, now)
    with transaction.atomic(using="plain"):
        make(name, [Told("poll_closing", one, values, page) for one in people])
        Mark.objects.create(name=name, reached=poll.ends_at)


def _was_told(name: str) -> bool:
    return Mark.objects.filter(name=name).exists()
