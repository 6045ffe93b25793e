"""Annexes as the audit reads them: checked against their entry, or restored by the rules.

A rule that is run again lays down its annexes here; they are compared, cell by cell, with those
that its entry names. Where a file was changed, the rule's own columns under the file's salts give
back the digest on the record, which proves them: replay goes on with those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import get_args, get_type_hints

import msgspec

from auzolan.audit.folder import Folder
from auzolan.audit.many_hashes import hasher_for
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.foundation.books import NotDisclosed, Scalar
from auzolan.record import annexes
from auzolan.record.annexes import Annex, AnnexRef
from auzolan.record.entries import Act, Fact

ANNEX_BYTES_MAX = 2**31
_KEPT_MAX = 16
_LINES_KEPT_MAX = 1_500_000
_LENIENT = msgspec.json.Decoder(Annex)


@lru_cache(maxsize=512)
def ref_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of an act or fact that name an annex."""
    return tuple(
        name
        for name, hint in get_type_hints(kind).items()
        if hint is AnnexRef or AnnexRef in get_args(hint)
    )


def refs_of(part: Act | Fact) -> list[AnnexRef]:
    """The annexes that an act or a fact names; a field may name none."""
    found = (getattr(part, name) for name in ref_fields(type(part)))
    return [ref for ref in found if ref is not None]


