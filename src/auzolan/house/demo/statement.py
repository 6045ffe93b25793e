"""One member's statement in plain lines, as the demo shows it at its end.

It reads what the books and the annexes hold and adds nothing up that they do not add up.
"""

from __future__ import annotations

from collections.abc import Iterator

from auzolan.audit.folder import Folder
from auzolan.foundation.books import Scalar
from auzolan.foundation.money import money_text
from auzolan.house.asking import Reading
from auzolan.house.demo.setting import Setting
from auzolan.house.demo.telling import PLAN, VALUATION
from auzolan.record import annexes
from auzolan.treasury.accounts import COMPULSORY, PAYABLE, RETURNS, VOLUNTARY
from auzolan.treasury.ledger.posting import member_balance
from auzolan.treasury.state import Plan
from auzolan.valuation.state import Valuation

_E9 = 10**9
_POOLS = {
    "data": "data", "value": "worth", "labour": "work", "labels": "labels", "equal": "head",
}  # fmt: skip


def statement(now: Reading, folder: Folder, setting: Setting) -> Iterator[str]:
    """What the member who withdraws has and where it came from, line by line."""
    member, currency = setting.leaver, setting.currency
    yield f"Statement of {member}"
    valuation, plan = now.books.get(Valuation, VALUATION), now.books.get(Plan, PLAN)
    assert valuation is not None, "the demo values its members' rows"
    assert plan is not None, "the demo plans how to share its surplus"
    worth = _line(folder, valuation.lines, member)
    yield (
        f"  rows valued {worth['rows']}, worth {_millionths(worth['value_e9'])} millionths of the "
        f"model's right answers (95 %: {_millionths(worth['low_e9'])} to "
        f"{_millionths(worth['high_e9'])}), {VALUATION}, entry {valuation.entry}"
    )
    share = _line(folder, plan.lines, member)
    for name, what in _POOLS.items():
        if f"{name}_cents" in share and setting.clauses.get(f"pool_{name}_bp"):
            yield f"  surplus by {what:<8} {_money(share[f'{name}_cents'], currency):>16}"
    for name, parts in (("capital", (COMPULSORY, RETURNS, VOLUNTARY)), ("payable", (PAYABLE,))):
        cents = sum(member_balance(now.books, member, account) for account in parts)
        yield f"  {name:<19} {_money(cents, currency):>16}"


def _line(folder: Folder, ref_text: str, member: str) -> dict[str, Scalar]:
    """A member's line of a restricted annex, checked against what the record says of it."""
    ref = annexes.ref_from_text(ref_text)
    annex = annexes.decode(folder.annex(ref.digest, is_open=False).read_bytes(), ref)
    place = list(annex.column("member")).index(member)
    return {name: annex.column(name)[place] for name in annex.names}


def _money(cents: Scalar, currency: str) -> str:
    return money_text(int(cents), currency)


def _millionths(value_e9: Scalar) -> int:
    return (int(value_e9) + 500) // 1_000
