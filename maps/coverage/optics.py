"""Optics of a camera: aperture, detail by distance, and the exact ground it can show.

Symbols of the formulas: sensor w x h mm, focal length f mm, image Rx x Ry pixels, mount height H, tilt tau below the
horizon, target height t, detail P pixels per metre; d is the horizontal distance on the axis, Z the depth along it.

Public: `aperture_deg`, `vertical_aperture_deg`, `class_depth_m`, `axis_depth_m`, `class_distance_m`,
`near_limit_m`, `far_limit_m`, `half_width_m`, `trapezoid`, `sector_area_m2`, `Trapezoid`.

Sources: pinhole projection (checked against a brute-force projection in the tests); EN 62676-4 for pixels per metre
as the measure of detail. Metres and degrees everywhere; NaN in, NaN out.
"""

import math
from dataclasses import dataclass

import numpy as np

Numbers = np.ndarray | float

#: What is assumed of a camera whose image size, aperture or target is not in the register.
DEFAULT_RES_X = 1920
DEFAULT_HFOV_DEG = 90.0
DEFAULT_TARGET_M = 1.6
#: Wider lenses show straight lines bent: without a declared model the equidistant one is used.
WIDEST_RECTILINEAR_DEG = 120.0


def aperture_deg(sensor_mm: Numbers, focal_mm: Numbers) -> np.ndarray:
    """Return the field of view of a pinhole camera, 2 atan(w / 2f)."""
    sensor, focal = np.asarray(sensor_mm, float), np.asarray(focal_mm, float)
    return np.degrees(2.0 * np.arctan(sensor / (2.0 * focal)))


def vertical_aperture_deg(hfov_deg: Numbers, res_x: Numbers, res_y: Numbers) -> np.ndarray:
    """Return the vertical aperture of square pixels, 2 atan(tan(HFOV / 2) Ry / Rx)."""
    half = np.tan(np.radians(np.asarray(hfov_deg, float) / 2.0))
    return np.degrees(2.0 * np.arctan(half * np.asarray(res_y, float) / np.asarray(res_x, float)))


def is_equidistant(hfov_deg: Numbers, declared: np.ndarray | str = "") -> np.ndarray:
    """Tell which lenses are modelled as equidistant: those declared so, and wide ones of which it is not said."""
    hfov, model = np.asarray(hfov_deg, float), np.asarray(declared, object)
    return (
        (model == "equidistant")
        | (hfov >= 180.0)
        | ((hfov > WIDEST_RECTILINEAR_DEG) & (model != "rectilinear"))
    )


def class_depth_m(
    res_x: Numbers, hfov_deg: Numbers, px_per_m: Numbers, equidistant: np.ndarray | bool | None = None
) -> np.ndarray:
    """Return how far along the axis the image still holds `px_per_m` pixels a metre.

    Rectilinear: Z = Rx / (2 P tan(HFOV / 2)), a straight line across the view. Equidistant: r = Rx / (P HFOV), an
    arc. Which one is decided by `is_equidistant` unless given.
    """
    pixels, hfov = np.asarray(res_x, float), np.asarray(hfov_deg, float)
    bent = is_equidistant(hfov) if equidistant is None else np.asarray(equidistant)
    flat = pixels / (2.0 * px_per_m * np.tan(np.radians(np.minimum(hfov, 179.0) / 2.0)))
    return np.where(bent, pixels / (px_per_m * np.radians(hfov)), flat)


def axis_depth_m(distance_m: Numbers, height_m: Numbers, tilt_deg: Numbers, target_m: Numbers) -> np.ndarray:
    """Return the depth of a target at a horizontal distance on the axis, Z = d cos(tau) + (H - t) sin(tau)."""
    tilt = np.radians(tilt_deg)
    return np.asarray(distance_m) * np.cos(tilt) + np.subtract(height_m, target_m) * np.sin(tilt)


