"""Gives units of work to whatever workers there are, and hands back the answers in order.

This is the one place that knows joblib. Which workers they are, the caller's `joblib` says: local
processes by default, a Dask or a Ray cluster inside `joblib.parallel_config(backend=...)`. A unit
knows nothing of the others, so the answers do not depend on who worked, or in what order.

Holds few answers at once, retries nothing, and draws no chance: seeds belong into the inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

Answer = TypeVar("Answer")
_AHEAD = 2


def in_order(
    unit: Callable[..., Answer], inputs: Sequence[tuple[object, ...]], *, workers: int | None = None
) -> Iterator[Answer]:
    """Call a function once for each tuple of arguments, and yield the answers in that order.

    Args:
        unit: a function of a module, so that other processes can find it by name.
        inputs: its arguments, one tuple a call.
        workers: how many calls run at once; None takes what `joblib.parallel_config` says.
    Returns:
        One answer a call. Where the workers can hand them over one by one, about 2 a worker wait;
        else they come in waves of that size.
    Raises:
        ImportError: joblib is not installed.
        Exception: what a unit raises; the units that have not begun are dropped.
    """
    from joblib import Parallel, delayed, effective_n_jobs
    from joblib.parallel import get_active_backend

    calls = [delayed(unit)(*given) for given in inputs]
    backend, configured = get_active_backend()
    wanted = configured if workers is None else workers
    if backend.supports_return_generator or effective_n_jobs(wanted) == 1:
        crew = Parallel(
            n_jobs=workers, return_as="generator", pre_dispatch=f"{_AHEAD}*n_jobs", batch_size=1
        )
        yield from crew(calls)
        return
    wave = _AHEAD * max(1, effective_n_jobs(wanted))
    with Parallel(n_jobs=workers, batch_size=1) as crew:
        for start in range(0, len(calls), wave):
            yield from crew(calls[start : start + wave])


def alone() -> AbstractContextManager[object]:
    """Hold matrix libraries to one thread for a while.

    Workers would else fight for the same processors, and a library may sum in another order when
    it shares its work.

    Raises:
        ImportError: threadpoolctl is not installed.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits
