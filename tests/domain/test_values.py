"""What people write becomes a value, or is refused with its reason."""

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from maps.errors import InvalidValue, ValueProblem
from maps.schema import LAYERS, Field, FieldKind, layer
from maps.schema.values import match_code, parse_number, parse_value

HEIGHT = layer("camera").field("height_m")
RES_X = layer("camera").field("res_x")
CHECKED = layer("camera").field("checked_on")
START = layer("offence").field("start_at")
PURPOSES = layer("camera").field("purposes")
STATE = layer("camera").field("working_state")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.708,5", 1708.5),
        ("1708,5", 1708.5),
        ("1708.5", 1708.5),
        ("1 708,5", 1708.5),
        ("1,708.5", 1708.5),
        ("1.234.567", 1234567.0),
        ("1.708", 1.708),
        ("−3,5", -3.5),
        ("12e2", 1200.0),
        ("4,5 ca.", None),
        ("1_000", None),
        ("1,2,3", None),
        ("inf", None),
        ("", None),
    ],
)
def test_numbers_of_both_habits(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@given(st.floats(min_value=-1e6, max_value=1e6).map(lambda value: round(value, 2)))
def test_an_italian_number_comes_back(value: float) -> None:
    italian = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    assert parse_number(italian) == pytest.approx(value)


def test_a_number_may_carry_the_unit_of_its_field_and_no_other() -> None:
    assert parse_value(HEIGHT, "5,5 m") == 5.5
    with pytest.raises(InvalidValue) as refused:
        parse_value(HEIGHT, "450 cm")
    assert refused.value.reason is ValueProblem.NOT_A_NUMBER


def test_thousands_of_pixels_are_an_integer() -> None:
    assert parse_value(RES_X, "2.160") == 2160
    assert parse_value(RES_X, 1920.0) == 1920


@pytest.mark.parametrize(
    ("field", "raw", "reason"),
    [
        (HEIGHT, "4,5 m ca.", ValueProblem.NOT_A_NUMBER),
        (HEIGHT, True, ValueProblem.NOT_A_NUMBER),
        (HEIGHT, -1, ValueProblem.BELOW_MINIMUM),
        (HEIGHT, 1e5, ValueProblem.ABOVE_MAXIMUM),
        (RES_X, "1920,5", ValueProblem.NOT_AN_INTEGER),
        (CHECKED, "31/02/2026", ValueProblem.NOT_A_DATE),
        (CHECKED, "03/25/2026", ValueProblem.NOT_A_DATE),
        (STATE, "forse", ValueProblem.NOT_IN_LIST),
        (layer("camera").field("records"), "a volte", ValueProblem.NOT_YES_NO),
        (layer("camera").field("azimuth_deg"), "verso la piazza", ValueProblem.NOT_A_DIRECTION),
        (layer("camera").field("name"), "x" * 10_001, ValueProblem.TOO_LONG),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    field: Field, raw: object, reason: ValueProblem
) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_value(field, raw)
    assert refused.value.reason is reason
    assert refused.value.raw == raw


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-04", date(2025, 3, 4)),
        ("04/03/2025", date(2025, 3, 4)),
        ("4/3/2025", date(2025, 3, 4)),
        ("04.03.2025", date(2025, 3, 4)),
        ("2025-03", date(2025, 3, 1)),
    ],
)
def test_no_guess_swaps_day_and_month(text: str, day: date) -> None:
    assert parse_value(CHECKED, text) == day


def test_moments_keep_their_hour() -> None:
    assert parse_value(START, "04/03/2025 21:30") == datetime(2025, 3, 4, 21, 30)
    assert parse_value(START, "2025-03-04T21:30:15Z") == datetime(2025, 3, 4, 21, 30, 15)


def test_codes_answer_to_value_label_and_alias_without_case_or_accents() -> None:
    for spelling in ("urban_safety", "SICUREZZA URBANA", "Sicurezza  urbana"):
        assert match_code(PURPOSES.codes, spelling) == "urban_safety"
    assert parse_value(STATE, "Sì") == "working"
    assert parse_value(STATE, "no") == "broken"


def test_a_label_with_a_comma_or_a_list_of_labels() -> None:
    assert parse_value(PURPOSES, "Sicurezza urbana; targhe; Sicurezza urbana") == [
        "urban_safety",
        "traffic_plates",
    ]
    assert parse_value(PURPOSES, ["urban_safety"]) == ["urban_safety"]


@pytest.mark.parametrize("raw", [None, "", "  ", "n.d.", float("nan"), "NULL"])
def test_nothing_is_nothing(raw: object) -> None:
    assert parse_value(HEIGHT, raw) is None


@given(st.sampled_from([f for each in LAYERS.values() for f in each.fields]), st.text(max_size=40))
def test_any_text_gives_a_value_or_its_reason(field: Field, text: str) -> None:
    try:
        value = parse_value(field, text)
    except InvalidValue as refused:
        assert refused.field_name == field.name
    else:
        assert value is None or isinstance(value, str | int | float | bool | date | list)


@given(st.sampled_from(list(LAYERS)))
def test_every_label_of_a_code_list_is_read_back(name: str) -> None:
    for field in LAYERS[name].fields:
        for code in field.codes.codes if field.codes else ():
            expected = [code.value] if field.kind is FieldKind.CODES else code.value
            assert parse_value(field, code.value) == expected
            assert parse_value(field, code.label) == expected
