"""`verify`: a co-operative's folder, read, replayed, decided again and compared, at three levels.

It puts the parts in order and holds no check of its own that could live in one of them. It needs
no server, no Django and no network, and changes nothing in the folder.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from auzolan.audit.annexes import AuditAnnexes
from auzolan.audit.connection import Readable, database_faults
from auzolan.audit.database import (
    CannotVerify,
    NothingToVerify,
    RecordTables,
    VaultTables,
    open_books_read_only,
    open_read_only,
)
from auzolan.audit.folder import Folder
from auzolan.audit.given import folder_given, holds_books
from auzolan.audit.member_file import MemberFile, check_member_file, read_member_file
from auzolan.audit.openings import Openings
from auzolan.audit.page_times import check_page_times
from auzolan.audit.proofs import Proofs
from auzolan.audit.published import Published
from auzolan.audit.replay import Replay
from auzolan.audit.report import (
    AUDITOR,
    LEVELS,
    MEMBER,
    NO_ENTRY,
    PUBLIC,
    Difference,
    Findings,
    NotCheckable,
    Report,
    closing_line,
    report_lines,
)
from auzolan.audit.stored import Head, check_head, compare_rows
from auzolan.audit.strangers import check_strangers
from auzolan.audit.stream import Block, Stream
from auzolan.audit.tables import Histories, compare_tables
from auzolan.audit.valuations import check_valuation
from auzolan.audit.vault import (
    check_artefacts,
    check_manifests,
    check_rows,
    note_unnamed_annexes,
)
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.record.notes import Checkpoint, VerifierKey, parse_vkey
from auzolan.record.state import LOG, LogKey

__all__ = [
    "CannotVerify",
    "Difference",
    "NotCheckable",
    "NothingToVerify",
    "Report",
    "closing_line",
    "report_lines",
    "verify",
]

DEMO_ENDING = ".demo.invalid"
KEPT_BYTES_MAX = 4 * 2**20

Progress = Callable[[int, int], None]
"""Called now and then with the entries done and the entries that there are."""


def verify(
    path: Path | str, *, level: str | None = None, member_file: Path | str | None = None,
    receipts: Sequence[Path | str] = (), key: str | None = None, rules: bool = True,
    progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Verify a co-operative from its folder, or from a copy of its `public` folder.

    Args:
        path: the folder.
        level: `public`, `member` or `auditor`; by default the highest that the folder allows, or
            `member` where a member file is given.
        member_file: a member's own file.
        receipts: files that somebody kept: `.tlog-proof` receipts or earlier checkpoints.
        key: the verifier key that the reader trusts; else the one beside the checkpoint is taken.
        rules: whether the rules of this release run again.
        progress: told how far it is.
    Returns:
        What was checked, what could not be, and every difference.
    Raises:
        NothingToVerify: there is no co-operative here, or a level cannot be reached.
        CannotVerify: a file cannot be read.
    """
    folder = folder_given(Path(path))
    wanted = _level_of(folder, level, member_file)
    own = _member_file(member_file)
    kept = [(Path(one).name, _kept(Path(one))) for one in receipts]
    with _collector_paused():
        return _Run(folder, wanted, key=key, rules=rules, progress=progress).run(own, kept)


