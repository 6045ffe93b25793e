"""Writing and erasing members' rows in the vault.

A batch is one Parquet file with the salts of its rows' digests; erasing the file destroys both.
Overwriting a disk's blocks and clearing backups are the deployment's part, with its own deadline.
"""

from __future__ import annotations

import hashlib
import hmac
import io
from collections.abc import Callable

from auzolan.audit.folder import Folder
from auzolan.audit.rows import SALT, Columns, root_of_batch, rows_of
from auzolan.contributions.digests import ROW_SALT_SIZE
from auzolan.foundation import canonical
from auzolan.house.storage.files import sync_folder, write_durably

_KEY_SIZE = 32


def write_batch(
    folder: Folder, batch: str, columns: Columns, chance: Callable[[int], bytes]
) -> str:
    """Lay a batch's rows down in the vault, durable when it returns.

    Args:
        folder: the co-operative's folder.
        batch: its id; the file must not exist.
        columns: names to values of one length; whole numbers and texts.
        chance: where the salts come from.
    Returns:
        The root for the offer.
    Raises:
        FileExistsError: the batch has rows already.
        ValueError: a value is outside what rows may hold.
    """
    import pyarrow
    from pyarrow import parquet

    path = folder.batch_rows(batch)
    if path.exists():
        raise FileExistsError(f"batch {batch} has rows in the vault already")
    count = len(next(iter(columns.values())))
    salts = [chance(ROW_SALT_SIZE) for _ in range(count)]
    root = root_of_batch(columns, salts)
    table = pyarrow.table({**columns, SALT: pyarrow.array(salts, pyarrow.binary(ROW_SALT_SIZE))})
    content = io.BytesIO()
    parquet.write_table(table, content, compression="zstd")
    write_durably(path, content.getvalue(), mode=0o600)
    return root


def erase_batch(folder: Folder, batch: str) -> None:
    """Destroy a batch's rows and salts; nothing happens where they are gone."""
    folder.batch_rows(batch).unlink(missing_ok=True)
    sync_folder(folder.rows)


def marks_of(folder: Folder, columns: Columns, chance: Callable[[int], bytes]) -> list[bytes]:
    """Keyed marks of rows, by which equal rows are found again without keeping their hashes.

    The key lies in the vault and nowhere else: whoever holds only the marks can test no guess.
    """
    key_file = folder.vault / "marks.key"
    if not key_file.exists():
        write_durably(key_file, chance(_KEY_SIZE), mode=0o600)
    key = key_file.read_bytes()
    return [
        hmac.new(key, canonical.checked(row), hashlib.sha256).digest() for row in rows_of(columns)
    ]
