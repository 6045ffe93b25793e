"""A thousand small changes to a bank's file: none moves money in silence.

What a file says about money is which payments were accepted, refused, debited and returned, and
how much each was. Days and the bank's reasons are words beside it and carry no check of their own.
"""

import random
import re
import string

import pytest

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.batches import OpenBatch
from auzolan.house.rooms.treasury.bank.camt053 import StatementFile, read_statement
from auzolan.house.rooms.treasury.bank.pain002 import StatusReport, read_status_report
from auzolan.house.rooms.treasury.bank.settling import settlements
from house.treasury_bank.bank_papers import (
    OUR_IBAN,
    batch_debit,
    counted,
    entry,
    order,
    returned,
    statement_file,
    status_file,
    transaction,
)

MUTANTS = 1_000
_BATCH = order([12_345, 67_890, 1, 500_000, 31_415]).batch
_A, _B, _C, _D, _E = _BATCH.payments
_REFUSED_CENTS = _A.cents + _C.cents
_STATUS = status_file(
    _BATCH,
    transaction(_A.end_to_end, cents=_A.cents),
    transaction(_C.end_to_end, reason="AC01", cents=_C.cents),
    group="PART", block="PART",
    counts=counted("RJCT", 2, _REFUSED_CENTS)
    + counted("ACCP", 3, _BATCH.control_cents - _REFUSED_CENTS),
)  # fmt: skip
_STATEMENT = statement_file(
    entry(4_200, "CRDT"),
    batch_debit(_BATCH),
    returned(_B.end_to_end, _B.cents),
    returned(_D.end_to_end, _D.cents, "AC06"),
    moved=4_200 - _BATCH.control_cents + _B.cents + _D.cents,
)


def _money_of_status(raw: bytes) -> object:
    report = read_status_report(raw, _BATCH)
    if isinstance(report, Refusal):
        return report.code
    assert isinstance(report, StatusReport)
    return report.outcome, [(each.payment, each.outcome) for each in report.payments]


def _money_of_statement(raw: bytes) -> object:
    read = read_statement(raw)
    if isinstance(read, Refusal):
        return read.code
    assert isinstance(read, StatementFile)
    found = settlements(read, [OpenBatch(_BATCH)], iban=OUR_IBAN)
    if isinstance(found, Refusal):
        return found.code
    booked = [(each.cents, each.is_credit) for each in read.entries]
    settled = [
        (one.payout, one.debit_cents, [back.payment for back in one.returned]) for one in found
    ]
    return booked, settled


def _with_other_digit(raw: bytes, dice: random.Random) -> bytes:
    place = dice.choice([match.start() for match in re.finditer(rb"[0-9]", raw)])
    other = dice.choice([digit for digit in string.digits.encode() if digit != raw[place]])
    return raw[:place] + bytes([other]) + raw[place + 1 :]


def _with_other_tag(raw: bytes, dice: random.Random) -> bytes:
    name = dice.choice(sorted(set(re.findall(rb"</([A-Za-z]+)>", raw))))
    place = dice.randrange(len(name))
    letter = bytes([dice.choice(string.ascii_letters.encode())])
    other = name[:place] + letter + name[place + 1 :]
    whole = dice.choice([True, False])
    pattern = rb"(</?)" + name + rb"(?=[ >])"
    count = 0 if whole else dice.choice([1, 2])
    return re.sub(pattern, rb"\1" + other, raw, count=count)


def _with_other_id(raw: bytes, dice: random.Random) -> bytes:
    ids = list(re.finditer(rb"<(\w*Id|IBAN)>([^<]+)<", raw))
    found = dice.choice(ids)
    place = dice.randrange(found.start(2), found.end(2))
    letter = bytes([dice.choice((string.ascii_uppercase + string.digits).encode())])
    return raw[:place] + letter + raw[place + 1 :]


def _without_an_element(raw: bytes, dice: random.Random) -> bytes:
    found = dice.choice(list(re.finditer(rb"<(\w+)[^<>]*>[^<]*</\1>", raw)))
    return raw[: found.start()] + raw[found.end() :]


@pytest.mark.parametrize("kind", ["status", "statement"])
def test_no_small_change_to_a_file_changes_money_in_silence(kind: str) -> None:
    """Goal: refused or the same. Method: change a digit, tag or id, or drop a leaf, 1,000 times."""
    raw, money = {
        "status": (_STATUS, _money_of_status),
        "statement": (_STATEMENT, _money_of_statement),
    }[kind]
    good = money(raw)
    assert isinstance(good, tuple), good
    dice = random.Random(53)
    changes = (_with_other_digit, _with_other_tag, _with_other_id, _without_an_element)
    refused_count = 0
    for number in range(MUTANTS):
        mutant = changes[number % len(changes)](raw, dice)
        found = money(mutant)
        refused_count += isinstance(found, str)
        assert isinstance(found, str) or found == good, f"mutant {number}: {mutant!r}"
    assert refused_count > MUTANTS // 3
