"""What the small model says about looking at people's figures, and about hearing people.

One function an act: None for no, else what is so afterwards. Of a release about groups it decides
nothing cell by cell: it looks at what was told, and asks whether anything small follows from it.
"""

from __future__ import annotations

import re
from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_days import DAY, day_of
from simulation.small_labour import Pulse, is_safe
from simulation.small_model import SmallModel
from simulation.wish import Take, Wish

HAS_OFFICE = {
    "task-lead": "work", "treasury": "treasury", "auditor": "audit", "data-office": "data",
    "admissions": "admissions",
}  # fmt: skip
_BOOKS, _CHECK = ("payroll", "correct-books"), ("audit", "complaint")
_HELP = ("training-need", "second-opinion")
LEFT_TOO = {
    **{
        ("treasury", one): _BOOKS for one in ("hours", "pay", "top-up", "effective-hourly", "place")
    },
    **{
        ("auditor", one): _CHECK
        for one in ("hours", "pay", "top-up", "effective-hourly", "place", "index")
    },
    ("data-office", "everything"): ("rights-request",),
    ("admissions", "account"): ("sign-in-anew", "end-sessions"),
}
"""What may be looked at for what, also of those who have left."""
OF_MEMBERS = {
    ("task-lead", "acceptance"): _HELP,
    ("task-lead", "skill"): _HELP,
    ("treasury", "index"): (*_BOOKS, "set-index"),
}
"""The same, of members alone."""
IS_CHANCE = re.compile(r"[0-9a-f]{64}")
IS_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+-]{0,79}(\|[A-Za-z0-9 ._+-]{1,40}){0,9}")


