"""The end on the pages: what is voted on, and the entries that planned and booked it, in words."""

from __future__ import annotations

from pathlib import Path

from django.db import connections
from django.test import Client

from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.state import WindingUp
from house.cli.test_capital_commands import ended


def test_a_proposal_and_its_entries_say_who_gets_what_at_the_end(tmp_path: Path) -> None:
    """Goal: members know what they vote on. Method: the proposal, the plan and the money, in English."""
    small = ended(tmp_path)
    with reader_of(small.desk.folder) as reader:
        row = reader.get(WindingUp, "end")
    assert row is not None
    small.desk.close()
    configure(tmp_path / "coop")
    client = Client()
    try:
        text = client.get("/en/decisions/stop/").content.decode().replace("&#x27;", "'")
        for said in ("End the co-op", "contributions", "€575.00", "other co-operatives", "€2.00",
                     "Ended the co-op", row.plan_digest):  # fmt: skip
            assert said in text, said
        plan = client.get(f"/en/record/{row.entry}/").content.decode().replace("&#x27;", "'")
        for said in ("Planned the end of the co-op", "In the bank", "power", "€620.00"):
            assert said in plan, said
        for page in ("/en/money/", "/en/record/", "/en/"):
            assert client.get(page).status_code == 200, page
    finally:
        connections.close_all()
