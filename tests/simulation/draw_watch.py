"""Wishes about people's figures: looks, releases about groups, page times; and about being heard."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.books import Scalar
from auzolan.labour.voice.acts import AnswerPulse, OpenPulse, RateIssuer
from auzolan.labour.watching.acts import Look, ReleaseGroups
from auzolan.labour.work.acts import ForgetPages
from simulation.drawing import Wishes
from simulation.judge_watch import HAS_OFFICE, LEFT_TOO, OF_MEMBERS
from simulation.small_days import day_of
from simulation.wish import Wish

GROUPS = ("young", "old|nurse", "old|other", "here")

# --- looking --------------------------------------------------------------------------------------


def look(w: Wishes) -> Wish:
    """Mostly what the table allows, by who holds the office."""
    allowed = LEFT_TOO | OF_MEMBERS
    role, metric = w.rng.choice(sorted(allowed))
    purpose = w.rng.choice(allowed[role, metric])
    chance = w.rng.random()
    if chance < 0.08:
        metric = w.rng.choice(("speed", "breaks", "mood", "labels", "luck", "hours"))
    elif chance < 0.12:
        role = w.rng.choice(("appeals", "self", "outside-firm", "king", "auditor"))
    elif chance < 0.15:
        purpose = "idle-talk"
    holders = sorted(w.model.holders(HAS_OFFICE.get(role, "work"), w.at))
    viewer = w.rng.choice(holders) if w.rng.random() < 0.93 else w.member()
    name = w.fresh("look", w.model.labour.looks)
    act = Look(name, w.member(), role, metric, purpose, w.rng.randint(1, 9))
    return w.wish(viewer, act)


def forget_pages(w: Wishes) -> Wish:
    due = [
        name
        for name, one in w.model.labour.logs.items()
        if one.forget_by and not one.is_forgotten and one.forget_by <= w.at
    ]
    name = w.some(due if due and w.rng.random() < 0.8 else w.model.labour.logs)
    return w.wish(w.officer("labour.forget_pages"), ForgetPages(name))


# --- groups ---------------------------------------------------------------------------------------


def release_groups(w: Wishes) -> Wish:
    """A count or a sum over groups that stay the same, of nearly the same people each time."""
    measure = w.rng.choice(("people", "people", "people", "seconds", "pay_cents", "items"))
    past = w.some(w.model.results) if measure != "people" and w.model.results else ""
    if w.rng.random() < 0.04:
        past = w.model.period
    size = w.rng.choice((1, 2, 2, 2, 4))
    lines = [
        (cell, member, _amount(w, measure, past, member)) for cell, member in _roll(w, size, past)
    ]
    columns: dict[str, Sequence[Scalar]] = {
        "cell": [cell for cell, _, _ in lines],
        "member": [member for _, member, _ in lines],
        "amount": [amount for _, _, amount in lines],
    }
    noise = w.rng.choice((0, 0, 0, 0, 20, 60, 1_001))
    act = ReleaseGroups(
        w.fresh("tell", w.model.labour.releases), "everybody",
        w.rng.choice(("public", "inside", "inside")), measure, w.lay("groups/1", columns, "amount"),
        past, noise, w.rng.randbytes(32).hex() if w.rng.random() < 0.95 else "chance",
    )  # fmt: skip
    return w.wish(w.officer("labour.release_groups"), act, table=lines)


def _roll(w: Wishes, size: int, past: str) -> list[tuple[str, str]]:
    """Who stands in which group, ten people more each time; seldom others, who would be seen."""
    names = GROUPS[:size] if w.rng.random() < 0.97 else ("all", "none")
    people = list(w.model.active)
    people = people[: max(7, len(people) // 10 * 10)]
    if past and w.rng.random() < 0.8:
        people = [one for name, one in w.model.labour.done if name == past] or people
    found = [(names[place % len(names)], member) for place, member in enumerate(people)]
    if w.rng.random() < 0.2:
        found = w.rng.sample(found, max(1, len(found) - w.rng.randint(1, 9)))
    if w.rng.random() < 0.02:
        found.append((names[0], w.rng.choice((people[0], "m999"))))
    return found


def _amount(w: Wishes, measure: str, past: str, member: str) -> int:
    wrong = int(w.rng.random() < 0.001)
    if measure == "people":
        return 1 + wrong
    sums = w.model.labour.done.get((past, member))
    return wrong + (sums[measure] if sums is not None else 0)


# --- being heard ----------------------------------------------------------------------------------


def rate(w: Wishes) -> Wish:
    pieces = w.model.labour.pieces
    rated = w.model.labour.ratings
    new = [name for name in pieces if name not in rated]
    name = w.some(new if new and w.rng.random() < 0.85 else pieces)
    piece = pieces.get(name)
    tag = piece.line.tag if piece is not None and w.rng.random() < 0.95 else "0" * 32
    scores = w.rng.choice(("4,5,0,3", "1,1,2,5", "0,0,0,1", "0,0,0,0", "6,1,1,1", "3,3,3"))
    return w.wish(tag, RateIssuer(name, scores, ""), words="They answer.")


def pulse(w: Wishes) -> Wish | list[Wish]:
    """Mostly two answers; a pulse is opened where there is none this quarter, and people enough."""
    day = day_of(w.at)
    now = f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}"
    pulses = w.model.labour.pulses
    if now not in pulses and sum(w.model.active.values()) < 10 and w.rng.random() < 0.9:
        return rate(w)
    if now not in pulses or w.rng.random() < 0.03:
        return _open(w, now if w.rng.random() < 0.95 else "2024-q4")
    if now in pulses and pulses[now].until <= w.at and w.rng.random() < 0.8:
        return rate(w)
    name = now if w.rng.random() < 0.95 else w.some(pulses)
    tags = list(pulses[name].said) if name in pulses else []
    return [_answer(w, name, tags) for _ in range(2)]


def _answer(w: Wishes, name: str, tags: list[str]) -> Wish:
    tag = w.rng.choice(tags) if tags and w.rng.random() < 0.95 else w.rng.randbytes(16).hex()
    answers = w.rng.choice(("5,4,3,2,1,0", "1,1,1,1,1,1", "2,0,0,0,0,0", "0,0,0,0,0,0"))
    return w.wish(tag, AnswerPulse(name, answers))


def _open(w: Wishes, name: str) -> Wish:
    roll = sum(w.model.active.values()) + int(w.rng.random() < 0.04)
    tags = sorted(w.rng.randbytes(16).hex() for _ in range(roll))
    if w.rng.random() < 0.03:
        tags.reverse()
    named = "full" if w.rng.random() < 0.97 else "friends"
    ref = w.lay("tags/2", {"class": [named] * roll, "tag": tags})
    act = OpenPulse(name, ref, w.rng.choice((14, 60, 60)))
    return w.wish(w.officer("labour.open_pulse"), act, table=[(tag, named) for tag in tags])
