"""Encryption of personal columns, and keyed hashes to look them up without reading them.

Every sealed value carries the id of its key, so keys can be changed while old values stay readable, and
is bound to its place (table, column, row): a value copied to another row does not open there.
Nothing in this module logs, and no exception carries a value or a key.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES = 32
_FORMAT = 1
_NONCE_BYTES = 12  # NIST SP 800-38D, 5.2.1.1: 96 bits is the length GCM is made for
_TAG_BYTES = 16


class CipherName(StrEnum):
    """The ciphers a key can be for. SM4 (GB/T 32907) comes with SM3 (GB/T 32905) for its hashes."""

    AES = "aes-256-gcm"
    SM4 = "sm4-gcm"


class CannotDecrypt(ValueError):
    """The value was changed, or stands in a place it was not made for."""


class UnknownKey(LookupError):
    """The value was sealed with a key that is no longer in the settings."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"no key {key_id}; put it back into ONETHING_FIELD_KEYS")
        self.key_id = key_id


class CryptoProvider(Protocol):
    """What the store needs of a cipher; a hardware module can take the place of :class:`KeyRing`."""

    @property
    def current_key_id(self) -> str:
        """The key new values are sealed with."""

    def seal(self, plain: bytes, place: str) -> bytes:
        """``plain`` encrypted under the current key and bound to ``place``."""

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes; raises CannotDecrypt or UnknownKey."""

    def key_id_of(self, sealed: bytes) -> str:
        """The id of the key a value was sealed with."""

    def blind_index(self, purpose: str, text: str) -> str:
        """``<key id>:<hex>``: a keyed hash under the current key; equal for equal text and purpose."""

    def blind_candidates(self, purpose: str, text: str) -> tuple[str, ...]:
        """The blind index under every key held, current first: what to look for during a key change."""


@dataclass(frozen=True)
class FieldKey:
    """One master key: its id (stored in every value), its cipher and 32 secret bytes."""

    key_id: str
    cipher: CipherName
    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"key {self.key_id}: {SECRET_BYTES} bytes expected, {len(self.secret)} given")
        if not (self.key_id.isascii() and self.key_id.isalnum() and len(self.key_id) <= 32):
            raise ValueError("a key id is 1 to 32 letters and digits")

    def __repr__(self) -> str:
        return f"FieldKey({self.key_id!r}, {self.cipher.value!r}, …)"

    @property
    def _hash(self) -> hashes.HashAlgorithm:
        return hashes.SM3() if self.cipher is CipherName.SM4 else hashes.SHA256()

    def _derive(self, use: str, length: int) -> bytes:
        # One secret, two uses: the cipher and the hash must not share a key.
        return HKDF(self._hash, length, salt=None, info=f"onething/{use}".encode()).derive(self.secret)

    @cached_property
    def _aes(self) -> AESGCM:
        return AESGCM(self._derive("field", 32))

    @cached_property
    def _sm4(self) -> algorithms.SM4:
        return algorithms.SM4(self._derive("field", 16))

    @cached_property
    def _index_key(self) -> bytes:
        return self._derive("index", 32)

    def encrypt(self, nonce: bytes, plain: bytes, place: bytes) -> bytes:
        """Ciphertext followed by the 16-byte tag."""
        if self.cipher is CipherName.AES:
            return self._aes.encrypt(nonce, plain, place)
        worker = Cipher(self._sm4, modes.GCM(nonce)).encryptor()
        worker.authenticate_additional_data(place)
        return worker.update(plain) + worker.finalize() + worker.tag

    def decrypt(self, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        """The plain bytes; raises cryptography's InvalidTag."""
        if self.cipher is CipherName.AES:
            return self._aes.decrypt(nonce, sealed, place)
        tag = sealed[-_TAG_BYTES:]
        worker = Cipher(self._sm4, modes.GCM(nonce, tag)).decryptor()
        worker.authenticate_additional_data(place)
        return worker.update(sealed[:-_TAG_BYTES]) + worker.finalize()

    def mac(self, purpose: str, text: str) -> str:
        """``<key id>:<hex>`` of HMAC (SHA-256, or SM3 beside SM4) over purpose and text."""
        message = f"{purpose}\x00{text}".encode(errors="surrogatepass")
        if self.cipher is CipherName.AES:
            return f"{self.key_id}:{hmac.digest(self._index_key, message, 'sha256').hex()}"
        worker = HMAC(self._index_key, hashes.SM3())
        worker.update(message)
        return f"{self.key_id}:{worker.finalize().hex()}"


def parse_keys(text: str, cipher: CipherName = CipherName.AES) -> tuple[FieldKey, ...]:
    """Keys written as ``id:base64`` or ``id:cipher:base64``, separated by commas, the current one first.

    Raises ValueError with a message that names the key and never its secret.
    """
    return tuple(_parse_key(part.strip(), cipher) for part in text.split(",") if part.strip())


def _parse_key(text: str, cipher: CipherName) -> FieldKey:
    fields = text.split(":")
    if len(fields) not in (2, 3):
        raise ValueError("a key is written id:base64 or id:cipher:base64")
    if len(fields) == 3:
        try:
            cipher = CipherName(fields[1])
        except ValueError:
            raise ValueError(f"key {fields[0]}: the cipher is {' or '.join(CipherName)}") from None
    try:
        secret = base64.b64decode(fields[-1], validate=True)
    except binascii.Error:
        raise ValueError(f"key {fields[0]}: the secret is not base64") from None
    return FieldKey(fields[0], cipher, secret)


def written_key(key: FieldKey) -> str:
    """A key as :func:`parse_keys` reads it. Holds the secret: only for a key file."""
    return f"{key.key_id}:{key.cipher.value}:{base64.b64encode(key.secret).decode()}"


class KeyRing:
    """The keys of this deployment, the current one first. Layout of a sealed value: format byte, length
    of the key id, key id, 12-byte nonce, ciphertext, 16-byte tag."""

    def __init__(self, keys: Sequence[FieldKey]) -> None:
        if not keys:
            raise ValueError("a key ring needs at least one key")
        self._keys = {key.key_id: key for key in keys}
        if len(self._keys) != len(keys):
            raise ValueError("two keys have the same id")
        self._current = keys[0]

    @property
    def current_key_id(self) -> str:
        return self._current.key_id

    def seal(self, plain: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        key_id = self._current.key_id.encode()
        head = bytes((_FORMAT, len(key_id))) + key_id + nonce
        return head + self._current.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        key_id = self.key_id_of(sealed)
        if key_id not in self._keys:
            raise UnknownKey(key_id)
        start = 2 + len(key_id)
        nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        if len(body) < _TAG_BYTES:
            raise CannotDecrypt
        try:
            return self._keys[key_id].decrypt(nonce, body, place.encode())
        except InvalidTag:
            raise CannotDecrypt from None

    def key_id_of(self, sealed: bytes) -> str:
        if len(sealed) < 2 or sealed[0] != _FORMAT:
            raise CannotDecrypt
        try:
            return sealed[2 : 2 + sealed[1]].decode("ascii")
        except UnicodeDecodeError:
            raise CannotDecrypt from None

    def blind_index(self, purpose: str, text: str) -> str:
        return self._current.mac(purpose, text)

    def blind_candidates(self, purpose: str, text: str) -> tuple[str, ...]:
        older = (key for key in self._keys.values() if key is not self._current)
        return (self._current.mac(purpose, text), *(key.mac(purpose, text) for key in older))
