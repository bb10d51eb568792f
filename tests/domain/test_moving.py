"""Move or remove: against all exchanges, kinds and floors kept, pairs that travel least."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import sparse
from scipy.spatial.distance import cdist

from maps.balance.moving import move_cameras, moving_problem, paired, removal_problem
from maps.balance.siting import SitingProblem, SitingStatus, gain_of
from maps.errors import AnalysisError

STANDING, POSES = 5, 8


def town(seed, cells=30, **values):
    """Cameras in place crowded in a corner, then poses anywhere; a cell is seen from within 0.3."""
    rng = np.random.default_rng(seed)
    places = np.concatenate([rng.random((STANDING, 2)) * 0.3, rng.random((POSES, 2))])
    cells_xy = rng.random((cells, 2))
    covers = sparse.csr_matrix(cdist(places, cells_xy) < 0.3)
    return SitingProblem(covers, rng.integers(1, 9, cells).astype(float), count=STANDING, **values)


STANDS = np.arange(STANDING + POSES) < STANDING


def best_exchange(problem, moves, kind):
    """Best worth over all exchanges of up to `moves` cameras, kinds kept: slow and plain."""
    best = 0.0
    for size in range(1, moves + 1):
        for gone in combinations(range(STANDING), size):
            for taken in combinations(range(STANDING, STANDING + POSES), size):
                if sorted(kind[list(gone)]) == sorted(kind[list(taken)]):
                    chosen = np.array([*(i for i in range(STANDING) if i not in gone), *taken])
                    best = max(best, gain_of(problem, chosen))
    return best


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=8, deadline=None)
def test_moving_is_the_best_of_all_exchanges(seed, two_kinds):
    kind = np.arange(STANDING + POSES) % 2 if two_kinds else np.zeros(STANDING + POSES, int)
    problem = moving_problem(town(seed), STANDS, 2, kind)
    exact, quick = move_cameras(problem), move_cameras(problem, exact=False)
    assert exact.gain == pytest.approx(best_exchange(problem, 2, kind))
    assert -1e-9 <= quick.gain <= exact.gain + 1e-9
    assert len(exact.taken) == len(exact.left) <= 2, "no camera goes without a place to go to"
    assert exact.status in (SitingStatus.OPTIMAL, SitingStatus.WITHIN_GAP)
    assert exact.gain <= exact.bound + 1e-6
    assert quick.status is SitingStatus.GREEDY


@given(st.integers(0, 10_000), st.integers(1, 3))
@settings(max_examples=8, deadline=None)
def test_removing_loses_the_least(seed, removed):
    whole = town(seed)
    problem = removal_problem(SitingProblem(whole.covers[:STANDING], whole.worth, count=1), removed)
    least = max(
        gain_of(problem, np.array([i for i in range(STANDING) if i not in gone]))
        for gone in combinations(range(STANDING), removed)
    )
    exact, quick = move_cameras(problem), move_cameras(problem, exact=False)
    assert exact.gain == pytest.approx(least) and exact.gain <= 0
    assert quick.gain <= exact.gain + 1e-9
    assert len(exact.left) == len(quick.left) == removed and len(exact.taken) == 0
    assert (np.diff(exact.lost) >= 0).all()


def test_a_camera_that_sees_what_another_sees_is_the_first_to_go():
    covers = sparse.csr_matrix(np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], bool))
    worth = np.array([5.0, 5.0, 1.0, 9.0])
    standing = np.array([True, True, True, False])
    found = move_cameras(moving_problem(SitingProblem(covers, worth, count=3), standing, 1, np.zeros(4, int)))
    assert found.left.tolist()[0] in (0, 1) and found.taken.tolist() == [3]
    assert found.gain == pytest.approx(9) and found.lost.tolist() == [0] and found.gained.tolist() == [9]


def test_where_no_move_helps_none_is_made():
    covers = sparse.csr_matrix(np.array([[1, 0], [0, 1], [1, 0]], bool))
    standing = np.array([True, True, False])
    problem = moving_problem(
        SitingProblem(covers, np.array([2.0, 3.0]), count=2), standing, 2, np.zeros(3, int)
    )
    for exact in (True, False):
        found = move_cameras(problem, exact=exact)
        assert found.gain == pytest.approx(0) and (exact or not len(found.left))
    assert move_cameras(problem).gap == 0


def test_a_floor_keeps_a_zone_from_being_stripped():
    covers = sparse.csr_matrix(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], bool))
    worth, zone = np.array([1.0, 5.0, 50.0]), np.array([0, 1, 2])
    base = SitingProblem(covers, worth, count=2, zone=zone, floors={0: 1.0})
    problem = moving_problem(base, np.array([True, True, False]), 1, np.zeros(3, int))
    for exact in (True, False):
        assert move_cameras(problem, exact=exact).left.tolist() == [1]


def test_floors_that_cannot_be_met_are_told():
    covers = sparse.csr_matrix(np.array([[1, 0, 0], [0, 1, 0]], bool))
    base = SitingProblem(covers, np.ones(3), count=1, zone=np.array([0, 1, 2]), floors={2: 1.0})
    found = move_cameras(moving_problem(base, np.array([True, False]), 1, np.zeros(2, int)))
    assert found.status is SitingStatus.INFEASIBLE and not len(found.left)


def test_nothing_that_may_move_is_refused():
    with pytest.raises(AnalysisError, match="movable"):
        moving_problem(town(1), np.zeros(STANDING + POSES, bool), 1, np.zeros(STANDING + POSES, int))


def test_pairs_travel_least_and_keep_their_kind():
    x, y = np.array([0.0, 10.0, 20.0, 11.0, 1.0, 90.0]), np.zeros(6)
    kind = np.array([0, 0, 1, 0, 0, 1])
    left, taken = paired(np.array([0, 1, 2]), np.array([3, 4, 5]), kind, x, y)
    assert dict(zip(left.tolist(), taken.tolist(), strict=True)) == {0: 4, 1: 3, 2: 5}
    left, taken = paired(np.array([0, 1, 2]), np.array([3]), kind, x, y)
    assert left[0] == 1 and len(left) == 3 and taken.tolist() == [3]


def test_what_is_spent_on_moves_is_within_the_budget():
    """Three moves would pay; two can be paid, by the exact answer and by the one at once."""
    covers = sparse.csr_matrix(np.vstack([np.tile([1, 0, 0, 0], (3, 1)), np.eye(4)[1:]]).astype(bool))
    worth, price = np.array([1.0, 5.0, 4.0, 3.0]), np.array([0.0, 0.0, 0.0, 10.0, 10.0, 10.0])
    problem = SitingProblem(covers, worth, count=3, cost=price, budget=25.0)
    moving = moving_problem(problem, np.arange(6) < 3, 3, np.zeros(6, int))
    for exact in (True, False):
        found = move_cameras(moving, exact=exact)
        assert sorted(found.taken.tolist()) == [3, 4] and len(found.left) == 2
        assert found.gain == pytest.approx(9.0)
