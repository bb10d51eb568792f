"""Purposes given by rule, and the whole balance of real cameras with them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely

from app.cli import run
from maps.answers.uncertainty import uncertainties
from maps.balance.verdicts import Verdict
from maps.project import Project
from maps.rule.purposes import MARK, assign_purposes, purpose_of
from maps.rule.remarks import RemarkKind, remarks


@pytest.mark.parametrize(
    ("tags", "purpose"),
    [
        ({"surveillance:type": "ALPR", "surveillance": "public"}, "traffic_plates"),
        ({"surveillance:zone": "parking"}, "traffic_plates"),
        ({"surveillance": "public"}, "urban_safety"),
        ({"surveillance": "outdoor"}, "private_security"),
        ({"surveillance:zone": "school;street"}, "schools_minors"),
        ({"man_made": "surveillance", "surveillance:type": "camera"}, None),
        ({}, None),
    ],
)
def test_the_first_rule_that_fits(tags, purpose):
    found = purpose_of(tags)
    assert (found and found[0]) == purpose


def project_of(path: Path) -> Project:
    area = shapely.MultiPolygon([shapely.box(580_000, 4_998_000, 581_000, 4_999_000)])
    project = Project.create(path, name="Prova", epsg=7791, area=area)
    place = shapely.Point(580_500, 4_998_500)
    with project.file.edit("prova") as edit:
        edit.insert(
            "camera",
            [
                {"code": "A", "osm_tags": "surveillance=public; x=1", "remarks": "vista", "geometry": place},
                {"code": "B", "osm_tags": "man_made=surveillance", "geometry": place},
                {
                    "code": "C",
                    "purposes": ["public_order"],
                    "osm_tags": "surveillance=public",
                    "geometry": place,
                },
            ],
        )
    return project


def test_only_what_declares_nothing_is_given_and_one_undo_takes_it_back(tmp_path):
    with project_of(tmp_path / "p.gpkg") as project:
        found = assign_purposes(project)
        assert (found.purposes, found.left, found.declared) == ({"urban_safety": 1}, 1, 1)
        cameras = project.frame("camera").set_index("code")
        assert cameras.at["A", "purposes"] == ["urban_safety"]
        assert cameras.at["A", "remarks"] == f"{MARK} (surveillance=public). vista"
        assert cameras.at["B", "purposes"] is None and cameras.at["C", "purposes"] == ["public_order"]
        project.file.undo()
        assert project.frame("camera").set_index("code").at["A", "purposes"] is None


def test_the_command(tmp_path, capsys):
    project_of(tmp_path / "p.gpkg").close()
    assert run(["purposes", str(tmp_path / "p.gpkg"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["purposes"] == {"public_order": 1, "undeclared": 2}
    assert run(["purposes", str(tmp_path / "p.gpkg"), "--from-osm"]) == 0
    shown = capsys.readouterr()
    assert "Sicurezza urbana: 1" in shown.out and "1 restano senza" in shown.err


@pytest.mark.realdata
def test_the_whole_balance_of_geneva(realdata, tmp_path):
    """Real cameras, streets and buildings; no offences: the risk comes from what OpenStreetMap has, and says so."""
    from maps import crs
    from maps.io.osm_import import import_osm

    box = shapely.box(*crs.transform_bounds((6.125, 46.19, 6.17, 46.22), crs.WGS84, 32631))
    with Project.create(
        tmp_path / "g.gpkg", name="Ginevra", epsg=32631, area=shapely.MultiPolygon([box])
    ) as project:
        import_osm(project.file, Path(shutil.copy(realdata / "osm-geneva" / "geneva.osm.pbf", tmp_path)))
        project.generate_zones(1000.0)
        given = assign_purposes(project)
        assert sum(given.purposes.values()) > 0 and given.left > 0
        result = project.balance()
        assert {"urban_safety", "private_security", "undeclared"} <= set(result.purposes)
        around = uncertainties(project, result)
        for purpose, facts in result.purposes.items():
            table = facts.zones
            assert len(table) == project.file.count("analysis_zone")
            known = [value for value in table["coverage"] if value is not None]
            assert all(0 <= value <= 1 for value in known)
            assert set(table["verdict"]) <= set(Verdict)
            if facts.hoover is None:
                assert facts.reasons["hoover"] and around[purpose].null is None
            else:
                assert 0 <= facts.hoover <= 1 and 0 <= facts.gini <= 1 and np.isfinite(facts.uncovered)
                assert around[purpose].null.low <= around[purpose].null.high
        kinds = {each.kind for each in remarks(project, result)}
        assert {RemarkKind.NO_OFFENCES, RemarkKind.PURPOSE_UNDECLARED} <= kinds
