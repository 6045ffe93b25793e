"""One place where loops become machine code.

Modules that import this one need numba, the extra `valuation`; all others of the room work
without it. Never turns on fast-math: sums keep the order in which they are written, so that the
same input gives the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

try:
    from numba import njit
except ImportError as missing:
    raise ImportError(
        "this valuation method needs numba: pip install 'auzolan[valuation]'"
    ) from missing

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def compiled(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Compile a function of arrays and numbers at its first call, and keep the result.

    Args:
        function: uses only what numba understands.
    Returns:
        The same function, faster; it releases the interpreter while it runs.
    """
    kernel: Callable[_Given, _Answer] = njit(cache=True, nogil=True)(function)
    return kernel
