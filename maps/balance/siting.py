"""Where new cameras serve most: maximal covering location, greedy at once and exact with its proved gap.

    max  sum_i a_i x_i - lambda sum_i b_i (m_i - x_i) - sum_j pi_j y_j
    s.t. x_i <= e_i + sum_j y_j (j sees i),  sum_j y_j <= count,  sum_j c_j y_j <= budget,
         sum_{i in z} a_i x_i >= floor_z A_z,  (1 - cap) sum_i b_i m_i <= sum_i b_i x_i,
    m_i = e_i + sum_j y_j (j sees i),  y binary,  0 <= x <= 1

with a_i the risk-weighted worth of cell i, b_i its area, e_i the existing cameras that see it. Church & ReVelle
(1974); formulation after `domain` notes 2.6. Cells seen by the same candidates are one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from maps.balance.greedy import greedy_sites, online_bound
from maps.balance.milp import Bounds, solve_milp
from maps.balance.shapes import GeometryArray, sums
from maps.errors import AnalysisError
from maps.progress import Progress, no_progress

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Called with the worth of the best sites so far and the proved upper bound.
Watch = Callable[[float, float], None]


class SitingStatus(Enum):
    """How far a siting answer is proved."""

    GREEDY = "greedy"
    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    STOPPED = "stopped"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class SitingProblem:
    """Candidates, demand and limits.

    Attributes
    ----------
    covers : csr_matrix of bool (candidates, cells)
        Which candidate sees which cell.
    worth : ndarray (cells,)
        Risk-weighted worth of each cell, counted once when seen.
    count : int or None
        Cameras to place at most.
    cost, budget : ndarray (candidates,), float, or None
    existing : ndarray of int (cells,), or None
        Existing cameras of the purpose that see each cell; such a cell is covered already.
    area_m2 : ndarray (cells,), or None
        For overlap; default 1 each.
    zone : ndarray of int (cells,), or None
    floors : mapping
        Zone -> least share of its worth that must be seen (0-1), existing cameras included.
    overlap_cap : float or None
        Greatest overlap rate allowed in the end, existing cameras included (0-1).
    overlap_penalty : float
        lambda: worth lost per m2 seen once more.
    privacy_penalty : ndarray (candidates,), or None
        Worth lost by each candidate, for the private ground it sees.
    standing : ndarray of bool (candidates,), or None
        Candidates that are cameras in place, which may be taken away; see `maps.balance.moving`.
    least_standing : int or None
        How many of them stay at least.
    kind : ndarray of int (candidates,), or None
        Of each kind no more are chosen than stand.
    base : float
        Worth above which the gain is told: what the cameras that may be taken away see now.
    """

    covers: sparse.csr_matrix
    worth: FloatArray
    count: int | None = None
    cost: FloatArray | None = None
    budget: float | None = None
    existing: IntArray | None = None
    area_m2: FloatArray | None = None
    zone: IntArray | None = None
    floors: Mapping[int, float] = field(default_factory=dict)
    overlap_cap: float | None = None
    overlap_penalty: float = 0.0
    privacy_penalty: FloatArray | None = None
    standing: NDArray[np.bool_] | None = None
    least_standing: int | None = None
    kind: IntArray | None = None
    base: float = 0.0

    def __post_init__(self) -> None:
        if self.count is None and self.budget is None:
            raise AnalysisError(("count", "budget"))
        if self.budget is not None and self.cost is None:
            raise AnalysisError(("cost",))
        if self.floors and self.zone is None:
            raise AnalysisError(("zone",))


@dataclass(frozen=True)
class Siting:
    """Chosen sites.

    Attributes
    ----------
    chosen : ndarray of int
        Candidates, the most useful first.
    gain : float
        Worth newly seen, less the penalties.
    bound : float
        Proved upper bound of the gain; for the greedy answer a loose one, of what its steps leave.
    gap : float
        ``(bound - gain) / bound``.
    status : SitingStatus
    steps : ndarray
        Worth that each chosen site adds after those before it.
    unique : ndarray
        Worth that only it sees among all cameras.
    """

    chosen: IntArray
    gain: float
    bound: float
    gap: float
    status: SitingStatus
    steps: FloatArray
    unique: FloatArray


def site_greedy(problem: SitingProblem) -> Siting:
    """Answer at once: greedy, then swaps; floors first, cap and limits kept.

    The gain is at least 63 % of the best one where only `count` limits (Nemhauser et al. 1978).
    """
    small = merged(problem)
    chosen = greedy_sites(small)
    return answer_of(problem, chosen, online_bound(small, chosen) - problem.base, SitingStatus.GREEDY)


def site_exact(
    problem: SitingProblem,
    *,
    gap: float = 0.0,
    seconds: float = 60.0,
    start: IntArray | None = None,
    progress: Progress = no_progress,
    watch: Watch | None = None,
) -> Siting:
    """Solve exactly, from the greedy answer, with the bound proved by linear relaxation and branching.

    Parameters
    ----------
    problem : SitingProblem
    gap : float
        Stop when the gap is at most this share.
    seconds : float
        Stop after this time with the gap reached.
    start : ndarray of int, optional
        Candidates to begin with; default: the greedy answer.
    progress : Progress
        Called often with ``1 - gap``; it may raise `Cancelled`.
    watch : callable, optional
        Called with (gain, bound) as they close.

    Returns
    -------
    Siting
        INFEASIBLE, with no sites, where floors, cap and budget cannot be met together.
    """
    small = merged(problem)
    start = greedy_sites(small) if start is None else start
    first = online_bound(small, start) - problem.base
    if watch is not None and not problem.floors:
        watch(gain_of(problem, start), first)
    found = solve_milp(small, start, Bounds(gap, seconds), progress, watch)
    if found is None:
        nothing = np.empty(0)
        return Siting(np.empty(0, np.int64), 0.0, 0.0, 0.0, SitingStatus.INFEASIBLE, nothing, nothing)
    chosen, bound, proved = found
    bound = min(bound, first)
    status = SitingStatus.STOPPED if not proved else SitingStatus.WITHIN_GAP
    answer = answer_of(problem, chosen, bound, status)
    if proved and answer.gap <= 1e-9:
        return replace(answer, status=SitingStatus.OPTIMAL, gap=0.0, bound=answer.gain)
    return answer


def coverage_matrix(footprints: GeometryArray, x: ArrayLike, y: ArrayLike) -> sparse.csr_matrix:
    """Which footprint (None sees nothing) holds which cell centre: boolean (footprints, cells)."""
    points = shapely.points(np.asarray(x, float), np.asarray(y, float))
    candidate, cell = shapely.STRtree(points).query(
        np.asarray(footprints, dtype=object), predicate="intersects"
    )
    shape = (len(footprints), len(points))
    return sparse.csr_matrix((np.ones(len(cell), bool), (candidate, cell)), shape=shape)


def merged(problem: SitingProblem) -> SitingProblem:
    """Join the cells of one zone that the same candidates and as many existing cameras see.

    Returns
    -------
    SitingProblem
        Equivalent and smaller; `worth` and `area_m2` are the sums over the joined cells.
    """
    covers = sparse.csr_matrix(problem.covers, dtype=np.float64)
    cells = covers.shape[1]
    existing = np.zeros(cells) if problem.existing is None else np.asarray(problem.existing, float)
    zone = np.zeros(cells, np.int64) if problem.zone is None else np.asarray(problem.zone, np.int64)
    area = np.ones(cells) if problem.area_m2 is None else np.asarray(problem.area_m2, float)
    rng = np.random.default_rng(7)
    # Two sums of random reals tell candidate sets apart; a false match has a chance of about 1e-10.
    marks = covers.T @ rng.random((covers.shape[0], 2))
    keys = np.column_stack([np.round(marks, 9), zone, existing])
    order = np.lexsort(keys.T)  # a third of the time of np.unique over rows
    new = np.ones(cells, bool)
    new[1:] = (np.diff(keys[order], axis=0) != 0).any(axis=1)
    group = np.empty(cells, np.int64)
    group[order] = np.cumsum(new) - 1
    first = order[new]
    return replace(
        problem,
        covers=sparse.csr_matrix(covers[:, first], dtype=bool),
        worth=sums(group, np.asarray(problem.worth, float), len(first)),
        existing=existing[first].astype(np.int64),
        area_m2=sums(group, area, len(first)),
        zone=zone[first],
    )


def gain_of(problem: SitingProblem, chosen: IntArray) -> float:
    """Worth newly seen by the chosen candidates, less the penalties."""
    cells = problem.covers.shape[1]
    existing = np.zeros(cells) if problem.existing is None else np.asarray(problem.existing, float)
    area = np.ones(cells) if problem.area_m2 is None else np.asarray(problem.area_m2, float)
    added = np.asarray(problem.covers[chosen].sum(axis=0)).ravel().astype(float)
    fresh = (added > 0) & (existing == 0)
    gain = float(np.asarray(problem.worth, float)[fresh].sum()) - problem.base
    if problem.overlap_penalty:
        gain -= problem.overlap_penalty * float((area * (added - fresh)).sum())
    if problem.privacy_penalty is not None:
        gain -= float(np.asarray(problem.privacy_penalty, float)[chosen].sum())
    return gain


def overlap_of(problem: SitingProblem, chosen: IntArray) -> float:
    """Overlap rate of existing and chosen cameras together (0-1)."""
    cells = problem.covers.shape[1]
    existing = np.zeros(cells) if problem.existing is None else np.asarray(problem.existing, float)
    area = np.ones(cells) if problem.area_m2 is None else np.asarray(problem.area_m2, float)
    depth = existing + np.asarray(problem.covers[chosen].sum(axis=0)).ravel()
    summed = float((area * depth).sum())
    return 1.0 - float(area[depth > 0].sum()) / summed if summed > 0 else 0.0


def gap_of(gain: float, bound: float, worth: float) -> float:
    """Share of the bound that is not proved reached; what is below a billionth of all the worth is rounding."""
    if not np.isfinite(bound):
        return np.inf
    left = bound - gain
    return left / max(abs(bound), 1e-9 * worth) if left > 1e-9 * worth else 0.0


def answer_of(problem: SitingProblem, chosen: IntArray, bound: float, status: SitingStatus) -> Siting:
    """Order the sites by what each adds, and say what each alone sees."""
    covers = sparse.csr_matrix(problem.covers, dtype=np.float64)
    cells = covers.shape[1]
    existing = np.zeros(cells) if problem.existing is None else np.asarray(problem.existing, float)
    left = np.where(existing == 0, np.asarray(problem.worth, float), 0.0)
    mine = covers[chosen]
    depth = existing + np.asarray(mine.sum(axis=0)).ravel()
    unique = mine @ np.where(depth == 1, np.asarray(problem.worth, float), 0.0)
    order: list[int] = []
    steps: list[float] = []
    for _ in range(len(chosen)):
        adds = mine @ left
        adds[order] = -1.0
        best = int(np.argmax(adds))
        order.append(best)
        steps.append(float(adds[best]))
        left[mine[best].indices] = 0.0
    gain = gain_of(problem, chosen)
    gap = gap_of(gain, bound, float(np.asarray(problem.worth, float).sum()))
    return Siting(np.asarray(chosen)[order], gain, bound, gap, status, np.array(steps), unique[order])
