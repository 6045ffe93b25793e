"""Changing the key of the record: killed anywhere, a key that works is there, and it can be finished."""

from __future__ import annotations

import random
import stat
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.keeping import rotating
from auzolan.house.keeping.elsewhere import retired_vkeys
from auzolan.house.keeping.rotating import Rotated, rotate
from auzolan.house.rooms.consent.flows import grant, withdraw
from auzolan.house.rooms.record.flows import publish
from house.small_desk import accepted
from support.house import seeded_ports
from support.killing import die_here, killed_while

NOW = moment_from_iso("2025-06-01")
ROUNDS = 15


def rotated(coop: Folder, seed: str = "rotate") -> Rotated:
    """Rotate once; a refusal fails the test."""
    desk = Desk(coop, seeded_ports(seed, at=NOW))
    done = rotate(desk, actor="ana")
    desk.close()
    assert isinstance(done, Rotated), str(done)
    return done


def write_on(coop: Folder, member: str, seed: str = "on") -> None:
    """Two more entries, published, by a desk that is opened now."""
    desk = Desk(coop, seeded_ports(f"{seed}-{member}", at=NOW))
    accepted(grant(desk, member=member, kind="purchases", purposes=("commercial",)))
    accepted(withdraw(desk, member=member, kind="purchases"))
    publish(desk)
    desk.close()


def rotations(coop: Folder) -> int:
    """How often the record says that the key changed."""
    with reading(coop) as now:
        return len(retired_vkeys(now.log))


def test_the_new_key_takes_the_old_ones_name_and_the_old_one_is_gone(coop: Folder) -> None:
    """Goal: one key lies there, and it is the one in use. Method: rotate, write, verify."""
    old, old_vkey = coop.log_key.read_bytes(), coop.verifier_key.read_text().strip()
    done = rotated(coop)
    assert done.receipt is not None
    assert [path.name for path in coop.keys.glob("*.pem")] == ["log.pem"]
    assert coop.log_key.read_bytes() != old
    assert stat.S_IMODE(coop.log_key.stat().st_mode) == 0o600
    assert coop.verifier_key.read_text().strip() == done.vkey != old_vkey
    write_on(coop, "ben")
    assert verify(coop.path, level="auditor", key=done.vkey).differences == ()


def test_a_desk_that_was_open_meanwhile_goes_on_with_the_new_key(coop: Folder) -> None:
    """Goal: the portal need not be stopped. Method: a desk opened before writes afterwards."""
    desk = Desk(coop, seeded_ports("portal", at=NOW))
    accepted(withdraw(desk, member="ana", kind="purchases"))
    rotated(coop)
    accepted(withdraw(desk, member="ben", kind="purchases"))
    publish(desk)
    desk.close()
    assert verify(coop.path, level="auditor").differences == ()


def test_who_does_not_hold_the_office_changes_nothing(coop: Folder) -> None:
    """Goal: a right, not a file's owner. Method: a member without the office; look at the keys."""
    before = coop.log_key.read_bytes()
    desk = Desk(coop, seeded_ports("ben", at=NOW))
    answer = rotate(desk, actor="ben")
    desk.close()
    assert isinstance(answer, Refusal)
    assert answer.code == "charter.not_in_office"
    assert [path.name for path in coop.keys.glob("*.pem")] == ["log.pem"]
    assert coop.log_key.read_bytes() == before


def test_without_the_key_in_use_nothing_is_begun(coop: Folder) -> None:
    """Goal: a clear no. Method: the key is kept elsewhere."""
    content = coop.log_key.read_bytes()
    coop.log_key.unlink()
    desk = Desk(coop, seeded_ports("none", at=NOW))
    with pytest.raises(OSError, match="not in the keys folder"):
        rotate(desk, actor="ana")
    desk.close()
    assert list(coop.keys.glob("*.pem")) == []
    coop.log_key.write_bytes(content)
    rotated(coop)


@pytest.mark.parametrize(
    ("point", "is_entered"),
    [("keep_key", False), ("named", False), ("ask", False), ("publish", True), ("_settle", True)],
)
def test_killed_at_a_point_one_of_the_keys_works_and_it_can_be_finished(
    coop: Folder, monkeypatch: pytest.MonkeyPatch, point: str, is_entered: bool
) -> None:
    """Goal: no moment without a key. Method: die right there; write, verify, rotate again."""
    with monkeypatch.context() as patch:
        patch.setattr(rotating, point, die_here)
        assert killed_while(lambda: rotated(coop), after_s=9)
    assert rotations(coop) == int(is_entered)
    write_on(coop, "ben")
    assert verify(coop.path, level="auditor").differences == ()
    assert (rotated(coop, "again").receipt is None) is is_entered
    assert rotations(coop) == 1
    assert [path.name for path in coop.keys.glob("*.pem")] == ["log.pem"]
    write_on(coop, "eve")
    assert verify(coop.path, level="auditor").differences == ()


def test_killed_at_any_moment_it_still_works(coop: Folder, tmp_path: Path) -> None:
    """Goal: as above, where nobody looked. Method: kill -9 at random moments, one folder."""
    chance, killed = random.Random(5), 0
    for number in range(ROUNDS):
        killed += killed_while(
            lambda seed=f"r{number}": rotated(coop, seed),  # type: ignore[misc]
            after_s=chance.uniform(0.001, 0.03),
        )
        write_on(coop, "ben", seed=f"on-{number}")
        assert verify(coop.path, level="auditor").differences == ()
    assert killed, "the kills came too late"
    rotated(coop, "last")
    assert [path.name for path in coop.keys.glob("*.pem")] == ["log.pem"]
