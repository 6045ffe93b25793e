"""The bank's answer to a file: accepted, partly, rejected, and every way to contradict oneself."""

import hashlib
from itertools import product

import pytest
from lxml import etree

from auzolan.house.rooms.treasury.bank.pain002 import (
    VERSIONS,
    Outcome,
    StatusReport,
    read_status_report,
)
from auzolan.house.rooms.treasury.bank.reasons import reason_words
from house.treasury_bank.bank_papers import (
    counted,
    order,
    refused,
    schema,
    status_file,
    transaction,
)

_BATCH = order().batch
_A, _B, _C = _BATCH.payments


def _report(*rows: str, **said: str) -> StatusReport:
    report = read_status_report(status_file(_BATCH, *rows, **said), _BATCH)
    assert isinstance(report, StatusReport), report
    assert [each.payment for each in report.payments] == list(_BATCH.payments)
    return report


def _refused(*rows: str, **said: str) -> str:
    return refused(read_status_report(status_file(_BATCH, *rows, **said), _BATCH))


@pytest.mark.parametrize("version", ["03", "12", "14"])
def test_our_example_files_are_valid_by_the_official_schemas(version: str) -> None:
    """Goal: we test against what banks send. Method: the XSDs judge the fullest example."""
    raw = status_file(
        _BATCH, transaction(_A.end_to_end, cents=_A.cents), block="PART",
        counts=counted("RJCT", 1, _A.cents), version=f"pain.002.001.{version}",
    )  # fmt: skip
    schema("pain001", f"pain002/schemas/pain.002.001.{version}.xsd").assertValid(
        etree.fromstring(raw)
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read_alike(version: str) -> None:
    """Goal: banks differ in version only. Method: one answer in each."""
    report = _report(transaction(_A.end_to_end), block="PART", version=version)
    assert report.outcome is Outcome.PARTLY
    assert [each.outcome.value for each in report.payments] == ["rejected", "accepted", "accepted"]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("ACTC", Outcome.PENDING), ("RCVD", Outcome.PENDING), ("PDNG", Outcome.PENDING),
        ("ACCP", Outcome.ACCEPTED), ("ACSP", Outcome.ACCEPTED), ("ACSC", Outcome.ACCEPTED),
        ("ACWC", Outcome.ACCEPTED), ("RJCT", Outcome.REJECTED), ("CANC", Outcome.REJECTED),
    ],
)  # fmt: skip
def test_one_word_for_the_whole_file_is_true_of_every_payment(code: str, outcome: Outcome) -> None:
    """Goal: a short answer is an answer. Method: each status for the group, then for the block."""
    for said in ({"group": code}, {"block": code}):
        report = _report(**said)
        assert report.outcome is outcome
        assert {each.outcome for each in report.payments} == {outcome}
        assert report.cents(outcome) == _BATCH.control_cents


def test_a_partly_accepted_file_pays_those_that_it_does_not_refuse() -> None:
    """Goal: the usual answer. Method: one refused in a batch of three; sums to the cent."""
    report = _report(transaction(_B.end_to_end, reason="AC04"), group="PART")
    assert report.cents(Outcome.REJECTED) == _B.cents
    assert report.cents(Outcome.ACCEPTED) == _A.cents + _C.cents
    assert report.payments[1].reasons == ("AC04",)
    assert reason_words("AC04") == "The account is closed."
    assert "QQ99" in reason_words("QQ99")
    assert reason_words("") == "The bank gave no reason."


def test_without_a_word_for_the_whole_unlisted_payments_stay_pending() -> None:
    """Goal: silence is not consent. Method: one refused, no status of group or block."""
    report = _report(transaction(_B.end_to_end))
    assert [each.outcome.value for each in report.payments] == ["pending", "rejected", "pending"]
    assert report.outcome is Outcome.PARTLY


def test_a_list_of_every_payment_is_taken_as_it_stands() -> None:
    """Goal: full lists work. Method: all combinations of two outcomes over three payments."""
    for codes in product(["ACSC", "RJCT"], repeat=3):
        rows = [
            transaction(one.end_to_end, code)
            for one, code in zip(_BATCH.payments, codes, strict=True)
        ]
        report = _report(*rows)
        want = [Outcome.ACCEPTED if code == "ACSC" else Outcome.REJECTED for code in codes]
        assert [each.outcome for each in report.payments] == want
        assert (report.outcome is Outcome.PARTLY) == (len(set(codes)) == 2)


_ALL_REFUSED = [transaction(one.end_to_end) for one in _BATCH.payments]


