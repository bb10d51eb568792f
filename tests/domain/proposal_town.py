"""A town of three zones for the tests of proposals: one at risk and bare, one crowded, one quiet."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from maps.project import Project
from maps.rule.proposals import Operation, OperationKind, operations_text

X0, Y0 = 580_000.0, 4_998_000.0
P = "urban_safety"
PACT = {"pact_signed_on": date(2024, 5, 20), "pact_until": date(2027, 5, 19)}


def at(x: float, y: float) -> shapely.Point:
    return shapely.Point(X0 + x, Y0 + y)


def box(west: float, south: float, east: float, north: float) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(X0 + west, Y0 + south, X0 + east, Y0 + north)])


def camera(code: str, x: float, y: float, **values: Any) -> dict[str, Any]:
    return {
        "uid": f"camera-{code}",
        "code": code,
        "purposes": [P],
        "working_state": "working",
        "azimuth_deg": 90.0,
        "hfov_deg": 90.0,
        "range_m": 60.0,
        "system_id": "IMP-1",
        "res_x": 3840,
        "res_y": 2160,
        "codec": "H.265",
        "notice_sign": True,
        "geometry": at(x, y),
        **values,
    }


def offences() -> list[dict[str, Any]]:
    rng = np.random.default_rng(3)
    places = [(0, 60), (300, 12), (600, 6)]
    return [
        {
            "category": "theft",
            "start_at": datetime(2026, 3, 1 + number % 28, 12),
            "geometry": at(west + rng.uniform(5, 295), rng.uniform(5, 295)),
        }
        for west, count in places
        for number in range(count)
    ]


def move(code: str, x: float, y: float, **changes: Any) -> Operation:
    return Operation(OperationKind.MOVE, f"camera-{code}", X0 + x, Y0 + y, changes)


def proposal(code: str, operations: list[Operation] | str = "", **values: Any) -> dict[str, Any]:
    text = operations if isinstance(operations, str) else operations_text(operations)
    return {
        "uid": f"proposal-{code}",
        "code": code,
        "name": f"Progetto {code}",
        "project_type": "extension",
        "purposes": [P],
        "operations": text or None,
        "proponent": "Comune",
        "proponent_kind": "municipality",
        "cost_eur": 10_000.0,
        "maintenance_years": 5.0,
        "presented_on": date(2026, 7, 6),
        **PACT,
        **values,
    }


def build(path: Path) -> Path:
    """Write the town; its proposals are MOVE (heeds the rule), ADD (new cameras), CROWD and GHOST."""
    with Project.create(path, name="Prova", epsg=7791, area=box(0, 0, 900, 300)) as project:
        with project.file.edit("prova") as edit:
            zones = (
                ("A", "Ovest", "periphery", 0),
                ("B", "Centro", "centre", 300),
                ("C", "Est", "hamlet", 600),
            )
            edit.insert(
                "analysis_zone",
                [
                    {
                        "uid": uid,
                        "code": uid,
                        "name": name,
                        "zone_kind": kind,
                        "geometry": box(x, 0, x + 300, 300),
                    }
                    for uid, name, kind, x in zones
                ],
            )
            edit.insert("offence", offences())
            edit.insert("system", [{"code": "IMP-1", "name": "Comune", "grant_date": date(2018, 1, 1)}])
            crowd = [camera(f"T{n}", 400 + 3 * n, 150 + 2 * n) for n in range(6)]
            east = [camera("T6", 700, 150, purposes=["traffic_plates"], codec="MJPEG", notice_sign=False)]
            new = [
                camera(f"N{n}", 60, 60 + 90 * n, working_state="planned", proposal_id="proposal-ADD")
                for n in range(2)
            ]
            edit.insert("camera", [*crowd, *east, *new])
            edit.insert(
                "proposal",
                [
                    proposal("MOVE", [move("T0", 60, 60), move("T1", 60, 150), move("T2", 60, 240)]),
                    proposal("ADD", cost_eur=300_000.0, maintenance_years=None),
                    proposal("GHOST", [Operation(OperationKind.REMOVE, "camera-gone")]),
                    proposal(
                        "CROWD",
                        [move("T6", 402, 152), Operation(OperationKind.REMOVE, "camera-T5")],
                        proponent_kind="company",
                        private_category="3",
                        site_count=4,
                    ),
                ],
            )
        project.file.set_setting("criteria", {"coverage_threshold": 0.03})
        project.file.set_setting("call", {"cost_ceiling": 250_000.0})
    return path
