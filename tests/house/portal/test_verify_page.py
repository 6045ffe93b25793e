"""Verify it yourself: what the page hands out is enough to check the record without this server."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.house.doors.portal.open_pages.public_zip import public_zip
from support.portal import Page, sign_in


def test_the_page_names_what_a_check_will_find(at_demo: Client, demo: Path) -> None:
    """Goal: number and root are those of a check. Method: run it on the published files alone."""
    report = verify(demo / "public", level="public")
    text = at_demo.get("/en/verify/").content.decode()
    assert report.root in text
    assert f"<dd>{report.entries:,}</dd>" in text
    key = (demo / "public" / "vkey").read_text().strip()
    assert f"auzolan verify public --level public --key &#x27;{key}&#x27;" in text or (
        f"--key '{key}'" in text
    )


def test_the_download_verifies_by_itself(at_demo: Client, tmp_path: Path) -> None:
    """Goal: an outsider needs the zip and nothing else. Method: unpack and verify it."""
    answer = at_demo.get("/en/verify/public.zip")
    zipped = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert zipped.testzip() is None
    assert all(name.startswith("public/") and ".." not in name for name in zipped.namelist())
    zipped.extractall(tmp_path)
    key = at_demo.get("/en/verify/vkey").content.decode().strip()
    report = verify(tmp_path / "public", level="public", key=key)
    assert report.differences == ()
    assert report.entries > 0


def test_a_change_of_the_download_is_found(demo: Path, tmp_path: Path) -> None:
    """Goal: the check is a check. Method: turn one byte of one bundle, and verify."""
    (tmp_path / "all.zip").write_bytes(b"".join(public_zip(Folder(demo))))
    zipfile.ZipFile(tmp_path / "all.zip").extractall(tmp_path)
    bundle = next(iter(sorted((tmp_path / "public" / "tile" / "entries").rglob("*.p/*"))))
    content = bytearray(bundle.read_bytes())
    content[100] ^= 1
    bundle.write_bytes(content)
    assert verify(tmp_path / "public", level="public").differences


def test_the_zip_is_the_same_each_time_and_holds_no_more_than_was_published(
    demo: Path, tmp_path: Path
) -> None:
    """Goal: no private file by a link, no chance. Method: a copy with a link out of `public`."""
    copy = tmp_path / "coop"
    (copy / "keys").mkdir(parents=True)
    shutil.copytree(demo / "public", copy / "public")
    (copy / "keys" / "log.pem").write_text("a secret")
    (copy / "public" / "stolen").symlink_to(copy / "keys" / "log.pem")
    first, second = (b"".join(public_zip(Folder(copy))) for _ in range(2))
    assert first == second
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert b"a secret" not in first
    files = {
        path.relative_to(demo).as_posix() for path in (demo / "public").rglob("*") if path.is_file()
    }
    assert set(names) == files
    assert names[-1] == "public/checkpoint"


def test_checkpoint_and_key_are_as_they_were_published(at_demo: Client, demo: Path) -> None:
    """Goal: files to keep, byte for byte. Method: compare with the folder's."""
    for name in ("checkpoint", "vkey"):
        answer = at_demo.get(f"/en/verify/{name}")
        assert answer.content == (demo / "public" / name).read_bytes()
        assert "attachment" in answer["Content-Disposition"]
    for name in ("log.pem", "..%2Fkeys%2Flog.pem", "nothing"):
        assert at_demo.get(f"/en/verify/{name}").status_code == 404


def test_a_number_leads_to_the_proof_of_its_entry(at_demo: Client) -> None:
    """Goal: anyone finds a proof by its number. Method: ask for one, then follow."""
    answer = at_demo.get("/en/verify/?entry=17", follow=True)
    assert answer.redirect_chain == [("/en/record/17/#proof-title", 302)]
    assert "/en/record/17.tlog-proof" in Page(answer.content.decode()).links


@pytest.mark.parametrize("asked", ["99999999", "-1", "x", "", "1e3", "<b>", "9" * 40])
def test_a_number_that_is_none_is_told_in_plain_words(at_demo: Client, asked: str) -> None:
    """Goal: bad input is no dead end. Method: odd numbers; the page says which is the last."""
    answer = at_demo.get("/en/verify/", {"entry": asked})
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no such entry" in text
    assert "#entry-asked" in Page(text).links
    assert "<b>" not in text


def test_before_the_record_is_open_a_stranger_gets_the_checkpoint_alone(at_real: Client) -> None:
    """Goal: the world sees the head, members all. Method: ask as both for each file."""
    text = at_real.get("/en/verify/").content.decode()
    assert "/en/verify/public.zip" not in Page(text).links
    assert at_real.get("/en/verify/checkpoint").status_code == 200
    assert at_real.get("/en/verify/vkey").status_code == 200
    assert at_real.get("/en/verify/public.zip").status_code == 302
    member = sign_in(Client(), "m003")
    assert "/en/verify/public.zip" in Page(member.get("/en/verify/").content.decode()).links
    assert member.get("/en/verify/public.zip").status_code == 200


def test_every_published_file_lies_at_its_own_place(at_demo: Client, demo: Path) -> None:
    """Goal: clients of the format read this log. Method: each file of `public`, byte for byte."""
    paths = [path for path in (demo / "public").rglob("*") if path.is_file()]
    assert paths
    for path in paths:
        answer = at_demo.get(f"/en/log/{path.relative_to(demo / 'public').as_posix()}")
        assert answer.getvalue() == path.read_bytes(), path


@pytest.mark.parametrize(
    "path",
    ["../keys/log.pem", "..%2Fkeys%2Flog.pem", "tile/0/../../../keys/log.pem", "tile", "annex/",
     "tile/0/000.p/257/../../1", "annex/..%2F..%2Fsettings.toml", "tile/99/999", "/etc/passwd"],
)  # fmt: skip
def test_nothing_beside_the_published_files_is_given_out(at_demo: Client, path: str) -> None:
    """Goal: no way out of `public`. Method: paths that climb, folders, what is not published."""
    assert at_demo.get(f"/en/log/{path}").status_code == 404
