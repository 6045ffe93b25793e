"""Writing a member's own file: her entries with receipts, her openings, her lines with proofs.

It is made for her alone and holds what is in no published place, so it goes to her and nowhere
else. Her ballots are left out on purpose: a file that shows how she voted could be demanded of her.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache

from auzolan.assembly.acts import Propose
from auzolan.audit.annexes import refs_of
from auzolan.audit.connection import Readable
from auzolan.audit.database import RecordTables, open_books_read_only
from auzolan.audit.folder import Folder
from auzolan.audit.member_file import MemberFile, OwnEntry, ProvedLine, ProvedPart
from auzolan.cooperative import RULES, AnyEntry, read_entry
from auzolan.foundation import canonical
from auzolan.house.asking import reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.vault.store import Vault
from auzolan.record import annexes
from auzolan.record.annexes import Annex, AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Opening
from auzolan.record.merkle import inclusion_proof_from
from auzolan.record.notes import Checkpoint, parse_vkey, verify_checkpoint
from auzolan.record.passkeys import PROOF
from auzolan.record.receipts import InclusionReceipt, encode_receipt
from auzolan.record.sumtree import SumLeaf, SumTree
from auzolan.record.tile_names import tile_path
from auzolan.record.tiles import TileHashes
from auzolan.treasury.accounts import CONTROL_ACCOUNTS
from auzolan.treasury.state import MemberAccount

_GROWN_MAX = 4
_ROOMS_WITH_LINES = ("labour", "treasury", "valuation")
_ACTS_WITH_LINES = tuple(
    tag
    for tag in (str(kind.__struct_config__.tag) for kind in RULES)
    if tag.partition(".")[0] in _ROOMS_WITH_LINES
)


class NotPublished(Exception):
    """The published head is not the record's own, so not all can be proved; publish first."""


def export_member_file(desk: Desk, *, member: str) -> bytes:
    """The file of one member, as of the published head.

    Args:
        desk: the desk.
        member: whose file.
    Returns:
        Canonical text, read by `audit.member_file.read_member_file`.
    Raises:
        NotPublished: nothing is published, or not all.
        ValueError: what is published cannot be verified or does not hold together.
    """
    folder = desk.folder
    if not folder.checkpoint.is_file():
        raise NotPublished("nothing is published yet: publish the record first")
    note = folder.checkpoint.read_bytes()
    vkey = parse_vkey(folder.verifier_key.read_text().strip())
    head = verify_checkpoint(note, [vkey])
    with reading(folder) as now:
        keys = [(member, account) for account in sorted(CONTROL_ACCOUNTS)]
        accounts = now.books.get_many(MemberAccount, keys)
        stated = tuple((row.account, row.balance) for row in accounts if row is not None)
        if now.log.head().size != head.size:
            raise NotPublished("there are entries since the last publishing: publish the record")
    with closing(open_books_read_only(folder)) as database, vault_of(folder) as vault:
        own = tuple(_own_entries(_Source(folder, database, vault), member, head, note))
        lines = tuple(_own_lines(_Source(folder, database, vault), member, head.size))
    made = MemberFile(
        accounts=stated, checkpoint=note.decode(), entries=own, lines=lines, member=member,
        origin=head.origin,
    )  # fmt: skip
    return canonical.encode(made)


@dataclass(frozen=True, slots=True)
class _Source:
    folder: Folder
    database: Readable
    vault: Vault


def _own_entries(source: _Source, member: str, head: Checkpoint, note: bytes) -> Iterator[OwnEntry]:
    def read_tile(level: int, index: int, width: int) -> bytes:
        return (source.folder.public / tile_path(level, index, width)).read_bytes()

    hashes = TileHashes(head.size, read_tile)
    rows = source.database.execute(
        "SELECT seq, body FROM record_entry "
        "WHERE seq < ? AND (actor = ? OR instr(body, ?) > 0) ORDER BY seq",
        (head.size, member, canonical.encode({"member": member})[1:-1]),
    )
    for seq, body in rows:
        entry = read_entry(body)
        if entry.actor != member and not _names(entry, member):
            continue
        proof = tuple(inclusion_proof_from(hashes, seq, head.size))
        receipt = encode_receipt(InclusionReceipt(seq, proof, note))
        # Whoever holds an office acts on others' names and words; those are theirs, not hers.
        is_hers = _names(entry, member) or isinstance(entry.act, Propose)
        openings = _openings(source, seq) if is_hers else ()
        # What a passkey signed belongs to who asked, whomever the act is about.
        if entry.actor == member:
            openings = (*openings, *_proof(source, seq))
        yield OwnEntry(openings=openings, receipt=receipt.decode(), seq=seq, text=body.decode())


