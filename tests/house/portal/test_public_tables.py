"""Every public table as page, CSV and JSON: all rows, each once, and none that is about one person."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.cooperative.rows import ROWS
from auzolan.house.doors.portal.open_pages.table_words import TABLES
from auzolan.house.storage.reader import reader_of
from auzolan.house.storage.row_pages import (
    ROWS_MAX,
    key_of,
    name_of,
    page_of_rows,
    public_rows,
)
from support.portal import Page

CLOSED = sorted(name_of(row) for row in ROWS if name_of(row) not in public_rows())


def walked(reader: Client, name: str, limit: int) -> Iterator[dict[str, object]]:
    """The rows of a table as a program reads them: file after file, until there is no more."""
    address = f"/en/tables/{name}.json?limit={limit}"
    for _ in range(10_000):
        answer = reader.get(address)
        said = json.loads(answer.content)
        yield from said["rows"]
        if not said["next"]:
            return
        assert answer["Link"].endswith('rel="next"')
        address = f"/en/tables/{name}.json{said['next']}"


def test_a_public_table_holds_nobodys_row() -> None:
    """Goal: no table about a person. Method: no field of one, and nothing that is restricted."""
    assert "assembly.Poll" in public_rows()
    for name, row in public_rows().items():
        assert not row.RESTRICTED, name
        assert not {"member", "tag", "giver", "guardian", "viewer", "choice"} & {
            *row.__struct_fields__
        }, name
    assert set(TABLES) == set(public_rows())


@pytest.mark.parametrize("name", sorted(public_rows()))
def test_a_table_is_a_page_and_two_files_that_say_the_same(
    at_demo: Client, demo: Path, name: str
) -> None:
    """Goal: all rows as the books have them. Method: each against the reader of the books."""
    row = public_rows()[name]
    with reader_of(Folder(demo)) as reader:
        held, _ = page_of_rows(reader, row, limit=100)
    fields = row.__struct_fields__
    page = at_demo.get(f"/en/tables/{name}/")
    assert page.status_code == 200
    assert not Page(page.content.decode()).inline
    as_json = json.loads(at_demo.get(f"/en/tables/{name}.json?limit=100").content)["rows"]
    assert as_json == [{field: getattr(one, field) for field in fields} for one in held]
    text = at_demo.get(f"/en/tables/{name}.csv?limit=100").getvalue().decode()
    lines = list(csv.reader(StringIO(text, newline="")))
    assert lines[0] == list(fields)
    plain = [[str(getattr(one, field)) for field in fields] for one in held]
    assert [[cell.removeprefix("'") for cell in line] for line in lines[1:]] == plain


@pytest.mark.parametrize(
    ("name", "limit"), [("treasury.Posting", 97), ("assembly.Poll", 1), ("treasury.Account", 2)]
)
def test_walking_a_table_gives_each_row_once(
    at_demo: Client, demo: Path, name: str, limit: int
) -> None:
    """Goal: pages leave nothing out and repeat nothing. Method: walk it all, compare with the books."""
    row = public_rows()[name]
    with reader_of(Folder(demo)) as reader:
        whole = {key_of(one) for one in reader.rows(row)}
    found = list(walked(at_demo, name, limit))
    assert len(found) == len(whole) > limit
    probe = [tuple(one[part] for part in row.KEY) for one in found]
    assert {tuple(sorted(map(str, key))) for key in probe} == {
        tuple(sorted(map(str, key))) for key in whole
    }


@pytest.mark.parametrize("name", CLOSED)
def test_what_is_about_one_person_is_no_table(at_demo: Client, name: str) -> None:
    """Goal: closed rows are as if they were not there, also in a demo. Method: ask for each."""
    for ending in ("/", ".csv", ".json"):
        assert at_demo.get(f"/en/tables/{name}{ending}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["after=x&after=0", "after=1", "after=1&after=2&after=3", "after=1e3&after=0",
     "after=99999999999999999999&after=0", "after=&after="],
)  # fmt: skip
def test_a_made_up_place_in_a_table_is_not_found(at_demo: Client, query: str) -> None:
    """Goal: bad input ends in plain words. Method: keys of the wrong number, kind and size."""
    for ending in ("/", ".csv"):
        assert at_demo.get(f"/en/tables/treasury.Posting{ending}?{query}").status_code == 404


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "x", "99999999", "٣"])
def test_an_odd_limit_gives_what_a_file_holds(at_demo: Client, limit: str) -> None:
    """Goal: nobody asks for all at once. Method: limits out of range; the most is a thousand."""
    text = at_demo.get(f"/en/tables/treasury.Posting.csv?limit={limit}").getvalue().decode()
    assert 2 < len(text.splitlines()) <= ROWS_MAX + 1


@pytest.mark.parametrize("limit", [0, ROWS_MAX + 1])
def test_a_page_of_rows_has_its_limits(demo: Path, limit: int) -> None:
    """Goal: every page is short. Method: limits just outside; a key of another length."""
    row = public_rows()["treasury.Posting"]
    with reader_of(Folder(demo)) as reader:
        with pytest.raises(ValueError, match="a page holds"):
            page_of_rows(reader, row, limit=limit)
        with pytest.raises(ValueError, match="has 2 parts"):
            page_of_rows(reader, row, (1,), limit=1)


def test_a_stranger_sees_no_table_before_the_record_is_open(at_real: Client) -> None:
    """Goal: tables are opened with the record. Method: ask as a visitor."""
    for address in ("tables/", "tables/assembly.Poll/", "tables/assembly.Poll.csv"):
        assert at_real.get(f"/en/{address}").status_code == 302
