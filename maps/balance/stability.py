"""How far risk and indices would move with other counts and other weights."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from maps.balance.indices import shares
from maps.balance.risk import ZoneRisk

FloatArray = NDArray[np.float64]

DRAWS = 1000
BAND = (2.5, 97.5)
#: Concentration of the Dirichlet weights: a weight of 0.6 moves by about 0.07 (one standard deviation).
CONCENTRATION = 50.0
TOP_SHARE = 0.1
#: Components besides the offences that count what happens: another semester would have given other counts.
COUNTED = ("reports", "dumps")


@dataclass(frozen=True)
class Perturbed:
    """Risk and its shares under resampled counts and perturbed weights.

    Attributes
    ----------
    risk, share : ndarray (draws, n)
    """

    risk: FloatArray
    share: FloatArray


def perturbed(
    risk: ZoneRisk, *, draws: int = DRAWS, concentration: float = CONCENTRATION, seed: int = 0
) -> Perturbed | None:
    """Draw risks with Poisson counts of offences and Dirichlet weights of the components.

    Parameters
    ----------
    risk : ZoneRisk
    draws : int
    concentration : float
        The larger, the closer the weights stay to the declared ones.

    Returns
    -------
    Perturbed or None
        None where the risk itself could not be computed.
    """
    count = len(risk.areas_m2)
    if count < 2 or not risk.weights:
        return None
    rng = np.random.default_rng(seed)
    names = list(risk.weights)
    weights = rng.dirichlet(concentration * np.array([risk.weights[name] for name in names]), size=draws)
    score, share = np.zeros((draws, count)), np.zeros((draws, count))
    for column, name in enumerate(names):
        amounts = _redrawn(risk, name, draws, rng)
        rate = amounts / np.maximum(risk.areas_m2, 1e-9)
        percentile = np.where(rate > 0, 100.0 * (rankdata(rate, axis=1) - 1) / (count - 1), 0.0)
        total = amounts.sum(axis=1, keepdims=True)
        score += weights[:, [column]] * percentile
        share += weights[:, [column]] * np.divide(amounts, total, out=np.zeros_like(amounts), where=total > 0)
    return Perturbed(score, share / np.maximum(share.sum(axis=1, keepdims=True), 1e-300))


def rank_stability(draws: Perturbed, index: pd.Index) -> pd.DataFrame:
    """How sure the place of each zone is.

    Returns
    -------
    DataFrame
        Indexed by `index`: ``risk_low``, ``risk_high`` (95 % interval), ``rank_median`` (1 = most at risk),
        ``top_frequency`` (share of the draws in which the zone is in the decile most at risk).
    """
    ranks = rankdata(-draws.risk, axis=1)
    top = max(1, ceil(TOP_SHARE * draws.risk.shape[1]))
    low, high = np.percentile(draws.risk, BAND, axis=0)
    columns = {
        "risk_low": low,
        "risk_high": high,
        "rank_median": np.median(ranks, axis=0),
        "top_frequency": (ranks <= top).mean(axis=0),
    }
    return pd.DataFrame(columns, index=index)


def hoover_interval(supply: ArrayLike, draws: Perturbed) -> tuple[float, float] | None:
    """95 % interval of the Hoover index of a supply (n,) under the perturbed risk shares."""
    sigma = shares(supply)
    if sigma is None:
        return None
    drawn = np.abs(draws.share - sigma).sum(axis=1) / 2
    low, high = np.percentile(drawn, BAND)
    return float(low), float(high)


def _redrawn(risk: ZoneRisk, name: str, draws: int, rng: np.random.Generator) -> FloatArray:
    """Amounts of a component (draws, n): what is counted as it happens is resampled, registers are as they are."""
    if name == "offences" and risk.offence_counts is not None and risk.offence_severity is not None:
        counts = rng.poisson(risk.offence_counts, size=(draws, *risk.offence_counts.shape))
        return counts @ risk.offence_severity
    if name in COUNTED:
        return rng.poisson(risk.amounts[name], size=(draws, len(risk.amounts[name]))).astype(float)
    return np.tile(risk.amounts[name], (draws, 1))
