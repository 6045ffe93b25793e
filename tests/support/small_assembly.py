"""A small assembly in memory: members, a charter, a clock, and the whole life of a proposal.

Acts go through their guards and rules, and their facts through every room that they concern; rights
are asked for only by `ask`. Who holds which tag is known here, as the vault knows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from auzolan.assembly.acts import (
    Admit,
    Call,
    CastBallot,
    Certify,
    ClosePoll,
    Nominate,
    OpenPoll,
    Propose,
)
from auzolan.assembly.dry_run import DRY_RUN_KIND, DRY_RUN_NAMES, clause_lines
from auzolan.assembly.life import poll_id
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import ChangeCharter, Measure
from auzolan.assembly.rolls import roll_of, shown_classes
from auzolan.assembly.state import ASSEMBLY, Ballot, Meeting, Poll, Proposal
from auzolan.assembly.tally import (
    Ballots,
    ballots_by_class,
    outcome_of,
    roll_by_class,
    stage_columns,
)
from auzolan.charter.acts import Amend, MandateGiven
from auzolan.charter.articles import Charter, charter_text
from auzolan.charter.state import FOREVER, IN_FORCE, CharterInForce, Mandate, charter_of
from auzolan.charter.texts import release_texts
from auzolan.cooperative import APPLY, RULES, answer
from auzolan.foundation import canonical
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import ACTIVE, FULL, Member
from auzolan.record.annexes import AnnexRef, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact
from auzolan.treasury.state import OPEN as OPEN_PERIOD
from auzolan.treasury.state import Period
from support.memory import MemoryAnnexes
from support.plain_charter import plain_charter

START = 1_767_225_600_000
"""2026-01-01, midnight in UTC."""
SEALED = "ab" * 32
SALT = "cd" * 32
SECRETARY, AUDITOR = "secretary", "auditor"
MINUTE_MS = 60_000

Answer = tuple[Fact, ...] | Refusal


class SmallAssembly:
    """Members `m0` and on, all admitted before the beginning; `secretary` and `auditor` count.

    Args:
        members: how many, or their classes by id.
        charter: the one in force; a plain one where None.
        disclosed: False for the books of somebody outside.
    """

    def __init__(
        self, members: int | Mapping[str, str] = 5, *, charter: Charter | None = None,
        disclosed: bool = True,
    ) -> None:  # fmt: skip
        self.books = MemoryBooks(disclosed=disclosed)
        self.annexes = MemoryAnnexes()
        self.seq = 10
        self.at = START
        charter = charter or plain_charter()
        self.books.add(
            CharterInForce(
                IN_FORCE, canonical.digest(charter), charter_text(charter), "birds.example/log",
                texts=ref_text(release_texts()),
            )
        )  # fmt: skip
        # Whoever leaves takes part in the results of the period that is open.
        self.books.add(Period("2026", OPEN_PERIOD, 0, 0, -1, 0, ""))
        classes = members if isinstance(members, Mapping) else {
            f"m{place}": FULL for place in range(members)
        }  # fmt: skip
        for member, name in classes.items():
            self.admit(member, name, since=START - 1)
        self.author = next(iter(classes))
        for office in ("secretary", "audit", "treasury"):
            self.hold(office, AUDITOR if office == "audit" else SECRETARY)

    # --- people -----------------------------------------------------------------------------------

    def admit(self, member: str, class_name: str = FULL, *, since: int | None = None) -> None:
        """Somebody belongs from now on, or since another moment."""
        since = self.at if since is None else since
        self.books.put(Member(member, ACTIVE, since, self.seq, class_name))

    def hold(self, office: str, holder: str) -> None:
        """Somebody holds an office, without end."""
        name = f"{office}-{holder}"
        self.books.put(Mandate(name, office, holder, "", START - 1, FOREVER, 0))

    # --- acts -------------------------------------------------------------------------------------

    def case(self, actor: str) -> Case:
        """The circumstances of the next entry."""
        return Case(self.seq, Moment(self.at), actor, self.annexes)

    def do(self, act: Act, *, actor: str = "m0") -> Answer:
        """What guards and rule answer; facts are written down."""
        decide, guards = RULES[type(act)]
        for guard in guards:
            refused = guard(self.books, act, self.case(actor))
            if refused is not None:
                return refused
        return self._written(act, decide(self.books, act, self.case(actor)), actor)

    def ask(self, act: Act, *, actor: str) -> Answer:
        """The same, after right and mandate have been asked for."""
        return self._written(act, answer(self.books, act, self.case(actor)), actor)

    def _written(self, act: Act, facts: Answer, actor: str) -> Answer:
        if not isinstance(facts, Refusal):
            for fact in facts:
                for apply in APPLY[type(fact)]:
                    apply(self.books, self.case(actor), act, fact)
            self.seq += 1
        return facts

    # --- the life of a proposal -------------------------------------------------------------------

    def base(self) -> str:
        """The digest of the charter in force."""
        row = self.books.get(CharterInForce, IN_FORCE)
        assert row is not None
        return row.digest

    def propose(
        self, measure: Measure, name: str = "p", *, actor: str = "", organ: str = ASSEMBLY,
        base: str | None = None,
    ) -> Answer:  # fmt: skip
        """Draft a measure, as the first member unless another is named."""
        base = self.base() if base is None else base
        act = Propose(name, organ, measure, base, SEALED, SEALED)
        return self.do(act, actor=actor or self.author)

    def admitted(self, measure: Measure, name: str = "p", *, organ: str = ASSEMBLY) -> None:
        """Draft a measure and have it admitted."""
        done(self.propose(measure, name, organ=organ))
        done(self.do(Admit(name), actor=SECRETARY))

    def call(
        self, *agenda: str, meeting: str = "", organ: str = ASSEMBLY, days: float = 10,
        gap_minutes: float = 30, dry_run: AnnexRef | None = None,
    ) -> Answer:  # fmt: skip
        """Give notice of a meeting that opens in so many days."""
        opens_at = self.at + int(days * DAY_MS)
        second = opens_at + int(gap_minutes * MINUTE_MS)
        meeting = meeting or f"meeting-{self.seq}"
        ref = dry_run or self.dry_run(*agenda)
        return self.do(Call(meeting, organ, agenda, opens_at, second, ref), actor=SECRETARY)

    def dry_run(self, *agenda: str) -> AnnexRef | None:
        """The dry run of what is on an agenda, or None where it changes no clause."""
        lines = []
        for name in agenda:
            row = self.books.get(Proposal, name)
            measure = measure_from_text(row.measure) if row is not None else None
            if isinstance(measure, ChangeCharter):
                lines += clause_lines(charter_of(self.books), name, measure.changes)
        if not lines:
            return None
        columns = dict(zip(DRY_RUN_NAMES, map(list, zip(*lines, strict=True)), strict=True))
        return self.annexes.make(DRY_RUN_KIND, columns)

    def tags(self, name: str) -> tuple[list[str], list[str]]:
        """The tags of the roll as it would be now, in order, and the class that each shows."""
        row, meeting = self.row(name), self.meeting(name)
        roll = roll_of(self.books, row, meeting, self.at)
        shown = shown_classes(roll, meeting, measure_from_text(row.measure))
        poll = poll_id(name, row.round)
        pairs = sorted(
            (tag_of(poll, one.member), cls) for one, cls in zip(roll, shown, strict=True)
        )
        return [tag for tag, _ in pairs], [cls for _, cls in pairs]

    def open(self, name: str = "p", ref: AnnexRef | None = None) -> Answer:
        """Open the poll, at the first call if that is still to come."""
        self.at = max(self.at, self.meeting(name).opens_at)
        if ref is None:
            tags, classes = self.tags(name)
            ref = self.annexes.make("tags/2", {"class": classes, "tag": tags})
        return self.do(OpenPoll(name, ref), actor=SECRETARY)

    def vote(self, member: str, choice: str, name: str = "p") -> Answer:
        """Hand in a member's ballot under her tag."""
        tag = tag_of(poll_id(name, self.row(name).round), member)
        return self.do(CastBallot(name, choice), actor=tag)

    def close(self, name: str = "p", ref: AnnexRef | None = None) -> Answer:
        """Close the poll now, with the ballots that count and the stages of their count."""
        ref = ref or self.disclosed(name)
        return self.do(ClosePoll(name, ref, self.stages(name, ref)), actor=SECRETARY)

    def close_at_end(self, name: str = "p") -> Answer:
        """Close the poll when its time is over, or now where all have voted."""
        poll = self.poll(name)
        if poll.voted < poll.roll:
            self.at = max(self.at, poll.ends_at)
        return self.close(name)

    def certify(self, name: str = "p", *, actor: str = AUDITOR) -> Answer:
        """Confirm the tally."""
        return self.do(Certify(name, self.poll(name).tally_digest), actor=actor)

    def decide(
        self, name: str = "p", votes: Mapping[str, str] | None = None, *, days: float = 10,
        organ: str = ASSEMBLY,
    ) -> tuple[Fact, ...]:  # fmt: skip
        """From an admitted proposal to its certified result; all say yes where no votes are given."""
        done(self.call(name, days=days, organ=organ))
        done(self.open(name))
        if votes is None:
            roll = roll_of(self.books, self.row(name), self.meeting(name), self.at)
            votes = {one.member: "yes" for one in roll}
        for member, choice in votes.items():
            done(self.vote(member, choice, name))
        done(self.close_at_end(name))
        return done(self.certify(name))

    def mandated(self, measure: Measure, name: str = "p") -> str:
        """From a measure to its mandate in one call, all members saying yes, cooling-off passed.

        A measure of an entrenched article is read twice on the way.
        """
        self.admitted(measure, name)
        facts = self.decide(name)
        row = self.row(name)
        if row.not_before:
            self.at = max(self.at, row.not_before - 10 * DAY_MS)
            facts = self.decide(name)
        given = next(fact for fact in facts if isinstance(fact, MandateGiven))
        self.at = max(self.at, given.from_at)
        return given.mandate

    def amended(self, measure: ChangeCharter, name: str = "p") -> Answer:
        """From an amendment to the charter that it makes."""
        return self.ask(Amend(self.mandated(measure, name), measure.changes), actor=SECRETARY)

    def stand(self, *members: str, name: str = "p") -> None:
        """Members stand in an election, in this order."""
        for member in members:
            done(self.do(Nominate(name), actor=member))

    # --- looking ----------------------------------------------------------------------------------

    def row(self, name: str = "p") -> Proposal:
        """The proposal."""
        found = self.books.get(Proposal, name)
        assert found is not None, f"there is no proposal {name}"
        return found

    def poll(self, name: str = "p") -> Poll:
        """The poll of its present round."""
        found = self.books.get(Poll, poll_id(name, self.row(name).round))
        assert found is not None, f"there is no poll on {name}"
        return found

    def meeting(self, name: str = "p") -> Meeting:
        """The meeting on whose agenda it stands."""
        found = self.books.get(Meeting, self.row(name).meeting)
        assert found is not None, f"{name} is on no agenda"
        return found

    def disclosed(self, name: str = "p", **other: list[int | str]) -> AnnexRef:
        """The ballots that count, as the officer lays them down, with columns replaced."""
        poll = poll_id(name, self.row(name).round)
        columns = self.books.columns(Ballot, ("choice", "entry", "tag"), poll=poll)
        columns["salt"] = [SALT] * len(columns["tag"])
        return self.annexes.make("ballots/1", {**columns, **other})

    def stages(self, name: str, ref: AnnexRef) -> AnnexRef | None:
        """The stages of a ranked count of these ballots; None for yes and no."""
        poll, row, meeting = self.poll(name), self.row(name), self.meeting(name)
        annex = self.annexes.read(ref)
        if not poll.roll or "tag" not in annex.names:
            return None
        texts: list[Sequence[str]] = [[*map(str, annex.column(one))] for one in ("tag", "choice")]
        ballots = Ballots(
            ballots_by_class(self.books, poll, *texts), roll_by_class(self.books, poll), ref.digest
        )
        found = outcome_of(self.books, row, poll, meeting, ballots=ballots, at=self.at)
        return self.annexes.make("stages/1", stage_columns(found.stages)) if found.stages else None


def tag_of(poll: str, member: str) -> str:
    """The tag of a member in a poll."""
    return hashlib.sha256(f"{poll} {member}".encode()).hexdigest()[:32]


def done(facts: Answer) -> tuple[Fact, ...]:
    """The facts; a refusal fails the test."""
    assert not isinstance(facts, Refusal), str(facts)
    return facts


def refused(facts: Answer) -> str:
    """The code of a refusal; an acceptance fails the test."""
    assert isinstance(facts, Refusal), facts
    assert all((facts.article, facts.because, facts.remedy))
    return facts.code


def charter_with(article: str, **fields: object) -> Charter:
    """A plain charter with some clauses of one article replaced."""
    charter = plain_charter()
    changed = msgspec.structs.replace(getattr(charter, article), **fields)
    return msgspec.structs.replace(charter, **{article: changed})


def put_in_force(made: SmallAssembly, charter: Charter) -> None:
    """Another charter is in force, as after an amendment."""
    row = made.books.get(CharterInForce, IN_FORCE)
    assert row is not None
    made.books.put(
        msgspec.structs.replace(
            row, digest=canonical.digest(charter), text=charter_text(charter)
        )
    )  # fmt: skip
