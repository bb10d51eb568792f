"""Siting: greedy, exact, limits, and proved optima of public instances."""

import csv
import os
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings, strategies as st
from scipy import sparse
from scipy.spatial.distance import cdist

from maps.balance.siting import (
    SitingProblem,
    SitingStatus,
    coverage_matrix,
    gain_of,
    merged,
    overlap_of,
    site_exact,
    site_greedy,
)
from maps.errors import AnalysisError, Cancelled


def town(seed=0, sites=12, cells=40, **limits):
    """Sites and cells at random in a square, a cell seen from within 0.3."""
    rng = np.random.default_rng(seed)
    sites_xy, cells_xy = rng.random((sites, 2)), rng.random((cells, 2))
    covers = sparse.csr_matrix(cdist(sites_xy, cells_xy) < 0.3)
    limits.setdefault("count", 3)
    return SitingProblem(covers, rng.integers(1, 9, cells).astype(float), **limits)


def allowed(problem, chosen):
    """Whether a set of sites keeps every limit: slow and plain."""
    if problem.count is not None and len(chosen) > problem.count:
        return False
    if problem.budget is not None and problem.cost[chosen].sum() > problem.budget + 1e-9:
        return False
    if problem.overlap_cap is not None and overlap_of(problem, chosen) > problem.overlap_cap + 1e-9:
        return False
    existing = np.zeros(problem.covers.shape[1]) if problem.existing is None else problem.existing
    seen = (existing > 0) | (np.asarray(problem.covers[chosen].sum(axis=0)).ravel() > 0)
    for zone, floor in problem.floors.items():
        inside = problem.zone == zone
        if problem.worth[inside & seen].sum() < floor * problem.worth[inside].sum() - 1e-9:
            return False
    return True


def brute(problem, most=4):
    """Best gain over all sets of up to `most` sites; None where no set is allowed."""
    best = None
    for size in range(most + 1):
        for group in combinations(range(problem.covers.shape[0]), size):
            chosen = np.array(group, dtype=int)
            if allowed(problem, chosen):
                gain = gain_of(problem, chosen)
                best = gain if best is None else max(best, gain)
    return best


