"""Counts of two semesters: intervals, E-test, false discoveries, against enumerations and published values."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from maps.crime import change
from maps.crime.change import (
    compare,
    counts_by_semester,
    difference_interval,
    e_test,
    poisson_interval,
)
from maps.semester.semesters import same_semesters

COUNTS = st.integers(0, 25)


def slow_p(k1: int, k2: int, n1: int, n2: int, d: float) -> float:
    """The E-test as its paper writes it, term by term over all counts that matter."""

    def spread(x: int, y: int) -> float:
        gap, v = x / n1 - y / n2 - d, x / n1**2 + y / n2**2
        if v == 0:
            return 0.0 if gap == 0 else math.inf
        return abs(gap) / math.sqrt(v)

    second = max((k1 + k2) / (n1 + n2) - d * n1 / (n1 + n2), 0.0, -d)
    means = (second + d) * n1, second * n2
    seen, total = spread(k1, k2), 0.0
    masses = [
        [math.exp(-mean + (k * math.log(mean) if k else 0.0) - math.lgamma(k + 1)) if mean > 0 else float(k == 0)
         for k in range(130)]
        for mean in means
    ]  # fmt: skip
    for x, y in itertools.product(range(130), range(130)):
        if spread(x, y) >= seen * (1 - 1e-12):
            total += masses[0][x] * masses[1][y]
    return min(total, 1.0)


def test_exact_interval_of_a_count() -> None:
    low, high = poisson_interval([7, 0, 100])
    assert (round(low[0], 1), round(high[0], 1)) == (2.8, 14.4)
    assert low[1] == 0 and high[1] == pytest.approx(-math.log(0.025))
    assert low[2] == pytest.approx(81.36, abs=0.01) and high[2] == pytest.approx(121.63, abs=0.01)


@pytest.mark.parametrize(
    ("k1", "k2", "n1", "n2", "d"),
    [
        (7, 2, 1, 1, 0.0),
        (0, 5, 1, 1, 0.0),
        (20, 41, 1, 3, 0.0),
        (3, 3, 1, 1, 4.5),
        (4, 9, 1, 2, -6.0),
        (0, 0, 1, 1, 2.0),
    ],
)
def test_e_test_is_the_enumeration_of_its_paper(k1: int, k2: int, n1: int, n2: int, d: float) -> None:
    assert e_test(k1, k2, n1, n2, d) == pytest.approx(slow_p(k1, k2, n1, n2, d), abs=1e-8)


def test_e_test_rejects_less_than_it_may_where_nothing_changes() -> None:
    """Size of the test at 5 %: the exact probability, under equal means, of the counts it rejects."""
    for mean in (2.0, 6.0, 15.0):
        counts = range(45)
        mass = [math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in counts]
        size = sum(mass[x] * mass[y] for x in counts for y in counts if e_test(x, y) <= 0.05)
        assert 0.015 < size < 0.055, mean


@settings(max_examples=60, deadline=None)
@given(COUNTS, COUNTS)
def test_e_test_does_not_depend_on_the_order(x: int, y: int) -> None:
    assert e_test(x, y) == pytest.approx(e_test(y, x), abs=1e-9)
    assert 0 <= e_test(x, y) <= 1
    assert e_test(x, x) == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(COUNTS, COUNTS, st.sampled_from([1, 2, 3]), st.sampled_from([0.9, 0.95, 0.99]))
def test_interval_agrees_with_the_test(x: int, y: int, years: int, confidence: float) -> None:
    low, high = difference_interval(x, y, 1, years, confidence)
    assert low <= x - y / years <= high
    assert (low <= 0 <= high) == (e_test(x, y, 1, years) > 1 - confidence)
    for outward in (0.5, 1.0, 2.0, 4.0):
        for outer in (low - outward, high + outward):
            beyond_nought = outer * (low if outer < low else high) < 0
            assert beyond_nought or e_test(x, y, 1, years, outer) <= 1 - confidence + 0.002


def test_the_interval_holds_what_is_plausible_beyond_a_rejected_stretch() -> None:
    assert e_test(1, 1, 1, 1, -3.1) <= 0.05 < e_test(1, 1, 1, 1, -3.6)
    low, high = difference_interval(1, 1)
    assert low < -4.7 and high > 4.7


def test_large_counts_pass_to_the_normal_without_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = e_test(1950, 2040)
    monkeypatch.setattr(change, "LARGE", 100)
    assert e_test(1950, 2040) == pytest.approx(exact, abs=0.003)


def test_intervals_hold_the_truth_in_all_zones_together() -> None:
    """Ten zones where nothing changes: in 95 % of the semesters or more no interval leaves out nought."""
    rng = np.random.default_rng(20260701)
    means = rng.uniform(5, 40, 10)
    clean = 0
    for _ in range(200):
        table = compare(pd.Series(rng.poisson(means)), pd.Series(rng.poisson(means)))
        clean += bool(((table["low"] <= 0) & (table["high"] >= 0)).all())
        assert ((table["outcome"] == "chance") == ((table["low"] <= 0) & (table["high"] >= 0))).all()
    assert clean / 200 >= 0.93


def test_false_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    after, before = pd.Series([60, 41, 30, 22, 9]), pd.Series([20, 22, 24, 21, 10])
    table = compare(after, before)
    order = np.argsort(table["p"].to_numpy())
    by_hand, smallest = [1.0] * 5, 1.0
    for rank in range(5, 0, -1):
        smallest = min(smallest, table["p"].iloc[order[rank - 1]] * 5 / rank)
        by_hand[order[rank - 1]] = smallest
    assert table["q"].tolist() == pytest.approx(by_hand)
    assert table["outcome"].tolist() == ["rise", "rise", "chance", "chance", "chance"]
    assert (table["low"] > 0).tolist() == [True, True, False, False, False]


def test_a_percentage_is_told_only_of_enough_events() -> None:
    table = compare(pd.Series([45, 40]), pd.Series([30, 29]))
    assert table["percent"].iloc[0] == pytest.approx(0.5)
    assert pd.isna(table["percent"].iloc[1])


def test_the_mean_of_three_years_counts_three_times_the_events() -> None:
    one = compare(pd.Series([60]), pd.Series([40])).iloc[0]
    three = compare(pd.Series([60]), pd.Series([120]), 3).iloc[0]
    assert one["before"] == three["before"] == 40
    assert three["p"] < one["p"] and three["low"] > one["low"]


def test_only_the_same_half_of_earlier_years() -> None:
    known = ["2024-1", "2024-2", "2025-1", "2025-2", "2026-1", "2027-1"]
    assert same_semesters("2026-1", known) == ["2025-1", "2024-1"]
    assert same_semesters("2024-2", known) == []
    with pytest.raises(ValueError, match="2026"):
        same_semesters("2026", known)


def test_counts_by_zone_and_semester() -> None:
    table = counts_by_semester(
        [11, 12], [0, 1, 1, -1, 0], ["2026-1", "2025-1", "2026-1", "2026-1", "2026-1"], [1, 2, 1, 9, 3]
    )
    assert table.columns.tolist() == ["2025-1", "2026-1"]
    assert table.loc[11].tolist() == [0, 4] and table.loc[12].tolist() == [2, 1]


def test_no_zone_gives_an_empty_table() -> None:
    assert compare(pd.Series([], dtype=int), pd.Series([], dtype=int)).empty
