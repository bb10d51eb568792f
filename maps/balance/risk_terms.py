"""The terms of the risk: what each register puts on the ground, as weights at points, and summed over zones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from maps.balance.criteria import Criteria
from maps.balance.shapes import GeometryArray, sums, valid

FloatArray = NDArray[np.float64]

#: Components of the risk, in the order in which they are told.
COMPONENTS = (
    "offences",
    "degraded_areas",
    "abandoned_buildings",
    "reports",
    "dumps",
    "dark_streets",
    "sensitive_places",
)
#: Layers from which the risk is made.
RISK_LAYERS = (
    *("analysis_zone", "offence", "degraded_area", "abandoned_building"),
    *("report", "dump_site", "road", "street_light", "sensitive_place"),
)
#: Middle of the scale 1-5, for areas whose severity is not declared.
MIDDLE_SEVERITY = 3.0
#: Streets that people walk along; motorways, tracks and ways beside a street are left out.
WALKED = ("primary", "secondary", "tertiary", "residential", "living_street", "pedestrian")
#: Step of the points along a street, metres: the length of a dark stretch is good to one step.
STEP_M = 5.0
#: A lit street has some thirty lamps a km; below this mean the register of lamps is not complete and tells nothing.
LEAST_LAMPS_PER_KM = 5.0


@dataclass(frozen=True)
class Sources:
    """Registers from which the risk is made; each may be None or empty: its component is then left out."""

    offences: gpd.GeoDataFrame | None = None
    degraded: gpd.GeoDataFrame | None = None
    abandoned: gpd.GeoDataFrame | None = None
    reports: gpd.GeoDataFrame | None = None
    dumps: gpd.GeoDataFrame | None = None
    roads: gpd.GeoDataFrame | None = None
    lamps: gpd.GeoDataFrame | None = None
    places: gpd.GeoDataFrame | None = None

    @classmethod
    def read(cls, frame: Callable[[str], gpd.GeoDataFrame], offences: gpd.GeoDataFrame) -> "Sources":
        """Take the layers of a project by name; `offences` are those of a period."""
        return cls(
            offences,
            frame("degraded_area"),
            frame("abandoned_building"),
            frame("report"),
            frame("dump_site"),
            frame("road"),
            frame("street_light"),
            frame("sensitive_place"),
        )


@dataclass(frozen=True)
class Weighted:
    """Points, each with what it weighs."""

    points: GeometryArray
    weight: FloatArray


def weighted_points(sources: Sources, criteria: Criteria) -> dict[str, Weighted | None]:
    """Return each component as weights at points; None where there are no data. Degraded areas are not points.

    Offences weigh their number times the severity of the category; reports, abandoned buildings and sensitive
    places one each; a dump one and one more for each relapse; dark streets their metres.
    """
    return {
        "offences": _offences(sources.offences, criteria.severity),
        "abandoned_buildings": _each(sources.abandoned),
        "reports": _each(sources.reports),
        "dumps": _dumps(sources.dumps),
        "dark_streets": dark_streets(sources.roads, sources.lamps, criteria.dark_m),
        "sensitive_places": _each(sources.places),
    }


def _offences(offences: gpd.GeoDataFrame | None, severity: Mapping[str, float]) -> Weighted | None:
    if offences is None or offences.empty:
        return None
    weight = event_counts(offences)
    if "category" in offences:
        weight = weight * np.array([severity.get(name, 1.0) for name in offences["category"]])
    return _placed(offences.geometry.to_numpy(), weight)


def event_counts(offences: gpd.GeoDataFrame) -> FloatArray:
    """Events that each row stands for: its ``count``, 1 where it is not told."""
    if "count" not in offences:
        return np.ones(len(offences))
    counts = pd.to_numeric(offences["count"], errors="coerce").to_numpy(float)
    return np.where(np.isnan(counts), 1.0, counts)


def _each(frame: gpd.GeoDataFrame | None) -> Weighted | None:
    """One for each row, at a point inside it."""
    if frame is None or frame.empty:
        return None
    return _placed(shapely.point_on_surface(frame.geometry.to_numpy()), np.ones(len(frame)))


def _dumps(dumps: gpd.GeoDataFrame | None) -> Weighted | None:
    if dumps is None or dumps.empty:
        return None
    again = np.zeros(len(dumps))
    if "relapses_12m" in dumps:
        again = np.nan_to_num(pd.to_numeric(dumps["relapses_12m"], errors="coerce").to_numpy(float))
    return _placed(dumps.geometry.to_numpy(), 1.0 + again)


def _placed(points: GeometryArray, weight: FloatArray) -> Weighted | None:
    some = ~(shapely.is_missing(points) | shapely.is_empty(points))
    return Weighted(points[some], weight[some]) if some.any() else None


def dark_streets(
    roads: gpd.GeoDataFrame | None, lamps: gpd.GeoDataFrame | None, dark_m: float
) -> Weighted | None:
    """Return the stretches of street without light as points that weigh metres.

    Where no lamp that works stands within `dark_m` metres a stretch is dark if its road is declared unlit, or says
    nothing (and the register of lamps is complete), or is declared lit and a lamp within `dark_m` is off or broken.
    None where the roads say nothing and the register of lamps is not complete.
    """
    if roads is None or roads.empty:
        return None
    walked = roads[roads["road_class"].isin(WALKED)] if "road_class" in roads else roads
    burning, out = _lamps(lamps)
    street_km = float(shapely.length(walked.geometry.to_numpy()).sum()) / 1000
    complete = len(burning) + len(out) >= max(LEAST_LAMPS_PER_KM * street_km, 1)
    told = walked["lit"].tolist() if "lit" in walked else [None] * len(walked)
    lit, unlit = np.array([t is True for t in told], bool), np.array([t is False for t in told], bool)
    if not (complete or lit.any() or unlit.any()):
        return None
    points, metres, line = _along(walked.geometry.to_numpy())
    failed = lit[line] & _near(points, out, dark_m)
    unknown = complete & ~lit[line] & ~unlit[line]
    dark = (unlit[line] | failed | unknown) & ~_near(points, burning, dark_m)
    return Weighted(points[dark], metres[dark])


def _lamps(lamps: gpd.GeoDataFrame | None) -> tuple[FloatArray, FloatArray]:
    """Positions (n, 2) of the lamps that work, or of which nothing is told, and of those off or broken."""
    if lamps is None or lamps.empty:
        return np.empty((0, 2)), np.empty((0, 2))
    points = lamps.geometry.to_numpy()
    there = ~(shapely.is_missing(points) | shapely.is_empty(points))
    out = np.zeros(len(lamps), bool)
    if "lamp_state" in lamps:
        out = lamps["lamp_state"].isin(["off", "broken"]).to_numpy()
    xy = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    return xy[there & ~out], xy[there & out]


def _near(points: GeometryArray, places: FloatArray, metres: float) -> NDArray[np.bool_]:
    """Which points have one of the places within some metres."""
    if not len(places) or not len(points):
        return np.zeros(len(points), bool)
    xy = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    return cKDTree(places).query(xy, distance_upper_bound=metres)[0] <= metres


def _along(lines: GeometryArray) -> tuple[GeometryArray, FloatArray, NDArray[np.int64]]:
    """Points every `STEP_M` along lines, the metres each stands for, and its line."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    length = shapely.length(parts)
    count = np.where(length > 0, np.maximum(np.round(length / STEP_M), 1), 0).astype(int)
    part = np.repeat(np.arange(len(parts)), count)
    step = np.arange(len(part)) - np.repeat(np.cumsum(count) - count, count)
    points = shapely.line_interpolate_point(parts[part], (step + 0.5) / count[part], normalized=True)
    return points, (length / np.maximum(count, 1))[part], owner[part]


