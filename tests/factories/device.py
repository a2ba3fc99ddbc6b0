"""A device with passkeys, in software: makes and signs as a browser would (W3C Web Authentication, §6 and §7)."""

import base64
import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Device:
    """One passkey. `count` is what its counter says next; `flags` what it claims about its owner."""

    def __init__(self, origin: str = "http://localhost", *, count: int = 1) -> None:
        self.origin, self.count, self.flags = origin, count, PRESENT | VERIFIED
        self.id, self.key = secrets.token_bytes(32), ec.generate_private_key(ec.SECP256R1())

    def makes(self, options: dict) -> dict:
        """The answer to `navigator.credentials.create`."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(cose)
        seen = self._seen(options["rp"]["id"], ATTESTED) + attested
        client = self._client("webauthn.create", options)
        kept = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": seen})
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(kept)})

    def signs(self, options: dict, *, owner: str = "") -> dict:
        """The answer to `navigator.credentials.get`."""
        seen, client = self._seen(options["rpId"]), self._client("webauthn.get", options)
        signature = self.key.sign(seen + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": seen, "signature": signature}
        if owner:
            parts["userHandle"] = owner.encode()
        return self._answer({name: text(part) for name, part in parts.items()})

    def _seen(self, site: str, more: int = 0) -> bytes:
        counted = struct.pack(">BI", self.flags | more, self.count)
        self.count += bool(self.count)
        return hashlib.sha256(site.encode()).digest() + counted

    def _client(self, kind: str, options: dict) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, parts: dict[str, str]) -> dict:
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": parts}
