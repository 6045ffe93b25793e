"""Releasing a model under its card, and taking more time to make one again. Nothing here decides."""

from __future__ import annotations

from auzolan.foundation import canonical
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named
from auzolan.house.desk import Desk
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.learning.card import card_of, digest_of
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.storage.files import write_durably
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.learning.acts import Extend, Release

_NO_CARD = "0" * 64


def release(desk: Desk, *, actor: str, model: str) -> Receipt | Refusal:
    """Let a model be served, under the card that the record gives it today.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        model: the model; the card is kept beside its file, under its digest.
    """
    with reader_of(desk.folder) as reader:
        card = card_of(reader, model)
    if card is None:
        return ask(desk, drawn(desk, "release"), actor, Release(model, _NO_CARD))
    digest = digest_of(card)
    answer = ask(desk, named("release", model, digest[:16]), actor, Release(model, digest))
    if isinstance(answer, Receipt) and not isinstance(desk, RehearsalDesk):
        # The record gives the same card again unless the model is tested anew; so it is kept.
        write_durably(desk.folder.models / f"{digest}.card.json", canonical.encode(card))
    return answer


def extend(desk: Desk, *, actor: str, model: str, reason: str) -> Receipt | Refusal:
    """Take more time to make a model again, once.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        model: a model that is trained whole.
        reason: why; it is sealed.
    """
    act = Extend(model, UNSEALED)
    return ask(desk, drawn(desk, "extend"), actor, act, {"reason": reason})
