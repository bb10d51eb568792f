"""Periods of time: the semesters by which the pact reviews the territory (arts. 6, 17, 20)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included; None leaves an end open.

    Attributes
    ----------
    first, last : date or None
    """

    first: date | None = None
    last: date | None = None

    def holds(self, moment: datetime | date | None) -> bool:
        """Tell whether a moment falls in the period; what has no date falls only in the open one."""
        if moment is None:
            return self.first is None and self.last is None
        day = moment.date() if isinstance(moment, datetime) else moment
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


ALWAYS = Period()


def semester(name: str) -> Period:
    """Return the period of a semester written "2026-1"; ValueError where it is not one."""
    found = re.fullmatch(r"(\d{4})-([12])", name)
    if not found:
        raise ValueError(name)
    year, half = int(found[1]), int(found[2])
    first = date(year, 1 if half == 1 else 7, 1)
    following = date(year, 7, 1) if half == 1 else date(year + 1, 1, 1)
    return Period(first, following - timedelta(days=1))


def semester_of(moment: datetime | date) -> str:
    """Return the name of the semester in which a moment falls, such as "2026-1"."""
    return f"{moment.year}-{1 if moment.month <= 6 else 2}"
