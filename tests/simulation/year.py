"""One seed, one year: random acts on both desks and in the small model, compared after each call."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from auzolan.assembly.state import Poll as PollRow
from auzolan.assembly.state import Proposal as ProposalRow
from auzolan.audit.deployment import PostgresPlace
from auzolan.charter.acts import Found, Seat
from auzolan.charter.articles import Charter, charter_from_text
from auzolan.charter.clauses import clauses_of_charter, value_of_clause
from auzolan.charter.presets import offices_of
from auzolan.charter.state import IN_FORCE, CharterInForce, Mandate
from auzolan.consent.masks import purposes_of
from auzolan.consent.state import Consent
from auzolan.foundation import canonical
from auzolan.foundation.moments import Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.submission import Receipt, Submission
from auzolan.learning.ranges import places_of
from auzolan.learning.state import TO_RETRAIN, Model, SnapshotPart
from auzolan.members.acts import Admit
from auzolan.members.state import ACTIVE, Member
from auzolan.record.entries import ACTOR_OPERATOR
from auzolan.treasury.state import Account, MemberAccount
from simulation.compare_labour import labour
from simulation.compare_rows import rows
from simulation.compare_voices import voices
from simulation.draw_exits import lapse_all, pay_all
from simulation.drawing import ORIGIN, Wishes
from simulation.judge import judged
from simulation.small_days import DAY
from simulation.small_model import KINDS, PURPOSES, WORKS, SmallModel
from simulation.small_money import DEBITS, HELD
from simulation.small_rights import Term
from simulation.wish import Take, Wish
from simulation.wishes import draw
from support.charter_texts import lay_down_texts
from support.plain_charter import plain_charter
from support.story_desks import AnyDesk, MemoryDesk, TableDesk, assert_equal_desks

START = moment_from_iso("2025-01-01")
STEPS = (0, 3_600_000, DAY, 2 * DAY, 3 * DAY, 5 * DAY)
CALL_MAX = 45


class YearFailed(AssertionError):
    """A year in which stores or model disagreed; the text says how to see it again."""


@dataclass
class Year:
    """A co-operative in its first year, on two desks and in the model.

    Attributes:
        seed: everything follows from it.
        counts: how often each act was accepted (`+`) and refused (`-`).
        calls: how many calls there were.
        place: the server that holds the second store; a file where None.
    """

    seed: int
    path: Path
    counts: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    place: PostgresPlace | None = None

    def live(self, *, days: int = 365) -> None:
        """Live a year.

        Raises:
            YearFailed: something differs.
        """
        with self._told_with_seed():
            self._found()
            while self.wishes.at < START + days * DAY:
                self._call()
            self._years_after()
            self._restart()
            self._compare()
            self.tables.close()

    @contextmanager
    def _told_with_seed(self) -> Iterator[None]:
        try:
            yield
        except Exception as failure:
            raise YearFailed(
                f"seed {self.seed}, call {self.calls}: {type(failure).__name__}: {failure}\n"
                f"repeat with: AUZOLAN_SIMULATION_SEED={self.seed} "
                "python -m pytest tests/simulation -q -x"
            ) from failure

    # --- beginning ----------------------------------------------------------------------------

    def _found(self) -> None:
        self.rng = random.Random(self.seed)
        ports = [Ports(SetClock(START), SeededChance(str(self.seed))) for _ in range(2)]
        self.clocks = [one.clock for one in ports if isinstance(one.clock, SetClock)]
        self.memory = MemoryDesk(ports[0], ORIGIN)
        self.tables = TableDesk(self.path, ports[1], ORIGIN, self.place)
        self.desks: tuple[AnyDesk, ...] = (self.memory, self.tables)
        charter = self._charter()
        offices = {office: {"m001"} for office in offices_of(charter)}
        offices["audit"] = {"m002", "m003"}
        offices["treasury"].add("m004")
        offices["signatory"] |= {"m003", "m004"}
        offices["work"].add("m004")
        offices["council"] = {"m005", "m006"}
        offices["appeals"] = {"m007"}
        seats = tuple(Seat(one, who) for one in sorted(offices) for who in sorted(offices[one]))
        texts, _ = [lay_down_texts(desk) for desk in self.desks]
        found = Found("", ORIGIN, self.memory.vkey, charter, seats, "p0", texts)
        early = Submission("early", "m001", Admit("m001", ""), {"name": "Too early"})
        founding = Submission("found", ACTOR_OPERATOR, found, {"name": "The simulated"})
        answers = self._both([early, founding])
        assert isinstance(answers[0], Refusal)
        assert isinstance(answers[1], Receipt)
        self.model = SmallModel(
            clauses={
                f"{article}.{name}": value_of_clause(charter, f"{article}.{name}")
                for article, names in clauses_of_charter(charter).items()
                for name in names
                if isinstance(value_of_clause(charter, f"{article}.{name}"), int)
                or f"{article}.{name}" == "decisions.policy_majority"
            },
            charter=canonical.digest(charter),
            period="p0",
            terms={
                one: [Term(who, START) for who in sorted(holders)]
                for one, holders in offices.items()
            },
            log_key=self.memory.vkey,
            accounts={"bank": 0},
            sealed={(0, "name"): True},
        )
        self.wishes = Wishes(self.rng, self.model, self.desks)
        self.wishes.at = START
        self.asked: list[Wish] = []
        self.accepted: dict[str, Receipt] = {}
        self._send([self.wishes.wish("m001", Admit(f"m00{n}", ""), name="x") for n in range(1, 8)])

    def _charter(self) -> Charter:
        return self._fitted(plain_charter(purposes=PURPOSES, kinds=KINDS, works=WORKS))

    @staticmethod
    def _fitted(charter: Charter) -> Charter:
        """The same with a tax, fewer steps and days to a decision, two days for comments, ten for pages."""
        decisions = replace(charter.decisions, endorsements=1, reading_gap_days=3)
        payouts = replace(charter.payouts, withholding_bp=1_900)
        labour = replace(charter.labour, comment_days=2, page_days=10)
        return replace(charter, decisions=decisions, labour=labour, payouts=payouts)

    # --- a call -------------------------------------------------------------------------------

    def _call(self) -> None:
        self._wait_until(self.wishes.at + self.rng.choice(STEPS))
        size = self.rng.choice((1, 8, 20, CALL_MAX, CALL_MAX))
        wishes: list[Wish] = []
        while len(wishes) < size:
            wishes += draw(self.wishes)
            if self.asked and self.rng.random() < 0.08:
                wishes.append(self.rng.choice(self.asked))
            if self.accepted and self.rng.random() < 0.03:
                wishes.append(self._stolen())
        self._send(wishes)
        if self.rng.random() < 0.06:
            self._restart()

    def _wait_until(self, at: int) -> None:
        self.wishes.at = Moment(at)
        for clock in self.clocks:
            clock.at = Moment(at)

    def _years_after(self) -> None:
        """What is due to those who left is made payable, and what nobody claims lapses."""
        for years in (1, 2, 7):
            self._wait_until(self.wishes.at + years * 366 * DAY)
            self._send([*pay_all(self.wishes), *lapse_all(self.wishes)])

    def _stolen(self) -> Wish:
        """An id that has an entry, with another actor."""
        old = self.rng.choice([one for one in self.asked if one.submission.id in self.accepted])
        body = old.submission
        return Wish(Submission(body.id, "m998", body.act, body.words))

    def _send(self, wishes: list[Wish]) -> None:
        self.calls += 1
        answers = self._both([wish.submission for wish in wishes])
        for wish, answer in zip(wishes, answers, strict=True):
            self._follow(wish, answer)
        self.asked += [wish for wish in wishes if wish.submission.actor != "m998"]
        self._compare()

    def _both(self, submissions: list[Submission]) -> list[Receipt | Refusal]:
        in_memory = self.memory.submit(submissions)
        in_tables = self.tables.submit(submissions)
        for submission, one, other in zip(submissions, in_memory, in_tables, strict=True):
            assert one == other, f"{submission}: memory says {one}, the tables say {other}"
        return in_memory

    def _follow(self, wish: Wish, answer: Receipt | Refusal) -> None:
        """Compare an answer with what the model says, and let the model take it in."""
        identity = wish.submission.id
        if identity in self.accepted:
            self._follow_repeat(wish, answer)
            return
        take: Take | None = judged(self.model, wish, self.wishes.at)
        is_accepted = isinstance(answer, Receipt)
        assert is_accepted == (take is not None), f"the model disagrees: {wish}: {answer}"
        self.counts[f"{'+' if is_accepted else '-'}{wish.name}"] += 1
        if isinstance(answer, Refusal):
            self.counts[answer.code] += 1
        elif take is not None:
            take(answer)
            self.accepted[identity] = answer
            self._remember(wish)

    def _follow_repeat(self, wish: Wish, answer: Receipt | Refusal) -> None:
        if wish.submission.actor == "m998":
            assert isinstance(answer, Refusal), f"an id was taken twice: {wish}"
            assert answer.code == "desk.id_used"
            self.counts[answer.code] += 1
            return
        before = self.accepted[wish.submission.id]
        assert isinstance(answer, Receipt), f"a retry was refused: {wish}: {answer}"
        assert (answer.seq, answer.leaf, answer.repeated) == (before.seq, before.leaf, True)
        self.counts["repeated"] += 1

    def _remember(self, wish: Wish) -> None:
        if wish.name == "valuation.value" and wish.lines is not None:
            self.wishes.valued[getattr(wish.submission.act, "valuation", "")] = wish.lines
        if wish.name == "record.redact":
            act = wish.submission.act
            for desk in self.desks:
                desk.forget_words(getattr(act, "entry", -1), getattr(act, "field", ""))

    def _restart(self) -> None:
        for desk in self.desks:
            desk.reopen()
        self.counts["restarts"] += 1

    # --- comparing ----------------------------------------------------------------------------

    def _compare(self) -> None:
        assert_equal_desks(self.memory, self.tables)
        model, tables = self.model, self.tables
        accounts = {
            row.account: row.balance * (1 if row.account.startswith(DEBITS) else -1)
            for row in tables.rows(Account)
        }
        _same("accounts", _nonzero(model.accounts), _nonzero(accounts))
        own: dict[str, dict[str, int]] = {account: {} for account in HELD}
        for row in tables.rows(MemberAccount):
            own[row.account][row.member] = row.balance
        for account in HELD:
            _same(account, _nonzero(model.held[account]), _nonzero(own[account]))
        charter = charter_from_text(
            next(one for one in tables.rows(CharterInForce) if one.slot == IN_FORCE).text
        )
        _same("version", model.version, charter.version)
        for clause, value in model.clauses.items():
            _same(clause, value, value_of_clause(charter, clause))
        standing = {row.member: row.standing == ACTIVE for row in tables.rows(Member)}
        _same("members", model.active, standing)
        consents = {
            (row.member, row.kind): None
            if row.withdrawn_at >= 0
            else frozenset(purposes_of(charter, row.mask))
            for row in tables.rows(Consent)
        }
        _same("consents", model.consents, consents)
        self._compare_models()
        self._compare_tallies()
        self._compare_offices()
        for what, mine, found in (
            *voices(model, tables), *rows(model, tables), *labour(model, tables)
        ):  # fmt: skip
            _same(what, mine, found)

    def _compare_offices(self) -> None:
        terms: dict[str, list[tuple[str, bool]]] = {office: [] for office in self.model.terms}
        for row in self.tables.rows(Mandate):
            if row.holder:
                terms[row.power].append((row.holder, bool(row.spent)))
        for office, found in terms.items():
            mine = [(term.holder, term.is_cut) for term in self.model.terms[office]]
            _same(f"terms of {office}", sorted(mine), sorted(found))

    def _compare_models(self) -> None:
        parts: dict[str, dict[str, frozenset[int]]] = {}
        for part in self.tables.rows(SnapshotPart):
            parts.setdefault(part.snapshot, {})[part.batch] = frozenset(places_of(part.without))
        _same("snapshots", {n: s.batches for n, s in self.model.snapshots.items()}, parts)
        for row in self.tables.rows(Model):
            mine = self.model.models[row.model]
            _same(f"{row.model} replaced", mine.is_replaced, row.state == "replaced")
            if not mine.is_replaced:
                by = row.retrain_by if row.state == TO_RETRAIN else 0
                _same(f"{row.model} to be retrained by", mine.retrain_by, by)

    def _compare_tallies(self) -> None:
        rows = self.tables.rows(ProposalRow)
        _same("proposals", sorted(self.model.proposals), [row.proposal for row in rows])
        for row in rows:
            mine = self.model.proposals[row.proposal]
            found = (row.state, row.round, row.reading, row.tier, row.not_before)
            said = (mine.state, mine.round, mine.reading, mine.tier, mine.not_before)
            _same(row.proposal, said, found)
        for poll in self.tables.rows(PollRow):
            self._compare_poll(poll)

    def _compare_poll(self, row: PollRow) -> None:
        _, _, round_ = row.poll.partition(".")
        mine = self.model.proposals[row.proposal].polls[int(round_ or 1)]
        tally = (row.yes, row.no, row.abstain, row.blank)
        found = (tally, row.ends_at, row.voted, bool(row.quorum), bool(row.passed))
        said = (mine.tally, mine.ends, len(mine.votes), mine.has_quorum, mine.has_passed)
        _same(row.poll, said, found)


def _nonzero(amounts: dict[str, int]) -> dict[str, int]:
    return {name: cents for name, cents in amounts.items() if cents}


def _same(what: str, expected: object, found: object) -> None:
    assert expected == found, f"{what}: the model says {expected}, the tables say {found}"