def look(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    actor, what = wish.submission.actor, (act.role, act.metric)
    if act.look in m.labour.looks or act.member not in m.active or act.member == actor:
        return None
    if act.role not in HAS_OFFICE or not m.active.get(actor):
        return None
    if actor not in m.holders(HAS_OFFICE[act.role], at):
        return None
    allowed = LEFT_TOO | OF_MEMBERS if m.active[act.member] else LEFT_TOO
    if act.purpose not in allowed.get(what, ()):
        return None
    pieces = [one for one in m.labour.pieces.values() if one.line.member == act.member]
    judgments = sum(one.line.judgments for one in pieces)
    if act.metric == "skill" and judgments < int(m.clauses["labour.skill_judgments_min"]):
        return None

    def take(receipt: Receipt) -> None:
        m.labour.looks[act.look] = (act.member, actor, act.role, act.metric)
        m.labour.looked[act.metric, act.role] += act.count

    return take


def forget_pages(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    log = m.labour.logs.get(act.log)
    if log is None or not log.forget_by or log.is_forgotten or at < log.forget_by:
        return None

    def take(receipt: Receipt) -> None:
        log.is_forgotten = True

    return take


# --- groups ---------------------------------------------------------------------------------------


def release_groups(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    work, year = m.labour, int(day_of(at)[:4])
    if act.release in work.releases or (act.measure == "people") != (act.period == ""):
        return None
    if (act.period and act.period not in m.results) or not _are_lines(m, wish, act):
        return None
    spent = sum(centi for when, centi in work.releases.values() if when == year)
    if act.noise_centi and (
        act.noise_centi > 1_000
        or spent + act.noise_centi > m.clauses["labour.noise_centi"]
        or IS_CHANCE.fullmatch(act.chance) is None
    ):
        return None
    everybody = frozenset(member for _, member, _ in wish.table)
    if not _is_safe(m, wish, act, [everybody]):
        return None

    def take(receipt: Receipt) -> None:
        fact: Any = receipt.facts[0]
        _check(m, wish, act, fact)
        assert fact.spent_centi == (spent + act.noise_centi if act.noise_centi else 0)
        told = [one.label for one in fact.cells if one.value >= 0]
        for view in _views(act):
            groups = work.told.setdefault(view, set())
            groups |= {_people(wish, label) for label in told}
        work.releases[act.release] = (year, act.noise_centi)

    return take


def _are_lines(m: SmallModel, wish: Wish, act: Any) -> bool:
    members = [member for _, member, _ in wish.table]
    labels = {cell for cell, _, _ in wish.table}
    if not members or len(set(members)) < len(members) or not m.active.keys() >= set(members):
        return False
    if "all" in labels or not all(IS_LABEL.fullmatch(label) for label in labels):
        return False
    booked = _booked(m, wish, act) or dict.fromkeys(members, 1)
    return all(amount == booked[member] for _, member, amount in wish.table)


def _booked(m: SmallModel, wish: Wish, act: Any) -> dict[str, int] | None:
    """What the books say of each; None where people are counted."""
    if act.measure == "people":
        return None
    everybody = {one for _, one in m.labour.done} | {member for _, member, _ in wish.table}
    return {one: m.labour.done.get((act.period, one), {}).get(act.measure, 0) for one in everybody}


def _views(act: Any) -> dict[str, bool]:
    """By whom it is read, beside what; and whether those tables hold one kind of sum alone."""
    readers = ("public", "inside") if act.audience == "public" else ("inside",)
    views = dict.fromkeys(readers, False)
    if act.period:
        views |= dict.fromkeys((f"{one}/{act.measure}/{act.period}" for one in readers), True)
    return views


def _people(wish: Wish, label: str) -> frozenset[str]:
    return frozenset(member for cell, member, _ in wish.table if label in ("all", cell))


def _is_safe(m: SmallModel, wish: Wish, act: Any, groups: list[frozenset[str]]) -> bool:
    """Whether nothing small follows from these groups and all that was told before."""
    amounts = _booked(m, wish, act)
    for view, is_measured in _views(act).items():
        reader = "public" if view.startswith("public") else "inside"
        least = int(m.clauses[f"labour.group_{reader}_min"])
        told = set(m.labour.told.get(view, ()))
        if is_measured:  # sheets say openly what all who worked in a period have together
            told.add(frozenset(one for name, one in m.labour.done if name == act.period))
        if not is_safe(groups, told, least, amounts if is_measured else None):
            return False
    return True


def _check(m: SmallModel, wish: Wish, act: Any, fact: Any) -> None:
    """What was told is true and shows nobody; what was kept back would have shown somebody."""
    amounts = {member: amount for _, member, amount in wish.table}
    told = {one.label: one.value for one in fact.cells if one.value >= 0}
    kept = [one.label for one in fact.cells if one.value < 0]
    labels = {"all"} | {cell for cell, _, _ in wish.table}
    assert sorted([*told, *kept]) == sorted(labels), f"{act.release} leaves out a cell"
    assert (next(iter(told)), len(kept)) == ("all", fact.kept_back)
    groups = [_people(wish, label) for label in told]
    assert _is_safe(m, wish, act, groups), f"{act.release} shows few people"
    for label in kept:
        more = [*groups, _people(wish, label)]
        assert not _is_safe(m, wish, act, more), f"{act.release} keeps {label} back for nothing"
    if not act.noise_centi:
        sums = {label: sum(amounts[one] for one in _people(wish, label)) for label in told}
        assert told == sums, f"{act.release} tells what is not so"


# --- being heard ----------------------------------------------------------------------------------


def rate(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    piece = m.labour.pieces.get(act.submission)
    if piece is None or piece.line.tag != wish.submission.actor:
        return None
    if act.submission in m.labour.ratings or not _are_scores(act.scores, 4):
        return None

    def take(receipt: Receipt) -> None:
        job = m.labour.jobs.get(piece.line.task)
        m.labour.ratings[act.submission] = (job.issuer if job is not None else "", act.scores)

    return take


def _are_scores(text: str, size: int) -> bool:
    scores = text.split(",")
    return len(scores) == size and set(scores) <= set("012345") and set(scores) != {"0"}


def open_pulse(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    day = day_of(at)
    quarter = f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}"
    tags = [tag for tag, _ in wish.table]
    roll = sum(m.active.values())
    if act.pulse != quarter or act.pulse in m.labour.pulses:
        return None
    if roll < int(m.clauses["labour.group_public_min"]) or len(tags) != roll:
        return None
    if tags != sorted(set(tags)) or {one for _, one in wish.table} != {"full"}:
        return None

    def take(receipt: Receipt) -> None:
        m.labour.pulses[act.pulse] = Pulse(receipt.at + act.days * DAY, dict.fromkeys(tags, ""))

    return take


def answer_pulse(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    pulse = m.labour.pulses.get(act.pulse)
    if pulse is None or at >= pulse.until or wish.submission.actor not in pulse.said:
        return None
    if not _are_scores(act.answers, 6):
        return None

    def take(receipt: Receipt) -> None:
        pulse.said[wish.submission.actor] = act.answers

    return take
