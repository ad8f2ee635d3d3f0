"""Encryption of personal columns: opens where it was made, nowhere else, and never after a change."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from assistant.store import CannotDecrypt, CipherName, FieldKey, KeyRing, UnknownKey, is_id, new_id, parse_keys
from assistant.store.crypto import written_key

SECRET, OTHER = bytes(range(32)), bytes(range(32, 64))
PLACE = "answers/value/case/1/d_name"


def ring(*keys: tuple[str, CipherName, bytes]) -> KeyRing:
    return KeyRing([FieldKey(*key) for key in keys])


@pytest.fixture(params=list(CipherName))
def keys(request: pytest.FixtureRequest) -> KeyRing:
    return ring(("k1", request.param, SECRET))


@given(plain=st.binary(max_size=300), cipher=st.sampled_from(CipherName))
def test_what_is_sealed_opens_again(plain: bytes, cipher: CipherName) -> None:
    keys = ring(("k1", cipher, SECRET))
    assert keys.open(keys.seal(plain, PLACE), PLACE) == plain


def test_the_same_text_is_sealed_differently_each_time(keys: KeyRing) -> None:
    assert keys.seal(b"same", PLACE) != keys.seal(b"same", PLACE)


def test_a_value_does_not_open_in_another_row(keys: KeyRing) -> None:
    with pytest.raises(CannotDecrypt):
        keys.open(keys.seal(b"plain", PLACE), "answers/value/other/1/d_name")


def test_a_value_with_any_bit_changed_does_not_open(keys: KeyRing) -> None:
    sealed = keys.seal("王建国".encode(), PLACE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises((CannotDecrypt, UnknownKey)):
            keys.open(bytes(changed), PLACE)


@pytest.mark.parametrize(
    "sealed", [b"", b"\x01", b"\x01\x02k1", b"\x01\x02k1" + bytes(20), b"\x07\x02k1", b"\x01\x02\xff\xfe"]
)
def test_nonsense_does_not_open(keys: KeyRing, sealed: bytes) -> None:
    with pytest.raises(CannotDecrypt):
        keys.open(sealed, PLACE)


def test_an_old_key_still_opens_and_the_new_one_seals() -> None:
    old = ring(("k1", CipherName.AES, SECRET))
    both = ring(("k2", CipherName.SM4, OTHER), ("k1", CipherName.AES, SECRET))
    sealed = old.seal(b"plain", PLACE)
    assert both.open(sealed, PLACE) == b"plain"
    assert both.key_id_of(both.seal(b"plain", PLACE)) == "k2"


def test_a_missing_key_is_named() -> None:
    sealed = ring(("k1", CipherName.AES, SECRET)).seal(b"plain", PLACE)
    with pytest.raises(UnknownKey) as missing:
        ring(("k2", CipherName.AES, OTHER)).open(sealed, PLACE)
    assert missing.value.key_id == "k1"


def test_a_blind_index_is_equal_for_equal_text_and_purpose_alone(keys: KeyRing) -> None:
    index = keys.blind_index("phone", "13800138000")
    assert index == keys.blind_index("phone", "13800138000")
    assert index != keys.blind_index("phone", "13800138001")
    assert index != keys.blind_index("receipt", "13800138000")
    assert index.startswith("k1:")
    assert len(index) == len("k1:") + 64


def test_purpose_and_text_cannot_be_shifted_into_each_other(keys: KeyRing) -> None:
    assert keys.blind_index("a", "bc") != keys.blind_index("ab", "c")


def test_during_a_key_change_both_indexes_are_looked_for() -> None:
    old = ring(("k1", CipherName.AES, SECRET))
    both = ring(("k2", CipherName.SM4, OTHER), ("k1", CipherName.AES, SECRET))
    candidates = both.blind_candidates("phone", "138")
    assert candidates[0] == both.blind_index("phone", "138")
    assert old.blind_index("phone", "138") in candidates


def test_sm3_and_sm4_are_the_ones_of_the_standards() -> None:
    # GB/T 32905-2016, A.1 and GB/T 32907-2016, A.1.
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()
    assert encryptor.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_a_key_never_shows_its_secret() -> None:
    shown = repr(FieldKey("k1", CipherName.AES, SECRET))
    assert "k1" in shown
    assert repr(SECRET) not in shown
    assert base64.b64encode(SECRET).decode() not in shown


def test_keys_are_read_as_they_are_written() -> None:
    keys = (FieldKey("k2", CipherName.SM4, OTHER), FieldKey("k1", CipherName.AES, SECRET))
    assert parse_keys(",".join(written_key(key) for key in keys)) == keys


def test_a_key_without_a_cipher_gets_the_one_of_the_settings() -> None:
    text = f"k1:{base64.b64encode(SECRET).decode()}"
    assert parse_keys(text, CipherName.SM4) == (FieldKey("k1", CipherName.SM4, SECRET),)


@pytest.mark.parametrize(
    "text", ["hunter2", "k1:hunter2", "k1:aHVudGVyMg==", "k 1:" + "A" * 43 + "=", "k1:rot13:hunter2", "k1:b:c:hunter2"]
)
def test_a_key_that_cannot_be_read_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"key") as refused:
        parse_keys(text)
    assert "hunter2" not in str(refused.value)


def test_two_keys_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        ring(("k1", CipherName.AES, SECRET), ("k1", CipherName.AES, OTHER))


def test_ids_sort_by_time_and_never_meet() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    ids = [new_id(now + timedelta(milliseconds=n)) for n in range(200)]
    assert ids == sorted(ids)
    assert len({new_id(now) for _ in range(1000)}) == 1000
    assert all(is_id(each) for each in ids)


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "U" * 26, "i" * 26, "é" * 26, "0" * 25 + "\n"])
def test_other_texts_are_not_ids(text: str) -> None:
    assert not is_id(text)
