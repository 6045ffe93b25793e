"""Exits on the pages: what is voted on, and the entry that carried it out, in words."""

from __future__ import annotations

from pathlib import Path

from django.db import connections
from django.test import Client

from auzolan.house.rooms.record.flows import publish
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.state import Exit
from house.test_exits import begun


def test_a_proposal_and_its_entry_say_whose_capital_leaves_and_why(tmp_path: Path) -> None:
    """Goal: members know what they vote on. Method: three proposals and their entries in English."""
    small = begun(tmp_path / "coop")
    publish(small.desk)
    with reader_of(small.desk.folder) as reader:
        row = reader.get(Exit, "exit-hand-on")
    assert row is not None
    seq = row.entry
    small.desk.close()
    configure(tmp_path / "coop")
    client = Client()
    try:
        for proposal, words in (
            ("rest", ("Uma", "has died", "0%")),
            ("pay-back", ("Zoe", "left for a good reason", "0%")),
            ("hand-on", ("Max", "handed on to another member", "Ben")),
        ):
            text = client.get(f"/en/decisions/{proposal}/").content.decode()
            for said in ("Take a member's capital out", "Took a member's capital out", *words):
                assert said in text.replace("&#x27;", "'"), (proposal, said)
        entry = client.get(f"/en/record/{seq}/").content.decode().replace("&#x27;", "'")
        for said in ("Another member has the capital", "From her contribution", "€100.00"):
            assert said in entry, said
    finally:
        connections.close_all()
