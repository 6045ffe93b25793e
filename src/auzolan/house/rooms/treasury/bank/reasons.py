"""Why a bank refused or returned a payment, in plain words.

Only codes that concern credit transfers; a code that is not here is shown as it came. The words
are for the member and the treasurer, and decide nothing.
"""

from __future__ import annotations

# Source: ISO 20022 external code sets, ExternalStatusReason1Code and ExternalReturnReason1Code.
_WORDS = {
    "AC01": "The account number is wrong.",
    "AC02": "The payer's account number is wrong.",
    "AC03": "The payee's account number is wrong.",
    "AC04": "The account is closed.",
    "AC06": "The account is blocked.",
    "AC13": "This kind of account cannot be used.",
    "AC14": "This kind of account cannot be used.",
    "AG01": "This account may not be used for such payments.",
    "AG02": "The bank does not take this kind of payment.",
    "AGNT": "The payee's bank cannot be reached.",
    "AM01": "The amount is zero.",
    "AM02": "The amount is larger than allowed.",
    "AM03": "The currency is not taken.",
    "AM04": "There is not enough money on the account.",
    "AM05": "The bank has this payment already.",
    "AM09": "The amount is not the one agreed.",
    "AM10": "The control sum does not fit.",
    "AM18": "The number of payments does not fit.",
    "BE01": "The name does not belong to the account.",
    "BE04": "The payee's address is missing or incomplete.",
    "BE05": "The bank does not know who sent the file.",
    "BE06": "The payee is not known at this bank.",
    "BE07": "The payer's address is missing or incomplete.",
    "CNOR": "The payee's bank takes no part in the scheme.",
    "CUST": "The payer asked for it.",
    "DNOR": "The payer's bank takes no part in the scheme.",
    "DS02": "The order was not signed as it should be.",
    "DT01": "The date is wrong.",
    "DU01": "The bank has this file already.",
    "DU02": "The bank has this block of payments already.",
    "DUPL": "The payment was made twice.",
    "ED05": "The payment could not be settled.",
    "ERIN": "The bank does not take this extended text.",
    "FF01": "The file is not written as the bank wants it.",
    "FOCR": "The payer asked for the money back.",
    "FR01": "The bank suspects fraud.",
    "FRAD": "The payer reported fraud.",
    "MD07": "The holder of the account has died.",
    "MS02": "The payee refused it and gave no reason.",
    "MS03": "The bank gave no reason.",
    "NARR": "The bank wrote its reason beside the code.",
    "NOAS": "The payee did not answer.",
    "RC01": "The bank's code (BIC) is wrong.",
    "RC07": "The payee's bank code (BIC) is wrong.",
    "RR01": "The payer's account or name is missing, as the law asks.",
    "RR02": "The payer's name or address is missing, as the law asks.",
    "RR03": "The payee's name or address is missing, as the law asks.",
    "RR04": "The law of a country forbids it.",
    "SL01": "The bank offers no such service for this account.",
    "TECH": "There was a technical fault.",
    "TM01": "The file came after the bank's closing time.",
    "UPAY": "The payment was not owed.",
}


def reason_words(code: str) -> str:
    """Say a bank's reason plainly.

    Args:
        code: of four letters and digits as a rule; empty where the bank gave none.
    Returns:
        One sentence.
    """
    if not code:
        return "The bank gave no reason."
    return _WORDS.get(code, f"The bank's reason is {code}; ask the bank what it means.")
