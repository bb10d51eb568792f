"""What sheets know of the data: their fingerprint, and the ground that they share with the map."""

import shutil
from pathlib import Path

import pytest
from sheet_town import small_town

from app.layers.parts import BUILDERS, View
from app.sheets.fingerprint import fingerprint
from maps.progress import no_progress
from maps.project import Project


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_town(tmp_path_factory.mktemp("borgo") / "borgo.gpkg")


def test_the_fingerprint_follows_the_data_and_nothing_else(town: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copia.gpkg"
    shutil.copy(town, copied)
    with Project.open(town, read_only=True) as first, Project.open(copied) as second:
        before = fingerprint(first)
        assert fingerprint(second) == before and len(before) == 64
        second.file.set_setting("office", "Ufficio")
        assert fingerprint(second) == before
        fid = int(second.file.rows("camera").fids[0])
        with second.file.edit("x") as edit:
            edit.update("camera", fid, {"azimuth_deg": 181.0})
        assert fingerprint(second) != before


def test_the_fingerprint_reads_again_only_what_has_changed(town: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copia.gpkg"
    shutil.copy(town, copied)
    with Project.open(copied) as project:
        known: dict[str, tuple[int, bytes]] = {}
        shares: list[float] = []
        before = fingerprint(project, known=known, progress=shares.append)
        assert shares == sorted(shares) and shares[-1] == 1.0
        kept = dict(known)
        with project.file.edit("x") as edit:
            edit.update("camera", int(project.file.rows("camera").fids[0]), {"azimuth_deg": 181.0})
        after = fingerprint(project, known=known)
        assert after == fingerprint(project) != before
        assert {name for name in known if known[name] is not kept[name]} == {"camera"}


def test_map_and_sheets_share_the_ground_until_it_changes(town: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copia.gpkg"
    shutil.copy(town, copied)
    with Project.open(copied) as project:
        look = View("", "")
        map_, sheet = (BUILDERS["ground"](project, look, no_progress).painters["obstacle"] for _ in range(2))
        sheet.opacity = 0.5
        assert map_.opacity == 1.0 and map_.shapes is sheet.shapes
        with project.file.edit("x") as edit:
            edit.delete("obstacle", [int(map_.fids[0])])
        after = BUILDERS["ground"](project, look, no_progress).painters["obstacle"]
        assert len(after.fids) == len(map_.fids) - 1
