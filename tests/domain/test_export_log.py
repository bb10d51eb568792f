"""The log of the exports: a line for each file that leaves, never changed, never undone."""

import hashlib
import json
import os
import sqlite3
from pathlib import Path

import apsw
import pytest
import shapely

from app.cli import run
from maps.errors import ProjectError
from maps.store import Export, ProjectFile, migrations
from maps.store.export_log import TABLE

X, Y = 580_000.0, 4_998_000.0


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "borgo.gpkg"
    area = shapely.box(X, Y, X + 200, Y + 100)
    with ProjectFile.create(path, name="Borgo", epsg=7791, area=area) as file, file.edit("zone") as edit:
        edit.insert("analysis_zone", [{"name": "Alta", "geometry": area}])
        edit.insert("camera", [{"code": "A", "geometry": shapely.Point(X + 9, Y + 9)}])
    return path


def exported(path: Path) -> list:
    with ProjectFile.open(path, read_only=True) as file:
        return file.exports()


def test_an_export_is_logged_with_its_digest(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "telecamere.geojson"
    assert (
        run(
            ["export", str(town), "camera", "-o", str(out), "--profile", "cposp", "--recipient", "C.P.O.S.P."]
        )
        == 0
    )
    (entry,) = exported(town)
    assert (entry.what, entry.profile, entry.recipient, entry.records) == ("camera", "cposp", "C.P.O.S.P.", 1)
    assert entry.file == "telecamere.geojson" and entry.user
    assert entry.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    capsys.readouterr()
    assert run(["exports", str(town), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["sha256"] == entry.sha256 and told["at"] == entry.at.isoformat()
    assert run(["exports", str(town)]) == 0
    assert "per C.P.O.S.P." in capsys.readouterr().out


def test_what_is_refused_is_not_logged(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(town), "camera", "-o", str(tmp_path / "x.geojson"), "--profile", "public"]) == 1
    assert "non lascia uscire" in capsys.readouterr().err
    assert exported(town) == []


def test_without_a_profile_it_is_as_it_was(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.geojson"
    assert run(["export", str(town), "camera", "-o", str(out)]) == 0
    (entry,) = exported(town)
    assert (entry.profile, entry.recipient) == ("", "")


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["web", "{p}", "-o", "{f}/m.html"], ["web_map"]),
        (["sheet", "{p}", "--paper", "A4", "-o", "{f}/t.pdf"], ["sheet"]),
        (["slides", "{p}", "-o", "{f}/d.pdf"], ["slides"]),
        (["balance", "{p}", "-o", "{f}/z.csv"], ["gap_table"]),
        (["footprints", "{p}", "-o", "{f}/a.geojson"], ["footprint"]),
    ],
)
def test_every_command_that_writes_is_in_the_log(
    town: Path, tmp_path: Path, arguments: list[str], what: list[str]
) -> None:
    assert run([each.format(p=town, f=tmp_path) for each in arguments]) == 0
    assert [entry.what for entry in exported(town)] == what


def test_a_project_in_other_hands_is_exported_and_the_gap_is_told(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "c.geojson"
    with ProjectFile.open(town):
        assert run(["export", str(town), "camera", "-o", str(out)]) == 0
    said = capsys.readouterr().err
    assert out.exists() and "non registrata" in said and "già aperto" in said
    assert exported(town) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_project_that_cannot_be_written_is_exported(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town.chmod(0o444)
    assert run(["export", str(town), "camera", "-o", str(tmp_path / "c.geojson")]) == 0
    assert "non registrata" in capsys.readouterr().err


def test_undo_does_not_reach_the_log(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.txt"
    out.write_text("x")
    with ProjectFile.open(town) as file:
        with file.edit("Altra") as edit:
            edit.insert("camera", [{"code": "B", "geometry": shapely.Point(X + 5, Y + 5)}])
        file.log_export(Export("sheet", out, 1))
        before = file.exports()
        assert file.undo_label() == "Altra"
        while file.undo() is not None:
            pass
        assert file.exports() == before
        assert file.redo_label() is not None
        file.log_export(Export("sheet", out, 1))
        assert file.redo() is not None and len(file.exports()) == 2
        assert [each.what for each in file.exports()] == ["sheet", "sheet"]


def test_lines_can_be_neither_changed_nor_taken_away(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.txt"
    out.write_text("x")
    with ProjectFile.open(town) as file:
        file.log_export(Export("sheet", out))
    db = sqlite3.connect(town)
    for statement in (f"DELETE FROM {TABLE}", f"UPDATE {TABLE} SET recipient = 'altri'"):
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            db.execute(statement)
    db.close()
    assert len(exported(town)) == 1


def test_a_read_only_project_refuses_and_says_so(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.txt"
    out.write_text("x")
    with ProjectFile.open(town, read_only=True) as file, pytest.raises(ProjectError):
        file.log_export(Export("sheet", out))


def test_a_project_of_the_first_version_gains_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "v1.gpkg"
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:1])
        ProjectFile.create(path, name="V", epsg=7791, area=shapely.box(X, Y, X + 9, Y + 9)).close()
    assert exported(path) == []  # read, and not changed
    (tmp_path / "x.txt").write_text("x")
    with ProjectFile.open(path) as file:
        file.log_export(Export("web_map", tmp_path / "x.txt"))
        assert [each.what for each in file.exports()] == ["web_map"]
        assert file.check() == []


def test_a_log_line_asks_for_no_new_backup(town: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    with ProjectFile.open(town) as file:
        revision = file.setting("revision")
        file.log_export(Export("web_map", tmp_path / "x.txt"))
        assert file.setting("revision") == revision


def test_the_table_is_declared_to_other_programs(town: Path) -> None:
    db = apsw.Connection(str(town), flags=apsw.SQLITE_OPEN_READONLY)
    assert list(db.execute("SELECT scope FROM gpkg_extensions WHERE table_name = ?", (TABLE,)))
    db.close()
