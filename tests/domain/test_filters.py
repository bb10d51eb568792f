"""Filters as data: what passes, what is refused, JSON there and back."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, strategies as st

from app.speech.filters import condition_text, read_condition
from maps.errors import InvalidValue, ValueProblem
from maps.schema import LAYERS, layer
from maps.views.filters import Comparison, Condition, Filter, comparisons, condition, matches, plain

CAMERA, OFFENCE = layer("camera"), layer("offence")
COLUMNS = {
    "code": ["TC-1", "TC-2", "TC-3", None],
    "name": ["Via Èze", "Piazza Cavour", "via CAVOUR", ""],
    "working_state": ["working", "broken", None, "broken"],
    "purposes": [["urban_safety"], ["urban_safety", "traffic_plates"], [], None],
    "height_m": [3.0, 5.5, None, 8.0],
    "azimuth_deg": [355.0, 10.0, 180.0, None],
    "anpr": [True, False, None, True],
    "checked_on": [dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1), None],
}


def passing(field: str, comparison: Comparison, *raw: object) -> list[int]:
    asked = condition(CAMERA.field(field), comparison, *raw)
    return np.flatnonzero(Filter((asked,)).mask(CAMERA, COLUMNS, 4)).tolist()


@pytest.mark.parametrize(
    ("field", "comparison", "raw", "rows"),
    [
        ("working_state", Comparison.IS, ["Guasta"], [1, 3]),
        ("working_state", Comparison.IS, ["broken", "working"], [0, 1, 3]),
        ("working_state", Comparison.IS_NOT, ["Guasta"], [0, 2]),
        ("working_state", Comparison.EMPTY, [], [2]),
        ("purposes", Comparison.IS, ["traffic_plates"], [1]),
        ("purposes", Comparison.EMPTY, [], [2, 3]),
        ("name", Comparison.CONTAINS, ["cavour"], [1, 2]),
        ("name", Comparison.CONTAINS, ["eze"], [0]),
        ("name", Comparison.FILLED, [], [0, 1, 2]),
        ("height_m", Comparison.BETWEEN, ["3", "5,5"], [0, 1]),
        ("height_m", Comparison.BETWEEN, ["5,5", ""], [1, 3]),
        ("height_m", Comparison.BETWEEN, ["-900", "900"], [0, 1, 3]),
        ("azimuth_deg", Comparison.BETWEEN, ["350", "20"], [0, 1]),
        ("anpr", Comparison.IS, ["sì"], [0, 3]),
        ("anpr", Comparison.IS, ["no"], [1]),
        ("checked_on", Comparison.BETWEEN, ["01/01/2026", "30/06/2026"], [0, 1]),
    ],
)
def test_conditions(field: str, comparison: Comparison, raw: list, rows: list[int]) -> None:
    assert passing(field, comparison, *raw) == rows


def test_conditions_must_all_hold() -> None:
    both = (
        condition(CAMERA.field("working_state"), Comparison.IS, "broken"),
        condition(CAMERA.field("height_m"), Comparison.BETWEEN, 6, None),
    )
    assert Filter(both).mask(CAMERA, COLUMNS, 4).tolist() == [False, False, False, True]


def test_a_last_day_means_the_whole_of_it() -> None:
    asked = condition(OFFENCE.field("start_at"), Comparison.BETWEEN, "01/05/2026", "02/05/2026")
    hours = [dt.datetime(2026, 5, 2, 23, 59), dt.datetime(2026, 5, 3), None]
    assert matches(OFFENCE.field("start_at"), asked, hours).tolist() == [True, False, False]


def test_every_word_is_found_in_some_column_as_it_is_shown() -> None:
    def found(text: str) -> list[int]:
        wanted = Filter((), text, ("name", "working_state", "height_m"))
        return np.flatnonzero(wanted.mask(CAMERA, COLUMNS, 4)).tolist()

    assert found("cavour GUASTA") == [1]
    assert found("5,5") == [1]
    assert found("  ") == [0, 1, 2, 3]
    assert found("жуков") == []


@pytest.mark.parametrize(
    ("field", "comparison", "raw", "reason"),
    [
        ("height_m", Comparison.BETWEEN, ["boh", ""], ValueProblem.NOT_A_NUMBER),
        ("height_m", Comparison.BETWEEN, ["", ""], ValueProblem.REQUIRED),
        ("working_state", Comparison.IS, [], ValueProblem.REQUIRED),
        ("working_state", Comparison.IS, ["boh"], ValueProblem.NOT_IN_LIST),
        ("name", Comparison.CONTAINS, ["  "], ValueProblem.REQUIRED),
    ],
)
def test_what_says_nothing_is_refused(
    field: str, comparison: Comparison, raw: list, reason: ValueProblem
) -> None:
    with pytest.raises(InvalidValue) as refused:
        condition(CAMERA.field(field), comparison, *raw)
    assert refused.value.reason is reason


@pytest.mark.parametrize("name", list(LAYERS))
def test_emptiness_splits_any_column_of_any_layer(name: str) -> None:
    for field in LAYERS[name].fields:
        assert {Comparison.EMPTY, Comparison.FILLED} <= set(comparisons(field))
        values = [None, "", []]
        assert matches(field, Condition(field.name, Comparison.EMPTY), values).all()
        assert not matches(field, Condition(field.name, Comparison.FILLED), values).any()


def test_json_there_and_back() -> None:
    wanted = Filter(
        (
            condition(CAMERA.field("working_state"), Comparison.IS, "broken"),
            condition(CAMERA.field("purposes"), Comparison.IS, "urban_safety", "traffic_plates"),
            condition(CAMERA.field("checked_on"), Comparison.BETWEEN, "01/01/2026", None),
            condition(CAMERA.field("anpr"), Comparison.IS, False),
            condition(CAMERA.field("remarks"), Comparison.EMPTY),
        ),
        "duomo",
        ("name",),
    )
    import json

    assert Filter.from_json(CAMERA, json.loads(json.dumps(wanted.to_json()))) == wanted
    assert Filter.from_json(CAMERA, {}) == Filter() and not Filter()


@pytest.mark.parametrize(
    "kept", [{"field": "boh", "comparison": "is"}, {"field": "name", "comparison": "boh"}]
)
def test_a_spoilt_filter_is_refused(kept: dict) -> None:
    with pytest.raises(InvalidValue):
        Filter.from_json(CAMERA, {"conditions": [kept]})


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=20))
def test_contains_is_the_plain_substring(needle: str, texts: list[str]) -> None:
    if not plain(needle.strip()):
        return
    field = CAMERA.field("name")
    asked = condition(field, Comparison.CONTAINS, needle)
    assert matches(field, asked, texts).tolist() == [plain(needle.strip()) in plain(each) for each in texts]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Funzionamento = Guasta", "Funzionamento: Guasta"),
        ("funzionamento=guasta o degradata", "Funzionamento: Guasta o Degradata"),
        ("Funzionamento ≠ Guasta", "Funzionamento diverso da Guasta"),
        ("Altezza ≥ 5", "Altezza ≥ 5\u00a0m"),
        ("Altezza tra 3 e 6,5", "Altezza da 3 a 6,5\u00a0m"),
        ("Note vuoto", "Note: vuoto"),
        ("Note non vuoto", "Note: non vuoto"),
        ("Denominazione contiene Cavour", "Denominazione contiene «Cavour»"),
    ],
)
def test_a_typed_sentence_is_a_condition(typed: str, said: str) -> None:
    asked = read_condition(CAMERA, typed)
    assert asked is not None and condition_text(CAMERA, asked) == said


@pytest.mark.parametrize(
    "typed", ["", "Via Cavour", "Altezza = boh", "Funzionamento =", "= Guasta", "boh = 3"]
)
def test_other_words_are_only_words(typed: str) -> None:
    assert read_condition(CAMERA, typed) is None
