"""Openings of restricted and sealed fields: whether each fits, is there, or is rightly gone.

A restricted opening must exist; a sealed one exists until an entry erased it. The values that it
opens are handed to replay and kept nowhere.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.database import OpeningKey, RecordTables, VaultTables
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.cooperative import AnyEntry
from auzolan.foundation.books import MemoryBooks
from auzolan.record.entries import Act
from auzolan.record.fields import Opening, field_classes, opens
from auzolan.record.passkeys import PROOF
from auzolan.record.state import SealedField


class Openings:
    """Reads openings in step with the entries.

    Args:
        tables: the record's tables, with restricted openings.
        vault: the vault's tables, with sealed ones; None where they are missing.
        findings: where differences are noted.
    """

    def __init__(self, tables: RecordTables, vault: VaultTables | None, findings: Findings) -> None:
        self._tables = tables
        self._vault = vault
        self._findings = findings
        self._restricted: dict[OpeningKey, Opening] = {}
        self._sealed: dict[OpeningKey, Opening] = {}
        self._absent: list[OpeningKey] = []
        self._held: list[OpeningKey] = []
        self._not_held: list[OpeningKey] = []

    def load(self, start: int, stop: int) -> None:
        """Read the openings of the next entries; those before must have been used."""
        self.settle()
        self._restricted = self._tables.openings(start, stop)
        if self._vault is not None:
            self._sealed = self._vault.openings(start, stop)

    def opened(self, entry: AnyEntry) -> Act:
        """An act with the values of its restricted fields, as far as there are openings."""
        act = entry.act
        values: dict[str, int | str] = {}
        for name in field_classes(type(act)).restricted:
            opening = self._restricted.pop((entry.seq, name), None)
            commitment = getattr(act, name)
            if opening is not None:
                values[name] = opening.value
            self._check(entry, name, commitment, opening)
        return msgspec.structs.replace(act, **values)

    def check_sealed(self, entry: AnyEntry) -> None:
        """See that what the vault holds of an entry opens its commitments."""
        for name in field_classes(type(entry.act)).sealed:
            key = (entry.seq, name)
            if self._vault is None:
                self._not_held.append(key)
                continue
            opening = self._sealed.pop(key, None)
            if opening is None:
                self._absent.append(key)
                continue
            self._held.append(key)
            self._check(entry, name, getattr(entry.act, name), opening)

    @property
    def has_vault(self) -> bool:
        """Whether there is a vault to look into."""
        return self._vault is not None

    def proof_of(self, entry: AnyEntry, commitment: str) -> Opening | None:
        """What a passkey signed for an entry; None where the vault does not hold it any more."""
        key = (entry.seq, PROOF)
        if self._vault is None:
            self._not_held.append(key)
            return None
        opening = self._sealed.pop(key, None)
        if opening is None:
            self._absent.append(key)
            return None
        self._held.append(key)
        self._check(entry, PROOF, commitment, opening)
        return opening

    def settle(self) -> None:
        """Note openings of the entries read so far that open nothing."""
        for at, name in self._restricted:
            self._differ((at, name), "no opening", "an opening")
        why = "a lost commit leaves them in the vault; no entry has such a field"
        self._findings.leave("sealed openings without an entry", why, count=len(self._sealed))
        self._restricted, self._sealed = {}, {}

    def close(self, books: MemoryBooks, size: int) -> None:
        """Compare what is gone with what entries erased, and look behind the end.

        Args:
            books: the books after the last entry.
            size: how many entries there are.
        """
        self.settle()
        for key in self._absent:
            field = books.get(SealedField, key)
            if field is None or field.erased_at < 0:
                self._differ(key, "an opening, since no entry erased it", "none")
        erased = [key for key in self._held if self._is_erased(books, key)]
        for key in erased:
            self._differ(key, "none, since an entry erased it", "an opening")
        self._findings.checked("erased openings that are gone", len(self._absent))
        kept = sum(not self._is_erased(books, key) for key in self._not_held)
        if kept:
            expected = f"the openings of {kept} sealed fields"
            self._findings.differ(
                NO_ENTRY, "vault/vault.db", "file", expected=expected, found="no file"
            )
        if self._tables.openings_from(size):
            self._differ((size, "opening"), "no opening behind the last entry", "some")

    def _is_erased(self, books: MemoryBooks, key: OpeningKey) -> bool:
        field = books.get(SealedField, key)
        return field is not None and field.erased_at >= 0

    def _check(self, entry: AnyEntry, name: str, commitment: str, opening: Opening | None) -> None:
        self._findings.checked("openings")
        if opening is None or not opens(opening, commitment):
            found = "no opening" if opening is None else "an opening of something else"
            self._differ((entry.seq, name), commitment, found)

    def _differ(self, key: OpeningKey, expected: str, found: str) -> None:
        self._findings.differ(key[0], "opening", key[1], expected=expected, found=found)
