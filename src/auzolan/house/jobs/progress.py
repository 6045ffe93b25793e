"""How a flow says how far it is, whoever listens; without a listener nothing happens.

It knows no queue and no table: rooms import it at no cost, and the same flow runs at the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Listener: TypeAlias = Callable[[str, int, int | None], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("progress", default=None)


class Cancelled(Exception):
    """Somebody asked that the work stop; what the desk has answered stays, nothing more is done."""


def tell(stage: str, done: int, total: int | None = None) -> None:
    """Say how far the work is.

    Args:
        stage: what it is at, as a short name that `jobs/words.py` may know.
        done: how much of this stage is done, >= 0.
        total: how much there is; None where that is not known.
    Raises:
        Cancelled: somebody asked that it stop; let it pass.
    """
    listener = _LISTENER.get()
    if listener is not None:
        listener(stage, done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Have a listener told what the flow says meanwhile."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
