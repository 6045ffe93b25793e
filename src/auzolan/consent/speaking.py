"""Who may speak for a member about her rows: she herself, or while she is a minor her guardian."""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.consent.state import Guardian, OfAge
from auzolan.foundation.books import Books
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.foundation.refusals import Refusal


def is_minor(books: Books, member: str, at: int) -> bool:
    """Whether somebody else speaks for a member at a moment.

    Raises:
        NotDisclosed: at the public level, for a member who ever had a guardian.
    """
    if books.get(Guardian, member) is None:
        return False
    of_age = books.get(OfAge, member)
    return of_age is None or at < of_age.until


def of_age_at(books: Books, member: str) -> int:
    """The moment from which a member speaks for herself; `MOMENT_MAX` where it is not known."""
    of_age = books.get(OfAge, member)
    return MOMENT_MAX if of_age is None else of_age.until


def refused_speaker(books: Books, member: str, guardian: str, at: int) -> Refusal | None:
    """The refusal of a word of consent that comes from the wrong person, or None.

    Args:
        books: the state.
        member: whose rows.
        guardian: who says to speak for her, empty where she speaks herself.
        at: the moment.
    Source: Regulation (EU) 2016/679, art. 8.
    """
    if not is_minor(books, member, at):
        return _none_needed(books, member) if guardian else None
    if guardian:
        return refused_guardian(books, member, guardian, at)
    return Refusal(
        "consent.guardian_needed", _article(books),
        f"{member} is a minor; somebody else allows for her what is done with her rows.",
        "Let her guardian ask: auzolan consent permit ... --guardian PERSON.",
    )  # fmt: skip


def refused_guardian(books: Books, member: str, guardian: str, at: int) -> Refusal | None:
    """The refusal of somebody who is not a member's guardian now, or None; she herself always may.

    Args:
        books: the state.
        member: whose rows.
        guardian: who says to speak for her, empty where she speaks herself.
        at: the moment; once she is of age, who was her guardian is a stranger.
    """
    known = books.get(Guardian, member)
    if not guardian:
        return None
    if known is not None and known.guardian == guardian:
        return None if is_minor(books, member, at) else _none_needed(books, member)
    return Refusal(
        "consent.not_guardian", _article(books),
        f"{guardian} is not on the record as the guardian of {member}.",
        "The office of admissions notes guardians.",
    )  # fmt: skip


def _none_needed(books: Books, member: str) -> Refusal:
    return Refusal(
        "consent.no_guardian_needed", _article(books),
        f"{member} speaks for herself.",
        "Let her ask herself, without a guardian.",
    )  # fmt: skip


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).consent.number}"
