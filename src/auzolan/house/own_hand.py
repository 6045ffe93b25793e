"""A member's own hand: what she signs herself while a flow asks the desk in her name.

A page shows first what would be entered, and her passkey signs just that. So the act must come out the
same twice: its salts follow from the request, as its ids do. Only the first act that is asked for in
her own name is signed; an act under a one-time tag never is, since a signature would tie it to her.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from auzolan.house.submission import Submission, sealing
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, act_message
from auzolan.record.fields import field_classes
from auzolan.record.passkeys import Assertion, passkey_challenge

_HAND: ContextVar[OwnHand | None] = ContextVar("hand", default=None)
_SALT = b"auzolan/v1/salt\x00"


@dataclass(slots=True)
class OwnHand:
    """What one member signs of one request.

    Attributes:
        member: who signs.
        origin: the name of the record.
        key: secret and of this one request; salts follow from it.
        assertion: what her passkey answered; None while it is only seen what she would sign.
    """

    member: str
    origin: str
    key: bytes
    assertion: Assertion | None = None
    _actors: list[str] = field(default_factory=list)
    _challenge: bytes | None = None

    @property
    def challenge(self) -> bytes | None:
        """What her passkey would sign; None where it is not one act in her own name."""
        return self._challenge if self._actors == [self.member] else None

    def signed(self, submission: Submission) -> Submission:
        """The submission as she signs it; as it came, where it is not hers or not the first."""
        self._actors.append(submission.actor)
        if submission.actor != self.member or len(self._actors) > 1 or _names_annex(submission.act):
            return submission
        classes = field_classes(type(submission.act))
        salts = {
            name: self._salt(submission.id, name) for name in classes.restricted + classes.sealed
        }
        salted = replace(submission, salts=salts)
        try:
            made = sealing(salted, bytes)
        except (ValueError, TypeError):
            return submission  # the desk says what is wrong with it
        message = act_message(self.origin, submission.id, self.member, made.published)
        self._challenge = passkey_challenge(message)
        return salted if self.assertion is None else replace(salted, auth=self.assertion)

    def _salt(self, identity: str, name: str) -> str:
        said = _SALT + f"{identity}\x00{name}".encode()
        return hmac.new(self.key, said, hashlib.sha256).hexdigest()


@contextmanager
def by_own_hand(hand: OwnHand | None) -> Iterator[None]:
    """Let a member sign what a flow asks for in her name; with None nothing is signed."""
    token = _HAND.set(hand)
    try:
        yield
    finally:
        _HAND.reset(token)


def in_own_hand(submission: Submission) -> Submission:
    """A submission as the member who asks signs it, where she does."""
    hand = _HAND.get()
    return submission if hand is None else hand.signed(submission)


def _names_annex(act: Act) -> bool:
    """Whether an act names an annex, which is drawn anew each time it is laid down."""
    return any(isinstance(getattr(act, name), AnnexRef) for name in act.__struct_fields__)
