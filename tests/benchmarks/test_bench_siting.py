"""Siting on an instance of 12,000 candidate poses and 20,000 cells: instant answer, exact answer, cancelling."""

from time import perf_counter

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial import cKDTree

from maps.balance.siting import SitingProblem, SitingStatus, site_exact, site_greedy
from maps.errors import Cancelled

POLES, DIRECTIONS, CELLS, SIDE_M, RANGE_M, HALF_ANGLE = 1500, 8, 20_000, 2000.0, 55.0, 35.0


@pytest.fixture(scope="module")
def problem():
    """Eight directions on each pole, sectors of 70 degrees and 55 m, worth gathered round six hot spots."""
    rng = np.random.default_rng(1)
    cells, poles = rng.random((CELLS, 2)) * SIDE_M, rng.random((POLES, 2)) * SIDE_M
    tree = cKDTree(cells)
    rows, columns = [], []
    for pole, place in enumerate(poles):
        near = np.array(tree.query_ball_point(place, RANGE_M), dtype=int)
        bearing = np.degrees(np.arctan2(*(cells[near] - place).T))
        for direction in range(DIRECTIONS):
            apart = np.abs((bearing - direction * 360 / DIRECTIONS + 180) % 360 - 180)
            seen = near[apart < HALF_ANGLE]
            rows.append(np.full(len(seen), pole * DIRECTIONS + direction))
            columns.append(seen)
    place = (np.concatenate(rows), np.concatenate(columns))
    covers = sparse.csr_matrix((np.ones(len(place[0]), bool), place), shape=(POLES * DIRECTIONS, CELLS))
    hot = rng.random((6, 2)) * SIDE_M
    worth = sum(np.exp(-((cells - spot) ** 2).sum(axis=1) / (2 * 250.0**2)) for spot in hot) + 0.05
    return SitingProblem(covers, worth / worth.sum(), count=20)


def test_greedy_answers_within_100_ms(benchmark, problem):
    answer = benchmark.pedantic(site_greedy, args=(problem,), rounds=7)
    assert len(answer.chosen) == 20
    assert benchmark.stats["median"] <= 0.1


def test_exact_within_a_minute_at_one_percent(benchmark, problem):
    answer = benchmark.pedantic(site_exact, args=(problem,), kwargs={"gap": 0.01}, rounds=1)
    benchmark.extra_info["gap"] = answer.gap
    assert answer.status in (SitingStatus.OPTIMAL, SitingStatus.WITHIN_GAP)
    assert answer.gap <= 0.01
    assert answer.gain >= site_greedy(problem).gain - 1e-12
    assert benchmark.stats["median"] <= 60


def test_cancelling_takes_less_than_half_a_second(benchmark, problem):
    def cancel() -> float:
        start = perf_counter()
        asked = []

        def progress(_share: float) -> None:
            if perf_counter() - start > 1.0:
                asked.append(perf_counter())
                raise Cancelled

        with pytest.raises(Cancelled):
            site_exact(problem, progress=progress)
        return perf_counter() - asked[0]

    assert benchmark.pedantic(cancel, rounds=1) < 0.5
