"""Training with one's own tools: a folder of rows goes out, a model and its lineage come back.

    out   rows.parquet      row_id, member, and the columns of the rows
          manifest.json     what was allowed, and digests of what was given
    back  artefact.safetensors, .skops or .onnx
          lineage.json      what was read, by what, with which result
          rows_read.txt     the rows that were read, one a line; not needed where all were

A member stands under a pseudonym that is made for this folder alone. What comes back is refused
with every reason at once, and nothing of it is kept then. That nothing else was read cannot be
proved; what was said is kept, so that it can be held against whoever said it.

Asks no consent and writes no entry: the house does, before and after.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.engine.artefacts import Limits
from auzolan.engine.models.opening import SUFFIXES, check_artefact
from auzolan.engine.models.rows import Rows
from auzolan.foundation import canonical

ROWS, MANIFEST, LINEAGE, ROWS_READ = (
    "rows.parquet",
    "manifest.json",
    "lineage.json",
    "rows_read.txt",
)
ROW_ID, MEMBER = "row_id", "member"
ALL = "all"
KEY_BYTES = 32
LINEAGE_BYTES_MAX = 2**18
ROWS_READ_BYTES_MAX = 2**28
_REASONS_MAX = 20
_PERSON = b"auzolan/v1/brought/"
_DEFAULT = Limits()
_ROW = re.compile(r"[A-Za-z0-9_.-]{1,80}:(0|[1-9][0-9]{0,9})\Z")

_Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Short = Annotated[str, Meta(min_length=1, max_length=80)]
_Moment = Annotated[int, Meta(ge=0, le=canonical.INTEGER_MAX)]
_Value = Annotated[int, Meta(ge=-canonical.INTEGER_MAX, le=canonical.INTEGER_MAX)]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="brought.manifest/1"):
    """What a folder was given for.

    Attributes:
        snapshot: id of the snapshot that the rows are from.
        rows_root: root that the record holds of its rows.
        recipe: digest of the recipe, or 64 zeros where the trainer brings her own.
        purpose: what they may be used for.
        expires_at: milliseconds UTC; what comes back later is refused.
        rows: how many rows there are.
        columns: their names, without `row_id` and `member`.
        rows_file: SHA-256 of `rows.parquet`.
    """

    snapshot: _Short
    rows_root: _Digest
    recipe: _Digest
    purpose: _Short
    expires_at: _Moment
    rows: Annotated[int, Meta(ge=1)]
    columns: tuple[str, ...]
    rows_file: _Digest


class Lineage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What whoever trained says of the training.

    Attributes:
        manifest: SHA-256 of the manifest's file.
        snapshot: id of the snapshot.
        rows_read: "all", or "rows_read.txt".
        framework: what trained, as `scikit-learn`.
        versions: name of a library to its version.
        metrics: name of a figure to its value in millionths, a whole number.
        mlflow_run_id: the 32 hexadecimal digits of the run, or an empty text.
    """

    manifest: _Digest
    snapshot: _Short
    rows_read: str
    framework: _Short
    versions: Annotated[dict[_Short, _Short], Meta(max_length=100)]
    metrics: Annotated[dict[_Short, _Value], Meta(max_length=100)]
    mlflow_run_id: Annotated[str, Meta(pattern=r"^([0-9a-f]{32})?\Z")] = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the house allowed: as in `Manifest`."""

    snapshot: str
    rows_root: str
    recipe: str
    purpose: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What the house knows of a folder when it comes back.

    Attributes:
        manifest: SHA-256 of the manifest that was written.
        snapshot: id of its snapshot.
        row_ids: the rows that went out.
        expires_at: milliseconds UTC.
        at: now, milliseconds UTC.
    """

    manifest: str
    snapshot: str
    row_ids: frozenset[str]
    expires_at: int
    at: int


