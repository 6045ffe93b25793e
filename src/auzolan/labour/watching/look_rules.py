"""The rule of looking: what the matrix allows, to whom it allows it, for one of its purposes.

It hands no figure out. Whoever shows one puts the look on the record first; looking at oneself
needs no act and leaves no trace.
"""

from __future__ import annotations

from auzolan.charter.offices import holds
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import LookCount, LookRow, Submission
from auzolan.labour.watching.acts import Look, Looked
from auzolan.labour.watching.matrix import (
    METRICS,
    NEVER_KEPT,
    OFFICE_OF,
    ROLES,
    SKILL,
    purposes_of,
    states_shown,
)
from auzolan.members.state import LEFT, Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact

ARTICLE = "house, labour"


def decide_look(books: Books, act: Look, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether this look may be: names first, then the person, the office, the matrix, the purpose."""
    taken = books.get(LookRow, act.look)
    if taken is not None:
        return Refusal(
            "labour.look_taken", ARTICLE, f"Entry {taken.entry} is the look {act.look} already.",
            "Give each look an id of its own.",
        )  # fmt: skip
    refused = _name_refused(act) or _person_refused(books, act, case)
    if refused is not None:
        return refused
    office = OFFICE_OF.get(act.role)
    if office is None:
        return _denied(act)
    # Founders may have put any id into an office; a machine's is no member's.
    if not (is_in_standing(books, case.actor) and holds(books, case.actor, office, case.at)):
        return Refusal(
            "labour.role_not_held", ARTICLE,
            f"{case.actor} looks as {act.role} and is no member who holds the office of {office}.",
            "Ask a holder of the office, or the person herself.",
        )  # fmt: skip
    return _not_allowed(books, act) or _too_few(books, act) or (Looked(act.look),)


def _name_refused(act: Look) -> Refusal | None:
    if act.role not in ROLES:
        return Refusal(
            "labour.role_unknown", ARTICLE, f"There is no role {act.role}.",
            f"Look in one of these: {', '.join(OFFICE_OF)}.",
        )  # fmt: skip
    if act.metric in NEVER_KEPT:
        return Refusal(
            "labour.figure_never_kept", ARTICLE,
            f"Nobody's {act.metric} are kept here, and no column could hold them.",
            "Ask the person, if you must know; she need not answer.",
        )  # fmt: skip
    if act.metric not in METRICS:
        return Refusal(
            "labour.figure_unknown", ARTICLE, f"There is no figure {act.metric}.",
            "See which there are: auzolan labour matrix",
        )  # fmt: skip
    return None


def _person_refused(books: Books, act: Look, case: Case) -> Refusal | None:
    if books.get(Member, act.member) is None:
        return Refusal(
            "labour.member_unknown", ARTICLE, f"{act.member} is not and never was a member.",
            "List the members with: auzolan members list",
        )  # fmt: skip
    if act.member == case.actor:
        return Refusal(
            "labour.look_at_oneself", ARTICLE,
            f"{case.actor} asked to look at her own figures, which needs no entry.",
            "Read them without one; nobody else is told.",
        )  # fmt: skip
    return None


def _not_allowed(books: Books, act: Look) -> Refusal | None:
    if not states_shown(act.role, act.metric, has_left=_has_left(books, act.member)):
        return _denied(act)
    purposes = purposes_of(act.role, act.metric)
    if act.purpose not in purposes:
        return Refusal(
            "labour.purpose_not_listed", ARTICLE,
            f"{act.purpose} is nothing that the role {act.role} may look at {act.metric} for.",
            f"Look for one of these, if it is true: {', '.join(purposes)}.",
        )  # fmt: skip
    return None


def _denied(act: Look) -> Refusal:
    return Refusal(
        "labour.look_not_allowed", ARTICLE,
        f"The figure {act.metric} about one person is not shown to the role {act.role}.",
        "Ask the person herself, or look at a release about groups.",
    )  # fmt: skip


def _has_left(books: Books, member: str) -> bool:
    row = books.get(Member, member)
    return row is not None and row.standing == LEFT


def _too_few(books: Books, act: Look) -> Refusal | None:
    labour = charter_of(books).labour
    if act.metric != SKILL:
        return None
    judgments = books.total(Submission, "judgments", member=act.member)
    if judgments >= labour.skill_judgments_min:
        return None
    return Refusal(
        "labour.too_few_judgments", f"Art. {labour.number}",
        # Not how many: whoever asked every hour would else see how fast she is.
        f"{act.member} has fewer than {labour.skill_judgments_min} judgments on the books; below "
        "that nothing is said of anybody's skill.",
        "Wait, or ask her.",
    )  # fmt: skip


def apply_looked(books: Books, case: Case, act: Look, fact: Looked) -> None:
    """Count the look where everybody sees it; it does not say who was looked at."""
    old = books.get(LookCount, (act.metric, act.role))
    books.put(
        LookCount(
            metric=act.metric,
            role=act.role,
            looks=1 + (old.looks if old else 0),
            figures=act.count + (old.figures if old else 0),
        )
    )


def apply_looked_to_member(books: Books, case: Case, act: Look, fact: Looked) -> None:
    """Write the look where the person sees it; a restricted row only."""
    books.add(
        LookRow(
            look=fact.look,
            member=act.member,
            viewer=case.actor,
            role=act.role,
            metric=act.metric,
            purpose=act.purpose,
            count=act.count,
            at=int(case.at),
            entry=case.seq,
        )
    )
