"""How fast a payout becomes a bank's file and comes back: 1,000, 10,000, 100,000 payments.

Run: python bench/bank_files.py [--no-peer]

Every measurement runs in a process of its own, so that peak memory is its own. `write` checks the
order, derives the ids and writes the bytes; `judge` reads these bytes with lxml and validates them
against the official XSD, which the package sepaxml ships. The peer is sepaxml with the same
payments: its own export, and its own judge (xmlschema) up to 10,000 payments, since it takes
minutes beyond. Payees are checked beforehand; that is timed apart. `CPU` is processor time, for
machines that do other work beside.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from _measure import own_peak_mb, print_machine, print_table, work_folder

SIZES = (1_000, 10_000, 100_000)
PEER_JUDGES_MAX = 10_000
RUNS = ("ours", "pieces", "peer", "payees", "status", "statement")
CLOCK: list[tuple[str, float, float]] = []


def timed(name: str, work: Callable[[], Any]) -> Any:
    start, cpu_start = time.perf_counter(), time.process_time()
    result = work()
    CLOCK.append((name, time.perf_counter() - start, time.process_time() - cpu_start))
    return result


def payments(count: int) -> list[Any]:
    from schwifty import IBAN

    from auzolan.house.rooms.treasury.bank.accounts import Address, Payee
    from auzolan.house.rooms.treasury.bank.orders import Payment

    ibans = [str(IBAN.from_bban("DE", f"37040044{number:010d}")) for number in range(1_000)]
    place = Address("DE", "Frankfurt am Main", "60311", "Kaiserstrasse", "29")
    return [
        Payment(
            f"m{number:06d}",
            Payee(f"Member number {number}", ibans[number % 1_000], place),
            1 + number * 7919 % 1_000_000,
            "Share of the surplus of 2026",
        )
        for number in range(count)
    ]


def order(listed: list[Any]) -> Any:
    from auzolan.foundation.moments import moment_from_iso
    from auzolan.house.rooms.treasury.bank.accounts import Address, Payee
    from auzolan.house.rooms.treasury.bank.orders import PaymentOrder, payment_order

    payer = Payee("Auzolan Koop.", "ES9121000418450200051332", Address("ES", "Arrasate"))
    made = payment_order(
        "y2026", payer, listed, execute_on="2026-12-01", moment=moment_from_iso("2026-11-30")
    )
    assert isinstance(made, PaymentOrder)
    return made


def judge(raw: bytes) -> None:
    from lxml import etree

    schema = files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").read_bytes()
    validator = etree.XMLSchema(etree.fromstring(schema))

    def validated() -> Any:
        tree = etree.fromstring(raw, etree.XMLParser(huge_tree=True))
        validator.assertValid(tree)
        return tree

    timed("judge", validated)


def ours(count: int) -> None:
    from auzolan.house.rooms.treasury.bank.pain001 import pain001_bytes

    listed = payments(count)
    raw = timed("write", lambda: pain001_bytes(order(listed)))
    judge(raw)


def pieces(count: int) -> None:
    """Write to a file piece by piece, and judge nothing: the memory of the writer alone."""
    from auzolan.house.rooms.treasury.bank.pain001 import pain001_pieces

    listed = payments(count)

    def written() -> None:
        with Path("/dev/null").open("wb") as file:
            file.writelines(pain001_pieces(order(listed)))

    timed("write", written)


def peer(count: int) -> None:
    from sepaxml import SepaTransfer

    listed = payments(count)

    def written() -> bytes:
        config = {
            "name": "Auzolan Koop.", "IBAN": "ES9121000418450200051332", "BIC": "CAIXESBB",
            "batch": True, "currency": "EUR", "address": {"town": "Arrasate", "country": "ES"},
        }  # fmt: skip
        made = SepaTransfer(config, schema="pain.001.001.09", clean=True)
        for one in listed:
            place = one.payee.address
            made.add_payment(
                {
                    "name": one.payee.name, "IBAN": one.payee.iban, "amount": one.cents,
                    "execution_date": date(2026, 12, 1), "description": one.remittance,
                    "endtoend_id": one.member,
                    "address": {
                        "town": place.town, "country": place.country, "postcode": place.postcode,
                        "street_name": place.street, "building_number": place.building,
                    },
                }
            )  # fmt: skip
        return bytes(made.export(validate=False))

    raw = timed("write", written)
    if count <= PEER_JUDGES_MAX:
        from sepaxml.validation import try_valid_xml

        timed("judge", lambda: try_valid_xml(raw, "pain.001.001.09"))


def payees(count: int) -> None:
    from auzolan.house.rooms.treasury.bank.accounts import Address, Payee, checked_payee

    ibans = [one.payee.iban for one in payments(count)]
    place = Address("DE", "Frankfurt am Main", "60311", "Kaiserstraße", "29")

    def checked() -> None:
        for iban in ibans:
            made = checked_payee(name="Jürgen Groß", iban=iban, address=place)
            assert isinstance(made, Payee)

    timed("check", checked)


def status(count: int) -> None:
    """An answer that lists every payment, every tenth refused."""
    from auzolan.house.rooms.treasury.bank.pain002 import StatusReport, read_status_report

    batch = order(payments(count)).batch
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{one.end_to_end}</OrgnlEndToEndId>"
        f"<TxSts>{'ACSC' if number % 10 else 'RJCT'}</TxSts></TxInfAndSts>"
        for number, one in enumerate(batch.payments)
    )
    raw = (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr>'
        "<MsgId>B1</MsgId><CreDtTm>2026-12-01T00:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
        f"<OrgnlMsgId>{batch.message_id}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch.payment_info_id}"
        f"</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>{rows}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>"
        "</Document>"
    ).encode()
    report = timed("read", lambda: read_status_report(raw, batch))
    assert isinstance(report, StatusReport), report


def statement(count: int) -> None:
    """A statement that lists every payment of the batch in its one debit."""
    from auzolan.house.rooms.treasury.bank.batches import OpenBatch
    from auzolan.house.rooms.treasury.bank.camt053 import StatementFile, read_statement
    from auzolan.house.rooms.treasury.bank.pain001 import amount_text
    from auzolan.house.rooms.treasury.bank.settling import Settlement, settlements

    batch = order(payments(count)).batch
    rows = "".join(
        f"<TxDtls><Refs><EndToEndId>{one.end_to_end}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{amount_text(one.cents)}</Amt></TxDtls>'
        for one in batch.payments
    )
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount_text(cents)}'
        "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>"
        for kind, cents in (("OPBD", batch.control_cents), ("CLBD", 0))
    )
    iban = "ES9121000418450200051332"
    raw = (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>'
        f"<MsgId>S1</MsgId></GrpHdr><Stmt><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{balances}<Ntry>"
        f'<Amt Ccy="EUR">{amount_text(batch.control_cents)}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>'
        f"<Cd>BOOK</Cd></Sts><NtryDtls>{rows}</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
    ).encode()
    read = timed("read", lambda: read_statement(raw))
    assert isinstance(read, StatementFile), read
    found = timed("settle", lambda: settlements(read, [OpenBatch(batch)], iban=iban))
    assert isinstance(found[0], Settlement), found


def measured(kind: str, count: int) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, __file__, "--worker", kind, str(count)],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return dict(json.loads(ran.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--no-peer", action="store_true", help="leave sepaxml out")
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        kind, count = asked.worker
        does = (ours, pieces, peer, payees, status, statement)[RUNS.index(kind)]
        does(int(count))
        print(json.dumps({"clock": CLOCK, "peak_mb": own_peak_mb()}))
        return
    with work_folder(None) as folder:
        print_machine(folder)
    kinds = [kind for kind in RUNS if not (asked.no_peer and kind == "peer")]
    rows = []
    for kind in kinds:
        for count in SIZES:
            found = measured(kind, count)
            rows += [
                [kind, name, f"{count:,}", f"{wall:.2f}", f"{cpu:.2f}",
                 f"{count / cpu:,.0f}" if cpu else "-", f"{found['peak_mb']:,.0f}"]
                for name, wall, cpu in found["clock"]
            ]  # fmt: skip
    heads = ["what", "step", "payments", "s", "CPU s", "by CPU /s", "peak MB"]
    print_table("Bank files", heads, rows)


if __name__ == "__main__":
    main()
