"""How much of a file an import will look at, and how it says no to a whole file.

The numbers guard the machine, not the co-operative: they move no money and no right, so they stand
here and not in the charter. A single bad row is no reason to refuse a file; see `parsing`.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from auzolan.foundation.refusals import Refusal

ARTICLE = "house, import"
KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one import takes in; what lies beyond is refused, not cut off.

    Attributes:
        file_bytes: size of the file as it lies on the disk.
        unpacked_bytes: all that comes out of it, whatever its own header claims.
        pack_ratio: how many times larger than packed a file in a zip may be.
        rows: rows, good and bad together.
        columns: columns.
        cells: rows times columns.
        cell_chars: characters in one value.
        row_bytes: bytes of one row; the record takes no longer one.
        line_bytes: bytes of one line of text.
        lines_per_row: lines that one quoted row of a CSV file may span.
        reader_bytes: address space of the process that decodes Parquet.
        reader_s: seconds of computing that this process gets.
    """

    file_bytes: int = 128 * MIB
    unpacked_bytes: int = 256 * MIB
    pack_ratio: int = 200
    rows: int = 500_000
    columns: int = 256
    cells: int = 4_000_000
    cell_chars: int = 16_384
    row_bytes: int = 60_000
    line_bytes: int = MIB
    lines_per_row: int = 100
    reader_bytes: int = 1024 * MIB
    reader_s: int = 60


REFUSED_SHOWN = 20
"""How many bad rows are shown to a person; a program gets them all."""

LIMITS = Limits()


class RowRefused(msgspec.Struct, frozen=True):
    """One row that was left out: its line in the file (for Parquet its row, from 1), and why."""

    line: int
    reason: str


class BadFile(Exception):
    """A whole file is refused; nothing of it is imported."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def too_large(because: str) -> BadFile:
    """The file holds more than an import takes in."""
    return BadFile(
        Refusal(
            "contributions.file_too_large",
            ARTICLE,
            because,
            "Split the file and import the parts one after the other.",
        )
    )
