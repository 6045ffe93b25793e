"""What every flow shares: naming a submission, asking the desk once, reading the books beside it.

It decides nothing and writes nothing of its own. Readers never wait for a writer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count

from auzolan.audit.folder import Folder
from auzolan.cooperative import read_entry
from auzolan.foundation.books import Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.own_hand import in_own_hand
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.lending import lent_books
from auzolan.house.storage.log import Log
from auzolan.house.submission import Receipt, Submission
from auzolan.house.vault.store import Vault
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act

ID_SIZE_MAX = 48
_ONCE: ContextVar[Iterator[str] | None] = ContextVar("once", default=None)
_DIGEST_DIGITS = 32
_DRAWN_BYTES = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """The state as it was at one moment.

    Attributes:
        books: the rows; for reading only.
        log: the record's tables; for reading only.
    """

    books: TableBooks
    log: Log


@contextmanager
def reading(folder: Folder) -> Iterator[Reading]:
    """Read books and record of a folder as of one moment, without holding up the desk.

    Raises:
        DatabaseRefused: there is no sound database in the folder.
    """
    with lent_books(folder) as books:
        yield Reading(TableBooks(books), Log(books))


@contextmanager
def vault_of(folder: Folder) -> Iterator[Vault]:
    """Open the vault for a while."""
    vault = Vault(folder)
    try:
        yield vault
    finally:
        vault.close()


def ask(
    desk: Desk, identity: str, actor: str, act: Act, words: Mapping[str, str] | None = None
) -> Receipt | Refusal:
    """Submit one act, signed where its actor signs for herself."""
    return desk.submit([in_own_hand(Submission(identity, actor, act, words or {}))])[0]


def lay_down_once(
    desk: Desk,
    identity: str,
    kind: str,
    columns: Mapping[str, Sequence[Scalar]],
    *,
    amount: str = "",
) -> AnnexRef:
    """Lay down an annex for the act of this id; the one that it named already, where that says the same.

    Salts are drawn by chance: laid down anew, the same lines would make another annex, and an act
    that is sent again after a crash would seem to say something else.
    """
    with reading(desk.folder) as now:
        seq = now.log.known([identity]).get(identity)
        act = read_entry(now.log.body(seq)).act if seq is not None else None
    wanted = {name: list(column) for name, column in columns.items()}
    for ref in _annexes_of(act) if act is not None else ():
        annex = AnnexFiles(desk.folder, desk.ports).read(ref)
        found = {name: list(annex.column(name)) for name in annex.names}
        if (annex.kind, annex.amount, found) == (kind, amount, wanted):
            return ref
    return desk.lay_down(kind, columns, amount=amount)


def _annexes_of(act: Act) -> list[AnnexRef]:
    values = [getattr(act, name) for name in act.__struct_fields__]
    return [value for value in values if isinstance(value, AnnexRef)]


def moment_of(now: Reading, clock: Callable[[], int]) -> int:
    """The moment of a question: the clock's, and never before the last entry."""
    return max(clock(), now.log.head().at)


def named(verb: str, *things: str) -> str:
    """The id of an act that is done once for a thing: asking again gives the same answer.

    A name that would be too long for an id ends in a digest of itself.
    """
    name = "-".join((verb, *things))
    if len(name) <= ID_SIZE_MAX:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_DIGITS]
    return f"{verb[: ID_SIZE_MAX - _DIGEST_DIGITS - 1]}-{digest}"


def drawn(desk: Desk, verb: str) -> str:
    """A fresh id, for an act that may rightly be asked many times in the same words.

    A name made from the words would turn her second withdrawal into a repeat of her first. Within
    `once` it follows from the caller's key instead, so that a request sent twice is one request.
    """
    keyed = _ONCE.get()
    if keyed is not None:
        return f"{verb}-{next(keyed)}"
    return f"{verb}-{desk.ports.chance(_DRAWN_BYTES).hex()}"


@contextmanager
def once(key: bytes) -> Iterator[None]:
    """Give every fresh id of a flow a name that follows from a key.

    Args:
        key: secret and of this one request: ids stand on the record, and from a key that others can
            guess they could tell whose ballot an entry is.
    """
    numbers = (
        hashlib.sha256(key + number.to_bytes(4, "big")).hexdigest()[: 2 * _DRAWN_BYTES]
        for number in count()
    )
    token = _ONCE.set(numbers)
    try:
        yield
    finally:
        _ONCE.reset(token)
