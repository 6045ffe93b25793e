"""What pages ask of the assembly: proposals, where they stand, what they would change, results.

While a poll is open nothing here counts its ballots: results stay hidden until it closes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar, cast

from auzolan.assembly.acts import (
    AddItem,
    Admit,
    Call,
    Certify,
    ClosePoll,
    Convene,
    Nominate,
    OpenPoll,
    Revise,
    StandDown,
    Withdraw,
)
from auzolan.assembly.dry_run import DRY_RUN_NAMES
from auzolan.assembly.petition_acts import (
    Challenge,
    DecideChallenge,
    KeepPause,
    Petition,
)
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RatifyPause,
    RecallOfficer,
    Restructure,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.assembly.state import (
    OPEN,
    Candidate,
    ChallengeRow,
    Meeting,
    PetitionRow,
    Poll,
    Proposal,
    Proxy,
    RemarkRow,
)
from auzolan.audit.folder import Folder
from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.clauses import value_of_clause
from auzolan.charter.differences import ClauseChange
from auzolan.charter.state import Mandate
from auzolan.consent.group_acts import DecideForGroup
from auzolan.consent.strike_acts import EndStrike, Strike
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.foundation.books import Row, Scalar
from auzolan.house.rooms.assembly.dry_run import USE
from auzolan.house.rooms.assembly.execution import mandate_of
from auzolan.house.rooms.assembly.lookup import (
    closes_poll,
    stages_ref,
)
from auzolan.house.rooms.assembly.stages import StageTable, stage_table
from auzolan.house.rooms.assembly.tables import (
    CandidateTable,
    ChallengeTable,
    MeetingTable,
    PetitionTable,
    PollTable,
    ProposalTable,
    ProxyTable,
    RemarkTable,
)
from auzolan.house.rooms.charter.page_queries import charter_as_of
from auzolan.house.rooms.charter.tables import MandateTable
from auzolan.house.rooms.record.annexes_on_pages import open_annex
from auzolan.house.rooms.record.page_queries import body_of, entries_of_kinds
from auzolan.house.storage.models import Table, rows_of
from auzolan.house.storage.page_rows import rows_together
from auzolan.house.storage.together import asked
from auzolan.licensing.acts import License
from auzolan.treasury.capital.exit_acts import OpenExit
from auzolan.treasury.capital.winding_up_acts import WindUp
from auzolan.treasury.surplus.acts import Distribute

R = TypeVar("R", bound=Row)

_PROPOSED = "assembly.propose/1"
_STEPS = (
    "assembly.revise/1", "assembly.admit/1", "assembly.withdraw/1", "assembly.call/1",
    "assembly.convene/1", "assembly.add_item/1", "assembly.nominate/1", "assembly.open_poll/1",
    "assembly.stand_down/1",
    "assembly.close/1", "assembly.certify/1", "assembly.petition/1", "assembly.challenge/1",
    "assembly.decide_challenge/1", "assembly.keep_pause/1",
    "charter.amend/1", "charter.appoint/1", "charter.recall/1", "licensing.grant/1",
    "treasury.distribute/1", "treasury.open_exit/1", "treasury.wind_up/1",
    "consent.strike/1", "consent.end_strike/1", "consent.decide_for_group/1",
)  # fmt: skip
_TABLES: Mapping[type[Row], type[Table]] = MappingProxyType(
    {
        Candidate: CandidateTable, ChallengeRow: ChallengeTable, Mandate: MandateTable,
        Meeting: MeetingTable, PetitionRow: PetitionTable, Poll: PollTable,
        Proposal: ProposalTable, RemarkRow: RemarkTable,
    }
)  # fmt: skip
_YEAR = "year:"
_KINDS: Mapping[type[Measure], str] = MappingProxyType(
    {
        ChangeCharter: "charter", GrantLicence: "licence", ShareSurplus: "plan",
        FillOffice: "office", RecallOfficer: "recall", SettleExit: "exit", Dissolve: "end",
        Elect: "elect", Choose: "choose", Restructure: "restructure", RatifyPause: "keep_pause",
        StrikeUses: "strike", EndStrikeVote: "end_strike", GroupDecides: "group_decides",
    }
)  # fmt: skip


class OnPages:
    """Rows and entries as the one moment of a page sees them, through Django."""

    def rows(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows in which these fields have these values, in order of key."""
        table: Any = _TABLES[row]
        return rows_of(row, table.objects.filter(**equals).order_by(*row.KEY))

    def get(self, row: type[R], *key: Scalar) -> R | None:
        """The row of this key, or None."""
        found = self.rows(row, **dict(zip(row.KEY, key, strict=True)))
        return found[0] if found else None

    def entry(self, seq: int) -> AnyEntry:
        """One entry.

        Raises:
            LookupError: there is none of this number.
        """
        body = body_of(seq)
        if body is None:
            raise LookupError(f"there is no entry {seq}")
        return read_entry(body)


