"""The co-operative's own account, from which payouts are made, as `settings.toml` names it.

It says which of the co-operative's accounts the bank debits, and nothing about whom it pays or how
much: that stands in the record. It opens no file.
"""

from __future__ import annotations

import tomllib

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.accounts import Address, Payee, checked_payee
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE

PART = "bank"
_NEEDED = frozenset({"name", "iban", "country", "town"})
_KEYS = _NEEDED | {"bic", "postcode", "street", "building"}


def payer_from_settings(text: bytes) -> Payee | Refusal:
    """The co-operative as the one who pays.

    Args:
        text: of `settings.toml`; empty where there is no such file.
    Returns:
        The payer, checked as every account is; or what is wrong.
    Source: ISO 20022 pain.001.001.09, debtor and debtor account.
    """
    try:
        found = tomllib.loads(text.decode("utf-8")).get(PART)
    except ValueError as fault:
        return _refused(f"settings.toml cannot be read: {fault}.")
    if not isinstance(found, dict):
        return _refused("settings.toml does not say from which account members are paid.")
    missing, unknown = sorted(_NEEDED - set(found)), sorted(set(found) - _KEYS)
    if missing or unknown or not all(isinstance(value, str) for value in found.values()):
        wrong = f"lacks {', '.join(missing)}" if missing else "holds what it does not know"
        return _refused(f"The part [bank] of settings.toml {wrong}.")
    address = Address(
        found["country"], found["town"], found.get("postcode", ""), found.get("street", ""),
        found.get("building", ""),
    )  # fmt: skip
    return checked_payee(
        name=found["name"], iban=found["iban"], address=address, bic=found.get("bic", "")
    )


def _refused(because: str) -> Refusal:
    return Refusal(
        "treasury.payer_unknown",
        ARTICLE,
        because,
        "Write into settings.toml a part [bank] with name, iban, country and town; and, where they "
        "are needed, bic, postcode, street and building.",
    )
