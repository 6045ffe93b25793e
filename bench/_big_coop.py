"""A big co-operative in a folder, made up by a seed and made through the desk in large batches.

_big_coop.py FOLDER MEMBERS      make it there, and say how long each part took

Everything passes the same rules, seals and tables as in daily life; only the clock is set by hand,
and thousands of acts share a commit. Its rows lie in the vault. Left out are the keyed marks by which
repeats are found, since nothing in it is brought twice, and the members' signed receipts.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import _big_deciding as deciding
import _big_earning as earning
import _big_giving as giving
import _big_working as working
from _big_people import People
from _big_stage import Big
from auzolan import house
from auzolan.audit.folder import Folder
from auzolan.house.publisher import Publisher
from auzolan.house.storage.database import create_plain, open_books
from auzolan.house.storage.files import write_durably

VERSION = 3
"""Goes up when another version of the maker makes another co-operative."""
FRESH_S = 14 * 86_400
"""How long a kept folder serves: its polls close a month after they were opened."""
MARKER = "made.json"
HOUSE = Path(house.__file__).parent


def _second_model(big: Big) -> None:
    earning.make_model(big, "taste-2", "bought-2", days_ago=370, replaces="taste-1")


Step = tuple[str, Callable[[Big], None]]

STEPS: tuple[Step, ...] = (
    ("join", giving.join),
    ("bring rows", giving.bring_rows),
    ("allow", giving.allow),
    ("offer tasks", working.offer_tasks),
    ("work", lambda big: working.work(big, "log-1", days_ago=860, period="y1")),
    ("pulse", lambda big: working.pulse(big, 855)),
    ("rights", lambda big: giving.ask_rights(big, 850)),
    ("first model", lambda big: earning.make_model(big, "taste-1", "bought-1", days_ago=840)),
    ("visits", lambda big: earning.look_at_visits(big, days_ago=830)),
    ("charter", earning.change_charter),
    ("licence", lambda big: earning.license_out(big, "dairy", "taste-1", days=100, period="y1")),
    ("royalties", lambda big: earning.earn_royalties(big, "dairy", "bought-1", times=6, period="y1")),
    ("share the year", earning.share_year),
    ("accounts", earning.name_accounts),
    ("payout", earning.pay_out),
    ("minds", lambda big: giving.change_minds(big, 400, 60)),
    ("more work", lambda big: working.work(big, "log-2", days_ago=390, period="y2")),
    ("looks", lambda big: working.look(big, 380)),
    ("more pulse", lambda big: working.pulse(big, 379)),
    ("withdrawals", giving.withdraw),
    ("second model", _second_model),
    ("second licence", lambda big: earning.license_out(big, "bakery", "taste-2", days=150, period="y2")),
    ("more rights", lambda big: giving.ask_rights(big, 100)),
    ("more minds", lambda big: giving.change_minds(big, 90, 60)),
    ("second year", lambda big: earning.close_second(big, days_ago=60)),
    ("rights now", lambda big: giving.ask_rights(big, 28, waits=40)),
    ("open polls", deciding.leave_open),
)  # fmt: skip


def big_coop(folder: Path, members: int, say: Callable[[str], None] = print) -> Path:
    """The folder of a co-operative of so many members; one that was made before serves again.

    Args:
        folder: where it is kept; what stands there unfinished, or is too old, is made anew.
        members: how many members it has.
        say: is told how long each part took.
    """
    made = _made(folder)
    if _serves(made, members):
        if made["plain"] != _plain_tables():
            _new_plain(folder, made)
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    big = Big(folder, People(members))
    for title, step in STEPS:
        start = time.perf_counter()
        step(big)
        say(f"  {title:16} {time.perf_counter() - start:6.1f} s  {big.entries():9,} entries")
    _publish(big)
    big.desk.close()
    made = {
        "members": members, "version": VERSION, "at": time.time(), "books": _book_tables(),
        "plain": _plain_tables(),
    }  # fmt: skip
    (folder / MARKER).write_text(json.dumps(made))
    say(f"  made in {time.perf_counter() - began:.0f} s")
    return folder


def _publish(big: Big) -> None:
    """Publish the record, and say that nobody waits for a receipt of what happened in it.

    Each word of consent has a receipt, a small file that must be durable: they are made a few at a
    time in daily life, and tens of thousands at once would take longer than all the rest.
    """
    folder, connection = big.desk.folder, open_books(big.desk.folder)
    try:
        Publisher(folder, connection).catch_up()
    finally:
        connection.close()
    write_durably(folder.path / "receipts" / "next", f"{big.entries()}\n".encode())


def _made(folder: Path) -> dict[str, Any]:
    """What a folder's marker says; nothing where it was not finished."""
    try:
        found: dict[str, Any] = json.loads((folder / MARKER).read_text())
    except (OSError, ValueError):
        return {}
    return found


def _serves(made: Mapping[str, Any], members: int) -> bool:
    wanted = {"members": members, "version": VERSION, "books": _book_tables()}
    is_fresh = time.time() - made.get("at", 0) < FRESH_S
    return is_fresh and all(made.get(name) == value for name, value in wanted.items())


def _book_tables() -> str:
    """A digest of how the tables of the books are made: others would not fit what is kept."""
    return _digest((HOUSE / "migrations").glob("*.py"))


def _plain_tables() -> str:
    """The same of logins and jobs."""
    return _digest(HOUSE.glob("*/migrations/*.py"))


def _digest(files: Iterable[Path]) -> str:
    texts = b"".join(path.read_bytes() for path in sorted(files))
    return hashlib.sha256(texts).hexdigest()


def _new_plain(folder: Path, made: Mapping[str, Any]) -> None:
    """Begin with nobody signed in, in the tables of today."""
    for path in folder.glob("plain.db*"):
        path.unlink()
    create_plain(Folder(folder).path)
    (folder / MARKER).write_text(json.dumps({**made, "plain": _plain_tables()}))


if __name__ == "__main__":
    big_coop(Path(sys.argv[1]), int(sys.argv[2]))
