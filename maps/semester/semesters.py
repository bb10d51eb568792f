"""The words of the comparison of semesters: which may be compared, with what, and how it can end.

Light on purpose: the window knows them before it loads any analysis.
"""

from collections.abc import Iterable
from typing import Final

from maps.period import semester

#: What a semester is compared with, where not with one that is named.
PREVIOUS: Final = "previous"
MEAN: Final = "mean"
#: The mean of earlier semesters takes so many at most.
YEARS_OF_MEAN: Final = 3

#: Outcomes of a comparison.
RISE: Final = "rise"
FALL: Final = "fall"
CHANCE: Final = "chance"


def same_semesters(name: str, known: Iterable[str]) -> list[str]:
    """Return the semesters of earlier years in the same half of the year as `name`, the latest first.

    Raises
    ------
    ValueError
        `name` is not a semester such as "2026-1".
    """
    semester(name)
    year, half = name.split("-")
    earlier = (each for each in set(known) if each.endswith(f"-{half}") and each < f"{year}-")
    return sorted(earlier, reverse=True)
