"""The exact answer of siting: the integer programme, solved in a process that can be ended at any moment."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from maps.balance.solver import Found, Programme, solve
from maps.errors import Cancelled
from maps.processes import NO_CONSOLE
from maps.progress import Progress

if TYPE_CHECKING:
    from maps.balance.siting import SitingProblem

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: The objective is scaled to this total worth: HiGHS's tolerances are absolute.
SCALE = 1e5
#: How often the caller is asked whether to go on, seconds.
POLL_S = 0.05
#: Programmes with no more entries than this are solved within the process: starting another costs 0.3 s.
SMALL = 20_000
#: How long a cancelled solver of a small programme is waited for, seconds.
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
    programme = _programme(problem, start, bounds, scale)
    news = _News()
    run = _within if len(programme.value) <= SMALL else _apart
    found = run(programme, news, lambda: _ask(news, scale, progress, watch))
    if found is None or (found.columns is None and not found.infeasible):
        return start, float(np.sum(problem.worth)), False
    if found.columns is None:
        return None
    chosen = np.flatnonzero(found.columns[: programme.whole] > 0.5).astype(np.int64)
    if watch is not None:
        watch(found.value / scale, found.bound / scale)
    return chosen, found.bound / scale, found.proved


class _News:
    """What the solver says, and what it is told."""

    cancelled = False
    bounds: tuple[float, float] | None = None
    found: Found | None = None

    def listen(self, value: float, bound: float) -> bool:
        """Take the bounds; an exception must not cross the solver, so the answer asks it to stop."""
        if np.isfinite(value) and np.isfinite(bound):
            self.bounds = (value, bound)
        return self.cancelled


def _ask(news: _News, scale: float, progress: Progress, watch: Callable[[float, float], None] | None) -> None:
    """Tell how far the bounds have closed; the caller's progress may raise `Cancelled`."""
    gain, bound = news.bounds or (0.0, 0.0)
    progress(min(max(gain / bound, 0.0), 1.0) if bound > 0 else 0.0)
    if news.bounds is not None and watch is not None:
        watch(gain / scale, bound / scale)


def _within(programme: Programme, news: _News, ask: Callable[[], None]) -> Found | None:
    """Solve in a thread; a small programme stops soon at its next check."""

    def run() -> None:
        news.found = solve(programme, news.listen)

    thread = Thread(target=run, name="siting")  # not daemonic: the process must outlive the solver
    thread.start()
    try:
        while thread.is_alive():
            thread.join(POLL_S)
            ask()
    except Cancelled:
        news.cancelled = True
        thread.join(PATIENCE_S)
        raise
    return news.found


def _apart(programme: Programme, news: _News, ask: Callable[[], None]) -> Found | None:
    """Solve in a process; when cancelled it is ended. None where it dies."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "maps.balance.solver"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=NO_CONSOLE,
        cwd=Path(__file__).resolve().parents[2],
    )
    thread = Thread(target=_converse, args=(worker, programme, news), name="siting", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(POLL_S)
            ask()
    finally:
        if worker.poll() is None and news.found is None:
            worker.kill()
        worker.wait()
        thread.join()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                pipe.close()
    return news.found


def _converse(worker: "subprocess.Popen[bytes]", programme: Programme, news: _News) -> None:
    """Hand over the programme and take the news until the answer, or the end of the process."""
    if worker.stdin is None or worker.stdout is None:
        return
    try:
        pickle.dump(programme, worker.stdin)
        worker.stdin.flush()
        while news.found is None:
            told: Any = pickle.load(worker.stdout)
            if isinstance(told, Found):
                news.found = told
            else:
                news.listen(*told)
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        return  # the process was ended, by us or by the system


def _programme(problem: "SitingProblem", start: IntArray, bounds: Bounds, scale: float) -> Programme:
    """Lay the columns, candidates then cells, and the rows; see the formulation of `siting`."""
    covers = sparse.csr_matrix(problem.covers, dtype=np.float64)
    sites, cells = covers.shape
    existing = np.asarray(problem.existing, float)
    area, worth = np.asarray(problem.area_m2, float), np.asarray(problem.worth, float)
    reach = covers @ area
    y = -problem.overlap_penalty * reach
    if problem.privacy_penalty is not None:
        y = y - np.asarray(problem.privacy_penalty, float)
    rows = [sparse.hstack([-covers.T, sparse.identity(cells)])]
    upper = [existing]
    for row, limit in _limits(problem, reach, existing, area, worth):
        rows.append(sparse.csr_matrix(row))
        upper.append(np.array([limit]))
    seen = existing > 0
    offset = -float(worth[seen].sum()) - problem.overlap_penalty * float(area[seen].sum()) - problem.base
    matrix = sparse.csr_matrix(sparse.vstack(rows))
    chosen = np.zeros(sites)
    chosen[start] = 1.0
    return Programme(
        matrix.indptr,
        matrix.indices,
        matrix.data,
        np.concatenate([y, worth + problem.overlap_penalty * area]) * scale,
        np.concatenate(upper),
        offset * scale,
        sites,
        np.concatenate([chosen, np.minimum(existing + covers.T @ chosen, 1.0)]),
        bounds.gap,
        bounds.seconds,
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
    found += _kept_standing(problem, cells)
    return found


def _kept_standing(problem: "SitingProblem", cells: int) -> list[tuple[FloatArray, float]]:
    """Rows of the cameras that stand: how many stay at least, and of each kind no more than there are."""
    if problem.standing is None:
        return []
    standing, none = np.asarray(problem.standing, bool), np.zeros(cells)
    found = []
    if problem.least_standing is not None:
        found.append((np.concatenate([-standing.astype(float), none]), -float(problem.least_standing)))
    if problem.kind is not None:
        for kind in np.unique(problem.kind):
            mine = np.asarray(problem.kind) == kind
            found.append((np.concatenate([mine.astype(float), none]), float((mine & standing).sum())))
    return found
