"""kill -9 in the middle of edits: what was acknowledged is there, whole and undoable."""

import multiprocessing
import os
import random
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import shapely

from maps.store import ProjectFile

AREA = shapely.box(0, 0, 10_000, 10_000)
KILLS = 50


def _write_without_end(path: Path, seed: int, told: Connection) -> None:
    """Tell each turn after its commit; single edits, bulk inserts and undos mixed."""
    dice = random.Random(seed)
    project = ProjectFile.open(path, user=f"w{seed}")
    told.send(0)
    turn = 0
    while True:
        turn += 1
        bulk = dice.random() < 0.15
        record = {"code": f"{seed}/{turn}", "geometry": shapely.Point(dice.uniform(0, 9e3), turn)}
        with project.edit(f"{seed}/{turn}") as edit:
            fids = edit.insert("camera", [record] * (500 if bulk else 1))
        if bulk:
            project.undo()
            continue
        with project.edit("move") as edit:
            edit.update("camera", fids[0], {"geometry": shapely.Point(1, 1), "remarks": "moved"})
        told.send(turn)


def _acknowledged_before_kill(path: Path, seed: int, wait: float) -> list[int]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["maps.store", "pytest", __name__])
    ours, theirs = context.Pipe(duplex=False)
    writer = context.Process(target=_write_without_end, args=(path, seed, theirs))
    writer.start()
    theirs.close()
    assert ours.recv() == 0
    time.sleep(wait)
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    acknowledged: list[int] = []
    with suppress(EOFError), ours:
        while True:
            acknowledged.append(ours.recv())
    return acknowledged


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    ProjectFile.create(path, name="p", epsg=7791, area=AREA).close()
    dice = random.Random(1)
    total = 0
    for seed in range(KILLS):
        acknowledged = _acknowledged_before_kill(path, seed, dice.uniform(0.0, 0.15))
        with ProjectFile.open(path) as project:
            assert project.check() == []
            rows = project.rows("camera", fields=["code", "remarks"])
            moved = dict(zip(rows.columns["code"], rows.columns["remarks"], strict=True))
            assert all(moved.get(f"{seed}/{turn}") == "moved" for turn in acknowledged)
            before = project.count("camera")
            if project.undo() is not None:
                assert project.redo() is not None
            assert project.count("camera") == before
        total += len(acknowledged)
    assert total > KILLS
