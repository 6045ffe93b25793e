"""A device that keeps passkeys, in software: what a phone would answer, and what a thief might send.

It is no mock: its answers are real ones, signed with a real key, in the shape that browsers send.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData

HOST = "localhost"
ORIGIN = f"http://{HOST}"
_SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
Answer = dict[str, Any]


@dataclass
class Device:
    """One key, bound to one name of a site."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    number: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    owner: bytes = b""
    used: int = 0

    def registered(self, options: Answer, origin: str = ORIGIN) -> str:
        """What a browser sends when a new passkey is made; `options` are the page's."""
        wanted = options["publicKey"]
        self.owner = websafe_decode(wanted["user"]["id"])
        kept = AttestedCredentialData.create(
            Aaguid.NONE, self.number, ES256.from_cryptography_key(self.key.public_key())
        )
        about = AuthenticatorData.create(
            _hash_of(wanted["rp"]["id"]), _SEEN | AuthenticatorData.FLAG.AT, self.used, kept
        )
        said = _client_data("webauthn.create", wanted["challenge"], origin)
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(about)})
        response = {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(statement),
            "transports": ["internal"],
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def shown(self, options: Answer, origin: str = ORIGIN, rp: str = HOST) -> str:
        """What a browser sends when somebody signs in; `options` are the page's."""
        self.used += 1
        about = bytes(AuthenticatorData.create(_hash_of(rp), _SEEN, self.used))
        said = _client_data("webauthn.get", options["publicKey"]["challenge"], origin)
        signed = self.key.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(said),
            "authenticatorData": websafe_encode(about),
            "signature": websafe_encode(signed),
            "userHandle": websafe_encode(self.owner),
        }
        return self._answer(response, {})

    def _answer(self, response: Answer, extensions: Answer) -> str:
        number = websafe_encode(self.number)
        return json.dumps(
            {
                "id": number, "rawId": number, "type": "public-key", "response": response,
                "authenticatorAttachment": "platform", "clientExtensionResults": extensions,
            }
        )  # fmt: skip


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    said = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
    return json.dumps(said).encode()


def _hash_of(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
