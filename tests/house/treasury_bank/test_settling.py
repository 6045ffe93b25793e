"""A statement against the payouts that wait for it: debits, returns, and everything doubtful."""

import pytest

from auzolan.house.rooms.treasury.bank.batches import OpenBatch
from auzolan.house.rooms.treasury.bank.camt053 import StatementFile, read_statement
from auzolan.house.rooms.treasury.bank.camt053_form import VERSIONS
from auzolan.house.rooms.treasury.bank.settling import Settlement, settlements
from house.treasury_bank.bank_papers import (
    OUR_IBAN,
    batch_debit,
    detail,
    entry,
    order,
    refused,
    returned,
    statement_file,
)

_BATCH = order().batch
_A, _B, _C = _BATCH.payments
_SUM = _BATCH.control_cents
_OTHER = order([500, 600], payout="q1").batch


def _read(*entries: str, moved: int, **changed: object) -> StatementFile:
    read = read_statement(statement_file(*entries, moved=moved, **changed))
    assert isinstance(read, StatementFile), read
    return read


def _settled(
    read: StatementFile, *batches: OpenBatch, aside: tuple[str, ...] = ()
) -> list[Settlement]:
    found = settlements(
        read, batches or [OpenBatch(_BATCH)], iban=OUR_IBAN, set_aside=frozenset(aside)
    )
    assert isinstance(found, tuple), found
    return list(found)


def _no(read: StatementFile, *batches: OpenBatch) -> str:
    return refused(settlements(read, batches or [OpenBatch(_BATCH)], iban=OUR_IBAN))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_batch_booked_in_one_line_is_settled(version: str) -> None:
    """Goal: the usual case in every version. Method: one debit of the whole, other lines beside."""
    raw = statement_file(
        entry(4_200, "CRDT"), batch_debit(_BATCH), entry(99, "DBIT"),
        moved=4_200 - _SUM - 99, version=version,
    )  # fmt: skip
    if version < "camt.053.001.06":
        raw = raw.replace(b"<Sts><Cd>BOOK</Cd></Sts>", b"<Sts>BOOK</Sts>")
    read = read_statement(raw)
    assert isinstance(read, StatementFile)
    assert _settled(read) == [Settlement("y2026", _SUM, "2026-12-01", ())]


def test_payments_booked_one_by_one_settle_the_batch_too() -> None:
    """Goal: banks that ignore batch booking. Method: one line a payment, then one missing."""
    lines = [entry(one.cents, "DBIT", detail(one.end_to_end, one.cents)) for one in _BATCH.payments]
    assert _settled(_read(*lines, moved=-_SUM))[0].debit_cents == _SUM
    assert _no(_read(*lines[1:], moved=_A.cents - _SUM)) == "treasury.bank_debit_differs"


def test_a_batch_that_lists_its_payments_must_list_them_all() -> None:
    """Goal: a list is checked. Method: the full list settles; one short is refused."""
    block = _BATCH.payment_info_id
    rows = [detail(one.end_to_end, one.cents, block=block) for one in _BATCH.payments]
    assert _settled(_read(entry(_SUM, "DBIT", "".join(rows)), moved=-_SUM))[0].debit_cents == _SUM
    short = _read(entry(_SUM - _C.cents, "DBIT", "".join(rows[:2])), moved=_C.cents - _SUM)
    assert _no(short) == "treasury.bank_debit_differs"
    count = len(_BATCH.payments) + 1
    counted = f"<Btch><PmtInfId>{block}</PmtInfId><NbOfTxs>{count}</NbOfTxs></Btch>"
    raw = statement_file(entry(_SUM, "DBIT", counted + "".join(rows)), moved=-_SUM)
    assert refused(read_statement(raw)) == "treasury.bank_file_malformed"


def test_what_the_bank_refused_is_not_debited() -> None:
    """Goal: partly accepted payouts settle. Method: debit less the refused; then the full sum."""
    partly = OpenBatch(_BATCH, rejected=frozenset({_B.end_to_end}))
    left = _SUM - _B.cents
    assert _settled(_read(batch_debit(_BATCH, left), moved=-left), partly)[0].debit_cents == left
    assert _no(_read(batch_debit(_BATCH), moved=-_SUM), partly) == "treasury.bank_debit_differs"
    single = _read(entry(_B.cents, "DBIT", detail(_B.end_to_end, _B.cents)), moved=-_B.cents)
    assert _no(single, partly) == "treasury.bank_was_rejected"


