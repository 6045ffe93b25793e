"""Files that people send: what is taken, what is not, whose it is, and when it is gone."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.house.doing import Who
from auzolan.house.jobs import sniffing, uploads
from auzolan.house.jobs.models import Upload
from auzolan.house.jobs.sniffing import Unfit, kind_of
from auzolan.house.jobs.upload_words import UNFIT
from support.portal import sign_in

ANE, EVE = Who("m003"), Who("m002")
CSV = b"item,liters\nmilk,2\n"


def packed(*files: tuple[str, bytes], mode: int = 0o100644) -> bytes:
    """A zip of files with these names."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return box.getvalue()


def png(width: int, height: int) -> bytes:
    """The header of a picture of this size."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    part = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + part


def jpeg(width: int, height: int) -> bytes:
    """The headers of a picture of this size, after a comment."""
    comment = b"\xff\xfe\x00\x04ab"
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\x00" * 9
    return b"\xff\xd8" + comment + frame


TAKEN = {
    "text": CSV,
    "zip": packed(("rows.csv", CSV), ("more/rows.jsonl", b"{}\n")),
    "parquet": b"PAR1" + b"\x00" * 20 + b"PAR1",
    "pdf": b"%PDF-1.7\n",
    "png": png(600, 400),
    "jpeg": jpeg(600, 400),
}
NOT_TAKEN = {
    "empty": b"",
    "a program": b"\x7fELF\x02\x01\x01" + b"\x00" * 50,
    "a pickle": b"\x80\x04\x95\x00\x00",
    "gzip": b"\x1f\x8b\x08\x00" + b"\x00" * 20,
    "half a parquet": b"PAR1" + b"\x00" * 20,
    "a broken zip": b"PK\x03\x04" + b"\x00" * 40,
    "an empty zip": packed(),
    "a zip that climbs": packed(("../../etc/passwd.csv", CSV)),
    "a zip with a whole path": packed(("/etc/rows.csv", CSV)),
    "a zip with a drive": packed(("C:\\rows.csv", CSV)),
    "a zip with a link": packed(("rows.csv", b"/etc/passwd"), mode=0o120777),
    "a zip in a zip": packed(("rows.zip", packed(("rows.csv", CSV)))),
    "a bomb": packed(("rows.csv", b"0" * 40_000_000)),
    "a thousand and one files": packed(*((f"{nth}.csv", b"") for nth in range(1_001))),
    "a flood of pixels": png(50_000, 50_000),
    "a long strip": png(20_000, 1),
    "no pixels": png(0, 0),
    "a flood as jpeg": jpeg(60_000, 60_000),
    "half a jpeg": b"\xff\xd8\xff\xe0\x00",
    "zeros": b"a,b\n\x00\x00\n",
}


@pytest.mark.parametrize(("kind", "content"), list(TAKEN.items()))
def test_a_file_is_what_its_content_says(tmp_path: Path, kind: str, content: bytes) -> None:
    """Goal: names do not count. Method: one good file of each kind, without any name."""
    path = tmp_path / "file"
    path.write_bytes(content)
    assert kind_of(path) == kind


@pytest.mark.parametrize("content", list(NOT_TAKEN.values()), ids=list(NOT_TAKEN))
def test_a_file_that_is_not_taken_leaves_nothing(coop: Path, content: bytes) -> None:
    """Goal: refused is gone. Method: what must not be taken; no row and no byte stays."""
    with pytest.raises(Unfit) as told:
        uploads.keep(Folder(coop), ANE, [content])
    assert told.value.why in UNFIT
    assert list((coop / "uploads").iterdir()) == []
    assert Upload.objects.count() == 0


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_and_never_break(content: bytes) -> None:
    """Goal: no file is a surprise. Method: anything, also behind the signs of each kind."""
    import tempfile

    starts = (b"", b"PAR1", b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for start in starts:
            path.write_bytes(start + content)
            try:
                said = kind_of(path)
            except Unfit as unfit:
                said = unfit.why
            assert said in {"text", "parquet", "zip", "pdf", "png", "jpeg", *UNFIT}


def test_a_file_is_found_by_whoever_sent_it_alone(coop: Path) -> None:
    """Goal: a number opens nobody else's file. Method: another member, a company, a stranger."""
    found = uploads.keep(Folder(coop), ANE, [CSV[:5], CSV[5:]])
    path = uploads.upload_path(Folder(coop), ANE, found)
    assert path.read_bytes() == CSV
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for other in (EVE, Who(party="acme"), Who()):
        with pytest.raises(uploads.UploadGone):
            uploads.upload_path(Folder(coop), other, found)


@pytest.mark.parametrize("made_up", ["", "0" * 32, "../auzolan.db", "a" * 31, "A" * 32])
def test_a_made_up_number_finds_nothing(coop: Path, made_up: str) -> None:
    """Goal: no path can be written as a number. Method: numbers that nobody gave."""
    with pytest.raises(uploads.UploadGone):
        uploads.upload_path(Folder(coop), ANE, made_up)


