"""A payout through the pages: named accounts, gathered, approved by others, the bank's files in and out."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.batches import SentBatch
from auzolan.house.rooms.treasury.bank.pain001 import pain001_bytes
from auzolan.house.rooms.treasury.flows_bank import order_of
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.state import Payout
from house.treasury_bank.bank_papers import (
    OUR_IBAN,
    batch_debit,
    payee,
    statement_file,
    status_file,
    transaction,
)
from support.acting import Acting, acting_in, founded

DAYS_AGO = 20
TREASURER, AUDITOR, SIGNATORIES = "m004", "m002", ("m001", "m003")
OWED = {"m005": 2_500, "m006": 700}
SETTINGS = (
    f'[bank]\nname = "Auzolan Koop."\niban = "{OUR_IBAN}"\ncountry = "ES"\ntown = "Arrasate"\n'
)


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative that knows its own account."""
    path = founded(tmp_path_factory.mktemp("paying") / "coop", DAYS_AGO)
    with (path / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{SETTINGS}")
    return path


@pytest.fixture
def act(beginning: Path, tmp_path: Path) -> Iterator[Acting]:
    """Two people with accounts that have waited, and money that is owed to them."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop", DAYS_AGO) as found:
        for number, member in enumerate(OWED):
            found.done(
                member, "treasury.set_payee", name=f"Person {member}", country="ES",
                town="Bilbao", iban=payee(number=number).iban,
            )  # fmt: skip
        found.days_on(10)
        _with_two(found, "treasury.book", pays="income:other", gets="bank", amount_cents="100.00",
                  why="A gift")  # fmt: skip
        owed = "member,amount_cents\n" + "".join(f"{m},{c}\n" for m, c in OWED.items())
        _with_two(
            found, "treasury.book_list", lines="expense:other=32.00", why="Trips",
            owed=SimpleUploadedFile("owed.csv", owed.encode()),
        )  # fmt: skip
        yield found


def _with_two(act: Acting, doing: str, **fields: object) -> None:
    waits = act.do(TREASURER, doing, **fields)["Location"]
    assert act.of(AUDITOR).post(waits, {"ask": "yes"}).status_code == 302
    page = act.page(AUDITOR, waits.removeprefix("/en/"))
    assert "but it was not done" not in page, page


def _gathered(act: Acting) -> str:
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=3)
    act.done(TREASURER, "treasury.draft_payout", payout="may", pay_on=str(day))
    return str(day)


def _state(act: Acting) -> Payout:
    with reader_of(act.folder) as reader:
        row = reader.get(Payout, "may")
    assert row is not None
    return row


def _batch(act: Acting) -> SentBatch:
    order = order_of(act.folder, "may")
    assert not isinstance(order, Refusal), order
    return order.batch


def _take_in(act: Acting, name: str, raw: bytes) -> None:
    _with_two(act, "treasury.take_in_bank_file", file=SimpleUploadedFile(name, raw))


def test_a_payout_lives_its_whole_life_through_the_pages(act: Acting) -> None:
    """Goal: from gathering to the end without a command. Method: one payment refused, one paid."""
    _gathered(act)
    for signatory in SIGNATORIES:
        assert "Payouts that need your approval" in act.page(signatory, "steward/")
        act.done(signatory, "treasury.approve_payout", payout="may")
    assert _state(act).state == "approved"
    act.done(TREASURER, "treasury.export_payout", payout="may")
    order = order_of(act.folder, "may")
    assert not isinstance(order, Refusal)
    fetched = act.of(TREASURER).get("/en/payouts/may/bank-file.xml")
    assert fetched.content == pain001_bytes(order)
    assert "attachment" in fetched["Content-Disposition"]
    of = {one.member: one.end_to_end for one in _batch(act).payments}
    partly = status_file(
        _batch(act), transaction(of["m006"], cents=700), group="PART", block="PART"
    )
    _take_in(act, "answer.xml", partly)
    assert _state(act).rejected_cents == 700
    debit = statement_file(batch_debit(_batch(act), 2_500), moved=-2_500)
    _take_in(act, "statement.xml", debit)
    assert _state(act).state == "settled"
    assert "Payouts that are through" in act.page(TREASURER, "steward/")
    act.done(TREASURER, "treasury.close_payout", payout="may")
    assert _state(act).state == "closed"
    again = act.of(TREASURER).post(
        "/en/do/treasury.take_in_bank_file/", {"file": SimpleUploadedFile("bank.xml", partly)}
    )
    assert again.status_code == 409
    assert "treasury.bank_file_known" in again.content.decode()


def test_whoever_gathered_a_payout_does_not_approve_it(act: Acting) -> None:
    """Goal: approval by others. Method: the treasurer's own yes, and one who says yes twice."""
    _gathered(act)
    answer = act.do(TREASURER, "treasury.approve_payout", payout="may")
    assert answer.status_code in {403, 409}
    act.done("m001", "treasury.approve_payout", payout="may")
    assert "Payouts that need your approval" not in act.page("m001", "steward/")
    assert _state(act).approvals == 1


def test_a_look_before_an_approval_says_how_much_and_how_many(act: Acting) -> None:
    """Goal: what changes before a yes. Method: the first sending of the form."""
    _gathered(act)
    answer = act.of("m003").post("/en/do/treasury.approve_payout/", {"payout": "may"})
    text = answer.content.decode()
    assert "2 payments" in text
    assert "€32.00" in text
    assert _state(act).approvals == 0


def test_the_banks_file_is_for_the_treasury_alone(act: Acting) -> None:
    """Goal: names and accounts stay with one office. Method: others ask, and it asks too early."""
    _gathered(act)
    address = "/en/payouts/may/bank-file.xml"
    assert act.of("m005").get(address).status_code == 403
    assert act.of(AUDITOR).get(address).status_code == 403
    early = act.of(TREASURER).get(address)
    assert early.status_code == 409
    assert "treasury.payout_elsewhere" in early.content.decode()
    assert act.of(TREASURER).get("/en/payouts/no-such/bank-file.xml").status_code == 404


def test_an_account_that_cannot_be_right_is_refused_before_anything_is_asked(act: Acting) -> None:
    """Goal: no blame, and which digit is off. Method: an IBAN with two signs swapped."""
    right = payee(number=3).iban
    wrong = right[:-2] + right[-1] + right[-2] if right[-1] != right[-2] else right[:-1] + "0"
    answer = act.of("m007").post(
        "/en/do/treasury.set_payee/",
        {"name": "Person", "iban": wrong, "country": "ES", "town": "Bilbao"},
    )
    assert answer.status_code == 409
    assert "treasury.iban_" in answer.content.decode()
    good = act.of("m007").post(
        "/en/do/treasury.set_payee/",
        {"name": "Person", "iban": right, "country": "ES", "town": "Bilbao"},
    )
    assert "hours" in good.content.decode(), "the waiting time is told before the yes"


def test_what_no_file_says_is_typed_in(act: Acting) -> None:
    """Goal: a bank without files of the standard. Method: a bad line, then each step by hand."""
    _gathered(act)
    for signatory in SIGNATORIES:
        act.done(signatory, "treasury.approve_payout", payout="may")
    act.done(TREASURER, "treasury.export_payout", payout="may")
    paper = SimpleUploadedFile("letter.txt", b"Refused: m006.")
    bad = act.of(TREASURER).post(
        "/en/do/treasury.report_payout/", {"payout": "may", "file": paper, "rejected": "m006: 7"}
    )
    assert bad.status_code == 409
    assert "treasury.list_not_sound" in bad.content.decode()
    _with_two(act, "treasury.report_payout", payout="may", rejected="m006=7.00",
              file=SimpleUploadedFile("letter.txt", b"Refused: m006."))  # fmt: skip
    assert (_state(act).state, _state(act).rejected_cents) == ("reported", 700)
    _with_two(act, "treasury.settle_payout", payout="may", amount_cents="25.00",
              file=SimpleUploadedFile("statement.txt", b"Sent: 25.00"))  # fmt: skip
    assert _state(act).state == "settled"
    _with_two(act, "treasury.return_payments", payout="may", returned="m005=25.00",
              file=SimpleUploadedFile("back.txt", b"Back: m005"))  # fmt: skip
    assert _state(act).returned_cents == 2_500
    assert "Payments that came back" in act.page(TREASURER, "steward/")
    _with_two(act, "treasury.clear_suspense", payout="may")
    assert "Payments that came back" not in act.page(TREASURER, "steward/")
