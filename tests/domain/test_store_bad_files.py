"""Files that cannot be opened or written, and what is left after trying."""

import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from maps.errors import FileError, FileProblem, ProjectError, ProjectProblem
from maps.store import CheckProblem, ProjectFile, backup, lock

ROOT = Path(__file__).resolve().parents[2]
AREA = shapely.box(0, 0, 10_000, 10_000)
NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project with some rows."""
    made = tmp_path / "p.gpkg"
    with ProjectFile.create(made, name="p", epsg=7791, area=AREA) as project, project.edit("x") as edit:
        edit.insert("camera", ({"geometry": shapely.Point(i, i), "remarks": "n" * 200} for i in range(500)))
    return made


def problem_of(path: Path, **options: object) -> tuple[object, ProjectError | FileError]:
    with pytest.raises((ProjectError, FileError)) as caught:
        ProjectFile.open(path, **options)
    return caught.value.problem, caught.value


def test_the_second_to_open_is_told_who_holds_it(path: Path) -> None:
    with ProjectFile.open(path, user="anna"):
        problem, error = problem_of(path, user="bea")
        assert problem is ProjectProblem.LOCKED
        assert error.detail.startswith("anna (")
    with ProjectFile.open(path, user="bea") as project:
        assert project.count("camera") == 500


def test_another_process_is_told_too(path: Path) -> None:
    code = (
        "import sys\nfrom maps.store import ProjectFile\nfrom maps.errors import ProjectError\n"
        "try:\n    ProjectFile.open(sys.argv[1])\nexcept ProjectError as error:\n    print(error.problem.value)"
    )
    with ProjectFile.open(path):
        told = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True)
    assert told.stdout.strip() == "locked"


def test_a_lock_left_by_a_crash_is_taken_over(path: Path) -> None:
    import json
    import socket

    left = {"user": "anna", "host": socket.gethostname(), "pid": 2**22, "since": "2026-01-01T00:00:00+01:00"}
    lock.lock_path(path).write_text(json.dumps(left))
    with ProjectFile.open(path) as project:
        assert lock.holder_of(project.path).pid == os.getpid()
    assert not lock.lock_path(path).exists()


def test_a_lock_of_another_computer_is_only_taken_over_when_asked(path: Path) -> None:
    text = '{"user": "carla", "host": "pc-altrove", "pid": 7, "since": "2026-01-01T00:00:00+01:00"}'
    lock.lock_path(path).write_text(text)
    problem, error = problem_of(path)
    assert problem is ProjectProblem.LOCKED
    assert "pc-altrove" in error.detail
    assert lock.lock_path(path).read_text() == text
    with ProjectFile.open(path, take_over_lock=True) as project:
        assert project.count("camera") == 500


def test_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE torrazzo_settings SET value = '99' WHERE key = 'schema_version'")
    db.commit()
    db.close()
    before = path.read_bytes()
    for read_only in (False, True):
        problem, error = problem_of(path, read_only=read_only)
        assert (problem, error.detail) == (ProjectProblem.NEWER_VERSION, "99")
    assert path.read_bytes() == before
    assert not lock.lock_path(path).exists()


def test_foreign_files(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "no.gpkg")[0] is FileProblem.MISSING
    assert problem_of(tmp_path)[0] is FileProblem.UNREADABLE
    contents = {
        "empty.gpkg": (b"", FileProblem.EMPTY),
        "text.gpkg": (b"Comune di Cremona\n" * 100, ProjectProblem.NOT_A_PROJECT),
    }
    for name, (content, problem) in contents.items():
        (tmp_path / name).write_bytes(content)
        assert problem_of(tmp_path / name)[0] is problem
    db = sqlite3.connect(tmp_path / "other.gpkg")
    db.execute("CREATE TABLE roads (a)")
    db.commit()
    db.close()
    assert problem_of(tmp_path / "other.gpkg")[0] is ProjectProblem.NOT_A_PROJECT
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty.gpkg", "other.gpkg", "text.gpkg"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.97])
def test_a_truncated_file_offers_the_backup(path: Path, share: float) -> None:
    with ProjectFile.open(path):
        pass
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    for read_only in (False, True):
        problem, error = problem_of(path, read_only=read_only)
        assert problem is ProjectProblem.DAMAGED
        assert error.backup is not None
    with ProjectFile.open(error.backup, read_only=True) as good:
        assert good.count("camera") == 500
    assert path.stat().st_size == int(len(content) * share)


def test_overwritten_pages_are_noticed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20 * 4096 : 60 * 4096] = b"\xaa" * (40 * 4096)
    path.write_bytes(content)
    problem, error = problem_of(path)
    assert (problem, error.backup) == (ProjectProblem.DAMAGED, None)


def test_backups_only_where_something_changed_and_the_last_five(path: Path) -> None:
    for _ in range(3):
        ProjectFile.open(path).close()
    assert len(backup.backups(path)) == 1
    for turn in range(7):
        with ProjectFile.open(path) as project, project.edit(str(turn)) as edit:
            edit.update("camera", 1, {"code": str(turn)})
    assert len(backup.backups(path)) == 5
    with ProjectFile.open(backup.backups(path)[0], read_only=True) as newest:
        assert newest.record("camera", 1)["code"] == "5"
    db = sqlite3.connect(path)
    db.execute("UPDATE gpkg_contents SET last_change = '2030-01-01T00:00:00.000Z' WHERE table_name = 'road'")
    db.commit()
    db.close()
    ProjectFile.open(path).close()
    with ProjectFile.open(backup.backups(path)[0], read_only=True) as newest:
        assert newest.record("camera", 1)["code"] == "6"


def test_a_broken_index_is_found_by_the_full_check(path: Path) -> None:
    with ProjectFile.open(path) as project:
        project._db.execute("DELETE FROM rtree_camera_geom WHERE id = 3")
        assert [(f.problem, f.where) for f in project.check()] == [(CheckProblem.SPATIAL_INDEX, "camera")]


def _fill_the_disk(path: Path, room: int, told: multiprocessing.Queue) -> None:
    """Run in a child: no file may grow by more than `room` bytes."""
    project = ProjectFile.open(path)
    limit = path.stat().st_size + room
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    done = 0
    try:
        for turn in range(10_000):
            with project.edit(str(turn)) as edit:
                edit.insert("camera", [{"code": f"turn {turn}", "remarks": "z" * 2000} for _ in range(20)])
            done += 1
    except FileError as error:
        told.put((done, error.problem, project.count("camera"), project.undo_label()))
    project.close()


@pytest.mark.parametrize("room", [50_000, 900_000])
def test_a_full_disk_loses_only_the_edit_that_met_it(path: Path, room: int) -> None:
    context = multiprocessing.get_context("forkserver")
    told = context.Queue()
    child = context.Process(target=_fill_the_disk, args=(path, room, told))
    child.start()
    done, problem, count, label = told.get(timeout=60)
    child.join()
    assert problem is FileProblem.DISK_FULL
    assert (count, label) == (500 + 20 * done, str(done - 1) if done else "x")
    with ProjectFile.open(path) as project:
        assert project.count("camera") == 500 + 20 * done
        assert project.check() == []


def _as_nobody(path: Path, told: multiprocessing.Queue) -> None:
    """Run in a child without root's right to write anywhere."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    results: list[object] = []
    for options in ({}, {"read_only": True}):
        try:
            with ProjectFile.open(path, **options) as project:
                results.append(project.count("camera"))
        except (FileError, ProjectError) as error:
            results.append(error.problem)
    try:
        ProjectFile.create(path.with_name("new.gpkg"), name="n", epsg=7791, area=AREA)
    except FileError as error:
        results.append(error.problem)
    told.put(results)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
