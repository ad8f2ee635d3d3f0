"""Names, numbers and lines of text: what passes, in which form, and what is said about the rest."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog import validators
from assistant.catalog.validators import (
    Problem,
    birth_of,
    check_address,
    check_bank_account,
    check_id_number,
    check_name,
    check_phone,
    clean_text,
    sex_of,
)

TODAY = date(2026, 11, 21)
FOUNDED_LATER = "50015119491231002"  # 铜梁区 has this code since 2014; its older people have earlier ones


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (" 110105 19491231 002X ", "11010519491231002X"),
        ("110105-19491231-002X", "11010519491231002X"),
        (
            FOUNDED_LATER + validators.check_digit_of(FOUNDED_LATER),
            FOUNDED_LATER + validators.check_digit_of(FOUNDED_LATER),
        ),
        ("81000019900101001" + validators.check_digit_of("81000019900101001"), None),
        ("83000019900101001" + validators.check_digit_of("83000019900101001"), None),
        ("91102419800101001" + validators.check_digit_of("91102419800101001"), None),
        ("H12345678", "H12345678"),
        ("m1234567890", "M1234567890"),
        ("12345678", "12345678"),
        ("e12345678", "E12345678"),
        ("USA110180010112", None),
    ],
)
def test_papers_of_every_kind_are_accepted_in_one_form(typed: str, kept: str | None) -> None:
    assert check_id_number(typed, TODAY).value == (kept or typed)


def test_the_old_fifteen_digits_pass_with_a_word_about_the_new_ones() -> None:
    checked = check_id_number("110105491231002", TODAY)
    assert checked.value == "110105491231002"
    assert "15 位" in checked.warnings[0]


def test_an_unknown_area_code_is_only_a_hint() -> None:
    seventeen = "99010519491231002"
    assert not check_id_number(seventeen + validators.check_digit_of(seventeen)).warnings
    seventeen = "29010519491231002"
    assert "开头两位" in check_id_number(seventeen + validators.check_digit_of(seventeen)).warnings[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1101051949123100X", "身份证号应为 18 位，您填了 17 位"),
        ("110105194912310021", "最后一位对不上"),
        ("11010519491331002X", "出生日期不存在"),
        ("110105203012310020", "出生日期"),
        ("张三", "只有数字和字母"),
        ("", "还没有填"),
        ("1234567", "应为 18 位"),
        ("²²²²²²²²²²²²²²²²²²", "只有数字和字母"),
        ("٣" * 18, "只有数字和字母"),
    ],
)
def test_a_wrong_id_number_is_told_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        check_id_number(typed, TODAY)
    assert said in caught.value.what
    assert caught.value.mend


def test_a_birth_after_today_is_refused_only_when_today_is_known() -> None:
    seventeen = "11010520301231002"
    number = seventeen + validators.check_digit_of(seventeen)
    assert check_id_number(number).value == number
    with pytest.raises(Problem, match="今天以后"):
        check_id_number(number, TODAY)


def test_birth_and_sex_are_read_out_of_resident_numbers_alone() -> None:
    assert birth_of("11010519491231002X") == date(1949, 12, 31)
    assert birth_of("110105491231002") == date(1949, 12, 31)
    assert birth_of("H12345678") is None
    assert sex_of("11010519491231002X") == "female"
    assert sex_of("110105491231001") == "male"
    assert sex_of("E12345678") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("0086 13812345678", "13812345678"),
        ("86 13812345678", "13812345678"),
        ("１３８ １２３４ ５６７８", "13812345678"),
        ("028-81234567", "028-81234567"),
        ("(028) 8123 4567", "028-81234567"),
        ("02881234567转801", "028-81234567-801"),
        ("028-81234567-801", "028-81234567-801"),
        ("0571 8765 4321", "0571-87654321"),
        ("+86 28 81234567", "028-81234567"),
        ("+86-028-81234567", "028-81234567"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_telephones_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert check_phone(typed).value == kept


def test_a_number_abroad_warns_that_messages_may_not_arrive() -> None:
    assert "短信" in check_phone("+85291234567").warnings[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1381234567", "手机号应为 11 位，您填了 10 位"),
        ("12812345678", "没有以「12」开头的手机号"),
        ("81234567", "缺区号"),
        ("110", "手机号应为 11 位"),
        ("abc", "只有数字"),
        ("0281234", "位数不对"),
        ("+1", "境外电话"),
        ("95588", "不像电话号码"),
    ],
)
def test_a_wrong_telephone_is_told_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        check_phone(typed)
    assert said in caught.value.what


def test_a_failed_luhn_check_warns_and_does_not_block() -> None:
    assert not check_bank_account("6222 0202 0011 2233 446").warnings
    assert check_bank_account("6222020200000000001").warnings


@pytest.mark.parametrize("typed", ["", "12345678901", "1" * 16, "6222abcd00000000", "1" * 20])
def test_an_impossible_account_is_refused(typed: str) -> None:
    with pytest.raises(Problem, match=r"银行卡号"):
        check_bank_account(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张三", "张三"),
        ("张 三", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("𠮷田", "𠮷田"),
        ("\U00031350明", "\U00031350明"),
        ("Anna-Marie O'Neil", "Anna-Marie O'Neil"),
        ("e\u0301a", "éa"),
        ("李\u200b明", "李明"),
    ],
)
def test_names_keep_rare_characters_and_one_kind_of_dot(typed: str, kept: str) -> None:
    assert check_name(typed).value == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("李", "至少要有两个字"),
        ("李4", "不能有数字"),
        ("李@明", "不能用的符号「@」"),
        ("李" * 51, "最多填 50 个字"),
        ("", "还没有填"),
        ("\ue863明", "没有统一编码"),
    ],
)
def test_a_wrong_name_is_told_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        check_name(typed)
    assert said in caught.value.what


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a\x00b", "不能保存的字符"),
        ("\u202eabc", "排版符号"),
        ("好\u2066坏", "排版符号"),
        ("你好😀", "表情符号"),
        ("<script>alert(1)</script>", "网页代码"),
        ("<img src=x>", "网页代码"),
        ("长" * 501, "最多填 500 个字"),
        ("长" * 1_000_000, "最多填 500 个字"),
        ("\ud800", "不能保存的字符"),
    ],
)
def test_hostile_text_has_its_own_message(typed: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        clean_text(typed)
    assert said in caught.value.what
    assert caught.value.mend


def test_a_comparison_in_free_text_is_not_taken_for_markup() -> None:
    assert clean_text("收入 < 3000 元") == "收入 < 3000 元"


def test_line_breaks_stay_only_where_lines_are_wanted() -> None:
    assert clean_text(" 一\r\n  二 ", lines=True) == "一\n二"
    assert clean_text(" 一\r\n  二 ") == "一 二"


def test_a_short_address_passes_with_a_warning() -> None:
    assert check_address("王家村").warnings
    assert not check_address("武侯祠大街231号").warnings
    with pytest.raises(Problem, match="没有文字"):
        check_address("12345678")
