"""A census comes again: what somebody has confirmed is not doubted a second time, what is new in it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from maps.io.importer import read_file, run_import
from maps.schema.checks import confirmed_direction
from maps.store import ProjectFile

HEAD = "Codice;Lat;Long;Direzione;Altezza\n"


class Census:
    """A project and the file that an office sends again and again."""

    def __init__(self, folder: Path, file: ProjectFile) -> None:
        self.path, self.file = folder / "censimento.csv", file

    def comes(self, direction: str, height: str) -> tuple[int, int]:
        """Import the file; return how many rows were changed and unchanged."""
        self.path.write_text(f"{HEAD}A;45,1330;10,0250;{direction};{height}\n", encoding="utf-8")
        report = run_import(self.file, read_file(self.path, "camera", epsg=7791))
        return report.changed, report.unchanged

    @property
    def camera(self) -> dict[str, Any]:
        return self.file.record("camera", self.fid)

    @property
    def fid(self) -> int:
        return int(self.file.rows("camera").fids[0])

    def confirm(self, note: str = "") -> None:
        """Do what «Confermo: è giusto» does, and write a note beside."""
        remarks = confirmed_direction(self.camera["remarks"]) + note
        with self.file.edit("Conferma") as edit:
            edit.update("camera", self.fid, {"remarks": remarks, "record_state": None})


@pytest.fixture
def census(tmp_path: Path) -> Iterator[Census]:
    area = shapely.box(575_000, 4_995_000, 585_000, 5_005_000)
    made = Census(tmp_path, ProjectFile.create(tmp_path / "p.gpkg", name="P", epsg=7791, area=area))
    made.comes("N-E", "4")
    assert made.camera["record_state"] == "to_check"
    yield made
    made.file.close()


def test_a_confirmed_direction_stays_confirmed(census: Census) -> None:
    census.confirm("; palo nuovo")
    before = census.camera
    assert census.comes("N-E", "4") == (0, 1)
    assert census.camera == before and "palo nuovo" in before["remarks"]


def test_what_else_the_file_changes_is_taken(census: Census) -> None:
    census.confirm()
    assert census.comes("N-E", "5") == (1, 0)
    assert census.camera["height_m"] == 5.0 and census.camera["record_state"] is None


@pytest.mark.parametrize(("direction", "height"), [("S-E", "4"), ("N-E", "-4")])
def test_another_doubt_is_told(census: Census, direction: str, height: str) -> None:
    census.confirm()
    census.comes(direction, height)
    assert census.camera["record_state"] == "to_check"


def test_without_a_confirmation_the_doubt_stays(census: Census) -> None:
    assert census.comes("N-E", "4") == (0, 1)
    assert census.camera["record_state"] == "to_check"
