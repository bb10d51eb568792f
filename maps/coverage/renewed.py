"""Footprints after an edit: only the cameras of which something changed are computed again."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

#: Above this share of changed cameras all are computed: telling them apart would save nothing.
MOST_CHANGED = 0.3
#: Columns on which no footprint depends.
AUDIT = frozenset({"updated_by", "updated_at", "created_by", "created_at", "remarks"})


def renewed(
    before: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame] | None,
    cameras: gpd.GeoDataFrame,
    compute: Callable[[NDArray[np.int64]], gpd.GeoDataFrame],
) -> gpd.GeoDataFrame:
    """Return the footprints of the cameras, taking those of unchanged cameras from an earlier answer.

    Parameters
    ----------
    before : (GeoDataFrame, GeoDataFrame) or None
        Cameras and footprints of an earlier answer to the same question over the same ground.
    cameras : GeoDataFrame
    compute : callable
        Positions of some cameras -> their footprints, in that order. Each footprint depends on its own camera only.
    """
    everything = np.arange(len(cameras))
    if before is None or not len(cameras) or list(before[0].columns) != list(cameras.columns):
        return compute(everything)
    old = before[0].index.get_indexer(cameras.index)
    same = old >= 0
    same[same] = _equal(before[0].iloc[old[same]], cameras.iloc[np.flatnonzero(same)])
    if same.mean() < 1 - MOST_CHANGED:
        return compute(everything)
    new = compute(np.flatnonzero(~same)) if not same.all() else before[1].iloc[:0]
    if list(new.columns) != list(before[1].columns):
        return compute(everything)
    columns = {name: _laid(before[1][name], new[name], old, same) for name in new.columns}
    return gpd.GeoDataFrame(columns, geometry="geometry", index=cameras.index, crs=before[1].crs)


def _equal(one: gpd.GeoDataFrame, two: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Which rows are the same, value by value; None and NaN are the same as themselves."""
    same = np.ones(len(one), bool)
    for name in one.columns:
        if name not in AUDIT:
            first, second = one[name].to_numpy(), two[name].to_numpy()
            same &= (first == second).astype(bool) | (
                one[name].isna().to_numpy() & two[name].isna().to_numpy()
            )
    return same


def _laid(
    old: "gpd.GeoSeries", new: "gpd.GeoSeries", place: NDArray[np.int64], same: NDArray[np.bool_]
) -> NDArray[np.generic]:
    """One column: what stays, and what was computed anew."""
    first, second = old.to_numpy(), new.to_numpy()
    kind = first.dtype if first.dtype == second.dtype or not len(second) else np.dtype(object)
    values = np.empty(len(place), dtype=kind)
    values[same] = first[place[same]]
    values[~same] = second
    return values
