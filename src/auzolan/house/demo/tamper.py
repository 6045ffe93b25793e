"""Changing two amounts behind the desk's back, so that `auzolan verify` has something to find.

Only a demo can be tampered with here: the origin of its record says that it is one.
"""

from __future__ import annotations

import sqlite3

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation import canonical
from auzolan.foundation.money import money_text
from auzolan.foundation.tables import table_name
from auzolan.house.asking import reading
from auzolan.house.demo.telling import PLAN
from auzolan.house.founding import DEMO_SUFFIX
from auzolan.house.storage.lending import let_go
from auzolan.record import annexes
from auzolan.record.annexes import Annex
from auzolan.record.state import LOG, LogKey
from auzolan.treasury.accounts import RETURNS
from auzolan.treasury.state import MemberAccount, Plan

IN_DATABASE, IN_ANNEX = "m023", "m042"
ADDED_CENTS = 5_000


class NotADemo(Exception):
    """Tampering was asked of a folder that is no finished demo."""


def change_two_amounts(folder: Folder) -> tuple[str, ...]:
    """Give one member more capital in the database, and another a larger line in an annex.

    Returns:
        What was changed, line by line.
    Raises:
        NotADemo: the folder holds a real co-operative, or a demo that was stopped early.
    """
    with reading(folder) as now:
        key, plan = now.books.get(LogKey, LOG), now.books.get(Plan, PLAN)
        account = now.books.get(MemberAccount, (IN_DATABASE, RETURNS))
        in_force = now.books.get(CharterInForce, IN_FORCE)
    if key is None or not key.origin.endswith(DEMO_SUFFIX) or plan is None or account is None:
        raise NotADemo(f"{folder.path} holds no finished demo; nothing was changed")
    assert in_force is not None, "a finished demo has a charter"
    currency = charter_from_text(in_force.text).currency
    let_go()  # what is open keeps a change in a file beside the database
    return (
        _change_account(folder, account, currency),
        _change_line(folder, annexes.ref_from_text(plan.lines).digest, currency),
    )


def _change_account(folder: Folder, account: MemberAccount, currency: str) -> str:
    after_cents = account.balance + ADDED_CENTS
    database = sqlite3.connect(folder.database)
    with database:
        database.execute(
            f"UPDATE {table_name(MemberAccount)} SET balance = ? "  # noqa: S608 (our own name)
            "WHERE member = ? AND account = ?",
            (after_cents, account.member, account.account),
        )
    database.close()
    return _told(
        f"the database, {account.account} of {account.member}",
        account.balance,
        after_cents,
        currency,
    )


def _change_line(folder: Folder, digest: str, currency: str) -> str:
    path = folder.annex(digest, is_open=False)
    annex = msgspec.json.decode(path.read_bytes(), type=Annex)
    place = list(annex.column("member")).index(IN_ANNEX)
    at = annex.names.index("amount_cents")
    before_cents = int(annex.columns[at][place])
    column = list(annex.columns[at])
    column[place] = before_cents + ADDED_CENTS
    columns = (*annex.columns[:at], tuple(column), *annex.columns[at + 1 :])
    path.write_bytes(canonical.encode(msgspec.structs.replace(annex, columns=columns)))
    return _told(
        f"annexes/{path.name}, line of {IN_ANNEX}",
        before_cents,
        before_cents + ADDED_CENTS,
        currency,
    )


def _told(where: str, before_cents: int, after_cents: int, currency: str) -> str:
    before, after = money_text(before_cents, currency), money_text(after_cents, currency)
    return f"tampered: {where}: {before} became {after}"
