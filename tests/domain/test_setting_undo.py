"""Settings changed inside an edit are undone with it, beside settings that are not."""

from pathlib import Path

import pytest
import shapely

from maps.store import Change, ProjectFile


@pytest.fixture
def file(tmp_path: Path):
    area = shapely.box(580_000, 4_998_000, 580_100, 4_998_100)
    with ProjectFile.create(tmp_path / "a.gpkg", name="A", epsg=7791, area=area, user="test") as made:
        yield made


def test_an_undo_brings_a_setting_back(file: ProjectFile) -> None:
    told: list[Change] = []
    file.subscribe(told.append)
    for number in (1, 2):
        with file.edit(f"Stile {number}") as edit:
            edit.set_setting("styles", {"n": number})
    file.set_setting("shown", {"camera": False})
    assert (file.undo_label(), file.undo().settings, file.setting("styles")) == (
        "Stile 2",
        ("styles",),
        {"n": 1},
    )
    file.undo()
    assert (file.setting("styles"), file.setting("shown")) == (None, {"camera": False})
    file.redo()
    file.redo()
    assert file.setting("styles") == {"n": 2}
    assert [each.settings for each in told] == [("styles",)] * 6
    assert all(not each.layer_ids for each in told)


def test_the_same_value_again_is_no_edit(file: ProjectFile) -> None:
    for _time in range(2):
        with file.edit("Stile") as edit:
            edit.set_setting("styles", {"n": 1})
    assert [each.label for each in file.history() if each.label == "Stile"] == ["Stile"]


def test_rows_and_settings_of_one_edit_are_undone_together(file: ProjectFile) -> None:
    with file.edit("Insieme") as edit:
        edit.insert("camera", [{"code": "A", "geometry": shapely.Point(580_010, 4_998_010)}])
        edit.set_setting("scenes", ["a"])
    change = file.undo()
    assert set(change.layer_ids) == {"camera"}
    assert (change.settings, file.count("camera"), file.setting("scenes")) == (("scenes",), 0, None)
