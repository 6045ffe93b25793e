"""An entry's page, and the two files by which anyone checks it without this server."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.cooperative import read_entry
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.settings import configure
from auzolan.record.frontier import leaf_hash
from auzolan.record.notes import parse_vkey
from auzolan.record.receipts import verify_receipt
from support.portal import Page
from support.tampering import drop_guards

LAST = -1


def asked(folder: Path, query: str) -> tuple[Any, ...]:
    """The first row that a query finds in a folder's database."""
    database = sqlite3.connect(Folder(folder).database)
    row = database.execute(query).fetchone()
    database.close()
    assert row is not None, query
    return tuple(row)


@pytest.mark.parametrize("seq", [0, 1, 255, 256, 511, 512, LAST])
def test_the_two_files_of_an_entry_prove_it_without_the_server(
    at_demo: Client, demo: Path, seq: int
) -> None:
    """Goal: nobody must trust the server. Method: check the downloads by the pinned key alone."""
    size = asked(demo, "SELECT size FROM record_head")[0]
    seq = seq % size
    body = at_demo.get(f"/en/record/{seq}.json").content
    proof = at_demo.get(f"/en/record/{seq}.tlog-proof").content
    vkey = parse_vkey(Folder(demo).verifier_key.read_text().strip())
    checkpoint = verify_receipt(proof, leaf_hash(body), [vkey])
    assert checkpoint.size == size
    assert read_entry(body).seq == seq
    with pytest.raises(ValueError, match="does not prove"):
        verify_receipt(proof, leaf_hash(body + b" "), [vkey])


def test_an_entry_says_who_when_and_under_which_clause(at_demo: Client, demo: Path) -> None:
    """Goal: the receipt answers a doubt. Method: the first proposal, read from the database."""
    query = "SELECT seq, actor, at FROM record_entry WHERE act = 'assembly.propose/1' ORDER BY seq"
    seq, actor, at = asked(demo, query)
    text = at_demo.get(f"/en/record/{seq}/").content.decode()
    for said in (actor, iso_from_moment(at)[:16], "House rules, article 5", "(version 1)"):
        assert said in text
    assert "The house vouches for it" in text
    assert "Checked: it holds" in text
    assert f"auzolan record prove {seq}" in text


def test_an_entry_shows_its_proof_first_and_its_lists_as_tables(
    at_demo: Client, demo: Path
) -> None:
    """Goal: a receipt answers at once, in words. Method: the entry of a plan, which has many lines."""
    (seq,) = asked(demo, "SELECT seq FROM record_entry WHERE act = 'treasury.plan/1'")
    text = at_demo.get(f"/en/record/{seq}/").content.decode()
    assert text.index('id="proof-title"') < text.index('id="asked-title"')
    told = text.partition("letter for letter")[0]
    for name in ("base_cents", "deadline_months", "weight_bp", "surplus.", "fund:", ">cents<"):
        assert name not in told, f"{name} is a name of the record, not a word for people"
    for words in ("House rule", "Education fund", "For what data is worth to the model", "€754.65"):
        assert words in told


def test_a_ballot_is_shown_under_its_tag_and_closed(at_demo: Client, demo: Path) -> None:
    """Goal: nobody learns a vote. Method: the page of a ballot has a seal and links to nobody."""
    (seq,) = asked(demo, "SELECT seq FROM record_entry WHERE act = 'assembly.cast/1'")
    text = at_demo.get(f"/en/record/{seq}/").content.decode()
    assert "a one-time tag: nobody can tell whose" in text
    assert "Closed value" in text
    assert not [link for link in Page(text).links if "/members/m" in link]


def test_an_erased_text_is_shown_as_erased(at_demo: Client, demo: Path) -> None:
    """Goal: an erasure is seen. Method: the entry of a redaction and the one it speaks of."""
    query = "SELECT entry, erased_at FROM record_sealed_field WHERE erased_at >= 0"
    entry, erased_at = asked(demo, query)
    text = at_demo.get(f"/en/record/{entry}/").content.decode()
    assert "Sealed text, erased for good" in text
    assert f"/en/record/{erased_at}/" in text


def test_an_altered_entry_is_told_on_its_page(demo: Path, tmp_path: Path) -> None:
    """Goal: the server does not vouch for a forgery. Method: alter one entry in the database."""
    folder = shutil.copytree(demo, tmp_path / "coop")
    database = sqlite3.connect(Folder(folder).database)
    (body,) = database.execute("SELECT body FROM record_entry WHERE seq = 300").fetchone()
    at = read_entry(bytes(body)).at
    forged = bytes(body).replace(str(at).encode(), str(at + 1).encode())
    assert forged != bytes(body)
    drop_guards(database)
    database.execute("UPDATE record_entry SET body = ? WHERE seq = 300", (forged,))
    database.commit()
    database.close()
    configure(folder)
    text = Client().get("/en/record/300/").content.decode()
    connections.close_all()
    assert "Checked: it does not hold" in text
    assert "Checked: it holds" not in text


@pytest.mark.parametrize("lost", ["checkpoint", "vkey", "tile"])
def test_without_the_published_files_no_proof_is_claimed(
    demo: Path, tmp_path: Path, lost: str
) -> None:
    """Goal: no proof out of thin air. Method: take away one published part at a time."""
    folder = shutil.copytree(demo, tmp_path / "coop")
    path = Folder(folder).public / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    configure(folder)
    page = Client().get("/en/record/300/")
    missing = Client().get("/en/record/300.tlog-proof")
    connections.close_all()
    assert "Checked: it holds" not in page.content.decode()
    assert "auzolan record publish" in page.content.decode()
    assert missing.status_code == 404
