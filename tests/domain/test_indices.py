"""Indices of uneven distribution: the worked example and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from maps.balance.indices import (
    gini,
    gini_counts,
    hoover,
    location_quotient,
    lorenz,
    obstacle,
    theil,
    to_relocate,
    uncovered_share,
)
from maps.balance.verdicts import Reason

RHO = [0.18, 0.32, 0.22, 0.16, 0.12]
CAMERAS = [38, 12, 9, 10, 7]

amounts = st.lists(st.floats(0.01, 1e4), min_size=2, max_size=12)
pairs = st.integers(2, 12).flatmap(
    lambda n: st.tuples(*[st.lists(st.floats(0.01, 1e4), min_size=n, max_size=n)] * 2)
)


def test_worked_example():
    assert location_quotient(CAMERAS, RHO) == pytest.approx([2.78, 0.49, 0.54, 0.82, 0.77], abs=0.005)
    assert gini(CAMERAS, RHO) == pytest.approx(0.368, abs=0.0005)
    assert hoover(CAMERAS, RHO) == pytest.approx(0.320, abs=0.0005)
    assert to_relocate(hoover(CAMERAS, RHO), 76) == 24


@given(pairs, st.floats(0.001, 1000))
@settings(max_examples=100, deadline=None)
def test_scale_does_not_matter(pair, factor):
    supply, demand = map(np.array, pair)
    assert hoover(supply * factor, demand) == pytest.approx(hoover(supply, demand), abs=1e-9)
    assert gini(supply, demand * factor) == pytest.approx(gini(supply, demand), abs=1e-9)
    assert theil(supply * factor, demand)[0] == pytest.approx(theil(supply, demand)[0], abs=1e-9)


@given(amounts, st.floats(0.001, 1000))
@settings(max_examples=50, deadline=None)
def test_proportionality_is_nought(demand, factor):
    supply = np.array(demand) * factor
    assert hoover(supply, demand) == pytest.approx(0, abs=1e-9)
    assert gini(supply, demand) == pytest.approx(0, abs=1e-9)
    assert theil(supply, demand)[0] == pytest.approx(0, abs=1e-9)
    assert location_quotient(supply, demand) == pytest.approx([1.0] * len(demand))


@given(pairs)
@settings(max_examples=100, deadline=None)
def test_hoover_is_the_greatest_distance_of_lorenz_from_the_diagonal(pair):
    x, y = lorenz(*pair)
    assert np.max(x - y) == pytest.approx(hoover(*pair), abs=1e-9)
    assert gini(*pair) >= hoover(*pair) - 1e-9
    slopes = np.diff(y) / np.diff(x)
    assert (np.diff(slopes) >= -1e-6 * slopes[1:]).all()


@given(pairs, st.data())
@settings(max_examples=100, deadline=None)
def test_theil_is_between_plus_within(pair, data):
    supply, demand = map(np.array, pair)
    groups = np.array(data.draw(st.lists(st.sampled_from("abc"), min_size=len(supply), max_size=len(supply))))
    total, between, within = theil(supply, demand, groups)
    sigma, rho = supply / supply.sum(), demand / demand.sum()
    inner = 0.0
    for group in set(groups):
        chosen = groups == group
        inner += sigma[chosen].sum() * theil_or_nought(sigma[chosen], rho[chosen])
    assert total == pytest.approx(between + inner, abs=1e-9)
    assert within == pytest.approx(inner, abs=1e-9)
    assert between >= -1e-12


def theil_or_nought(supply, demand):
    return 0.0 if len(supply) == 1 else theil(supply, demand)[0]


def test_generalised_gini_of_few_events_in_many_places():
    rng = np.random.default_rng(0)
    draws = [np.bincount(rng.integers(0, 1000, 50), minlength=1000) for _ in range(20)]
    assert np.mean([gini_counts(counts) for counts in draws]) == pytest.approx(0.05, abs=0.02)
    assert gini(draws[0], np.ones(1000)) > 0.94
    assert gini_counts([1] * 50 + [0] * 950) == pytest.approx(0, abs=1e-9)
    assert gini_counts([2, 2, 2]) == pytest.approx(0, abs=1e-9)
    assert gini_counts([0, 0]) is None


def test_uncovered_share():
    assert uncovered_share([1.0, 0.0], [3, 1]) == pytest.approx(0.25)
    assert uncovered_share([1.0, 0.0], [0, 0]) is None


@pytest.mark.parametrize(
    ("supply", "demand", "reason"),
    [
        ([], [], Reason.NO_ZONES),
        ([3], [1], Reason.ONE_ZONE),
        ([3, 1], [0, 0], Reason.NO_RISK),
        ([0, 0], [1, 1], Reason.NO_SUPPLY),
    ],
)
def test_what_cannot_be_computed_is_none_with_a_reason(supply, demand, reason):
    assert obstacle(supply, demand) is reason
    assert hoover(supply, demand) is None
    assert gini(supply, demand) is None
    assert theil(supply, demand) is None
    assert to_relocate(hoover(supply, demand), 5) is None


def test_supply_where_there_is_no_demand():
    assert location_quotient([1, 1], [0, 4]) == [None, 0.5]
    assert theil([1, 1], [0, 4]) is None
    assert hoover([1, 1], [0, 4]) == pytest.approx(0.5)


#: Some nought, some not known, some tiny: what a poor register gives.
poor = st.lists(
    st.one_of(st.just(0.0), st.floats(0, 1e-200), st.floats(0.01, 1e6)), min_size=0, max_size=6
).flatmap(lambda demand: st.tuples(st.permutations(demand), st.just(demand)))


@given(poor)
@settings(max_examples=200, deadline=None)
def test_an_index_is_in_its_range_or_has_a_reason(pair):
    """Never NaN: each index is a number in its range, or None with a reason."""
    supply, demand = pair
    why, found = obstacle(supply, demand), [hoover(supply, demand), gini(supply, demand)]
    assert all((value is None) == (why is not None) for value in found)
    assert all(value is None or -1e-9 <= value <= 1 + 1e-9 for value in found)
    parts = theil(supply, demand)
    assert parts is None or all(np.isfinite(part) for part in np.atleast_1d(parts[0]))
    assert all(each is None or np.isfinite(each) for each in location_quotient(supply, demand))
