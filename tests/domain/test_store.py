"""The project file: create, edit, read, close, open again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from maps.errors import FileError, FileProblem, InvalidValue, ProjectError, ProjectProblem, ValueProblem
from maps.schema import LAYERS
from maps.schema.fields import Field, FieldKind
from maps.store import Change, ProjectFile, migrations, reading

AREA = shapely.box(580_000, 4_990_000, 590_000, 5_000_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "città.gpkg"


@pytest.fixture
def project(path: Path):
    with ProjectFile.create(path, name="Città", epsg=7791, area=AREA, user="anna") as made:
        yield made


def camera(x: float = 581_000, y: float = 4_991_000, **values: object) -> dict[str, object]:
    return {"geometry": shapely.Point(x, y), **values}


def test_new_project_has_its_area_and_every_layer(project: ProjectFile) -> None:
    assert (project.name, project.epsg, project.user, project.read_only) == ("Città", 7791, "anna", False)
    assert project.extent() == (580_000, 4_990_000, 590_000, 5_000_000)
    assert project.counts() == {name: int(name == "project_area") for name in LAYERS}
    assert project.check() == []


def test_insert_fills_identifier_author_and_time(project: ProjectFile) -> None:
    with project.edit("Aggiungi") as edit:
        fids = edit.insert("camera", [camera(code="A1"), camera(code="A2", uid="mine", created_by="bea")])
    first, second = (project.record("camera", fid) for fid in fids)
    assert len(first["uid"]) == 36
    assert first["created_by"] == "anna"
    assert first["created_at"] is not None
    assert first["updated_at"] is None
    assert (second["uid"], second["created_by"]) == ("mine", "bea")
    assert edit.last_change == Change({"camera": tuple(fids)}, "Aggiungi", "")


def test_update_and_delete(project: ProjectFile) -> None:
    with project.edit("Aggiungi") as edit:
        a, b = edit.insert("camera", [camera(code="A"), camera(code="B")])
    with project.edit("Cambia", origin="form") as edit:
        edit.update_many("camera", [(a, {"code": "A1"}), (b, {"geometry": shapely.Point(1, 2)})])
    assert project.record("camera", a)["code"] == "A1"
    assert project.record("camera", a)["updated_by"] == "anna"
    assert project.record("camera", b)["geometry"] == shapely.Point(1, 2)
    assert edit.last_change.origin == "form"
    with project.edit("Elimina") as edit:
        edit.delete("camera", [a])
    assert project.rows("camera").fids.tolist() == [b]
    with pytest.raises(KeyError):
        project.record("camera", a)


def test_an_exception_leaves_nothing(project: ProjectFile) -> None:
    before = project.version("camera")
    with pytest.raises(ZeroDivisionError), project.edit("Prova") as edit:
        edit.insert("camera", [camera()])
        raise ZeroDivisionError
    assert project.count("camera") == 0
    assert project.version("camera") == before
    assert project.undo_label() is None
    assert edit.last_change is None
    with pytest.raises(RuntimeError):
        edit.insert("camera", [camera()])


@pytest.mark.parametrize(
    ("layer", "record", "problem"),
    [
        ("camera", {"geometry": shapely.box(0, 0, 1, 1)}, ValueProblem.WRONG_GEOMETRY_TYPE),
        ("camera", {"geometry": shapely.Point()}, ValueProblem.EMPTY_GEOMETRY),
        ("system", {"geometry": shapely.Point(0, 0)}, ValueProblem.WRONG_GEOMETRY_TYPE),
    ],
)
def test_wrong_geometry_is_refused(
    project: ProjectFile, layer: str, record: dict, problem: ValueProblem
) -> None:
    with pytest.raises(InvalidValue) as caught, project.edit("Prova") as edit:
        edit.insert(layer, [record])
    assert caught.value.reason is problem
    assert project.count(layer) == 0


def test_undeclared_field_missing_row_and_repeated_uid_are_refused(project: ProjectFile) -> None:
    with pytest.raises(KeyError), project.edit("Prova") as edit:
        edit.insert("camera", [camera(colour="red")])
    with pytest.raises(KeyError), project.edit("Prova") as edit:
        edit.update("camera", 99, {"code": "x"})
    with pytest.raises(KeyError), project.edit("Prova") as edit:
        edit.delete("camera", [99])
    with pytest.raises(InvalidValue) as caught, project.edit("Prova") as edit:
        edit.insert("camera", [camera(uid="same"), camera(uid="same")])
    assert caught.value.reason is ValueProblem.DUPLICATE_CODE
    assert project.count("camera") == 0


def test_an_edit_that_changes_nothing_is_not_recorded(project: ProjectFile) -> None:
    seen: list[Change] = []
    project.subscribe(seen.append)
    with project.edit("Niente") as edit:
        edit.delete("camera", [])
    assert edit.last_change == Change({}, "Niente", "")
    assert project.history() == []
    assert seen == []


def test_rows_by_key_field_and_box(project: ProjectFile) -> None:
    with project.edit("Aggiungi") as edit:
        fids = edit.insert("camera", (camera(581_000 + i, code=str(i)) for i in range(20)))
    rows = project.rows("camera", fids=[fids[3], fids[1], 10_000], fields=["code"])
    assert rows.fids.tolist() == [fids[1], fids[3]]
    assert rows.columns == {"code": ["1", "3"]}
    box = (581_005, 0, 581_007, 5_000_000)
    assert project.rows("camera", bbox=box, fields=["code"]).columns["code"] == ["5", "6", "7"]
    assert len(project.rows("system", bbox=box)) == 0
    with pytest.raises(KeyError):
        project.rows("camera", fields=["colour"])


def test_rows_decoded_some_at_a_time_are_all_of_them(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.edit("Aggiungi") as edit:
        fids = edit.insert("camera", (camera(581_000 + i, code=str(i)) for i in range(6)))
    whole = project.rows("camera")
    for at_once in (4, 3, 1):  # three is a whole share of six: nothing is left for the last one
        monkeypatch.setattr(reading, "AT_ONCE", at_once)
        rows = project.rows("camera")
        assert rows.fids.tolist() == fids
        assert (rows.geometry == whole.geometry).all() and rows.columns == whole.columns
    assert rows.columns["code"] == ["0", "1", "2", "3", "4", "5"]


def test_watchers_are_told_after_the_commit(project: ProjectFile) -> None:
    seen: list[tuple[Change, int]] = []
    stop = project.subscribe(lambda change: seen.append((change, project.count("camera"))))
    with project.edit("Aggiungi", origin="table") as edit:
        fids = edit.insert("camera", [camera()])
    project.undo()
    stop()
    project.redo()
    ids = {"camera": tuple(fids)}
    assert seen == [(Change(ids, "Aggiungi", "table"), 1), (Change(ids, "Aggiungi", "undo"), 0)]


def test_settings_survive_and_join_the_edit(project: ProjectFile, path: Path) -> None:
    project.set_setting("criteria", {"soglia": 0.5, "nomi": ["è"]})
    with pytest.raises(ZeroDivisionError), project.edit("Prova"):
        project.set_setting("criteria", None)
        raise ZeroDivisionError
    project.close()
    with ProjectFile.open(path) as again:
        assert again.setting("criteria") == {"soglia": 0.5, "nomi": ["è"]}
        assert again.setting("absent", 3) == 3


def test_close_leaves_one_plain_file(project: ProjectFile, path: Path) -> None:
    with project.edit("Aggiungi") as edit:
        edit.insert("camera", [camera()])
    project.close()
    project.close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert path.read_bytes()[18] == 1  # 2 would be WAL


def test_read_only_beside_the_owner(project: ProjectFile, path: Path) -> None:
    with project.edit("Aggiungi") as edit:
        edit.insert("camera", [camera()])
    with ProjectFile.open(path, read_only=True) as reader:
        assert reader.count("camera") == 1
        with pytest.raises(ProjectError) as caught, reader.edit("Prova"):
            pass
        assert caught.value.problem is ProjectProblem.READ_ONLY
    with project.edit("Ancora") as edit:
        edit.insert("camera", [camera()])
    assert project.count("camera") == 2


def test_edits_do_not_nest(project: ProjectFile) -> None:
    with project.edit("Fuori"), pytest.raises(RuntimeError), project.edit("Dentro"):
        pass


@pytest.mark.parametrize(
    ("area", "problem"), [(None, ProjectProblem.NO_AREA), (shapely.Polygon(), ProjectProblem.NO_AREA)]
)
def test_a_project_needs_an_area(path: Path, area: object, problem: ProjectProblem) -> None:
    with pytest.raises(ProjectError) as caught:
        ProjectFile.create(path, name="x", epsg=7791, area=area)
    assert caught.value.problem is problem
    assert not path.exists()


def test_create_never_overwrites(project: ProjectFile, path: Path, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        ProjectFile.create(path, name="x", epsg=7791, area=AREA)
    assert caught.value.problem is FileProblem.EXISTS
    with pytest.raises(FileError) as caught:
        ProjectFile.create(tmp_path / "no" / "x.gpkg", name="x", epsg=7791, area=AREA)
    assert caught.value.problem is FileProblem.FOLDER_MISSING


def test_newly_declared_fields_and_layers_are_added_and_old_undo_still_works(path: Path) -> None:
    short = replace(LAYERS["camera"], fields=tuple(f for f in LAYERS["camera"].fields if f.name != "range_m"))
    older = {"project_area": LAYERS["project_area"], "camera": short}
    with ProjectFile.create(path, name="x", epsg=7791, area=AREA, layers=older) as project:
        with project.edit("Aggiungi") as edit:
            (fid,) = edit.insert("camera", [camera(code="A")])
        with project.edit("Elimina") as edit:
            edit.delete("camera", [fid])
    with ProjectFile.open(path, read_only=True) as reader:
        assert reader.count("offence") == 0
        assert reader.rows("camera").columns["range_m"] == []
    with ProjectFile.open(path) as project:
        assert project.counts().keys() == LAYERS.keys()
        assert project.undo().label == "Elimina"
        with project.edit("Portata") as edit:
            edit.update("camera", fid, {"range_m": 30.5})
        assert project.record("camera", fid)["range_m"] == 30.5
        assert [project.undo().label for _ in range(2)] == ["Portata", "Aggiungi"]
        assert project.check() == []


def test_an_older_version_is_migrated_after_a_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ProjectFile.create(path, name="x", epsg=7791, area=AREA).close()

    def next_version(db) -> None:
        db.execute("ALTER TABLE torrazzo_history ADD COLUMN place TEXT")
        db.execute("UPDATE torrazzo_settings SET value = '\"nuovo\"' WHERE key = 'name'")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, next_version))
    with ProjectFile.open(path) as project:
        assert project.name == "nuovo"
        assert project.setting("schema_version") == migrations.current_version()
    assert len(list(path.with_name("città.backup").iterdir())) == 1


def test_a_failing_migration_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ProjectFile.create(path, name="x", epsg=7791, area=AREA).close()

    def broken(db) -> None:
        db.execute("DELETE FROM project_area")
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
        with pytest.raises(ZeroDivisionError):
            ProjectFile.open(path)
    with ProjectFile.open(path) as project:
        assert project.count("project_area") == 1
        assert project.setting("schema_version") == migrations.current_version()


def test_values_that_another_program_spoiled_are_found(project: ProjectFile) -> None:
    with project.edit("Aggiungi") as edit:
        (fid,) = edit.insert("camera", [camera(purposes=["urban_safety"])])
    project._db.execute("UPDATE camera SET purposes = 'sicurezza', checked_on = 'ieri'")
    record = project.record("camera", fid)
    assert record["purposes"] is None
    assert record["checked_on"] is None
    assert {finding.where for finding in project.check()} == {"camera.checked_on", "camera.purposes"}


def test_numpy_scalars_and_nan_are_taken(project: ProjectFile) -> None:
    values = {
        "range_m": np.float32(2.5),
        "res_x": np.int64(1920),
        "height_m": np.nan,
        "records": np.bool_(True),
    }
    with project.edit("Aggiungi") as edit:
        (fid,) = edit.insert("camera", [camera(**values)])
    record = project.record("camera", fid)
    assert [record[name] for name in values] == [2.5, 1920, None, True]


def test_a_field_of_each_kind_is_declared_somewhere() -> None:
    kinds = {field.kind for layer in LAYERS.values() for field in layer.fields}
    assert kinds == set(FieldKind)
    assert isinstance(LAYERS["camera"].field("uid"), Field)
