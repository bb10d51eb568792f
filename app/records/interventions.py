"""What a proposal does to each camera, for its form: one line an intervention, never as the project keeps it."""

import math
from collections.abc import Mapping
from typing import Any

from app.panels.inspector import Step
from app.panels.inspector.editors import text_of
from app.session import Session
from app.speech import numbers
from maps.errors import InvalidValue
from maps.schema import layer

_KINDS = {"move": "Spostamento", "upgrade": "Ammodernamento", "remove": "Rimozione"}
#: What is told of a camera that does not stand yet.
_TOLD_OF_NEW = ("name", "camera_type", "azimuth_deg")
_GONE = "Non è più nel censimento: l'intervento non è considerato."
_UNREADABLE = "Gli interventi registrati non si leggono: il progetto non si può esaminare."


def interventions_of(session: Session, record: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the interventions of a proposal, the new cameras first."""
    from maps.rule.proposals import parse_operations

    cameras = session.project.frame("camera")
    planned = cameras[(cameras["proposal_id"] == record.get("uid")).to_numpy()]
    found = [
        Step(f"{row['code'] or fid} · Nuova telecamera", _values(row, _TOLD_OF_NEW), int(fid))
        for fid, row in planned.iterrows()
    ]
    try:
        operations = parse_operations(record.get("operations"))
    except InvalidValue:
        return (*found, Step(_UNREADABLE))
    by_uid = {uid: fid for fid, uid in cameras["uid"].items()}
    return (*found, *(_step(each, cameras, by_uid.get(each.camera)) for each in operations))


def _step(operation: Any, cameras: Any, fid: int | None) -> Step:
    kind = _KINDS[operation.kind.value]
    if fid is None:
        return Step(f"{operation.camera[:8]} · {kind}", _GONE)
    row = cameras.loc[fid]
    parts = [_changed(row, name, value) for name, value in operation.changes.items()]
    if operation.x is not None and row.geometry is not None:
        metres = math.hypot(operation.x - row.geometry.x, operation.y - row.geometry.y)
        parts.insert(0, f"a {numbers.measure(metres, 'm')} da dove sta")
    return Step(f"{row['code'] or fid} · {kind}", _sentence(parts), int(fid))


def _changed(row: Any, name: str, value: Any) -> str:
    """Return how a field changes: "direzione 210° → 240°"; "" where it stays."""
    before, after = (_text(name, each) or "non indicato" for each in (_known(row[name]), value))
    if before == after:
        return ""
    return f"{layer('camera').field(name).label.lower()} {before} → {after}"


def _values(row: Any, names: tuple[str, ...]) -> str:
    return _sentence([_text(name, _known(row[name])) for name in names])


def _sentence(parts: list[str]) -> str:
    told = "; ".join(part for part in parts if part)
    return f"{told[:1].upper()}{told[1:]}"


def _text(name: str, value: Any) -> str:
    field = layer("camera").field(name)
    text = text_of(field, value)
    return f"{text}{'' if field.unit == '°' else ' '}{field.unit}" if text and field.unit else text


def _known(value: Any) -> Any:
    """Return None for what pandas marks as absent."""
    return value if isinstance(value, list) or value == value else None
