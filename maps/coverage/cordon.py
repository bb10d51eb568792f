"""The cordon: every road that crosses a boundary is a gate; which are read, in which direction.

closed share = sum of weights of the gates read / sum of weights, over gates and directions of travel.

Public: `cordon`, `Cordon`, `ROAD_WEIGHT`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage.anpr import lane_course, lane_offsets, plate_ground, stretches_on
from maps.coverage.crossings import PROBE_M, Boundary
from maps.coverage.plate_profile import PlateProfile
from maps.coverage.register import numbers, texts
from maps.coverage.scene import Scene
from maps.progress import Progress, no_progress

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
#: Roads of which the declared width holds lanes, not parked cars.
SEVERAL_LANES = frozenset({"motorway", "trunk", "primary"})
_COLUMNS = (
    *("road", "road_class", "weight", "way", "azimuth_deg", "read", "lanes", "lanes_read"),
    *("cameras", "top_speed_kmh", "geometry"),
)


@dataclass(frozen=True)
class Cordon:
    """Gates of a boundary and what is read of them.

    Attributes
    ----------
    gates : GeoDataFrame
        One row a gate and direction: road (index), road_class, weight, way ("in", "out"), azimuth_deg (of travel),
        read (bool: every lane of the direction is), lanes, lanes_read, cameras (list of indices, of any lane),
        top_speed_kmh (at which the best of them still reads; NaN where pictures a second and shutter are not known),
        geometry (the point where the axis crosses).
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
    progress: Progress = no_progress,
) -> Cordon:
    """Tell how far a boundary is closed by plate readers.

    Parameters
    ----------
    boundary : polygon or multipolygon
    roads : GeoDataFrame
        Lines with `road_class`, `oneway` (travel along the line only) and `width_m`.
    cameras : GeoDataFrame
        The plate readers (the caller chooses them, e.g. by `anpr`).
    scene : Scene
    profile : PlateProfile, optional
    weights : dict, optional
        Weight of a road class; a class that is absent is no gate. Default `ROAD_WEIGHT`.
    progress : Progress
    """
    rules = profile or PlateProfile()
    ground = plate_ground(cameras, scene, rules)
    table = ROAD_WEIGHT if weights is None else weights
    classes, widths = texts(roads, "road_class"), numbers(roads, "width_m")
    oneway = roads["oneway"].eq(True).to_numpy() if "oneway" in roads else np.zeros(len(roads), bool)
    driven = np.isin(classes, list(table))
    lines = roads.geometry.to_numpy()
    near = np.flatnonzero(driven & shapely.dwithin(lines, boundary.boundary, 2 * PROBE_M))
    ring = Boundary(boundary, lines[near])
    rows = []
    for done, i in enumerate(near):
        many = classes[i] in SEVERAL_LANES
        lanes = lane_offsets(widths[i], oneway=bool(oneway[i]), many=many, lane_m=rules.lane_m)
        for line in shapely.get_parts(lines[i]):
            marks = ring.crossings(line)
            if marks:
                stretches = stretches_on(cameras, ground, line, rules, lanes)
                found = _gates(line, marks, lanes, stretches)
                rows += [(roads.index[i], classes[i], table[classes[i]], *each) for each in found]
        progress((done + 1) / len(near))
    gates = gpd.GeoDataFrame(pd.DataFrame(rows, columns=_COLUMNS), geometry="geometry", crs=roads.crs)
    gates["read"] = gates["read"].astype(bool)
    total = gates["weight"].sum()
    return Cordon(gates, float(gates.loc[gates["read"], "weight"].sum() / total) if total else float("nan"))


def _gates(
    line: shapely.LineString,
    marks: list[tuple[float, bool]],
    lanes: Mapping[str, Sequence[float]],
    stretches: pd.DataFrame,
) -> list[tuple]:
    """Return the gates of one line, for each direction in which it is travelled."""
    rows = []
    for at, inward in marks:
        near = stretches[(stretches["from_m"] <= at + NEAR_GATE_M) & (stretches["to_m"] >= at - NEAR_GATE_M)]
        for travel, offsets in lanes.items():
            seen = near[near["way"] == travel]
            shown = seen["lane"].nunique()
            way = "in" if inward == (travel == "forward") else "out"
            _, heading = lane_course(line, np.array([at]), travel, 0.0)
            azimuth = float(np.degrees(np.arctan2(*heading[0])) % 360.0)
            speed = float(seen["top_speed_kmh"].max()) if shown else float("nan")
            who = sorted(set(seen["camera"]))
            read = shown == len(offsets)
            rows.append((way, azimuth, read, len(offsets), shown, who, speed, line.interpolate(at)))
    return rows