class _Run:
    def __init__(
        self, folder: Folder, level: str, *, key: str | None, rules: bool,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        self._folder, self._level, self._key = folder, level, key
        self._rules, self._progress = rules, progress
        self._findings = Findings()
        self._published = Published(folder.public, self._findings)
        self._stopped_at = NO_ENTRY

    def run(self, own: MemberFile | None, kept: Sequence[tuple[str, bytes]]) -> Report:
        """Do all of it, in order: files, entries, tables, proofs."""
        findings = self._findings
        with ExitStack() as stack:
            head = self._head()
            database = vault = None
            if self._level == AUDITOR:
                database = stack.enter_context(closing(open_books_read_only(self._folder)))
                if self._folder.vault_database.is_file():
                    opened = open_read_only(self._folder.vault_database)
                    vault = VaultTables(stack.enter_context(closing(opened)))
            try:
                replay, stream = self._entries(head, database, vault)
            except database_faults() as fault:
                raise CannotVerify(f"the database cannot be read to its end: {fault}") from fault
        self._check_key(replay, head)
        if head is not None:
            is_whole = self._level == AUDITOR and not stream.lost
            entries = max(head.size, stream.writer.size) if is_whole else None
            self._published.check_leftovers(head.size, entries)
            proofs = Proofs(self._published, head, self._vkeys(replay), findings)
            proofs.check_samples()
            for name, content in kept:
                proofs.check_kept(name, content)
            if own is not None:
                check_member_file(own, replay.books, proofs, findings)
        elif kept or own is not None:
            findings.differ(NO_ENTRY, "public/checkpoint", "head",
                            expected="a head that receipts lead to", found="none")  # fmt: skip
        writer = stream.writer
        return findings.report(self._level, entries=writer.size, root=writer.root().hex())

    def _head(self) -> Checkpoint | None:
        if self._published.exists:
            if self._key is None:
                why = "the key beside the checkpoint was taken on trust: pin it with --key"
                self._findings.leave("key of the log", why)
            return self._published.checkpoint(self._key)
        if self._level != AUDITOR:
            raise NothingToVerify(f"nothing is published at {self._folder.public}")
        self._findings.leave("published record", "nothing is published yet")
        return None

    def _entries(
        self, head: Checkpoint | None, database: Readable | None,
        vault: VaultTables | None,
    ) -> tuple[Replay, Stream]:  # fmt: skip
        findings, is_auditor = self._findings, database is not None
        annexes = AuditAnnexes(self._folder, findings, disclosed=is_auditor)
        tables = RecordTables(database) if database is not None else None
        openings = Openings(tables, vault, findings) if tables is not None else None
        histories = Histories(database, findings) if database is not None else None
        replay = Replay(
            self._folder, annexes, findings, openings=openings, rules=self._rules,
            on_history=histories.add if histories is not None else None,
        )  # fmt: skip
        stream = Stream(self._published, head, tables, findings)
        total = head.size if head is not None else 0
        stored = tables.head() if tables is not None else None
        total = max(total, stored[0] if stored is not None else 0)
        last_at = 0
        for block in stream.blocks():
            if openings is not None:
                openings.load(block.start, block.start + len(block.bodies))
            entries = self._replayed(replay, block)
            if block.rows is not None:
                compare_rows(findings, block, entries)
            if histories is not None:
                histories.catch_up()
            last_at = entries[-1].at if entries else last_at
            if self._progress is not None:
                self._progress(block.start + len(block.bodies), total)
        why = "the text of an entry before them cannot be had"
        findings.leave("entries", why, count=stream.lost)
        replay.close()
        if database is not None and tables is not None and openings is not None and histories:
            openings.close(replay.books, stream.writer.size)
            if self._stopped_at == NO_ENTRY and not stream.lost:
                writer = stream.writer
                frontier = writer.frontier().to_bytes()
                made = Head(writer.size, writer.root(), frontier, last_at)
                check_head(findings, made, stored, next(iter(self._vkeys(replay)), None))
            if self._stopped_at == NO_ENTRY and not stream.lost:
                histories.close()
                compare_tables(database, replay.books, findings, replay.last_entry_of)
            self._check_files(replay, annexes, last_at)
        if self._folder.public.is_dir():
            check_strangers(self._folder, annexes.named, findings)
        return replay, stream

    def _replayed(self, replay: Replay, block: Block) -> list[AnyEntry]:
        """Replay a block; once an entry cannot be read, none behind it can be replayed."""
        entries: list[AnyEntry] = []
        if self._stopped_at != NO_ENTRY:
            why = f"entry {self._stopped_at} cannot be read"
            self._findings.leave("entries", why, count=len(block.bodies))
            return entries
        step = replay.step
        for body in block.bodies:
            try:
                entry = read_entry(body)
            except ValueError as fault:
                self._stopped_at = block.start + len(entries)
                self._findings.differ(self._stopped_at, "entry", "text",
                                      expected="an entry of this record", found=fault)  # fmt: skip
                break
            step(entry)
            entries.append(entry)
        return entries

    def _check_files(self, replay: Replay, annexes: AuditAnnexes, last_at: int) -> None:
        for at in replay.valued:
            check_valuation(self._folder, replay.books, annexes, self._findings, at)
        check_rows(self._folder, replay.books, self._findings)
        check_page_times(self._folder, replay.books, self._findings, last_at)
        check_artefacts(self._folder, replay.books, self._findings)
        check_manifests(self._folder, replay.books, self._findings)
        note_unnamed_annexes(self._folder, annexes.named, self._findings)

    def _check_key(self, replay: Replay, head: Checkpoint | None) -> None:
        """The key that signs is the one that the record names; say where it is a demo's."""
        row = replay.books.get(LogKey, LOG)
        if row is None:
            return
        if head is not None:
            named = [vkey for seq, vkey in replay.keys if seq < head.size]
            self._findings.checked("keys of the log", len(named))
            there = self._published.beside
            if named and there != named[-1]:
                self._differ("public/vkey", "key", named[-1], there or "none")
            if head.origin != row.origin:
                self._differ("public/checkpoint", "origin", row.origin, head.origin)
        if row.origin.endswith(DEMO_ENDING):
            why = f"the keys of {row.origin} follow from a seed: anybody can sign as this log"
            self._findings.leave("demo key", why)

    def _vkeys(self, replay: Replay) -> list[VerifierKey]:
        """The log's keys, the one in force first; a pinned one that the record lacks comes last."""
        known: list[VerifierKey] = []
        for _, text in reversed(replay.keys):
            try:
                known.append(parse_vkey(text))
            except ValueError:
                continue  # the rules refuse such an entry, which is noted
        if self._published.vkey is not None and self._published.vkey not in known:
            known.append(self._published.vkey)
        return known

    def _differ(self, account: str, field: str, expected: object, found: object) -> None:
        self._findings.differ(NO_ENTRY, account, field, expected=expected, found=found)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause Python's collector: rows and entries hold no cycles, and scanning them costs half."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _level_of(folder: Folder, level: str | None, member_file: Path | str | None) -> str:
    if level is None:
        if member_file is not None:
            return MEMBER
        return AUDITOR if holds_books(folder) else PUBLIC
    if level not in LEVELS:
        raise NothingToVerify(f"a level is one of {', '.join(LEVELS)}; got {level}")
    if level == MEMBER and member_file is None:
        raise NothingToVerify("the level of a member needs a member file")
    return level


def _member_file(path: Path | str | None) -> MemberFile | None:
    if path is None:
        return None
    try:
        return read_member_file(Path(path).read_bytes())
    except (OSError, ValueError) as fault:
        raise CannotVerify(f"{path} is no member file: {fault}") from fault


def _kept(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(KEPT_BYTES_MAX)
    except OSError as fault:
        raise CannotVerify(f"{path} cannot be read: {fault}") from fault
