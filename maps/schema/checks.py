"""Values of one record that contradict one another or that no device can have.

A value that is out of its limits or does not fit the others is told and the record is marked "to check"; it is never
corrected here. Used by the import, the form and the register's checks.

Public: `RecordProblem`, `record_problems`, `value_problem`, `read_resolution`, `with_remark`,
`confirmed_direction`, `settled`, `DISAGREEMENT`.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from maps.errors import ValueProblem
from maps.schema import layer
from maps.schema.bearings import AmbiguousBearing, ambiguous_bearing
from maps.schema.fields import Field, FieldKind
from maps.schema.hours import parse_hours

#: Share by which the declared aperture may differ from that of focal length and sensor.
DISAGREEMENT = 0.15
_NUMBERS = (FieldKind.REAL, FieldKind.INTEGER)
_RESOLUTION = re.compile(r"^\s*(\d{2,5})\s*[x×*]\s*(\d{2,5})\s*(?:px|pixel)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class RecordProblem:
    """What is wrong with a record.

    Attributes
    ----------
    field : str
        Field to look at first.
    problem : ValueProblem
    raw : object
        The value kept.
    expected : float or None
        What the other values say, in the field's unit.
    """

    field: str
    problem: ValueProblem
    raw: Any = None
    expected: float | None = None


def record_problems(name: str, record: Mapping[str, Any]) -> list[RecordProblem]:
    """Return what is wrong with a record of a layer; [] where nothing is.

    Parameters
    ----------
    name : str
        Layer.
    record : mapping
        {field: value}; absent keys and None are values not known.
    """
    found = [p for field in layer(name).fields if (p := _limits(field, record.get(field.name)))]
    found += [p for field in layer(name).fields if (p := _future(field, record.get(field.name)))]
    return found + (_optics(record) + _direction(record) if name == "camera" else [])


def value_problem(name: str, field: Field, value: Any) -> RecordProblem | None:
    """Return what is wrong with a value by itself, whatever else its record holds; None where nothing is."""
    if isinstance(value, AmbiguousBearing):
        return RecordProblem(field.name, ValueProblem.AMBIGUOUS_DIRECTION, value.written)
    return _limits(field, value) or _future(field, value)


def with_remark(remarks: str | None, field: Field, text: str) -> str:
    """Return the remarks of a record with a text that a field cannot hold, once."""
    kept = f"{field.label}: {text.strip()}"
    told = (remarks or "").split("; ") if remarks else []
    return "; ".join(told if kept in told else [*told, kept])


def confirmed_direction(remarks: str) -> str:
    """Return the remarks of a camera with a direction of two meanings kept as one that somebody has checked."""
    label = layer("camera").field("azimuth_deg").label
    parts = (
        part if _unsure(part) is None else f"{label} verificata{part[len(label) :]}"
        for part in remarks.split("; ")
    )
    return "; ".join(parts)


def settled(record: Mapping[str, Any]) -> bool:
    """Whether nothing in the record of a camera is doubtful: no text is kept that fits no field, no value is odd."""
    captions = tuple(f"{field.label}: " for field in layer("camera").fields)
    unread = any(part.startswith(captions) for part in str(record.get("remarks") or "").split("; "))
    return not unread and not record_problems("camera", record)


def _direction(record: Mapping[str, Any]) -> list[RecordProblem]:
    """Tell a direction of two meanings, whose text is in the remarks, until it is confirmed or another one is given."""
    for part in str(record.get("remarks") or "").split("; "):
        bearing = _unsure(part)
        if bearing is not None and record.get("azimuth_deg") == bearing:
            return [RecordProblem("azimuth_deg", ValueProblem.AMBIGUOUS_DIRECTION, bearing.written)]
    return []


def _unsure(remark: str) -> AmbiguousBearing | None:
    caption = f"{layer('camera').field('azimuth_deg').label}: "
    return ambiguous_bearing(remark.removeprefix(caption)) if remark.startswith(caption) else None


def read_resolution(text: str) -> tuple[int, int] | None:
    """Return (width, height) in pixels of a text such as "1920x1080"; None for "4 MP", which does not say them."""
    match = _RESOLUTION.match(text)
    return (int(match[1]), int(match[2])) if match else None


def _limits(field: Field, value: Any) -> RecordProblem | None:
    if field.kind not in _NUMBERS or not _is_number(value):
        return None
    if field.minimum is not None and value < field.minimum:
        return RecordProblem(field.name, ValueProblem.BELOW_MINIMUM, value)
    if field.maximum is not None and value > field.maximum:
        return RecordProblem(field.name, ValueProblem.ABOVE_MAXIMUM, value)
    return None


def _future(field: Field, value: Any) -> RecordProblem | None:
    """Tell a day after today, or a moment after the end of today, where only what has happened has a sense."""
    if not field.past or not isinstance(value, date):
        return None
    day = value.date() if isinstance(value, datetime) else value
    return RecordProblem(field.name, ValueProblem.IN_FUTURE, value) if day > date.today() else None


def _optics(record: Mapping[str, Any]) -> list[RecordProblem]:
    """Check focal length, sensor, aperture and resolution of a camera against one another."""
    found = _hours(record)
    focal, sensor, hfov = (_positive(record.get(n)) for n in ("focal_mm", "sensor_w_mm", "hfov_deg"))
    if focal and not sensor and not hfov:
        found.append(RecordProblem("sensor_w_mm", ValueProblem.FOCAL_WITHOUT_SENSOR, focal))
    if focal and sensor and hfov:
        expected = _aperture(focal, sensor, record.get("lens_model"))
        if abs(hfov - expected) > DISAGREEMENT * expected:
            found.append(RecordProblem("hfov_deg", ValueProblem.CONTRADICTION, hfov, round(expected, 1)))
    text = record.get("resolution_text")
    if isinstance(text, str) and read_resolution(text) is None and not _positive(record.get("res_x")):
        found.append(RecordProblem("resolution_text", ValueProblem.NOT_A_RESOLUTION, text))
    return found


def _hours(record: Mapping[str, Any]) -> list[RecordProblem]:
    """Check that the hours can be read."""
    text = record.get("schedule")
    if not isinstance(text, str) or not text.strip() or parse_hours(text) is not None:
        return []
    return [RecordProblem("schedule", ValueProblem.NOT_A_SCHEDULE, text)]


def _aperture(focal_mm: float, sensor_mm: float, lens: Any) -> float:
    """Return the aperture of a lens, degrees: 2 atan(w / 2f), or w / f where it is declared equidistant."""
    if lens == "equidistant":
        return min(math.degrees(sensor_mm / focal_mm), 360.0)
    return math.degrees(2.0 * math.atan(sensor_mm / (2.0 * focal_mm)))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _positive(value: Any) -> float | None:
    return float(value) if _is_number(value) and value > 0 else None
