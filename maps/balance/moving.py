"""Move or remove: which cameras in place would serve more elsewhere, and which can go with the least loss.

A camera that stands is a candidate chosen at the start. Moving it is leaving it out and choosing a pose of its kind;
removing it is leaving it out. With S the cameras that may move and k the moves:

    max  worth seen    s.t.  sum_{j in S} y_j >= |S| - k,   sum_{j of kind g} y_j <= |S of kind g|,
                             sum_{j not in S} c_j y_j <= budget

and otherwise the maximal covering of `siting`; gains are told above what the cameras in place see now.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from maps.balance.shapes import sums
from maps.balance.siting import (
    Siting,
    SitingProblem,
    SitingStatus,
    Watch,
    answer_of,
    gain_of,
    merged,
    site_exact,
)
from maps.errors import AnalysisError
from maps.progress import Progress, no_progress

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

#: Cameras tried at each step of the greedy answer: those whose removal loses least.
TRIED = 12
#: Gains below this share of the worth are rounding.
TINY = 1e-12


@dataclass(frozen=True)
class Moving:
    """Which cameras leave and which poses are taken.

    Attributes
    ----------
    left : ndarray of int
        Candidates that stood and leave, the least loss first.
    taken : ndarray of int
        Poses taken; of a move, ``taken[i]`` is where ``left[i]`` goes.
    lost, gained : ndarray
        Worth that only each camera that leaves saw, and that only each pose taken sees in the end.
    gain, bound, gap : float
        Worth seen in the end less that seen now (a loss is negative), its proved upper bound, the gap; the greedy
        answer has no bound (infinite).
    status : SitingStatus
    """

    left: IntArray
    taken: IntArray
    lost: FloatArray
    gained: FloatArray
    gain: float
    bound: float
    gap: float
    status: SitingStatus


def moving_problem(problem: SitingProblem, standing: BoolArray, moves: int, kind: IntArray) -> SitingProblem:
    """Return a problem in which up to `moves` of the standing candidates may go elsewhere.

    Raises
    ------
    AnalysisError
        No camera may be moved.
    """
    here = np.flatnonzero(standing)
    if not len(here):
        raise AnalysisError(("movable",))
    least = max(len(here) - moves, 0)
    base = gain_of(replace(problem, base=0.0), here)
    return replace(
        problem,
        count=len(here),
        standing=standing,
        least_standing=least,
        kind=kind,
        base=base,
    )


def removal_problem(problem: SitingProblem, removed: int) -> SitingProblem:
    """Return a problem whose candidates all stand and of which `removed` are to go, with the least loss."""
    size = problem.covers.shape[0]
    if not size:
        raise AnalysisError(("movable",))
    base = gain_of(replace(problem, base=0.0), np.arange(size))
    standing = np.ones(size, bool)
    return replace(problem, count=max(size - removed, 0), budget=None, standing=standing, base=base)


def move_cameras(
    problem: SitingProblem,
    *,
    exact: bool = True,
    gap: float = 0.01,
    seconds: float = 60.0,
    progress: Progress = no_progress,
    watch: Watch | None = None,
) -> Moving:
    """Answer a problem of `moving_problem` or `removal_problem`: greedily, or exactly from the greedy answer.

    Floors that no set of cameras can meet make it INFEASIBLE. A floor already broken where the cameras stand now is
    kept from falling only by the caller's choice of the floors.
    """
    small = merged(problem)
    start = _greedy(small)
    quick = answer_of(problem, start, np.inf, SitingStatus.GREEDY)
    if not exact:
        return _moving(problem, quick)
    return _moving(
        problem, site_exact(problem, gap=gap, seconds=seconds, start=start, progress=progress, watch=watch)
    )


def paired(
    left: IntArray, taken: IntArray, kind: IntArray, x: FloatArray, y: FloatArray
) -> tuple[IntArray, IntArray]:
    """Tell which camera goes to which pose, so that they travel the least in all; kinds are kept.

    Returns
    -------
    left, taken : ndarray of int
        The same candidates, paired; a camera without a pose (removed) comes last.
    """
    first, second = left[:0], taken[:0]
    for each in np.unique(kind[left]):
        mine, theirs = left[kind[left] == each], taken[kind[taken] == each]
        metres = np.hypot(x[mine][:, None] - x[theirs][None, :], y[mine][:, None] - y[theirs][None, :])
        row, column = linear_sum_assignment(metres)
        first, second = np.concatenate([first, mine[row]]), np.concatenate([second, theirs[column]])
    return np.concatenate([first, np.setdiff1d(left, first)]), second


def _moving(problem: SitingProblem, found: Siting) -> Moving:
    standing = np.flatnonzero(np.asarray(problem.standing, bool))
    chosen = found.chosen
    if found.status is SitingStatus.INFEASIBLE:
        nothing = np.empty(0)
        none = np.empty(0, np.int64)
        return Moving(none, none, nothing, nothing, 0.0, 0.0, 0.0, found.status)
    if problem.least_standing is not None:
        found = answer_of(problem, _put_back(problem, standing, chosen), found.bound, found.status)
        chosen = found.chosen
    left, taken = np.setdiff1d(standing, chosen), np.setdiff1d(chosen, standing)
    lost = _alone(problem, standing)[np.searchsorted(standing, left)]
    order = np.argsort(lost, kind="stable")
    alone = dict(zip(chosen.tolist(), found.unique.tolist(), strict=True))
    gained = np.array([alone[int(pose)] for pose in taken])
    return Moving(left[order], taken, lost[order], gained, found.gain, found.bound, found.gap, found.status)


def _put_back(problem: SitingProblem, standing: IntArray, chosen: IntArray) -> IntArray:
    """Leave in place the cameras that would go without a pose to go to: only a removal takes cameras away."""
    kind = np.zeros(problem.covers.shape[0], np.int64) if problem.kind is None else np.asarray(problem.kind)
    lost = _alone(problem, standing)
    kept = [chosen]
    for each in np.unique(kind[standing]):
        left = np.setdiff1d(standing[kind[standing] == each], chosen)
        spare = len(left) - int((kind[np.setdiff1d(chosen, standing)] == each).sum())
        order = np.argsort(-lost[np.searchsorted(standing, left)], kind="stable")
        kept.append(left[order][: max(spare, 0)])
    return np.sort(np.concatenate(kept))


def _alone(problem: SitingProblem, chosen: IntArray) -> FloatArray:
    """Worth that only each of some candidates sees, the others of them and the existing cameras staying."""
    covers = sparse.csr_matrix(problem.covers, dtype=np.float64)[chosen]
    existing = 0.0 if problem.existing is None else np.asarray(problem.existing, float)
    depth = existing + np.asarray(covers.sum(axis=0)).ravel()
    return np.asarray(covers @ np.where(depth == 1, np.asarray(problem.worth, float), 0.0))


def _greedy(problem: SitingProblem) -> IntArray:
    """Exchange one camera for one pose, the best pair first, while it pays; or take away the least useful."""
    state = _Standing(problem)
    if problem.least_standing is None:  # removal
        size = problem.count if problem.count is not None else len(state.chosen)
        while len(state.chosen) > size:
            state.drop(state.least(1)[0])
        return np.array(sorted(state.chosen), np.int64)
    moves = len(state.chosen) - problem.least_standing
    for _ in range(moves):
        best = max((state.exchange(old) for old in state.least(TRIED)), default=None)
        if best is None or best[0] <= TINY:
            break
        state.drop(best[1])
        state.add(best[2])
        state.pay(best[2])
    return np.array(sorted(state.chosen), np.int64)


class _Standing:
    """What the chosen candidates see while they are exchanged."""

    def __init__(self, problem: SitingProblem) -> None:
        self.problem = problem
        self.covers = sparse.csr_matrix(problem.covers, dtype=np.float64)
        self.worth = np.asarray(problem.worth, float)
        self.standing = np.asarray(problem.standing, bool)
        self.chosen = [int(each) for each in np.flatnonzero(self.standing)]
        existing = (
            np.zeros(len(self.worth)) if problem.existing is None else np.asarray(problem.existing, float)
        )
        self.depth = existing + np.asarray(self.covers[self.chosen].sum(axis=0)).ravel()
        self.left = np.inf if problem.budget is None else problem.budget

    def pay(self, candidate: int) -> None:
        """Spend what a pose costs."""
        if self.problem.cost is not None:
            self.left -= float(self.problem.cost[candidate])

    def cells(self, candidate: int) -> IntArray:
        first, last = self.covers.indptr[candidate : candidate + 2]
        found: IntArray = self.covers.indices[first:last]
        return found

    def drop(self, candidate: int) -> None:
        self.chosen.remove(candidate)
        self.depth[self.cells(candidate)] -= 1

    def add(self, candidate: int) -> None:
        self.chosen.append(candidate)
        self.depth[self.cells(candidate)] += 1

    def least(self, count: int) -> list[int]:
        """Chosen cameras in place whose removal loses least and breaks no floor."""
        mine = [each for each in self.chosen if self.standing[each]]
        alone = self.covers[mine] @ np.where(self.depth == 1, self.worth, 0.0)
        found: list[int] = []
        for place in np.argsort(alone, kind="stable"):
            if len(found) < count and self._floors_hold(mine[int(place)]):
                found.append(mine[int(place)])
        return found or (mine[:1] if self.problem.least_standing is None else [])

    def exchange(self, old: int) -> tuple[float, int, int]:
        """Best gain of exchanging a camera for a pose of its kind: (gain, camera, pose)."""
        cells = self.cells(old)
        lost = float(self.worth[cells][self.depth[cells] == 1].sum())
        self.depth[cells] -= 1
        gains = self.covers @ np.where(self.depth == 0, self.worth, 0.0)
        self.depth[cells] += 1
        possible = ~self.standing
        if self.problem.kind is not None:
            possible = possible & (np.asarray(self.problem.kind) == self.problem.kind[old])
        if self.problem.cost is not None:
            possible &= np.asarray(self.problem.cost, float) <= self.left
        possible[self.chosen] = False
        best = int(np.argmax(np.where(possible, gains, -np.inf)))
        return (float(gains[best]) - lost if possible[best] else -np.inf), old, best

    def _floors_hold(self, leaving: int) -> bool:
        problem = self.problem
        if not problem.floors or problem.zone is None:
            return True
        cells = self.cells(leaving)
        zones = np.unique(problem.zone[cells])
        depth = self.depth.copy()
        depth[cells] -= 1
        seen = sums(problem.zone, np.where(depth > 0, self.worth, 0.0), int(problem.zone.max()) + 1)
        full = sums(problem.zone, self.worth, int(problem.zone.max()) + 1)
        return all(
            seen[z] >= problem.floors[z] * full[z] - 1e-9 for z in zones.tolist() if z in problem.floors
        )
