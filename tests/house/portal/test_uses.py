"""Where one member's rows went, and the search for rows and fingerprints among hers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.audit.rows import read_batch
from auzolan.contributions.state import Batch
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.learning.state import Model, SnapshotPart, UseOfRows
from support.portal import Page, sign_in

MEMBER = "m018"


@pytest.fixture(scope="module")
def copied(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo that has been lived through, without the receipts of all but one."""
    path = tmp_path_factory.mktemp("uses") / "demo"
    shutil.copytree(demo, path, ignore=shutil.ignore_patterns("members"))
    shutil.copytree(demo / "members" / MEMBER, path / "members" / MEMBER)
    return path


@pytest.fixture
def at(copied: Path) -> Iterator[Client]:
    """Her browser."""
    configure(copied)
    yield sign_in(Client(), MEMBER)
    connections.close_all()


def batch_of(copied: Path, member: str) -> Batch:
    """A batch of a member whose rows exist."""
    with reader_of(Folder(copied)) as reader:
        return next(one for one in reader.rows(Batch, member=member) if one.erased_at < 0)


def csv_of(copied: Path, batch: str, rows: int) -> bytes:
    """The first rows of a batch as a file."""
    columns, _salts = read_batch(Folder(copied), batch)
    lines = [",".join(columns)]
    values = list(zip(*columns.values(), strict=True))[:rows]
    return "\n".join([*lines, *(",".join(map(str, one)) for one in values), ""]).encode()


def looked_for(at: Client, **sent: object) -> HttpResponse:
    """The answer to a search."""
    answer: HttpResponse = at.post(f"/en/members/{MEMBER}/uses/find/", sent)
    return answer


def test_every_use_dataset_and_payer_stands_there(at: Client, copied: Path) -> None:
    """Goal: nothing is left out. Method: the books' uses, datasets and models against the page."""
    page = Page(text := at.get(f"/en/members/{MEMBER}/uses/").content.decode())
    with reader_of(Folder(copied)) as reader:
        names = {one.snapshot for one in reader.rows(SnapshotPart, member=MEMBER)}
        uses = [one for one in reader.rows(UseOfRows) if one.snapshot in names]
        models = [one for one in reader.rows(Model) if one.snapshot in names]
    assert len(uses) > 3
    for entry in (*(one.entry for one in uses), *(one.entry for one in models)):
        assert f"/en/record/{entry}/" in page.links
    for model in models:
        assert f"/en/models/{model.model}/" in page.links
    assert "merindad-dairy" in text
    assert re.search(r"It has paid €[\d,.]+", text)


def test_her_receipts_can_be_fetched_from_the_list(at: Client) -> None:
    """Goal: a use has its receipt. Method: every link to one gives a signed file."""
    page = Page(at.get(f"/en/members/{MEMBER}/uses/").content.decode())
    links = [one for one in page.links if one.endswith(".jsonld")]
    assert links
    for link in links:
        assert at.get(link).headers["Content-Type"] == "application/ld+json"


def test_rows_of_hers_are_found_in_a_file(at: Client, copied: Path) -> None:
    """Goal: is this mine? Method: five rows of her batch, as a file that she drops."""
    batch = batch_of(copied, MEMBER)
    file = SimpleUploadedFile("rows.csv", csv_of(copied, batch.batch, 5))
    text = looked_for(at, file=file, kind="purchases").content.decode()
    assert "5 of 5 rows are yours" in text
    assert batch.batch in text


def test_rows_of_others_are_not_found(at: Client, copied: Path) -> None:
    """Goal: nobody tests a guess about another. Method: real rows of m020, sent by m018."""
    file = SimpleUploadedFile("rows.csv", csv_of(copied, batch_of(copied, "m020").batch, 5))
    text = looked_for(at, file=file, kind="purchases").content.decode()
    assert "Nothing of this is among your rows" in text


def test_fingerprints_of_batches_and_models_are_known(at: Client, copied: Path) -> None:
    """Goal: what stands on a receipt can be looked up. Method: a root, a model's file, a made-up one."""
    batch = batch_of(copied, MEMBER)
    with reader_of(Folder(copied)) as reader:
        model = reader.rows(Model)[0]
    assert batch.batch in looked_for(at, fingerprint=batch.root).content.decode()
    text = looked_for(at, fingerprint=model.artefact.upper()).content.decode()
    assert "This is the file of that model." in text
    assert "no model has this fingerprint" in looked_for(at, fingerprint="0" * 64).content.decode()
    other = batch_of(copied, "m020")
    assert other.batch not in looked_for(at, fingerprint=other.root).content.decode()


def test_what_cannot_be_searched_is_said_in_plain_words(at: Client) -> None:
    """Goal: no dead end. Method: no fingerprint, a file without rows, one that is too large."""
    answer = looked_for(at, fingerprint="what?")
    assert answer.status_code == 422
    assert "Paste its 64 digits" in answer.content.decode()
    empty = SimpleUploadedFile("rows.csv", b"household\n")
    assert looked_for(at, file=empty, kind="purchases").status_code == 422
    large = SimpleUploadedFile("rows.csv", b"x" * (2**20 + 1))
    answer = looked_for(at, file=large, kind="purchases")
    assert answer.status_code == 422
    assert "larger than one mebibyte" in answer.content.decode()


def test_nobody_searches_in_the_name_of_another(at: Client, copied: Path) -> None:
    """Goal: the search is hers alone. Method: m018 posts to the address of m020, in a demo even."""
    sent = {"fingerprint": batch_of(copied, "m020").root}
    assert at.post("/en/members/m020/uses/find/", sent).status_code == 403
