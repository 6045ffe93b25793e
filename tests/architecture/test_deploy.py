"""What stands in deploy/ fits the program: every command, option, path and secret that it names.

Units are checked by systemd's own tools where there are any. Nothing is built or started here.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from auzolan.audit.deployment import SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts.mail_settings import mail_settings_of
from auzolan.house.doors.cli import app
from auzolan.house.front import front_of
from auzolan.house.rooms.treasury.bank.payer import payer_from_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PROGRAM = "/usr/local/lib/auzolan/bin/auzolan"
SERVICES = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
EXPOSURE_MAX = 15
"""Of 100, as systemd-analyze counts; a unit without any guard has 96."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def _lines(unit: Path) -> list[tuple[str, str]]:
    """Every setting of a unit with its value, in order."""
    lines = (line for line in unit.read_text("utf-8").splitlines() if "=" in line)
    pairs = (line.partition("=") for line in lines if not line.startswith("#"))
    return [(key.strip(), value.strip()) for key, _, value in pairs]


def _values(unit: Path, key: str) -> list[str]:
    return [word for name, value in _lines(unit) if name == key for word in value.split()]


def _command(unit: Path) -> list[str]:
    return shlex.split(dict(_lines(unit))["ExecStart"])


def _parsed(words: list[str]) -> dict[str, object]:
    """The words behind `auzolan` as the command line itself reads them; nothing is run."""
    command = get_command(app).get_command(None, words[0])  # type: ignore[attr-defined]
    assert command is not None, f"there is no command {words[0]}"
    return dict(command.make_context(words[0], words[1:]).params)


def _container_steps() -> list[tuple[str, str]]:
    text = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines]


def test_there_is_something_to_check() -> None:
    """Goal: the tests below are not blind. Method: count units."""
    assert [unit.name for unit in SERVICES] == [
        "auzolan-backup.service", "auzolan-verify.service", "auzolan.service",
    ]  # fmt: skip
    assert len(TIMERS) == 2


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_the_program_reads(unit: Path) -> None:
    """Goal: no unit fails at its first start. Method: the command line reads the unit's words."""
    program, *words = _command(unit)
    assert program == PROGRAM
    named = {str(value) for value in _parsed(words).values()}
    assert {word for word in words[1:] if not word.startswith("--")} <= named


@pytest.mark.parametrize("words", [["backup", "--too", "x"], ["serve", "a", "--prot", "1"]])
def test_a_wrong_option_would_be_found(words: list[str]) -> None:
    """Goal: the test above is not blind. Method: two slips."""
    with pytest.raises(Exception, match="No such option"):
        _parsed(words)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_may_write_what_its_command_writes_and_nothing_else(unit: Path) -> None:
    """Goal: not too much, not too little. Method: paths in the command and paths in the guard."""
    named = {word for word in _command(unit)[1:] if word.startswith("/")}
    assert set(_values(unit, "ReadWritePaths")) == named
    assert _values(unit, "ProtectSystem") == ["strict"]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_has_its_guards(unit: Path) -> None:
    """Goal: a broken program harms little. Method: each guard that the list names."""
    told = dict(_lines(unit))
    for guard in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"):
        assert told[guard] == "yes", guard
    assert told["User"] == "auzolan"
    assert told["CapabilityBoundingSet"] == ""
    assert told["LimitCORE"] == "0"
    assert "MemoryMax" in told
    assert "@system-service" in _values(unit, "SystemCallFilter")


@needs_systemd
@pytest.mark.parametrize("unit", [*SERVICES, *TIMERS], ids=lambda unit: unit.name)
def test_systemd_finds_no_fault_in_a_unit(unit: Path, tmp_path: Path) -> None:
    """Goal: right names and values. Method: its own check, with a program that is there."""
    for one in (*SERVICES, *TIMERS):
        text = one.read_text("utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / one.name).write_text(text.replace("User=auzolan", "User=root"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    about_us = [line for line in done.stderr.splitlines() if "auzolan" in line]
    assert about_us == []


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_systemd_counts_little_that_a_unit_is_open_to(unit: Path) -> None:
    """Goal: guards that hold. Method: systemd's own count of what is left open."""
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}", str(unit)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-600:] + done.stderr


@pytest.mark.parametrize("timer", TIMERS, ids=lambda unit: unit.name)
def test_a_timer_has_its_service(timer: Path) -> None:
    """Goal: it wakes something. Method: the service of the same name."""
    assert timer.with_suffix(".service") in SERVICES
    assert dict(_lines(timer))["Persistent"] == "true"


def test_passwords_reach_the_portal_as_credentials() -> None:
    """Goal: in no settings, no environment, no list of processes. Method: read the drop-ins."""
    drop_ins = DEPLOY / "auzolan.service.d"
    mail = dict(_lines(drop_ins / "mail.conf"))["LoadCredential"].partition(":")
    settings = tomllib.loads((DEPLOY / "settings.toml").read_text("utf-8"))
    assert settings["mail"]["password_file"] == f"/run/credentials/auzolan.service/{mail[0]}"
    told = dict(_lines(drop_ins / "postgresql.conf"))
    name, _, source = told["LoadCredential"].partition(":")
    assert told["Environment"] == f"PGPASSFILE=%d/{name}"
    assert source.startswith("/etc/")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_unit_can_reach_a_server_of_its_books(unit: Path) -> None:
    """Goal: backup and check work on PostgreSQL too. Method: a drop-in opens what the unit closes."""
    told = dict(_lines(DEPLOY / f"{unit.name}.d" / "postgresql.conf"))
    portal = dict(_lines(DEPLOY / "auzolan.service.d" / "postgresql.conf"))
    assert portal.items() <= told.items()
    families = {
        *_values(unit, "RestrictAddressFamilies"),
        *told.get("RestrictAddressFamilies", "").split(),
    }
    assert families == {"AF_UNIX", "AF_INET", "AF_INET6"}
    if dict(_lines(unit)).get("PrivateNetwork") == "yes":
        assert told["PrivateNetwork"] == "no"


