"""Reading beside reading, and beside an edit: nobody waits, and everybody reads what is committed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
import shapely

from maps.store import ProjectFile, reading

LAYER = "camera"
#: Long for what takes microseconds, short for who waits for a thread that never answers.
PATIENCE_S = 10.0


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    """A project with one camera."""
    made = ProjectFile.create(
        tmp_path / "town.gpkg", name="Prova", epsg=7791, area=shapely.box(0, 0, 1000, 1000)
    )
    with made:
        with made.edit("first") as edit:
            edit.insert(LAYER, [{"geometry": shapely.Point(1, 1), "code": "A"}])
        yield made


class SlowReading:
    """Holds every reading of whole layers until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self._really = reading.read_rows
        monkeypatch.setattr(reading, "read_rows", self._read)

    def _read(self, db: apsw.Connection, **asked: object) -> object:
        self.begun.set()
        assert self.go_on.wait(PATIENCE_S)
        return self._really(db, **asked)  # type: ignore[arg-type]


def answer_of(question: object) -> object:
    """Return what another thread is answered; fail where it is kept waiting."""
    answers: list[object] = []
    thread = threading.Thread(target=lambda: answers.append(question()), daemon=True)  # type: ignore[operator]
    thread.start()
    thread.join(PATIENCE_S)
    assert answers, "kept waiting"
    return answers[0]


def test_a_long_reading_keeps_nobody_waiting(project: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowReading(monkeypatch)
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(len(project.rows(LAYER))))
    thread.start()
    assert slow.begun.wait(PATIENCE_S)
    try:
        assert answer_of(lambda: project.name) == "Prova"
        assert answer_of(lambda: project.count("obstacle")) == 0
        with project.edit("second") as edit:
            edit.insert(LAYER, [{"geometry": shapely.Point(2, 2), "code": "B"}])
    finally:
        slow.go_on.set()
        thread.join(PATIENCE_S)
    assert found == [2]


def test_who_reads_during_an_edit_reads_what_is_committed(project: ProjectFile) -> None:
    with project.edit("second") as edit:
        (fid,) = edit.insert(LAYER, [{"geometry": shapely.Point(2, 2), "code": "B"}])
        assert answer_of(lambda: len(project.rows(LAYER))) == 1
        assert answer_of(lambda: project.count(LAYER)) == 1
        assert len(project.rows(LAYER)) == project.count(LAYER) == 2
        assert project.record(LAYER, fid)["code"] == "B"
    assert len(project.rows(LAYER)) == project.count(LAYER) == 2


def test_closing_waits_for_who_reads_and_leaves_one_file(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowReading(monkeypatch)
    reader = threading.Thread(target=lambda: project.rows(LAYER))
    reader.start()
    assert slow.begun.wait(PATIENCE_S)
    closing = threading.Thread(target=project.close)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    slow.go_on.set()
    closing.join(PATIENCE_S)
    reader.join(PATIENCE_S)
    assert not Path(f"{project.path}-wal").exists()


def test_without_wal_the_one_connection_answers(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.path
    project.close()
    monkeypatch.setattr("maps.store.opening.make_durable", lambda db: None)
    with ProjectFile.open(path) as again, again.edit("second") as edit:
        edit.insert(LAYER, [{"geometry": shapely.Point(2, 2), "code": "B"}])
        assert len(again.rows(LAYER)) == 2
