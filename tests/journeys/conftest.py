"""A small invented town and the real window on it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

X0, Y0 = 580_000.0, 4_998_000.0
EPSG = 7791


@pytest.fixture(scope="session")
def small_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 1 km2: four zones, a street grid, blocks, eight cameras, offences in one corner."""
    from maps.store import ProjectFile

    path = tmp_path_factory.mktemp("town") / "borgo.gpkg"
    area = shapely.box(X0, Y0, X0 + 1000, Y0 + 1000)
    with (
        ProjectFile.create(path, name="Borgo di prova", epsg=EPSG, area=area, user="test") as file,
        file.edit("Prova") as edit,
    ):
        edit.insert("analysis_zone", _zones())
        edit.insert("road", _roads())
        edit.insert("obstacle", _blocks())
        edit.insert("camera", _cameras())
        edit.insert("offence", _offences())
    return path


def _zones() -> list[dict]:
    names = {(0, 0): "Fornaci", (1, 0): "Duomo", (0, 1): "Filanda", (1, 1): "Teatro"}
    return [
        {
            "name": name,
            "zone_kind": "periphery" if i == 0 else "centre",
            "geometry": shapely.MultiPolygon(
                [shapely.box(X0 + 500 * i, Y0 + 500 * j, X0 + 500 * i + 500, Y0 + 500 * j + 500)]
            ),
        }
        for (i, j), name in names.items()
    ]


def _roads() -> list[dict]:
    lines = [[(X0 + 100 * n, Y0), (X0 + 100 * n, Y0 + 1000)] for n in range(1, 10)]
    lines += [[(X0, Y0 + 100 * n), (X0 + 1000, Y0 + 100 * n)] for n in range(1, 10)]
    return [
        {"name": f"Via {n}", "road_class": "residential", "geometry": shapely.MultiLineString([line])}
        for n, line in enumerate(lines, start=1)
    ]


def _blocks() -> list[dict]:
    return [
        {
            "obstacle_height_m": 9.0,
            "geometry": shapely.MultiPolygon(
                [shapely.box(X0 + 100 * i + 12, Y0 + 100 * j + 12, X0 + 100 * i + 88, Y0 + 100 * j + 88)]
            ),
        }
        for i in range(10)
        for j in range(10)
    ]


def _cameras() -> list[dict]:
    """Six on one street of Duomo, all looking the same way; two elsewhere, one without a direction."""
    crowd = [
        {
            "code": f"TC-{n:03d}",
            "name": "Via 6",
            "camera_type": "fixed",
            "purposes": ["urban_safety"],
            "range_m": 60.0,
            "hfov_deg": 60.0,
            "azimuth_deg": 0.0,
            "working_state": "working",
            "height_m": 5.0,
            "geometry": shapely.Point(X0 + 600, Y0 + 100 + 8 * n),
        }
        for n in range(1, 7)
    ]
    lonely = {
        "code": "TC-007",
        "camera_type": "fixed",
        "purposes": ["urban_safety"],
        "azimuth_deg": 210.0,
        "range_m": 50.0,
        "hfov_deg": 58.0,
        "working_state": "working",
        "height_m": 5.5,
        "geometry": shapely.Point(X0 + 700, Y0 + 700),
    }
    unknown = {
        "code": "TC-008",
        "camera_type": "fixed",
        "purposes": ["urban_safety"],
        "working_state": "working",
        "geometry": shapely.Point(X0 + 800, Y0 + 800),
    }
    return [*crowd, lonely, unknown]


def _offences() -> list[dict]:
    return [
        {
            "code": f"E{n}",
            "category": "theft",
            "start_at": dt.datetime(2026, 1 + n % 6, 1 + n % 27, 12, 0),
            "geometry": shapely.Point(X0 + 200 + (n * 37) % 130, Y0 + 200 + (n * 53) % 130),
        }
        for n in range(80)
    ]


@pytest.fixture
def town(small_town: Path, tmp_path: Path) -> Path:
    """A copy of the small town that a test may change."""
    copy = tmp_path / "borgo.gpkg"
    copy.write_bytes(small_town.read_bytes())
    return copy


@pytest.fixture
def window(qapp: QApplication, qtbot, town: Path) -> Iterator:
    """The real window, shown, on a copy of the small town, with every analysis done."""
    from app.window import MainWindow

    qapp.setApplicationName("Torrazzo")
    qapp.setOrganizationName("Torrazzo")
    QSettings().clear()
    made = MainWindow()
    made.resize(1600, 900)
    made.canvas.animated = False
    qtbot.addWidget(made)
    made.show()
    made.open_project(town)
    qtbot.waitUntil(lambda: made.session.project is not None, timeout=60_000)
    qtbot.waitUntil(lambda: made.settled and "balance" in made.model.results, timeout=120_000)
    yield made
    made.close()


@pytest.fixture
def demo_window(qapp: QApplication, qtbot, demo: Path) -> Iterator:
    """The real window, shown, on the demonstration town opened to be read, with every analysis done."""
    from app.settling import settle
    from app.window import MainWindow

    QSettings().clear()
    made = MainWindow(read_only=True)
    made.canvas.animated = False
    qtbot.addWidget(made)
    made.show()
    made.open_project(demo, wait=True)
    settle(made)
    yield made
    made.close()