def test_settings_are_read_as_the_example_says(tmp_path: Path) -> None:
    """Goal: an example that works. Method: every part through the function that reads it."""
    text = (DEPLOY / "settings.toml").read_bytes()
    (tmp_path / "settings.toml").write_bytes(text)
    front, place = front_of(Folder(tmp_path)), postgres_place_of(Folder(tmp_path))
    assert front.public_address == "https://coop.example"
    assert front.is_behind_proxy
    assert front.backups == Path("/srv/backups")
    assert place is not None
    assert place.schema == "auzolan"
    assert mail_settings_of(Folder(tmp_path)).is_sent
    assert not isinstance(payer_from_settings(text), Refusal)
    (tmp_path / "settings.toml").write_bytes(text + b"\n[other]\n")
    with pytest.raises(SettingsRefused):
        postgres_place_of(Folder(tmp_path))


def test_the_example_shows_every_part_and_key_of_portal_and_mail() -> None:
    """Goal: nothing to guess. Method: keys in the example, and keys that are known."""
    from auzolan.audit.deployment import PARTS
    from auzolan.house.accounts import mail_settings
    from auzolan.house.front import KEYS

    found = tomllib.loads((DEPLOY / "settings.toml").read_text("utf-8"))
    assert set(found) == PARTS
    assert set(found["portal"]) == set(KEYS)
    assert set(found["mail"]) == mail_settings.KEYS


def test_the_container_file_copies_what_is_there_and_runs_as_nobody_of_rank() -> None:
    """Goal: it builds, and a broken program is no root. Method: read its steps in order."""
    steps = _container_steps()
    copies = [value.split() for step, value in steps if step == "COPY"]
    for *sources, _ in (words for words in copies if not words[0].startswith("--from")):
        assert all((ROOT / source).exists() for source in sources), sources
    names = [step for step, _ in steps]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert dict(steps)["USER"] == "auzolan"
    assert {"HEALTHCHECK", "VOLUME"} <= set(names)
    bases = [value.split()[0] for step, value in steps if step == "FROM"]
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.13-slim-[a-z]+", bases[0])
    assert any("--require-hashes" in value for step, value in steps if step == "RUN")


def test_the_container_starts_a_command_that_the_program_reads() -> None:
    """Goal: it starts. Method: the command line reads ENTRYPOINT and CMD."""
    steps = dict(_container_steps())
    assert json.loads(steps["ENTRYPOINT"]) == ["auzolan"]
    words = json.loads(steps["CMD"])
    assert _parsed(words)["port"] == 8000


def _pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", path.read_text("utf-8"), re.M))


def test_what_a_container_installs_is_pinned_hashed_and_tested() -> None:
    """Goal: what was tested is what runs. Method: each pin has a hash and is that of the tests."""
    lock = DEPLOY / "requirements.txt"
    pins, tested = _pins(lock), _pins(ROOT / "requirements" / "test.txt")
    assert {"django", "waitress", "psycopg", "psycopg-binary", "hatchling"} <= set(pins)
    assert [name for name in pins if tested.get(name) != pins[name]] == []
    text = lock.read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert [line[:60] for line in lines if "--hash=sha256:" not in line] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["house"]]
    names = {re.split(r"[<>=\[ ]", one)[0].lower() for one in wanted}
    assert names - set(pins) == set()


def test_compose_names_only_what_it_declares() -> None:
    """Goal: it comes up. Method: every secret, network and volume of a service is declared."""
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    for service in found["services"].values():
        assert set(service.get("secrets", ())) <= set(found["secrets"])
        assert set(service["networks"]) <= set(found["networks"])
        named = {one.split(":")[0] for one in service["volumes"] if not one.startswith(".")}
        assert named <= set(found["volumes"])
        assert set(service.get("depends_on", ())) <= set(found["services"])
    opened = {name for name, one in found["services"].items() if "ports" in one}
    assert opened == {"tls"}
    assert found["networks"]["books"]["internal"]


def test_compose_holds_no_secret_and_the_portal_trusts_the_one_proxy() -> None:
    """Goal: no password in a file of the project. Method: look for them; compare addresses."""
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert not re.search(r"PASSWORD: |postgresql://[^\s]*:[^\s]*@", text)
    address = re.search(r"ipv4_address: (\S+)", text)
    assert address is not None
    assert f'proxy = "{address[1]}"' in (DEPLOY / "README.md").read_text("utf-8")


def test_the_web_server_hides_the_pages_for_machines() -> None:
    """Goal: figures stay inside. Method: addresses in its file, and addresses that are answered."""
    from auzolan.house.settings import configure

    configure(Path("no-folder-yet"))
    from auzolan.house.telling import middleware

    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    hidden = re.search(r"@machines path (.+)", text)
    assert hidden is not None
    assert set(hidden[1].split()) == {*middleware._PAGES, middleware._FIGURES}
    assert "respond @machines 404" in text
    assert text.count("{") == text.count("}")
