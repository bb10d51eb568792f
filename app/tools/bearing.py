"""Directions on the plane: degrees clockwise from north, metres."""

import math


def bearing(x0: float, y0: float, x1: float, y1: float) -> float:
    """Return the direction from one point to another, [0, 360)."""
    return math.degrees(math.atan2(x1 - x0, y1 - y0)) % 360.0


def towards(x: float, y: float, azimuth_deg: float, distance_m: float) -> tuple[float, float]:
    """Return the point at a direction and distance."""
    angle = math.radians(azimuth_deg)
    return x + distance_m * math.sin(angle), y + distance_m * math.cos(angle)


def turn(start_deg: float, end_deg: float) -> float:
    """Return the turn from one direction to another, (-180, 180], clockwise positive."""
    difference = (end_deg - start_deg) % 360.0
    return difference - 360.0 if difference > 180.0 else difference
