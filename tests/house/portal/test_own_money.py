"""One member's money: accounts, capital over time, how it comes back, her bank, files."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doors.portal.filters import money, signed_money
from auzolan.house.rooms.treasury.statement_csv import statement_csv
from auzolan.house.rooms.treasury.statement_reading import member_statement
from auzolan.house.rooms.treasury.statement_types import MemberStatement
from auzolan.house.storage.reader import reader_of
from support.portal import Page, sign_in


def statement_of(demo: Path, member: str) -> MemberStatement:
    """The statement that the command gives."""
    with reader_of(Folder(demo)) as reader:
        found = member_statement(reader, member)
    assert found is not None
    return found


def test_accounts_and_capital_are_those_of_the_statement(at_demo: Client, demo: Path) -> None:
    """Goal: page and statement are one. Method: accounts, movements and instalments of two members."""
    for member in ("m017", "m020"):
        found = statement_of(demo, member)
        text = sign_in(at_demo, member).get(f"/en/members/{member}/money/").content.decode()
        page = Page(text)
        assert money(found.capital_cents, "EUR") in text
        moved = [one for one in found.postings if one.account.startswith("capital")]
        assert moved
        for one in moved:
            assert signed_money(one.amount, "EUR") in text
            assert f"/en/record/{one.entry}/" in page.links
        for part in found.exit.instalments:
            assert money(part.principal_cents, "EUR") in text
            assert money(part.interest_cents, "EUR") in text
        after = sum(one.amount for one in moved)
        assert money(after, "EUR") in text, "the last sum is her capital"


def test_files_are_the_commands_own(at_demo: Client, demo: Path) -> None:
    """Goal: one statement in every form. Method: CSV byte for byte, PDF by its first bytes."""
    sign_in(at_demo, "m018")
    made = at_demo.get("/en/members/m018/statement.csv")
    assert made.content.decode() == statement_csv(statement_of(demo, "m018"))
    assert "m018-statement.csv" in made.headers["Content-Disposition"]
    pdf = at_demo.get("/es/members/m018/statement.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert at_demo.get("/en/members/m018/statement.exe").status_code == 404
    assert at_demo.get("/en/members/nobody/statement.csv").status_code == 404


def test_the_bank_account_is_never_shown(at_demo: Client, demo: Path) -> None:
    """Goal: sealed stays sealed. Method: no IBAN on the page of somebody who was paid."""
    text = sign_in(at_demo, "m018").get("/en/members/m018/money/").content.decode()
    assert "It is sealed: no page shows its number." in text
    assert "/en/do/treasury.set_payee/" in " ".join(Page(text).links)
    assert "ES" not in {word[:2] for word in text.split() if word[2:4].isdigit()}


def test_another_sees_no_button_to_change_hers(at_demo: Client) -> None:
    """Goal: only she changes her bank. Method: a demo's other reader, who may look."""
    text = sign_in(at_demo, "m020").get("/en/members/m018/money/").content.decode()
    assert "treasury.set_payee" not in text
