"""One place where the loops of a count become machine code, where numba is at hand.

A result of an election must not depend on what is installed: without numba the same lines run as
plain Python, slower and equal to the last digit. So kernels here use whole numbers and array
elements alone. Never turns on fast-math, and never runs a loop on several threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

try:
    import numba
except ImportError:  # the base install counts too
    HAS_NUMBA = False
else:
    HAS_NUMBA = True

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def compiled(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Compile a function of arrays and whole numbers at its first call, and keep the result.

    Args:
        function: uses only what numba understands; equal as plain Python.
    Returns:
        The same function, faster where numba is installed; it then releases the interpreter.
    """
    if not HAS_NUMBA:
        return function
    kernel: Callable[_Given, _Answer] = numba.njit(cache=True, nogil=True)(function)
    return kernel
