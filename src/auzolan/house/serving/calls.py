"""One call from key to answer: rights, answer, whose it is, meter. It speaks no HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from math import gcd

import msgspec

from auzolan.engine.answering import Question
from auzolan.foundation.refusals import Refusal
from auzolan.house.serving.journal import Answered
from auzolan.house.serving.meter import Meter, refused_repeat
from auzolan.house.serving.rights import Caller, Rights
from auzolan.house.serving.shelf import Ready, Shelf
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.use_shares import SALT_SIZE, members_part

CALL_BYTES = 16
REQUEST_SIZE_MAX = 200
QUESTION_DECODER: msgspec.json.Decoder[Question] = msgspec.json.Decoder(
    dict[str, int | str | list[str]]
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as it came.

    Attributes:
        key_digest: SHA-256 of the key.
        model: the model that is asked.
        request: the licensee's name for the call.
        body: the question, as it was sent.
    """

    key_digest: str
    model: str
    request: str
    body: bytes


class Calls:
    """Answers calls for several threads.

    Args:
        rights: asked before and after.
        shelf: the models.
        meter: counts.
        chance: random bytes, for names and salts.
    """

    def __init__(
        self, rights: Rights, shelf: Shelf, meter: Meter, chance: Callable[[int], bytes]
    ) -> None:
        self._rights = rights
        self._shelf = shelf
        self._meter = meter
        self._chance = chance

    def answer(self, asked: Asked) -> Answered | Refusal:
        """Answer one call, and count it; a repeated one gets the answer of then.

        Raises:
            MeterStopped: it could not be counted.
            FileNotFoundError, ImportError: the model is not in this house.
            ValueError: the model's files are not those on the record.
        """
        caller = self._rights.caller(asked.key_digest)
        if isinstance(caller, Refusal):
            return caller
        if caller.licence.model != asked.model:
            return _other_model(caller, asked.model)
        body = hashlib.sha256(asked.model.encode() + b"\x00" + asked.body).hexdigest()
        before = self._meter.answered(caller.licence.licence, asked.request)
        refused = refused_repeat(before, body) if before is not None else None
        refused = refused or self._refused(caller, asked)
        if refused is not None:
            return refused
        draft = before or self._draft(caller, asked, body)
        if isinstance(draft, Refusal):
            return draft
        return self._meter.enter(
            draft,
            recorded=caller.licence.segments,
            approve=lambda last, pending: self._moment(asked, last, pending),
        )

    def known(self, key_digest: str, call: str) -> Answered | Refusal:
        """A call that was answered under the caller's licence."""
        caller = self._rights.caller(key_digest)
        if isinstance(caller, Refusal):
            return caller
        found = self._meter.call(call)
        if found is None or found.licence != caller.licence.licence:
            return Refusal(
                "serving.no_such_use", ARTICLE, "There is no such use under this licence.",
                "Look it up by the link that came with the answer.",
            )  # fmt: skip
        return found

    def _refused(self, caller: Caller, asked: Asked) -> Refusal | None:
        """Whether it can be known before any work that the call will be refused."""
        # How many are left is asked where they are counted.
        moment = self._rights.moment(asked.key_digest, last_at=0, pending=None)
        if not isinstance(moment, Refusal):
            return None
        if moment.code in _PEOPLE:
            self._shelf.let_go(caller.licence.model)
        return moment

    def _moment(self, asked: Asked, last_at: int, pending: int | None) -> int | Refusal:
        found = self._rights.moment(asked.key_digest, last_at=last_at, pending=pending)
        return found if isinstance(found, Refusal) else found[0]

    def _draft(self, caller: Caller, asked: Asked, body: str) -> Answered | Refusal:
        ready = self._shelf.ready(caller.model, caller.awaited)
        if isinstance(ready, Refusal):
            return ready
        try:
            laid = ready.answerer.read(QUESTION_DECODER.decode(asked.body))
            answer = ready.answerer.answer(laid)
            weights = ready.attributor.weights(laid, answer)
        except ValueError as fault:
            return _malformed(fault)
        return self._counted(caller, asked, ready, body=body, answer=answer, weights=weights)

    def _counted(
        self, caller: Caller, asked: Asked, ready: Ready, *, body: str, answer: str,
        weights: dict[str, int],
    ) -> Answered:  # fmt: skip
        licence = caller.licence
        drawn = self._chance(CALL_BYTES + 2 * SALT_SIZE)
        return Answered(
            licence=licence.licence, request=asked.request, body=body, model=licence.model,
            snapshot=ready.snapshot, call=drawn[:CALL_BYTES].hex(), at=0,
            fee_micro=licence.price_micro, members_micro=members_part(licence.price_micro, caller.part_bp), question=asked.body,
            answer=answer, salt=drawn[CALL_BYTES : CALL_BYTES + SALT_SIZE],
            weights=_in_lowest_terms(weights or dict.fromkeys(ready.everyone, 1)),
            shares_salt=drawn[CALL_BYTES + SALT_SIZE :],
        )  # fmt: skip


def _in_lowest_terms(weights: dict[str, int]) -> dict[str, int]:
    common = gcd(*weights.values())
    return {member: weight // common for member, weight in weights.items()}


_PEOPLE = frozenset({"consent.purpose_not_granted", "learning.rows_erased"})
"""Refusals after which rows in memory are let go of: somebody whose rows they are has said no."""


def _other_model(caller: Caller, model: str) -> Refusal:
    return Refusal(
        "serving.other_model", ARTICLE,
        f"The licence {caller.licence.licence} is for {caller.licence.model}, not for {model}.",
        "Call the model of the licence.",
    )  # fmt: skip


def _malformed(fault: ValueError) -> Refusal:
    return Refusal(
        "serving.question_malformed", ARTICLE, f"The question cannot be read: {fault}.",
        "Send one JSON object with the columns of the model; it was not counted.",
    )  # fmt: skip