class AuditAnnexes:
    """Reads annexes from a folder, and takes back those that rules make again.

    Args:
        folder: where they lie.
        findings: where differences are noted.
        disclosed: False at the public level: only open annexes are there.
    """

    def __init__(self, folder: Folder, findings: Findings, *, disclosed: bool) -> None:
        self._folder = folder
        self._findings = findings
        self._disclosed = disclosed
        self._kept: dict[str, Annex] = {}
        self._refs: list[AnnexRef] = []
        self._noted: set[str] = set()
        self.entry = NO_ENTRY
        self.named: set[str] = set()

    def begin(self, entry: int, act: Act, facts: tuple[Fact, ...]) -> list[AnnexRef]:
        """Say which entry is being looked at, and so which annexes its rule may make.

        Returns:
            The annexes that its act and its facts name.
        """
        self.entry = entry
        self._refs = [ref for fact in facts for ref in refs_of(fact)]
        all_refs = refs_of(act) + self._refs
        self.named.update(ref.digest for ref in all_refs)
        return all_refs

    def read(self, ref: AnnexRef) -> Annex:
        """The annex of this name, checked.

        Raises:
            NotDisclosed: this level does not see it, or it is damaged and could not be restored.
        """
        kept = self._kept.get(ref.digest)
        if kept is not None:
            return kept
        text = self._text(ref.digest)
        if text is None:
            if self._disclosed:
                self._missing(ref)
            raise NotDisclosed(ref.digest)
        try:
            annex = annexes.decode(text, ref, hasher=hasher_for(ref.rows))
        except ValueError as fault:
            self._damaged(ref, fault)
            raise NotDisclosed(ref.digest) from fault
        self._findings.checked("annexes")
        self._findings.checked("annex lines", ref.rows)
        return self._keep(ref, annex)

    def is_whole(self, ref: AnnexRef) -> bool:
        """Whether the annex of this name is there as its entry says."""
        try:
            self.read(ref)
        except NotDisclosed:
            return False
        return True

    def demand(self, ref: AnnexRef) -> Annex | None:
        """The annex of this name; noted as a difference, at every level, where it is not there."""
        try:
            return self.read(ref)
        except NotDisclosed:
            self._missing(ref)
            return None

    def lenient(self, ref: AnnexRef) -> Annex | None:
        """The annex as it lies there, whether or not it is what its entry says."""
        text = self._text(ref.digest)
        try:
            return _LENIENT.decode(text) if text is not None else None
        except (ValueError, msgspec.DecodeError):
            return None

    def make(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Compare what a rule lays down with the annex that its entry names.

        Returns:
            The name on the record, also where they differ: each cell that does is noted already.
        """
        if self._refs:
            ref = self._refs.pop(0)
            self.restore(ref, kind, columns, amount=amount)
            return ref
        made = annexes.build(kind, columns, amount=amount, chance=_nothing(columns, amount))
        return annexes.refer(made, annexes.encode(made))

    def restore(
        self, ref: AnnexRef, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str
    ) -> bool:
        """Compare columns that were computed again with an annex, and note each cell that differs.

        Returns:
            Whether the annex on the record holds exactly these columns. A file that was changed is
            then replaced, for the rest of this run, by what it was.
        """
        found = self._found(ref)
        if found is None:
            return False
        names = tuple(sorted(columns))
        if (found.kind, found.names, found.amount) != (kind, names, amount):
            self._findings.differ(
                self.entry, f"annex {ref.digest[:12]}", "shape",
                expected=f"{kind} with {', '.join(names)}",
                found=f"{found.kind} with {', '.join(found.names)}",
            )  # fmt: skip
            return False
        kept = tuple(tuple(columns[name]) for name in names)
        if kept == found.columns and self._kept.get(ref.digest) is found:
            return True  # what was read is proven already
        made = Annex(amount, kept, kind, names, found.parts, found.salts)
        if kept != found.columns:
            self._note_cells(ref, expected=made, found=found)
        try:
            is_proven = (
                annexes.refer(made, annexes.encode(made), hasher=hasher_for(ref.rows)) == ref
            )
        except (ValueError, IndexError):
            is_proven = False
        if is_proven:
            self._keep(ref, made)
        return is_proven

    def _found(self, ref: AnnexRef) -> Annex | None:
        try:
            return self.read(ref)
        except NotDisclosed:
            return self.lenient(ref)

    def _note_cells(self, ref: AnnexRef, *, expected: Annex, found: Annex) -> None:
        keys = ("member", "tag", "batch")
        key = next((expected.names.index(name) for name in keys if name in expected.names), 0)
        ours, theirs = expected.lines(), found.lines() if _is_even(found) else []
        if len(ours) != len(theirs):
            self._findings.differ(
                self.entry, f"annex {ref.digest[:12]} {expected.kind}", "lines",
                expected=len(ours), found=len(theirs),
            )  # fmt: skip
        for place, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            for name, right, there in zip(expected.names, one, other, strict=True):
                if right != there:
                    self._findings.differ(
                        self.entry, f"annex {expected.kind} line {place} {one[key]}", name,
                        expected=right, found=there,
                    )  # fmt: skip

    def _missing(self, ref: AnnexRef) -> None:
        if ref.digest not in self._noted:
            self._noted.add(ref.digest)
            self._findings.differ(
                self.entry, f"annex {ref.digest[:12]}", "file", expected=ref.digest, found="no file"
            )

    def _damaged(self, ref: AnnexRef, fault: ValueError) -> None:
        if ref.digest not in self._noted:
            self._noted.add(ref.digest)
            self._findings.differ(
                self.entry, f"annex {ref.digest[:12]}", "content", expected=ref.digest, found=fault
            )

    def _text(self, digest: str) -> bytes | None:
        places = (True, False) if self._disclosed else (True,)
        for is_open in places:
            path = self._folder.annex(digest, is_open=is_open)
            if path.is_file() and path.stat().st_size <= ANNEX_BYTES_MAX:
                return path.read_bytes()
        return None

    def _keep(self, ref: AnnexRef, annex: Annex) -> Annex:
        self._kept[ref.digest] = annex
        annexes.let_go(self._kept, lines_max=_LINES_KEPT_MAX, count_max=_KEPT_MAX)
        return annex


def _nothing(columns: Mapping[str, Sequence[Scalar]], amount: str) -> bytes:
    rows = len(next(iter(columns.values()), ()))
    return bytes(rows * annexes.LINE_CHANCE_SIZE) if amount else b""


def _is_even(annex: Annex) -> bool:
    return len({len(column) for column in annex.columns}) == 1
