"""Rows kept in a folder of plain arrays, so that every worker maps them instead of copying them.

A folder holds `features.npy`, `labels.npy`, `owners.npy` where rows have owners, and `rows.json`,
which is written last. Labels and owners stand as places in sorted lists of names. Workers on
other machines need the folder under the same path.

A working copy, not the vault: it holds rows in the clear, asks no consent, and its maker deletes
it. Reads no pickle.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.given import Column, features_of, names_of, numbers_of, owners_of

Name: TypeAlias = str | int | float | bool
Given: TypeAlias = Column
Floats: TypeAlias = NDArray[np.floating]
Cell = TypeVar("Cell", bound=np.generic)

FEATURES, LABELS, OWNERS, ABOUT = "features.npy", "labels.npy", "owners.npy", "rows.json"
UNKNOWN = -1
_FORMAT = "auzolan-rows/1"
_HASHED_AT_ONCE = 2**20
_READ_ONLY = 0o400


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `rows.json` says.

    Attributes:
        format: name and version of this layout.
        n_rows: rows.
        n_features: features of a row.
        labels: names of the labels, sorted; empty where labels are numbers to be met.
        owners: names of the owners, sorted; empty without owners.
        features: names of the features; empty where they have none.
        digest: SHA-256 over names of labels and owners, and the arrays.
    """

    format: str
    n_rows: int
    n_features: int
    labels: tuple[Name, ...]
    owners: tuple[Name, ...]
    features: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class StoredRows:
    """A folder of rows; small enough to be sent to any worker.

    Attributes:
        folder: where the arrays lie, absolute.
        n_rows: rows.
        n_features: features of a row.
        has_owners: whether each row has an owner.
        has_targets: labels are numbers to be met, not classes.
        digest: SHA-256; other rows, another digest.
    """

    folder: str
    n_rows: int
    n_features: int
    has_owners: bool
    has_targets: bool
    digest: str

    def features(self) -> Floats:
        """Map the features, of shape (n, d)."""
        return _mapped(Path(self.folder), FEATURES, np.floating)

    def labels(self) -> NDArray[np.int32] | NDArray[np.float64]:
        """Map the labels' codes, int32 of shape (n,), or the targets, float64."""
        if self.has_targets:
            return _mapped(Path(self.folder), LABELS, np.float64)
        return _mapped(Path(self.folder), LABELS, np.int32)

    def owners(self) -> NDArray[np.int32]:
        """Map the owners' codes, int32 of shape (n,); empty without owners."""
        if not self.has_owners:
            return np.zeros(0, dtype=np.int32)
        return _mapped(Path(self.folder), OWNERS, np.int32)

    def numbers(self) -> NDArray[np.float64]:
        """Give the labels as numbers to be met, float64 of shape (n,); whole classes are numbers.

        Raises:
            ValueError: the labels are texts or truths.
        """
        if self.has_targets:
            return _mapped(Path(self.folder), LABELS, np.float64)
        names = self.label_names()
        if any(isinstance(name, str | bool) for name in names):
            raise ValueError(f"regression meets numbers; the rows have labels as {names[0]!r}")
        return np.array(names, dtype=np.float64)[self.labels()]

    def label_names(self) -> tuple[Name, ...]:
        """Read the labels' names, by code."""
        return _about(Path(self.folder)).labels

    def owner_names(self) -> tuple[Name, ...]:
        """Read the owners' names, by code."""
        return _about(Path(self.folder)).owners

    def feature_names(self) -> tuple[str, ...]:
        """Read the features' names; empty where they have none."""
        return _about(Path(self.folder)).features

    def codes_of(self, labels: Given) -> NDArray[np.int64] | NDArray[np.float64]:
        """Turn the labels of queries into codes, -1 for one that no row has; leave targets.

        Args:
            labels: of shape (m,).
        Returns:
            int64 codes, or float64 targets.
        Raises:
            ValueError: rows are labelled by texts and queries by numbers, or the reverse.
        """
        if self.has_targets:
            return numbers_of(labels, "targets")
        given = names_of(labels, "labels")
        names = self.label_names()
        if isinstance(names[0], str) != (given.dtype.kind == "U"):
            raise ValueError(f"rows have labels as {names[0]!r}; queries have {given[:1].tolist()}")
        code_of = {name: code for code, name in enumerate(names)}
        codes = [code_of.get(one, UNKNOWN) for one in given.tolist()]
        return np.array(codes, dtype=np.int64)


