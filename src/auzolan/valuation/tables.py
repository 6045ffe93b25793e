"""Values as a pyarrow table or a pandas frame, with where they come from written into it.

The one module of the pure rooms that may name these two libraries (docs/decisions/0017). It
imports each only when a table is asked for, turns arrays in memory into a table in memory, and
neither reads nor writes a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas
    import pyarrow

    ArrowTable: TypeAlias = pyarrow.Table
    Frame: TypeAlias = pandas.DataFrame

Columns = Mapping[str, NDArray[np.generic]]
_PREFIX = "auzolan."
_MISSING = "this table needs {0}, which is not installed: pip install 'auzolan[tables]'"


def arrow_table(columns: Columns, about: Mapping[str, str]) -> ArrowTable:
    """Make a pyarrow table.

    Args:
        columns: arrays of one length, by name.
        about: what is said of them, kept in the table's metadata with `auzolan.` before each name.
    Returns:
        The table.
    Raises:
        ImportError: pyarrow is missing; the text names what to install.
    """
    try:
        import pyarrow  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise ImportError(_MISSING.format("pyarrow")) from missing

    arrays = {name: pyarrow.array(column) for name, column in columns.items()}
    told = {_PREFIX + name: text for name, text in about.items()}
    return pyarrow.table(arrays, metadata=told)


def data_frame(columns: Columns, about: Mapping[str, str]) -> Frame:
    """Make a pandas frame.

    Args:
        columns: arrays of one length, by name.
        about: what is said of them, kept in `attrs` with `auzolan.` before each name.
    Returns:
        The frame.
    Raises:
        ImportError: pandas is missing; the text names what to install.
    """
    try:
        import pandas  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise ImportError(_MISSING.format("pandas")) from missing

    frame = pandas.DataFrame(dict(columns))
    frame.attrs.update({_PREFIX + name: text for name, text in about.items()})
    return frame
