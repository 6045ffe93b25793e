"""Payouts and a bank's answers to them, as tests need them: made up, small, and easy to change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from lxml import etree
from schwifty import IBAN

from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.accounts import Address, Payee, checked_payee
from auzolan.house.rooms.treasury.bank.batches import SentBatch
from auzolan.house.rooms.treasury.bank.orders import Payment, PaymentOrder, payment_order
from auzolan.house.rooms.treasury.bank.pain001 import amount_text

MOMENT = moment_from_iso("2026-11-30T10:20:30Z")
OUR_IBAN = "ES9121000418450200051332"


def payee(name: str = "Ana Etxeberria", number: int = 0, **changed: object) -> Payee:
    """A payee in Germany with an account of her own."""
    iban = str(IBAN.from_bban("DE", f"37040044{number:010d}"))
    fields = {"name": name, "iban": iban, "address": Address("ES", "Arrasate"), **changed}
    made = checked_payee(**fields)
    assert isinstance(made, Payee), made
    return made


def payer() -> Payee:
    return payee("Auzolan Koop.", iban=OUR_IBAN, bic="CAIXESBB")


def payments(cents: Iterable[int]) -> list[Payment]:
    return [
        Payment(f"m{number:06d}", payee(f"Member {number}", number), amount, "payout 2026")
        for number, amount in enumerate(cents, 1)
    ]


def order(cents: Iterable[int] = (12_345, 67_890, 1), payout: str = "y2026") -> PaymentOrder:
    made = payment_order(payout, payer(), payments(cents), execute_on="2026-12-01", moment=MOMENT)
    assert isinstance(made, PaymentOrder), made
    return made


def refused(answer: object) -> str:
    """The code of a refusal, with the promise that it says why and what can be done."""
    assert isinstance(answer, Refusal), answer
    assert answer.because
    assert answer.remedy
    assert answer.article == "house, bank files"
    return answer.code


@cache
def schema(package: str, path: str) -> etree.XMLSchema:
    """An official schema, from a package that ships it."""
    found = files(package).joinpath(path)
    assert found.is_file(), f"{package} ships no {path} any more"
    return etree.XMLSchema(etree.fromstring(found.read_bytes()))


def pain001_schema() -> etree.XMLSchema:
    return schema("sepaxml", "schemas/pain.001.001.09.xsd")


# --- the bank's answer to a file -----------------------------------------------------------------


def transaction(end_to_end: str, status: str = "RJCT", reason: str = "AC04", cents: int = 0) -> str:
    amount = (
        f'<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">{amount_text(cents)}</InstdAmt></Amt></OrgnlTxRef>'
    )
    return (
        f"<TxInfAndSts><StsId>77</StsId><OrgnlInstrId>NOTPROVIDED</OrgnlInstrId>"
        f"<OrgnlEndToEndId>{end_to_end}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn><AddtlInf>konto itxita</AddtlInf></StsRsnInf>"
        f"{amount if cents else ''}</TxInfAndSts>"
    )


def counted(status: str, count: int, cents: int) -> str:
    return (
        f"<NbOfTxsPerSts><DtldNbOfTxs>{count}</DtldNbOfTxs><DtldSts>{status}</DtldSts>"
        f"<DtldCtrlSum>{amount_text(cents)}</DtldCtrlSum></NbOfTxsPerSts>"
    )


def status_file(
    batch: SentBatch,
    *rows: str,
    group: str = "",
    block: str = "",
    counts: str = "",
    version: str = "pain.002.001.10",
) -> bytes:
    """A pain.002; without rows and block the answer speaks of the file alone."""
    totals = (
        f"<OrgnlNbOfTxs>{len(batch.payments)}</OrgnlNbOfTxs>"
        f"<OrgnlCtrlSum>{amount_text(batch.control_cents)}</OrgnlCtrlSum>"
    )
    status = f"<GrpSts>{group}</GrpSts>" if group else ""
    part = f"<PmtInfSts>{block}</PmtInfSts>" if block else ""
    inside = (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch.payment_info_id}</OrgnlPmtInfId>{totals}{part}"
        f"{counts}{''.join(rows)}</OrgnlPmtInfAndSts>"
        if rows or block
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><CstmrPmtStsRpt>\n'
        "<GrpHdr><MsgId>BANK-0001</MsgId><CreDtTm>2026-12-01T08:00:00Z</CreDtTm></GrpHdr>\n"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{batch.message_id}</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{totals}{status}</OrgnlGrpInfAndSts>\n"
        f"{inside}\n</CstmrPmtStsRpt></Document>\n"
    ).encode()


# --- a statement of the account ------------------------------------------------------------------


def detail(
    end_to_end: str, cents: int, *, side: str = "DBIT", block: str = "", returned: str = ""
) -> str:
    ids = f"<PmtInfId>{block}</PmtInfId>" if block else ""
    reason = f"<RtrInf><Rsn><Cd>{returned}</Cd></Rsn></RtrInf>" if returned else ""
    return (
        f"<TxDtls><Refs>{ids}<EndToEndId>{end_to_end}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{amount_text(cents)}</Amt><CdtDbtInd>{side}</CdtDbtInd>{reason}</TxDtls>'
    )


def entry(
    cents: int, side: str, inside: str = "", *, family: str = "ESCT", reference: str = "R1"
) -> str:
    details = f"<NtryDtls>{inside}</NtryDtls>" if inside else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount_text(cents)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-12-01</Dt></BookgDt>"
        f"<ValDt><Dt>2026-12-01</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>"
        f"<SubFmlyCd>{family}</SubFmlyCd></Fmly></Domn></BkTxCd>{details}</Ntry>"
    )


def batch_debit(batch: SentBatch, cents: int | None = None) -> str:
    """The debit of a whole payout in one line, as banks book it when they are asked to."""
    count = len(batch.payments)
    inside = (
        f"<Btch><MsgId>{batch.message_id}</MsgId><PmtInfId>{batch.payment_info_id}</PmtInfId>"
        f"<NbOfTxs>{count}</NbOfTxs></Btch>"
    )
    return entry(batch.control_cents if cents is None else cents, "DBIT", inside)


def returned(end_to_end: str, cents: int, reason: str = "AC04") -> str:
    inside = detail(end_to_end, cents, side="CRDT", returned=reason)
    return entry(cents, "CRDT", inside, family="RRTN", reference=f"R-{end_to_end[-4:]}")


def statement_file(
    *entries: str,
    moved: int,
    opening: int = 10_000_000,
    iban: str = OUR_IBAN,
    version: str = "camt.053.001.08",
) -> bytes:
    """A camt.053 of one day, with balances that fit when `moved` is what the entries move."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><BkToCstmrStmt>\n'
        "<GrpHdr><MsgId>STMT-1</MsgId><CreDtTm>2026-12-01T20:00:00Z</CreDtTm></GrpHdr>\n"
        f"<Stmt><Id>S1</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>2026-12-01T20:00:00Z</CreDtTm>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
        f"{_balance('OPBD', opening)}{_balance('CLBD', opening + moved)}\n"
        + "\n".join(entries)
        + "\n</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _balance(kind: str, cents: int) -> str:
    side = "CRDT" if cents >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount_text(abs(cents))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        "<Dt><Dt>2026-12-01</Dt></Dt></Bal>"
    )
