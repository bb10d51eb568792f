"""Change of counts between the same semester of different years: what chance explains and what it does not."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from maps.semester.semesters import CHANCE, FALL, RISE

FloatArray = NDArray[np.float64]

CONFIDENCE: Final = 0.95
#: A percentage is told only of so many events or more: of fewer it says little.
LEAST_FOR_PERCENT: Final = 30
#: Above this sum of two counts the statistic of the E-test is referred to the normal distribution.
LARGE: Final = 4000
#: An enumeration reaches so many spreads from the mean, and so many counts more: less than 1e-9 is left out.
_SPREADS, _FEW = 6.2, 15
#: The ends of an interval are found to this, events.
_PRECISION = 0.02
#: Of counts up to this sum p is no even slope of the difference: each side is searched in so many steps from outside.
_UNEVEN, _STEPS = 200, 96


def poisson_interval(count: ArrayLike, confidence: float = CONFIDENCE) -> tuple[FloatArray, FloatArray]:
    """Return the exact interval of the mean of a Poisson count: 7 -> 2.8-14.4.

    Parameters
    ----------
    count : array (n,)
        Events.
    confidence : float
        0-1.

    Returns
    -------
    low, high : ndarray (n,)

    Notes
    -----
    Garwood (1936): chi-square quantiles with 2k and 2k + 2 degrees of freedom, halved.
    """
    k, tail = np.asarray(count, dtype=float), (1 - confidence) / 2
    low = np.where(k > 0, stats.chi2.ppf(tail, 2 * np.maximum(k, 1)) / 2, 0.0)
    return low, np.asarray(stats.chi2.isf(tail, 2 * k + 2) / 2)


def e_test(
    count: int, other: int, semesters: int = 1, other_semesters: int = 1, difference: float = 0.0
) -> float:
    """Return the two-sided p-value that two Poisson counts differ by `difference` events a semester.

    Parameters
    ----------
    count, other : int
        Events of the two samples.
    semesters, other_semesters : int
        Over how many semesters each was counted.
    difference : float
        Mean of the first minus mean of the second under the hypothesis, events a semester.

    Notes
    -----
    E-test of Krishnamoorthy and Thomson (2004), Journal of Statistical Planning and Inference 119, 23-35: the
    probability, under the means estimated with the hypothesis true, of a standardised difference as large as that
    observed. Where the counts add up to more than `LARGE` the statistic is taken as normal.
    """
    observed = _statistic(float(count), float(other), semesters, other_semesters, difference)
    if count + other > LARGE:
        return float(2 * stats.norm.sf(abs(observed)))
    first, second = _means(count, other, semesters, other_semesters, difference)
    x, px = _masses(first * semesters)
    y, py = _masses(second * other_semesters)
    found = np.abs(_statistic(x[:, None], y[None, :], semesters, other_semesters, difference))
    extreme = found >= abs(observed) * (1 - 1e-12)
    return min(float(px @ extreme @ py), 1.0)


def _statistic(x: ArrayLike, y: ArrayLike, n: int, m: int, difference: float) -> FloatArray:
    """Return the standardised difference; infinite where the counts have no spread but differ."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    gap, spread = x / n - y / m - difference, np.sqrt(x / n**2 + y / m**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, gap / spread, np.where(gap == 0, 0.0, np.copysign(np.inf, gap)))


def _means(count: int, other: int, n: int, m: int, difference: float) -> tuple[float, float]:
    """Return the means that the hypothesis gives, events a semester; none below nought."""
    second = (count + other) / (n + m) - difference * n / (n + m)
    second = max(second, 0.0, -difference)
    return second + difference, second


def _masses(mean: float) -> tuple[FloatArray, FloatArray]:
    """Return the counts that a Poisson mean makes likely, and their probabilities."""
    reach = _SPREADS * np.sqrt(mean)
    counts = np.arange(max(np.floor(mean - reach), 0.0), np.ceil(mean + reach) + _FEW)
    return counts, np.exp(special.xlogy(counts, mean) - mean - special.gammaln(counts + 1))


