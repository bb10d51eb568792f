"""The cordon: every road that crosses a boundary is a gate; which are read, in which direction.

closed share = sum of weights of the gates read / sum of weights, over gates and directions of travel.

Public: `cordon`, `Cordon`, `ROAD_WEIGHT`.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage.anpr import PlateProfile, plate_ground, stretches_on
from maps.coverage.register import texts
from maps.coverage.scene import Scene

#: Weight of a gate by the class of its road (a guess by traffic, editable); other roads are no gates for vehicles.
ROAD_WEIGHT = {
    "motorway": 10.0,
    "trunk": 8.0,
    "primary": 6.0,
    "secondary": 4.0,
    "tertiary": 2.0,
    "residential": 1.0,
    "living_street": 0.5,
    "service": 0.3,
}
#: A gate is read where a plate is readable within this distance of it along its road, in metres.
NEAR_GATE_M = 25.0
#: The side on which a road runs is looked at this far before and after a gate; an end of a road that is nearer than
#: this to the boundary lies on it, because files round coordinates. In metres.
PROBE_M = 1.0


@dataclass(frozen=True)
class Cordon:
    """Gates of a boundary and what is read of them.

    Attributes
    ----------
    gates : GeoDataFrame
        One row a gate and direction: road (index), way ("in", "out"), road_class, weight, read (bool), cameras
        (list of indices), top_speed_kmh (at which the best of them still reads; NaN where pictures a second and
        shutter are not known), geometry (the point where the road crosses).
    closed_share : float
        0-1, weighted; NaN without gates.
    """

    gates: gpd.GeoDataFrame
    closed_share: float

    @property
    def open_gates(self) -> gpd.GeoDataFrame:
        """The gates that nobody reads, heaviest first."""
        return self.gates[~self.gates["read"]].sort_values("weight", ascending=False)


def cordon(
    boundary: shapely.Geometry,
    roads: gpd.GeoDataFrame,
    cameras: gpd.GeoDataFrame,
    scene: Scene,
    *,
    profile: PlateProfile | None = None,
    weights: dict[str, float] | None = None,
) -> Cordon:
    """Tell how far a boundary is closed by plate readers.

    Parameters
    ----------
    boundary : polygon or multipolygon
    roads : GeoDataFrame
        Lines with `road_class` and `oneway` (travel along the line only).
    cameras : GeoDataFrame
        The plate readers (the caller chooses them, e.g. by `anpr`).
    scene : Scene
    profile : PlateProfile, optional
    weights : dict, optional
        Weight of a road class; a class that is absent is no gate. Default `ROAD_WEIGHT`.
    """
    rules = profile or PlateProfile()
    ground = plate_ground(cameras, scene, rules)
    table = ROAD_WEIGHT if weights is None else weights
    classes = texts(roads, "road_class")
    oneway = roads["oneway"].eq(True).to_numpy() if "oneway" in roads else np.zeros(len(roads), bool)
    rows = []
    crossing = shapely.dwithin(roads.geometry.to_numpy(), boundary.boundary, PROBE_M)
    for i in np.flatnonzero(crossing & np.isin(classes, list(table))):
        for line in shapely.get_parts(roads.geometry.iloc[i]):
            facts = (roads.index[i], classes[i], table[classes[i]], bool(oneway[i]))
            rows += _gates(line, boundary, facts, stretches_on(cameras, ground, line, rules))
    names = ["road", "way", "road_class", "weight", "read", "cameras", "top_speed_kmh", "geometry"]
    gates = gpd.GeoDataFrame(pd.DataFrame(rows, columns=names), geometry="geometry", crs=roads.crs)
    gates["read"] = gates["read"].astype(bool)
    total = gates["weight"].sum()
    return Cordon(gates, float(gates.loc[gates["read"], "weight"].sum() / total) if total else float("nan"))


def _gates(
    line: shapely.LineString,
    boundary: shapely.Geometry,
    facts: tuple,
    stretches: pd.DataFrame,
) -> list[tuple]:
    """Return the gates of one road, for each direction in which it is travelled."""
    road, road_class, weight, oneway = facts
    rows = []
    for at in _marks_m(line, boundary.boundary):
        inward = _inside(line, boundary, at + PROBE_M)
        if inward == _inside(line, boundary, at - PROBE_M):
            continue  # it touches the boundary and does not cross it
        near = stretches[(stretches["from_m"] <= at + NEAR_GATE_M) & (stretches["to_m"] >= at - NEAR_GATE_M)]
        for travel in ("forward",) if oneway else ("forward", "backward"):
            read = near[near["way"] == travel]
            who = sorted(set(read["camera"]))
            way = "in" if inward == (travel == "forward") else "out"
            speed = float(read["top_speed_kmh"].max()) if who else float("nan")
            rows.append((road, way, road_class, weight, bool(who), who, speed, line.interpolate(at)))
    return rows


def _marks_m(line: shapely.LineString, ring: shapely.Geometry) -> list[float]:
    """Return where along a line it meets the boundary: where it cuts it, and the ends that lie on it."""
    marks = shapely.get_parts(shapely.intersection(line, ring))
    found = shapely.line_locate_point(line, shapely.point_on_surface(marks))  # along it: one mark a stretch
    ends = np.array([0.0, line.length])
    lies_on = shapely.dwithin(shapely.line_interpolate_point(line, ends), ring, PROBE_M)
    marked = (np.abs(found[:, None] - ends) < PROBE_M).any(axis=0)
    return [*found.tolist(), *ends[lies_on & ~marked].tolist()]


def _inside(line: shapely.LineString, boundary: shapely.Geometry, at_m: float) -> bool:
    """Tell whether a place along a line is inside the boundary; past the ends of the line it is not."""
    return bool(0.0 <= at_m <= line.length and boundary.contains(line.interpolate(at_m)))
