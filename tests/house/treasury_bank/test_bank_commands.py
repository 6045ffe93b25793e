"""The two commands that meet the bank: real files, the whole life of a payout, stops in between."""

import datetime
import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.treasury.bank.accounts import Address
from auzolan.house.rooms.treasury.bank.batches import SentBatch, SentPayment
from auzolan.house.rooms.treasury.flows_bank import order_of
from auzolan.house.rooms.treasury.flows_payees import set_payee
from house.cli.conftest import Cli, Said, cli, coop
from house.small_desk import accepted
from house.treasury_bank.bank_papers import (
    OUR_IBAN,
    batch_debit,
    pain001_schema,
    payee,
    returned,
    statement_file,
    status_file,
    transaction,
)

__all__ = ["cli", "coop"]
BY = ("--as", "joe", "--yes", "--json")
OWED = {"ana": 4_000, "ben": 2_500, "ida": 700}
SETTINGS = f"""[bank]
name = "Auzolan Koop."
iban = "{OUR_IBAN}"
country = "ES"
town = "Arrasate"
"""


def done(said: Said) -> Said:
    """The same, once it is sure that the command did it."""
    assert said.code == 0, said
    return said


def code_of(said: Said) -> str:
    """The code of a refusal."""
    assert said.code == 1, said
    return str(said.json["refusal"]["code"])


def name_accounts(coop: Path, *members: str, at: int = 0) -> None:
    """Members name accounts of their own, at the last moment of the record or later."""
    with reading(Folder(coop)) as now:
        last = now.log.head().at
    desk = Desk(Folder(coop), Ports(SetClock(max(at, last)), SeededChance(f"accounts-{at}")))
    for number, member in enumerate(members):
        iban = payee(number=number + (500 if at else 0)).iban
        address = Address("ES", "Bilbao")
        accepted(set_payee(desk, member=member, name=member, iban=iban, address=address))
    desk.close()


@pytest.fixture
def approved(cli: Cli, coop: Path, tmp_path: Path) -> Path:
    """A payout to three members, approved by two, and a folder that names its own account."""
    (coop / "settings.toml").write_text(SETTINGS)
    name_accounts(coop, *OWED)
    trips = tmp_path / "trips.csv"
    trips.write_text("member,amount_cents\n" + "".join(f"{m},{c}\n" for m, c in OWED.items()))
    cents = sum(OWED.values())
    done(cli("treasury", "book", "trips", "--leg", f"expense:other={cents // 100}.{cents % 100:02}",
             "--owed", trips, "--why", "Trips", *BY))  # fmt: skip
    draft(cli, "may")
    return coop


def draft(cli: Cli, payout: str) -> None:
    """Gather and approve twice, for a week from now."""
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=7)
    done(cli("treasury", "payout", "draft", payout, "--pay-on", str(day), *BY))
    for by in ("eve", "ida"):
        done(cli("treasury", "payout", "approve", payout, "--as", by, "--yes", "--json"))


def export(cli: Cli, out: Path, *more: str) -> Said:
    return cli("treasury", "payout", "export", "may", "--out", out, *BY, *more)


def take_in(cli: Cli, path: Path, raw: bytes, *more: str) -> Said:
    path.write_bytes(raw)
    return cli("treasury", "payout", "import", path, *BY, *more)


def batch_of(coop: Path) -> SentBatch:
    order = order_of(Folder(coop), "may")
    return order.batch  # type: ignore[union-attr]


def size(coop: Path) -> int:
    with reading(Folder(coop)) as now:
        return now.log.head().size


def balance(cli: Cli, account: str) -> int:
    accounts = done(cli("treasury", "balance", "--json")).json["accounts"]
    return int({one["account"]: one["balance"] for one in accounts}[account])


def payments(batch: SentBatch) -> dict[str, SentPayment]:
    return {one.member: one for one in batch.payments}


