"""A province: 497,000 buildings (the 127,673 of the province of Piacenza, replicated) and 5,000 cameras.

Prepared obstacles are kept, and the coverage that starts from them is measured in a process of its own, as when the
project is opened the next morning. `TORRAZZO_PROVINCE_IMPORT=1` also imports the buildings through the importer.
"""

import json
import os
import subprocess
import sys
from time import perf_counter

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.project import Project

pytestmark = pytest.mark.realdata

BUILDINGS, CAMERAS = 497_000, 5000
SECONDS, MEGABYTES = 5.0, 1500
EPSG = 7794

TELL = """
import json, sys, time
from pathlib import Path
from maps.project import Project
start = time.perf_counter()
with Project.open(sys.argv[1], read_only=True) as project:
    opened = time.perf_counter()
    project.scene()
    ready = time.perf_counter()
    found = project.footprints()
    done = time.perf_counter()
status = Path("/proc/self/status").read_text()  # ru_maxrss would also count the process that started this one
peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
seen = int((found["area_m2"] > 0).sum())
print(json.dumps({"obstacles_s": ready - opened, "coverage_s": done - start, "peak_mb": peak, "seen": seen}))
"""


@pytest.fixture(scope="module")
def buildings(realdata):
    """Four provinces side by side, cut to the number."""
    source = realdata / "buildings-piacenza" / "piacenza_provincia.parquet"
    outlines = gpd.read_parquet(source).geometry.to_numpy()
    outlines = outlines[~shapely.is_missing(outlines)]
    wide = np.ptp(shapely.total_bounds(outlines)[[0, 2]]) + 500.0
    copies = [shapely.transform(outlines, lambda c, i=i: c + np.array([i * wide, 0.0])) for i in range(4)]
    return np.concatenate(copies)[:BUILDINGS]


@pytest.fixture(scope="module")
def province(buildings, tmp_path_factory):
    """A project with all of them."""
    path = tmp_path_factory.mktemp("province") / "province.gpkg"
    rng = np.random.default_rng(5)
    corners = shapely.get_coordinates(buildings)
    at = corners[rng.integers(0, len(corners), CAMERAS)] + rng.normal(0, 6, (CAMERAS, 2))
    cameras = [
        {"geometry": point, "azimuth_deg": float(azimuth), "hfov_deg": 90.0, "range_m": 60.0}
        for point, azimuth in zip(shapely.points(at), rng.uniform(0, 360, CAMERAS), strict=True)
    ]
    area = shapely.box(*shapely.total_bounds(buildings))
    with Project.create(path, name="Provincia", epsg=EPSG, area=area) as project:
        with project.file.edit("edifici", undoable=False) as edit:
            edit.insert("obstacle", ({"geometry": outline} for outline in buildings))
        with project.file.edit("telecamere") as edit:
            edit.insert("camera", cameras)
    return path


def test_coverage_of_a_province_from_kept_obstacles(benchmark, province):
    with Project.open(province) as project:
        start = perf_counter()
        project.scene()
        prepared = perf_counter() - start

    def morning():
        given = [sys.executable, "-c", TELL, str(province)]
        return json.loads(subprocess.run(given, capture_output=True, text=True, check=True).stdout)

    morning()  # kernels loaded from disk, pages of the file in memory
    told = [benchmark.pedantic(morning, rounds=1), morning(), morning()] if benchmark.enabled else [morning()]
    best = min(told, key=lambda each: each["coverage_s"])
    benchmark.extra_info |= {**best, "prepared_s": prepared, "megabytes": province.stat().st_size / 2**20}
    print(benchmark.extra_info)  # noqa: T201
    assert best["coverage_s"] <= SECONDS
    assert best["peak_mb"] <= MEGABYTES


@pytest.mark.skipif(not os.environ.get("TORRAZZO_PROVINCE_IMPORT"), reason="minutes: on request")
def test_import_of_a_province(benchmark, buildings, tmp_path):
    from maps.io.importer import read_file, run_import

    source = tmp_path / "edifici.gpkg"
    gpd.GeoDataFrame(geometry=buildings, crs=EPSG).to_file(source, engine="pyogrio")
    area = shapely.box(*shapely.total_bounds(buildings))
    with Project.create(tmp_path / "province.gpkg", name="Provincia", epsg=EPSG, area=area) as project:

        def work():
            plan = read_file(source, "obstacle", epsg=EPSG)
            return run_import(project.file, plan)

        report = benchmark.pedantic(work, rounds=1)
    print(report.added, benchmark.stats.stats.median)  # noqa: T201
    assert report.added >= 0.99 * BUILDINGS
