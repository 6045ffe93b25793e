"""A device that signs acts with a passkey, in software; each part of its answer can be made wrong.

It is no mock: its answers are signed with a real key, in the shape in which browsers send them.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auzolan.record.passkeys import Assertion, passkey_challenge

HOST = "coop.example"
UP, UV, NEW, MORE = 0x01, 0x04, 0x40, 0x80


def spelt(content: bytes) -> str:
    """Bytes in base64url without padding."""
    return urlsafe_b64encode(content).decode("ascii").rstrip("=")


class SigningDevice:
    """One passkey.

    Args:
        seed: which key; the same seed gives the same one.
        kind: `es256` or `ed25519`.
        host: the site that it belongs to.
    """

    def __init__(self, seed: int = 1, kind: str = "es256", host: str = HOST) -> None:
        self.host = host
        self._es256 = ec.derive_private_key(104_729 + seed, ec.SECP256R1())
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(seed.to_bytes(32, "big"))
        self._kind = kind

    @property
    def key(self) -> str:
        """Its public key, as the record writes it."""
        if self._kind == "ed25519":
            return f"ed25519-{self._ed25519.public_key().public_bytes_raw().hex()}"
        point = self._es256.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return f"es256-{point.hex()}"

    def sign(self, message: bytes) -> bytes:
        """A signature over any bytes."""
        if self._kind == "ed25519":
            return self._ed25519.sign(message)
        return self._es256.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True))

    def about(self, *, host: str = "", flags: int = UP | UV, count: int = 0) -> bytes:
        """What the device says of itself."""
        site = hashlib.sha256((host or self.host).encode()).digest()
        return site + bytes([flags]) + count.to_bytes(4, "big")

    def assertion(
        self, message: bytes, *, said: bytes | None = None, about: bytes | None = None
    ) -> Assertion:
        """The answer to the challenge of an act.

        Args:
            message: what a key would sign for the act.
            said: other words of the browser.
            about: other words of the device.
        """
        return self.answer(said if said is not None else self.said(message), about or self.about())

    def said(self, message: bytes, **other: object) -> bytes:
        """What the browser says of an act, some of it otherwise."""
        words = {
            "type": "webauthn.get", "challenge": spelt(passkey_challenge(message)),
            "origin": f"https://{self.host}", "crossOrigin": False, **other,
        }  # fmt: skip
        return json.dumps(words, separators=(",", ":")).encode()

    def answer(self, said: bytes, about: bytes) -> Assertion:
        """Both signed together."""
        signature = self.sign(about + hashlib.sha256(said).digest())
        return Assertion(about.hex(), said.hex(), self.key, signature.hex())
