"""Elections: what may be put to one, how delegates' seats are apportioned, whose terms begin and end.

Whom the ballots elected is counted in `ranked`, who stands is said in `election_rules`. Nobody is
seated here who has left, or who holds what nobody holds together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from auzolan.assembly.counting.apportionment import sainte_lague
from auzolan.assembly.life import organs_article_of, seat_id
from auzolan.assembly.organ_powers import organ_absent
from auzolan.assembly.resolutions import Elect
from auzolan.assembly.state import DELEGATES, Poll
from auzolan.charter.acts import MandateGiven, TermEnded
from auzolan.charter.offices import offices_held, sitting_in
from auzolan.charter.organs import ORGANS, clash_of, office_of, seats_of, term_days_of
from auzolan.charter.state import FOREVER, IN_FORCE, CharterInForce, charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import ACTIVE, Member, is_in_standing
from auzolan.record.case import Case


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats that an election is about.

    Attributes:
        all: how many the organ has, or the section in it.
        sitting: whose term in one of them runs.
        term_days: of each.
    """

    all: int
    sitting: frozenset[str]
    term_days: int

    @property
    def free(self) -> int:
        """How many nobody sits in."""
        return max(0, self.all - len(self.sitting))


def delegates_by_section(books: Books) -> dict[str, int]:
    """How many delegates each section elects, in proportion to its members.

    Where two sections have the same claim to the last seat, a lot decides, drawn from the digest of
    the charter: it is the same until the charter changes.

    Args:
        books: the state, with the members as they are now.
    Returns:
        Seats by section, in order of name; members without a section are one of their own, ``""``.
    Source: charter, article on organs; Sainte-Lague (1910).
    """
    counts = Counter(one.section for one in books.find(Member, standing=ACTIVE))
    in_force = books.get(CharterInForce, IN_FORCE)
    assert in_force is not None, "a rule ran before the co-operative was founded"
    names = sorted(counts)
    if not names:
        return {}
    seats = seats_of(charter_of(books), DELEGATES)
    shared = sainte_lague([counts[name] for name in names], seats, seed=in_force.digest)
    return dict(zip(names, shared.seats, strict=True))


def seats_for(books: Books, measure: Elect, at: int) -> Seats:
    """The seats that an election would fill, as they are now."""
    charter = charter_of(books)
    sitting = sitting_in(books, office_of(measure.organ), at)
    seats = seats_of(charter, measure.organ)
    if measure.organ == DELEGATES:
        seats = delegates_by_section(books).get(measure.section, 0)
        sitting = frozenset(one for one in sitting if _section_of(books, one) == measure.section)
    return Seats(seats, sitting, term_days_of(charter, measure.organ))


def election_refusal(books: Books, measure: Elect, at: int) -> Refusal | None:
    """Why nobody could be elected so, or None.

    An election fills all seats of an organ and ends the terms of those who sit, or it fills seats
    that are free, for the whole term or less.

    Args:
        books: the state now.
        measure: the organ, its section, the seats and the days of the term.
        at: the moment.
    Returns:
        The first refusal, in the order: organ, section, seats, term.
    Source: charter, article on organs.
    """
    article = organs_article_of(books)
    if measure.organ not in {one.name for one in ORGANS}:
        return Refusal(
            "assembly.organ_unknown", article,
            f"There is no organ {measure.organ} that anybody is elected to.",
            f"Elect to one of: {', '.join(one.name for one in ORGANS)}.",
        )  # fmt: skip
    absent = organ_absent(books, measure.organ)
    if absent is not None:
        return absent
    seats = seats_for(books, measure, at)
    if (measure.section and measure.organ != DELEGATES) or not seats.all:
        return Refusal(
            "assembly.section_without_seats", article,
            f"The section {measure.section or '(none)'} elects nobody to the {measure.organ}.",
            "Name a section that has seats, and only for delegates.",
        )  # fmt: skip
    if measure.seats != seats.all and measure.seats > seats.free:
        return Refusal(
            "assembly.seats_differ", article,
            f"{measure.seats} would be elected; there are {seats.all} seats, {seats.free} of them free.",
            "Elect all of them anew, or only as many as are free.",
        )  # fmt: skip
    is_whole = measure.days == seats.term_days
    if not is_whole and (measure.seats == seats.all or measure.days > seats.term_days):
        return Refusal(
            "assembly.term_differs", article,
            f"The term would be {measure.days} days; the charter sets {seats.term_days}.",
            f"Write {seats.term_days} days; fewer only for seats that fall free meanwhile.",
        )  # fmt: skip
    return None


def seats_given(
    books: Books, measure: Elect, poll: Poll, case: Case
) -> tuple[TermEnded | MandateGiven, ...]:
    """What an election leads to: terms that end, then those that begin, in order of election.

    Whoever cannot sit any more is passed over, and her seat stays free for a by-election. Where all
    seats were voted on, those who sat make room; where nobody elected can sit, they stay.

    Args:
        books: the state before the act.
        measure: the organ, its section, its seats and its term.
        poll: the poll with who was elected.
        case: place, time and actor.
    Returns:
        `TermEnded` and `MandateGiven`.
    Source: charter, article on organs.
    """
    seats, office = seats_for(books, measure, case.at), office_of(measure.organ)
    is_whole = measure.seats >= seats.all
    places = {member: place for place, member in enumerate(poll.elected.split(","), 1)}
    fit = [
        member
        for member in places
        if can_sit(books, member, office, case.at) and (is_whole or member not in seats.sitting)
    ][: seats.all if is_whole else seats.free]
    ended = sorted(seats.sitting) if is_whole and fit else []
    until_at = min(case.at + measure.days * DAY_MS, FOREVER)
    given = _mandates(poll.poll, office, {member: places[member] for member in fit}, case, until_at)
    return (*(TermEnded(office, holder) for holder in ended), *given)


def can_sit(books: Books, member: str, office: str, at: int) -> bool:
    """Whether somebody belongs and holds nothing that nobody holds together with this office."""
    return is_in_standing(books, member) and not clash_of(
        charter_of(books), offices_held(books, member, at), office
    )


def _mandates(
    poll: str, office: str, places: Mapping[str, int], case: Case, until_at: int
) -> tuple[MandateGiven, ...]:
    return tuple(
        MandateGiven(
            mandate=seat_id(poll, place), power=office, holder=member, subject="",
            from_at=case.at, until_at=until_at,
        )
        for member, place in places.items()
    )  # fmt: skip


def _section_of(books: Books, member: str) -> str:
    row = books.get(Member, member)
    return row.section if row is not None else ""
