"""How-to pages that hold a program: it is run as it stands, and does what the page promises."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.house.desk import Desk
from auzolan.house.doors.cli import run
from auzolan.house.publisher import RecordAhead
from auzolan.house.rooms.members.flows import register_key
from auzolan.house.rooms.record.flows import publish
from house.small_desk import SmallDesk, accepted

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
TIMEOUT_S = 60


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A folder in which `coop` is a small co-operative whose people brought rows."""
    small = SmallDesk(tmp_path / "coop")
    small.bring(rows=3)
    publish(small.desk)
    small.desk.close()
    return tmp_path


def _run(program: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True,
        timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _vouched(folder: Path) -> int:
    return sum(one.count for one in verify(folder).not_checkable if "operator's word" in one.what)


def test_the_page_on_keys_makes_an_act_that_the_member_signed(beside: Path) -> None:
    """Goal: the one way there is works. Method: run its blocks; verify counts one act less."""
    page = (HOW_TO / "sign-with-your-own-key.md").read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"```python\n(.*?)```", page, re.S))
    # The page speaks of the lesson's co-operative; this one has other names.
    program = program.replace("bide.example/first", "small.demo.invalid").replace('"m002"', '"ben"')
    before = _vouched(beside / "coop")
    said = _run(program, beside)
    report = verify(beside / "coop")
    assert said.count("Receipt(") == 2
    assert report.differences == ()
    assert _vouched(beside / "coop") == before + 1  # the key's own act, and not the grant


def test_the_command_of_the_page_on_backups_makes_a_copy_that_can_go_on(beside: Path) -> None:
    """Goal: a backup is worth something. Method: back up, verify, restore, write, verify."""
    backup, coop = _back_up(beside), beside / "coop"
    assert verify(backup).differences == ()
    assert not (backup / "keys").exists()
    restored, keys = beside / "restored", backup.with_name(f"{backup.name}.keys.json")
    words = [str(backup), str(restored), "--published", str(coop / "public"), "--keys", str(keys)]
    assert run(["restore", *words]) == 0
    entries = _write(restored)
    report = verify(restored)
    assert report.differences == ()
    assert report.entries == entries


def test_a_backup_that_is_too_old_is_refused_beside_the_newest_published_record(
    beside: Path,
) -> None:
    """Goal: no fork, also by hand. Method: write after it; put it beside what was published."""
    backup, coop = _back_up(beside), beside / "coop"
    _write(coop)
    shutil.copytree(coop / "keys", backup / "keys")
    shutil.rmtree(backup / "public")
    shutil.copytree(coop / "public", backup / "public")
    with pytest.raises(RecordAhead, match="it is an older copy"):
        Desk(Folder(backup))


def _back_up(beside: Path) -> Path:
    """Make a backup with its keys, as the page says; its folder."""
    words = ["--to", str(beside / "backups"), "--folder", str(beside / "coop"), "--with-keys"]
    assert run(["backup", *words]) == 0
    (made,) = [path for path in (beside / "backups").iterdir() if path.is_dir()]
    return made


def _write(path: Path) -> int:
    """Enter one act and publish it; the number of entries after it."""
    desk = Desk(Folder(path))
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    accepted(register_key(desk, member="ana", key=key))
    size = publish(desk).size
    desk.close()
    return size
