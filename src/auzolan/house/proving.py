"""What shows at the desk that somebody asked for an act: her key, her passkey, or the house's word.

An assertion is checked before any rule is asked, and then hidden behind a commitment as a sealed field
is. Nothing here asks whether she may do what she asks for.
"""

from __future__ import annotations

from collections.abc import Callable

from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.submission import Sealing, Submission
from auzolan.members.passkeys import fault_in
from auzolan.members.state import MemberKey
from auzolan.record.entries import Auth, KeySigned, PasskeySigned, act_message, is_signed_by
from auzolan.record.fields import SALT_SIZE, Opening, commit
from auzolan.record.passkeys import PROOF, Assertion, assertion_text
from auzolan.record.state import LogKey


def unproven(
    books: Books, log_key: LogKey | None, submission: Submission, made: Sealing, *, seq: int
) -> Refusal | None:
    """Why what came with an act does not show that its actor asked for it.

    Args:
        books: the state before the act.
        log_key: the key of the record, which also holds its name; None before the founding.
        submission: the act as it came.
        made: the act with commitments in place, which is what she signs.
        seq: the place that its entry would have.
    """
    auth, actor = submission.auth, submission.actor
    if isinstance(auth, PasskeySigned):
        return answers.unchecked_passkey(actor)
    if not isinstance(auth, (KeySigned, Assertion)):
        return None
    message = act_message(log_key.origin if log_key else "", submission.id, actor, made.published)
    if isinstance(auth, Assertion):
        fault = fault_in(books, auth, actor=actor, message=message, entry=seq)
        return answers.passkey_refused(actor, fault) if fault is not None else None
    row = books.get(MemberKey, auth.key)
    if row is None or not row.active or row.member != actor or log_key is None:
        return answers.unknown_key(actor)
    return None if is_signed_by(auth, message) else answers.bad_signature(actor)


def published_auth(
    auth: Auth | Assertion, chance: Callable[[int], bytes]
) -> tuple[Auth, tuple[Opening, ...]]:
    """What the entry says of how it was asked for, and what opens it.

    Args:
        auth: as it came, checked.
        chance: gives the salt.
    Returns:
        For an assertion its commitment and the opening, which lies in the vault; else the same.
    """
    if not isinstance(auth, Assertion):
        return auth, ()
    text, salt = assertion_text(auth), chance(SALT_SIZE)
    return PasskeySigned(commit(PROOF, text, salt)), (Opening(PROOF, salt.hex(), text),)
