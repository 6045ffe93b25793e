"""Account numbers and bank codes: what can be known to be wrong before money moves.

Only arithmetic and the published formats of countries. Whether an account exists, and whose it
is, only the bank can say.
"""

from __future__ import annotations

import re

from schwifty import BIC, IBAN
from schwifty.domain import IBANSpec
from schwifty.exceptions import SchwiftyException
from schwifty.registry import get_iban_spec

from auzolan.foundation.refusals import Refusal

ARTICLE = "house, bank files"
_SPACE = re.compile(r"\s+")
_GROUP = re.compile(r"([0-9]+)!?([nace])")
_KINDS = {"n": "0123456789", "a": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_KINDS["c"] = _KINDS["n"] + _KINDS["a"]
_KINDS["e"] = " "
_WORDS = {"n": "a digit", "a": "a letter", "c": "a letter or a digit", "e": "a blank"}
# National check digits that stand in the number itself and that one rule of the country fixes.
# Germany is left out: its rule depends on the bank, and a stale table would refuse good accounts.
NATIONAL_CHECKS = frozenset({"BE", "ES", "FR", "IT", "MC", "PT", "SM"})
# Members of the area outside the European Economic Area: there the number alone does not route.
OUTSIDE_EEA = frozenset(
    {"AD", "AL", "CH", "GB", "GG", "GI", "IM", "JE", "MC", "MD", "ME", "MK", "RS", "SM", "VA"}
)  # fmt: skip


def checked_iban(text: str) -> str | Refusal:
    """Read an IBAN as people write it, with or without blanks and in any case.

    The ladder: characters, country, length, form, area, check digits, national check digits.

    Args:
        text: as typed.
    Returns:
        The number in capital letters without blanks, or why it cannot be paid to.
    Source: ISO 13616-1; ISO 7064 (mod 97-10); Regulation (EU) 260/2012, article 5.
    """
    iban = _SPACE.sub("", text).upper()
    refused = _form_refusal(iban)
    if refused:
        return refused
    number = IBAN(iban, allow_invalid=True)
    if not number.in_sepa_zone:
        return Refusal(
            "treasury.iban_outside_sepa",
            ARTICLE,
            f"{_hidden(iban)} is an account in {iban[:2]}, outside the Single Euro Payments Area.",
            "Name an account inside the area, or pay this one by hand at the bank.",
        )
    return _digits_refusal(number) or iban


def _form_refusal(iban: str) -> Refusal | None:
    strange = re.search(r"[^A-Z0-9]", iban)
    if not iban or strange:
        where = f"holds {strange[0]!r} at place {strange.start() + 1}" if strange else "is empty"
        return Refusal(
            "treasury.iban_unreadable",
            ARTICLE,
            f"The IBAN {where}; an IBAN has only letters and digits.",
            "Copy the number from a document of the bank, without other signs.",
        )
    try:
        spec = get_iban_spec(iban[:2])
    except SchwiftyException:
        return Refusal(
            "treasury.iban_country_unknown",
            ARTICLE,
            f"An IBAN begins with the two letters of a country; {iban[:2]!r} has no IBANs.",
            "Check the first two letters; for an account in Spain they are ES.",
        )
    if len(iban) != spec.iban_length:
        return Refusal(
            "treasury.iban_length",
            ARTICLE,
            f"{_hidden(iban)} has {len(iban)} characters; an IBAN of {iban[:2]} has "
            f"{spec.iban_length}.",
            "Count the characters on the bank's own document: one is missing or one too many.",
        )
    return _place_refusal(iban, spec)


def _place_refusal(iban: str, spec: IBANSpec) -> Refusal | None:
    kinds = "aann" + "".join(kind * int(length) for length, kind in _GROUP.findall(spec.bban_spec))
    for place, (sign, kind) in enumerate(zip(iban, kinds, strict=True), 1):
        if sign not in _KINDS[kind]:
            return Refusal(
                "treasury.iban_unreadable",
                ARTICLE,
                f"Place {place} of the IBAN is {sign!r}; in {iban[:2]} {_WORDS[kind]} stands there.",
                "Look at this place first: the letter O and the digit 0 are easily mistaken.",
            )
    return None


def _digits_refusal(number: IBAN) -> Refusal | None:
    try:
        number.validate()
    except SchwiftyException:
        return Refusal(
            "treasury.iban_check_digits",
            ARTICLE,
            f"The check digits {number[2:4]} at places 3 and 4 of {_hidden(number)} do not fit the "
            f"other {len(number) - 2} characters: one is off, or two are swapped.",
            "Compare every character with the bank's own document; do not guess one that fits.",
        )
    if number.country_code in NATIONAL_CHECKS:
        try:
            number.bban.validate_national_checksum()
        except SchwiftyException:
            return Refusal(
                "treasury.iban_national_check",
                ARTICLE,
                f"The check digits that {number.country_code} puts inside the account number do "
                f"not fit {_hidden(number)}.",
                "Compare the account number with the bank's own document, digit by digit.",
            )
    return None


def checked_bic(text: str, iban: str) -> str | Refusal:
    """Read a bank's code, which is needed only outside the European Economic Area.

    Args:
        text: eight or eleven characters, or empty.
        iban: the account, checked already.
    Returns:
        The code in capital letters, empty where none is given and none is needed; or a refusal.
    Source: ISO 9362; Regulation (EU) 260/2012, article 5(7).
    """
    bic = _SPACE.sub("", text).upper()
    if not bic:
        if iban[:2] not in OUTSIDE_EEA:
            return ""
        return Refusal(
            "treasury.bic_missing",
            ARTICLE,
            f"An account in {iban[:2]} cannot be paid by its IBAN alone.",
            "Give the BIC too; it stands on the account's statements.",
        )
    try:
        return str(BIC(bic))
    except SchwiftyException:
        return Refusal(
            "treasury.bic_wrong",
            ARTICLE,
            f"{bic[:20]!r} is no BIC: eight or eleven characters, with a country at places 5 and 6.",
            "Copy the BIC from the account's statement, or leave it out inside the EEA.",
        )


def _hidden(iban: str) -> str:
    # A refusal may be kept or sent on; the whole number need not travel with it.
    return f"{iban[:2]}…{iban[-4:]}"