def _openings(source: _Source, seq: int) -> tuple[Opening, ...]:
    restricted = RecordTables(source.database).openings(seq, seq + 1)
    found = {name: opening for (_, name), opening in restricted.items()}
    found |= source.vault.openings_of(seq)
    found.pop(PROOF, None)
    return tuple(found[name] for name in sorted(found))


def _proof(source: _Source, seq: int) -> tuple[Opening, ...]:
    found = source.vault.openings_of(seq).get(PROOF)
    return () if found is None else (found,)


def _names(entry: AnyEntry, member: str) -> bool:
    return any(getattr(part, "member", "") == member for part in (entry.act, *entry.facts))


def _own_lines(source: _Source, member: str, size: int) -> Iterator[ProvedLine]:
    places = ", ".join("?" * len(_ACTS_WITH_LINES))
    rows = source.database.execute(
        f"SELECT seq, body FROM record_entry WHERE act IN ({places}) AND seq < ? ORDER BY seq",  # noqa: S608
        (*_ACTS_WITH_LINES, size),
    )
    for seq, body in rows:
        entry = read_entry(body)
        parts: tuple[Act | Fact, ...] = (entry.act, *entry.facts)
        for part in parts:
            for ref in refs_of(part):
                annex = _annex(source.folder, ref)
                if annex.amount and "member" in annex.names:
                    tag = str(type(part).__struct_config__.tag)
                    yield from proved_lines(annex, member, seq, tag)


def _annex(folder: Folder, ref: AnnexRef) -> Annex:
    closed = folder.annex(ref.digest, is_open=False)
    path = closed if closed.is_file() else folder.annex(ref.digest, is_open=True)
    return annexes.decode(path.read_bytes(), ref)


@dataclass(frozen=True, slots=True, eq=False)
class _Grown:
    """The sum tree over an annex, its leaves in order of the lines, and where each text begins."""

    tree: SumTree
    leaves: Sequence[SumLeaf]
    places: Mapping[bytes, int]


@lru_cache(maxsize=_GROWN_MAX)
def _grown(annex: Annex, *, debts: bool) -> _Grown:
    # A server proves everybody's line of a plan from one tree.
    leaves = annexes.sum_leaves(annex, debts=debts)
    places = {leaf.line: at for at, leaf in reversed(list(enumerate(leaves)))}
    return _Grown(SumTree(leaves), leaves, places)


def proved_lines(annex: Annex, member: str, seq: int, tag: str) -> Iterator[ProvedLine]:
    """A member's line of an annex with both its parts proved, where she has one."""
    column = annex.column("member")
    if member not in column:
        return
    place = list(column).index(member)
    values = annex.lines()[place]
    amount = values[annex.names.index(annex.amount)]
    assert isinstance(amount, int), "an amount is a whole number"
    grown = _grown(annex, debts=amount < 0)
    first = grown.places[canonical.encode([annex.kind, *values, 0])]
    parts: list[ProvedPart] = []
    for leaf in grown.leaves[first : first + 2]:
        index = grown.tree.index_of(leaf)
        proof = tuple((node.hash.hex(), node.total) for node in grown.tree.proof(index))
        parts.append(ProvedPart(leaf.amount, index, proof, leaf.salt.hex()))
    yield ProvedLine(
        amount=annex.amount, entry=seq, kind=annex.kind, n_leaves=grown.tree.n_leaves,
        names=annex.names, part=tag, parts=tuple(parts), values=values,
    )  # fmt: skip
