"""From a proposal to its result: propose, admit, call, draw the one-time tags, vote, count.

Who holds which tag is known to the vault alone, and only until the result can no longer be
challenged. Nothing here decides what a count means.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from auzolan.assembly.acts import (
    Admit,
    Call,
    CastBallot,
    Certify,
    ClosePoll,
    OpenPoll,
    Propose,
)
from auzolan.assembly.ballots import BALLOTS_KIND, STAGES_KIND, TAGS_KIND
from auzolan.assembly.challenge_rules import challenge_ends_at, is_challenge_pending
from auzolan.assembly.life import poll_id
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.opening import Item, item_to_open
from auzolan.assembly.resolutions import Measure
from auzolan.assembly.rolls import roll_of, shown_classes
from auzolan.assembly.state import (
    ASSEMBLY,
    CERTIFIED,
    OPEN,
    TALLIED,
    Ballot,
    Meeting,
    Poll,
    Proposal,
    Proxy,
)
from auzolan.assembly.tally import (
    Ballots,
    Outcome,
    ballots_by_class,
    outcome_of,
    roll_by_class,
    stage_columns,
    tally_digest,
)
from auzolan.charter.state import IN_FORCE, CharterInForce, charter_of
from auzolan.foundation.books import Scalar
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.asking import Reading, ask, drawn, named, reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.lock import DeskBusy, turn
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.assembly.dry_run import lay_down_dry_run
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt, Submission
from auzolan.house.vault.store import Vault
from auzolan.record import annexes

TAG_BYTES = 16
MINUTE_MS = 60_000
_UNKNOWN = "0" * 64


@dataclass(frozen=True, slots=True)
class Vote:
    """What a ballot is to say, and whose: a member's own, or one that she casts for another.

    `choice` is `yes`, `no`, `abstain` or `blank`; in a ranked poll numbers as `3,1,2`.
    """

    member: str
    choice: str
    on_behalf: str = ""

    @property
    def voter(self) -> str:
        """Whose ballot it is."""
        return self.on_behalf or self.member


def propose(
    desk: Desk, *, member: str, proposal: str, measure: Measure, title: str, reasons: str,
    organ: str = ASSEMBLY,
) -> Receipt | Refusal:  # fmt: skip
    """Draft a measure for an organ, against the charter in force."""
    with reading(desk.folder) as now:
        in_force = now.books.get(CharterInForce, IN_FORCE)
    base = in_force.digest if in_force is not None else _UNKNOWN
    act = Propose(proposal, organ, measure, base, UNSEALED, UNSEALED)
    words = {"title": title, "reasons": reasons}
    return ask(desk, named("propose", proposal), member, act, words)


def admit(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Have a draft checked by machine, so that it may stand on an agenda."""
    return ask(desk, drawn(desk, "admit"), actor, Admit(proposal))


def call(
    desk: Desk, *, actor: str, meeting: str, agenda: Sequence[str], organ: str = ASSEMBLY,
    opens_at: int | None = None, second_call_at: int | None = None,
) -> Receipt | Refusal:  # fmt: skip
    """Give notice of a meeting, with a dry run of what its amendments would change.

    Args:
        desk: the desk.
        actor: who calls.
        meeting: the id of the meeting.
        agenda: the items in order.
        organ: which organ meets.
        opens_at: the first call; where missing, as soon as the charter allows.
        second_call_at: the second; where missing, as soon after the first as the charter allows.
    """
    with reading(desk.folder) as now:
        dry_run = lay_down_dry_run(desk, now, agenda)
        opens_at, second_call_at = times_of(desk, now, opens_at, second_call_at, organ=organ)
    act = Call(meeting, organ, tuple(agenda), opens_at, second_call_at, dry_run)
    return ask(desk, named("call", meeting), actor, act)


