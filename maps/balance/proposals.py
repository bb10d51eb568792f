"""What a project changes: the census with its cameras added, changed or removed, and the indicators before
and
after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import geopandas as gpd
import pandas as pd

from maps.balance.balance import Balance, PurposeBalance
from maps.balance.verdicts import Verdict
from maps.errors import AnalysisError

#: Changes of an index below this are neutral: a tenth of a percentage point.
TOLERANCE = 0.001
PLANNED_STATES = ("planned", "installing")


class ChangeKind(Enum):
    """What a project does to a camera."""

    ADD = "add"
    UPDATE = "update"  # an upgrade or a move
    REMOVE = "remove"


@dataclass(frozen=True)
class CameraChange:
    """One change of a scenario.

    Attributes
    ----------
    kind : ChangeKind
    camera : int or None
        Index label of the camera to update or remove; None for a new one.
    values : mapping
        Columns to set, ``geometry`` included.
    """

    kind: ChangeKind
    camera: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


class Effect(Enum):
    """Verdict on a project."""

    IMPROVES = "improves"
    NEUTRAL = "neutral"
    WORSENS = "worsens"


@dataclass(frozen=True)
class Delta:
    """An indicator before and after; lower is better. None where it cannot be computed."""

    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """after - before."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class PurposeEffect:
    """What a project does for one purpose.

    Attributes
    ----------
    uncovered, hoover, overlap : Delta
        Risk-weighted uncovered share, Hoover index, overlap rate of the whole city (each 0-1).
    shortages, overlaps : tuple of int
        Zones in shortage and in overlap, before and after.
    effect : Effect
    """

    uncovered: Delta
    hoover: Delta
    overlap: Delta
    shortages: tuple[int, int]
    overlaps: tuple[int, int]
    effect: Effect


@dataclass(frozen=True)
class Evaluation:
    """A project judged purpose by purpose, and as a whole."""

    purposes: dict[str, PurposeEffect]
    effect: Effect


def apply_changes(cameras: gpd.GeoDataFrame, changes: Sequence[CameraChange]) -> gpd.GeoDataFrame:
    """Return the register as it would be, in the same columns.

    New cameras get new labels after the last one and count as working unless their values say otherwise: a
    project is judged as if it were built.

    Raises
    ------
    AnalysisError
        A camera to update or remove is not in the register (``missing`` holds its label).
    """
    lost = [change.camera for change in changes if change.kind is not ChangeKind.ADD]
    absent = [label for label in lost if label not in cameras.index]
    if absent:
        raise AnalysisError(tuple(f"camera:{label}" for label in absent))
    rows = {label: dict(row) for label, row in zip(cameras.index, cameras.to_dict("records"), strict=True)}
    last = max(rows, default=0)
    for change in changes:
        if change.kind is ChangeKind.REMOVE:
            rows.pop(change.camera, None)
        elif change.kind is ChangeKind.UPDATE:
            rows[change.camera] = rows[change.camera] | dict(change.values)
        else:
            last += 1
            rows[last] = {"working_state": "working"} | dict(change.values)
    columns = {
        name: pd.Series([row.get(name) for row in rows.values()], dtype=object) for name in cameras.columns
    }
    frame = pd.DataFrame(columns).set_axis(pd.Index(list(rows), name=cameras.index.name))
    frame = frame.astype({name: kind for name, kind in cameras.dtypes.items() if kind.kind == "f"})
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=cameras.crs)


def planned_changes(cameras: gpd.GeoDataFrame) -> list[CameraChange]:
    """Changes that put into work the cameras that the register holds as planned or being installed."""
    if "working_state" not in cameras:
        return []
    chosen = cameras.index[cameras["working_state"].isin(PLANNED_STATES)]
    return [CameraChange(ChangeKind.UPDATE, label, {"working_state": "working"}) for label in chosen]


def evaluate(before: Balance, after: Balance, tolerance: float = TOLERANCE) -> Evaluation:
    """Judge a project by its effect on uncovered risk (U), uneven distribution (H) and overlap (O).

    A purpose improves when at least one indicator falls by more than the tolerance and none rises by more; it
    worsens in the opposite case. Where some fall and some rise, the number of zones in shortage or overlap
    decides; where that is unchanged the effect is neutral. The whole project is judged likewise over its purposes.
    """
    names = list(dict.fromkeys([*before.purposes, *after.purposes]))
    effects = {
        name: purpose_effect(before.purposes.get(name), after.purposes.get(name), tolerance) for name in names
    }
    zones = sum(
        sum(e.shortages[1:] + e.overlaps[1:]) - e.shortages[0] - e.overlaps[0] for e in effects.values()
    )
    good = any(effect.effect is Effect.IMPROVES for effect in effects.values())
    bad = any(effect.effect is Effect.WORSENS for effect in effects.values())
    return Evaluation(effects, _judged(good, bad, zones))


def purpose_effect(
    before: PurposeBalance | None, after: PurposeBalance | None, tolerance: float = TOLERANCE
) -> PurposeEffect:
    """Compare one purpose; None stands for a purpose that no camera has."""
    uncovered = Delta(_uncovered(before), _uncovered(after))
    hoover = Delta(before.hoover if before else None, after.hoover if after else None)
    overlap = Delta(overlap_rate(before), overlap_rate(after))
    shortages = _counts(before, after, Verdict.SHORTAGE)
    overlaps = _counts(before, after, Verdict.OVERLAP)
    changes = [delta.change for delta in (uncovered, hoover, overlap) if delta.change is not None]
    zones = shortages[1] + overlaps[1] - shortages[0] - overlaps[0]
    good, bad = any(c < -tolerance for c in changes), any(c > tolerance for c in changes)
    return PurposeEffect(uncovered, hoover, overlap, shortages, overlaps, _judged(good, bad, zones))


def overlap_rate(balance: PurposeBalance | None) -> float | None:
    """Overlap rate of the whole city for a purpose (0-1); None without footprints."""
    if balance is None:
        return None
    summed = float(balance.zones["footprints_m2"].sum())
    return 1.0 - float(balance.zones["distinct_m2"].sum()) / summed if summed > 0 else None


def _uncovered(balance: PurposeBalance | None) -> float | None:
    """A purpose without cameras leaves all the risk uncovered."""
    return 1.0 if balance is None else balance.uncovered


def _counts(before: PurposeBalance | None, after: PurposeBalance | None, verdict: Verdict) -> tuple[int, int]:
    one, two = (balance.counts()[verdict] if balance else None for balance in (before, after))
    one = two if one is None else one
    return one or 0, (one if two is None else two) or 0


def _judged(good: bool, bad: bool, zones: int) -> Effect:
    if good and bad:
        good, bad = zones < 0, zones > 0
    if good:
        return Effect.IMPROVES
    return Effect.WORSENS if bad else Effect.NEUTRAL
