"""What the cameras of one purpose give each zone, and the verdict on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from maps.balance.covered import CutFootprints, PreparedSpace
from maps.balance.criteria import UNDECLARED, Criteria
from maps.balance.indices import location_quotient
from maps.balance.overlap import Viewing, distinct_m2
from maps.balance.shapes import sums
from maps.balance.verdicts import Reason, Verdict

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Setting:
    """What all purposes share: zones, public space, risk, criteria and the register of cameras."""

    zones: gpd.GeoDataFrame
    space: PreparedSpace
    risk: pd.DataFrame
    criteria: Criteria
    cameras: gpd.GeoDataFrame
    camera_zone: NDArray[np.int64]
    deliberate: BoolArray
    viewing: Viewing

    def view_of(self, purpose: str) -> Viewing:
        """Directions matter only for the purposes that say so."""
        rule = self.criteria.rule(purpose)
        return replace(self.viewing, angle_deg=self.criteria.angle_deg) if rule.directional else self.viewing


@dataclass(frozen=True)
class Supply:
    """Cameras of one purpose: masks over all cameras, and the parts of their footprints."""

    mine: BoolArray
    unknown: BoolArray
    cut: CutFootprints

    def camera_m2(self, setting: Setting) -> pd.Series:
        """Public space of each working camera of the purpose, by camera label."""
        areas = sums(self.cut.camera, self.cut.area_m2, len(self.mine))
        return pd.Series(areas[self.mine], index=setting.cameras.index[self.mine])


def zone_table(purpose: str, setting: Setting, supply: Supply) -> pd.DataFrame:
    """Table of a `PurposeBalance`: one row a zone."""
    zones, public = setting.zones, setting.space.area_m2
    covered = np.minimum(supply.cut.covered_m2(), public)
    counted = supply.cut.only(~setting.deliberate)
    distinct, summed = distinct_m2(counted, setting.view_of(purpose)), counted.summed_m2()
    rho = known(setting.risk["share"])
    columns: dict[str, Any] = {name: list(zones[name]) if name in zones else None for name in NAMES}
    columns |= {
        "risk": known(setting.risk["risk"]),
        "risk_share": rho,
        "public_area_m2": public,
        "covered_m2": covered,
        "coverage": _ratio(covered, public),
        "footprints_m2": summed,
        "distinct_m2": distinct,
        "overlap": _ratio(np.maximum(summed - distinct, 0.0), summed),
        "cameras": _count(setting.camera_zone, supply.mine, len(zones)),
        "cameras_unknown": _count(setting.camera_zone, supply.unknown, len(zones)),
        "supply_share": _ratio(covered, np.full(len(zones), covered.sum())),
        "quotient": location_quotient(covered, [share or 0.0 for share in rho]),
    }
    rows = zip(*(columns[name] for name in JUDGED), strict=True)
    declared = purpose != UNDECLARED
    judged = [judge(dict(zip(JUDGED, row, strict=True)), setting.criteria, declared=declared) for row in rows]
    columns["verdict"] = [verdict for verdict, _ in judged]
    columns["reason"] = [reason for _, reason in judged]
    arrays = {name: _column(values, len(zones)) for name, values in columns.items()}
    return pd.DataFrame(arrays, index=zones.index)


NAMES = ("uid", "name", "zone_kind")
JUDGED = ("risk", "coverage", "overlap", "cameras", "cameras_unknown")


def judge(
    zone: Mapping[str, Any], criteria: Criteria, *, declared: bool = True
) -> tuple[Verdict, Reason | None]:
    """Judge one zone for one purpose.

    Parameters
    ----------
    zone : mapping
        ``risk``, ``coverage``, ``overlap``, ``cameras``, ``cameras_unknown`` of the zone.
    declared : bool
        False for cameras without a purpose: that nobody covers is then certain, that they overlap is not.

    Returns
    -------
    verdict : Verdict
        SHORTAGE where ``risk >= r*`` and ``coverage < c*``; else OVERLAP where the cameras whose view is
        known are ``>= n*`` and ``overlap > o*``; else BALANCED; TO_CHECK where the data do not allow to say.
    reason : Reason or None
        Why it is to be checked.
    """
    risk, coverage, overlap = zone["risk"], zone["coverage"], zone["overlap"]
    if risk is None:
        return Verdict.TO_CHECK, Reason.NO_RISK
    if coverage is None:
        return Verdict.TO_CHECK, Reason.NO_PUBLIC_SPACE
    count, unknown = zone["cameras"], zone["cameras_unknown"]
    mostly_unknown = unknown > 0 and unknown >= criteria.unknown_share * count
    if risk >= criteria.risk_threshold and coverage < criteria.coverage_threshold:
        return (Verdict.TO_CHECK, Reason.UNKNOWN_VIEWS) if mostly_unknown else (Verdict.SHORTAGE, None)
    many = count - unknown >= criteria.cameras_threshold
    if many and overlap is not None and overlap > criteria.overlap_threshold:
        return (Verdict.OVERLAP, None) if declared else (Verdict.TO_CHECK, Reason.UNKNOWN_PURPOSE)
    if mostly_unknown and count >= criteria.cameras_threshold:
        return Verdict.TO_CHECK, Reason.UNKNOWN_VIEWS
    return Verdict.BALANCED, None


def known(values: Iterable[Any]) -> list[float | None]:
    """Numbers as they are, None for what is missing (NaN included)."""
    return [None if value is None or value != value else float(value) for value in values]


def _column(values: Any, size: int) -> NDArray[Any]:
    """An array as it is; a list as objects, so that None stays None."""
    if isinstance(values, np.ndarray):
        return values
    column = np.empty(size, dtype=object)
    column[:] = values
    return column


def _ratio(part: FloatArray, whole: FloatArray) -> list[float | None]:
    """part / whole, None where there is no whole."""
    return [float(p / w) if w > 0 else None for p, w in zip(part, whole, strict=True)]


def _count(camera_zone: NDArray[np.int64], mask: BoolArray, zones: int) -> NDArray[np.int64]:
    return np.bincount(camera_zone[mask & (camera_zone >= 0)], minlength=zones)
