"""Which tags make which layer."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from maps.errors import ValueProblem
from maps.io.osm_tags import RULES
from maps.schema import LAYERS, layer
from maps.schema.values import parse_value

_RULE = {name: rule for name, rule, _shapes in RULES}


def _values(name: str, /, **tags: str) -> dict[str, Any] | None:
    return _RULE[name]({key.replace("__", ":"): value for key, value in tags.items()}, [])


def _told(name: str, /, **tags: str) -> dict[str, Any]:
    values = _values(name, **tags)
    assert values is not None
    return {key: value for key, value in values.items() if value is not None}


def test_height_wins_over_storeys_and_says_so() -> None:
    both = _told("obstacle", building="yes", height="12,5 m", building__levels="3")
    assert (both["obstacle_height_m"], both["height_source"], both["levels"]) == (12.5, "osm_height", 3)
    storeys = _told("obstacle", building="house", building__levels="3")
    assert (storeys["obstacle_height_m"], storeys["height_source"]) == (9, "osm_levels")
    assert _told("obstacle", building="yes") == {"building_kind": "yes"}


@pytest.mark.parametrize("height", ["0", "1000", "tall"])
def test_a_height_that_cannot_be_is_left_empty_with_a_warning(height: str) -> None:
    warnings: list[Any] = []
    values = _RULE["obstacle"]({"building": "yes", "height": height}, warnings)
    assert values is not None and "obstacle_height_m" not in values
    assert warnings == [("obstacle_height_m", ValueProblem.NOT_A_NUMBER)]


def test_what_is_not_a_building() -> None:
    assert _values("obstacle", building="no") is None
    assert _values("obstacle", building__part="yes") is None
    assert _values("obstacle", demolished__building="yes") is None
    assert _told("obstacle", disused__building="warehouse")["building_kind"] == "warehouse"


@pytest.mark.parametrize(
    ("highway", "expected"),
    [("primary_link", "primary"), ("unclassified", "residential"), ("path", "footway"), ("raceway", "other")],
)
def test_road_classes(highway: str, expected: str) -> None:
    assert _told("road", highway=highway)["road_class"] == expected


def test_a_paved_area_is_a_square_and_no_road() -> None:
    assert _values("road", highway="pedestrian", area="yes") is None
    square = _told("land_use", highway="pedestrian", area="yes")
    assert (square["land_use_kind"], square["public_access"]) == ("square", True)


@pytest.mark.parametrize(
    ("tags", "kind", "access"),
    [
        ({"leisure": "park"}, "park", True),
        ({"leisure": "park", "access": "private"}, "park", False),
        ({"leisure": "garden"}, "grass", None),
        ({"leisure": "garden", "access": "yes"}, "park", True),
        ({"leisure": "garden", "garden:type": "residential"}, "grass", False),
        ({"amenity": "parking", "access": "customers"}, "parking", False),
        ({"amenity": "school"}, "school", False),
        ({"natural": "water"}, "water", False),
        ({"landuse": "religious"}, "other", None),
        ({"place": "square"}, "square", True),
    ],
)
def test_land_use(tags: dict[str, str], kind: str, access: bool | None) -> None:
    values = _RULE["land_use"](tags, [])
    assert values is not None
    assert (values["land_use_kind"], values["public_access"]) == (kind, access)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "industrial", "disused": "yes"}, "industrial"),
        ({"abandoned:building": "farm"}, "rural"),
        ({"building": "ruins"}, "other"),
        ({"disused:shop": "yes"}, "other"),
        ({"abandoned:building": "apartments"}, "residential"),
        ({"disused:railway": "tram"}, None),
        ({"railway": "disused", "disused": "rail"}, None),
        ({"demolished:building": "yes"}, None),
        ({"building": "yes", "disused": "no"}, None),
    ],
)
def test_abandoned(tags: dict[str, str], kind: str | None) -> None:
    values = _RULE["abandoned_building"](tags, [])
    assert (values and values["building_kind"]) == kind


def test_sensitive_places() -> None:
    assert _told("sensitive_place", amenity="school", name="Scuola")["place_kind"] == "school"
    assert _told("sensitive_place", tourism="museum", historic="castle")["place_kind"] == "museum"
    assert _values("sensitive_place", amenity="school", disused="yes") is None
    assert _values("sensitive_place", disused__amenity="school") is None


_KEYS = st.sampled_from(
    ["building", "height", "building:levels", "highway", "width", "landuse", "leisure", "access", "disused",
     "disused:shop", "man_made", "camera:direction", "camera:angle", "camera:type", "surveillance", "name",
     "surveillance:type", "camera:mount", "amenity", "oneway", "start_date", "check_date"]
)  # fmt: skip
_VALUES = st.one_of(
    st.sampled_from(["yes", "no", "surveillance", "street_lamp", "school", "park"]), st.text(max_size=12)
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=8))
def test_whatever_the_tags_every_value_fits_its_field(tags: dict[str, str]) -> None:
    for name, rule in _RULE.items():
        for key, value in (rule(tags, []) or {}).items():
            field = layer(name).field(key)
            if value is not None and not (isinstance(value, str) and field.codes is None):
                assert parse_value(field, value) == value


def test_every_code_that_a_rule_gives_is_declared() -> None:
    from maps.io import osm_camera, osm_land, osm_places

    def codes(name: str, field: str) -> set[str]:
        declared = LAYERS[name].field(field).codes
        assert declared is not None
        return set(declared.values)

    places = {kind for _key, kinds in osm_places._KINDS for kind in kinds.values()}
    land = {kind for kinds in osm_land._LAND_TAGS.values() for kind in kinds.values()}
    assert places <= codes("sensitive_place", "place_kind")
    assert land <= codes("land_use", "land_use_kind")
    assert set(osm_camera._MOUNT.values()) <= codes("camera", "mount")
    assert set(osm_camera._VIEWED.values()) <= codes("camera", "viewed_area")
    assert set(osm_camera._ZONE_PURPOSE.values()) <= codes("camera", "purposes")
