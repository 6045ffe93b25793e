"""Gathering: what many ask at once is answered in one go, and each gets her own answer.

A commit waits for the disk, and a disk takes one large write as fast as a small one. So whoever
comes while one is being answered waits, and the next one asks for all who wait. A lone caller
is answered at once; where many came together before, the next one gives them two milliseconds to
come again, since they were all sent off at the same moment. It knows no act, and changes the order
of nobody's.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

WAIT_S_MAX = 0.002
"""How long those of the last group are waited for: less than a commit takes."""

Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(slots=True, eq=False)
class _Call(Generic[Q, A]):
    """One caller's questions, and what has become of them."""

    questions: Sequence[Q]
    woken: threading.Event = field(default_factory=threading.Event)
    answers: list[A] | None = None
    failure: Exception | None = None


class Gathering(Generic[Q, A]):
    """Asks together for callers in several threads.

    Args:
        together: answers questions in order, one answer each, or raises and has done nothing.
        questions_max: how many questions may go together; a caller with more goes alone.
    """

    def __init__(self, together: Callable[[Sequence[Q]], list[A]], *, questions_max: int) -> None:
        self._together = together
        self._questions_max = questions_max
        self._lock = threading.Condition()
        self._together_last = 1
        self._waiting: deque[_Call[Q, A]] = deque()
        self._is_led = False

    def ask(self, questions: Sequence[Q]) -> list[A]:
        """Answer these questions in order, perhaps together with other callers'.

        Raises:
            Exception: what answering them alone raised.
        """
        call: _Call[Q, A] = _Call(questions)
        with self._lock:
            self._waiting.append(call)
            self._lock.notify_all()
            leads, self._is_led = not self._is_led, True
        if not leads:
            call.woken.wait()
        if call.answers is None and call.failure is None:
            self._lead(call)
        if call.failure is not None:
            raise call.failure
        assert call.answers is not None, "whoever is woken is answered, or leads"
        return call.answers

    def _lead(self, own: _Call[Q, A]) -> None:
        """Answer one's own call and those that wait behind it; then let the next one lead."""
        group = self._taken(own)
        try:
            self._answer(group)
        finally:
            with self._lock:
                # Interrupted before they were answered: the others ask again.
                left = [one for one in group if one is not own and not one.woken.is_set()]
                self._waiting.extendleft(reversed(left))
                self._is_led = bool(self._waiting)
                following = self._waiting[0] if self._waiting else None
            if following is not None:
                following.woken.set()

    def _taken(self, own: _Call[Q, A]) -> list[_Call[Q, A]]:
        with self._lock:
            self._lock.wait_for(lambda: len(self._waiting) >= self._together_last, WAIT_S_MAX)
            assert self._waiting[0] is own, "callers lead in the order of asking"
            group = [self._waiting.popleft()]
            size = len(own.questions)
            while self._waiting:
                size += len(self._waiting[0].questions)
                if size > self._questions_max:
                    break
                group.append(self._waiting.popleft())
            self._together_last = len(group)
        return group

    def _answer(self, group: list[_Call[Q, A]]) -> None:
        """Ask together; where that fails, ask for each alone, so that one fault stays one's own."""
        if len(group) > 1:
            with suppress(Exception):  # each is told her own failure below
                _deal_out(group, self._together([one for call in group for one in call.questions]))
                return
        for call in group:
            try:
                call.answers = self._together(call.questions)
            except Exception as failure:  # noqa: BLE001  raised to its own caller
                call.failure = failure
            call.woken.set()


def _deal_out(group: Sequence[_Call[Q, A]], answers: Sequence[A]) -> None:
    assert len(answers) == sum(len(call.questions) for call in group), "each has one answer"
    start = 0
    for call in group:
        stop = start + len(call.questions)
        call.answers = list(answers[start:stop])
        start = stop
        call.woken.set()
