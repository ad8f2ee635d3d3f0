"""Receipt numbers, the life of a case, form tokens and save codes: the pure parts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cases.folder import blank_paper
from assistant.cases.lifecycle import FOLLOWS, StepRefused, can_step, overall, step
from assistant.cases.model import CaseState, TokenProblem, TokenRefused
from assistant.cases.receipts import BODY_ALPHABET, SERVICE_LETTERS, check_sign, make_receipt, parse_receipt
from assistant.cases.tokens import TOKEN_LIVES, check_token, make_token
from assistant.people import FactorUnusable, normalise_code, normalise_factor
from assistant.people.codes import CODE_ALPHABET, code_from

S = CaseState
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@given(seed=st.integers(), service=st.sampled_from([*SERVICE_LETTERS, "something_new"]), year=st.integers(2026, 2099))
def test_every_receipt_reads_back_as_itself(seed: int, service: str, year: int) -> None:
    receipt = make_receipt(service, year, random.Random(seed).choice)
    assert parse_receipt(receipt) == receipt
    assert len(receipt) == 14
    assert set(receipt[5:9] + receipt[10:]) <= set(BODY_ALPHABET)


def test_a_receipt_says_service_and_year() -> None:
    assert make_receipt("funeral", 2026, random.Random(1).choice).startswith("SH26-")
    assert make_receipt("something_new", 2031, random.Random(1).choice).startswith("YJ31-")


@given(seed=st.integers(), place=st.integers(0, 11), sign=st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_sign_is_always_noticed(seed: int, place: int, sign: str) -> None:
    plain = make_receipt("funeral", 2026, random.Random(seed).choice).replace("-", "")
    wrong = plain[:place] + sign + plain[place + 1 :]
    assert (parse_receipt(wrong) is None) == (wrong != plain)


def test_the_check_sign_is_the_one_of_the_standard() -> None:
    # The Global Release Identifier uses ISO 7064 MOD 37,36; its standard's own example is A1-2425G-ABC1234002-M.
    assert check_sign("A12425GABC1234002") == "M"


@pytest.mark.parametrize("typed", ["", "SH26", "SH26-7K3M-9Q2D-", "王建国", "SH26 7K3M", "-" * 14, "S" * 10_000])
def test_what_is_not_a_receipt_is_not_read_as_one(typed: str) -> None:
    assert parse_receipt(typed) is None or typed.startswith("SH26-7K3M-9Q2D")


def test_receipts_are_read_in_any_common_spelling() -> None:
    receipt = make_receipt("funeral", 2026, random.Random(3).choice)
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in receipt)
    for typed in (receipt.lower(), receipt.replace("-", ""), f" {receipt} ", full_width):
        assert parse_receipt(typed) == receipt


def test_a_case_can_go_all_the_way() -> None:
    way = [S.SUBMITTED, S.SENT, S.RECEIVED, S.ACCEPTED, S.IN_PROGRESS, S.CORRECTION_NEEDED, S.IN_PROGRESS]
    way += [S.DECIDED, S.CLOSED]
    for current, wanted in pairwise(way):
        assert step(current, wanted) is wanted


def test_a_correction_is_sent_like_the_first_time() -> None:
    assert step(S.CORRECTION_NEEDED, S.SENT) is S.SENT


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (S.SUBMITTED, S.CLOSED),
        (S.RECEIVED, S.SENT),
        (S.DECIDED, S.IN_PROGRESS),
        (S.CLOSED, S.SUBMITTED),
        (S.SENT, S.SENT),
    ],
)
def test_a_step_back_or_over_the_decision_is_refused(current: CaseState, wanted: CaseState) -> None:
    with pytest.raises(StepRefused) as refused:
        step(current, wanted)
    assert (refused.value.current, refused.value.wanted) == (current, wanted)


def test_every_state_is_reached_and_only_the_end_has_no_way_on() -> None:
    assert set(FOLLOWS) == set(CaseState)
    reached = set().union(*FOLLOWS.values())
    assert reached == set(CaseState) - {S.SUBMITTED}
    assert [state for state, following in FOLLOWS.items() if not following] == [S.CLOSED]


def test_no_state_follows_itself() -> None:
    assert not [state for state in CaseState if can_step(state, state)]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([S.SUBMITTED, S.SENT], S.SUBMITTED),
        ([S.RECEIVED, S.ACCEPTED], S.RECEIVED),
        ([S.SUBMITTED, S.IN_PROGRESS], S.IN_PROGRESS),
        ([S.RECEIVED, S.DECIDED], S.IN_PROGRESS),
        ([S.DECIDED, S.CLOSED], S.DECIDED),
        ([S.CLOSED, S.CLOSED], S.CLOSED),
        ([S.CLOSED, S.CORRECTION_NEEDED], S.CORRECTION_NEEDED),
        ([S.ACCEPTED], S.ACCEPTED),
    ],
)
def test_the_whole_case_stands_where_its_parts_say(parts: list[CaseState], whole: CaseState) -> None:
    assert overall(parts) is whole
    assert overall(reversed(parts)) is whole


def test_a_case_is_decided_only_when_every_part_is() -> None:
    ended = {S.DECIDED, S.CLOSED}
    for parts in combinations(CaseState, 2):
        assert (overall(parts) in ended) == (set(parts) <= ended)


def test_a_case_without_parts_has_no_state() -> None:
    with pytest.raises(ValueError, match="at least one"):
        overall([])


def mac(purpose: str, text: str) -> str:
    return f"k1:{abs(hash((purpose, text))):x}"


def macs(purpose: str, text: str) -> tuple[str, ...]:
    return ("k2:00", mac(purpose, text))


def test_a_token_gives_back_the_version_it_was_made_for() -> None:
    token = make_token(mac, "case", 7, "nonce", NOW)
    assert check_token(macs, "case", token) == (7, int((NOW + TOKEN_LIVES).timestamp()))


@pytest.mark.parametrize("spoil", ["", "...", "7.x.nonce.k1:0", "8{}", "{}0", "{}."])
def test_a_spoilt_token_is_refused(spoil: str) -> None:
    token = make_token(mac, "case", 7, "nonce", NOW)
    with pytest.raises(TokenRefused) as refused:
        check_token(macs, "case", spoil.format(token))
    assert refused.value.problem is TokenProblem.FORGED


def test_a_token_belongs_to_one_case() -> None:
    with pytest.raises(TokenRefused):
        check_token(macs, "other", make_token(mac, "case", 7, "nonce", NOW))


@given(st.binary(min_size=32, max_size=32))
def test_a_code_has_eight_unambiguous_signs_and_reads_back(secret: bytes) -> None:
    code = code_from(secret)
    assert normalise_code(f" {code[:4].lower()}-{code[4:]} ") == code
    assert not set(code) & set("0O1I")


def test_the_alphabet_of_codes_has_no_sign_twice() -> None:
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET) == 32
    assert len(set(BODY_ALPHABET)) == len(BODY_ALPHABET) == 31


@pytest.mark.parametrize("typed", ["", "ABCDEFG", "ABCDEFGHJ", "ABCDEFG0", "一二三四五六七八"])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    assert normalise_code(typed) is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("13800138000", "8000"), ("138 0013 80 00", "8000"), ("１２３４", "1234"), ("a1b2c3d4", "1234")],
)
def test_the_second_factor_is_the_last_four_digits(typed: str, digits: str) -> None:
    assert normalise_factor(typed) == digits


@pytest.mark.parametrize("typed", ["", "123", "一二三四", "²³⁴⁵", "abcd"])
def test_fewer_than_four_digits_are_no_second_factor(typed: str) -> None:
    with pytest.raises(FactorUnusable):
        normalise_factor(typed)


def test_the_blank_paper_says_where_its_objects_stand() -> None:
    pdf = blank_paper(None)  # type: ignore[arg-type]
    start = int(pdf.split(b"startxref\n")[1].split(b"\n")[0])
    assert pdf[start : start + 4] == b"xref"
    assert timedelta(0) < TOKEN_LIVES
