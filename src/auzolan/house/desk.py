"""The desk: the only place where an act becomes an entry.

A call is one transaction: turn, shape, idempotency, rule, entry, books, one flush, one signature,
one commit. Refused acts do not hold up the others; a broken assertion rolls the whole call back,
and the desk goes on only from what the disk holds. It knows no page and no command, and it
publishes nothing: that is the publisher's part.
"""

from __future__ import annotations

import gc
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from msgspec.structs import replace

from auzolan.audit.folder import Folder
from auzolan.cooperative import (
    ACT_DECODER,
    RELEASE,
    answer,
    apply_entry,
    charter_digest,
    read_entry,
)
from auzolan.foundation import canonical
from auzolan.foundation.books import Scalar
from auzolan.foundation.ids import checked_id
from auzolan.foundation.moments import SECOND_MS, Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.gathering import Gathering
from auzolan.house.lock import DeskBusy, turn
from auzolan.house.ports import Ports, system_ports
from auzolan.house.proving import published_auth, unproven
from auzolan.house.publisher import Publisher
from auzolan.house.signing import HeadSigner
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import open_books
from auzolan.house.storage.kept import KeptReading
from auzolan.house.storage.lending import let_go
from auzolan.house.storage.log import EntryRow, Head, Log
from auzolan.house.storage.releases import NewerRelease, check_release
from auzolan.house.storage.store import CommitUnknown, StoreReplaced, TryAgain, WriterWaits
from auzolan.house.submission import Receipt, Sealing, Submission, sealing
from auzolan.house.telling.acts import tell_acts
from auzolan.house.vault.store import Vault
from auzolan.record.annexes import AnnexRef, AnnexUnreadable
from auzolan.record.case import Case
from auzolan.record.entries import (
    Act,
    Auth,
    Entry,
    EntryTooLong,
    Fact,
    Facts,
    seal,
)
from auzolan.record.fields import Opening
from auzolan.record.frontier import Frontier, leaf_hash
from auzolan.record.state import LOG, LogKey

BATCH_MAX = 10_000
TRIES_MAX = 5
CLOCK_LAG_MS_MAX = 300 * SECOND_MS
"""How far a clock may lie behind the last entry: what machines that keep time may differ by."""
CLOCK_MIN = moment_from_iso("2000-01-01")
CLOCK_END = moment_from_iso("9000-01-01")
"""Clocks outside are wrong; up to the end of the calendar there is room for every deadline."""


class DeskStopped(Exception):
    """The desk could not write and has written nothing; the message says what to do."""


_OWN = (DeskStopped, WriterWaits, TryAgain, CommitUnknown, NewerRelease)
_NUL_SPELT = rb"\u0000"
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(slots=True)
class _Call:
    """What one call to the desk gathers before its commit."""

    head: Head
    known: dict[str, int]
    log_key: LogKey | None
    entries: list[EntryRow] = field(default_factory=list)
    restricted: list[tuple[int, Opening]] = field(default_factory=list)
    sealed: list[tuple[int, Opening]] = field(default_factory=list)


