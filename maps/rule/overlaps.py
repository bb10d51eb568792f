"""Which camera is redundant for whom, and how many see each place, for one purpose of the open project.

Public: `overlaps`, `Overlaps`.
"""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from maps.balance.balance import has_purpose, working_cameras
from maps.balance.covered import cut_footprints
from maps.balance.overlap import deliberate, depth_map, redundancy
from maps.balance.risk import zone_of
from maps.project import Project


@dataclass(frozen=True)
class Overlaps:
    """Cameras of a purpose against each other, on public space.

    Only working cameras of the purpose count, and none that is redundant on purpose with a reason. Ground is
    compared, whatever the hours and the directions of view: the rate of a zone, which minds them, may be smaller.

    Attributes
    ----------
    table : DataFrame
        Indexed by fid, the most redundant first: ``uid``, ``code``, ``zone`` and ``zone_name`` (None outside every
        zone), ``covered_m2``, ``unique_m2``, ``unique_share`` (0-1), ``overlaps_with`` (fids, the largest shared
        area first).
    depth : GeoDataFrame
        Multiplicity map: ``depth`` (cameras that see it), ``area_m2`` and geometry, project metres, by depth.
    """

    table: pd.DataFrame
    depth: gpd.GeoDataFrame


def overlaps(project: Project, purpose: str) -> Overlaps:
    """Return how the cameras of a purpose overlap; kept until the data change.

    Raises
    ------
    AnalysisError
        There are no analysis zones.
    """
    layers = ("analysis_zone", "road", "land_use", "obstacle", "camera")
    return project.kept(("overlaps", purpose), layers, lambda: _overlaps(project, purpose))


def _overlaps(project: Project, purpose: str) -> Overlaps:
    cameras = project.frame("camera")
    mine = working_cameras(cameras) & has_purpose(cameras, purpose) & ~deliberate(cameras)
    cut = cut_footprints(project.footprints(purpose).geometry.to_numpy(), project.public_space()).only(mine)
    depth = depth_map(cut).set_crs(project.epsg)
    return Overlaps(_named(project, redundancy(cut, cameras)), depth.assign(area_m2=depth.area))


def _named(project: Project, table: pd.DataFrame) -> pd.DataFrame:
    """Say which cameras they are, and where they stand."""
    rows, zones = project.frame("camera").loc[table.index], project.frame("analysis_zone")
    place = zone_of(zones, rows.geometry.to_numpy())
    named = {"uid": rows["uid"], "code": rows["code"]}
    for name, field in (("zone", "uid"), ("zone_name", "name")):
        values = [*zones[field], None]
        named[name] = pd.Series([values[each] for each in place], index=table.index, dtype=object)
    return pd.concat([pd.DataFrame(named), table], axis=1)
