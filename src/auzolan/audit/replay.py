"""Replay: every entry once more, in order, into books of its own, with its rule run again.

The step is the one that live writing takes, so nothing is checked against a second opinion of what
an act means; what is independent (tallies, sums, the gate, a second ledger) is asked on the way.
It reads no tile and no table.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from auzolan.assembly.acts import (
    BallotCast,
    Call,
    CastBallot,
    ClosePoll,
    Convene,
    OpenPoll,
    PollClosed,
)
from auzolan.audit.annexes import AuditAnnexes, ref_fields
from auzolan.audit.explain import note_answers
from auzolan.audit.folder import Folder
from auzolan.audit.ledger import SecondLedger
from auzolan.audit.money_lines import MONEY_FACTS, check_money_lines
from auzolan.audit.openings import Openings
from auzolan.audit.polls import Polls, Recounted
from auzolan.audit.releases import Releases
from auzolan.audit.repairs import repair
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.audit.signatures import Signatures
from auzolan.audit.tables import entry_of
from auzolan.audit.totals import Totals
from auzolan.audit.work_debt import WorkDebt
from auzolan.charter.acts import Found, Founded, MandateUsed
from auzolan.charter.authorize import authorize
from auzolan.cooperative import (
    APPLY,
    RELEASES,
    RULES,
    AnyEntry,
    answer,
    apply_entry,
    charter_digest,
)
from auzolan.foundation.books import MemoryBooks, NotDisclosed, Row
from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import RecordWork, WorkRecorded
from auzolan.labour.paying.lines import settled_pay_from_annex, submissions_from_annex
from auzolan.labour.work.acts import WorkLogged, WorkSettled
from auzolan.learning.acts import Seal, SnapshotSealed, Used
from auzolan.learning.sealing import asked_by
from auzolan.record.acts import KeyRotated
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact, Operator
from auzolan.record.fields import field_classes
from auzolan.treasury.ledger.acts import PeriodClosed
from auzolan.treasury.surplus.acts import DistributionPlanned
from auzolan.valuation.acts import Value

FAULTS = (AssertionError, ValueError, LookupError, TypeError, AttributeError)
"""What a rule or a replay raises when an entry cannot be right."""

_CLASSES = {kind: field_classes(kind) for kind in RULES}
_NAMES_ANNEX: frozenset[type] = frozenset(kind for kind in (*RULES, *APPLY) if ref_fields(kind))
_OPEN_REFS: dict[type, tuple[str, ...]] = {
    Call: ("dry_run",),
    ClosePoll: ("ballots", "stages"),
    Convene: ("dry_run",),
    OpenPoll: ("tags",),
    SnapshotSealed: ("parts",),
    WorkLogged: ("batches",),
    WorkSettled: ("batches",),
}
_ANY_CHOICE = "blank"
_WATCHED: frozenset[type[Fact]] = frozenset(
    (
        WorkRecorded,
        WorkSettled,
        DistributionPlanned,
        PeriodClosed,
        SnapshotSealed,
        Used,
        PollClosed,
        Founded,
        KeyRotated,
        *MONEY_FACTS,
    )
)
_COMMITS: frozenset[type] = frozenset(
    kind for kind, classes in _CLASSES.items() if classes.restricted or classes.sealed
)
_NOTABLE: frozenset[type] = _NAMES_ANNEX | _WATCHED | {CastBallot}
"""Acts and facts at which more is to be seen than a rule and its facts."""


class Replay:
    """The books as they follow from the entries.

    Args:
        folder: the co-operative's folder.
        annexes: reads what entries name.
        findings: where differences are noted.
        openings: opens restricted fields; None at the public level.
        rules: whether the rules of this release run again.
        on_history: takes the history rows beside the second ledger, some of one type at a time.
        releases: the releases that ever were, oldest first; the last one's rules run again.
    """

    def __init__(
        self, folder: Folder, annexes: AuditAnnexes, findings: Findings, *,
        openings: Openings | None, rules: bool, on_history: Callable[[Sequence[Row]], None] | None = None,
        releases: tuple[str, ...] = RELEASES,
    ) -> None:  # fmt: skip
        self.ledger = SecondLedger(findings)
        self._debt = WorkDebt(findings)
        self.valued: list[tuple[int, Value]] = []
        self.keys: list[tuple[int, str]] = []
        self._folder, self._annexes, self._findings = folder, annexes, findings
        self._openings, self._rules, self._on_history = openings, rules, on_history
        self.books = MemoryBooks(
            disclosed=openings is not None,
            on_history=lambda row: self._history((row,)),
            on_histories=self._history,
        )
        self._totals, self._polls = Totals(findings), Polls(findings)
        self._signatures = Signatures(findings, openings)
        self._releases = Releases(releases, findings)
        self._seq, self._at = 0, 0
        self._ids: array[int] = array("q")
        self._decided = 0
        self._unseen: Counter[str] = Counter()
        self._hidden = 0

    @property
    def recounted(self) -> Sequence[Recounted]:
        """Each poll that was counted again so far, in the order of their closes."""
        return self._polls.recounted

    def _history(self, rows: Sequence[Row]) -> None:
        self.ledger.add(rows)
        self._debt.add(rows)
        if self._on_history is not None:
            self._on_history(rows)

    def step(self, entry: AnyEntry) -> None:
        """Take the next entry."""
        act, facts, books = entry.act, entry.facts, self.books
        if (
            entry.seq != self._seq
            or entry.at < self._at
            or entry.charter != charter_digest(books)
            or type(entry.auth) is not Operator
        ):
            self._check_envelope(entry)
        self._seq += 1
        self._at = entry.at
        self._ids.append(hash(entry.id))
        kind = type(act)
        if kind in _COMMITS and self._openings is not None:
            act = self._opened(self._openings, entry)
        case = Case(entry.seq, Moment(entry.at), entry.actor, self._annexes)
        # Most entries are plain: nothing but their rule and their facts is to be looked at.
        if kind in _NOTABLE or len(facts) != 1 or type(facts[0]) in _NOTABLE:
            self._look_closer(entry, act, case)
        elif self._rules:
            self._decide(entry, act, case)
        try:
            self._hidden += apply_entry(books, case, act, facts, entry.auth)
        except FAULTS as fault:
            self._differ(entry, "replay", "facts that can be applied", fault)

    def _look_closer(self, entry: AnyEntry, act: Act, case: Case) -> None:
        if any(type(part) in _NAMES_ANNEX for part in (act, *entry.facts)):
            self._with_annexes(entry, act, case)
        elif self._rules:
            self._decide(entry, act, case)
        for fact in entry.facts:
            if type(entry.act) is CastBallot and type(fact) is BallotCast:
                self._polls.cast(entry.seq, entry.actor, entry.act, fact)
            if type(fact) in _WATCHED:
                self._watch(entry, fact)

    def _check_envelope(self, entry: AnyEntry) -> None:
        if entry.seq != self._seq:
            self._differ(entry, "seq", self._seq, entry.seq)
        if entry.at < self._at:
            self._differ(entry, "at", f"{self._at} or later", entry.at)
        charter = charter_digest(self.books)
        if entry.charter != charter:
            self._differ(entry, "charter", charter or "none", entry.charter or "none")
        if type(entry.auth) is not Operator:
            self._signatures.check(entry, self.books)

    def _opened(self, openings: Openings, entry: AnyEntry) -> Act:
        classes = _CLASSES[type(entry.act)]
        if classes.sealed:
            openings.check_sealed(entry)
        return openings.opened(entry) if classes.restricted else entry.act

    def last_entry_of(self, row: Row) -> int:
        """The entry that wrote a row, as far as it can be told, or -1."""
        own = entry_of(row)
        return own if own != NO_ENTRY else self.ledger.entry_of(row)

    def _with_annexes(self, entry: AnyEntry, act: Act, case: Case) -> None:
        refs = self._annexes.begin(entry.seq, entry.act, entry.facts)
        if self._openings is not None:
            repair(self._folder, self.books, self._annexes, entry)
            for ref in refs:
                # Before the rule computes its own columns: both at once would need most memory.
                self._annexes.is_whole(ref)
        if self._rules:
            self._decide(entry, act, case)
        for part in (entry.act, *entry.facts):
            for name in _OPEN_REFS.get(type(part), ()):
                ref = getattr(part, name)
                if ref is not None:
                    self._annexes.demand(ref)
        if self._openings is None:
            why = "annexes with members' lines stay inside the co-operative"
            closed = sum(not self._annexes.is_whole(ref) for ref in refs)
            self._findings.leave("annexes", why, count=closed)
        else:
            for ref in refs:
                self._annexes.is_whole(ref)
        if isinstance(entry.act, Value):
            self.valued.append((entry.seq, entry.act))
            self._totals.value(entry.seq, entry.act)

    def _decide(self, entry: AnyEntry, act: Act, case: Case) -> None:
        if self._releases.is_older(entry):
            self._authorize(entry, act, case)
            return
        if self._openings is None and _CLASSES[type(act)].restricted:
            if not isinstance(act, CastBallot):
                self._unseen[_tag(act)] += 1
                self._authorize(entry, act, case)
                return
            # Its facts do not depend on the choice, which the close of the poll discloses.
            act = msgspec.structs.replace(act, choice=_ANY_CHOICE)
        try:
            answered = answer(self.books, act, case)
        except NotDisclosed:
            self._unseen[_tag(act)] += 1
            return
        except FAULTS as fault:
            self._differ(entry, "rule", "an answer", fault)
            return
        self._decided += 1
        if isinstance(answered, Refusal):
            self._differ(entry, "answer", f"refused, {answered}", "accepted")
        elif answered != entry.facts:
            note_answers(self._findings, entry, answered)

    def _authorize(self, entry: AnyEntry, act: Act, case: Case) -> None:
        """Ask for right, mandate and subject where the rule itself cannot run again.

        Neither depends on a restricted field, nor on the release whose rule decided.
        """
        try:
            spent = authorize(self.books, act, case)
        except FAULTS as fault:
            self._differ(entry, "right", "an answer", fault)
            return
        self._findings.checked("rights asked again without the rule")
        found = tuple(fact for fact in entry.facts if isinstance(fact, MandateUsed))
        if isinstance(spent, Refusal):
            self._differ(entry, "answer", f"refused, {spent}", "accepted")
        elif spent != found:
            self._differ(entry, "mandate", _names_of(spent), _names_of(found))

    def _watch(self, entry: AnyEntry, fact: Fact) -> None:
        """Ask again, without the rules, what can be asked of the open fields."""
        try:
            self._watch_rooms(entry, fact)
        except NotDisclosed:
            return  # the annex is missing, which is noted already
        except FAULTS as fault:
            self._differ(entry, _tag(fact), "open fields that add up", fault)

    def _watch_rooms(self, entry: AnyEntry, fact: Fact) -> None:
        seq, act, totals = entry.seq, entry.act, self._totals
        match fact:
            case WorkRecorded() | WorkSettled():
                self._watch_work(entry, fact)
            case DistributionPlanned():
                totals.plan(self.books, seq, fact)
            case PeriodClosed():
                totals.closing(seq, fact)
                self.ledger.check_closing(seq, fact)
            case Used():
                totals.use(self.books, seq, entry.at, fact)
            case SnapshotSealed() if isinstance(act, Seal):
                wanted = asked_by(act, entry.at)
                totals.snapshot(self.books, seq, wanted, fact, self._annexes.read(fact.parts))
            case PollClosed() if isinstance(act, ClosePoll):
                self._polls.close(
                    self.books, seq, entry.at, act, fact,
                    ballots=self._annexes.read(act.ballots),
                    stages=self._annexes.read(act.stages) if act.stages is not None else None,
                )  # fmt: skip
            case Founded() if isinstance(act, Found):
                self.keys.append((seq, act.log_key))
            case KeyRotated():
                self.keys.append((seq, fact.new_key))
            case _ if isinstance(fact, MONEY_FACTS):
                check_money_lines(self.books, seq, act, fact, self._findings)

    def _watch_work(self, entry: AnyEntry, fact: WorkRecorded | WorkSettled) -> None:
        seq, act, annexes = entry.seq, entry.act, self._annexes
        self._debt.owe(seq, fact.period, fact.lines.total)
        if isinstance(fact, WorkSettled):
            self._totals.settled(seq, fact)
            submissions = submissions_from_annex(annexes.read(fact.submissions))
            lines = settled_pay_from_annex(annexes.read(fact.lines))
            self._debt.settle(self.books, seq, entry.at, submissions, lines)
        elif isinstance(act, RecordWork):
            self._totals.work(seq, act, fact)

    def close(self) -> None:
        """Say what was replayed, and what was not."""
        findings, public = self._findings, self._openings is None
        findings.checked("entries replayed", self._seq)
        findings.checked("entries decided again", self._decided)
        why = (
            "it needs restricted fields or lines, which this level does not see"
            if public
            else "an annex that it reads is missing or damaged"
        )
        for tag, count in self._unseen.items():
            findings.leave(f"rule of {tag}", why, count=count)
        findings.leave("changes to members' rows", why, count=self._hidden)
        self._releases.close()
        if not self._rules:
            findings.leave("rules of entries", "they were not asked for", count=self._seq)
        self._signatures.close(self._seq)
        self.ledger.check_books(self.books, disclosed=not public)
        self._debt.close(disclosed=not public)
        self._check_ids()

    def _check_ids(self) -> None:
        # Sorted hashes of 8 bytes each, so that a million ids fit into 8 MB; equal hashes of
        # different ids have a chance below one in ten million.
        ordered = np.sort(np.frombuffer(self._ids, dtype=np.int64))
        twice = int(np.count_nonzero(ordered[1:] == ordered[:-1]))
        self._findings.checked("ids of entries", len(ordered))
        if twice:
            self._findings.differ(NO_ENTRY, "ids of entries", "id", expected="each once",
                                  found=f"{twice} more than once")  # fmt: skip

    def _differ(self, entry: AnyEntry, field: str, expected: object, found: object) -> None:
        account = f"{_tag(entry.act)} by {entry.actor}"
        self._findings.differ(entry.seq, account, field, expected=expected, found=found)


def _names_of(spent: tuple[MandateUsed, ...]) -> str:
    return ", ".join(one.mandate for one in spent) or "none"


def _tag(part: Act | Fact) -> str:
    return str(type(part).__struct_config__.tag)
