"""The co-operative in tables: which rule answers which act, what each fact changes.

It also holds the one type of all acts, of all facts and of all rows, and the step that live
writing and replay have in common. It seals nothing and stores nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

import msgspec

from auzolan.charter.authorize import authorize
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.cooperative.facts import APPLY
from auzolan.cooperative.rows import ROWS
from auzolan.cooperative.rules import RULES
from auzolan.foundation import canonical
from auzolan.foundation.books import Books, NotDisclosed
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Act, Auth, Entry, Fact, PasskeySigned
from auzolan.record.fields import field_classes
from auzolan.record.passkeys import PROOF
from auzolan.record.state import SealedField

__all__ = (
    "ACT_DECODER", "APPLY", "ENTRY_DECODER", "RELEASE", "RELEASES", "ROWS", "RULES", "AnyEntry",
    "answer", "apply_entry", "charter_digest", "read_entry",
)  # fmt: skip

RELEASES = ("0.1.0",)
"""The releases whose rules have ever decided, oldest first."""

RELEASE = RELEASES[-1]
"""The release whose rules decide; written into every entry."""

if TYPE_CHECKING:
    AnyEntry: TypeAlias = Entry[Act, Fact]
else:
    AnyEntry = Entry[Union[tuple(RULES)], Union[tuple(APPLY)]]  # noqa: UP007

ENTRY_DECODER: msgspec.json.Decoder[AnyEntry] = msgspec.json.Decoder(AnyEntry)
ACT_DECODER: msgspec.json.Decoder[Act] = msgspec.json.Decoder(Union[tuple(RULES)])  # noqa: UP007


def read_entry(text: bytes) -> AnyEntry:
    """Read an entry strictly.

    Raises:
        ValueError: not an entry of this record, or not in canonical spelling.
    """
    return canonical.decode(text, ENTRY_DECODER)


def answer(books: Books, act: Act, case: Case) -> tuple[Fact, ...] | Refusal:
    """Answer an act: the right to ask, what other rooms say, then its own rule.

    Args:
        books: the state before the act.
        act: the act with restricted fields opened and sealed ones as commitments.
        case: place, time, actor and annexes.
    Returns:
        The facts, or the first refusal.
    Raises:
        NotDisclosed: at the public level, a rule needs what is restricted.
    """
    spent = authorize(books, act, case)
    if isinstance(spent, Refusal):
        return spent
    decide, guards = RULES[type(act)]
    for guard in guards:
        refusal = guard(books, act, case)
        if refusal is not None:
            return refusal
    facts = decide(books, act, case)
    return facts if isinstance(facts, Refusal) else facts + spent


def apply_entry(books: Books, case: Case, act: Act, facts: tuple[Fact, ...], auth: Auth) -> int:
    """Write what an accepted act changed; live writing and replay both come through here.

    Args:
        books: the state before the act; changed.
        case: place, time, actor and annexes.
        act: the act with restricted fields opened where they can be.
        facts: the facts of its entry.
        auth: how it was asked for; what opens a passkey's assertion can be erased as a text can.
    Returns:
        How many changes could not be made because this level sees no restricted annex.
    """
    hidden = 0
    for name in field_classes(type(act)).sealed:
        books.put(SealedField(case.seq, name, -1))
    if type(auth) is PasskeySigned:
        books.put(SealedField(case.seq, PROOF, -1))
    for fact in facts:
        for apply in APPLY[type(fact)]:
            try:
                apply(books, case, act, fact)
            except NotDisclosed:
                hidden += 1
    return hidden


def charter_digest(books: Books) -> str:
    """The digest of the charter in force, or an empty text before the founding."""
    row = books.get(CharterInForce, IN_FORCE)
    return row.digest if row is not None else ""
