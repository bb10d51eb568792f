"""The seven terms of the risk, on zones and on cells."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from proposal_town import build

from app.cli import run
from maps.balance.criteria import Criteria
from maps.balance.risk import COMPONENTS, zone_risk
from maps.balance.risk_cells import risk_cells
from maps.balance.risk_terms import Sources, dark_streets, weighted_points
from maps.balance.stability import perturbed, rank_stability
from maps.errors import AnalysisError
from maps.period import semester
from maps.project import Project
from maps.rule.risk_map import risk_grid, risk_json

AREA = shapely.box(0, 0, 3000, 1000)


def strip(count=3):
    return gpd.GeoDataFrame(geometry=[shapely.box(i * 1000, 0, (i + 1) * 1000, 1000) for i in range(count)])


def points(*places, **columns):
    return gpd.GeoDataFrame(columns, geometry=[None if p is None else shapely.Point(p) for p in places])


def street(*ends, **columns):
    lines = [shapely.LineString([(x, 500), (x + length, 500)]) for x, length in ends]
    return gpd.GeoDataFrame({"road_class": ["residential"] * len(lines), **columns}, geometry=lines)


def every_register():
    return Sources(
        offences=points((500, 500), (1500, 500)),
        degraded=gpd.GeoDataFrame({"severity": [2]}, geometry=[shapely.box(100, 100, 200, 200)]),
        abandoned=points((500, 200)),
        reports=points((500, 300), (600, 300), None),
        dumps=points((500, 700), (2500, 700), relapses_12m=[4, None]),
        roads=street((0, 1000), (2000, 500), lit=[False, True]),
        lamps=points((2250, 500)),
        places=points((1500, 100)),
    )


def test_every_register_is_a_term_and_contributions_add_up():
    risk = zone_risk(strip(), every_register())
    frame = risk.zones
    assert risk.missing == () and set(risk.weights) == set(COMPONENTS)
    assert list(frame["reports"]) == [2, 0, 0]
    assert list(frame["dumps"]) == [5, 0, 1]
    assert list(frame["dark_streets"]) == pytest.approx([1000, 0, 0])
    assert list(frame["sensitive_places"]) == [0, 1, 0]
    parts = frame[[f"{name}_contribution" for name in COMPONENTS]].sum(axis=1)
    assert parts.to_numpy(float) == pytest.approx(frame["risk"].to_numpy(float))


@pytest.mark.parametrize(
    ("lit", "lamps", "metres"),
    [
        ([None], points(), None),
        ([True], points(), 0),
        ([False], points(), 200),
        ([None], points((100, 500)), 140),
        ([None], points((100, 500), lamp_state=["broken"]), 200),
        ([True], points((100, 500), lamp_state=["broken"]), 60),
        ([False], points((100, 500), lamp_state=["on"]), 140),
    ],
    ids=["unknown", "lit", "unlit", "one lamp", "broken lamp", "lit but broken", "unlit but a lamp"],
)
def test_where_a_street_is_dark(lit, lamps, metres):
    found = dark_streets(street((0, 200), lit=lit), lamps, 30.0)
    assert found is None if metres is None else found.weight.sum() == pytest.approx(metres, abs=10)


def test_few_lamps_are_no_register():
    roads = street((0, 3000), lit=[None])
    assert dark_streets(roads, points(*[(100 * i, 500) for i in range(5)]), 30.0) is None
    assert dark_streets(roads, points(*[(100 * i, 500) for i in range(20)]), 30.0) is not None
    assert dark_streets(None, None, 30.0) is None
    motorway = roads.assign(road_class="motorway", lit=False)
    assert dark_streets(motorway, points(), 30.0) is None


def test_what_has_no_position_is_no_data():
    terms = weighted_points(Sources(reports=points(None), dumps=points(None)), Criteria())
    assert terms["reports"] is None and terms["dumps"] is None


def test_counted_terms_are_resampled():
    risk = zone_risk(strip(), Sources(reports=points((500, 5), (500, 6), (1500, 5))))
    draws = perturbed(risk)
    assert len(np.unique(draws.risk[:, 0])) > 1
    fixed = perturbed(zone_risk(strip(), Sources(places=points((500, 5), (1500, 5)))))
    assert np.ptp(fixed.risk[:, 0]) < 1e-9
    table = rank_stability(draws, risk.zones.index)
    assert (table["risk_low"] <= table["risk_high"]).all() and table["top_frequency"].between(0, 1).all()


def test_cells_follow_the_same_terms():
    grid = risk_cells(AREA, every_register())
    assert grid.values.shape == (20, 60) and not np.isnan(grid.values).any()
    assert grid.missing == () and sum(grid.weights.values()) == pytest.approx(1)
    assert sum(grid.contributions.values()) == pytest.approx(grid.values)
    assert grid.at(500, 300)[0] > grid.at(1500, 800)[0] and np.isnan(grid.at(-5, 0)[0])
    assert grid.values.min() >= 0 and grid.values.max() <= 100
    cells = grid.cells()
    assert len(cells) == 1200 and cells.geometry.area.sum() == pytest.approx(AREA.area)


def test_cells_outside_the_area_have_no_risk():
    area = shapely.box(0, 0, 1000, 1000).difference(shapely.box(500, 500, 1000, 1000))
    grid = risk_cells(area, Sources(offences=points((250, 250))), cell_m=100)
    assert np.isnan(grid.at(750, 750)[0]) and grid.at(250, 250)[0] == 100
    assert len(grid.cells()) == 75


@pytest.mark.parametrize(
    ("sources", "criteria"),
    [(Sources(), Criteria()), (every_register(), replace(Criteria(), risk_weights={"offences": 0.0}))],
    ids=["no data", "no weights"],
)
def test_cells_without_data_or_weights_are_nothing(sources, criteria):
    grid = risk_cells(AREA, sources, criteria)
    assert np.isnan(grid.values).all() and grid.weights == {} and len(grid.cells()) == 0


def test_too_many_cells_are_refused():
    with pytest.raises(AnalysisError):
        risk_cells(AREA, Sources(), cell_m=0.1)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("risk") / "town.gpkg")
    with Project.open(path) as project, project.file.edit("segnalazioni") as edit:
        west, south = project.file.extent()[:2]
        for day in (datetime(2025, 3, 1), datetime(2026, 3, 1)):
            place = shapely.Point(west + 350, south + 150)
            edit.insert("report", [{"received_at": day, "category": "decay", "geometry": place}])
    return path


def test_reports_are_of_the_period_and_an_edit_makes_the_grid_anew(town):
    with Project.open(town, read_only=True) as project:
        both = project.risk().zones["reports"].sum()
        assert project.risk(semester("2026-1")).zones["reports"].sum() == pytest.approx(both / 2)
        grid = risk_grid(project)
        assert risk_grid(project) is grid and risk_grid(project, cell_m=25.0).cell_m == 25
        told = risk_json(project)
    assert told["warnings"] == ["detection_bias"] and "reports" in told["weights"]
    assert told["criteria"]["version"] == "1" and len(told["criteria"]["fingerprint"]) == 12
    west = told["zones"][0]
    assert sum(west["contributions"].values()) == pytest.approx(west["risk"], abs=1e-4)
    assert 0 <= west["risk_low"] <= west["risk_high"] <= 100


def test_the_command_tells_terms_and_writes_grids(town, tmp_path, capsys):
    assert run(["risk", str(town)]) == 0
    out = capsys.readouterr().out
    assert "eventi delittuosi" in out and "delle prove" in out and "Termini esclusi" in out
    assert "crescono dove ci sono telecamere" in out
    for name in ("r.tif", "r.geojson"):
        assert run(["risk", str(town), "-o", str(tmp_path / name), "--cell", "30", "--json"]) == 0
        assert "celle di 30 m" in capsys.readouterr().err
    cells = gpd.read_file(tmp_path / "r.geojson")
    assert {"risk", "offences", "cell_m"} <= set(cells.columns) and len(cells) == 300
    import tifffile

    assert tifffile.imread(tmp_path / "r.tif").shape == (10, 30)
    assert run(["risk", str(town), "-o", str(tmp_path / "r.png")]) == 2
