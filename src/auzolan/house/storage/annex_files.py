"""Annexes as files: made durable before the entry that names them is committed.

A file whose entry was never committed is an orphan and harmless: nothing names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from auzolan.audit.folder import Folder
from auzolan.audit.many_hashes import hasher_for
from auzolan.foundation.books import Scalar
from auzolan.house.ports import Ports
from auzolan.house.storage.files import write_durably
from auzolan.record import annexes
from auzolan.record.annexes import Annex, AnnexRef, AnnexUnreadable

_READ_LATELY_MAX = 16
_LINES_LATELY_MAX = 1_500_000
"""How many lines of annexes are held after use, some 300 bytes each; the last is always held."""
_LINES_KEPT_MAX = 300_000
_KEPT: dict[tuple[Path, int, AnnexRef], Annex] = {}
_KEEPING = Lock()


def kept_annex(folder: Folder, ref: AnnexRef) -> Annex:
    """An annex for a reader, checked against its reference when it is first asked for.

    It is remembered while its file is not touched: a server is asked for the lines of one plan by
    everybody who has one.

    Raises:
        AnnexUnreadable: there is no such annex, or it differs.
    """
    for is_open in (False, True):
        path = folder.annex(ref.digest, is_open=is_open)
        with suppress(FileNotFoundError):
            return _checked(path, path.stat().st_mtime_ns, ref)
    raise AnnexUnreadable(f"there is no annex {ref.digest[:12]}; lay it down before the act")


def _checked(path: Path, changed_at: int, ref: AnnexRef) -> Annex:
    # `changed_at` is a part of the key: a file that was touched is read and checked again.
    key = path, changed_at, ref
    annex = _KEPT.get(key)
    if annex is None:
        annex = annexes.decode(path.read_bytes(), ref, hasher=hasher_for(ref.rows))
        with _KEEPING:
            _KEPT[key] = annex
            annexes.let_go(_KEPT, lines_max=_LINES_KEPT_MAX, count_max=_READ_LATELY_MAX)
    return annex


class AnnexFiles:
    """The desk's annexes: laid down in memory first, written before the commit."""

    def __init__(self, folder: Folder, ports: Ports) -> None:
        self._folder = folder
        self._chance = ports.chance
        self._staged: dict[str, tuple[bool, bytes]] = {}
        self._lately: dict[AnnexRef, Annex] = {}

    def make(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay down columns as an annex; `amount` names the column to sum."""
        rows = len(next(iter(columns.values())))
        chance = self._chance(rows * annexes.LINE_CHANCE_SIZE) if amount and rows else b""
        annex = annexes.build(kind, columns, amount=amount, chance=chance)
        text = annexes.encode(annex)
        ref = annexes.refer(annex, text, hasher=hasher_for(rows))
        self._staged[ref.digest] = (kind in annexes.OPEN_KINDS, text)
        self._remember(ref, annex)
        return ref

    def read(self, ref: AnnexRef) -> Annex:
        """The annex of this name, checked against what an entry says of it.

        Raises:
            AnnexUnreadable: there is no such annex, or it differs.
        """
        # By the whole reference: an act may name a true digest with a false total.
        known = self._lately.get(ref)
        if known is not None:
            return known
        annex = annexes.decode(self._text(ref.digest), ref, hasher=hasher_for(ref.rows))
        self._remember(ref, annex)
        return annex

    def _text(self, digest: str) -> bytes:
        if digest in self._staged:
            return self._staged[digest][1]
        for is_open in (False, True):
            path = self._folder.annex(digest, is_open=is_open)
            if path.is_file():
                return path.read_bytes()
        raise AnnexUnreadable(f"there is no annex {digest[:12]}; lay it down before the act")

    def write(self) -> None:
        """Make all annexes laid down so far durable."""
        for digest, (is_open, text) in self._staged.items():
            path = self._folder.annex(digest, is_open=is_open)
            if not path.exists():
                write_durably(path, text, mode=0o644 if is_open else 0o600)
        self._staged.clear()

    def drop(self) -> None:
        """Forget what was laid down and not written."""
        self._staged.clear()
        self._lately.clear()

    def _remember(self, ref: AnnexRef, annex: Annex) -> None:
        self._lately[ref] = annex
        annexes.let_go(self._lately, lines_max=_LINES_LATELY_MAX, count_max=_READ_LATELY_MAX)
