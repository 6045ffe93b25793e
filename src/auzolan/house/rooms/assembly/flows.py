"""Polls: draw the one-time tags, hand ballots in under them, disclose and count.

Who holds which tag is known to the vault alone, and only until the result can no longer be
challenged. Nothing here decides what a count means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.assembly.acts import CastBallot, Certify, ClosePoll, Measure, OpenPoll, Propose
from auzolan.assembly.ballots import BALLOTS_KIND, TAGS_KIND
from auzolan.assembly.state import CERTIFIED, PROPOSED, Ballot, Proposal
from auzolan.assembly.tally import count, passes, tally_digest
from auzolan.foundation.books import Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.asking import Reading, ask, drawn, named, reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.lock import DeskBusy, turn
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt, Submission
from auzolan.members.state import ACTIVE, Member
from auzolan.record import annexes

TAG_BYTES = 16
_UNKNOWN = "0" * 64


@dataclass(frozen=True, slots=True)
class Vote:
    """What a member wants her ballot to say: `yes`, `no` or `abstain`."""

    member: str
    choice: str


def propose(
    desk: Desk, *, member: str, proposal: str, measure: Measure, title: str, reasons: str
) -> Receipt | Refusal:
    """Put a measure before the members."""
    act = Propose(proposal, measure, UNSEALED, UNSEALED)
    words = {"title": title, "reasons": reasons}
    return ask(desk, named("propose", proposal), member, act, words)


def open_poll(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Open a poll: one random tag for each member in good standing, published in order of tag.

    The order of random tags says nothing about members. The map is in the vault before the poll
    opens; once a poll is open its map is never written again, or nobody could vote any more.
    """
    try:
        with turn(desk.folder.vault / "polls.lock"):
            return _open_poll(desk, actor, proposal)
    except DeskBusy as busy:
        return answers.busy(str(busy))


def _open_poll(desk: Desk, actor: str, proposal: str) -> Receipt | Refusal:
    with reading(desk.folder) as now:
        row = now.books.get(Proposal, proposal)
        members = [one.member for one in now.books.find(Member, standing=ACTIVE)]
    tags = {member: desk.ports.chance(TAG_BYTES).hex() for member in members}
    if row is not None and row.state == PROPOSED:
        with vault_of(desk.folder) as vault:
            vault.keep_tags(proposal, tags)
    ref = desk.lay_down(TAGS_KIND, {"tag": sorted(tags.values())})
    return ask(desk, named("open", proposal), actor, OpenPoll(proposal, ref))


def cast(desk: Desk, *, member: str, proposal: str, choice: str) -> Receipt | Refusal:
    """Hand in a member's ballot under her tag; a later one takes its place."""
    return cast_all(desk, proposal=proposal, votes=(Vote(member, choice),))[0]


def cast_all(desk: Desk, *, proposal: str, votes: Sequence[Vote]) -> list[Receipt | Refusal]:
    """Hand in many ballots in one transaction, in the order given.

    Entries stand in that order for ever: give it no order that tells who is who.
    """
    with vault_of(desk.folder) as vault:
        tags = [vault.tag_of(proposal, vote.member) for vote in votes]
    submissions = [
        Submission(drawn(desk, "ballot"), tag, CastBallot(proposal, vote.choice))
        for vote, tag in zip(votes, tags, strict=True)
        if tag is not None
    ]
    given = iter(desk.submit(submissions) if submissions else ())
    return [
        next(given) if tag is not None else no_tag(vote.member, proposal)
        for vote, tag in zip(votes, tags, strict=True)
    ]


def no_tag(member: str, proposal: str) -> Refusal:
    """Nobody gave this member a tag, or the map to it has been destroyed."""
    return Refusal(
        "assembly.no_tag", "house, assembly",
        f"{member} holds no tag for a poll on {proposal}.",
        "Vote while the poll is open; members on the roll of the day it opened hold a tag.",
    )  # fmt: skip


def close(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Close a poll and publish the ballots that count, each with what opens it."""
    with reading(desk.folder) as now:
        columns = _ballots(now, proposal)
    ref = desk.lay_down(BALLOTS_KIND, columns)
    return ask(desk, named("close-poll", proposal), actor, ClosePoll(proposal, ref))


def certify(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Count again from the ballots, as a second officer, and report the result."""
    with reading(desk.folder) as now:
        row = now.books.get(Proposal, proposal)
        digest = _counted(now, row) if row is not None and row.roll else _UNKNOWN
    return ask(desk, named("certify", proposal), actor, Certify(proposal, digest))


def forget_tags(desk: Desk, *, proposal: str) -> int | Refusal:
    """Destroy the map from members to tags, once the result can no longer be challenged.

    Returns:
        How many links were destroyed; 0 where they had been before.
    """
    with reading(desk.folder) as now:
        row = now.books.get(Proposal, proposal)
    if row is None or row.state != CERTIFIED:
        return Refusal(
            "assembly.tags_needed", "house, assembly",
            f"The poll on {proposal} has no certified result yet; its tags are still needed.",
            "Destroy the map once the result is certified and can no longer be challenged.",
        )  # fmt: skip
    with vault_of(desk.folder) as vault:
        return vault.destroy_tags(proposal)


def _ballots(now: Reading, proposal: str) -> dict[str, list[Scalar]]:
    """The ballots that count, in order of tag, with the salts that open them."""
    columns = now.books.columns(Ballot, ("choice", "entry", "tag"), proposal=proposal)
    salts: list[Scalar] = [
        now.log.openings(int(entry))["choice"].salt for entry in columns["entry"]
    ]
    return {**columns, "salt": salts}


def _counted(now: Reading, row: Proposal) -> str:
    """The digest of a count of one's own, over the same ballots laid out anew."""
    columns = _ballots(now, row.proposal)
    annex = annexes.build(BALLOTS_KIND, columns, amount="", chance=b"")
    ref = annexes.refer(annex, annexes.encode(annex))
    tally = count(map(str, columns["choice"]), roll=row.roll)
    passed = passes(tally, majority_bp=row.majority_bp, quorum_bp=row.quorum_bp)
    return tally_digest(row.proposal, tally, passed=passed, ballots_digest=ref.digest)
