"""Findings: an at-risk zone that lacks coverage beside one that overlaps for the same purpose."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from maps.balance.covered import CutFootprints
from maps.balance.criteria import Criteria
from maps.balance.overlap import Viewing, distinct_m2, unique_areas, viewing
from maps.balance.verdicts import Verdict

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Spare:
    """A camera that can leave a zone.

    Attributes
    ----------
    camera : int
        Index label of the camera.
    uid : str or None
    lost_m2 : float
        Public space of the zone that nobody else of the purpose covers once it has left, in this order.
    """

    camera: int
    uid: str | None
    lost_m2: float


@dataclass(frozen=True)
class Finding:
    """A violation of article 2(c): zone `shortage` lacks what zone `overlap` has too much of.

    Attributes
    ----------
    purpose : str
    shortage, overlap : int
        Index labels of the two zones; `shortage_uid`, `overlap_uid`, `shortage_name`, `overlap_name`
        likewise.
    risk, coverage : float
        Of the zone in shortage (0-100, 0-1).
    cameras, overlap_rate : int, float
        Of the zone in overlap.
    spares : tuple of Spare
        Cameras to move, the least loss first, until the zone overlaps no more.
    score : float
        ``risk / 100 * (1 - coverage) * overlap``, by which the findings are ranked.
    """

    purpose: str
    shortage: int
    overlap: int
    shortage_uid: str | None
    overlap_uid: str | None
    shortage_name: str | None
    overlap_name: str | None
    risk: float
    coverage: float
    cameras: int
    overlap_rate: float
    spares: tuple[Spare, ...]
    score: float


def findings(
    table: pd.DataFrame,
    purpose: str,
    cut: CutFootprints,
    public_m2: FloatArray,
    cameras: gpd.GeoDataFrame,
    camera_zone: IntArray,
    criteria: Criteria,
    kept: BoolArray | None = None,
) -> list[Finding]:
    """Pair the zones in shortage with those in overlap, worst with worst.

    Every zone in shortage and every zone in overlap appears at least once; the shorter of the two lists is
    gone through again. Without one of the two there is no violation and no finding.

    Parameters
    ----------
    table : DataFrame
        ``zones`` of a PurposeBalance.
    cut : CutFootprints
        Of the working cameras of the purpose.
    public_m2 : ndarray (n zones,)
    cameras : GeoDataFrame
    camera_zone : array of int (n cameras,)
        Position of the zone in which each camera stands, -1 for none.
    kept : array of bool (n cameras,), optional
        Deliberate redundancies: never proposed to move, never counted as overlapping.
    """
    need = (
        table["risk"].fillna(0.0).astype(float) / 100 * (1 - table["coverage"].fillna(1.0).astype(float))
    ).to_numpy()
    rate = table["overlap"].fillna(0.0).to_numpy(float)
    lacking = _ranked(np.flatnonzero(table["verdict"] == Verdict.SHORTAGE), need)
    crowded = _ranked(np.flatnonzero(table["verdict"] == Verdict.OVERLAP), rate)
    if not len(lacking) or not len(crowded):
        return []
    rule = criteria.rule(purpose)
    moving = _Moving(
        cut,
        viewing(cameras, criteria.angle_deg if rule.directional else None),
        np.zeros(len(cameras), bool) if kept is None else kept,
        camera_zone,
        criteria,
    )
    labels = [(_plain(label), _text(uid)) for label, uid in zip(cameras.index, _uids(cameras), strict=True)]
    spares = {b: _spares(moving, b, table, float(public_m2[b]), labels) for b in crowded}
    pairs = [
        (lacking[i % len(lacking)], crowded[i % len(crowded)]) for i in range(max(len(lacking), len(crowded)))
    ]
    return [_finding(table, purpose, a, b, spares[b], float(need[a] * rate[b])) for a, b in pairs]


def _ranked(places: IntArray, worth: FloatArray) -> list[int]:
    return [int(place) for place in places[np.argsort(-worth[places], kind="stable")]]


def _finding(
    table: pd.DataFrame, purpose: str, a: int, b: int, spares: tuple[Spare, ...], score: float
) -> Finding:
    lacking, crowded = table.iloc[a], table.iloc[b]
    return Finding(
        purpose=purpose,
        shortage=_plain(table.index[a]),
        overlap=_plain(table.index[b]),
        shortage_uid=_text(lacking["uid"]),
        overlap_uid=_text(crowded["uid"]),
        shortage_name=_text(lacking["name"]),
        overlap_name=_text(crowded["name"]),
        risk=float(lacking["risk"]),
        coverage=float(lacking["coverage"]),
        cameras=int(crowded["cameras"]),
        overlap_rate=float(crowded["overlap"]),
        spares=spares,
        score=score,
    )


@dataclass(frozen=True)
class _Moving:
    """Cameras of a purpose, and what says whether they overlap."""

    cut: CutFootprints
    view: Viewing
    kept: BoolArray
    camera_zone: IntArray
    criteria: Criteria

    def overlaps(self, cut: CutFootprints, zone: int) -> bool:
        """Whether the zone is above the threshold o*."""
        counted = cut.only(~self.kept)
        summed = counted.summed_m2()[zone]
        if summed <= 0:
            return False
        return bool(1 - distinct_m2(counted, self.view)[zone] / summed > self.criteria.overlap_threshold)


def _spares(
    moving: _Moving, zone: int, table: pd.DataFrame, public_m2: float, labels: list[tuple[int, str | None]]
) -> tuple[Spare, ...]:
    """Take away the camera that loses least, again and again, until the zone overlaps no more."""
    criteria = moving.criteria
    left = moving.cut.where(moving.cut.zone == zone)
    at_risk = (table["risk"].iloc[zone] or 0.0) >= criteria.risk_threshold
    least_m2 = criteria.coverage_threshold * public_m2 if at_risk else 0.0
    taken: list[Spare] = []
    count = int(table["cameras"].iloc[zone]) - int(table["cameras_unknown"].iloc[zone])
    while count >= criteria.cameras_threshold and moving.overlaps(left, zone):
        here = (moving.camera_zone == zone) & ~moving.kept
        movable = [int(camera) for camera in np.unique(left.camera) if here[camera]]
        if not movable:
            break
        losses = unique_areas(left, len(here))[movable]
        best = int(np.argmin(losses))
        if left.covered_m2()[zone] - losses[best] < least_m2:
            break
        taken.append(Spare(*labels[movable[best]], float(losses[best])))
        left = left.where(left.camera != movable[best])
        count -= 1
    return tuple(taken)


def _uids(cameras: gpd.GeoDataFrame) -> list[Any]:
    return list(cameras["uid"]) if "uid" in cameras else [None] * len(cameras)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _plain(label: Any) -> int:
    return int(label) if isinstance(label, int | np.integer) else label


__all__ = ["Finding", "Spare", "findings"]
