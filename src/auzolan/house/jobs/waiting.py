"""What waits for a second person: keeping it, who may say yes, and doing it in the first one's name.

The second person is somebody else who holds the office that the act needs, or who audits. These are
four eyes at the door: the record itself shows the first person alone. What the charter gives to two
persons is not decided here.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction

from auzolan.audit.folder import Folder
from auzolan.charter.articles import Charter
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Doing, Who
from auzolan.house.doors.access.matrix import ROLE_OF_OFFICE, Relation, Role, relations
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.doing.asked_once import do_once
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.open_desk import writing
from auzolan.house.jobs import queue, requests, uploads
from auzolan.house.jobs.models import Waiting
from auzolan.house.ports import system_ports
from auzolan.house.submission import Receipt

WAITS_DAYS = 7
WAITING_EACH_MAX = 50
KEPT_DAYS = 90
AUDIT = "audit"
ARTICLE = "house, two persons"
REASON_SIZE_MAX = 500
_ACT_OF = {
    "licensing.accrue_uses": "treasury.accrue", "treasury.book_list": "treasury.book",
    "treasury.contribute_list": "treasury.contribute",
    "treasury.take_in_bank_file": "treasury.settle_payout", "members.let_in_anew": "members.admit",
}  # fmt: skip
"""Doings that need a second person and are called otherwise than the act that the charter names."""
_ALSO = {"contributions.settle": frozenset({"data"})}
"""Offices that may say yes besides: where the auditor asks, she is often the only one."""


def keep(name: str, who: Who, asked: msgspec.Struct, number: str) -> str:
    """Keep a request until a second person has said yes; the same number again is the same request.

    Returns:
        The id under which it waits.
    Raises:
        ValueError: the number has not the form that it must have.
        TooMuchWaits: she has too much waiting already.
        NumberUsed: under this number she has asked for something else.
        NotKept: a file that it names is not here.
    """
    waiting_id = requests.kept_id(name, who, number)
    today = requests.today()
    own = Waiting.objects.filter(member=who.member, state=Waiting.State.WAITING)
    if own.exclude(pk=waiting_id).count() >= WAITING_EACH_MAX:
        raise requests.TooMuchWaits(WAITING_EACH_MAX)
    with transaction.atomic(using="plain"):  # who must be warned is, or it does not wait
        found, is_new = Waiting.objects.get_or_create(
            pk=waiting_id,
            defaults={
                "doing": name, "asked": requests.written(asked), "member": who.member,
                "number": number, "made_on": today, "until": today + timedelta(days=WAITS_DAYS),
            },
        )  # fmt: skip
        requests.check_same(requests.digest_of(found.asked) if found.asked else "", asked)
        if is_new:
            requests.check_files(who, asked)
            _begin(found, who, asked)
    return waiting_id


def _begin(waiting: Waiting, who: Who, asked: msgspec.Struct) -> None:
    uploads.keep_until(who, asked, system_ports().clock() + (WAITS_DAYS + 1) * DAY_MS)
    from auzolan.house.notices.making import second_wanted

    second_wanted(waiting)
    warned = doings()[waiting.doing].warned
    if warned is not None:
        warned.tells(asked, waiting.pk)


def offices_for(name: str, charter: Charter) -> frozenset[str]:
    """Which offices may do a doing: the one that the charter names for the act, else by the matrix."""
    act = _ACT_OF.get(name, name)
    named = frozenset(right.office for right in charter.rights if right.act == act and right.office)
    if named:
        return named | _ALSO.get(name, frozenset())
    offices = {right.office for right in charter.rights if right.office}
    return frozenset(
        office
        for office in offices
        if Relation.ANY in relations(f"do:{name}", [ROLE_OF_OFFICE.get(office, Role.STEWARD)])
    )


def may_decide(waiting: Waiting, visit: Visit, charter: Charter) -> bool:
    """Whether a visitor may say yes or no: never the first person, whatever else she holds.

    She whom it is about, and who is warned, says no without an office, and never yes.
    """
    if not visit.member or visit.member in {waiting.member, whom_it_is_about(waiting)}:
        return False
    return bool(visit.offices & (offices_for(waiting.doing, charter) | {AUDIT}))


def whom_it_is_about(waiting: Waiting) -> str:
    """The member who was warned of a request about her; empty where nobody was."""
    doing = doings().get(waiting.doing)
    if doing is None or doing.warned is None:
        return ""
    asked = requests.read(doing, waiting.asked) if waiting.asked else None
    return str(getattr(asked, doing.about, ""))


def rests_until(waiting: Waiting) -> date | None:
    """The first day on which somebody may say yes, where that has not come; None otherwise."""
    doing = doings().get(waiting.doing)
    asked = requests.read(doing, waiting.asked) if doing is not None and waiting.asked else None
    if doing is None or doing.warned is None or asked is None:
        return None
    first = waiting.made_on + timedelta(days=doing.warned.rest_days(asked))
    return first if first > requests.today() else None


def waiting_for(visit: Visit, charter: Charter, most: int) -> list[Waiting]:
    """What waits for the yes or no of a visitor, newest first; what waits for others hides none of it.

    Args:
        visit: who asks.
        charter: the house rules in force.
        most: how many at most.
    """
    others = Waiting.objects.filter(state=Waiting.State.WAITING).exclude(member=visit.member)
    return list(islice((one for one in others if may_decide(one, visit, charter)), most))


def expire() -> None:
    """Let lie what nobody has said yes to in time."""
    late = Waiting.objects.filter(state=Waiting.State.WAITING, until__lt=requests.today())
    late.update(state=Waiting.State.EXPIRED, number="")


def forget_old() -> None:
    """Forget the words of what has been over for long; who asked and who said yes stays."""
    oldest = requests.today() - timedelta(days=KEPT_DAYS)
    over = Waiting.objects.exclude(state=Waiting.State.WAITING).filter(made_on__lt=oldest)
    over.update(asked="", reason="", refusal="")


def confirm(waiting: Waiting, second: str) -> Receipt | Refusal | str:
    """Say yes, and have it done in the first person's name.

    Args:
        waiting: what waits; the caller has asked `may_decide`.
        second: who says yes.
    Returns:
        The receipt; why it was not done; or the id of the job, where it takes long.
    """
    assert second != waiting.member, "nobody is her own second person"
    waiting.refresh_from_db()  # somebody else may have answered since the page was shown
    doing = doings().get(waiting.doing)
    asked = requests.read(doing, waiting.asked) if doing is not None else None
    first = requests.visit_now(waiting.member)
    if waiting.state != Waiting.State.WAITING or waiting.until < requests.today():
        return _too_late()
    if doing is None or asked is None:
        return _end(waiting, second, _other_release())
    if rests_until(waiting) is not None:
        return _too_early()
    if first.may(f"do:{doing.name}") is Relation.NEVER:
        return _end(waiting, second, _office_ended())
    if doing.is_long:
        waiting.job = queue.begin(doing.name, first.who, asked, waiting.number)
        _over(waiting, Waiting.State.DONE, second)
        return waiting.job
    return _end(waiting, second, _done(waiting, doing, first.who, asked))


def decline(waiting: Waiting, second: str, reason: str) -> bool:
    """Say no, with a reason; or take one's own request back.

    Returns:
        False where it was over already.
    """
    is_own = second == waiting.member
    state = Waiting.State.BACK if is_own else Waiting.State.DECLINED
    found = Waiting.objects.filter(pk=waiting.pk, state=Waiting.State.WAITING)
    return bool(
        found.update(state=state, second=second, reason=reason[:REASON_SIZE_MAX], number="")
    )


def _done(
    waiting: Waiting, doing: Doing[Any], who: Who, asked: msgspec.Struct
) -> Receipt | Refusal:
    with writing(Folder(settings.AUZOLAN_FOLDER)) as desk:
        return do_once(desk, doing, who, asked, waiting.number)


def _end(waiting: Waiting, second: str, answer: Receipt | Refusal) -> Receipt | Refusal:
    if isinstance(answer, Refusal):
        waiting.refusal = requests.written_refusal(answer)
        _over(waiting, Waiting.State.REFUSED, second)
    else:
        waiting.seq = answer.seq
        _over(waiting, Waiting.State.DONE, second)
    return answer


def _over(waiting: Waiting, state: Waiting.State, second: str) -> None:
    waiting.state, waiting.second, waiting.number = state, second, ""
    waiting.save()


def _too_late() -> Refusal:
    return Refusal(
        "access.request_over", ARTICLE, "This request is over: somebody has answered it, or nobody "
        "has in time.", "Ask again, if it is still needed.",
    )  # fmt: skip


def _too_early() -> Refusal:
    return Refusal(
        "access.request_rests", ARTICLE, "She whom this is about was told, and has time to say no.",
        "Say yes on the day that the page names.",
    )  # fmt: skip


def _other_release() -> Refusal:
    return Refusal(
        "access.request_unreadable", ARTICLE, "This release asks for this in another form.",
        "Ask again in the form of today.",
    )  # fmt: skip


def _office_ended() -> Refusal:
    return Refusal(
        "access.office_ended", ARTICLE, "Whoever asked for this no longer holds the office for it.",
        "Let somebody who holds the office ask again.",
    )  # fmt: skip
