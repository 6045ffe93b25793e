"""Proxies: one member votes for another at one assembly, in writing and for few.

A proxy is given before the meeting begins: given during a poll, the record would show whose ballot
came in next. Who casts which ballot is the business of the house, which holds the tags; a member who
votes herself needs no act for it, and her proxy is not used then.
"""

from __future__ import annotations

from auzolan.assembly.acts import GiveProxy, ProxyGiven, ProxyRevoked, RevokeProxy
from auzolan.assembly.life import meetings_article_of
from auzolan.assembly.petition_uses import meeting_unknown
from auzolan.assembly.state import ASSEMBLY, Meeting, Proxy
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave, Left
from auzolan.members.state import ACTIVE, Member
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_give_proxy(books: Books, act: GiveProxy, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let another member vote in one's place at an assembly, before it begins.

    Both must be on its roll. Nobody passes on a proxy: who holds one comes herself, and who has
    given hers holds none.

    Returns:
        `ProxyGiven`; or the first refusal: meeting, organ, time, the two members, number.
    Source: charter, article on meetings; Basque Act 11/2019, art. 36(4).
    """
    meeting = books.get(Meeting, act.meeting)
    if meeting is None:
        return meeting_unknown(books, act.meeting)
    refusal = _meeting_refusal(books, meeting, case.at)
    refusal = refusal or _pair_refusal(books, meeting, case.actor, act.holder)
    if refusal is not None:
        return refusal
    held = books.count(Proxy, meeting=act.meeting, holder=act.holder)
    most = charter_of(books).meetings.proxies_max
    if held >= most:
        return Refusal(
            "assembly.proxies_full", meetings_article_of(books),
            f"{act.holder} votes for {held} others at {act.meeting}; nobody votes for more than "
            f"{most}.",
            "Give the proxy to another member.",
        )  # fmt: skip
    return (ProxyGiven(act.meeting, act.holder),)


def decide_revoke_proxy(books: Books, act: RevokeProxy, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take one's proxy back, at any time.

    Returns:
        `ProxyRevoked`, or the refusal.
    Source: charter, article on meetings.
    """
    if books.get(Meeting, act.meeting) is None:
        return meeting_unknown(books, act.meeting)
    if books.get(Proxy, (act.meeting, case.actor)) is None:
        return Refusal(
            "assembly.no_proxy", meetings_article_of(books),
            f"{case.actor} has given nobody a proxy for {act.meeting}.",
            "Nothing is left to take back.",
        )  # fmt: skip
    return (ProxyRevoked(act.meeting),)


def apply_proxy_given(books: Books, case: Case, act: GiveProxy, fact: ProxyGiven) -> None:
    """Write down who votes for whom."""
    books.add(Proxy(fact.meeting, case.actor, fact.holder))


def apply_proxy_revoked(books: Books, case: Case, act: RevokeProxy, fact: ProxyRevoked) -> None:
    """Write down that she votes for herself."""
    books.remove(Proxy, (fact.meeting, case.actor))


def apply_left_proxies(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """End every proxy that she gave or holds: both must be members."""
    for proxy in books.find(Proxy, giver=fact.member) + books.find(Proxy, holder=fact.member):
        books.remove(Proxy, (proxy.meeting, proxy.giver))


def _meeting_refusal(books: Books, meeting: Meeting, at: int) -> Refusal | None:
    article = meetings_article_of(books)
    if meeting.organ != ASSEMBLY:
        return Refusal(
            "assembly.proxy_for_an_organ", article,
            f"{meeting.meeting} is a meeting of the {meeting.organ}, who sit in person.",
            "Take part yourself.",
        )  # fmt: skip
    if at >= meeting.opens_at:
        return Refusal(
            "assembly.proxy_too_late", article,
            f"The assembly {meeting.meeting} began on {iso_from_moment(meeting.opens_at)}.",
            "Vote yourself while its polls are open; a proxy is given before.",
        )  # fmt: skip
    return None


def _pair_refusal(books: Books, meeting: Meeting, giver: str, holder: str) -> Refusal | None:
    article = meetings_article_of(books)
    if giver == holder:
        return Refusal(
            "assembly.proxy_to_oneself", article,
            f"{giver} votes for herself without a proxy.", "Name another member.",
        )  # fmt: skip
    for member in (giver, holder):
        row = books.get(Member, member)
        if row is None or row.standing != ACTIVE or row.since > meeting.record_at:
            return Refusal(
                "assembly.proxy_off_roll", article,
                f"{member} is not on the roll of {meeting.meeting}: that is who belonged on "
                f"{iso_from_moment(meeting.record_at)} and still does.",
                "A proxy is given by one member on the roll to another.",
            )  # fmt: skip
    if books.get(Proxy, (meeting.meeting, giver)) is not None:
        return Refusal(
            "assembly.proxy_given_already", article,
            f"{giver} has given her proxy for {meeting.meeting}.", "Take it back first.",
        )  # fmt: skip
    holds = books.count(Proxy, meeting=meeting.meeting, holder=giver)
    if holds or books.get(Proxy, (meeting.meeting, holder)) is not None:
        because = f"{giver} votes for others" if holds else f"{holder} has given hers away"
        return Refusal(
            "assembly.proxy_passed_on", article,
            f"A proxy is not passed on, and at {meeting.meeting} {because}.",
            "Name somebody who votes in person; who holds a proxy votes in person too.",
        )  # fmt: skip
    return None
