"""Styles as data: kept as JSON, read with what the project declares today."""

import json
from dataclasses import replace

import pytest

from maps.errors import InvalidValue
from maps.schema import LAYERS, layer
from maps.views.classes import Method
from maps.views.filters import Comparison, Filter, condition
from maps.views.symbology import (
    Kind,
    Lost,
    Styles,
    Symbology,
    fields_for,
    kinds_of,
    legend_order,
    read_styles,
)

CAMERA = layer("camera")
BROKEN = Filter((condition(CAMERA.field("working_state"), Comparison.IS, "broken"),))


def some_styles() -> Styles:
    by_height = Symbology(Kind.CLASSES, "height_m", Method.QUANTILES, 4, "batlow", reverse=True)
    styles = Styles().changed("camera", filter=BROKEN, symbology=by_height, label="code", visible=False)
    return replace(styles.changed("density", opacity=0.4), order=("density", "camera"))


def test_styles_come_back_from_json() -> None:
    styles = some_styles()
    again, lost = read_styles(LAYERS, json.loads(json.dumps(styles.to_json())))
    assert (again, lost) == (styles, [])


def test_looks_and_what_is_shown_are_kept_apart() -> None:
    styles = some_styles()
    looks, shown = styles.look_json(), styles.shown_json()
    assert "filter" not in looks["layers"]["camera"] and "density" not in looks["layers"]
    assert set(shown["layers"]) == {"camera", "density"}
    assert read_styles(LAYERS, looks, shown)[0] == styles


def test_a_field_that_is_gone_is_told_and_the_rest_stays() -> None:
    kept = some_styles().to_json()
    kept["layers"]["camera"]["symbology"]["field"] = "old_height"
    kept["layers"]["camera"]["label"] = "old_code"
    styles, lost = read_styles(LAYERS, kept)
    assert set(lost) == {Lost("camera", "old_height"), Lost("camera", "old_code")}
    assert styles.of("camera").symbology == Symbology()
    assert (styles.of("camera").filter, styles.of("camera").visible) == (BROKEN, False)


@pytest.mark.parametrize(
    "rubbish",
    [
        None,
        3,
        "x",
        [],
        {"layers": 4},
        {"layers": {"camera": 7}},
        {"layers": {"camera": {"opacity": "tanto"}}},
    ],
    ids=["none", "number", "text", "list", "layers", "layer", "opacity"],
)
def test_rubbish_gives_the_design(rubbish: object) -> None:
    styles, lost = read_styles(LAYERS, rubbish)
    assert styles.of("camera") == Styles().of("camera") and lost == []


@pytest.mark.parametrize(
    "filters",
    [{"conditions": 3}, {"conditions": [{"field": "x"}]}, {"conditions": ["x"]}],
    ids=["n", "f", "t"],
)
def test_a_filter_that_cannot_be_read_is_told(filters: dict) -> None:
    styles, lost = read_styles(LAYERS, {"layers": {"camera": {"filter": filters}}})
    assert len(lost) == 1 and not styles.of("camera").filter


def test_a_field_colours_by_what_it_is() -> None:
    assert kinds_of(CAMERA.field("height_m")) == (Kind.CLASSES,)
    assert kinds_of(CAMERA.field("camera_type")) == (Kind.CATEGORIES,)
    assert kinds_of(layer("degraded_area").field("severity")) == (Kind.CLASSES, Kind.CATEGORIES)
    assert kinds_of(CAMERA.field("surveyed_on")) == ()
    names = [each.name for each in fields_for(CAMERA, Kind.CATEGORIES)]
    assert "camera_type" in names and not {"uid", "remarks", "height_m"} & set(names)
    with pytest.raises(InvalidValue):
        Symbology.from_json(CAMERA, {"kind": "classes", "field": "camera_type"})


def test_a_layer_that_the_order_does_not_know_keeps_its_neighbour() -> None:
    known = ("camera", "footprint", "zone", "density")
    assert legend_order((), known) == known
    assert legend_order(("density", "camera"), known) == ("density", "camera", "footprint", "zone")
    assert legend_order(("gone", "zone", "footprint"), known) == ("camera", "zone", "density", "footprint")
