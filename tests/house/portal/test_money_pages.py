"""The pages of a co-operative whose money has moved in every way: sums, scales, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation

from audit.money_folder import MoneyFolder
from auzolan.house.doors.portal import filters
from auzolan.house.settings import configure
from support.portal import sign_in

TWO = ("m002", "m003")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a payout is on its way and a member has earned by use."""
    made = MoneyFolder(tmp_path_factory.mktemp("money") / "coop")
    for stage in made.stages():
        if stage == "draft":
            break
    made.desk.close()
    return made.desk.folder.path


@pytest.fixture
def at_drafted(drafted: Path) -> Iterator[Client]:
    """A reader of that folder's pages."""
    configure(drafted)
    yield Client()
    connections.close_all()


def test_a_statement_shows_capital_as_one_sum_with_its_parts(at_drafted: Client) -> None:
    """Goal: she sees what is hers, and of what kind. Method: amounts of the folder's own acts."""
    text = at_drafted.get("/en/members/m002/").content.decode()
    whole, of_it = "€244.12", ("€100.00", "€144.12")
    assert all(amount in text for amount in (whole, *of_it))
    assert "On its way to your bank" in text


def test_what_is_counted_in_millionths_is_never_shown_as_cents(at_drafted: Client) -> None:
    """Goal: the asset tells the scale. Method: 1,234,567 millionths earned, 123 cents settled."""
    text = at_drafted.get("/en/members/m002/").content.decode()
    text += at_drafted.get("/en/members/m002/timeline/").content.decode()
    assert "€1.234567" in text
    assert "€0.004567" in text
    assert "€12,345.67" not in text
    money = at_drafted.get("/en/money/").content.decode()
    assert "+€1.264566" in money  # of all three members
    assert "Other costs" in money


def test_accounts_that_hold_nothing_are_left_out_of_the_list(at_drafted: Client) -> None:
    """Goal: a page that can be read. Method: an income of a closed period, a fund that holds."""
    listed = at_drafted.get("/en/money/").content.decode().partition('id="movements-title"')[0]
    assert "Education fund" in listed
    assert "Income 2024" not in listed
    assert "Tax kept back" not in listed


def test_a_payout_is_told_in_plain_words_with_its_entries(at_drafted: Client) -> None:
    """Goal: who, how much, how far. Method: a payout that is gathered; each step has its receipt."""
    listed = at_drafted.get("/en/payouts/").content.decode()
    assert "gathered, waiting for others to approve it" in listed
    text = at_drafted.get("/en/payouts/out-1/").content.decode()
    for said in ("Gathered by", "m001", "0 of 2", "Gathered a payout", "5 people", "1 June 2024"):
        assert said in text, said
    assert re.search(r"treasury payout show out-1", text)
    entries = {int(seq) for seq in re.findall(r"/en/record/(\d+)/", text)}
    assert len(entries) == 1
    assert "Gathered a payout" in at_drafted.get(f"/en/record/{entries.pop()}/").content.decode()
    assert at_drafted.get("/en/payouts/nowhere/").status_code == 404


def test_nobody_sees_what_another_is_paid(at_drafted: Client) -> None:
    """Goal: her payment is hers. Method: amounts of two members on their pages and on the payout's."""
    pages = {member: at_drafted.get(f"/en/members/{member}/").content.decode() for member in TWO}
    own = {
        member: re.findall(r"€[\d,.]+", text.partition('id="payments-title"')[2])[0]
        for member, text in pages.items()
    }
    assert own["m002"] != own["m003"]
    payout = at_drafted.get("/en/payouts/out-1/").content.decode()
    for member, amount in own.items():
        assert "gathered" in pages[member].partition('id="payments-title"')[2]
        assert amount not in payout
        assert member not in payout


def test_before_any_payout_the_page_says_what_will_be_there(at_real: Client) -> None:
    """Goal: no dead end. Method: a co-operative that never paid out; the next step is named."""
    text = sign_in(at_real, "m003").get("/en/payouts/").content.decode()
    assert "Nothing has been paid out yet." in text
    assert "auzolan treasury payout draft --help" in text


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("bank", "Bank"),
        ("capital:returns", "Members' capital: their shares of surpluses"),
        ("expense:2026:wages", "Pay for work 2026"),
        ("income:2026:taste:milk-ltd", "Income 2026 · taste · milk-ltd"),
        ("income:2026:m1:other", "Income 2026 · m1 · other"),
        ("income:2026:other", "Other income 2026"),
        ("result:2026", "Surplus not shared yet 2026"),
        ("strange:thing", "strange thing"),
    ],
)
def test_an_account_is_told_in_words(account: str, said: str) -> None:
    """Goal: no name of the program on a page. Method: one of each shape, and an unknown one."""
    with translation.override("en"):
        assert filters.account_words(account) == said


@pytest.mark.parametrize(
    ("amount", "account", "said"),
    [
        (-1_234, "bank", "\N{MINUS SIGN}€12.34"),
        (-1_234, "royalties", "\N{MINUS SIGN}€0.001234"),
        (1_500_000, "receivable:milk-ltd", "€1.50"),
        (7, "strange", "€0.07"),
    ],
)
def test_an_amount_is_written_as_its_account_counts(amount: int, account: str, said: str) -> None:
    """Goal: the same number means what its asset says. Method: cents and millionths, both signs."""
    with translation.override("en"):
        assert filters.ledger_money(amount, account, "EUR") == said