def test_a_returned_payment_is_found_by_its_own_id() -> None:
    """Goal: money that came back reaches its member. Method: debit and return in one file, then apart."""
    both = _read(batch_debit(_BATCH), returned(_B.end_to_end, _B.cents), moved=_B.cents - _SUM)
    found = _settled(both)[0]
    assert [(one.payment, one.reason, one.booked_on) for one in found.returned] == [
        (_B, "AC04", "2026-12-01")
    ]
    later = _read(returned(_B.end_to_end, _B.cents), moved=_B.cents)
    assert _no(later) == "treasury.bank_return_before_debit"
    debited = OpenBatch(_BATCH, is_debited=True)
    assert _settled(later, debited) == [Settlement("y2026", 0, "", found.returned)]
    again = OpenBatch(_BATCH, is_debited=True, returned=frozenset({_B.end_to_end}))
    assert _no(later, again) == "treasury.bank_payment_twice"


def test_two_payouts_in_one_statement_are_told_apart() -> None:
    """Goal: several open payouts. Method: both debited, one return each in one line."""
    first, second = _BATCH.payments[0], _OTHER.payments[1]
    rows = detail(first.end_to_end, first.cents, side="CRDT", returned="AC01") + detail(
        second.end_to_end, second.cents, side="CRDT", returned="AC06"
    )
    back = first.cents + second.cents
    read = _read(
        batch_debit(_BATCH), batch_debit(_OTHER), entry(back, "CRDT", rows),
        moved=back - _SUM - _OTHER.control_cents,
    )  # fmt: skip
    found = _settled(read, OpenBatch(_BATCH), OpenBatch(_OTHER))
    assert [(one.payout, len(one.returned)) for one in found] == [("y2026", 1), ("q1", 1)]


def test_a_return_that_nobody_sent_must_be_set_aside_by_name() -> None:
    """Goal: no return is lost in silence. Method: a foreign return is refused, then named."""
    read = _read(batch_debit(_BATCH), returned("RENT-7", 70_000), moved=70_000 - _SUM)
    assert _no(read) == "treasury.bank_payment_unknown"
    assert _settled(read, aside=("RENT-7",))[0].returned == ()
    assert _settled(read, aside=("R-NT-7",))[0].returned == ()


_BLOCK = _BATCH.payment_info_id


@pytest.mark.parametrize(
    ("entries", "moved", "code"),
    [
        ([], 0, "treasury.bank_other_batch"),
        ([entry(_SUM, "DBIT")], -_SUM, "treasury.bank_other_batch"),
        ([batch_debit(_BATCH, _SUM - 1)], 1 - _SUM, "treasury.bank_debit_differs"),
        ([batch_debit(_BATCH)] * 2, -2 * _SUM, "treasury.bank_debit_differs"),
        ([entry(_A.cents, "DBIT", detail(_A.end_to_end, _A.cents))] * 2, -2 * _A.cents,
         "treasury.bank_payment_twice"),
        ([entry(_A.cents + 1, "DBIT", detail(_A.end_to_end, _A.cents + 1))], -_A.cents - 1,
         "treasury.bank_amount_differs"),
        ([entry(_A.cents + 1, "DBIT", detail(_A.end_to_end, _A.cents))], -_A.cents - 1,
         "treasury.bank_statement_sums"),
        ([entry(9, "DBIT", detail("X", 9, block=_BLOCK))], -9, "treasury.bank_payment_unknown"),
        ([entry(_A.cents, "DBIT", detail(_A.end_to_end, _A.cents, block="ELSE"))], -_A.cents,
         "treasury.bank_references_differ"),
        ([entry(_SUM, "CRDT", f"<Btch><PmtInfId>{_BLOCK}</PmtInfId></Btch>")], _SUM,
         "treasury.bank_reversal"),
        ([batch_debit(_BATCH), returned(_B.end_to_end, _B.cents - 1)], _B.cents - 1 - _SUM,
         "treasury.bank_amount_differs"),
        ([batch_debit(_BATCH), returned(_B.end_to_end, _B.cents), returned(_B.end_to_end, _B.cents)],
         2 * _B.cents - _SUM, "treasury.bank_payment_twice"),
    ],
)  # fmt: skip
def test_a_doubtful_statement_is_refused_whole(entries: list[str], moved: int, code: str) -> None:
    """Goal: nothing half-booked. Method: one doubt a case."""
    assert _no(_read(*entries, moved=moved)) == code


