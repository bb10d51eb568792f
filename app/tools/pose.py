"""A camera in the hand: where it stands, where it looks, what that lets it see, and which values change."""

import math
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.tools.bearing import bearing, towards, turn

if TYPE_CHECKING:
    from maps.coverage.levels import Shapes
    from maps.coverage.night import Light
    from maps.coverage.relief import Relief
    from maps.coverage.scene import Scene

Record = dict[str, Any]

#: A camera brought nearer than this to a facade is put on it...
SNAP_M = 3.0
#: ...this far off the wall.
OFF_WALL_M = 0.4
_OPTICS = (
    *("hfov_deg", "sensor_w_mm", "sensor_h_mm", "focal_mm", "res_x", "res_y", "height_m", "tilt_deg"),
    *("target_height_m", "range_m", "camera_type", "lens_model"),
)
NARROWEST_DEG, WIDEST_DEG = 1.0, 360.0
NEAREST_M, FARTHEST_M = 0.5, 5000.0


class _Row(dict[str, Any]):
    """One row of the register as the coverage library reads it: a DataFrame costs 2 ms, a frame has 16."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, name: str) -> Any:
        import pandas as pd

        value = super().__getitem__(name)
        return pd.Series([value], dtype=object if isinstance(value, str) else float)


class Grip(Enum):
    """What is held."""

    POSITION = "position"
    AZIMUTH = "azimuth"
    APERTURE = "aperture"
    REACH = "reach"


class Reach(Enum):
    """What changes when the reach is dragged: the first that determines it."""

    TILT = "tilt_deg"
    APERTURE = "hfov_deg"
    DECLARED = "range_m"


@dataclass(frozen=True)
class Pose:
    """One camera as it stands.

    Attributes
    ----------
    x, y : float
        Project metres.
    record : dict
        Its values in the register, those under the hand changed.
    px_per_m : float
        Detail at which its ground is measured.
    """

    x: float
    y: float
    record: Record = field(repr=False)
    px_per_m: float

    @cached_property
    def shape(self) -> "Shapes":
        """Its ground before obstacles, by the same ladder as every other figure."""
        import numpy as np

        from maps.coverage.levels import shapes
        from maps.coverage.optics import DEFAULT_HFOV_DEG

        row: Any = _Row({name: self.record[name] for name in _OPTICS if self.record.get(name) is not None})
        return shapes(row, np.array([self.px_per_m]), None, DEFAULT_HFOV_DEG)

    @property
    def azimuth(self) -> float | None:
        """Main direction, None where it is unknown; 0 for a view all round."""
        if self.hfov >= WIDEST_DEG:
            return 0.0
        known = self.record.get("azimuth_deg")
        return None if known is None else float(known)

    @property
    def azimuths(self) -> list[float]:
        """Every direction in which it looks."""
        if self.azimuth is None:
            return []
        more = self.record.get("extra_azimuths_deg") or []
        return [self.azimuth, *(float(each) for each in more if self.hfov < WIDEST_DEG)]

    @property
    def hfov(self) -> float:
        """Aperture, degrees."""
        return float(self.shape.hfov_deg[0])

    @property
    def range_m(self) -> float:
        """Reach along the axis, metres."""
        return float(self.shape.range_m[0])

    @property
    def reach(self) -> Reach:
        """What a change of reach changes."""
        return {"optics": Reach.TILT, "pixels": Reach.APERTURE}.get(str(self.shape.level[0]), Reach.DECLARED)

    def seen(
        self, scene: "Scene | None", relief: "Relief | None" = None, light: "Light | None" = None
    ) -> Any:
        """Return the ground it sees (shapely, project metres); None where that cannot be told.

        Parameters
        ----------
        scene : Scene or None
        relief : Relief, optional
            Buildings with heights: a camera that stands higher sees over them.
        light : Light, optional
            The lit ground, by night.
        """
        import numpy as np
        import shapely

        from maps.coverage.placing import place
        from maps.coverage.visibility import visible_polygons

        if scene is None or not self.azimuths or bool(self.shape.never[0]):
            return None
        places = place(scene, np.array([self.x]), np.array([self.y]))
        if places.inside[0]:
            return None
        count, azimuths = len(self.azimuths), np.array(self.azimuths)
        x, y = np.full(count, places.x[0]), np.full(count, places.y[0])
        aperture, radius = self.shape.sight()
        _areas, parts = visible_polygons(scene, x, y, azimuths, aperture[0], radius[0])
        if relief is not None:
            self._look_over(relief, parts, (x, y, azimuths), float(aperture[0]), float(radius[0]))
        if self.shape.straight[0]:
            parts = shapely.intersection(parts, self.shape.outlines(np.zeros(count, int), x, y, azimuths))
        ground = parts[0] if count == 1 else shapely.union_all(parts)
        if light is None or ground is None:
            return ground
        infrared = self.record.get("ir_range_m") or 0.0
        return light.left(ground, float(x[0]), float(y[0]), max(float(infrared), 0.0))

    def _look_over(
        self, relief: "Relief", parts: Any, views: tuple[Any, Any, Any], aperture: float, radius: float
    ) -> None:
        """Replace the views of a camera that stands higher than some building around it, as in the analysis."""
        from maps.coverage.optics import DEFAULT_TARGET_M

        height, target = self.record.get("height_m"), self.record.get("target_height_m")
        levels = (float(height or 0.0), float(DEFAULT_TARGET_M if target is None else target))
        over, shapes = relief.look_over(*views, aperture, radius, *levels)
        there = over == over
        parts[there] = shapes[there]

    # What the hand does

    def moved(self, x: float, y: float, scene: "Scene | None" = None) -> "Pose":
        """Return it at another place, on the facade where one is near."""
        if scene is not None:
            x, y = on_facade(scene, x, y)
        return self._same_shape(replace(self, x=x, y=y))

    def _same_shape(self, other: "Pose") -> "Pose":
        """Hand on the ground before obstacles, which neither place nor direction change."""
        other.__dict__["shape"] = self.shape
        return other

    def with_values(self, values: Record) -> "Pose":
        """Return it with other values in the register."""
        return replace(self, record={**self.record, **values})

    def aimed(self, azimuth_deg: float) -> "Pose":
        """Return it looking elsewhere."""
        return self._same_shape(self.with_values({"azimuth_deg": azimuth_deg % 360.0}))

    def opened(self, hfov_deg: float) -> "Pose":
        """Return it with another aperture; where focal length and sensor are known, the focal length follows."""
        angle = min(max(hfov_deg, NARROWEST_DEG), WIDEST_DEG)
        values: Record = {"hfov_deg": angle}
        sensor, focal = self.record.get("sensor_w_mm"), self.record.get("focal_mm")
        if sensor and focal and angle < 170.0:
            exact = float(sensor) / (2.0 * math.tan(math.radians(angle / 2.0)))
            values["focal_mm"] = round(exact, 2)
            if self.record.get("hfov_deg") is None:
                del values["hfov_deg"]
        return self.with_values(values)

    def reaching(self, distance_m: float) -> "Pose":
        """Return it with another reach, by the value that determines it."""
        wanted = min(max(distance_m, NEAREST_M), FARTHEST_M)
        if self.reach is Reach.TILT:
            return self.with_values({"tilt_deg": self._tilt_for(wanted)})
        if self.reach is Reach.APERTURE:
            return self.opened(round(self._aperture_for(wanted), 1))
        return self.with_values({"range_m": round(wanted, 1 if wanted < 100.0 else 0)})

    def _aperture_for(self, distance_m: float) -> float:
        """Return the aperture whose pixels still hold the detail at a distance (inverse of `class_depth_m`)."""
        pixels = float(self.record["res_x"])
        if str(self.shape.lens[0]) == "equidistant":
            return max(math.degrees(pixels / (self.px_per_m * distance_m)), NARROWEST_DEG)
        return math.degrees(2.0 * math.atan(pixels / (2.0 * self.px_per_m * distance_m)))

    def _tilt_for(self, distance_m: float) -> float:
        """Return the tilt at which the upper side of the image meets the target plane at a distance."""
        from maps.coverage import optics

        known = self.record
        target = known.get("target_height_m")
        drop = float(known["height_m"]) - float(optics.DEFAULT_TARGET_M if target is None else target)
        if known.get("res_x") and known.get("res_y"):
            vertical = optics.vertical_aperture_deg(self.hfov, float(known["res_x"]), float(known["res_y"]))
        else:
            vertical = optics.aperture_deg(float(known["sensor_h_mm"]), float(known["focal_mm"]))
        tilt = math.degrees(math.atan2(drop, distance_m)) + float(vertical) / 2.0
        return round(min(max(tilt, 0.0), 88.0), 1)

    def dragged(
        self, grip: Grip, start: "Pose", held: tuple[float, float], at: tuple[float, float]
    ) -> "Pose":
        """Return what a drag makes of this pose.

        Parameters
        ----------
        start : Pose
            When it was gripped.
        held, at : tuple of float
            Where it was gripped and where the pointer is, project metres.
        """
        distance = math.hypot(at[0] - start.x, at[1] - start.y)
        direction = bearing(start.x, start.y, *at)
        if grip is Grip.AZIMUTH:
            return start.aimed(float(round(direction)))
        if grip is Grip.APERTURE:
            return start.opened(float(round(2.0 * abs(turn(start.azimuth or 0.0, direction)))))
        first = max(math.hypot(held[0] - start.x, held[1] - start.y), 1e-6)
        return start.reaching(start.range_m * distance / first)

    def points(self, least_m: float) -> dict[Grip, list[tuple[float, float]]]:
        """Return where its handles are, project metres, none nearer to it than `least_m`."""
        if self.azimuth is None:
            return {Grip.AZIMUTH: [towards(self.x, self.y, 0.0, least_m * 1.4)]}
        far = max(self.range_m, least_m * 2.0)
        reach = {Grip.REACH: [towards(self.x, self.y, self.azimuth, far)]}
        if self.hfov >= WIDEST_DEG:
            return reach
        middle, side = max(0.5 * far, least_m), max(0.55 * far, least_m)
        edges = [self.azimuth - self.hfov / 2.0, self.azimuth + self.hfov / 2.0]
        return {
            Grip.AZIMUTH: [towards(self.x, self.y, self.azimuth, middle)],
            Grip.APERTURE: [towards(self.x, self.y, edge, side) for edge in edges],
            **reach,
        }


def on_facade(scene: "Scene", x: float, y: float) -> tuple[float, float]:
    """Return the place of a camera: on the facade within `SNAP_M`, or on the nearest one when inside a building."""
    import numpy as np

    at = np.array([x]), np.array([y])
    inside = bool(scene.contains(*at)[0])
    near = scene.nearest_facade(*at, math.inf if inside else SNAP_M)
    if not math.isfinite(near.distance_m[0]):
        return x, y
    return (
        float(near.x[0] + OFF_WALL_M * near.normal_x[0]),
        float(near.y[0] + OFF_WALL_M * near.normal_y[0]),
    )
