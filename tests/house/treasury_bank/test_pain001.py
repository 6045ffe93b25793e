"""The file of payments: valid by the official schema, the same bytes again, sums to the cent."""

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sepaxml import SepaTransfer

from auzolan.foundation.moments import Moment
from auzolan.house.rooms.treasury.bank.accounts import Address, Payee, checked_payee
from auzolan.house.rooms.treasury.bank.batches import end_to_end_id_of, message_id_of
from auzolan.house.rooms.treasury.bank.orders import (
    CENTS_MAX,
    Payment,
    PaymentOrder,
    payment_order,
)
from auzolan.house.rooms.treasury.bank.pain001 import NAMESPACE, pain001_bytes, pain001_pieces
from house.treasury_bank.bank_papers import (
    MOMENT,
    OUR_IBAN,
    order,
    pain001_schema,
    payee,
    payer,
    payments,
    refused,
)

_NS = {"p": NAMESPACE}
_PLAIN = st.text("abcdefghijklmnopqrstuvwxyzABCZ019/-?:().,'+ ñÁöß&", min_size=1, max_size=70)
_FIELD = _PLAIN.filter(lambda text: any(sign.isalnum() for sign in text))


def _texts(raw: bytes, path: str) -> list[str]:
    return [node.text for node in etree.fromstring(raw).iterfind(path, _NS)]


@st.composite
def _orders(draw: st.DrawFn) -> PaymentOrder:
    made = []
    for number in range(draw(st.integers(1, 5))):
        address = Address(
            draw(st.sampled_from(["ES", "DE", "FR"])),
            draw(_FIELD)[:30] + "x",
            draw(st.sampled_from(["", "20500", "SW1A 1AA"])),
            draw(st.sampled_from(["", "Ferrerías", "Rue de l’Église"])),
            draw(st.sampled_from(["", "5", "12 bis"])),
            tuple(
                draw(st.lists(st.sampled_from(["2. solairua", "c/o Jon"]), max_size=2, unique=True))
            ),
        )
        one = checked_payee(
            name=draw(_FIELD)[:35] + "x",
            iban=payee(number=number).iban,
            address=address,
            bic=draw(st.sampled_from(["", "COBADEFFXXX"])),
        )
        assert isinstance(one, Payee), one
        cents = draw(st.integers(1, CENTS_MAX))
        made.append(Payment(f"m{number}", one, cents, draw(_PLAIN)))
    whole = payment_order("p1", payer(), made, execute_on="2026-12-01", moment=MOMENT)
    assert isinstance(whole, PaymentOrder), whole
    return whole


@given(_orders())
def test_every_file_written_is_valid_by_the_official_schema(made: PaymentOrder) -> None:
    """Goal: the bank's first check passes. Method: any names, addresses, amounts; the XSD judges."""
    pain001_schema().assertValid(etree.fromstring(pain001_bytes(made)))


@given(_orders(), st.randoms())
def test_the_same_payout_gives_the_same_bytes_in_any_order(
    made: PaymentOrder, dice: random.Random
) -> None:
    """Goal: a file can be made again. Method: shuffle the payments, write again, compare bytes."""
    mixed = list(made.payments)
    dice.shuffle(mixed)
    again = payment_order("p1", payer(), mixed, execute_on="2026-12-01", moment=MOMENT)
    assert isinstance(again, PaymentOrder)
    assert pain001_bytes(again) == pain001_bytes(made) == b"".join(pain001_pieces(made))


@given(_orders())
def test_count_and_sum_in_the_file_are_those_of_its_payments(made: PaymentOrder) -> None:
    """Goal: no cent is lost on paper. Method: read the file back, add up without floats."""
    raw = pain001_bytes(made)
    amounts = [int(text.replace(".", "")) for text in _texts(raw, ".//p:InstdAmt")]
    assert amounts == [payment.cents for payment in made.payments]
    assert {int(text.replace(".", "")) for text in _texts(raw, ".//p:CtrlSum")} == {sum(amounts)}
    assert set(_texts(raw, ".//p:NbOfTxs")) == {str(len(amounts))}
    assert _texts(raw, ".//p:CdtrAcct//p:IBAN") == [one.payee.iban for one in made.payments]


def test_the_bytes_of_a_payout_stay_what_they_were() -> None:
    """Goal: a file of last year can be made again. Method: the bytes kept beside this test."""
    kept = Path(__file__).with_name("y2026.pain001.xml").read_bytes()
    assert pain001_bytes(order()) == kept
    pain001_schema().assertValid(etree.fromstring(kept))


