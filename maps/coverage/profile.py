"""A camera seen from the side: the dead zone below it and how far each class of detail reaches.

The figures are those of `maps.coverage.levels.shapes`, so that the side view and the map never disagree.

Public: `Profile`, `Reach`, `profile`, `CLASSES`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from maps.coverage import optics
from maps.coverage.ladders import EN_2014, DetailClass
from maps.coverage.levels import Level, shapes
from maps.coverage.register import numbers, positive

#: The classes that the side view shows where no other ladder is given, finest first.
CLASSES = EN_2014.bands
_KNOWN = (Level.OPTICS.value, Level.PIXELS.value)


@dataclass(frozen=True)
class Reach:
    """Where a camera gives a class and no finer one, along its axis.

    Attributes
    ----------
    name, label : str
    px_per_m : float
    start_m, end_m : float
        Distances from the foot of the camera; equal where the class has no ground of its own.
    never : bool
        The class is not reached anywhere, at this height and tilt.
    """

    name: str
    label: str
    px_per_m: float
    start_m: float
    end_m: float
    never: bool


@dataclass(frozen=True)
class Profile:
    """The side view of one camera.

    Attributes
    ----------
    level : str
        Value of `Level`.
    reaches : tuple of Reach
        Finest first.
    height_m, tilt_deg, vfov_deg : float or None
        None unless the whole optics is known.
    target_m : float
    near_m, far_m : float
        Between which the image shows the plane of the target; `far_m` may be infinite.
    """

    level: str
    reaches: tuple[Reach, ...]
    target_m: float
    near_m: float = 0.0
    far_m: float = math.inf
    height_m: float | None = None
    tilt_deg: float | None = None
    vfov_deg: float | None = None

    @property
    def never(self) -> tuple[Reach, ...]:
        """The classes that are never reached."""
        return tuple(reach for reach in self.reaches if reach.never)

    @property
    def end_m(self) -> float:
        """Where the coarsest class ends."""
        return max((reach.end_m for reach in self.reaches), default=0.0)


def profile(camera: Mapping[str, Any], classes: tuple[DetailClass, ...] = CLASSES) -> Profile | None:
    """Return the side view of a camera, or None where its pixels or its aperture are not known.

    Parameters
    ----------
    camera : mapping
        {field: value} of the camera layer; absent keys and None are values not known.
    classes : tuple of DetailClass
        Finest first.
    """
    rows = pd.DataFrame([dict(camera)] * len(classes))
    ground = shapes(rows, np.array([each.px_per_m for each in classes]), None, optics.DEFAULT_HFOV_DEG)
    level = str(ground.level[0])
    if level not in _KNOWN:
        return None
    target = float(numbers(rows, "target_height_m", optics.DEFAULT_TARGET_M)[0])
    whole = level == Level.OPTICS.value
    near = max(float(ground.near_m[0]), 0.0) if whole else 0.0
    # an image that lies wholly above the horizon shows no ground, however far
    near = near if math.isfinite(near) else 0.0
    reaches = _reaches(classes, ground.range_m, ground.never, near)
    if not whole:
        return Profile(level, reaches, target)
    height, tilt = (float(numbers(rows, name)[0]) for name in ("height_m", "tilt_deg"))
    vertical = _vertical_deg(rows, ground.hfov_deg)
    far = float(optics.far_limit_m(height, tilt, vertical, target))
    return Profile(level, reaches, target, near, far, height, tilt, vertical)


def _reaches(
    classes: tuple[DetailClass, ...], range_m: np.ndarray, never: np.ndarray, near_m: float
) -> tuple[Reach, ...]:
    found, start = [], near_m
    for each, limit, missed in zip(classes, range_m.tolist(), never.tolist(), strict=True):
        end = start if missed else max(float(limit), start)
        found.append(Reach(each.name, each.label, each.px_per_m, start, end, bool(missed)))
        start = end
    return tuple(found)


def _vertical_deg(rows: pd.DataFrame, hfov_deg: np.ndarray) -> float:
    """Return the vertical aperture, by the shape of the image or by the sensor."""
    by_pixels = optics.vertical_aperture_deg(hfov_deg, positive(rows, "res_x"), positive(rows, "res_y"))
    by_sensor = optics.aperture_deg(positive(rows, "sensor_h_mm"), positive(rows, "focal_mm"))
    return float(np.where(np.isnan(by_pixels), by_sensor, by_pixels)[0])
