"""Who is shown to have asked for an entry: by her key, by her passkey, or by the operator's word alone.

A key's signature stands in the entry, so everybody can check it. What a passkey signed lies in the
vault: the public sees that she has one and that a commitment is there, an auditor checks all of it.
It asks nothing about rights.
"""

from __future__ import annotations

from auzolan.audit.openings import Openings
from auzolan.audit.report import Findings
from auzolan.cooperative import AnyEntry
from auzolan.foundation.books import Books
from auzolan.members.passkeys import fault_in
from auzolan.members.state import MemberKey, Passkey
from auzolan.record.entries import KeySigned, Operator, PasskeySigned, act_message, is_signed_by
from auzolan.record.fields import Opening
from auzolan.record.passkeys import PasskeyFault, read_assertion
from auzolan.record.state import LOG, LogKey

BY_KEY = "acts signed with a member's own key"
BY_PASSKEY = "acts signed with a member's passkey"
UNSHOWN = "acts on the operator's word"
_CLOSED = "what the passkey signed lies in the vault: its member and an auditor can check it"
_ERASED = "what the passkey signed was erased; nothing but the operator's word is left"
_ABSENT = "what the passkey signed is missing"


class Signatures:
    """Checks each entry's proof and counts them by kind.

    Args:
        findings: where differences are noted.
        openings: opens what passkeys signed; None at the public level.
    """

    def __init__(self, findings: Findings, openings: Openings | None) -> None:
        self._findings, self._openings = findings, openings
        self._signed = 0

    def check(self, entry: AnyEntry, books: Books) -> None:
        """Check how an entry says that it was asked for, against the books before it."""
        auth = entry.auth
        if isinstance(auth, Operator):
            return
        self._signed += 1
        if isinstance(auth, KeySigned):
            self._check_key(entry, auth, books)
        else:
            self._check_passkey(entry, auth, books)

    def close(self, entries: int) -> None:
        """Say how many entries rest on the operator's word alone."""
        why = "nothing but the operator's word shows that its actor asked for it"
        self._findings.leave(UNSHOWN, why, count=entries - self._signed)

    def _check_key(self, entry: AnyEntry, auth: KeySigned, books: Books) -> None:
        self._findings.checked(BY_KEY)
        key = books.get(MemberKey, auth.key)
        is_hers = key is not None and key.active == 1 and key.member == entry.actor
        if not is_hers or not is_signed_by(auth, message_of(entry, books)):
            self._differ(entry, f"a signature by a key of {entry.actor}", auth.key)

    def _check_passkey(self, entry: AnyEntry, auth: PasskeySigned, books: Books) -> None:
        if not books.count(Passkey, member=entry.actor, active=1):
            self._differ(entry, f"a passkey that signs for {entry.actor}", "none")
        if self._openings is None:
            self._findings.leave(BY_PASSKEY, _CLOSED)
            return
        opening = self._openings.proof_of(entry, auth.commitment)
        if opening is None:
            is_there = self._openings.has_vault
            self._findings.leave(BY_PASSKEY, _ERASED if is_there else _ABSENT)
            return
        self._findings.checked(BY_PASSKEY)
        fault = proof_fault(entry, opening, books)
        if fault is not None:
            expected = f"an answer of a passkey of {entry.actor} to this act"
            self._differ(entry, expected, fault.value)

    def _differ(self, entry: AnyEntry, expected: str, found: str) -> None:
        about = f"{type(entry.act).__struct_config__.tag} by {entry.actor}"
        self._findings.differ(entry.seq, about, "auth", expected=expected, found=found)


def message_of(entry: AnyEntry, books: Books) -> bytes:
    """What a key of the actor would sign for this entry's act."""
    log = books.get(LogKey, LOG)
    return act_message(log.origin if log else "", entry.id, entry.actor, entry.act)


def proof_fault(entry: AnyEntry, opening: Opening, books: Books) -> PasskeyFault | None:
    """What keeps what a passkey signed from showing that the actor asked for this entry's act.

    Args:
        entry: the entry.
        opening: of its `auth`, whether it fits the commitment is asked elsewhere.
        books: the state before the entry, or any later one.
    """
    try:
        assertion = read_assertion(str(opening.value))
    except ValueError:
        return PasskeyFault.UNREADABLE
    message = message_of(entry, books)
    return fault_in(books, assertion, actor=entry.actor, message=message, entry=entry.seq)
