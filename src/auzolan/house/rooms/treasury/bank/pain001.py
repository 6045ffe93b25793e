"""The file that orders payments: ISO 20022 pain.001.001.09, one block of SEPA credit transfers.

The same order always gives the same bytes: no clock, no chance, no order of a set. It is written in
pieces, so a large file need not stand in memory. It neither signs nor sends, and it does not check
an account again: an order holds payees that were checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auzolan.foundation.moments import iso_from_moment
from auzolan.house.rooms.treasury.bank.accounts import Address, Payee
from auzolan.house.rooms.treasury.bank.batches import CURRENCY, SentPayment
from auzolan.house.rooms.treasury.bank.latin import is_plain
from auzolan.house.rooms.treasury.bank.orders import Payment, PaymentOrder

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_AT_ONCE = 1000
_is_iban = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\Z").match


def pain001_bytes(order: PaymentOrder) -> bytes:
    """The whole file at once; 100,000 payments are some 50 million bytes."""
    return b"".join(pain001_pieces(order))


def pain001_pieces(order: PaymentOrder) -> Iterator[bytes]:
    """Write the file piece by piece.

    Args:
        order: checked, as `payment_order` makes it.
    Returns:
        Pieces of UTF-8; joined they are the file.
    Source: ISO 20022 pain.001.001.09; European Payments Council, SEPA credit transfer
        customer-to-bank implementation guidelines (service level SEPA, charges shared).
    """
    sent, payments = order.batch.payments, order.payments
    assert len(sent) == len(payments), "every payment has its id"
    yield _head(order).encode()
    for start in range(0, len(sent), _AT_ONCE):
        pairs = zip(sent[start : start + _AT_ONCE], payments[start : start + _AT_ONCE], strict=True)
        yield "".join([_transfer(one, payment) for one, payment in pairs]).encode()
    yield b"</PmtInf></CstmrCdtTrfInitn></Document>\n"


def amount_text(cents: int) -> str:
    """Write cents as the standard wants them: `1234.50`."""
    return f"{cents // 100}.{cents % 100:02d}"


def _head(order: PaymentOrder) -> str:
    batch, payer = order.batch, order.payer
    # To the second: some banks refuse fractions of one.
    created = iso_from_moment(order.moment)[:19] + "Z"
    totals = (
        f"<NbOfTxs>{len(batch.payments)}</NbOfTxs>"
        f"<CtrlSum>{amount_text(batch.control_cents)}</CtrlSum>"
    )
    _assert_checked(payer, "")
    agent = f"<BICFI>{payer.bic}</BICFI>" if payer.bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{NAMESPACE}"><CstmrCdtTrfInitn>\n'
        f"<GrpHdr><MsgId>{batch.message_id}</MsgId><CreDtTm>{created}</CreDtTm>{totals}"
        f"<InitgPty><Nm>{payer.name}</Nm></InitgPty></GrpHdr>\n"
        f"<PmtInf><PmtInfId>{batch.payment_info_id}</PmtInfId><PmtMtd>TRF</PmtMtd>"
        f"<BtchBookg>true</BtchBookg>{totals}"
        "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
        f"<ReqdExctnDt><Dt>{order.execute_on}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{payer.name}</Nm>{_address(payer.address)}</Dbtr>"
        f"<DbtrAcct><Id><IBAN>{payer.iban}</IBAN></Id><Ccy>{CURRENCY}</Ccy></DbtrAcct>"
        f"<DbtrAgt><FinInstnId>{agent}</FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>\n"
    )


def _transfer(sent: SentPayment, payment: Payment) -> str:
    assert sent.cents == payment.cents > 0, "the amount written is the amount approved"
    payee, text = payment.payee, payment.remittance
    _assert_checked(payee, text)
    agent = (
        f"<CdtrAgt><FinInstnId><BICFI>{payee.bic}</BICFI></FinInstnId></CdtrAgt>"
        if payee.bic
        else ""
    )
    remittance = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{sent.end_to_end}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="{CURRENCY}">{amount_text(sent.cents)}</InstdAmt></Amt>{agent}'
        f"<Cdtr><Nm>{payee.name}</Nm>{_address(payee.address)}</Cdtr>"
        f"<CdtrAcct><Id><IBAN>{payee.iban}</IBAN></Id></CdtrAcct>{remittance}</CdtTrfTxInf>\n"
    )


def _address(address: Address) -> str:
    street = f"<StrtNm>{address.street}</StrtNm>" if address.street else ""
    building = f"<BldgNb>{address.building}</BldgNb>" if address.building else ""
    postcode = f"<PstCd>{address.postcode}</PstCd>" if address.postcode else ""
    lines = "".join([f"<AdrLine>{line}</AdrLine>" for line in address.lines])
    return (
        f"<PstlAdr>{street}{building}{postcode}<TwnNm>{address.town}</TwnNm>"
        f"<Ctry>{address.country}</Ctry>{lines}</PstlAdr>"
    )


def _assert_checked(payee: Payee, text: str) -> None:
    # In the Latin set there is nothing that XML would have to escape: one look at all texts is
    # stricter than escaping each, and stops what went round the checks.
    place = payee.address
    texts = (
        f"{payee.name}{payee.bic}{place.country}{place.town}{place.postcode}{place.street}"
        f"{place.building}{''.join(place.lines)}{text}"
    )
    assert is_plain(texts), "a payee's texts come from checked_payee"
    assert _is_iban(payee.iban), "a payee's account comes from checked_payee"
