"""Classes and categories: against mapclassify, and with values that leave little to classify."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from maps.views.classes import MOST_CATEGORIES, Method, Notice, categorise, classify

NUMBERS = st.lists(
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda each: round(each, 3)), min_size=1, max_size=60
)


@pytest.mark.parametrize("count", [2, 5, 9])
@pytest.mark.parametrize("size", [20, 700])
def test_breaks_are_those_of_mapclassify(size: int, count: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mapclassify = pytest.importorskip("mapclassify")
    values = np.random.default_rng(size + count).lognormal(size=size)
    oracles = {
        Method.JENKS: mapclassify.FisherJenks,
        Method.QUANTILES: mapclassify.Quantiles,
        Method.EQUAL: mapclassify.EqualInterval,
    }
    for method, oracle in oracles.items():
        found, theirs = classify(values, method, count), oracle(values, k=count)
        assert np.allclose(found.breaks, theirs.bins), method
        assert found.counts == tuple(theirs.counts.tolist()), method


def test_many_different_values_are_grouped_first_and_nearly_as_good() -> None:
    values = np.random.default_rng(4).lognormal(size=20_000)
    found = classify(values, Method.JENKS, 5)
    by_quantile = classify(values, Method.QUANTILES, 5)

    def spread(codes: np.ndarray) -> float:
        return sum(float(((values[codes == k] - values[codes == k].mean()) ** 2).sum()) for k in range(5))

    assert len(found.breaks) == 5
    assert spread(found.codes) < 0.5 * spread(by_quantile.codes)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.sampled_from(Method), st.integers(2, 9))
def test_every_value_lies_in_its_class(values: list[float], method: Method, count: int) -> None:
    found = classify(values, method, count)
    assert list(found.breaks) == sorted(set(found.breaks))
    assert sum(found.counts) == len(values) and found.missing == 0
    for value, code in zip(values, found.codes.tolist(), strict=True):
        assert value <= found.breaks[code] or np.isclose(value, found.breaks[code])
        assert code == 0 or value > found.breaks[code - 1]


@pytest.mark.parametrize("method", Method)
def test_little_to_classify_is_said(method: Method) -> None:
    nothing = classify([None, float("nan"), float("inf")], method, 5)
    assert (nothing.notice, nothing.breaks, nothing.missing) == (Notice.NO_VALUES, (), 3)
    assert classify([], method, 5).notice is Notice.NO_VALUES
    same = classify([3.0, 3.0, None], method, 5)
    assert (same.notice, same.breaks, same.counts) == (Notice.ONE_VALUE, (3.0,), (2,))


def test_fewer_values_than_classes() -> None:
    found = classify([1, 2, 2], Method.JENKS, 5)
    assert (found.notice, found.breaks, found.counts) == (Notice.FEWER_CLASSES, (1.0, 2.0), (1, 2))


def test_categories_follow_their_code_list_and_the_rarest_go_together() -> None:
    found = categorise(["b", "a", "b", None, "", ["c", "a"]], order=("a", "b", "c"))
    assert found.values == ("a", "b", "c")
    assert (found.counts, found.missing) == ((1, 2, 1), 2)
    many = categorise([f"v{n}" for n in range(30)] + ["v3"] * 4)
    assert many.notice is Notice.MORE_CATEGORIES
    assert (len(many.values), many.values[0], many.values[-1]) == (MOST_CATEGORIES, "v3", None)
    assert many.together == 30 - (MOST_CATEGORIES - 1)
    assert sum(many.counts) == 34


def test_categories_of_nothing_and_of_one() -> None:
    assert categorise([None, ""]).notice is Notice.NO_VALUES
    assert categorise([True, True]).notice is Notice.ONE_VALUE
