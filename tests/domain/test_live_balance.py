"""The live figures are those of the whole balance; footprints after an edit are those of a fresh computation."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from proposal_town import P, build, camera

from maps.balance.live import LiveBalance
from maps.coverage.footprints import footprints
from maps.project import Project


@pytest.fixture
def project(tmp_path: Path):
    with Project.open(build(tmp_path / "town.gpkg")) as opened:
        yield opened


def live_of(project, purpose=P):
    return LiveBalance(
        project.public_space(),
        project.footprints(purpose),
        project.frame("camera"),
        project.risk().zones["share"],
        project.criteria,
        purpose,
    )


def same(figures, facts):
    table = facts.zones
    for name in ("coverage", "overlap"):
        found = np.array([np.nan if value is None else value for value in table[name]], float)
        assert getattr(figures, name) == pytest.approx(found, abs=1e-9, nan_ok=True)
    for name in ("hoover", "gini", "uncovered"):
        assert getattr(figures, name) == pytest.approx(getattr(facts, name), abs=1e-9)


@pytest.mark.parametrize("directional", [False, True])
def test_live_figures_are_those_of_the_balance(project, directional):
    if directional:
        rule = project.criteria.purposes[P]
        values = {**project.criteria.to_json()}
        values["purposes"][P] = {"px_per_m": rule.px_per_m, "detail_class": "identify", "directional": True}
        project.criteria = type(project.criteria).from_json(values)
    fid = int(project.frame("camera").index[0])
    shape = project.footprints(P).geometry.loc[fid]
    live = live_of(project)
    live.lift(fid)
    same(live.figures(shape), project.balance(P).purposes[P])
    place = project.frame("camera").geometry.loc[fid]
    with project.file.edit("sposta") as edit:
        edit.update("camera", fid, {"geometry": shapely.Point(place.x + 7, place.y + 3)})
    moved = project.footprints(P).geometry.loc[fid]
    same(live.figures(moved, (place.x + 7, place.y + 3)), project.balance(P).purposes[P])
    with project.file.edit("togli") as edit:
        edit.delete("camera", [fid])
    same(live.figures(None), project.balance(P).purposes[P])


def test_a_camera_that_is_not_there_yet(project):
    live = live_of(project)
    live.lift(-1)
    before = live.figures(None)
    same(before, project.balance(P).purposes[P])
    bare = project.frame("analysis_zone").geometry.iloc[0].centroid
    after = live.figures(bare.buffer(40))
    assert after.uncovered < before.uncovered and after.touched.tolist() == [0]


def plain(prints):
    return prints.drop(columns="geometry").map(lambda value: getattr(value, "value", value))


def test_footprints_after_edits_are_those_computed_afresh(project):
    first = project.footprints(P)
    fids = [int(fid) for fid in project.frame("camera").index]
    place = project.frame("camera").geometry.loc[fids[1]]
    edits = (
        lambda edit: edit.update("camera", fids[1], {"geometry": shapely.Point(place.x + 9, place.y)}),
        lambda edit: edit.update("camera", fids[2], {"azimuth_deg": None}),
        lambda edit: edit.insert("camera", [camera("NUOVA", 120, 150)]),
        lambda edit: edit.delete("camera", [fids[0]]),
        lambda edit: edit.update("camera", fids[3], {"working_state": "broken", "remarks": "guasta"}),
    )
    for change in edits:
        with project.file.edit("prova") as edit:
            change(edit)
        found = project.footprints(P)
        detail = project.criteria.purposes[P].px_per_m
        fresh = footprints(project.frame("camera"), project.scene(), px_per_m=detail, relief=project.relief())
        assert plain(found).equals(plain(fresh)) or plain(found).compare(plain(fresh)).empty
        assert shapely.equals(found.geometry.to_numpy(), fresh.geometry.to_numpy())[
            ~found.geometry.isna()
        ].all()
        assert (found.geometry.isna() == fresh.geometry.isna()).all() and found.crs == first.crs
