"""Undo and redo: exact, lasting, pruned; the spatial index follows."""

import random
from pathlib import Path

import numpy as np
import pytest
import shapely

from maps.errors import ProjectError, ProjectProblem
from maps.store import ProjectFile, undo

AREA = shapely.box(0, 0, 10_000, 10_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.gpkg"


@pytest.fixture
def project(path: Path):
    with ProjectFile.create(path, name="p", epsg=7791, area=AREA, user="anna") as made:
        yield made


def state(project: ProjectFile) -> dict[str, list]:
    """All that a layer holds, to compare before and after."""
    found = {}
    for layer in ("camera", "degraded_area", "system"):
        rows = project.rows(layer)
        found[layer] = [rows.fids.tolist(), shapely.to_wkb(rows.geometry).tolist(), rows.columns]
    return found


def index_is_exact(project: ProjectFile, dice: random.Random) -> bool:
    """Compare box queries, and the R-tree's own boxes, with brute force."""
    for layer in ("camera", "degraded_area"):
        rows = project.rows(layer, fields=())
        bounds = shapely.bounds(rows.geometry)
        x, y, size = dice.uniform(0, 9000), dice.uniform(0, 9000), dice.uniform(1, 6000)
        box = (x, y, x + size, y + size)
        hit = (bounds[:, 0] <= box[2]) & (bounds[:, 2] >= x) & (bounds[:, 1] <= box[3]) & (bounds[:, 3] >= y)
        if project.rows(layer, bbox=box, fields=()).fids.tolist() != rows.fids[hit].tolist():
            return False
    return project.check() == []


def random_edit(project: ProjectFile, dice: random.Random) -> None:
    with project.edit(f"edit {dice.random()}") as edit:
        for _ in range(dice.randint(1, 4)):
            layer = dice.choice(["camera", "degraded_area", "system"])
            fids = project.rows(layer, fields=()).fids.tolist()
            action = dice.choice(["insert", "insert", "update", "move", "delete"])
            if action == "insert" or not fids:
                edit.insert(layer, [record(layer, dice) for _ in range(dice.randint(1, 30))])
            elif action == "delete":
                edit.delete(layer, dice.sample(fids, min(len(fids), dice.randint(1, 10))))
            elif action == "move" and layer != "system":
                edit.update(layer, dice.choice(fids), {"geometry": record(layer, dice)["geometry"]})
            else:
                edit.update(layer, dice.choice(fids), {"code": f"è{dice.random()}", "remarks": None})


def record(layer: str, dice: random.Random) -> dict[str, object]:
    x, y = dice.uniform(0, 9000), dice.uniform(0, 9000)
    shapes = {
        "camera": shapely.Point(x, y),
        "degraded_area": shapely.Point(x, y).buffer(dice.uniform(1, 200), 2),
    }
    geometry = None if dice.random() < 0.1 else shapes.get(layer)
    return {"code": str(dice.randint(0, 99)), "geometry": geometry}


@pytest.mark.parametrize("seed", range(4))
def test_any_path_through_the_history_gives_the_same_states(path: Path, seed: int) -> None:
    dice = random.Random(seed)
    project = ProjectFile.create(path, name="p", epsg=7791, area=AREA)
    states, now = [state(project)], 0
    for turn in range(60):
        move = dice.choice(["edit", "edit", "undo", "redo"])
        if move == "edit":
            random_edit(project, dice)
            now += 1
            states[now:] = [state(project)]
        elif move == "undo":
            assert (project.undo() is None) == (now == 0)
            now = max(0, now - 1)
        else:
            assert (project.redo() is None) == (now == len(states) - 1)
            now = min(len(states) - 1, now + 1)
        assert state(project) == states[now]
        if turn % 10 == 9:
            assert index_is_exact(project, dice)
            project.close()
            project = ProjectFile.open(path)
    project.close()


def test_labels_and_history(project: ProjectFile, path: Path) -> None:
    for label in ("uno", "due", "tre"):
        with project.edit(label) as edit:
            edit.insert("camera", [{"code": label}, {"code": label}])
    project.undo()
    project.undo()
    assert (project.undo_label(), project.redo_label()) == ("uno", "due")
    project.close()
    with ProjectFile.open(path, user="bea") as again:
        assert (again.undo_label(), again.redo_label()) == ("uno", "due")
        with again.edit("quattro") as edit:
            edit.insert("camera", [{"code": "4"}])
        assert (again.undo_label(), again.redo_label()) == ("quattro", None)
        assert again.redo() is None
        told = [(entry.user, entry.label, entry.counts, entry.undone) for entry in again.history()]
        assert told == [
            ("bea", "quattro", {"camera": 1}, False),
            ("anna", "tre", {"camera": 2}, True),
            ("anna", "due", {"camera": 2}, True),
            ("anna", "uno", {"camera": 2}, False),
        ]
        assert again.history(limit=1)[0].at.tzinfo is not None


def test_versions_differ_after_undo_too(project: ProjectFile) -> None:
    seen = [project.version("camera")]
    with project.edit("uno") as edit:
        edit.insert("camera", [{"code": "1"}])
    for step in (lambda: None, project.undo, project.redo):
        step()
        seen.append(project.version("camera"))
    assert len(set(seen)) == 4
    assert project.version("system") == 0


def test_old_records_are_pruned_and_the_history_stays(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "MAX_RECORDS", 5)
    for turn in range(9):
        with project.edit(str(turn)) as edit:
            edit.insert("camera", [{"code": str(turn)}])
    assert len(project.history()) == 9
    assert [project.undo() is not None for _ in range(6)] == [True] * 5 + [False]
    assert project.count("camera") == 4


def test_a_great_record_pushes_out_the_others_but_stays(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.edit("piccolo") as edit:
        edit.insert("camera", [{"code": "1"}])
    monkeypatch.setattr(undo, "MAX_BYTES", 1000)
    with project.edit("grande") as edit:
        edit.insert("camera", ({"code": str(i), "remarks": "x" * 50} for i in range(3000)))
    assert project.undo().label == "grande"
    assert project.undo() is None
    assert project.redo().label == "grande"
    assert project.count("camera") == 3001


def test_bounds_in_the_contents_follow(project: ProjectFile) -> None:
    def bounds() -> tuple:
        sql = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'camera'"
        return project._db.execute(sql).fetchone()

    assert bounds() == (None,) * 4
    with project.edit("uno") as edit:
        edit.insert("camera", ({"geometry": shapely.Point(i, 2 * i)} for i in range(500)))
    np.testing.assert_allclose(bounds(), (0, 0, 499, 998), atol=1e-4)
    with project.edit("due") as edit:
        edit.delete("camera", [500, 499])
    np.testing.assert_allclose(bounds(), (0, 0, 497, 994), atol=1e-4)
    project.undo()
    np.testing.assert_allclose(bounds(), (0, 0, 499, 998), atol=1e-4)
    project.undo()
    assert bounds() == (None,) * 4


def test_rows_changed_by_another_program_are_not_overwritten(project: ProjectFile) -> None:
    with project.edit("uno") as edit:
        (fid,) = edit.insert("camera", [{"code": "1"}])
    project._db.execute("UPDATE camera SET code = 'altrui'")
    with pytest.raises(ProjectError) as caught:
        project.undo()
    assert caught.value.problem is ProjectProblem.CHANGED_ELSEWHERE
    assert project.record("camera", fid)["code"] == "altrui"
    assert project.undo_label() == "uno"


def test_the_index_is_exact_after_bulk_edits_too(project: ProjectFile) -> None:
    dice = random.Random(7)
    with project.edit("molti") as edit:
        fids = edit.insert("camera", [record("camera", dice) for _ in range(2500)])
        assert len(project.rows("camera", bbox=(0, 0, 1e4, 1e4))) == len(fids) - sum(
            geometry is None for geometry in project.rows("camera").geometry
        )
    assert index_is_exact(project, dice)
    with project.edit("misto") as edit:
        edit.delete("camera", fids[:1200])
        edit.update_many("camera", [(fid, {"geometry": None}) for fid in fids[1200:1300]])
        edit.insert("camera", [record("camera", dice) for _ in range(1100)])
    for step in (lambda: None, project.undo, project.redo, project.undo, project.undo, project.redo):
        step()
        assert index_is_exact(project, dice)
    with pytest.raises(ZeroDivisionError), project.edit("fallito") as edit:
        edit.insert("camera", [record("camera", dice) for _ in range(1500)])
        raise ZeroDivisionError
    with project.edit("uno") as edit:
        edit.insert("camera", [record("camera", dice)])
    assert index_is_exact(project, dice)
