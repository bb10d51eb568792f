"""Undoable edits: each one is a committed transaction with a label that the undo button shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.session import Session
from app.speech import numbers
from maps.schema.bearings import AmbiguousBearing

#: Fields of a camera that can contradict one another.
_OPTICS = frozenset({"focal_mm", "sensor_w_mm", "hfov_deg", "lens_model", "resolution_text", "res_x"})


def describe(session: Session, layer_name: str, fid: int) -> str:
    """Return how a row is called on the screen: its code, its name, or layer and number."""
    from maps.schema import layer

    record = session.file.record(layer_name, fid)
    return str(record.get("code") or record.get("name") or f"{layer(layer_name).label} {fid}")


def called(session: Session, layer_name: str, fid: int) -> str:
    """Return layer and name of a row as they stand inside a sentence: "telecamera TC-014"."""
    from maps.schema import layer

    record = session.file.record(layer_name, fid)
    name = record.get("code") or record.get("name") or fid
    return f"{layer(layer_name).label.lower()} {name}"


def set_value(session: Session, layer_name: str, fid: int, field_name: str, value: Any) -> bool:
    """Commit one value of one row; return False where nothing changes."""
    from maps.schema import layer

    record = session.file.record(layer_name, fid)
    if record.get(field_name) == value and not isinstance(value, AmbiguousBearing):
        return False
    values = _with_consequences(layer_name, record, field_name, value)
    label = layer(layer_name).field(field_name).label
    with session.edit(f"Modifica «{label}» di {called(session, layer_name, fid)}") as edit:
        edit.update(layer_name, fid, values)
    return True


def _with_consequences(
    layer_name: str, record: Mapping[str, Any], field_name: str, value: Any
) -> dict[str, Any]:
    """Return a value and what changes with it: pixels read from a text, the text of a direction of two meanings, the
    mark of a record that holds doubts."""
    from maps.schema import layer
    from maps.schema.checks import read_resolution, record_problems, with_remark

    changed: dict[str, Any] = {field_name: value}
    pixels = read_resolution(value) if field_name == "resolution_text" and value else None
    if pixels is not None:
        changed |= dict(zip(("res_x", "res_y"), pixels, strict=True))
    if isinstance(value, AmbiguousBearing):
        field = layer(layer_name).field(field_name)
        changed = {
            field_name: float(value),
            "remarks": with_remark(record.get("remarks"), field, value.written),
        }
    mine = {*changed, *_OPTICS} if field_name in _OPTICS else set(changed)
    doubtful = any(problem.field in mine for problem in record_problems(layer_name, {**record, **changed}))
    return {**changed, "record_state": "to_check"} if doubtful else changed


def set_values(session: Session, layer_name: str, fids: Sequence[int], field_name: str, value: Any) -> None:
    """Commit one value of many rows as one step."""
    from maps.schema import layer

    declared = layer(layer_name)
    many = f"{numbers.integer(len(fids))} {declared.plural.lower()}"
    label = f"Modifica «{declared.field(field_name).label}» di {many}"
    rows = session.file.rows(layer_name, fids=fids)
    records = zip(*rows.columns.values(), strict=True)
    changes = [
        (
            int(fid),
            _with_consequences(layer_name, dict(zip(rows.columns, record, strict=True)), field_name, value),
        )
        for fid, record in zip(rows.fids, records, strict=True)
    ]
    with session.edit(label) as edit:
        edit.update_many(layer_name, changes)


def confirm_direction(session: Session, fid: int) -> None:
    """Commit that the doubtful direction of a camera is right: its text stays in the remarks, as checked.

    The record is no longer to be checked where nothing else in it is doubtful, and no text is kept that fits no field.
    """
    from maps.schema.checks import confirmed_direction, settled

    record = session.file.record("camera", fid)
    values: dict[str, Any] = {"remarks": confirmed_direction(record["remarks"])}
    if record["record_state"] == "to_check" and settled({**record, **values}):
        values["record_state"] = None
    with session.edit(f"Conferma della direzione di {called(session, 'camera', fid)}") as edit:
        edit.update("camera", fid, values)


def move(session: Session, layer_name: str, fid: int, geometry: Any) -> None:
    """Commit a new position or outline of one row."""
    with session.edit(f"Spostamento {called(session, layer_name, fid)}") as edit:
        edit.update(layer_name, fid, {"geometry": geometry})


def add(session: Session, layer_name: str) -> int:
    """Insert a record with the next code and nothing else; return its key."""
    from app.tools.add_camera import next_code
    from maps.schema import layer

    declared = layer(layer_name)
    initials = "".join(word[0] for word in declared.label.upper().split() if word.isalpha())[:3]
    code = next_code(session.file.rows(layer_name, fields=["code"]).columns["code"], f"{initials}-001")
    with session.edit(f"Inserimento {declared.label.lower()} {code}") as edit:
        return edit.insert(layer_name, [{"code": code}])[0]


def delete(session: Session, layer_name: str, fid: int) -> None:
    """Delete one row."""
    with session.edit(f"Eliminazione {called(session, layer_name, fid)}") as edit:
        edit.delete(layer_name, [fid])


def undo(session: Session) -> Any:
    """Undo the last edit; return its Change or None."""
    return session.file.undo()


def redo(session: Session) -> Any:
    """Redo the last undone edit; return its Change or None."""
    return session.file.redo()
