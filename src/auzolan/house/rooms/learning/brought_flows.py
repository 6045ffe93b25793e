"""Training elsewhere: rows go out under a use of their own, a model comes back and is checked.

A manifest names the use; what comes back is held against the record of this house, never against
what the folder says of itself. That nothing else was read there cannot be proved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auzolan.charter.state import charter_of
from auzolan.contributions.state import Batch
from auzolan.engine.brought import (
    LINEAGE_BYTES_MAX,
    MANIFEST,
    Expected,
    Manifest,
    Refused,
    Terms,
    read_back,
    read_plain,
    write_out,
)
from auzolan.engine.models import Rows as ModelRows
from auzolan.foundation import canonical
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, moment_of, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.learning.flows import keep_recipe, load_rows, parts_of, use
from auzolan.house.rooms.learning.manifest_files import note_rows
from auzolan.house.storage.files import write_durably
from auzolan.house.submission import Receipt
from auzolan.learning.acts import Train
from auzolan.learning.ranges import places_of
from auzolan.learning.recipes import Recipe
from auzolan.learning.refusals import article_of
from auzolan.learning.state import Snapshot, SnapshotPart

OWN_RECIPE = "0" * 64
EXPIRES_DAYS = 14
_KEY_BYTES = 32


class Outgoing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the house remembers of a folder that it gave out: under which use, until when."""

    use: str
    snapshot: str
    manifest: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What was given out.

    Attributes:
        manifest: digest by which the folder is known when it comes back.
        use: the use under which the rows may be read.
        rows: how many they are.
        expires_at: milliseconds UTC; what comes back later is refused.
    """

    manifest: str
    use: str
    rows: int
    expires_at: int


def export_rows(
    desk: Desk, *, actor: str, snapshot: str, folder: Path, recipe: Recipe | None = None,
    days: int = EXPIRES_DAYS,
) -> Exported | Refusal:  # fmt: skip
    """Write a snapshot's rows into a new folder for one training elsewhere.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        snapshot: whose rows; they are noted on the record where they are not yet.
        folder: must not be there yet.
        recipe: by which they are trained; None where the trainer brings her own.
        days: how long the folder may stay out.
    Returns:
        What went out, or the refusal; after a refusal there is no folder.
    Raises:
        FileExistsError: the folder is there.
        FileNotFoundError: rows are not in the vault.
        ValueError: rows in the vault are not those on the record.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is there already")
    name = drawn(desk, "brought")
    with reading(desk.folder) as now:
        row = now.books.get(Snapshot, snapshot)
        at = moment_of(now, desk.ports.clock)
    purpose, operation = (row.purpose, row.operation) if row is not None else ("unknown", "train")
    allowed = use(
        desk, actor=actor, use=name, snapshot=snapshot, purpose=purpose, operation=operation
    )
    if isinstance(allowed, Refusal):
        return allowed
    rows = load_rows(desk.folder, parts_of(desk.folder, snapshot))
    noted = note_rows(desk, actor=actor, snapshot=snapshot)
    if isinstance(noted, Refusal):
        return noted
    with reading(desk.folder) as now:
        sealed = now.books.get(Snapshot, snapshot)
        assert sealed is not None, "a use was allowed of this snapshot"
        ids = _row_ids(now.books.find(SnapshotPart, snapshot=snapshot), now.books.get)
    expires_at = at + days * DAY_MS
    named = keep_recipe(desk.folder, recipe) if recipe is not None else OWN_RECIPE
    terms = Terms(snapshot, sealed.root, named, purpose, expires_at)  # fmt: skip
    manifest = write_out(
        folder, ModelRows(rows.columns, rows.owners), ids, terms,
        run_key=desk.ports.chance(_KEY_BYTES),
    )  # fmt: skip
    out = Outgoing(name, snapshot, manifest, expires_at)
    write_durably(_outgoing(desk, manifest), canonical.encode(out), mode=0o600)
    return Exported(manifest, name, len(ids), expires_at)


def take_in(
    desk: Desk, *, actor: str, model: str, folder: Path, replaces: str = ""
) -> Receipt | Refusal:
    """Take a model that was trained elsewhere, or say everything that is wrong with it.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        model: the id of the new model.
        folder: as `export_rows` wrote it, with the artefact and its lineage.
        replaces: the model it takes over from, or an empty text.
    Returns:
        The entry of the model, or the refusal: what the folder lacks, or what the rules say;
        consent is asked once more.
    """
    with reading(desk.folder) as now:
        article = article_of(charter_of(now.books))
    try:
        content = read_plain(folder / MANIFEST, LINEAGE_BYTES_MAX)
        manifest = msgspec.json.decode(content, type=Manifest)
        digest = hashlib.sha256(content).hexdigest()
        out = msgspec.json.decode(_outgoing(desk, digest).read_bytes(), type=Outgoing)
    except (OSError, ValueError):
        return Refusal(
            "learning.not_given_out", article,
            f"{folder.name} is no folder that this house has given out.",
            f"Give rows out first: auzolan learning export SNAPSHOT {folder.name}",
        )  # fmt: skip
    with reading(desk.folder) as now:
        parts = now.books.find(SnapshotPart, snapshot=out.snapshot)
        ids = frozenset(_row_ids(parts, now.books.get))
        at = moment_of(now, desk.ports.clock)
    brought = read_back(folder, Expected(digest, out.snapshot, ids, out.expires_at, at))
    if isinstance(brought, Refused):
        return Refusal(
            "learning.brought_refused", article,
            f"What came back for {model} is not taken: {'; '.join(brought.reasons)}.",
            "Mend it and bring the folder again; nothing of it was kept.",
        )  # fmt: skip
    path = desk.folder.models / f"{brought.digest}{brought.suffix}"
    write_durably(path, brought.artefact, mode=0o600)
    lineage = desk.folder.models / f"{brought.lineage_digest}.lineage.json"
    write_durably(lineage, canonical.encode(brought.lineage), mode=0o600)
    act = Train(
        model, out.use, manifest.recipe, brought.digest, len(brought.row_ids), replaces,
        3, "brought", brought.lineage.mlflow_run_id,
    )  # fmt: skip
    return ask(desk, f"take-in-{digest[:32]}", actor, act)


def _outgoing(desk: Desk, manifest: str) -> Path:
    return desk.folder.snapshots / f"out-{manifest}.json"


def _row_ids(
    parts: list[SnapshotPart], get: Callable[[type[Batch], str], Batch | None]
) -> list[str]:
    """The ids of a snapshot's rows, `batch:place`, in the order in which rows are read."""
    found: list[str] = []
    for part in parts:
        batch = get(Batch, part.batch)
        assert batch is not None, f"a snapshot holds the batch {part.batch}, never offered"
        left_out = set(places_of(part.without))
        found += [f"{part.batch}:{at}" for at in range(batch.rows) if at not in left_out]
    return found
