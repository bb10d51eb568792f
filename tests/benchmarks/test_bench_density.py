"""Density of a million points, beside KDEpy in the same run."""

import warnings
from time import perf_counter

import numpy as np
import pytest

from maps.crime.binning import warm_up
from maps.crime.density import density_grid

SIDE, CELLS, BANDWIDTH = 20_000.0, 1000, 300.0
#: Our median must be so many times faster than the peer's.
TIMES_FASTER = 4


@pytest.fixture(scope="module")
def million():
    rng = np.random.default_rng(0)
    centres = rng.uniform(2000, 18_000, (200, 2))
    points = centres[rng.integers(0, 200, 1_000_000)] + rng.normal(0, 300, (1_000_000, 2))
    x, y = np.clip(points, 1, SIDE - 1).T.copy()
    return x, y


def ours(x, y):
    return density_grid(x, y, bandwidth_m=BANDWIDTH, cell_m=SIDE / CELLS, bounds=(0, 0, SIDE, SIDE))


def peer(x, y):
    """KDEpy's FFTKDE with the same kernel on a grid of as many nodes; its bandwidth is a standard deviation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from KDEpy import FFTKDE
        from KDEpy.utils import cartesian
    grid = cartesian([np.linspace(0, SIDE, CELLS)] * 2)
    return FFTKDE(kernel="biweight", bw=BANDWIDTH / 7**0.5).fit(np.column_stack([x, y])).evaluate(grid)


def test_density_of_a_million_points(benchmark, million):
    warm_up()
    ours(*million)
    ratios, peers = [], []

    def round_trip():
        start = perf_counter()
        ours(*million)
        middle = perf_counter()
        peer(*million)
        end = perf_counter()
        peers.append(end - middle)
        ratios.append((end - middle) / (middle - start))

    for _ in range(7):  # in turns: both meet the same load of the machine
        round_trip()
    benchmark.pedantic(ours, args=million, rounds=10)
    benchmark.extra_info["kdepy_median_s"] = float(np.median(peers))
    benchmark.extra_info["times_faster"] = float(np.median(ratios))
    assert np.median(ratios) >= TIMES_FASTER
