"""The certificate of a batch by commands: written once, checked anywhere, broken when altered."""

from __future__ import annotations

from pathlib import Path

from house.cli.conftest import Cli


def test_a_certificate_is_written_once_and_checked_without_the_folder(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: she can prove what she brought. Method: write, check by key, alter, write again."""
    out = tmp_path / "ana.json"
    assert cli("contributions", "certificate", "ana-1", "--out", out, "--folder", coop).code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    key = (coop / "public" / "vkey").read_text().strip()
    found = cli("contributions", "verify-certificate", out, "--key", key, "--json")
    assert (found.code, found.json["broken"], found.json["rows"]) == (0, [], 8)
    assert cli("contributions", "certificate", "ana-1", "--out", out, "--folder", coop).code == 2
    forged = tmp_path / "forged.json"
    forged.write_text(out.read_text().replace('"position":0', '"position":7'))
    assert cli("contributions", "verify-certificate", forged).code == 3
    forged.write_text("{}")
    assert cli("contributions", "verify-certificate", forged).code == 2
    absent = cli("contributions", "certificate", "nothing", "--out", forged, "--folder", coop)
    assert absent.code == 2
