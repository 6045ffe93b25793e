"""What the small model says about petitions and what they lead to, and about challenges.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.judge_decisions import called, is_shown, may_be_called, put_item
from simulation.small_days import DAY
from simulation.small_deciding import Challenge, Mandate, Petition, Proposal
from simulation.small_model import SmallModel
from simulation.wish import Take, Wish

AT_ONCE = ("confirm", "suspend")

# --- petitions --------------------------------------------------------------------------------


def petition(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    actor = wish.submission.actor
    if not m.active.get(actor) or act.petition in m.petitions:
        return None
    if not _has_ground(m, act.kind, act.about, at):
        return None

    def take(receipt: Receipt) -> None:
        m.petitions[act.petition] = Petition(
            act.kind, act.about, actor, receipt.at, _revised(m, act.about)
        )  # fmt: skip
        _sign(m, m.petitions[act.petition], actor, receipt.at)

    return take


def sign(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    one, actor = m.petitions.get(act.petition), wish.submission.actor
    if one is None or not m.active.get(actor) or one.is_carried or actor in one.signers:
        return None
    if _has_lapsed(m, one, at) or not _has_ground(m, one.kind, one.about, at):
        return None
    if _revised(m, one.about) != one.revised:
        return None

    def take(receipt: Receipt) -> None:
        _sign(m, one, actor, receipt.at)

    return take


def _revised(m: SmallModel, about: str) -> int:
    return m.proposals[about].revised if about else 0


def signatures_needed(m: SmallModel, kind: str) -> int:
    """How many must sign: a part of the members, rounded up."""
    members = sum(m.active.values())
    size = "large" if members > m.clauses["decisions.suspension_large_from"] else "small"
    if size == "small" and members > m.clauses["decisions.suspension_middle_from"]:
        size = "middle"
    clause = {
        "call": "meetings.convene_bp", "add_item": "meetings.agenda_bp",
        "confirm": "decisions.confirming_bp", "suspend": f"decisions.suspension_{size}_bp",
    }[kind]  # fmt: skip
    return max(1, -(-members * int(m.clauses[clause]) // 10_000))


def _has_lapsed(m: SmallModel, one: Petition, at: int) -> bool:
    return at >= one.begun + int(m.clauses["decisions.mandate_days"]) * DAY


def _has_ground(m: SmallModel, kind: str, about: str, at: int) -> bool:
    """Whether this could be asked for now."""
    if kind == "call":
        return not about
    proposal = m.proposals.get(about)
    if proposal is None:
        return False
    mandate = m.mandates.get(proposal.mandate)
    if kind == "add_item":
        return proposal.state in ("draft", "endorsed", "admitted")
    if kind == "confirm":
        cools = proposal.state == "passed" and mandate is not None and at < mandate.from_at
        return cools and not proposal.is_confirming
    is_usable = mandate is not None and not mandate.is_spent and not mandate.suspended
    is_pending = any(one.round == proposal.round for one in _pending(m, about))
    return is_pending and is_usable and mandate is not None and at < mandate.until_at


def _pending(m: SmallModel, about: str) -> list[Challenge]:
    return [
        one for one in m.challenges.values() if one.proposal == about and one.state == "pending"
    ]


def _sign(m: SmallModel, one: Petition, actor: str, at: int) -> None:
    one.signers.add(actor)
    one.is_carried = len(one.signers) >= signatures_needed(m, one.kind)
    if one.is_carried and one.kind in AT_ONCE:
        one.is_used = True
        proposal = m.proposals[one.about]
        if one.kind == "suspend":
            m.mandates[proposal.mandate].suspended = at
        else:
            _ask_again(m, one.about, proposal)


def _ask_again(m: SmallModel, name: str, proposal: Proposal) -> None:
    _end(m.mandates[proposal.mandate])
    for one in _pending(m, name):
        one.state = "moot"
    proposal.state, proposal.is_confirming, proposal.mandate = "admitted", True, ""
    proposal.round += 1


def _end(mandate: Mandate) -> None:
    mandate.is_spent, mandate.suspended = True, 0


# --- what they are used for -------------------------------------------------------------------


def convene(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    one = _usable(m, wish, act.petition, "call", at)
    take = called(m, wish, act, at)
    if one is None or take is None:
        return None

    def taken(receipt: Receipt) -> None:
        take(receipt)
        one.is_used = True

    return taken


def add_item(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    one, meeting = _usable(m, wish, act.petition, "add_item", at), m.meetings.get(act.meeting)
    proposal = m.proposals.get(act.proposal)
    if one is None or meeting is None or proposal is None or one.about != act.proposal:
        return None
    if one.revised != proposal.revised:
        return None
    days = int(m.clauses["meetings.agenda_days"])
    if at >= min(meeting.record_at + days * DAY, meeting.opens):
        return None
    if not may_be_called(m, proposal, meeting.opens, at):
        return None
    if not is_shown(wish, act.dry_run, [proposal]):
        return None

    def take(receipt: Receipt) -> None:
        put_item(m, proposal, act.meeting)
        one.is_used = True

    return take


def _usable(m: SmallModel, wish: Wish, name: str, kind: str, at: int) -> Petition | None:
    one = m.petitions.get(name)
    if one is None or one.kind != kind or one.author != wish.submission.actor:
        return None
    if not one.is_carried or one.is_used or _has_lapsed(m, one, at):
        return None
    return one


# --- challenges -------------------------------------------------------------------------------


def challenge(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal, actor = m.proposals.get(act.proposal), wish.submission.actor
    if not m.active.get(actor) or act.challenge in m.challenges or proposal is None:
        return None
    if proposal.state not in ("passed", "executed"):
        return None
    mine = Challenge(act.proposal, proposal.round, actor)
    if any(
        (one.proposal, one.round, one.member) == (mine.proposal, mine.round, mine.member)
        for one in m.challenges.values()
    ):
        return None
    if at >= proposal.certified + int(m.clauses["decisions.challenge_days"]) * DAY:
        return None

    def take(receipt: Receipt) -> None:
        m.challenges[act.challenge] = mine

    return take


def decide_challenge(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    one = m.challenges.get(act.challenge)
    if one is None or one.state != "pending":
        return None
    proposal = m.proposals[one.proposal]
    against = {other.member for other in m.challenges.values() if other.proposal == one.proposal}
    if wish.submission.actor in against | {proposal.about}:
        return None
    mandate = m.mandates.get(proposal.mandate)

    def take(receipt: Receipt) -> None:
        one.state = "upheld" if act.upheld else "dismissed"
        others = _pending(m, one.proposal)
        if act.upheld:
            proposal.state = "annulled"
            for other in others:
                other.state = "moot"
            if mandate is not None and not mandate.is_spent:
                _end(mandate)
        elif mandate is not None and mandate.suspended and not mandate.is_spent and not others:
            mandate.until_at += max(0, receipt.at - max(mandate.suspended, mandate.from_at))
            mandate.suspended = 0

    return take
