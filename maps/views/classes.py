"""Classes of numbers and categories of codes, for maps: natural breaks, quantiles, equal intervals.

Classes close on the right: a value equal to a break belongs to the class below it, as in mapclassify and QGIS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

FEWEST, MOST = 2, 9
#: More categories than these are not told apart on a map; the rarest go together.
MOST_CATEGORIES = 9
#: Natural breaks are exact up to so many different values; beyond, values are grouped by rank first.
EXACT_VALUES = 1000


class Method(Enum):
    """How numbers are cut into classes."""

    JENKS = "jenks"
    QUANTILES = "quantiles"
    EQUAL = "equal"


class Notice(Enum):
    """What keeps classes from being as they were asked."""

    NO_VALUES = "no_values"
    ONE_VALUE = "one_value"
    FEWER_CLASSES = "fewer_classes"
    MORE_CATEGORIES = "more_categories"


@dataclass(frozen=True)
class Classes:
    """Numbers cut into classes.

    Attributes
    ----------
    lower : float
        The least value; nan where there is none.
    breaks : tuple of float
        Upper end of each class, rising; the last is the largest value.
    codes : ndarray of int, shape (n,)
        Class of each value from 0, -1 for a missing one.
    notice : Notice or None
    """

    lower: float
    breaks: tuple[float, ...]
    codes: NDArray[np.int64]
    notice: Notice | None = None

    @property
    def counts(self) -> tuple[int, ...]:
        """Values of each class."""
        return tuple(int((self.codes == each).sum()) for each in range(len(self.breaks)))

    @property
    def missing(self) -> int:
        """How many values are missing."""
        return int((self.codes < 0).sum())

    @property
    def bounds(self) -> tuple[tuple[float, float], ...]:
        """Lower and upper end of each class."""
        return tuple(zip((self.lower, *self.breaks), self.breaks, strict=False))


@dataclass(frozen=True)
class Categories:
    """Values told apart, the commonest first or in the order of their code list.

    Attributes
    ----------
    values : tuple
        One a category; the last is None where the rarest go together.
    codes : ndarray of int, shape (n,)
        Category of each value from 0, -1 for a missing one.
    together : int
        Different values in the last category, 0 where each has its own.
    notice : Notice or None
    """

    values: tuple[Any, ...]
    codes: NDArray[np.int64]
    together: int = 0
    notice: Notice | None = None

    @property
    def counts(self) -> tuple[int, ...]:
        """Rows of each category."""
        return tuple(int((self.codes == each).sum()) for each in range(len(self.values)))

    @property
    def missing(self) -> int:
        """How many rows have no value."""
        return int((self.codes < 0).sum())


def classify(values: Sequence[float | None] | NDArray[np.float64], method: Method, count: int) -> Classes:
    """Cut numbers into classes.

    Parameters
    ----------
    values : sequence of float, length n
        None, nan and infinities are missing.
    method : Method
    count : int
        Classes wanted, `FEWEST` to `MOST`; with fewer different values there are fewer classes and a notice.

    Returns
    -------
    Classes
    """
    numbers = np.array([np.nan if each is None else each for each in values], dtype=float)
    known = numbers[np.isfinite(numbers)]
    codes = np.full(len(numbers), -1, dtype=np.int64)
    if not len(known):
        return Classes(float("nan"), (), codes, Notice.NO_VALUES)
    wanted = min(max(count, FEWEST), MOST)
    breaks = _breaks(known, method, wanted)
    present = np.isfinite(numbers)
    codes[present] = np.searchsorted(breaks[:-1], numbers[present], side="left")
    notice = Notice.ONE_VALUE if len(breaks) == 1 else Notice.FEWER_CLASSES if len(breaks) < wanted else None
    return Classes(float(known.min()), tuple(breaks.tolist()), codes, notice)


def _breaks(known: NDArray[np.float64], method: Method, count: int) -> NDArray[np.float64]:
    different, times = np.unique(known, return_counts=True)
    if len(different) == 1:
        return different
    if method is Method.EQUAL:
        return np.linspace(different[0], different[-1], count + 1)[1:]
    if len(different) <= count:
        return different
    if method is Method.QUANTILES:
        return np.unique(np.quantile(known, np.arange(1, count + 1) / count))
    return natural_breaks(different, times, count)


def natural_breaks(
    different: NDArray[np.float64], times: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Return the upper ends of the classes with the least sum of squared deviations from their means.

    Exact dynamic programme (W. D. Fisher, "On grouping for maximum homogeneity", JASA 53, 1958; G. F. Jenks, 1967).

    Parameters
    ----------
    different : ndarray, shape (n,)
        Different values, rising.
    times : ndarray of int, shape (n,)
        How often each occurs.
    count : int
        At most n.
    """
    if len(different) > EXACT_VALUES:
        different, times = _by_rank(different, times)
    weight = np.concatenate([[0.0], np.cumsum(times)])
    centred = different - np.average(different, weights=times)
    total = np.concatenate([[0.0], np.cumsum(centred * times)])
    squares = np.concatenate([[0.0], np.cumsum(centred**2 * times)])
    size = len(different)
    cost = _deviations(weight, total, squares)
    best, starts = cost[:, 0].copy(), []
    through, places = np.empty_like(cost), np.arange(size)
    for _class in range(1, count):
        np.add(cost, np.concatenate([[np.inf], best[:-1]]), out=through)
        starts.append(through.argmin(axis=1))
        best = through[places, starts[-1]]
    ends, end = [size - 1], size - 1
    for start in reversed(starts):
        end = int(start[end]) - 1
        ends.append(end)
    return different[ends[::-1]]


