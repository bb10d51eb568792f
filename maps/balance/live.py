"""Figures of a purpose while one camera is dragged: only what the hand moves is computed again.

The camera is lifted once; then each position costs the cutting of one footprint and its intersection with what the
others see in the same pieces. The figures are those of `balance.balance`, to rounding.
"""

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.balance.balance import COMPUTED, has_purpose, working_cameras
from maps.balance.covered import CutFootprints, PreparedSpace, cut_footprints
from maps.balance.criteria import Criteria
from maps.balance.indices import gini, hoover, uncovered_share
from maps.balance.overlap import ALWAYS, deliberate, distinct_m2, viewing
from maps.balance.shapes import sums

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class LiveFigures:
    """Figures with the camera at one position.

    Attributes
    ----------
    coverage, overlap : ndarray (n zones,)
        0-1; NaN where there is no public space, or no footprint.
    hoover, gini, uncovered : float or None
        Indices of the city, None where they cannot be computed.
    touched : array of int
        Positions of the zones whose public space the footprint meets now.
    """

    coverage: FloatArray
    overlap: FloatArray
    hoover: float | None
    gini: float | None
    uncovered: float | None
    touched: IntArray


class LiveBalance:
    """One purpose, ready to answer while one of its cameras moves.

    Parameters
    ----------
    space : PreparedSpace
    footprints : GeoDataFrame
        Of the purpose, indexed like `cameras`.
    cameras : GeoDataFrame
    risk_share : Series or array (n zones,)
        None or NaN counts as nought.
    criteria : Criteria
    purpose : str
    """

    def __init__(
        self,
        space: PreparedSpace,
        footprints: gpd.GeoDataFrame,
        cameras: gpd.GeoDataFrame,
        risk_share: Any,
        criteria: Criteria,
        purpose: str,
    ) -> None:
        self._space, self._cameras = space, cameras
        self._demand = np.nan_to_num(pd.to_numeric(pd.Series(risk_share), errors="coerce").to_numpy(float))
        states = [getattr(state, "value", state) for state in footprints["state"]]
        mine = working_cameras(cameras) & has_purpose(cameras, purpose)
        self._mine = mine & (np.array(states, dtype=object) == COMPUTED)
        self._cut = cut_footprints(footprints.geometry.to_numpy(), space).only(self._mine)
        rule = criteria.rule(purpose)
        view = viewing(cameras, criteria.angle_deg if rule.directional else None)
        # One place more, for a camera that is not in the register yet; it works at all hours.
        x, y = np.append(view.x, np.nan), np.append(view.y, np.nan)
        self._view = replace(view, x=x, y=y, hours=[*view.hours, ALWAYS])
        self._kept = np.append(deliberate(cameras), False)
        self._place = len(cameras)
        self._rest = self._cut
        self._unions: dict[int, BaseGeometry] = {}
        self._sums()

    def lift(self, camera: Any) -> None:
        """Take a camera out, by its label; a label that is not there stands for a new one."""
        place = int(self._cameras.index.get_indexer([camera])[0])
        self._place = len(self._cameras) if place < 0 else place
        self._rest = self._cut.where(self._cut.camera != self._place)
        self._unions = {}
        self._sums()

    def figures(self, footprint: BaseGeometry | None, at: tuple[float, float] | None = None) -> LiveFigures:
        """Return the figures with the lifted camera covering a footprint; None covers nothing.

        Parameters
        ----------
        at : (x, y), optional
            Where it stands now, metres; needed where directions of view matter.
        """
        if at is not None:
            self._view.x[self._place], self._view.y[self._place] = at
        covered, summed, distinct = self._covered.copy(), self._summed.copy(), self._distinct.copy()
        part = cut_footprints(np.array([footprint], dtype=object), self._space)
        zones = len(covered)
        if len(part.piece):
            fresh = part.area_m2 - shapely.area(shapely.intersection(part.shape, self._seen(part.piece)))
            covered += sums(part.zone, fresh, zones)
            if not self._kept[self._place]:
                summed += sums(part.zone, part.area_m2, zones)
                distinct += sums(part.zone, fresh, zones) if self._alike else self._distinct_with(part)
        public = self._space.area_m2
        coverage = np.divide(
            np.minimum(covered, public), public, out=np.full(zones, np.nan), where=public > 0
        )
        doubled = np.maximum(summed - distinct, 0.0)
        return LiveFigures(
            coverage,
            np.divide(doubled, summed, out=np.full(zones, np.nan), where=summed > 0),
            hoover(covered, self._demand),
            gini(covered, self._demand),
            uncovered_share(np.nan_to_num(coverage), self._demand),
            np.unique(part.zone),
        )

    def _sums(self) -> None:
        """Areas of each zone without the lifted camera."""
        counted = self._rest.only(~self._kept)
        self._covered, self._summed = self._rest.covered_m2(), counted.summed_m2()
        self._distinct = distinct_m2(counted, self._view)
        # Where some redundancy is deliberate, distinct views are not what is covered.
        self._alike = self._view.simple and not self._kept[:-1][self._mine].any()

    def _seen(self, pieces: IntArray) -> NDArray[np.object_]:
        """What the other cameras see in each piece, united when it is first met."""
        for piece in set(pieces.tolist()) - self._unions.keys():
            self._unions[piece] = shapely.union_all(self._rest.shape[self._rest.piece == piece])
        found = np.empty(len(pieces), dtype=object)
        found[:] = [self._unions[piece] for piece in pieces.tolist()]
        return found

    def _distinct_with(self, part: CutFootprints) -> FloatArray:
        """Distinct views that the footprint adds in the pieces that it meets."""
        here = self._rest.only(~self._kept)
        here = here.where(np.isin(here.piece, part.piece))
        both = CutFootprints(
            np.concatenate([here.camera, np.full(len(part.piece), self._place)]),
            np.concatenate([here.piece, part.piece]),
            np.concatenate([here.zone, part.zone]),
            np.concatenate([here.shape, part.shape]),
            np.concatenate([here.area_m2, part.area_m2]),
            part.zones,
            np.concatenate([here.number, part.number]),
            part.unions,
        )
        return distinct_m2(both, self._view) - distinct_m2(here, self._view)
