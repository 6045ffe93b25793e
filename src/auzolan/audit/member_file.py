"""A member's own file: what she needs to check the record about herself, and nothing of others.

It holds copies of her entries with receipts, the openings of her restricted and sealed fields, and
her lines of each annex that shares out amounts, with proofs that show nobody else's. Her ballots
are not in it: a file that ties them to her could be demanded of her. It is read strictly here, and
written by the house.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.audit.annexes import refs_of
from auzolan.audit.explain import note_texts
from auzolan.audit.member_accounts import moved_by, moved_openly
from auzolan.audit.proofs import Proofs
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.audit.signatures import BY_PASSKEY, proof_fault
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.ids import Digest, Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact, PasskeySigned
from auzolan.record.fields import Opening, field_classes, opens
from auzolan.record.passkeys import PROOF
from auzolan.record.sumtree import SumLeaf, SumNode, verify_sum

FILE_BYTES_MAX = 64 * 2**20
PARTS_A_LINE = 2

Amount = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Salt = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]


class ProvedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two parts of a line: its amount, salt, place in the tree, and the way up."""

    amount: Amount
    place: Amount
    proof: tuple[tuple[Digest, Amount], ...]
    salt: Salt


class ProvedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of an annex with amounts.

    Attributes:
        amount: the name of the column that is summed.
        entry: the entry that names the annex.
        kind: what its lines are.
        n_leaves: leaves of its sum tree.
        names: the columns.
        part: the type of the act or fact that names the annex.
        parts: the two parts of the amount.
        values: the line, in the order of `names`.
    """

    amount: str
    entry: Amount
    kind: str
    n_leaves: Amount
    names: tuple[str, ...]
    part: str
    parts: tuple[ProvedPart, ...]
    values: tuple[int | str, ...]

    def value(self, name: str) -> int | str:
        """The value in a column.

        Raises:
            ValueError: there is no such column.
        """
        return self.values[self.names.index(name)]


class OwnEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A copy of an entry, its receipt, and what opens its fields."""

    openings: tuple[Opening, ...]
    receipt: str
    seq: Amount
    text: str


class MemberFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it; `accounts` is what the co-operative says she has, in units of their assets."""

    accounts: tuple[tuple[str, int], ...]
    checkpoint: str
    entries: tuple[OwnEntry, ...]
    lines: tuple[ProvedLine, ...]
    member: Id
    origin: str
    v: Annotated[int, Meta(ge=1, le=1)] = 1


_DECODER = msgspec.json.Decoder(MemberFile)


def read_member_file(content: bytes) -> MemberFile:
    """Read a member file strictly.

    Raises:
        ValueError: too large, not a member file, or not in canonical spelling.
    """
    if len(content) > FILE_BYTES_MAX:
        raise ValueError(f"a member file has at most {FILE_BYTES_MAX} bytes")
    return canonical.decode(content, _DECODER)


def check_member_file(file: MemberFile, books: Books, proofs: Proofs, findings: Findings) -> None:
    """Check a member's file against the record.

    Args:
        file: her file.
        books: the public books after the last entry.
        proofs: proves against the published record.
        findings: where differences are noted.
    """
    checker = _Checker(file, books, proofs, findings)
    proofs.check_kept(f"file of {file.member}", file.checkpoint.encode())
    for own in file.entries:
        checker.entry(own)
    for line in file.lines:
        checker.line(line)
    checker.accounts()
    why = "only the co-operative knows whether it named her elsewhere"
    findings.leave("lines that her file may leave out", why)


class _Checker:
    def __init__(self, file: MemberFile, books: Books, proofs: Proofs, findings: Findings) -> None:
        self._file, self._books = file, books
        self._proofs, self._findings = proofs, findings
        self._accounts: dict[str, int] = {}
        self._seen: set[tuple[int, str]] = set()

    def entry(self, own: OwnEntry) -> None:
        """Her copy is proved by its receipt and equals the record's; openings open it."""
        about, copy = f"entry of {self._file.member}", own.text.encode()
        if self._is_twice(own.seq, "", about):
            return
        self._proofs.check_receipt(about, own.receipt.encode(), copy)
        try:
            mine, theirs = read_entry(copy), read_entry(self._proofs.text_of(own.seq))
        except ValueError as fault:
            self._differ(own.seq, about, "text", "an entry of the record", fault)
            return
        self._findings.checked("her entries")
        if mine != theirs:
            note_texts(
                self._findings, own.seq, about, expected=copy, found=self._proofs.text_of(own.seq)
            )
        for fact in mine.facts:
            self._gain(moved_openly(fact, self._file.member))
        classes = field_classes(type(mine.act))
        for opening in own.openings:
            is_field = opening.name in classes.restricted + classes.sealed
            self._findings.checked("her openings")
            if opening.name == PROOF and isinstance(mine.auth, PasskeySigned):
                self._proof(mine, mine.auth, opening)
                continue
            if not is_field or not opens(opening, getattr(mine.act, opening.name)):
                self._differ(own.seq, about, opening.name, "an opening that fits", opening.value)

    def _proof(self, mine: AnyEntry, auth: PasskeySigned, opening: Opening) -> None:
        """What her passkey signed is what the entry commits to, and fits her act."""
        about = f"entry of {self._file.member}"
        if not opens(opening, auth.commitment):
            self._differ(mine.seq, about, PROOF, "an opening that fits", opening.value)
            return
        self._findings.checked(BY_PASSKEY)
        fault = proof_fault(mine, opening, self._books)
        if fault is not None:
            self._differ(
                mine.seq, about, PROOF, "an answer of her passkey to this act", fault.value
            )

    def line(self, line: ProvedLine) -> None:
        """Her line is hers, adds up, and is proved into the annex that the record names."""
        about = f"line of {self._file.member} in {line.kind}"
        part = self._part(line)
        refs = refs_of(part) if part is not None else []
        if part is None or not refs:
            self._differ(line.entry, about, "annex", f"an annex named by {line.part}", "none")
            return
        if self._is_twice(line.entry, line.part, about):
            return
        self._findings.checked("her lines")
        try:
            if line.value("member") != self._file.member:
                raise ValueError(f"a line of {line.value('member')}")
            is_proved = _is_proved(line, refs[0])
        except (ValueError, TypeError) as fault:
            self._differ(line.entry, about, line.amount, "a line of hers", fault)
            return
        if not is_proved:
            self._differ(line.entry, about, line.amount,
                         f"a line of the annex {refs[0].digest[:12]}", line.value(line.amount))  # fmt: skip
            return
        self._gain(moved_by(part, line.entry, line.value, self._books))

    def _part(self, line: ProvedLine) -> Act | Fact | None:
        """The act or fact that names the annex of a line."""
        try:
            entry = read_entry(self._proofs.text_of(line.entry))
        except ValueError:
            return None
        parts: tuple[Act | Fact, ...] = (entry.act, *entry.facts)
        tags = (type(part).__struct_config__.tag for part in parts)
        return next((part for part, tag in zip(parts, tags, strict=True) if tag == line.part), None)

    def _is_twice(self, entry: int, part: str, about: str) -> bool:
        # What takes money away from her must not be shown twice, or her balance would seem spent.
        if (entry, part) in self._seen:
            self._differ(entry, about, "file", "each entry and each line once", "twice")
            return True
        self._seen.add((entry, part))
        return False

    def _gain(self, changes: Mapping[str, int]) -> None:
        for account, amount in changes.items():
            self._accounts[account] = self._accounts.get(account, 0) + amount

    def accounts(self) -> None:
        """What the co-operative says she has is what her lines add up to."""
        stated = dict(self._file.accounts)
        for account in sorted({*self._accounts, *stated}):
            self._findings.checked("her accounts")
            ours, found = self._accounts.get(account, 0), stated.get(account, 0)
            if found != ours:
                about = f"account {self._file.member} {account}"
                self._differ(NO_ENTRY, about, "balance", ours, found)

    def _differ(
        self, entry: int, account: str, field: str, expected: object, found: object
    ) -> None:
        self._findings.differ(entry, account, field, expected=expected, found=found)


def _is_proved(line: ProvedLine, ref: AnnexRef) -> bool:
    amount = line.value(line.amount)
    if not isinstance(amount, int) or len(line.parts) != PARTS_A_LINE:
        raise ValueError("a line has a whole amount in two parts")
    root, total = (ref.debt_root, ref.debt_total) if amount < 0 else (ref.root, ref.total)
    leaves_max = PARTS_A_LINE * ref.rows
    is_even = line.n_leaves % PARTS_A_LINE == 0 and line.n_leaves <= leaves_max
    is_whole = bool(ref.debt_root) or line.n_leaves == leaves_max
    sums = sum(part.amount for part in line.parts) == abs(amount)
    return is_even and is_whole and sums and all(
        verify_sum(
            SumLeaf(bytes.fromhex(part.salt), part.amount, _leaf_text(line, number)),
            part.place, line.n_leaves,
            [SumNode(bytes.fromhex(digest), below) for digest, below in part.proof],
            root=bytes.fromhex(root), total=total,
        )
        for number, part in enumerate(line.parts)
    )  # fmt: skip


def _leaf_text(line: ProvedLine, number: int) -> bytes:
    return canonical.encode([line.kind, *line.values, number])
