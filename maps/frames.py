"""Rows of the store as tables: numbers as numbers, dates as dates, the rest as objects.

Public: `to_frame`, `within`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maps.period import Period
from maps.schema import LAYERS, FieldKind
from maps.store import Rows

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def to_frame(rows: Rows, layer: str, epsg: int) -> gpd.GeoDataFrame:
    """Return the rows of a layer, indexed by fid, in the system `epsg`."""
    import geopandas as gpd
    import pandas as pd

    index = pd.Index(rows.fids, name="fid")
    columns = {
        field.name: _to_series(rows.columns[field.name], field.kind, index) for field in LAYERS[layer].fields
    }
    return gpd.GeoDataFrame(columns, geometry=rows.geometry, index=index, crs=epsg)


def within(frame: gpd.GeoDataFrame, moment: str, period: Period) -> gpd.GeoDataFrame:
    """Return the rows of a period by the field of their moment."""
    import pandas as pd

    chosen = pd.Series(True, index=frame.index)
    if period.first is not None:
        chosen &= frame[moment] >= pd.Timestamp(period.first)
    if period.last is not None:
        chosen &= frame[moment] < pd.Timestamp(period.last) + pd.Timedelta(days=1)
    return frame[chosen]


def _to_series(values: list[Any], kind: FieldKind, index: pd.Index) -> pd.Series:
    import pandas as pd

    if kind in (FieldKind.REAL, FieldKind.INTEGER, FieldKind.BEARING):
        return pd.Series(values, index=index, dtype=float)
    if kind in (FieldKind.DATE, FieldKind.DATETIME):
        return pd.Series(
            pd.to_datetime(pd.Series(values, dtype=object), errors="coerce").to_numpy(), index=index
        )
    return pd.Series(values, index=index, dtype=object)
