"""The exact answer of siting: the integer programme handed to HiGHS."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from maps.errors import Cancelled
from maps.progress import Progress

if TYPE_CHECKING:
    from maps.balance.siting import SitingProblem

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: The objective is scaled to this total worth: HiGHS's tolerances are absolute.
SCALE = 1e5
#: How often the caller is asked whether to go on, seconds.
POLL_S = 0.05
#: How long a cancelled solver is waited for, seconds.
PATIENCE_S = 0.3


@dataclass(frozen=True)
class Bounds:
    """When to stop.

    Attributes
    ----------
    gap : float
        Relative gap that is enough.
    seconds : float
    """

    gap: float
    seconds: float


@dataclass(frozen=True)
class _Model:
    """Columns are the candidates, then the cells; maximise ``objective @ columns + offset``."""

    matrix: sparse.csr_matrix
    objective: FloatArray
    offset: float
    lower: FloatArray
    upper: FloatArray
    sites: int


def solve_milp(
    problem: "SitingProblem",
    start: IntArray,
    bounds: Bounds,
    progress: Progress,
    watch: Callable[[float, float], None] | None,
) -> tuple[IntArray, float, bool] | None:
    """Solve a merged problem.

    Returns
    -------
    chosen : ndarray of int
    bound : float
        Proved upper bound of the gain.
    proved : bool
        The gap asked for was reached.
    None where it is infeasible.

    Raises
    ------
    Cancelled
        When `progress` raised it.
    """
    scale = SCALE / max(float(np.abs(problem.worth).sum()), 1e-300)
    model = _model(problem, scale)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", bounds.gap)
    solver.setOptionValue("time_limit", bounds.seconds)
    # Merging has done the work of presolve, which took 23 s of 25 on 12,000 candidates and 16,000 cells.
    solver.setOptionValue("presolve", "off")
    solver.passModel(_lp(model))
    _warm_start(solver, model, problem, start)
    _run(solver, scale, progress, watch)
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return start, float(np.sum(problem.worth)), False
    values = np.array(solver.getSolution().col_value)[: model.sites]
    # A model without branching has no dual bound of its own: its optimum is one.
    bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else info.objective_function_value
    chosen = np.flatnonzero(values > 0.5).astype(np.int64)
    if watch is not None:
        watch(float(info.objective_function_value) / scale, float(bound) / scale)
    return chosen, float(bound) / scale, status == highspy.HighsModelStatus.kOptimal


def _model(problem: "SitingProblem", scale: float) -> _Model:
    """Lay the columns and rows; see the formulation of `siting`. The objective is multiplied by `scale`."""
    covers = sparse.csr_matrix(problem.covers, dtype=np.float64)
    sites, cells = covers.shape
    existing = np.asarray(problem.existing, float)
    area, worth = np.asarray(problem.area_m2, float), np.asarray(problem.worth, float)
    reach = covers @ area
    y = -problem.overlap_penalty * reach
    if problem.privacy_penalty is not None:
        y = y - np.asarray(problem.privacy_penalty, float)
    x = worth + problem.overlap_penalty * area
    rows = [sparse.hstack([-covers.T, sparse.identity(cells)])]
    upper = [existing]
    for row, limit in _limits(problem, reach, existing, area, worth):
        rows.append(sparse.csr_matrix(row))
        upper.append(np.array([limit]))
    tops = np.concatenate(upper)
    seen = existing > 0
    offset = -float(worth[seen].sum()) - problem.overlap_penalty * float(area[seen].sum())
    return _Model(
        sparse.csr_matrix(sparse.vstack(rows)),
        np.concatenate([y, x]) * scale,
        offset * scale,
        np.full(len(tops), -highspy.kHighsInf),
        tops,
        sites,
    )


def _limits(
    problem: "SitingProblem", reach: FloatArray, existing: FloatArray, area: FloatArray, worth: FloatArray
) -> list[tuple[FloatArray, float]]:
    """Rows ``row @ columns <= limit`` of count, budget, floors and overlap cap."""
    sites, cells = problem.covers.shape
    none = np.zeros(cells)
    found: list[tuple[FloatArray, float]] = []
    if problem.count is not None:
        found.append((np.concatenate([np.ones(sites), none]), float(problem.count)))
    if problem.budget is not None:
        found.append((np.concatenate([np.asarray(problem.cost, float), none]), float(problem.budget)))
    for zone, floor in problem.floors.items():
        inside = np.where(problem.zone == zone, worth, 0.0)
        found.append((np.concatenate([np.zeros(sites), -inside]), -floor * float(inside.sum())))
    if problem.overlap_cap is not None:
        share = 1.0 - problem.overlap_cap
        found.append((np.concatenate([share * reach, -area]), -share * float(existing @ area)))
    return found


def _lp(model: _Model) -> highspy.HighsLp:
    columns = len(model.objective)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(model.upper)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.offset_ = model.objective, model.offset
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = model.lower, model.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.matrix.indptr
    lp.a_matrix_.index_ = model.matrix.indices
    lp.a_matrix_.value_ = model.matrix.data
    kinds = [highspy.HighsVarType.kInteger] * model.sites
    lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (columns - model.sites)
    return lp


def _warm_start(solver: highspy.Highs, model: _Model, problem: "SitingProblem", start: IntArray) -> None:
    """Give the greedy answer as the first incumbent."""
    y = np.zeros(model.sites)
    y[start] = 1.0
    depth = np.asarray(problem.existing, float) + sparse.csr_matrix(problem.covers, dtype=np.float64).T @ y
    solution = highspy.HighsSolution()
    solution.col_value = np.concatenate([y, np.minimum(depth, 1.0)]).tolist()
    solver.setSolution(solution)


class _News:
    """What the solver says from its thread, and what it is told."""

    cancelled = False
    bounds: tuple[float, float] | None = None

    def listen(self, event: Any) -> None:
        """Take the bounds; an exception must not cross the solver, so a flag asks it to stop."""
        gain, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        if abs(gain) < highspy.kHighsInf and abs(bound) < highspy.kHighsInf:
            self.bounds = (float(gain), float(bound))
        if self.cancelled:
            event.interrupt()

    def pause(self, event: Any) -> None:
        """Stop a relaxation that is being solved."""
        if self.cancelled:
            event.interrupt()


def _run(
    solver: highspy.Highs, scale: float, progress: Progress, watch: Callable[[float, float], None] | None
) -> None:
    """Solve in a thread while the caller's progress is asked twenty times a second.

    When cancelled, the solver stops at its next check; where that takes long the thread is left to end by itself.
    """
    news = _News()
    solver.cbMipInterrupt.subscribe(news.listen)
    solver.cbMipLogging.subscribe(news.listen)
    solver.cbSimplexInterrupt.subscribe(news.pause)
    solver.cbIpmInterrupt.subscribe(news.pause)
    thread = Thread(target=solver.run, name="siting")  # not daemonic: the process must outlive the solver
    thread.start()
    try:
        while thread.is_alive():
            thread.join(POLL_S)
            gain, bound = news.bounds or (0.0, 0.0)
            progress(min(max(gain / bound, 0.0), 1.0) if bound > 0 else 0.0)
            if news.bounds is not None and watch is not None:
                watch(gain / scale, bound / scale)
    except Cancelled:
        news.cancelled = True
        thread.join(PATIENCE_S)
        raise
    solver.disableCallbacks()
