"""The rule of article 2(c): per purpose, which zones lack coverage, which overlap, and how unevenly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from maps.balance.covered import CutFootprints, PreparedSpace, cut_footprints, prepare_space
from maps.balance.criteria import UNDECLARED, Criteria
from maps.balance.findings import Finding, findings
from maps.balance.indices import (
    gini,
    hoover,
    lorenz,
    obstacle,
    theil,
    to_relocate,
    uncovered_share,
)
from maps.balance.overlap import deliberate, viewing
from maps.balance.risk import ZoneRisk, zone_of
from maps.balance.supply import Setting, Supply, judge, zone_table
from maps.balance.verdicts import Reason, Verdict
from maps.progress import Progress, no_progress

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: Working states in which a camera covers nothing.
IDLE_STATES = ("broken", "dismissed", "planned", "installing")
COMPUTED, UNKNOWN_DIRECTION = "computed", "direction_unknown"


@dataclass(frozen=True)
class PurposeBalance:
    """Balance of one purpose.

    Attributes
    ----------
    purpose : str
        Code of the purpose, or ``undeclared``.
    zones : DataFrame
        Indexed like the zones: ``uid``, ``name``, ``zone_kind``, ``risk`` (0-100), ``risk_share``,
        ``public_area_m2``, ``covered_m2``, ``coverage`` (0-1), ``footprints_m2`` (their sum), ``distinct_m2``
        (without overlap), ``overlap`` (0-1), ``cameras`` (working, standing in the zone), ``cameras_unknown``
        (of these, without a known view), ``supply_share``, ``quotient``, ``verdict`` (Verdict), ``reason``
        (Reason or None). What cannot be computed is None.
    hoover, gini, uncovered : float or None
    theil : tuple of float or None
        Total, between and within the kinds of zone.
    lorenz : tuple of ndarray or None
        Cumulated shares of risk and of covered area, for the chart.
    cameras : int
        Working cameras of the purpose, wherever they stand.
    to_relocate : int or None
        Cameras that the Hoover index asks to move.
    camera_m2 : Series
        Public space that each working camera of the purpose covers, by camera label, m2.
    reasons : mapping
        Name of each index that is None -> Reason.
    """

    purpose: str
    zones: pd.DataFrame
    hoover: float | None
    gini: float | None
    uncovered: float | None
    theil: tuple[float, float, float] | None
    lorenz: tuple[FloatArray, FloatArray] | None
    cameras: int
    to_relocate: int | None
    camera_m2: pd.Series
    reasons: Mapping[str, Reason] = field(default_factory=dict)

    def counts(self) -> dict[Verdict, int]:
        """Number of zones of each verdict."""
        return {verdict: int((self.zones["verdict"] == verdict).sum()) for verdict in Verdict}


@dataclass(frozen=True)
class Balance:
    """Balance of all purposes and the findings, ranked.

    Attributes
    ----------
    purposes : dict
        Purpose -> PurposeBalance.
    findings : list of Finding
    missing : tuple of str
        Components of the risk without data.
    """

    purposes: dict[str, PurposeBalance]
    findings: list[Finding]
    missing: tuple[str, ...] = ()


def balance(
    zones: gpd.GeoDataFrame,
    public_space: gpd.GeoDataFrame | PreparedSpace,
    footprints: gpd.GeoDataFrame | Mapping[str, gpd.GeoDataFrame],
    cameras: gpd.GeoDataFrame,
    risk: ZoneRisk | pd.DataFrame | None,
    criteria: Criteria | None = None,
    purposes: Sequence[str] | None = None,
    progress: Progress = no_progress,
) -> Balance:
    """Weigh the cover of each zone against its risk, purpose by purpose.

    Parameters
    ----------
    zones : GeoDataFrame
        Polygons in a metric CRS, with ``uid``, ``name``, ``zone_kind`` where known.
    public_space : GeoDataFrame or PreparedSpace
        From `public_space.public_space`; prepare it once (`prepare_space`) when calling often.
    footprints : GeoDataFrame, or mapping purpose -> GeoDataFrame
        Indexed like `cameras`, with ``geometry`` and ``state``. One frame serves every purpose; with a
        mapping each purpose has its own (footprints that reach its class).
    cameras : GeoDataFrame
        Points with ``purposes`` (list of codes) and ``working_state``.
    risk : ZoneRisk, DataFrame with ``risk`` and ``share``, or None
    criteria : Criteria, optional
    purposes : sequence of str, optional
        Default: every purpose that a camera declares, and ``undeclared`` where some declare none.

    Returns
    -------
    Balance

    Notes
    -----
    Coverage ``C = |union F & public| / |public|``; overlap ``O = 1 - |union F & public| / sum |F & public|``
    over the working cameras of the purpose; supply share ``sigma = covered area / sum``; quotient ``sigma /
    rho``.
    """
    criteria = criteria or Criteria()
    space = public_space if isinstance(public_space, PreparedSpace) else prepare_space(public_space)
    setting = Setting(
        zones,
        space,
        _risk_frame(risk, zones),
        criteria,
        cameras,
        zone_of(zones, cameras.geometry.to_numpy()),
        deliberate(cameras),
        viewing(cameras),
    )
    working = working_cameras(cameras)
    chosen = list(purposes) if purposes is not None else declared_purposes(cameras, working)
    cuts: dict[int, tuple[CutFootprints, NDArray[np.object_]]] = {}
    results: dict[str, PurposeBalance] = {}
    found: list[Finding] = []
    for done, purpose in enumerate(chosen):
        frame = footprints[purpose] if isinstance(footprints, Mapping) else footprints
        if id(frame) not in cuts:
            cuts[id(frame)] = cut_footprints(frame.geometry.to_numpy(), space), _states(frame)
        mine = working & has_purpose(cameras, purpose)
        everything, state = cuts[id(frame)]
        cut = everything.only(mine & (state == COMPUTED))
        supply_of = Supply(mine, mine & (state == UNKNOWN_DIRECTION), cut)
        results[purpose] = _purpose_balance(purpose, setting, supply_of)
        table = results[purpose].zones
        zone = setting.camera_zone
        found += findings(table, purpose, cut, space.area_m2, cameras, zone, criteria, setting.deliberate)
        progress((done + 1) / len(chosen))
    missing = risk.missing if isinstance(risk, ZoneRisk) else ()
    return Balance(results, sorted(found, key=lambda finding: -finding.score), missing)


def working_cameras(cameras: gpd.GeoDataFrame) -> BoolArray:
    """Mask of the cameras that are not broken, dismissed, planned or being installed."""
    if "working_state" not in cameras:
        return np.ones(len(cameras), bool)
    return ~cameras["working_state"].isin(IDLE_STATES).to_numpy()


def has_purpose(cameras: gpd.GeoDataFrame, purpose: str) -> BoolArray:
    """Mask of the cameras that declare a purpose; ``undeclared`` marks those that declare none."""
    return np.array([purpose in declared for declared in _declared(cameras)], bool)


def declared_purposes(cameras: gpd.GeoDataFrame, working: BoolArray) -> list[str]:
    """Purposes that working cameras declare, in the order of the default profile, then by name."""
    found = {
        purpose
        for declared, works in zip(_declared(cameras), working, strict=True)
        if works
        for purpose in declared
    }
    known = [purpose for purpose in Criteria().purposes if purpose in found]
    return known + sorted(found.difference(known))


def _declared(cameras: gpd.GeoDataFrame) -> list[tuple[str, ...]]:
    if "purposes" not in cameras:
        return [(UNDECLARED,)] * len(cameras)
    return [
        tuple(value) if isinstance(value, list | tuple) and value else (UNDECLARED,)
        for value in cameras["purposes"]
    ]


def _states(footprints: gpd.GeoDataFrame) -> NDArray[np.object_]:
    if "state" not in footprints:
        return np.full(len(footprints), COMPUTED, dtype=object)
    return np.array([s.value if isinstance(s, Enum) else s for s in footprints["state"]], dtype=object)


def _risk_frame(risk: ZoneRisk | pd.DataFrame | None, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    frame = risk.zones if isinstance(risk, ZoneRisk) else risk
    if frame is None:
        nothing = pd.Series([None] * len(zones), index=zones.index, dtype=object)
        return pd.DataFrame({"risk": nothing, "share": nothing})
    return frame.loc[zones.index]


def _purpose_balance(purpose: str, setting: Setting, supply_of: Supply) -> PurposeBalance:
    table = zone_table(purpose, setting, supply_of)
    supply = table["covered_m2"].to_numpy(float)
    demand = np.array([share or 0.0 for share in table["risk_share"]], float)
    coverage = np.array([c or 0.0 for c in table["coverage"]], float)
    count = int(supply_of.mine.sum())
    index = hoover(supply, demand)
    values: dict[str, Any] = {
        "hoover": index,
        "gini": gini(supply, demand),
        "uncovered": uncovered_share(coverage, demand),
        "theil": theil(supply, demand, table["zone_kind"].fillna("").to_numpy(str)),
        "lorenz": lorenz(supply, demand),
        "to_relocate": to_relocate(index, count),
    }
    reasons = _reasons(values, supply, demand, count, weighed=_weighed(setting.risk))
    return PurposeBalance(
        purpose, table, cameras=count, camera_m2=supply_of.camera_m2(setting), reasons=reasons, **values
    )


def _weighed(risk: pd.DataFrame) -> bool:
    """Whether the data of risk that there are have a weight."""
    return "reason" not in risk or Reason.NO_WEIGHTS not in set(risk["reason"])


def _reasons(
    values: Mapping[str, Any], supply: FloatArray, demand: FloatArray, cameras: int, *, weighed: bool
) -> dict[str, Reason]:
    reason = obstacle(supply, demand)
    if reason is Reason.NO_RISK and not weighed:
        reason = Reason.NO_WEIGHTS
    if reason is Reason.NO_SUPPLY and cameras == 0:
        reason = Reason.NO_CAMERAS
    lacking = [name for name, value in values.items() if value is None]
    return dict.fromkeys(lacking, reason or Reason.SUPPLY_WITHOUT_RISK)


__all__ = [
    "Balance",
    "PurposeBalance",
    "balance",
    "declared_purposes",
    "has_purpose",
    "judge",
    "working_cameras",
]
