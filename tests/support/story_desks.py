"""Two desks behind one door: one in memory, on the pure rooms alone, and the real one on a store.

The memory desk is a twin written for tests: it seals and applies, and keeps entries, openings and
annexes in dictionaries. It signs nothing, publishes nothing and survives nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.cooperative import (
    ACT_DECODER,
    RELEASE,
    ROWS,
    answer,
    apply_entry,
    charter_digest,
    read_entry,
)
from auzolan.foundation import canonical
from auzolan.foundation.books import MemoryBooks, Row, Scalar, key_getter, order_of
from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.foundation.tables import select_all
from auzolan.house import answers
from auzolan.house.desk import Desk
from auzolan.house.keys import SECRET_SIZE, make_log_key
from auzolan.house.ports import Ports
from auzolan.house.proving import published_auth, unproven
from auzolan.house.storage.database import create_database, open_books
from auzolan.house.storage.log import Log
from auzolan.house.storage.server import create_on_server
from auzolan.house.submission import Receipt, Submission, sealing
from auzolan.record.annexes import Annex, AnnexRef, AnnexUnreadable
from auzolan.record.case import Case
from auzolan.record.entries import Entry, EntryTooLong, seal
from auzolan.record.fields import Opening, field_classes, opened
from auzolan.record.frontier import Frontier, leaf_hash
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.passkeys import PROOF
from auzolan.record.state import LOG, LogKey
from support.memory import MemoryAnnexes

R = TypeVar("R", bound=Row)
Answer = Receipt | Refusal
Rows = dict[type[Row], list[Row]]


class AnyDesk(Protocol):
    """What stories and simulations ask of a desk."""

    vkey: str
    """The verifier key to found the co-operative with."""

    def submit(self, submissions: Sequence[Submission]) -> list[Answer]:
        """Answer acts in order."""

    def lay_down(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay down an annex that the next act will name."""

    def annex(self, ref: AnnexRef) -> Annex:
        """An annex, checked."""

    def rows(self, row: type[R]) -> list[R]:
        """All rows of a type, history included, in order of key."""

    def size(self) -> int:
        """Number of entries."""

    def root(self) -> bytes:
        """Root of the record."""

    def body(self, seq: int) -> bytes:
        """The text of an entry."""

    def openings(self, seq: int) -> dict[str, Opening]:
        """What opens the restricted fields of an entry."""

    def words(self, seq: int) -> dict[str, Opening]:
        """What opens the sealed fields of an entry."""

    def forget_words(self, seq: int, field: str) -> None:
        """Destroy what opens a sealed field."""

    def keep_log_key(self, signer: Signer) -> None:
        """Lay a further key of the record where signing finds it."""

    def reopen(self) -> None:
        """Stop, and start again from what was kept."""


class PortAnnexes(MemoryAnnexes):
    """Annexes in memory whose salts come from the desk's own chance, as the files' do."""

    def __init__(self, ports: Ports) -> None:
        super().__init__()
        self._port = ports.chance

    def read(self, ref: AnnexRef) -> Annex:
        """The annex of this name, checked."""
        if ref.digest not in self.texts:
            raise AnnexUnreadable(
                f"there is no annex {ref.digest[:12]}; lay it down before the act"
            )
        return super().read(ref)

    def _chance(self, size: int) -> bytes:
        return self._port(size) if size else b""