def times_of(
    desk: Desk, now: Reading, opens_at: int | None, second_call_at: int | None, *,
    organ: str = ASSEMBLY,
) -> tuple[int, int]:  # fmt: skip
    """The two calls of a meeting; what is missing is as soon as the charter allows."""
    meetings = charter_of(now.books).meetings
    if opens_at is None:
        notice_days = meetings.notice_days if organ == ASSEMBLY else 0
        # A minute more than the charter asks for: the desk reads its clock later than this.
        least = desk.ports.clock() + notice_days * DAY_MS
        opens_at = (least // MINUTE_MS + 2) * MINUTE_MS
    if second_call_at is None:
        second_call_at = opens_at + meetings.call_gap_minutes * MINUTE_MS
    return opens_at, second_call_at


def open_poll(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Open a poll: one random tag for each member on the roll, published in order of tag.

    The order of random tags says nothing about members. The map is in the vault before the poll
    opens; once a poll is open its map is never written again, or nobody could vote any more.
    """
    try:
        with turn(desk.folder.vault / "polls.lock"):
            return _open_poll(desk, actor, proposal)
    except DeskBusy as busy:
        return answers.busy(str(busy))


def _open_poll(desk: Desk, actor: str, proposal: str) -> Receipt | Refusal:
    tags: dict[str, str] = {}
    classes: dict[str, str] = {}
    with reading(desk.folder) as now:
        row = now.books.get(Proposal, proposal)
        at = desk.ports.clock()
        item = item_to_open(now.books, proposal, at)
        if isinstance(item, Item):
            roll = roll_of(now.books, item.proposal, item.meeting, at)
            tags = {one.member: desk.ports.chance(TAG_BYTES).hex() for one in roll}
            measure = measure_from_text(item.proposal.measure)
            shown = shown_classes(roll, item.meeting, measure)
            classes = {tags[one.member]: name for one, name in zip(roll, shown, strict=True)}
    if row is not None and tags and not isinstance(desk, RehearsalDesk):
        with vault_of(desk.folder) as vault:
            vault.keep_tags(poll_id(proposal, row.round), tags)
    in_order = sorted(classes)
    ref = desk.lay_down(TAGS_KIND, {"class": [classes[tag] for tag in in_order], "tag": in_order})
    poll = poll_id(proposal, row.round) if row is not None else proposal
    return ask(desk, named("open", poll), actor, OpenPoll(proposal, ref))


def cast(
    desk: Desk, *, member: str, proposal: str, choice: str, on_behalf: str = ""
) -> Receipt | Refusal:
    """Hand in a member's ballot under her tag; a later one takes its place.

    With `on_behalf` it is the ballot of whoever gave her a proxy for the meeting.
    """
    vote = Vote(member, choice, on_behalf)
    return cast_all(desk, proposal=proposal, votes=(vote,))[0]


def cast_all(desk: Desk, *, proposal: str, votes: Sequence[Vote]) -> list[Receipt | Refusal]:
    """Hand in many ballots in one transaction, in the order given.

    Entries stand in that order for ever: give it no order that tells who is who.
    """
    with desk.kept.look() as now:
        row = now.books.get(Proposal, proposal)
        meeting = row.meeting if row is not None else ""
        proxies = now.books.get_many(Proxy, [(meeting, vote.voter) for vote in votes])
        poll = poll_id(proposal, row.round) if row is not None else proposal
        held = now.vault.tags_of(poll, [vote.voter for vote in votes])
        tags = [
            _tag_refusal(now.vault, vote, proxy, proposal) or held.get(vote.voter)
            for vote, proxy in zip(votes, proxies, strict=True)
        ]
    submissions = [
        Submission(drawn(desk, "ballot"), tag, CastBallot(proposal, vote.choice))
        for vote, tag in zip(votes, tags, strict=True)
        if isinstance(tag, str)
    ]
    given = iter(desk.submit(submissions) if submissions else ())
    answered = [
        next(given) if isinstance(tag, str) else tag or no_tag(vote.voter, proposal)
        for vote, tag in zip(votes, tags, strict=True)
    ]
    _keep_attendance(desk, votes, proxies, answered)
    return answered


def _keep_attendance(
    desk: Desk,
    votes: Sequence[Vote],
    proxies: Sequence[Proxy | None],
    answered: Sequence[Receipt | Refusal],
) -> None:
    """Keep who voted herself although she gave a proxy, which ends it.

    An act that said so would show the record whose ballot it is, so the vault alone keeps it.
    """
    attend = [
        proxy
        for vote, proxy, one in zip(votes, proxies, answered, strict=True)
        if proxy is not None and not vote.on_behalf and isinstance(one, Receipt)
    ]
    if attend and not isinstance(desk, RehearsalDesk):
        with vault_of(desk.folder) as vault:
            for proxy in attend:
                vault.keep_attendance(proxy.meeting, proxy.giver)


def _tag_refusal(vault: Vault, vote: Vote, proxy: Proxy | None, proposal: str) -> Refusal | None:
    """Why this member may not use the tag of the voter, or None.

    Only the house can ask this: no rule knows who holds a tag. Everyone may use her own.
    """
    if not vote.on_behalf:
        return None
    if proxy is None or proxy.holder != vote.member:
        return Refusal(
            "assembly.no_proxy", "house, assembly",
            f"{vote.on_behalf} gave {vote.member} no proxy for the meeting about {proposal}.",
            "Ask her to give it, or to vote herself.",
        )  # fmt: skip
    if vault.has_attended(proxy.meeting, vote.on_behalf):
        return Refusal(
            "assembly.proxy_attends", "house, assembly",
            f"{vote.on_behalf} votes herself at this meeting, which ends her proxy.",
            "Nothing is left to do for her.",
        )  # fmt: skip
    return None


def no_tag(member: str, proposal: str) -> Refusal:
    """Nobody gave this member a tag, or the map to it has been destroyed."""
    return Refusal(
        "assembly.no_tag", "house, assembly",
        f"{member} holds no tag for a poll on {proposal}.",
        "Vote while the poll is open; members on its roll since the notice hold a tag.",
    )  # fmt: skip


def close(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Close a poll; publish the ballots that count, each with what opens it, and the stages.

    What is laid down is public at once. So the close is rehearsed first, and of a refused one
    nothing leaves the memory: members must not vote after a look at a running count.
    """
    with reading(desk.folder) as now:
        row, poll = _poll(now, proposal)
        columns = _ballots(now, poll.poll if poll is not None else proposal)
        digest = _digest_of(columns)
        counted = _counted(now, row, poll, columns, digest) if row and poll else None
    stages = stage_columns(counted.stages) if counted is not None and counted.stages else None

    def close_at(one: Desk) -> Receipt | Refusal:
        ballots = one.lay_down(BALLOTS_KIND, columns)
        shown = one.lay_down(STAGES_KIND, stages) if stages is not None else None
        name = named("close-poll", poll.poll if poll is not None else proposal)
        return ask(one, name, actor, ClosePoll(proposal, ballots, shown))

    with closing(RehearsalDesk(desk.folder, desk.ports)) as rehearsal:
        answered = close_at(rehearsal)
    return answered if isinstance(answered, Refusal) else close_at(desk)


def certify(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Count again from the ballots, as a second officer, and report the result."""
    with reading(desk.folder) as now:
        row, poll = _poll(now, proposal)
        digest = _digest(now, row, poll) if row and poll and poll.roll else _UNKNOWN
    name = named("certify", poll.poll if poll is not None else proposal)
    return ask(desk, name, actor, Certify(proposal, digest))


def forget_tags(desk: Desk, *, proposal: str) -> int | Refusal:
    """Destroy the map from members to tags, once the result can no longer be challenged.

    Returns:
        How many links were destroyed; 0 where they had been before.
    """
    with reading(desk.folder) as now:
        row = now.books.get(Proposal, proposal)
        polls = now.books.find(Poll, proposal=proposal)
        is_pending = is_challenge_pending(now.books, proposal)
        until = challenge_ends_at(now.books, row) if row is not None else 0
    states = {one.state for one in polls}
    if CERTIFIED not in states or states & {OPEN, TALLIED}:
        return Refusal(
            "assembly.tags_needed", "house, assembly",
            f"The poll on {proposal} has no certified result yet; its tags are still needed.",
            "Destroy the map once the result is certified and can no longer be challenged.",
        )  # fmt: skip
    if is_pending:
        return Refusal(
            "assembly.tags_needed", "house, assembly",
            f"A challenge of the result on {proposal} is not decided yet.",
            "Destroy the map once it is.",
        )  # fmt: skip
    if desk.ports.clock() < until:
        return Refusal(
            "assembly.tags_needed", "house, assembly",
            f"The result on {proposal} can be challenged until {iso_from_moment(until)[:10]}.",
            "Destroy the map after that day.",
        )  # fmt: skip
    with vault_of(desk.folder) as vault:
        for meeting in sorted({one.meeting for one in polls}):
            vault.destroy_attendance(meeting)
        return sum(vault.destroy_tags(one.poll) for one in polls)


def _poll(now: Reading, proposal: str) -> tuple[Proposal | None, Poll | None]:
    row = now.books.get(Proposal, proposal)
    if row is None:
        return None, None
    return row, now.books.get(Poll, poll_id(proposal, row.round))


def _ballots(now: Reading, poll: str) -> dict[str, list[Scalar]]:
    """The ballots that count, in order of tag, with the salts that open them."""
    columns = now.books.columns(Ballot, ("choice", "entry", "tag"), poll=poll)
    salts: list[Scalar] = [
        now.log.openings(int(entry))["choice"].salt for entry in columns["entry"]
    ]
    return {**columns, "salt": salts}


def _digest(now: Reading, row: Proposal, poll: Poll) -> str:
    """The digest of a count of one's own, over the same ballots laid out anew."""
    columns = _ballots(now, poll.poll)
    digest = _digest_of(columns)
    outcome = _counted(now, row, poll, columns, digest)
    return tally_digest(poll.poll, outcome, digest) if outcome is not None else _UNKNOWN


def _digest_of(columns: dict[str, list[Scalar]]) -> str:
    """The digest that these ballots have as an annex, which is not laid down."""
    annex = annexes.build(BALLOTS_KIND, columns, amount="", chance=b"")
    return annexes.refer(annex, annexes.encode(annex)).digest


def _counted(
    now: Reading, row: Proposal, poll: Poll, columns: dict[str, list[Scalar]], digest: str
) -> Outcome | None:
    """The count of these ballots; the quorum of a poll that is over is that of its end."""
    meeting = now.books.get(Meeting, poll.meeting)
    if meeting is None or not poll.roll:
        return None
    tags, choices = [*map(str, columns["tag"])], [*map(str, columns["choice"])]
    ballots = Ballots(
        ballots_by_class(now.books, poll, tags, choices), roll_by_class(now.books, poll), digest
    )
    return outcome_of(now.books, row, poll, meeting, ballots=ballots, at=poll.ends_at)
