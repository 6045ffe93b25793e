"""One place where the loops of a consensus become machine code, where numba is at hand.

Without numba the same lines run as plain Python, slower and equal but for the last digits. Never
turns on fast-math, and never runs a loop on several threads: sums keep the order in which they are
written, so that the same labels give the same bits on one machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

try:
    import numba
except ImportError:  # the base install weighs labels too
    HAS_NUMBA = False
else:
    HAS_NUMBA = True

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def compiled(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Compile a function of arrays and numbers at its first call, and keep the result.

    Args:
        function: uses only what numba understands, and means the same as plain Python.
    Returns:
        The same function, faster where numba is installed; it then releases the interpreter.
    """
    if not HAS_NUMBA:
        return function
    kernel: Callable[_Given, _Answer] = numba.njit(cache=True, nogil=True)(function)
    return kernel
