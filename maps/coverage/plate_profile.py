"""What is asked of the picture of a plate: a part of the criteria profile, for the limits differ from maker to maker.

Public: `PlateProfile`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from maps.errors import InvalidValue, ValueProblem

#: Least and largest value of each field; no plate is read from behind a right angle.
LIMITS: Mapping[str, tuple[float, float]] = {
    "plate_px": (10.0, 1000.0),
    "front_m": (0.1, 1.0),
    "rear_m": (0.1, 1.0),
    "horizontal_deg": (1.0, 89.0),
    "vertical_deg": (1.0, 89.0),
    "plate_height_m": (0.0, 3.0),
    "frames": (1.0, 100.0),
    "blur_m": (0.001, 0.5),
    "lane_m": (2.0, 6.0),
}


@dataclass(frozen=True)
class PlateProfile:
    """What a reader asks of the picture of a plate.

    Attributes
    ----------
    plate_px : float
        Pixels across the plate.
    front_m, rear_m : float
        Widths of Italian plates, in metres.
    horizontal_deg, vertical_deg : float
        Largest angles between line of sight and the plate's normal.
    plate_height_m : float
        Of the plate above the road.
    frames : int
        Pictures in which a passing plate must appear.
    blur_m : float
        Longest travel of a plate while the shutter is open, in metres (0.025: 1/1000 s at 90 km/h).
    lane_m : float
        Width of a lane, in metres.
    """

    plate_px: float = 130.0
    front_m: float = 0.360
    rear_m: float = 0.520
    horizontal_deg: float = 30.0
    vertical_deg: float = 30.0
    plate_height_m: float = 0.5
    frames: int = 3
    blur_m: float = 0.025
    lane_m: float = 3.5

    @property
    def front_px_per_m(self) -> float:
        """Pixels per metre that a front plate asks, seen face on."""
        return self.plate_px / self.front_m

    @property
    def rear_px_per_m(self) -> float:
        """Pixels per metre that a rear plate asks, seen face on."""
        return self.plate_px / self.rear_m

    def shutter_s(self, speed_kmh: float) -> float:
        """Return the longest time for which the shutter may be open at a speed, seconds."""
        return 3.6 * self.blur_m / speed_kmh

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "PlateProfile":
        """Build a profile from JSON values; what is absent keeps its default.

        Raises
        ------
        TypeError, ValueError
            A value is no number, or a name is not known.
        InvalidValue
            A value is beyond its limits; ``field_name`` is its dotted name in the criteria.
        """
        unknown = set(values) - {each.name for each in fields(cls)}
        if unknown:
            raise ValueError(min(unknown))
        return cls(**{name: _within(name, raw) for name, raw in values.items()})


def _within(name: str, raw: Any) -> Any:
    low, high = LIMITS[name]
    value = float(raw)
    if not low <= value <= high:
        problem = ValueProblem.ABOVE_MAXIMUM if value > high else ValueProblem.BELOW_MINIMUM
        raise InvalidValue(f"plates.{name}", raw, problem)
    return round(value) if name == "frames" else value
