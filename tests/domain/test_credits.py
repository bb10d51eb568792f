"""Whose data are drawn: OpenStreetMap is named where something comes from it, and only there."""

import datetime as dt
from pathlib import Path

import pytest
import shapely

from app.sheets.content import footer
from maps.project import Project

HOUSE = {"geometry": shapely.box(10, 10, 20, 20)}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project.create(tmp_path / "p.gpkg", name="P", epsg=32632, area=shapely.box(0, 0, 100, 100))


def test_who_is_credited_follows_the_rows(project: Project) -> None:
    with project:
        assert not project.draws_osm
        with project.file.edit("a file") as edit:
            edit.insert("obstacle", [{**HOUSE, "source": "piacenza_provincia.parquet"}])
        assert not project.draws_osm
        told = " ".join(footer(project, "ab" * 32, dt.date(2026, 3, 2)))
        assert "OpenStreetMap" not in told and "  " not in told
        with project.file.edit("an extract") as edit:
            (fid,) = edit.insert("obstacle", [{**HOUSE, "source": "OpenStreetMap"}])
        assert project.draws_osm
        assert "© OpenStreetMap contributors" in " ".join(footer(project, "ab" * 32, dt.date(2026, 3, 2)))
        with project.file.edit("away") as edit:
            edit.delete("obstacle", [fid])
        assert not project.draws_osm
