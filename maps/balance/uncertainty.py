"""How sure the indices of a purpose are: random placement and the interval under perturbed risk."""

from dataclasses import dataclass

from maps.balance.balance import PurposeBalance
from maps.balance.nulls import DRAWS, Null, null_hoover
from maps.balance.stability import Perturbed, hoover_interval


@dataclass(frozen=True)
class Uncertainty:
    """Of the Hoover index of one purpose.

    Attributes
    ----------
    null : Null or None
        Random placement of the same cameras, each with the public space it covers.
    interval : tuple of float or None
        95 % interval under resampled offences and perturbed weights.
    """

    null: Null | None
    interval: tuple[float, float] | None


def uncertainty(
    purpose: PurposeBalance, draws: Perturbed | None, *, null_draws: int = DRAWS, seed: int = 0
) -> Uncertainty:
    """Assess the Hoover index of a purpose; both parts are None where the index is.

    Parameters
    ----------
    purpose : PurposeBalance
    draws : Perturbed or None
        From `stability.perturbed`, made once for all purposes.
    """
    if purpose.hoover is None:
        return Uncertainty(None, None)
    demand = [share or 0.0 for share in purpose.zones["risk_share"]]
    null = null_hoover(purpose.camera_m2, demand, purpose.hoover, draws=null_draws, seed=seed)
    supply = purpose.zones["covered_m2"].to_numpy(float)
    return Uncertainty(null, None if draws is None else hoover_interval(supply, draws))
