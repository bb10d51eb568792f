"""The rule as plain data: homogeneity, proposals, judgements and sites, in JSON and GeoJSON with stable names."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from maps.answers.exports import around_json, plain
from maps.balance.balance import PurposeBalance
from maps.balance.proposals import Delta
from maps.criteria_versions import in_use
from maps.io.geojson import write_features
from maps.project import Project
from maps.rule.evaluation import Judgement, touched_cameras
from maps.rule.homogeneity import Homogeneity
from maps.rule.moves import Moves
from maps.rule.overlaps import Overlaps
from maps.rule.proposals import OperationKind, Proposal
from maps.rule.sites import Sites

#: Fields of a proposal that leave, besides its identity.
_TOLD = (
    "project_type",
    "project_state",
    "purposes",
    "proponent",
    "cost_eur",
    "grant_requested_eur",
    "presented_on",
)
_ZONE = ("coverage", "overlap", "cameras", "quotient", "verdict")
_SITE = (
    "zone",
    "zone_name",
    "support",
    "kind",
    "azimuth_deg",
    "cost_eur",
    "area_m2",
    "overlapping_m2",
    "private_share",
    "gain",
)


def homogeneity_json(found: Homogeneity) -> dict[str, Any]:
    """Return cameras checked, non-conformities by owner and zone, the matrix and the prevailing standard."""
    outcomes = found.checks["outcome"].map(lambda outcome: outcome.value)
    failing = found.checks["camera"][outcomes == "failed"].unique()
    return {
        "profile": plain(vars(found.profile)),
        "cameras": len(found.cameras),
        "conforming": len(found.cameras) - len(failing),
        "outcomes": {name: int((outcomes == name).sum()) for name in ("passed", "failed", "unknown")},
        "by_owner": _rows(found.by_owner),
        "by_zone": _rows(found.by_zone),
        "matrix": _rows(found.matrix),
        "prevailing": {
            name: {"value": value, "share": plain(share)} for name, (value, share) in found.prevailing.items()
        },
        "deviations": _with_codes(found.deviations, found.cameras),
        "failures": _with_codes(found.checks[(outcomes == "failed").to_numpy()], found.cameras),
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [plain(row) for row in table.to_dict("records")]


def _with_codes(table: pd.DataFrame, cameras: pd.DataFrame) -> list[dict[str, Any]]:
    codes = cameras["code"].fillna(cameras["uid"])
    return [{**row, "camera": codes[label]} for row, label in zip(_rows(table), table["camera"], strict=True)]


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """Return who, what and how much of a proposal, with the number of its operations."""
    return {
        "uid": proposal.uid,
        "code": proposal.code,
        "name": proposal.name,
        **{name: plain(proposal.record.get(name)) for name in _TOLD},
        "new_cameras": len(proposal.planned),
        **{f"{kind.value}s": proposal.count(kind) for kind in OperationKind},
    }


def judgement_json(found: Judgement) -> dict[str, Any]:
    """Return before, after and verdict of every indicator, the checks and what is missing."""
    return {
        "proposal": proposal_json(found.proposal),
        "criteria": criteria_json(found.scenario.base),
        "effect": found.effects.effect.value,
        "purpose": found.purpose,
        "purposes": {purpose: _effect_json(found, purpose) for purpose in found.purposes},
        "checks": [plain(vars(check)) for check in found.checks],
        "missing_cameras": list(found.missing),
    }


def criteria_json(project: Project) -> dict[str, Any]:
    """Return which version of the criteria the figures rest on."""
    version = in_use(project)
    return {
        "version": version.name,
        "approved_on": plain(version.approved_on),
        "municipality": version.municipality or None,
        "fingerprint": version.fingerprint,
    }


def _effect_json(found: Judgement, purpose: str) -> dict[str, Any]:
    effect = found.purposes[purpose]
    before, after = found.uncertainty.get(purpose, (None, None))
    return {
        "uncovered": _delta(effect.uncovered),
        "hoover": {
            **_delta(effect.hoover),
            "chance": {"before": around_json(before), "after": around_json(after)},
        },
        "overlap": _delta(effect.overlap),
        "shortages": {"before": effect.shortages[0], "after": effect.shortages[1]},
        "overlapping": {"before": effect.overlaps[0], "after": effect.overlaps[1]},
        "effect": effect.effect.value,
        "reasons": {"before": _reasons(found, purpose, False), "after": _reasons(found, purpose, True)},
        "zones": zone_changes(found, purpose),
    }


def _reasons(found: Judgement, purpose: str, after: bool) -> dict[str, Any]:
    """Return why each index that is null cannot be computed."""
    facts = found.facts(purpose, after=after)
    return {"hoover": "no_cameras"} if facts is None else dict(plain(dict(facts.reasons)))


def _delta(delta: Delta) -> dict[str, Any]:
    return {"before": plain(delta.before), "after": plain(delta.after), "change": plain(delta.change)}


def zone_changes(found: Judgement, purpose: str) -> list[dict[str, Any]]:
    """Return each zone before and after, for one purpose, as plain data."""
    tables = [_zones(found.facts(purpose, after=after)) for after in (False, True)]
    frame = found.scenario.frame("analysis_zone")
    risk = found.scenario.risk().zones["risk"]
    return [
        {
            "uid": row["uid"],
            "name": plain(row["name"]),
            "risk": plain(risk[fid]),
            "before": tables[0].get(fid),
            "after": tables[1].get(fid),
        }
        for fid, row in frame.drop(columns="geometry").to_dict("index").items()
    ]


def _zones(facts: PurposeBalance | None) -> Mapping[Any, dict[str, Any]]:
    if facts is None:
        return {}
    return {fid: plain(row) for fid, row in facts.zones[list(_ZONE)].to_dict("index").items()}


def overlaps_json(found: Overlaps, purpose: str) -> dict[str, Any]:
    """Return the cameras of a purpose, the most redundant first, and how much is seen how many times."""
    rows = found.table.to_dict("index")
    codes = {fid: str(row["code"] or row["uid"]) for fid, row in rows.items()}
    told = []
    for row in rows.values():
        values = {str(name): plain(value) for name, value in row.items()}
        told.append({**values, "overlaps_with": [codes[each] for each in row["overlaps_with"]]})
    return {
        "purpose": purpose,
        "cameras": told,
        "depth": [
            {"cameras": int(depth), "area_m2": plain(float(area))}
            for depth, area in zip(found.depth["depth"], found.depth["area_m2"], strict=True)
        ],
    }


def write_overlaps(found: Overlaps, path: Path, purpose: str) -> None:
    """Write the multiplicity map as GeoJSON: one feature a number of cameras."""
    table = found.depth
    columns = {
        "cameras": [int(each) for each in table["depth"]],
        "area_m2": [plain(float(each)) for each in table["area_m2"]],
        "purpose": [purpose] * len(table),
    }
    write_features(path, list(table.geometry), columns, crs=table.crs.to_epsg())


def sites_json(found: Sites, purpose: str) -> dict[str, Any]:
    """Return the proposed sites with what proves them."""
    siting = found.siting
    return {
        "purpose": purpose,
        "count": len(found.table),
        "status": siting.status.value,
        "gain": plain(siting.gain),
        "bound": plain(siting.bound),
        "gap": plain(siting.gap),
        "candidates": found.candidates,
        "cells": found.cells,
        "uncovered_before": plain(found.uncovered_before),
        "uncovered_after": plain(found.uncovered_after),
        "cost_eur": plain(float(found.table["cost_eur"].sum())),
        "below_floor": list(found.below_floor),
        "sites": [
            {**{name: plain(row[name]) for name in (*_SITE, "unique_gain")}}
            for row in found.table.drop(columns=["geometry", "footprint"]).to_dict("records")
        ],
    }


def write_sites(found: Sites, path: Path, purpose: str) -> None:
    """Write the sites as GeoJSON: a point each, then what each would see (``feature`` tells which)."""
    table = found.table
    columns: dict[str, list[Any]] = {"feature": ["site"] * len(table) + ["footprint"] * len(table)}
    columns["rank"] = 2 * list(range(1, len(table) + 1))
    columns["purpose"] = [purpose] * 2 * len(table)
    for name in (*_SITE, "unique_gain"):
        columns[name] = 2 * [plain(value) for value in table[name]]
    shapes = [*table.geometry, *table["footprint"]]
    write_features(path, shapes, columns, crs=table.crs.to_epsg())


def moves_json(found: Moves, purpose: str) -> dict[str, Any]:
    """Return the cameras to move or take away, what proves them, and the operations of a proposal."""
    moving, table = found.moving, found.table
    rows = [plain(row) for row in table.drop(columns="geometry").to_dict("records")]
    taken = sum(row["metres"] is not None for row in rows)
    return {
        "purpose": purpose,
        "status": moving.status.value,
        "gain": plain(moving.gain),
        "bound": plain(moving.bound),
        "gap": plain(moving.gap),
        "candidates": found.candidates,
        "cells": found.cells,
        "movable": found.movable,
        "new_cameras": 0,
        "moves": taken,
        "upgrades": 0,
        "removes": len(rows) - taken,
        "cost_eur": plain(found.cost_eur),
        "cameras": rows,
        "effect": {name: _delta(getattr(found.effect, name)) for name in ("uncovered", "hoover", "overlap")},
        "operations": [plain(each.to_json()) for each in found.operations],
    }


def write_moves(found: Moves, path: Path, purpose: str) -> None:
    """Write where each camera would stand as GeoJSON points; one that is taken away has no geometry."""
    rows = [plain(row) for row in found.table.drop(columns="geometry").to_dict("records")]
    columns: dict[str, list[Any]] = {
        name: [row[name] for row in rows] for name in found.table if name != "geometry"
    }
    columns["purpose"] = [purpose] * len(rows)
    columns["others"] = [", ".join(each) for each in columns["others"]]
    write_features(path, list(found.table.geometry), columns, crs=found.table.crs.to_epsg())


def write_package(found: Judgement, project: Project, path: Path) -> int:
    """Write what a dossier shows as GeoJSON: zones before and after, cameras touched, before and after.

    Returns
    -------
    int
        Number of features; ``feature`` is "zone", "camera" or "footprint", ``state`` "before" or "after".
    """
    features = [*_zone_features(found), *_camera_features(found, project)]
    names = list(dict.fromkeys(name for _shape, row in features for name in row))
    columns = {name: [row.get(name) for _shape, row in features] for name in names}
    return write_features(path, [shape for shape, _row in features], columns, crs=project.epsg)


def _zone_features(found: Judgement) -> list[tuple[Any, dict[str, Any]]]:
    shapes = found.scenario.frame("analysis_zone").geometry
    rows = []
    for shape, zone in zip(shapes, zone_changes(found, found.purpose), strict=True):
        told = {"feature": "zone", **{name: zone[name] for name in ("uid", "name", "risk")}}
        for state in ("before", "after"):
            told |= {f"{name}_{state}": (zone[state] or {}).get(name) for name in _ZONE}
        rows.append((shape, {**told, "purpose": found.purpose}))
    return rows


def _camera_features(found: Judgement, project: Project) -> list[tuple[Any, dict[str, Any]]]:
    rows = []
    for state, side in (("before", project), ("after", found.scenario)):
        cameras, prints = side.frame("camera"), side.footprints(found.purpose)
        for fid in cameras.index.intersection(touched_cameras(found.scenario)):
            told = {
                "uid": cameras.at[fid, "uid"],
                "code": plain(cameras.at[fid, "code"]),
                "state": state,
                "working_state": plain(cameras.at[fid, "working_state"]),
                "azimuth_deg": plain(cameras.at[fid, "azimuth_deg"]),
            }
            rows.append((cameras.geometry[fid], {"feature": "camera", **told}))
            area = plain(prints.at[fid, "area_m2"])
            rows.append((prints.geometry[fid], {"feature": "footprint", **told, "area_m2": area}))
    return rows
