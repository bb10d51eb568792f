"""From the tags of a surveillance camera to a row of the camera layer.

Tags: OpenStreetMap wiki, `Tag:man_made=surveillance` and the `camera:*` keys. What a tag
does not say stays empty; a value that cannot be understood is a warning, never a refusal.
"""

from dataclasses import replace
from typing import Any

from maps.errors import InvalidValue, ValueProblem
from maps.io import osm_values
from maps.schema import layer
from maps.schema.bearings import parse_direction
from maps.schema.checks import record_problems
from maps.schema.values import parse_value

Warnings = list[tuple[str, ValueProblem]]

_CAMERA = layer("camera")
#: Values of surveillance:type that are not a fixed camera (a guard, a microphone).
_OTHER_WATCHERS = frozenset({"guard", "gunshot_detector", "people", "microphone", "audio"})
_PLATES = frozenset({"alpr", "anpr"})

_MOUNT = {
    "wall": "facade",
    "building": "facade",
    "roof": "facade",
    "wall/ceiling": "facade",
    "doorbell": "facade",
    "pole": "street_pole",
    "mast": "street_pole",
    "traffic_signals": "street_pole",
    "street_lamp": "light_pole",
    "gantry": "gantry",
    "ceiling": "ceiling",
}
#: surveillance=* tells who owns the place that is watched.
_VIEWED = {"public": "public", "outdoor": "private_open", "indoor": "private", "private": "private"}
#: surveillance:zone=* says what is watched; only where that settles the purpose.
_ZONE_PURPOSE = {
    "town": "urban_safety",
    "public": "urban_safety",
    "street": "urban_safety",
    "park": "urban_safety",
    "traffic": "traffic_plates",
    "autoroute": "traffic_plates",
    "building": "private_security",
    "shop": "private_security",
    "bank": "private_security",
    "atm": "private_security",
    "entrance": "private_security",
    "commercial": "private_security",
    "recycling": "waste_environment",
}
_DIRECTIONS = ("camera:direction", "direction", "surveillance:direction")
_DISUSED = ("disused", "abandoned")
_LARGEST_TILT = 90.0
_LIMITS = (ValueProblem.BELOW_MINIMUM, ValueProblem.ABOVE_MAXIMUM)
#: Warnings for which a camera is to be checked, as in the tables.
_TO_CHECK = frozenset(
    {
        *_LIMITS,
        ValueProblem.NOT_A_DIRECTION,
        ValueProblem.NOT_A_SCHEDULE,
        ValueProblem.CONTRADICTION,
        ValueProblem.FOCAL_WITHOUT_SENSOR,
    }
)


def is_camera(tags: dict[str, str]) -> bool:
    """Tell whether the tags are of a surveillance camera (not of a guard or a microphone)."""
    if tags.get("man_made") != "surveillance":
        return False
    return tags.get("surveillance:type", "camera").lower() not in _OTHER_WATCHERS


def camera_values(tags: dict[str, str]) -> tuple[dict[str, Any], Warnings]:
    """Return the fields of a camera and the values that were not understood.

    Parameters
    ----------
    tags : dict

    Returns
    -------
    values : dict
        Field name to value; `osm_tags` keeps every tag as written.
    warnings : list of (field name, ValueProblem)
    """
    warnings: Warnings = []
    values: dict[str, Any] = {"osm_tags": osm_values.tag_text(tags)}
    values.update(_identity(tags))
    values.update(_kind(tags, warnings))
    values.update(_place(tags, warnings))
    values.update(_pose(tags, warnings))
    values.update(_state(tags))
    values.update(_hours(tags))
    known = {name: value for name, value in values.items() if value is not None}
    return known | _doubts(known, warnings), warnings


def _identity(tags: dict[str, str]) -> dict[str, Any]:
    return {
        "name": tags.get("name") or tags.get("ref") or tags.get("description"),
        "controller": tags.get("operator"),
        "make": tags.get("manufacturer") or tags.get("brand"),
        "model": tags.get("model"),
        "installed_year": osm_values.year(tags.get("start_date")),
        "checked_on": osm_values.day(tags.get("check_date") or tags.get("survey:date")),
    }