@pytest.mark.parametrize("crashed", [False, True])
def test_a_folder_that_cannot_be_written_can_be_read(path: Path, crashed: bool) -> None:
    folder = Path("/tmp") / f"torrazzo-locked-{os.getpid()}-{crashed}"
    folder.mkdir()
    try:
        target = folder / "p.gpkg"
        if crashed:
            _copy_of_a_crashed_project(path, folder)
        else:
            shutil.copy(path, target)
        for entry in folder.iterdir():
            entry.chmod(0o444)
        folder.chmod(0o555)
        context = multiprocessing.get_context("forkserver")
        told = context.Queue()
        child = context.Process(target=_as_nobody, args=(target, told))
        child.start()
        results = told.get(timeout=30)
        child.join()
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert results == [FileProblem.NOT_WRITABLE, 501 if crashed else 500, FileProblem.NOT_WRITABLE]


def _copy_of_a_crashed_project(path: Path, folder: Path) -> None:
    """Copy a project as a crash would leave it: the last edit only in the journal."""
    with ProjectFile.open(path) as project:
        with project.edit("y") as edit:
            edit.insert("camera", [{"code": "solo nel giornale"}])
        for name in ("p.gpkg", "p.gpkg-wal"):
            shutil.copy(path.with_name(name), folder / name)
