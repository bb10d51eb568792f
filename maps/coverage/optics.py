"""Optics of a camera: aperture, detail by distance, reach.

Sources: EN 62676-4 (pixels per metre as the measure of detail); pinhole projection.
"""

import math

import numpy as np

#: What is assumed of a camera whose image size or aperture is not in the register.
DEFAULT_RES_X = 1920
DEFAULT_HFOV_DEG = 90.0
#: Beyond this a rectilinear lens is no model: the equidistant one is used.
WIDEST_RECTILINEAR_DEG = 160.0


def aperture_deg(sensor_mm: np.ndarray, focal_mm: np.ndarray) -> np.ndarray:
    """Return the field of view of a pinhole camera, 2 atan(w / 2f), in degrees.

    Parameters
    ----------
    sensor_mm, focal_mm : array_like
        Sensor side and focal length, in millimetres; NaN gives NaN.
    """
    sensor, focal = np.asarray(sensor_mm, float), np.asarray(focal_mm, float)
    return np.degrees(2.0 * np.arctan(sensor / (2.0 * focal)))


def class_depth_m(res_x: np.ndarray, hfov_deg: np.ndarray, px_per_m: float) -> np.ndarray:
    """Return the depth along the axis at which the image holds `px_per_m` pixels a metre.

    Z = Rx / (2 P tan(HFOV / 2)); from 160 degrees on, the equidistant model r = Rx / (P HFOV).

    Parameters
    ----------
    res_x : array_like
        Pixels across the image.
    hfov_deg : array_like
        Horizontal aperture.
    px_per_m : float
        Detail asked, pixels per metre.

    Returns
    -------
    float64 array
        Metres; NaN where an input is NaN.
    """
    pixels, hfov = np.asarray(res_x, float), np.asarray(hfov_deg, float)
    half = np.radians(np.minimum(hfov, WIDEST_RECTILINEAR_DEG) / 2.0)
    flat = pixels / (2.0 * px_per_m * np.tan(half))
    round_ = pixels / (px_per_m * np.radians(hfov))
    return np.where(hfov > WIDEST_RECTILINEAR_DEG, round_, flat)


def sector_area_m2(hfov_deg: np.ndarray, range_m: np.ndarray) -> np.ndarray:
    """Return the area of a plain sector, in square metres."""
    return math.pi * np.asarray(range_m, float) ** 2 * np.minimum(np.asarray(hfov_deg, float), 360.0) / 360.0
