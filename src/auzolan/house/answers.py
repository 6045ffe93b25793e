"""What the desk itself says no to, before any rule is asked."""

from __future__ import annotations

import errno
import sqlite3
from typing import assert_never

from auzolan.audit.connection import database_faults
from auzolan.audit.postgres import CannotConnect
from auzolan.foundation.moments import MOMENT_MAX, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.storage.guards import GUARD
from auzolan.record.passkeys import PasskeyFault

ARTICLE = "house, desk"


def busy(detail: str) -> Refusal:
    """Another writer held the desk for too long."""
    return Refusal(
        "desk.busy", ARTICLE, f"The desk is busy: {detail}.", "Try again; nothing was written."
    )


def malformed(detail: str) -> Refusal:
    """The act does not have its shape."""
    return Refusal(
        "desk.malformed",
        ARTICLE,
        f"This is not a well-formed act: {detail}.",
        "Correct it and send it again.",
    )


def other_body(identity: str, seq: int) -> Refusal:
    """The same id came with another body."""
    return Refusal(
        "desk.id_used", ARTICLE,
        f"The id {identity} belongs to entry {seq}, which says something else.",
        "Use a new id for a new act.",
    )  # fmt: skip


def clock_behind(now: int, head_at: int) -> Refusal:
    """The clock shows a time before the last entry: one of the two was written by a wrong clock."""
    return Refusal(
        "desk.clock_behind", ARTICLE,
        f"The clock shows {_when(now)} and the last entry was written at {_when(head_at)}.",
        "Set this machine's clock right. If the last entry is wrong, see the page on backups.",
    )  # fmt: skip


def clock_wrong(now: int) -> Refusal:
    """The clock shows a time that cannot be: one entry of that time would stand for ever."""
    return Refusal(
        "desk.clock_wrong", ARTICLE, f"The clock shows {_when(now)}, which cannot be.",
        "Set this machine's clock right and try again; nothing was written.",
    )  # fmt: skip


def _when(moment: int) -> str:
    """A moment in words, also one that no calendar has."""
    if 0 <= moment <= MOMENT_MAX:
        return iso_from_moment(moment)
    return f"{moment} ms after 1970"


def unknown_key(actor: str) -> Refusal:
    """The key that signed is not the actor's."""
    return Refusal(
        "desk.unknown_key", ARTICLE, f"{actor} has not registered this key.",
        "Register the key first, or sign with the one that is registered.",
    )  # fmt: skip


def bad_signature(actor: str) -> Refusal:
    """The signature was not made over this act."""
    return Refusal(
        "desk.bad_signature", ARTICLE, f"The signature of {actor} does not fit this act.",
        "Sign the act again exactly as it is sent.",
    )  # fmt: skip


def unchecked_passkey(actor: str) -> Refusal:
    """A commitment to a passkey's assertion came, and nothing that opens it."""
    return Refusal(
        "desk.passkey_not_checked",
        ARTICLE,
        f"What the passkey of {actor} signed did not come with the act.",
        "Send the assertion itself, sign with a registered key, or ask through the house.",
    )


def passkey_refused(actor: str, fault: PasskeyFault) -> Refusal:
    """What a passkey signed does not show that the actor asked for this act."""
    match fault:
        case PasskeyFault.NOT_HERS:
            return Refusal(
                "desk.passkey_unknown", ARTICLE, f"This passkey does not sign for {actor}.",
                "Let it sign for you in the settings first, or ask without signing.",
            )  # fmt: skip
        case PasskeyFault.UNREADABLE:
            return unreadable_passkey()
        case PasskeyFault.OTHER_ACT:
            return Refusal(
                "desk.passkey_other_act", ARTICLE,
                f"What the passkey of {actor} signed is not this act as it would be entered now.",
                "Look at it once more and sign what you see then.",
            )  # fmt: skip
        case PasskeyFault.OTHER_PLACE:
            return Refusal(
                "desk.passkey_other_place", ARTICLE,
                f"The passkey of {actor} signed at another address than it is registered for.",
                "Open the portal at its own address, or register the passkey anew.",
            )  # fmt: skip
        case PasskeyFault.NOT_CHECKED:
            return Refusal(
                "desk.passkey_not_verified", ARTICLE,
                f"The device did not check that it is {actor} who holds it.",
                "Sign once more, with your finger, your face or your PIN.",
            )  # fmt: skip
        case PasskeyFault.NOT_SIGNED:
            return Refusal(
                "desk.passkey_bad_signature", ARTICLE,
                f"The signature of the passkey of {actor} does not fit.",
                "Sign once more, with the passkey that you have registered.",
            )  # fmt: skip
    assert_never(fault)


def unreadable_passkey() -> Refusal:
    """What came in the place of a passkey's answer is none."""
    return Refusal(
        "desk.passkey_unreadable", ARTICLE, "What the browser sent is no answer of a passkey.",
        "Sign once more, or ask without signing.",
    )  # fmt: skip


def not_for_passkeys() -> Refusal:
    """What is asked is not one act in her own name that can be foreseen to the letter."""
    return Refusal(
        "desk.passkey_not_for_this", ARTICLE,
        "This cannot be signed with a passkey: it is not one act of yours alone.",
        "Ask without signing; the house then writes it in your name.",
    )  # fmt: skip


def stopped(failure: BaseException) -> str:
    """Why the desk stopped, and what to do, in plain words."""
    text = str(failure)
    if GUARD in text:
        return f"Nothing was written, since a promise of the books does not hold: {text.splitlines()[0]}. Run auzolan verify."
    if isinstance(failure, AssertionError):
        return f"A promise of the program itself failed, so nothing was written: {text}. Run auzolan verify."
    if not isinstance(failure, (*database_faults(), OSError, CannotConnect)):
        return (
            f"A fault in the program itself ({type(failure).__name__}: {text}), so nothing was "
            "written. Run auzolan verify, and send the acts again one by one."
        )
    is_full = "is full" in text or "No space left" in text
    if is_full or getattr(failure, "errno", 0) == errno.ENOSPC:
        return "The disk is full, so nothing was written. Make room and try again."
    if isinstance(failure, sqlite3.DatabaseError) and (
        "malformed" in text or "not a database" in text
    ):
        return "The database is damaged, so nothing was written. Run auzolan verify, then auzolan record rebuild, or restore a backup."
    return f"Nothing was written: {text}. Mend this and try again."


def in_doubt(why: str) -> str:
    """The store was lost while it committed, and cannot be asked."""
    return (
        "The connection to the store broke in the middle of a commit, so what was sent may be "
        f"written or not. Send the same acts again under the same ids: {why}"
    )