def _deviations(
    weight: NDArray[np.float64], total: NDArray[np.float64], squares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the sum of squared deviations of the class from value f to value l at [l, f]; infinite where f > l."""
    cost = total[1:, None] - total[None, :-1]
    np.square(cost, out=cost)
    rows = weight[1:, None] - weight[None, :-1]
    rows[rows <= 0] = np.nan
    cost /= rows
    np.subtract(squares[1:, None], cost, out=cost)
    cost -= squares[None, :-1]
    cost[np.isnan(cost)] = np.inf
    return cost


def _by_rank(
    different: NDArray[np.float64], times: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Group neighbouring values so that `EXACT_VALUES` remain; each group goes by its largest."""
    groups = np.arange(len(different)) * EXACT_VALUES // len(different)
    ends = np.flatnonzero(np.append(groups[1:] != groups[:-1], True))
    return different[ends], np.bincount(groups, weights=times).astype(np.int64)


def categorise(values: Sequence[Any], order: Sequence[Any] = (), most: int = MOST_CATEGORIES) -> Categories:
    """Tell values apart.

    Parameters
    ----------
    values : sequence, length n
        None, "" and [] are missing; of a list the first counts.
    order : sequence
        Values in the order of their code list; those not in it follow, the commonest first.
    most : int
        More different values than these, and the rarest go together in the last category, with a notice.
    """
    singles = [_single(each) for each in values]
    counts: dict[Any, int] = {}
    for each in singles:
        if each is not None:
            counts[each] = counts.get(each, 0) + 1
    by_count = sorted(counts, key=lambda each: (-counts[each], str(each)))
    apart = by_count if len(by_count) <= most else by_count[: most - 1]
    listed = {each: place for place, each in enumerate(order)}
    if order:
        apart = sorted(apart, key=lambda each: listed.get(each, len(listed)))
    together = len(by_count) - len(apart)
    place = {each: number for number, each in enumerate(apart)}
    codes = np.array(
        [-1 if each is None else place.get(each, len(apart)) for each in singles], dtype=np.int64
    )
    notice = Notice.MORE_CATEGORIES if together else None
    notice = notice or (Notice.NO_VALUES if not apart else Notice.ONE_VALUE if len(apart) == 1 else None)
    return Categories((*apart, *([None] if together else [])), codes, together, notice)


def _single(value: Any) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    return None if value == "" or value != value else value
