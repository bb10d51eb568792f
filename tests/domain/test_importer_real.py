"""Real files, with the figures that their keepers state."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from maps.crs import project_epsg, transform_bounds, transform_xy
from maps.errors import FileError, FileProblem
from maps.io.importer import read_file
from maps.io.plan import ImportPlan

pytestmark = pytest.mark.realdata

CREMONA = (9.454, 44.937, 10.597, 45.505)


def plan(path: Path, layer: str, box: tuple[float, float, float, float], **options: object) -> ImportPlan:
    epsg = project_epsg((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    bounds = transform_bounds(box, 4326, epsg)
    return read_file(path, layer, epsg=epsg, bounds=bounds, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def truth(realdata: Path) -> dict[str, tuple[float, float]]:
    with (realdata / "bad-input/italian-crs-csv/TRUTH_lonlat_utf8.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    x, y = transform_xy([float(r["lon"]) for r in rows], [float(r["lat"]) for r in rows], 4326, 7791)
    return {row["istat"]: (px, py) for row, px, py in zip(rows, x, y, strict=True)}


@pytest.mark.parametrize(
    ("name", "crs", "metres"),
    [
        ("01_cp1252_semicolon_decimalcomma_latlon.csv", None, 0.001),
        ("02_utf8bom_semicolon_decimalcomma_latlon.csv", None, 0.001),
        ("03_utf16_semicolon.csv", None, 0.001),
        ("05_excel_thousands_destroyed.csv", None, 0.15),
        ("06_dms.csv", None, 0.2),
        ("10_epsg23032_cp1252_semicolon.csv", 23032, 2.0),
        ("10_epsg3003_cp1252_semicolon.csv", None, 0.02),
        ("10_epsg3004_cp1252_semicolon.csv", None, 0.02),
        ("10_epsg32632_cp1252_semicolon.csv", None, 0.02),
        ("10_epsg3857_cp1252_semicolon.csv", None, 0.02),
        ("10_epsg4265_cp1252_semicolon.csv", 4265, 0.02),
        ("10_epsg6707_cp1252_semicolon.csv", 6707, 0.02),
        ("10_epsg7791_cp1252_semicolon.csv", "EPSG:7791", 0.02),
        ("10_epsg7794_cp1252_semicolon.csv", None, 0.02),
        ("20_epsg3003.shp", None, 0.02),
        ("20_epsg7794.shp", None, 0.02),
        ("21_noprj_nocpg_3003.shp", None, 0.02),
        ("23_missing_shx.shp", None, 0.02),
        ("24_geojson_projected_coords_no_crs.geojson", None, 0.02),
        ("26_ok.gpkg", None, 0.02),
    ],
)
def test_113_municipalities_are_where_they_are(
    realdata: Path, truth: dict[str, tuple[float, float]], name: str, crs: int | str | None, metres: float
) -> None:
    found = plan(realdata / "bad-input/italian-crs-csv" / name, "camera", CREMONA, crs=crs)
    at = {row.record["municipality_istat"]: row.record["geometry"] for row in found.accepted}
    assert set(at) == set(truth)
    errors = [np.hypot(at[code].x - x, at[code].y - y) for code, (x, y) in truth.items()]
    assert max(errors) < metres
    assert (
        found.accepted[0].record["remarks"].startswith("Città di Acquanegra Cremonese – via dell’Artigianato")
    )


def test_exchanged_columns_are_refused_whole_and_put_right_whole(realdata: Path) -> None:
    path = realdata / "bad-input/italian-crs-csv/04_swapped_lat_lon_utf8_comma.csv"
    assert plan(path, "camera", CREMONA).refused_by_reason() == {"swapped_coordinates": 113}
    assert len(plan(path, "camera", CREMONA, swap_coordinates=True).accepted) == 113


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("25_truncated.geojson", FileProblem.TRUNCATED),
        ("27_truncated.gpkg", FileProblem.TRUNCATED),
        ("28_zero_bytes.gpkg", FileProblem.EMPTY),
        ("29_html_saved_as.geojson", FileProblem.MISLABELLED),
    ],
)
def test_broken_files_say_how(realdata: Path, name: str, problem: FileProblem) -> None:
    with pytest.raises(FileError) as caught:
        plan(realdata / "bad-input/italian-crs-csv" / name, "camera", CREMONA)
    assert caught.value.problem is problem


def test_a_shapefile_without_attributes_still_has_its_points(realdata: Path) -> None:
    found = plan(realdata / "bad-input/italian-crs-csv/22_missing_dbf.shp", "camera", CREMONA)
    assert len(found.accepted) == 113


def test_every_swiss_direction_is_understood(realdata: Path) -> None:
    path = realdata / "cameras/switzerland_osm_cameras.geojson"
    found = plan(path, "camera", (6.05, 45.84, 10.30, 47.74))
    assert (len(found.accepted), len(found.refused)) == (2144, 0)
    assert sum("azimuth_deg" in row.record for row in found.accepted) == 529
    assert sum("extra_azimuths_deg" in row.record for row in found.accepted) >= 2
    assert not any(key.startswith("not_a_direction") for key in found.warnings_by_kind())


def test_coordinates_that_excel_broke_in_geneva(realdata: Path) -> None:
    found = plan(realdata / "cameras/cameras_GE_broken_numbers.csv", "camera", (5.95, 46.1, 6.32, 46.4))
    assert len(found.accepted) + len(found.refused) == 622
    assert len(found.accepted) > 550
    assert set(found.refused_by_reason()) <= {"bad_coordinates", "no_position", "outside_area"}


def test_two_years_of_the_city_of_london(realdata: Path) -> None:
    tally: Counter[str] = Counter()
    for path in sorted((realdata / "crime/city-of-london").glob("*.csv")):
        found = plan(path, "offence", (-0.12, 51.50, -0.07, 51.53))
        tally["rows"] += len(found.table)
        tally["silent"] += sum(cell == "" for cell in found.table.column("Longitude"))
        tally["kept without position"] += found.without_position
        tally.update(found.refused_by_reason())
        tally["accepted"] += len(found.accepted)
        assert not found.warnings_by_kind()
        assert {row.record["start_at"].day for row in found.accepted} == {1}
    assert (tally["rows"], tally["silent"]) == (18867, 1589)
    assert tally["accepted"] + tally["duplicate_code"] + tally["outside_area"] == 18867
    assert tally["kept without position"] > 1500
