"""What a well-formed name, number or line of text is. Pure functions over text; no clock and no network.

Each ``check_`` function is liberal in what it reads (full-width characters, spaces, lower-case x) and
strict in what it gives back: one canonical form, with warnings for what may be right all the same. What
cannot be right raises :class:`Problem`, whose two sentences say what is wrong and how to mend it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from assistant.catalog.messages import Message, _

NAME_LENGTH = 50
LINE_LENGTH = 200
TEXT_LENGTH = 500
EARLIEST_YEAR = 1850
LATEST_YEAR = 2150


class Problem(ValueError):
    """A value that cannot be right: ``what`` is wrong with it and how to ``mend`` it, as sentences."""

    def __init__(self, what: Message, mend: Message) -> None:
        super().__init__(f"{what}{mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True)
class Checked:
    """A canonical text with what the resident should look at twice."""

    value: str
    warnings: tuple[Message, ...] = ()


# --- text -----------------------------------------------------------------------------------------

# Marks that turn the writing direction around; they can make a name read as another name on a printed form.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0")
_MARKUP = re.compile(r"<\s*[/!?a-zA-Z]|javascript\s*:", re.IGNORECASE)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\U0001fc00-\U0001fffd\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u20e3\U000e0000-\U000e007f]"
)
_VARIANT = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # asks for another shape of the same character
_KEPT_CONTROLS = frozenset("\n\r\t")


def clean_text(raw: str, max_length: int = TEXT_LENGTH, *, lines: bool = False) -> str:
    """``raw`` in NFC without edge spaces and invisible marks; line breaks become spaces unless ``lines``.

    Raises Problem for control characters, marks that turn the writing direction, emoji, markup, and
    over-long text.
    """
    if len(raw) > max_length * 4 + 100:  # never normalise a flood
        raise _too_long(len(raw), max_length)
    text = unicodedata.normalize("NFC", raw)
    _refuse_hostile(text)
    text = "".join(c for c in _VARIANT.sub("", text) if c not in _INVISIBLE)
    if lines:
        kept = (re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"\r\n|\r|\n", text))
        text = "\n".join(kept).strip()
    else:
        text = " ".join(text.split())
    if len(text) > max_length:
        raise _too_long(len(text), max_length)
    return text


def _refuse_hostile(text: str) -> None:
    if any(c in _BIDI for c in text):
        raise Problem(_("这里带有看不见的排版符号。"), _("请直接打字，不要粘贴。"))
    if any(unicodedata.category(c) == "Co" for c in text):
        raise Problem(_("这里有一个没有统一编码的字。"), _("请换一个输入法重打，或先用拼音代替，到窗口再改。"))
    if any(unicodedata.category(c) in ("Cc", "Cs", "Cn") and not _is_kept(c) for c in text):
        raise Problem(_("这里带有不能保存的字符。"), _("请删掉后重新打字。"))
    if _EMOJI.search(text):
        raise Problem(_("这里不能填表情符号。"), _("请改用文字。"))
    if _MARKUP.search(text):
        raise Problem(_("这里不能填网页代码。"), _("请删掉尖括号里的内容，只留文字。"))


def _is_kept(char: str) -> bool:
    return char in _KEPT_CONTROLS or is_han(char)


def is_han(char: str) -> bool:
    """Whether this is a Chinese character, also one that is younger than this Python's character table."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff" or char == "〇"


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] == "L" or is_han(char)


def _too_long(given: int, allowed: int) -> Problem:
    return Problem(_("最多填 %(allowed)s 个字，您填了 %(given)s 个。", allowed=allowed, given=given), _("请写短一些。"))


_WIDE = str.maketrans({c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFF01, 0xFF5F))})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－ー−", "-"))


def narrow(raw: str) -> str:
    """``raw`` with full-width letters, digits and dashes made half-width; other characters stay."""
    return raw.translate(_WIDE).translate(_DASHES)


def squeeze(raw: str, max_length: int) -> str:
    """A number as people type it, half-width and without any space; raises Problem like clean_text."""
    return re.sub(r"\s+", "", clean_text(narrow(raw), max_length))


# The middle dots people find on their keyboards; GB/T names of minorities are stored with U+00B7.
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●．。﹒.", "·"))
_NAME_MARKS = frozenset("·'’- ()（）")


def check_name(raw: str) -> Checked:
    """A person's name in NFC. Any letters or characters of any script, rare ones too; 2 to 50 of them.

    GB 18030-2022 binds public services to rare characters, so no list of allowed characters is kept here.
    """
    text = clean_text(raw, NAME_LENGTH)
    if not text:
        raise Problem(_("还没有填姓名。"), _("请按身份证上的写法填。"))
    text = re.sub(r"\s*·\s*", "·", text.translate(_DOTS)).strip("·") or text
    wrong = [c for c in text if not (_is_letter(c) or unicodedata.category(c)[0] == "M" or c in _NAME_MARKS)]
    if any(unicodedata.category(c) == "Nd" for c in wrong):
        raise Problem(_("姓名里不能有数字。"), _("请按身份证上的写法填。"))
    if wrong:
        raise Problem(
            _("姓名里有不能用的符号「%(sign)s」。", sign=wrong[0]), _("请按身份证上的写法填，间隔号用「·」。")
        )
    if all(is_han(c) for c in text if c not in _NAME_MARKS):
        text = text.replace(" ", "")
    if sum(_is_letter(c) for c in text) < 2:
        raise Problem(_("姓名至少要有两个字。"), _("请把姓和名都填上。"))
    return Checked(text)


