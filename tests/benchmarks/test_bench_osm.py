"""Import of the Geneva extract, from the file to the committed project (target: under 15 s)."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from maps import crs
from maps.io.geojson import write_geojson
from maps.io.osm import read_osm
from maps.io.osm_import import import_osm
from maps.schema import layer
from maps.store import ProjectFile

pytestmark = pytest.mark.realdata
_EPSG = 32631


def test_bench_read_geneva(benchmark: Any, realdata: Path) -> None:
    source = realdata / "osm-geneva" / "geneva.osm.pbf"
    layers = benchmark.pedantic(read_osm, (source,), {"epsg": _EPSG}, rounds=3)
    assert len(layers["camera"].records) == 406


def test_bench_import_geneva(benchmark: Any, realdata: Path, tmp_path: Path) -> None:
    source = realdata / "osm-geneva" / "geneva.osm.pbf"
    area = shapely.box(*crs.transform_bounds((6.098, 46.194, 6.160, 46.229), crs.WGS84, _EPSG))
    made: list[ProjectFile] = []

    def fresh() -> tuple[tuple[Any, ...], dict[str, Any]]:
        for old in made:
            old.close()
        made.append(ProjectFile.create(tmp_path / f"{len(made)}.gpkg", name="G", epsg=_EPSG, area=area))
        return (made[-1], source), {"rejected_path": tmp_path / "refused.csv"}

    benchmark.pedantic(import_osm, setup=fresh, rounds=3)
    made[-1].close()
    assert benchmark.stats.stats.median < 15


def test_bench_write_geojson(benchmark: Any, realdata: Path, tmp_path: Path) -> None:
    found = read_osm(realdata / "osm-geneva" / "geneva.osm.pbf", epsg=_EPSG)["obstacle"]
    target = tmp_path / "buildings.geojson"
    written = benchmark.pedantic(
        write_geojson, (target, layer("obstacle"), found.records), {"crs": _EPSG}, rounds=3
    )
    assert written == 11_680
    assert benchmark.stats.stats.median < 2