def _kind(tags: dict[str, str], warnings: Warnings) -> dict[str, Any]:
    """Type, role and plates; of several types ("fixed;dome") the first."""
    first = tags.get("camera:type", "").split(";")[0].strip()
    reads_plates = tags.get("surveillance:type", "").lower() in _PLATES
    zone = tags.get("surveillance:zone", "").lower()
    role = "anpr" if reads_plates else "traffic" if zone == "traffic" else None
    purpose = "traffic_plates" if reads_plates else _ZONE_PURPOSE.get(zone)
    return {
        "camera_type": _checked("camera_type", first, warnings),
        "role": role,
        "anpr": reads_plates or None,
        "purposes": [purpose] if purpose else None,
    }


def _place(tags: dict[str, str], warnings: Warnings) -> dict[str, Any]:
    return {
        "viewed_area": _looked_up("viewed_area", tags.get("surveillance"), _VIEWED, warnings),
        "mount": _looked_up("mount", tags.get("camera:mount"), _MOUNT, warnings),
    }


def _pose(tags: dict[str, str], warnings: Warnings) -> dict[str, Any]:
    values = _direction(tags, warnings)
    tilt, aperture = _angle(tags.get("camera:angle"), warnings)
    values["tilt_deg"] = tilt
    values.setdefault("hfov_deg", aperture)
    height = tags.get("height")
    if height is not None:
        metres = osm_values.metres(height)
        values["height_m"] = height if metres is None else metres
        values["height_m"] = _checked("height_m", values["height_m"], warnings)
    return values


def _direction(tags: dict[str, str], warnings: Warnings) -> dict[str, Any]:
    """Where it looks; what is not understood leaves the direction unknown."""
    written = next((tags[key] for key in _DIRECTIONS if tags.get(key, "").strip()), None)
    if written is None:
        return {}
    found = parse_direction(written)
    if found is None:
        warnings.append(("azimuth_deg", ValueProblem.NOT_A_DIRECTION))
        return {}
    values: dict[str, Any] = {"azimuth_deg": found.azimuths_deg[0]}
    if len(found.azimuths_deg) > 1:
        values["extra_azimuths_deg"] = list(found.azimuths_deg[1:])
    if found.aperture_deg is not None:
        values["hfov_deg"] = found.aperture_deg
    return values


def _angle(text: str | None, warnings: Warnings) -> tuple[float | None, float | None]:
    """Return tilt and aperture from `camera:angle`.

    The key means the inclination below the horizon (in use: 5-45, seldom 90); larger values
    (120, 180, 360) can only be an aperture. Above the horizon it is doubtful, and kept.
    """
    if text is None:
        return None, None
    try:
        angle = float(text.strip().rstrip("°").replace(",", "."))
    except ValueError:
        warnings.append(("tilt_deg", ValueProblem.NOT_A_NUMBER))
        return None, None
    if angle <= _LARGEST_TILT:
        return _checked("tilt_deg", angle, warnings), None
    return None, _checked("hfov_deg", angle, warnings)


def _state(tags: dict[str, str]) -> dict[str, Any]:
    """Only what is told: no tag says that a camera works."""
    told = {tags.get(key, "no") for key in _DISUSED} - {"no"}
    status = tags.get("operational_status", "").lower()
    if told or status in {"closed", "disused"}:
        return {"working_state": "dismissed"}
    if status in {"broken", "defect"}:
        return {"working_state": "broken"}
    return {"working_state": "working"} if status in {"ok", "operational"} else {}


def _hours(tags: dict[str, str]) -> dict[str, Any]:
    """When it works, in the words of OpenStreetMap."""
    return {"schedule": tags.get("opening_hours:surveillance") or tags.get("opening_hours")}


def _doubts(values: dict[str, Any], warnings: Warnings) -> dict[str, Any]:
    """Tell the values that no device has or that contradict one another; they stay, the camera is to be checked."""
    told = {name for name, _problem in warnings}
    warnings += [(p.field, p.problem) for p in record_problems("camera", values) if p.field not in told]
    to_check = any(problem in _TO_CHECK for _name, problem in warnings)
    return {"record_state": "to_check"} if to_check else {}


def _looked_up(name: str, raw: str | None, table: dict[str, str], warnings: Warnings) -> str | None:
    if raw is None:
        return None
    found = table.get(raw.split(";")[0].strip().lower())
    if found is None:
        warnings.append((name, ValueProblem.NOT_IN_LIST))
    return found


def _checked(name: str, raw: object, warnings: Warnings) -> Any:
    try:
        return parse_value(_CAMERA.field(name), raw)
    except InvalidValue as error:
        warnings.append((name, error.reason))
        if error.reason not in _LIMITS:
            return None
        # out of what a device has: kept as it is written, to be checked by a person
        return parse_value(replace(_CAMERA.field(name), minimum=None, maximum=None), raw)
