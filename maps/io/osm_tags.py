"""Which tags make which layer, and what they fill in.

Each rule takes the tags of one element and returns the fields of its layer, or None where
the element is not of that layer. An element may be of several layers: a school building
that stands empty is an obstacle, an abandoned building and nothing sensitive any more.
Source: OpenStreetMap wiki, Map features.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from maps.errors import ValueProblem
from maps.io import osm_abandoned, osm_land, osm_places, osm_values
from maps.io.osm_abandoned import abandoned_kind, says_abandoned
from maps.io.osm_camera import camera_values, is_camera
from maps.io.osm_land import land_kind, open_to_all
from maps.io.osm_places import place_kind

Tags = dict[str, str]
Values = dict[str, Any]
Warnings = list[tuple[str, ValueProblem]]

STOREY_M = 3.0
_TALLEST_M = 900.0
_MOST_STOREYS = 200.0

_ROAD_CLASS = {
    "unclassified": "residential",
    "road": "residential",
    "path": "footway",
    "bridleway": "footway",
    "corridor": "footway",
    "platform": "footway",
    "busway": "service",
    "bus_guideway": "service",
}
_ROAD_CLASSES = frozenset(
    [
        "motorway",
        "trunk",
        "primary",
        "secondary",
        "tertiary",
        "residential",
        "living_street",
        "service",
        "pedestrian",
        "footway",
        "cycleway",
        "track",
        "steps",
    ]
)


_STANDING = ("building", "abandoned:building", "disused:building")


class Shape(Enum):
    """The geometry that an element has, as far as its tags and nodes tell."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


def obstacle(tags: Tags, warnings: Warnings) -> Values | None:
    """Buildings, also the disused ones: the walls stand."""
    kind = next((tags[key] for key in _STANDING if tags.get(key, "no") != "no"), None)
    if kind is None:
        return None
    return {"name": tags.get("name"), "building_kind": kind, **_height(tags, warnings)}


def road(tags: Tags, _warnings: Warnings) -> Values | None:
    """Everything tagged highway=*, except areas (they are land)."""
    highway = tags.get("highway")
    if highway is None or highway == "street_lamp" or tags.get("area") == "yes":
        return None
    base = highway.removesuffix("_link")
    kind = _ROAD_CLASS.get(base, base if base in _ROAD_CLASSES else "other")
    width = osm_values.metres(tags.get("width", ""))
    return {
        "name": tags.get("name") or tags.get("ref"),
        "road_class": kind,
        "width_m": width if width and width <= _MOST_STOREYS else None,
        "oneway": osm_values.yes_no(tags.get("oneway")),
        "lit": osm_values.yes_no(tags.get("lit")),
    }


def land_use(tags: Tags, _warnings: Warnings) -> Values | None:
    """Land and water; a building that carries the tag (a school block) is not land."""
    kind = land_kind(tags)
    if kind is None or tags.get("building", "no") != "no":
        return None
    return {"name": tags.get("name"), "land_use_kind": kind, "public_access": open_to_all(tags, kind)}


def camera(tags: Tags, warnings: Warnings) -> Values | None:
    """Surveillance cameras."""
    if not is_camera(tags):
        return None
    values, problems = camera_values(tags)
    warnings.extend(problems)
    return values


def street_light(tags: Tags, _warnings: Warnings) -> Values | None:
    """Street lamps; only a disused one has a known state."""
    if tags.get("highway") != "street_lamp":
        return None
    height = osm_values.metres(tags.get("height", ""))
    off = tags.get("disused", "no") != "no"
    return {
        "lamp_kind": tags.get("light:method") or tags.get("lamp_type"),
        "height_m": height if height and height <= 60 else None,
        "lamp_state": "off" if off else None,
    }


def abandoned_building(tags: Tags, _warnings: Warnings) -> Values | None:
    """Buildings, premises and plots out of use or in ruins (never tracks and lines)."""
    reasons = [f"{key}={value}" for key, value in tags.items() if says_abandoned(tags, key, value)]
    if not reasons:
        return None
    place = (tags.get("addr:street"), tags.get("addr:housenumber"))
    return {
        "name": tags.get("name") or tags.get("old_name"),
        "building_kind": abandoned_kind(tags),
        "address": " ".join(part for part in place if part) or None,
        "remarks": "; ".join(reasons),
    }


def sensitive_place(tags: Tags, _warnings: Warnings) -> Values | None:
    """Schools, stations, hospitals and the other kinds of site that the pact lists."""
    kind = place_kind(tags)
    if kind is None or any(tags.get(key, "no") != "no" for key in ("disused", "abandoned")):
        return None
    return {"name": tags.get("name"), "place_kind": kind}


#: Rules in the order in which layers are imported, with the shapes each layer takes.
RULES: tuple[tuple[str, Callable[[Tags, Warnings], Values | None], frozenset[Shape]], ...] = (
    ("obstacle", obstacle, frozenset({Shape.AREA})),
    ("road", road, frozenset({Shape.LINE})),
    ("land_use", land_use, frozenset({Shape.AREA})),
    ("camera", camera, frozenset({Shape.POINT})),
    ("street_light", street_light, frozenset({Shape.POINT})),
    ("abandoned_building", abandoned_building, frozenset(Shape)),
    ("sensitive_place", sensitive_place, frozenset(Shape)),
)
#: What an element must be tagged with to be of any layer: the rest never leaves libosmium.
KEYS = osm_abandoned.KEYS | osm_land.KEYS | osm_places.KEYS | {"highway", "man_made", *_STANDING}


def _height(tags: Tags, warnings: Warnings) -> Values:
    """Height from `height`, else from the storeys at 3 m each; never both."""
    levels = osm_values.storeys(tags.get("building:levels", ""))
    levels = levels if levels is not None and levels <= _MOST_STOREYS else None
    declared = osm_values.metres(tags["height"]) if "height" in tags else None
    if "height" in tags and not (declared and declared <= _TALLEST_M):
        warnings.append(("obstacle_height_m", ValueProblem.NOT_A_NUMBER))
        declared = None
    if declared:
        return {"obstacle_height_m": declared, "height_source": "osm_height", "levels": levels}
    if levels:
        return {"obstacle_height_m": levels * STOREY_M, "height_source": "osm_levels", "levels": levels}
    return {"levels": levels}
