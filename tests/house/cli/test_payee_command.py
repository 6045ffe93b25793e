"""The account that a member is paid on: checked before it is asked, sealed, readable in the vault."""

import io
import sys
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.asking import vault_of
from auzolan.house.rooms.treasury.bank import accounts
from house.cli.conftest import Cli, Said

IBAN = "ES9121000418450200051332"
ANA = ("treasury", "payee", "set", "ana", "--name", "Ana Agirre", "--country", "ES", "--town",
       "Bilbao", "--json")  # fmt: skip


def named(cli: Cli, *more: str) -> Said:
    """What the command says to ana's account."""
    return cli(*ANA, *more)


def test_an_account_is_sealed_and_can_be_read_in_the_vault_alone(cli: Cli, coop: Path) -> None:
    """Goal: the number is nowhere but in the vault. Method: name it; search every other file."""
    said = named(cli, "--iban", "es91 2100 0418 4502 0005 1332", "--postcode", "48001")
    assert said.code == 0, said
    assert IBAN not in said.out
    from auzolan.house.rooms.treasury.flows_payees import payee_of

    with vault_of(Folder(coop)) as vault:
        found = payee_of(vault, said.json["entry"])
    address = accounts.Address("ES", "Bilbao", "48001")
    assert found == accounts.Payee("Ana Agirre", IBAN, address)
    for path in coop.rglob("*"):
        if path.is_file() and path.parent.name != "vault":
            assert IBAN.encode() not in path.read_bytes(), path


def test_an_erased_account_is_known_to_be_gone(cli: Cli, coop: Path) -> None:
    """Goal: erasing works on accounts too. Method: name, redact, read; verify."""
    from auzolan.house.rooms.treasury.flows_payees import payee_of

    entry = named(cli, "--iban", IBAN).json["entry"]
    assert cli("record", "redact", str(entry), "payee", "--as", "ida").code == 0
    with vault_of(Folder(coop)) as vault:
        assert payee_of(vault, entry) is None
    assert cli("verify", coop).code == 0


def test_the_number_can_come_from_standard_input(
    cli: Cli, coop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: it need not stand in a shell's history. Method: type it, without the option."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{IBAN}\n"))
    assert named(cli).code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--iban", "ES9121000418450200051333"), "treasury.iban_check_digits"),
        (("--iban", "ES92100041845020005133"), "treasury.iban_length"),
        (("--iban", ""), "treasury.iban_unreadable"),
        (("--iban", "XX9121000418450200051332"), "treasury.iban_country_unknown"),
        (("--iban", IBAN, "--country", "Spain"), "treasury.address_country"),
        (("--iban", IBAN, "--town", " "), "treasury.text_empty"),
        (("--iban", IBAN, "--name", "\u738b\u5c0f\u660e"), "treasury.text_not_latin"),
    ],
)
def test_what_cannot_be_right_is_refused_before_it_is_asked(
    cli: Cli, coop: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: str
) -> None:
    """Goal: no money goes to a number with a slip. Method: one fault each; nothing is entered."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    before = cli("record", "publish", "--json").json["size"]
    said = named(cli, *words)
    assert (said.code, said.json["refusal"]["code"]) == (1, code)
    assert said.json["refusal"]["remedy"]
    assert cli("record", "publish", "--json").json["size"] == before


def test_nobody_who_was_never_a_member_names_an_account(cli: Cli, coop: Path) -> None:
    """Goal: the rule is asked too. Method: an id that nobody has."""
    words = ["zoe" if word == "ana" else word for word in ANA]
    said = cli(*words, "--iban", IBAN)
    assert said.json["refusal"]["code"] == "treasury.no_such_member"
