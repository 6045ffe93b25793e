"""A long walk of random acts in a small assembly, most of them asked for with bad intent.

Half of its steps bring some proposal on its way; the others reuse mandates, alter what was voted,
act for others, amend an old charter, mix tiers, lower thresholds, come too early or too late, pause,
challenge, and wait. Every act goes through right, guards and rule; a watch compares what is
accepted. Books are in memory; the clock only goes forward, as the desk's does.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from auzolan.assembly.acts import (
    Admit,
    Call,
    CastBallot,
    Certify,
    ClosePoll,
    Endorse,
    Nominate,
    OpenPoll,
    Propose,
    Revise,
)
from auzolan.assembly.life import mandate_id, poll_id
from auzolan.assembly.petition_acts import (
    AgreeToPause,
    Challenge,
    DecideChallenge,
    KeepPause,
    Pause,
    Petition,
    Sign,
)
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Elect,
    FillOffice,
    Measure,
    RatifyPause,
    RecallOfficer,
)
from auzolan.assembly.state import (
    ADMITTED,
    ASSEMBLY,
    COUNCIL,
    DRAFT,
    ENDORSED,
    GATHERING,
    NOTICED,
    OPEN,
    PASSED,
    TALLIED,
    Ballot,
    PetitionRow,
    Proposal,
    RollTag,
)
from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.articles import Change
from auzolan.charter.offices import holders_of
from auzolan.charter.state import IN_FORCE, CharterInForce, Mandate, PowerPause, charter_of
from auzolan.contributions.acts import Offer
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.record.entries import Act
from simulation.walk_watch import Watch
from support.small_assembly import SEALED, SmallAssembly, tag_of

MEMBERS = 9
LIVE_MAX = 6
OLD_MAX = 40
MINUTE_MS = 60_000
OFFICES = ("secretary", "audit", "treasury", "council")
THRESHOLDS = (
    ">1/2", ">=1/2", ">=11/20", ">=3/5", ">3/5", ">=2/3", ">=3/4", ">=1/10", ">=1/5", ">9/10",
)  # fmt: skip
CLAUSES: dict[str, tuple[int | str, ...]] = {
    "decisions.policy_majority": THRESHOLDS,
    "decisions.bylaw_majority": THRESHOLDS,
    "decisions.entrenched_majority": THRESHOLDS,
    "decisions.entrenched_turnout": THRESHOLDS,
    "decisions.first_call_quorum": THRESHOLDS,
    "decisions.second_call_quorum": THRESHOLDS,
    "organs.recall_majority": THRESHOLDS,
    "decisions.policy_cooling_days": (0, 1, 3, 5),
    "decisions.bylaw_cooling_days": (7, 14, 20),
    "decisions.entrenched_cooling_days": (20, 30, 40),
    "decisions.reading_gap_days": (20, 30, 40),
    "decisions.mandate_days": (40, 60, 90, 120),
    "decisions.poll_days": (1, 3, 7),
    "decisions.endorsements": (0, 0, 1),
    "decisions.confirming_bp": (500, 1_000, 2_000),
    "meetings.notice_days": (3, 10, 15),
    "meetings.agenda_days": (3, 5, 8),
    "organs.emergency_days": (5, 10, 14, 30),
    "organs.council_seats": (3, 4, 5),
    "labour.index_ratio_max": (3, 4, 5, 6, 7, 8),
    "labour.floor_cents_hour": (1_500, 1_600, 1_700, 1_800),
    "surplus.cash_bp": (1_000, 2_000, 3_000),
    "royalties.part_bp": (0, 1_000, 2_000, 3_000),
    "consent.retrain_days": (10, 20, 30),
    "consent.erase_days": (10, 20, 30, 60),
}
"""Clauses with values within the bounds and beyond them."""
RUNGS = (
    ("organs.recall_majority", ">=3/5", ">=4/5"), ("organs.recall_majority", ">1/2", ">=9/10"),
    ("organs.recall_majority", ">=2/3", ">=3/4"),
    ("decisions.entrenched_majority", ">=7/10", ">=4/5"),
)  # fmt: skip
"""Thresholds above that of their own tier, so that only the ratchet holds them."""
LADDERS = ("decisions.policy_majority", "decisions.bylaw_majority", "organs.recall_majority")
KERNEL_CLAUSES = ("kernel.votes", "rights.charter", "decisions.tier", "consent.number")
PAUSED = (
    "contributions.offer", "contributions.offer", "members.admit", "consent.withdraw",
    "assembly.cast",
)  # fmt: skip


class Walk:
    """A walk of its own for each seed; the same seed is the same walk.

    Args:
        seed: what everything is drawn from.
    """

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.made = SmallAssembly(MEMBERS)
        for holder in ("m0", "m1", "m2"):
            self.made.hold("council", holder)
        self.made.hold("appeals", "m8")
        self.members = [f"m{place}" for place in range(MEMBERS)]
        self.watch = Watch(charter_of(self.made.books), self.made.base())
        self.live: dict[str, float] = {}
        self.old: list[str] = []
        self.digests = [self.made.base()]
        self.pauses: list[str] = []
        self.petitions: list[str] = []
        self.challenges: list[str] = []
        self.named = 0
        self.asked = 0
        self.answers: Counter[str] = Counter()

    def go(self, acts: int) -> None:
        """Ask for so many acts more.

        Raises:
            PromiseBroken: one of them was accepted, and members did not allow it.
        """
        end = self.asked + acts
        moves: list[tuple[Callable[[], None], int]] = [
            (self._forward, 66), (self._reuse, 6), (self._alter, 5), (self._stray_ballot, 3),
            (self._bad_draft, 4), (self._bad_revision, 1), (self._unasked, 3), (self._pause, 3),
            (self._try_paused, 3), (self._petition, 3), (self._challenge, 3), (self._wait, 2),
            (self._wrong_officer, 4), (self._two_rungs, 3),
        ]  # fmt: skip
        choices, weights = zip(*moves, strict=True)
        while self.asked < end:
            self.draw.choices(choices, weights)[0]()

    def ask(self, act: Act, actor: str) -> bool:
        """Ask for one act; whether it was accepted. The watch is told."""
        made, at = self.made, self.made.at
        self.asked += 1
        facts = made.ask(act, actor=actor)
        name = str(type(act).__struct_config__.tag).rpartition("/")[0]
        if isinstance(facts, Refusal):
            self.answers[facts.code] += 1
            return False
        self.answers[f"+{name}"] += 1
        row = made.books.get(CharterInForce, IN_FORCE)
        assert row is not None
        if isinstance(act, CastBallot):
            self.watch.voted(act, actor)
        self.watch.accepted(act, at, facts, charter_of(made.books), row.digest)
        if row.digest != self.digests[-1]:
            self.digests.append(row.digest)
        return True

    # --- proposals on their way -------------------------------------------------------------------

    def _forward(self) -> None:
        if len(self.live) < LIVE_MAX and self.draw.random() < 0.2:
            self._propose(self._measure())
            return
        if not self.live:
            return
        name = self.draw.choice(sorted(self.live))
        row = self.made.row(name)
        step = {
            DRAFT: self._endorse, ENDORSED: self._admit, ADMITTED: self._call,
            NOTICED: self._open, OPEN: self._poll, TALLIED: self._certify, PASSED: self._carry_out,
        }.get(row.state)  # fmt: skip
        if step is None:
            self._let_go(name, row)
        else:
            step(row)

    def _propose(self, measure: Measure, base: str = "", organ: str = "") -> None:
        self.named += 1
        name = f"p{self.named}"
        organ = organ or (COUNCIL if self.draw.random() < 0.1 else ASSEMBLY)
        act = Propose(name, organ, measure, base or self.made.base(), SEALED, SEALED)
        if self.ask(act, self._somebody()):
            self.live[name] = self.draw.choice((0.3, 0.5, 0.56, 0.63, 0.7, 0.8, 0.95, 1.0, 1.0))

    def _endorse(self, row: Proposal) -> None:
        self.ask(Endorse(row.proposal), self._somebody())

    def _admit(self, row: Proposal) -> None:
        if not self.ask(Admit(row.proposal), self._officer("secretary")):
            self._let_go(row.proposal, row)

    def _call(self, row: Proposal) -> None:
        meetings = charter_of(self.made.books).meetings
        notice_days = 0 if row.organ == COUNCIL else meetings.notice_days
        opens_at = max(self.made.at + notice_days * DAY_MS, row.not_before)
        opens_at += self.draw.choice((0, 0, 0, DAY_MS, -1, -DAY_MS))
        second = opens_at + meetings.call_gap_minutes * MINUTE_MS
        agenda = (row.proposal,)
        act = Call(
            f"at-{self.asked}", row.organ, agenda, opens_at, second, self.made.dry_run(*agenda)
        )
        if not self.ask(act, self._officer("secretary")) and self.draw.random() < 0.3:
            self._let_go(row.proposal, row)

    def _open(self, row: Proposal) -> None:
        meeting = self.made.meeting(row.proposal)
        if self.draw.random() < 0.9:
            self._until(meeting.opens_at)
        if self.made.at >= meeting.ends_at:
            self._call(row)
            return
        if self.watch.items[row.proposal].organ == ASSEMBLY and row.power == "":
            for member in self.draw.sample(self.members, 2):
                self.ask(Nominate(row.proposal), member)
        tags, classes = self.made.tags(row.proposal)
        if not tags:
            self._let_go(row.proposal, row)
            return
        ref = self.made.annexes.make("tags/2", {"class": classes, "tag": tags})
        self.ask(OpenPoll(row.proposal, ref), self._officer("secretary"))
        del self.made.annexes.texts[ref.digest]

    def _poll(self, row: Proposal) -> None:
        poll = self.made.poll(row.proposal)
        measure = self.watch.items[row.proposal].measure
        is_over = poll.voted == poll.roll or self.made.at >= poll.ends_at
        if is_over or self.draw.random() < 0.06:
            if self.draw.random() < 0.7:
                self._until(poll.ends_at if poll.voted < poll.roll else self.made.at)
            self._close(row)
            return
        for member in self.draw.sample(self.members, 4):
            if isinstance(measure, Elect | Choose):
                choice = self.draw.choice(("1", "2,1", "1,2", "blank", "1,1", "9"))
            else:
                yes = self.draw.random() < self.live[row.proposal]
                choice = "yes" if yes else self.draw.choice(("no", "no", "abstain", "blank"))
            self.ask(CastBallot(row.proposal, choice), tag_of(poll.poll, member))

    def _close(self, row: Proposal) -> None:
        ref = self.made.disclosed(row.proposal)
        stages = self.made.stages(row.proposal, ref)
        self.ask(ClosePoll(row.proposal, ref, stages), self._officer("secretary"))
        for one in filter(None, (ref, stages)):
            self.made.annexes.texts.pop(one.digest, None)

    def _certify(self, row: Proposal) -> None:
        poll = self.made.poll(row.proposal)
        actor = poll.closed_by if self.draw.random() < 0.1 else self._officer("audit")
        if self.ask(Certify(row.proposal, poll.tally_digest), actor):
            self._forget_poll(poll.poll)

    def _forget_poll(self, poll: str) -> None:
        """Let go of what no rule asks for again, so that a million acts fit into memory."""
        for kind in (Ballot, RollTag):
            for one in self.made.books.find(kind, poll=poll):
                self.made.books.remove(kind, (poll, one.tag))

    def _carry_out(self, row: Proposal) -> None:
        mandate = self.made.books.get(Mandate, row.mandate) if row.mandate else None
        if mandate is None:
            self._let_go(row.proposal, row)
            return
        moments = (
            mandate.from_at - 1, mandate.from_at, mandate.from_at + 2 * DAY_MS,
            mandate.until_at - 1, mandate.until_at, self.made.at,
        )  # fmt: skip
        self._until(self.draw.choices(moments, (2, 6, 3, 1, 0.5, 3))[0])
        act = act_of(self.watch.items[row.proposal].measure, row.mandate)
        if act is None:
            self._let_go(row.proposal, row)
            return
        if self.ask(act, self._officer("secretary")):
            while self.draw.random() < 0.5:
                self.ask(act, self._officer("secretary"))  # and once more
            self._let_go(row.proposal, row)
        elif self.made.at >= mandate.until_at or self.draw.random() < 0.2:
            self._let_go(row.proposal, row)

    def _let_go(self, name: str, row: Proposal) -> None:
        del self.live[name]
        self.old = [*self.old[-OLD_MAX:], name]
        if row.state == OPEN:
            self._forget_poll(poll_id(name, row.round))

    # --- bad intent -------------------------------------------------------------------------------

    def _reuse(self) -> None:
        """Any mandate for anything."""
        names = [*self.old, *self.live]
        if not names:
            return
        one, other = self.draw.choice(names), self.draw.choice(names)
        row = self.made.row(one)
        mandate = row.mandate or mandate_id(poll_id(one, row.round))
        act = act_of(self.watch.items[self.draw.choice((one, one, other))].measure, mandate)
        if act is not None:
            self.ask(act, self._officer("secretary"))

    def _alter(self) -> None:
        """A mandate for something a little different from what was voted."""
        names = [name for name in self.live if self.made.row(name).mandate]
        if not names:
            return
        name = self.draw.choice(names)
        mandate = self.made.row(name).mandate
        match self.watch.items[name].measure:
            case ChangeCharter(changes=changes):
                more = (*changes, self._change())
                less = (Change(changes[0].clause, self._change().value),)
                act: Act = Amend(mandate, self.draw.choice((more, less, changes[::-1])))
            case FillOffice() as fill:
                act = Appoint(mandate, fill.office, self._somebody(), fill.days + 1)
            case RecallOfficer() as recall:
                act = Recall(mandate, self.draw.choice(OFFICES), recall.holder)
            case _:
                act = Amend(mandate, (self._change(),))
        self.ask(act, self._officer("secretary"))

    def _stray_ballot(self) -> None:
        """A ballot too early, too late, twice, under a name, or of another poll."""
        names = [*self.live, *self.old[-3:]]
        if not names:
            return
        name, other = self.draw.choice(names), self.draw.choice(names)
        tag = tag_of(poll_id(other, self.made.row(other).round), self._somebody())
        actor = self.draw.choice((self._somebody(), tag))
        self.ask(CastBallot(name, self.draw.choice(("yes", "no", "maybe"))), actor)

    def _bad_draft(self) -> None:
        """A draft against an old charter, of several tiers, or of the kernel."""
        stale = self.draw.choice(self.digests[-5:])
        kernel = Change(self.draw.choice(KERNEL_CLAUSES), 1)
        mixed = (Change("labour.index_ratio_max", 5), Change("consent.erase_days", 20))
        lower = Change(
            self.draw.choice(("decisions.entrenched_majority", "decisions.bylaw_majority")), ">1/2"
        )
        draft = self.draw.choice(
            (
                (self._change(),),
                (kernel,),
                mixed,
                (kernel, *mixed),
                (lower,),
                (lower, self._change()),
            )
        )
        self._propose(ChangeCharter(draft), stale if self.draw.random() < 0.5 else "", ASSEMBLY)

    def _two_rungs(self) -> None:
        """Two changes of one threshold on their way at once: up with one, down with the other."""
        if len(self.live) > 3:
            return
        clause, low, high = self.draw.choice(RUNGS)
        for value, support in ((high, 1.0), (low, 0.74)):
            self._propose(ChangeCharter((Change(clause, value),)), organ=ASSEMBLY)
            if f"p{self.named}" in self.live:
                self.live[f"p{self.named}"] = support

    def _bad_revision(self) -> None:
        """Another measure in the place of one that is on its way."""
        if self.live:
            name = self.draw.choice(sorted(self.live))
            act = Revise(name, self._measure(), self.made.base(), SEALED)
            self.ask(act, self.draw.choice((self.made.row(name).author, self._somebody())))

    def _unasked(self) -> None:
        """A power that nobody gave."""
        acts = (
            Amend("none", (self._change(),)), Appoint("mandate-none", "treasury", "m4", 100),
            Recall("", "council", "m0"), KeepPause("none", "x", self.made.at + DAY_MS),
        )  # fmt: skip
        self.ask(self.draw.choice(acts), self._officer("secretary"))

    def _wrong_officer(self) -> None:
        """The right act by somebody else."""
        if not self.live:
            return
        name = self.draw.choice(sorted(self.live))
        act = act_of(self.watch.items[name].measure, self.made.row(name).mandate)
        acts: tuple[Act, ...] = (
            Admit(name), Certify(name, "ab" * 32), Pause("x", "members.admit", 1, SEALED),
            AgreeToPause("x"), *filter(None, (act,)),
        )  # fmt: skip
        self.ask(self.draw.choice(acts), self._somebody())

    # --- pauses, petitions, challenges, time ------------------------------------------------------

    def _pause(self) -> None:
        """The council asks for a pause, of what may be paused and what may not; another agrees."""
        if self.pauses and self.draw.random() < 0.5:
            actor = self._officer(self.draw.choice(("audit", "audit", "council")))
            if self.ask(AgreeToPause(self.pauses[-1]), actor):
                self._after_pause(self.pauses[-1])
            return
        name = f"pause-{self.asked}"
        days = self.draw.choice((1, 5, 10, 14, 40))
        until_at = self.made.at + days * DAY_MS
        power = self.draw.choice(PAUSED)
        if self.ask(Pause(name, power, until_at, SEALED), self._officer("council")):
            self.pauses = [*self.pauses[-5:], name]

    def _after_pause(self, name: str) -> None:
        """Try at once what is paused, and propose to keep the pause as long as it can be."""
        for _ in range(4):
            self._try_paused()
        row = self.made.books.get(PowerPause, name)
        assert row is not None, "the pause was agreed to"
        self._propose(RatifyPause(name, 2 * row.until_at - row.from_at), organ=ASSEMBLY)

    def _try_paused(self) -> None:
        """Bring rows, in a pause or out of it."""
        member = self._somebody()
        self.ask(Offer(f"b{self.asked}", member, "purchases", 1, SEALED), member)

    def _petition(self) -> None:
        """Ask for a confirming vote or a suspension, or sign what others asked for."""
        rows = [self.made.books.get(PetitionRow, name) for name in self.petitions]
        waiting = [row.petition for row in rows if row is not None and row.state == GATHERING]
        if self.petitions and (waiting or self.draw.random() < 0.1):
            for member in self.draw.sample(self.members, 3):
                self.ask(Sign(self.draw.choice(waiting or self.petitions)), member)
            self.petitions = self.petitions if self.draw.random() < 0.5 else []
            return
        names = [*self.live, *self.old[-3:]]
        passed = [name for name in self.live if self.made.row(name).state == PASSED]
        if names:
            about = self.draw.choice(passed if passed and self.draw.random() < 0.7 else names)
            self._begin(self.draw.choice(("confirm", "suspend", "suspend")), about)

    def _begin(self, kind: str, about: str) -> None:
        name = f"petition-{self.asked}"
        if self.ask(Petition(name, kind, about, SEALED), self._somebody()):
            self.petitions = [*self.petitions[-5:], name]

    def _challenge(self) -> None:
        """Challenge a decision, or decide about a challenge."""
        if self.challenges and self.draw.random() < 0.5:
            is_upheld = self.draw.random() < 0.3
            act = DecideChallenge(self.draw.choice(self.challenges), is_upheld, SEALED)
            self.ask(act, self._officer("appeals"))
            return
        names = [*self.live, *self.old[-3:]]
        passed = [name for name in self.live if self.made.row(name).state == PASSED]
        if names:
            about = self.draw.choice(passed if passed and self.draw.random() < 0.7 else names)
            name = f"c{self.asked}"
            if self.ask(Challenge(name, about, SEALED), self._somebody()):
                self.challenges = [*self.challenges[-3:], name]
                self._begin("suspend", about)

    def _wait(self) -> None:
        self.made.at += self.draw.choice((1, MINUTE_MS, DAY_MS, 5 * DAY_MS))

    def _until(self, at: int) -> None:
        self.made.at = max(self.made.at, at)

    # --- what is drawn ----------------------------------------------------------------------------

    def _somebody(self) -> str:
        return self.draw.choice(self.members)

    def _officer(self, office: str) -> str:
        """Whoever holds an office now; now and then somebody else."""
        if self.draw.random() < 0.02:
            return self._somebody()
        holders = sorted(holders_of(self.made.books, office, self.made.at))
        return self.draw.choice(holders) if holders else self._somebody()

    def _change(self) -> Change:
        names = LADDERS if self.draw.random() < 0.35 else sorted(CLAUSES)
        clause = self.draw.choice(names)
        return Change(clause, self.draw.choice(CLAUSES[clause]))

    def _measure(self) -> Measure:
        kind = self.draw.random()
        if kind < 0.72:
            first = self._change()
            root = first.clause.partition(".")[0]
            others = [
                name for name in CLAUSES if name.startswith(f"{root}.") and name != first.clause
            ]
            more = self.draw.sample(others, min(len(others), self.draw.choice((0, 0, 0, 1, 2))))
            changes = (first, *(Change(name, self.draw.choice(CLAUSES[name])) for name in more))
            return ChangeCharter(changes)
        if kind < 0.84:
            return FillOffice(
                self.draw.choice(OFFICES), self._somebody(), self.draw.choice((30, 400))
            )
        if kind < 0.9:
            office = self.draw.choice(OFFICES)
            return RecallOfficer(office, self._officer(office))
        if kind < 0.93:
            return Elect(COUNCIL, self.draw.choice((1, 2, 3)), 700)
        if kind < 0.95:
            return Choose(("here", "there"))
        pause = self.draw.choice(self.pauses) if self.pauses else "none"
        return RatifyPause(pause, self.made.at + self.draw.choice((5, 15, 20, 25)) * DAY_MS)


def act_of(measure: Measure, mandate: str) -> Act | None:
    """The act that carries a measure out."""
    match measure:
        case ChangeCharter(changes=changes, texts=texts):
            return Amend(mandate, changes, texts)
        case FillOffice(office=office, holder=holder, days=days):
            return Appoint(mandate, office, holder, days)
        case RecallOfficer(office=office, holder=holder):
            return Recall(mandate, office, holder)
        case RatifyPause(pause=pause, until_at=until_at):
            return KeepPause(mandate, pause, until_at)
        case _:
            return None
