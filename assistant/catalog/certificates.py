"""The number of a disability certificate: an ID number, a digit for the kind, one for the level, B1 when re-issued.

残联发〔2017〕34号《残疾人证管理办法》. A multiple disability has the level of its most severe kind; which kinds
it is made of does not stand in the number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NUMBER = re.compile(r"(\d{17}[\dX])([1-7])([1-4])(?:B\d{1,2})?", re.ASCII)
KINDS = ("sight", "hearing", "speech", "limbs", "intellect", "mental", "multiple")


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """What the number of a disability certificate says: whose it is, the kind and the level."""

    id_number: str
    kind: str
    level: str


def read_certificate_number(text: str) -> CertificateNumber | None:
    """The parts of the number, however it was typed; None for what is no such number."""
    compact = re.sub(r"[\s\-—]", "", unicodedata.normalize("NFKC", text)).upper()
    found = _NUMBER.fullmatch(compact)
    return CertificateNumber(found[1], KINDS[int(found[2]) - 1], f"level{found[3]}") if found else None
