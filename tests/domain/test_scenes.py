"""Scenes: kept in the project, in an order, and read back whatever another program wrote."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, strategies as st

from maps.errors import InvalidValue, ProjectError, ValueProblem
from maps.store import ProjectFile
from maps.views.scenes import (
    LONGEST_TEXT,
    SETTING,
    Scene,
    add_scene,
    delete_scene,
    find_scene,
    free_name,
    move_scene,
    read_scenes,
    update_scene,
    write_scenes,
)

CITY = Scene(
    "Città", "Alta in carenza", "", (0.0, 0.0, 100.0, 50.0), ("land", "camera"), "urban_safety", "2026-1"
)


class Memory:
    """Settings in memory."""

    def __init__(self, value: Any = None) -> None:
        self.kept = {} if value is None else {SETTING: value}

    def setting(self, key: str, default: Any = None) -> Any:
        return self.kept.get(key, default)

    def set_setting(self, key: str, value: Any) -> None:
        self.kept[key] = value


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ProjectFile]:
    area = shapely.box(580_000, 4_998_000, 581_000, 4_999_000)
    with ProjectFile.create(tmp_path / "p.gpkg", name="P", epsg=7791, area=area) as project:
        yield project


def test_a_scene_comes_back_as_it_was(file: ProjectFile) -> None:
    scene = replace(CITY, notes="dire del bilancio", zones=("a", "b"), sentence="<b>grassetto</b> & «così»")
    add_scene(file, scene)
    with ProjectFile.open(file.path, read_only=True) as again:
        assert read_scenes(again) == [scene]


def test_scenes_are_added_changed_moved_and_deleted() -> None:
    file = Memory()
    for name in ("uno", "due", "tre"):
        add_scene(file, replace(CITY, name=name))
    add_scene(file, replace(CITY, name="due"), at=0)
    assert [scene.name for scene in read_scenes(file)] == ["due 2", "uno", "due", "tre"]
    move_scene(file, "due 2", 99)
    move_scene(file, "tre", -5)
    assert [scene.name for scene in read_scenes(file)] == ["tre", "uno", "due", "due 2"]
    update_scene(file, "UNO", replace(CITY, name="primo", title="Altro"))
    delete_scene(file, "2")
    assert [scene.name for scene in read_scenes(file)] == ["tre", "due", "due 2"]


def test_a_scene_is_found_by_name_or_by_number() -> None:
    scenes = [replace(CITY, name=name) for name in ("uno", "due")]
    assert find_scene(scenes, "DUE") is scenes[1] and find_scene(scenes, "1") is scenes[0]
    for wrong in ("tre", "0", "3", "", "-1"):
        with pytest.raises(InvalidValue) as refused:
            find_scene(scenes, wrong)
        assert refused.value.reason is ValueProblem.NOT_IN_LIST


def test_two_scenes_never_share_a_name() -> None:
    with pytest.raises(InvalidValue):
        write_scenes(Memory(), [CITY, CITY])
    assert free_name([CITY, replace(CITY, name="città 2")], "CITTÀ") == "CITTÀ 3"


@pytest.mark.parametrize(
    "extent", [None, "qui", (1, 2, 3), (0, 0, 0, 1), (float("nan"), 0, 1, 1), (0, 0, float("inf"), 1)]
)
def test_an_extent_that_is_none_is_refused(extent: Any) -> None:
    with pytest.raises(InvalidValue):
        Scene.from_json({"name": "x", "extent": extent})


def test_spoilt_entries_are_passed_over() -> None:
    good = CITY.to_json()
    spoilt = [7, None, {}, {"name": "", "extent": [0, 0, 1, 1]}, {**good, "extent": "?"}, good, good]
    assert read_scenes(Memory(spoilt)) == [CITY]
    assert read_scenes(Memory({"not": "a list"})) == []
    long = Scene.from_json({**good, "title": "x" * 10_000, "future_key": 1})
    assert len(long.title) == LONGEST_TEXT


def test_a_read_only_project_refuses(file: ProjectFile) -> None:
    with ProjectFile.open(file.path, read_only=True) as closed, pytest.raises(ProjectError):
        add_scene(closed, CITY)


@given(st.lists(st.text(min_size=1, max_size=12).filter(str.strip), max_size=8))
def test_any_names_are_kept_apart(names: list[str]) -> None:
    file = Memory()
    for name in names:
        add_scene(file, replace(CITY, name=name))
    kept = [scene.name for scene in read_scenes(file)]
    assert len(kept) == len(names) == len(set(kept))