def check_address(raw: str, max_length: int = LINE_LENGTH) -> Checked:
    """An address on one line; short ones pass with a warning, since a village may have no house number."""
    text = clean_text(raw, max_length)
    if not text:
        raise Problem(_("还没有填地址。"), _("请填到街道、小区和门牌号。"))
    if not any(map(_is_letter, text)):
        raise Problem(_("地址里没有文字。"), _("请填街道、小区和门牌号。"))
    if len(text) < 6:
        return Checked(text, (_("这个地址比较短。请看看要不要补上街道、小区和门牌号。"),))
    return Checked(text)


# --- identity numbers -----------------------------------------------------------------------------

# GB 11643-1999, ISO 7064:1983 MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
# GB/T 2260 provinces; 81-83 residence permits of Hong Kong, Macao and Taiwan residents; 9 permanent
# residence (2023).
_KNOWN_STARTS = frozenset(
    str(start)
    for run in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 99))
    for start in range(run[0], run[1] + 1)
)


def check_digit_of(seventeen: str) -> str:
    """The eighteenth character that belongs to seventeen digits (GB 11643)."""
    return _CHECK_DIGITS[sum(w * int(d) for w, d in zip(_WEIGHTS, seventeen, strict=True)) % 11]


def check_id_number(raw: str, today: date | None = None) -> Checked:
    """A resident ID of 18 or 15 characters, a permit of Hong Kong, Macao or Taiwan residents, or a passport.

    The area code is only a hint: counties were renumbered, so an unknown one warns. With ``today`` a birth
    later than that day is a problem.
    """
    text = re.sub(r"[-.·()]", "", squeeze(raw, LINE_LENGTH)).upper().replace("×", "X").replace("Х", "X")
    if not text:
        raise Problem(_("还没有填证件号码。"), _("请对照证件填写。"))
    for pattern, check in _ID_FORMS:
        if pattern.fullmatch(text):
            return check(text, today)
    raise _not_an_id(text)


def _check_resident_18(text: str, today: date | None) -> Checked:
    birth = _birth(text[6:14])
    _refuse_birth(birth, today)
    if check_digit_of(text[:17]) != text[17]:
        raise Problem(_("身份证号的最后一位对不上。"), _("请对照证件逐位看一遍，常见的是有两位写反了。"))
    return Checked(text, _area_hint(text))


def _check_resident_15(text: str, today: date | None) -> Checked:
    _refuse_birth(_birth("19" + text[6:12]), today)
    note = _("这是 15 位的旧身份证号。如有 18 位的号码，请改填 18 位的。")
    return Checked(text, (note, *_area_hint(text)))


def _area_hint(text: str) -> tuple[Message, ...]:
    if text[:2] in _KNOWN_STARTS:
        return ()
    return (_("身份证号开头两位不常见，请对照证件再看一遍。"),)


def _birth(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _refuse_birth(birth: date | None, today: date | None) -> None:
    if birth is None or birth.year < EARLIEST_YEAR:
        raise Problem(_("身份证号里的出生日期不存在。"), _("请对照证件看一遍第 7 到 14 位。"))
    if today is not None and birth > today:
        raise Problem(_("身份证号里的出生日期在今天以后。"), _("请对照证件看一遍第 7 到 14 位。"))


def _check_permit(text: str, today: date | None) -> Checked:
    return Checked(text)


def _check_taiwan_permit(text: str, today: date | None) -> Checked:
    return Checked(text, (_("这个号码像台胞证号码。如果是身份证，应为 18 位。"),))


def _not_an_id(text: str) -> Problem:
    digits = sum(c in "0123456789" for c in text)
    if digits < len(text) - 1 or (digits < len(text) and text[-1] != "X"):
        return Problem(_("证件号码只有数字和字母。"), _("请对照证件填写。身份证号是 18 位，最后一位可能是 X。"))
    return Problem(_("身份证号应为 18 位，您填了 %(given)s 位。", given=len(text)), _("请对照证件再看一遍。"))


_ID_FORMS = (
    (re.compile(r"\d{17}[\dX]", re.ASCII), _check_resident_18),
    (re.compile(r"\d{15}", re.ASCII), _check_resident_15),
    (re.compile(r"[HM](\d{8}|\d{10})", re.ASCII), _check_permit),  # 港澳居民来往内地通行证
    (re.compile(r"\d{8}|\d{10}[A-Z]?", re.ASCII), _check_taiwan_permit),  # 台湾居民来往大陆通行证
    (re.compile(r"[A-Z]{3}\d{12}", re.ASCII), _check_permit),  # 外国人永久居留身份证 (2017)
    (re.compile(r"(?=.*[A-Z])(?=(?:.*\d){5})[A-Z0-9]{6,9}", re.ASCII), _check_permit),  # 护照
)


def birth_of(id_number: str) -> date | None:
    """The day of birth inside a resident ID of 18 or 15 digits; None for permits and passports."""
    if re.fullmatch(r"\d{17}[\dX]", id_number, re.ASCII):
        return _birth(id_number[6:14])
    return _birth("19" + id_number[6:12]) if re.fullmatch(r"\d{15}", id_number, re.ASCII) else None


def sex_of(id_number: str) -> str | None:
    """``'male'`` or ``'female'`` as a resident ID has it; None for permits and passports."""
    if re.fullmatch(r"\d{17}[\dX]", id_number, re.ASCII):
        return "male" if int(id_number[16]) % 2 else "female"
    if re.fullmatch(r"\d{15}", id_number, re.ASCII):
        return "male" if int(id_number[14]) % 2 else "female"
    return None


# --- telephones -----------------------------------------------------------------------------------

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# Area codes: 010 and 02x have three digits, all others four.
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})(\d{1,6})?", re.ASCII)