def test_ids_are_short_unlike_and_follow_from_payout_and_member() -> None:
    """Goal: a double is known as a double. Method: ids of many names; lengths; other moments."""
    names = [(f"p{a}", f"m{b}") for a in range(30) for b in range(30)] + [("a", "bc"), ("ab", "c")]
    ids = {end_to_end_id_of(payout, member) for payout, member in names}
    assert len(ids) == len(names)
    assert {len(name) for name in ids} == {31}
    assert all(name.isalnum() and name.isascii() for name in ids)
    later = payment_order(
        "y2026", payer(), payments([1]), execute_on="2026-12-02", moment=Moment(MOMENT + 60_000)
    )
    assert isinstance(later, PaymentOrder)
    assert later.batch.message_id == order([1]).batch.message_id == message_id_of("y2026")


def test_sepaxml_writes_the_same_payments() -> None:
    """Goal: a second opinion. Method: the same payments through sepaxml; compare what banks read."""
    made = order(range(1, 12_000, 997))
    config = {"name": payer().name, "IBAN": OUR_IBAN, "BIC": "CAIXESBB", "batch": True, "currency": "EUR",
              "address": {"town": "Arrasate", "country": "ES"}}  # fmt: skip
    peer = SepaTransfer(config, schema="pain.001.001.09", clean=True)
    for sent, one in zip(made.batch.payments, made.payments, strict=True):
        peer.add_payment(
            {
                "name": one.payee.name, "IBAN": one.payee.iban, "amount": one.cents,
                "execution_date": date(2026, 12, 1), "description": one.remittance,
                "endtoend_id": sent.end_to_end,
                "address": {"town": one.payee.address.town, "country": one.payee.address.country},
            }
        )  # fmt: skip
    theirs = etree.fromstring(peer.export(validate=True))
    ours = etree.fromstring(pain001_bytes(made))
    random_ids = {"MsgId", "PmtInfId", "CreDtTm"}
    assert _leaves(ours, random_ids) == _leaves(theirs, random_ids)


def _leaves(root: etree._Element, besides: set[str]) -> list[tuple[str, str]]:
    found = []
    for node in root.iter():
        name = etree.QName(node).localname
        # The currency of the account is ours to say; the peer leaves it out.
        is_account_currency = name == "Ccy"
        if len(node) == 0 and name not in besides and not is_account_currency:
            found.append((name, (node.text or "").strip()))
    return found


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"execute_on": "2026-11-29"}, "treasury.execution_day"),
        ({"execute_on": "2027-12-01"}, "treasury.execution_day"),
        ({"execute_on": "2026-02-30"}, "treasury.execution_day"),
        ({"execute_on": "20261201"}, "treasury.execution_day"),
        ({"listed": []}, "treasury.payout_size"),
        ({"listed": payments([1]) * 2}, "treasury.payee_twice"),
        ({"listed": payments([0])}, "treasury.payment_amount"),
        ({"listed": payments([-5])}, "treasury.payment_amount"),
        ({"listed": payments([CENTS_MAX + 1])}, "treasury.payment_amount"),
        ({"listed": [Payment("m1", payee(), 1, "x" * 141)]}, "treasury.remittance_too_long"),
        ({"listed": [Payment("m1", payee(), 1, "日本")]}, "treasury.remittance_not_latin"),
    ],
)
def test_an_order_with_one_fault_is_refused_whole(changed: dict[str, object], code: str) -> None:
    """Goal: nothing is half-ordered. Method: one fault a case."""
    listed = changed.get("listed", payments([1, 2]))
    day = changed.get("execute_on", "2026-12-01")
    assert refused(payment_order("p1", payer(), listed, execute_on=day, moment=MOMENT)) == code


def test_more_payments_than_a_file_holds_are_refused() -> None:
    """Goal: the limit is stated and held. Method: one payment many times, each member another."""
    one = payee()
    many = (Payment(f"m{number:06d}", one, 1) for number in range(100_001))
    refusal = payment_order("p1", payer(), many, execute_on="2026-12-01", moment=MOMENT)
    assert refused(refusal) == "treasury.payout_size"


def test_a_moment_outside_its_range_is_a_mistake_of_the_caller() -> None:
    """Goal: malformed input is an error. Method: a negative moment."""
    with pytest.raises(ValueError, match="0 to"):
        payment_order("p1", payer(), [], execute_on="2026-12-01", moment=Moment(-1))


@pytest.mark.parametrize(
    "forged",
    [
        Payee("Eve", "</IBAN>", Address("ES", "x")),
        Payee("Eve & Co", OUR_IBAN, Address("ES", "x")),
        Payee("Eve", OUR_IBAN, Address("ES", "</TwnNm>")),
        Payee("Eve", OUR_IBAN, Address("ES", "x", lines=("<AdrLine>",))),
    ],
)
def test_a_payee_that_was_never_checked_is_not_written(forged: Payee) -> None:
    """Goal: no way round the checks. Method: payees made by hand stop the writer."""
    listed = [Payment("m1", forged, 1)]
    made = payment_order("p1", payer(), listed, execute_on="2026-12-01", moment=MOMENT)
    assert isinstance(made, PaymentOrder)
    with pytest.raises(AssertionError, match="checked_payee"):
        pain001_bytes(made)
