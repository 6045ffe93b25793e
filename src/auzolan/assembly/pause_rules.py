"""Pauses: one organ asks, another agrees, and one kind of act stops for a few days.

A pause only takes away, ends by itself, and is no habit: after one, the same act cannot be paused
again until members could have met. Only they can keep it longer, once. What may be paused is in
`charter.pausing`; `authorize` refuses what is paused.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.life import organs_article_of
from auzolan.assembly.petition_acts import AgreeToPause, KeepPause, Pause, PauseAsked, Paused
from auzolan.charter.authorize import KERNEL
from auzolan.charter.offices import holders_of
from auzolan.charter.pausing import PAUSABLE
from auzolan.charter.state import PowerPause, charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Fact

_COUNCIL = "council"


def decide_pause(books: Books, act: Pause, case: Case) -> tuple[Fact, ...] | Refusal:
    """Ask for a pause, as the council; nothing is paused yet.

    Returns:
        `PauseAsked`; or the first refusal: id, power, end, an earlier pause.
    Source: charter, article on organs; house, kernel: an emergency can only restrict.
    """
    article = organs_article_of(books)
    if books.get(PowerPause, act.pause) is not None:
        return Refusal(
            "assembly.pause_taken", article,
            f"There is a pause {act.pause} already.", "Give the new pause another id.",
        )  # fmt: skip
    if act.power not in PAUSABLE:
        return Refusal(
            "assembly.not_pausable", KERNEL,
            f"{act.power} cannot be paused; an emergency can stop {', '.join(sorted(PAUSABLE))}.",
            "Propose to the members what else should change.",
        )  # fmt: skip
    days = charter_of(books).organs.emergency_days
    if not case.at < act.until_at <= case.at + days * DAY_MS:
        return Refusal(
            "assembly.pause_too_long", article,
            f"The pause would end on {iso_from_moment(act.until_at)}; it lasts {days} days at most "
            "from now on.",
            f"Let it end by {iso_from_moment(case.at + days * DAY_MS)}, and propose to keep it.",
        )  # fmt: skip
    return _habit_refusal(books, act.power, case.at) or (PauseAsked(act.pause),)


def decide_agree_to_pause(
    books: Books, act: AgreeToPause, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Agree to a pause, as an organ in which nobody of the council sits.

    Returns:
        `Paused`, from now until the end that was asked for.
    Source: charter, article on organs.
    """
    article = organs_article_of(books)
    pause = books.get(PowerPause, act.pause)
    if pause is None:
        return _unknown(books, act.pause)
    if pause.agreed_by:
        return Refusal(
            "assembly.pause_agreed_already", article,
            f"{pause.agreed_by} has agreed to {act.pause}.", "Nothing is left to agree to.",
        )  # fmt: skip
    if case.at >= pause.until_at:
        return Refusal(
            "assembly.pause_over", article,
            f"The pause {act.pause} would have ended on {iso_from_moment(pause.until_at)}.",
            "Let the council ask for another one.",
        )  # fmt: skip
    if case.actor in holders_of(books, _COUNCIL, case.at) | {pause.asked_by}:
        return Refusal(
            "assembly.same_organ", article,
            f"{case.actor} sits in the council, which asked for {act.pause}.",
            "Somebody who does not sit in the council agrees.",
        )  # fmt: skip
    habit = _habit_refusal(books, pause.power, case.at)
    return habit or (Paused(act.pause, pause.power, pause.until_at),)


def decide_keep_pause(books: Books, act: KeepPause, case: Case) -> tuple[Fact, ...] | Refusal:
    """Carry out the members' decision to keep a pause, or to begin it anew where it has ended.

    Source: charter, article on organs: at most once as long again.
    """
    refusal = keep_refusal(books, act.pause, act.until_at, case.at)
    if refusal is not None:
        return refusal
    pause = _known(books, act.pause)
    return (Paused(act.pause, pause.power, act.until_at),)


def keep_refusal(books: Books, name: str, until_at: int, at: int) -> Refusal | None:
    """Why members cannot keep a pause until a moment, or None.

    The way to a decision of the members takes longer than a pause may last. So they may decide
    after its end too; in between nothing was paused.

    Args:
        books: the state.
        name: the pause.
        until_at: its new end.
        at: now.
    Returns:
        The first refusal: the pause, whether it was kept before, the new end.
    Source: charter, article on organs.
    """
    article = organs_article_of(books)
    pause = books.get(PowerPause, name)
    if pause is None or not pause.agreed_by:
        return _unknown(books, name)
    if pause.kept:
        return Refusal(
            "assembly.pause_kept_already", article,
            f"Members have kept {name} until {iso_from_moment(pause.until_at)}.",
            "A pause is kept once; propose a lasting rule in its place.",
        )  # fmt: skip
    longest = pause.until_at + (pause.until_at - pause.from_at)
    if not max(at, pause.until_at) < until_at <= longest:
        return Refusal(
            "assembly.pause_kept_too_long", article,
            f"{name} ends on {iso_from_moment(pause.until_at)} and can be kept once as long "
            f"again, until {iso_from_moment(longest)}.",
            "Name an end between these two that is still to come.",
        )  # fmt: skip
    return None


def apply_pause_asked(books: Books, case: Case, act: Pause, fact: PauseAsked) -> None:
    """Write down who asks for what."""
    books.add(
        PowerPause(
            pause=fact.pause, power=act.power, asked_by=case.actor, agreed_by="", from_at=0,
            until_at=act.until_at, kept=0, entry=case.seq,
        )
    )  # fmt: skip


def apply_paused(books: Books, case: Case, act: AgreeToPause | KeepPause, fact: Paused) -> None:
    """Write down that the pause holds, and until when."""
    pause = _known(books, fact.pause)
    if isinstance(act, KeepPause):
        books.put(msgspec.structs.replace(pause, until_at=fact.until_at, kept=1))
    else:
        books.put(
            msgspec.structs.replace(
                pause, agreed_by=case.actor, from_at=case.at, until_at=fact.until_at
            )
        )  # fmt: skip


def _habit_refusal(books: Books, power: str, at: int) -> Refusal | None:
    """Why this act cannot be paused again so soon, or None."""
    rest_ms = charter_of(books).meetings.notice_days_max * DAY_MS
    for earlier in books.find(PowerPause, power=power):
        free_at = earlier.until_at + rest_ms
        if earlier.agreed_by and at < free_at:
            return Refusal(
                "assembly.paused_lately", organs_article_of(books),
                f"{power} was paused by {earlier.pause} until "
                f"{iso_from_moment(earlier.until_at)}; members must have time to meet first.",
                f"Propose to keep that pause, or ask again on {iso_from_moment(free_at)} or later.",
            )  # fmt: skip
    return None


def _known(books: Books, name: str) -> PowerPause:
    pause = books.get(PowerPause, name)
    assert pause is not None, f"nobody asked for the pause {name}"
    return pause


def _unknown(books: Books, name: str) -> Refusal:
    return Refusal(
        "assembly.pause_unknown", organs_article_of(books),
        f"There is no pause {name}, or no other organ has agreed to it.",
        "Look up the pauses, or ask the council for one first.",
    )  # fmt: skip