@pytest.mark.parametrize(
    ("rows", "said", "code"),
    [
        ([], {}, "treasury.bank_status_incomplete"),
        ([], {"group": "PART"}, "treasury.bank_status_incomplete"),
        ([transaction(_A.end_to_end, "ACCP")], {"block": "PART"}, "treasury.bank_status_incomplete"),
        ([transaction(_A.end_to_end).replace("<TxSts>RJCT</TxSts>", "")], {"block": "ACCP"},
         "treasury.bank_status_incomplete"),
        ([transaction(_A.end_to_end, "PART")], {"block": "PART"}, "treasury.bank_status_incomplete"),
        ([], {"group": "ACCP", "block": "RJCT"}, "treasury.bank_status_contradicts"),
        ([], {"group": "RJCT", "block": "ACCP"}, "treasury.bank_status_contradicts"),
        ([], {"group": "PART", "block": "ACCP"}, "treasury.bank_status_contradicts"),
        ([transaction(_A.end_to_end)], {"group": "ACCP"}, "treasury.bank_status_contradicts"),
        ([transaction(_A.end_to_end, "ACCP")], {"group": "RJCT"},
         "treasury.bank_status_contradicts"),
        (_ALL_REFUSED, {"group": "PART"}, "treasury.bank_status_contradicts"),
        ([transaction(_A.end_to_end)],
         {"block": "PART", "counts": counted("RJCT", 2, _A.cents)},
         "treasury.bank_status_contradicts"),
        ([transaction(_A.end_to_end)],
         {"block": "PART", "counts": counted("RJCT", 1, _A.cents + 1)},
         "treasury.bank_status_contradicts"),
        ([transaction(_A.end_to_end)],
         {"block": "PART", "counts": counted("ACCP", 3, _BATCH.control_cents)},
         "treasury.bank_status_contradicts"),
        ([transaction(_A.end_to_end)], {"block": "PART", "counts": counted("PART", 1, 1)},
         "treasury.bank_file_malformed"),
        ([], {"group": "YEAH"}, "treasury.bank_status_unknown"),
        ([transaction("AZE0123456789ABCDEF0123456789AB")], {"block": "PART"},
         "treasury.bank_payment_unknown"),
        ([transaction(_A.end_to_end), transaction(_A.end_to_end)], {"block": "PART"},
         "treasury.bank_payment_twice"),
        ([transaction(_A.end_to_end, cents=_A.cents + 1)], {"block": "PART"},
         "treasury.bank_amount_differs"),
        ([transaction(_A.end_to_end, cents=_A.cents).replace('"EUR"', '"USD"')], {"block": "PART"},
         "treasury.bank_currency"),
        ([transaction(_A.end_to_end, cents=_A.cents).replace(' Ccy="EUR"', "")], {"block": "PART"},
         "treasury.bank_file_malformed"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_agree_with_itself_or_with_us_is_refused(
    rows: list[str], said: dict[str, str], code: str
) -> None:
    """Goal: no money on a doubtful word. Method: one contradiction a case."""
    assert _refused(*rows, **said) == code


def test_an_answer_to_another_file_is_refused() -> None:
    """Goal: no payout is settled by another's answer. Method: the answer of one, read for two others."""
    raw = status_file(_BATCH, group="ACCP")
    assert (
        refused(read_status_report(raw, order(payout="y2027").batch)) == "treasury.bank_other_batch"
    )
    other_size = order([1, 2]).batch
    assert refused(read_status_report(raw, other_size)) == "treasury.bank_sums_differ"
    other_kind = raw.replace(b"pain.001.001.09<", b"pain.008.001.08<")
    assert refused(read_status_report(other_kind, _BATCH)) == "treasury.bank_other_batch"
    block = status_file(_BATCH, block="ACCP").replace(_BATCH.payment_info_id.encode(), b"AZPX")
    assert refused(read_status_report(block, _BATCH)) == "treasury.bank_other_batch"


def test_the_same_file_is_the_same_report_with_its_digest() -> None:
    """Goal: a second import can be known. Method: read twice; the digest is the file's own."""
    raw = status_file(_BATCH, transaction(_A.end_to_end), block="PART")
    assert read_status_report(raw, _BATCH) == read_status_report(raw, _BATCH)
    report = read_status_report(raw, _BATCH)
    assert isinstance(report, StatusReport)
    assert report.sha256 == hashlib.sha256(raw).hexdigest()
    assert report.message_id == "BANK-0001"
