"""The invented proposals: one that heeds the rule, one that adds, one that makes the overlap worse."""

import json
from datetime import date
from typing import Any

from data.demo.records import ORIGIN, Record, record

#: Camera of Duomo -> where it goes in Fornaci (local metres) and where it looks, with an optic of 8 mm.
MOVES: dict[str, tuple[float, float, float]] = {
    "TC-003": (-914.2, 697.1, 240.0),
    "TC-009": (-925.9, 327.9, 180.0),
    "TC-010": (-990.1, 466.2, 270.0),
    "TC-015": (-1109.8, 497.1, 30.0),
}
#: Cameras of Lavatoi that shopkeepers would bring to the main square.
CROWDING: dict[str, tuple[float, float, float]] = {
    "TC-089": (12.0, 20.0, 200.0),
    "TC-091": (-14.0, 18.0, 150.0),
}
_PACT = {"pact_signed_on": date(2024, 5, 20), "pact_until": date(2027, 5, 19)}
_MOVE_CHANGES = {"focal_mm": 8.0, "hfov_deg": None, "tilt_deg": 11.0, "mount": "light_pole"}


def proposal_records(cameras: list[Record]) -> list[Record]:
    """Return the proposals; new cameras, which are in state "planned", are tied to the second."""
    uid = {str(camera["code"]): str(camera["uid"]) for camera in cameras}
    found = [_moves(uid), _extension(), _crowding(uid)]
    for camera in cameras:
        if camera["working_state"] == "planned":
            camera["proposal_id"] = found[1]["uid"]
    return found


def _operations(
    uid: dict[str, str], moves: dict[str, tuple[float, float, float]], changes: dict[str, Any]
) -> str:
    entries = [
        {
            "kind": "move",
            "camera": uid[code],
            "x": ORIGIN[0] + x,
            "y": ORIGIN[1] + y,
            "changes": {**changes, "azimuth_deg": azimuth},
        }
        for code, (x, y, azimuth) in moves.items()
    ]
    return json.dumps(entries)


def _moves(uid: dict[str, str]) -> Record:
    return record(
        "proposal",
        "PR-01",
        None,
        name="Spostamento di quattro telecamere dal Duomo alle Fornaci",
        project_type="extension",
        purposes=["urban_safety"],
        operations=_operations(uid, MOVES, _MOVE_CHANGES),
        description="Quattro telecamere del quartiere Duomo, che riprendono spazi già ripresi da altre per la "
        "stessa finalità, sono ricollocate su pali dell'illuminazione del quartiere Fornaci con ottica da 8 mm.",
        proponent="Comune",
        proponent_kind="municipality",
        cost_eur=14_800.0,
        grant_requested_eur=0.0,
        funding_plan="Bilancio comunale",
        maintenance_years=5.0,
        project_state="technical_opinion",
        presented_on=date(2026, 7, 6),
        check_not_replacement=True,
        **_PACT,
    )


def _extension() -> Record:
    return record(
        "proposal",
        "PR-02",
        None,
        name="Cinque nuove telecamere alle Fornaci",
        project_type="new",
        purposes=["urban_safety"],
        description="Cinque telecamere fisse da 8 MP lungo le strade del quartiere Fornaci, collegate in fibra "
        "alla sala operativa della Polizia locale.",
        proponent="Comune",
        proponent_kind="municipality",
        cost_eur=262_000.0,
        grant_requested_eur=200_000.0,
        funding_plan="Contributo ministeriale e bilancio comunale",
        maintenance_years=3.0,
        project_state="steering",
        presented_on=date(2026, 7, 6),
        **_PACT,
    )


def _crowding(uid: dict[str, str]) -> Record:
    return record(
        "proposal",
        "PR-03",
        None,
        name="Due telecamere dai Lavatoi a piazza del Duomo",
        project_type="extension",
        purposes=["urban_safety"],
        operations=_operations(uid, CROWDING, {}),
        description="Il consorzio chiede di portare nella piazza principale, a proprie spese, due telecamere "
        "comunali del quartiere Lavatoi.",
        proponent="Consorzio dei commercianti del centro",
        proponent_kind="consortium",
        private_category="5",
        site_count=4,
        cost_eur=9_000.0,
        maintenance_years=5.0,
        project_state="idea",
        presented_on=date(2026, 7, 6),
        **_PACT,
    )
