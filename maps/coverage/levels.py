"""How much is known of each camera, and the shape of ground that follows from it.

The best of four levels is taken: full optics (the exact trapezoid), pixels and aperture (to the straight chord of
equal detail, or to an arc for an equidistant lens), declared range, class default.

Public: `Level`, `Lens`, `Shapes`, `shapes`.
"""

from dataclasses import dataclass
from enum import Enum

import geopandas as gpd
import numpy as np
import shapely

from maps.coverage import optics
from maps.coverage.register import labelled, numbers, positive, texts


class Level(Enum):
    """From which data the ground of a camera comes, best first."""

    OPTICS = "optics"
    PIXELS = "pixels"
    DECLARED_RANGE = "declared_range"
    CLASS_DEFAULT = "class_default"


class Lens(Enum):
    """The model by which distances were computed."""

    RECTILINEAR = "rectilinear"
    EQUIDISTANT = "equidistant"
    NONE = "none"


@dataclass(frozen=True)
class Shapes:
    """The ground of n cameras before obstacles: a trapezoid about the axis, or a sector.

    Attributes
    ----------
    level, lens : object arrays (n,) of str
    hfov_deg, range_m : float64 arrays (n,)
        Aperture; reach along the axis.
    near_m, near_half_m, far_half_m : float64 arrays (n,)
        Of the trapezoid; NaN for a sector.
    never : bool array (n,)
        The class is never reached.
    """

    level: np.ndarray
    lens: np.ndarray
    hfov_deg: np.ndarray
    range_m: np.ndarray
    near_m: np.ndarray
    near_half_m: np.ndarray
    far_half_m: np.ndarray
    never: np.ndarray

    @property
    def straight(self) -> np.ndarray:
        """Tell which shapes are trapezoids."""
        return ~np.isnan(self.near_m)

    def sight(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the sectors (apertures in degrees, radii) that hold the shapes."""
        steep = np.degrees(np.arctan2(self.near_half_m, np.maximum(self.near_m, 0.0)))
        flat = np.degrees(np.arctan2(self.far_half_m, self.range_m))
        aperture = np.where(self.straight, 2.0 * np.fmax(steep, flat), self.hfov_deg)
        # the chords of the outline must stay outside the corners
        corner = np.hypot(self.range_m, self.far_half_m) * 1.001
        return np.minimum(aperture + self.straight * 0.01, 360.0), np.where(
            self.straight, corner, self.range_m
        )

    def area_m2(self) -> np.ndarray:
        """Return the areas before obstacles."""
        depth = self.range_m - self.near_m
        flat = (self.near_half_m + self.far_half_m) * depth
        return np.where(self.straight, flat, optics.sector_area_m2(self.hfov_deg, self.range_m))

    def outlines(self, rows: np.ndarray, x: np.ndarray, y: np.ndarray, azimuth_deg: np.ndarray) -> np.ndarray:
        """Return the trapezoids of some rows, placed and turned; shapely polygons."""
        near, far = self.near_m[rows], self.range_m[rows]
        left, right = self.near_half_m[rows], self.far_half_m[rows]
        along = np.stack([near, far, far, near], axis=1)
        across = np.stack([-left, -right, right, left], axis=1)
        axis = np.radians(azimuth_deg)[:, None]
        east = x[:, None] + along * np.sin(axis) + across * np.cos(axis)
        north = y[:, None] + along * np.cos(axis) - across * np.sin(axis)
        return shapely.polygons(np.stack([east, north], axis=2))


def apertures(cameras: gpd.GeoDataFrame, default: float) -> np.ndarray:
    """Return apertures: declared, else by sensor and focal length, else 360 if panoramic, else the default.

    A declared aperture over 360 degrees is none: it is not taken for 360.
    """
    hfov = positive(cameras, "hfov_deg")
    hfov = np.where(hfov > 360.0, np.nan, hfov)
    lens = optics.aperture_deg(positive(cameras, "sensor_w_mm"), positive(cameras, "focal_mm"))
    hfov = np.where(np.isnan(hfov), lens, hfov)
    hfov = np.where(np.isnan(hfov) & (texts(cameras, "camera_type") == "panoramic"), 360.0, hfov)
    return np.where(np.isnan(hfov), default, hfov)


def _vertical(cameras: gpd.GeoDataFrame, hfov: np.ndarray) -> np.ndarray:
    """Return vertical apertures, by the shape of the image or by the sensor; NaN where unknown."""
    by_pixels = optics.vertical_aperture_deg(hfov, positive(cameras, "res_x"), positive(cameras, "res_y"))
    by_sensor = optics.aperture_deg(positive(cameras, "sensor_h_mm"), positive(cameras, "focal_mm"))
    return np.where(np.isnan(by_pixels), by_sensor, by_pixels)


def _full(cameras: gpd.GeoDataFrame, hfov: np.ndarray, px_per_m: np.ndarray) -> optics.Trapezoid:
    """Return the exact trapezoids, NaN where something is missing."""
    height, tilt = positive(cameras, "height_m"), numbers(cameras, "tilt_deg")
    target = numbers(cameras, "target_height_m", optics.DEFAULT_TARGET_M)
    # a tilt above the horizon is told as doubtful and not computed with
    sound = (height > target) & (tilt >= 0.0) & (tilt < 89.0)
    height = np.where(sound, height, np.nan)
    vertical = _vertical(cameras, hfov)
    return optics.trapezoid(positive(cameras, "res_x"), hfov, vertical, height, tilt, target, px_per_m)


def shapes(
    cameras: gpd.GeoDataFrame, px_per_m: np.ndarray, default_range_m: float | None, default_hfov_deg: float
) -> Shapes:
    """Return the ground of each camera before obstacles, at the best level its data allow.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
    px_per_m : float64 array (n,)
    default_range_m : float or None
        Reach where nothing is known; None for that of 1920 pixels over the aperture.
    default_hfov_deg : float
    """
    stated = apertures(cameras, np.nan)
    hfov = np.where(np.isnan(stated), default_hfov_deg, stated)
    bent = optics.is_equidistant(hfov, texts(cameras, "lens_model"))
    known = np.where(np.isnan(stated), np.nan, positive(cameras, "res_x"))
    full = _full(cameras, np.where(bent | np.isnan(known), np.nan, hfov), px_per_m)
    depth = optics.class_depth_m(known, hfov, px_per_m, bent)
    declared = positive(cameras, "range_m")
    usual = optics.class_depth_m(float(optics.DEFAULT_RES_X), hfov, px_per_m, bent)
    fallback = usual if default_range_m is None else np.full(len(hfov), float(default_range_m))
    ladder = [~np.isnan(full.near_m) & ~np.isnan(full.class_limit_m), ~np.isnan(depth), ~np.isnan(declared)]
    reach = np.select(ladder, [full.far_m, depth, declared], fallback)
    flat = ~bent & ~ladder[0] & ladder[1]
    chord = np.where(flat, depth * np.tan(np.radians(np.minimum(hfov, 179.0) / 2.0)), np.nan)
    return Shapes(
        labelled(ladder, [each.value for each in Level][:3], Level.CLASS_DEFAULT.value),
        _lenses(bent, ladder),
        hfov,
        reach,
        np.where(ladder[0], full.near_m, np.where(flat, 0.0, np.nan)),
        np.where(ladder[0], full.near_half_m, np.where(flat, 0.0, np.nan)),
        np.where(ladder[0], full.far_half_m, chord),
        ladder[0] & full.never,
    )


def _lenses(bent: np.ndarray, ladder: list[np.ndarray]) -> np.ndarray:
    """Return the lens model of each camera; none where the range was declared."""
    reasons = [ladder[2] & ~ladder[1] & ~ladder[0], bent]
    return labelled(reasons, [Lens.NONE.value, Lens.EQUIDISTANT.value], Lens.RECTILINEAR.value)
