"""The risk of each zone: a weighted sum of rank percentiles, with the contribution of each term."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

from maps.balance.criteria import Criteria
from maps.balance.risk_terms import (
    COMPONENTS,
    Sources,
    degraded_amounts,
    event_counts,
    summed,
    weighted_points,
    zone_of,
)
from maps.balance.shapes import sums
from maps.balance.verdicts import Reason
from maps.progress import Progress, no_progress

FloatArray = NDArray[np.float64]

M2_PER_KM2 = 1e6


@dataclass(frozen=True)
class ZoneRisk:
    """Risk of the zones.

    Attributes
    ----------
    zones : DataFrame
        Indexed like the zones. ``risk`` (0-100 or None), ``share`` (rho, sums to 1, or None), ``reason``
        (Reason or None); for each component c: ``c`` (amount per km2), ``c_percentile`` (0-100),
        ``c_contribution`` (points of risk; they add up to it) and ``c_share`` (of the city's amount). A
        component without data is all None.
    weights : mapping
        Weights in use, scaled to 1 over the components that have data.
    missing : tuple of str
        Components left out because there are no data.
    amounts : mapping
        Component -> amount of each zone (n,), for those with data.
    areas_m2 : ndarray (n,)
    offence_counts, offence_severity : ndarray (n, k), (k,), or None
        Events of each zone and category, and the weight of the category.
    """

    zones: pd.DataFrame
    weights: Mapping[str, float]
    missing: tuple[str, ...]
    amounts: Mapping[str, FloatArray] = field(default_factory=dict)
    areas_m2: FloatArray = field(default_factory=lambda: np.empty(0))
    offence_counts: FloatArray | None = None
    offence_severity: FloatArray | None = None


def zone_risk(
    zones: gpd.GeoDataFrame,
    sources: Sources | None = None,
    *,
    offences: gpd.GeoDataFrame | None = None,
    degraded: gpd.GeoDataFrame | None = None,
    abandoned: gpd.GeoDataFrame | None = None,
    criteria: Criteria | None = None,
    progress: Progress = no_progress,
) -> ZoneRisk:
    """Score the risk of each zone from 0 to 100 and its share of the city's risk.

    Parameters
    ----------
    zones : GeoDataFrame
        Polygons in a metric CRS.
    sources : Sources, optional
        The registers; default: those of the three next parameters.
    offences : GeoDataFrame, optional
        Points (rows without a position are left out); ``category`` and ``count`` are used where present.
    degraded : GeoDataFrame, optional
        Polygons with ``severity`` 1-5.
    abandoned : GeoDataFrame, optional
        Points or outlines; each counts one.
    criteria : Criteria, optional
        Weights and severities.

    Returns
    -------
    ZoneRisk

    Notes
    -----
    ``r_z = sum_k w_k P_kz`` with P the rank percentile of the amount per km2, so that no unit prevails;
    ``rho_z = sum_k w_k s_kz`` with s the share of the amount itself, so that cutting a zone in two does not
    change the total share. Recorded offences rise where cameras are: see `docs/method/rischio.md`.
    """
    criteria = criteria or Criteria()
    sources = sources or Sources(offences, degraded, abandoned)
    counted = offence_counts(zones, sources.offences, criteria.severity)
    terms = weighted_points(sources, criteria)
    progress(0.5)
    found = {name: summed(zones, term) for name, term in terms.items()}
    found["offences"] = None if counted is None else counted[0] @ counted[1]
    found["degraded_areas"] = degraded_amounts(zones, sources.degraded)
    amounts = {name: found[name] for name in COMPONENTS}
    risk = combined_risk(amounts, zones.geometry.area.to_numpy(), criteria.risk_weights, zones.index)
    progress(1.0)
    if counted is None:
        return risk
    return replace(risk, offence_counts=counted[0], offence_severity=counted[1])


def combined_risk(
    amounts: Mapping[str, FloatArray | None],
    areas_m2: FloatArray,
    weights: Mapping[str, float],
    index: pd.Index | None = None,
) -> ZoneRisk:
    """Combine the amounts of each component (n zones) into risk and share; see `zone_risk`."""
    count = len(areas_m2)
    usable = {name: amount for name, amount in amounts.items() if amount is not None and amount.sum() > 0}
    total = sum(weights.get(name, 0.0) for name in usable)
    scaled = {name: weights[name] / total for name in usable if weights.get(name, 0.0) > 0}
    reason = _obstacle(count, usable, scaled)
    index = pd.RangeIndex(count) if index is None else index
    columns: dict[str, Any] = {"risk": None, "share": None, "reason": [reason] * count}
    for name, amount in amounts.items():
        columns |= _component(name, amount, areas_m2, scaled.get(name, 0.0))
    if scaled:
        columns["share"] = list(sum(weight * columns[f"{name}_share"] for name, weight in scaled.items()))
    if scaled and reason is None:
        columns["risk"] = list(sum(columns[f"{name}_contribution"] for name in scaled))
    frame = pd.DataFrame({name: _column(values, count) for name, values in columns.items()}, index=index)
    return ZoneRisk(frame, scaled, tuple(n for n in amounts if n not in usable), usable, areas_m2)


def _component(name: str, amount: FloatArray | None, areas_m2: FloatArray, weight: float) -> dict[str, Any]:
    """Columns of one component; all None without data."""
    columns: dict[str, Any] = dict.fromkeys(
        name + suffix for suffix in ("", "_percentile", "_contribution", "_share")
    )
    if amount is None:
        return columns
    rate = amount * M2_PER_KM2 / np.maximum(areas_m2, 1e-9)
    columns[name] = rate
    if amount.sum() > 0:
        columns[f"{name}_share"] = amount / amount.sum()
        if len(amount) > 1:
            percentile = rank_percentile(rate)
            columns |= {f"{name}_percentile": percentile, f"{name}_contribution": weight * percentile}
    return columns


def rank_percentile(values: ArrayLike) -> FloatArray:
    """Rank percentiles 0-100 (n >= 2): share of the other zones that are lower, ties counting half.

    A zone with nothing gets 0 whatever its rank, so that absence never scores.
    """
    amounts = np.asarray(values, float)
    ordered = np.sort(amounts)
    lower = np.searchsorted(ordered, amounts, "left")
    equal = np.searchsorted(ordered, amounts, "right") - lower - 1
    percentile = 100.0 * (lower + equal / 2) / (len(amounts) - 1)
    return np.where(amounts > 0, percentile, 0.0)


def offence_counts(
    zones: gpd.GeoDataFrame, offences: gpd.GeoDataFrame | None, severity: Mapping[str, float]
) -> tuple[FloatArray, FloatArray] | None:
    """Events of each zone and category (n, k) and the severity of each category (k,).

    None where there are no offences with a position.
    """
    if offences is None or offences.empty:
        return None
    points = offences.geometry.to_numpy()
    placed = ~(shapely.is_missing(points) | shapely.is_empty(points))
    if not placed.any():
        return None
    weight = event_counts(offences)
    kinds = offences.get("category", pd.Series("", index=offences.index))
    code, names = pd.factorize(kinds.to_numpy(object), use_na_sentinel=True)
    zone = zone_of(zones, points)
    kept = zone >= 0
    size = len(names) + 1  # the last column is of events without a category
    flat = zone * size + np.where(code < 0, size - 1, code)
    table = sums(flat[kept], weight[kept], len(zones) * size).reshape(len(zones), size)
    return table, np.array([severity.get(name, 1.0) for name in names] + [1.0])


def _obstacle(count: int, usable: Mapping[str, FloatArray], scaled: Mapping[str, float]) -> Reason | None:
    if count == 0:
        return Reason.NO_ZONES
    if not usable:
        return Reason.NO_RISK
    if not scaled:
        return Reason.NO_WEIGHTS
    return Reason.ONE_ZONE if count == 1 else None


def _column(values: Any, size: int) -> NDArray[Any]:
    """An array as it is; a list or nothing as objects, so that None stays None."""
    if isinstance(values, np.ndarray):
        return values
    column = np.empty(size, dtype=object)
    column[:] = values
    return column


__all__ = ["COMPONENTS", "ZoneRisk", "combined_risk", "rank_percentile", "zone_of", "zone_risk"]
