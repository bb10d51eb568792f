"""The offences as arrays: where, when and how many, without a table of all that is known of each.

A table of 150,000 events takes 200 MB and seconds; what their density and their semesters need takes five.

Public: `Events`, `read_events`.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.period import Period, semester_of
from maps.schema import LAYERS
from maps.store import ProjectFile, Rows
from maps.store.reading import read_parts

if TYPE_CHECKING:
    import geopandas as gpd

_FIELDS = ("start_at", "category", "count")
#: Day of an event whose moment is not known.
NO_DAY = 0


@dataclass(frozen=True)
class Events:
    """Offences, one an element.

    Attributes
    ----------
    fids : ndarray of int64, shape (n,)
    x, y : ndarray of float64, shape (n,)
        Metres in the project's system; NaN without a position.
    day : ndarray of int32, shape (n,)
        Proleptic ordinal of the day, `NO_DAY` where it is not known.
    count : ndarray of float64, shape (n,)
        Events that each stands for.
    category : ndarray of object, shape (n,)
        Codes, or None; each code is one string.
    """

    fids: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    day: NDArray[np.int32]
    count: NDArray[np.float64]
    category: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.fids)

    def of(self, period: Period, categories: Collection[str] | None = None) -> Events:
        """Return those of a period and of some categories; what has no date falls only in the open period."""
        kept = np.ones(len(self), dtype=bool)
        if period.first is not None:
            kept &= self.day >= period.first.toordinal()
        if period.last is not None:
            kept &= (self.day <= period.last.toordinal()) & (self.day != NO_DAY)
        if categories:
            kept &= np.isin(self.category.astype(str), list(categories))
        return self._taken(kept)

    @property
    def placed(self) -> Events:
        """Those with a position."""
        return self._taken(np.isfinite(self.x))

    def by_semester(self) -> dict[str, int]:
        """Return how many each semester holds, the latest first; those without a date are in none."""
        days, counts = np.unique(self.day[self.day != NO_DAY], return_counts=True)
        found: dict[str, int] = {}
        for day, count in zip(days[::-1].tolist(), counts[::-1].tolist(), strict=True):
            name = semester_of(date.fromordinal(day))
            found[name] = found.get(name, 0) + count
        return found

    def frame(self, epsg: int) -> gpd.GeoDataFrame:
        """Return ``category``, ``count`` and the points as a table indexed by fid."""
        import geopandas as gpd
        import pandas as pd

        points = np.full(len(self), None, dtype=object)
        known = np.isfinite(self.x)
        points[known] = shapely.points(self.x[known], self.y[known])
        columns = {"category": self.category, "count": self.count}
        return gpd.GeoDataFrame(columns, geometry=points, index=pd.Index(self.fids, name="fid"), crs=epsg)

    def _taken(self, kept: NDArray[np.bool_]) -> Events:
        if kept.all():
            return self
        at = np.flatnonzero(kept)
        return Events(self.fids[at], self.x[at], self.y[at], self.day[at], self.count[at], self.category[at])


def read_events(file: ProjectFile) -> Events:
    """Read the offences of a project, some thousands at a time."""
    parts = [_of_rows(rows) for rows in read_parts(file.ask_aside, LAYERS["offence"], _FIELDS)]
    return Events(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _of_rows(rows: Rows) -> tuple[NDArray[Any], ...]:
    moments, counts = rows.columns["start_at"], rows.columns["count"]
    category = np.empty(len(rows), dtype=object)
    category[:] = [None if code is None else sys.intern(code) for code in rows.columns["category"]]
    return (
        rows.fids,
        shapely.get_x(rows.geometry),
        shapely.get_y(rows.geometry),
        np.array([NO_DAY if moment is None else moment.toordinal() for moment in moments], dtype=np.int32),
        np.array([1.0 if count is None else count for count in counts], dtype=float),
        category,
    )
