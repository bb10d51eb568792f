"""A frozen semester: read-only, never overwritten, its fingerprint recorded in the project."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import shapely

from app.cli import run
from maps.errors import FileError, FileProblem, InvalidValue, ProjectError, ProjectProblem
from maps.project import Project
from maps.semester.snapshots import default_path, freeze, frozen_semester, is_intact, snapshots
from maps.store import ProjectFile


@pytest.fixture
def town(tmp_path: Path) -> Path:
    import datetime as dt

    path = tmp_path / "citta.gpkg"
    area = shapely.box(600000, 5000000, 601000, 5001000)
    with ProjectFile.create(path, name="Prova", epsg=7791, area=area) as file, file.edit("dati") as edit:
        edit.insert(
            "offence", [{"start_at": dt.datetime(2026, 3, 1), "geometry": shapely.Point(600500, 5000500)}]
        )
    return path


def test_the_snapshot_is_told_recorded_and_intact(town: Path) -> None:
    with Project.open(town) as project:
        made = freeze(project, "2026-1")
        target = default_path(town, "2026-1")
        assert target.name == made.file == "citta-2026-1.gpkg"
        assert made.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
        assert snapshots(project) == [made]
        assert [(each.what, each.sha256) for each in project.file.exports()] == [("snapshot", made.sha256)]
        assert is_intact(made, town.parent) is True
        assert is_intact(made, town.parent / "altrove") is None
    assert sorted(path.name for path in town.parent.glob("*.part")) == []


def test_reading_leaves_it_as_it_was_and_writing_is_refused(town: Path) -> None:
    with Project.open(town) as project:
        made = freeze(project, "2026-1")
        with project.file.edit("dopo") as edit:
            edit.delete("offence", [1])
    target = default_path(town, "2026-1")
    with Project.open(target, read_only=True) as frozen:
        assert frozen.file.count("offence") == 1 and frozen_semester(frozen) == "2026-1"
        with pytest.raises(ProjectError) as edited, frozen.file.edit("no"):
            pass
    assert edited.value.problem is ProjectProblem.READ_ONLY
    with pytest.raises(ProjectError) as opened:
        ProjectFile.open(target)
    assert (opened.value.problem, opened.value.detail) == (ProjectProblem.FROZEN, "2026-1")
    assert is_intact(made, town.parent) is True
    assert not target.with_name(target.name + ".lock").exists()


def test_a_frozen_file_is_never_overwritten(town: Path) -> None:
    with Project.open(town) as project:
        freeze(project, "2026-1")
        before = default_path(town, "2026-1").read_bytes()
        with pytest.raises(FileError) as caught:
            freeze(project, "2026-1")
        assert caught.value.problem is FileProblem.EXISTS
        assert len(snapshots(project)) == 1
    assert default_path(town, "2026-1").read_bytes() == before


def test_a_change_of_one_byte_is_noticed(town: Path) -> None:
    with Project.open(town) as project:
        made = freeze(project, "2026-1")
    target = default_path(town, "2026-1")
    target.chmod(0o644)
    content = bytearray(target.read_bytes())
    content[-1] ^= 1
    target.write_bytes(content)
    assert is_intact(made, town.parent) is False


def test_what_cannot_be_frozen(town: Path, tmp_path: Path) -> None:
    with Project.open(town) as project:
        with pytest.raises(InvalidValue):
            freeze(project, "2025-1")
        with pytest.raises(FileError) as missing:
            freeze(project, "2026-1", tmp_path / "no" / "a.gpkg")
        assert snapshots(project) == []
    assert missing.value.problem is FileProblem.FOLDER_MISSING
    with Project.open(town, read_only=True) as project, pytest.raises(ProjectError) as caught:
        freeze(project, "2026-1")
    assert caught.value.problem is ProjectProblem.READ_ONLY


def test_without_hard_links_it_is_still_whole(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: object) -> None:
        raise OSError

    monkeypatch.setattr("os.link", refuse)
    with Project.open(town) as project:
        made = freeze(project, "2026-1")
    assert is_intact(made, town.parent) is True


def test_the_command_tells_the_fingerprint(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = town.with_name("altro.gpkg")
    assert run(["freeze", str(town), "--semester", "2026-1", "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert run(["freeze", str(town), "--semester", "2026-1", "-o", str(out)]) == 1
    assert "esiste già" in capsys.readouterr().err
    copy = Path(shutil.copy(out, town.with_name("copia.gpkg")))
    copy.chmod(0o644)
    assert run(["freeze", str(copy), "--semester", "2026-1"]) == 1
    assert "fotografia di un semestre (2026-1)" in capsys.readouterr().err
