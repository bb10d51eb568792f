"""The review of a semester: its offences by zone against the same semester of earlier years (arts. 6, 17, 20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from maps.errors import AnalysisError, InvalidValue, ValueProblem
from maps.period import semester, semester_of
from maps.progress import Progress, no_progress, span
from maps.semester.semesters import CHANCE, MEAN, PREVIOUS, YEARS_OF_MEAN, same_semesters

if TYPE_CHECKING:
    import pandas as pd

    from maps.crime.density import DensityGrid
    from maps.project import Project


@dataclass(frozen=True)
class Review:
    """A semester against the same semester of one or more earlier years.

    Attributes
    ----------
    semester : str
    against : tuple of str
        The semesters compared with, the latest first; of several, their mean.
    category : str
        The only category of offences counted; "" for all.
    zones : DataFrame
        Indexed by fid, see `maps.crime.change.compare`, with ``uid`` and ``name``; what chance explains least first.
    history : DataFrame
        Events by zone (rows) and same semester of every year known (columns, in order of time).
    total : Series
        The comparison of all the events with a zone, as one.
    events, unplaced : tuple of float
        Events of the semesters before (a semester) and after: all, and those in no zone or without a position.
    """

    semester: str
    against: tuple[str, ...]
    category: str
    zones: pd.DataFrame
    history: pd.DataFrame
    total: pd.Series
    events: tuple[float, float]
    unplaced: tuple[float, float]

    @property
    def changed(self) -> pd.DataFrame:
        """The zones whose change chance does not explain."""
        return self.zones[self.zones["outcome"] != CHANCE]


def semester_counts(project: Project, category: str = "") -> pd.DataFrame:
    """Return the events by zone (fid) and semester; the row -1 holds those in no zone.

    Raises
    ------
    AnalysisError
        There are no zones, or no offences with a date.
    """
    import numpy as np

    from maps.balance.risk import zone_of
    from maps.crime.change import counts_by_semester

    zones, events = project.frame("analysis_zone"), project.frame("offence")
    dated = events[events["start_at"].notna()]
    if not len(zones) or not len(dated):
        raise AnalysisError(("analysis_zone",) if not len(zones) else ("offence",))

    def compute() -> pd.DataFrame:
        chosen = dated[dated["category"] == category] if category else dated
        names = [semester_of(moment) for moment in chosen["start_at"]]
        weights = chosen["count"].fillna(1).to_numpy(float)
        zone = zone_of(zones, chosen.geometry.to_numpy())
        counts = counts_by_semester(
            [*zones.index.tolist(), -1], np.where(zone < 0, len(zones), zone), names, weights
        )
        known = sorted({semester_of(moment) for moment in dated["start_at"]})
        return counts.reindex(columns=known, fill_value=0)

    found: pd.DataFrame = project.kept(("semester_counts", category), ("offence", "analysis_zone"), compute)
    return found


def chosen_against(name: str, against: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the semesters to compare with: never of the other half of the year.

    Parameters
    ----------
    name : str
        The semester under review.
    against : str
        "previous", "mean" or a semester.
    known : sequence of str
        Semesters with offences.

    Raises
    ------
    InvalidValue
        `name` is not known, or `against` is not an earlier semester of the same half of the year.
    AnalysisError
        No earlier year has the same semester.
    """
    if name not in known:
        raise InvalidValue("semester", name, ValueProblem.NOT_IN_LIST)
    same = same_semesters(name, known)
    if not same:
        raise AnalysisError(("same_semester",))
    if against == PREVIOUS:
        return (same[0],)
    if against == MEAN:
        return tuple(same[:YEARS_OF_MEAN])
    if against not in same:
        raise InvalidValue("against", against, ValueProblem.NOT_IN_LIST)
    return (against,)


def review(
    project: Project, name: str, against: str = PREVIOUS, category: str = "", progress: Progress = no_progress
) -> Review:
    """Compare the offences of a semester with those of the same semester before, zone by zone.

    Parameters
    ----------
    project : Project
    name : str
        Such as "2026-1".
    against : str
        "previous" (the latest earlier year that has it), "mean" (of three at most) or a semester.
    category : str
        Code of a category of offences; "" for all.

    Raises
    ------
    AnalysisError, InvalidValue
        See `semester_counts` and `chosen_against`.
    """
    from maps.crime.change import compare

    counts = semester_counts(project, category)
    earlier = chosen_against(name, against, counts.columns.tolist())
    progress(0.3)
    inside = counts.drop(index=-1)
    before, many = inside[list(earlier)].sum(axis=1), len(earlier)
    table = compare(inside[name], before, many)
    progress(0.9)
    frame = project.frame("analysis_zone")
    table.insert(
        0,
        "name",
        [n or c or u[:8] for n, c, u in zip(frame["name"], frame["code"], frame["uid"], strict=True)],
    )
    table.insert(0, "uid", frame["uid"].to_numpy())
    sums = (counts[list(earlier)].sum().sum() / many, float(counts[name].sum()))
    outside = counts.loc[-1]
    return Review(
        semester=name,
        against=earlier,
        category=category,
        zones=table.sort_values(["p", "name"], kind="stable"),
        history=inside[sorted([*same_semesters(name, counts.columns), name])],
        total=_total(compare, inside[name], before, many),
        events=(float(sums[0]), sums[1]),
        unplaced=(float(outside[list(earlier)].sum() / many), float(outside[name])),
    )


def _total(compare: Any, after: pd.Series, before: pd.Series, many: int) -> pd.Series:
    import pandas as pd

    return compare(pd.Series([after.sum()]), pd.Series([before.sum()]), many).iloc[0]


def densities(
    project: Project, found: Review, progress: Progress = no_progress
) -> tuple[DensityGrid, DensityGrid, tuple[float, ...]]:
    """Return the densities before and after, on one grid with one bandwidth, and the class limits of both.

    Raises
    ------
    AnalysisError
        A semester has no offences with a position.
    """
    import numpy as np

    from maps.crime.density import nice_breaks

    kinds = [found.category] if found.category else None
    after = project.density(semester(found.semester), kinds, progress=span(progress, 0.0, 0.4))
    grids = [project.density(semester(each), kinds) for each in found.against]
    progress(0.9)
    values = np.mean([grid.values for grid in grids], axis=0)
    before = replace(grids[0], values=values, events=sum(grid.events for grid in grids) / len(grids))
    peak = max(float(grid.values.max(initial=0.0)) for grid in (before, after))
    chosen = project.criteria.breaks if not found.category else None
    return before, after, tuple(chosen) if chosen else nice_breaks(peak)


def review_json(found: Review) -> dict[str, Any]:
    """Return what `torrazzo review --json` tells."""
    figures = ("before", "after", "difference", "low", "high", "p", "q", "outcome", "percent")

    def told(row: Any) -> dict[str, Any]:
        return {name: _plain(row[name]) for name in figures}

    return {
        "semester": found.semester,
        "against": list(found.against),
        "category": found.category or None,
        "events": {"before": found.events[0], "after": found.events[1]},
        "in_no_zone": {"before": found.unplaced[0], "after": found.unplaced[1]},
        "total": told(found.total),
        "changed": len(found.changed),
        "zones": [
            {
                "uid": row["uid"],
                "name": row["name"],
                **told(row),
                "history": {each: int(found.history.at[fid, each]) for each in found.history.columns},
            }
            for fid, row in found.zones.iterrows()
        ],
    }


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else round(float(value), 6)
