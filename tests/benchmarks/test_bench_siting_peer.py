"""The exact answer beside that of spopt (PySAL) with its own solver, on one instance in one run."""

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist

from maps.balance.siting import SitingProblem, SitingStatus, site_exact

spopt_locate = pytest.importorskip("spopt.locate")
pulp = pytest.importorskip("pulp")

#: PuLP 3.3 announces PuLP 4, which spopt 0.7 does not know yet.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

SITES, CELLS, COUNT, RADIUS = 300, 1500, 12, 0.09


@pytest.fixture(scope="module")
def town():
    rng = np.random.default_rng(6)
    return cdist(rng.random((CELLS, 2)), rng.random((SITES, 2))), rng.integers(1, 50, CELLS).astype(float)


def ours(distance, worth):
    covers = sparse.csr_matrix((distance <= RADIUS).T)
    return site_exact(SitingProblem(covers, worth, count=COUNT))


def theirs(distance, worth):
    model = spopt_locate.MCLP.from_cost_matrix(distance, worth, RADIUS, COUNT)
    return model.solve(pulp.PULP_CBC_CMD(msg=False))


@pytest.mark.benchmark(group="exact siting")
def test_ours(benchmark, town):
    answer = benchmark.pedantic(ours, args=town, rounds=3)
    assert answer.status is SitingStatus.OPTIMAL
    assert answer.gain == pytest.approx(pulp.value(theirs(*town).problem.objective))


@pytest.mark.benchmark(group="exact siting")
def test_spopt_with_cbc(benchmark, town):
    benchmark.pedantic(theirs, args=town, rounds=3)
