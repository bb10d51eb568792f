"""Footprints among the 13,739 real blocks of Piacenza, beside two other ways in the same run."""

import math
from time import perf_counter

import geopandas as gpd
import numpy as np
import pysovist
import pytest
import shapely

from maps.coverage.footprints import footprints
from maps.coverage.scene import Scene, merged, polygon_edges
from maps.coverage.visibility import visible_areas, visible_polygons

pytestmark = pytest.mark.realdata

REACH_M, HFOV_DEG = 60.0, 90.0
#: One camera must cost so many times less than with the peer.
TIMES_PYSOVIST, TIMES_RAYS = 150, 300
RAY_STEP_DEG = 0.25
SAMPLE = 20


@pytest.fixture(scope="module")
def outlines(realdata):
    return gpd.read_file(realdata / "buildings-piacenza" / "Piacenza.shp").geometry.to_numpy()


@pytest.fixture(scope="module")
def scene(outlines):
    return Scene.from_polygons(outlines)


@pytest.fixture(scope="module")
def register(outlines, scene):
    """Ten thousand cameras in the streets, within some metres of the facades."""
    rng = np.random.default_rng(11)
    corners = shapely.get_coordinates(outlines)
    at = corners[rng.integers(0, len(corners), 40_000)] + rng.normal(0, 6, (40_000, 2))
    clear = ~scene.contains(*at.T) & ~np.isfinite(scene.nearest_facade(*at.T, 0.4).distance_m)
    at = at[clear][:10_000]
    columns = {"azimuth_deg": rng.uniform(0, 360, len(at)), "hfov_deg": HFOV_DEG, "range_m": REACH_M}
    return gpd.GeoDataFrame(columns, geometry=shapely.points(at), crs=7794)


def seconds(work, *args):
    start = perf_counter()
    work(*args)
    return perf_counter() - start


def by_pysovist(tree, x, y, azimuth_deg):
    """Return the exact area of pysovist, given the walls within reach (its plan of a city takes minutes)."""
    walls = tree.geometries[tree.query(shapely.Point(x, y), predicate="dwithin", distance=REACH_M)]
    seen = pysovist.isovist(
        shapely.get_coordinates(walls).reshape(-1, 2, 2),
        (x, y),
        max_distance=REACH_M,
        fov=math.radians(HFOV_DEG),
        direction=math.remainder(math.radians(90.0 - azimuth_deg), math.tau),
    )
    return seen.metrics["area"]


def by_rays(tree, x, y, azimuth_deg):
    """Return the area between rays cut by the nearest walls, all rays of a camera in one shapely call."""
    bearings = np.radians(azimuth_deg + np.arange(-HFOV_DEG / 2, HFOV_DEG / 2 + 1e-9, RAY_STEP_DEG))
    ends = np.column_stack([x + REACH_M * np.sin(bearings), y + REACH_M * np.cos(bearings)])
    here = shapely.Point(x, y)
    near = tree.geometries[tree.query(here, predicate="dwithin", distance=REACH_M)]
    walls = shapely.union_all(shapely.boundary(near))
    rays = shapely.linestrings(np.stack([np.broadcast_to([x, y], ends.shape), ends], axis=1))
    reach = np.minimum(shapely.distance(shapely.intersection(rays, walls), here), REACH_M)
    reach = np.where(np.isnan(reach), REACH_M, reach)
    return 0.5 * math.radians(RAY_STEP_DEG) * (reach[:-1] * reach[1:]).sum()


def views(register):
    return np.column_stack([shapely.get_coordinates(register.geometry), register["azimuth_deg"]])


def test_5000_footprints_against_pysovist_and_rays(benchmark, outlines, scene, register):
    cameras = register.iloc[:5000]
    footprints(cameras.iloc[:10], scene)
    walls = shapely.STRtree(shapely.linestrings(polygon_edges(merged(outlines)).reshape(-1, 2, 2)))
    tree = shapely.STRtree(merged(outlines))
    sample = views(cameras)[:: 5000 // SAMPLE]
    pysovists, rays, ours = [], [], []
    for part in np.array_split(sample, 5):  # in turns: all meet the same load of the machine
        ours.append(seconds(footprints, cameras, scene) / len(cameras))
        pysovists.extend(seconds(by_pysovist, walls, *view) for view in part)
        rays.extend(seconds(by_rays, tree, *view) for view in part)
    benchmark.pedantic(footprints, args=(cameras, scene), rounds=5)
    mine = float(np.median(ours))
    benchmark.extra_info |= {
        "us_per_camera": mine * 1e6,
        "pysovist_us": float(np.median(pysovists)) * 1e6,
        "rays_us": float(np.median(rays)) * 1e6,
        "times_pysovist": float(np.median(pysovists)) / mine,
        "times_rays": float(np.median(rays)) / mine,
    }
    print(benchmark.extra_info)  # noqa: T201
    assert np.median(pysovists) / mine >= TIMES_PYSOVIST
    assert np.median(rays) / mine >= TIMES_RAYS


def test_the_peers_measure_the_same_thing(outlines, scene, register):
    walls = shapely.STRtree(shapely.linestrings(polygon_edges(merged(outlines)).reshape(-1, 2, 2)))
    tree = shapely.STRtree(merged(outlines))
    sample = views(register)[::700]
    ours = visible_areas(scene, *sample.T, HFOV_DEG, REACH_M)
    np.testing.assert_allclose([by_pysovist(walls, *view) for view in sample], ours, rtol=1e-6)
    np.testing.assert_allclose([by_rays(tree, *view) for view in sample], ours, rtol=0.03)


@pytest.mark.parametrize("count", [1000, 5000, 10_000])
def test_time_per_camera_does_not_grow(benchmark, scene, register, count):
    cameras = register.iloc[:count]
    footprints(cameras.iloc[:10], scene)
    small, large = [], []
    for _ in range(7):  # in turns, and the best of each: the machine is shared
        small.append(seconds(footprints, register.iloc[:1000], scene) / 1000)
        large.append(seconds(footprints, cameras, scene) / count)
    benchmark.pedantic(footprints, args=(cameras, scene), rounds=5)
    benchmark.extra_info["us_per_camera"] = min(large) * 1e6
    print(count, benchmark.extra_info)  # noqa: T201
    assert min(large) <= 1.3 * min(small)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("kernel", [visible_areas, visible_polygons], ids=["areas", "polygons"])
def test_the_kernel_alone(benchmark, scene, register, kernel, threads):
    x, y, azimuth = views(register).T
    kernel(scene, x[:9], y[:9], azimuth[:9], HFOV_DEG, REACH_M)
    work = benchmark.pedantic
    work(kernel, (scene, x, y, azimuth, HFOV_DEG, REACH_M), {"threads": threads}, rounds=5)
    benchmark.extra_info["us_per_camera"] = benchmark.stats.stats.median / len(x) * 1e6
    print(kernel.__name__, threads, benchmark.extra_info)  # noqa: T201
