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


@pytest.fixture
def first_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project as a program of the first version wrote it."""
    path = tmp_path / "v1.gpkg"
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:1])
        ProjectFile.create(path, name="V", epsg=7791, area=shapely.box(X, Y, X + 900, Y + 900)).close()
    return path


def test_a_project_of_the_first_version_gains_the_log_when_it_is_changed(
    first_version: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = first_version.read_bytes()
    assert run(["zones", str(first_version), "--square", "300"]) == 0
    (copy,) = (tmp_path / "v1.backup").glob("*.gpkg")
    heard = capsys.readouterr().err
    assert "Il progetto era della versione 1: è stato aggiornato alla 2." in heard
    assert str(copy) in heard
    with ProjectFile.open(copy, read_only=True) as kept:
        assert kept.setting("schema_version") == 1
    assert run(["zones", str(first_version), "--square", "300"]) == 0
    assert "versione" not in capsys.readouterr().err  # said once
    assert before != first_version.read_bytes()
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    with ProjectFile.open(first_version) as file:
        assert file.upgrade is None
        file.log_export(Export("web_map", tmp_path / "x.txt"))
        assert [each.what for each in file.exports()] == ["web_map"]
        assert file.check() == []


def test_exporting_from_the_first_version_changes_nothing_in_it(
    first_version: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = first_version.read_bytes()
    out = tmp_path / "area.geojson"
    assert run(["export", str(first_version), "project_area", "-o", str(out)]) == 0
    assert out.exists()
    assert first_version.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["area.geojson", "v1.gpkg"]
    heard = capsys.readouterr().err
    assert "Esportazione non registrata nel progetto. «v1.gpkg» è di una versione precedente (1)" in heard


def test_an_older_version_stays_as_it_is_where_no_copy_can_be_kept(
    first_version: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_arguments: object) -> None:
        raise apsw.FullError

    before = first_version.read_bytes()
    monkeypatch.setattr("maps.store.backup.write_copy", full)
    assert run(["zones", str(first_version), "--square", "300"]) == 1
    assert "Il disco è pieno" in capsys.readouterr().err
    assert first_version.read_bytes() == before


def test_an_export_makes_no_backup(town: Path, tmp_path: Path) -> None:
    """The log is a line; a copy of a province at each export would be a surprise."""
    with ProjectFile.open(town) as file:
        file.set_setting("name", "Altro")
    copies = set(town.parent.rglob("*.backup/*"))
    assert run(["export", str(town), "project_area", "-o", str(tmp_path / "a.geojson")]) == 0
    assert exported(town)[0].file == "a.geojson"
    assert set(town.parent.rglob("*.backup/*")) == copies


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