def store_rows(
    folder: Path,
    X: Floats,  # noqa: N803 - as estimators call it
    y: Given,
    owner: Given | None = None,
    *,
    targets: bool = False,
) -> StoredRows:
    """Write rows into a folder.

    Args:
        folder: made if missing; must hold no rows yet.
        X: features of shape (n, d), numbers; floats keep their type, others become float64.
        y: n class names, or n numbers to be met.
        owner: the member of each row; None without owners.
        targets: `y` holds numbers to be met, not classes.
    Returns:
        The rows as they are stored.
    Raises:
        ValueError: shapes do not match, or the features are no numbers.
        FileExistsError: the folder holds rows already.
    """
    features = features_of(X, "rows")
    if 0 in features.shape:
        raise ValueError(f"expected numbers of shape (n, d); got {features.dtype} {features.shape}")
    if features.dtype.kind != "f":
        features = features.astype(np.float64)
    n = len(features)
    if len(y) != n or (owner is not None and len(owner) != n):
        raise ValueError(
            f"expected {n} labels and owners; got "
            f"{len(y)} and {'none' if owner is None else len(owner)}"
        )
    folder = fresh_folder(folder)
    np.save(folder / FEATURES, np.ascontiguousarray(features), allow_pickle=False)
    label_names: tuple[Name, ...] = ()
    if targets:
        np.save(folder / LABELS, numbers_of(y, "targets"), allow_pickle=False)
    else:
        label_names = _save_codes(folder / LABELS, names_of(y, "labels"))
    owner_names = () if owner is None else _save_codes(folder / OWNERS, owners_of(owner))
    return sealed(folder, label_names, owner_names)


def stored_rows(folder: Path) -> StoredRows:
    """Open rows that were stored before.

    Args:
        folder: as given to `store_rows`.
    Returns:
        The rows; the arrays are not read again, so their digest is taken as it is written.
    Raises:
        ValueError: the folder holds no rows, or was not finished.
    """
    folder = folder.resolve()
    if not (folder / ABOUT).is_file():
        raise ValueError(f"{folder} holds no rows: {ABOUT} is missing")
    about = _about(folder)
    return StoredRows(
        str(folder), about.n_rows, about.n_features, bool(about.owners), not about.labels,
        about.digest,
    )  # fmt: skip


def sealed(
    folder: Path,
    label_names: tuple[Name, ...],
    owner_names: tuple[Name, ...],
    feature_names: tuple[str, ...] = (),
) -> StoredRows:
    """Finish a folder whose arrays stand: hash them, and write `rows.json` last.

    Args:
        folder: with its arrays.
        label_names: sorted; empty where labels are numbers to be met.
        owner_names: sorted; empty without owners.
        feature_names: in the order of the features; empty where they have none.
    Returns:
        The rows as they are stored.
    """
    digest = hashlib.sha256(msgspec.json.encode([label_names, owner_names]))
    for name in (FEATURES, LABELS, OWNERS):
        path = folder / name
        if path.is_file():
            with path.open("rb") as file:
                while block := file.read(_HASHED_AT_ONCE):
                    digest.update(block)
            path.chmod(_READ_ONLY)
    n_rows, n_features = _mapped(folder, FEATURES, np.floating).shape
    about = About(
        _FORMAT, n_rows, n_features, label_names, owner_names, feature_names, digest.hexdigest()
    )
    begun = folder / f".{ABOUT}.{os.getpid()}"
    begun.write_bytes(msgspec.json.encode(about))
    begun.replace(folder / ABOUT)
    return stored_rows(folder)


def fresh_folder(folder: Path) -> Path:
    """Make a folder for rows.

    Args:
        folder: need not be there.
    Returns:
        Its absolute path.
    Raises:
        FileExistsError: it holds rows, finished or not.
    """
    folder = folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((folder / name).exists() for name in (ABOUT, FEATURES, LABELS, OWNERS)):
        raise FileExistsError(f"{folder} holds rows already; name a new folder")
    return folder


def _save_codes(path: Path, array: NDArray[np.generic]) -> tuple[Name, ...]:
    names, place = np.unique(array, return_inverse=True)
    np.save(path, place.astype(np.int32), allow_pickle=False)
    return tuple(names.tolist())


def _mapped(folder: Path, name: str, kind: type[Cell]) -> NDArray[Cell]:
    array = np.load(folder / name, mmap_mode="r", allow_pickle=False)
    if not np.issubdtype(array.dtype, kind):
        raise ValueError(f"{folder / name}: expected {kind.__name__}; got {array.dtype}")
    mapped: NDArray[Cell] = array
    return mapped


def _about(folder: Path) -> About:
    about = msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
    if about.format != _FORMAT:
        raise ValueError(f"{folder}: expected the format {_FORMAT}; got {about.format!r}")
    return about