class Desk:
    """Writes the record and the books of one folder.

    Args:
        folder: the co-operative's folder, with its database.
        ports: clock and chance; the machine's where None.

    Raises:
        DatabaseRefused: there is no database, or it cannot be read.
        RecordAhead: more is published than the database holds; writing on would fork the record.
        NewerRelease: a release wrote the record that this program does not know.
    """

    def __init__(self, folder: Folder, ports: Ports | None = None) -> None:
        self.folder = folder
        self.ports = ports or system_ports()
        self._one_thread = threading.Lock()
        self._turn = folder.lock
        self._db = open_books(folder)
        self._log = Log(self._db)
        Publisher(folder, self._db).check_not_ahead()
        self.vault = Vault(folder)
        self.kept = KeptReading(folder)
        self._annexes = AnnexFiles(folder, self.ports)
        self._signer = HeadSigner(folder)
        self._books = TableBooks(self._db)
        self._written: Frontier | None = None  # the books' state belongs to this record
        self._gathering = Gathering(self._together, questions_max=BATCH_MAX)

    def close(self) -> None:
        """Close the databases."""
        self._db.close()
        self.vault.close()
        self.kept.close()
        let_go()

    def lay_down(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay down an annex that the next act will name; durable when this returns."""
        with self._one_thread:
            ref = self._annexes.make(kind, columns, amount=amount)
            self._annexes.write()
            return ref

    def submit(self, submissions: Sequence[Submission]) -> list[Receipt | Refusal]:
        """Answer acts in order, in one transaction; what is accepted is durable on return.

        What several threads submit at once may share a transaction; each gets its own answers.

        Args:
            submissions: at most 10,000.
        Returns:
            A receipt or a refusal for each. A refused act leaves no trace.
        Raises:
            DeskStopped: nothing was written; the disk, the database or a promise failed.
            ValueError: too many submissions.
        """
        if len(submissions) > BATCH_MAX:
            raise ValueError(f"a call takes at most {BATCH_MAX} acts; got {len(submissions)}")
        began = time.monotonic()
        answered = self._gathering.ask(submissions)
        tell_acts(submissions, answered, time.monotonic() - began)
        return answered

    def _together(self, submissions: Sequence[Submission]) -> list[Receipt | Refusal]:
        """Answer in one transaction, and try again what the store could not put in order.

        Locks are always taken in this order: this process, this folder, the store, rows.
        """
        doubt = False
        with self._one_thread, _no_collecting():
            try:
                with turn(self._turn):
                    for _ in range(TRIES_MAX):
                        try:
                            return self._transact(submissions)
                        except TryAgain:
                            continue
                        except CommitUnknown:
                            doubt = True  # the same ids tell on which side of the commit it broke
                    raise WriterWaits(f"others wrote at the same time, {TRIES_MAX} times")
            except (DeskBusy, WriterWaits) as busy:
                return [answers.busy(str(busy))] * len(submissions)
            except NewerRelease as newer:
                return [newer.refusal] * len(submissions)
            except DeskStopped as stop:
                raise (DeskStopped(answers.in_doubt(str(stop))) if doubt else stop) from stop

    def _transact(self, submissions: Sequence[Submission]) -> list[Receipt | Refusal]:
        try:
            self._open_transaction()
            call = self._begin(submissions)
            results = [self._answer(call, submission) for submission in submissions]
            if call.entries:
                self._finish(call)
            self._db.commit()
        except BaseException as failure:
            self._undo()
            if isinstance(failure, Exception) and not isinstance(failure, _OWN):
                raise DeskStopped(answers.stopped(failure)) from failure
            raise
        self._written = call.head.frontier
        return results

    def _open_transaction(self) -> None:
        """Stop where the tables were rebuilt meanwhile: what is written here would be lost."""
        try:
            self._db.begin()
        except StoreReplaced as fault:
            raise DeskStopped(
                "The tables were rebuilt or restored meanwhile, so nothing was written. "
                "Start this program again."
            ) from fault

    def _begin(self, submissions: Sequence[Submission]) -> _Call:
        head = self._log.head()
        if head.frontier != self._written:
            check_release(self._db)  # another program may have written since
            self._books.forget()
        known = self._log.known([one.id for one in submissions if _is_id(one.id)])
        return _Call(head, known, self._books.get(LogKey, LOG))

    def _answer(self, call: _Call, submission: Submission) -> Receipt | Refusal:
        if not _is_id(submission.id):
            return answers.malformed(f"an id of another form: {str(submission.id)[:60]!r}")
        if submission.id in call.known:
            return self._repeat(call, submission, call.known[submission.id])
        try:
            made = sealing(submission, self.ports.chance)
            canonical.decode(canonical.encode(made.published), ACT_DECODER)
            opened = canonical.encode(made.opened)
            if _NUL_SPELT in opened and _NUL.search(opened):
                raise ValueError("a text with the sign U+0000, which no store can hold")
        except (ValueError, TypeError) as fault:
            return answers.malformed(str(fault))
        no = unproven(self._books, call.log_key, submission, made, seq=call.head.size)
        if no is not None:
            return no
        at = self._now(call.head)
        if isinstance(at, Refusal):
            return at
        case = Case(call.head.size, at, submission.actor, self._annexes)
        try:
            facts = answer(self._books, made.opened, case)
            if isinstance(facts, Refusal):
                return facts
            auth, proof = published_auth(submission.auth, self.ports.chance)
            entry = self._entry(submission.id, auth, made, case, facts)
            body = seal(entry)
        except (AnnexUnreadable, EntryTooLong) as fault:
            return answers.malformed(str(fault))
        self._enter(call, entry, body, made, proof)
        return Receipt(case.seq, submission.id, case.at, leaf_hash(body), facts)

    def _now(self, head: Head) -> Moment | Refusal:
        """The moment of the next entry, which never lies before the last one."""
        now = self.ports.clock()
        if not CLOCK_MIN <= now < CLOCK_END:
            return answers.clock_wrong(now)
        # Going on at the last entry's time would stop time until the clock has caught up.
        if now < head.at - CLOCK_LAG_MS_MAX:
            return answers.clock_behind(now, head.at)
        return Moment(max(now, head.at))

    def _entry(
        self, identity: str, auth: Auth, made: Sealing, case: Case, facts: Facts
    ) -> Entry[Act, Fact]:
        return Entry(
            act=made.published,
            actor=case.actor,
            at=case.at,
            auth=auth,
            charter=charter_digest(self._books),
            facts=facts,
            id=identity,
            rules=RELEASE,
            seq=case.seq,
        )

    def _enter(
        self, call: _Call, entry: Entry[Act, Fact], body: bytes, made: Sealing,
        proof: Sequence[Opening],
    ) -> None:  # fmt: skip
        case = Case(entry.seq, Moment(entry.at), entry.actor, self._annexes)
        apply_entry(self._books, case, made.opened, entry.facts, entry.auth)
        leaf = leaf_hash(body)
        call.head.frontier.append(leaf)
        call.head.at = entry.at
        call.known[entry.id] = entry.seq
        tag = str(type(entry.act).__struct_config__.tag)
        call.entries.append(EntryRow(entry.seq, entry.id, entry.at, entry.actor, tag, leaf, body))
        call.restricted.extend((entry.seq, opening) for opening in made.restricted)
        call.sealed.extend((entry.seq, opening) for opening in (*made.sealed, *proof))

    def _finish(self, call: _Call) -> None:
        """Flush and sign; files become durable before the commit that names them."""
        log_key = self._books.get(LogKey, LOG)
        assert log_key is not None, "entries were sealed without a log key"
        vkeys = [log_key.vkey]
        if call.log_key is not None and call.log_key.vkey != log_key.vkey:
            vkeys.append(call.log_key.vkey)
        call.head.checkpoint = self._signer.sign(log_key.origin, call.head.frontier, vkeys)
        self._annexes.write()
        if call.sealed:
            self.vault.keep_openings(call.sealed)
        with self._db.together():
            self._books.flush()
            self._log.write(call.head, call.entries, call.restricted)

    def _undo(self) -> None:
        self._db.rollback()
        self._books.forget()
        self._annexes.drop()
        self._written = None

    def _repeat(self, call: _Call, submission: Submission, seq: int) -> Receipt | Refusal:
        """Answer a submission whose id has an entry: the same answer, or no."""
        in_call = [row.body for row in call.entries if row.seq == seq]
        entry = read_entry(in_call[0] if in_call else self._log.body(seq))
        openings = self._openings_of(call, seq)
        salts = {name: opening.salt for name, opening in openings.items()}
        again = Submission(
            submission.id, submission.actor, submission.act, submission.words, entry.auth, salts
        )
        try:
            made = sealing(again, bytes)
        except (ValueError, TypeError) as fault:
            return answers.malformed(str(fault))
        erased = {
            name: getattr(entry.act, name)
            for name in submission.words
            if name not in openings and hasattr(entry.act, name)
        }
        same = type(made.published) is type(entry.act) and entry.actor == submission.actor
        if not same or replace(made.published, **erased) != entry.act:
            return answers.other_body(submission.id, seq)
        leaf = leaf_hash(seal(entry))
        return Receipt(seq, entry.id, entry.at, leaf, entry.facts, repeated=True)

    def _openings_of(self, call: _Call, seq: int) -> dict[str, Opening]:
        gathered = [one for at, one in (*call.restricted, *call.sealed) if at == seq]
        if gathered:
            return {opening.name: opening for opening in gathered}
        return self._log.openings(seq) | self.vault.openings_of(seq)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Look for no circles of garbage meanwhile: a million lines would be looked through ten times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_id(text: object) -> bool:
    """Whether a door brought an id that an entry can carry."""
    try:
        return checked_id(text) == text  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return False
