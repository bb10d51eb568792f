"""Two slow, independent ways to the visible area, against which the sweep is held; and their own checks."""

import math

import numpy as np
import pytest
import shapely

ARC_VERTICES = 8192  # a whole circle loses 1e-7 of its area


def sector(x, y, azimuth_deg, hfov_deg, radius):
    """Return a sector (or disc) with a very fine arc."""
    half = min(hfov_deg, 360.0) / 2.0
    count = max(8, int(ARC_VERTICES * hfov_deg / 360.0))
    bearing = np.radians(np.linspace(azimuth_deg - half, azimuth_deg + half, count + 1))
    arc = np.column_stack([x + radius * np.sin(bearing), y + radius * np.cos(bearing)])
    return shapely.Polygon(arc[:-1] if hfov_deg >= 360.0 else np.vstack([[x, y], arc]))


def whole(polygons):
    """Return the union of polygons, on a fine grid: in floating precision GEOS now and then loses one of them."""
    return shapely.union_all(shapely.make_valid(np.asarray(polygons, object)), grid_size=1e-9)


def shadow_visible(polygons, x, y, azimuth_deg, hfov_deg, radius):
    """Return the sector minus the union of the shadows of all walls (shapely overlay; ~10 ms)."""
    region = sector(0.0, 0.0, azimuth_deg, hfov_deg, radius)
    rings = shapely.get_rings(shapely.get_parts(shapely.get_parts(whole(polygons))))
    points, owner = shapely.get_coordinates(rings, return_index=True)
    same = owner[:-1] == owner[1:]
    a, b = points[:-1][same] - [x, y], points[1:][same] - [x, y]
    turn = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    facing = np.abs(turn) > 1e-9 * np.hypot(*(b - a).T)
    shadows = shapely.polygons(_shadows(a[facing], b[facing], radius))
    shade = whole(shadows)
    return shapely.transform(shapely.difference(region, shade), lambda c: c + np.array([x, y]))


def _shadows(a, b, radius):
    """Return rings (n, 19, 2): a wall, then an arc behind it well outside the disc."""
    start = np.arctan2(a[:, 1], a[:, 0])
    turn = np.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(axis=1))
    angles = (start + turn)[:, None] - turn[:, None] * np.linspace(0.0, 1.0, 17)
    far = 2.0 * np.maximum(radius, np.abs(np.hstack([a, b])).sum(axis=1))[:, None]
    arc = np.stack([far * np.cos(angles), far * np.sin(angles)], axis=2)
    return np.concatenate([a[:, None], b[:, None], arc], axis=1)


def shadow_area(polygons, x, y, azimuth_deg, hfov_deg, radius):
    """Return the area of `shadow_visible`, in square metres."""
    return shapely.area(shadow_visible(polygons, x, y, azimuth_deg, hfov_deg, radius))


def cgal_area(polygons, x, y, radius, azimuth_deg=0.0, hfov_deg=360.0):
    """Return the area seen in a sector, all round by default, by CGAL's exact visibility (pyvispoly)."""
    vis = pytest.importorskip("pyvispoly")
    centred = shapely.transform(np.asarray(polygons, object), lambda c: c - [x, y])
    room = shapely.difference(shapely.box(*[-2 * radius] * 2, *[2 * radius] * 2), whole(centred))
    here = shapely.Point(0.0, 0.0)
    room = next(part for part in shapely.get_parts(room) if part.contains(here))
    walls = vis.PolygonWithHoles(
        _ring(vis, room.exterior, False), [_ring(vis, r, True) for r in room.interiors]
    )
    seen = vis.VisibilityPolygonCalculator(walls).compute_visibility_polygon(vis.Point(0.0, 0.0))
    outline = shapely.Polygon([(float(p.x()), float(p.y())) for p in seen.boundary()])
    return shapely.area(
        shapely.intersection(shapely.make_valid(outline), sector(0.0, 0.0, azimuth_deg, hfov_deg, radius))
    )


def _ring(vis, ring, clockwise):
    points = shapely.get_coordinates(ring)[:-1]
    if shapely.is_ccw(ring) == clockwise:
        points = points[::-1]
    return [vis.Point(float(px), float(py)) for px, py in points]


def test_the_oracle_knows_an_open_sector():
    assert shadow_area([shapely.box(100, 100, 101, 101)], 0, 0, 90, 60, 30) == pytest.approx(
        math.pi * 900 / 6, rel=1e-6
    )


def test_the_oracle_knows_the_shadow_of_one_wall():
    """A square of half side 2 seen from 5 m hides its sector but for the triangle in front."""
    hidden = 400 * math.atan(0.4) - 5 * 2
    assert shadow_area([shapely.box(5, -2, 7, 2)], 0, 0, 0, 360, 20) == pytest.approx(
        math.pi * 400 - hidden, rel=1e-6
    )


def test_cgal_agrees_with_the_shadows():
    walls = [shapely.box(5, -2, 7, 2), shapely.box(-9, -9, -3, 4), shapely.box(0, 6, 3, 8)]
    assert cgal_area(walls, 0, 0, 20) == pytest.approx(shadow_area(walls, 0, 0, 0, 360, 20), rel=1e-6)
