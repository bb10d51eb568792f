"""The instant answer of siting: greedy with gains kept up to date, and swaps."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

if TYPE_CHECKING:
    from maps.balance.siting import SitingProblem

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Passes of swaps over the chosen sites.
PASSES = 2
#: Worth counts so many times more in a zone below its floor, so that floors are met first.
FLOOR_FIRST = 1e6
#: Gains below this are rounding.
TINY = 1e-15


class _State:
    """What is seen, and what is left to gain, while sites are added and taken away."""

    def __init__(self, problem: "SitingProblem") -> None:
        self.problem = problem
        self.covers = sparse.csr_matrix(problem.covers, dtype=np.float64)
        cells = self.covers.shape[1]
        self.seen_by = sparse.csr_matrix(self.covers.T)
        self.worth = np.asarray(problem.worth, float)
        self.depth = (
            np.zeros(cells) if problem.existing is None else np.asarray(problem.existing, float).copy()
        )
        self.area = np.ones(cells) if problem.area_m2 is None else np.asarray(problem.area_m2, float)
        size = self.covers.shape[0]
        self.cost = np.ones(size) if problem.cost is None else np.asarray(problem.cost, float)
        self.penalty = (
            np.zeros(size) if problem.privacy_penalty is None else np.asarray(problem.privacy_penalty, float)
        )
        self.chosen: list[int] = []
        self.spent = 0.0

    def cells(self, candidate: int) -> IntArray:
        start, end = self.covers.indptr[candidate : candidate + 2]
        return self.covers.indices[start:end]

    def values(self) -> FloatArray:
        """What seeing each cell once more is worth now."""
        seen = self.depth > 0
        return np.where(seen, -self.problem.overlap_penalty * self.area, self.worth * self._urgency())

    def add(self, candidate: int, sign: int = 1) -> None:
        self.depth[self.cells(candidate)] += sign
        self.spent += sign * self.cost[candidate]
        if sign > 0:
            self.chosen.append(candidate)
        else:
            self.chosen.remove(candidate)

    @property
    def full(self) -> bool:
        """Whether the count is reached."""
        return self.problem.count is not None and len(self.chosen) >= self.problem.count

    @property
    def affordable(self) -> NDArray[np.bool_]:
        """Candidates that the rest of the budget allows."""
        if self.problem.budget is None:
            return np.ones(len(self.cost), bool)
        return self.spent + self.cost <= self.problem.budget * (1 + 1e-12)

    def uncrowded(self, candidate: int) -> bool:
        """Whether the overlap cap allows the candidate."""
        cap = self.problem.overlap_cap
        return cap is None or self._overlap_with(candidate) <= cap + 1e-12

    def _overlap_with(self, candidate: int) -> float:
        depth = self.depth.copy()
        depth[self.cells(candidate)] += 1
        summed = float(self.area @ depth)
        return 1.0 - float(self.area[depth > 0].sum()) / summed if summed > 0 else 0.0

    def _urgency(self) -> FloatArray | float:
        """Large in the zones still below their floor."""
        problem = self.problem
        if not problem.floors or problem.zone is None:
            return 1.0
        urgency = np.ones(len(self.worth))
        for zone, floor in problem.floors.items():
            inside = problem.zone == zone
            if self.worth[inside & (self.depth > 0)].sum() < floor * self.worth[inside].sum() - 1e-12:
                urgency[inside] = FLOOR_FIRST
        return urgency


def greedy_sites(problem: "SitingProblem") -> IntArray:
    """Choose sites greedily by gain and, with a budget, by gain per cost (Leskovec et al. 2007); then swap.

    Returns
    -------
    ndarray of int
        Candidates of the better of the two runs.
    """
    best: IntArray = np.empty(0, np.int64)
    best_gain = -np.inf
    per_cost = [False, True] if problem.budget is not None else [False]
    for rate in per_cost:
        state = _State(problem)
        _fill(state, rate)
        if not problem.floors and problem.overlap_cap is None:
            _swap(state)
        gain = _gain(state)
        if gain > best_gain:
            best, best_gain = np.array(sorted(state.chosen), dtype=np.int64), gain
    return best


def _fill(state: _State, per_cost: bool) -> None:
    """Add the best site until none adds anything or none is allowed.

    Gains are kept up to date: each cell is taken off the sites that see it when it is first seen.
    """
    divisor = np.maximum(state.cost, 1e-12) if per_cost else np.ones(len(state.cost))
    open_sites = np.ones(len(divisor), bool)
    values = state.values()
    gains = state.covers @ values - state.penalty
    while not state.full:
        best = int(np.argmax(np.where(open_sites & state.affordable, gains / divisor, -np.inf)))
        if gains[best] <= TINY or not (open_sites[best] and state.affordable[best]):
            return
        open_sites[best] = False
        if not state.uncrowded(best):
            continue
        state.add(best)
        after = state.values()
        changed = np.flatnonzero(after != values)
        gains -= state.seen_by[changed].T @ (values - after)[changed]
        values = after


def _swap(state: _State) -> None:
    """Exchange one chosen site for a better one while it pays."""
    for _ in range(PASSES):
        improved = False
        for old in list(state.chosen):
            state.add(old, -1)
            gains = state.covers @ state.values() - state.penalty
            possible = state.affordable
            possible[state.chosen] = False
            best = int(np.argmax(np.where(possible, gains, -np.inf)))
            improved |= gains[best] > gains[old] * (1 + 1e-12) + 1e-15
            state.add(best if gains[best] > gains[old] * (1 + 1e-12) + 1e-15 else old)
        if not improved:
            return


def _gain(state: _State) -> float:
    """Worth seen less penalties, up to a constant."""
    seen = float(state.worth[state.depth > 0].sum())
    again = float((state.area * np.maximum(state.depth - 1, 0)).sum())
    return seen - state.problem.overlap_penalty * again - float(state.penalty[state.chosen].sum())


def online_bound(problem: "SitingProblem", chosen: IntArray) -> float:
    """Upper bound of the gain from what is left to gain after half and all of the steps (Leskovec et al. 2007, eq. 4).

    With g the monotone part of the gain and c the penalties, any allowed set O gains at most g(S) plus the
    largest sum of g(j | S) - c(j) that the count and the budget allow. Floors and cap only make O smaller.
    """
    state = _State(problem)
    area = problem.overlap_penalty * state.area
    value = np.where(state.depth > 0, 0.0, state.worth + area)
    penalty = state.covers @ area + state.penalty
    reached, bound = 0.0, np.inf
    looks = (len(chosen) // 2, len(chosen))  # the bound is tightest late in the run
    for step in range(len(chosen) + 1):
        if step in looks:
            left = np.maximum(state.covers @ value - penalty, 0.0)
            bound = min(bound, reached + _most(left, state))
        if step < len(chosen):
            cells = state.cells(int(chosen[step]))
            reached += float(value[cells].sum())
            value[cells] = 0.0
    return bound


def _most(gains: FloatArray, state: _State) -> float:
    """Largest sum of gains within the count, and within the budget when the last one may be cut."""
    problem = state.problem
    best = np.inf
    if problem.count is not None:
        size = min(problem.count, len(gains))
        best = float(np.partition(gains, len(gains) - size)[len(gains) - size :].sum()) if size else 0.0
    if problem.budget is not None:
        order = np.argsort(-gains / np.maximum(state.cost, 1e-12))
        spent = np.cumsum(state.cost[order])
        share = np.clip(
            (problem.budget - (spent - state.cost[order])) / np.maximum(state.cost[order], 1e-12), 0.0, 1.0
        )
        best = min(best, float((gains[order] * share).sum()))
    return best