ROWS = OnPages()


class RowsAbout(OnPages):
    """The same, with all that lists show of some proposals looked up in a few questions.

    Args:
        proposals: those that will be asked about.
    """

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        names = [one.proposal for one in proposals]
        polls = rows_of(Poll, PollTable.objects.filter(proposal__in=names))
        meetings = {one.meeting for one in proposals} | {one.meeting for one in polls} - {""}
        mandates = {one.mandate for one in proposals} - {""}
        self._known: dict[tuple[type[Row], tuple[Scalar, ...]], Row] = {
            (type(one), (one.poll,)): one for one in polls
        }
        found = rows_together(
            *(asked(Meeting, meeting=name) for name in sorted(meetings)),
            *(asked(Mandate, mandate=name) for name in sorted(mandates)),
        )
        self._known |= {(Meeting, (one.meeting,)): one for one in found.of(Meeting)}
        self._known |= {(Mandate, (one.mandate,)): one for one in found.of(Mandate)}

    def get(self, row: type[R], *key: Scalar) -> R | None:
        """The row of this key, or None; what belongs to no proposal of the list is looked up."""
        if row in {Poll, Meeting, Mandate}:
            return cast("R | None", self._known.get((row, key)))
        return super().get(row, *key)


@dataclass(frozen=True, slots=True)
class DryRunOnPage:
    """What was laid down with the notice beside the clauses themselves.

    Attributes:
        uses: kind of rows, purpose, before and after: `possible` or `impossible`.
        year: the plan whose year was divided again, or an empty text.
        lines: of that year: name, cents before and after.
        counts: how many would gain, lose, and get the same, by name.
        gini: the coefficient before and after in ten-thousandths; None where it says nothing.
    """

    uses: tuple[tuple[str, str, str, str], ...]
    year: str
    lines: tuple[tuple[str, int, int], ...]
    counts: tuple[tuple[str, int], ...]
    gini: tuple[int, int] | None


def proposals() -> list[Proposal]:
    """All proposals, newest first."""
    return rows_of(Proposal, ProposalTable.objects.order_by("-entry"))


def voting_now() -> list[Proposal]:
    """The proposals whose polls are open or not counted yet, newest first."""
    return rows_of(Proposal, ProposalTable.objects.filter(state=OPEN).order_by("-entry"))


def not_voting(before: int | None, *, limit: int) -> list[Proposal]:
    """The newest proposals without an open poll, or the newest before an entry, newest first."""
    found = ProposalTable.objects.exclude(state=OPEN).order_by("-entry")
    if before is not None:
        found = found.filter(entry__lt=before)
    return rows_of(Proposal, found[:limit])


def newest_proposals(limit: int) -> list[Proposal]:
    """The newest proposals, newest first."""
    return rows_of(Proposal, ProposalTable.objects.order_by("-entry")[:limit])


def proposal_of(name: str) -> Proposal | None:
    """The proposal of this id."""
    return ROWS.get(Proposal, name)


def proxies_for(meeting: str, holder: str) -> list[str]:
    """Those who gave somebody a proxy for a meeting."""
    found = ProxyTable.objects.filter(meeting=meeting, holder=holder).order_by("giver")
    return [one.giver for one in rows_of(Proxy, found)]


def remarks_about(proposal: str, before: int | None, *, limit: int) -> list[RemarkRow]:
    """The newest comments on a proposal, or the newest before an entry, newest first."""
    found = RemarkTable.objects.filter(proposal=proposal).order_by("-entry")
    if before is not None:
        found = found.filter(entry__lt=before)
    return rows_of(RemarkRow, found[:limit])


