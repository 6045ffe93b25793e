"""Secrets that lie in the folder: whose they are, how they are made, and by which algorithms."""

from __future__ import annotations

import ast
import stat
from pathlib import Path

from architecture.source_tree import all_modules
from auzolan.audit.folder import Folder
from auzolan.house.founding import found_cooperative
from auzolan.house.keys import keep_portal_key
from auzolan.house.ports import system_ports
from auzolan.house.programs import keys
from house.accounts.conftest import Coop
from support.plain_charter import plain_charter
from support.seats import every_seat

# What the house calls of hashes and ciphers; the page lists what each is for.
HASHES = {"sha256", "file_digest", "blake2b", "shake_256"}
CIPHERS = {
    "Ed25519PrivateKey", "Ed25519PublicKey", "X25519PrivateKey", "X25519PublicKey", "HKDF",
    "ChaCha20Poly1305", "ChaCha20", "Fernet", "SHA256", "ECDSA", "SECP256R1", "ES256",
}  # fmt: skip
_NOT_ALGORITHMS = {
    "Cipher", "Encoding", "PrivateFormat", "PublicFormat", "NoEncryption", "InvalidSignature",
    "InvalidTag", "UnsupportedAlgorithm", "InvalidToken", "load_pem_private_key", "hashes", "ec",
    "load_pem_public_key", "load_der_public_key", "serialization", "algorithms",
}  # fmt: skip


def test_algorithms_in_the_code_are_those_of_the_list() -> None:
    """Goal: no weak or home-made algorithm comes in. Method: all calls of hashes, all imports of ciphers."""
    hashes, ciphers = set(), set()
    for module in all_modules():
        for one in ast.walk(module.tree):
            if isinstance(one, ast.Attribute) and ast.unparse(one.value) == "hashlib":
                hashes.add(one.attr)
            if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("cryptography"):
                ciphers |= {name.name for name in one.names}
    assert hashes - {"__file__"} == HASHES
    assert ciphers - _NOT_ALGORITHMS <= CIPHERS


def test_secrets_are_drawn_by_the_system_and_long() -> None:
    """Goal: no secret can be foretold. Method: who imports `random`, and the size of what is drawn."""
    guess = {
        module.name
        for module in all_modules()
        for one in ast.walk(module.tree)
        if isinstance(one, ast.Import | ast.ImportFrom)
        and ("random" in {name.name for name in one.names if isinstance(one, ast.Import)}
             or getattr(one, "module", "") == "random")
    }  # fmt: skip
    assert guess <= DRAWS_AGAIN
    assert keys._SECRET_BYTES * 8 == 256


DRAWS_AGAIN = {
    "src/auzolan/house/rooms/licensing/use_queries.py", "src/auzolan/house/demo/people.py",
}  # fmt: skip
"""Samples that anybody must be able to draw again, and made-up people: no secret among them."""


def test_files_of_secrets_are_their_owners_alone(coop: Coop) -> None:
    """Goal: no other account of the machine reads a key. Method: modes of all that is secret."""
    coop.came_in("m002").get("/en/settings/")
    for name in ("keys", "vault", "outbox"):
        assert stat.S_IMODE((coop.folder / name).stat().st_mode) == 0o700, name
    files = [one for one in (coop.folder / "keys").rglob("*") if one.is_file()]
    files += [one for one in (coop.folder / "outbox").iterdir() if one.suffix == ".eml"]
    files += list(coop.folder.glob("*.db*"))
    assert len(files) >= 5
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_two_new_folders_share_no_secret(tmp_path: Path, coop: Coop) -> None:
    """Goal: no key that everybody knows. Method: found another, and compare all files of keys."""
    charter = plain_charter()
    desk = found_cooperative(
        tmp_path / "coop", name="Another", origin="another.example/2026", ports=system_ports(),
        charter=charter, seats=every_seat(charter), period="2026",
    )  # fmt: skip
    desk.close()
    for path in (coop.folder, tmp_path / "coop"):
        keep_portal_key(Folder(path), system_ports().chance)
    ours, theirs = Folder(coop.folder).keys, Folder(tmp_path / "coop").keys
    names = {one.name for one in ours.iterdir()} & {one.name for one in theirs.iterdir()}
    assert {"log.pem", "portal.key"} <= names
    for name in names:
        assert (ours / name).read_bytes() != (theirs / name).read_bytes(), name
