"""One committed edit with its undo record on a layer of 100,000 rows."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from maps.store import ProjectFile

ROWS = 100_000
AREA = shapely.box(580_000, 4_990_000, 590_000, 5_000_000)
LIMIT_MS = 2.0
IDLE_SYNC_MS = 0.5


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    path = tmp_path_factory.mktemp("bench") / "p.gpkg"
    dice = np.random.default_rng(1)
    points = shapely.points(dice.uniform(580_000, 590_000, ROWS), dice.uniform(4_990_000, 5_000_000, ROWS))
    with ProjectFile.create(path, name="p", epsg=7791, area=AREA, user="anna") as made:
        with made.edit("molti") as edit:
            edit.insert("offence", ({"code": str(i), "geometry": p} for i, p in enumerate(points)))
        yield made


class _SyncFloor:
    """What this disk takes to keep 8 KB written in place, sampled between the edits."""

    def __init__(self, folder: Path, samples: int) -> None:
        self._file = (folder / "floor").open("w+b", buffering=0)
        self._file.write(bytes(8192 * samples))
        self._file.seek(0)
        self._taken: list[float] = []

    def sample(self) -> None:
        self._file.write(b"x" * 8192)
        start = time.perf_counter()
        getattr(os, "fdatasync", os.fsync)(self._file.fileno())
        self._taken.append(time.perf_counter() - start)

    def median_ms(self) -> float:
        self._file.close()
        return statistics.median(self._taken) * 1000


def _processor_time(action: Callable[[], None], turns: int) -> float:
    """Median milliseconds of processor time of an action, whatever else the machine does."""
    taken = []
    for _ in range(turns):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


def _append_with_gdal(copy: Path, turns: int) -> float:
    """Median milliseconds of one row appended by pyogrio to a copy: no undo, no history."""
    frame = pyogrio.read_dataframe(copy, layer="offence", max_features=1)
    taken = []
    for turn in range(turns):
        frame["uid"] = [f"g{turn}"]
        start = time.perf_counter()
        pyogrio.write_dataframe(frame, copy, layer="offence", append=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def test_one_edit_on_100_000_rows(project: ProjectFile, tmp_path: Path, benchmark) -> None:
    fids = iter(np.random.default_rng(2).permutation(project.rows("offence", fields=()).fids).tolist())

    def move_one() -> None:
        with project.edit("Sposta") as edit:
            edit.update("offence", next(fids), {"geometry": shapely.Point(585_000, 4_995_000), "code": "x"})

    floor = _SyncFloor(tmp_path, 1100)
    benchmark.pedantic(move_one, setup=floor.sample, rounds=1000)
    median_ms = benchmark.stats.stats.median * 1000
    project.copy_to(tmp_path / "copy.gpkg")
    peer_ms = _append_with_gdal(tmp_path / "copy.gpkg", 15)
    floor_ms, cpu_ms = floor.median_ms(), _processor_time(move_one, 200)
    benchmark.extra_info.update(
        median_ms=median_ms, cpu_ms=cpu_ms, fsync_ms=floor_ms, pyogrio_append_ms=peer_ms
    )
    assert cpu_ms < LIMIT_MS
    busy_disk_ms = max(0.0, floor_ms - IDLE_SYNC_MS)  # what the writing of others adds is not ours
    assert median_ms - busy_disk_ms < LIMIT_MS
    assert peer_ms > median_ms


def test_undo_and_redo_one_edit(project: ProjectFile, benchmark) -> None:
    with project.edit("Sposta") as edit:
        edit.update("offence", 1, {"geometry": shapely.Point(585_001, 4_995_001)})
    benchmark.pedantic(lambda: (project.undo(), project.redo()), rounds=200, warmup_rounds=5)


def test_read_the_geometry_of_100_000_rows(project: ProjectFile, benchmark) -> None:
    rows = benchmark.pedantic(lambda: project.rows("offence", fields=()), rounds=5, warmup_rounds=1)
    assert len(rows) == ROWS


def test_insert_and_undo_10_000_rows(project: ProjectFile, benchmark) -> None:
    records = [{"code": str(i), "geometry": shapely.Point(581_000 + i, 4_991_000)} for i in range(10_000)]

    def bulk() -> None:
        with project.edit("molti") as edit:
            edit.insert("offence", records)
        project.undo()

    benchmark.pedantic(bulk, rounds=3)
    assert project.count("offence") == ROWS
