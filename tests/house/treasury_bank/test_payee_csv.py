"""The table of payees: out and in again unchanged, safe in a spreadsheet, bad lines named at once."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.house.rooms.treasury.bank import payee_csv
from auzolan.house.rooms.treasury.bank.accounts import Address, Payee, checked_payee
from auzolan.house.rooms.treasury.bank.payee_csv import (
    COLUMNS,
    LineRefused,
    PayeeRow,
    payee_table,
    payment_table,
    read_payees,
)
from house.treasury_bank.bank_papers import OUR_IBAN, order, payee

_TEXT = st.text("abcXYZ09/-?:().,'+ ", min_size=1, max_size=30).filter(
    lambda text: any(sign.isalnum() for sign in text)
)
_HEADER = ",".join(COLUMNS)
_GOOD = f"m1,Ana,{OUR_IBAN},,ES,Arrasate,,,,,"


def _codes(text: str | bytes) -> list[tuple[int, str]]:
    raw = text.encode() if isinstance(text, str) else text
    read = read_payees(raw)
    assert read
    found = []
    for one in read:
        assert isinstance(one, LineRefused), one
        assert one.refusal.because
        assert one.refusal.remedy
        found.append((one.line, one.refusal.code))
    return found


@given(st.lists(st.tuples(_TEXT, _TEXT, st.lists(_TEXT, max_size=2)), max_size=5))
def test_a_table_read_again_gives_the_same_payees(texts: list[tuple[str, str, list[str]]]) -> None:
    """Goal: nothing is lost in a file. Method: names that begin like formulas; write, read, compare."""
    rows = []
    for number, (name, town, lines) in enumerate(texts):
        address = Address("DE", town, lines=tuple(lines))
        made = checked_payee(name=name, iban=payee(number=number).iban, address=address)
        if isinstance(made, Payee):
            rows.append(PayeeRow(f"m{number}", made))
    raw = payee_table(reversed(rows))
    assert read_payees(raw) == tuple(rows)
    assert payee_table(read_payees(raw)) == raw


@pytest.mark.parametrize("name", ["=1+1", "+Ana", "-2+3", "@SUM(A1)", "'t Hooft", "'+Ana"])
def test_no_cell_begins_like_a_formula(name: str) -> None:
    """Goal: a spreadsheet runs nothing. Method: dangerous names; look at the raw cells."""
    row = PayeeRow("m1", Payee(name, OUR_IBAN, Address("ES", "-Arrasate")))
    for cells in csv.reader(io.StringIO(payee_table([row]).decode())):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_the_table_is_in_the_form_of_the_standard() -> None:
    """Goal: others can read it. Method: line ends, quotes, header, order of members."""
    rows = [PayeeRow("m2", payee("Jon, Ana", 2)), PayeeRow("m1", payee("Eve", 1))]
    lines = payee_table(rows).decode().split("\r\n")
    assert lines[0] == _HEADER
    assert lines[1].startswith("m1,Eve,DE")
    assert '"Jon, Ana"' in lines[2]
    assert lines[3:] == [""]


def test_the_table_of_payments_says_what_the_xml_says() -> None:
    """Goal: two files, one payout. Method: ids and amounts of each line against the order."""
    made = order()
    rows = list(csv.DictReader(io.StringIO(payment_table(made).decode())))
    assert [(row["end_to_end"], int(row["amount"].replace(".", ""))) for row in rows] == [
        (one.end_to_end, one.cents) for one in made.batch.payments
    ]
    assert {row["currency"] for row in rows} == {"EUR"}
    assert [row["iban"] for row in rows] == [one.payee.iban for one in made.payments]


def test_columns_may_stand_in_any_order_and_behind_a_byte_order_mark() -> None:
    """Goal: spreadsheets reorder and mark. Method: columns reversed, a mark before them."""
    cells = dict(zip(COLUMNS, _GOOD.split(","), strict=True))
    text = ",".join(reversed(COLUMNS)) + "\n" + ",".join(cells[name] for name in reversed(COLUMNS))
    assert read_payees(b"\xef\xbb\xbf" + text.encode()) == read_payees(
        f"{_HEADER}\n{_GOOD}".encode()
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, "treasury.payee_file_columns")]),
        (_HEADER.replace(",", ";") + "\n", [(1, "treasury.payee_file_columns")]),
        (_HEADER + ",amount\n", [(1, "treasury.payee_file_columns")]),
        (_HEADER.replace("bic", "iban") + "\n", [(1, "treasury.payee_file_columns")]),
        (f"{_HEADER}\nm1,Ana\n", [(2, "treasury.payee_file_cells")]),
        (f"{_HEADER}\nAna!{_GOOD[2:]}\n", [(2, "treasury.payee_file_member")]),
        (f"{_HEADER}\n{_GOOD}\n{_GOOD}\n", [(3, "treasury.payee_file_twice")]),
        (f'{_HEADER}\n"m1"x{_GOOD[2:]}\n', [(2, "treasury.payee_file_unreadable")]),
        (f'{_HEADER}\n"m1\n', [(2, "treasury.payee_file_unreadable")]),
        (f"{_HEADER}\n{_GOOD}\0\n", [(2, "treasury.payee_file_unreadable")]),
        (f"{_HEADER}\n{_GOOD}\n".encode() + b"m2,\xff", [(3, "treasury.payee_file_unreadable")]),
        (f"{_HEADER}\n{_GOOD.replace('91', '92', 1)}\nm2{_GOOD[2:]}\nm3{_GOOD[2:].replace('ES,', 'QQ,')}\n",
         [(2, "treasury.iban_check_digits"), (4, "treasury.address_country")]),
    ],
)  # fmt: skip
def test_bad_lines_are_all_named_and_nothing_is_read(
    text: str | bytes, found: list[tuple[int, str]]
) -> None:
    """Goal: one look mends the file. Method: one fault a case; the last has two among good lines."""
    assert _codes(text) == found


def test_a_giant_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: limits hold. Method: lower limits of rows, of bytes and of faults, just passed."""
    text = "\n".join([_HEADER, *(f"m{number}{_GOOD[2:]}" for number in range(3))])
    monkeypatch.setattr(payee_csv, "ROWS_MAX", 2)
    assert _codes(text) == [(4, "treasury.payee_file_too_large")]
    monkeypatch.setattr(payee_csv, "BYTES_MAX", 10)
    assert _codes(text) == [(1, "treasury.payee_file_too_large")]
    monkeypatch.undo()
    monkeypatch.setattr(payee_csv, "REFUSED_MAX", 2)
    assert len(_codes(_HEADER + "\nx" * 5)) == 2
