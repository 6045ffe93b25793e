"""The meter: an answer leaves the house when its use is durable, and each call is counted once.

Calls that come together share one write to the disk. Right before it, rights are asked once more and
the moment of the call is taken, by one thread at a time; so moments never fall, and nothing is counted
that may not be answered. A call under a name that was used before gets the answer of then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.serving.journal import Answered, Journal
from auzolan.licensing.standing import ARTICLE

TOGETHER_MAX = 1_000
Approve = Callable[[int, int | None], int | Refusal]
"""Given the last moment under a licence and its calls that no segment holds (None for one that was
answered before): the moment of the call, or why it may not be answered."""


class MeterStopped(Exception):
    """The meter could not write; the call was not counted, and no answer may leave."""


@dataclass(slots=True, eq=False)
class _Call:
    """One caller's draft, and what has become of it."""

    draft: Answered
    recorded: int
    approve: Approve
    outcome: Answered | Refusal | None = None
    failure: Exception | None = None


@dataclass(slots=True)
class _Tally:
    """What is known of a licence while nobody else writes: of calls beyond a recorded segment."""

    recorded: int
    pending: int
    last_at: int


class Meter:
    """Counts the calls of one folder, for several threads.

    Args:
        folder: the co-operative's folder.
    """

    def __init__(self, folder: Folder) -> None:
        self._reading = Journal(folder.meter)
        self._writing = Journal(folder.meter)
        self._reads = threading.Lock()
        self._turn = threading.Lock()
        self._queue = threading.Lock()
        self._waiting: list[_Call] = []
        self._tallies: dict[str, _Tally] = {}
        self._version = self._writing.version()

    def close(self) -> None:
        """Close the file."""
        with self._turn, self._reads:
            self._writing.close()
            self._reading.close()

    def answered(self, licence: str, request: str) -> Answered | None:
        """The call that a licensee named so, or None."""
        with self._reads:
            return self._reading.by_request(licence, request)

    def call(self, name: str) -> Answered | None:
        """The call of this name on the record, or None."""
        with self._reads:
            return self._reading.by_call(name)

    def last_at(self, licence: str) -> int:
        """The moment of the last call under a licence, 0 where there is none."""
        with self._reads:
            return self._reading.last_at(licence)

    def enter(self, draft: Answered, *, recorded: int, approve: Approve) -> Answered | Refusal:
        """Count a call, once; it is durable when this returns.

        Args:
            draft: the call; its moment is given here.
            recorded: the newest segment of its licence on the record.
            approve: asked right before the write.
        Returns:
            The call as it stands now: the earlier one, if this name was used with the same body.
        Raises:
            MeterStopped: it could not be written.
        """
        call = _Call(draft, recorded, approve)
        with self._queue:
            self._waiting.append(call)
        with self._turn:
            if call.outcome is None and call.failure is None:
                with self._queue:
                    group = self._waiting[:TOGETHER_MAX]
                    del self._waiting[:TOGETHER_MAX]
                self._write(group)
        if call.failure is not None:
            raise MeterStopped(
                f"The call could not be counted ({call.failure}), so it was not answered."
            ) from call.failure
        assert call.outcome is not None, "whoever has had the turn has an outcome"
        return call.outcome

    def _write(self, group: list[_Call]) -> None:
        try:
            self._writing.begin()
            self._look_again()
            outcomes = [self._entered(call) for call in group]
            self._writing.commit()
        except Exception as failure:  # noqa: BLE001  raised to each of its callers
            self._tallies.clear()
            self._writing.rollback()
            for call in group:
                call.failure = failure
            return
        for call, outcome in zip(group, outcomes, strict=True):
            call.outcome = outcome

    def _entered(self, call: _Call) -> Answered | Refusal:
        draft = call.draft
        before = self._writing.by_request(draft.licence, draft.request)
        if before is not None:
            refused = refused_repeat(before, draft.body)
            at = call.approve(0, None) if refused is None else refused
            return at if isinstance(at, Refusal) else before
        tally = self._tally(draft.licence, call.recorded)
        at = call.approve(tally.last_at, tally.pending)
        if isinstance(at, Refusal):
            return at
        entered = replace(draft, at=at)
        self._writing.add(entered)
        tally.pending += 1
        tally.last_at = at
        return entered

    def _tally(self, licence: str, recorded: int) -> _Tally:
        found = self._tallies.get(licence)
        if found is None or found.recorded != recorded:
            pending = self._writing.count_beyond(licence, recorded)
            found = _Tally(recorded, pending, self._writing.last_at(licence))
            self._tallies[licence] = found
        return found

    def _look_again(self) -> None:
        """Count afresh where another process has cut a segment meanwhile."""
        version = self._writing.version()
        if version != self._version:
            self._tallies.clear()
            self._version = version


def refused_repeat(before: Answered, body: str) -> Refusal | None:
    """The refusal of a name that was used for another question, or of an answer long forgotten."""
    if before.body != body:
        return Refusal(
            "serving.other_body", ARTICLE,
            f"The Idempotency-Key {before.request} was used for another question.",
            "Give each question a name of its own.",
        )  # fmt: skip
    if before.answer is None:
        return Refusal(
            "serving.answer_forgotten", ARTICLE,
            f"The answer under the Idempotency-Key {before.request} is kept no longer.",
            "Ask under a new name; it is a new call.",
        )  # fmt: skip
    return None
