"""A passkey made in software, for tests of signing in: it answers as a browser and a device would.

Each part of an answer can be made wrong: the origin, the challenge, whether the person was checked,
and the signature.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

Answer = dict[str, Any]
_FLAG = AuthenticatorData.FLAG


class SoftwarePasskey:
    """One key of one person for one house.

    Args:
        house: the house's name, as `testserver`.
        origin: where the browser stands, as `https://testserver`.
        person: what the house calls the person; comes back with each answer.
        seed: which key; the same seed gives the same key.
    """

    def __init__(self, house: str, origin: str, *, person: bytes = b"", seed: int = 1) -> None:
        self._house = hashlib.sha256(house.encode()).digest()
        self._origin = origin
        self._key = ec.derive_private_key(7_919 + seed, ec.SECP256R1())
        self._id = hashlib.sha256(f"{house} {seed}".encode()).digest()[:16]
        self.person = person

    def register(self, options: Answer) -> Answer:
        """The answer to a house that offers to take a new key."""
        asked = options.get("publicKey", options)
        self.person = self.person or websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self._key.public_key())
        made = AttestedCredentialData.create(bytes(16), self._id, public)
        about = AuthenticatorData.create(
            self._house, _FLAG.UP | _FLAG.UV | _FLAG.AT, 0, credential_data=made
        )
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(about)})
        said = self._said("webauthn.create", asked["challenge"], self._origin)
        response = {
            "clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(attestation),
        }  # fmt: skip
        return self._answer(response, {"credProps": {"rk": True}})

    def answer(
        self, options: Answer, *, origin: str = "", challenge: str = "", is_checked: bool = True,
        is_touched: bool = False,
    ) -> Answer:  # fmt: skip
        """The answer to a house that asks who is there.

        Args:
            options: what the house asked.
            origin: another origin than the key's.
            challenge: another challenge than was asked.
            is_checked: whether the device checked the person by finger, face or PIN.
            is_touched: whether a bit of the signature was turned over afterwards.
        """
        asked = options.get("publicKey", options)
        flags = _FLAG.UP | _FLAG.UV if is_checked else _FLAG.UP
        about = bytes(AuthenticatorData.create(self._house, flags, 0))
        said = self._said("webauthn.get", challenge or asked["challenge"], origin or self._origin)
        message = about + hashlib.sha256(said).digest()
        signature = bytearray(self._key.sign(message, ec.ECDSA(SHA256())))
        if is_touched:
            signature[-1] ^= 1
        response = {
            "clientDataJSON": websafe_encode(said), "authenticatorData": websafe_encode(about),
            "signature": websafe_encode(bytes(signature)), "userHandle": websafe_encode(self.person),
        }  # fmt: skip
        return self._answer(response, {})

    def _answer(self, response: Answer, extensions: Answer) -> Answer:
        name = websafe_encode(self._id)
        return {
            "id": name, "rawId": name, "type": "public-key", "response": response,
            "clientExtensionResults": extensions,
        }  # fmt: skip

    @staticmethod
    def _said(kind: str, challenge: str | bytes, origin: str) -> bytes:
        text = websafe_encode(challenge) if isinstance(challenge, bytes) else challenge
        said = {"type": kind, "challenge": text, "origin": origin, "crossOrigin": False}
        return json.dumps(said).encode()
