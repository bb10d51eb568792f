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


@pytest.fixture(scope="module")
def piacenza(realdata):
    """12,000 poses on facades of Piacenza, each seeing what its buildings leave of 20,000 cells of open ground."""
    import geopandas as gpd
    import shapely

    from maps.balance.candidates import LensModel, facade_points, poses
    from maps.balance.siting import coverage_matrix
    from maps.coverage.footprints import footprints
    from maps.coverage.scene import Scene

    outlines = (
        gpd.read_file(realdata / "buildings-piacenza" / "Piacenza.shp").to_crs(32632).geometry.to_numpy()
    )
    outlines = shapely.make_valid(outlines[~shapely.is_missing(outlines)])
    middle = shapely.Point(np.median(shapely.get_coordinates(shapely.centroid(outlines)), axis=0))
    town = middle.buffer(900.0, cap_style="square")
    near = outlines[shapely.intersects(outlines, town.buffer(100.0))]
    walls = shapely.get_parts(near)
    walls = walls[shapely.get_dimensions(walls) == 2]
    rng = np.random.default_rng(5)
    points = facade_points(walls, 12.0, town)
    points = points[np.sort(rng.choice(len(points), 1500, replace=False))]
    frame = poses(points, np.arange(0.0, 360.0, 45.0), [LensModel("8 MP", 78.0, 45.0)])
    prints = footprints(frame, Scene.from_polygons(walls), px_per_m=62.5).geometry.to_numpy()
    x, y = rng.uniform(-900, 900, (2, 60_000)) + np.array([[middle.x], [middle.y]])
    open_ground = np.setdiff1d(
        np.arange(len(x)), shapely.STRtree(walls).query(shapely.points(x, y), predicate="intersects")[0]
    )[:CELLS]
    x, y = x[open_ground], y[open_ground]
    covers = coverage_matrix(prints, x, y)
    hot = np.array([middle.x, middle.y]) + rng.uniform(-700, 700, (6, 2))
    worth = sum(np.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * 250.0**2)) for a, b in hot) + 0.05
    return SitingProblem(covers, worth / worth.sum(), count=20)


@pytest.mark.realdata
def test_piacenza_within_a_minute_at_one_percent(benchmark, piacenza):
    assert piacenza.covers.shape[0] == 12_000
    closing: list[tuple[float, float]] = []
    arguments = {"gap": 0.01, "watch": lambda gain, bound: closing.append((gain, bound))}
    answer = benchmark.pedantic(site_exact, args=(piacenza,), kwargs=arguments, rounds=1)
    benchmark.extra_info |= {"cells": piacenza.covers.shape[1], "gap": answer.gap, "gain": answer.gain}
    assert answer.gap <= 0.01 and answer.status in (SitingStatus.OPTIMAL, SitingStatus.WITHIN_GAP)
    gaps = [bound - gain for gain, bound in closing]
    assert len(gaps) > 1 and gaps[-1] < gaps[0]
    assert benchmark.stats["median"] <= 60


@pytest.mark.realdata
def test_greedy_on_piacenza_within_100_ms(benchmark, piacenza):
    answer = benchmark.pedantic(site_greedy, args=(piacenza,), rounds=7)
    assert len(answer.chosen) == 20 and benchmark.stats["median"] <= 0.1


def test_cancelling_in_the_first_relaxation(benchmark):
    """A programme whose root relaxation takes tens of seconds: five hundred sites that all overlap."""
    rng = np.random.default_rng(2)
    cells = rng.random((20_000, 2))
    sites = cells[rng.choice(len(cells), 4000, replace=False)]
    near = cKDTree(cells).query_ball_point(sites, 0.12)
    places = (np.repeat(np.arange(4000), [len(each) for each in near]), np.concatenate(near))
    covers = sparse.csr_matrix((np.ones(len(places[0]), bool), places), shape=(4000, 20_000))
    hard = SitingProblem(covers, rng.random(20_000), count=25)

    def cancel() -> float:
        start, asked = perf_counter(), []

        def progress(_share: float) -> None:
            if perf_counter() - start > 12.0:
                asked.append(perf_counter())
                raise Cancelled

        with pytest.raises(Cancelled):
            site_exact(hard, progress=progress)
        return perf_counter() - asked[0]

    assert benchmark.pedantic(cancel, rounds=1) < 0.5