def degraded_amounts(zones: gpd.GeoDataFrame, degraded: gpd.GeoDataFrame | None) -> FloatArray | None:
    """Square metres of degraded area in each zone times their severity (1-5)."""
    if degraded is None or degraded.empty:
        return None
    shapes, outlines = valid(degraded.geometry.to_numpy()), valid(zones.geometry.to_numpy())
    zone, area = shapely.STRtree(shapes).query(outlines, predicate="intersects")
    inside = shapely.area(shapely.intersection(outlines[zone], shapes[area])) * severities(degraded)[area]
    return sums(zone, inside, len(outlines))


def severities(degraded: gpd.GeoDataFrame) -> FloatArray:
    """Severity (1-5) of each degraded area; the middle one where it is not declared."""
    if "severity" not in degraded:
        return np.full(len(degraded), MIDDLE_SEVERITY)
    declared = pd.to_numeric(degraded["severity"], errors="coerce").to_numpy(float)
    return np.where(np.isnan(declared), MIDDLE_SEVERITY, declared)


def summed(zones: gpd.GeoDataFrame, term: Weighted | None) -> FloatArray | None:
    """Sum of the weights in each zone; None without data."""
    if term is None:
        return None
    zone = zone_of(zones, term.points)
    return sums(zone[zone >= 0], term.weight[zone >= 0], len(zones))


def zone_of(zones: gpd.GeoDataFrame, points: GeometryArray) -> NDArray[np.int64]:
    """Position of the zone that holds each point, -1 where none; the first one on a common border."""
    found = np.full(len(points), -1, dtype=np.int64)
    if len(zones) and len(points):
        point, zone = shapely.STRtree(zones.geometry.to_numpy()).query(points, predicate="intersects")
        order = np.lexsort((zone, point))
        first, places = np.unique(point[order], return_index=True)
        found[first] = zone[order][places]
    return found
