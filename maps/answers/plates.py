"""Where one camera of the open project reads plates: the stretches of the lanes around it.

Public: `plate_readings`.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage.anpr import lane_course, lane_offsets, plate_ground, stretches_on
from maps.coverage.cordon import ROAD_WEIGHT, SEVERAL_LANES
from maps.coverage.plate_profile import PlateProfile
from maps.project import Project

#: Roads are asked about where they come this near to what the camera shows finely enough, in metres.
_REACH_M = 12.0
#: Distance between the points of a drawn stretch, in metres.
_DRAWN_M = 1.0


def plate_readings(project: Project, fid: int, *, profile: PlateProfile | None = None) -> gpd.GeoDataFrame:
    """Return where a camera reads the plates that pass, lane by lane.

    Parameters
    ----------
    project : Project
    fid : int
        Of the camera.
    profile : PlateProfile, optional
        In place of the criteria's.

    Returns
    -------
    GeoDataFrame
        One row a stretch: road (fid), road_name, azimuth_deg (of travel, in its middle) and what
        `maps.coverage.anpr.readable_stretches` says of it; geometry is the line on which plates pass, in the
        direction of travel.
    """
    rules = profile or project.criteria.plates
    camera, roads = project.frame("camera").loc[[fid]], project.frame("road")
    ground = plate_ground(camera, project.scene(), rules)
    there = roads[
        roads["road_class"].isin(ROAD_WEIGHT) & shapely.dwithin(roads.geometry, ground[0], _REACH_M)
    ]
    found = []
    for road in there.itertuples():
        many = road.road_class in SEVERAL_LANES
        lanes = lane_offsets(
            np.nan if road.width_m is None else road.width_m,
            oneway=road.oneway is True,
            many=many,
            lane_m=rules.lane_m,
        )
        for line in shapely.get_parts(road.geometry):
            stretches = stretches_on(camera, ground, line, rules, lanes)
            drawn = [_lane(line, row, lanes[row.way][row.lane]) for row in stretches.itertuples()]
            found.append(stretches.assign(road=road.Index, road_name=road.name, geometry=drawn))
    if not any(len(each) for each in found):
        return gpd.GeoDataFrame({"road": []}, geometry=[], crs=roads.crs)
    table = gpd.GeoDataFrame(
        pd.concat([each for each in found if len(each)], ignore_index=True), crs=roads.crs
    )
    return table.assign(azimuth_deg=[_azimuth(line) for line in table.geometry])


def _lane(line: shapely.LineString, row: object, offset: float) -> shapely.LineString:
    """Return a readable stretch of a lane, in the direction of travel."""
    start, stop = row.from_m, min(row.to_m, line.length)  # type: ignore[attr-defined]
    along = np.linspace(start, stop, max(2, round((stop - start) / _DRAWN_M)))
    xy, _ = lane_course(line, along, row.way, offset)  # type: ignore[attr-defined]
    return shapely.LineString(xy if row.way == "forward" else xy[::-1])  # type: ignore[attr-defined]


def _azimuth(line: shapely.LineString) -> float:
    (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
    return float(np.degrees(np.arctan2(x1 - x0, y1 - y0)) % 360.0)
