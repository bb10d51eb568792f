"""Small planar helpers for the demo town: curves, frames, rectangles, random streams.

Everything here works in local metres, x east and y north, origin at the main square.
"""

from zlib import crc32

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString, Polygon
from shapely.ops import unary_union

SEED = 2022  # the year of the pact; any change redraws the whole town


def stream(name: str) -> Generator:
    """Return the random stream called `name`: independent of all the others, the same on each run."""
    return np.random.default_rng([SEED, crc32(name.encode())])


def curve(
    points: list[tuple[float, float]], *, closed: bool = False, step_m: float = 18.0, slack: float = 1.0
) -> LineString:
    """Draw a Catmull-Rom curve through the control points, which stay exact vertices.

    Parameters
    ----------
    points : list of (x, y), metres
    closed : bool
        The curve returns to its first point.
    step_m : float
        Longest chord between two vertices.
    slack : float
        1 is the usual curve, 0 a broken line.
    """
    knots = np.asarray(points, dtype=float)
    if closed:
        knots = np.vstack([knots[-1], knots, knots[0], knots[1]])
    else:
        knots = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    parts = [_span(knots[i : i + 4], step_m, slack) for i in range(len(knots) - 3)]
    line = np.vstack([*parts, knots[-2]])
    return LineString(np.round(line, 2))


def _span(knots: np.ndarray, step_m: float, slack: float) -> np.ndarray:
    """Return the vertices from the second knot up to (not including) the third."""
    before, start, end, after = knots
    count = max(1, int(np.ceil(np.hypot(*(end - start)) / step_m)))
    t = (np.arange(count) / count)[:, None]
    tangent_0, tangent_1 = (end - before) / 2, (after - start) / 2
    chord = end - start
    tangent_0, tangent_1 = chord + slack * (tangent_0 - chord), chord + slack * (tangent_1 - chord)
    return (
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * tangent_0
        + (-2 * t**3 + 3 * t**2) * end
        + (t**3 - t**2) * tangent_1
    )


def frame(polygon: Polygon) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    """Return centre, long axis, short axis (unit vectors), length and breadth of the least rectangle."""
    corners = shapely.get_coordinates(polygon.minimum_rotated_rectangle)[:4]
    side_a, side_b = corners[1] - corners[0], corners[2] - corners[1]
    length_a, length_b = np.hypot(*side_a), np.hypot(*side_b)
    centre = corners.mean(axis=0)
    if length_a >= length_b:
        return centre, side_a / length_a, side_b / length_b, length_a, length_b
    return centre, side_b / length_b, side_a / length_a, length_b, length_a


def rectangle(centre: np.ndarray, along: np.ndarray, length_m: float, breadth_m: float) -> Polygon:
    """Return the rectangle with the given centre, direction of its length (unit vector) and sides."""
    u = np.asarray(along) * length_m / 2
    v = np.array([-along[1], along[0]]) * breadth_m / 2
    return shapely.polygons(np.array([centre - u - v, centre + u - v, centre + u + v, centre - u + v]))


def turned(vector: np.ndarray, degrees: float) -> np.ndarray:
    """Return the vector turned anticlockwise."""
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([vector[0] * cos - vector[1] * sin, vector[0] * sin + vector[1] * cos])


def azimuth(dx: float, dy: float) -> float:
    """Return the bearing of a direction in degrees clockwise from north, 0 <= b < 360."""
    return float(np.degrees(np.arctan2(dx, dy)) % 360.0)


def faces(lines: list[LineString]) -> list[Polygon]:
    """Return the faces that the lines enclose, ordered by position so that runs are repeatable."""
    found = shapely.get_parts(shapely.polygonize([unary_union(lines)]))
    return sorted(found, key=lambda face: (round(face.centroid.x, 1), round(face.centroid.y, 1)))


def cut(polygon: Polygon, lines: list[LineString]) -> list[Polygon]:
    """Return the parts into which the lines divide a polygon."""
    parts = faces([polygon.boundary, *lines])
    return [part for part in parts if polygon.contains(part.representative_point())]


def polygons_of(geometry: shapely.Geometry, least_m2: float = 1.0) -> list[Polygon]:
    """Return the polygon parts of at least the given area."""
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "Polygon" and part.area >= least_m2]


def lines_of(geometry: shapely.Geometry, least_m: float = 1.0) -> list[LineString]:
    """Return the line parts of at least the given length."""
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "LineString" and part.length >= least_m]
