"""Files from outside are read without trust: no entity, no giant, no other kind, nothing cut off."""

import pytest

from auzolan.house.rooms.treasury.bank import answers
from auzolan.house.rooms.treasury.bank.answers import BYTES_MAX
from auzolan.house.rooms.treasury.bank.camt053 import read_statement
from auzolan.house.rooms.treasury.bank.pain002 import StatusReport, read_status_report
from house.treasury_bank.bank_papers import batch_debit, order, refused, statement_file, status_file

_BATCH = order().batch
_GOOD = status_file(_BATCH, group="ACCP")
_LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY l0 "lol">' + _LAUGHS + b"]>"
    + _GOOD.split(b"\n", 1)[1].replace(b"BANK-0001", b"&l9;")
)  # fmt: skip


def _read(raw: bytes) -> str:
    return refused(read_status_report(raw, _BATCH))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_BOMB, "treasury.bank_file_doctype"),
        (_GOOD.replace(b"<Document", b"<!DOCTYPE Document SYSTEM 'file'><Document", 1),
         "treasury.bank_file_doctype"),
        (_GOOD.replace(b"BANK-0001", b"&bank;"), "treasury.bank_file_malformed"),
        (_GOOD.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"'),
         "treasury.bank_file_encoding"),
        (_GOOD.decode().encode("utf-16"), "treasury.bank_file_encoding"), (_GOOD.decode().encode("utf-16-le"), "treasury.bank_file_encoding"),
        (_GOOD.replace(b"BANK", b"B\xffNK"), "treasury.bank_file_malformed"),
        (b"", "treasury.bank_file_malformed"),
        (b"\0" * 100, "treasury.bank_file_encoding"),
        (b"PK\x03\x04", "treasury.bank_file_malformed"),
        (_GOOD + b"<Document/>", "treasury.bank_file_malformed"),
        (_GOOD.replace(b"pain.002.001.10", b"pain.002.001.99"), "treasury.bank_file_version"),
        (_GOOD.replace(b"Document", b"Dokument"), "treasury.bank_file_version"),
        (statement_file(moved=0), "treasury.bank_file_version"),
        (_GOOD.replace(b"<GrpHdr>", b"<GrpHdr>stray"), "treasury.bank_file_malformed"),
        (_GOOD.replace(b"<GrpSts>", b"<GrpSts>ACCP</GrpSts><GrpSts>"),
         "treasury.bank_file_malformed"),
        (_GOOD.replace(b"<GrpHdr>", b"<GrpHdr xmlns='urn:else'>", 1),
         "treasury.bank_file_malformed"),
        (_GOOD.replace(b"BANK-0001", b"x" * 3_000), "treasury.bank_file_too_large"),
        (b"<a>" * 100_000, "treasury.bank_file_version"),
        (_GOOD.replace(b"</MsgId>", b"</MsgId><InitgPty>" + b"<a>" * 1_000, 1),
         "treasury.bank_file_too_large"),
    ],
)  # fmt: skip
def test_a_hostile_or_foreign_file_is_refused(raw: bytes, code: str) -> None:
    """Goal: nothing is read that a bank would not send. Method: one file for each trick."""
    assert _read(raw) == code


def test_a_file_cut_off_anywhere_is_refused() -> None:
    """Goal: half an answer is none. Method: every length but the last few blanks."""
    whole = len(_GOOD.rstrip())
    for length in range(whole):
        assert _read(_GOOD[:length]).startswith("treasury.bank_file_")
    assert isinstance(read_status_report(_GOOD[:whole], _BATCH), StatusReport)


def test_a_file_above_the_limit_is_not_even_parsed() -> None:
    """Goal: a giant costs nothing. Method: blanks beyond the limit after a good file."""
    assert _read(_GOOD + bytes(BYTES_MAX)) == "treasury.bank_file_too_large"
    assert refused(read_statement(bytes(BYTES_MAX + 1))) == "treasury.bank_file_too_large"


def test_a_file_of_countless_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: small files with many parts cannot eat the memory. Method: a lower limit, just passed."""
    raw = statement_file(batch_debit(_BATCH), moved=-_BATCH.control_cents)
    count = raw.count(b"<") - raw.count(b"</") - 1
    monkeypatch.setattr(answers, "ELEMENTS_MAX", count)
    assert not isinstance(read_statement(raw), str)
    monkeypatch.setattr(answers, "ELEMENTS_MAX", count - 1)
    assert refused(read_statement(raw)) == "treasury.bank_file_too_large"


def test_a_prefix_and_a_byte_order_mark_change_nothing() -> None:
    """Goal: banks differ in spelling. Method: the same file with a prefix, a mark, a comment."""
    plain = read_status_report(_GOOD, _BATCH)
    marked = b"\xef\xbb\xbf" + _GOOD.replace(b"<GrpHdr>", b"<!-- <!DOCTYPE --><GrpHdr>", 1)
    prefixed = (
        _GOOD.replace(b"</", b"\0").replace(b"<", b"<p:").replace(b"\0", b"</p:")
        .replace(b"<p:?xml", b"<?xml").replace(b"xmlns=", b"xmlns:p=")
    )  # fmt: skip
    for other in (marked, prefixed):
        read = read_status_report(other, _BATCH)
        assert isinstance(read, StatusReport)
        assert isinstance(plain, StatusReport)
        assert (read.outcome, read.payments) == (plain.outcome, plain.payments)
        assert read.sha256 != plain.sha256