def vote_behind(seq: int) -> Proposal | None:
    """The proposal whose mandate an entry used, or None where it used none."""
    mandate = ROWS.entry(seq).act.mandate_id()
    found = rows_of(Proposal, ProposalTable.objects.filter(mandate=mandate)) if mandate else []
    return found[0] if found else None


def open_calls() -> list[PetitionRow]:
    """The petitions for an assembly, newest first."""
    return rows_of(PetitionRow, PetitionTable.objects.filter(about="").order_by("-entry"))


def changes_of(proposal: Proposal, measure: Measure) -> list[ClauseChange]:
    """The clauses that a measure changes, with what they said when it was written."""
    if not isinstance(measure, ChangeCharter):
        return []
    before = charter_as_of(proposal.revision)
    return [
        ClauseChange(change.clause, value_of_clause(before, change.clause), change.value)
        for change in measure.changes
    ]


def kind_of(measure: Measure) -> str:
    """What sort of measure it is, by one word."""
    return _KINDS[type(measure)]


def told_of(
    proposal: Proposal, challenges: Sequence[ChallengeRow]
) -> tuple[AnyEntry, list[AnyEntry]]:
    """The entry that drafted a proposal, and what has been done about it since, in order.

    No ballot is among it.
    """
    drafted, *later = entries_of_kinds((_PROPOSED, *_STEPS), from_seq=proposal.entry)
    assert drafted.seq == proposal.entry, "a proposal begins with the entry that its row names"
    named = {one.challenge for one in challenges}
    return drafted, [entry for entry in later if _is_about(entry, proposal, named)]


def dry_run_of(folder: Folder, meeting: Meeting | None, proposal: str) -> DryRunOnPage | None:
    """What was laid down with the notice about a proposal, or None where nothing was."""
    act = ROWS.entry(meeting.entry).act if meeting is not None else None
    ref = act.dry_run if isinstance(act, Call | Convene) else None
    annex = open_annex(folder, ref) if ref is not None else None
    if annex is None:
        return None
    columns = [annex.column(name) for name in DRY_RUN_NAMES]
    lines = [tuple(map(str, line)) for line in zip(*columns, strict=True) if line[2] == proposal]
    told = [(what, before, after) for after, before, _, what in lines if ":" in what]
    return _dry_run(told) if told else None


def stages_of(
    folder: Folder, names: Sequence[str], poll: str, steps: list[AnyEntry]
) -> StageTable | None:
    """The stages of a ranked count, or None where the poll had none."""
    close = next((one for one in steps if closes_poll(one, poll)), None)
    ref = stages_ref(close) if close is not None else None
    annex = open_annex(folder, ref) if ref is not None else None
    return stage_table(annex, names) if annex is not None else None


def _dry_run(told: list[tuple[str, str, str]]) -> DryRunOnPage:
    uses, lines, counts = [], [], []
    year, gini = "", None
    for what, before, after in told:
        head, *rest = what.split(":")
        if head == USE and len(rest) == 2:
            uses.append((rest[0], rest[1], before, after))
        elif what.startswith(_YEAR) and len(rest) == 2:
            year, name = rest
            if name == "gini_e4":
                gini = (int(before), int(after)) if before and after else None
            elif name.endswith("_cents"):
                lines.append((name.removesuffix("_cents"), int(before), int(after)))
            else:
                counts.append((name, int(after)))
    return DryRunOnPage(tuple(uses), year, tuple(lines), tuple(counts), gini)


def _is_about(entry: AnyEntry, proposal: Proposal, challenges: set[str]) -> bool:
    act, name = entry.act, proposal.proposal
    match act:
        case Call() | Convene():
            return name in act.agenda
        case (
            Revise() | Admit() | Withdraw() | AddItem() | Nominate() | OpenPoll() | ClosePoll()
            | Certify() | Challenge() | StandDown()
        ):  # fmt: skip
            return act.proposal == name
        case Petition():
            return act.about == name
        case DecideChallenge():
            return act.challenge in challenges
        case (
            Amend() | Appoint() | Recall() | License() | Distribute() | KeepPause() | OpenExit()
            | WindUp() | Strike() | EndStrike() | DecideForGroup()
        ):  # fmt: skip
            return act.mandate_id() == mandate_of(proposal)
        case _:
            return False
