"""Small files of every kind for the tests of importing, good ones and hostile ones."""

import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from auzolan.learning.purchases import BRANDS

PURCHASE_NAMES = (
    "household", "position", "choice",
    *(f"feat_{brand}" for brand in BRANDS), *(f"price_{brand}" for brand in BRANDS),
)  # fmt: skip


def purchase(place: int, **other: object) -> dict[str, object]:
    """One good row of a purchase, with some values changed."""
    row: dict[str, object] = {"household": 7, "position": place, "choice": "yoplait"}
    row |= {f"feat_{brand}": 0 for brand in BRANDS}
    row |= {f"price_{brand}": "8.1" for brand in BRANDS}
    return row | other


def csv_text(rows: list[dict[str, object]]) -> str:
    """Rows of plain values as CSV."""
    lines = [",".join(PURCHASE_NAMES)]
    lines += [",".join(str(row[name]) for name in PURCHASE_NAMES) for row in rows]
    return "\n".join(lines) + "\n"


def write(path: Path, content: str | bytes) -> Path:
    """A file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of files under exactly these names."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content)
    return path


def parquet_of_long_texts(path: Path, *, rows: int, chars: int) -> Path:
    """A small Parquet file whose one text, repeated by a dictionary, decodes to rows * chars."""
    places = pa.array([0] * rows, pa.int32())
    texts = pa.DictionaryArray.from_arrays(places, pa.array(["x" * chars]))
    pq.write_table(pa.table({"text": texts}), path, compression="zstd", store_schema=False)
    return path


def parquet_of_many_rows(path: Path, *, rows: int) -> Path:
    """A small Parquet file of so many equal numbers, in blocks of a million."""
    schema = pa.schema({"number": pa.int64()})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        left = rows
        while left:
            block = min(left, 1_000_000)
            writer.write_table(pa.table({"number": pa.array([7]).take(pa.array([0] * block))}))
            left -= block
    return path
