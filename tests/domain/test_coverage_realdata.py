"""Coverage from the command line on Geneva (OpenStreetMap) and on the real blocks of Piacenza with invented cameras."""

import json
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from app.cli import run
from maps import crs
from maps.coverage.scene import Scene
from maps.project import Project

pytestmark = pytest.mark.realdata
CAMERAS, EPSG = 120, 7791


def answer(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    capsys.readouterr()
    assert run([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def geneva(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ginevra") / "ginevra.gpkg"
    extract = shutil.copy(
        realdata / "osm-geneva" / "geneva.osm.pbf", path.parent
    )  # rows refused are saved beside
    assert run(["new", str(path), "--bbox", "6.130,46.195,6.165,46.215"]) == 0
    assert run(["import-osm", str(path), str(extract)]) == 0
    assert run(["zones", str(path), "--hex", "800"]) == 0
    return path


@pytest.fixture(scope="module")
def blocks(realdata: Path) -> np.ndarray:
    frame = gpd.read_file(realdata / "buildings-piacenza" / "Piacenza.shp").to_crs(EPSG)
    return shapely.make_valid(frame.geometry.to_numpy())


@pytest.fixture(scope="module")
def piacenza(realdata: Path, blocks: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The blocks of the city; 120 cameras on facades of the centre; a square that four invented streets cross."""
    folder = tmp_path_factory.mktemp("piacenza")
    path, census = folder / "piacenza.gpkg", folder / "telecamere.csv"
    west, south, east, north = crs.transform_bounds(tuple(shapely.total_bounds(blocks)), EPSG, crs.WGS84)
    assert run(["new", str(path), "--bbox", f"{west},{south},{east},{north}"]) == 0
    shape = realdata / "buildings-piacenza" / "Piacenza.shp"
    assert run(["import", str(path), "obstacle", str(shape), "--rejected", str(folder / "r.csv")]) == 0
    census.write_text(_census(blocks), encoding="utf-8")
    assert run(["import", str(path), "camera", str(census)]) == 0
    square, streets = _square(blocks)
    for name, features in (("degraded_area", [square]), ("road", streets)):
        file = folder / f"{name}.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        assert run(["import", str(path), name, str(file)]) == 0
    reader = folder / "lettori.csv"
    reader.write_text(_reader(square), encoding="utf-8")
    assert run(["import", str(path), "camera", str(reader)]) == 0
    assert run(["zones", str(path), "--hex", "1500"]) == 0
    return path


def _census(blocks: np.ndarray) -> str:
    """Return cameras 0.4 m off facades, looking away from the wall; half with infrared, some with hours."""
    scene, draw = Scene.from_polygons(blocks), np.random.default_rng(7)
    middle = np.median(shapely.get_coordinates(shapely.centroid(blocks)), axis=0)
    x, y = (middle + draw.uniform(-600, 600, (4000, 2))).T
    near = scene.nearest_facade(x, y)
    good = (near.distance_m > 4) & (near.distance_m < 12) & ~scene.contains(x, y)
    chosen = np.flatnonzero(good)[:CAMERAS]
    px, py = near.x + 0.4 * near.normal_x, near.y + 0.4 * near.normal_y
    lon, lat = crs.transform_xy(px[chosen], py[chosen], EPSG, crs.WGS84)
    azimuth = np.degrees(np.arctan2(near.normal_x, near.normal_y))[chosen] % 360
    lines = [
        "Codice;Long;Lat;Direzione;Altezza;Inclinazione;Angolo;Risoluzione x;Risoluzione y;Portata IR;Uso;Stato;Orario"
    ]
    for n, (a, b, c) in enumerate(zip(lon, lat, azimuth, strict=True)):
        infrared, hours = (25, "lun-ven 8-20") if n % 2 else ("", "")
        lines.append(
            f"PC-{n:03d};{a:.8f};{b:.8f};{c:.2f};4;15;87,6;2688;1520;{infrared};Sicurezza urbana;Funzionante;{hours}"
        )
    return "\n".join(lines) + "\n"


def _square(blocks: np.ndarray) -> tuple[dict, list[dict]]:
    """Return a square without buildings within 60 m of its centre, and four streets out of it."""
    tree, draw = shapely.STRtree(blocks), np.random.default_rng(3)
    west, south, east, north = shapely.total_bounds(blocks)
    tries = shapely.points(draw.uniform((west, south), (east, north), (5000, 2)))
    free = tries[~np.isin(np.arange(5000), tree.query(tries, predicate="dwithin", distance=60.0)[0])]
    x, y = free[0].x, free[0].y

    def lonlat(points: list[tuple[float, float]]) -> list[list[float]]:
        lon, lat = crs.transform_xy(*np.array(points).T, EPSG, crs.WGS84)
        return [[float(a), float(b)] for a, b in zip(lon, lat, strict=True)]

    ring = lonlat([(x - 20, y - 20), (x + 20, y - 20), (x + 20, y + 20), (x - 20, y + 20), (x - 20, y - 20)])
    square = {
        "type": "Feature",
        "properties": {"code": "P-1"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    streets = [
        {
            "type": "Feature",
            "properties": {"code": f"ST-{n}", "road_class": "primary" if n == 0 else "residential"},
            "geometry": {"type": "LineString", "coordinates": lonlat([(x, y), (x + 55 * a, y + 55 * b)])},
        }
        for n, (a, b) in enumerate(((1, 0), (-1, 0), (0, 1), (0, -1)))
    ]
    return square, streets


def _reader(square: dict) -> str:
    """Return a plate reader in the middle of the square that looks east along the first street."""
    lon, lat = np.mean(square["geometry"]["coordinates"][0][:4], axis=0)
    head = "Codice;Long;Lat;Direzione;Altezza;Inclinazione;Angolo;Risoluzione x;Risoluzione y;Uso;Stato;fps;shutter_s"
    return f"{head}\nT-1;{lon:.8f};{lat:.8f};90;4;8;20;2688;1520;Traffico e lettura targhe;Funzionante;25;0.001\n"


def test_geneva_footprints_by_night(geneva: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = answer(capsys, "footprints", str(geneva), "--class", "recognise")
    night = answer(capsys, "footprints", str(geneva), "--class", "recognise", "--when", "night")
    assert day["count"] == night["count"] == sum(day["states"].values()) > 250
    # of OpenStreetMap only directions are known: every reach is the usual one of the class, and said so
    assert day["levels"] == {"class_default": day["count"]}
    with Project.open(geneva, read_only=True) as project:
        directed = int(project.frame("camera")["azimuth_deg"].notna().sum())
    assert day["states"]["computed"] + day["states"].get("inside_obstacle", 0) == directed
    assert len(day["inside"]) == day["states"].get("inside_obstacle", 0)
    # 1920 pixels over 90 degrees: a triangle of 7.68 m, at most 59 m2 each; hardly any lamp, no infrared
    assert 0 < day["area_m2"] <= day["states"]["computed"] * 7.68**2 * 1.01
    assert 0 <= night["area_m2"] < 0.2 * day["area_m2"] and night["light"] == "night"


def test_geneva_coverage_who_sees_and_cordon(geneva: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = answer(capsys, "coverage", str(geneva))
    total = table["total"]
    assert total["covered_m2"] == pytest.approx(sum(zone["covered_m2"] for zone in table["zones"]), abs=1e-2)
    assert 0 < total["coverage"] < 0.05 and total["street_km"] > 50
    assert total["street_covered_km"] <= total["street_km"]
    with Project.open(geneva, read_only=True) as project:
        prints = project.footprints(px_per_m=25.0)
        fid = prints["area_m2"].idxmax()
        point = prints.geometry[fid].representative_point()
        lon, lat = crs.transform_xy([point.x], [point.y], project.epsg, crs.WGS84)
        code = project.frame("camera").at[fid, "code"]
    seen = answer(capsys, "who-sees", str(geneva), str(lon[0]), str(lat[0]))
    assert code in [each["code"] for each in seen["cameras"]]
    assert all(each["class"] is None and each["level"] == "class_default" for each in seen["cameras"])
    busiest = max(table["zones"], key=lambda zone: zone["cameras"])["name"]
    closed = answer(capsys, "cordon", str(geneva), "--boundary", "analysis_zone", "--code", busiest)
    assert closed["gates"] == len(closed["crossings"]) > 0
    assert closed["open"] + closed["read"] + closed["declared"] == closed["gates"]
    assert 0 <= closed["closed_share"] <= closed["declared_share"] <= 1


def test_piacenza_footprints(piacenza: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = answer(capsys, "footprints", str(piacenza), "--class", "recognise", "--purpose", "urban_safety")
    night = answer(
        capsys,
        "footprints",
        str(piacenza),
        "--class",
        "recognise",
        "--purpose",
        "urban_safety",
        "--when",
        "night",
    )
    saturday = answer(
        capsys,
        "footprints",
        str(piacenza),
        "--class",
        "recognise",
        "--purpose",
        "urban_safety",
        "--when",
        "sab 10:00",
    )
    assert day["count"] == CAMERAS and day["levels"] == {"optics": CAMERAS}
    assert day["states"]["computed"] >= 0.95 * CAMERAS
    # half have infrared, and those are off by night and on Saturdays
    assert night["states"]["off_hours"] == saturday["states"]["off_hours"] == CAMERAS // 2
    assert night["area_m2"] == 0.0
    assert 0.3 * day["area_m2"] < saturday["area_m2"] < 0.7 * day["area_m2"]
    # 2688 px over 87.6 degrees at 125 px/m: Z = 11.2 m, d = (11.2 - 2.4 sin 15) / cos 15 = 10.95 m
    with Project.open(piacenza, read_only=True) as project:
        prints = project.footprints(px_per_m=125.0)
    reach = prints.loc[prints["level"] == "optics", "range_m"].iloc[:CAMERAS]
    assert reach.to_numpy() == pytest.approx(10.95, abs=0.03)


def test_piacenza_coverage_is_the_union_of_the_footprints(
    piacenza: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = answer(capsys, "coverage", str(piacenza), "--purpose", "urban_safety", "--class", "observe")
    with Project.open(piacenza, read_only=True) as project:
        prints, space = project.footprints("urban_safety", px_per_m=62.5), project.public_space()
        mine = [
            isinstance(codes, list) and "urban_safety" in codes
            for codes in project.frame("camera")["purposes"]
        ]
    seen = shapely.union_all(prints.geometry[mine].dropna().to_numpy())
    ground = shapely.union_all(space.pieces)
    assert table["total"]["covered_m2"] == pytest.approx(shapely.intersection(seen, ground).area, rel=1e-6)
    assert table["cameras"] == CAMERAS


def test_piacenza_who_sees(piacenza: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(piacenza, read_only=True) as project:
        cameras, prints = project.frame("camera"), project.footprints(px_per_m=125.0)
        fid = cameras.index[cameras["code"] == "PC-001"][0]
        point = prints.geometry[fid].representative_point()
        lon, lat = crs.transform_xy([point.x], [point.y], project.epsg, crs.WGS84)
    place = [str(piacenza), str(lon[0]), str(lat[0])]
    monday = answer(capsys, "who-sees", *place, "--at", "2026-11-16T10:00")["cameras"]
    mine = next(each for each in monday if each["code"] == "PC-001")
    assert mine["class"] in ("recognise", "identify") and mine["px_per_m"] >= 125
    assert (mine["by_day"], mine["by_night"], mine["at_the_time"]) == (True, False, True)
    sunday = answer(capsys, "who-sees", *place, "--at", "2026-11-22T10:00")["cameras"]
    assert not next(each for each in sunday if each["code"] == "PC-001")["at_the_time"]


def test_piacenza_cordon(piacenza: Path, capsys: pytest.CaptureFixture[str]) -> None:
    closed = answer(capsys, "cordon", str(piacenza), "--boundary", "degraded_area")
    assert (closed["gates"], closed["readers"]) == (8, 1)
    read = {(row["road_code"], row["way"]) for row in closed["crossings"] if row["read"]}
    assert read == {("ST-0", "in"), ("ST-0", "out")}
    assert closed["closed_share"] == pytest.approx(12 / 18)
    speeds = [row["top_speed_kmh"] for row in closed["crossings"] if row["read"]]
    assert speeds == [90.0, 90.0]  # 25 mm in 1/1000 s
