"""The shipped catalogue of models, and missing optics filled from it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from data.catalogue import CATALOGUE, shipped_models
from maps.answers.specifications import fill_cameras, fill_from_model, find_model, load_models
from maps.coverage.optics import aperture_deg
from maps.project import Project
from maps.schema import layer
from maps.schema.checks import record_problems

MODELS = shipped_models()
BULLET = {"make": "Generica", "model": "Bullet 4 MP 2,8 mm"}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "p.gpkg", name="p", epsg=7791, area=shapely.box(0, 0, 100, 100))
    yield made
    made.close()


def test_shipped_models_are_generic_sound_and_unique() -> None:
    assert 20 <= len(MODELS) <= 40
    assert (
        len({model["code"] for model in MODELS}) == len({model["model"] for model in MODELS}) == len(MODELS)
    )
    for model in MODELS:
        assert model["make"] == "Generica" and model["catalogue"] == CATALOGUE
        assert set(model) <= set(layer("camera_model").field_names)
        assert record_problems("camera_model", model) == []
        assert (
            model["focal_min_mm"] <= model["focal_max_mm"] if "focal_min_mm" in model else model["hfov_deg"]
        )


def test_sensor_and_image_of_a_model_have_one_shape() -> None:
    for model in MODELS:
        if "sensor_w_mm" in model:
            sensor = model["sensor_w_mm"] / model["sensor_h_mm"]
            assert sensor == pytest.approx(model["res_x"] / model["res_y"], rel=0.01), model["code"]


@pytest.mark.parametrize(
    ("camera", "code"),
    [
        (BULLET, "GEN-B4-28"),
        ({"make": " generica ", "model": "BULLET 4 MP 2,8 MM"}, "GEN-B4-28"),
        ({"model": "gen-d4-40"}, "GEN-D4-40"),
        ({"make": "Altra", "model": "Bullet 4 MP 2,8 mm"}, None),
        ({"make": "Generica", "model": "Bullet"}, None),
        ({"make": "Generica"}, None),
    ],
)
def test_a_camera_names_its_model(camera: dict[str, Any], code: str | None) -> None:
    found = find_model(camera, MODELS)
    assert (found and found["code"]) == code


def test_a_model_that_two_makes_have_is_no_model_of_a_camera_without_make() -> None:
    models = [{"make": "Uno", "model": "X"}, {"make": "Due", "model": "X"}]
    assert find_model({"model": "X"}, models) is None
    assert find_model({"model": "X", "make": "Due"}, models) == models[1]


def test_only_what_is_missing_is_filled() -> None:
    filled = fill_from_model({**BULLET, "ir_range_m": 0.0}, MODELS)
    assert (filled["res_x"], filled["res_y"], filled["focal_mm"]) == (2560, 1440, 2.8)
    assert "ir_range_m" not in filled  # zero is a value
    assert aperture_deg(filled["sensor_w_mm"], filled["focal_mm"]) == pytest.approx(84.9, abs=0.1)
    known = fill_from_model({**BULLET, "hfov_deg": 100.0}, MODELS)
    assert "focal_mm" not in known and "hfov_deg" not in known
    assert "res_x" not in fill_from_model({**BULLET, "res_y": 1080}, MODELS)
    assert record_problems("camera", {**BULLET, **filled}) == []


def test_a_lens_that_zooms_tells_no_focal_length() -> None:
    filled = fill_from_model({"make": "Generica", "model": "PTZ 2 MP 25x"}, MODELS)
    assert "focal_mm" not in filled and "hfov_deg" not in filled and filled["res_x"] == 1920
    whole = fill_from_model({"make": "Generica", "model": "Fisheye 12 MP 360°"}, MODELS)
    assert (whole["hfov_deg"], whole["lens_model"]) == (360.0, "equidistant")


def test_cameras_of_a_project_are_filled_in_one_step_that_can_be_undone(project: Project) -> None:
    place = {"geometry": shapely.Point(50, 50), "azimuth_deg": 0.0}
    with project.file.edit("prova") as edit:
        cameras = [{"code": "A", **BULLET}, {"code": "B"}, {"code": "C", "make": "Altra", "model": "Z9"}]
        edit.insert("camera", [{**camera, **place} for camera in cameras])
    assert load_models(project, MODELS) == (len(MODELS), 0, 0)
    assert load_models(project, MODELS) == (0, 0, len(MODELS))
    assert load_models(project, [{**MODELS[0], "ir_range_m": 99.0}]) == (0, 1, 0)
    assert project.footprints()["level"].iloc[0] == "class_default"
    filled = fill_cameras(project)
    assert (filled.cameras, filled.without_model, filled.unknown) == (1, 1, ("Altra Z9",))
    assert filled.fields["res_x"] == 1
    assert project.footprints()["level"].iloc[0] == "pixels"
    assert fill_cameras(project).cameras == 0
    project.file.undo()
    assert project.footprints()["level"].iloc[0] == "class_default"