def class_distance_m(depth_m: Numbers, height_m: Numbers, tilt_deg: Numbers, target_m: Numbers) -> np.ndarray:
    """Return the horizontal distance of a depth limit, d = (Z - (H - t) sin(tau)) / cos(tau)."""
    tilt = np.radians(tilt_deg)
    return (np.asarray(depth_m) - np.subtract(height_m, target_m) * np.sin(tilt)) / np.cos(tilt)


def near_limit_m(
    height_m: Numbers, tilt_deg: Numbers, vfov_deg: Numbers, target_m: Numbers = 0.0
) -> np.ndarray:
    """Return the end of the dead zone, (H - t) / tan(tau + VFOV / 2); 0 where the view goes straight down."""
    steepest = np.asarray(tilt_deg, float) + np.asarray(vfov_deg, float) / 2.0
    down = np.tan(np.radians(np.clip(steepest, 1e-9, 89.999999)))
    return np.where(
        steepest >= 90.0, 0.0, np.where(steepest <= 0.0, np.inf, np.subtract(height_m, target_m) / down)
    )


def far_limit_m(
    height_m: Numbers, tilt_deg: Numbers, vfov_deg: Numbers, target_m: Numbers = 0.0
) -> np.ndarray:
    """Return where the upper side of the image meets the target plane; infinite where it does not."""
    flattest = np.asarray(tilt_deg, float) - np.asarray(vfov_deg, float) / 2.0
    down = np.tan(np.radians(np.clip(flattest, 1e-9, 89.999999)))
    return np.where(flattest > 0.0, np.subtract(height_m, target_m) / down, np.inf)


def half_width_m(
    distance_m: Numbers, height_m: Numbers, tilt_deg: Numbers, hfov_deg: Numbers, target_m: Numbers = 0.0
) -> np.ndarray:
    """Return half the width of the view at a distance, (d cos(tau) + (H - t) sin(tau)) tan(HFOV / 2)."""
    depth = axis_depth_m(distance_m, height_m, tilt_deg, target_m)
    return depth * np.tan(np.radians(np.asarray(hfov_deg, float) / 2.0))


@dataclass(frozen=True)
class Trapezoid:
    """The ground that n pinhole cameras show at a class: in the plane of the target, symmetric about the axis.

    Attributes
    ----------
    near_m, far_m : float64 arrays (n,)
        Distances of the two parallel sides from the foot of the camera.
    near_half_m, far_half_m : float64 arrays (n,)
        Half their lengths.
    class_limit_m : float64 array (n,)
        Where the class ends, before the far limit of the image is considered.
    """

    near_m: np.ndarray
    far_m: np.ndarray
    near_half_m: np.ndarray
    far_half_m: np.ndarray
    class_limit_m: np.ndarray

    @property
    def never(self) -> np.ndarray:
        """Tell which cameras never reach the class: it ends inside their dead zone."""
        return ~(self.far_m > self.near_m)


def trapezoid(
    res_x: Numbers,
    hfov_deg: Numbers,
    vfov_deg: Numbers,
    height_m: Numbers,
    tilt_deg: Numbers,
    target_m: Numbers,
    px_per_m: Numbers,
) -> Trapezoid:
    """Return the exact ground of pinhole cameras at a detail class."""
    depth = class_depth_m(res_x, hfov_deg, px_per_m, equidistant=False)
    limit = class_distance_m(depth, height_m, tilt_deg, target_m)
    near = near_limit_m(height_m, tilt_deg, vfov_deg, target_m)
    far = np.minimum(far_limit_m(height_m, tilt_deg, vfov_deg, target_m), limit)
    sides = (half_width_m(d, height_m, tilt_deg, hfov_deg, target_m) for d in (near, far))
    return Trapezoid(*(np.atleast_1d(v) for v in (near, far, *sides, limit)))


def sector_area_m2(hfov_deg: Numbers, range_m: Numbers) -> np.ndarray:
    """Return the area of a plain sector, in square metres."""
    return math.pi * np.asarray(range_m, float) ** 2 * np.minimum(np.asarray(hfov_deg, float), 360.0) / 360.0