@lru_cache(maxsize=4096)
def difference_interval(
    count: int, other: int, semesters: int = 1, other_semesters: int = 1, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return the differences, in events a semester, that the E-test does not reject.

    Parameters
    ----------
    count, other, semesters, other_semesters : int
        See `e_test`.
    confidence : float
        0-1.

    Returns
    -------
    low, high : float
        The smallest interval that holds them all: of few events, some between may be rejected. Nought is in it,
        low <= 0 <= high, exactly where the E-test of no difference gives p > 1 - confidence.
    """
    alpha = 1 - confidence
    middle = count / semesters - other / other_semesters
    low, high = poisson_interval([count, other], confidence)
    reach = 1.5 * float(np.hypot(*((high - low) / (semesters, other_semesters)))) + 1

    def plausible(difference: float) -> bool:
        return e_test(count, other, semesters, other_semesters, difference) > alpha

    kept = plausible(0.0)
    ends = []
    for side in (-1, 1):
        inner, outer = middle, middle + side * reach
        if side * (0.0 - middle) > 0:  # nought lies on this side: the end stays consistent with the test
            inner, outer = (0.0, outer) if kept else (inner, 0.0)
        if count + other <= _UNEVEN:
            inner, outer = _last_step(inner, outer, plausible)
        ends.append(_edge(inner, outer, plausible))
    return ends[0], ends[1]


def _last_step(inner: float, outer: float, plausible: Callable[[float], bool]) -> tuple[float, float]:
    """Return the step, from a plausible value to one that is not, that lies farthest out."""
    steps = np.linspace(inner, outer, _STEPS + 1).tolist()
    last = next((k for k in range(_STEPS - 1, 0, -1) if plausible(steps[k])), 0)
    return steps[last], steps[last + 1]


def _edge(inside: float, outside: float, plausible: Callable[[float], bool]) -> float:
    """Return the last plausible value between one that is and one that is not, by bisection."""
    while abs(outside - inside) > _PRECISION:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if plausible(middle) else (inside, middle)
    return inside


def compare(
    after: pd.Series, before: pd.Series, semesters: int = 1, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Compare the counts of zones in a semester with those of the same semester before.

    Parameters
    ----------
    after, before : Series
        Events by zone, with the same index; `before` over `semesters` semesters together.
    semesters : int
        1 for one earlier semester, more for the mean of several.
    confidence : float

    Returns
    -------
    DataFrame
        Indexed like `after`: ``before`` (events a semester), ``after``, ``difference``, ``low``, ``high`` (interval of
        the difference), ``p`` (E-test), ``q`` (adjusted over the zones), ``outcome`` ("rise", "fall", "chance") and
        ``percent`` (share, None where the count before is below `LEAST_FOR_PERCENT`).

    Notes
    -----
    The false discovery rate over the zones is held at 1 - confidence (Benjamini and Hochberg 1995). The intervals are
    those of Benjamini and Yekutieli (2005, JASA 100, 71-81), which agree with it: of m zones of which r change, each
    is at level 1 - max(r, 1) (1 - confidence) / m; with none or one they are simultaneous (Bonferroni).
    """
    pairs = [(int(a), int(b)) for a, b in zip(after, before.reindex(after.index), strict=True)]
    p = np.array([e_test(a, b, 1, semesters) for a, b in pairs], dtype=float)
    q = stats.false_discovery_control(p) if len(p) else p
    changed = q <= 1 - confidence
    level = 1 - max(int(changed.sum()), 1) * (1 - confidence) / max(len(p), 1)
    ends = np.array([difference_interval(a, b, 1, semesters, level) for a, b in pairs]).reshape(-1, 2)
    earlier, later = before.reindex(after.index).to_numpy(float) / semesters, after.to_numpy(float)
    gap = later - earlier
    return pd.DataFrame(
        {
            "before": earlier,
            "after": later.astype(int),
            "difference": gap,
            "low": ends[:, 0],
            "high": ends[:, 1],
            "p": p,
            "q": q,
            "outcome": _outcomes(gap, changed),
            "percent": percents(gap, earlier),
        },
        index=after.index,
    )


def _outcomes(gap: FloatArray, changed: NDArray[np.bool_]) -> list[str]:
    return [(RISE if d > 0 else FALL) if sure else CHANCE for d, sure in zip(gap, changed, strict=True)]


def percents(gap: FloatArray, earlier: FloatArray) -> list[float | None]:
    """Return the change as a share of the count before; None where that is too small to say anything."""
    return [float(d / e) if e >= LEAST_FOR_PERCENT else None for d, e in zip(gap, earlier, strict=True)]


def counts_by_semester(
    zones: Sequence[int], zone: ArrayLike, semesters: Sequence[str], weights: ArrayLike
) -> pd.DataFrame:
    """Count events by zone and semester.

    Parameters
    ----------
    zones : sequence of int
        Keys of all the zones, those without events too.
    zone : array (n,)
        Place in `zones` of each event; negative outside all.
    semesters : sequence of str, length n
    weights : array (n,)
        Events that each row stands for.

    Returns
    -------
    DataFrame
        One row a zone, one column a semester that has events, in order of time; whole numbers.
    """
    place, names = np.asarray(zone, dtype=int), np.asarray(semesters, dtype=object)
    columns = sorted(set(names.tolist()))
    column = np.searchsorted(columns, names) if columns else np.empty(0, dtype=int)
    table = np.zeros((len(zones), len(columns)), dtype=np.int64)
    inside = place >= 0
    np.add.at(table, (place[inside], column[inside]), np.asarray(weights, dtype=np.int64)[inside])
    return pd.DataFrame(table, index=list(zones), columns=columns)
