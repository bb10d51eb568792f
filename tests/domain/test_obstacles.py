"""Prepared obstacles: kept from one opening to the next, never of another state."""

import numpy as np
import pytest
import shapely

from maps import obstacles
from maps.compiled import user_cache
from maps.coverage.scene import Scene
from maps.project import Project

AREA = shapely.box(580_000, 4_998_000, 581_000, 4_999_000)


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A project of a few houses, with the cache at work for so few."""
    monkeypatch.setattr(obstacles, "LEAST", 1)
    where = tmp_path / "town.gpkg"
    with Project.create(where, name="Prova", epsg=7791, area=AREA) as project:
        corners = np.random.default_rng(1).uniform(0, 900, (30, 2)) + np.array([580_000, 4_998_000])
        houses = [{"geometry": shapely.box(x, y, x + 12, y + 9)} for x, y in corners]
        with project.file.edit("case") as edit:
            edit.insert("obstacle", houses)
    return where


@pytest.fixture
def made(monkeypatch):
    """How many times obstacles were prepared anew."""
    calls = []
    from_batches = Scene.from_batches.__func__
    monkeypatch.setattr(
        Scene, "from_batches", classmethod(lambda cls, *given: calls.append(1) or from_batches(cls, *given))
    )
    return calls


def scene_of(path, **options):
    with Project.open(path, **options) as project:
        return project.scene()


def kept():
    return sorted((user_cache() / "torrazzo" / "obstacles").glob("*.npz"))


def same(one, two):
    return all(np.array_equal(a, b) for a, b in zip(one.grid, two.grid, strict=True))


def test_the_second_opening_reads_what_the_first_prepared(path, made):
    first, second = scene_of(path), scene_of(path)
    assert len(made) == 1
    assert same(first, second)
    assert first.edge_count == second.edge_count


def test_a_change_in_the_file_is_never_answered_with_the_old_state(path, made):
    before = scene_of(path)
    with Project.open(path) as project:
        fid = int(project.file.rows("obstacle", fields=()).fids[0])
        moved = shapely.box(580_500, 4_998_500, 580_530, 4_998_540)
        with project.file.edit("sposta") as edit:
            edit.update("obstacle", fid, {"geometry": moved})
        live = project.scene()
        project.file.undo()
        assert same(project.scene(), before)
    assert not same(live, before)
    assert same(scene_of(path), before)
    assert len(made) == 2


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text"])
def test_a_damaged_file_is_made_again(path, made, damage):
    before = scene_of(path)
    (file,) = kept()
    whole = file.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    file.write_bytes({"cut": whole[:-900], "flipped": flipped, "empty": b"", "text": b"no"}[damage])
    assert same(scene_of(path), before)
    assert len(made) == 2
    assert same(scene_of(path), before)
    assert len(made) == 2


def test_a_project_to_be_read_only_leaves_nothing_behind(path, made):
    scene_of(path, read_only=True)
    assert not kept()
    scene_of(path)
    scene_of(path, read_only=True)
    assert len(made) == 2


def test_a_folder_that_cannot_be_written_is_done_without(path, made, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(obstacles, "user_cache", lambda: blocked)
    assert same(scene_of(path), scene_of(path))
    assert len(made) == 2


def test_few_are_kept(path, monkeypatch):
    monkeypatch.setattr(obstacles, "MOST_KEPT", 2)
    with Project.open(path) as project:
        for step in range(4):
            with project.file.edit("casa") as edit:
                edit.insert(
                    "obstacle", [{"geometry": shapely.box(580_000 + step, 4_998_000, 580_900, 4_998_001)}]
                )
            project.scene()
    assert len(kept()) == 2


def test_heights_are_asked_of_the_file(path):
    with Project.open(path) as project:
        assert obstacles.lowest_m(project) is None
        assert project.relief() is None
