"""HiGHS on one integer programme, and the process that runs it apart: `python -m maps.balance.solver`.

The first relaxation of a hard programme cannot be interrupted from within (measured: up to 16 s); a process can be
ended at any moment. The programme comes on standard input and news goes out on standard output, both pickled: the
process is the program's own child and reads nothing else.
"""

import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import highspy
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Called with the best value found and the proved bound; returns whether to stop.
Listen = Callable[[float, float], bool]


@dataclass(frozen=True)
class Programme:
    """Maximise ``objective @ columns + offset`` with ``rows @ columns <= upper``; columns lie in 0-1.

    Attributes
    ----------
    start, index, value : ndarray
        The rows, compressed.
    objective, upper : ndarray
    offset : float
    whole : int
        The first columns, which are 0 or 1.
    first : ndarray
        A feasible answer to begin with (columns,).
    gap, seconds : float
        When to stop.
    """

    start: IntArray
    index: IntArray
    value: FloatArray
    objective: FloatArray
    upper: FloatArray
    offset: float
    whole: int
    first: FloatArray
    gap: float
    seconds: float


@dataclass(frozen=True)
class Found:
    """What the solver found.

    Attributes
    ----------
    columns : ndarray or None
        None where it found no answer in the time.
    value, bound : float
        Of the answer; proved upper bound.
    proved, infeasible : bool
    """

    columns: FloatArray | None
    value: float
    bound: float
    proved: bool
    infeasible: bool = False


def solve(programme: Programme, listen: Listen) -> Found:
    """Solve a programme; `listen` is called from the solver as the bounds close."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", programme.gap)
    solver.setOptionValue("time_limit", programme.seconds)
    # Merging has done the work of presolve, which took 23 s of 25 on 12,000 candidates and 16,000 cells.
    solver.setOptionValue("presolve", "off")
    solver.passModel(_lp(programme))
    first = highspy.HighsSolution()
    first.col_value = programme.first.tolist()
    solver.setSolution(first)

    def news(event: Any) -> None:
        value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        known = abs(value) < highspy.kHighsInf and abs(bound) < highspy.kHighsInf
        if listen(float(value), float(bound)) if known else listen(-np.inf, np.inf):
            event.interrupt()

    for callback in (solver.cbMipInterrupt, solver.cbMipLogging):
        callback.subscribe(news)
    solver.run()
    solver.disableCallbacks()
    return _found(solver)


def _found(solver: highspy.Highs) -> Found:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Found(None, -np.inf, np.inf, True, infeasible=True)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Found(None, -np.inf, np.inf, False)
    value = float(info.objective_function_value)
    # A model without branching has no dual bound of its own: its optimum is one.
    bound = float(info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else value
    columns = np.array(solver.getSolution().col_value)
    return Found(columns, value, bound, status == highspy.HighsModelStatus.kOptimal)


def _lp(programme: Programme) -> highspy.HighsLp:
    columns = len(programme.objective)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(programme.upper)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.offset_ = programme.objective, programme.offset
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = np.full(len(programme.upper), -highspy.kHighsInf), programme.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = programme.start
    lp.a_matrix_.index_ = programme.index
    lp.a_matrix_.value_ = programme.value
    kinds = [highspy.HighsVarType.kInteger] * programme.whole
    lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (columns - programme.whole)
    return lp


def serve(source: BinaryIO, news: BinaryIO) -> None:
    """Read one programme, tell the bounds as they close, and give what was found."""
    told: list[tuple[float, float]] = [(-np.inf, np.inf)]

    def listen(value: float, bound: float) -> bool:
        if (value, bound) != told[0]:
            told[0] = (value, bound)
            pickle.dump((value, bound), news)
            news.flush()
        return False

    found = solve(pickle.load(source), listen)
    pickle.dump(found, news)
    news.flush()


if __name__ == "__main__":
    from maps.balance import solver  # what goes back is then known by the name that the parent knows

    solver.serve(sys.stdin.buffer, sys.stdout.buffer)
