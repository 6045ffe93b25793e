"""Parquet files that are small on the disk and huge in memory, and what they may cost."""

import subprocess
import sys
from pathlib import Path

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.importing import Reading, Table, read_table
from auzolan.house.rooms.contributions.limits import MIB, Limits
from house.importing.files import parquet_of_long_texts, parquet_of_many_rows

PEAK_MIB = 700


def test_a_text_repeated_into_gigabytes_is_refused(tmp_path: Path) -> None:
    """Goal: a few kilobytes cannot fill the memory. Method: 4 GB from one text of 16 MB."""
    bomb = parquet_of_long_texts(tmp_path / "a.parquet", rows=256, chars=16 * MIB)
    assert bomb.stat().st_size < MIB
    found = read_table(bomb)
    assert isinstance(found, Refusal)
    assert found.code in {"contributions.file_parquet_bomb", "contributions.file_too_large"}


def test_many_texts_that_fit_one_by_one_are_refused_by_their_sum(tmp_path: Path) -> None:
    """Goal: the sum is capped too. Method: 1.5 GB in texts of 15,000 characters."""
    bomb = parquet_of_long_texts(tmp_path / "a.parquet", rows=100_000, chars=15_000)
    assert bomb.stat().st_size < MIB
    found = read_table(bomb)
    assert isinstance(found, Refusal)
    assert found.code == "contributions.file_too_large"


def test_more_rows_than_are_taken_are_refused_unread(tmp_path: Path) -> None:
    """Goal: a true row count is believed when it is too large. Method: 3 million rows."""
    bomb = parquet_of_many_rows(tmp_path / "a.parquet", rows=3_000_000)
    assert bomb.stat().st_size < 100_000
    found = read_table(bomb)
    assert isinstance(found, Refusal)
    assert found.code == "contributions.file_too_large"


def test_a_footer_that_lies_about_its_rows_gains_nothing(tmp_path: Path) -> None:
    """Goal: a false row count does not get more in. Method: change the count in the footer."""
    content = bytearray(parquet_of_many_rows(tmp_path / "a.parquet", rows=1_000_000).read_bytes())
    true, false = _varint(2 * 1_000_000), _varint(2 * 10_000)  # zigzag of a count is its double
    place = content.find(true, len(content) // 2)
    assert place > 0
    content[place : place + len(true)] = false.ljust(len(true), b"\0")[: len(true)]
    (tmp_path / "lie.parquet").write_bytes(content)
    found = read_table(tmp_path / "lie.parquet", reading=Reading(limits=Limits(rows=20_000)))
    assert isinstance(found, Refusal) or found.rows <= 20_000


def test_importing_a_bomb_costs_little_memory(tmp_path: Path) -> None:
    """Goal: the cap holds for both processes. Method: measure the peak of each from outside."""
    bomb = parquet_of_long_texts(tmp_path / "a.parquet", rows=256, chars=16 * MIB)
    program = (
        "import resource, sys, pathlib;"
        "from auzolan.house.rooms.contributions.importing import read_table;"
        "found = read_table(pathlib.Path(sys.argv[1]));"
        "status = pathlib.Path('/proc/self/status').read_text();"
        "own = status.partition('VmHWM:')[2].split()[0];"
        "print(found.code, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(bomb)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    code, own_kib, child_kib = done.stdout.split()
    assert code.startswith("contributions.file_")
    assert int(own_kib) < 200 * 1024
    assert int(child_kib) < PEAK_MIB * 1024


def test_a_reader_that_is_killed_refuses_the_file(tmp_path: Path) -> None:
    """Goal: no answer is no consent. Method: so little memory that the reader cannot even start."""
    path = parquet_of_many_rows(tmp_path / "a.parquet", rows=10)
    limits = Limits(reader_bytes=32 * MIB)
    found = read_table(path, reading=Reading(limits=limits))
    assert isinstance(found, Refusal)
    assert found.code == "contributions.file_parquet_bomb"
    assert isinstance(read_table(path), Table)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
