"""Reading proposals and results. While a poll is open nobody sees how it stands."""

from __future__ import annotations

import msgspec

from auzolan.assembly.acts import Measure
from auzolan.assembly.state import CERTIFIED, CLOSED, Proposal
from auzolan.charter.state import Mandate
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.asking import vault_of
from auzolan.house.rooms.assembly.execution import mandate_of, measure_of
from auzolan.house.storage.reader import Reader


class ProposalLine(msgspec.Struct, frozen=True):
    """One proposal; votes are zero and `passed` is None until its poll is closed."""

    proposal: str
    title: str
    power: str
    state: str
    ends: str
    yes: int
    no: int
    abstain: int
    roll: int
    passed: bool | None
    entry: int


class ProposalPage(msgspec.Struct, frozen=True):
    """One proposal with its reasons and measure; `from_day` is when it may be carried out."""

    proposal: str
    title: str
    reasons: str
    power: str
    state: str
    majority_bp: int
    quorum_bp: int
    ends: str
    yes: int
    no: int
    abstain: int
    roll: int
    passed: bool | None
    mandate: str
    from_at: str
    until_at: str
    entry: int
    measure: Measure


def proposal_lines(reader: Reader) -> list[ProposalLine]:
    """All proposals in order of id."""
    return [
        ProposalLine(
            proposal=row.proposal, title=_words(reader, row.entry)["title"], power=row.power,
            state=row.state, ends=_moment(row.ends_at), yes=row.yes, no=row.no,
            abstain=row.abstain, roll=row.roll, passed=_passed(row), entry=row.entry,
        )
        for row in reader.rows(Proposal)
    ]  # fmt: skip


def proposal_page(reader: Reader, proposal: str) -> ProposalPage | None:
    """One proposal, or None where there is none of this id."""
    row = reader.get(Proposal, proposal)
    if row is None:
        return None
    words = _words(reader, row.entry)
    mandate = reader.get(Mandate, mandate_of(proposal))
    return ProposalPage(
        proposal=row.proposal, title=words["title"], reasons=words["reasons"], power=row.power,
        state=row.state, majority_bp=row.majority_bp, quorum_bp=row.quorum_bp,
        ends=_moment(row.ends_at), yes=row.yes, no=row.no, abstain=row.abstain, roll=row.roll,
        passed=_passed(row), mandate=mandate.mandate if mandate else "",
        from_at=_moment(mandate.from_at) if mandate else "",
        until_at=_moment(mandate.until_at) if mandate else "",
        entry=row.entry, measure=measure_of(reader, row),
    )  # fmt: skip


def _words(reader: Reader, entry: int) -> dict[str, str]:
    with vault_of(reader.folder) as vault:
        openings = vault.openings_of(entry)
    found = {name: str(opening.value) for name, opening in openings.items()}
    return {"title": "", "reasons": ""} | found


def _passed(row: Proposal) -> bool | None:
    return bool(row.passed) if row.state in {CLOSED, CERTIFIED} else None


def _moment(at: int) -> str:
    return iso_from_moment(at) if at else ""
