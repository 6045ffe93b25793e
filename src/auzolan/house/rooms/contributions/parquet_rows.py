"""Parquet to rows, by way of a reading process with a cap on memory, computing and output.

What the process writes is read as it comes and counted, so this side never holds more than the
limits allow. It trusts nothing that the file says about itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions import parquet_child
from auzolan.house.rooms.contributions.limits import ARTICLE, BadFile, Limits, too_large
from auzolan.house.rooms.contributions.parsing import Lines

_KILLED_AFTER = 2  # times the seconds of computing, in seconds of waiting
_SAID_BYTES_MAX = 4096


@contextmanager
def parquet_lines(stream: BinaryIO, limits: Limits) -> Iterator[Lines]:
    """The lines that the reading process writes for a Parquet file; the first holds the names.

    Raises:
        BadFile: the file is damaged, too large, a bomb, or holds what no row can hold. It is
            raised at the latest when the block ends without a fault of its own.
        ImportError: pyarrow is not installed.
    """
    with _as_file(stream) as file, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            _command(limits), stdin=file, stdout=subprocess.PIPE, stderr=said, env=_environment()
        )
        watch = threading.Timer(limits.reader_s * _KILLED_AFTER, process.kill)
        watch.start()
        try:
            yield Lines(cast("BinaryIO", process.stdout), limits)
            _raise_refusal(process.wait(), said)
        except BadFile:
            # A fault that the reader itself named is better known than one seen from here.
            process.kill()
            raise
        finally:
            watch.cancel()
            process.kill()
            process.wait()
            cast("BinaryIO", process.stdout).close()


def _command(limits: Limits) -> list[str]:
    numbers = (limits.reader_bytes, limits.reader_s, limits.rows, limits.columns)
    return [sys.executable, "-I", parquet_child.__file__, *map(str, numbers)]


def _environment() -> dict[str, str]:
    # One thread and plain memory: what each thread reserves would count against the cap.
    return dict(os.environ) | {
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


@contextmanager
def _as_file(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream as a file that another process can read and seek in."""
    try:
        stream.fileno()
    except OSError:
        with tempfile.TemporaryFile() as copy:
            copy.write(stream.read())
            copy.seek(0)
            yield cast("BinaryIO", copy)
    else:
        stream.seek(0)
        yield stream


def _raise_refusal(exit_code: int, said: BinaryIO) -> None:
    if exit_code == 0:
        return
    said.seek(0)
    text = said.read(_SAID_BYTES_MAX).decode("utf-8", errors="replace")
    what, why = "bomb", "the process that read it ran out of memory or time"
    if exit_code == parquet_child.EXIT_REFUSED:
        what, why = json.loads(text.strip().splitlines()[-1])
    raise _fault(what, why)


def _fault(what: str, why: str) -> Exception:
    if what == "missing":
        return ImportError(f"No module named {why!r}", name=why)
    if what == "large":
        return too_large(f"The Parquet file was not read: {why}.")
    if what == "bomb":
        return BadFile(
            Refusal(
                "contributions.file_parquet_bomb",
                ARTICLE,
                f"The Parquet file was not read to its end: {why}.",
                "Write it anew with fewer rows or shorter texts.",
            )
        )
    return BadFile(
        Refusal(
            "contributions.file_parquet",
            ARTICLE,
            f"The Parquet file cannot be read: {why}.",
            "Write columns of numbers and texts only, with a tool that finishes the file.",
        )
    )