def test_no_more_is_stored_than_may_be(coop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: the limit holds while it comes in. Method: a small limit, pieces without an end."""
    monkeypatch.setattr(uploads, "FILE_BYTES_MAX", 1_000)
    taken = 0

    def pieces() -> object:
        nonlocal taken
        while True:
            taken += 100
            yield b"x" * 100

    with pytest.raises(Unfit, match="large"):
        uploads.keep(Folder(coop), ANE, pieces())  # type: ignore[arg-type]
    assert taken <= 1_200
    assert list((coop / "uploads").iterdir()) == []


def test_one_person_can_send_only_so_much(coop: Path) -> None:
    """Goal: room for others. Method: one more file than may wait; another member still can."""
    for _ in range(uploads.EACH_FILES_MAX):
        uploads.keep(Folder(coop), ANE, [CSV])
    with pytest.raises(Unfit, match="many"):
        uploads.keep(Folder(coop), ANE, [CSV])
    uploads.keep(Folder(coop), EVE, [CSV])


def test_a_file_goes_after_a_day_and_what_a_crash_left_too(coop: Path) -> None:
    """Goal: nothing stays for ever. Method: an old row, a new one, and half a file without a row."""
    old = uploads.keep(Folder(coop), ANE, [CSV])
    new = uploads.keep(Folder(coop), ANE, [CSV])
    Upload.objects.filter(pk=old).update(until=1)
    stray = coop / "uploads" / f"{'0' * 32}.part"
    stray.write_bytes(b"half")
    os.utime(stray, (1, 1))
    assert uploads.erase_old(Folder(coop)) == 2
    assert [one.name for one in (coop / "uploads").iterdir()] == [new]
    assert not Upload.objects.filter(pk=old).exists()


def test_the_address_for_files_answers_a_number_or_why_not(coop: Path) -> None:
    """Goal: the script learns what happened. Method: a good file, a bad one, none, a visitor."""
    client = sign_in(Client(), "m003")
    good = client.post("/en/upload/", {"file": SimpleUploadedFile("../../x.csv", CSV)})
    assert uploads.upload_path(Folder(coop), ANE, good.json()["id"]).read_bytes() == CSV
    bad = client.post("/en/upload/", {"file": SimpleUploadedFile("x.csv", b"\x7fELF\x00")})
    assert (bad.status_code, bad.json()["code"]) == (422, "file.kind")
    assert client.post("/en/upload/").status_code == 422
    assert client.get("/en/upload/").status_code in {200, 405}
    assert Client().post("/en/upload/", {"file": SimpleUploadedFile("x", CSV)}).status_code == 403


def test_a_file_that_is_too_large_is_thrown_away_while_it_comes(
    coop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: another server before the portal opens no gap. Method: Django alone, a small limit."""
    from auzolan.house.jobs import upload_limit

    monkeypatch.setattr(upload_limit, "FILE_BYTES_MAX", 1_000)
    answer = sign_in(Client(), "m003").post(
        "/en/upload/", {"file": SimpleUploadedFile("x.csv", b"a,b\n" * 100_000)}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "file.large")
    assert not (coop / "uploads").exists()


def test_a_form_without_script_brings_its_file(coop: Path) -> None:
    """Goal: sending works without script. Method: the whole form at once; then what it shows."""
    client = sign_in(Client(), "m003")
    form = client.get("/en/do/contributions.import/").content.decode()
    assert 'enctype="multipart/form-data"' in form
    rows = SimpleUploadedFile("rows.csv", CSV)
    answer = client.post(
        "/en/do/contributions.import/",
        {"kind": "purchases", "file": rows, "once": "a-number-of-a-form"},
    )
    upload = Upload.objects.get()
    text = answer.content.decode()
    assert upload.pk in text, text
    assert (upload.member, upload.kind) == ("m003", "text")


def test_a_bad_file_is_told_beside_its_field(coop: Path) -> None:
    """Goal: the page says what to do. Method: a program instead of rows, in a form."""
    answer = sign_in(Client(), "m003").post(
        "/en/do/contributions.import/",
        {"kind": "purchases", "file": SimpleUploadedFile("rows.csv", b"\x7fELF\x00"),
         "once": "a-number-of-a-form"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'id="fault-file"' in answer.content.decode()


def test_anothers_file_cannot_be_named_in_a_form(coop: Path) -> None:
    """Goal: no form reads another's file. Method: m002's file in a form of m003."""
    theirs = uploads.keep(Folder(coop), EVE, [CSV])
    answer = sign_in(Client(), "m003").post(
        "/en/do/contributions.import/",
        {"kind": "purchases", "file": theirs, "once": "a-number-of-a-form", "sure": "1"},
    )
    assert answer.status_code == 422
    assert theirs not in answer.content.decode()


def test_the_words_name_every_reason() -> None:
    """Goal: no page breaks on a missing sentence. Method: every reason in the source."""
    source = Path(sniffing.__file__).read_text() + Path(uploads.__file__).read_text()
    import re

    assert set(re.findall(r'Unfit\("([a-z_]+)"\)', source)) <= set(UNFIT)
