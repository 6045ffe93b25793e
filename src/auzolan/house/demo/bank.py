"""A bank that is not there: its answer to a file, and its statement, made up for the demo.

The files have the forms of ISO 20022, so the demo reads them as it would read a real bank's. No
account in them can exist: no bank has the code 00000000.
"""

from __future__ import annotations

from schwifty import IBAN

from auzolan.house.rooms.treasury.bank.accounts import Address
from auzolan.house.rooms.treasury.bank.batches import SentBatch, SentPayment
from auzolan.house.rooms.treasury.bank.pain001 import amount_text

TOWN = Address("ES", "Nowhere")
_NO_BANK = "00000000"
_OPENING_CENTS = 10_000_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def made_up_iban(number: int) -> str:
    """An account number with right check digits at a bank that does not exist."""
    return str(IBAN.from_bban("DE", f"{_NO_BANK}{number:010d}"))


def settings_text(name: str) -> str:
    """The part of `settings.toml` that says from which account the co-operative pays."""
    return (
        f'\n[bank]\nname = "{name}"\niban = "{made_up_iban(0)}"\n'
        f'country = "{TOWN.country}"\ntown = "{TOWN.town}"\n'
    )


def answer(batch: SentBatch, refused: SentPayment, day: str) -> bytes:
    """The bank takes a file but for one payment, whose account is closed: a pain.002.

    Args:
        batch: what was sent.
        refused: one of its payments.
        day: of the answer, as 2025-02-05.
    Source: ISO 20022 pain.002.001.10.
    """
    totals = (
        f"<OrgnlNbOfTxs>{len(batch.payments)}</OrgnlNbOfTxs>"
        f"<OrgnlCtrlSum>{amount_text(batch.control_cents)}</OrgnlCtrlSum>"
    )
    return (
        f'{_HEAD}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">'
        f"<CstmrPmtStsRpt><GrpHdr><MsgId>MADE-UP-1</MsgId><CreDtTm>{day}T08:00:00Z</CreDtTm>"
        f"</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{batch.message_id}</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{totals}<GrpSts>PART</GrpSts>"
        "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
        f"<OrgnlPmtInfId>{batch.payment_info_id}</OrgnlPmtInfId>{totals}"
        "<PmtInfSts>PART</PmtInfSts><TxInfAndSts>"
        f"<OrgnlEndToEndId>{refused.end_to_end}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf><OrgnlTxRef><Amt>"
        f'<InstdAmt Ccy="EUR">{amount_text(refused.cents)}</InstdAmt></Amt></OrgnlTxRef>'
        "</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n"
    ).encode()


def statement(batch: SentBatch, cents: int, day: str) -> bytes:
    """A statement of one day with one debit for the whole file: a camt.053.

    Args:
        batch: what was sent.
        cents: what the bank took, > 0.
        day: of the statement.
    Source: ISO 20022 camt.053.001.08.
    """
    debit = (
        f'<Ntry><Amt Ccy="EUR">{amount_text(cents)}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
        "<AcctSvcrRef>MADE-UP</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>"
        "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><Btch>"
        f"<MsgId>{batch.message_id}</MsgId><PmtInfId>{batch.payment_info_id}</PmtInfId>"
        f"<NbOfTxs>{len(batch.payments)}</NbOfTxs></Btch></NtryDtls></Ntry>"
    )
    return (
        f'{_HEAD}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>MADE-UP-2</MsgId><CreDtTm>{day}T20:00:00Z</CreDtTm>"
        f"</GrpHdr><Stmt><Id>1</Id><CreDtTm>{day}T20:00:00Z</CreDtTm>"
        f"<Acct><Id><IBAN>{made_up_iban(0)}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_balance('OPBD', _OPENING_CENTS, day)}{_balance('CLBD', _OPENING_CENTS - cents, day)}"
        f"{debit}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _balance(kind: str, cents: int, day: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount_text(cents)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )
