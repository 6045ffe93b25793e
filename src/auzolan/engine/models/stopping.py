"""Stopping a training that may not go on: asked between shards and steps, never within one.

What is stopped gives nothing. Solvers of other libraries cannot be asked while they work; what
they give is asked about afterwards, by whoever takes it in. Decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_watch: ContextVar[Callable[[], bool] | None] = ContextVar("auzolan_training_watch", default=None)


class Stopped(Exception):
    """The training was told to stop; there is no model."""


@contextmanager
def watched(should_stop: Callable[[], bool]) -> Iterator[None]:
    """Ask this between the steps of every training in the block.

    A variable of the context and not an argument: it is no choice of the recipe, and reaches the
    innermost loop without passing through every family.

    Args:
        should_stop: cheap, or asked seldom by its own choice; True ends the training.
    """
    token = _watch.set(should_stop)
    try:
        yield
    finally:
        _watch.reset(token)


def go_on() -> None:
    """Go on with the next step, if one may.

    Raises:
        Stopped: whoever watches says that the training must end; never where nobody watches.
    """
    should_stop = _watch.get()
    if should_stop is not None and should_stop():
        raise Stopped("the training was told to stop")
