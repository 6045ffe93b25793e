"""The account on which a member is paid: checked, sealed into the record, opened in the vault.

Only its commitment is recorded; no table holds it. Nothing here waits or pays: since when an
account counts is the rules' affair.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.rooms.treasury.bank.accounts import Address, Payee, checked_payee
from auzolan.house.submission import Receipt, Submission
from auzolan.house.vault.store import Vault
from auzolan.treasury.payouts.acts import SetPayee

_DECODER: msgspec.json.Decoder[Payee] = msgspec.json.Decoder(Payee)
_FIELD = "payee"


def set_payee(
    desk: Desk, *, member: str, name: str, iban: str, address: Address, bic: str = ""
) -> Receipt | Refusal:
    """A member names the account that she is paid on.

    Args:
        desk: the desk.
        member: she herself.
        name: of the account's holder, as her bank knows it.
        iban: as typed; refused where it cannot be right, before anything is asked.
        address: at least country and town.
        bic: needed only outside the European Economic Area.
    """
    payee = checked_payee(name=name, iban=iban, address=address, bic=bic)
    if isinstance(payee, Refusal):
        return payee
    act = SetPayee(member, UNSEALED)
    return ask(desk, drawn(desk, "payee"), member, act, {_FIELD: payee_text(payee)})


def set_payees(desk: Desk, people: Mapping[str, Payee]) -> list[Receipt | Refusal]:
    """Members name their accounts, each her own, in one transaction.

    Args:
        desk: the desk.
        people: checked accounts by member.
    """
    return desk.submit(
        [
            Submission(
                drawn(desk, "payee"), member, SetPayee(member, UNSEALED),
                {_FIELD: payee_text(payee)},
            )
            for member, payee in people.items()
        ]
    )  # fmt: skip


def payee_text(payee: Payee) -> str:
    """A payee as the one text that is sealed."""
    return msgspec.json.encode(payee, order="deterministic").decode()


def payee_of(vault: Vault, entry: int) -> Payee | None:
    """The payee that an entry has named, or None where it has been erased.

    Args:
        vault: the open vault.
        entry: of the act, as `Payee.entry` of the books names it.
    """
    opening = vault.openings_of(entry).get(_FIELD)
    return _DECODER.decode(str(opening.value)) if opening is not None else None
