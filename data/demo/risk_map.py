"""The invented risk map in force: what the Cabina di Regia is said to have approved for the semester before."""

from datetime import date

from shapely import Polygon

from data.demo.records import Record, record
from data.demo.zones import ORDER

SEMESTER = "2025-2"
CLASSES = {
    "Duomo": 3, "Mercato": 3, "Stazione": 5, "Fornaci": 4, "Filanda": 2, "Lavatoi": 2, "Canottieri": 1,
}  # fmt: skip


def risk_records(outlines: dict[str, Polygon], zones: list[Record]) -> list[Record]:
    """Return the class of each quarter, approved in January 2026."""
    uid = {str(zone["name"]): str(zone["uid"]) for zone in zones}
    return [
        record(
            "risk_area",
            f"R{SEMESTER}-{number}",
            outlines[name],
            name=name,
            zone_id=uid[name],
            semester=SEMESTER,
            version=1,
            risk_class=CLASSES[name],
            previous_class=CLASSES[name],
            change_reason="offences",
            reason_text="Prima mappa del rischio approvata.",
            change_state="approved",
            proposed_by="Cabina di Regia",
            proposed_on=date(2026, 1, 15),
            cposp_on=date(2026, 1, 28),
            approved_on=date(2026, 1, 28),
        )
        for number, name in enumerate(ORDER, start=1)
    ]