class MemoryDesk:
    """The twin: same answers, same entries, no file.

    Args:
        ports: clock and chance.
        origin: the name of the record; its first key is drawn from chance at once.
    """

    def __init__(self, ports: Ports, origin: str) -> None:
        self._ports = ports
        key = Ed25519PrivateKey.from_private_bytes(ports.chance(SECRET_SIZE))
        self.vkey = format_vkey(Signer(origin, key).verifier_key)
        self._annexes = PortAnnexes(ports)
        self._history: dict[type[Row], list[Row]] = {}
        self.books = self._empty_books(self._history)
        self._frontier = Frontier.empty()
        self._at = 0
        self._bodies: list[bytes] = []
        self._asked: dict[str, tuple[Receipt, Submission]] = {}
        self._openings: dict[int, dict[str, Opening]] = {}
        self._words: dict[int, dict[str, Opening]] = {}

    @staticmethod
    def _empty_books(history: dict[type[Row], list[Row]]) -> MemoryBooks:
        return MemoryBooks(on_history=lambda row: history.setdefault(type(row), []).append(row))

    def submit(self, submissions: Sequence[Submission]) -> list[Answer]:
        """Answer acts in order; the key of the record is the one from before the call."""
        log_key = self.books.get(LogKey, LOG)
        return [self._answer(one, log_key) for one in submissions]

    def _answer(self, submission: Submission, log_key: LogKey | None) -> Answer:
        if submission.id in self._asked:
            return self._repeat(submission, *self._asked[submission.id])
        try:
            made = sealing(submission, self._ports.chance)
            canonical.decode(canonical.encode(made.published), ACT_DECODER)
        except (ValueError, TypeError) as fault:
            return answers.malformed(str(fault))
        no = unproven(self.books, log_key, submission, made, seq=self.size())
        if no is not None:
            return no
        at = Moment(max(self._ports.clock(), self._at))
        case = Case(self.size(), at, submission.actor, self._annexes)
        try:
            facts = answer(self.books, made.opened, case)
            if isinstance(facts, Refusal):
                return facts
            auth, proof = published_auth(submission.auth, self._ports.chance)
            body = seal(
                Entry(
                    act=made.published, actor=case.actor, at=case.at, auth=auth,
                    charter=charter_digest(self.books), facts=facts, id=submission.id,
                    rules=RELEASE, seq=case.seq,
                )
            )  # fmt: skip
        except (AnnexUnreadable, EntryTooLong) as fault:
            return answers.malformed(str(fault))
        apply_entry(self.books, case, made.opened, facts, auth)
        receipt = Receipt(case.seq, submission.id, case.at, leaf_hash(body), facts)
        self._frontier.append(receipt.leaf)
        self._at = case.at
        self._bodies.append(body)
        self._asked[submission.id] = (receipt, submission)
        self._openings[case.seq] = {one.name: one for one in made.restricted}
        self._words[case.seq] = {one.name: one for one in (*made.sealed, *proof)}
        return receipt

    def _repeat(self, now: Submission, receipt: Receipt, before: Submission) -> Answer:
        """The answer of before, if it is the same in everything that is still known."""
        try:
            sealing(now, bytes)
        except (ValueError, TypeError) as fault:
            return answers.malformed(str(fault))
        kept = self._words[receipt.seq].keys() - {PROOF}
        same = (
            now.actor == before.actor
            and _without_words(now) == _without_words(before)
            and all(now.words[name] == before.words[name] for name in kept)
        )
        if not same:
            return answers.other_body(now.id, receipt.seq)
        return Receipt(
            receipt.seq, receipt.id, receipt.at, receipt.leaf, receipt.facts, repeated=True
        )

    def lay_down(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay down an annex that the next act will name."""
        return self._annexes.make(kind, columns, amount=amount)

    def annex(self, ref: AnnexRef) -> Annex:
        """An annex, checked."""
        return self._annexes.read(ref)

    def rows(self, row: type[R]) -> list[R]:
        """All rows of a type, history included, in order of key."""
        if row.HISTORY:
            return in_order(row, cast("list[R]", self._history.get(row, [])))
        return self.books.rows(row)

    def size(self) -> int:
        """Number of entries."""
        return self._frontier.size

    def root(self) -> bytes:
        """Root of the record."""
        return self._frontier.root()

    def body(self, seq: int) -> bytes:
        """The text of an entry."""
        return self._bodies[seq]

    def openings(self, seq: int) -> dict[str, Opening]:
        """What opens the restricted fields of an entry."""
        return dict(self._openings[seq])

    def words(self, seq: int) -> dict[str, Opening]:
        """What opens the sealed fields of an entry."""
        return dict(self._words[seq])

    def forget_words(self, seq: int, field: str) -> None:
        """Destroy what opens a sealed field."""
        self._words[seq].pop(field, None)

    def keep_log_key(self, signer: Signer) -> None:
        """Nothing is signed here, so no key is needed."""

    def reopen(self) -> None:
        """Build the books anew from the entries alone, as a start after a loss would."""
        self._history = {}
        self.books = self._empty_books(self._history)
        for seq, body in enumerate(self._bodies):
            entry = read_entry(body)
            case = Case(seq, Moment(entry.at), entry.actor, self._annexes)
            act = opened(entry.act, self._openings[seq])
            apply_entry(self.books, case, act, entry.facts, entry.auth)


class TableDesk:
    """The real desk over a folder, read through what it committed.

    Args:
        path: an existing empty folder.
        ports: clock and chance.
        origin: the name of the record; its first key is drawn from chance at once.
        place: the server that holds record and books; a file in the folder where None.
    """

    def __init__(
        self, path: Path, ports: Ports, origin: str, place: PostgresPlace | None = None
    ) -> None:
        self.folder = Folder(path)
        self._ports = ports
        if place is None:
            create_database(path)
        else:
            create_on_server(self.folder, place)
        self.vkey = format_vkey(make_log_key(self.folder, origin, ports.chance).verifier_key)
        self._open()

    def _open(self) -> None:
        self.desk = Desk(self.folder, self._ports)
        self._db = open_books(self.folder)
        self._log = Log(self._db)

    def submit(self, submissions: Sequence[Submission]) -> list[Answer]:
        """Answer acts in order."""
        return self.desk.submit(submissions)

    def lay_down(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay down an annex that the next act will name."""
        return self.desk.lay_down(kind, columns, amount=amount)

    def annex(self, ref: AnnexRef) -> Annex:
        """An annex, checked."""
        return self.desk._annexes.read(ref)

    def rows(self, row: type[R]) -> list[R]:
        """All rows of a type, history included, in order of key."""
        return in_order(row, [row(*values) for values in self._db.execute(select_all(row))])

    def size(self) -> int:
        """Number of entries."""
        return self._log.head().size

    def root(self) -> bytes:
        """Root of the record."""
        return self._log.head().root

    def body(self, seq: int) -> bytes:
        """The text of an entry."""
        return self._log.body(seq)

    def openings(self, seq: int) -> dict[str, Opening]:
        """What opens the restricted fields of an entry."""
        return self._log.openings(seq)

    def words(self, seq: int) -> dict[str, Opening]:
        """What opens the sealed fields of an entry."""
        return self.desk.vault.openings_of(seq)

    def forget_words(self, seq: int, field: str) -> None:
        """Destroy what opens a sealed field."""
        self.desk.vault.erase_opening(seq, field)

    def keep_log_key(self, signer: Signer) -> None:
        """Lay a further key of the record beside the first."""
        pem = signer.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        place = len(list(self.folder.keys.glob("*.pem")))
        (self.folder.keys / f"log-{place}.pem").write_bytes(pem)

    def reopen(self) -> None:
        """Close the desk and open another on the same folder."""
        self.close()
        self._open()

    def close(self) -> None:
        """Close all databases."""
        self._db.close()
        self.desk.close()


def all_rows(desk: AnyDesk) -> Rows:
    """Every row that a desk's books hold, by type."""
    return {row: desk.rows(row) for row in ROWS}


def assert_equal_desks(one: AnyDesk, other: AnyDesk) -> None:
    """Compare root, number of entries and every row of two desks."""
    assert one.size() == other.size(), "the records differ in length"
    assert one.root() == other.root(), "the records differ"
    for row in ROWS:
        assert one.rows(row) == other.rows(row), f"{row.__name__}: the books differ"


def in_order(row: type[R], rows: Sequence[R]) -> list[R]:
    """Rows in order of key, as books give them."""
    key = key_getter(row)
    return sorted(rows, key=lambda one: order_of(key(one)))


def _without_words(submission: Submission) -> dict[str, object]:
    """The act with its sealed fields left out, which hold nothing but what `words` says."""
    act = submission.act
    sealed = field_classes(type(act)).sealed
    open_fields = {n: getattr(act, n) for n in act.__struct_fields__ if n not in sealed}
    return {"": type(act), **open_fields}
