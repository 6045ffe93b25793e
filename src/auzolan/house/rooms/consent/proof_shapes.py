"""What lies in a proof of withdrawal: a zip whose `bundle.json` names everything else in it.

    README.txt            what each part shows, and what none can show
    bundle.json           this module's `Bundle`, canonical JSON
    entries/57.json       an entry, as published
    entries/57.tlog-proof that it stands in the signed record
    batches/b1.json       the salted digests of a batch's rows
    absences/spring-2.json  that none of them is in a later data set

Shapes alone: who writes them is `proofs`, who checks them `proof_checking`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.record.sorted_tree import Absence, Neighbour

BUNDLE, README = "bundle.json", "README.txt"
FORMAT = "auzolan.withdrawal-proof/1"

Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Hashes = Annotated[tuple[Hex, ...], Meta(max_length=64)]


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A digest that is in a data set, its place in the sorted tree, and the path to the root."""

    index: int
    digest: Hex
    path: Hashes


class AbsentRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row's digest and the two neighbours between which it would stand; either may be missing."""

    digest: Hex
    below: Beside | None
    above: Beside | None


class Absences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That these rows are not in a data set: `rows` and `root` are those of entry `noted`."""

    snapshot: str
    noted: int
    rows: int
    root: Hex
    absent: tuple[AbsentRow, ...]


class PresentRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row's digest in an older data set, by which it is known once its salt is gone."""

    place: int
    held: Beside


class BatchRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The salted digests of a batch's rows.

    Attributes:
        batch: the batch.
        offered: its entry, which holds the root of all its rows.
        digests: of all its rows in order, so that anybody finds that root; empty where the salts
            of some are gone and no data set kept their digests.
        snapshot: then the older data set that held the rows in `present`, else empty.
        noted: the entry that noted its root, -1 where there is none.
        rows: how many rows it had.
        root: its root, or an empty text.
        present: then the rows that it held, each proved.
    """

    batch: str
    offered: int
    digests: tuple[Hex, ...]
    snapshot: str = ""
    noted: int = -1
    rows: int = 0
    root: str = ""
    present: tuple[PresentRow, ...] = ()


class EntryNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry in the file and why it is there."""

    seq: int
    act: str
    why: str


class ModelMade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model that learned from this kind of rows since the withdrawal."""

    model: str
    entry: int
    snapshot: str
    replaces: str
    tier: int
    how: str
    artefact: str


class Rerun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether training again from the same rows and recipe gave the same file."""

    model: str
    outcome: str
    digest: str


class Attacked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How well a simple attack tells her rows from rows that were never trained on.

    `auc_bp` is in basis points, 5,000 is a guess; the ends of its 95 percent interval beside it.
    It is no proof: a stronger attack may find more.
    """

    model: str
    outcome: str
    auc_bp: int = -1
    low_bp: int = -1
    high_bp: int = -1
    hers: int = 0
    others: int = 0


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a licensee: told, certified, or neither yet."""

    licence: str
    withdrawal: int
    notified: int
    certified: int
    certificate: str


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in the file, with its digest."""

    format: str
    member: str
    kind: str
    origin: str
    vkey: str
    withdrawal: int
    size: int
    entries: tuple[EntryNamed, ...]
    batches: tuple[str, ...]
    snapshots: tuple[str, ...]
    models: tuple[ModelMade, ...]
    reruns: tuple[Rerun, ...]
    attacks: tuple[Attacked, ...]
    licensees: tuple[Certificate, ...]
    cannot_show: tuple[str, ...]
    files: dict[str, Hex]


def absent_from(row: AbsentRow) -> Absence:
    """The proof as the sorted tree takes it."""
    return Absence(neighbour_of(row.below), neighbour_of(row.above))


def neighbour_of(beside: Beside | None) -> Neighbour | None:
    """A neighbour as the sorted tree takes it; None where it stands at an end."""
    if beside is None:
        return None
    path = tuple(bytes.fromhex(one) for one in beside.path)
    return Neighbour(beside.index, bytes.fromhex(beside.digest), path)


def beside(neighbour: Neighbour | None) -> Beside | None:
    """A neighbour as the file holds it."""
    if neighbour is None:
        return None
    path = tuple(one.hex() for one in neighbour.path)
    return Beside(neighbour.index, neighbour.digest.hex(), path)