def test_a_payout_lives_its_whole_life_in_files(cli: Cli, approved: Path, tmp_path: Path) -> None:
    """Goal: draft to close by real files. Method: one refused, one returned; each file twice."""
    from lxml import etree

    out, table = tmp_path / "may.xml", tmp_path / "may.csv"
    first = done(export(cli, out, "--csv", str(table))).json
    content = out.read_bytes()
    pain001_schema().assertValid(etree.fromstring(content))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert table.read_bytes().count(b"\r\n") == 4
    out.unlink()
    again = done(export(cli, out)).json
    assert (again["repeated"], again["entry"]) == (True, first["entry"])
    assert out.read_bytes() == content

    batch = batch_of(approved)
    of = payments(batch)
    partly = status_file(
        batch, transaction(of["ben"].end_to_end, cents=2_500), group="PART", block="PART"
    )
    told = done(take_in(cli, tmp_path / "answer.xml", partly)).json
    assert [(one["step"], one["payments"]) for one in told] == [("report", {"ben": 2_500})]
    assert told[0]["reasons"]["ben"].startswith("The account is closed")
    left = 4_700
    debit = statement_file(batch_debit(batch, left), moved=-left)
    assert done(take_in(cli, tmp_path / "debit.xml", debit)).json[0]["cents"] == left
    back = statement_file(returned(of["ida"].end_to_end, 700), moved=700)
    assert done(take_in(cli, tmp_path / "back.xml", back)).json[0]["payments"] == {"ida": 700}

    before = size(approved)
    for name, raw in (("answer", partly), ("debit", debit), ("back", back)):
        said = done(take_in(cli, tmp_path / f"{name}.xml", raw))
        assert all(one["taken_in_before"] for one in said.json)
        assert "taken in already" in said.err
    assert size(approved) == before

    done(cli("treasury", "payout", "clear", "may", *BY))
    done(cli("treasury", "payout", "close", "may", *BY))
    assert [balance(cli, name) for name in ("bank", "paying", "suspense")] == [
        50_000 - 4_000, 0, 0,
    ]  # fmt: skip
    owed = [done(cli("treasury", "statement", m, "--json")).json["payable_cents"] for m in OWED]
    assert owed == [0, 2_500, 700]
    assert done(cli("verify", approved)).out.splitlines()[-1].startswith("verified:")
    shown = done(cli("treasury", "payout", "show", "may", "--json")).json
    assert [step["act"].partition(".")[2] for step in shown["steps"]] == [
        "draft_payout", "approve_payout", "approve_payout", "export_payout", "report_payout",
        "settle_payout", "return_payments", "clear_suspense", "close_payout",
    ]  # fmt: skip
    assert (shown["state"], shown["total_cents"], shown["sent_cents"]) == ("closed", 7_200, 4_700)
    assert not {"ana", "ben"} & {step["actor"] for step in shown["steps"]}


def test_a_payout_whose_payments_were_changed_is_shown_with_exit_code_3(
    cli: Cli, approved: Path
) -> None:
    """Goal: the sum is added up, not copied. Method: one cent more in a line; none of that name."""
    import sqlite3

    with sqlite3.connect(approved / "auzolan.db") as database:
        database.execute("UPDATE treasury_payout_line SET amount_cents = 701 WHERE member = 'ida'")
    database.close()
    said = cli("treasury", "payout", "show", "may")
    assert said.code == 3
    assert "7201" in said.err
    assert cli("treasury", "payout", "show", "june").code == 2


def test_a_debit_of_everything_is_an_answer_too(cli: Cli, approved: Path, tmp_path: Path) -> None:
    """Goal: banks that send no pain.002. Method: the statement alone; both steps, once."""
    done(export(cli, tmp_path / "may.xml"))
    batch = batch_of(approved)
    debit = statement_file(batch_debit(batch), moved=-batch.control_cents)
    told = done(take_in(cli, tmp_path / "debit.xml", debit)).json
    assert [one["step"] for one in told] == ["report", "settle"]
    before = size(approved)
    assert "already" in done(take_in(cli, tmp_path / "debit.xml", debit)).err
    assert size(approved) == before


def test_a_half_taken_statement_is_taken_to_its_end(
    cli: Cli, approved: Path, tmp_path: Path
) -> None:
    """Goal: no step is lost. Method: one act of the file by hand, then the file: only the rest."""
    done(export(cli, tmp_path / "may.xml"))
    batch = batch_of(approved)
    raw = statement_file(
        batch_debit(batch), returned(payments(batch)["ida"].end_to_end, 700),
        moved=700 - batch.control_cents,
    )  # fmt: skip
    path = tmp_path / "both.xml"
    path.write_bytes(raw)
    done(cli("treasury", "payout", "report", "may", "--file", path, *BY))
    told = done(take_in(cli, path, raw)).json
    assert [(one["step"], one["taken_in_before"]) for one in told] == [
        ("report", True), ("settle", False), ("return", False),
    ]  # fmt: skip
    assert balance(cli, "suspense") == -700


def test_files_that_do_not_fit_are_refused_whole(cli: Cli, approved: Path, tmp_path: Path) -> None:
    """Goal: no file of another batch. Method: unsent, foreign, undecided, unknown kinds; no entry."""
    batch = batch_of(approved)
    path = tmp_path / "answer.xml"
    whole = status_file(batch, group="ACCP")
    assert code_of(take_in(cli, path, whole)) == "treasury.bank_other_batch"
    done(export(cli, tmp_path / "may.xml"))
    before = size(approved)
    other = replace(batch, message_id="AZM" + "0" * 28)
    foreign = status_file(other, group="ACCP")
    assert code_of(take_in(cli, path, foreign)) == "treasury.bank_other_batch"
    pending = status_file(batch, group="ACTC")
    assert code_of(take_in(cli, path, pending)) == "treasury.bank_not_decided"
    assert code_of(take_in(cli, path, b"<Document/>")) == "treasury.bank_file_unknown"
    strange = statement_file(batch_debit(other, 5), moved=-5, iban="DE89370400440532013000")
    assert code_of(take_in(cli, path, strange)) == "treasury.bank_other_account"
    short = statement_file(batch_debit(batch, 7_100), moved=-7_100)
    assert code_of(take_in(cli, path, short)) == "treasury.bank_debit_differs"
    early = statement_file(returned(payments(batch)["ida"].end_to_end, 700), moved=700)
    assert code_of(take_in(cli, path, early)) == "treasury.bank_return_before_debit"
    assert size(approved) == before