def test_one_line_that_names_two_batches_is_refused() -> None:
    """Goal: no guess between payouts. Method: a line with a payment of each."""
    first, second = _BATCH.payments[0], _OTHER.payments[0]
    rows = detail(first.end_to_end, first.cents) + detail(second.end_to_end, second.cents)
    cents = first.cents + second.cents
    read = _read(entry(cents, "DBIT", rows), moved=-cents)
    assert _no(read, OpenBatch(_BATCH), OpenBatch(_OTHER)) == "treasury.bank_references_differ"


def test_a_second_debit_of_a_settled_payout_is_refused() -> None:
    """Goal: double payment is seen at once. Method: the payout was debited in an earlier file."""
    read = _read(batch_debit(_BATCH), moved=-_SUM)
    assert _no(read, OpenBatch(_BATCH, is_debited=True)) == "treasury.bank_debited_twice"


def test_a_statement_of_another_account_is_refused() -> None:
    """Goal: the right account. Method: another IBAN."""
    read = _read(batch_debit(_BATCH), moved=-_SUM, iban="ES7921000813610123456789")
    assert _no(read) == "treasury.bank_other_account"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b'<Amt Ccy="EUR">802.36', b'<Amt Ccy="EUR">802.37'), "treasury.bank_statement_sums"),
        ((b'<Amt Ccy="EUR">802.36', b'<Amt Ccy="USD">802.36'), "treasury.bank_currency"),
        ((b'<Amt Ccy="EUR">802.36', b"<Amt>802.36"), "treasury.bank_file_malformed"),
        ((b">802.36<", b">802.361<"), "treasury.bank_file_malformed"),
        ((b">802.36<", b">-802.36<"), "treasury.bank_file_malformed"),
        ((b"<Ccy>EUR", b"<Ccy>USD"), "treasury.bank_currency"),
        ((b"<Cd>CLBD", b"<Cd>CLAV"), "treasury.bank_file_malformed"),
        ((b"<Cd>BOOK", b"<Cd>BUCH"), "treasury.bank_file_malformed"),
        ((b"<Cd>BOOK", b"<Cd>PDNG"), "treasury.bank_statement_sums"),
        ((b"<CdtDbtInd>DBIT", b"<CdtDbtInd>SIDE"), "treasury.bank_file_malformed"),
        ((b"<BookgDt><Dt>2026", b"<BookgDt><Dt>yyyy"), "treasury.bank_file_malformed"),
        ((b"<Stmt>", b"<Stmts>"), "treasury.bank_file_malformed"),
    ],
)
def test_a_statement_that_does_not_add_up_is_refused(
    change: tuple[bytes, bytes], code: str
) -> None:
    """Goal: opening and entries give the closing. Method: one change a case in a good file."""
    raw = statement_file(batch_debit(_BATCH), moved=-_SUM)
    assert change[0] in raw
    assert refused(read_statement(raw.replace(*change))) == code


def test_an_overdrawn_account_adds_up_too() -> None:
    """Goal: signs of balances. Method: from minus to minus."""
    assert len(_read(batch_debit(_BATCH), moved=-_SUM, opening=-5).entries) == 1


def test_pages_of_a_statement_are_read_as_one() -> None:
    """Goal: long days come in pages. Method: two pages with an interim balance between them."""
    first = statement_file(batch_debit(_BATCH), moved=-_SUM).replace(b"CLBD", b"ITBD")
    second = statement_file(
        returned(_B.end_to_end, _B.cents), moved=_B.cents, opening=10_000_000 - _SUM
    ).replace(b"OPBD", b"ITBD")
    page = second[second.index(b"<Stmt>") : second.index(b"</BkToCstmrStmt>")]
    read = read_statement(first.replace(b"</BkToCstmrStmt>", page + b"</BkToCstmrStmt>"))
    assert isinstance(read, StatementFile)
    assert len(_settled(read)[0].returned) == 1


def test_the_same_statement_is_the_same_value() -> None:
    """Goal: a second import can be known. Method: read twice; another file has another digest."""
    raw = statement_file(batch_debit(_BATCH), moved=-_SUM)
    first, second = read_statement(raw), read_statement(raw)
    assert first == second
    other = read_statement(raw.replace(b"STMT-1", b"STMT-2"))
    assert isinstance(first, StatementFile)
    assert isinstance(other, StatementFile)
    assert first.sha256 != other.sha256
