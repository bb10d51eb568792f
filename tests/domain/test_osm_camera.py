"""Cameras: every tag understood, kept or warned about, none dropped silently."""

import json
from pathlib import Path
from typing import Any

import pytest

from maps.errors import ValueProblem
from maps.io.osm_camera import camera_values, is_camera

_CAMERA = {"man_made": "surveillance"}


def _read(**tags: str) -> tuple[dict[str, Any], list[Any]]:
    return camera_values(_CAMERA | {key.replace("__", ":"): value for key, value in tags.items()})


def test_a_full_camera() -> None:
    values, warnings = _read(
        surveillance="public", surveillance__type="camera", surveillance__zone="town", camera__type="panning",
        camera__mount="street_lamp", camera__direction="90;160;270", camera__angle="15", height="4,5 m",
        operator="Comune", ref="TC-1", manufacturer="Acme", start_date="2019-05", check_date="2024-07-04",
    )  # fmt: skip
    assert not warnings
    assert values["camera_type"] == "ptz" and values["mount"] == "light_pole"
    assert (values["azimuth_deg"], values["extra_azimuths_deg"]) == (90, [160, 270])
    assert (values["tilt_deg"], values["height_m"]) == (15, 4.5)
    assert values["purposes"] == ["urban_safety"] and values["viewed_area"] == "public"
    assert (values["controller"], values["name"], values["make"]) == ("Comune", "TC-1", "Acme")
    assert (values["installed_year"], str(values["checked_on"])) == (2019, "2024-07-04")
    assert "camera:direction=90;160;270" in values["osm_tags"]
    assert "working_state" not in values


def test_an_unreadable_direction_leaves_it_unknown_and_warns() -> None:
    values, warnings = _read(camera__direction="towards the square")
    assert "azimuth_deg" not in values
    assert warnings == [("azimuth_deg", ValueProblem.NOT_A_DIRECTION)]
    assert "towards the square" in values["osm_tags"]


def test_a_range_is_an_aperture() -> None:
    values, _ = _read(camera__direction="190-100")
    assert (values["azimuth_deg"], values["hfov_deg"]) == (325, 270)


def test_large_angles_are_apertures_and_odd_ones_warnings() -> None:
    assert _read(camera__angle="120")[0]["hfov_deg"] == 120
    assert _read(camera__angle="15°")[0]["tilt_deg"] == 15
    assert _read(camera__angle="-5")[1] == [("tilt_deg", ValueProblem.BELOW_MINIMUM)]
    assert _read(camera__angle="wide")[1] == [("tilt_deg", ValueProblem.NOT_A_NUMBER)]


def test_plates_states_and_other_watchers() -> None:
    plates, _ = _read(surveillance__type="ALPR")
    assert (plates["role"], plates["anpr"], plates["purposes"]) == ("anpr", True, ["traffic_plates"])
    assert _read(disused="yes")[0]["working_state"] == "dismissed"
    assert _read(operational_status="broken")[0]["working_state"] == "broken"
    assert not is_camera({"man_made": "surveillance", "surveillance:type": "guard"})
    assert not is_camera({"man_made": "mast"})


@pytest.mark.realdata
def test_every_swiss_direction_is_understood_or_warned(realdata: Path) -> None:
    document = json.loads(
        (realdata / "cameras" / "switzerland_osm_cameras.geojson").read_text(encoding="utf-8")
    )
    written = read = refused = 0
    for feature in document["features"]:
        own = feature["properties"]
        tags = {"camera:direction": own.get("camera_direction"), "direction": own.get("direction")}
        told = {key: str(value) for key, value in tags.items() if value not in (None, "")}
        values, warnings = camera_values(_CAMERA | told)
        written += bool(told)
        read += "azimuth_deg" in values
        refused += bool(warnings)
    assert written == 529
    assert read + refused == written
    assert read >= 525


@pytest.mark.parametrize(
    ("tags", "field", "kept", "problem"),
    [
        ({"camera__angle": "-10"}, "tilt_deg", -10.0, ValueProblem.BELOW_MINIMUM),
        ({"camera__angle": "400"}, "hfov_deg", 400.0, ValueProblem.ABOVE_MAXIMUM),
        ({"height": "-3"}, "height_m", -3.0, ValueProblem.BELOW_MINIMUM),
        ({"opening_hours": "when it is dark"}, "schedule", "when it is dark", ValueProblem.NOT_A_SCHEDULE),
        ({"camera__direction": "verso il bar"}, None, None, ValueProblem.NOT_A_DIRECTION),
    ],
)
def test_a_doubtful_value_is_kept_told_and_marked(tags, field, kept, problem):
    values, warnings = _read(**tags)
    assert values["record_state"] == "to_check" and problem in {told for _field, told in warnings}
    if field:
        assert values[field] == kept and type(values[field]) is type(kept)


def test_a_sound_camera_is_not_marked():
    values, warnings = _read(camera__angle="15", height="4 m", opening_hours="Mo-Fr 08:00-18:00")
    assert "record_state" not in values and not warnings
    assert values["schedule"] == "Mo-Fr 08:00-18:00"
