"""Indices of uneven distribution of a supply against a demand, both as shares of zones.

Throughout, `supply` and `demand` are arrays (n,) of non-negative amounts in any unit, one a zone; shares are
sigma = supply / sum and rho = demand / sum. What cannot be computed is None, never NaN or nought: ask
`obstacle` for the reason.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maps.balance.shapes import sums
from maps.balance.verdicts import Reason

FloatArray = NDArray[np.float64]


#: A share below this is rounding and counts as nought: its quotient would be no number.
LEAST_SHARE = 1e-15


def shares(amounts: ArrayLike) -> FloatArray | None:
    """Shares of the total (n,), or None where the total is nought."""
    values = np.asarray(amounts, float)
    total = values.sum()
    if not len(values) or not total > 0:
        return None
    found = values / total
    return np.where(found < LEAST_SHARE, 0.0, found)


def obstacle(supply: ArrayLike, demand: ArrayLike) -> Reason | None:
    """Why the indices of this supply and demand cannot be computed, or None where they can."""
    count = len(np.asarray(supply))
    if count == 0:
        return Reason.NO_ZONES
    if count == 1:
        return Reason.ONE_ZONE
    if shares(demand) is None:
        return Reason.NO_RISK
    return Reason.NO_SUPPLY if shares(supply) is None else None


def location_quotient(supply: ArrayLike, demand: ArrayLike) -> list[float | None]:
    """Location quotient sigma/rho of each zone; above 1 the zone has more than its share.

    None where the zone has no demand, or supply or demand are nought everywhere.
    Brantingham & Brantingham (1998); for CCTV Caplan, Kennedy & Petrossian (2011).
    """
    sigma, rho = shares(supply), shares(demand)
    if sigma is None or rho is None:
        return [None] * len(np.asarray(supply))
    return [float(s / r) if r > 0 else None for s, r in zip(sigma, rho, strict=True)]


def hoover(supply: ArrayLike, demand: ArrayLike) -> float | None:
    """Hoover index, half the sum of |sigma - rho|: the share of the supply to move (0-1)."""
    pair = _pair(supply, demand)
    return None if pair is None else float(np.abs(pair[0] - pair[1]).sum() / 2)


def lorenz(supply: ArrayLike, demand: ArrayLike) -> tuple[FloatArray, FloatArray] | None:
    """Lorenz curve: cumulated demand (x) and supply (y) shares, by rising location quotient.

    Returns
    -------
    x, y : ndarray (n + 1,)
        From (0, 0) to (1, 1); convex, below the diagonal. Zones with neither supply nor demand are left out.
    """
    pair = _pair(supply, demand)
    if pair is None:
        return None
    sigma, rho = pair
    some = (sigma > 0) | (rho > 0)
    sigma, rho = sigma[some], rho[some]
    order = np.argsort(np.arctan2(sigma, rho), kind="stable")
    x, y = (np.concatenate([[0.0], np.cumsum(share[order])]) for share in (rho, sigma))
    return x / x[-1], y / y[-1]


def gini(supply: ArrayLike, demand: ArrayLike) -> float | None:
    """Gini coefficient of the Lorenz curve, 1 - sum (x_i - x_{i-1})(y_i + y_{i-1})."""
    curve = lorenz(supply, demand)
    if curve is None:
        return None
    x, y = curve
    return float(max(1.0 - np.sum(np.diff(x) * (y[1:] + y[:-1])), 0.0))


def gini_counts(counts: ArrayLike) -> float | None:
    """Generalised Gini of event counts over places, sound when places outnumber events.

    Bernasco & Steenbeek (2017), J. Quantitative Criminology 33: 0 when the events are as evenly spread as
    whole events allow.
    """
    values = np.sort(np.asarray(counts, float))
    n, c = len(values), values.sum()
    if n == 0 or c <= 0:
        return None
    ranked = 2 * np.sum(np.arange(1, n + 1) * values / c) - n - 1
    return float(max(1 / c, 1 / n) * ranked - max(n / c, 1) + 1)


def theil(
    supply: ArrayLike, demand: ArrayLike, groups: ArrayLike | None = None
) -> tuple[float, float, float] | None:
    """Theil index T = sum sigma ln(sigma/rho), split between and within groups of zones.

    Parameters
    ----------
    groups : array (n,), optional
        Group of each zone (centre, periphery, hamlet); one group when omitted.

    Returns
    -------
    total, between, within : float
        ``total = between + within``. None where a zone has supply and no demand, for then T is infinite.
    """
    pair = _pair(supply, demand)
    if pair is None:
        return None
    sigma, rho = pair
    if np.any((sigma > 0) & (rho == 0)):
        return None
    names = np.zeros(len(sigma), str) if groups is None else np.asarray(groups, str)
    labels = np.unique(names, return_inverse=True)[1]
    size = int(labels.max()) + 1
    between = _relative_entropy(sums(labels, sigma, size), sums(labels, rho, size))
    total = _relative_entropy(sigma, rho)
    return total, between, total - between


def uncovered_share(coverage: ArrayLike, demand: ArrayLike) -> float | None:
    """Risk-weighted uncovered share U = sum rho (1 - C), what siting makes small (0-1)."""
    rho = shares(demand)
    return None if rho is None else float(np.sum(rho * (1.0 - np.asarray(coverage, float))))


def to_relocate(index: float | None, cameras: int) -> int | None:
    """How many of `cameras` a Hoover index asks to move, to the nearest whole."""
    return None if index is None else int(np.floor(index * cameras + 0.5))


def _pair(supply: ArrayLike, demand: ArrayLike) -> tuple[FloatArray, FloatArray] | None:
    """Shares of both, or None where an index cannot be computed."""
    sigma, rho = shares(supply), shares(demand)
    return None if sigma is None or rho is None or len(sigma) < 2 else (sigma, rho)


def _relative_entropy(sigma: FloatArray, rho: FloatArray) -> float:
    some = sigma > 0
    return float(np.sum(sigma[some] * np.log(sigma[some] / rho[some])))
