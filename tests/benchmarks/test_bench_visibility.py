"""Footprints among the 13,739 real blocks of Piacenza, beside two other ways in the same run."""

import json
import math
import multiprocessing
import subprocess
from pathlib import Path
from time import perf_counter

import geopandas as gpd
import numpy as np
import pandas as pd
import pysovist
import pytest
import shapely

from data.catalogue import shipped_models
from maps.coverage.footprints import footprints
from maps.coverage.ladders import px_per_m_of
from maps.coverage.optics import aperture_deg, class_depth_m, is_equidistant
from maps.coverage.outlines import merged, polygon_edges
from maps.coverage.raster import polygon_runs
from maps.coverage.relief import Relief
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_areas, visible_polygons

pytestmark = pytest.mark.realdata

REACH_M, HFOV_DEG = 60.0, 90.0
#: One camera must cost so many times less than with the peer.
TIMES_PYSOVIST, TIMES_RAYS, TIMES_GDAL = 300, 300, 100
#: GDAL's time grows with the square of the range: nearer than this its few cells cost it little.
GDAL_REACHES_M, TIMES_GDAL_FROM_M, TIMES_GDAL_NEAR = (30, 60, 100, 150, 200), 100, 25
#: No register declares more.
FARTHEST_M = 200.0
#: Two threads against one; and, where the machine has not two whole processors free, the share of its own gain.
TIMES_TWO, SHARE_OF_PROCESSES = 1.8, 0.9
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
    """Return area and outline of pysovist, given the walls within reach (its plan of a city takes minutes).

    It gives an isovist: the outline in wedges, with its area. Its polygon, where arcs are chords, is asked for too.
    """
    walls = tree.geometries[tree.query(shapely.Point(x, y), predicate="dwithin", distance=REACH_M)]
    seen = pysovist.isovist(
        shapely.get_coordinates(walls).reshape(-1, 2, 2),
        (x, y),
        max_distance=REACH_M,
        fov=math.radians(HFOV_DEG),
        direction=math.remainder(math.radians(90.0 - azimuth_deg), math.tau),
    )
    return seen.metrics["area"], seen.polygon(math.radians(1.0))


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
    """Like for like: area and outline of each viewpoint. The register adds optics, placing and states to that."""
    cameras = register.iloc[:5000]
    footprints(cameras.iloc[:10], scene)
    plain = [v.copy() for v in views(cameras).T]
    walls = shapely.STRtree(shapely.linestrings(polygon_edges(merged(outlines)).reshape(-1, 2, 2)))
    tree = shapely.STRtree(merged(outlines))
    sample = views(cameras)[:: 5000 // SAMPLE]
    works = {
        "outline": lambda: visible_polygons(scene, *plain, HFOV_DEG, REACH_M),
        "area": lambda: visible_areas(scene, *plain, HFOV_DEG, REACH_M),
        "register": lambda: footprints(cameras, scene),
    }
    pysovists, rays, ours = [], [], {name: [] for name in works}
    for part in np.array_split(sample, 5):  # in turns: all meet the same load of the machine
        for name, work in works.items():
            ours[name].append(min(seconds(work) for _ in range(3)) / len(cameras))
        pysovists.extend(seconds(by_pysovist, walls, *view) for view in part)
        rays.extend(seconds(by_rays, tree, *view) for view in part)
    benchmark.pedantic(works["outline"], rounds=5)
    mine = {name: float(np.median(times)) for name, times in ours.items()}
    pysovist_s = float(np.median(pysovists))
    benchmark.extra_info |= {f"{name}_us": each * 1e6 for name, each in mine.items()}
    benchmark.extra_info |= {f"times_pysovist_{name}": pysovist_s / each for name, each in mine.items()}
    benchmark.extra_info |= {
        "pysovist_us": pysovist_s * 1e6,
        "rays_us": float(np.median(rays)) * 1e6,
        "times_rays": float(np.median(rays)) / mine["area"],
    }
    print(benchmark.extra_info)  # noqa: T201
    assert pysovist_s / mine["outline"] >= TIMES_PYSOVIST
    assert np.median(rays) / mine["area"] >= TIMES_RAYS


def test_the_peers_measure_the_same_thing(outlines, scene, register):
    walls = shapely.STRtree(shapely.linestrings(polygon_edges(merged(outlines)).reshape(-1, 2, 2)))
    tree = shapely.STRtree(merged(outlines))
    sample = views(register)[::700]
    ours = visible_areas(scene, *sample.T, HFOV_DEG, REACH_M)
    np.testing.assert_allclose([by_pysovist(walls, *view)[0] for view in sample], ours, rtol=1e-6)
    np.testing.assert_allclose([by_rays(tree, *view) for view in sample], ours, rtol=0.03)


def best_of(rounds, **works):
    """Return the least seconds of each work, taken in turns: all meet the same load of the machine."""
    times = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(seconds(work))
    return {name: min(each) for name, each in times.items()}


def system_has_gdal():
    peer = Path("/usr/bin/python3")
    return (
        peer.exists()
        and not subprocess.run([peer, "-c", "from osgeo import gdal"], capture_output=True).returncode
    )


@pytest.fixture(scope="module")
def gdal_seconds(outlines, tmp_path_factory):
    """GDAL's seconds for each of some views (x, y, range), on a raster of 1 m where blocks are 30 m high."""
    if not system_has_gdal():
        pytest.skip("osgeo is not in /usr/bin/python3")
    folder = tmp_path_factory.mktemp("gdal")
    west, south = np.floor(middle_of(outlines)) - 600.0
    heights = np.zeros((1200, 1200), np.float32)
    for block in merged(outlines):
        for row, left, right in polygon_runs(block, west, south, 1.0, heights.shape):
            heights[1199 - row, left:right] = 30.0
    np.save(folder / "heights.npy", heights)
    np.save(folder / "origin.npy", [west, south + 1200.0])

    def of(at, range_m):
        np.save(folder / "views.npy", np.column_stack([at, np.broadcast_to(range_m, len(at))]))
        peer = [Path("/usr/bin/python3"), Path(__file__).with_name("viewshed_peer.py"), folder]
        return np.array(json.loads(subprocess.run(peer, capture_output=True, check=True, text=True).stdout))

    return of


def middle_of(outlines):
    return np.median(shapely.get_coordinates(outlines), axis=0)


def test_footprints_against_gdal_viewshed(benchmark, outlines, scene, register, gdal_seconds):
    """The area that one camera sees at several ranges; GDAL's cells are counted.

    GDAL can only look all round; a camera of 90 degrees costs it the whole circle (and a mask that is not timed).
    Both are told: like for like all round, and what one camera of the register costs.
    """
    at = shapely.get_coordinates(register.geometry)
    at = at[np.abs(at - middle_of(outlines)).max(axis=1) < 400][:60]
    x, y, azimuth = (v.copy() for v in views(register.iloc[:5000]).T)
    for reach in GDAL_REACHES_M:
        theirs = float(np.median(gdal_seconds(at, reach)))
        works = {
            f"round_{reach}": lambda reach=reach: visible_areas(scene, x, y, azimuth, 360.0, reach),
            f"camera_{reach}": lambda reach=reach: visible_areas(scene, x, y, azimuth, HFOV_DEG, reach),
        }
        ours = {name: each / len(x) for name, each in best_of(7, **works).items()}
        benchmark.extra_info[f"gdal_{reach}_us"] = theirs * 1e6
        benchmark.extra_info |= {f"{name}_us": each * 1e6 for name, each in ours.items()}
        benchmark.extra_info |= {f"times_{name}": theirs / each for name, each in ours.items()}
    benchmark.pedantic(visible_areas, (scene, x, y, azimuth, HFOV_DEG, REACH_M), rounds=3)
    print(benchmark.extra_info)  # noqa: T201
    for reach in GDAL_REACHES_M:
        least = TIMES_GDAL if reach >= TIMES_GDAL_FROM_M else TIMES_GDAL_NEAR
        assert benchmark.extra_info[f"times_camera_{reach}"] >= least


def catalogue_views(outlines, register):
    """Return cameras of the middle of the city with apertures and ranges of the catalogue, a model each in turn.

    Zooms are set at their wide end, where they watch; the range is where a person is still detected, at most
    `FARTHEST_M`.
    """
    models = shipped_models()
    table = pd.DataFrame(models).reindex(
        columns=["sensor_w_mm", "focal_min_mm", "hfov_deg", "res_x", "lens_model"]
    )
    plain = aperture_deg(table["sensor_w_mm"].to_numpy(), table["focal_min_mm"].to_numpy())
    hfov = np.where(table["hfov_deg"].isna(), plain, table["hfov_deg"])
    bent = is_equidistant(hfov, table["lens_model"].to_numpy())
    reach = class_depth_m(table["res_x"].to_numpy(), hfov, px_per_m_of("detect"), bent)
    at = views(register)
    at = at[np.abs(at[:, :2] - middle_of(outlines)).max(axis=1) < 350]
    turn = np.arange(len(at)) % len(table)
    return at, hfov[turn], np.minimum(reach[turn], FARTHEST_M)


def test_a_register_against_gdal_viewshed(benchmark, outlines, scene, register, gdal_seconds):
    """A register of the catalogue's models, each with its own aperture and range: seconds of all, per camera."""
    at, hfov, reach = catalogue_views(outlines, register)
    theirs = gdal_seconds(at[:, :2], reach)
    sectors = [np.tile(column, 20) for column in (*at.T, hfov, reach)]
    ours = best_of(7, ours=lambda: visible_areas(scene, *sectors))["ours"] / 20
    benchmark.pedantic(visible_areas, (scene, *sectors), rounds=3)
    benchmark.extra_info |= {
        "cameras": len(at),
        "range_m": np.percentile(reach, [0, 25, 50, 75, 100]).round(1).tolist(),
        "hfov_deg": np.percentile(hfov, [0, 25, 50, 75, 100]).round(1).tolist(),
        "us": ours / len(at) * 1e6,
        "gdal_us": float(theirs.mean()) * 1e6,
        "times_gdal": float(theirs.sum()) / ours,
    }
    print(benchmark.extra_info)  # noqa: T201
    assert benchmark.extra_info["times_gdal"] >= TIMES_GDAL


#: What the forked processes of `gain_of_processes` look at.
_SHARED = {}


def look_alone(_):
    """Look from all viewpoints three times, on one thread."""
    for _ in range(3):
        visible_areas(*_SHARED["views"], threads=1)


def test_two_threads(benchmark, scene, register):
    """Beside what the machine gives to two processes that share nothing: no two threads can gain more than that."""
    x, y, azimuth = (v.copy() for v in views(register).T)
    _SHARED["views"] = scene, x, y, azimuth, HFOV_DEG, REACH_M

    def run(kernel, threads):
        return lambda: kernel(*_SHARED["views"], threads=threads)

    with multiprocessing.get_context("fork").Pool(2) as pool:
        pairs = {
            "processes": (
                lambda: [pool.apply(look_alone, (0,)) for _ in range(2)],
                lambda: pool.map(look_alone, range(2), chunksize=1),
            ),
            "areas": (run(visible_areas, 1), run(visible_areas, 2)),
            "polygons": (run(visible_polygons, 1), run(visible_polygons, 2)),
        }
        gains = {name: [] for name in pairs}
        # One beside the other: the speed of a shared machine changes from second to second.
        for _ in range(25):
            for name, (one, two) in pairs.items():
                gains[name].append(seconds(one) / seconds(two))
    benchmark.pedantic(run(visible_areas, 2), rounds=5)
    times = {name: float(np.median(each)) for name, each in gains.items()}
    benchmark.extra_info |= {f"times_{name}": each for name, each in times.items()}
    print(benchmark.extra_info)  # noqa: T201
    assert times["areas"] >= min(TIMES_TWO, SHARE_OF_PROCESSES * times["processes"])


def test_over_low_buildings_at_most_four_times_the_flat_time(benchmark, outlines, scene, register):
    rng = np.random.default_rng(3)
    relief = Relief.from_buildings(outlines, rng.uniform(2.5, 20.0, len(outlines)))
    cameras = register.assign(height_m=rng.uniform(4.0, 12.0, len(register))).iloc[:5000]
    footprints(cameras.iloc[:10], scene, relief=relief)
    best = best_of(
        7, flat=lambda: footprints(cameras, scene), over=lambda: footprints(cameras, scene, relief=relief)
    )
    benchmark.pedantic(footprints, args=(cameras, scene), kwargs={"relief": relief}, rounds=3)
    benchmark.extra_info |= {
        "flat_us": best["flat"] / len(cameras) * 1e6,
        "over_us": best["over"] / len(cameras) * 1e6,
        "times_flat": best["over"] / best["flat"],
    }
    print(benchmark.extra_info)  # noqa: T201
    assert best["over"] <= 4.0 * best["flat"]


def test_a_hundred_thousand(benchmark, scene, register):
    """Ten times the cameras, ten times the time."""
    x, y, azimuth = (np.tile(v, 10) for v in views(register).T)
    few = x[:10_000].copy(), y[:10_000].copy(), azimuth[:10_000].copy()
    best = best_of(
        3,
        few=lambda: visible_polygons(scene, *few, HFOV_DEG, REACH_M),
        many=lambda: visible_polygons(scene, x, y, azimuth, HFOV_DEG, REACH_M),
    )
    benchmark.pedantic(visible_areas, args=(scene, x, y, azimuth, HFOV_DEG, REACH_M), rounds=2)
    benchmark.extra_info |= {"us_10000": best["few"] * 100, "us_100000": best["many"] * 10}
    print(benchmark.extra_info)  # noqa: T201
    assert best["many"] <= 13.0 * best["few"]


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
