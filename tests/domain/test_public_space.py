"""The public space of a zone: the same whatever way its unions are taken, and cut only for footprints."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.balance import covered
from maps.balance.balance import balance
from maps.balance.covered import prepare_space
from maps.balance.public_space import public_space, road_surfaces
from maps.balance.shapes import valid
from maps.project import Project

TOWN = shapely.box(0, 0, 1000, 1000)
ZONES = gpd.GeoDataFrame(
    {"uid": ["a", "b"], "name": ["A", "B"], "zone_kind": ["centre", "centre"]},
    geometry=[shapely.box(0, 0, 600, 1000), shapely.box(600, 0, 1000, 1000)],
)


def blocks(rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Buildings that overlap, stand one within another, share a wall, touch at a corner; one crosses itself."""
    x, y, wide, deep = (rng.uniform(*limits, 120) for limits in ((0, 990), (0, 990), (5, 60), (5, 60)))
    alone = shapely.box(x, y, x + wide, y + deep)
    beside = [
        shapely.box(700, 700, 710, 710),
        shapely.box(710, 700, 720, 710),
        shapely.box(720, 710, 730, 720),
    ]
    bow = shapely.Polygon([(300, 300), (330, 330), (330, 300), (300, 330)])
    return gpd.GeoDataFrame(geometry=[*alone, *beside, shapely.box(702, 702, 704, 704), bow])


def streets(rng: np.random.Generator) -> gpd.GeoDataFrame:
    ends = rng.uniform(0, 1000, (30, 2, 2))
    return gpd.GeoDataFrame({"road_class": ["residential"] * 30}, geometry=list(shapely.linestrings(ends)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("with_streets", [True, False])
def test_it_is_what_plain_unions_give(seed: int, with_streets: bool) -> None:
    rng = np.random.default_rng(seed)
    obstacles, roads = blocks(rng), streets(rng) if with_streets else None
    found = public_space(ZONES, roads, None, obstacles)
    solid = shapely.union_all(valid(obstacles.geometry.to_numpy()))
    ground = shapely.union_all(road_surfaces(roads, {"residential": 8.0})) if with_streets else TOWN
    wanted = shapely.difference(shapely.intersection(ZONES.geometry.to_numpy(), ground), solid)
    assert shapely.area(shapely.symmetric_difference(wanted, found.geometry.to_numpy())).max() < 1e-6
    assert found.area_m2.to_numpy() == pytest.approx(shapely.area(wanted), rel=1e-12)


def test_without_cameras_it_is_measured_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    space = public_space(ZONES, None, None, blocks(np.random.default_rng(1)))
    cut = prepare_space(space)
    with monkeypatch.context() as patch:
        patch.setattr(covered, "subdivided", None)
        none = gpd.GeoDataFrame({"purposes": [], "working_state": []}, geometry=[])
        risk = ZONES[[]].assign(risk=[80.0, 10.0], share=[0.8, 0.2])
        found = balance(ZONES, cut, none, none, risk, purposes=["undeclared"]).purposes["undeclared"]
    assert found.zones["public_area_m2"].to_numpy() == pytest.approx(space["area_m2"].to_numpy())
    assert list(found.zones["coverage"]) == [0.0, 0.0] and found.zones["verdict"].iloc[0].value == "shortage"
    by_zone = np.bincount(cut.zone, shapely.area(cut.pieces), len(ZONES))
    assert by_zone == pytest.approx(space["area_m2"].to_numpy(), rel=1e-9)


def test_a_project_without_cameras_prepares_no_obstacles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Project, "scene", None)
    with Project.create(tmp_path / "a.gpkg", name="A", epsg=7791, area=TOWN) as project:
        with project.file.edit("Prova") as edit:
            block = shapely.MultiPolygon([shapely.box(100, 100, 200, 200)])
            edit.insert("obstacle", [{"geometry": block}])
            edit.insert("analysis_zone", [{"name": "A", "geometry": shapely.MultiPolygon([TOWN])}])
        found = project.balance("undeclared").purposes["undeclared"]
    assert found.zones["public_area_m2"].tolist() == [990_000.0] and found.cameras == 0