@dataclass(frozen=True, slots=True)
class Brought:
    """A model that came back and may be kept.

    Attributes:
        artefact: the bytes that were checked.
        suffix: `.safetensors`, `.skops` or `.onnx`.
        digest: SHA-256 of `artefact`.
        lineage: what was said of its training.
        lineage_digest: SHA-256 of the lineage's canonical text.
        row_ids: the rows that were read, sorted.
    """

    artefact: bytes
    suffix: str
    digest: str
    lineage: Lineage
    lineage_digest: str
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing of a folder is taken, every reason in plain words."""

    reasons: tuple[str, ...]


def write_out(
    folder: Path, rows: Rows, row_ids: Sequence[str], terms: Terms, *, run_key: bytes
) -> str:
    """Write rows and their manifest into a new folder.

    Args:
        folder: must not be there yet.
        rows: rows that may be used, at least one.
        row_ids: `batch:place` of each row, all different.
        terms: what was allowed.
        run_key: 32 random bytes, made for this folder alone and not kept in it: they key the
            pseudonyms of members.
    Returns:
        SHA-256 of the manifest, by which the folder is known when it comes back.
    Raises:
        ValueError: ids that do not fit the rows, columns of a name that is taken, or malformed
            terms; nothing is left behind then.
        FileExistsError: the folder is there.
        ImportError: pyarrow is not installed (extra `house`).
    """
    _check_out(rows, row_ids, run_key)
    content = _parquet(rows, row_ids, run_key)
    manifest = Manifest(
        terms.snapshot, terms.rows_root, terms.recipe, terms.purpose, terms.expires_at,
        len(rows), tuple(rows.columns), hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    text = canonical.encode(manifest)
    canonical.decode(text, msgspec.json.Decoder(Manifest))
    folder.mkdir(mode=0o700, parents=False, exist_ok=False)
    # The manifest last: a folder without one was not finished.
    for name, held in ((ROWS, content), (MANIFEST, text)):
        with os.fdopen(
            os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(held)
            file.flush()
            os.fsync(file.fileno())
    return hashlib.sha256(text).hexdigest()


def read_back(folder: Path, expected: Expected, limits: Limits = _DEFAULT) -> Brought | Refused:
    """Take a model and its lineage out of a folder, or say everything that is wrong with it.

    Args:
        folder: as `write_out` made it, with what the trainer added.
        expected: what the house knows of it.
        limits: how large a model may be.
    Returns:
        What may be kept, or the reasons why nothing is.
    Raises:
        OSError: the folder cannot be read.
        ImportError: what reads this kind of model is not installed.
    """
    reasons: list[str] = []
    if expected.at >= expected.expires_at:
        reasons.append("the time that was allowed is over")
    held = _held(folder, limits, reasons)
    manifest = held.get(MANIFEST)
    if manifest is not None and hashlib.sha256(manifest).hexdigest() != expected.manifest:
        reasons.append(f"{MANIFEST} is not the one that was given out")
    lineage = _lineage(held.get(LINEAGE), expected, reasons)
    row_ids = _rows_read(lineage, held.get(ROWS_READ), expected, reasons)
    name, artefact = _artefact(held, limits, reasons)
    if reasons or lineage is None:
        more = len(reasons) - _REASONS_MAX
        shown = [*reasons[:_REASONS_MAX], f"and {more} more"] if more > 0 else reasons
        return Refused(tuple(shown))
    return Brought(
        artefact, Path(name).suffix, hashlib.sha256(artefact).hexdigest(), lineage,
        canonical.digest(lineage), row_ids,
    )  # fmt: skip


def pseudonym(run_key: bytes, member: str) -> str:
    """Name a member for one folder: 16 hexadecimal digits that no other folder shares."""
    return hmac.new(run_key, _PERSON + member.encode(), hashlib.sha256).hexdigest()[:16]


def _check_out(rows: Rows, row_ids: Sequence[str], run_key: bytes) -> None:
    if len(run_key) != KEY_BYTES:
        raise ValueError(f"expected a key of {KEY_BYTES} random bytes; got {len(run_key)}")
    if not len(rows) or len(row_ids) != len(rows) or len(set(row_ids)) != len(row_ids):
        raise ValueError(f"expected {len(rows)} different ids, at least one; got {len(row_ids)}")
    odd = next((one for one in row_ids if not _ROW.match(one)), None)
    if odd is not None:
        raise ValueError(f"a row's id is batch:place; got {odd[:80]!r}")
    taken = sorted({ROW_ID, MEMBER} & set(rows.columns))
    if taken:
        raise ValueError(f"rows have a column {taken[0]}, which the folder needs for itself")


def _parquet(rows: Rows, row_ids: Sequence[str], run_key: bytes) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    names = {owner: pseudonym(run_key, owner) for owner in set(rows.owners)}
    columns = {ROW_ID: list(row_ids), MEMBER: [names[owner] for owner in rows.owners]}
    table = pa.table({**columns, **{name: list(held) for name, held in rows.columns.items()}})
    out = pa.BufferOutputStream()
    parquet.write_table(table, out, compression="zstd")
    content: bytes = out.getvalue().to_pybytes()
    return content


def _held(folder: Path, limits: Limits, reasons: list[str]) -> dict[str, bytes]:
    """Read the files that are known, each once; what is checked is what is kept."""
    sizes = {
        LINEAGE: LINEAGE_BYTES_MAX,
        MANIFEST: LINEAGE_BYTES_MAX,
        ROWS_READ: ROWS_READ_BYTES_MAX,
    }
    sizes |= {f"artefact{suffix}": limits.file_bytes_max for suffix in SUFFIXES}
    held: dict[str, bytes] = {}
    if folder.is_symlink():
        reasons.append("the folder is a link")
        return held
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 (names are compared, not paths)
        if name == ROWS:
            continue
        if name not in sizes:
            reasons.append(f"{name[:80]!r} has no place in the folder")
            continue
        try:
            held[name] = read_plain(folder / name, sizes[name])
        except ValueError as fault:
            reasons.append(str(fault))
    reasons.extend(f"{name} is missing" for name in (MANIFEST, LINEAGE) if name not in held)
    return held


def read_plain(path: Path, most: int) -> bytes:
    """Read a file that somebody else laid down: a plain one, of at most so many bytes.

    Raises:
        OSError: it is not there.
        ValueError: a link, a pipe, a folder, or too large.
    """
    if path.is_symlink():
        raise ValueError(f"{path.name} is a link; give the file itself")
    # Not blocking: a named pipe would otherwise hold the program up before it is refused.
    if path.is_dir():
        raise ValueError(f"{path.name} is a folder; give the file itself")
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1:
            raise ValueError(f"{path.name} is a link or no plain file; give the file itself")
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{path.name} is larger than {most} bytes")
    return content


def _lineage(content: bytes | None, expected: Expected, reasons: list[str]) -> Lineage | None:
    if content is None:
        return None
    try:
        # Read twice: the typed reader takes a key that stands twice without a word.
        json.loads(content.decode("utf-8"), object_pairs_hook=_no_repeats)
        lineage = msgspec.json.decode(content, type=Lineage)
    except (ValueError, RecursionError) as fault:
        reasons.append(f"{LINEAGE}: {str(fault)[:200]}")
        return None
    if lineage.manifest != expected.manifest:
        reasons.append(f"{LINEAGE} names another manifest")
    if lineage.snapshot != expected.snapshot:
        reasons.append(f"{LINEAGE} names the snapshot {lineage.snapshot}, not {expected.snapshot}")
    if lineage.rows_read not in (ALL, ROWS_READ):
        reasons.append(f'{LINEAGE}: rows_read is "{ALL}" or "{ROWS_READ}"')
    return lineage


def _rows_read(
    lineage: Lineage | None, content: bytes | None, expected: Expected, reasons: list[str]
) -> tuple[str, ...]:
    if lineage is None or lineage.rows_read == ALL:
        if lineage is not None and content is not None:
            reasons.append(f'{ROWS_READ} is there, but the lineage says "{ALL}"')
        return tuple(sorted(expected.row_ids))
    if content is None:
        reasons.append(f"{ROWS_READ} is missing")
        return ()
    try:
        ids = content.decode("ascii").splitlines()
    except UnicodeDecodeError:
        reasons.append(f"{ROWS_READ} is no list of row ids")
        return ()
    outside = [one for one in ids if one not in expected.row_ids]
    if outside:
        reasons.append(
            f"{ROWS_READ}: {len(outside)} rows are not of the snapshot, the first {outside[0][:80]!r}"
        )
    if not ids or len(set(ids)) != len(ids):
        reasons.append(f"{ROWS_READ} names no row, or one twice")
    return tuple(sorted(ids))


def _artefact(held: dict[str, bytes], limits: Limits, reasons: list[str]) -> tuple[str, bytes]:
    names = [name for name in held if name.startswith("artefact.")]
    if len(names) != 1:
        reasons.append(f"expected one artefact{', artefact'.join(SUFFIXES)}; got {len(names)}")
        return "", b""
    try:
        check_artefact(names[0], held[names[0]], limits)
    except ValueError as fault:
        reasons.append(str(fault))
    return names[0], held[names[0]]


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name stands twice")
    return table
