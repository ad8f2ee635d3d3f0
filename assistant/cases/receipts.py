"""Receipt numbers: two letters for the service, the year, seven random signs and a check sign.

Written in groups, ``SH26-7K3M-9Q2D``. Signs that look alike (0/O, 1/I/L) are left out of the random part.
The check sign follows ISO 7064 MOD 37,36, which catches every single wrong sign and nearly every swap.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

SERVICE_LETTERS = {
    "funeral": "SH",  # 身后
    "marriage": "JH",  # 结婚
    "disability": "CJ",  # 残疾
    "eldercare": "YL",  # 养老
    "assistance": "JZ",  # 救助
    "children": "ET",  # 儿童
}
OTHER_SERVICE = "YJ"  # 一件事

BODY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BODY_LENGTH = 7
_ISO_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LENGTH = 4 + _BODY_LENGTH + 1


def check_sign(text: str) -> str:
    """The ISO 7064 MOD 37,36 check sign of capital letters and digits."""
    product = 36
    for sign in text:
        product = (product + _ISO_ALPHABET.index(sign)) % 36 or 36
        product = product * 2 % 37
    return _ISO_ALPHABET[(37 - product) % 36]


def make_receipt(service: str, year: int, choose: Callable[[str], str]) -> str:
    """A new receipt number in groups. ``choose`` picks one sign of a text at random (``secrets.choice``).

    Numbers whose check sign would be one of the look-alikes are drawn again.
    """
    head = SERVICE_LETTERS.get(service, OTHER_SERVICE) + f"{year % 100:02d}"
    while True:
        text = head + "".join(choose(BODY_ALPHABET) for _ in range(_BODY_LENGTH))
        check = check_sign(text)
        if check in BODY_ALPHABET:
            return _grouped(text + check)


def parse_receipt(typed: str) -> str | None:
    """The receipt number in groups, from what a person typed; None when it cannot be one of ours."""
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign in _ISO_ALPHABET)
    if len(kept) != _LENGTH or check_sign(kept[:-1]) != kept[-1]:
        return None
    return _grouped(kept)


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, _LENGTH, 4))
