"""Results by zone that leave in place of the rows behind them: coverage, and offences where they are not too few."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from maps.io.geojson import write_features
from maps.period import ALWAYS, Period
from maps.project import Project

#: What tells a zone.
_ZONE = ("code", "name", "zone_kind")
_DECIMALS = 3


def zone_coverage(project: Project) -> gpd.GeoDataFrame:
    """Return each zone with the share (0-1) of its public space that is covered, a column for each purpose.

    Nothing says where cameras are, how many or whether they work.

    Raises
    ------
    AnalysisError
        There are no analysis zones.
    """
    zones = project.frame("analysis_zone")
    table = zones[[*_ZONE, "geometry"]].copy()
    for purpose, facts in project.balance().purposes.items():
        shares = facts.zones["coverage"].reindex(zones.index).astype(float)
        table[f"coverage_{purpose}"] = shares.round(_DECIMALS)
    return table


def zone_offences(project: Project, period: Period = ALWAYS) -> gpd.GeoDataFrame:
    """Return each zone with its offences of a period, suppressed where they are fewer than the criteria ask.

    Columns ``offences`` (None where suppressed) and ``suppressed``; zero is few too, and there is no total from
    which a suppressed count could be found again.

    Raises
    ------
    AnalysisError
        There are no analysis zones.
    """
    from maps.errors import AnalysisError

    zones = project.frame("analysis_zone")
    if zones.empty:
        raise AnalysisError(("analysis_zone",))
    counts = _counts(zones, project.offences(period))
    few = counts < project.criteria.suppression
    table = zones[[*_ZONE, "geometry"]].copy()
    told = [None if hidden else int(count) for hidden, count in zip(few, counts, strict=True)]
    table["offences"] = np.array(told, dtype=object)
    table["suppressed"] = few.tolist()
    return table


def _counts(zones: gpd.GeoDataFrame, events: gpd.GeoDataFrame) -> np.ndarray:
    """Return how many offences each zone holds; an offence on a limit is counted once."""
    from shapely import STRtree

    placed = events[~(events.geometry.isna() | events.geometry.is_empty)]
    event, zone = STRtree(zones.geometry.to_numpy()).query(placed.geometry.to_numpy(), predicate="intersects")
    event, first = np.unique(event, return_index=True)
    weights = placed["count"].fillna(1).to_numpy(float)[event]
    return np.bincount(zone[first], weights=weights, minlength=len(zones))


def export_aggregate(project: Project, name: str, path: Path, *, period: Period = ALWAYS) -> int:
    """Write a result by zone as GeoJSON (RFC 7946) by its name in `AGGREGATES`; returns the number of features."""
    from maps.schema.profiles import ZONE_COVERAGE

    table = zone_coverage(project) if name == ZONE_COVERAGE else zone_offences(project, period)
    columns = {each: _plain(table[each]) for each in table.columns if each != "geometry"}
    if name != ZONE_COVERAGE:
        columns["threshold"] = [project.criteria.suppression] * len(table)
    return write_features(path, table.geometry.to_numpy(), columns, crs=project.epsg)


def _plain(column: Any) -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()
