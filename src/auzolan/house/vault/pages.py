"""Raw page times in the vault: a Parquet file a log of work, kept for the charter's days only.

The file holds a random salt that goes with it: the digest stays on the record, and nobody can test
a guess against it. It says when somebody worked, so that nobody but she may read her lines;
whoever keeps the machine can open the file all the same while it is there.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence

from auzolan.audit.folder import Folder
from auzolan.house.storage.files import sync_folder, write_durably

MEMBER = "member"
PAGES_MAX = 10_000_000
_SALT = b"salt"
_SALT_SIZE = 32


def keep_pages(
    folder: Folder,
    log: str,
    columns: Mapping[str, Sequence[int | str]],
    chance: Callable[[int], bytes],
) -> str:
    """Lay down the page times of a log before its act; durable when it returns.

    What a crash left of a log that was never booked is written over. It knows no books: for a log
    that may be booked already there is `page_flows.book_with_pages`.

    Args:
        folder: the co-operative's folder.
        log: id of the log of work.
        columns: names to values of one length, 1 to 10 million; `member` says whose page each is.
        chance: where the salt comes from.
    Returns:
        SHA-256 of the file, for the act.
    Raises:
        ValueError: no column `member`, no page, too many, or columns of different lengths.
    """
    import pyarrow
    from pyarrow import parquet

    sizes = {len(column) for column in columns.values()}
    if MEMBER not in columns or len(sizes) != 1 or not 1 <= min(sizes) <= PAGES_MAX:
        raise ValueError(
            f"expected 1 to {PAGES_MAX} pages with a column {MEMBER}; got columns "
            f"{', '.join(columns)} of {sorted(sizes)}"
        )
    table = pyarrow.table({name: pyarrow.array(column) for name, column in columns.items()})
    table = table.replace_schema_metadata({_SALT: chance(_SALT_SIZE).hex().encode()})
    content = io.BytesIO()
    parquet.write_table(table, content, compression="zstd")
    write_durably(folder.page_times(log), content.getvalue(), mode=0o600)
    return hashlib.sha256(content.getbuffer()).hexdigest()


def pages_of(folder: Folder, log: str, member: str) -> dict[str, list[int | str]]:
    """One person's page times of a log, as columns without her id; empty where they are gone.

    Only for herself: who may see them is the matter of `labour/matrix.py`.
    """
    from pyarrow import parquet

    path = folder.page_times(log)
    if not path.is_file():
        return {}
    found = parquet.read_table(path, filters=[(MEMBER, "=", member)])
    columns: dict[str, list[int | str]] = found.drop_columns([MEMBER]).to_pydict()
    return columns


def kept_among(
    folder: Folder, log: str, columns: Mapping[str, Sequence[int | str]], *, keys: Sequence[str]
) -> list[int]:
    """Which of some pages are kept with a log already; nothing else of it comes out.

    Args:
        folder: the co-operative's folder.
        log: id of a log of work.
        columns: names to values of one length, those of `keys` among them.
        keys: the columns by which a page is known again.
    Returns:
        Their places in the columns, in order; none where the log's pages are gone.
    """
    import pyarrow
    from pyarrow import parquet

    path = folder.page_times(log)
    if not path.is_file() or not set(keys) <= set(parquet.read_schema(path).names):
        return []
    given = pyarrow.table({name: pyarrow.array(columns[name]) for name in keys})
    given = given.append_column("place", pyarrow.array(range(len(given)), pyarrow.int64()))
    kept = parquet.read_table(path, columns=list(keys)).replace_schema_metadata()
    found = given.join(kept, keys=list(keys), join_type="left semi")
    return sorted(found["place"].to_pylist())


def destroy_pages(folder: Folder, log: str) -> None:
    """Destroy the page times of a log, with their salt; nothing happens where they are gone."""
    folder.page_times(log).unlink(missing_ok=True)
    if folder.pages.is_dir():
        sync_folder(folder.pages)