def test_a_refused_step_books_none_of_its_file(cli: Cli, approved: Path, tmp_path: Path) -> None:
    """Goal: whole or not at all. Method: the report would do, the settling names no period."""
    done(export(cli, tmp_path / "may.xml"))
    batch = batch_of(approved)
    debit = statement_file(batch_debit(batch), moved=-batch.control_cents)
    before = size(approved)
    said = take_in(cli, tmp_path / "debit.xml", debit, "--period", "1999")
    assert code_of(said) == "treasury.period_unknown"
    assert size(approved) == before


def test_no_file_is_written_that_the_record_would_refuse(
    cli: Cli, approved: Path, tmp_path: Path
) -> None:
    """Goal: nothing to hand in by mistake. Method: an account changed, then none to pay from."""
    out = tmp_path / "may.xml"
    done(export(cli, out, "--dry-run"))
    assert list(tmp_path.glob("*.xml*")) == []
    with reading(Folder(approved)) as now:
        later = now.log.head().at
    name_accounts(approved, "ana", at=later + 1)
    assert code_of(export(cli, out)) == "treasury.payee_changed"
    (approved / "settings.toml").write_text("")
    assert code_of(export(cli, out)) == "treasury.payer_unknown"
    (approved / "settings.toml").write_text(SETTINGS.replace("town", "place"))
    assert code_of(export(cli, out)) == "treasury.payer_unknown"
    (approved / "settings.toml").write_text(SETTINGS.replace("ES91", "ES92"))
    assert code_of(export(cli, out)) == "treasury.iban_check_digits"
    assert list(tmp_path.glob(".*.part")) == list(tmp_path.glob("*.xml")) == []


def test_an_account_named_after_the_export_changes_no_byte(
    cli: Cli, approved: Path, tmp_path: Path
) -> None:
    """Goal: the file is that of its draft for ever. Method: export, name another account, again."""
    out = tmp_path / "may.xml"
    done(export(cli, out))
    content = out.read_bytes()
    with reading(Folder(approved)) as now:
        later = now.log.head().at
    name_accounts(approved, "ana", at=later + 1)
    done(export(cli, out))
    assert out.read_bytes() == content
    out.write_bytes(b"other")
    assert export(cli, out).code == 2
    assert out.read_bytes() == b"other"


def test_an_erased_account_is_not_paid(cli: Cli, approved: Path, tmp_path: Path) -> None:
    """Goal: a plain word instead of a fault. Method: redact the account, export."""
    from auzolan.house.storage.reader import reader_of
    from auzolan.treasury.state import Payee

    with reader_of(Folder(approved)) as reader:
        row = reader.get(Payee, "ana")
    assert row is not None
    done(cli("record", "redact", str(row.entry), "payee", "--as", "ida"))
    assert code_of(export(cli, tmp_path / "may.xml")) == "treasury.payee_erased"


def test_a_day_that_passed_before_the_last_approval_is_refused(
    cli: Cli, approved: Path, tmp_path: Path
) -> None:
    """Goal: the bank is asked for no past day. Method: the moment of the order is the approval's."""
    order = order_of(Folder(approved), "may")
    assert iso_from_moment(order.moment)[:10] <= order.execute_on  # type: ignore[union-attr]
    done(cli("treasury", "payout", "cancel", "may", "--as", "joe", "--yes", "--json"))
    assert code_of(export(cli, tmp_path / "may.xml")) == "treasury.payout_elsewhere"


_KILLED = """
import os, signal, sys
from pathlib import Path
from auzolan.house.doors import cli
if sys.argv[1] == "before":
    from auzolan.house.rooms.treasury import flows_payouts
    flows_payouts.export = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
else:
    rename = Path.rename
    def stop(self, to):
        if self.suffix == ".part" and self.name.startswith(".may"):
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, to)
    Path.rename = stop
cli.run(sys.argv[2:])
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_between_file_and_act_is_completed_by_running_again(
    cli: Cli, approved: Path, tmp_path: Path, moment: str
) -> None:
    """Goal: never a file without its entry. Method: SIGKILL on each side of the act; run again."""
    out = tmp_path / "may.xml"
    words = ("treasury", "payout", "export", "may", "--out", str(out), *BY)
    before = size(approved)
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, moment, *words],
        env={**os.environ, "AUZOLAN_FOLDER": str(approved)}, check=False, capture_output=True,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed
    assert not out.exists()
    assert (tmp_path / ".may.xml.part").exists()
    assert size(approved) == before + (moment == "after")
    told = done(cli(*words)).json
    assert told["repeated"] == (moment == "after")
    assert out.exists()
    assert not (tmp_path / ".may.xml.part").exists()
    assert size(approved) == before + 1
