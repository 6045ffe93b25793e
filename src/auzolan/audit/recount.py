"""Counting every poll of a co-operative again, from its published files alone.

Anybody can do it with a copy of the `public` folder: the ballots that counted are disclosed there,
each with what opens its commitment. It reads no database and no vault, checks no other rule, and
never says who voted how: nobody outside can know.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from auzolan.assembly.acts import PollClosed
from auzolan.audit.annexes import AuditAnnexes
from auzolan.audit.folder import Folder, PublicFolder
from auzolan.audit.polls import Recounted
from auzolan.audit.published import Published
from auzolan.audit.replay import Replay
from auzolan.audit.report import NO_ENTRY, PUBLIC, Difference, Findings, NotCheckable
from auzolan.audit.stream import Stream
from auzolan.audit.verify import NothingToVerify
from auzolan.cooperative import read_entry


class PollRecount(msgspec.Struct, frozen=True):
    """One poll counted again; numbers are members.

    Attributes:
        proposal, poll: the item, and which of its polls.
        entry: the entry that closed it.
        yes, no, abstain, blank, ranked: ballots that say so, by this count.
        roll: how many could vote.
        quorum: whether enough of them did.
        passed: whether it is carried, or somebody elected.
        elected: in order of election.
        agrees: whether count, ballots and stages are those of the record.
    """

    proposal: str
    poll: str
    entry: int
    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    roll: int
    quorum: bool
    passed: bool
    elected: tuple[str, ...]
    agrees: bool


class Recount(msgspec.Struct, frozen=True):
    """All polls of a record counted again.

    Attributes:
        entries: how many entries were read.
        root: the root that they hash to, 64 hexadecimal digits.
        polls: in the order of their closes.
        differences: wherever a count, a ballot or a published file is not as it should be.
        not_checkable: what could not be checked, and why.
    """

    entries: int
    root: str
    polls: tuple[PollRecount, ...]
    differences: tuple[Difference, ...]
    not_checkable: tuple[NotCheckable, ...]


def recount(path: Path | str, *, key: str | None = None) -> Recount:
    """Count every poll that was closed, from the published files alone.

    Args:
        path: a co-operative's folder, or a copy of its `public` folder.
        key: the verifier key that the reader trusts; else the one beside the checkpoint is taken.
    Returns:
        Each poll with its count and whether it agrees with the record.
    Raises:
        NothingToVerify: nothing is published here.
    """
    folder = _folder_at(Path(path))
    findings = Findings()
    published = Published(folder.public, findings)
    if not published.exists:
        raise NothingToVerify(f"nothing is published at {folder.public}")
    stream = Stream(published, published.checkpoint(key), None, findings)
    annexes = AuditAnnexes(folder, findings, disclosed=False)
    replay = Replay(folder, annexes, findings, openings=None, rules=False)
    closed = _replayed(stream, replay, findings)
    if stream.lost:
        findings.differ(NO_ENTRY, "public", "entries", expected="every entry",
                        found=f"{stream.lost} that cannot be read")  # fmt: skip
    writer = stream.writer
    report = findings.report(PUBLIC, entries=writer.size, root=writer.root().hex())
    wrong = {one.account for one in report.differences}
    counted = {one.entry: one for one in replay.recounted}
    polls = tuple(
        _line(counted.get(one.entry, one), agrees=f"poll {one.fact.poll}" not in wrong)
        for one in closed
    )
    return Recount(report.entries, report.root, polls, report.differences, report.not_checkable)


def _replayed(stream: Stream, replay: Replay, findings: Findings) -> list[Recounted]:
    """Replay all entries; every poll that was closed, not counted yet."""
    closed: list[Recounted] = []
    for block in stream.blocks():
        for place, body in enumerate(block.bodies, block.start):
            try:
                entry = read_entry(body)
            except ValueError as fault:
                findings.differ(place, "entry", "text",
                                expected="an entry of this record", found=fault)  # fmt: skip
                return closed
            replay.step(entry)
            closed += [
                Recounted(place, fact, None) for fact in entry.facts if isinstance(fact, PollClosed)
            ]
    return closed


def _line(one: Recounted, *, agrees: bool) -> PollRecount:
    found = one.outcome
    fact: PollClosed = one.fact
    if found is None:
        return PollRecount(
            fact.proposal, fact.poll, one.entry, 0, 0, 0, 0, 0, fact.roll, quorum=False,
            passed=False, elected=(), agrees=False,
        )  # fmt: skip
    return PollRecount(
        fact.proposal, fact.poll, one.entry, found.yes, found.no, found.abstain, found.blank,
        found.ranked, found.roll, quorum=found.quorum, passed=found.passed, elected=found.elected,
        agrees=agrees,
    )  # fmt: skip


def _folder_at(path: Path) -> Folder:
    if not path.is_dir():
        raise NothingToVerify(f"there is no folder at {path}")
    folder = Folder(path)
    return folder if folder.public.is_dir() else PublicFolder(path)
