"""Is an uneven distribution more than chance? Random placement of the same cameras in proportion to risk."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maps.balance.indices import shares

FloatArray = NDArray[np.float64]

DRAWS = 5000
BAND = (2.5, 97.5)
#: Values drawn at a time, which bounds the memory (80 MB).
CHUNK = 2_000_000


@dataclass(frozen=True)
class Null:
    """What random placement gives.

    Attributes
    ----------
    expected, low, high : float
        Mean and 95 % band of the Hoover index.
    p : float
        Share of the draws at least as uneven as the observed one, ``(1 + k) / (1 + draws)``.
    draws : int
    """

    expected: float
    low: float
    high: float
    p: float
    draws: int


def null_hoover(
    weights: ArrayLike, demand: ArrayLike, observed: float, *, draws: int = DRAWS, seed: int = 0
) -> Null | None:
    """Compare a Hoover index with the random placement of the same cameras.

    Parameters
    ----------
    weights : array (m,)
        Supply of each camera: 1 for counts, or the public space it covers, m2. Cameras with none are left out.
    demand : array (n,)
        Risk share of each zone; a camera falls in a zone with this probability.
    observed : float
        The index to compare.

    Returns
    -------
    Null or None
        None where there are no cameras, no demand or fewer than two zones.
    """
    rho, amounts = shares(demand), np.asarray(weights, float)
    amounts = amounts[amounts > 0]
    if rho is None or len(rho) < 2 or not len(amounts):
        return None
    drawn = _drawn(amounts.tobytes(), rho.tobytes(), draws, seed)
    low, high = np.percentile(drawn, BAND)
    reached = int((drawn >= observed - 1e-12).sum())
    return Null(float(drawn.mean()), float(low), float(high), (1 + reached) / (1 + draws), draws)


@lru_cache(maxsize=64)
def _drawn(amounts: bytes, rho: bytes, draws: int, seed: int) -> FloatArray:
    """Hoover index of each draw; kept, since an edit changes the cameras of one or two purposes only."""
    share = np.frombuffer(rho)
    return np.abs(random_supply(np.frombuffer(amounts), share, draws, seed) - share).sum(axis=1) / 2


def random_supply(amounts: FloatArray, rho: FloatArray, draws: int, seed: int = 0) -> FloatArray:
    """Supply shares (draws, n) of cameras placed at random with probabilities rho."""
    rng = np.random.default_rng(seed)
    if np.ptp(amounts) == 0:
        return rng.multinomial(len(amounts), rho, size=draws) / len(amounts)
    count, edges = len(rho), np.cumsum(rho)[:-1]
    rows = max(CHUNK // len(amounts), 1)
    parts = []
    for start in range(0, draws, rows):
        size = min(rows, draws - start)
        zone = np.searchsorted(edges, rng.random((size, len(amounts))), side="right")
        flat = (zone + np.arange(size)[:, None] * count).ravel()
        parts.append(np.bincount(flat, np.tile(amounts, size), size * count).reshape(size, count))
    return np.concatenate(parts) / amounts.sum()


def lorenz_band(
    weights: ArrayLike, demand: ArrayLike, *, points: int = 41, draws: int = 1000, seed: int = 0
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Where the Lorenz curve of random placement lies, for the chart.

    Returns
    -------
    x, low, high : ndarray (points,)
        Risk shares and the 95 % band of the supply shares.
    """
    rho, amounts = shares(demand), np.asarray(weights, float)
    amounts = amounts[amounts > 0]
    if rho is None or len(rho) < 2 or not len(amounts):
        return None
    rho_some = rho[rho > 0]
    supply = random_supply(amounts, rho, draws, seed)[:, rho > 0]
    order = np.argsort(supply / rho_some, axis=1, kind="stable")
    along = np.cumsum(rho_some[order], axis=1)
    up = np.cumsum(np.take_along_axis(supply, order, axis=1), axis=1)
    x = np.linspace(0.0, 1.0, points)
    curves = np.array([np.interp(x, [0.0, *a], [0.0, *u]) for a, u in zip(along, up, strict=True)])
    low, high = np.percentile(curves, BAND, axis=0)
    return x, low, high
