"""What a door does about single statements: hand what somebody says to the desk, for whom she may.

It decides nothing. Times are moments, money is in millionths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.consent.acts import (
    EndTrust,
    Entrust,
    Lift,
    NoteThirdPersons,
    Permit,
    Price,
    Prohibit,
    Scope,
    SetGuardian,
    Terms,
)
from auzolan.consent.statement_rules import UNIT
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt

UNSEALED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement as somebody describes it.

    Attributes:
        statement: its name; one is drawn where it is empty.
        operation: what is done.
        end_use: what for.
        kind: the kind of rows, empty for all.
        batch: the batch, empty for all.
        row: the row's number within the batch, -1 for all.
        begins: the first moment at which it holds, 0 for now.
        ends: the first moment at which it no longer holds, 0 for never.
        party: who may ask; anybody where nobody is named.
        territory: where; anywhere where nothing is named.
        model_class: for which kinds of models; for all where none is named.
        floor_micro: the least price for an answer, millionths, 0 for none.
        currency: of that price.
        credit: whether those who made the data are to be named.
    """

    statement: str = ""
    operation: str
    end_use: str
    kind: str = ""
    batch: str = ""
    row: int = -1
    begins: int = 0
    ends: int = 0
    party: Sequence[str] = ()
    territory: Sequence[str] = ()
    model_class: Sequence[str] = ()
    floor_micro: int = 0
    currency: str = ""
    credit: bool = False

    def scope(self) -> Scope:
        """Which rows are meant."""
        return Scope(self.kind, self.batch, self.row)

    def terms(self) -> Terms:
        """What is meant, in the version of the terms that is shown now."""
        return Terms(
            self.operation, self.end_use, self.begins, self.ends, _names(self.party),
            _names(self.territory), _names(self.model_class), TAXONOMY.version,
        )  # fmt: skip

    def floor(self) -> Price | None:
        """The least price of a sale, or None."""
        return Price(self.floor_micro, self.currency, UNIT) if self.floor_micro else None


def permit(
    desk: Desk, *, member: str, said: Said, guardian: str = "", id: str | None = None
) -> Receipt | Refusal:
    """Allow one operation for one end use."""
    name = said.statement or drawn(desk, "permit")
    act = Permit(name, member, guardian, said.scope(), said.terms(), said.floor(), said.credit)
    return ask(desk, id or drawn(desk, "permit"), act.person(), act)


def prohibit(
    desk: Desk, *, member: str, said: Said, guardian: str = "", id: str | None = None
) -> Receipt | Refusal:
    """Forbid one operation for one end use."""
    name = said.statement or drawn(desk, "prohibit")
    act = Prohibit(name, member, guardian, said.scope(), said.terms())
    return ask(desk, id or drawn(desk, "prohibit"), act.person(), act)


def lift(
    desk: Desk, *, member: str, statement: str, guardian: str = "", id: str | None = None
) -> Receipt | Refusal:
    """Take one statement back."""
    act = Lift(statement, member, guardian)
    return ask(desk, id or drawn(desk, "lift"), act.person(), act)


def entrust(desk: Desk, *, member: str, id: str | None = None) -> Receipt | Refusal:
    """Let the co-operative act for a member."""
    return ask(desk, id or drawn(desk, "entrust"), member, Entrust(member))


def end_trust(desk: Desk, *, member: str, id: str | None = None) -> Receipt | Refusal:
    """Take that back."""
    return ask(desk, id or drawn(desk, "end-trust"), member, EndTrust(member))


def set_guardian(
    desk: Desk, *, actor: str, member: str, guardian: str, until: int
) -> Receipt | Refusal:
    """Note who speaks for a minor, and the moment from which she speaks for herself."""
    act = SetGuardian(member, guardian, until)
    return ask(desk, drawn(desk, "guardian"), actor, act)


def note_third_persons(
    desk: Desk, *, actor: str, batch: str, basis: str, evidence: str
) -> Receipt | Refusal:
    """Note that rows of a batch speak of other people; `evidence` is sealed."""
    act = NoteThirdPersons(batch, basis, UNSEALED)
    return ask(desk, drawn(desk, "third-persons"), actor, act, {"evidence": evidence})


def _names(given: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(given) or None
