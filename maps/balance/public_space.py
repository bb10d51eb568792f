"""The public space of each zone: what coverage is measured against."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from maps.balance.criteria import Criteria
from maps.balance.shapes import GeometryArray, grouped, polygonal, valid
from maps.balance.verdicts import SpaceMethod
from maps.coverage.outlines import union
from maps.progress import Progress, no_progress

#: Segments in a quarter of the round end of a buffered road.
ROUNDNESS = 4
NARROWEST_M = 1.0


def public_space(
    zones: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame | None = None,
    land_use: gpd.GeoDataFrame | None = None,
    obstacles: gpd.GeoDataFrame | None = None,
    *,
    criteria: Criteria | None = None,
    progress: Progress = no_progress,
) -> gpd.GeoDataFrame:
    """Find the public space of each zone.

    Roads widened by half of ``width_m`` (of the class's default where unknown) and land that is public
    (``public_access`` true, or not declared and of a public kind), less the obstacles, within the zone. A
    zone without any of these gets the whole zone less the obstacles.

    Parameters
    ----------
    zones, roads, land_use, obstacles : GeoDataFrame
        In one metric CRS, with the columns of the schema; the last three may be None or empty.
    criteria : Criteria, optional
    progress : Progress

    Returns
    -------
    GeoDataFrame
        Indexed like `zones`: ``geometry`` (MultiPolygon, may be empty), ``area_m2``, ``method``
        (SpaceMethod).
    """
    criteria = criteria or Criteria()
    outlines = valid(zones.geometry.to_numpy())
    public = np.concatenate([road_surfaces(roads, criteria.road_width_m), public_land(land_use, criteria)])
    blocked = _outlines(obstacles)
    public_by_zone, blocked_by_zone = _touching(outlines, public), _touching(outlines, blocked)
    spaces = np.empty(len(outlines), dtype=object)
    methods = np.empty(len(outlines), dtype=object)
    for index, outline in enumerate(outlines):
        holes = blocked[blocked_by_zone[index]]
        spaces[index], methods[index] = _zone_space(outline, public[public_by_zone[index]], holes)
        progress((index + 1) / len(outlines))
    spaces = polygonal(spaces, multi=True) if len(spaces) else spaces
    frame = {"area_m2": shapely.area(spaces) if len(spaces) else np.empty(0), "method": methods}
    return gpd.GeoDataFrame(frame, geometry=spaces, index=zones.index, crs=zones.crs)


def road_surfaces(roads: gpd.GeoDataFrame | None, widths: Mapping[str, float]) -> GeometryArray:
    """Surface of each road: its line widened to its width (MultiPolygon or Polygon each)."""
    if roads is None or roads.empty:
        return np.empty(0, dtype=object)
    fallback = widths.get("other", 5.0)
    width = np.full(len(roads), fallback)
    if "road_class" in roads:
        width = np.array([widths.get(kind, fallback) for kind in roads["road_class"]], float)
    if "width_m" in roads:
        declared = np.array([np.nan if w is None else w for w in roads["width_m"]], float)
        width = np.where(declared >= NARROWEST_M, declared, width)
    surfaces = shapely.buffer(roads.geometry.to_numpy(), width / 2, quad_segs=ROUNDNESS)
    return surfaces[~(shapely.is_missing(surfaces) | shapely.is_empty(surfaces))]


def public_land(land_use: gpd.GeoDataFrame | None, criteria: Criteria) -> GeometryArray:
    """Land open to the public: declared so, or not declared and of a public kind."""
    if land_use is None or land_use.empty:
        return np.empty(0, dtype=object)
    missing = [None] * len(land_use)
    kinds = land_use.get("land_use_kind", missing)
    access = land_use.get("public_access", missing)
    chosen = [
        bool(open_) if isinstance(open_, bool | int | np.bool_) else kind in criteria.public_land_uses
        for kind, open_ in zip(kinds, access, strict=True)
    ]
    return valid(land_use.geometry.to_numpy()[np.array(chosen, bool)])


def _outlines(frame: gpd.GeoDataFrame | None) -> GeometryArray:
    if frame is None or frame.empty:
        return np.empty(0, dtype=object)
    return valid(frame.geometry.to_numpy())


def _touching(zones: GeometryArray, shapes: GeometryArray) -> list[NDArray[np.int64]]:
    """Indices of the shapes that touch each zone."""
    if not len(shapes) or not len(zones):
        return [np.empty(0, np.int64)] * len(zones)
    zone, shape = shapely.STRtree(shapes).query(zones, predicate="intersects")
    return [shape[places] for places in grouped(zone, len(zones))]


def _zone_space(
    outline: shapely.Geometry, public: GeometryArray, holes: GeometryArray
) -> tuple[shapely.Geometry, SpaceMethod]:
    solid = union(holes)
    if len(public):
        open_ground = shapely.intersection(union(public), outline)
        space = shapely.difference(open_ground, solid)
        if space.area > 0:
            return space, SpaceMethod.ROADS_AND_LAND_USE
    space = shapely.difference(outline, solid)
    if space.area > 0:
        return space, SpaceMethod.ZONE_WITHOUT_OBSTACLES
    return shapely.MultiPolygon(), SpaceMethod.NONE