def check_phone(raw: str) -> Checked:
    """A mobile number, a landline (``028-12345678``, perhaps an extension), or ``+`` and a number abroad."""
    text = re.sub(r"[()\[\]./]", "", squeeze(raw, LINE_LENGTH))
    text, _sign, extension = re.sub(r"(转|ext|x|#)+", "转", text.lower()).partition("转")
    text = _without_country(text)
    if text.startswith(("+", "00")):
        return _check_abroad(text)
    compact = text.replace("-", "")
    if not compact.isascii() or not (compact + extension).isdigit():
        raise Problem(_("电话号码只有数字。"), _("请填 11 位手机号，或带区号的座机号。"))
    if _MOBILE.fullmatch(compact) and not extension:
        return Checked(compact)
    if not compact.startswith("0"):
        raise _not_a_phone(compact)
    return Checked(_landline(text, compact, extension))


def _without_country(text: str) -> str:
    """The number as it is dialled inside the mainland: +86 taken off, the zero of an area code put back."""
    home = re.fullmatch(r"(?:\+|00)86-?(.*)|86-?(1[3-9][\d-]{9,})", text)
    if home is None:
        return text
    rest = home[1] or home[2] or ""
    return rest if re.match(r"0|1[3-9]", rest) else f"0{rest}"


def _landline(text: str, compact: str, extension: str) -> str:
    parts = text.split("-")
    if not extension and len(parts) == 3:
        extension, compact = parts[2], parts[0] + parts[1]
    match = _LANDLINE.fullmatch(compact)
    if not match or match[3] or not 0 <= len(extension) <= 6 or (extension and not extension.isdigit()):
        raise Problem(_("座机号码的位数不对。"), _("请填区号加 7 或 8 位号码，例如 028-12345678。"))
    return f"{match[1]}-{match[2]}" + (f"-{extension}" if extension else "")


def _not_a_phone(compact: str) -> Problem:
    if compact.startswith("1"):
        what = _("手机号应为 11 位，您填了 %(given)s 位。", given=len(compact))
        if len(compact) == 11:
            what = _("没有以「%(start)s」开头的手机号。", start=compact[:2])
        return Problem(what, _("请再看一遍。"))
    if len(compact) in (7, 8):
        return Problem(_("座机号码缺区号。"), _("请在前面加上区号，例如 028-12345678。"))
    return Problem(_("这不像电话号码。"), _("请填 11 位手机号，或带区号的座机号。"))


def _check_abroad(text: str) -> Checked:
    digits = text.removeprefix("+").removeprefix("00").replace("-", "")
    if not re.fullmatch(r"[1-9]\d{6,14}", digits, re.ASCII):
        raise Problem(_("境外电话的写法不对。"), _("请填「+」、国家或地区代码和号码，例如 +85212345678。"))
    return Checked(f"+{digits}", (_("这是境外号码，短信可能收不到。如有境内手机号，请改填。"),))


# --- bank accounts --------------------------------------------------------------------------------


def check_bank_account(raw: str) -> Checked:
    """A bank card or account number of 12 to 19 digits. A failed Luhn check warns: passbooks may fail it."""
    text = squeeze(raw, LINE_LENGTH).replace("-", "")
    if not text:
        raise Problem(_("还没有填银行卡号。"), _("请对照银行卡或存折填写。"))
    if not (text.isascii() and text.isdigit()):
        raise Problem(_("银行卡号只有数字。"), _("请对照银行卡或存折填写。"))
    if not 12 <= len(text) <= 19:
        what = _("银行卡号应为 12 到 19 位，您填了 %(given)s 位。", given=len(text))
        raise Problem(what, _("请对照银行卡或存折再看一遍。"))
    if len(set(text)) == 1:
        raise Problem(_("银行卡号不会全是同一个数字。"), _("请对照银行卡或存折填写。"))
    if luhn_holds(text):
        return Checked(text)
    return Checked(text, (_("这个卡号可能有一位写错了。请对照再看一遍；存折账号可以不管这一句。"),))


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