@given(st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_exact_is_the_best_of_all_sets_and_greedy_is_not_far(seed):
    problem = town(seed)
    exact, quick = site_exact(problem), site_greedy(problem)
    assert exact.gain == pytest.approx(brute(problem, 3))
    assert exact.status is SitingStatus.OPTIMAL
    assert exact.gap == 0
    assert (1 - 1 / np.e) * exact.gain - 1e-9 <= quick.gain <= exact.gain + 1e-9
    assert exact.steps.sum() == pytest.approx(exact.gain)
    assert (np.diff(exact.steps) <= 1e-9).all()
    assert exact.gain - 1e-9 <= quick.bound < np.inf


LIMITS = {
    "existing": lambda rng, n, m: {"existing": rng.integers(0, 2, m)},
    "budget": lambda rng, n, m: {"cost": rng.uniform(1, 5, n), "budget": 8.0, "count": None},
    "cap": lambda rng, n, m: {"overlap_cap": 0.1, "existing": (rng.random(m) < 0.2).astype(int)},
    "penalty": lambda rng, n, m: {"overlap_penalty": 2.0},
    "privacy": lambda rng, n, m: {"privacy_penalty": rng.uniform(0, 20, n)},
    "floor": lambda rng, n, m: {"zone": np.arange(m) % 3, "floors": {1: 0.5}},
}


@pytest.mark.parametrize("kind", list(LIMITS))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_limit_against_all_sets(kind, seed):
    rng = np.random.default_rng(seed)
    problem = town(seed, sites=10, cells=30, **LIMITS[kind](rng, 10, 30))
    exact, quick = site_exact(problem), site_greedy(problem)
    assert exact.gain == pytest.approx(brute(problem))
    assert allowed(problem, exact.chosen)
    if kind != "floor":
        assert allowed(problem, quick.chosen)
    assert quick.gain <= exact.gain + 1e-9 or kind == "floor"
    assert quick.bound >= exact.gain - 1e-9


def test_the_same_without_merging():
    problem = town(5, cells=60)
    doubled = replace(
        problem,
        covers=sparse.hstack([problem.covers, problem.covers]).tocsr(),
        worth=np.tile(problem.worth / 2, 2),
    )
    assert merged(doubled).covers.shape[1] <= merged(problem).covers.shape[1]
    assert site_exact(doubled).gain == pytest.approx(site_exact(problem).gain)


def test_limits_that_cannot_be_met_together():
    problem = town(1, zone=np.zeros(40, int), floors={0: 1.0}, count=1)
    answer = site_exact(problem)
    assert answer.status is SitingStatus.INFEASIBLE
    assert len(answer.chosen) == 0


def test_no_money_places_nothing():
    problem = town(1, cost=np.full(12, 5.0), budget=1.0, count=None)
    assert len(site_exact(problem).chosen) == 0
    assert len(site_greedy(problem).chosen) == 0


@pytest.mark.parametrize(
    ("limits", "missing"),
    [({"count": None}, "count"), ({"count": None, "budget": 3.0}, "cost"), ({"floors": {1: 0.5}}, "zone")],
)
def test_a_problem_that_is_not_whole(limits, missing):
    with pytest.raises(AnalysisError) as caught:
        town(1, **limits)
    assert missing in caught.value.missing


def test_it_can_be_cancelled_and_watched():
    rng = np.random.default_rng(3)
    covers = sparse.csr_matrix(cdist(rng.random((400, 2)), rng.random((1500, 2))) < 0.08)
    problem = SitingProblem(covers, rng.integers(1, 9, 1500).astype(float), count=20)

    def stop(_share):
        raise Cancelled

    with pytest.raises(Cancelled):
        site_exact(problem, progress=stop)
    seen: list[tuple[float, float]] = []
    site_exact(problem, gap=0.2, seconds=10, watch=lambda gain, bound: seen.append((gain, bound)))
    assert seen
    assert all(gain <= bound + 1e-6 for gain, bound in seen)


def test_what_each_site_adds():
    covers = sparse.csr_matrix(np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], bool))
    answer = site_exact(SitingProblem(covers, np.array([4.0, 3.0, 2.0, 1.0]), count=2))
    assert list(answer.chosen) == [0, 1]
    assert list(answer.steps) == [7, 2]
    assert list(answer.unique) == [4, 2]


def test_coverage_matrix():
    shapes = np.array([shapely.box(0, 0, 10, 10), None, shapely.Polygon()], dtype=object)
    matrix = coverage_matrix(shapes, [5, 15, 9], [5, 5, 9])
    assert matrix.shape == (3, 3)
    assert matrix.toarray().tolist() == [[True, False, True], [False] * 3, [False] * 3]


def proved_optima(folder):
    with (folder / "sjc_optimal_values_highs.csv").open() as file:
        rows = list(csv.DictReader(file))
    # One row was stopped by its time limit (status 1): it is not an optimum.
    return [row for row in rows if row["status(0=proved optimal)"] == "0"]


@pytest.mark.realdata
def test_proved_optima_of_sjc(realdata):
    """The 65 proved optima; without TORRAZZO_FULL=1 only those of the smallest instance."""
    rows = proved_optima(realdata / "mclp")
    assert len(rows) == 65
    if not os.environ.get("TORRAZZO_FULL"):
        rows = [row for row in rows if row["n"] == "324"]
    for row in rows:
        place = np.loadtxt(
            realdata / "mclp" / "data" / "SJC" / f"SJC{row['n']}.txt", skiprows=1, usecols=(0, 1, 2)
        )
        covers = sparse.csr_matrix(cdist(place[:, :2], place[:, :2]) <= float(row["S"]))
        answer = site_exact(SitingProblem(covers, place[:, 2], count=int(row["p"])))
        assert answer.gain == pytest.approx(float(row["optimal_coverage"])), row
        assert answer.status is SitingStatus.OPTIMAL
